"""A published job closes by itself after its time, and its author is asked before whether it goes on.

Everything is keyed by job and end, so that nothing is asked or told twice; another end has other keys.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.context import House
from bot.domain.jobs import ASKED_BEFORE, Job, JobState
from bot.domain.places import Role
from bot.domain.sending import Delivery, Planned
from bot.domain.teams import is_complete
from bot.outbox.authors import has_author, tell_author
from bot.outbox.choosing import awake, reached_in
from bot.outbox.jobs import close_job
from bot.outbox.kinds import Dropped, Kind, Kinds, Outgoing, Rendered, Scene, number
from bot.outbox.teams import standing
from bot.ports import Store
from bot.views import job_life as view

LANE: Final = 4
CALL: Final = "job.expiring.call"


def mark(job: Job) -> int:
    """Return a number for the end that a job has now, 0 where it has none."""
    return int(job.expires_at.timestamp()) if job.expires_at is not None else 0


async def begin(store: Store, house: House, job: Job, now: datetime) -> Job:
    """Write an open job with its whole time before it, and plan the question to its author; return it so."""
    begun = replace(job, expires_at=now + house.community.job_lives, closed_at=None)
    await store.jobs.save(begun)
    await store.outbox.cancel(f"job:{job.id}:ask:", "it has another end")
    await _plan_question(store, house, begun, now)
    return begun


async def _plan_question(store: Store, house: House, job: Job, now: datetime) -> None:
    assert job.expires_at is not None  # noqa: S101 - `begin` has just set it
    due = job.expires_at - min(ASKED_BEFORE, (job.expires_at - now) / 2)
    await store.outbox.plan(
        Planned(
            f"job:{job.id}:ask:{mark(job)}:{job.author_id}",
            "job.expiring",
            awake(due, house),
            {"job": job.id, "bis": mark(job)},
            member_id=job.author_id,
            expires=job.expires_at,
            lane=LANE,
        )
    )


async def change_author(store: Store, house: House, job: Job, now: datetime) -> None:
    """Ask a new author before the end that an open job has, and the former one no more."""
    await store.outbox.cancel(f"job:{job.id}:ask:", "it has another author")
    if job.expires_at is not None and job.expires_at > now:
        await _plan_question(store, house, job, now)


async def give_time(store: Store, house: House, now: datetime) -> None:
    """Give open jobs of an earlier release, which have no end, their whole time from now on."""
    for job in await store.jobs.endless():
        await begin(store, house, job, now)


async def expire(store: Store, job: Job, now: datetime) -> None:
    """Close a job whose time is over; every copy says so, and its author is told."""
    over = await close_job(store, job, JobState.EXPIRED, now)
    await tell_author(store, over, "job.expired", f"expired:{mark(job)}", now, bis=mark(job))


async def _at_this_end(scene: Scene, delivery: Delivery, state: JobState) -> Job | None:
    """Return the job of a row while it has the end and the state that the row is about."""
    job = await scene.store.jobs.get(number(delivery.plan.subject, "job"))
    if job is None or job.state is not state or mark(job) != number(delivery.plan.subject, "bis"):
        return None
    return job if await has_author(scene, job) else None


async def _render_question(scene: Scene, delivery: Delivery) -> Rendered:
    job = await _at_this_end(scene, delivery, JobState.OPEN)
    if job is None or job.author_id != delivery.plan.member_id:
        return Dropped("the job is closed, goes on, or has another author")
    return Outgoing(view.expiring(job, has_all=is_complete(await standing(scene.store, job))))


async def _call_in_a_place(scene: Scene, delivery: Delivery) -> Iterable[Planned]:
    """Ask in a place where the author can read it, since nothing private reaches them."""
    job = await _at_this_end(scene, delivery, JobState.OPEN)
    author = await scene.store.members.get(job.author_id) if job is not None else None
    if job is None or author is None:
        return ()
    places = await scene.store.places.with_role(Role.JOBS)
    place = (await reached_in(scene.store, [author], places, scene.now)).get(author.id)
    if place is None:
        return ()
    plan = delivery.plan
    return (Planned(f"{plan.key}:place:{place.id}", CALL, scene.now, plan.subject, place.id, expires=job.expires_at),)


async def _render_call(scene: Scene, delivery: Delivery) -> Rendered:
    job = await _at_this_end(scene, delivery, JobState.OPEN)
    author = await scene.store.members.get(job.author_id) if job is not None else None
    if job is None or author is None:
        return Dropped("the job is closed or goes on")
    return Outgoing(view.expiring_call(job, author))


async def _render_expired(scene: Scene, delivery: Delivery) -> Rendered:
    job = await _at_this_end(scene, delivery, JobState.EXPIRED)
    return Outgoing(view.expired(job)) if job is not None else Dropped("the job is open again or gone")


KINDS = Kinds(
    {
        kind.name: kind
        for kind in (
            Kind("job.expiring", _render_question, reminds=True, unreachable=_call_in_a_place),
            Kind(CALL, _render_call),
            Kind("job.expired", _render_expired, reminds=True),
        )
    },
    {},
)
