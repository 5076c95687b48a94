"""What a transaction costs: turns of the database's thread; and that what shares a turn keeps its place."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from bot.errors import NotFound
from storage.database import Database
from storage.work import Work
from tests.storage.making import ANNA, BEN, HOUR, NOW, PYTHON, RUST, TELEGRAM, member, offers

pytestmark = pytest.mark.usefixtures("sqlite_only")


class Turns:
    """The turns that were taken since the last look; aiosqlite tells each to its logger."""

    def __init__(self, caplog: pytest.LogCaptureFixture) -> None:
        self._caplog = caplog
        caplog.set_level(logging.DEBUG, "aiosqlite")

    def taken(self) -> int:
        count = sum(record.message.startswith("executing") for record in self._caplog.records)
        self._caplog.clear()
        return count


@pytest.fixture
def turns(caplog: pytest.LogCaptureFixture, storage: Database) -> Turns:
    return Turns(caplog)


async def test_a_transaction_in_which_nothing_is_asked_takes_no_turn(storage: Database, turns: Turns) -> None:
    turns.taken()
    async with storage.begin() as store, store.savepoint():
        pass
    assert turns.taken() == 0


async def test_a_question_and_the_commit_take_a_turn_each_with_the_savepoints_around_them(
    storage: Database, turns: Turns
) -> None:
    turns.taken()
    async with storage.begin() as store, store.savepoint():
        async with store.savepoint():
            assert await store.members.at(ANNA) is None
        async with store.savepoint():
            pass
        assert turns.taken() == 1
    assert turns.taken() == 1


async def test_changes_wait_for_the_next_question_and_are_done_before_it(storage: Database, turns: Turns) -> None:
    async with storage.begin() as store:
        anna = await member(store)
        turns.taken()
        await store.members.save(replace(anna, about="neu"))
        assert turns.taken() == 0
        seen = await store.members.get(anna.id)
        assert turns.taken() == 1
    assert seen is not None
    assert seen.about == "neu"


async def test_changes_before_the_commit_share_its_turn(storage: Database, turns: Turns) -> None:
    async with storage.begin() as store:
        anna = await member(store)
    turns.taken()
    async with storage.begin() as store:
        await store.members.save(replace(anna, about="neu"))
        await store.talk.close_form(ANNA)
    assert turns.taken() == 1
    async with storage.begin() as store:
        seen = await store.members.get(anna.id)
    assert seen is not None
    assert seen.about == "neu"


async def test_a_savepoint_undoes_changes_that_still_waited(storage: Database) -> None:
    async with storage.begin() as store:
        anna = await member(store, skills=offers(PYTHON))
        with suppress(NotFound):
            async with store.savepoint():
                await store.talk.first_time(TELEGRAM, "1", NOW)
                await store.members.save(replace(anna, about="neu", skills=offers(RUST)))
                raise NotFound("weg")
        with suppress(NotFound):
            async with store.savepoint():
                await store.members.save(replace(anna, about="neu", skills=()))
                raise NotFound("weg")
        assert await store.members.get(anna.id) == anna
        assert await store.talk.first_time(TELEGRAM, "1", NOW)


async def test_a_change_that_fails_fails_in_its_savepoint_and_is_named(storage: Database) -> None:
    async with storage._transaction() as work:  # noqa: SLF001 - no change of the stores can fail
        with pytest.raises(DatabaseError, match="no such table") as failed:
            await fail_soon(work)
        await written(work, "2")
    assert failed.value.__cause__ is not None
    assert failed.value.__cause__.__notes__ == ["DELETE FROM nonsense"]
    async with storage.begin() as store:
        assert await store.talk.first_time(TELEGRAM, "1", NOW)
        assert not await store.talk.first_time(TELEGRAM, "2", NOW)


async def fail_soon(work: Work) -> None:
    async with work.savepoint():
        await written(work, "1")
        work.soon(text("DELETE FROM nonsense"), {})


async def written(work: Work, incoming: str) -> None:
    values = {"platform": TELEGRAM, "incoming": incoming, "at": NOW.replace(tzinfo=None).isoformat(" ", "microseconds")}
    await work.change(text("INSERT INTO inbox VALUES (:platform, :incoming, NULL, :at, :at)"), values)


async def test_a_visit_takes_few_turns(storage: Database, turns: Turns) -> None:
    """What most commands begin with: was it handled, who is it, which dialogue is open."""
    async with storage.begin() as store:
        await member(store, ANNA)
    turns.taken()
    async with storage.begin() as store:
        await store.talk.first_time(TELEGRAM, "1", NOW)
        await store.members.at(ANNA)
        async with store.savepoint():
            await store.talk.form(ANNA, NOW)
    assert turns.taken() == 4


async def test_rows_can_be_taken_in_every_way_that_sqlalchemy_has(storage: Database) -> None:
    async with storage.begin() as store:
        for address in (ANNA, BEN):
            await member(store, address)
            await store.talk.count("suche", address, HOUR, NOW)
    async with storage._engine.connect() as connection:  # noqa: SLF001 - the stores take all or the first
        result = await connection.exec_driver_sql("SELECT id FROM members ORDER BY id")
        assert [result.fetchone(), result.fetchmany(1), result.fetchmany(1)] == [(1,), [(2,)], []]
