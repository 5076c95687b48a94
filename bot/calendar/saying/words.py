"""The words of the grammar: each has a class, written as one sign, and a value; they stand in `words.txt`.

The patterns of this package are written in these signs (see `SIGNS`), so what a person reads as "jeden 2. Mittwoch im
Monat" is matched as "J1!Wp". Words stand in plain spelling: small letters, ae for ä. A name of several words is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple, TypeAlias

from bot.calendar.plain import MONTHS, WEEKDAYS
from bot.calendar.saying.holidays import NAMES
from bot.calendar.saying.numbers import CARDINALS, ORDINALS

SIGNS: Final[Mapping[str, str]] = {
    "1": "a number of one or two digits",
    "4": "a number of four digits",
    "9": "any other number",
    ".": "a dot inside",
    "!": "a dot at the end",
    ":": "a colon inside",
    "~": "a comma inside a number",
    ",": "a comma and its like",
    "-": "a dash",
    "/": "a slash",
    "+": "a plus",
    "_": "a word that says nothing of time",
    "n": "a number word",
    "e": "one",
    "H": "a day with a name",
    "W": "a weekday",
    "w": "a short weekday, which may be another word",
    "S": "on each such weekday",
    "M": "a month",
    "m": "a month, which may be another word",
    "R": "a day counted from today",
    "T": "tomorrow, or the morning",
    "P": "a part of the day",
    "N": "noon or midnight",
    "o": "an ordinal",
    "l": "the last, the last but one",
    "z": "half, of an hour",
    "ö": "half, of anything",
    "r": "a quarter",
    "s": "three quarters",
    "<": "before",
    ">": "after",
    "U": "o'clock",
    "h": "o'clock, or hours",
    "A": "after noon, in English",
    "a": "on, or before noon in English",
    "u": "at",
    "ü": "at about",
    "v": "from",
    "b": "until",
    "&": "and",
    "|": "or",
    "f": "beginning with",
    "Y": "at the latest",
    "ä": "within",
    "d": "an article or a preposition",
    "i": "in",
    "J": "every",
    "j": "all",
    "I": "always",
    "G": "the next",
    "K": "the coming",
    "D": "this",
    "Z": "the next but one",
    "y": "minutes or hours",
    "t": "days",
    "k": "weeks",
    "q": "months",
    "Q": "years",
    "x": "quarters",
    "g": "a weekend",
    "V": "week of the calendar",
    "O": "except",
    "X": "times",
    "F": "the beginning, middle or end of",
    "L": "long",
    "c": "for, of a length",
    "C": "a period",
    "p": "of the month",
    "#": "a unit that is no time",
    "=": "a thing that has versions and numbers",
    "%": "a vague number",
    "E": "a greeting or a wish",
    "@": "per",
    "Ö": "now",
    "ç": "shortly",
    "π": "in the past",
    "ñ": "not",
    "β": "the true beginning",
    "ζ": "a zone, as minutes from UTC",
    "ẽ": "what comes before the beginning",
    "Ø": "only",
    "ĉ": "a quarter past, as at universities",
    "ª": "before noon, in English, surely",
    "ĵ": "on each of these days",
    "ø": "not taking place, on the day behind it or beside it",
    "ƒ": "days without a date: holidays, a season",
}


class Word(NamedTuple):
    """What a word is: its sign, its value, and whether it is English alone."""

    sign: str
    value: object = None
    english: bool = False


Words: TypeAlias = Mapping[str, tuple[Word, ...]]

_WEAK_WEEKDAYS: Final = frozenset("mo di mi do fr sa so mon tue wed thu fri sat sun tues weds thur thurs".split())
_MORE_WEEKDAYS: Final = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_WEAK_MONTHS: Final = frozenset({"may", "march", "mar"})
_LONG: Final = 6  # letters of the shortest whole name of a German weekday
# What stands behind a day in one word: "Freitagabend".
_ENDINGS: Final[Mapping[str, str]] = {
    "frueh": "early",
    "morgen": "early",
    "vormittag": "forenoon",
    "mittag": "noon",
    "nachmittag": "afternoon",
    "abend": "evening",
    "nacht": "night",
}
_PARTS: Final[Mapping[str, str]] = {"anfang": "begin", "mitte": "middle", "ende": "end"}
_UNITS: Final[Mapping[str, str]] = {"monats": "q", "jahres": "Q", "wochen": "k", "quartals": "x"}
_TIMES: Final[Mapping[str, int]] = {
    "ein": 1,
    "zwei": 2,
    "drei": 3,
    "vier": 4,
    "fuenf": 5,
    "sechs": 6,
    "sieben": 7,
    "acht": 8,
    "zehn": 10,
    "zwoelf": 12,
}
# Words between the words of a time that change nothing.
FILLERS: Final = frozenset(
    "dann schon erst genau puenktlich wieder exakt sharp exactly ganztaegig st ct einschliesslich inkl".split()
)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All words of the grammar, the most words that a name with a given first word has, and what is no slip of ours."""

    words: Words
    longest_name: Mapping[str, int]
    everyday: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """Return the one lexicon of the house; it is made when it is first needed."""
    words = {**dict(_told(_lines("words.txt"))), **_numbers(), **_names(), **_compounds()}
    longest = {word: most for word, most in _longest(words).items() if most > 1}
    return Lexicon(words, longest, frozenset(word for line in _lines("everyday.txt") for word in line.split()))


def _lines(name: str) -> Iterator[str]:
    """Yield the lines of a file of ours, without comments and empty ones; a line of the sign "#" is none."""
    for line in files("bot.calendar.saying").joinpath(name).read_text("utf-8").splitlines():
        if line and not line.startswith(("# ", "##")):
            yield line


def _told(lines: Iterable[str]) -> Iterator[tuple[str, tuple[Word, ...]]]:
    for line in lines:
        sign, value, language, words = line.split("\t")
        for word in words.split(", "):
            yield word, (Word(sign, _value(value), language == "en"),)


def _value(text: str) -> object:
    if text == "-":
        return None
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _numbers() -> dict[str, tuple[Word, ...]]:
    return {
        **{word: (Word("n", value),) for word, value in CARDINALS.items()},
        **{word: (Word("o", value),) for word, value in ORDINALS.items()},
        **{word: (Word("e", 1),) for word in ("ein", "eine", "einem", "einen", "einer", "eins", "one", "a")},
    }


def _names() -> dict[str, tuple[Word, ...]]:
    """Return weekdays, months and days with a name."""
    found: dict[str, tuple[Word, ...]] = {name: (Word("H", name),) for name in NAMES}
    for name, day in {**WEEKDAYS, **_MORE_WEEKDAYS}.items():
        found[name] = (Word("w" if name in _WEAK_WEEKDAYS else "W", day),)
        if len(name) >= _LONG:
            found[f"{name}s"] = found[f"{name}en"] = (Word("S", day),)
        if name.endswith("tag"):
            found[f"{name.removesuffix('tag')}tach"] = (Word("W", day),)  # as it is said here
    for name, month in {**MONTHS, "feber": 2}.items():
        found[name] = (Word("m" if name in _WEAK_MONTHS else "M", month),)
        if len(name) >= _LONG - 1:
            found[f"{name}s"] = (Word("M", month),)
    return found


def _compounds() -> dict[str, tuple[Word, ...]]:
    """Return words that are two: "Freitagabend", "Monatsende", "tonight", "zehnmal"."""
    found: dict[str, tuple[Word, ...]] = {}
    german = {name: day for name, day in WEEKDAYS.items() if len(name) >= _LONG and not name.endswith("y")}
    for ending, part in _ENDINGS.items():
        for name, day in german.items():
            found[name + ending] = (Word("W", day), Word("P", part))
            found[f"{name}{ending}s"] = (Word("S", day), Word("P", part))
        found[f"heut{ending}"] = found[f"heute{ending}"] = (Word("R", 0), Word("P", part))
        found[f"morgen{ending}"] = (Word("T", 1), Word("P", part))
    for unit, sign in _UNITS.items():
        for part, value in _PARTS.items():
            found[unit + part] = (Word("F", value), Word(sign))
    del found["wochenende"]  # is two days
    found["tonight"] = (Word("R", 0, english=True), Word("P", "evening"))
    found["fortnight"] = found["a fortnight"] = (Word("n", 2, english=True), Word("k", english=True))
    found["eod"] = (Word("R", 0, english=True),)
    found["monatsersten"] = found["monatserster"] = (Word("o", 1), Word("p"))
    found["monatsletzten"] = found["monatsletzter"] = (Word("l", -1), Word("t"), Word("p"))
    found["every other"] = (Word("J", "other", english=True),)
    found.update({f"{word}mal": (Word("n", number), Word("X")) for word, number in _TIMES.items()})
    return found


def _longest(names: Iterable[str]) -> dict[str, int]:
    """Return for each first word of a name the most words that such a name has."""
    found: dict[str, int] = {}
    for name in names:
        words = name.split()
        found[words[0]] = max(found.get(words[0], 1), len(words))
    return found
