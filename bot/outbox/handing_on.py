"""What goes out when something is handed on: the question, privately or as a tag, and what became of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.context import House
from bot.domain.handing_on import Asked, AskedState, Handover, HandoverState, holds
from bot.domain.jobs import InterestState, Job, JobState
from bot.domain.members import Member
from bot.domain.sending import Planned
from bot.outbox import recommending
from bot.outbox.choosing import awake
from bot.ports import Store

LANE: Final = 2
OBJECT: Final = "handover"
TAG_LANE: Final = 6


async def everybody(store: Store, handover: Handover) -> Mapping[int, Member]:
    """Return the people whom an offer names: giver, taker, contact person and those who are asked."""
    asked = [one.member_id for one in await store.handovers.asked(handover.id)]
    ids = {handover.giver_id, handover.taker_id or 0, handover.terms.contact_id or 0, *asked}
    return await store.members.many(sorted(ids))


async def still_holds(store: Store, handover: Handover) -> bool:
    """Say whether an open offer says what is true at this moment, and who made it is there."""
    job = await store.jobs.get(handover.job_id)
    giver = await store.members.get(handover.giver_id)
    if job is None or giver is None or giver.erase_at is not None:
        return False
    return holds(handover.terms, job, await store.jobs.seats(job.id), handover.giver_id)


async def ask(store: Store, house: House, handover: Handover, asked: Sequence[Asked], now: datetime) -> None:
    """Plan the questions: privately to whom somebody named, as one tag in each place to who offers a skill."""
    due, end, subject = awake(now, house), handover.expires_at, {"handover": handover.id}
    for one in asked:
        if one.place_id is None:
            key = f"handover:{handover.id}:ask:{one.member_id}"
            row = Planned(key, "handover.ask", due, subject, member_id=one.member_id, expires=end, lane=LANE)
            await store.outbox.plan(row)
    for place_id in sorted({one.place_id for one in asked if one.place_id is not None}):
        key = f"handover:{handover.id}:tag:place:{place_id}"
        await store.outbox.plan(Planned(key, "handover.tag", due, subject, place_id, expires=end, lane=TAG_LANE))


async def end(store: Store, handover: Handover, now: datetime, by: int = 0) -> bool:
    """Write the end of an offer, let every copy show it, and tell who has to know; False where it has ended before.

    `by` knows already. Those who have looked at the terms hear once that somebody else was first.
    """
    if not await store.handovers.save(handover):
        return False
    await store.outbox.want(OBJECT, handover.id, handover.revision)
    for what in ("ask", "tag", "call"):
        await store.outbox.cancel(f"handover:{handover.id}:{what}:", "the offer has ended")
    if handover.giver_id != by and handover.state is not HandoverState.WITHDRAWN:
        await tell(store, handover, "told", handover.giver_id, now)
    if handover.state is HandoverState.TAKEN:
        for one in await store.handovers.asked(handover.id):
            if one.state is AskedState.LOOKED and one.member_id != handover.taker_id:
                await tell(store, handover, "late", one.member_id, now)
    return True


async def tell(
    store: Store, handover: Handover, what: str, member_id: int, now: datetime, **subject: str | int
) -> None:
    """Plan a private message of the kind "handover." and the first word of `what`, once an offer and receiver."""
    kind = f"handover.{what.partition(':')[0]}"
    subject = {"handover": handover.id, **subject}
    key = f"handover:{handover.id}:{what}:{member_id}"
    await store.outbox.plan(Planned(key, kind, now, subject, member_id=member_id, lane=LANE))


async def tell_new_author(store: Store, handover: Handover, job: Job, now: datetime) -> None:
    """Tell the team and those who wait for an answer who leads a job from now on; both sides know."""
    sitting = {seat.member_id for seat in await store.jobs.seats(job.id)}
    waiting = {w.member_id for w in await store.jobs.interests(job.id) if w.state is InterestState.WAITING}
    for member_id in sorted((sitting | waiting) - {job.author_id, handover.giver_id}):
        await tell(store, handover, "led", member_id, now)


async def follow(store: Store, job: Job, now: datetime) -> None:
    """End the open offers of a job that do not hold any more; its author, who has closed it, need not be told.

    Questions to those who were recommended follow the job too.
    """
    for offer in await store.handovers.of_job(job.id):
        if offer.is_open and not await still_holds(store, offer):
            knows = job.author_id if job.state is not JobState.OPEN else 0
            await end(store, offer.ended(HandoverState.ENDED, now), now, knows)
    await recommending.follow(store, job)


async def end_overdue(store: Store, offer: Handover, now: datetime) -> None:
    """End an offer whose time is over, or of which nobody is left who was asked."""
    await end(store, offer.ended(HandoverState.EXPIRED, now), now)


async def part_with(store: Store, member_id: int, now: datetime) -> None:
    """End what a member offers, and what is offered to nobody else any more: they are going."""
    for offer in await store.handovers.of_member(member_id):
        if not offer.is_open:
            continue
        if offer.giver_id == member_id:
            await end(store, offer.ended(HandoverState.WITHDRAWN, now), now)
        elif not offer.skill:
            await end(store, offer.ended(HandoverState.ENDED, now), now)
        else:
            await count_out(store, offer, {member_id}, now)


async def count_out(store: Store, offer: Handover, gone: Collection[int], now: datetime) -> None:
    """Count on those no more who cannot be asked by now; where nobody is left, an offer ends before its time."""
    for member_id in gone:
        await store.handovers.answer(offer.id, member_id, AskedState.DECLINED)
    if all(one.state is AskedState.DECLINED for one in await store.handovers.asked(offer.id)):
        await end_overdue(store, offer, now)


async def redraw(store: Store, member_id: int) -> None:
    """Ask for every copy of an open offer that may name a member to be shown anew."""
    for offer in await store.handovers.of_member(member_id):
        again = replace(offer, revision=offer.revision + 1)
        if offer.is_open and await store.handovers.save(again):
            await store.outbox.want(OBJECT, offer.id, again.revision)


async def take_away(store: Store, member_id: int, now: datetime) -> None:
    """Take away the messages that name a member as who handed on, recommended or speaks: they are being erased."""
    given = [offer for offer in await store.handovers.of_member(member_id) if offer.giver_id == member_id]
    for offer in (*given, *await store.handovers.naming_contact(member_id)):
        await store.outbox.remove_at(OBJECT, offer.id, now)
    for one in await store.recommendations.of_member(member_id):
        if one.by_id == member_id:
            await store.outbox.remove_at(recommending.OBJECT, one.id, now)
