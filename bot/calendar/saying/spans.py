"""From one moment to another, and up to a moment."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from bot.calendar.saying.frame import Frame
from bot.calendar.saying.hours import NOT_IN_PART, minutes_of
from bot.calendar.saying.items import Days, Item, Link, Weekday, Which
from bot.calendar.saying.points import Point, Readings, point_of, readings_of
from bot.calendar.saying.resolving import Meant
from bot.talk.text import Phrase

_DAY: Final = timedelta(days=1)
_HALF_A_YEAR: Final = 183 * _DAY
ENDS_FIRST: Final = Phrase("Das Ende liegt vor dem Anfang. Schreib beides mit Datum.")
LAST_DAY: Final = Phrase("Bis zu welchem Tag genau? Schreib das Datum dazu.")
EVERY_DAY: Final = Phrase("Jede Woche oder nur dieses eine Mal?")

EVERY_DAY_OR_BOTH: Final = Phrase(
    "Jede Woche oder nur dieses eine Mal? Für ein Mal schreib zu beiden Tagen die Uhrzeit."
)


def deadline_of(items: Sequence[Item], frame: Frame) -> Readings:
    """Return until when something is to be done; of a month or a week only its end or middle is a day."""
    ends = [replace(item, because=None) if isinstance(item, Days) and item.in_month >= 0 else item for item in items]
    found = readings_of(point_of(ends, frame), frame)
    if not found.spans or found.because is not None:
        return found
    first, last = found.first
    if last is None:
        return found
    if isinstance(first, datetime):
        return Readings(((last, None),), note=found.note)
    return Readings(((first - _DAY, None), (last, None)), LAST_DAY)


def span_of(left: Sequence[Item], right: Sequence[Item], frame: Frame) -> Readings:
    """Return what is said from one moment to another."""
    first, last = point_of(left, frame), point_of(right, frame)
    because = first.because or last.because
    if because is not None or (first.hours and last.has_time):
        return Readings((), because or ENDS_FIRST)
    if first.meant is None:
        first = replace(first, meant=last.meant)
        last = replace(last, meant=None)
    if last.hours is not None:
        return _with_hours(first, last, left, right, frame)
    begins = readings_of(replace(first, length=None), frame)
    if not begins.spans:
        return begins
    found = []
    for start, _ in begins.spans:
        end = _end(start, first, last, right, frame)
        if end is None:
            return Readings(((start, None),), ENDS_FIRST)
        found.append(_in_order(start, end, left, right, frame))
    if any(_day(end) < _day(start) or (_both_timed(start, end) and end <= start) for start, end in found):
        return Readings((), ENDS_FIRST)
    late = last.meant.because if last.meant is not None and not _is_weekday(right) else None
    return Readings(tuple(found), begins.because or late, begins.note)


def _both_timed(start: date, end: date) -> bool:
    return isinstance(start, datetime) and isinstance(end, datetime)


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _end(start: date, first: Point, last: Point, right: Sequence[Item], frame: Frame) -> date | None:
    day = _last_day(_day(start), last.meant, right)
    if not last.clocks:
        return day
    minutes = minutes_of(last.clocks[0], last.part)
    if not minutes:
        return None
    if not isinstance(start, datetime) or day is not None:
        return frame.at(day or _day(start), minutes[0])
    begun = start.hour * 60 + start.minute
    if first.clocks and first.clocks[0].bare and last.clocks[0].bare and len(minutes) > 1:
        minutes = tuple(sorted(minutes))
    later = [one for one in minutes if one > begun]
    return frame.at(_day(start), later[0] if later else min(minutes) + 1440)


def _is_weekday(items: Sequence[Item]) -> bool:
    days = [item for item in items if isinstance(item, Weekday | Days)]
    return len(days) == 1 and isinstance(days[0], Weekday) and days[0].which in (Which.BARE, Which.THIS, Which.COMING)


def _last_day(start: date, meant: Meant | None, right: Sequence[Item]) -> date | None:
    """Return the last day; a weekday is the next one after the first day."""
    if meant is None or not meant.readings:
        return None
    if _is_weekday(right):
        weekday = next(item.day for item in right if isinstance(item, Weekday))
        return start + ((weekday - start.weekday() - 1) % 7 + 1) * _DAY
    first, last = meant.readings[0]
    return last or first


def _in_order(start: date, end: date, left: Sequence[Item], right: Sequence[Item], frame: Frame) -> tuple[date, date]:
    """Return both with the year of the first set by that of the last, where the first names none.

    Only what is short may have begun already by that: "8.12. bis 7.12." does not run since last year.
    """
    named = [item for item in left if isinstance(item, Days)]
    if not named or not named[0].yearly or named[0].from_today or named[0].whole:
        return start, end
    last_named = any(isinstance(item, Days) and not item.yearly for item in right)
    if _day(start) <= _day(end) and not last_named:
        return start, end
    for year in (end.year, end.year - 1):
        with suppress(ValueError):
            moved = start.replace(year=year)
            if _day(moved) <= _day(end) and (moved >= start or _day(end) - _day(moved) < _HALF_A_YEAR):
                if isinstance(moved, datetime):
                    return frame.at(moved.date(), moved.hour * 60 + moved.minute), end
                return moved, end
    return start, end


def _with_hours(first: Point, last: Point, left: Sequence[Item], right: Sequence[Item], frame: Frame) -> Readings:
    """Return "vom 4. bis 6. Dezember, 10–17 Uhr": from the first day's beginning to the last day's end."""
    begins = readings_of(first, frame)
    if not begins.spans or last.hours is None or first.has_time:
        return Readings((), begins.because or ENDS_FIRST)
    start = begins.first[0]
    day = _last_day(_day(start), last.meant, right)
    opens, closes = minutes_of(last.hours.first, last.part), minutes_of(last.hours.last, last.part)
    if not opens or not closes or day is None:
        return Readings((), NOT_IN_PART)
    begin, end = _in_order(_day(start), day, left, right, frame)
    if end < begin:
        return Readings((), ENDS_FIRST)
    span = frame.at(_day(begin), opens[0]), frame.at(_day(end), closes[0])
    weekly = _is_weekday(right) and any(isinstance(item, Weekday) for item in left)
    return Readings((span,), begins.because or (EVERY_DAY if weekly else None), begins.note)


def split(items: Sequence[Item], link: Link) -> tuple[list[Item], list[Item]] | None:
    """Return what stands before and behind the first such link, None without one."""
    for at, item in enumerate(items):
        if item is link:
            return list(items[:at]), list(items[at + 1 :])
    return None
