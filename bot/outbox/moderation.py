"""What goes out about jobs that do not belong: to organisers, to the author, to who may post none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from bot.domain.jobs import POST_SHOWN, Job, JobState
from bot.domain.members import Member
from bot.domain.moderation import Block, Report
from bot.domain.people import Address
from bot.domain.places import Place, membership
from bot.domain.sending import Delivery, Errand, Planned, Subject
from bot.domain.whereabouts import questions, ways
from bot.outbox.kinds import Dropped, Kind, Kinds, Outgoing, Rendered, Scene, number
from bot.outbox.organisers import elsewhere, to_organisers
from bot.views import moderation as view

LANE: Final = 2
ASKED_FOR: Final = timedelta(minutes=10)  # so long a report waits to be told whether its author reads along


async def tell_report(scene: Scene, report: Report, author_id: int) -> None:
    """Tell organisers of a report, once per member and job; another one first where the author is one of them."""
    subject: Subject = {"job": report.job_id, "member": report.member_id}
    key = f"report:{report.job_id}:{report.member_id}"
    await scene.store.outbox.plan(*await to_organisers(scene, key, "orga.report", subject, last=author_id))


async def tell_closed(scene: Scene, job: Job) -> None:
    """Tell the author that organisers have closed the job."""
    await _tell(scene, f"job:{job.id}:by-organisers:{job.revision}", "orga.closed", job.author_id, {"job": job.id})


async def tell_removed(scene: Scene, job: Job, reason: str) -> None:
    """Tell the author why organisers have removed the job, and give the text back: the row itself holds it."""
    subject: Subject = {"job": job.id, "titel": job.title, "text": job.text[:POST_SHOWN], "grund": reason}
    await _tell(scene, f"job:{job.id}:removed", "orga.removed", job.author_id, subject)


async def tell_blocked(scene: Scene, block: Block) -> None:
    """Tell somebody that they may post no jobs, and why."""
    stamp = int(block.at.timestamp())
    await _tell(scene, f"block:{block.member_id}:{stamp}", "orga.blocked", block.member_id, {"seit": stamp})


async def tell_unblocked(scene: Scene, member_id: int) -> None:
    """Tell somebody that they may post jobs again."""
    await _tell(scene, f"unblock:{member_id}:{int(scene.now.timestamp())}", "orga.unblocked", member_id, {})


async def _tell(scene: Scene, key: str, kind: str, member_id: int, subject: Subject) -> None:
    await scene.store.outbox.plan(Planned(key, kind, scene.now, subject, member_id=member_id, lane=LANE))


async def _render_report(scene: Scene, delivery: Delivery) -> Rendered:
    job = await scene.store.jobs.get(number(delivery.plan.subject, "job"))
    reporter = await scene.store.members.get(number(delivery.plan.subject, "member"))
    author = await scene.store.members.get(job.author_id) if job is not None else None
    if job is None or job.state is JobState.DELETED or author is None or reporter is None:
        return Dropped("the job or who reported it is gone")
    report = await scene.store.moderation.reported(job.id, reporter.id)
    if report is None:
        return Dropped("the report is gone")
    named = None if await _reads_along(scene, delivery, author) else reporter
    return Outgoing(view.report(job, author, named, report.reason, private=delivery.plan.place_id is None))


async def _reads_along(scene: Scene, delivery: Delivery, author: Member) -> bool:
    """Say whether the author may read a report: as an organiser, or in the place; where nobody knows, they may."""
    keys = [membership(place.id, address) for place, address in await _ways_there(scene, delivery, author)]
    answers = await scene.store.outbox.answers(keys, scene.now)
    is_organiser = not scene.house.community.organisers.isdisjoint(author.addresses)
    return is_organiser or any(answers.get(key) != "no" for key in keys)


async def _ways_there(scene: Scene, delivery: Delivery, author: Member) -> list[tuple[Place, Address]]:
    place = await scene.store.places.get(delivery.plan.place_id or 0)
    return ways((place,), author.addresses) if place is not None else []


async def _is_author_there(scene: Scene, delivery: Delivery) -> Iterable[Errand]:
    job = await scene.store.jobs.get(number(delivery.plan.subject, "job"))
    author = await scene.store.members.get(job.author_id) if job is not None else None
    if author is None or delivery.plan.due + ASKED_FOR <= scene.now:
        return ()
    return questions(await _ways_there(scene, delivery, author), scene.now)


async def _render_closed(scene: Scene, delivery: Delivery) -> Rendered:
    job = await scene.store.jobs.get(number(delivery.plan.subject, "job"))
    if job is None or job.state is not JobState.WITHDRAWN:
        return Dropped("the job is open again or gone")
    return Outgoing(view.closed_by_organisers(job.title))


async def _render_removed(_scene: Scene, delivery: Delivery) -> Rendered:
    said = delivery.plan.subject
    return Outgoing(view.removed(str(said.get("titel", "")), str(said.get("grund", "")), str(said.get("text", ""))))


async def _render_blocked(scene: Scene, delivery: Delivery) -> Rendered:
    block = await scene.store.moderation.blocked(delivery.plan.member_id or 0)
    if block is None or int(block.at.timestamp()) != number(delivery.plan.subject, "seit"):
        return Dropped("they may post again")
    return Outgoing(view.blocked(block.reason))


async def _render_unblocked(scene: Scene, delivery: Delivery) -> Rendered:
    if await scene.store.moderation.blocked(delivery.plan.member_id or 0) is not None:
        return Dropped("they are blocked again")
    return Outgoing(view.unblocked())


KINDS = Kinds(
    {
        kind.name: kind
        for kind in (
            Kind("orga.report", _render_report, reminds=True, needs=_is_author_there, unreachable=elsewhere),
            Kind("orga.closed", _render_closed, reminds=True),
            Kind("orga.removed", _render_removed, reminds=True),
            Kind("orga.blocked", _render_blocked, reminds=True),
            Kind("orga.unblocked", _render_unblocked, reminds=True),
        )
    },
    {},
)
