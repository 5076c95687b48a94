"""Which revision a database has, and bringing it to the present one.

The revisions stand in `storage/migrations/versions`; they run in one transaction, so that all of it happens or nothing.
"""

from __future__ import annotations

import asyncio
import glob
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, NullPool, create_engine, event, inspect, text

from bot.errors import ConfigError
from storage.copying import copy_database, read_only
from storage.location import located, must_be_usable, opening, writing
from storage.lock import sole_transaction, sole_use
from storage.server import engine_to

SCRIPTS: Final = Path(__file__).parent / "migrations"
NEWEST: Final = "0010"  # of the revisions there
KEPT_COPIES: Final = 3
FOREIGN: Final = "storage.url: Diese Datenbank gehört nicht zu Ideenherd. Nenne eine andere Datei."
_OURS: Final = frozenset({"members", "deliveries", "inbox"})  # which every revision has
_ENCODINGS: Final = ("UTF8", "SQL_ASCII")  # of PostgreSQL's, those that keep every character
_ONE_AT_A_TIME: Final = 0x1DEE4E4D  # any number that nobody else locks on the same server


async def migrate(url: str, *, now: datetime | None = None, scripts: Path = SCRIPTS) -> Path | None:
    """Bring a database to the present revision, making it where there is none; return the copy that was kept.

    An existing SQLite file is copied beside itself before anything is changed, and the last three copies stay; `now`
    goes into the copy's name. Raises ConfigError when another program uses the file, and when the database is newer
    than this program or not ours.
    """
    location = located(url)
    if location.file is not None:
        return await asyncio.to_thread(_migrate_file, location.file, now or datetime.now(UTC), scripts)
    if not location.is_sqlite:
        await _migrate_server(location.url, scripts)
    return None


async def waits_for_a_start(url: str) -> bool:
    """Say whether the next start makes the tables of a database, or brings them to the present revision.

    For what is no file. Raises ConfigError where the start would be refused.
    """
    with opening(on_server=True):
        engine = engine_to(located(url).url, NullPool)
        async with engine.connect() as connection:
            return await connection.run_sync(_is_pending, SCRIPTS)


def must_be_current(connection: Connection) -> None:
    """Raise ConfigError unless the database has the revision that this program knows as the newest."""
    if _is_pending(connection, SCRIPTS):
        raise ConfigError("Die Datenbank ist nicht auf dem Stand dieses Programms. Führe zuerst aus: ideenherd migrate")


def is_known(revision: str) -> bool:
    """Say whether this program knows a revision; one it does not know is newer."""
    return revision == NEWEST or revision in _revisions(SCRIPTS)


def is_foreign(file: Path) -> bool:
    """Say whether a SQLite database holds something that is not Ideenherd's; an empty one is free to take."""
    with _read(file) as connection:
        return _is_foreign(connection, _revision(connection))


def revision_of(file: Path) -> str | None:
    """Return the revision of a SQLite database, None if it has none."""
    with _read(file) as connection:
        return _revision(connection)


def _revision(connection: Connection) -> str | None:
    """Return what Alembic noted in a database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    noted: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return noted


def _is_foreign(connection: Connection, revision: str | None) -> bool:
    """Say whether the tables are another program's, which may use Alembic too and number its revisions like us."""
    tables = frozenset(inspect(connection).get_table_names())
    return bool(tables) if revision is None else not tables >= _OURS


def _read(file: Path) -> Connection:
    """Look into a SQLite file without being able to write, which a bot beside it may do alone."""
    return create_engine("sqlite://", creator=lambda: read_only(file), poolclass=NullPool).connect()


def _migrate_file(file: Path, now: datetime, scripts: Path) -> Path | None:
    must_be_usable(file)
    if not file.exists():
        file.touch(mode=0o600)  # it will hold what members tell us
    with opening(), _read(file) as connection:
        if not _is_pending(connection, scripts):
            return None
    with sole_use(file):
        before = revision_of(file)
        copy = _keep_copy(file, before, now) if before else None
        engine = create_engine(URL.create("sqlite", database=str(file)), poolclass=NullPool)
        event.listen(engine, "connect", _configure)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
        with writing("anlegen oder umstellen"), engine.begin() as connection:
            _upgrade(connection, scripts)
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise RuntimeError("a migration left rows that refer to nothing")
    return copy


async def _migrate_server(url: URL, scripts: Path) -> None:
    with opening(on_server=True):
        engine = engine_to(url, NullPool)
        async with engine.begin() as connection:
            await connection.execute(text(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})"))
            if await connection.run_sync(_is_pending, scripts):
                await sole_transaction(connection)
                await connection.run_sync(_upgrade, scripts)


def _configure(connection: sqlite3.Connection, _record: object) -> None:
    """Set up a connection for a migration: foreign keys stay off, since SQLite rebuilds a table to alter it."""
    connection.isolation_level = None
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _revisions(scripts: Path) -> Sequence[str]:
    from storage import upgrading  # noqa: PLC0415 - see there

    return upgrading.revisions(scripts)


def _upgrade(connection: Connection, scripts: Path) -> None:
    from storage import upgrading  # noqa: PLC0415 - see there

    upgrading.upgrade(connection, scripts)


def _is_pending(connection: Connection, scripts: Path) -> bool:
    """Say whether a revision is missing; ConfigError for a database that this program must not touch."""
    if connection.dialect.name == "postgresql":
        _must_keep_every_character(connection)
    revision = _revision(connection)
    if _is_foreign(connection, revision):
        raise ConfigError(FOREIGN)
    if revision == NEWEST and scripts == SCRIPTS:
        return False
    if revision is not None and revision not in _revisions(scripts):
        raise ConfigError(
            f"Die Datenbank stammt von einer neueren Fassung (Stand {revision}). "
            "Nimm das neuere Programm, oder spiele eine ältere Sicherung ein: ideenherd restore DATEI"
        )
    return revision != _revisions(scripts)[0]


def _must_keep_every_character(connection: Connection) -> None:
    """Raise ConfigError for a PostgreSQL database whose encoding refuses what members write."""
    encoding = connection.scalar(text("SHOW server_encoding"))
    if encoding not in _ENCODINGS:
        raise ConfigError(
            f"storage.url: Die Datenbank ist in {encoding} angelegt, da fehlen Zeichen, die Mitglieder schreiben. "
            "Lege sie in UTF8 an: createdb --encoding=UTF8 --template=template0"
        )


def _keep_copy(file: Path, revision: str, now: datetime) -> Path:
    """Copy a database before it is changed, and delete all but the newest copies."""
    copy = file.with_name(f"{file.name}.backup-{revision}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    copy_database(file, copy)
    copies = sorted(
        file.parent.glob(f"{glob.escape(file.name)}.backup-*"), key=lambda path: path.name.rpartition("-")[2]
    )
    for old in copies[:-KEPT_COPIES]:
        old.unlink()
    return copy
