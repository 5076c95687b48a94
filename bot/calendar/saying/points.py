"""One moment of a text, day and hour put together, as its readings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final

from bot.calendar.saying.days import OVER, VAGUE_DAY
from bot.calendar.saying.frame import Frame
from bot.calendar.saying.hours import NOT_IN_PART, minutes_of
from bot.calendar.saying.items import Clock, Days, Hours, Item, Length, Link, Part, Shift
from bot.calendar.saying.resolving import Meant, day_of
from bot.talk.text import Phrase

DAY: Final = timedelta(days=1)
_A_WEEK: Final = 7  # days
SEVERAL_TIMES: Final = Phrase("Das sind mehrere Uhrzeiten. Welche ist gemeint?")
WHICH_DAY: Final = Phrase("An welchem Tag? Schreib das Datum dazu.")
SKIPPED: Final = Phrase("Diese Stunde gibt es wegen der Zeitumstellung nicht, gemeint ist eine Stunde später.")
IN_THE_NIGHT: Final = Phrase("In der Nacht davor oder danach? Schreib das Datum mit der Uhrzeit.")


@dataclass(frozen=True, slots=True)
class Readings:
    """What a moment may be, best first: start and end, instants or bare days. `because` is why it must be asked."""

    spans: tuple[tuple[date, date | None], ...]
    because: Phrase | None = None
    note: Phrase | None = None

    @property
    def first(self) -> tuple[date, date | None]:
        """Return the best reading."""
        return self.spans[0]


@dataclass(frozen=True, slots=True)
class Point:
    """What is said of one moment."""

    meant: Meant | None
    clocks: tuple[Clock, ...] = ()
    hours: Hours | None = None
    part: str | None = None
    length: timedelta | None = None
    because: Phrase | None = None
    items: Sequence[Item] = field(default=())

    @property
    def has_time(self) -> bool:
        """Say whether a time of day is said."""
        return bool(self.clocks or self.hours)


def point_of(items: Sequence[Item], frame: Frame) -> Point:
    """Return what items say of one moment."""
    clocks = _clocks(items)
    every = [item for item in items if isinstance(item, Hours)]
    parts = {item.name for item in items if isinstance(item, Part)}
    lengths = {item.length for item in items if isinstance(item, Length)}
    because = None
    if len({clock.minutes for clock in clocks}) > 1 or len(set(every)) > 1 or (every and clocks) or len(lengths) > 1:
        because = SEVERAL_TIMES
    if len(parts) > 1:
        because = NOT_IN_PART
    return Point(
        day_of(items, frame.today),
        tuple(dict.fromkeys(clocks)),
        every[0] if every else None,
        min(parts, default=None),
        max(lengths, default=None),
        because,
        items,
    )


def _clocks(items: Sequence[Item]) -> list[Clock]:
    """Return the times of day; where one is called the beginning, it alone counts."""
    clocks = [item for item in items if isinstance(item, Clock)]
    doors = [item for before, item in pairwise(items) if before is Link.ADMISSION and isinstance(item, Clock)]
    if doors and len(clocks) > len(doors):
        clocks = [clock for clock in clocks if clock not in doors]
    if len(clocks) > 1:
        begins = [item for before, item in pairwise(items) if before is Link.TRUE_BEGIN and isinstance(item, Clock)]
        if len(begins) == 1:
            return begins
    return clocks


def readings_of(point: Point, frame: Frame) -> Readings:
    """Return what a point may be. A missing day is the next one on which that time is ahead."""
    if point.meant is not None and not point.meant.readings:
        return Readings((), point.meant.because or VAGUE_DAY)
    starts, problem = _starts(point)
    if problem is not None:
        return Readings((), problem)
    days = _days(point, starts, frame)
    if not days:
        return Readings((), WHICH_DAY)
    if point.meant is not None and point.meant.because is not None and len(days) > 1 and not point.because:
        starts = starts[:1]  # one question at a time
    because = point.because or (point.meant.because if point.meant else None) or _night(point, starts)
    first, last = days[0]
    if last is not None and starts and because is None:
        return _one_of(first, last, point, starts, frame)
    spans = [span for day in days for span in _at(day, point, starts, frame)]
    spans = _not_over(spans, point, frame)
    return Readings(tuple(dict.fromkeys(spans)), because, _note(point, days, starts, spans, frame))


def _starts(point: Point) -> tuple[list[tuple[int, int | None]], Phrase | None]:
    """Return the minutes after midnight at which it may begin and end, none for a whole day."""
    if point.hours is not None:
        first, last = point.hours.first, point.hours.last
        firsts, lasts = minutes_of(first, point.part), minutes_of(last, point.part)
        if not firsts and not lasts:
            return [], NOT_IN_PART
        # "18 Uhr bis 2 Uhr nachts", "vormittags 10-14 Uhr": one of them is in that part of the day.
        firsts, lasts = firsts or minutes_of(first, None), lasts or minutes_of(last, None)
        return [(first, _end_after(first, lasts, point.hours)) for first in firsts], None
    found: list[tuple[int, int | None]] = []
    for clock in point.clocks:
        minutes = minutes_of(clock, point.part)
        if not minutes:
            return [], NOT_IN_PART
        found.extend((one, None) for one in minutes)
    return found, None


def _end_after(first: int, lasts: Sequence[int], hours: Hours) -> int:
    if hours.first.bare and hours.last.bare and len(lasts) > 1:
        shift = first - hours.first.minutes
        last = hours.last.minutes + shift
        return last if last > first else last + 720
    later = [last for last in sorted(lasts) if last > first]
    return later[0] if later else min(lasts) + 1440


def _days(point: Point, starts: list[tuple[int, int | None]], frame: Frame) -> list[tuple[date, date | None]]:
    meant = point.meant
    if meant is None:
        if not starts:
            return []
        ahead = frame.at(frame.today, starts[0][0], _offset(point)) > frame.now
        return [(frame.today if ahead else frame.today + DAY, None)]
    days = list(meant.readings)
    if meant.today_too and starts and frame.at(days[0][0], starts[0][0]) <= frame.now:
        return days[1:]
    if meant.about_now and point.part == "night" and starts and starts[0][0] < 360 and days[0][0] == frame.today:
        return [(days[0][0] + DAY, None)] if frame.at(frame.today, starts[0][0]) <= frame.now else days
    return days


def _offset(point: Point) -> int | None:
    return point.clocks[0].offset if point.clocks else None


def _at(
    day: tuple[date, date | None], point: Point, starts: list[tuple[int, int | None]], frame: Frame
) -> Iterator[tuple[date, date | None]]:
    first, last = day
    if not starts:
        stays = last is None and point.length is not None and point.length > DAY
        yield first, first + point.length - DAY if stays and point.length else last
    for begin, end in starts:
        start = frame.at(first, begin, _offset(point))
        if end is not None:
            yield start, frame.at(last or first, end)
        elif point.length is not None:
            yield start, (start.astimezone(frame.now.tzinfo) + point.length).astimezone(frame.zone)
        else:
            yield start, last


def _one_of(first: date, last: date, point: Point, starts: list[tuple[int, int | None]], frame: Frame) -> Readings:
    """Return which day must be asked of a stretch with an hour: "am Wochenende 15 Uhr", the days where they are few."""
    count = (last - first).days + 1
    if count > _A_WEEK:
        return Readings((), VAGUE_DAY)
    days: list[tuple[date, date | None]] = [(first + number * DAY, None) for number in range(count)]
    if point.hours:
        days.insert(0, (first, last))  # "am Wochenende 10-16 Uhr" may go from the one to the other
    spans = [span for day in days for span in _at(day, point, starts[:1], frame)]
    ahead = tuple(span for span in spans if not frame.is_over(span[0]))
    return Readings(ahead, VAGUE_DAY if ahead else OVER)


def _not_over(spans: list[tuple[date, date | None]], point: Point, frame: Frame) -> list[tuple[date, date | None]]:
    """Return the readings, those behind that are past left out, so that a bare hour of today is one that comes."""
    ahead = [span for span in spans if not frame.is_over(span[0])]
    if not ahead or point.meant is None:
        return ahead or spans
    return ahead if len(spans) > 1 else spans


def _night(point: Point, starts: list[tuple[int, int | None]]) -> Phrase | None:
    """Return that the small hours of a night must be asked for, where only its weekday is said."""
    if point.part != "night" or not starts or starts[0][0] >= 360 or point.meant is None or point.meant.about_now:
        return None
    if any(isinstance(item, Shift) or (isinstance(item, Days) and not item.from_today) for item in point.items):
        return None
    return IN_THE_NIGHT


def _note(
    point: Point,
    days: list[tuple[date, date | None]],
    starts: list[tuple[int, int | None]],
    spans: list[tuple[date, date | None]],
    frame: Frame,
) -> Phrase | None:
    if starts and _offset(point) is None and frame.is_skipped(days[0][0], starts[0][0]):
        return SKIPPED
    start = spans[0][0]
    end = spans[0][1] or start
    if isinstance(start, datetime) and not isinstance(end, datetime):
        end = start
    return OVER if frame.is_over(end) else None
