"""When a reminder is wanted, as people type it: once, or again and again. The one place that reads it.

All that `bot.calendar.saying` reads is understood, with a time of day: "jeden 1. im Monat um 9", "alle 14 Tage
donnerstags um 18 Uhr", with "ab" and "bis" where it begins and ends, and an RRULE with a time behind it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from bot.calendar.plain import bounded, plain
from bot.calendar.reading import read_when
from bot.calendar.rule import parse
from bot.calendar.saying.reading import read
from bot.calendar.saying.said import RECURRING
from bot.calendar.series import check_first
from bot.calendar.wall import instant, wall
from bot.errors import InvalidInput
from bot.talk.text import Phrase

_DAY: Final = timedelta(days=1)
_FORESEEN: Final = 8 * 366  # days in which a rule has its first date: a leap day comes after eight years at the latest
_RULE: Final = re.compile(r"\s*(?P<rule>(?:rrule:)?freq=\S+)\s*(?P<clock>.*)", re.IGNORECASE)
_TOO_OFTEN: Final = re.compile(
    r"(?:stuendlich|hourly|(?:jede|alle|every)\b.*(?:stunden?|minuten?|sekunden?|hours?|minutes?|seconds?)\b"
    r"|(?:rrule:)?freq=(?:hourly|minutely|secondly))"
)


@dataclass(frozen=True, slots=True)
class Once:
    """A single moment, as an instant, and what a reader should know of it."""

    at: datetime
    note: Phrase | None = None


@dataclass(frozen=True, slots=True)
class Often:
    """Wall times, at most one a day: `starts` is the first of them, and `rule` an RRULE that may name an end."""

    starts: datetime
    rule: str


def read_time(text: str, now: datetime, zone: tzinfo, language: str = "de") -> Once | Often:
    """Return what the text says at the instant `now`; what recurs begins at its first moment after that.

    A missing time, more than once a day, and everything that is not read raise InvalidInput.
    """
    if _TOO_OFTEN.match(plain(text)):
        raise InvalidInput(
            Phrase("Öfter als einmal am Tag erinnere ich nicht. Schreib zum Beispiel „täglich um 9 Uhr“.")
        )
    if (typed := _RULE.fullmatch(bounded(text))) is not None:
        return _by_rule(typed["rule"], typed["clock"], now, zone, language)
    said = read(bounded(text), now, zone)
    if said.kind != RECURRING or said.rule is None or said.start is None:
        return Once(instant(read_when(text, now, zone, language), zone), said.because)
    if not isinstance(said.start, datetime):
        raise _which_time(text)
    starts = _first(said.rule, wall(said.start, zone), now, zone)
    check_first(starts, said.rule, zone, language)
    return Often(starts, str(parse(said.rule)))


def _by_rule(rule: str, clock: str, now: datetime, zone: tzinfo, language: str) -> Often:
    """Return what an RRULE says with a time of day behind it."""
    parsed = str(parse(rule))
    if not clock:
        raise _which_time(rule)
    at = read_when(f"{_tomorrow(now, zone)} {clock}", now, zone, language).time()
    starts = _first(parsed, datetime.combine(wall(now, zone).date(), at), now, zone)
    check_first(starts, parsed, zone, language)
    return Often(starts, parsed)


def _tomorrow(now: datetime, zone: tzinfo) -> str:
    day: date = wall(now, zone).date() + _DAY
    return f"{day.day}.{day.month}.{day.year}"


def _first(rule: str, begin: datetime, now: datetime, zone: tzinfo) -> datetime:
    """Return the first wall time of a rule from a beginning on that is still to come."""
    fits = parse(rule).fits
    days = (begin + n * _DAY for n in range(_FORESEEN))
    return next((day for day in days if fits(day) and instant(day, zone) > now), begin)


def _which_time(text: str) -> InvalidInput:
    example = f"{text.strip()} 9:00"
    return InvalidInput(
        Phrase("Um wie viel Uhr? Schreib die Uhrzeit dazu, zum Beispiel „{example}“.", example=example), half=text
    )
