"""What goes out for a job: the offer under a post, and its cards."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.domain.jobs import OFFER_LIVES, InterestState, Job, JobState
from bot.domain.places import Place, Role
from bot.domain.sending import Delivery, Planned, Posting, ShownAs
from bot.domain.teams import contact_of, standings
from bot.outbox import handing_on
from bot.outbox.authors import has_author
from bot.outbox.index import changed
from bot.outbox.kinds import Dropped, Kind, Kinds, Outgoing, Rendered, Scene, number
from bot.outbox.rooms import follow
from bot.outbox.tags import ping, release
from bot.outbox.team_ends import tell_over, tell_unanswered
from bot.outbox.teams import ENDED, alive, sitting
from bot.ports import Store
from bot.talk.answers import Reply
from bot.views import jobs as view

LANE: Final = 3  # of cards


async def plan_offer(store: Store, draft: Job, place: Place, now: datetime) -> None:
    """Plan the bot's line under a free post; it goes away after an hour."""
    await store.outbox.plan(
        Planned(
            key=f"job:{draft.id}:offer",
            kind="job.offer",
            due=now,
            subject={"job": draft.id},
            place_id=place.id,
            expires=now + OFFER_LIVES,
            lane=1,
        )
    )


async def plan_cards(store: Store, job: Job, now: datetime) -> int:
    """Plan the card for every `jobs` place and return how many there are."""
    places = await store.places.with_role(Role.JOBS)
    await store.outbox.plan(
        *(
            Planned(f"job:{job.id}:card:place:{place.id}", "job.card", now, {"job": job.id}, place.id, lane=LANE)
            for place in places
        )
    )
    await changed(store)
    return len(places)


async def close_job(store: Store, job: Job, state: JobState, now: datetime) -> Job:
    """Close a job, bring every copy to that, and return it as it is now.

    Who still waits for an answer reads that an open one is assigned, withdrawn, deleted or expired.
    """
    closed = replace(job, state=state, revision=job.revision + 1, closed_at=now)
    await store.jobs.save(closed)
    if job.state is JobState.OPEN:
        await tell_unanswered(store, closed, now)
    await end_cards(store, closed, now)
    return closed


async def end_cards(store: Store, job: Job, now: datetime) -> None:
    """Bring every copy to a job's state; the copies of a deleted one go away, and nobody is tagged any more.

    Who has a seat in what is withdrawn or deleted is told.
    """
    await store.outbox.want("job", job.id, job.revision)
    await follow(store, job)
    if job.state is JobState.DELETED:
        await store.outbox.remove_at("job", job.id, now)
    if job.state in ENDED:
        await tell_over(store, job, now)
    await changed(store)
    if job.state is not JobState.OPEN:
        await release(store, job)
        await store.outbox.cancel(f"job:{job.id}:tag:", "the job is closed")
        await store.outbox.cancel(f"job:{job.id}:card:", "the job is closed")
        await store.outbox.cancel(f"job:{job.id}:ask:", "the job is closed")
        await end_offer(store, job, now)
        await handing_on.follow(store, job, now)


async def end_offer(store: Store, job: Job, now: datetime) -> None:
    """Take the bot's line under the post away."""
    await store.outbox.cancel(f"job:{job.id}:offer", "the draft is settled")
    await store.outbox.remove_at("offer", job.id, now)


async def _render_offer(scene: Scene, delivery: Delivery) -> Rendered:
    draft = await scene.store.jobs.get(number(delivery.plan.subject, "job"))
    if draft is None or draft.state is not JobState.DRAFT:
        return Dropped("the draft is settled")
    return Outgoing(
        view.offer(draft),
        reply_to=draft.source,
        stands_as=ShownAs("offer", draft.id, "offer"),
        remove_at=delivery.plan.due + OFFER_LIVES,
    )


async def _copy_offer(scene: Scene, posting: Posting) -> Reply | Dropped:
    draft = await scene.store.jobs.get(posting.what.object_id)
    if draft is None or draft.state is not JobState.DRAFT:
        return Dropped("the draft is settled")
    return view.offer(draft)


async def card_of(store: Store, job: Job) -> Reply:
    """Return the card of a published job as it is now."""
    author = await store.members.get(job.author_id)
    wishes, seats = await alive(store, job), await store.jobs.seats(job.id)
    waiting = {wish.member_id for wish in wishes if wish.state is InterestState.WAITING}
    found = standings(job, seats, wishes)
    people = await sitting(store, job, found)
    contact = people.get(contact_of(job, seats))
    return view.card(job, author, len(waiting), found, people, contact)


async def _render_card(scene: Scene, delivery: Delivery) -> Rendered:
    job = await scene.store.jobs.get(number(delivery.plan.subject, "job"))
    if job is None or job.state is not JobState.OPEN or not await has_author(scene, job):
        return Dropped("the job is closed")
    place = await scene.store.places.get(delivery.plan.place_id or 0)
    here = job.source is not None and place is not None and job.source.where.is_in(place.address)
    return Outgoing(
        await card_of(scene.store, job),
        reply_to=job.source if here else None,
        stands_as=ShownAs("job", job.id, "card"),
        shown=job.revision,
    )


async def _copy(scene: Scene, posting: Posting) -> Reply | Dropped:
    job = await scene.store.jobs.get(posting.what.object_id)
    if job is None or job.state is JobState.DELETED:
        return Dropped("the job is deleted")
    if posting.what.kind == "tag":
        return await ping(scene, job, int(posting.what.occurrence)) or Dropped("nobody is left in this message")
    return await card_of(scene.store, job)


KINDS = Kinds(
    {
        kind.name: kind
        for kind in (
            Kind("job.offer", _render_offer),
            Kind("job.card", _render_card),
        )
    },
    {"job": _copy, "offer": _copy_offer},
)
