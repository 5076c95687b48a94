"""What people type for a moment, a day and a length, read without a guess.

Read are "2026-12-02 19:00", "Mi., 2.12. 19:00", "2. Dezember um 19 Uhr", "morgen 9:00", "in 2 Stunden", and the same in
English. What is left over, comes twice or contradicts itself is refused with InvalidInput, whose sentence says what to
write; nothing else is raised. More than 200 characters are refused unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from bot.calendar.pieces import AMOUNTS, DAY, MINUTE, RELATIVE, Pieces, amounts, pieces, unread
from bot.calendar.plain import MONTHS, WEEKDAYS, plain
from bot.calendar.wall import instant, wall
from bot.errors import InvalidInput
from bot.talk.text import Moment, Phrase

YEARS_AHEAD: Final = 5
SHORTEST: Final = MINUTE
LONGEST: Final = 14 * DAY

_A_MOMENT: Final = "2.12. 19:00"
_A_DAY: Final = "1.2."
_A_SPAN: Final = "90 min"
_HOURS: Final = re.compile(r"([0-9]{1,3})(?::|h)([0-5][0-9])(?: ?(?:h|std|stunden?))?")


def read_when(text: str, now: datetime, zone: tzinfo) -> datetime:
    """Return the wall time in `zone` that the text says at the instant `now`: naive, to the minute.

    A date without a year is the next one that is not in the past. "in 2 Stunden" passes in real time, rounded up to the
    minute; "in 3 Tagen" keeps the time of day. An hour that the spring change leaves out is shifted forward; in one
    that comes twice the first is meant (only "in 2 Stunden" may end in the second, marked by `fold=1`). A missing
    time, a moment that is over or more than five years ahead, and everything that is not read raise InvalidInput.
    """
    said = pieces(text, _A_MOMENT)
    if "offset" in said and "clock" not in said:
        begins = _later(said, now, zone)
    else:
        day = _day(said, now, zone, _A_MOMENT)
        begins = instant(datetime.combine(day, time()) + _clock(said, text), zone)
    if begins < now:
        raise _over(_A_MOMENT)
    return wall(begins, zone)


def read_day(text: str, now: datetime, zone: tzinfo) -> date:
    """Return the day that the text says at the instant `now`: "ab 1.2." as "1.2.", "morgen", "in 2 Wochen".

    "frei" before it is skipped. A time of day, a day that is over or more than five years ahead, and everything that is
    not read raise InvalidInput.
    """
    said = pieces(re.sub(r"^\s*frei\b", "", text, flags=re.IGNORECASE), _A_DAY)
    if "clock" in said:
        raise InvalidInput(Phrase("Hier zählt nur der Tag. Schreib zum Beispiel „{example}“.", example=_A_DAY))
    return _day(said, now, zone, _A_DAY)


def read_span(text: str) -> timedelta:
    """Return the length that the text says: "2h", "90 min", "1,5 Stunden", "1:30 h", "2 Tage 3 Stunden".

    It is whole minutes, from 1 minute to 14 days; anything else raises InvalidInput.
    """
    said = plain(text).rstrip(". ")
    if match := _HOURS.fullmatch(said):
        length = timedelta(hours=int(match[1]), minutes=int(match[2]))
    elif AMOUNTS.fullmatch(said):
        length = _minutes(amounts(said))
    elif re.fullmatch("[0-9]+", said):
        raise InvalidInput(Phrase("Minuten oder Stunden? Schreib zum Beispiel „90 min“ oder „2 Stunden“."))
    else:
        raise unread(_A_SPAN)
    if not SHORTEST <= length <= LONGEST:
        raise InvalidInput(Phrase("Die Dauer liegt zwischen 1 Minute und 14 Tagen. Schreib zum Beispiel „2 Stunden“."))
    return length


def _day(said: Pieces, now: datetime, zone: tzinfo, example: str) -> date:
    today = wall(now, zone).date()
    if "offset" in said:
        days, elapsed = _length(said, example)
        if elapsed:
            raise unread(example)
        day = today + days
    elif "day" in said:
        day = _named(said["day"], today, example)
    else:
        raise _which_day(said, today)
    if day < today:
        raise _over(example)
    if _is_too_far(day, today):
        raise _too_far(example)
    if "weekday" in said and day.weekday() != WEEKDAYS[said["weekday"]["name"]]:
        right = Moment(instant(datetime.combine(day, time(12)), zone), style="day", year=True)
        raise InvalidInput(Phrase("Wochentag und Datum passen nicht zusammen. Richtig wäre {day}.", day=right))
    return day


def _named(said: Mapping[str, str], today: date, example: str) -> date:
    if "relative" in said:
        return today + RELATIVE[said["relative"]] * DAY
    day, year = int(said["day"]), said.get("year", "")
    month = int(said["month"]) if "month" in said else MONTHS[said["name"]]
    for chosen in [int(year) + 2000 * (len(year) == 2)] if year else range(today.year, today.year + 9):
        with suppress(ValueError):  # a 29 February waits for its year, 30 February for ever
            named = date(chosen, month, day)
            if year or named >= today:
                return named
    wrong = f"{day}.{month}.{year}"
    raise InvalidInput(Phrase("Den {day} gibt es nicht. Schreib zum Beispiel „{example}“.", day=wrong, example=example))


def _clock(said: Pieces, text: str) -> timedelta:
    if "clock" not in said:
        example = f"{text.strip()} 19:00"
        raise InvalidInput(
            Phrase("Um wie viel Uhr? Schreib die Uhrzeit dazu, zum Beispiel „{example}“.", example=example)
        )
    hours, minutes = int(said["clock"]["hour"]), int(said["clock"].get("minute", "0"))
    if minutes > 59 or hours * 60 + minutes > 24 * 60:
        raise InvalidInput(Phrase("Diese Uhrzeit gibt es nicht. Schreib zum Beispiel „19:00“ oder „19 Uhr“."))
    return timedelta(hours=hours, minutes=minutes)


def _later(said: Pieces, now: datetime, zone: tzinfo) -> datetime:
    days, elapsed = _length(said, _A_MOMENT)
    minute = now.astimezone(UTC).replace(second=0, microsecond=0)
    begun = minute if minute == now else minute + MINUTE
    later = instant(wall(begun, zone) + days, zone) + elapsed
    if _is_too_far(wall(later, zone).date(), wall(now, zone).date()):
        raise _too_far(_A_MOMENT)
    return later


def _length(said: Pieces, example: str) -> tuple[timedelta, timedelta]:
    """Return the days that a calendar counts, and the time that passes."""
    every = [*amounts(said["offset"]["amounts"])]
    days = sum((number * unit for number, unit in every if unit >= DAY), timedelta())
    elapsed = _minutes(amount for amount in every if amount[1] < DAY)
    if days % DAY:
        raise unread(example)
    if days + elapsed > (YEARS_AHEAD + 1) * 366 * DAY:
        raise _too_far(example)
    return days, elapsed


def _minutes(every: Iterable[tuple[float, timedelta]]) -> timedelta:
    return round(sum((number * unit for number, unit in every), timedelta()) / MINUTE) * MINUTE


def _is_too_far(day: date, today: date) -> bool:
    leap_day = (today.month, today.day) == (2, 29)
    return day > today.replace(year=today.year + YEARS_AHEAD, day=28 if leap_day else today.day)


def _over(example: str) -> InvalidInput:
    return InvalidInput(
        Phrase("Das ist schon vorbei. Schreib etwas, das noch kommt, zum Beispiel „{example}“.", example=example)
    )


def _too_far(example: str) -> InvalidInput:
    return InvalidInput(
        Phrase(
            "Das ist mehr als {years} Jahre hin. Schreib etwas Früheres, zum Beispiel „{example}“.",
            years=YEARS_AHEAD,
            example=example,
        )
    )


def _which_day(said: Pieces, today: date) -> InvalidInput:
    day = today + DAY
    while "weekday" in said and day.weekday() != WEEKDAYS[said["weekday"]["name"]]:
        day += DAY
    clock = " {hour}:{minute:0>2}".format(**{"minute": "", **said["clock"]}) if "clock" in said else ""
    example = f"{day.day}.{day.month}.{clock}"
    return InvalidInput(Phrase("An welchem Tag? Schreib das Datum dazu, zum Beispiel „{example}“.", example=example))
