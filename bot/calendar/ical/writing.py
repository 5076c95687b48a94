"""Events as an iCalendar file (RFC 5545) that Apple's, Google's, Microsoft's and Mozilla's calendars read alike. Pure.

The same events give the same bytes, whenever that is: every stamp is that of the event. What is written how, and why:

- Times are wall times with the zone beside them, so that 19:00 stays 19:00; UNTIL is UTC, as the RFC asks.
- A date that a series leaves out, or that falls into a pause, is an EXDATE, one a line.
- A date that takes place otherwise is an event of its own with a RECURRENCE-ID.
- A date that was added is an event of its own with a name of its own: Outlook reads no RDATE, and an override of what
  is no date of the rule is dropped by some.
- A file has no METHOD: it says what is, and invites nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice, takewhile
from typing import Final
from zoneinfo import ZoneInfo

import icalendar
from icalendar import vRecur, vText

from bot.calendar.ical.timezones import timezone
from bot.calendar.occurrence import Occurrence, named
from bot.calendar.rule import parse
from bot.calendar.series import coming_dates, next_occurrence
from bot.calendar.wall import instant, wall
from bot.domain.events import Event, EventState
from bot.talk.strange import cleaned, one_line

_END: Final = b"END:VCALENDAR\r\n"
PAUSED: Final = 1000  # dates that one pause takes out, at most
_PRODUCT: Final = "-//Ideenherd//Ideenherd//DE"
_ASK_AGAIN: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_NAME: Final = 200  # characters of a title, a place or a name, and twice that of a link


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as one calendar has it: with all its dates, or with those alone that are named in `dates`.

    The dates named in `maybe` are tentative.
    """

    event: Event
    dates: frozenset[str] | None = None
    maybe: frozenset[str] = frozenset()


def calendar(name: str, entries: Iterable[Entry], zone: str, *, is_feed: bool = True) -> bytes:
    """Return a calendar of this name, in the order of the entries.

    A feed asks to be read again every hour. Without an entry the file still holds the VTIMEZONE of `zone` (IANA), so
    that it is valid. Proposed events must not be among the entries.
    """
    shown = [*entries]
    file = icalendar.Calendar()
    file.add("prodid", _PRODUCT)
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("x-wr-calname", vText(one_line(name, _NAME)))
    if is_feed:
        file.add("refresh-interval", _ASK_AGAIN, parameters={"VALUE": "DURATION"})
        file.add("x-published-ttl", "PT1H")
    for key, since in sorted(_zones(shown, zone).items()):
        file.add_component(timezone(key, since))
    frame: bytes = file.to_ical()
    return b"".join([frame.removesuffix(_END), *map(_written, shown), _END])


@lru_cache(maxsize=4000)
def _written(entry: Entry) -> bytes:
    """Return the lines of one entry; kept, since of a thousand events one has changed, and the rest is as it was."""
    return b"".join(component.to_ical() for component in _events(entry))


def _zones(entries: Iterable[Entry], zone: str) -> dict[str, int]:
    """Return the zones that are named, each with the year from which it must be right."""
    years: dict[str, int] = {}
    for event in (entry.event for entry in entries):
        if not event.all_day:
            years[event.zone] = min(event.starts.year, years.get(event.zone, event.starts.year))
    years.pop("UTC", None)
    return years or {zone: 2000}


def _events(entry: Entry) -> Iterator[icalendar.Event]:
    event = entry.event
    if entry.dates is not None:
        for name in sorted(entry.dates):
            date = named(event, name)
            if date is not None:
                yield _single(date, is_maybe=name in entry.maybe)
    elif event.is_series:
        yield _series(event)
        for name in sorted({one.occurrence for one in event.deviations} | entry.maybe):
            date = named(event, name)
            if date is not None:
                yield _otherwise(date, is_maybe=name in entry.maybe)
    else:
        date = Occurrence(event, event.starts)
        yield _single(date, is_maybe=date.name in entry.maybe)


def _single(date: Occurrence, *, is_maybe: bool) -> icalendar.Event:
    """Return a date as an event by itself; one of a series has a name made of the series' and its own."""
    event = date.event
    component = _described(date, is_maybe=is_maybe)
    component.add("uid", f"{date.name}-{_uid(event)}" if event.is_series else _uid(event))
    return component


def _series(event: Event) -> icalendar.Event:
    component = _described(Occurrence(replace(event, deviations=()), event.starts), is_maybe=False)
    component.add("uid", _uid(event))
    component.add("rrule", vRecur.from_ical(_rule(event)))
    for start in sorted({*_skipped(event), *_paused(event)}):
        component.add("exdate", [_at(event, start)])
    return component


def _otherwise(date: Occurrence, *, is_maybe: bool) -> icalendar.Event:
    """Return a date of a series that is not as the series says: in its place where the rule has it, else beside it."""
    event, other = date.event, date.deviation
    if other is not None and other.is_added:
        return _single(date, is_maybe=is_maybe)
    component = _described(date, is_maybe=is_maybe)
    component.add("uid", _uid(event))
    component.add("recurrence-id", _at(event, date.of or date.start))
    return component


def _skipped(event: Event) -> Iterator[datetime]:
    """Yield the dates of the rule that are left out, and those in whose place an added one stands."""
    zone = ZoneInfo(event.zone)
    for of in (one.of for one in event.deviations if one.starts is None or one.is_added):
        if next_occurrence(event.starts, event.rule, zone, instant(of, zone)) == of:
            yield of


def _paused(event: Event) -> Iterator[datetime]:
    """Yield the dates of the rule that fall into a pause; what takes place otherwise does so in a pause too."""
    zone = ZoneInfo(event.zone)
    otherwise = {one.of for one in event.deviations}
    for pause in event.pauses:
        begins = instant(datetime.combine(pause.first, time()), zone) - _DAY
        ahead = (start for start in coming_dates(event.starts, event.rule, zone, begins) if start.date() >= pause.first)
        yield from (one for one in islice(takewhile(pause.covers, ahead), PAUSED) if one not in otherwise)


def _rule(event: Event) -> str:
    """Return the RRULE with what its first date says by itself, and its end as the RFC wants it."""
    zone, rule = ZoneInfo(event.zone), parse(event.rule or "").begun(event.starts)
    last = rule.last_wall(zone)
    if last is None:
        return str(rule)
    until: date = last.date() if event.all_day else instant(last.replace(microsecond=0, fold=0), zone)
    return str(replace(rule, until=until))


def _described(date: Occurrence, *, is_maybe: bool) -> icalendar.Event:
    event = date.event
    component = icalendar.Event()
    stamp = event.changed_at or event.created_at
    component.add("dtstamp", stamp.astimezone(UTC))
    component.add("last-modified", stamp.astimezone(UTC))
    component.add("created", event.created_at.astimezone(UTC))
    component.add("sequence", event.sequence)
    component.add("dtstart", _at(event, date.start))
    if date.lasts > timedelta():
        component.add("dtend", _end(date))
    component.add("status", _status(event, is_maybe=is_maybe))
    component.add("summary", one_line(date.title, _NAME))
    component.add("categories", [str(event.kind)])
    if where := ", ".join(part for part in (date.venue, date.town) if part):
        component.add("location", one_line(where, 2 * _NAME))
    if words := _plain("\n\n".join(part for part in (date.text, event.link) if part)):
        component.add("description", words)
    if (link := one_line(event.link, 2 * _NAME)).startswith(("https://", "http://")) and " " not in link:
        component.add("url", link)
    return component


def _status(event: Event, *, is_maybe: bool) -> str:
    if event.state is EventState.CANCELLED:
        return "CANCELLED"
    return "TENTATIVE" if is_maybe else "CONFIRMED"


def _at(event: Event, start: datetime) -> date:
    """Return a wall time of an event as a file has it: a day where it lasts all day."""
    return start.date() if event.all_day else start.replace(tzinfo=ZoneInfo(event.zone), fold=0)


def _end(date: Occurrence) -> date:
    if date.event.all_day:
        return date.start.date() + max(timedelta(days=date.lasts.days), _DAY)
    zone = ZoneInfo(date.event.zone)
    ends = wall(date.ends, zone)
    return date.ends if ends.fold else ends.replace(tzinfo=zone)  # the second of a doubled hour only UTC can name


def _uid(event: Event) -> str:
    return one_line(event.uid, 2 * _NAME) or f"{event.id}@ideenherd"


def _plain(text: str) -> str:
    """Return a text without what could end a line; most have nothing of that, and are looked at quickly."""
    return text if text.replace("\n", "").isprintable() else cleaned(text)
