"""The community itself: its name, its zone and who answers for it."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.domain.jobs import TAGS_PER_JOB, TAGS_PER_PART
from bot.domain.people import Address


@dataclass(frozen=True, slots=True)
class Community:
    """What the settings say of the community; `organisers` are the accounts with organisers' rights.

    With `approves_events` members propose events, and organisers announce them.

    At most `tags_per_part` people are tagged for a part of a job, and `tags_per_job` for all of it.
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
    calendars: str = ""
    approves_events: bool = False
