"""Numbers and ordinals in words, in German and in English, as far as dates and clocks go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_GERMAN: Final = (
    *("null", "ein", "zwei", "drei", "vier", "fuenf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwoelf"),
    *("dreizehn", "vierzehn", "fuenfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn"),
)
_GERMAN_TENS: Final = {20: "zwanzig", 30: "dreissig", 40: "vierzig", 50: "fuenfzig"}
_ENGLISH: Final = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_ENGLISH_TENS: Final = {20: "twenty", 30: "thirty", 40: "forty", 50: "fifty"}
_GERMAN_STEMS: Final = {1: "erste", 3: "dritte", 7: "siebte", 8: "achte"}
_ENGLISH_ORDINALS: Final = {
    1: "first",
    2: "second",
    3: "third",
    4: "fourth",
    5: "fifth",
    6: "sixth",
    7: "seventh",
    8: "eighth",
    9: "ninth",
    10: "tenth",
    11: "eleventh",
    12: "twelfth",
    20: "twentieth",
    30: "thirtieth",
}


def _german(n: int) -> str:
    if n < 20:
        return _GERMAN[n]
    ten = _GERMAN_TENS[n - n % 10]
    return f"{_GERMAN[n % 10]}und{ten}" if n % 10 else ten


def _english(n: int) -> str:
    if n < 20:
        return _ENGLISH[n]
    ten = _ENGLISH_TENS[n - n % 10]
    return f"{ten}-{_ENGLISH[n % 10]}" if n % 10 else ten


def _german_ordinal(n: int) -> str:
    return _GERMAN_STEMS.get(n) or _german(n) + ("te" if n < 20 else "ste")


def _english_ordinal(n: int) -> str:
    if n in _ENGLISH_ORDINALS:
        return _ENGLISH_ORDINALS[n]
    return f"{_ENGLISH[n]}th" if n < 20 else f"{_ENGLISH_TENS[n - n % 10]}-{_ENGLISH_ORDINALS[n % 10]}"


# One is a word of its own class, since it is an article too. A half and its like are numbers here.
CARDINALS: Final[Mapping[str, float]] = {
    **{_german(n): n for n in range(60) if n != 1},
    **{_english(n): n for n in range(60) if n != 1},
    **{_english(n).replace("-", " "): n for n in range(21, 60)},
    "zwo": 2,
    "beiden": 2,
    "dreissg": 30,
    "zwanzich": 20,
    **dict.fromkeys(("anderthalb", "eineinhalb", "einundeinhalb", "one and a half"), 1.5),
    **dict.fromkeys(("zweieinhalb", "zweiundeinhalb"), 2.5),
    **dict.fromkeys(("dreieinhalb",), 3.5),
    **dict.fromkeys(("viereinhalb",), 4.5),
}
ORDINALS: Final[Mapping[str, int]] = {
    **{_german_ordinal(n) + ending: n for n in range(1, 32) for ending in ("", "n", "r", "s", "m")},
    **{_english_ordinal(n): n for n in range(1, 32)},
    **{_english_ordinal(n).replace("-", " "): n for n in range(21, 32)},
    **{f"siebente{ending}": 7 for ending in ("", "n", "r", "s")},
}
