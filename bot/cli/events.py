"""`ideenherd events`: what is to come is shown, taken over from a calendar, and written as one."""

from __future__ import annotations

import argparse
import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bot.cli.parsing import (
    DONE,
    FINDING,
    WRONG,
    Parser,
    Subcommand,
    add_commands,
    must_be_writable,
    settings_of,
    speak_utf8,
)
from bot.errors import ConfigError


def _events(_given: argparse.Namespace) -> int:
    """Say that it takes one of the commands below it."""
    print("Es fehlt, was mit den Terminen geschehen soll: ideenherd events --help", file=sys.stderr)
    return WRONG


def _events_list(given: argparse.Namespace) -> int:
    from bot.event_files import listed

    speak_utf8("backslashreplace")
    settings = settings_of(given)
    url, zone = settings.storage.url, settings.community.timezone
    for line in asyncio.run(listed(url, zone, datetime.now(UTC), as_json=given.json)):
        print(line)
    return DONE


def _events_export(given: argparse.Namespace) -> int:
    from bot.event_files import exported

    settings = settings_of(given)
    if given.file is not None:
        must_be_writable(given.file)
        if given.file.exists() and not given.file.is_file():
            raise ConfigError(
                f"{given.file} kann ich nicht schreiben: Das ist keine Datei. Nenne eine, zum Beispiel termine.ics."
            )
    community = settings.community
    content = asyncio.run(
        exported(settings.storage.url, community.name, community.timezone, datetime.now(UTC), given.town)
    )
    if given.file is None:
        sys.stdout.buffer.write(content)
    else:
        _write(given.file, content)
        print(f"Geschrieben in {given.file}.")
    return DONE


def _write(file: Path, content: bytes) -> None:
    """Write a file as a whole, or leave the one that was there."""
    fresh = file.with_name(f".{file.name}.part")
    try:
        fresh.write_bytes(content)
        fresh.replace(file)
    except OSError as error:
        raise ConfigError(f"{file} kann ich nicht schreiben ({error.strerror}).") from error
    finally:
        fresh.unlink(missing_ok=True)


def _events_import(given: argparse.Namespace) -> int:
    from bot.event_files import imported

    speak_utf8("backslashreplace")
    settings = settings_of(given)
    here, trusted = (settings.storage.url, settings.community.timezone), settings.feeds.trusted_hosts
    left = asyncio.run(imported(*here, given.source, datetime.now(UTC), print, given.town, trusted))
    return FINDING if left else DONE


def _events_import_takes(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        "Nur, wenn der Bot nicht läuft. Was hier schon unter derselben Kennung steht, wird geändert, nicht verdoppelt, "
        "ebenso, was aus einer Datei kam und denselben Titel zur selben Zeit hat."
    )
    parser.add_argument("--town", metavar="ORT", help="wo etwas stattfindet, wenn der Kalender es nicht sagt")
    parser.add_argument("source", metavar="DATEI|ADRESSE", help="eine iCalendar-Datei oder ihre Adresse mit https")


def _events_take(parser: argparse.ArgumentParser) -> None:
    below = parser.add_subparsers(title="Was", metavar="WAS", parser_class=Parser)
    add_commands(below, _EVENT_COMMANDS)


def _events_list_takes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="eine Zeile JSON je Termin")


def _events_export_takes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--town", metavar="ORT", help="nur, was in diesem Ort stattfindet")
    parser.add_argument("file", nargs="?", type=Path, metavar="DATEI", help="wohin, sonst auf die Ausgabe")


_EVENT_COMMANDS: Final = (
    Subcommand("list", "Zeigen, was ansteht", _events_list, _events_list_takes),
    Subcommand("import", "Einen Kalender einmal übernehmen", _events_import, _events_import_takes),
    Subcommand("export", "Den Kalender als iCalendar ausgeben", _events_export, _events_export_takes),
)


COMMANDS: Final = (Subcommand("events", "Termine zeigen und als Kalender ausgeben", _events, _events_take),)
