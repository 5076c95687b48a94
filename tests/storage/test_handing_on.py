"""Offers, recommendations and the wish not to be asked, as they are kept."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.handing_on import Asked, AskedState, Handover, HandoverState, Recommendation, Scope, described
from bot.domain.jobs import Job
from bot.domain.members import Member
from bot.domain.people import Platform
from storage.database import Database
from tests.storage.making import ANNA, BEN, CARLA, DAY, JOBS, NOW, job, member, place


def handover(made: Job, giver: Member, scope: Scope = Scope.PART) -> Handover:
    """Return an open offer of a part."""
    found = described(made, scope, "wolle")
    assert found is not None
    terms = replace(found, share=10, contact_id=giver.id, sentence="Bis Freitag.")
    return Handover(0, made.id, giver.id, terms, "", HandoverState.OPEN, 1, NOW, NOW + DAY)


async def test_an_offer_comes_back_as_it_was_and_ends_once(storage: Database) -> None:
    async with storage.begin() as store:
        ben, carla, anna = [await member(store, one, name) for one, name in ((BEN, "Ben"), (CARLA, "C"), (ANNA, "A"))]
        there = await place(store, JOBS)
        made = await store.jobs.create(job(ben))
        asked = [Asked(0, carla.id, "Rust", there.id), Asked(0, anna.id)]
        kept = await store.handovers.create(handover(made, ben), asked)
        silent = await store.handovers.create(
            replace(handover(made, ben, Scope.JOB), terms=replace(kept.terms, contact_id=None)), asked[1:]
        )
    async with storage.begin() as store:
        assert await store.handovers.get(kept.id) == kept
        assert await store.handovers.get(silent.id) == silent
        assert await store.handovers.asked(kept.id) == [replace(one, handover_id=kept.id) for one in asked]
        await store.handovers.answer(kept.id, anna.id, AskedState.LOOKED)
        assert [one.state for one in await store.handovers.asked(kept.id)] == [AskedState.ASKED, AskedState.LOOKED]
        assert await store.handovers.next_end() == NOW + DAY
        assert await store.handovers.overdue(NOW) == []
        assert await store.handovers.overdue(NOW + DAY) == [kept, silent]
        taken = replace(kept.ended(HandoverState.TAKEN, NOW), taker_id=anna.id)
        assert await store.handovers.save(taken)
        assert not await store.handovers.save(replace(taken, taker_id=carla.id))
        assert await store.handovers.get(kept.id) == taken
        assert await store.handovers.of_job(made.id) == [taken, silent]
        assert await store.handovers.of_member(carla.id) == [taken]
        assert await store.handovers.of_member(anna.id) == [taken, silent]
        assert await store.handovers.overdue(NOW + DAY) == [silent]


async def test_an_offer_goes_with_either_side_and_names_no_other_contact(storage: Database) -> None:
    async with storage.begin() as store:
        ben, carla, anna = [await member(store, one, name) for one, name in ((BEN, "Ben"), (CARLA, "C"), (ANNA, "A"))]
        made = await store.jobs.create(job(ben))
        first = handover(made, ben)
        first = await store.handovers.create(
            replace(first, terms=replace(first.terms, contact_id=carla.id)), [Asked(0, anna.id)]
        )
        await store.members.erase(carla.id)
        left = await store.handovers.get(first.id)
        assert left is not None
        assert left.terms.contact_id == 0
        assert await store.handovers.overdue(NOW) == []
        await store.members.erase(anna.id)
        assert await store.handovers.overdue(NOW) == [left]
        assert await store.handovers.asked(first.id) == []
        led = replace(
            made, author_id=(dora := await member(store, CARLA, "Dora")).id, former_id=ben.id, contact_id=ben.id
        )
        await store.jobs.save(led)
        assert await store.jobs.get(made.id) == led
        await store.members.erase(ben.id)
        assert await store.handovers.get(first.id) is None
        assert await store.jobs.get(made.id) == replace(led, former_id=None, contact_id=None)
        assert dora.id


async def test_a_colleague_is_recommended_once_a_job(storage: Database) -> None:
    async with storage.begin() as store:
        ben, carla, anna = [await member(store, one, name) for one, name in ((BEN, "Ben"), (CARLA, "C"), (ANNA, "A"))]
        made = await store.jobs.create(job(ben))
        new = Recommendation(0, made.id, anna.id, carla.id, "wolle", NOW)
        kept = await store.recommendations.create(new)
        assert kept is not None
        assert await store.recommendations.create(replace(new, by_id=ben.id)) is None
        assert await store.recommendations.of_job(made.id) == [kept]
        assert await store.recommendations.answer(replace(kept, is_taken=False))
        assert not await store.recommendations.answer(replace(kept, is_taken=True))
        declined = replace(kept, is_taken=False)
        assert await store.recommendations.get(kept.id) == declined
        for one in (anna, carla):
            assert await store.recommendations.of_member(one.id) == [declined]
        await store.members.erase(carla.id)
        assert await store.recommendations.of_job(made.id) == []


async def test_who_wants_no_questions_is_kept_until_they_do(storage: Database) -> None:
    async with storage.begin() as store:
        anna = await member(store)
        assert await store.recommendations.stopped(anna.id) is None
        assert await store.recommendations.stop(anna.id, NOW)
        assert not await store.recommendations.stop(anna.id, NOW + DAY)
        assert await store.recommendations.stopped(anna.id) == NOW
        assert await store.recommendations.resume(anna.id)
        assert not await store.recommendations.resume(anna.id)
        await store.recommendations.stop(anna.id, NOW)
        await store.members.erase(anna.id)
        assert await store.recommendations.stopped(anna.id) is None


async def test_who_only_recommended_or_was_asked_is_not_forgotten_meanwhile(storage: Database) -> None:
    async with storage.begin() as store:
        ben = await member(store, BEN, "Ben")
        carla, anna = [await member(store, one, name, visibility=None) for one, name in ((CARLA, "C"), (ANNA, "A"))]
        made = await store.jobs.create(job(ben))
        assert await store.members.forgotten(NOW + DAY) == [carla.id, anna.id]
        await store.recommendations.create(Recommendation(0, made.id, ben.id, carla.id, "", NOW))
        await store.recommendations.stop(anna.id, NOW)
        assert await store.members.forgotten(NOW + DAY) == []


async def test_names_are_those_of_people_who_may_be_found_and_of_their_accounts_on_one_platform(
    storage: Database,
) -> None:
    async with storage.begin() as store:
        anna = await member(store)
        await member(store, BEN, "Ben", visibility=None)
        await store.members.save(replace(anna, name="Anna von Borsig"))
        assert await store.members.names(Platform.TELEGRAM) == [(anna.id, "Anna"), (anna.id, "Anna von Borsig")]
        assert await store.members.names(Platform.DISCORD) == [(anna.id, "Anna von Borsig")]
