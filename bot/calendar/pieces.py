"""The grammar of what people type for a moment: which pieces there are, and a text taken apart into them.

Every pattern is tried at one place and none repeats a repetition, so the time is linear in a text that is short anyway.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Final, TypeAlias

from bot.calendar.plain import MONTHS, NUMBERS, WEEKDAYS, plain
from bot.domain import dates
from bot.errors import InvalidInput
from bot.talk.text import Phrase

Pieces: TypeAlias = Mapping[str, Mapping[str, str]]

MINUTE: Final = timedelta(minutes=1)
DAY: Final = timedelta(days=1)
RELATIVE: Final[Mapping[str, int]] = {
    "heute": 0,
    "today": 0,
    "morgen": 1,
    "tomorrow": 1,
    "uebermorgen": 2,
    "gestern": -1,  # read to be refused as over
    "yesterday": -1,
    "vorgestern": -2,
}
UNITS: Final[Mapping[str, timedelta]] = {
    **dict.fromkeys(("min", "mins", "minute", "minuten", "minutes"), MINUTE),
    **dict.fromkeys(("h", "std", "stunde", "stunden", "hour", "hours"), 60 * MINUTE),
    **dict.fromkeys(("tag", "tage", "tagen", "day", "days"), DAY),
    **dict.fromkeys(("woche", "wochen", "week", "weeks"), 7 * DAY),
}


def _any(words: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + r")(?![a-z])"


_NUMBER: Final = rf"(?:[0-9]{{1,5}}(?:[.,][0-9]{{1,2}})?|{_any(NUMBERS)})"
_AMOUNT: Final = re.compile(rf"({_NUMBER}) ?({_any(UNITS)})")
_ONE: Final = rf"{_NUMBER} ?{_any(UNITS)}\.?"
AMOUNTS: Final = re.compile(rf"{_ONE}(?:,? ?(?:und |and )?{_ONE})*")

_O_CLOCK: Final = r"(?: ?(?:uhr|h)(?![a-z]))"
_MINUTE: Final = rf"(?: ?(?P<minute>[0-9]{{2}})(?![0-9.:]| ?{_any(MONTHS)}))"
_YEAR: Final = r"(?:\. ?(?P<year>[0-9]{4}|(?<=\.)[0-9]{2})(?![0-9:]))"
_GERMAN_DAYS: Final = [
    plain(name).rstrip(".") for table in (dates.WEEKDAYS, dates.SHORT_WEEKDAYS) for name in table["de"]
]
# "am" only before a German day: "12:00 am" is midnight in English, and not read.
_BLANK: Final = rf"[ ,]+|{_any(('um', 'den', 'dem', 'der', 'ab', 'on', 'at'))}|am(?= (?:[0-9]|{_any(_GERMAN_DAYS)}))"

# Tried in this order at each place: a longer piece before the one that its beginning could be taken for.
_PATTERNS: Final = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("offset", rf"in (?P<amounts>{AMOUNTS.pattern})"),
        ("clock", rf"um (?P<hour>[0-9]{{1,2}})\.(?P<minute>[0-9]{{2}})(?![0-9.]){_O_CLOCK}?"),
        ("blank", _BLANK),
        ("day", r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})(?![0-9])(?:t(?=[0-9]))?"),
        ("clock", rf"(?P<hour>[0-9]{{1,2}}):(?P<minute>[0-9]{{2}})(?::00)?(?![0-9:]){_O_CLOCK}?"),
        ("clock", rf"(?P<hour>[0-9]{{1,2}})\.(?P<minute>[0-9]{{2}}){_O_CLOCK}"),
        ("clock", rf"(?P<hour>[0-9]{{1,2}}){_O_CLOCK}{_MINUTE}?"),
        ("day", rf"(?P<day>[0-9]{{1,2}})\. ?(?P<month>[0-9]{{1,2}})(?![0-9:])(?:{_YEAR}|\.)?"),
        ("day", rf"(?P<day>[0-9]{{1,2}})\.? ?(?P<name>{_any(MONTHS)})\.?(?: (?P<year>[0-9]{{4}})(?![0-9:]))?"),
        ("day", rf"(?P<relative>{_any(RELATIVE)})"),
        ("weekday", rf"(?P<name>{_any(WEEKDAYS)})\.?"),
    )
)


def pieces(text: str, example: str) -> Pieces:
    """Return what a text says, by kind: "offset", "day", "clock" and "weekday", each with the names of its pattern.

    A text that says nothing, has something else in it or says a kind twice raises InvalidInput with the example.
    """
    rest = plain(text).rstrip(".!? ")
    said: dict[str, Mapping[str, str]] = {}
    at = 0
    while at < len(rest):
        kind, match = _piece(rest, at, example)
        if kind in said:
            raise _several(example)
        if kind != "blank":
            said[kind] = {name: value for name, value in match.groupdict().items() if value is not None}
        at = match.end()
    if not said:
        raise unread(example)
    if "offset" in said and not said.keys() <= {"offset", "clock"}:
        raise _several(example)
    return said


def amounts(text: str) -> Iterator[tuple[float, timedelta]]:
    """Yield number and unit of each amount in a text that `AMOUNTS` matches."""
    for number, unit in _AMOUNT.findall(text):
        yield NUMBERS[number] if number in NUMBERS else float(number.replace(",", ".")), UNITS[unit]


def unread(example: str) -> InvalidInput:
    """Return the refusal of what is not understood."""
    return InvalidInput(Phrase("Das verstehe ich nicht. Schreib zum Beispiel „{example}“.", example=example))


def _several(example: str) -> InvalidInput:
    return InvalidInput(
        Phrase("Das sind mehrere Zeitpunkte. Schreib einen, zum Beispiel „{example}“.", example=example)
    )


def _piece(text: str, at: int, example: str) -> tuple[str, re.Match[str]]:
    for kind, pattern in _PATTERNS:
        if match := pattern.match(text, at):
            return kind, match
    raise unread(example)
