"""The dates of an event: one of them as a value, and those that are asked for. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.calendar.series import next_occurrence, occurrences
from bot.calendar.wall import instant, wall
from bot.domain.events import Event
from bot.talk.text import Moment


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One date of an event; `start` is its wall time in the event's zone."""

    event: Event
    start: datetime

    @property
    def name(self) -> str:
        """Return the wall time in ISO form, which names the occurrence wherever it is kept."""
        return self.start.isoformat(timespec="minutes")

    @property
    def begins(self) -> datetime:
        """Return the instant at which it begins."""
        return instant(self.start, ZoneInfo(self.event.zone))

    @property
    def ends(self) -> datetime:
        """Return the instant at which it is over."""
        return self.begins + self.event.lasts

    def moment(self, now: datetime) -> Moment:
        """Return the beginning as it is shown; the year is named where it is not the present one."""
        return at_moment(self.begins, now, ZoneInfo(self.event.zone))


def at_moment(at: datetime, now: datetime, zone: ZoneInfo) -> Moment:
    """Return an instant as it is shown; the year is named where it is not the present one."""
    return Moment(at, year=wall(at, zone).year != wall(now, zone).year)


def named(event: Event, name: str) -> Occurrence | None:
    """Return the occurrence of that name, or None where the event has no such date."""
    try:
        found = Occurrence(event, datetime.fromisoformat(name))
    except ValueError:
        return None
    if found.start.tzinfo is not None or found.name != name or not 2000 <= found.start.year < 2200:
        return None
    start = next_occurrence(event.starts, event.rule, ZoneInfo(event.zone), found.begins)
    return found if start == found.start else None


def present(event: Event, now: datetime) -> Occurrence | None:
    """Return the first occurrence that is not over yet; None where the last one is."""
    start = next_occurrence(
        event.starts, event.rule, ZoneInfo(event.zone), now - event.lasts + timedelta(microseconds=1)
    )
    return Occurrence(event, start) if start is not None else None


def following(event: Event, after: datetime, within: timedelta, most: int) -> list[Occurrence]:
    """Return the occurrences that begin at or after an instant and within a time from then, at most so many."""
    zone = ZoneInfo(event.zone)
    return [
        Occurrence(event, start) for start in occurrences(event.starts, event.rule, zone, after, after + within, most)
    ]
