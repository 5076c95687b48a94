"""What comes next of something that recurs, one after the other: pure, and the same however often it is asked.

What is missed is caught up with once: of a rule the newest moment alone, and of an event each date that is not over.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta, tzinfo
from itertools import chain
from typing import Final
from zoneinfo import ZoneInfo

from bot.calendar.occurrence import Occurrence, dates, present
from bot.calendar.series import coming_dates, next_occurrence, occurrences
from bot.calendar.wall import instant
from bot.domain.events import Event

DAY: Final = timedelta(days=1)
_ALL_DAY: Final = time(9)  # when what lasts all day is announced
_MOMENT: Final = timedelta(microseconds=1)


def counted_from(date: Occurrence) -> datetime:
    """Return the wall time before which a lead counts: the beginning, or 9:00 of what lasts all day."""
    return datetime.combine(date.start, _ALL_DAY) if date.event.all_day else date.start


def due_before(date: Occurrence, lead: timedelta, at: time | None = None) -> datetime:
    """Return the instant a lead before a date: whole days are wall time, the rest is time that passes.

    With `at` it is that time of day, so many whole days before.
    """
    if at is not None:
        return instant(datetime.combine(date.start.date() - lead, at), ZoneInfo(date.event.zone))
    days = lead // DAY
    return instant(counted_from(date) - days * DAY, ZoneInfo(date.event.zone)) - (lead - days * DAY)


def next_time(
    starts: datetime, rule: str, zone: tzinfo, said: datetime, now: datetime, waits: timedelta
) -> datetime | None:
    """Return the wall time that follows on the instant `said`: the newest that was missed by less than `waits`.

    Where none was, it is the first to come after `said` and `now`; None where the rule has ended.
    """
    since = max(said + _MOMENT, now - waits)
    missed = occurrences(starts, rule, zone, since, now + _MOMENT, waits // DAY + 2)
    return missed[-1] if missed else next_occurrence(starts, rule, zone, max(said, now) + _MOMENT)


def next_before(
    event: Event, lead: timedelta, said: datetime, now: datetime, at: time | None = None
) -> Occurrence | None:
    """Return the first date that is not over and whose reminder, a lead before, comes later than `said`."""
    here = present(event, now)
    coming = chain((here,) if here is not None else (), dates(event, now))
    return next((date for date in coming if due_before(date, lead, at) > said), None)


def times(starts: datetime, rule: str, zone: tzinfo, since: datetime) -> Iterator[datetime]:
    """Yield the instants of a rule from `since` on."""
    return (instant(start, zone) for start in coming_dates(starts, rule, zone, since))


def times_before(event: Event, lead: timedelta, since: datetime, at: time | None = None) -> Iterator[datetime]:
    """Yield when one hears of the dates of an event, a lead before, from the instant `since` on."""
    ahead = dates(event, since - DAY)  # what lasts all day has begun when its lead counts
    return (due for date in ahead if (due := due_before(date, lead, at)) >= since)
