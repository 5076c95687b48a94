"""A text taken apart: words of the grammar, numbers and signs, each with the sign of its class."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from bot.calendar.plain import plain_word
from bot.calendar.saying.typos import mended
from bot.calendar.saying.words import FILLERS, Word, lexicon

_PART: Final = re.compile(
    r"(?P<ordinal>[0-9]{1,2}(?:st|nd|rd|th|ten|te|ter|sten|ste|ster)(?![^\W\d_]))"
    r"|(?P<number>[0-9]+)"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)?)"
    r"|(?P<sign>[^\s\w])"
)
_HALVES: Final = re.compile(r"(?<![^\W\d_])([ap])\. ?m\b\.?|(?<=[0-9])am\b", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+")
# Before what only English says, "am" is no German preposition: "8 am tomorrow", "8 am on Friday", "8 am 5th of May".
_MORNING: Final = re.compile(
    r"(?<=[0-9]) am(?=,? (?:on|the|next|this|every|each|coming|today|tomorrow|[0-9]{1,2}(?:st|nd|rd|th)"
    r"|(?:mon|tue|wed|thu|fri|sat|sun|tues|wednes|thurs|satur)(?:day)?"
    r"|[0-9]{1,2} (?:january|february|march|may|june|july|october|oct|december|dec))\b)",
    re.IGNORECASE,
)
_TWICE: Final = re.compile(r"\bbi-(?=weekly\b|monthly\b)", re.IGNORECASE)
_QUARTER_PAST: Final = re.compile(r"\bc\. ?t\b\.?|(?<=uhr) ct\b", re.IGNORECASE)
_RAISED: Final = re.compile(r"(?<=[0-9]) ?[°º]{2}")
_SAINT: Final = re.compile(r"\b(st)\. (?=[^\W\d_])", re.IGNORECASE)
_SILENT: Final = frozenset("()[]{}\"'„“”‚‘’*_`~")
_DASHES: Final = frozenset("-–—−\u2011\u2012")


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a text: its sign, its value and how it was typed.

    `dotted` says that the dot of an abbreviation was typed, `typed` is the text.
    """

    sign: str
    value: object
    typed: str
    english: bool = False
    dotted: bool = False

    @property
    def capital(self) -> bool:
        """Say whether it begins with a capital letter."""
        return self.typed[:1].isupper()


def tokens(text: str) -> list[Token]:
    """Return the pieces of a text in their order; brackets, quotes and words that change nothing are left out."""
    clean = _cleaned(text)
    parts = [*_PART.finditer(clean)]
    found: list[Token] = []
    at = 0
    while at < len(parts):
        at += _read(parts, at, clean, found)
    return found


def _cleaned(text: str) -> str:
    """Return a text in compatible forms, without addresses, its abbreviations with dots inside as words."""
    plain = _ADDRESS.sub(" ", unicodedata.normalize("NFKC", _RAISED.sub(":00", _TWICE.sub("bi", text))))
    halves = _MORNING.sub(" antemeridiem", _HALVES.sub(_half, _QUARTER_PAST.sub(" cumtempore ", plain)))
    return _SAINT.sub(r"\1 ", halves)


def _half(said: re.Match[str]) -> str:
    """Return "pm", or a word for before noon that is no German "am"."""
    return " pm" if said[1] in ("p", "P") else " antemeridiem"


def _read(parts: list[re.Match[str]], at: int, text: str, found: list[Token]) -> int:
    """Add the pieces that begin at a part, and return how many parts they are."""
    part = parts[at]
    if part["word"]:
        return _word(parts, at, text, found)
    if part["ordinal"]:
        digits = re.match("[0-9]+", part[0])
        found.append(Token("o", int(digits[0]) if digits else 0, part[0]))
    elif part["number"]:
        found.append(_number(part[0]))
    elif part[0] not in _SILENT:
        found.append(Token(_sign(part, text), None, part[0]))
    return 1


def _number(digits: str) -> Token:
    sign = "1" if len(digits) <= 2 else "4" if len(digits) == 4 else "9"
    return Token(sign, int(digits) if len(digits) <= 9 else 0, digits)


def _sign(part: re.Match[str], text: str) -> str:
    char, after = part[0], text[part.end() : part.end() + 1]
    before = text[part.start() - 1 : part.start()]
    if char == ".":
        return "." if after.isalnum() else "!"
    if char == ":":
        return ":" if before.isdigit() and after.isdigit() else ","
    if char == ",":
        return "~" if before.isdigit() and after.isdigit() else ","
    if char in _DASHES:
        return "-"
    if char in "€$%£":
        return "#"
    if char in "§#":
        return "="
    if char == "+":
        return "+" if after.isdigit() else "&"
    return {"/": "/", "&": "&", "@": "u"}.get(char, ",")


def _word(parts: list[re.Match[str]], at: int, text: str, found: list[Token]) -> int:
    """Add a word, or the longest name of several words that begins with it."""
    first = plain_word(parts[at][0])
    words = lexicon().words
    for many in range(min(lexicon().longest_name.get(first, 1), len(parts) - at), 1, -1):
        name = _joined(parts[at : at + many], text)
        if name in words:
            found.extend(_tokens(words[name], text[parts[at].start() : parts[at + many - 1].end()]))
            return many
    if _is_compound(parts, at):
        found.append(Token("_", None, parts[at][0]))
        return 3
    dotted = text[parts[at].end() : parts[at].end() + 1] == "."
    known = words.get(first)
    if known is None and first in FILLERS:
        return 1
    if known is not None:
        found.extend(_tokens(known, parts[at][0], dotted=dotted and len(first) <= 5))
        return 2 if dotted and len(first) <= 5 else 1
    meant = mended(first)
    found.extend(_tokens(words[meant], parts[at][0]) if meant else [Token("_", None, parts[at][0])])
    return 1


def _is_compound(parts: list[re.Match[str]], at: int) -> bool:
    """Say whether a hyphen joins the word to one that says nothing of time: "Mittwochs-Runde"."""
    if at + 2 >= len(parts) or parts[at + 1][0] != "-" or not parts[at + 2]["word"]:
        return False
    if parts[at].end() != parts[at + 1].start() or parts[at + 1].end() != parts[at + 2].start():
        return False
    other = plain_word(parts[at + 2][0])
    return other not in lexicon().words and mended(other) is None


def _joined(parts: list[re.Match[str]], text: str) -> str:
    """Return a name of several words in plain spelling, "" where anything but blanks is between them."""
    words = [part for part in parts if part["word"]]
    between = [text[one.end() : other.start()] for one, other in pairwise(parts)]
    if len(words) != len(parts) or any(gap.strip() for gap in between):
        return ""
    return " ".join(plain_word(part[0]) for part in words)


def _tokens(said: tuple[Word, ...], typed: str, *, dotted: bool = False) -> Iterator[Token]:
    for word in said:
        yield Token(word.sign, word.value, typed, word.english, dotted)
