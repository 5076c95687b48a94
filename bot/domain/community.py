"""The community itself: its name, its zone and who answers for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.domain.jobs import JOBS_PER_DAY, LIVES, TAGS_PER_JOB, TAGS_PER_PART
from bot.domain.people import Address
from bot.domain.tagging import TAGS_PER_WEEK


@dataclass(frozen=True, slots=True)
class Community:
    """What the settings say of the community; `organisers` are the accounts with organisers' rights.

    With `approves_events` members propose events, and organisers announce them.

    At most `tags_per_part` people are tagged for a part of a job, and `tags_per_job` for all of it; nobody more often
    than `tags_per_week` in seven days, unless they set another figure for themselves. A job closes by itself after
    `job_lives`. Who is no organiser publishes at most `jobs_per_day` in 24 hours.
    `calendars` is where its calendars are served, without a slash at the end; empty where they are not.
    """

    name: str
    zone: ZoneInfo
    language: str
    operator: str
    contact: str
    organisers: frozenset[Address] = frozenset()
    tags_per_part: int = TAGS_PER_PART
    tags_per_job: int = TAGS_PER_JOB
    tags_per_week: int = TAGS_PER_WEEK
    job_lives: timedelta = LIVES
    jobs_per_day: int = JOBS_PER_DAY
    calendars: str = ""
    approves_events: bool = False
