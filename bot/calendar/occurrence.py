"""The dates of an event: one of them as a value, and those that are asked for. Pure.

The rule of a series gives its dates; those in a pause fall out, those that deviate take place as they say, and those
that were added stand beside them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import merge
from itertools import islice, takewhile
from typing import Final
from zoneinfo import ZoneInfo

from bot.calendar.series import coming_dates, next_occurrence
from bot.calendar.wall import instant, wall
from bot.domain.events import Deviation, Event
from bot.talk.text import Moment

_MOMENT: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One date of an event; `start` is its wall time in the event's zone.

    `of` is the wall time that the rule has, where the date was moved away from it.
    """

    event: Event
    start: datetime
    of: datetime | None = None

    @property
    def name(self) -> str:
        """Return the wall time that the rule has in ISO form, which names the occurrence wherever it is kept."""
        return _name(self.of or self.start)

    @property
    def deviation(self) -> Deviation | None:
        """Return what is otherwise for this date."""
        return self.event.deviation(self.name) if self.event.deviations else None

    @property
    def begins(self) -> datetime:
        """Return the instant at which it begins."""
        return instant(self.start, ZoneInfo(self.event.zone))

    @property
    def lasts(self) -> timedelta:
        """Return how long it lasts."""
        other = self.deviation
        return self.event.lasts if other is None or other.lasts is None else other.lasts

    @property
    def ends(self) -> datetime:
        """Return the instant at which it is over; one that lasts all day ends with the day, whatever the clocks do."""
        if self.event.all_day:
            return instant(self.start + self.lasts, ZoneInfo(self.event.zone))
        return self.begins + self.lasts

    @property
    def town(self) -> str | None:
        """Return the town in which it takes place."""
        other = self.deviation
        return self.event.town if other is None or other.town is None else other.town

    @property
    def venue(self) -> str:
        """Return where exactly it takes place."""
        other = self.deviation
        return self.event.venue if other is None or other.venue is None else other.venue

    @property
    def title(self) -> str:
        """Return what it is called."""
        other = self.deviation
        return self.event.title if other is None or other.title is None else other.title

    @property
    def text(self) -> str:
        """Return what it is about."""
        other = self.deviation
        return self.event.text if other is None or other.text is None else other.text

    def moment(self, now: datetime) -> Moment:
        """Return the beginning as it is shown; the year is named where it is not the present one."""
        return at_moment(self.begins, now, ZoneInfo(self.event.zone), is_day=self.event.all_day)


def at_moment(at: datetime, now: datetime, zone: ZoneInfo, *, is_day: bool = False) -> Moment:
    """Return an instant as it is shown, or its day; the year is named where it is not the present one."""
    is_other_year = wall(at, zone).year != wall(now, zone).year
    return Moment(wall(at, zone), "day", year=is_other_year) if is_day else Moment(at, year=is_other_year)


def named(event: Event, name: str) -> Occurrence | None:
    """Return the occurrence of that name, or None where the event has no such date."""
    try:
        of = datetime.fromisoformat(name)
    except ValueError:
        return None
    if of.tzinfo is not None or _name(of) != name or not 2000 <= of.year < 2200:
        return None
    other = event.deviation(name)
    if other is not None:
        return _deviating(event, other)
    return Occurrence(event, of) if _has(event, of) and not _is_paused(event, of) else None


def known(event: Event, name: str) -> Occurrence:
    """Return the occurrence of that name, or what it was where the event has no such date any more."""
    return named(event, name) or Occurrence(event, datetime.fromisoformat(name))


def falls_out(event: Event, name: str) -> bool:
    """Say whether the date of that name does not take place though the series has it: skipped, or in a pause."""
    other = event.deviation(name)
    is_there = other is not None and other.is_added
    return named(event, name) is None and (is_there or _has(event, datetime.fromisoformat(name)))


def present(event: Event, now: datetime) -> Occurrence | None:
    """Return the first occurrence that is not over yet; None where the last one is."""
    longest = max([event.lasts, *(one.lasts for one in event.deviations if one.lasts is not None)])
    margin = timedelta(hours=2) if event.all_day else timedelta()
    coming = dates(event, now - longest - margin + _MOMENT)
    return next((date for date in coming if date.ends > now), None)


def next_date(event: Event, after: datetime) -> Occurrence | None:
    """Return the first occurrence that begins at or after an instant, None without one."""
    return next(dates(event, after), None)


def following(event: Event, after: datetime, within: timedelta, most: int) -> list[Occurrence]:
    """Return the occurrences that begin at or after an instant and within a time from then, at most so many."""
    return list(islice(takewhile(lambda date: date.begins < after + within, dates(event, after)), most))


def dates(event: Event, after: datetime) -> Iterator[Occurrence]:
    """Yield the occurrences that begin at or after an instant, in the order in which they take place."""
    zone = ZoneInfo(event.zone)
    regular = (Occurrence(event, start) for start in coming_dates(event.starts, event.rule, zone, after))
    if not event.deviations and not event.pauses:
        return regular
    others = [date for one in event.deviations if (date := _deviating(event, one)) is not None and date.begins >= after]
    held = (date for date in regular if date.deviation is None and not _is_paused(event, date.start))
    return merge(held, sorted(others, key=_in_time), key=_in_time)


def _in_time(date: Occurrence) -> tuple[datetime, str]:
    return date.begins, date.name


def _deviating(event: Event, other: Deviation) -> Occurrence | None:
    """Return the date that a deviation is; None where it is skipped, or deviates from what is no date of the rule."""
    if other.starts is None or not (other.is_added or _has(event, other.of)):
        return None
    return Occurrence(event, other.starts, other.of if other.of != other.starts else None)


def _has(event: Event, start: datetime) -> bool:
    """Say whether a wall time is a date of the rule."""
    zone = ZoneInfo(event.zone)
    return next_occurrence(event.starts, event.rule, zone, instant(start, zone)) == start


def _is_paused(event: Event, start: datetime) -> bool:
    return any(pause.covers(start) for pause in event.pauses)


def _name(start: datetime) -> str:
    return start.isoformat(timespec="minutes")
