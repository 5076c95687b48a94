"""The ladder of announcements of one occurrence: seven days before, one day before, and in the morning of the day.

Days before are wall time, so 19:00 stays 19:00 across a clock change; the hour before the start is an hour that passes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from itertools import pairwise
from typing import Final

from bot.calendar.wall import instant

_MORNING: Final = time(9)
_EVENING_BEFORE: Final = time(18)
_NOTICE: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Step:
    """One announcement: `name` is "7d", "1d" or "0d"; it is due at `due` and pointless from `expires` on (both UTC)."""

    name: str
    due: datetime
    expires: datetime


def steps(start: datetime, zone: tzinfo, now: datetime) -> tuple[Step, ...]:
    """Return the steps of an occurrence that begins at the wall time `start` and are due after `now`, soonest first.

    A step less than an hour before the start moves to 18:00 of the day before. Each step expires when the next one is
    due, the last at the start. No two are due at the same moment: the one with the longer lead stays.
    """
    begins = instant(start, zone)
    dues: dict[datetime, str] = {}
    for name, wall in _rungs(start):
        due = instant(wall, zone)
        if begins - due < _NOTICE:
            due = instant(datetime.combine(start.date() - _DAY, _EVENING_BEFORE), zone)
        if due < begins:
            dues.setdefault(due, name)
    ends = pairwise([*sorted(dues), begins])
    return tuple(Step(dues[due], due, expires) for due, expires in ends if due > now)


def _rungs(start: datetime) -> tuple[tuple[str, datetime], ...]:
    return (
        ("7d", start - 7 * _DAY),
        ("1d", start - _DAY),
        ("0d", datetime.combine(start.date(), _MORNING)),
    )
