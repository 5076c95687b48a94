"""Offers to hand something on, recommendations, and who wants to be asked neither, as one transaction sees them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.handing_on import Asked, AskedState, Handover, Recommendation


class HandoverStore(Protocol):
    """Offers with those who are asked; both go with the job, with the giver and with the taker."""

    async def create(self, handover: Handover, asked: Sequence[Asked]) -> Handover:
        """Store an offer with those who are asked, and return it with its id."""
        ...

    async def get(self, handover_id: int) -> Handover | None:
        """Return one offer."""
        ...

    async def save(self, handover: Handover) -> bool:
        """Write the end or a new revision of an open offer; False where it has ended already, which stays as it was."""
        ...

    async def of_job(self, job_id: int) -> Sequence[Handover]:
        """Return the offers of a job, the oldest first."""
        ...

    async def of_member(self, member_id: int) -> Sequence[Handover]:
        """Return the offers that a member made, took, or is asked about, the oldest first."""
        ...

    async def naming_contact(self, member_id: int) -> Sequence[Handover]:
        """Return the offers whose terms say that a member speaks with the customer, the oldest first."""
        ...

    async def asked(self, handover_id: int) -> Sequence[Asked]:
        """Return who is asked, in the order in which they were chosen."""
        ...

    async def answer(self, handover_id: int, member_id: int, state: AskedState) -> None:
        """Keep what somebody who is asked has done about it."""
        ...

    async def overdue(self, now: datetime) -> Sequence[Handover]:
        """Return the open offers whose time is over, or of which nobody is left who was asked."""
        ...

    async def next_end(self) -> datetime | None:
        """Return when the next open offer ends by itself."""
        ...


class RecommendationStore(Protocol):
    """Recommendations; they go with the job, with who is recommended and with who recommends."""

    async def create(self, one: Recommendation) -> Recommendation | None:
        """Store a recommendation and return it with its id; None where the person was recommended for it already."""
        ...

    async def get(self, recommendation_id: int) -> Recommendation | None:
        """Return one recommendation."""
        ...

    async def answer(self, one: Recommendation) -> bool:
        """Write what was answered; False where it was answered before, which stays as it was."""
        ...

    async def of_job(self, job_id: int) -> Sequence[Recommendation]:
        """Return the recommendations for a job, the oldest first."""
        ...

    async def of_member(self, member_id: int) -> Sequence[Recommendation]:
        """Return what a member recommended or was recommended for, the oldest first."""
        ...

    async def stop(self, member_id: int, now: datetime) -> bool:
        """Keep that a member wants no questions of colleagues; say whether that is new."""
        ...

    async def resume(self, member_id: int) -> bool:
        """Let a member be asked again; say whether they were not."""
        ...

    async def stopped(self, member_id: int) -> datetime | None:
        """Return since when a member wants no questions of colleagues, None where they may be asked."""
        ...
