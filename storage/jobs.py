"""Jobs with their parts, and who was tagged for them or is interested."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Executable, Row, delete, insert, select, update

from bot.domain.jobs import Interest, InterestState, Job, JobPart, JobState, Note, Seat, Signing, Tag
from bot.domain.people import ChatAddress, MessageRef
from bot.domain.skills import Skill
from storage.addresses import is_message, read_ref, written
from storage.changing import newest, one_more
from storage.gathering import belonging
from storage.parameters import its, same
from storage.schema import interests, job_parts, job_skills, jobs, members, notes, seats
from storage.schema import tags as tag_table
from storage.work import Values, Work

_WHOLE: Final = select(
    jobs,
    belonging(
        job_parts.c.job_id == jobs.c.id,
        *(job_parts.c[name] for name in ("position", "key", "label", "seats", "is_named")),
    ).label("parts"),
    belonging(
        job_skills.c.job_id == jobs.c.id,
        *(job_skills.c[name] for name in ("part", "position", "key", "label", "trade", "is_core")),
    ).label("skills"),
).order_by(jobs.c.id)
_GET: Final = _WHOLE.where(same(jobs, "id"))
_OF: Final = _WHOLE.where(same(jobs, "author_id"))
_NEXT_END: Final = (
    select(jobs.c.expires_at.label("at"))
    .where((jobs.c.state == JobState.OPEN) & jobs.c.expires_at.is_not(None))
    .order_by(jobs.c.expires_at)
    .limit(1)
)
_ADD: Final = insert(jobs)
_SAVE: Final = update(jobs).where(same(jobs, "id"))
_ADD_PART: Final = insert(job_parts)
_ADD_SKILL: Final = insert(job_skills)
_FORGET_PARTS: Final = delete(job_parts).where(same(job_parts, "job_id"))
_WISHES: Final = (
    select(interests)
    .join(members, members.c.id == interests.c.member_id)
    .where(same(interests, "job_id"), members.c.erase_at.is_(None))
    .order_by(interests.c.at, interests.c.job_id, interests.c.member_id)
)
_NUMBERS: Final = select(seats.c.number).where(same(seats, "job_id", "part"))
_MOST_MOVED: Final = 1_000  # seats of a part that others are merged into
_COUNTS: Final = (InterestState.DECLINED, InterestState.WAITING, InterestState.ACCEPTED)  # of two interests, the later
_TAGS: Final = select(tag_table).order_by(tag_table.c.job_id, tag_table.c.batch, tag_table.c.member_id)
_TAGS_FOR: Final = _TAGS.where(same(tag_table, "job_id"))
_TAGS_OF: Final = _TAGS.where(same(tag_table, "member_id"))


class Jobs:
    """The JobStore of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def create(self, job: Job) -> Job:
        """Store a new job and return it with its id."""
        job_id = await self._work.new_id(_ADD, _columns(job))
        stored = replace(job, id=job_id)
        await self._write_parts(stored)
        return stored

    async def get(self, job_id: int) -> Job | None:
        """Return one job."""
        return next(iter(await self._load(_GET, its(id=job_id))), None)

    async def save(self, job: Job) -> None:
        """Write a job with its parts."""
        self._work.soon(_SAVE, _columns(job) | its(id=job.id))
        self._work.soon(_FORGET_PARTS, its(job_id=job.id))
        await self._write_parts(job)

    async def at_source(self, source: MessageRef) -> Job | None:
        """Return the newest job or draft that was read from this post."""
        newest = select(jobs.c.id).where(is_message(jobs, source, "source_")).order_by(jobs.c.id.desc()).limit(1)
        return next(iter(await self._load(_WHOLE.where(jobs.c.id == newest.scalar_subquery()))), None)

    async def sourced_in(self, where: ChatAddress) -> Sequence[Job]:
        """Return the jobs and drafts that were read from posts in a chat, or in one topic of it."""
        there = (jobs.c.source_platform == where.platform) & (jobs.c.source_chat == where.chat)
        if where.topic is not None:
            there &= jobs.c.source_topic == where.topic
        return await self._load(_WHOLE.where(there))

    async def of(self, member_id: int) -> Sequence[Job]:
        """Return a member's drafts and jobs, newest first."""
        return (await self._load(_OF, its(author_id=member_id)))[::-1]

    async def old_drafts(self, before: datetime) -> Sequence[Job]:
        """Return drafts created before an instant."""
        return await self._load(_WHOLE.where((jobs.c.state == JobState.DRAFT) & (jobs.c.created_at < before)))

    async def open(self) -> Sequence[Job]:
        """Return the open jobs, newest first."""
        return (await self._load(_WHOLE.where(jobs.c.state == JobState.OPEN)))[::-1]

    async def overdue(self, now: datetime) -> Sequence[Job]:
        """Return the open jobs whose end has come."""
        return await self._load(_WHOLE.where((jobs.c.state == JobState.OPEN) & (jobs.c.expires_at <= now)))

    async def next_end(self) -> datetime | None:
        """Return when the next open job closes by itself."""
        row = await self._work.first(_NEXT_END)
        return row.at if row is not None else None

    async def one_more_change(self) -> int:
        """Count one more change of what is open, for lists of it, and return its number."""
        return await one_more(self._work, jobs.name)

    async def changes(self) -> int:
        """Return the number of the last change that was counted."""
        return await newest(self._work, jobs.name)

    async def endless(self) -> Sequence[Job]:
        """Return the open jobs that have no end yet: those of an earlier release."""
        return await self._load(_WHOLE.where((jobs.c.state == JobState.OPEN) & jobs.c.expires_at.is_(None)))

    async def delete(self, job_id: int) -> None:
        """Delete a job with its parts, tags and interests."""
        await self._work.change(delete(jobs).where(jobs.c.id == job_id))

    async def tags(self, job_id: int) -> Sequence[Tag]:
        """Return everybody tagged for a job so far."""
        return await self._tags(_TAGS_FOR, its(job_id=job_id))

    async def untag(self, job_id: int, member_ids: Collection[int]) -> None:
        """Forget tags that were never sent."""
        theirs = (tag_table.c.job_id == job_id) & tag_table.c.member_id.in_(member_ids)
        await self._work.change(delete(tag_table).where(theirs))

    async def outdated(self, deleted_before: datetime, closed_before: datetime) -> Sequence[int]:
        """Return the jobs that were deleted, or closed in another way, before these instants."""
        is_deleted = jobs.c.state == JobState.DELETED
        since = (is_deleted & (jobs.c.closed_at < deleted_before)) | (~is_deleted & (jobs.c.closed_at < closed_before))
        return [row.id for row in await self._work.all(select(jobs.c.id).where(since).order_by(jobs.c.id))]

    async def tags_of(self, member_id: int) -> Sequence[Tag]:
        """Return the tags of a member, by job."""
        return await self._tags(_TAGS_OF, its(member_id=member_id))

    async def tag(self, tags: Sequence[Tag]) -> None:
        """Keep who is to be tagged; a person already tagged for the job is left as it is."""
        rows = [
            {
                "job_id": tag.job_id,
                "member_id": tag.member_id,
                "part": tag.part,
                "reason": tag.reason,
                "place_id": tag.place_id,
                "batch": tag.batch,
            }
            for tag in tags
        ]
        await self._work.change_each(self._work.insert(tag_table).on_conflict_do_nothing(), rows)

    async def note(self, noted: Sequence[Note]) -> None:
        """Keep what people were not tagged for; somebody noted for the job already is left as it is."""
        rows = [
            {"job_id": one.job_id, "member_id": one.member_id, "part": one.part, "reason": one.reason, "at": one.at}
            for one in noted
        ]
        await self._work.change_each(self._work.insert(notes).on_conflict_do_nothing(), rows)

    async def notes(self, job_id: int) -> Sequence[Note]:
        """Return who was not tagged for a job and reads of it instead."""
        return await self._notes(notes.c.job_id == job_id)

    async def notes_of(self, member_id: int) -> Sequence[Note]:
        """Return what a member was not tagged for and has not read yet, oldest first."""
        return await self._notes(notes.c.member_id == member_id)

    async def drop_notes(self, member_id: int, before: datetime) -> None:
        """Forget what a member was not tagged for before an instant."""
        await self._work.change(delete(notes).where((notes.c.member_id == member_id) & (notes.c.at < before)))

    async def interests(self, job_id: int) -> Sequence[Interest]:
        """Return who is interested, oldest first."""
        return await self._interests(interests.c.job_id == job_id)

    async def wishes(self, job_id: int) -> Sequence[Interest]:
        """Return the interests of those who are still there, oldest first."""
        return [_interest(row) for row in await self._work.all(_WISHES, its(job_id=job_id))]

    async def interests_of(self, member_id: int) -> Sequence[Interest]:
        """Return a member's interests."""
        return await self._interests(interests.c.member_id == member_id)

    async def be_interested(self, interest: Interest) -> bool:
        """Keep an interest or its new sentence; say whether it is new. Without one a sentence that is there stays."""
        row = {
            "job_id": interest.job_id,
            "part": interest.part,
            "member_id": interest.member_id,
            "sentence": interest.sentence,
            "at": interest.at,
            "state": interest.state,
        }
        if await self._work.change(self._work.insert(interests).values(row).on_conflict_do_nothing()):
            return True
        if interest.sentence:
            await self._work.change(update(interests).where(_is(interest)).values(sentence=interest.sentence))
        return False

    async def answer(self, interest: Interest, state: InterestState) -> None:
        """Keep what was said to an interest."""
        await self._work.change(update(interests).where(_is(interest)).values(state=state))

    async def lose_interest(self, job_id: int, member_id: int, part: str) -> bool:
        """Forget an interest; say whether there was one."""
        its_row = (interests.c.job_id == job_id) & (interests.c.member_id == member_id) & (interests.c.part == part)
        return await self._work.change(delete(interests).where(its_row)) > 0

    async def seats(self, job_id: int) -> Sequence[Seat]:
        """Return who does which part of a job, the longest first."""
        return await self._seats(seats.c.job_id == job_id)

    async def seats_of(self, member_id: int) -> Sequence[Seat]:
        """Return which parts a member does, of any job."""
        return await self._seats(seats.c.member_id == member_id)

    async def seat(self, seat: Seat, most: int) -> bool:
        """Give somebody a seat of a part that has so many; False where none is left, or they have one already."""
        row = {"job_id": seat.job_id, "part": seat.part, "member_id": seat.member_id, "at": seat.at}
        taken = {row.number for row in await self._work.all(_NUMBERS, its(job_id=seat.job_id, part=seat.part))}
        for number in range(most):
            new = self._work.insert(seats).values(row | {"number": number}).on_conflict_do_nothing()
            if number not in taken and await self._work.change(new):
                return True
        return False

    async def move_part(self, job_id: int, old: str, new: str | None) -> None:
        """Give seats and interests of a part to another, each person once; without another they are forgotten.

        Of two interests that become one, a seat counts before an answer that is still awaited, and that before a no.
        """
        sitting = [seat for seat in await self.seats(job_id) if seat.part == old]
        wishes = [wish for wish in await self.interests(job_id) if wish.part == old]
        for table in (seats, interests):
            await self._work.change(delete(table).where((table.c.job_id == job_id) & (table.c.part == old)))
        if new is None:
            return
        for seat in sitting:
            await self.seat(replace(seat, part=new), _MOST_MOVED)
        known = {wish.member_id: wish for wish in await self.interests(job_id) if wish.part == new}
        for wish in wishes:
            there = known.get(wish.member_id)
            if there is None:
                await self.be_interested(replace(wish, part=new))
            elif _COUNTS.index(wish.state) > _COUNTS.index(there.state):
                await self.answer(there, wish.state)

    async def unseat(self, job_id: int, part: str, member_id: int) -> bool:
        """Free somebody's seat; say whether they had one."""
        theirs = (seats.c.job_id == job_id) & (seats.c.part == part) & (seats.c.member_id == member_id)
        return await self._work.change(delete(seats).where(theirs)) > 0

    async def _tags(self, query: Executable, values: Values) -> Sequence[Tag]:
        return [
            Tag(row.job_id, row.member_id, row.part, row.reason, row.place_id, row.batch)
            for row in await self._work.all(query, values)
        ]

    async def _notes(self, condition: ColumnElement[bool]) -> Sequence[Note]:
        rows = select(notes).where(condition).order_by(notes.c.at, notes.c.job_id, notes.c.member_id)
        return [Note(row.job_id, row.member_id, row.part, row.reason, row.at) for row in await self._work.all(rows)]

    async def _interests(self, condition: ColumnElement[bool]) -> Sequence[Interest]:
        rows = select(interests).where(condition).order_by(interests.c.at, interests.c.job_id, interests.c.member_id)
        return [_interest(row) for row in await self._work.all(rows)]

    async def _seats(self, condition: ColumnElement[bool]) -> Sequence[Seat]:
        rows = select(seats).where(condition).order_by(seats.c.at, seats.c.job_id, seats.c.part, seats.c.number)
        return [Seat(row.job_id, row.part, row.member_id, row.at) for row in await self._work.all(rows)]

    async def _write_parts(self, job: Job) -> None:
        await self._work.change_each(
            _ADD_PART,
            [
                {
                    "job_id": job.id,
                    "position": position,
                    "key": part.key,
                    "label": part.label,
                    "seats": part.seats,
                    "is_named": part.is_named,
                }
                for position, part in enumerate(job.parts)
            ],
        )
        await self._work.change_each(_ADD_SKILL, _skill_rows(job))

    async def _load(self, query: Executable, values: Values | None = None) -> list[Job]:
        return [_job(row) for row in await self._work.all(query, values)]


def _interest(row: Row[Any]) -> Interest:
    return Interest(row.job_id, row.member_id, row.sentence, row.at, row.part, InterestState(row.state))


def _is(interest: Interest) -> ColumnElement[bool]:
    return (
        (interests.c.job_id == interest.job_id)
        & (interests.c.member_id == interest.member_id)
        & (interests.c.part == interest.part)
    )


def _columns(job: Job) -> dict[str, Any]:
    return {
        "author_id": job.author_id,
        "state": job.state,
        "title": job.title,
        "text": job.text,
        "town": job.town,
        "period": job.period,
        "budget": job.budget,
        "revision": job.revision,
        "created_at": job.created_at,
        "closed_at": job.closed_at,
        "titled": job.titled,
        "skilled": job.skilled,
        "expires_at": job.expires_at,
        "contact_id": job.contact_id,
        "contact_asked_id": job.contact_asked_id,
        "signing": job.signing,
        "former_id": job.former_id,
        **written(job.source, "source_"),
    }


def _skill_rows(job: Job) -> list[dict[str, Any]]:
    return [
        {
            "job_id": job.id,
            "part": part_position,
            "position": position,
            "key": skill.key,
            "label": skill.label,
            "trade": skill.part,
            "is_core": position < len(part.core),
        }
        for part_position, part in enumerate(job.parts)
        for position, skill in enumerate(part.skills)
    ]


def _job(row: Row[Any]) -> Job:
    core: dict[int, list[Skill]] = defaultdict(list)
    side: dict[int, list[Skill]] = defaultdict(list)
    for part, _, key, label, trade, is_core in sorted(row.skills or ()):
        (core if is_core else side)[part].append(Skill(key, label, trade))
    return Job(
        id=row.id,
        author_id=row.author_id,
        state=JobState(row.state),
        title=row.title,
        text=row.text,
        town=row.town,
        period=row.period,
        budget=row.budget,
        parts=tuple(
            JobPart(key, label, tuple(core[position]), tuple(side[position]), seats, bool(is_named))
            for position, key, label, seats, is_named in sorted(row.parts or ())
        ),
        revision=row.revision,
        created_at=row.created_at,
        source=read_ref(row, "source_"),
        titled=row.titled,
        skilled=row.skilled,
        closed_at=row.closed_at,
        expires_at=row.expires_at,
        contact_id=row.contact_id,
        contact_asked_id=row.contact_asked_id,
        signing=Signing(row.signing) if row.signing is not None else None,
        former_id=row.former_id,
    )
