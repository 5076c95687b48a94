"""Which day is meant, from all that a text says of days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.calendar.saying.days import VAGUE_DAY, dated
from bot.calendar.saying.items import DayOfMonth, Days, Item, Link, Shift, Span, Weekday, Which
from bot.talk.text import Phrase

_DAY: Final = timedelta(days=1)
SEVERAL: Final = Phrase("Das sind mehrere Tage. Welcher ist gemeint?")
WHICH_WEEKDAY: Final = Phrase("Meinst du den in dieser oder den in der nächsten Woche?")
NOT_THAT_WEEKDAY: Final = Phrase("Wochentag und Datum passen nicht zusammen.")


@dataclass(frozen=True, slots=True)
class Meant:
    """Readings of a day, best first, and why they must be asked for."""

    readings: tuple[Span, ...]
    because: Phrase | None = None
    today_too: bool = False  # a bare weekday that is today's: over its hour it is the next one
    exact: bool = True
    about_now: bool = False


def with_months(items: Sequence[Item], today: date) -> list[Item]:
    """Return the items with each bare day of a month as a date: by the date behind it, before it, or from today on."""
    found = list(items)
    after: date | None = None
    for at in range(len(found) - 1, -1, -1):
        item = found[at]
        if isinstance(item, DayOfMonth) and not item.repeats and after is not None:
            day = _last_such_day(item.day, after)
            if day is not None and (after - day).days < 31:
                found[at] = Days(((day, None),))
        item = found[at]
        if isinstance(item, Days):
            after = item.readings[0][0] if not item.whole else None
    before = today
    for at, item in enumerate(found):
        if isinstance(item, DayOfMonth) and not item.repeats:
            found[at] = Days(((next_such_day(item.day, before), None),))
        dated_item = found[at]
        if isinstance(dated_item, Days) and not dated_item.whole:
            before = dated_item.readings[0][0]
    return found


def next_such_day(day: int, today: date) -> date:
    """Return the first day with that number from a day on; -1 is the last of a month, -2 the one before."""
    found = today
    for _ in range(70):
        if (found.day if day > 0 else found.day - _length_of_month(found) - 1) == day:
            return found
        found += _DAY
    return today


def _length_of_month(day: date) -> int:
    return ((day.replace(day=28) + 4 * _DAY).replace(day=1) - _DAY).day


def _last_such_day(day: int, until: date) -> date | None:
    found = until
    for _ in range(62):
        if found.day == day:
            return found
        found -= _DAY
    return None


def day_of(items: Iterable[Item], today: date) -> Meant | None:
    """Return the day that items say together, None where they say none."""
    weekdays = [item for item in items if isinstance(item, Weekday)]
    shifts = [item for item in items if isinstance(item, Shift) and item.passes is None]
    every = [item for item in items if isinstance(item, Days)]
    wholes, dates = [day for day in every if day.whole], [day for day in every if not day.whole]
    if not (weekdays or shifts or every):
        return None
    distinct = {day.readings[0] for day in dates}
    if len(distinct) > 1:
        return _several(dates, items)
    if len({weekday.day for weekday in weekdays}) > 1:
        return _several_weekdays(weekdays, items, today)
    if dates:
        return _at_date(dates[0], weekdays, wholes, shifts)
    if shifts:
        return _shifted(shifts, weekdays, items, today)
    if wholes:
        return _within(wholes, weekdays)
    return ahead(weekdays[0], today)


def _several(dates: Sequence[Days], items: Iterable[Item]) -> Meant:
    days = sorted({day.readings[0][0] for day in dates})
    links = [item for item in items if isinstance(item, Link)]
    if Link.OR not in links and Link.AND in links and days[-1] - days[0] == (len(days) - 1) * _DAY:
        return Meant(((days[0], days[-1]),))
    return Meant(tuple((day, None) for day in days[:6]), SEVERAL)


def _several_weekdays(weekdays: Sequence[Weekday], items: Iterable[Item], today: date) -> Meant:
    days = [ahead(weekday, today).readings[0][0] for weekday in weekdays]
    links = [item for item in items if isinstance(item, Link)]
    if Link.AND in links and len(days) == 2 and days[1] - days[0] == _DAY:
        return Meant(((days[0], days[1]),))
    return Meant(tuple((day, None) for day in sorted(set(days))), SEVERAL)


def _at_date(day: Days, weekdays: Sequence[Weekday], wholes: Sequence[Days], shifts: Sequence[Shift]) -> Meant:
    if shifts:
        if len(shifts) > 1 or weekdays:
            return Meant(day.readings, SEVERAL)
        return Meant(tuple((shifted(first, shifts[0], idiom=True), None) for first, _ in day.readings[:1]))
    readings = day.readings
    if wholes:
        inside = tuple(span for span in readings if any(_holds(whole.readings[0], span[0]) for whole in wholes))
        if not inside:
            return Meant((*readings, wholes[0].readings[0]), SEVERAL)
        readings = inside
    if weekdays and weekdays[0].which in (Which.BEFORE, Which.AFTER):
        return Meant(tuple((_beside(first, weekdays[0]), None) for first, _ in readings[:1]), day.because)
    if weekdays:
        fitting = tuple(span for span in readings if span[0].weekday() == weekdays[0].day)
        if not fitting:
            return Meant(_mended(readings[0][0], weekdays[0].day, yearly=day.yearly), NOT_THAT_WEEKDAY)
        return Meant(fitting)
    return Meant(readings, day.because, about_now=day.from_today)


def _beside(day: date, weekday: Weekday) -> date:
    """Return the last such weekday before a day, or the first one after it."""
    if weekday.which is Which.BEFORE:
        return day - ((day.weekday() - weekday.day - 1) % 7 + 1) * _DAY
    return day + ((weekday.day - day.weekday() - 1) % 7 + 1) * _DAY


def _mended(day: date, weekday: int, *, yearly: bool) -> tuple[Span, ...]:
    """Return what may be meant by a date with the wrong weekday: the date, the near such weekday, such a date later."""
    near = day + ((weekday - day.weekday() + 3) % 7 - 3) * _DAY
    found: list[Span] = [(day, None), (near, None)]
    if yearly:
        later = dated(day.day, day.month, day.year + 1, day)
        if later is not None and later.weekday() == weekday:
            found.append((later, None))
    return tuple(found)


def _holds(span: Span, day: date) -> bool:
    return span[0] <= day <= (span[1] or span[0])


def _length(span: Span) -> timedelta:
    return (span[1] or span[0]) - span[0]


def shifted(day: date, shift: Shift, *, idiom: bool = False) -> date:
    """Return the day so much later; "heute in acht Tagen" is a week. The last day of a month where it is too short."""
    days = 7 if idiom and shift.days == 8 and not shift.anchored else shift.days
    if shift.months:
        years, month = divmod(day.month - 1 + shift.months, 12)
        first = date(day.year + years, month + 1, 1)
        day = first.replace(day=min(day.day, _length_of_month(first)))
    return day + days * _DAY


def _shifted(shifts: Sequence[Shift], weekdays: Sequence[Weekday], items: Iterable[Item], today: date) -> Meant:
    shift = shifts[0]
    if len(shifts) > 1 or (weekdays and shift.months):
        return Meant((), VAGUE_DAY)
    if not weekdays:
        if shift.anchored:
            return Meant((), VAGUE_DAY)
        found: list[Span] = [(shifted(today, shift), None)]
        return Meant(tuple(found))
    order = [item for item in items if isinstance(item, Weekday | Shift)]
    base = ahead(weekdays[0], today).readings[0][0]
    from_weekday = shifted(base, shift, idiom=True)
    if isinstance(order[0], Weekday) or shift.anchored:
        return Meant(((from_weekday, None),))
    target = shifted(today, shift, idiom=True)
    in_week = target + (weekdays[0].day - target.weekday()) * _DAY
    if in_week == from_weekday:
        return Meant(((in_week, None),))
    return Meant(((in_week, None), (from_weekday, None)), SEVERAL)


def _within(wholes: Sequence[Days], weekdays: Sequence[Weekday]) -> Meant:
    whole = min(wholes, key=lambda one: _length(one.readings[0]))
    if not all(_holds(one.readings[0], whole.readings[0][0]) for one in wholes):
        return Meant(tuple(one.readings[0] for one in wholes), SEVERAL)
    if not weekdays:
        return Meant(whole.readings, whole.because)
    found: list[Span] = []
    for first, last in whole.readings:
        day = first + (weekdays[0].day - first.weekday()) % 7 * _DAY
        if last is not None and day <= last:
            found.append((day, None))
    if not found or (whole.readings[0][1] or date.max) - whole.readings[0][0] > 7 * _DAY:
        return Meant(tuple(found), VAGUE_DAY)
    return Meant(tuple(found))


def ahead(weekday: Weekday, today: date) -> Meant:
    """Return the weekday ahead that is meant; "nächsten Freitag" may be this week's or the next one's."""
    first = today + (weekday.day - today.weekday()) % 7 * _DAY
    coming = first if first > today else first + 7 * _DAY
    this_week = weekday.day > today.weekday()
    if weekday.which is Which.LAST:
        return Meant(((first - 7 * _DAY, None),), SEVERAL)
    if weekday.which is Which.THIS:
        return Meant(((first, None),))
    if weekday.which is Which.COMING:
        return Meant(((coming, None),))
    if weekday.which is Which.NEXT:
        return Meant(_one_or_next(coming), WHICH_WEEKDAY) if this_week else Meant(((coming, None),))
    if weekday.which is Which.AFTER_NEXT:
        later = coming + 7 * _DAY
        return Meant(_one_or_next(later), WHICH_WEEKDAY) if this_week else Meant(((later, None),))
    if first == today:
        return Meant(_one_or_next(today), today_too=True)
    return Meant(((first, None),))


def _one_or_next(day: date) -> tuple[Span, ...]:
    return (day, None), (day + 7 * _DAY, None)
