"""What the house clears away by itself: people whose time has come first, then drafts and what else is past its time.

Erasing loses nothing to a kill: the date stands with the member until the one transaction that erases them, so that
the next round finds whom the last one did not reach. Copies of what they wrote are asked to go in that transaction.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final, TypeVar

from bot.domain.events import Event, EventState
from bot.domain.jobs import DRAFT_LIVES, Job, JobState
from bot.domain.outcomes import oldest_kept
from bot.outbox import handing_on, proposals, rooms
from bot.outbox.events import recount
from bot.outbox.expiry import expire
from bot.outbox.jobs import close_job, end_offer
from bot.ports import Storage, Store
from bot.reporting import reported

T = TypeVar("T")

DELETED_KEPT: Final = timedelta(hours=1)  # until the cards have gone
CLOSED_KEPT: Final = timedelta(days=90)
PROPOSALS_KEPT: Final = timedelta(days=30)  # of events that were never announced
REMINDED_KEPT: Final = timedelta(days=30)  # so long a reminder that came can be put off


@dataclass(slots=True)
class Round:
    """One round of tidying: how many people were erased, and how many steps failed.

    A step is a transaction of its own. One that fails is reported and keeps no other from being done.
    """

    storage: Storage
    now: datetime
    erased: int = 0
    failed: int = 0

    async def step(self, doing: str, act: Callable[[Store], Awaitable[T]]) -> T | None:
        """Do one step and return what comes out; None where it fails."""
        try:
            async with self.storage.begin() as store:
                return await act(store)
        except Exception as error:  # noqa: BLE001 - one bad row must not keep all others
            self._has_failed(error, doing)
        return None

    async def each(self, doing: str, store: Store, things: Iterable[T], act: Callable[[T], Awaitable[None]]) -> None:
        """Do the same to several things within a step; where it fails for one, that one stays as it was."""
        for thing in things:
            try:
                async with store.savepoint():
                    await act(thing)
            except Exception as error:  # noqa: BLE001 - as above
                self._has_failed(error, doing)

    async def erase_traces(self) -> None:
        """Overwrite what erased people left in the files, also in a round before that failed here."""
        try:
            await self.storage.erase_left_traces()
        except Exception as error:  # noqa: BLE001 - as above; the disk may be too full to rebuild the file
            self._has_failed(error, "erasing traces")

    def _has_failed(self, error: Exception, doing: str) -> None:
        reported(error, doing)
        self.failed += 1


async def tidy(storage: Storage, now: datetime) -> Round:
    """Erase who is due, then delete what is past its time, and return what came of it; nothing is raised."""
    done = Round(storage, now)
    for member_id in await done.step("looking who is to be erased", lambda store: store.members.to_erase(now)) or ():
        erased = await done.step("erasing a member", partial(_erased, member_id=member_id, now=now))
        done.erased += erased is True
    await done.step("closing jobs whose time is over", partial(_expire_jobs, done))
    await done.step("ending offers whose time is over", partial(_end_offers, done))
    await done.step("deleting old jobs", partial(_drop_jobs, done))
    await done.step("deleting old drafts", partial(_drop_drafts, done))
    await done.step("deleting old proposals", partial(_drop_proposals, done))
    await done.step("deleting old reminders", lambda store: store.events.drop_reminders(now - REMINDED_KEPT))
    await done.step("deleting old figures", lambda store: store.rooms.forget_figures(oldest_kept(now.date())))
    await done.step("deleting old talk", lambda store: store.talk.tidy(now))
    await done.step("forgetting who came to nothing", partial(_forget, done))
    await done.erase_traces()
    return done


async def _expire_jobs(done: Round, store: Store) -> None:
    over = await store.jobs.overdue(done.now)
    await done.each("closing a job whose time is over", store, over, lambda job: expire(store, job, done.now))


async def _end_offers(done: Round, store: Store) -> None:
    over = await store.handovers.overdue(done.now)
    await done.each("ending an offer", store, over, lambda offer: handing_on.end_overdue(store, offer, done.now))


async def _drop_jobs(done: Round, store: Store) -> None:
    old = await store.jobs.outdated(done.now - DELETED_KEPT, done.now - CLOSED_KEPT)

    async def drop(job_id: int) -> None:
        await rooms.forget(store, job_id)
        await store.jobs.delete(job_id)

    await done.each("deleting an old job", store, old, drop)


async def _drop_drafts(done: Round, store: Store) -> None:
    old = await store.jobs.old_drafts(done.now - DRAFT_LIVES)
    await done.each("deleting an old draft", store, old, lambda draft: drop_draft(store, draft, done.now))


async def _drop_proposals(done: Round, store: Store) -> None:
    async def drop(event: Event) -> None:
        await store.outbox.remove_at("proposal", event.id, done.now)
        await store.events.delete(event.id)

    old = await store.events.unpublished(done.now - PROPOSALS_KEPT)
    await done.each("deleting an old proposal", store, old, drop)


async def _forget(done: Round, store: Store) -> None:
    """Erase who was made by accident: never asked for consent, and nothing hangs on them."""
    nobody = await store.members.forgotten(done.now - DRAFT_LIVES)
    await done.each("forgetting one who came to nothing", store, nobody, store.members.erase)


async def next_due(storage: Storage) -> datetime | None:
    """Return when the next person is to be erased or looked for, or the next job or offer ends by itself."""
    async with storage.begin() as store:
        return await next_in(store)


async def next_in(store: Store) -> datetime | None:
    """Return the same within a transaction."""
    moments = (
        await store.members.next_erasure(),
        await store.absence.next_due(),
        await store.jobs.next_end(),
        await store.handovers.next_end(),
    )
    return min((at for at in moments if at is not None), default=None)


async def withdraw(store: Store, member_id: int, now: datetime) -> int:
    """Withdraw a member's open jobs, offers and proposals and delete their drafts; return how many jobs that were."""
    for event in await store.events.of(member_id):
        if event.state is EventState.PROPOSED:
            gone = replace(event, state=EventState.WITHDRAWN).touched(now)
            await store.events.save(gone)
            await proposals.follow(store, gone)
    await handing_on.part_with(store, member_id, now)
    jobs = await store.jobs.of(member_id)
    for draft in jobs:
        if draft.state is JobState.DRAFT:
            await drop_draft(store, draft, now)
    open_jobs = [job for job in jobs if job.state is JobState.OPEN]
    for job in open_jobs:
        await close_job(store, job, JobState.WITHDRAWN, now)
    return len(open_jobs)


async def redraw(store: Store, member_id: int) -> None:
    """Ask for every copy that shows this member, or counts them, to be shown anew."""
    jobs = [job for job in await store.jobs.of(member_id) if job.state is not JobState.DRAFT]
    wished = [wish.job_id for wish in await store.jobs.interests_of(member_id)]
    tagged = [tag.job_id for tag in await store.jobs.tags_of(member_id)]
    sits = [seat.job_id for seat in await store.jobs.seats_of(member_id)]
    handed = [offer.job_id for offer in await store.handovers.of_member(member_id)]
    await handing_on.redraw(store, member_id)
    for job in (*jobs, *await _others(store, (*wished, *tagged, *sits, *handed), jobs)):
        await store.jobs.save(replace(job, revision=job.revision + 1))
        await store.outbox.want("job", job.id, job.revision + 1)
        await store.outbox.want(rooms.ROOM, job.id, job.revision + 1)
    for answer in await store.events.answers_of(member_id):
        if event := await store.events.get(answer.event_id):
            await recount(store, event, answer.occurrence)


async def drop_draft(store: Store, draft: Job, now: datetime) -> None:
    """Delete a draft and take the bot's line under the post away."""
    await end_offer(store, draft, now)
    await store.jobs.delete(draft.id)


async def _others(store: Store, job_ids: Sequence[int], known: Sequence[Job]) -> list[Job]:
    """Return the jobs of these ids that are not known yet, each once."""
    missing = dict.fromkeys(job_id for job_id in job_ids if job_id not in {job.id for job in known})
    return [job for job_id in missing if (job := await store.jobs.get(job_id)) is not None]


async def _erased(store: Store, member_id: int, now: datetime) -> bool:
    """Erase a member whose time has come, unless they changed their mind in between."""
    member = await store.members.get(member_id)
    if member is None or member.erase_at is None or member.erase_at > now:
        return False
    await withdraw(store, member_id, now)
    await redraw(store, member_id)
    for job in await store.jobs.of(member_id):
        await store.outbox.cancel(f"job:{job.id}:", "the author is forgotten")
        await store.outbox.remove_at("job", job.id, now)
    for event in await store.events.of(member_id):
        await store.outbox.remove_at("proposal", event.id, now)
    await handing_on.take_away(store, member_id, now)
    await store.members.erase(member_id)
    return True
