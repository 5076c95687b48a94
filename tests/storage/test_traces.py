"""A kill between the erasing and the rebuilding leaves no traces for longer than until the next round of tidying."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import select

from bot.domain.people import Address, Platform
from bot.housekeeping import tidy
from storage.database import open_database
from storage.erasing import TRACES_LEFT
from storage.schema import settings
from tests.storage.making import NOW
from tests.support.databases import fresh_file, url_of


async def test_what_a_kill_left_is_erased_after_the_next_start(tmp_path: Path) -> None:
    file = fresh_file(tmp_path, "ideenherd.db")
    async with open_database(url_of(file)) as database:
        async with database.begin() as store:
            member = await store.members.create(Address(Platform.TELEGRAM, "1"), "Anna", NOW)
            await store.members.erase(member.id)
        assert await left(database) == [TRACES_LEFT], "as after a kill: erased, not rebuilt"
    async with open_database(url_of(file)) as database:
        await tidy(database, NOW)
        assert await left(database) == []


async def test_traces_that_a_reader_holds_are_erased_when_it_is_gone(tmp_path: Path) -> None:
    file = fresh_file(tmp_path, "ideenherd.db")
    async with open_database(url_of(file)) as database:
        async with database.begin() as store:
            member = await store.members.create(Address(Platform.TELEGRAM, "1"), "Kanarienvogel", NOW)
        with closing(sqlite3.connect(file, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM members").fetchall()
            async with database.begin() as store:
                await store.members.erase(member.id)
            async with database._engine.connect() as connection:  # noqa: SLF001 - the real patience is five seconds
                await connection.exec_driver_sql("PRAGMA busy_timeout = 50")
            await database.erase_left_traces()
            assert await left(database) == [TRACES_LEFT]
        await database.erase_left_traces()
        assert await left(database) == []


async def left(database: object) -> list[str]:
    engine = database._engine  # type: ignore[attr-defined]  # noqa: SLF001 - the setting is nobody's to read outside
    async with engine.connect() as connection:
        rows = await connection.execute(select(settings.c.name).where(settings.c.name == TRACES_LEFT))
        return [row.name for row in rows]
