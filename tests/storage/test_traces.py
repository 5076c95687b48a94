"""A kill between the erasing and the rebuilding leaves no traces for longer than until the next start."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from bot.domain.people import Address, Platform
from storage.database import open_database
from storage.erasing import TRACES_LEFT
from storage.schema import settings
from tests.storage.making import NOW
from tests.support.databases import fresh_file, url_of


async def test_what_a_kill_left_is_erased_at_the_next_start(tmp_path: Path) -> None:
    file = fresh_file(tmp_path, "ideenherd.db")
    async with open_database(url_of(file)) as database:
        async with database.begin() as store:
            member = await store.members.create(Address(Platform.TELEGRAM, "1"), "Anna", NOW)
            await store.members.erase(member.id)
        assert await left(database) == [TRACES_LEFT], "as after a kill: erased, not rebuilt"
    async with open_database(url_of(file)) as database:
        assert await left(database) == []


async def left(database: object) -> list[str]:
    engine = database._engine  # type: ignore[attr-defined]  # noqa: SLF001 - the setting is nobody's to read outside
    async with engine.connect() as connection:
        rows = await connection.execute(select(settings.c.name).where(settings.c.name == TRACES_LEFT))
        return [row.name for row in rows]
