"""Colleagues who were recommended for a job, and who wants no such questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update

from bot.domain.handing_on import Recommendation
from storage.schema import recommendations, unasked
from storage.work import Work


class Recommendations:
    """The RecommendationStore of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def create(self, one: Recommendation) -> Recommendation | None:
        """Store a recommendation and return it with its id; None where the person was recommended for it already."""
        row = {
            "job_id": one.job_id,
            "member_id": one.member_id,
            "by_id": one.by_id,
            "part": one.part,
            "at": one.at,
            "is_taken": one.is_taken,
        }
        if not await self._work.change(self._work.insert(recommendations).values(row).on_conflict_do_nothing()):
            return None
        same = (recommendations.c.job_id == one.job_id) & (recommendations.c.member_id == one.member_id)
        (stored,) = await self._load(same)
        return replace(one, id=stored.id)

    async def get(self, recommendation_id: int) -> Recommendation | None:
        """Return one recommendation."""
        return next(iter(await self._load(recommendations.c.id == recommendation_id)), None)

    async def answer(self, one: Recommendation) -> bool:
        """Write what was answered; False where it was answered before, which stays as it was."""
        waiting = (recommendations.c.id == one.id) & recommendations.c.is_taken.is_(None)
        said = {"is_taken": one.is_taken}
        return await self._work.change(update(recommendations).where(waiting).values(said)) > 0

    async def of_job(self, job_id: int) -> Sequence[Recommendation]:
        """Return the recommendations for a job, the oldest first."""
        return await self._load(recommendations.c.job_id == job_id)

    async def of_member(self, member_id: int) -> Sequence[Recommendation]:
        """Return what a member recommended or was recommended for, the oldest first."""
        return await self._load((recommendations.c.member_id == member_id) | (recommendations.c.by_id == member_id))

    async def stop(self, member_id: int, now: datetime) -> bool:
        """Keep that a member wants no questions of colleagues; say whether that is new."""
        row = {"member_id": member_id, "at": now}
        return await self._work.change(self._work.insert(unasked).values(row).on_conflict_do_nothing()) > 0

    async def resume(self, member_id: int) -> bool:
        """Let a member be asked again; say whether they were not."""
        return await self._work.change(delete(unasked).where(unasked.c.member_id == member_id)) > 0

    async def stopped(self, member_id: int) -> datetime | None:
        """Return since when a member wants no questions of colleagues, None where they may be asked."""
        row = await self._work.first(select(unasked.c.at).where(unasked.c.member_id == member_id))
        return row.at if row is not None else None

    async def _load(self, condition: ColumnElement[bool]) -> list[Recommendation]:
        rows = await self._work.all(select(recommendations).where(condition).order_by(recommendations.c.id))
        return [
            Recommendation(row.id, row.job_id, row.member_id, row.by_id, row.part, row.at, row.is_taken) for row in rows
        ]
