"""The people in memory are as true as the store, whoever wrote, whatever was undone."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from bot.context import House
from bot.crowd import AT_ONCE, Crowd
from bot.domain.community import Community
from bot.domain.links import joined
from bot.domain.members import Availability, Member, Visibility
from bot.domain.people import Address
from bot.domain.skills import Skill, Stance
from bot.domain.tagging import COUNTS_FOR, Wishes
from bot.errors import NotFound
from bot.matching.naming.vocabulary import Vocabulary
from bot.outbox.choosing import forecast
from bot.ports import Store
from bot.talk.commands import Registry
from storage.database import Database, _engine
from storage.location import located
from storage.revisions import migrate
from tests.storage.conftest import emptied
from tests.storage.making import (
    ANNA,
    ANNA_THERE,
    BEN,
    CARLA,
    DAY,
    DISCORD,
    HOUR,
    NOW,
    PYTHON,
    RUST,
    TELEGRAM,
    job,
    member,
    offers,
    place,
)
from tests.support.databases import fresh_file, url_of


class Process:
    """A process over the database, as far as its people go."""

    def __init__(self, storage: Database) -> None:
        self.storage = storage
        self.crowd = Crowd(lambda _skill: frozenset())

    async def knows(self, key: str = "python") -> list[int]:
        async with self.storage.begin() as store:
            return await self.knows_in(store, key)

    async def knows_in(self, store: Store, key: str = "python") -> list[int]:
        index = await self.crowd.now(store)
        able = index.having(Stance.OFFERS, key) & index.taggable
        return [*index.members(able & index.never_tagged), *index.members(able & ~index.never_tagged)]

    async def make(self, address: Address, **changes: Any) -> Member:
        async with self.storage.begin() as store:
            return await member(store, address, **{"skills": offers(PYTHON), **changes})

    async def save(self, changed: Member) -> None:
        async with self.storage.begin() as store:
            await store.members.save(changed)


@pytest_asyncio.fixture
async def processes(tmp_path: Path) -> AsyncIterator[tuple[Process, Process]]:
    """Return two processes over one database; over a file without the lock that would keep the second one out."""
    server = os.environ.get("TEST_POSTGRESQL_URL")
    if server is not None:
        await emptied(server)
        await migrate(server)
    where = located(server or url_of(fresh_file(tmp_path)))
    engines = [_engine(where), _engine(where)]
    async with AsyncExitStack() as ends:
        for engine in engines:
            ends.push_async_callback(engine.dispose)
        yield Process(Database(engines[0])), Process(Database(engines[1]))


async def test_two_processes_agree_at_the_next_question(processes: tuple[Process, Process]) -> None:
    one, other = processes
    assert await one.knows() == await other.knows() == []
    anna = await one.make(ANNA)
    ben = await other.make(BEN)
    carla = await one.make(CARLA, skills=offers(RUST))
    assert await one.knows() == await other.knows() == [anna.id, ben.id]
    await other.save(replace(carla, skills=offers(PYTHON)))
    await other.save(replace(ben, availability=Availability("ausgebucht")))
    assert await one.knows() == await other.knows() == [anna.id, carla.id]
    async with one.storage.begin() as store:
        await store.members.tagged([anna.id], NOW)
    assert await other.knows() == await one.knows() == [carla.id, anna.id]
    async with other.storage.begin() as store:
        await store.members.tagged([carla.id], NOW - DAY)
    assert await one.knows() == await other.knows() == [carla.id, anna.id]
    await one.save(replace(carla, visibility=Visibility.HIDDEN))
    assert await other.knows() == [anna.id]
    assert await other.knows("rust") == []


async def test_two_who_become_one_and_are_parted_again_are_seen_so_by_both(
    processes: tuple[Process, Process],
) -> None:
    one, other = processes
    anna = await one.make(ANNA, skills=offers(RUST))
    there = await one.make(ANNA_THERE)
    assert await one.knows() == await other.knows() == [there.id]
    async with one.storage.begin() as store:
        link = await store.links.merge(joined(anna, there, DISCORD), there, DISCORD, NOW)
    assert await other.knows() == await one.knows() == [anna.id]
    assert await other.knows("rust") == [anna.id]
    async with other.storage.begin() as store:
        await store.links.part(link)
    assert await one.knows() == await other.knows() == [there.id]
    assert await one.knows("rust") == await other.knows("rust") == [anna.id]


async def test_a_term_that_becomes_a_skill_is_seen_by_both_with_all_that_lies_above(
    processes: tuple[Process, Process],
) -> None:
    one, other = processes
    vocabulary = Vocabulary.load()
    one.crowd, other.crowd = Crowd(vocabulary.ancestors), Crowd(vocabulary.ancestors)
    anna = await one.make(ANNA, skills=offers(Skill("rahmenwerk", "Rahmenwerk")))
    ben = await one.make(BEN, skills=offers(RUST))
    assert await one.knows("rahmenwerk") == await other.knows("rahmenwerk") == [anna.id]
    async with other.storage.begin() as store:
        await store.vocabulary.add_alias("Rahmenwerk", vocabulary.skill("Next.js"), NOW)
        assert await other.knows_in(store, "nextjs") == [anna.id]
    for process in (one, other):
        assert await process.knows("nextjs") == await process.knows("javascript") == [anna.id]
        assert await process.knows("rahmenwerk") == []
        assert await process.knows("rust") == [ben.id]


async def test_a_term_that_nobody_holds_changes_nobody(processes: tuple[Process, Process]) -> None:
    one, _other = processes
    await one.make(ANNA)
    async with one.storage.begin() as store:
        before = await store.members.newest_change()
        await store.vocabulary.add_alias("Rahmenwerk", Vocabulary.load().skill("Next.js"), NOW)
    async with one.storage.begin() as store:
        assert await store.members.newest_change() == before


async def test_what_a_transaction_wrote_counts_in_it_and_not_after_it_was_undone(
    processes: tuple[Process, Process],
) -> None:
    one, other = processes
    anna = await one.make(ANNA)

    async def fail() -> None:
        async with one.storage.begin() as store:
            ben = await member(store, BEN, skills=offers(PYTHON))
            await store.members.save(replace(anna, skills=offers(RUST)))
            assert await one.knows_in(store) == [ben.id]
            assert await one.knows_in(store, "rust") == [anna.id]
            raise NotFound("weg")

    assert await one.knows() == [anna.id]
    for _ in range(2):
        with pytest.raises(NotFound):
            await fail()
    assert await one.knows() == await other.knows() == [anna.id]
    assert await one.knows("rust") == await other.knows("rust") == []
    carla = await other.make(CARLA)  # takes the number that was never given
    assert await one.knows() == [anna.id, carla.id]


async def test_first_question_in_a_transaction_that_is_undone_is_made_good(processes: tuple[Process, Process]) -> None:
    one, _other = processes
    anna = await one.make(ANNA)

    async def fail() -> None:
        async with one.storage.begin() as store:
            await store.members.erase(anna.id)
            assert await one.knows_in(store) == []
            raise NotFound("weg")

    with pytest.raises(NotFound):
        await fail()
    assert await one.knows() == [anna.id]


async def test_savepoint_that_is_undone_leaves_nothing(processes: tuple[Process, Process]) -> None:
    one, other = processes
    anna = await one.make(ANNA)

    async def fail(store: Store) -> None:
        async with store.savepoint():
            await store.members.save(replace(anna, skills=offers(RUST)))
            assert await one.knows_in(store) == []
            raise NotFound("weg")

    async with one.storage.begin() as store:
        with pytest.raises(NotFound):
            await fail(store)
        assert await one.knows_in(store) == [anna.id]
    assert await one.knows() == await other.knows() == [anna.id]


async def test_who_was_erased_without_having_been_hidden_is_found_gone(processes: tuple[Process, Process]) -> None:
    one, other = processes
    community = Community("Testherd", ZoneInfo("Europe/Berlin"), "de", "Orga", "x", tags_per_part=1)
    house = House(community, Registry([]), Vocabulary(()))
    anna, ben, carla = [await one.make(address) for address in (ANNA, BEN, CARLA)]
    async with one.storage.begin() as store:
        await place(store)
        before = await forecast(store, house, job(carla), NOW)
    async with other.storage.begin() as store:
        await store.members.erase(anna.id)
    async with one.storage.begin() as store:
        after = await forecast(store, house, job(carla), NOW)
        assert len(await house.crowd.now(store)) == 2
    assert [[tagged.id for tagged, _tag in seen.tagged] for seen in (before, after)] == [[anna.id], [ben.id]]


async def test_two_processes_agree_on_who_may_be_pinged(processes: tuple[Process, Process]) -> None:
    one, other = processes
    community = Community("Testherd", ZoneInfo("Europe/Berlin"), "de", "Orga", "x", tags_per_week=2)
    houses = [House(community, Registry([]), Vocabulary(())) for _ in processes]
    anna, ben = await one.make(ANNA), await other.make(BEN)
    async with one.storage.begin() as store:
        await place(store)

    async def tagged(now: datetime = NOW) -> list[int]:
        """Return whom a job would tag, which both processes say alike."""
        found = []
        for process, house in zip(processes, houses, strict=True):
            async with process.storage.begin() as store:
                seen = await forecast(store, house, job(Member(0, "Dora", ())), now)
            found.append([one.id for one, _tag in seen.tagged])
        assert found[0] == found[1]
        return found[0]

    async def wish(process: Process, **changes: Any) -> None:
        await process.save(replace(anna, wishes=Wishes(**changes)))

    async def pinged(process: Process, job_id: int, at: datetime = NOW) -> None:
        async with process.storage.begin() as store:
            await store.members.pinged(job_id, [anna.id], at + COUNTS_FOR, at)

    await pinged(one, 1)
    assert await tagged() == [anna.id, ben.id]
    await pinged(other, 2, NOW + HOUR)
    assert await tagged() == [ben.id]
    assert await tagged(NOW + COUNTS_FOR) == [anna.id, ben.id], "the first ping does not count any more"
    await wish(one, per_week=3)
    assert await tagged() == [anna.id, ben.id]
    await wish(other, per_week=0)
    assert await tagged(NOW + 400 * DAY) == [ben.id]
    await wish(one, paused_until=NOW + DAY)
    async with other.storage.begin() as store:
        await store.members.unpinged(2, [anna.id])
    assert await tagged() == [ben.id]
    assert await tagged(NOW + DAY) == [anna.id, ben.id]
    await wish(other, quiet_days=(NOW.astimezone(community.zone).weekday(),))
    assert await tagged() == [ben.id]
    assert await tagged(NOW + DAY) == [anna.id, ben.id]
    await wish(one, muted=(PYTHON,))
    assert await tagged() == [ben.id]
    assert await one.knows() == await other.knows() == [anna.id, ben.id]
    await wish(other)
    assert await tagged() == [anna.id, ben.id]


@pytest.mark.skipif("TEST_POSTGRESQL_URL" not in os.environ, reason="a promise of PostgreSQL")
async def test_transactions_that_want_to_overlap_are_both_seen(processes: tuple[Process, Process]) -> None:
    one, other = processes
    anna, ben = await one.make(ANNA, skills=offers(RUST)), await one.make(BEN, skills=offers(RUST))
    reader = Process(one.storage)
    async with other.storage.begin() as slow:
        await slow.members.save(replace(anna, skills=offers(PYTHON)))
        saving = asyncio.create_task(one.save(replace(ben, skills=offers(PYTHON))))
        await asyncio.sleep(0.2)
        assert not saving.done()
    await saving
    assert await reader.knows() == [anna.id, ben.id]


async def test_older_database_is_read_anew(processes: tuple[Process, Process], tmp_path: Path) -> None:
    one, _other = processes
    await one.make(ANNA)
    ben = await one.make(BEN)
    await one.save(replace(ben, skills=offers(RUST)))
    assert await one.knows("rust") == [ben.id]
    engine = _engine(located(url_of(fresh_file(tmp_path, "older.db"))))
    elsewhere = Process(Database(engine))
    carla = await elsewhere.make(CARLA)
    one.storage = elsewhere.storage
    assert await one.knows() == [carla.id]
    assert await one.knows("rust") == []
    await engine.dispose()


async def test_others_have_their_turn_while_everybody_is_read(processes: tuple[Process, Process]) -> None:
    one, other = processes
    count = 4 * AT_ONCE + 1
    async with one.storage.begin() as store:
        for number in range(count):
            await member(store, Address(TELEGRAM, f"{number}"), skills=offers(PYTHON))
    turns = 0

    async def tick() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    ticking = asyncio.create_task(tick())
    assert len(await other.knows()) == count
    ticking.cancel()
    assert turns > count / 100


async def test_reading_cut_short_is_begun_anew(processes: tuple[Process, Process]) -> None:
    one, other = processes
    made = [await one.make(Address(TELEGRAM, f"{number}")) for number in range(5)]
    for steps in range(8):
        asking = asyncio.create_task(other.knows())
        for _ in range(steps):
            await asyncio.sleep(0)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        assert await other.knows() == [one.id for one in made]
        await one.save(made[0])
