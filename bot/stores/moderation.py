"""Reports of jobs and who may post none, as one transaction sees them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.domain.moderation import Block, Report


class ModerationStore(Protocol):
    """Reports and blocks; both go with the member, a report with the job too."""

    async def report(self, report: Report) -> bool:
        """Keep a report; False where this member has reported this job already, which stays as it was."""
        ...

    async def reported(self, job_id: int, member_id: int) -> Report | None:
        """Return a member's report of a job."""
        ...

    async def reports_of(self, member_id: int) -> Sequence[Report]:
        """Return what a member reported, the oldest first."""
        ...

    async def block(self, block: Block) -> bool:
        """Keep that a member may post no jobs; False where that is so already, which stays as it was."""
        ...

    async def unblock(self, member_id: int) -> bool:
        """Let a member post jobs again; say whether they could not."""
        ...

    async def blocked(self, member_id: int) -> Block | None:
        """Return since when and why a member may post no jobs, None where they may."""
        ...

    async def blocks(self) -> Sequence[Block]:
        """Return everybody who may post no jobs, the newest first."""
        ...
