"""Who was found in no place of the community."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, select, update

from bot.domain.members import Absence
from bot.domain.people import Address
from storage.addresses import is_account
from storage.schema import accounts, misses
from storage.work import Work


class Absences:
    """The AbsenceStore of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def of(self, member_id: int) -> Absence | None:
        """Return what is noted of a member; None where nothing says that they are gone."""
        row = await self._work.first(select(misses).where(misses.c.member_id == member_id))
        return _absence(row) if row is not None else None

    async def keep(self, absence: Absence) -> None:
        """Note an absence instead of what was noted before."""
        said = {"times": absence.times, "ask_at": absence.ask_at, "missed_at": absence.missed_at}
        new = self._work.insert(misses).values({"member_id": absence.member_id} | said)
        await self._work.change(new.on_conflict_do_update(index_elements=["member_id"], set_=said))

    async def end(self, address: Address) -> None:
        """Forget the absence of whom this login belongs to: they are there."""
        whose = select(accounts.c.member_id).where(is_account(accounts, address))
        await self._work.change(delete(misses).where(misses.c.member_id.in_(whose)))

    async def drop(self, member_id: int) -> None:
        """Forget the absence of a member."""
        await self._work.change(delete(misses).where(misses.c.member_id == member_id))

    async def due(self, now: datetime, most: int) -> Sequence[Absence]:
        """Return whose places are to be asked again, the longest due first."""
        due = select(misses).where(misses.c.ask_at <= now).order_by(misses.c.ask_at, misses.c.member_id).limit(most)
        return [_absence(row) for row in await self._work.all(due)]

    async def next_due(self) -> datetime | None:
        """Return when the places of somebody are to be asked again next."""
        row = await self._work.first(select(func.min(misses.c.ask_at).label("at")))
        return row.at if row is not None else None

    async def put_off(self, now: datetime, until: datetime) -> None:
        """Ask the places of those whose turn it is at an instant instead."""
        await self._work.change(update(misses).where(misses.c.ask_at <= now).values(ask_at=until))

    async def waiting(self, after: datetime) -> int:
        """Return how many people's places are to be asked after an instant."""
        row = await self._work.first(select(func.count().label("people")).where(misses.c.ask_at > after))
        return int(row.people) if row is not None else 0


def _absence(row: Row[Any]) -> Absence:
    return Absence(row.member_id, row.times, row.ask_at, row.missed_at)
