"""Collisions: a date that falls on the evening of another event in the same town or a neighbouring one. Pure.

Nobody is kept from anything by one: whoever enters the event is told, and decides. Two dates collide where they
overlap, or where both begin at 16:00 or later on the same day. What is in no known town collides with nothing; two that
are remote do, since nobody can follow both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import islice, takewhile
from typing import Final
from zoneinfo import ZoneInfo

from bot.calendar.occurrence import Occurrence, dates, present
from bot.calendar.wall import wall
from bot.domain.events import Event, EventState
from bot.domain.hearing import are_near

EVENING: Final = time(16)
LOOKED_AT: Final = 6  # dates of a series
SHOWN: Final = 3
_AHEAD: Final = timedelta(days=366)
_DAY: Final = timedelta(days=1)
_MOMENT: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Collision:
    """One date of an event, and the other event's date that it meets."""

    date: Occurrence
    other: Occurrence

    @property
    def is_evening(self) -> bool:
        """Say whether both begin in the evening; else it is a day that they share."""
        return _is_evening(self.date) and _is_evening(self.other)


def collisions(event: Event, others: Iterable[Event], now: datetime) -> Sequence[Collision]:
    """Return what the next six dates of an event meet, in order and three at most, of each other event the first.

    Of the other events those that take place count, and the event itself does not.
    """
    mine = _coming(event, now)
    if not mine:
        return ()
    since, until = mine[0].begins - _DAY, max(date.ends for date in mine) + _DAY
    times = [(date, date.begins, date.ends) for date in mine]
    found = [
        Collision(date, theirs)
        for other in others
        if other.id != event.id and other.state is EventState.ACTIVE and _may_be_near(event, other)
        for theirs in _within(other, since, until)
        for begins, ends in [(theirs.begins, theirs.ends)]
        for date, my_begin, my_end in times
        if (my_begin < ends and begins < my_end) or _share_evening(date, theirs)
        if _are_near(date.town, theirs.town)
    ]
    ordered = sorted(found, key=lambda one: (one.date.begins, one.other.begins, one.other.event.id))
    first = {one.other.event.id: one for one in reversed(ordered)}
    return [one for one in ordered if first[one.other.event.id] is one][:SHOWN]


def _coming(event: Event, now: datetime) -> list[Occurrence]:
    first = present(event, now)
    if first is None:
        return []
    after = dates(event, first.begins + _MOMENT)
    return [first, *islice(takewhile(lambda date: date.begins < now + _AHEAD, after), LOOKED_AT - 1)]


def _within(event: Event, since: datetime, until: datetime) -> Iterator[Occurrence]:
    """Yield the dates of an event that begin before an instant and are not over at another."""
    first = present(event, since)
    if first is not None and first.begins < until:
        yield first
        yield from takewhile(lambda date: date.begins < until, dates(event, first.begins + _MOMENT))


def _may_be_near(one: Event, other: Event) -> bool:
    """Say whether any of their dates can be near each other, without looking at each."""
    return any(_are_near(town, their) for town in _towns(one) for their in _towns(other))


def _towns(event: Event) -> set[str | None]:
    return {event.town, *(one.town for one in event.deviations if one.town is not None)}


def _are_near(one: str | None, other: str | None) -> bool:
    return bool(one) and bool(other) and are_near(str(one), str(other))


def _share_evening(date: Occurrence, other: Occurrence) -> bool:
    """Say whether both begin on the same evening, by the clocks of the first."""
    if not (_is_evening(date) and _is_evening(other)):
        return False
    if date.event.zone == other.event.zone:
        return date.start.date() == other.start.date()
    zone = ZoneInfo(date.event.zone)
    return date.start.date() == wall(other.begins, zone).date()


def _is_evening(date: Occurrence) -> bool:
    return not date.event.all_day and date.start.time() >= EVENING
