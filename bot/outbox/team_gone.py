"""What an author reads when somebody in their team is not there any more, or is there again."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.domain.jobs import Job, JobPart, Seat
from bot.domain.sending import Delivery, Outcome
from bot.outbox.kinds import Dropped, Kind, Kinds, Outgoing, Rendered, Scene
from bot.outbox.teams import ENDED, job_of, part_of, people_of, sitting, standing, tell
from bot.ports import Store
from bot.views import teams as view

UNTOLD: Final = (Outcome.WAITING, Outcome.UNREACHABLE, Outcome.DROPPED, Outcome.REFUSED)


async def tell_missing(store: Store, job: Job, now: datetime) -> None:
    """Tell an author who in the team is not there any more, as far as they have not heard of it."""
    people = await people_of(store, job)
    for seat in await store.jobs.seats(job.id):
        if seat.member_id not in people and not await _has_heard(store, job, seat):
            await _tell_gone(store, job, seat, now)


async def gone(store: Store, member_id: int, now: datetime) -> None:
    """Tell each author in whose team somebody sits that somebody there is gone, without who; the seats stay."""
    for seat in await store.jobs.seats_of(member_id):
        job = await store.jobs.get(seat.job_id)
        if job is not None and member_id != job.author_id:
            await _tell_gone(store, job, seat, now)


async def back(store: Store, member_id: int, now: datetime) -> None:
    """Tell each author who heard that somebody was gone that they are there again; what nobody heard is taken back."""
    for seat in await store.jobs.seats_of(member_id):
        job = await store.jobs.get(seat.job_id)
        has_heard = job is not None and await _has_heard(store, job, seat)
        await store.outbox.cancel(_gone_key(seat), "they are there again")
        if job is not None and member_id != job.author_id and has_heard:
            await tell(store, job, f"back:{member_id}:{seat.part}:{job.revision}", job.author_id, now, teil=seat.part)


def _gone_key(seat: Seat) -> str:
    return f"job:{seat.job_id}:gone:{seat.member_id}:{seat.part}:"


async def _tell_gone(store: Store, job: Job, seat: Seat, now: datetime) -> None:
    what = f"gone:{seat.member_id}:{seat.part}:{job.revision}"
    await tell(store, job, what, job.author_id, now, teil=seat.part)


async def _has_heard(store: Store, job: Job, seat: Seat) -> bool:
    """Say whether the author heard, the last time, that whoever has a seat is not there any more."""
    row = await store.outbox.newest(_gone_key(seat))
    return row is not None and row.plan.member_id == job.author_id and row.outcome not in UNTOLD


async def _render_gone(scene: Scene, delivery: Delivery) -> Rendered:
    job = await job_of(scene, delivery)
    if job is None or job.state in ENDED:
        return Dropped("there is no team any more")
    part = part_of(job, delivery)
    return Outgoing(view.gone(job, part, is_held=await _is_missed(scene, job, part)))


async def _render_back(scene: Scene, delivery: Delivery) -> Rendered:
    job = await job_of(scene, delivery)
    part = part_of(job, delivery) if job is not None else None
    if job is None or part is None or job.state in ENDED:
        return Dropped("there is no team any more")
    is_missed = await _is_missed(scene, job, part)
    return Dropped("somebody is missing again") if is_missed else Outgoing(view.back(job, part))


async def _is_missed(scene: Scene, job: Job, part: JobPart | None) -> bool:
    """Say whether somebody who has a seat in a part is not there any more."""
    found = [one for one in await standing(scene.store, job) if one.part == part]
    there = await sitting(scene.store, job, found)
    return any(seat.member_id not in there for one in found for seat in one.seats)


_RENDERS = {"team.gone": _render_gone, "team.back": _render_back}

KINDS = Kinds({name: Kind(name, render, reminds=True) for name, render in _RENDERS.items()}, {})
