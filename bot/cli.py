"""The command line: `ideenherd COMMAND`.

Exit status: 0 done, 1 a finding or a bad line, 2 wrong usage or configuration. A subcommand is a function that takes
the parsed arguments and returns the status; `_COMMANDS` lists them all, each with what it says of itself and takes.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import logging
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn
from zoneinfo import ZoneInfo

from bot.errors import ConfigError, Unavailable

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


class _Parser(argparse.ArgumentParser):
    """A parser that speaks German; argparse would look for a catalogue of its own."""

    def __init__(self, prog: str, description: str, epilog: str | None = None) -> None:
        super().__init__(prog=prog, description=description, epilog=epilog, formatter_class=_Formatter, add_help=False)
        self._positionals.title = "Angaben"
        self._optionals.title = "Schalter"
        self.add_argument("-h", "--help", action="help", help="diese Hilfe zeigen")

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(WRONG, f"{_complaint(message)} Mehr sagt: {self.prog} --help\n")


@dataclass(frozen=True, slots=True)
class _Subcommand:
    name: str
    summary: str
    run: Callable[[argparse.Namespace], int]
    declare: Callable[[argparse.ArgumentParser], None]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit status."""
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
        # Whoever read us has gone, as `| head` does; without this Python complains once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="ideenherd",
        description="Ein Gedächtnis für eine Gemeinschaft auf Telegram und Discord.",
        epilog="Endet mit 0, wenn alles getan ist, mit 1 bei einem Befund, mit 2 bei falschem Aufruf.",
    )
    parser.add_argument("--version", action="store_true", help="die Fassung nennen")
    _take_config(parser, None)
    parser.set_defaults(run=_no_command)
    commands = parser.add_subparsers(title="Befehle", metavar="BEFEHL", parser_class=_Parser)
    for command in _COMMANDS:
        below = commands.add_parser(command.name, help=command.summary, description=command.summary + ".")
        # Absent here means: what stood before the command counts.
        _take_config(below, argparse.SUPPRESS)
        command.declare(below)
        below.set_defaults(run=command.run)
    return parser


def _take_config(parser: argparse.ArgumentParser, default: str | None) -> None:
    parser.add_argument(
        "--config", type=Path, metavar="DATEI", default=default, help="die Einstellungen, sonst ./config.toml"
    )


def _no_command(given: argparse.Namespace) -> int:
    """Say the version where that was asked for; else a command is missing."""
    if given.version:
        print(f"ideenherd {version('ideenherd')}")
        return DONE
    print("Es fehlt ein BEFEHL, zum Beispiel: ideenherd demo. Alle zeigt: ideenherd --help", file=sys.stderr)
    return WRONG


def _settings(given: argparse.Namespace) -> Settings:
    from bot.settings.loading import load

    return load(given.config, os.environ, Path.cwd())


def _run(given: argparse.Namespace) -> int:
    from bot.service import run

    settings = _settings(given)
    _keep_secrets(settings, logging.INFO)
    return run(settings)


def _check(given: argparse.Namespace) -> int:
    from bot.inspection import check

    settings = _settings(given)
    _keep_secrets(settings, logging.ERROR)
    return check(settings)


def _health(given: argparse.Namespace) -> int:
    from bot.health import findings

    file = _settings(given).health.path
    if file is None:
        raise ConfigError("[health] file: ist leer, so hinterlässt der Bot keinen Puls. Nenne eine Datei.")
    found = findings(file, datetime.now(UTC))
    print("\n".join(found) or "Der Bot läuft und hört.")
    return FINDING if found else DONE


def _invite(given: argparse.Namespace) -> int:
    from bot.inspection import invite

    settings = _settings(given)
    _keep_secrets(settings, logging.ERROR)
    return invite(settings)


def _keep_secrets(settings: Settings, level: int) -> None:
    """Let the log, and whatever ends the process, tell no secrets: the tokens first, the database's has to be read."""
    from bot.secrecy import set_up
    from bot.service import secrets_of, tokens_of

    set_up(tokens_of(settings), level)
    set_up(secrets_of(settings), level)


def _migrate(given: argparse.Namespace) -> int:
    from storage.revisions import migrate

    copy = asyncio.run(migrate(_settings(given).storage.url))
    print("Die Datenbank ist auf dem neuesten Stand.")
    if copy is not None:
        print(f"Der Stand davor liegt in {copy}.")
    return DONE


def _backup(given: argparse.Namespace) -> int:
    from storage.backup import backup

    settings = _settings(given)
    _must_be_writable(given.file)
    backup(settings.storage.url, given.file)
    print(f"Gesichert in {given.file}.")
    return DONE


def _must_be_writable(file: Path) -> None:
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


def _restore(given: argparse.Namespace) -> int:
    from storage.backup import restore

    aside = restore(_settings(given).storage.url, given.file)
    print(f"Zurückgespielt aus {given.file}.")
    if aside is not None:
        print(f"Die Datenbank davor liegt in {aside}.")
    return DONE


def _demo(given: argparse.Namespace) -> int:
    from bot.demo.stage import Wishes, run

    _speak_utf8("replace")
    logging.basicConfig(level=logging.ERROR, format="%(message)s")
    return run(Wishes(script=given.script, as_json=given.json, empty=given.empty, file=given.db))


def _demo_takes(parser: argparse.ArgumentParser) -> None:
    from bot.demo.manual import MANUAL

    parser.epilog = MANUAL
    parser.add_argument("--script", metavar="DATEI", help="ein Skript spielen, - liest es von der Eingabe")
    parser.add_argument("--json", action="store_true", help="zeigen, was erscheint, als eine Zeile JSON je Nachricht")
    parser.add_argument("--empty", action="store_true", help="ohne Mitglieder und Termine zum Ausprobieren")
    parser.add_argument(
        "--db",
        type=Path,
        metavar="DATEI",
        help="die Datenbank in dieser Datei behalten, Uhr und Nachrichten daneben in DATEI.welt.json",
    )


def _speak_utf8(errors: str) -> None:
    """Write UTF-8, whatever the terminal calls itself."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)


def _match(given: argparse.Namespace) -> int:
    from bot.jsonlines import Complaints, answers
    from bot.matching.batch import Batch, members_of
    from bot.matching.vocabulary import Vocabulary

    _speak_utf8("backslashreplace")  # half a surrogate goes out as it may have come in, as \ud800
    vocabulary, complaints = Vocabulary.load(), Complaints(lambda sentence: print(sentence, file=sys.stderr))
    lines = _lines_of(given.members) if given.members is not None else ()
    members = members_of(lines, vocabulary, str(given.members), complaints)
    batch = Batch(vocabulary, datetime.now(UTC).date(), members)
    for answer in answers(sys.stdin.buffer, batch.answer, complaints):
        print(answer, flush=True)
    return FINDING if complaints.wrong else DONE


def _lines_of(file: Path) -> Sequence[bytes]:
    try:
        return file.read_bytes().split(b"\n")
    except OSError as error:
        raise ConfigError(f"--members: {file} kann ich nicht lesen ({error.strerror}).") from error


def _match_takes(parser: argparse.ArgumentParser) -> None:
    parser.epilog = _HOW_TO_MATCH
    parser.add_argument("--members", type=Path, metavar="DATEI", help="die Mitglieder, eines je Zeile")


_HOW_TO_MATCH: Final = """\
Liest von der Eingabe je Zeile ein Gesuch als JSON und antwortet je Gesuch mit einer Zeile:

  {"id": "1", "text": "Suche jemanden für React."}
  {"id": "1", "asks": true, "skills": ["React"], "parts": [{"part": "frontend",
   "core": ["React"], "side": [], "skills": ["React"]}], "tagged": ["anna"],
   "reasons": {"anna": "React · Essen · frei"}}

Ein Mitglied in DATEI:

  {"handle": "anna", "skills_raw": "react, figma", "city": "Essen", "availability": "frei"}

Höchstens fünf je Teil werden getaggt, wer ausgebucht ist, nie. Was an einer Zeile nicht
stimmt, steht mit ihrer Nummer auf der Fehlerausgabe, und der Befehl endet mit 1."""


def _explain(given: argparse.Namespace) -> int:
    from bot.matching.explaining import explained
    from bot.matching.vocabulary import Vocabulary

    _speak_utf8("replace")
    text = sys.stdin.buffer.read().decode("utf-8-sig", "replace") if given.text == "-" else given.text
    print("\n".join(explained(text, Vocabulary.load())))
    return DONE


def _explain_takes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", metavar="TEXT", help="der Text des Gesuchs, - liest ihn von der Eingabe")


def _events(_given: argparse.Namespace) -> int:
    """Say that it takes one of the commands below it."""
    print("Es fehlt, was mit den Terminen geschehen soll: ideenherd events --help", file=sys.stderr)
    return WRONG


def _events_list(given: argparse.Namespace) -> int:
    from bot.event_files import listed

    _speak_utf8("backslashreplace")
    for line in asyncio.run(listed(_settings(given).storage.url, datetime.now(UTC), as_json=given.json)):
        print(line)
    return DONE


def _events_export(given: argparse.Namespace) -> int:
    from bot.event_files import exported

    settings = _settings(given)
    if given.file is not None:
        _must_be_writable(given.file)
    community = settings.community
    content = asyncio.run(
        exported(settings.storage.url, community.name, community.timezone, datetime.now(UTC), given.town)
    )
    if given.file is None:
        sys.stdout.buffer.write(content)
    else:
        fresh = given.file.with_name(f".{given.file.name}.part")
        fresh.write_bytes(content)
        fresh.replace(given.file)
        print(f"Geschrieben in {given.file}.")
    return DONE


def _events_import(given: argparse.Namespace) -> int:
    from bot.event_files import imported

    _speak_utf8("backslashreplace")
    settings = _settings(given)
    here, trusted = (settings.storage.url, settings.community.timezone), settings.feeds.trusted_hosts
    left = asyncio.run(imported(*here, given.source, datetime.now(UTC), print, given.town, trusted))
    return FINDING if left else DONE


def _events_import_takes(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        "Nur, wenn der Bot nicht läuft. Was hier schon unter derselben Kennung steht, wird geändert, nicht verdoppelt."
    )
    parser.add_argument("--town", metavar="ORT", help="wo etwas stattfindet, wenn der Kalender es nicht sagt")
    parser.add_argument("source", metavar="DATEI|ADRESSE", help="eine iCalendar-Datei oder ihre Adresse mit https")


def _events_take(parser: argparse.ArgumentParser) -> None:
    below = parser.add_subparsers(title="Was", metavar="WAS", parser_class=_Parser)
    for command in _EVENT_COMMANDS:
        one = below.add_parser(command.name, help=command.summary, description=command.summary + ".")
        _take_config(one, argparse.SUPPRESS)
        command.declare(one)
        one.set_defaults(run=command.run)


def _events_list_takes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="eine Zeile JSON je Termin")


def _events_export_takes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--town", metavar="ORT", help="nur, was in diesem Ort stattfindet")
    parser.add_argument("file", nargs="?", type=Path, metavar="DATEI", help="wohin, sonst auf die Ausgabe")


_EVENT_COMMANDS: Final = (
    _Subcommand("list", "Zeigen, was ansteht", _events_list, _events_list_takes),
    _Subcommand("import", "Einen Kalender einmal übernehmen", _events_import, _events_import_takes),
    _Subcommand("export", "Den Kalender als iCalendar ausgeben", _events_export, _events_export_takes),
)


def _when(given: argparse.Namespace) -> int:
    from bot.calendar.batch import Saying, for_a_person
    from bot.jsonlines import Complaints, answers

    _speak_utf8("backslashreplace")
    zone = _zone(given)
    if given.text is not None:
        print("\n".join(for_a_person(given.text, datetime.now(UTC), zone)))
        return DONE
    complaints = Complaints(lambda sentence: print(sentence, file=sys.stderr))
    for answer in answers(sys.stdin.buffer, Saying(lambda: datetime.now(UTC), zone).answer, complaints):
        print(answer, flush=True)
    return FINDING if complaints.wrong else DONE


def _zone(given: argparse.Namespace) -> ZoneInfo:
    """Return the community's zone; where no settings are named and none lie here, that of an unset one."""
    from bot.settings.model import CommunitySettings

    if given.config is None and not Path("config.toml").exists():
        return ZoneInfo(os.environ.get("IDEENHERD_COMMUNITY__TIMEZONE") or CommunitySettings().timezone)
    return ZoneInfo(_settings(given).community.timezone)


def _when_takes(parser: argparse.ArgumentParser) -> None:
    parser.epilog = _HOW_TO_SAY_WHEN
    parser.add_argument("text", metavar="TEXT", nargs="?", help="eine Zeitangabe; ohne sie wird die Eingabe gelesen")


_HOW_TO_SAY_WHEN: Final = """\
Ohne TEXT liest er von der Eingabe je Zeile eine Angabe als JSON und antwortet mit einer Zeile:

  {"id": "1", "text": "Mi 2.12. 19 Uhr", "now": "2026-11-26T10:15:00+01:00", "tz": "Europe/Berlin"}
  {"id": "1", "kind": "datetime", "start": "2026-12-02T19:00:00+01:00", "end": null, "rrule": null,
   "choices": [], "next": [], "because": ""}

kind ist datetime, date, range, recurring, deadline, ask oder none. Ohne now und tz zählen die Uhr
und die Zeitzone der Einstellungen. Was an einer Zeile nicht stimmt, steht mit ihrer Nummer auf
der Fehlerausgabe, und der Befehl endet mit 1."""


def _takes_nothing(_parser: argparse.ArgumentParser) -> None:
    """Take no arguments of its own."""


def _takes_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="DATEI", help="die Sicherung")


_COMMANDS: Final = (
    _Subcommand("demo", "Ausprobieren im Terminal, ohne Token und Einstellungen", _demo, _demo_takes),
    _Subcommand("run", "Den Bot laufen lassen, bis er beendet wird", _run, _takes_nothing),
    _Subcommand("check", "Token, Orte und Rechte prüfen, ohne etwas zu schreiben", _check, _takes_nothing),
    _Subcommand("health", "Sagen, ob der Bot läuft und hört", _health, _takes_nothing),
    _Subcommand("invite", "Den Link nennen, der den Bot auf einen Discord-Server holt", _invite, _takes_nothing),
    _Subcommand("migrate", "Die Datenbank auf den neuesten Stand bringen", _migrate, _takes_nothing),
    _Subcommand("backup", "Die Datenbank in eine neue Datei sichern", _backup, _takes_file),
    _Subcommand("restore", "Eine Sicherung zurückspielen", _restore, _takes_file),
    _Subcommand("events", "Termine zeigen und als Kalender ausgeben", _events, _events_take),
    _Subcommand("match", "Viele Gesuche lesen und sagen, wer passt, als JSON Lines", _match, _match_takes),
    _Subcommand("when", "Zeigen, wie eine Zeitangabe gelesen wird, oder viele als JSON Lines", _when, _when_takes),
    _Subcommand("explain", "Zeigen, wie ein Gesuch gelesen wird, mit jeder Regel", _explain, _explain_takes),
)
