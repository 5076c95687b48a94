"""What goes out for teams: who is told of an interest, an answer to it, a seat that is taken or free again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.context import House
from bot.domain.jobs import Interest, InterestState, Job, JobPart, JobState
from bot.domain.members import Member
from bot.domain.sending import Delivery, Planned
from bot.domain.teams import Standing, contact_of, standings
from bot.matching.people.reasons import tag_reason
from bot.outbox.kinds import Dropped, Kind, Kinds, Outgoing, Rendered, Scene, number
from bot.ports import Store
from bot.talk.text import Spans
from bot.views import teams as view

LANE: Final = 2
SEAT: Final = "team.seat"
QUESTION: Final = "team.question"
UNREACHED: Final = "team.unreached"
ENDED: Final = (JobState.WITHDRAWN, JobState.DELETED)
_AWAITED: Final = (SEAT, QUESTION)  # somebody counts on their being read


async def standing(store: Store, job: Job) -> tuple[Standing, ...]:
    """Return how the parts of a job stand."""
    return standings(job, await store.jobs.seats(job.id), await alive(store, job))


async def alive(store: Store, job: Job) -> list[Interest]:
    """Return the interests of those who are still there, the oldest first."""
    return list(await store.jobs.wishes(job.id))


async def sitting(store: Store, job: Job, found: Iterable[Standing]) -> Mapping[int, Member]:
    """Return who sits at the parts of a job or was its author before, without all those who are interested in it."""
    ids = {job.former_id or 0, *(seat.member_id for one in found for seat in one.seats)}
    members = await store.members.many(sorted(ids))
    return {member.id: member for member in members.values() if member.erase_at is None}


async def people_of(store: Store, job: Job) -> Mapping[int, Member]:
    """Return who sits at a job, is interested in it, or was its author before."""
    seats, wishes = await store.jobs.seats(job.id), await store.jobs.interests(job.id)
    ids = {job.former_id or 0, *(seat.member_id for seat in seats), *(wish.member_id for wish in wishes)}
    found = await store.members.many(sorted(ids))
    return {member.id: member for member in found.values() if member.erase_at is None}


def candidates(
    house: House,
    job: Job,
    wishes: Sequence[Interest],
    people: Mapping[int, Member],
    now: datetime,
    by: Mapping[int, Spans],
) -> list[view.Candidate]:
    """Return who waits for an answer and why each fits, as far as they may be shown; the oldest first.

    Who is interested in one part is read with what fits that part alone. `by` says who recommended whom.
    """
    found = []
    for wish in wishes:
        member = people.get(wish.member_id)
        if member is None or wish.state is not InterestState.WAITING:
            continue
        parts = [part for part in job.parts if part.key == wish.part] or job.parts
        above, language = house.vocabulary.ancestors, house.community.language
        reason = tag_reason(member, parts, house.today(now), language, above) if member.is_findable else ()
        words = " · ".join(words for words in reason if words)
        found.append(view.Candidate(member, wish, words, by.get(member.id)))
    return found


async def speaker(store: Store, job: Job) -> Member | None:
    """Return who speaks with the customer; the author where the one who agreed to it is being forgotten."""
    found = await store.members.get(contact_of(job, await store.jobs.seats(job.id)))
    return found if found is not None and found.erase_at is None else await store.members.get(job.author_id)


async def tell(store: Store, job: Job, what: str, member_id: int, now: datetime, **subject: str | int) -> None:
    """Plan a private message of the kind "team." and the first word of `what`, which makes its key.

    Whom nothing private reaches now gets it later; who waits for them to read it hears of that.
    """
    kind = f"team.{what.partition(':')[0]}"
    plan = Planned(f"job:{job.id}:{what}", kind, now, {"job": job.id, **subject}, member_id=member_id, lane=LANE)
    await store.outbox.plan(plan)
    member = await store.members.get(member_id) if kind in _AWAITED else None
    if member is not None and member.is_closed(now):
        await store.outbox.plan(_unreached(job, plan, now))


def _unreached(job: Job, plan: Planned, now: datetime) -> Planned:
    """Return what the author, or who has asked, reads instead of an answer."""
    subject = {**plan.subject, "wen": plan.member_id or 0, "was": plan.kind}
    to = number(subject, "wer") if plan.kind == QUESTION else job.author_id
    return Planned(f"{plan.key}:unreached", UNREACHED, now, subject, member_id=to, lane=LANE)


async def tell_waiting(store: Store, job: Job, part: JobPart, now: datetime) -> int:
    """Tell those who wait for a part that it is taken now, once each time it fills; return how many that are."""
    found = next(one for one in await standing(store, job) if one.part.key == part.key)
    for wish in found.waiting:
        what = f"full:{part.key}:{job.revision}:{wish.member_id}"
        await tell(store, job, what, wish.member_id, now, teil=part.key)
    return len(found.waiting)


async def has_a_seat(store: Store, job: Job, member_id: int | None) -> bool:
    """Say whether somebody has a seat in any part."""
    return any(seat.member_id == member_id for seat in await store.jobs.seats(job.id))


async def job_of(scene: Scene, delivery: Delivery) -> Job | None:
    """Return the job of a row."""
    return await scene.store.jobs.get(number(delivery.plan.subject, "job"))


def part_of(job: Job, delivery: Delivery) -> JobPart | None:
    """Return the part that a row is about, while the job has it."""
    return job.part(str(delivery.plan.subject.get("teil", "")))


async def _sits(scene: Scene, job: Job, delivery: Delivery) -> bool:
    part, member = delivery.plan.subject.get("teil"), delivery.plan.member_id
    return any((seat.part, seat.member_id) == (part, member) for seat in await scene.store.jobs.seats(job.id))


async def _taken(scene: Scene, job: Job, delivery: Delivery) -> JobPart | None:
    """Return the part in which a row gave somebody a seat; one that has gone into another is that one."""
    seats = await scene.store.jobs.seats(job.id)
    theirs = [seat.part for seat in seats if seat.member_id == delivery.plan.member_id]
    part = part_of(job, delivery)
    if part is not None:
        return part if part.key in theirs else None
    return job.part(theirs[0]) if len(theirs) == 1 else None


async def _render_seat(scene: Scene, delivery: Delivery) -> Rendered:
    job = await job_of(scene, delivery)
    part = await _taken(scene, job, delivery) if job is not None else None
    contact = await speaker(scene.store, job) if job is not None else None
    if job is None or part is None or contact is None:
        return Dropped("the seat is free again")
    return Outgoing(view.accepted(job, part, contact))


async def _render_declined(scene: Scene, delivery: Delivery) -> Rendered:
    job = await job_of(scene, delivery)
    part = str(delivery.plan.subject.get("teil", ""))
    wishes = await scene.store.jobs.interests(job.id) if job is not None else ()
    is_so = any(
        (wish.member_id, wish.part, wish.state) == (delivery.plan.member_id, part, InterestState.DECLINED)
        for wish in wishes
    )
    return Outgoing(view.declined(job)) if job is not None and is_so else Dropped("the answer was taken back")


async def _render_full(scene: Scene, delivery: Delivery) -> Rendered:
    job = await job_of(scene, delivery)
    part = part_of(job, delivery) if job is not None else None
    if job is None or part is None or job.state is not JobState.OPEN or await _sits(scene, job, delivery):
        return Dropped("they are not waiting any more")
    found = next(one for one in await standing(scene.store, job) if one.part.key == part.key)
    is_waiting = any(wish.member_id == delivery.plan.member_id for wish in found.waiting)
    return Outgoing(view.full(job, part)) if is_waiting and not found.free else Dropped("a seat is free again")


async def _render_freed(scene: Scene, delivery: Delivery) -> Rendered:
    job = await job_of(scene, delivery)
    if job is None or await _sits(scene, job, delivery):
        return Dropped("they sit there again")
    return Outgoing(view.freed(job, part_of(job, delivery)))


async def _render_lost(scene: Scene, delivery: Delivery) -> Rendered:
    job = await job_of(scene, delivery)
    if job is None or job.state is not JobState.OPEN:
        return Dropped("the job is closed")
    return Outgoing(view.lost(job))


async def _render_left(scene: Scene, delivery: Delivery) -> Rendered:
    job = await job_of(scene, delivery)
    member = await scene.store.members.get(number(delivery.plan.subject, "wer"))
    if job is None or member is None or member.erase_at is not None or job.state is JobState.DELETED:
        return Dropped("the job or the member is gone")
    part = part_of(job, delivery)
    found = [one for one in await standing(scene.store, job) if part is not None and one.part.key == part.key]
    spoke = delivery.plan.subject.get("sprach") == 1
    return Outgoing(view.left(job, part, member, sum(len(one.waiting) for one in found), spoke=spoke))


async def _render_complete(scene: Scene, delivery: Delivery) -> Rendered:
    job = await job_of(scene, delivery)
    if job is None or job.state is not JobState.OPEN:
        return Dropped("the job is closed")
    found = await standing(scene.store, job)
    if any(one.free for one in found):
        return Dropped("a seat is free again")
    room = await scene.store.rooms.of(job.id)
    is_new = room is not None and room.number == delivery.plan.subject.get("stand")
    people = await people_of(scene.store, job)
    return Outgoing(view.complete(job, found, people, has_room=room is not None, is_new=is_new))


async def _render_question(scene: Scene, delivery: Delivery) -> Rendered:
    job = await job_of(scene, delivery)
    subject = delivery.plan.subject
    asker = await scene.store.members.get(number(subject, "wer"))
    if job is None or asker is None or asker.erase_at is not None or job.state is JobState.DELETED:
        return Dropped("the job or who asked is gone")
    to_author = delivery.plan.member_id == job.author_id
    words, part = str(subject.get("worte", "")), str(subject.get("teil", ""))
    return Outgoing(view.question(job, asker, words, to_author=to_author, part=part))


async def _unreachable(scene: Scene, delivery: Delivery) -> Iterable[Planned]:
    job = await job_of(scene, delivery)
    return (_unreached(job, delivery.plan, scene.now),) if job is not None else ()


async def _render_unreached(scene: Scene, delivery: Delivery) -> Rendered:
    job, subject = await job_of(scene, delivery), delivery.plan.subject
    member = await scene.store.members.get(number(subject, "wen"))
    if job is None or member is None or member.erase_at is not None or job.state is JobState.DELETED:
        return Dropped("the job or the member is gone")
    if subject.get("was") == QUESTION:
        return Outgoing(view.unread(job, member))
    seats = {(seat.part, seat.member_id) for seat in await scene.store.jobs.seats(job.id)}
    if (subject.get("teil"), member.id) not in seats:
        return Dropped("the seat is free again")
    return Outgoing(view.unaware(job, part_of(job, delivery), member))


def _kinds() -> Iterable[Kind]:
    renders = {
        SEAT: _render_seat,
        "team.declined": _render_declined,
        "team.full": _render_full,
        "team.freed": _render_freed,
        "team.lost": _render_lost,
        "team.left": _render_left,
        "team.complete": _render_complete,
        QUESTION: _render_question,
        UNREACHED: _render_unreached,
    }
    return (
        Kind(name, render, reminds=True, unreachable=_unreachable if name in _AWAITED else None)
        for name, render in renders.items()
    )


KINDS = Kinds({kind.name: kind for kind in _kinds()}, {})
