"""The command line: `ideenherd COMMAND`.

Exit status: 0 done, 1 a finding or a bad line, 2 wrong usage or configuration. A subcommand is a function that takes
the parsed arguments and returns the status. Each theme is a module whose `COMMANDS` say what they are and take.
"""

from __future__ import annotations

import argparse
import errno
import os
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Final

from bot.cli import asking, events, operating
from bot.cli.parsing import DONE, FINDING, WRONG, Parser, add_commands, take_config
from bot.errors import ConfigError, Unavailable

_OF_A_PATH: Final = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENAMETOOLONG)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit status."""
    if sys.stdin is None:
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - whoever started us closed ours
    given = _parser().parse_args(arguments)
    try:
        run: Callable[[argparse.Namespace], int] = given.run
        return run(given)
    except ConfigError as error:
        print(error, file=sys.stderr)
        return FINDING if isinstance(error, Unavailable) else WRONG
    except KeyboardInterrupt:
        return 130  # as a shell names it: ended by SIGINT
    except BrokenPipeError:
        _say_no_more()  # whoever read us has gone, as `| head` does
        return DONE
    except OSError as error:
        if error.filename is not None and error.errno in _OF_A_PATH:
            print(
                f"{error.filename}: Da komme ich nicht heran ({error.strerror}). "
                "Prüf den Namen, und die Rechte der Datei und der Ordner darüber (chown, chmod).",
                file=sys.stderr,
            )
            return WRONG
        if error.errno != errno.ENOSPC:
            raise
        _say_no_more()
        print(f"Ich kann nicht weiterschreiben: Der Platz ist voll ({error.strerror}).", file=sys.stderr)
        return FINDING


def _say_no_more() -> None:
    """Send what is left of the output nowhere; without this Python complains once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="ideenherd",
        description="Ein Gedächtnis für eine Gemeinschaft auf Telegram und Discord.",
        epilog="Endet mit 0, wenn alles getan ist, mit 1 bei einem Befund, mit 2 bei falschem Aufruf.",
    )
    parser.add_argument("--version", action="store_true", help="die Fassung nennen")
    take_config(parser, None)
    parser.set_defaults(run=_no_command)
    commands = parser.add_subparsers(title="Befehle", metavar="BEFEHL", parser_class=Parser)
    add_commands(commands, _COMMANDS)
    return parser


def _no_command(given: argparse.Namespace) -> int:
    """Say the version where that was asked for; else a command is missing."""
    if given.version:
        print(f"ideenherd {version('ideenherd')}")
        return DONE
    print("Es fehlt ein BEFEHL, zum Beispiel: ideenherd demo. Alle zeigt: ideenherd --help", file=sys.stderr)
    return WRONG


_COMMANDS: Final = (*operating.COMMANDS, *events.COMMANDS, *asking.COMMANDS)
