"""The fields of an event's form, and how each is read."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.calendar.reading import read_span, read_when
from bot.calendar.series import check_first, read_rule
from bot.domain.towns import read_town
from bot.errors import InvalidInput
from bot.talk.commands import Option, Reading
from bot.talk.links import read_link
from bot.talk.strange import one_line
from bot.talk.text import Phrase

LONGEST_TITLE: Final = 100  # Discord: name of a scheduled event
LASTS: Final = timedelta(hours=2)  # where nobody says how long


def a_title(value: str, _reading: Reading) -> str:
    """Read a title: one line that has something to read in it."""
    title = one_line(value, LONGEST_TITLE)
    if not any(char.isalnum() for char in title):
        raise InvalidInput(Phrase("Darin steht kein Titel. Schreib zum Beispiel „Twittwoch“."))
    return title


def a_start(value: str, reading: Reading) -> datetime:
    """Read the wall time of a start; in a doubled hour it is the first, as a series has it."""
    return read_when(value, reading.now, reading.zone).replace(fold=0)


def start(typed_words: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Read the wall time of a start where the form has left it as it was typed."""
    try:
        return a_start(typed_words, Reading(now, zone))
    except InvalidInput as error:
        error.option = "wann"
        raise


def typed(start: datetime) -> str:
    """Return a wall time as somebody would type it."""
    return f"{start.day}.{start.month}.{start.year} {start:%H:%M}"


def must_fit(start: datetime, rule: str | None, zone: ZoneInfo) -> None:
    """Refuse a start that is no date of its series."""
    try:
        check_first(start, rule, zone)
    except InvalidInput as error:
        error.option = "wann"
        raise


def a_link(value: str, _reading: Reading) -> str:
    """Read one web address."""
    return read_link(value)


def _line(value: str, _reading: Reading) -> str:
    return one_line(value, 200)


def _length(value: str, _reading: Reading) -> timedelta:
    return read_span(value)


def _town(value: str, _reading: Reading) -> str:
    return read_town(value)


def _rule(value: str, _reading: Reading) -> str:
    return read_rule(value)


TITLE: Final = Option("Titel", "Wie heißt der Termin?", longest=LONGEST_TITLE, read=a_title)
WHEN: Final = Option("Wann", "Wann beginnt er? Zum Beispiel „2.12. 19:00“.", longest=100, read=a_start)
LENGTH: Final = Option(
    "Dauer", "Wie lange? Zum Beispiel „3 Stunden“. Ohne Angabe 2 Stunden.", longest=100, read=_length, suggest="lengths"
)
TOWN: Final = Option("Ort", "Wo? Eine Stadt im Ruhrgebiet, remote oder anderswo.", read=_town, suggest="towns")
VENUE: Final = Option("Platz", "Wo genau? Zum Beispiel „Unperfekthaus, Raum 3“.", longest=100, read=_line)
LINK: Final = Option("Link", "Wo steht mehr? Eine Adresse mit https.", longest=300, read=a_link)
WORDS: Final = Option("Text", "Worum geht es? Ein paar Sätze.", longest=1500, long=True)
SERIES: Final = Option(
    "Serie",
    "Wiederholt er sich? Zum Beispiel „jeden 2. Mittwoch“ oder FREQ=MONTHLY;BYDAY=2WE.",
    read=_rule,
    suggest="series",
)
