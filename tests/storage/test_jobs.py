"""Jobs come back with their parts; a person is tagged once and interested once."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.jobs import Interest, InterestState, JobPart, JobState, Seat, Tag
from storage.database import Database
from storage.jobs import Jobs
from tests.storage.making import (
    ANNA,
    BEN,
    CARLA,
    DAY,
    HOUR,
    KNITTING,
    NOW,
    PYTHON,
    job,
    member,
    message,
    place,
)


async def test_a_job_comes_back_as_it_was_saved(storage: Database) -> None:
    async with storage.begin() as store:
        anna = await member(store, ANNA)
        made = await store.jobs.create(job(anna))
        assert await store.jobs.get(made.id) == made == replace(job(anna), id=made.id)
        changed = replace(
            made,
            state=JobState.ASSIGNED,
            parts=(JobPart("wolle", "Wolle", (KNITTING,), (PYTHON,)), JobPart("leer", "Leer", ())),
            revision=2,
            source=message(7),
            town=None,
            titled=True,
            skilled=True,
            closed_at=NOW + DAY,
        )
        await store.jobs.save(changed)
        assert await store.jobs.get(made.id) == changed
        assert await store.jobs.get(99) is None


async def test_jobs_are_found_by_author_source_and_age(storage: Database) -> None:
    async with storage.begin() as store:
        anna, ben = await member(store, ANNA), await member(store, BEN)
        old = await store.jobs.create(job(anna, state=JobState.DRAFT, source=message(7)))
        new = await store.jobs.create(job(anna, state=JobState.DRAFT, source=message(7), created_at=NOW + HOUR))
        other = await store.jobs.create(job(ben))
        assert await store.jobs.of(anna.id) == [new, old]
        assert await store.jobs.of(ben.id) == [other]
        assert await store.jobs.at_source(message(7)) == new
        assert await store.jobs.at_source(message(8)) is None
        assert await store.jobs.old_drafts(NOW + HOUR) == [old]


async def test_a_deleted_job_takes_everything_with_it(storage: Database) -> None:
    async with storage.begin() as store:
        anna, ben = await member(store, ANNA), await member(store, BEN)
        here = await place(store)
        made, kept = await store.jobs.create(job(anna)), await store.jobs.create(job(anna))
        for one in (made, kept):
            await store.jobs.tag([Tag(one.id, ben.id, "backend", "Python", here.id)])
            await store.jobs.be_interested(Interest(one.id, ben.id, "Ich!", NOW))
        await store.jobs.delete(made.id)
        assert await store.jobs.get(made.id) is None
        assert (await store.jobs.tags(made.id), await store.jobs.interests(made.id)) == ([], [])
        assert len(await store.jobs.interests_of(ben.id)) == len(await store.jobs.tags(kept.id)) == 1


async def test_a_person_is_tagged_once_for_a_job(storage: Database) -> None:
    async with storage.begin() as store:
        made = await store.jobs.create(job(await member(store, ANNA)))
        ben, carla, here = await member(store, BEN), await member(store, CARLA), await place(store)
        first = Tag(made.id, ben.id, "backend", "Python", here.id)
        await store.jobs.tag([first])
        other = Tag((await store.jobs.create(job(carla))).id, ben.id, "wolle", "Stricken", here.id)
        await store.jobs.tag([other])
        await store.jobs.tag([replace(first, part="wolle"), Tag(made.id, carla.id, "wolle", "Stricken", here.id, 1)])
        await store.jobs.tag([])
        assert isinstance(store.jobs, Jobs)  # not yet in the port
        assert await store.jobs.tags_of(ben.id) == [first, other]
        assert await store.jobs.tags(made.id) == [first, Tag(made.id, carla.id, "wolle", "Stricken", here.id, 1)]


async def test_interest_is_new_once_and_takes_a_better_sentence(storage: Database) -> None:
    async with storage.begin() as store:
        made = await store.jobs.create(job(await member(store, ANNA)))
        ben, carla = await member(store, BEN), await member(store, CARLA)
        assert await store.jobs.be_interested(Interest(made.id, ben.id, "", NOW + HOUR))
        assert await store.jobs.be_interested(Interest(made.id, carla.id, "", NOW))
        assert not await store.jobs.be_interested(Interest(made.id, ben.id, "Ich kann das", NOW + DAY))
        assert await store.jobs.interests(made.id) == [
            Interest(made.id, carla.id, "", NOW),
            Interest(made.id, ben.id, "Ich kann das", NOW + HOUR),
        ]


async def test_no_more_people_sit_than_a_part_has_seats(storage: Database) -> None:
    async with storage.begin() as store:
        names = {"Anna": ANNA, "Ben": BEN, "Carla": CARLA}
        ben, carla, dora = [await member(store, address, name) for name, address in names.items()]
        made = await store.jobs.create(job(ben))
        seats = [Seat(made.id, "backend", one.id, NOW) for one in (ben, carla, dora)]
        assert [await store.jobs.seat(seat, 2) for seat in (seats[0], seats[0], seats[1], seats[2])] == [
            *(True, False, True, False)
        ]
        assert await store.jobs.seats(made.id) == seats[:2]
        assert await store.jobs.unseat(made.id, "backend", ben.id)
        assert not await store.jobs.unseat(made.id, "backend", ben.id)
        assert await store.jobs.seat(seats[2], 2)
        assert not await store.jobs.seat(seats[0], 0)
        assert [seat.member_id for seat in await store.jobs.seats_of(dora.id)] == [dora.id]


async def test_an_interest_in_one_part_is_another_than_in_the_next(storage: Database) -> None:
    async with storage.begin() as store:
        ben = await member(store, BEN, "Ben")
        made = await store.jobs.create(job(ben))
        whole, part = Interest(made.id, ben.id, "", NOW), Interest(made.id, ben.id, "Gern", NOW, "backend")
        assert await store.jobs.be_interested(whole)
        assert await store.jobs.be_interested(part)
        await store.jobs.answer(part, InterestState.DECLINED)
        assert await store.jobs.interests(made.id) == [whole, replace(part, state=InterestState.DECLINED)]
        assert await store.jobs.lose_interest(made.id, ben.id, "")
        assert not await store.jobs.lose_interest(made.id, ben.id, "")


async def test_seats_and_names_of_parts_stay(storage: Database) -> None:
    async with storage.begin() as store:
        ben = await member(store, BEN, "Ben")
        parts = (JobPart("backend", "Schnittstellen", (PYTHON,), seats=3, is_named=True), JobPart("wolle", "Wolle", ()))
        made = await store.jobs.create(replace(job(ben), parts=parts))
        assert await store.jobs.get(made.id) == made
