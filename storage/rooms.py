"""Team rooms, who was let in, and what became of jobs in numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import delete, or_, select

from bot.domain.outcomes import Became, Figures
from bot.domain.people import Address, Platform
from bot.domain.rooms import Room
from storage.addresses import is_account
from storage.schema import outcome_questions, outcomes, room_people, team_rooms
from storage.work import Work


class Rooms:
    """The RoomStore of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def of(self, job_id: int) -> Room | None:
        """Return the room that a job's team has."""
        row = await self._work.first(select(team_rooms).where(team_rooms.c.job_id == job_id))
        return Room(row.job_id, row.number, row.place_id, row.link, row.at) if row is not None else None

    async def keep(self, room: Room) -> None:
        """Keep the room of a job's team; an earlier one is replaced, and who was let into it forgotten."""
        before = await self.of(room.job_id)
        if before is not None and before.number != room.number:
            await self.end(room.job_id)
        row = {"number": room.number, "place_id": room.place_id, "link": room.link, "at": room.at}
        new = self._work.insert(team_rooms).values(row | {"job_id": room.job_id})
        await self._work.change(new.on_conflict_do_update(index_elements=["job_id"], set_=row))

    async def end(self, job_id: int) -> None:
        """Forget the room of a job's team."""
        for table in (team_rooms, room_people):
            await self._work.change(delete(table).where(table.c.job_id == job_id))

    async def let_in(self, job_id: int) -> Sequence[Address]:
        """Return who was let into the room of a job's team."""
        rows = await self._work.all(select(room_people).where(room_people.c.job_id == job_id))
        return sorted((Address(Platform(row.platform), row.login) for row in rows), key=lambda one: one.user)

    async def inside(self, addresses: Collection[Address]) -> Sequence[int]:
        """Return the jobs into whose rooms one of these accounts was let."""
        if not addresses:
            return []
        theirs = or_(*(is_account(room_people, address) for address in addresses))
        rows = select(room_people.c.job_id).where(theirs).distinct().order_by(room_people.c.job_id)
        return [row.job_id for row in await self._work.all(rows)]

    async def note(self, job_id: int, came: Collection[Address], left: Collection[Address]) -> None:
        """Keep who was let in and who was shown out."""
        for each in left:
            theirs = (room_people.c.job_id == job_id) & is_account(room_people, each)
            await self._work.change(delete(room_people).where(theirs))
        rows = [{"job_id": job_id, "platform": each.platform, "login": each.user} for each in came]
        await self._work.change_each(self._work.insert(room_people).on_conflict_do_nothing(), rows)

    async def asked(self, job_id: int) -> int:
        """Return how often it was to be asked what became of a job: 0 never yet, -1 when that is settled."""
        row = await self._work.first(select(outcome_questions.c.step).where(outcome_questions.c.job_id == job_id))
        return row.step if row is not None else 0

    async def ask(self, job_id: int, step: int) -> None:
        """Keep how often it is to be asked what became of a job; -1 settles it."""
        new = self._work.insert(outcome_questions).values(job_id=job_id, step=step)
        await self._work.change(new.on_conflict_do_update(index_elements=["job_id"], set_={"step": step}))

    async def count(self, month: str, answer: str) -> None:
        """Count one answer of a month."""
        new = self._work.insert(outcomes).values(month=month, answer=answer, count=1)
        more = {"count": outcomes.c.count + 1}
        await self._work.change(new.on_conflict_do_update(index_elements=["month", "answer"], set_=more))

    async def figures(self) -> Sequence[Figures]:
        """Return what was answered, month by month, the newest first."""
        months: dict[str, dict[Became, int]] = defaultdict(dict)
        for row in await self._work.all(select(outcomes).order_by(outcomes.c.month.desc(), outcomes.c.answer)):
            months[row.month][Became(row.answer)] = row._mapping["count"]  # noqa: SLF001 - `count` is a method of rows
        return [Figures(month, answers) for month, answers in months.items()]

    async def forget_figures(self, before: str) -> None:
        """Delete what was answered in the months before one."""
        await self._work.change(delete(outcomes).where(outcomes.c.month < before))
