"""A database is brought to the present revision, whole or not at all, with a copy of what it was."""

from __future__ import annotations

import asyncio
import resource
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import JSON, Boolean, Column, DateTime, Integer, MetaData, create_engine, inspect

from bot.domain.events import EventKind
from bot.domain.jobs import JobPart
from bot.domain.skills import Skill
from bot.errors import ConfigError, Unavailable
from storage.database import open_database
from storage.lock import sole_use
from storage.revisions import NEWEST, SCRIPTS, is_foreign, migrate
from storage.schema import metadata
from storage.upgrading import revisions
from tests.storage.making import BEN, NOW, member
from tests.support.databases import fresh_file, fresh_store, url_of

AT = ("2026-11-01 10:00:00.000000",)
NOTED = "CREATE TABLE alembic_version (version_num TEXT); INSERT INTO alembic_version VALUES ('{}');"
NEXT = """
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "9{number}", "{before}", None, None
def upgrade():
    op.add_column("members", sa.Column("extra{number}", sa.Text()))
    {more}
"""


def scripts_with(folder: Path, count: int, more: str = "") -> Path:
    """Return a folder with our revisions and some more after them."""
    scripts = folder / f"scripts{count}{bool(more)}"
    shutil.copytree(SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    for number in range(count):
        before = f"9{number - 1}" if number else NEWEST
        code = NEXT.format(number=number, before=before, more=more)
        (scripts / "versions" / f"r9{number}.py").write_text(code)
    return scripts


def scripts_until(revision: int, folder: Path) -> Path:
    """Copy the scripts into a new folder as they were up to a revision."""
    newer = (f"r{number:04}_*" for number in range(revision + 1, int(NEWEST) + 1))
    return Path(shutil.copytree(SCRIPTS, folder, ignore=shutil.ignore_patterns("__pycache__", *newer)))


def copies(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.backup-*"))


def columns(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return [row[1] for row in connection.execute("PRAGMA table_info(members)")]


async def test_the_revisions_make_what_the_schema_declares(tmp_path: Path) -> None:
    file = fresh_file(tmp_path)
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
        made = {(name, one["name"]) for name in metadata.tables for one in inspect(connection).get_indexes(name)}
        ids = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'").all()
    engine.dispose()
    assert made >= {(table.name, index.name) for table in metadata.tables.values() for index in table.indexes}
    assert {row.name for row in ids} == {
        table.name for table in metadata.tables.values() if table.dialect_options["sqlite"]["autoincrement"]
    }


def test_the_newest_revision_is_the_head_of_the_scripts() -> None:
    assert revisions(SCRIPTS)[0] == NEWEST


async def test_a_database_at_the_newest_revision_is_opened_without_alembic(tmp_path: Path) -> None:
    file = fresh_file(tmp_path)
    script = f"""
import asyncio, sys
from storage.database import open_database
from storage.revisions import migrate
async def main():
    await migrate({url_of(file)!r})
    async with open_database({url_of(file)!r}):
        print("alembic" in sys.modules)
asyncio.run(main())
"""
    said = await asyncio.to_thread(subprocess.check_output, [sys.executable, "-c", script], timeout=20)
    assert said == b"False\n"


async def test_a_new_database_is_made_for_its_owner_alone_and_without_a_copy(tmp_path: Path) -> None:
    file = tmp_path / "neu % [1].db"
    assert await migrate(url_of(file)) is None
    assert await migrate(url_of(file)) is None
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert copies(tmp_path) == []
    async with open_database(url_of(file)) as storage, storage.begin() as store:
        assert await store.members.findable() == []


async def test_a_pending_revision_keeps_a_copy_and_what_was_in_the_database(tmp_path: Path) -> None:
    async with fresh_store(tmp_path) as storage, storage.begin() as store:
        await member(store, BEN, "Ben")
    file = tmp_path / "ideenherd.db"
    scripts = scripts_with(tmp_path, 1)
    copy = await migrate(url_of(file), now=NOW, scripts=scripts)
    assert copy == tmp_path / f"ideenherd.db.backup-{NEWEST}-20261201T090000Z"
    assert "extra0" in columns(file)
    assert "extra0" not in columns(copy)
    for one in (file, copy):
        with closing(sqlite3.connect(one)) as connection:
            assert connection.execute("SELECT name FROM members").fetchall() == [("Ben",)]
    assert await migrate(url_of(file), scripts=scripts) is None
    assert copies(tmp_path) == [copy.name]


async def test_the_last_three_copies_are_kept(tmp_path: Path) -> None:
    file = fresh_file(tmp_path)
    for count in range(1, 6):
        scripts = scripts_with(tmp_path, count)
        assert await migrate(url_of(file), now=NOW + timedelta(seconds=count), scripts=scripts)
    assert copies(tmp_path) == [f"ideenherd.db.backup-9{count - 2}-20261201T09000{count}Z" for count in (3, 4, 5)]


async def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    file = fresh_file(tmp_path)
    scripts = scripts_with(tmp_path, 2, more='op.execute("SELECT nonsense")')
    with pytest.raises(Exception, match="nonsense"):
        await migrate(url_of(file), scripts=scripts)
    assert "extra0" not in columns(file)
    assert len(copies(tmp_path)) == 1
    async with fresh_store(tmp_path):
        pass


async def test_a_full_disk_is_said_and_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "ideenherd.db"
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(
            ConfigError, match=r"nicht anlegen oder umstellen: .+\. Geändert ist nichts\. Sieh nach Platz"
        ):
            await migrate(url_of(file))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    await migrate(url_of(file))
    async with open_database(url_of(file)):
        pass


async def test_a_file_that_another_program_holds_is_worth_another_start(tmp_path: Path) -> None:
    file, scripts = fresh_file(tmp_path), scripts_with(tmp_path, 1)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable, match="gibt sie nicht frei"):
            async with open_database(url_of(file)):
                pass
        with pytest.raises(Unavailable, match="gibt sie nicht frei"):
            await migrate(url_of(file), scripts=scripts)
    async with open_database(url_of(file)):
        pass
    assert await migrate(url_of(file), scripts=scripts)


async def test_a_newer_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = fresh_file(tmp_path)
    await migrate(url_of(file), scripts=scripts_with(tmp_path, 1))
    before = file.read_bytes()
    with pytest.raises(ConfigError, match="neueren Fassung"):
        await migrate(url_of(file))
    with pytest.raises(ConfigError, match="neueren Fassung"):
        async with open_database(url_of(file)):
            pass
    assert file.read_bytes() == before


async def test_a_database_that_waits_for_its_migration_is_not_opened(tmp_path: Path) -> None:
    file = tmp_path / "leer.db"
    file.touch()
    with pytest.raises(ConfigError, match="ideenherd migrate"):
        async with open_database(url_of(file)):
            pass


@pytest.mark.parametrize(
    "made",
    [
        "CREATE TABLE members (name TEXT);",
        "CREATE TABLE invoices (total INTEGER);",
        f"CREATE TABLE invoices (total INTEGER); {NOTED.format(NEWEST)}",
        f"CREATE TABLE members (name TEXT); {NOTED.format(NEWEST)}",
        f"CREATE TABLE invoices (total INTEGER); {NOTED.format('4d1f')}",
    ],
)
async def test_a_foreign_database_is_refused_and_left_alone(made: str, tmp_path: Path) -> None:
    file = tmp_path / "fremd.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(made)
    before = file.read_bytes()
    with pytest.raises(ConfigError, match="gehört nicht zu Ideenherd"):
        await migrate(url_of(file))
    assert file.read_bytes() == before
    with pytest.raises(ConfigError, match="gehört nicht zu Ideenherd"):
        async with open_database(url_of(file)):
            pass
    assert is_foreign(file)


async def test_an_empty_database_is_free_to_take(tmp_path: Path) -> None:
    file = tmp_path / "leer.db"
    file.touch()
    assert not is_foreign(file)
    await migrate(url_of(file))
    assert not is_foreign(file)


async def test_nothing_is_migrated_under_a_running_bot(tmp_path: Path) -> None:
    file = fresh_file(tmp_path)
    scripts = scripts_with(tmp_path, 1)
    with sole_use(file):
        assert await migrate(url_of(file)) is None
        with pytest.raises(ConfigError, match="läuft schon"):
            await migrate(url_of(file), scripts=scripts)
    assert await migrate(url_of(file), scripts=scripts)


async def test_skills_of_a_job_from_the_first_release_are_its_core(tmp_path: Path) -> None:
    file = tmp_path / "ideenherd.db"
    await migrate(url_of(file), scripts=scripts_until(1, tmp_path / "first"))
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("INSERT INTO members (name, about, links, created_at) VALUES ('Ben', '', '[]', ?)", AT)
        connection.execute(
            "INSERT INTO jobs (author_id, state, title, text, period, budget, revision, created_at, titled, skilled)"
            " VALUES (1, 'open', 'Shop', '', '', '', 1, ?, 1, 1)",
            AT,
        )
        connection.execute("INSERT INTO job_parts VALUES (1, 0, 'web', 'Web')")
        connection.execute("INSERT INTO job_skills VALUES (1, 0, 0, 'shopify', 'Shopify', 'web')")
    await migrate(url_of(file), now=NOW)
    async with open_database(url_of(file)) as storage, storage.begin() as store:
        kept = await store.jobs.get(1)
    assert kept is not None
    assert kept.parts == (JobPart("web", "Web", (Skill("shopify", "Shopify", "web"),)),)


async def test_an_event_of_an_earlier_release_gets_a_name_for_calendars(tmp_path: Path) -> None:
    file = tmp_path / "ideenherd.db"
    await migrate(url_of(file), scripts=scripts_until(2, tmp_path / "first"))
    with closing(sqlite3.connect(file)) as connection, connection:
        for title in ("Twittwoch", "WestVision"):
            connection.execute(
                "INSERT INTO events (title, starts, zone, lasts, venue, link, text, state, revision, created_at)"
                " VALUES (?, '2026-12-09T19:00:00', 'Europe/Berlin', 7200, '', '', '', 'active', 1, ?)",
                (title, *AT),
            )
    await migrate(url_of(file), now=NOW)
    async with open_database(url_of(file)) as storage, storage.begin() as store:
        kept = await store.events.active()
    assert [event.title for event in kept] == ["Twittwoch", "WestVision"]
    assert len({event.uid for event in kept if event.uid.endswith("@ideenherd")}) == 2
    assert {(event.kind, event.seats, event.deviations, event.pauses) for event in kept} == {
        (EventKind.MEETUP, None, (), ())
    }


@pytest.mark.parametrize("until", range(1, int(NEWEST)))
async def test_no_row_of_an_earlier_release_is_lost(until: int, tmp_path: Path) -> None:
    """A table that is made anew must not take along by cascade what hangs on it."""
    file = tmp_path / "ideenherd.db"
    await migrate(url_of(file), scripts=scripts_until(until, tmp_path / "earlier"))
    engine = create_engine(f"sqlite:///{file}")
    known = MetaData()
    known.reflect(engine)
    with engine.begin() as connection:
        for table in known.sorted_tables:
            if table.name != "alembic_version":
                connection.execute(table.insert().values({one.name: _value(one) for one in table.c if _is_due(one)}))
    engine.dispose()
    before = _counts(file)
    assert set(before.values()) == {1}
    await migrate(url_of(file), now=NOW)
    after = _counts(file)
    assert {name: after[name] for name in before} == before
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def _is_due(column: Column[Any]) -> bool:
    return not column.nullable or bool(column.foreign_keys)


def _value(column: Column[Any]) -> object:
    if isinstance(column.type, DateTime):
        return NOW.replace(tzinfo=None)
    if isinstance(column.type, Integer | Boolean):
        return True if isinstance(column.type, Boolean) else 1
    return "2026-12-09T19:00:00" if column.name in ("starts", "ends") else [] if isinstance(column.type, JSON) else "x"


def _counts(file: Path) -> dict[str, int]:
    """Return how many rows each table has that keeps any."""
    with closing(sqlite3.connect(file)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        ours = [name for name in names if name != "alembic_version" and not name.startswith("sqlite_")]
        return {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ours}  # noqa: S608
