"""What people type for a moment, a day and a length, in a field that asks for one, read without a guess.

All that `bot.calendar.saying` reads is understood: "übermorgen um halb acht", "Mi., 2.12. 19:00", "in 2 Stunden". What
says no moment, several or none that is to come is refused with InvalidInput, whose sentence says what to write and
names the likely readings; they are its `choices`, each of which would be understood. Nothing else is raised. More than
200 characters are refused unread.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from bot.calendar.plain import bounded, plain
from bot.calendar.saying.frame import Frame, labelled
from bot.calendar.saying.items import Part, Shift
from bot.calendar.saying.reading import read
from bot.calendar.saying.said import ASK, DATE, DATETIME, DEADLINE, NONE, Choice, Said
from bot.calendar.saying.scanning import scanned
from bot.calendar.saying.tokens import tokens
from bot.calendar.wall import wall
from bot.domain.dates import MONTHS, spoken
from bot.errors import InvalidInput
from bot.talk.text import Phrase

MINUTE: Final = timedelta(minutes=1)
DAY: Final = timedelta(days=1)
YEARS_AHEAD: Final = 5
SHORTEST: Final = MINUTE
LONGEST: Final = 14 * DAY
_SET_BACK: Final = timedelta(hours=1)  # so much longer are days in which the clocks go back

A_MOMENT: Final = {"de": "2.12. 19:00", "en": "2 December 19:00"}
_A_DAY: Final = {"de": "1.2.", "en": "1 February"}
_A_SPAN: Final = "90 min"
_MOMENT: Final = Phrase("Hier zählt ein einzelner Zeitpunkt.")
_DAY: Final = Phrase("Hier zählt ein einzelner Tag.")
_HOURS: Final = re.compile(r"([0-9]{1,3})(?::|h)([0-5][0-9])(?: ?(?:h|std|stunden?))?")
_FROM_NOW: Final = re.compile(r"in\b")  # a moment, no length
_ANY_DAY: Final = date(2000, 1, 1)
_USUAL: Final = ("19:00", "18:00", "10:00")
_IN_PART: Final = {
    "early": ("8:00", "9:00", "7:00"),
    "forenoon": ("10:00", "11:00", "9:00"),
    "noon": ("12:00", "13:00", "12:30"),
    "afternoon": ("15:00", "14:00", "16:00"),
    "evening": ("19:00", "18:00", "20:00"),
    "night": ("22:00", "23:00"),
}


def read_when(text: str, now: datetime, zone: tzinfo, language: str = "de", was: datetime | None = None) -> datetime:
    """Return the wall time in `zone` that the text says at the instant `now`: naive, to the minute.

    A date without a year is the next one that is not in the past. "in 2 Stunden" passes in real time, rounded up to the
    minute. An hour that the spring change leaves out is shifted forward; in one that comes twice the first is meant
    (only "in 2 Stunden" may end in the second, marked by `fold=1`). A missing day or time, a moment that is over or
    more than five years ahead, and everything that is not read raise InvalidInput, whose proposals are in `language`.
    Where the wall time `was` is to be changed, its day or its time is proposed first for the one that is missing.
    """
    said, tongue, frame = read(bounded(text), now, zone), spoken(language), Frame(now, zone)
    start, example = said.start, A_MOMENT[tongue]
    if said.kind == DATETIME and isinstance(start, datetime):
        must_be_ahead(start, frame, example)
        if said.day_is_assumed:
            raise _which_day(start, text, frame, tongue, was)
        return wall(start, zone)
    if said.kind == DATE and start is not None:
        must_be_ahead(start, frame, example)
        raise _which_time(start, text, frame, tongue, was)
    if said.kind in (ASK, NONE):
        raise _asked(said, example, tongue)
    starts = (said.end,) if said.kind == DEADLINE else said.next or (start,)
    raise _only_one(_MOMENT, [moment for moment in starts if isinstance(moment, datetime)], frame, tongue, example)


def read_day(text: str, now: datetime, zone: tzinfo, language: str = "de") -> date:
    """Return the day that the text says at the instant `now`: "ab 1.2." as "1.2.", "morgen", "in 2 Wochen", "Freitag".

    "frei" before it is skipped. A time of day, a day that is over or more than five years ahead, and everything that is
    not read raise InvalidInput.
    """
    said = read(re.sub(r"^\s*frei\b", "", bounded(text), flags=re.IGNORECASE), now, zone)
    tongue, frame = spoken(language), Frame(now, zone)
    example = _A_DAY[tongue]
    if said.kind == DATE and said.start is not None:
        must_be_ahead(said.start, frame, example)
        return said.start
    if said.kind == DATETIME:
        raise InvalidInput(Phrase("Hier zählt nur der Tag. Schreib zum Beispiel „{example}“.", example=example))
    if said.kind in (ASK, NONE):
        raise _asked(said, example, tongue)
    days = [moment for moment in (said.start, said.end) if moment is not None and not isinstance(moment, datetime)]
    raise _only_one(_DAY, days, frame, tongue, example)


def read_span(text: str) -> timedelta:
    """Return the length that the text says: "2h", "90 min", "1,5 Stunden", "1:30 h", "2 Tage 3 Stunden".

    It is whole minutes, from 1 minute to 14 days, in which the clocks may go back; anything else raises InvalidInput.
    """
    typed = plain(text).rstrip(". ")
    if match := _HOURS.fullmatch(typed):
        length = timedelta(hours=int(match[1]), minutes=int(match[2]))
    elif re.fullmatch("[0-9]+", typed):
        raise InvalidInput(Phrase("Minuten oder Stunden? Schreib zum Beispiel „90 min“ oder „2 Stunden“."))
    else:
        length = _amounts(typed)
    if not SHORTEST <= length <= LONGEST + _SET_BACK:
        raise InvalidInput(Phrase("Die Dauer liegt zwischen 1 Minute und 14 Tagen. Schreib zum Beispiel „2 Stunden“."))
    return length


def must_be_ahead(start: date, frame: Frame, example: str) -> None:
    """Refuse a moment or a whole day that is past, and one that is more than five years ahead."""
    if frame.is_over(start):
        raise InvalidInput(
            Phrase("Das ist schon vorbei. Schreib etwas, das noch kommt, zum Beispiel „{example}“.", example=example)
        )
    if _is_too_far(wall(start, frame.zone).date() if isinstance(start, datetime) else start, frame.today):
        raise InvalidInput(
            Phrase(
                "Das ist mehr als {years} Jahre hin. Schreib etwas Früheres, zum Beispiel „{example}“.",
                years=YEARS_AHEAD,
                example=example,
            )
        )


def unread(example: str) -> InvalidInput:
    """Return the refusal of what is not understood."""
    return InvalidInput(Phrase("Das verstehe ich nicht. Schreib zum Beispiel „{example}“.", example=example))


def _amounts(typed: str) -> timedelta:
    """Return a length as so much time from now; nothing else may stand in it."""
    if _FROM_NOW.match(typed):
        raise unread(_A_SPAN)
    words = f"in {typed}"
    items = [seen.item for seen in scanned(words, _ANY_DAY)]
    if any(piece.sign in "_-,+" for piece in tokens(words) if piece.typed != ",") or len(items) != 1:
        raise unread(_A_SPAN)
    shift = items[0]
    if not isinstance(shift, Shift) or shift.months or shift.anchored or shift.deadline:
        raise unread(_A_SPAN)
    return shift.days * DAY + (shift.passes or timedelta())


def _is_too_far(day: date, today: date) -> bool:
    leap_day = (today.month, today.day) == (2, 29)
    return day > today.replace(year=today.year + YEARS_AHEAD, day=28 if leap_day else today.day)


def _which_time(day: date, text: str, frame: Frame, tongue: str, was: datetime | None) -> InvalidInput:
    """Return the question for the hour, with those of the part of the day, and the ones that was and is."""
    now, zone = frame.now, frame.zone
    items = [seen.item for seen in scanned(text, frame.today)]
    part = next((item.name for item in items if isinstance(item, Part)), "")
    likely = _IN_PART[part] if part else (*([f"{was:%H:%M}"] if was is not None else []), *_USUAL)
    clocks = [f"{wall(now, zone):%H:%M}"] if any(isinstance(item, Shift) for item in items) and not part else []
    moments = [_at(day, clock, frame) for clock in (*clocks, *likely)]
    choices = _labels([Choice(moment) for moment in moments if moment > now], tongue)
    example = f"{labelled(day, language=tongue).label} {likely[0]}"
    return InvalidInput(
        Phrase("Um wie viel Uhr? Schreib die Uhrzeit dazu, zum Beispiel „{example}“.", example=example),
        choices=choices,
        half=text,
    )


def _at(day: date, clock: str, frame: Frame) -> datetime:
    hour, minute = clock.split(":")
    return frame.at(day, int(hour) * 60 + int(minute))


def _which_day(start: datetime, text: str, frame: Frame, tongue: str, was: datetime | None) -> InvalidInput:
    """Return the question for the day, with the one that was, and the next two on which that time is ahead."""
    there = [_at(was.date(), f"{start:%H:%M}", frame)] if was is not None else []
    likely = [moment for moment in (*there, start, start + DAY) if moment > frame.now]
    first = likely[0]
    day = f"{first.day}.{first.month}." if tongue == "de" else f"{first.day} {MONTHS[tongue][first.month - 1]}"
    example = f"{day} {start:%H:%M}"
    return InvalidInput(
        Phrase("An welchem Tag? Schreib das Datum dazu, zum Beispiel „{example}“.", example=example),
        choices=_labels(list(map(Choice, likely)), tongue),
        half=text,
    )


def _asked(said: Said, example: str, tongue: str) -> InvalidInput:
    """Return the question with the readings that are likely."""
    if said.kind == NONE or said.because is None:
        return unread(example)
    because = said.because
    if "example" in because.values:
        because = Phrase(because.template, **{**because.values, "example": example})
    choices = _labels(said.choices, tongue)
    if not choices:
        return InvalidInput(because)
    sentence = Phrase("{why} Möglich: {readings}.", why=because, readings="; ".join(choices))
    return InvalidInput(sentence, choices=choices)


def _only_one(why: Phrase, choices: Sequence[date], frame: Frame, tongue: str, example: str) -> InvalidInput:
    """Return the refusal of a stretch of time or a series where a single day or moment is asked for."""
    labels = _labels([Choice(start) for start in choices if not frame.is_over(start)], tongue)
    if not labels:
        return InvalidInput(Phrase("{why} Schreib zum Beispiel „{example}“.", why=why, example=example))
    return InvalidInput(Phrase("{why} Möglich: {readings}.", why=why, readings="; ".join(labels)), choices=labels)


def _labels(choices: Sequence[Choice], tongue: str) -> tuple[str, ...]:
    made = (labelled(one.start, one.end, one.rule, tongue).label for one in choices if one.start is not None)
    return tuple(dict.fromkeys(made))
