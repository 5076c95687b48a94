"""When an event takes place, as people type it: a moment, from when to when, whole days, or a series. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from bot.calendar.plain import bounded, plain
from bot.calendar.reading import A_MOMENT, LONGEST, must_be_ahead, read_when
from bot.calendar.rule import parse
from bot.calendar.saying.frame import TO, Frame, labelled
from bot.calendar.saying.reading import read
from bot.calendar.saying.said import DATE, RANGE, RECURRING, Said
from bot.calendar.wall import wall
from bot.domain.dates import MONTHS, spoken
from bot.errors import InvalidInput
from bot.talk.text import Phrase

_DAY: Final = timedelta(days=1)
_BEGINS: Final = time(10)  # in an example
_ENDS: Final = time(16)
_ALL_DAY: Final = {"de": "ganztägig", "en": "all day"}
_WHOLE: Final = re.compile(r"\b(?:ganztaegig|ganztags|den ganzen tag|all day)\b")


@dataclass(frozen=True, slots=True)
class Dates:
    """What was typed: the wall time of the (first) start, how long, the rule; None where nothing was said of it.

    What lasts `all_day` starts at midnight and lasts whole days. A `note` says where the start is not what was typed.
    """

    start: datetime
    lasts: timedelta | None = None
    rule: str | None = None
    all_day: bool = False
    note: Phrase | None = None


def read_dates(text: str, now: datetime, zone: tzinfo, language: str = "de", was: datetime | None = None) -> Dates:
    """Return when an event takes place: "Freitag 18-20 Uhr", "von 4. bis 6. Dezember", "jeden 2. Mittwoch um 19 Uhr".

    A day needs its time, unless it is said to be meant as a whole ("ganztägig"). What is over, more than five years
    ahead, longer than 14 days, and everything that is not read raise InvalidInput, whose choices would be understood
    and are in `language`; what is missing is proposed as it is in the wall time `was`.
    """
    said, tongue, frame = read(bounded(text), now, zone), spoken(language), Frame(now, zone)
    if said.kind == RECURRING:
        return _series(said, text, frame, tongue)
    if said.kind == RANGE and said.start is not None and said.end is not None:
        return replace(_stretch(said.start, said.end, frame, tongue), note=said.because)
    if said.kind == DATE and said.start is not None and not isinstance(said.start, datetime):
        whole = _days(said.start, said.start, frame, tongue)
        if _WHOLE.search(plain(text)):
            return whole
        try:
            read_when(text, now, zone, language, was)  # which asks for the time
        except InvalidInput as error:
            error.choices = (*error.choices, f"{labelled(said.start, language=tongue).label} {_ALL_DAY[tongue]}")
            raise
    return Dates(read_when(text, now, zone, language, was).replace(fold=0), note=said.because)


def typed(start: datetime, lasts: timedelta, language: str = "de", *, all_day: bool) -> str:
    """Return a start as somebody would type it in the language, with the end where whole days are meant."""
    tongue = spoken(language)
    first = _day_typed(start, tongue)
    if not all_day:
        return f"{first} {start:%H:%M}"
    last = start + lasts - _DAY
    return f"{first} {_ALL_DAY[tongue]}" if last <= start else f"{first} {TO[tongue]} {_day_typed(last, tongue)}"


def _day_typed(day: date, tongue: str) -> str:
    if tongue == "de":
        return f"{day.day}.{day.month}.{day.year}"
    return f"{day.day} {MONTHS[tongue][day.month - 1]} {day.year}"


def _stretch(start: date, end: date, frame: Frame, tongue: str) -> Dates:
    if not isinstance(start, datetime) and not isinstance(end, datetime):
        return _days(start, end, frame, tongue)
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        raise _half_timed(start, end, frame, tongue)
    must_be_ahead(start, frame, A_MOMENT[tongue])
    lasts = end.astimezone(UTC) - start.astimezone(UTC)  # between two in one zone Python counts what its clock shows
    _must_last(wall(end, frame.zone) - wall(start, frame.zone))
    return Dates(wall(start, frame.zone).replace(fold=0), lasts)


def _half_timed(start: date, end: date, frame: Frame, tongue: str) -> InvalidInput:
    """Return the question for both times of day, where one side alone has one; or whole days are meant."""
    begins = start if isinstance(start, datetime) else datetime.combine(start, _BEGINS)
    ends = end if isinstance(end, datetime) else datetime.combine(end, _ENDS)
    _days(begins.date(), ends.date(), frame, tongue)  # which refuses what cannot be
    sentence = Phrase(
        "Um wie viel Uhr beginnt es, um wie viel Uhr endet es? Schreib beides dazu, zum Beispiel „{example}“.",
        example=labelled(begins, ends, language=tongue).label,
    )
    return InvalidInput(sentence, choices=(labelled(begins.date(), ends.date(), language=tongue).label,))


def _days(first: date, last: date, frame: Frame, tongue: str) -> Dates:
    must_be_ahead(first, frame, A_MOMENT[tongue])
    lasts = last - first + _DAY
    _must_last(lasts)
    return Dates(datetime.combine(first, time()), lasts, all_day=True)


def _series(said: Said, text: str, frame: Frame, tongue: str) -> Dates:
    if said.rule is None or not isinstance(said.start, datetime):
        example = f"{text.strip()} 19:00"
        raise InvalidInput(
            Phrase("Um wie viel Uhr? Schreib die Uhrzeit dazu, zum Beispiel „{example}“.", example=example), half=text
        )
    must_be_ahead(said.start, frame, A_MOMENT[tongue])
    start = wall(said.start, frame.zone).replace(fold=0)
    lasts = wall(said.end, frame.zone) - start if isinstance(said.end, datetime) else None
    if lasts is not None:
        _must_last(lasts)
    return Dates(start, lasts, str(parse(said.rule)))


def _must_last(lasts: timedelta) -> None:
    if not timedelta(minutes=1) <= lasts <= LONGEST:
        raise InvalidInput(Phrase("Ein Termin dauert höchstens 14 Tage. Schreib zum Beispiel „4. bis 6. Dezember“."))
