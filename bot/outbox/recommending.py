"""What goes out for a recommendation: one private question to who was recommended, and nothing to anybody else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from bot.context import House
from bot.domain.handing_on import OFFER_LIVES, Recommendation
from bot.domain.jobs import Job, JobState
from bot.domain.sending import Delivery, Planned, Posting, ShownAs
from bot.outbox.choosing import awake
from bot.outbox.kinds import Dropped, Held, Kind, Kinds, Outgoing, Rendered, Scene, number
from bot.ports import Store
from bot.talk.answers import Reply
from bot.talk.strange import one_line
from bot.talk.text import Spans
from bot.views import recommending as view

KIND: Final = "job.recommended"
UNREACHED: Final = "job.unrecommended"
OBJECT: Final = "recommendation"
LANE: Final = 3


async def ask(store: Store, house: House, one: Recommendation, now: datetime) -> None:
    """Plan the question, once a job and person; who recommends hears where it waits, since nothing gets through."""
    due, subject = awake(now, house), {"empfehlung": one.id, "job": one.job_id, "member": one.by_id}
    key = f"recommendation:{one.id}"
    expires = due + OFFER_LIVES
    await store.outbox.plan(Planned(key, KIND, due, subject, member_id=one.member_id, expires=expires, lane=LANE))
    member = await store.members.get(one.member_id)
    if member is not None and member.is_closed(now):
        await store.outbox.plan(_unreached(one, now))


def _unreached(one: Recommendation, now: datetime) -> Planned:
    subject = {"empfehlung": one.id, "job": one.job_id}
    return Planned(f"recommendation:{one.id}:unreached", UNREACHED, now, subject, member_id=one.by_id, lane=LANE)


async def follow(store: Store, job: Job) -> None:
    """Let the questions about a job that is not open any more show it."""
    if job.state is not JobState.OPEN:
        await show_anew(store, job)


async def show_anew(store: Store, job: Job) -> None:
    """Let the questions about a job that was closed or opened again show it."""
    for one in await store.recommendations.of_job(job.id):
        await store.outbox.want(OBJECT, one.id, job.revision)


async def between(store: Store, one: int, other: int, now: datetime) -> None:
    """Take away the questions that two members who become one put to each other, or about a job of the other."""
    both = {one, other}
    for found in (*await store.recommendations.of_member(one), *await store.recommendations.of_member(other)):
        job = await store.jobs.get(found.job_id)
        if found.member_id in both and (found.by_id in both or (job is not None and job.author_id in both)):
            await store.outbox.remove_at(OBJECT, found.id, now)


async def recommenders(store: Store, job: Job) -> Mapping[int, Spans]:
    """Return who recommended those who agreed to it, by whom they recommended, as far as they may be named."""
    taken = [one for one in await store.recommendations.of_job(job.id) if one.is_taken]
    members = await store.members.many([one.by_id for one in taken])
    return {
        one.member_id: one_line(by.name, 60) if (by := members.get(one.by_id)) and by.is_findable else view.BY_SOMEBODY
        for one in taken
    }


async def _render(scene: Scene, delivery: Delivery) -> Rendered:
    one = await scene.store.recommendations.get(number(delivery.plan.subject, "empfehlung"))
    job = await scene.store.jobs.get(one.job_id) if one is not None else None
    member = await scene.store.members.get(one.member_id) if one is not None else None
    author = await scene.store.members.get(job.author_id) if job is not None else None
    if one is None or job is None or job.state is not JobState.OPEN or author is None or author.erase_at is not None:
        return Dropped("the job is closed")
    if member is None or not member.is_findable or member.id == author.id or one.is_taken is not None:
        return Dropped("they are not to be asked any more")
    if await scene.store.recommendations.stopped(member.id) is not None:
        return Dropped("they want no such questions")
    if any(wish.member_id == member.id for wish in await scene.store.jobs.interests(job.id)):
        return Dropped("they are interested already")
    if (later := awake(scene.now, scene.house)) > scene.now:
        return Held(later, "nobody is asked at night")
    by = await scene.store.members.get(one.by_id)
    return Outgoing(view.question(one, job, by), stands_as=ShownAs(OBJECT, one.id, "question"), shown=job.revision)


async def _copy(scene: Scene, posting: Posting) -> Reply | Dropped:
    one = await scene.store.recommendations.get(posting.what.object_id)
    job = await scene.store.jobs.get(one.job_id) if one is not None else None
    if one is None or job is None or job.state is JobState.DELETED:
        return Dropped("the job is gone")
    is_open = job.state is JobState.OPEN and one.is_taken is None
    by = await scene.store.members.get(one.by_id)
    return view.question(one, job, by) if is_open else view.settled(one, job)


async def _unreachable(scene: Scene, delivery: Delivery) -> Iterable[Planned]:
    one = await scene.store.recommendations.get(number(delivery.plan.subject, "empfehlung"))
    return (_unreached(one, scene.now),) if one is not None else ()


async def _render_unreached(scene: Scene, delivery: Delivery) -> Rendered:
    one = await scene.store.recommendations.get(number(delivery.plan.subject, "empfehlung"))
    job = await scene.store.jobs.get(one.job_id) if one is not None else None
    member = await scene.store.members.get(one.member_id) if one is not None else None
    if one is None or job is None or job.state is not JobState.OPEN or one.is_taken is not None:
        return Dropped("nothing is asked any more")
    if member is None or not member.is_findable:
        return Dropped("they are not to be asked any more")
    return Outgoing(view.unreached(job, member))


KINDS = Kinds(
    {
        KIND: Kind(KIND, _render, reminds=True, unreachable=_unreachable),
        UNREACHED: Kind(UNREACHED, _render_unreached, reminds=True),
    },
    {OBJECT: _copy},
)
