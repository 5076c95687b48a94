"""What members and organisers do about jobs that do not belong: a report, and a person who may post none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Report:
    """A member's word to organisers about a job, once per member and job; who said it is not told to the author."""

    job_id: int
    member_id: int
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Block:
    """A member who may post no jobs since an instant, and why; they are told both."""

    member_id: int
    reason: str
    at: datetime
