"""What the house clears away by itself: people whose time has come, and drafts that nobody published.

Erasing loses nothing to a kill: the date stands with the member until the one transaction that erases them, so that
the next round finds whom the last one did not reach. Copies of what they wrote are asked to go in that transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.domain.jobs import DRAFT_LIVES, Job, JobState
from bot.outbox.events import recount
from bot.outbox.jobs import end_cards, end_offer
from bot.ports import Storage, Store

DELETED_KEPT: Final = timedelta(hours=1)  # until the cards have gone
CLOSED_KEPT: Final = timedelta(days=90)
REMINDED_KEPT: Final = timedelta(days=7)  # so long a late reminder may still be delivered


async def tidy(storage: Storage, now: datetime) -> int:
    """Erase who is due, delete old drafts and what else is past its time; return how many people were erased."""
    erased = 0
    async with storage.begin() as store:
        due = await store.members.to_erase(now)
        for job_id in await store.jobs.outdated(now - DELETED_KEPT, now - CLOSED_KEPT):
            await store.jobs.delete(job_id)
        await store.events.drop_reminders(now - REMINDED_KEPT)
        for draft in await store.jobs.old_drafts(now - DRAFT_LIVES):
            await drop_draft(store, draft, now)
        await store.talk.tidy(now)
        for member_id in await store.members.forgotten(now - DRAFT_LIVES):
            await store.members.erase(member_id)  # their traces go with the next rebuilding of the file
    for member_id in due:
        async with storage.begin() as store:
            erased += await _erased(store, member_id, now)
    if erased:
        await storage.erase_traces()
    return erased


async def next_due(storage: Storage) -> datetime | None:
    """Return when the next person is to be erased."""
    async with storage.begin() as store:
        return await store.members.next_erasure()


async def withdraw(store: Store, member_id: int, now: datetime) -> int:
    """Withdraw a member's open jobs and delete their drafts; return how many jobs were withdrawn."""
    jobs = await store.jobs.of(member_id)
    for draft in jobs:
        if draft.state is JobState.DRAFT:
            await drop_draft(store, draft, now)
    open_jobs = [job for job in jobs if job.state is JobState.OPEN]
    for job in open_jobs:
        withdrawn = replace(job, state=JobState.WITHDRAWN, revision=job.revision + 1, closed_at=now)
        await store.jobs.save(withdrawn)
        await end_cards(store, withdrawn, now)
    return len(open_jobs)


async def redraw(store: Store, member_id: int) -> None:
    """Ask for every copy that shows this member, or counts them, to be shown anew."""
    jobs = [job for job in await store.jobs.of(member_id) if job.state is not JobState.DRAFT]
    wished = [wish.job_id for wish in await store.jobs.interests_of(member_id)]
    tagged = [tag.job_id for tag in await store.jobs.tags_of(member_id)]
    for job in (*jobs, *await _others(store, (*wished, *tagged), jobs)):
        await store.jobs.save(replace(job, revision=job.revision + 1))
        await store.outbox.want("job", job.id, job.revision + 1)
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
    await store.members.erase(member_id)
    return True
