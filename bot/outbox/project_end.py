"""What goes out at the end of a project, and two weeks after a job was closed as found: what became of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.context import House
from bot.domain.jobs import Job, JobState
from bot.domain.outcomes import ASKED_AFTER, STEPS
from bot.domain.sending import Delivery, Planned
from bot.outbox.choosing import awake
from bot.outbox.kinds import Dropped, Kind, Kinds, Outgoing, Rendered, Scene, number
from bot.outbox.teams import tell
from bot.ports import Store
from bot.views import project_end as view

LANE: Final = 6
USEFUL_FOR: Final = timedelta(days=7)  # late by more than that it is not asked any more
SETTLED: Final = -1


def mark(job: Job) -> int:
    """Return a number for the moment at which a job was closed, 0 where it is open."""
    return int(job.closed_at.timestamp()) if job.closed_at is not None else 0


async def thank(store: Store, job: Job, member_id: int, now: datetime) -> None:
    """Thank somebody in a team once for a project that has ended."""
    await tell(store, job, f"thanks:{job.revision}:{member_id}", member_id, now, ende=mark(job))


async def ask(store: Store, house: House, job: Job, now: datetime, step: int = 1) -> None:
    """Plan the question what became of a job that was closed now; nobody is asked more often than twice."""
    if await store.rooms.asked(job.id) not in range(step + 1):
        return
    await store.rooms.ask(job.id, step)
    await store.outbox.cancel(f"job:{job.id}:outcome:", "it was closed anew")
    due = awake(now + ASKED_AFTER, house)
    subject = {"job": job.id, "ende": mark(job), "mal": step}
    key = f"job:{job.id}:outcome:{mark(job)}:{step}"
    row = Planned(key, "job.outcome", due, subject, member_id=job.author_id, expires=due + USEFUL_FOR, lane=LANE)
    await store.outbox.plan(row)


async def may_answer(store: Store, job: Job, step: int, now: datetime) -> bool:
    """Say whether this question was asked and is still open."""
    asked_at = job.closed_at + step * ASKED_AFTER if job.closed_at is not None else None
    is_due = job.state is JobState.ASSIGNED and asked_at is not None and asked_at <= now
    return is_due and step in range(1, STEPS + 1) and await store.rooms.asked(job.id) == step


async def _ended(scene: Scene, delivery: Delivery) -> Job | None:
    """Return the job of a row while it is closed as it was then."""
    job = await scene.store.jobs.get(number(delivery.plan.subject, "job"))
    is_so = job is not None and job.state is JobState.ASSIGNED and mark(job) == number(delivery.plan.subject, "ende")
    return job if is_so else None


async def _render_thanks(scene: Scene, delivery: Delivery) -> Rendered:
    job = await _ended(scene, delivery)
    author = await scene.store.members.get(job.author_id) if job is not None else None
    if job is None or author is None or author.erase_at is not None:
        return Dropped("the job is open again, or its author is gone")
    return Outgoing(view.thanks(job, author))


async def _render_outcome(scene: Scene, delivery: Delivery) -> Rendered:
    job, step = await _ended(scene, delivery), number(delivery.plan.subject, "mal")
    author = await scene.store.members.get(job.author_id) if job is not None else None
    if job is None or author is None or not author.is_shown:
        return Dropped("the job is open again, or its author is not there")
    if not await may_answer(scene.store, job, step, scene.now):
        return Dropped("it was answered")
    return Outgoing(view.question(job, step))


KINDS = Kinds(
    {
        "team.thanks": Kind("team.thanks", _render_thanks, reminds=True),
        "job.outcome": Kind("job.outcome", _render_outcome, reminds=True),
    },
    {},
)
