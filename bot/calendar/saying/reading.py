"""What a text says of a time: the one door of this package.

Everything is read in one pass over the pieces of the text, which is short: more than 500 characters are refused
unread. Nothing is guessed silently. What contradicts itself, what cannot be and what may be several things is asked,
with the likely readings; where one reading is what nearly everybody means, it is taken, and the others stand behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from bot.calendar.saying.days import A_DATE_AT_ALL, VAGUE_DAY
from bot.calendar.saying.frame import Frame, labelled
from bot.calendar.saying.items import (
    Clock,
    Counted,
    DayOfMonth,
    Days,
    Every,
    Except,
    Hours,
    Item,
    Length,
    Link,
    Part,
    Shift,
    Times,
    Unclear,
    Weekday,
)
from bot.calendar.saying.keeping import kept
from bot.calendar.saying.periods import nth_weekday
from bot.calendar.saying.points import SEVERAL_TIMES, Readings, point_of, readings_of
from bot.calendar.saying.recurring import series_of
from bot.calendar.saying.repeats import HOW_OFTEN
from bot.calendar.saying.resolving import SEVERAL, shifted, with_months
from bot.calendar.saying.said import ASK, DATE, DATETIME, DEADLINE, NONE, RANGE, RECURRING, Choice, Said
from bot.calendar.saying.scanning import scanned
from bot.calendar.saying.spans import EVERY_DAY, EVERY_DAY_OR_BOTH, deadline_of, span_of, split
from bot.calendar.series import occurrences
from bot.talk.text import Phrase

LONGEST: Final = 500
_MOST_CHOICES: Final = 6
_SHOWN: Final = 3
_FAR: Final = timedelta(days=12 * 366)
_MINUTE: Final = timedelta(minutes=1)
NOTHING: Final = Phrase("Darin finde ich keine Zeitangabe.")
TOO_LONG: Final = Phrase("Das ist zu lang. Schreib höchstens {most} Zeichen.", most=LONGEST)


def read(text: str, now: datetime, zone: tzinfo) -> Said:
    """Return what a text says of a time, said at the instant `now` in a zone. Raises nothing, whatever the text."""
    if len(text) > LONGEST:
        return Said(NONE, because=TOO_LONG)
    frame = Frame(now, zone)
    try:
        return _read(text, frame)
    except (OverflowError, ValueError):  # beyond the years of a calendar
        return Said(ASK, because=VAGUE_DAY)


def _read(text: str, frame: Frame) -> Said:
    items = kept(scanned(text, frame.today))
    unclear = [item for item in items if isinstance(item, Unclear)]
    if unclear:
        return Said(ASK, because=next((item.because for item in unclear if item.impossible), unclear[0].because))
    if any(isinstance(item, Every | Except) or (isinstance(item, Counted) and item.repeats) for item in items):
        return _recurring(items, frame)
    if any(isinstance(item, Counted) for item in items):
        return _counted(items, frame)
    items = with_months(items, frame.today)
    if not any(isinstance(item, Days | Weekday | Shift | Clock | Hours | Part | DayOfMonth) for item in items):
        return Said(NONE, because=NOTHING)
    if any(isinstance(item, Times) for item in items):
        return Said(ASK, because=HOW_OFTEN)
    return _single(items, frame)


def _single(items: Sequence[Item], frame: Frame) -> Said:
    passing = [item for item in items if isinstance(item, Shift) and item.passes is not None]
    if passing:
        return _passing(passing, items, frame)
    weak = [item for item in items if isinstance(item, Days) and item.weak]
    if weak and not any(isinstance(item, Clock | Hours | Weekday | Part) for item in items):
        return _said(Readings(weak[0].readings, A_DATE_AT_ALL))
    if any(isinstance(item, Shift) and item.deadline for item in items):
        return _deadline(items, frame)
    if parts := split(items, Link.DEADLINE):
        left, right = parts
        if _says_day(left) and _says_day(right):
            return _said(_either(left, right, frame))
        return _deadline([*left, *right], frame)
    if parts := split(items, Link.UNTIL):
        return _until(*parts, frame)
    said = _said(readings_of(point_of(items, frame), frame))
    return said if _says_day(items) else replace(said, day_is_assumed=True)


def _passing(passing: list[Shift], items: Sequence[Item], frame: Frame) -> Said:
    """Return "in 2 Stunden": time that passes, counted in UTC and rounded up to the minute."""
    others = [item for item in items if not isinstance(item, Link | Length | Shift) and not _is_today(item, frame)]
    if others or len(passing) > 1:
        return Said(ASK, because=SEVERAL_TIMES)
    shift = passing[0]
    minute = frame.now.astimezone(UTC).replace(second=0, microsecond=0)
    begun = minute if minute == frame.now else minute + _MINUTE
    here = begun.astimezone(frame.zone)
    day = shifted(here.date(), shift)
    later = frame.at(day, here.hour * 60 + here.minute) if day != here.date() else begun
    start = (later.astimezone(UTC) + (shift.passes or timedelta())).astimezone(frame.zone)
    if shift.deadline:
        return Said(DEADLINE, None, start)
    lengths = [item.length for item in items if isinstance(item, Length)]
    if lengths:
        return Said(RANGE, start, (start.astimezone(UTC) + lengths[0]).astimezone(frame.zone))
    return Said(DATETIME, start)


def _is_today(item: Item, frame: Frame) -> bool:
    return isinstance(item, Days) and item.from_today and item.readings[0][0] == frame.today


def _says_day(items: Sequence[Item]) -> bool:
    return any(isinstance(item, Days | Weekday | Shift) for item in items)


def _says_time(items: Sequence[Item]) -> bool:
    return any(isinstance(item, Clock | Hours) for item in items)


def _either(left: Sequence[Item], right: Sequence[Item], frame: Frame) -> Readings:
    found = [readings_of(point_of(side, frame), frame) for side in (left, right)]
    return Readings(tuple(span for one in found for span in one.spans[:1]), SEVERAL)


def _until(left: list[Item], right: list[Item], frame: Frame) -> Said:
    if split(right, Link.UNTIL):
        return Said(ASK, because=SEVERAL)
    if Link.EACH in left or Link.EACH in right:
        return _said_each(left, right, frame)
    if not _says_day(left) and not _says_time(left):
        return _deadline([*left, *right], frame)
    if not _says_time(left) and not _says_day(right) and Link.FROM not in left:
        return _deadline([*left, *right], frame)
    found = span_of(left, right, frame)
    if found.because is EVERY_DAY or _is_each(left, right):
        return _said_each(left, right, frame)
    return _said(found)


def _is_each(left: Sequence[Item], right: Sequence[Item]) -> bool:
    """Say whether one time of day stands behind two weekdays: "Mo-Fr 9 Uhr"."""
    days = [item for item in (*left, *right) if isinstance(item, Days | Weekday | Shift | DayOfMonth)]
    return len(days) == 2 and all(isinstance(day, Weekday) for day in days) and _says_time(right) > _says_time(left)


def _said_each(left: list[Item], right: list[Item], frame: Frame) -> Said:
    """Return the choice between every week and this once, of "Mo-Fr 9-17 Uhr"; once, both ends need their time."""
    items = [*left, Link.UNTIL, *right]
    weekly = series_of(items, frame).choices if any(isinstance(item, Weekday) for item in left) else ()
    once = tuple(
        labelled(start, end)
        for start, end in span_of(left, right, frame).spans
        if isinstance(start, datetime) == isinstance(end, datetime)
    )
    return Said(ASK, choices=(*weekly, *once), because=EVERY_DAY if once else EVERY_DAY_OR_BOTH)


def _deadline(items: Sequence[Item], frame: Frame) -> Said:
    found = deadline_of(items, frame)
    said = _said(found)
    if said.kind not in (DATE, DATETIME):
        return said
    return Said(DEADLINE, None, said.start, choices=said.choices, because=said.because)


def _counted(items: Sequence[Item], frame: Frame) -> Said:
    """Return the choice between this once and every month, of "letzten Donnerstag"."""
    loose = [Counted(item.days, repeats=True) if isinstance(item, Counted) else item for item in items]
    choices = [*series_of(loose, frame).choices]
    counted = next(item for item in items if isinstance(item, Counted))
    which, weekday = counted.days[0]
    for months in range(2):
        years, month = divmod(frame.today.month - 1 + months, 12)
        day = nth_weekday(frame.today.year + years, month + 1, which, weekday)
        if day is not None and day >= frame.today:
            others = [item for item in items if not isinstance(item, Counted)]
            found = readings_of(point_of([*others, Days(((day, None),))], frame), frame)
            choices.extend(labelled(*span) for span in found.spans[:1])
            break
    return Said(ASK, choices=tuple(choices), because=HOW_OFTEN)


def _recurring(items: Sequence[Item], frame: Frame) -> Said:
    found = series_of(items, frame)
    if found.because is not None or not found.choices:
        return Said(ASK, choices=found.choices, because=found.because or HOW_OFTEN)
    first = found.choices[0]
    others = found.choices if len(found.choices) > 1 else ()
    return Said(RECURRING, first.start, first.end, first.rule, others, coming(first, frame))


def coming(choice: Choice, frame: Frame) -> tuple[date, ...]:
    """Return the next three dates of a series, from its first one on."""
    if choice.start is None or choice.rule is None:
        return ()
    timed = isinstance(choice.start, datetime)
    midnight = datetime.combine(choice.start, time())
    start = choice.start.replace(tzinfo=None) if isinstance(choice.start, datetime) else midnight
    after = frame.at(start.date(), 0)
    dates = occurrences(start, choice.rule, frame.zone, after, after + _FAR, _SHOWN)
    if not timed:
        return tuple(one.date() for one in dates)
    return tuple(frame.at(one.date(), one.hour * 60 + one.minute) for one in dates)


def _said(found: Readings) -> Said:
    """Return readings as what is said: the first, or a question with all of them."""
    choices = tuple(labelled(*span) for span in dict.fromkeys(found.spans))[:_MOST_CHOICES]
    if found.because is not None or not choices:
        return Said(ASK, choices=choices, because=found.because or VAGUE_DAY)
    start, end = choices[0].start, choices[0].end
    kind = RANGE if end is not None else DATETIME if isinstance(start, datetime) else DATE
    return Said(kind, start, end, choices=choices if len(choices) > 1 else (), because=found.note)
