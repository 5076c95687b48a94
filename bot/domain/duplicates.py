"""Whether two jobs say nearly the same. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from bot.domain.folding import fold
from bot.domain.jobs import Job, JobState

CLOSED_FOR: Final = timedelta(days=7)  # so long a closed job counts as one that is written again
ALIKE: Final = 0.8  # of all words that either says, so many are in both
_WORD: Final = re.compile(r"\w+")


def nearly_same(one: Job, other: Job) -> bool:
    """Say whether titles and texts are nearly the same words, in whatever order; without words nothing is."""
    mine, theirs = _words(one), _words(other)
    return bool(mine and theirs) and len(mine & theirs) >= ALIKE * len(mine | theirs)


def written_before(draft: Job, others: Iterable[Job], now: datetime) -> Job | None:
    """Return the first of the author's other jobs that says nearly the same: an open one, or one closed lately."""
    return next((job for job in others if job.id != draft.id and _counts(job, now) and nearly_same(draft, job)), None)


def _counts(job: Job, now: datetime) -> bool:
    if job.state is JobState.OPEN:
        return True
    return job.may_reopen and job.closed_at is not None and job.closed_at >= now - CLOSED_FOR


def _words(job: Job) -> set[str]:
    return {fold(word) for word in _WORD.findall(f"{job.title} {job.text}")}
