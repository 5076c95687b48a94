"""Backups of a SQLite database: one file, made beside a running bot, and put back when none runs."""

from __future__ import annotations

import contextlib
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from bot.errors import ConfigError
from storage.copying import copy_database, flush, read_only
from storage.location import located_file, must_be_usable
from storage.lock import sole_use
from storage.revisions import is_foreign, is_known, revision_of


def backup(url: str, target: Path) -> None:
    """Write a copy of the database to a new file; a bot that runs meanwhile is not disturbed.

    Raises ConfigError if the file exists already, or the database is damaged or none of SQLite's; then no file is left.
    """
    file = located_file(url, "Für PostgreSQL gibt es pg_dump.")
    if not file.is_file():
        raise ConfigError(f"storage.url: Die Datenbank {file} gibt es noch nicht.")
    copy_database(file, target)
    try:
        damage = _damage(target)
    except sqlite3.DatabaseError as error:
        damage = str(error)
    if damage:
        target.unlink()
        raise ConfigError(
            f"storage.url: Die Datenbank {file} ist beschädigt ({damage}), gesichert ist nichts. "
            "Spiele eine ältere Sicherung ein: ideenherd restore DATEI"
        )


def restore(url: str, source: Path, *, now: datetime | None = None) -> Path | None:
    """Put a copy back in the place of the database; return where the replaced one now lies, if there was one.

    The copy may be older than the program: the next start migrates it. Raises ConfigError if a bot runs with the
    database, or if the copy is damaged, not Ideenherd's, or newer than the program; then nothing has changed.
    """
    file = located_file(url, "Für PostgreSQL gibt es pg_restore.")
    must_be_usable(file)
    with sole_use(file):
        _must_be_sound(source)
        fresh = file.with_name(f".{file.name}.restored")
        fresh.unlink(missing_ok=True)
        copy_database(source, fresh)
        fresh.chmod(file.stat().st_mode if file.exists() else 0o600)
        aside = _put_aside(file, now or datetime.now(UTC)) if file.exists() else None
        fresh.rename(file)
        flush(file.parent)
    return aside


def _must_be_sound(source: Path) -> None:
    if not source.is_file():
        raise ConfigError(f"Die Sicherung {source} gibt es nicht.")
    try:
        damage = _damage(source)
        revision, foreign = revision_of(source), is_foreign(source)
    except sqlite3.DatabaseError as error:
        raise ConfigError(f"{source} ist keine SQLite-Datenbank: {error}") from error
    if damage:
        raise ConfigError(f"{source} ist beschädigt: {damage}")
    if revision is None or foreign:
        raise ConfigError(f"{source} ist keine Datenbank von Ideenherd.")
    if not is_known(revision):
        raise ConfigError(f"{source} stammt von einer neueren Fassung von Ideenherd (Stand {revision}).")


def _damage(file: Path) -> str:
    """Return the first thing that SQLite finds wrong with a database, in one line; empty where nothing is."""
    with closing(read_only(file)) as connection:
        (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    return "" if found == "ok" else " ".join(found.split())


def _put_aside(file: Path, now: datetime) -> Path:
    """Rename the database with its log, which a killed bot may have left; the index of the log is made anew."""
    with contextlib.suppress(sqlite3.DatabaseError), closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    aside = file.with_name(f"{file.name}.replaced-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    if aside.exists():
        raise ConfigError(f"{aside} gibt es schon. Versuche es gleich noch einmal.")
    log = file.with_name(f"{file.name}-wal")
    if log.exists():
        log.rename(f"{aside}-wal")
    file.rename(aside)
    file.with_name(f"{file.name}-shm").unlink(missing_ok=True)
    return aside
