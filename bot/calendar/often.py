"""When a reminder is wanted, as people type it: once, or again and again. The one place that reads it.

Read are what `bot.calendar.reading` reads for a moment, and for what recurs the plain words of `bot.calendar.typed`, a
day of the month ("jeden 1. im Monat") or an RRULE, each with a time of day, and with "ab" and "bis" where it begins
and ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta, tzinfo
from typing import Final

from bot.calendar.plain import WEEKDAYS, plain
from bot.calendar.reading import read_day, read_when
from bot.calendar.rule import Rule, parse
from bot.calendar.series import check_first, read_rule
from bot.calendar.typed import typed
from bot.calendar.wall import instant, wall
from bot.errors import InvalidInput
from bot.talk.text import Phrase

_DAY: Final = timedelta(days=1)
_FORESEEN: Final = 8 * 366  # days in which a rule has its first date: a leap day comes after eight years at the latest
_NAMES: Final = "|".join(sorted((name for name in WEEKDAYS if len(name) > 3), key=len, reverse=True))
_OF_MONTH: Final = r"(?:im|des|jede[ns]|of the|of every|in the|every) (?:monats?|month)\b"
_RECURS: Final = re.compile(
    r"(?:immer|jede[nrsm]?|alle|every|each|taeglich|woechentlich|monatlich|jaehrlich|werktags|daily|weekly|monthly|"
    rf"yearly|stuendlich|hourly|freq=|rrule:|(?:{_NAMES})s\b)|.*\b{_OF_MONTH}"
)
_TOO_OFTEN: Final = re.compile(
    r"(?:stuendlich|hourly|(?:jede|alle|every)\b.*(?:stunden?|minuten?|sekunden?|hours?|minutes?|seconds?)\b"
    r"|(?:rrule:)?freq=(?:hourly|minutely|secondly))"
)
_CLOCK: Final = re.compile(
    r",? ?\b(?:(?:um|at) (?P<a>[0-9]{1,2})(?:[:.](?P<b>[0-9]{2}))?(?: ?(?:uhr|h)\b)?"
    r"|(?P<c>[0-9]{1,2}):(?P<d>[0-9]{2})(?: ?(?:uhr|h)\b)?"
    r"|(?P<e>[0-9]{1,2}) ?(?:uhr|h)\b)"
)
_FROM: Final = re.compile(r",? ?\b(?:ab|from|starting)(?: dem| den)? (.+)$")
_UNTIL: Final = re.compile(r",? ?\b(?:bis|until|till)(?: zum)? (.+)$")
_MONTH_DAY: Final = re.compile(
    rf"(?:immer )?(?:(?:an )?jede[nrms]|am|every|the|on the)? ?(?:(?P<n>[0-9]{{1,2}})(?:\.|st|nd|rd|th)?|ersten?|first)"
    rf"(?:(?: tag| day)? {_OF_MONTH})"
)
_JUST_A_DAY: Final = re.compile(r"(?:immer )?jeden (?P<n>[0-9]{1,2})\.")
_LAST_DAY: Final = re.compile(
    rf"(?:immer )?(?:(?:an )?jeden|am|the|on the|every)? ?(?:letzten?|last) (?:tag|day) {_OF_MONTH}"
)


@dataclass(frozen=True, slots=True)
class Once:
    """A single moment, as an instant."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Often:
    """Wall times, at most one a day: `starts` is the first of them, and `rule` an RRULE that may name an end."""

    starts: datetime
    rule: str


def read_time(text: str, now: datetime, zone: tzinfo) -> Once | Often:
    """Return what the text says at the instant `now`; what recurs begins at its first moment after that.

    A missing time, more than once a day, and everything that is not read raise InvalidInput.
    """
    said = plain(text)
    if _TOO_OFTEN.match(said):
        raise InvalidInput(
            Phrase("Öfter als einmal am Tag erinnere ich nicht. Schreib zum Beispiel „täglich um 9 Uhr“.")
        )
    if not _RECURS.match(_CLOCK.sub("", said, count=1).strip(" ,")):
        return Once(instant(read_when(text, now, zone), zone))
    said, clock = _clock(said, text)
    said, last = _split(_UNTIL, said)
    said, begin = _split(_FROM, said)
    rule = parse(_rule(said))
    if last:
        rule = replace(rule, until=read_day(last, now, zone), count=None)
    day = read_day(begin, now, zone) if begin else wall(now, zone).date()
    starts = _first(rule, datetime.combine(day, clock), now, zone)
    check_first(starts, str(rule), zone)
    return Often(starts, str(rule))


def _clock(said: str, text: str) -> tuple[str, time]:
    """Return the words without the time of day, and that."""
    found = _CLOCK.search(said)
    if found is None:
        example = f"{text.strip()} 9:00"
        raise InvalidInput(
            Phrase("Um wie viel Uhr? Schreib die Uhrzeit dazu, zum Beispiel „{example}“.", example=example)
        )
    hour = int(found["a"] or found["c"] or found["e"])
    minute = int(found["b"] or found["d"] or 0)
    if hour > 23 or minute > 59:
        raise InvalidInput(Phrase("Diese Uhrzeit gibt es nicht. Schreib zum Beispiel „19:00“ oder „19 Uhr“."))
    left = said[: found.start()] + said[found.end() :]
    if _CLOCK.search(left):
        raise _unread()
    return left.strip(" ,"), time(hour, minute)


def _split(pattern: re.Pattern[str], said: str) -> tuple[str, str]:
    """Return the words before what the pattern finds, and what it finds."""
    found = pattern.search(said)
    return (said[: found.start()].strip(" ,"), found[1]) if found else (said, "")


def _rule(said: str) -> str:
    if "freq=" in said:
        return read_rule(said)
    if match := _MONTH_DAY.fullmatch(said) or _JUST_A_DAY.fullmatch(said):
        day = int(match["n"] or 1)
        if not 1 <= day <= 31:
            raise _unread()
        return f"FREQ=MONTHLY;BYMONTHDAY={day}"
    if _LAST_DAY.fullmatch(said):
        return "FREQ=MONTHLY;BYMONTHDAY=-1"
    rule = typed(said)
    if rule is None:
        raise _unread()
    return rule


def _first(rule: Rule, begin: datetime, now: datetime, zone: tzinfo) -> datetime:
    days = (begin + n * _DAY for n in range(_FORESEEN))
    return next((day for day in days if rule.fits(day) and instant(day, zone) > now), begin)


def _unread() -> InvalidInput:
    return InvalidInput(
        Phrase("Wie oft? Schreib zum Beispiel „jeden Montag um 9 Uhr“ oder „jeden 1. im Monat um 9 Uhr“.")
    )
