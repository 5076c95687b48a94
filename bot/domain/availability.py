"""Availability in words: how members type it and how they read it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from bot.domain import dates
from bot.domain.folding import fold
from bot.domain.members import Availability
from bot.errors import InvalidInput

# What can be said, in words that can be typed again: free, free from a day on, booked out.
_SAID: Final[Mapping[str, tuple[str, str, str]]] = {
    "de": ("frei", "frei ab {day}. {month}{year}", "ausgebucht"),
    "en": ("free", "free from {day} {month}{year}", "booked out"),
}
_FREE = frozenset(map(fold, ("frei", "free", "verfügbar", "available", "sofort", "ab sofort", "jetzt", "ja", "now")))
_BOOKED_OUT = frozenset(
    map(
        fold,
        ("ausgebucht", "booked", "booked out", "fully booked", "busy", "belegt", "voll", "nicht frei", "nein",
         "nicht verfügbar", "unavailable", "not available"),
    )
)  # fmt: skip
_FREE_WORD = r"(?:(?:wieder|again)\s+)?(?:frei|free|verf(?:ü|ue)gbar|available)"
_FROM = re.compile(
    rf"(?:(?:{_FREE_WORD}\s+)?(?:ab|from|as of)\b[\s:]*|(?=[0-9]))(?P<day>\S.*?)(?:\s+{_FREE_WORD})?", re.IGNORECASE
)


def availability_words(availability: Availability, today: date, language: str = "de") -> str:
    """Return "frei", "frei ab 1. Februar" or "ausgebucht"; the year is named where it is not the present one.

    In English it is "free", "free from 1 February" or "booked out"; `language` is a code as in `bot.domain.dates`.
    """
    tongue = dates.spoken(language)
    free, free_from, booked_out = _SAID[tongue]
    if availability.is_booked_out:
        return booked_out
    since = availability.since
    if availability.is_free(today) or since is None:
        return free
    year = f" {since.year}" if since.year != today.year else ""
    return free_from.format(day=since.day, month=dates.MONTHS[tongue][since.month - 1], year=year)


def read_availability(text: str, day_reader: Callable[[str], date]) -> Availability:
    """Read "frei", "frei ab 1.2.", "ab 1.2. frei" or "ausgebucht", also in English; `day_reader` reads the date.

    A date alone is the day from which on somebody is free.

    Raises InvalidInput, with an example, for anything else; what the day reader raises passes through.
    """
    words = " ".join(text.split())
    key = fold(words)
    if key in _FREE:
        return Availability("frei")
    if key in _BOOKED_OUT:
        return Availability("ausgebucht")
    from_day = _FROM.fullmatch(words)
    if from_day is None:
        raise InvalidInput("Das verstehe ich nicht. Schreib „frei“, „frei ab 1.2.“ oder „ausgebucht“.")
    return Availability("ab", day_reader(from_day["day"]))
