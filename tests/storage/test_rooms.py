"""The rooms of teams, who was let in, and figures of what became of jobs."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.outcomes import Became, Figures, oldest_kept
from bot.domain.rooms import Room
from storage.database import Database
from tests.storage.making import BEN, CARLA, DAY, NOW, job, member, place


async def test_a_job_has_one_room_and_a_new_one_forgets_who_was_in_the_old(storage: Database) -> None:
    async with storage.begin() as store:
        here, ben = await place(store), await member(store, BEN, "Ben")
        made = await store.jobs.create(job(ben))
        assert await store.rooms.of(made.id) is None
        first = Room(made.id, 3, None, "", NOW)
        await store.rooms.keep(first)
        await store.rooms.note(made.id, [BEN, CARLA], [])
        await store.rooms.keep(replace(first, place_id=here.id))
        assert await store.rooms.of(made.id) == replace(first, place_id=here.id)
        await store.rooms.note(made.id, [BEN], [CARLA])
        assert await store.rooms.let_in(made.id) == [BEN]
        assert await store.rooms.inside([BEN, CARLA]) == [made.id]
        assert await store.rooms.inside([CARLA]) == await store.rooms.inside([]) == []
        await store.rooms.keep(Room(made.id, 4, None, "https://t.me/+abc", NOW))
        assert await store.rooms.let_in(made.id) == []
        await store.rooms.end(made.id)
        assert await store.rooms.of(made.id) is None
        await store.rooms.keep(first)
        await store.rooms.note(made.id, [BEN], [])
        await store.jobs.delete(made.id)
        assert await store.rooms.of(made.id) is None
        assert await store.rooms.let_in(made.id) == []


async def test_answers_are_counted_by_the_month_and_old_months_go(storage: Database) -> None:
    async with storage.begin() as store:
        for month, answer in (("2026-11", "ja"), ("2026-12", "ja"), ("2026-12", "ja"), ("2026-12", "nein")):
            await store.rooms.count(month, answer)
        december = Figures("2026-12", {Became.YES: 2, Became.NO: 1})
        assert list(await store.rooms.figures()) == [december, Figures("2026-11", {Became.YES: 1})]
        assert not december.are_few
        await store.rooms.forget_figures("2026-12")
        assert list(await store.rooms.figures()) == [december]
        assert oldest_kept(NOW.date()) == "2024-12"
        assert oldest_kept((NOW + 31 * DAY).date()) == "2025-01"


async def test_how_often_a_job_was_asked_about_goes_with_it(storage: Database) -> None:
    async with storage.begin() as store:
        made = await store.jobs.create(job(await member(store, BEN, "Ben")))
        assert await store.rooms.asked(made.id) == 0
        for step in (1, 2, -1):
            await store.rooms.ask(made.id, step)
            assert await store.rooms.asked(made.id) == step
        await store.jobs.delete(made.id)
        assert await store.rooms.asked(made.id) == 0
