"""Who was found in no place of the community, as one transaction sees it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.members import Absence
from bot.domain.people import Address


class AbsenceStore(Protocol):
    """Absences; they go with the member."""

    async def of(self, member_id: int) -> Absence | None:
        """Return what is noted of a member; None where nothing says that they are gone."""
        ...

    async def keep(self, absence: Absence) -> None:
        """Note an absence instead of what was noted before."""
        ...

    async def end(self, address: Address) -> None:
        """Forget the absence of whom this login belongs to: they are there."""
        ...

    async def drop(self, member_id: int) -> None:
        """Forget the absence of a member."""
        ...

    async def due(self, now: datetime, most: int) -> Sequence[Absence]:
        """Return whose places are to be asked again, the longest due first."""
        ...

    async def next_due(self) -> datetime | None:
        """Return when the places of somebody are to be asked again next."""
        ...

    async def put_off(self, now: datetime, until: datetime) -> None:
        """Ask the places of those whose turn it is at an instant instead."""
        ...

    async def waiting(self, after: datetime) -> int:
        """Return how many people's places are to be asked after an instant."""
        ...
