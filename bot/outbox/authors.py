"""What the author of a job reads: who is interested, and what became of the post."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.domain.jobs import InterestState, Job, JobState
from bot.domain.members import Member
from bot.domain.places import Role
from bot.domain.sending import Delivery, Planned
from bot.outbox.choosing import forecast, reached_in
from bot.outbox.kinds import Dropped, Kind, Kinds, Outgoing, Rendered, Scene, number
from bot.outbox.recommending import recommenders
from bot.outbox.teams import alive, candidates, standing
from bot.ports import Store
from bot.views import job_life as life
from bot.views import jobs as view
from bot.views import teams
from bot.views.job_skills import retag

INTEREST: Final = "job.interest"
UNTAGGED: Final = "job.untagged"
LANE: Final = 2


async def tell_author(store: Store, job: Job, kind: str, what: str, now: datetime, **subject: str | int) -> None:
    """Plan a private message to the author of a job, and where nothing private reaches them a call in a place."""
    await store.outbox.plan(
        Planned(f"job:{job.id}:{what}", kind, now, {"job": job.id, **subject}, member_id=job.author_id, lane=LANE)
    )
    author = await store.members.get(job.author_id)
    if kind == INTEREST and author is not None and author.is_closed(now):
        await store.outbox.plan(*await _calls(store, job, author, now))


async def _calls(store: Store, job: Job, author: Member, now: datetime) -> tuple[Planned, ...]:
    """Return a line without content, once a job, for the place where the author can read it."""
    place = (await reached_in(store, [author], await store.places.with_role(Role.JOBS), now)).get(author.id)
    if place is None:
        return ()
    whose = f"{job.author_id}:" if job.former_id is not None else ""  # a new author is called as the former one was
    return (Planned(f"job:{job.id}:call:{whose}place:{place.id}", "job.call", now, {"job": job.id}, place.id),)


async def has_author(scene: Scene, job: Job) -> bool:
    """Say whether the author of a job is still there."""
    author = await scene.store.members.get(job.author_id)
    return author is not None and author.erase_at is None


async def _render_interest(scene: Scene, delivery: Delivery) -> Rendered:
    job = await scene.store.jobs.get(number(delivery.plan.subject, "job"))
    who, part = number(delivery.plan.subject, "member"), str(delivery.plan.subject.get("teil", ""))
    theirs = [wish for wish in (await alive(scene.store, job) if job else ()) if wish.member_id == who]
    is_part = not part or (job is not None and job.part(part) is not None)  # else the interest went on to another
    wish = next((wish for wish in theirs if wish.part == part or not is_part), None)
    if job is None or wish is None:
        return Dropped("the interest is gone")
    people = await scene.store.members.many([who])
    waiting = replace(wish, state=InterestState.WAITING)
    by = await recommenders(scene.store, job)
    (one,) = candidates(scene.house, job, [waiting], people, scene.now, by)
    is_open = job.state is JobState.OPEN and wish.state is InterestState.WAITING
    return Outgoing(teams.interest(job, one, await standing(scene.store, job), is_open=is_open))


async def _interest_unreachable(scene: Scene, delivery: Delivery) -> Iterable[Planned]:
    job = await scene.store.jobs.get(number(delivery.plan.subject, "job"))
    author = await scene.store.members.get(job.author_id) if job else None
    return await _calls(scene.store, job, author, scene.now) if job and author else ()


async def _render_call(scene: Scene, delivery: Delivery) -> Rendered:
    job = await scene.store.jobs.get(number(delivery.plan.subject, "job"))
    author = await scene.store.members.get(job.author_id) if job else None
    if job is None or author is None or job.state is not JobState.OPEN:
        return Dropped("the job is closed")
    return Outgoing(view.call_to_author(job, author))


async def _render_changed(scene: Scene, delivery: Delivery) -> Rendered:
    job = await scene.store.jobs.get(number(delivery.plan.subject, "job"))
    if job is None or job.state is not JobState.OPEN:
        return Dropped("the job is closed")
    if delivery.plan.subject.get("gesucht") == 0 and job.revision == delivery.plan.subject.get("stand"):
        return Outgoing(life.settled(job))
    by_hand = job.skilled and delivery.plan.subject.get("selbst") == 1
    return Outgoing(retag(job, await forecast(scene.store, scene.house, job, scene.now), by_hand=by_hand))


async def _render_untagged(scene: Scene, delivery: Delivery) -> Rendered:
    job = await scene.store.jobs.get(number(delivery.plan.subject, "job"))
    if job is None or job.state is not JobState.OPEN:
        return Dropped("the job is closed")
    return Outgoing(view.untagged(job, is_nobody=delivery.plan.subject.get("others") == 0))


async def _render_withdrawn(scene: Scene, delivery: Delivery) -> Rendered:
    job = await scene.store.jobs.get(number(delivery.plan.subject, "job"))
    return Outgoing(view.withdrawn(job)) if job is not None else Dropped("the job is gone")


KINDS = Kinds(
    {
        kind.name: kind
        for kind in (
            Kind(INTEREST, _render_interest, reminds=True, unreachable=_interest_unreachable),
            Kind("job.call", _render_call),
            Kind("job.changed", _render_changed, reminds=True),
            Kind(UNTAGGED, _render_untagged, reminds=True),
            Kind("job.withdrawn", _render_withdrawn, reminds=True),
        )
    },
    {},
)
