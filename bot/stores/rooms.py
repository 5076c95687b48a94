"""Team rooms, and what became of jobs in numbers, as one transaction sees them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from bot.domain.outcomes import Figures
from bot.domain.people import Address
from bot.domain.rooms import Room


class RoomStore(Protocol):
    """The rooms of teams, who was let in, and the monthly figures; all but the figures go with the job."""

    async def of(self, job_id: int) -> Room | None:
        """Return the room that a job's team has."""
        ...

    async def keep(self, room: Room) -> None:
        """Keep the room of a job's team; an earlier one is replaced, and who was let into it forgotten."""
        ...

    async def end(self, job_id: int) -> None:
        """Forget the room of a job's team."""
        ...

    async def let_in(self, job_id: int) -> Sequence[Address]:
        """Return who was let into the room of a job's team."""
        ...

    async def inside(self, addresses: Collection[Address]) -> Sequence[int]:
        """Return the jobs into whose rooms one of these accounts was let."""
        ...

    async def note(self, job_id: int, came: Collection[Address], left: Collection[Address]) -> None:
        """Keep who was let in and who was shown out."""
        ...

    async def asked(self, job_id: int) -> int:
        """Return how often it was to be asked what became of a job: 0 never yet, -1 when that is settled."""
        ...

    async def ask(self, job_id: int, step: int) -> None:
        """Keep how often it is to be asked what became of a job; -1 settles it."""
        ...

    async def count(self, month: str, answer: str) -> None:
        """Count one answer of a month."""
        ...

    async def figures(self) -> Sequence[Figures]:
        """Return what was answered, month by month, the newest first."""
        ...

    async def forget_figures(self, before: str) -> None:
        """Delete what was answered in the months before one."""
        ...
