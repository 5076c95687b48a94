"""Places keep their ids, also when a chat moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from bot.domain.hearing import Hearing, Weekly
from bot.domain.people import MessageRef
from bot.domain.places import Role
from bot.domain.sending import Outcome, Planned, ShownAs
from storage.database import Database
from tests.storage.making import (
    ANNA,
    DISCORD,
    JOBS,
    NOW,
    TELEGRAM,
    TERMINE,
    THERE,
    configured,
    job,
    member,
    message,
    place,
)

NEW = replace(JOBS, chat="-1001")


async def test_the_table_follows_the_configuration(storage: Database) -> None:
    async with storage.begin() as store:
        await store.places.sync([configured(JOBS, Role.JOBS), configured(TERMINE, Role.EVENTS, Role.JOBS)])
        jobs, termine = await store.places.all()
        assert (jobs.address, termine.address) == (JOBS, TERMINE)
        assert await store.places.with_role(Role.JOBS) == [jobs, termine]
        assert await store.places.with_role(Role.EVENTS) == [termine]
        named = replace(configured(TERMINE, Role.TEAM, name="Team"), free_messages=True)
        await store.places.sync([configured(THERE, Role.JOBS), named])
        now_team, there = await store.places.all()
    assert now_team == replace(named, id=termine.id)
    assert there.address == THERE
    async with storage.begin() as store:
        assert await store.places.get(jobs.id) == replace(jobs, roles=frozenset())
        assert await store.places.at(JOBS) == replace(jobs, roles=frozenset())
        assert await store.places.at(replace(TERMINE, topic=None)) is None
        assert await store.places.get(99) is None
        await store.places.sync([configured(JOBS, Role.JOBS)])
        assert await store.places.all() == [jobs]


async def test_a_chat_that_moved_is_the_same_place_and_what_was_said_there_stays_behind(storage: Database) -> None:
    async with storage.begin() as store:
        here, elsewhere = await place(store, JOBS), await place(store, replace(JOBS, platform=DISCORD))
        await store.outbox.post(ShownAs("job", 1, "card"), message(5), here.id, 1, None)
        await store.outbox.plan(Planned("job:1:card:place:1", "card", NOW, place_id=here.id))
        (claimed,) = await store.outbox.claim(TELEGRAM, (), "ich", NOW, NOW, ())
        await store.outbox.sent(claimed, message(5), NOW)
        read = await store.jobs.create(job(await member(store, ANNA), source=message(6)))

        await store.places.move(TELEGRAM, JOBS.chat, NEW.chat)

        assert await store.places.get(here.id) == replace(here, address=NEW)
        assert await store.places.get(elsewhere.id) == elsewhere
        assert await store.outbox.postings("job", 1) == []
        sent = await store.outbox.get(claimed.id)
        assert sent is not None
        assert sent.ref == message(5)
        assert await store.jobs.at_source(MessageRef(NEW, "6")) is None, "in the new chat that is another message"
        found = await store.jobs.at_source(message(6))
        assert found is not None
        assert found.id == read.id


async def test_a_moved_chat_keeps_its_id_under_the_old_configuration_and_the_new(storage: Database) -> None:
    third = replace(JOBS, chat="-1002")
    async with storage.begin() as store:
        here = await place(store, JOBS)
        await store.places.move(TELEGRAM, JOBS.chat, NEW.chat)
        await store.places.move(TELEGRAM, NEW.chat, NEW.chat)
        await store.places.move(TELEGRAM, NEW.chat, third.chat)
    for address in (JOBS, NEW, third):
        async with storage.begin() as store:
            await store.places.sync([configured(address, Role.JOBS)])
            (found,) = await store.places.all()
            assert (found.id, found.address) == (here.id, third)
            assert await store.places.at(address) == found


async def test_a_chat_that_moves_to_a_configured_one_joins_it(storage: Database) -> None:
    async with storage.begin() as store:
        old = await place(store, JOBS)
        new = await place(store, NEW)
        for key in ("a", "b"):
            await store.outbox.plan(Planned(f"{key}:place:{old.id}", "card", NOW, place_id=old.id))
        await store.outbox.plan(Planned(f"a:place:{new.id}", "card", NOW, place_id=new.id))
        await store.outbox.post(ShownAs("job", 1, "card"), message(5, JOBS), old.id, 1, None)
        await store.outbox.post(ShownAs("job", 1, "card"), message(5, NEW), new.id, 1, None)

        await store.places.move(TELEGRAM, JOBS.chat, NEW.chat)

        assert await store.places.all() == [replace(new)]
        kept = [await store.outbox.by_key(key) for key in (f"a:place:{old.id}", f"b:place:{old.id}")]
        assert [(row.outcome, row.plan.place_id) for row in kept if row] == [
            (Outcome.DROPPED, new.id),
            (Outcome.WAITING, new.id),
        ]
        assert len(await store.outbox.postings("job", 1)) == 1


@pytest.mark.usefixtures("sqlite_only")
async def test_a_platform_that_is_left_out_takes_its_places_with_it(storage: Database) -> None:
    """A SQLite file has one process: where that is not, nobody is. On PostgreSQL see test_postgresql.py."""
    async with storage.begin() as store:
        await store.places.sync([configured(JOBS, Role.JOBS), configured(THERE, Role.JOBS)])
        await store.places.sync([configured(JOBS, Role.JOBS)], [TELEGRAM])
        assert [place.address for place in await store.places.all()] == [JOBS]


async def test_what_a_place_hears_of_follows_the_configuration(storage: Database) -> None:
    own = Hearing(towns=("Essen",), recap=Weekly(0, time(9)))
    async with storage.begin() as store:
        there = await place(store, TERMINE)
        assert there.hears == Hearing()
        await store.places.sync([replace(there, hears=own)])
    async with storage.begin() as store:
        assert (await store.places.all())[0].hears == own
        await store.places.sync([there])
        assert (await store.places.all())[0].hears == Hearing()
