"""The commands of an operator: run, look after, bring up to date, save; and the demo."""

from __future__ import annotations

import argparse
import asyncio
import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.cli.parsing import DONE, FINDING, Subcommand, must_be_writable, settings_of, speak_utf8, takes_nothing
from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.settings.model import Settings


def _run(given: argparse.Namespace) -> int:
    from bot.service import run

    settings = settings_of(given)
    _keep_secrets(settings, logging.INFO)
    return run(settings)


def _check(given: argparse.Namespace) -> int:
    from bot.inspection import check

    settings = settings_of(given)
    _keep_secrets(settings, logging.ERROR)
    return check(settings)


def _health(given: argparse.Namespace) -> int:
    from bot.health import findings

    file = settings_of(given).health.path
    if file is None:
        raise ConfigError("[health] file: ist leer, so hinterlässt der Bot keinen Puls. Nenne eine Datei.")
    found = findings(file, datetime.now(UTC))
    print("\n".join(found) or "Der Bot läuft und hört.")
    return FINDING if found else DONE


def _invite(given: argparse.Namespace) -> int:
    from bot.inspection import invite

    settings = settings_of(given)
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

    copy = asyncio.run(migrate(settings_of(given).storage.url))
    print("Die Datenbank ist auf dem neuesten Stand.")
    if copy is not None:
        print(f"Der Stand davor liegt in {copy}.")
    return DONE


def _backup(given: argparse.Namespace) -> int:
    from storage.backup import backup

    settings = settings_of(given)
    must_be_writable(given.file)
    backup(settings.storage.url, given.file)
    print(f"Gesichert in {given.file}.")
    return DONE


def _restore(given: argparse.Namespace) -> int:
    from storage.backup import restore

    aside = restore(settings_of(given).storage.url, given.file)
    print(f"Zurückgespielt aus {given.file}.")
    if aside is not None:
        print(f"Die Datenbank davor liegt in {aside}.")
    return DONE


def _demo(given: argparse.Namespace) -> int:
    from bot.demo.stage import Wishes, run

    speak_utf8("replace")
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


def _takes_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="DATEI", help="die Sicherung")


COMMANDS: Final = (
    Subcommand(
        "demo", "Ausprobieren im Terminal, ohne Token und Einstellungen", _demo, _demo_takes, reads_settings=False
    ),
    Subcommand("run", "Den Bot laufen lassen, bis er beendet wird", _run, takes_nothing),
    Subcommand("check", "Token, Orte und Rechte prüfen, ohne etwas zu schreiben", _check, takes_nothing),
    Subcommand("health", "Sagen, ob der Bot läuft und hört", _health, takes_nothing),
    Subcommand("invite", "Den Link nennen, der den Bot auf einen Discord-Server holt", _invite, takes_nothing),
    Subcommand("migrate", "Die Datenbank auf den neuesten Stand bringen", _migrate, takes_nothing),
    Subcommand("backup", "Die Datenbank in eine neue Datei sichern", _backup, _takes_file),
    Subcommand("restore", "Eine Sicherung zurückspielen", _restore, _takes_file),
)
