"""What goes out when it is settled who speaks and who signs with the customer."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.jobs import Job
from bot.domain.members import Member
from bot.domain.sending import Delivery
from bot.outbox.kinds import Dropped, Kind, Kinds, Outgoing, Rendered, Scene, number
from bot.outbox.teams import speaker, tell
from bot.ports import Store
from bot.views import team_contact as view


async def ask(store: Store, job: Job, member_id: int, now: datetime) -> None:
    """Ask somebody whether they speak with the customer from now on."""
    await tell(store, job, f"asked:{member_id}:{job.revision}", member_id, now)


async def tell_refused(store: Store, job: Job, member_id: int, now: datetime) -> None:
    """Tell the author that somebody would rather not."""
    await tell(store, job, f"refused:{member_id}:{job.revision}", job.author_id, now, wer=member_id)


async def tell_team(store: Store, job: Job, what: str, was: int | str, by: int, now: datetime) -> None:
    """Tell the author, the team and who speaks, without who did it; `what` is "contact" or "signing".

    `was` is who spoke before, or how it was signed. Who could not be told of that yet hears of the newest alone, and
    nobody hears what they know.
    """
    sitting = {seat.member_id for seat in await store.jobs.seats(job.id)}
    found = await speaker(store, job)
    sitting |= {found.id} if found is not None else set()
    stands = str(job.signing) if what == "signing" else str(found.id if found is not None else 0)
    for member_id in sorted({job.author_id, *sitting} - {by}):
        untold = await store.outbox.waiting(f"job:{job.id}:{what}:{member_id}:")
        row = await store.outbox.by_key(untold[0]) if untold else None
        known = str(row.plan.subject.get("vorher", was) if row is not None else was)
        await store.outbox.drop(untold, "something newer is told")
        if known != stands:
            await tell(store, job, f"{what}:{member_id}:{job.revision}", member_id, now, stand=stands, vorher=known)


async def follow(store: Store, member_id: int, now: datetime) -> None:
    """Tell each team for which somebody speaks who is just gone, or back, who does so from now on."""
    sits = [seat.job_id for seat in await store.jobs.seats_of(member_id)]
    handed = [offer.job_id for offer in await store.handovers.of_member(member_id)]
    for job_id in dict.fromkeys((*sits, *handed)):
        job = await store.jobs.get(job_id)
        if job is not None and job.has_a_team and job.author_id != member_id == job.contact_id:
            drawn_anew = replace(job, revision=job.revision + 1)
            found = await speaker(store, job)
            was = job.author_id if found is not None and found.id == member_id else member_id
            await tell_team(store, drawn_anew, "contact", was, member_id, now)


async def tell_newcomer(store: Store, job: Job, member_id: int, now: datetime) -> None:
    """Tell somebody who took a seat over who signs, where that is settled; with a *Zusage* it is read at once."""
    if job.signing is not None:
        await tell(store, job, f"signing:{member_id}:{job.revision}", member_id, now, stand=str(job.signing), vorher="")


async def _job_of(scene: Scene, delivery: Delivery) -> Job | None:
    found = await scene.store.jobs.get(number(delivery.plan.subject, "job"))
    return found if found is not None and found.has_a_team else None


async def _alive(scene: Scene, member_id: int) -> Member | None:
    found = await scene.store.members.get(member_id)
    return found if found is not None and found.erase_at is None else None


async def _render_asked(scene: Scene, delivery: Delivery) -> Rendered:
    job = await _job_of(scene, delivery)
    author = await _alive(scene, job.author_id) if job is not None else None
    if job is None or author is None or job.contact_asked_id != delivery.plan.member_id:
        return Dropped("nobody asks any more")
    return Outgoing(view.ask(job, author))


async def _render_refused(scene: Scene, delivery: Delivery) -> Rendered:
    job = await _job_of(scene, delivery)
    member = await _alive(scene, number(delivery.plan.subject, "wer"))
    if job is None or member is None:
        return Dropped("the job or the member is gone")
    return Outgoing(view.refused(job, member))


async def _render_contact(scene: Scene, delivery: Delivery) -> Rendered:
    job = await _job_of(scene, delivery)
    found = await speaker(scene.store, job) if job is not None else None
    if job is None or found is None or str(found.id) != delivery.plan.subject.get("stand"):
        return Dropped("somebody else speaks with the customer by now")
    return Outgoing(view.changed(job, found, delivery.plan.member_id or 0))


async def _render_signing(scene: Scene, delivery: Delivery) -> Rendered:
    job = await _job_of(scene, delivery)
    if job is None or job.signing is None or str(job.signing) != delivery.plan.subject.get("stand"):
        return Dropped("it was settled in another way by now")
    return Outgoing(view.signing(job, job.signing, to_author=False))


_RENDERS = {
    "team.asked": _render_asked,
    "team.refused": _render_refused,
    "team.contact": _render_contact,
    "team.signing": _render_signing,
}

KINDS = Kinds({name: Kind(name, render, reminds=True) for name, render in _RENDERS.items()}, {})
