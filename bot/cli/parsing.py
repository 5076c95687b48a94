"""How a command line is read: argparse in German, and what commands share: settings, output, files to write."""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.settings.model import Settings

DONE, FINDING, WRONG = 0, 1, 2

# What argparse says of a wrong call, and how we say it; its versions differ in the quotes around choices.
_COMPLAINTS: Final = (
    (r"unrecognized arguments: (?P<what>.+)", "{what} kenne ich hier nicht."),
    (
        r"argument .+?: invalid choice: '(?P<what>.*)' \(choose from (?P<known>.+)\)",
        "„{what}“ gibt es nicht, nur {known}.",
    ),
    (r"the following arguments are required: (?P<what>.+)", "Es fehlt: {what}."),
    (r"argument (?P<what>.+?): expected (one|at least one) argument", "Nach {what} fehlt eine Angabe."),
    (r"argument (?P<what>.+?): ignored explicit argument .+", "{what} nimmt keine Angabe."),
    (r"ambiguous option: (?P<what>.+) could match (?P<known>.+)", "{what} ist mehrdeutig, es gibt {known}."),
)


def _complaint(message: str) -> str:
    """Return what argparse complains of as one German line."""
    for pattern, sentence in _COMPLAINTS:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            named = {name: part.replace("\n", " ") for name, part in found.groupdict().items()}
            if "known" in named:
                named["known"] = named["known"].replace("'", "")
            return sentence.format(**named)
    return "Diesen Aufruf verstehe ich nicht."


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help with German headings, in which descriptions and epilogues keep their lines."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "Aufruf: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser that speaks German; argparse would look for a catalogue of its own."""

    def __init__(self, prog: str, description: str, epilog: str | None = None) -> None:
        super().__init__(prog=prog, description=description, epilog=epilog, formatter_class=_Formatter, add_help=False)
        self._positionals.title = "Angaben"
        self._optionals.title = "Schalter"
        self.add_argument("-h", "--help", action="help", help="diese Hilfe zeigen")

    def error(self, message: str) -> NoReturn:
        """Say in one German line what is wrong, and end with the status of a wrong call."""
        self.print_usage(sys.stderr)
        self.exit(WRONG, f"{_complaint(message)} Mehr sagt: {self.prog} --help\n")


@dataclass(frozen=True, slots=True)
class Subcommand:
    """A command: its name, a line of help, what it does and which arguments it takes; `reads_settings` of a file."""

    name: str
    summary: str
    run: Callable[[argparse.Namespace], int]
    declare: Callable[[argparse.ArgumentParser], None]
    reads_settings: bool = True


def take_config(parser: argparse.ArgumentParser, default: str | None) -> None:
    """Let a parser take the file of settings."""
    parser.add_argument(
        "--config", type=Path, metavar="DATEI", default=default, help="die Einstellungen, sonst ./config.toml"
    )


def add_commands(below: argparse._SubParsersAction[Parser], commands: Iterable[Subcommand]) -> None:
    """Let one of several commands be named."""
    for command in commands:
        one = below.add_parser(command.name, help=command.summary, description=command.summary + ".")
        if command.reads_settings:
            take_config(one, argparse.SUPPRESS)  # absent here means: what stood before the command counts
        command.declare(one)
        one.set_defaults(run=command.run)


def settings_of(given: argparse.Namespace) -> Settings:
    """Return the settings that a command line and the environment name."""
    from bot.settings.loading import load

    return load(given.config, os.environ, Path.cwd())


def speak_utf8(errors: str) -> None:
    """Write UTF-8, whatever the terminal calls itself."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)


def must_be_writable(file: Path) -> None:
    """Raise ConfigError, naming the file as it was typed, where its folder takes no new file."""
    folder = file.absolute().parent
    if not folder.is_dir():
        raise ConfigError(
            f"{file} kann ich nicht schreiben: Den Ordner {folder} gibt es nicht. Lege ihn an oder nenne einen anderen."
        )
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ConfigError(
            f"{file} kann ich nicht schreiben: Im Ordner {folder} darf ich das nicht. "
            "Ändere seine Rechte oder nenne einen anderen."
        )


def takes_nothing(_parser: argparse.ArgumentParser) -> None:
    """Take no arguments of its own."""
