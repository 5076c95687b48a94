"""What goes out when a job that a team sits at or waits for ends, or is open again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.jobs import InterestState, Job, JobState
from bot.domain.sending import Delivery
from bot.domain.teams import gap, meant
from bot.outbox.kinds import Dropped, Kind, Kinds, Outgoing, Rendered, Scene
from bot.outbox.team_gone import UNTOLD, tell_missing
from bot.outbox.teams import ENDED, alive, has_a_seat, job_of, people_of, standing, tell
from bot.ports import Store
from bot.views import team_ends as view


async def tell_unanswered(store: Store, job: Job, now: datetime) -> None:
    """Tell those who wait for something that is still free how a job closed; the others know that it is taken.

    Who could not be told that a part is taken hears this instead while the job is closed, and who has a seat as well
    reads of that seat.
    """
    what = "assigned" if job.state is JobState.ASSIGNED else "over"
    free = gap(await standing(store, job))
    rows = [await store.outbox.by_key(key) for key in await store.outbox.waiting(f"job:{job.id}:full:")]
    unaware = {row.plan.member_id for row in rows if row is not None}
    waiting = [wish for wish in await alive(store, job) if wish.state is InterestState.WAITING]
    untold = {
        wish.member_id
        for wish in waiting
        if not job.parts or wish.member_id in unaware or any(part in free for part in meant(job, wish))
    }
    for member_id in sorted(untold):
        await tell(store, job, f"{what}:{member_id}:{job.revision}", member_id, now)


async def tell_over(store: Store, job: Job, now: datetime) -> None:
    """Tell everybody who has a seat once that the job is withdrawn or deleted."""
    for member_id in await _seated(store, job):
        await tell(store, job, f"over:{member_id}:{job.revision}", member_id, now)


async def tell_again(store: Store, job: Job, now: datetime) -> None:
    """Tell everybody who has a seat or waits, and has heard that the job is over, that it is open again.

    Who is not there any more hears nothing: of them the author hears, who was told nothing while there was no team.
    """
    await tell_missing(store, job, now)
    people = await people_of(store, job)
    for member_id in sorted({*await _seated(store, job), *await _waiting(store, job)} & people.keys()):
        if await _knows_the_end(store, job, member_id):
            await tell(store, job, f"again:{member_id}:{job.revision}", member_id, now)


async def forget_untold(store: Store, job: Job) -> None:
    """Forget what nobody could be told of the end of a job that is open again."""
    for what in ("over", "assigned"):
        await store.outbox.cancel(f"job:{job.id}:{what}:", "the job is open again")


async def _knows_the_end(store: Store, job: Job, member_id: int) -> bool:
    """Say whether the last that somebody heard of a job is that it is over."""
    over, again = [await store.outbox.newest(f"job:{job.id}:{what}:{member_id}:") for what in ("over", "again")]
    return over is not None and over.outcome not in UNTOLD and (again is None or again.id < over.id)


async def _waiting(store: Store, job: Job) -> set[int]:
    """Return the ids of all who wait for an answer and are still there."""
    return {wish.member_id for wish in await alive(store, job) if wish.state is InterestState.WAITING}


async def _seated(store: Store, job: Job) -> Sequence[int]:
    """Return the ids of all who have a seat, but for the author."""
    return sorted({seat.member_id for seat in await store.jobs.seats(job.id)} - {job.author_id})


async def _render_assigned(scene: Scene, delivery: Delivery) -> Rendered:
    job = await job_of(scene, delivery)
    if job is None or job.state is not JobState.ASSIGNED:
        return Dropped("the job is open again or gone")
    return await _render_unanswered(scene, job, delivery)


async def _render_unanswered(scene: Scene, job: Job, delivery: Delivery) -> Rendered:
    is_waiting = delivery.plan.member_id in await _waiting(scene.store, job)
    return Outgoing(view.unanswered(job)) if is_waiting else Dropped("they do not wait any more")


async def _render_over(scene: Scene, delivery: Delivery) -> Rendered:
    job = await job_of(scene, delivery)
    if job is None or job.state not in (*ENDED, JobState.EXPIRED):
        return Dropped("the job is open again or gone")
    is_seated = job.state in ENDED and await has_a_seat(scene.store, job, delivery.plan.member_id)
    return Outgoing(view.over(job)) if is_seated else await _render_unanswered(scene, job, delivery)


async def _render_again(scene: Scene, delivery: Delivery) -> Rendered:
    job = await job_of(scene, delivery)
    if job is None or job.state is not JobState.OPEN:
        return Dropped("the job is closed again")
    is_seated = await has_a_seat(scene.store, job, delivery.plan.member_id)
    if not is_seated and delivery.plan.member_id not in await _waiting(scene.store, job):
        return Dropped("they have no seat any more and do not wait")
    return Outgoing(view.again(job, is_seated=is_seated))


_RENDERS = {
    "team.assigned": _render_assigned,
    "team.over": _render_over,
    "team.again": _render_again,
}

KINDS = Kinds({name: Kind(name, render, reminds=True) for name, render in _RENDERS.items()}, {})
