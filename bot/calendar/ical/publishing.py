"""Which events stand in which calendar, and for how long. Pure.

One that is cancelled stays as such for a while, so that whoever has it learns of it; what is over stays for a year.
A proposed one is nobody's but the organisers' yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.calendar.ical.writing import Entry
from bot.calendar.occurrence import named, present
from bot.domain.events import Answer, Attendance, Event, EventState

CANCELLED_STAYS: Final = timedelta(days=60)
OVER_STAYS: Final = timedelta(days=365)
_COMING: Final = (Attendance.YES, Attendance.MAYBE)


def is_published(event: Event, now: datetime) -> bool:
    """Say whether an event stands in calendars at all."""
    match event.state:
        case EventState.ACTIVE:
            return present(event, now - OVER_STAYS) is not None
        case EventState.CANCELLED:
            return (event.changed_at or event.created_at) > now - CANCELLED_STAYS
    return False


def everything(events: Iterable[Event], now: datetime) -> list[Entry]:
    """Return what stands in everybody's calendar."""
    return [Entry(event) for event in events if is_published(event, now)]


def in_town(events: Iterable[Event], town: str, now: datetime) -> list[Entry]:
    """Return what stands in a town's calendar: what takes place there, single dates of a series elsewhere too."""
    found: list[Entry] = []
    for event in events:
        here = frozenset(one.occurrence for one in event.deviations if one.town == town)
        if (event.town == town or here) and is_published(event, now):
            found.append(Entry(event, None if event.town == town else here))
    return found


def of_member(events: Iterable[Event], answers: Iterable[Answer], member_id: int, now: datetime) -> list[Entry]:
    """Return what stands in a member's own calendar: their own events, and of others' the dates they come to."""
    said: dict[int, dict[str, Attendance]] = {}
    for answer in answers:
        if answer.attendance in _COMING:
            said.setdefault(answer.event_id, {})[answer.occurrence] = answer.attendance
    entries: list[Entry] = []
    for event in (event for event in events if is_published(event, now)):
        dates = said.get(event.id, {})
        maybe = frozenset(name for name, attendance in dates.items() if attendance is Attendance.MAYBE)
        if event.owner_id == member_id:
            entries.append(Entry(event, maybe=maybe))
        elif dates:
            entries.append(Entry(event, frozenset(dates), maybe))
    return entries


def coming(events: Iterable[Event], now: datetime) -> list[Event]:
    """Return the events that take place and are not over, those with the nearest date first."""
    found = [(date.begins, event.id, event) for event in events if (date := present(event, now)) is not None]
    return [event for *_, event in sorted(found, key=lambda one: one[:2]) if event.state is EventState.ACTIVE]


def towns(events: Sequence[Event], now: datetime) -> list[str]:
    """Return the towns in which something is still to come, those with most of it first."""
    counted: dict[str, int] = {}
    for town in (town for event in coming(events, now) for town in _towns(event)):
        counted[town] = counted.get(town, 0) + 1
    return sorted(counted, key=lambda town: (-counted[town], town))


def _towns(event: Event) -> Iterator[str]:
    elsewhere = {one.town for one in event.deviations if one.town and named(event, one.occurrence) is not None}
    yield from {*([event.town] if event.town else []), *elsewhere}
