"""Jobs with their drafts, tags and interests, as one transaction sees them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.jobs import Interest, InterestState, Job, Note, Seat, Tag
from bot.domain.people import ChatAddress, MessageRef


class JobStore(Protocol):
    """Jobs, their drafts, tags and interests."""

    async def create(self, job: Job) -> Job:
        """Store a new job and return it with its id."""
        ...

    async def get(self, job_id: int) -> Job | None:
        """Return one job."""
        ...

    async def save(self, job: Job) -> None:
        """Write a job with its parts."""
        ...

    async def at_source(self, source: MessageRef) -> Job | None:
        """Return the newest job or draft that was read from this post."""
        ...

    async def sourced_in(self, where: ChatAddress) -> Sequence[Job]:
        """Return the jobs and drafts that were read from posts in a chat, or in one topic of it."""
        ...

    async def of(self, member_id: int) -> Sequence[Job]:
        """Return a member's drafts and jobs, newest first."""
        ...

    async def old_drafts(self, before: datetime) -> Sequence[Job]:
        """Return drafts created before an instant."""
        ...

    async def open(self) -> Sequence[Job]:
        """Return the open jobs, newest first."""
        ...

    async def overdue(self, now: datetime) -> Sequence[Job]:
        """Return the open jobs whose end has come."""
        ...

    async def next_end(self) -> datetime | None:
        """Return when the next open job closes by itself."""
        ...

    async def one_more_change(self) -> int:
        """Count one more change of what is open, for lists of it, and return its number."""
        ...

    async def changes(self) -> int:
        """Return the number of the last change that was counted."""
        ...

    async def endless(self) -> Sequence[Job]:
        """Return the open jobs that have no end yet: those of an earlier release."""
        ...

    async def delete(self, job_id: int) -> None:
        """Delete a job with its parts, tags and interests."""
        ...

    async def tags(self, job_id: int) -> Sequence[Tag]:
        """Return everybody tagged for a job so far."""
        ...

    async def untag(self, job_id: int, member_ids: Collection[int]) -> None:
        """Forget tags that were never sent."""
        ...

    async def outdated(self, deleted_before: datetime, closed_before: datetime) -> Sequence[int]:
        """Return the jobs that were deleted, or closed in another way, before these instants."""
        ...

    async def tags_of(self, member_id: int) -> Sequence[Tag]:
        """Return where a member was tagged."""
        ...

    async def note(self, notes: Sequence[Note]) -> None:
        """Keep what people were not tagged for; somebody noted for the job already is left as it is."""
        ...

    async def notes(self, job_id: int) -> Sequence[Note]:
        """Return who was not tagged for a job and reads of it instead."""
        ...

    async def notes_of(self, member_id: int) -> Sequence[Note]:
        """Return what a member was not tagged for and has not read yet, oldest first."""
        ...

    async def drop_notes(self, member_id: int, before: datetime) -> None:
        """Forget what a member was not tagged for before an instant."""
        ...

    async def tag(self, tags: Sequence[Tag]) -> None:
        """Keep who is to be tagged; a person already tagged for the job is left as it is."""
        ...

    async def interests(self, job_id: int) -> Sequence[Interest]:
        """Return who is interested, oldest first."""
        ...

    async def wishes(self, job_id: int) -> Sequence[Interest]:
        """Return the interests of those who are still there, oldest first."""
        ...

    async def interests_of(self, member_id: int) -> Sequence[Interest]:
        """Return a member's interests."""
        ...

    async def be_interested(self, interest: Interest) -> bool:
        """Keep an interest or its new sentence; say whether it is new. Without one a sentence that is there stays."""
        ...

    async def answer(self, interest: Interest, state: InterestState) -> None:
        """Keep what was said to an interest."""
        ...

    async def lose_interest(self, job_id: int, member_id: int, part: str) -> bool:
        """Forget an interest; say whether there was one."""
        ...

    async def seats(self, job_id: int) -> Sequence[Seat]:
        """Return who does which part of a job, the longest first."""
        ...

    async def seats_of(self, member_id: int) -> Sequence[Seat]:
        """Return which parts a member does, of any job."""
        ...

    async def seat(self, seat: Seat, most: int) -> bool:
        """Give somebody a seat of a part that has so many; False where none is left, or they have one already."""
        ...

    async def move_part(self, job_id: int, old: str, new: str | None) -> None:
        """Give seats and interests of a part to another, each person once; without another they are forgotten.

        Of two interests that become one, a seat counts before an answer that is still awaited, and that before a no.
        """
        ...

    async def unseat(self, job_id: int, part: str, member_id: int) -> bool:
        """Free somebody's seat; say whether they had one."""
        ...
