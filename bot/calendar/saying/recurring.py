"""A series: the rule, its first date, its end, and the hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.calendar.rule import Rule
from bot.calendar.saying.frame import Frame, labelled
from bot.calendar.saying.hours import minutes_of
from bot.calendar.saying.items import Clock, DayOfMonth, Days, Every, Hours, Item, Length, Link, Part, Shift, Weekday
from bot.calendar.saying.points import SKIPPED, Point, Readings, point_of, readings_of
from bot.calendar.saying.repeats import HOW_OFTEN
from bot.calendar.saying.resolving import Meant, day_of, with_months
from bot.calendar.saying.rules import Repeats, first_day, repeats_of, with_day
from bot.calendar.saying.said import Choice
from bot.calendar.saying.spans import deadline_of
from bot.calendar.series import coming_dates
from bot.talk.text import Phrase

_DAY: Final = timedelta(days=1)
_WORK_BEGINS: Final = 6
_BEGINS: Final = (Link.BEGINNING, Link.FROM, Link.TRUE_BEGIN)
NO_DATE: Final = Phrase("Zu dieser Serie gibt es keinen Termin in den nächsten fünf Jahren. Ändere die Serie.")


@dataclass(frozen=True, slots=True)
class Series:
    """The readings of a series, best first, and why it must be asked for, where it must."""

    choices: tuple[Choice, ...] = ()
    because: Phrase | None = None


@dataclass(frozen=True, slots=True)
class _Bounds:
    since: date | None = None
    until: date | None = None
    because: Phrase | None = None
    weekday: Weekday | None = None
    is_stretch: bool = False  # a month, a week: "jeden Dienstag im Januar"


def series_of(items: Sequence[Item], frame: Frame) -> Series:
    """Return what is said of a series."""
    items = from_day_to_day(items)
    told = _told(items)
    found = repeats_of(told)
    if found is None:
        return Series(because=HOW_OFTEN)
    if found.rule.frequency != "MONTHLY" or found.rule.days:
        items = with_months(items, frame.today)
    bounds = _bounds(items, found, frame)
    if bounds.because is not None:
        return Series(because=bounds.because)
    if found.needs_day:
        found = with_day(found, bounds.weekday or bounds.since)
    if found.needs_day:
        return Series(because=HOW_OFTEN)
    point = _point(items, found.rule, frame)
    if point.because is not None or (point.length or _DAY) > _DAY:
        return Series(because=point.because or HOW_OFTEN)
    if bounds.until is not None and found.rule.count:
        return Series(because=HOW_OFTEN)
    choices: list[Choice] = []
    for rule in (found.rule, *found.others):
        dated = _dated(replace(rule, until=bounds.until), point, bounds, frame)
        if not isinstance(dated, Choice):
            return Series(because=dated)
        choices.append(dated)
    return Series(tuple(choices))


def _point(items: Sequence[Item], rule: Rule, frame: Frame) -> Point:
    """Return the hours of a series."""
    times = _times(items)
    if not any(isinstance(item, Part) for item in times):
        times = [_surely(item, rule) for item in times]
    return point_of(times, frame)


def from_day_to_day(items: Sequence[Item]) -> list[Item]:
    """Return the items with "von Montag bis Freitag" as the weekdays of a series."""
    found: list[Item] = []
    for item in items:
        before = found[-2:]
        if (
            isinstance(item, Weekday)
            and len(before) == 2
            and before[1] is Link.UNTIL
            and isinstance(before[0], Weekday)
        ):
            first = before[0].day
            days = tuple((first + n) % 7 for n in range((item.day - first) % 7 + 1))
            found[-2:] = [Every("", 1, days)]
            if len(found) > 1 and found[-2] is Link.FROM:
                del found[-2]
        else:
            found.append(item)
    return found


def _roles(items: Sequence[Item]) -> list[tuple[Item, Link | None]]:
    """Return each item with what it is for: days right behind "ab" and "bis" are where the series begins and ends."""
    found: list[tuple[Item, Link | None]] = []
    role: Link | None = None
    for item in items:
        if isinstance(item, Link):
            role = item if item in (*_BEGINS, Link.UNTIL) else None
        elif not isinstance(item, Days | Weekday | Shift):
            role = None
        found.append((item, role))
    return found


def _told(items: Sequence[Item]) -> list[Item]:
    """Return the items of the rule, plain weekdays among them, without those where the series begins or ends."""
    return [
        Every("", 1, (item.day,)) if isinstance(item, Weekday) else item
        for item, role in _roles(items)
        if role is None or not isinstance(item, Days | Weekday | Shift)
    ]


def _bounds(items: Sequence[Item], found: Repeats, frame: Frame) -> _Bounds:
    """Return since when and until when it goes."""
    begins: list[Item] = []
    ends: list[Item] = []
    for item, role in _roles(items):
        if not isinstance(item, Days | Weekday | Shift):
            continue
        if role is Link.UNTIL:
            ends.append(item)
        elif role in _BEGINS or (not isinstance(item, Weekday) and found.rule.frequency != "YEARLY"):
            begins.append(item)
    return _read_bounds(begins, ends, frame)


def _read_bounds(begins: list[Item], ends: list[Item], frame: Frame) -> _Bounds:
    since = until = None
    weekday = next((item for item in begins if isinstance(item, Weekday)), None)
    if begins:
        meant = day_of(begins, frame.today)
        problem = _problem(meant)
        if problem is not None or meant is None:
            return _Bounds(because=problem)
        since, until = meant.readings[0]
    if ends:
        found = deadline_of(ends, frame)
        if found.because is not None or not found.spans:
            return _Bounds(because=found.because)
        until = found.first[0]
        if since is not None and until < since:
            return _Bounds(because=HOW_OFTEN)
    return _Bounds(since, until, None, weekday, is_stretch=until is not None and not ends)


def _problem(meant: Meant | None) -> Phrase | None:
    if meant is None or not meant.readings:
        return HOW_OFTEN
    return meant.because


def _times(items: Sequence[Item]) -> list[Item]:
    """Return what is said of the hours; "19 Uhr bis halb elf" is one stretch of them."""
    found: list[Item] = [item for item in items if isinstance(item, Clock | Hours | Part | Length)]
    for first, link, last in zip(items, items[1:], items[2:], strict=False):
        if isinstance(first, Clock) and link is Link.UNTIL and isinstance(last, Clock):
            found = [item for item in found if item not in (first, last)]
            found.append(Hours(first, last))
    return [item for item in found if not isinstance(item, DayOfMonth)]


def _surely(item: Item, rule: Rule) -> Item:
    """Return a bare hour as the one that is meant: on working days in the morning from six on."""
    if not isinstance(item, Clock) or not item.bare:
        return item
    works = tuple(day for _, day in rule.days) == (0, 1, 2, 3, 4) and item.low >= _WORK_BEGINS
    return replace(item, minutes=item.minutes if works else minutes_of(item, None)[0], bare=False)


def _dated(rule: Rule, point: Point, bounds: _Bounds, frame: Frame) -> Choice | Phrase:
    """Return the series from its first date on; one whose hour the spring change leaves out would shift all others."""
    since = max(bounds.since or frame.today, frame.today)
    first = first_day(rule, since)
    while first is not None:
        found = _at(first, point, frame)
        if found.because is not None:
            return found.because
        if found.note is SKIPPED:
            first = _next_day(rule, first, frame)
            continue
        start, end = found.first
        if not isinstance(start, datetime) or start > frame.now:
            if rule.until is not None and _day(start) > rule.until:
                return NO_DATE
            if bounds.is_stretch and _next_day(rule, first, frame) is None:
                return HOW_OFTEN  # "jeden Dienstag nächste Woche" comes once
            return labelled(start, end, str(rule))
        first = first_day(rule, first + _DAY)
    return NO_DATE


def _next_day(rule: Rule, day: date, frame: Frame) -> date | None:
    """Return the day on which a rule that begins on one comes for the second time."""
    endless = str(replace(rule, count=None))
    later = coming_dates(datetime.combine(day, time()), endless, frame.zone, frame.at(day + _DAY, 0))
    return next((start.date() for start in later), None)


def _at(day: date, point: Point, frame: Frame) -> Readings:
    if not point.has_time:
        return Readings(((day, None),))
    found = readings_of(replace(point, meant=Meant(((day, None),))), frame)
    return Readings(found.spans, found.because, found.note) if found.spans else Readings((), found.because or HOW_OFTEN)


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
