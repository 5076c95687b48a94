"""Dates, times and durations as members read them, in German and in English.

The names stand in tables, since a C library's locales differ from machine to machine. A moment is an aware instant,
shown in `zone`, or a naive wall time, shown as it stands. `language` is a code such as "de" or "en-GB"; what is neither
English nor German is German. The year is named where it differs from that of `now`; without a `now` it is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from bot.domain.folding import fold

WEEKDAYS: Final[Mapping[str, tuple[str, ...]]] = {
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
SHORT_WEEKDAYS: Final[Mapping[str, tuple[str, ...]]] = {
    "de": ("Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So."),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
MONTHS: Final[Mapping[str, tuple[str, ...]]] = {
    "de": (
        *("Januar", "Februar", "März", "April", "Mai", "Juni"),
        *("Juli", "August", "September", "Oktober", "November", "Dezember"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
_FOLDED_MONTHS: Final = tuple(tuple(map(fold, names)) for names in MONTHS.values())
_UNITS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "de": (("Tag", "Tage"), ("Stunde", "Stunden"), ("Minute", "Minuten")),
    "en": (("day", "days"), ("hour", "hours"), ("minute", "minutes")),
}


def month_named(word: str) -> int | None:
    """Return the month that a word names in either language, 1 to 12, whole or by three letters: "Feb."."""
    numbers = (names.index(name) + 1 for names in _FOLDED_MONTHS for name in names if fold(word) in (name, name[:3]))
    return next(numbers, None)


def spoken(language: str) -> str:
    """Return the language of our tables for a code: "en" for English, else "de"."""
    return "en" if language[:2].lower() == "en" else "de"


def full(
    moment: datetime,
    zone: tzinfo | None,
    now: datetime | None = None,
    language: str = "de",
    *,
    year: bool = False,
) -> str:
    """Return "Mi., 9. Dezember, 19:00 Uhr", in English "Wed, 9 December, 19:00"; `year` names it in any case."""
    return f"{day(moment, zone, now, language, year=year)}, {clock(moment, zone, language)}"


def day(
    moment: date,
    zone: tzinfo | None = None,
    now: date | None = None,
    language: str = "de",
    *,
    year: bool = False,
) -> str:
    """Return "Mi., 9. Dezember" or, with `year` and in a year that is not that of `now`, "Mi., 9. Dezember 2027"."""
    shown = _day(moment, zone)
    return _written(shown, year or (now is not None and _day(now, zone).year != shown.year), language)


def clock(moment: datetime, zone: tzinfo | None, language: str = "de") -> str:
    """Return "9:00 Uhr", in English "9:00"; seconds are dropped."""
    return _clock(_wall(moment, zone)) + _oclock(language)


def span(
    start: datetime,
    end: datetime | None,
    zone: tzinfo | None,
    now: datetime | None = None,
    language: str = "de",
) -> str:
    """Return "Mi., 9. Dezember, 19:00–21:00 Uhr", or both ends in full where they lie on different days.

    An end at midnight belongs to the day before, as 24:00. Both ends name their year where the years differ. Without
    an end, or with one that is not later, it is the start alone.
    """
    if end is None or end <= start:
        return full(start, zone, now, language)
    first, last = _wall(start, zone), _wall(end, zone)
    until = _clock(last)
    if last.time().replace(second=0, microsecond=0) == datetime.min.time():
        last, until = last - timedelta(days=1), "24:00"
    if first.date() == last.date():
        return f"{day(first, zone, now, language)}, {_clock(first)}–{until}{_oclock(language)}"
    other = first.year != last.year
    ends = full(first, zone, now, language, year=other), day(last, zone, now, language, year=other)
    return f"{ends[0]} – {ends[1]}, {until}{_oclock(language)}"


def duration(length: timedelta, language: str = "de") -> str:
    """Return "2 Stunden" or "1 Tag 1 Stunde 30 Minuten" for a length that is not negative; seconds are dropped."""
    minutes = length // timedelta(minutes=1)
    amounts = (minutes // 1440, minutes // 60 % 24, minutes % 60)
    units = _UNITS[spoken(language)]
    parts = [f"{n} {one if n == 1 else many}" for n, (one, many) in zip(amounts, units, strict=True) if n]
    return " ".join(parts) or f"0 {units[-1][1]}"


def short_weekday(weekday: int, language: str) -> str:
    """Return a weekday in two or three letters, Monday being 0: "Mo", "Mon"."""
    tongue = spoken(language)
    return WEEKDAYS[tongue][weekday][: 2 if tongue == "de" else 3]


def _written(shown: date, with_year: bool, language: str) -> str:
    tongue = spoken(language)
    weekday, month = SHORT_WEEKDAYS[tongue][shown.weekday()], MONTHS[tongue][shown.month - 1]
    dot = "." if tongue == "de" else ""
    return f"{weekday}, {shown.day}{dot} {month}" + (f" {shown.year}" if with_year else "")


def _clock(wall: datetime) -> str:
    return f"{wall.hour}:{wall.minute:02}"


def _oclock(language: str) -> str:
    return " Uhr" if spoken(language) == "de" else ""


def _day(moment: date, zone: tzinfo | None) -> date:
    return _wall(moment, zone).date() if isinstance(moment, datetime) else moment


def _wall(moment: datetime, zone: tzinfo | None) -> datetime:
    if moment.tzinfo is None:
        return moment
    if zone is None:
        raise ValueError("an aware moment is shown in a zone")
    return moment.astimezone(zone).replace(tzinfo=None)
