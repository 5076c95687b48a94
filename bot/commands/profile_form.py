"""The fields of the profile's form, and how each is read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from bot.calendar.reading import read_day
from bot.domain.availability import read_availability
from bot.domain.dates import month_named
from bot.domain.folding import fold
from bot.domain.members import Availability, Trade, Visibility
from bot.domain.towns import ELSEWHERE, REMOTE, TOWNS, read_town
from bot.errors import InvalidInput
from bot.talk.commands import Option, Reading
from bot.talk.links import read_link
from bot.talk.strange import cleaned, one_line, says_something, unquoted
from bot.talk.text import Phrase

NAME_LENGTH: Final = 60
ABOUT_LENGTH: Final = 300
MOST_LINKS: Final = 3
LINK_LENGTH: Final = 200
_FIELDS: Final = ("verfuegbar", "ort", "art", "sichtbar")  # whose values are seldom names
_YEAR: Final = re.compile(r"\d{4}")
_BETWEEN: Final = re.compile(r"[\s,]+")


def a_name(value: str, _reading: Reading) -> str:
    """Read a name: one line that has something to read in it."""
    name = unquoted(one_line(value, NAME_LENGTH))
    if not says_something(name):
        raise InvalidInput(Phrase("Darin steht kein Name. Schreib zum Beispiel „Anna Becker“."))
    return name


def an_availability(value: str, reading: Reading) -> Availability:
    """Read "frei", "frei ab 1.2.", "frei ab Februar" or "ausgebucht"."""
    return read_availability(cleaned(value), lambda said: first_day(said, reading))


def first_day(said: str, reading: Reading) -> date:
    """Return the day from which on somebody is free; of a month alone it is its first, of the present one today."""
    month, _, year = said.strip().partition(" ")
    today = reading.now.astimezone(reading.zone).date()
    number = month_named(month) if not year or _YEAR.fullmatch(year) else None
    if number == today.month and year in ("", str(today.year)):
        return today
    return read_day(f"1. {said}" if number else said, reading.now, reading.zone, reading.language)


def meant_instead(name: str, reading: Reading, fields: Sequence[str] = _FIELDS) -> str | None:
    """Return what was likely meant where a name is what other fields hold, each once.

    "ort=Essen" for "Essen", "Ort Essen" or "in Essen", "ort=Essen verfuegbar=frei" for "Essen frei".
    """
    if held := _held(name, reading, fields):
        return held[1]
    for between in _BETWEEN.finditer(name):
        if held := _held(name[: between.start()], reading, fields):
            others = [field for field in fields if field != held[0]]
            rest = meant_instead(name[between.end() :], reading, others)
            return f"{held[1]} {rest}" if rest else None
    return None


def _held(said: str, reading: Reading, fields: Sequence[str]) -> tuple[str, str] | None:
    """Return the field that holds what was said, and how that is typed."""
    word, _, rest = said.partition(" ")
    for field in fields:
        is_named = rest and (fold(word) == fold(field) or (field == "ort" and fold(word) == "in"))
        value = rest if is_named else said
        if _holds(field, value, reading):
            return field, f'{field}="{value}"' if " " in value else f"{field}={value}"
    return None


def _holds(field: str, value: str, reading: Reading) -> bool:
    if field in _WORDS:
        return fold(value) in _WORDS[field]
    try:
        return bool(an_availability(value, reading))
    except InvalidInput:
        return False


def some_links(value: str, _reading: Reading) -> tuple[str, ...]:
    """Read up to three web addresses between blanks or commas; only http and https, without a login in them."""
    links = tuple(dict.fromkeys(read_link(word, LINK_LENGTH) for word in re.split(r"[\s,;]+", cleaned(value)) if word))
    if len(links) > MOST_LINKS:
        raise InvalidInput(Phrase("Höchstens {most} Links passen hier hinein.", most=MOST_LINKS))
    return links


def _trade(value: str, _reading: Reading) -> Trade:
    return Trade(value)


def _town(value: str, _reading: Reading) -> str:
    return read_town(value)


def _visibility(value: str, _reading: Reading) -> Visibility:
    return Visibility(value)


NAME: Final = Option("Name", "Wie sollen dich andere nennen?", NAME_LENGTH, read=a_name)
TRADE: Final = Option("Art", "Als was bist du hier?", choices=tuple(trade.value for trade in Trade), read=_trade)
TOWN: Final = Option(
    "Ort", "In welcher Stadt bist du? Auch „remote“ oder „anderswo“ geht.", suggest="towns", read=_town
)
ABOUT: Final = Option("Über dich", "Was sollen andere über dich wissen?", ABOUT_LENGTH, long=True)
LINKS: Final = Option("Links", "Bis zu drei Links, zum Beispiel deine Website.", 700, read=some_links)
AVAILABILITY: Final = Option(
    "Verfügbar",
    "Bist du frei? Zum Beispiel: frei, frei ab 1.2., ausgebucht",
    suggest="availability",
    read=an_availability,
)
_WORDS: Final = {
    "ort": frozenset(map(fold, (*TOWNS, REMOTE, ELSEWHERE))),
    "art": frozenset(map(fold, Trade)),
    "sichtbar": frozenset(map(fold, Visibility)),
}
VISIBILITY: Final = Option(
    "Sichtbar",
    "getaggt: gefunden und getaggt; gelistet: nur gefunden; verborgen: keins von beiden",
    choices=tuple(level.value for level in Visibility),
    read=_visibility,
)
