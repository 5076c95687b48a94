"""Reports of jobs, and who may post none."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select

from bot.domain.moderation import Block, Report
from storage.schema import job_blocks, reports
from storage.work import Work


class Moderation:
    """The ModerationStore of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def report(self, report: Report) -> bool:
        """Keep a report; False where this member has reported this job already, which stays as it was."""
        row = {"job_id": report.job_id, "member_id": report.member_id, "reason": report.reason, "at": report.at}
        return await self._work.change(self._work.insert(reports).values(row).on_conflict_do_nothing()) > 0

    async def reported(self, job_id: int, member_id: int) -> Report | None:
        """Return a member's report of a job."""
        its = (reports.c.job_id == job_id) & (reports.c.member_id == member_id)
        row = await self._work.first(select(reports).where(its))
        return Report(row.job_id, row.member_id, row.reason, row.at) if row is not None else None

    async def reports_of(self, member_id: int) -> Sequence[Report]:
        """Return what a member reported, the oldest first."""
        theirs = select(reports).where(reports.c.member_id == member_id).order_by(reports.c.at, reports.c.job_id)
        return [Report(row.job_id, row.member_id, row.reason, row.at) for row in await self._work.all(theirs)]

    async def block(self, block: Block) -> bool:
        """Keep that a member may post no jobs; False where that is so already, which stays as it was."""
        row = {"member_id": block.member_id, "reason": block.reason, "at": block.at}
        return await self._work.change(self._work.insert(job_blocks).values(row).on_conflict_do_nothing()) > 0

    async def unblock(self, member_id: int) -> bool:
        """Let a member post jobs again; say whether they could not."""
        return await self._work.change(delete(job_blocks).where(job_blocks.c.member_id == member_id)) > 0

    async def blocked(self, member_id: int) -> Block | None:
        """Return since when and why a member may post no jobs, None where they may."""
        row = await self._work.first(select(job_blocks).where(job_blocks.c.member_id == member_id))
        return Block(row.member_id, row.reason, row.at) if row is not None else None

    async def blocks(self) -> Sequence[Block]:
        """Return everybody who may post no jobs, the newest first."""
        newest = select(job_blocks).order_by(job_blocks.c.at.desc(), job_blocks.c.member_id)
        return [Block(row.member_id, row.reason, row.at) for row in await self._work.all(newest)]
