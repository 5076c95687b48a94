"""Rules of many phrases, looked for quickly: a phrase is tried only where every sign that it cannot do without stands.

`re` tries the phrases of a rule one after the other at each sign. Most of them need words that a post does not have,
so each says which signs it needs (`needs`), a text is looked over once for the signs that it has, and only the phrases
that are left are searched for. What is found is exactly what `re` finds in "first phrase|second phrase|…": the leftmost
place, and at the same place the first phrase. Only the groups of a match are counted within its own phrase.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from sys import maxsize
from typing import Final

from bot.matching.needs import Signs, alternatives, need, signs_of

_REMEMBERED: Final = 512  # texts: the sentences of a post are looked over once for all rules
COMMON: Final = (
    "und in für die der mit ein wir im das ist Wer auf von uns eine nicht den ich bei Wir einen sind aus gesucht"
    " an oder zwei hat jemand macht auch am noch Woche a als wer zu ab haben gern is sich kann Tage unsere vor"
    " nach dem Die über da bis for mir bitte Ich m d drei nur"
).split()  # the words that most posts have, the most frequent first
EVERY: Final = 1  # the bit of a class of which every text has a sign
_STEEP: Final = 10  # the rank from which words are clearly rarer than the first
_RARE: Final = 0.00007  # the share of a sign of which nothing is known
_NUMBER: Final = 20  # bits for the number of a class
_CLASS: Final = (1 << _NUMBER) - 1
_STEP: Final = 32  # borders between two signs of which is kept what they belong to


class Alphabet:
    """The classes of signs that phrases need, each a bit; it grows while rules are made, until it is closed.

    `common` are signs of which most texts have some, the most frequent first: by them a class is known to be rare.
    """

    def __init__(self, common: Sequence[str]) -> None:
        self._common = [(ord(sign), 1 / (rank + _STEEP)) for rank, sign in enumerate(common)]
        self._bits: dict[bytes, int] = {}
        self._known: dict[str, int] = {}
        self._borders = array("Q")  # each with the number of its class in the lowest bits
        self._kept: list[int] = []
        self.having = lru_cache(maxsize=_REMEMBERED)(self._having)

    def bit(self, signs: Signs) -> int:
        """Return the bit of a class of signs."""
        key = array("I", chain.from_iterable(signs)).tobytes()  # a class may have hundreds of runs
        number = self._bits.get(key)
        if number is None:
            number = self._bits[key] = len(self._bits) + 1
            self._borders.extend((at << _NUMBER) + number for first, last in signs for at in (first, last + 1))
        return 1 << number

    def commonness(self, signs: Signs) -> tuple[float, Signs]:
        """Return how likely a text has a sign of a class, to sort by: the share of its common signs, and how many."""
        starts = [first for first, _last in signs]  # in order, and no two runs overlap
        said = sum(
            share for sign, share in self._common if (at := bisect_right(starts, sign)) and sign <= signs[at - 1][1]
        )
        return said + _RARE * sum(last - first + 1 for first, last in signs), signs

    def _having(self, text: str) -> int:
        """Return the bits of the classes of which a text has a sign, and the one that every text has."""
        known, found = self._known, EVERY
        for sign in set(text):
            bits = known.get(sign)
            if bits is None:
                bits = known[sign] = self._classes(ord(sign))
            found |= bits
        return found

    def _classes(self, sign: int) -> int:
        """Return the bits of the classes that a sign belongs to: those that begin or end an odd number of times."""
        if not self._kept:
            self.close()
        past = bisect_left(self._borders, (sign + 1) << _NUMBER)
        bits = self._kept[past // _STEP]
        for border in self._borders[past // _STEP * _STEP : past]:
            bits ^= 1 << (border & _CLASS)
        return bits

    def close(self) -> None:
        """Make ready to look up signs: where each class begins and ends, and now and then which are open there.

        The classes themselves are let go, since no rule is made any more.
        """
        self._borders = array("Q", sorted(self._borders))
        bits = 0
        for at, border in enumerate(self._borders):
            if at % _STEP == 0:
                self._kept.append(bits)
            bits ^= 1 << (border & _CLASS)
        self._kept.append(bits)
        self._bits.clear()
        signs_of.cache_clear()


class _Phrase:
    """One phrase of a rule; it is compiled when a text may have it for the first time."""

    __slots__ = ("_made", "_written", "needed", "number")

    def __init__(self, number: int, written: str, needed: int) -> None:
        self.number = number
        self.needed = needed
        self._written = written
        self._made: re.Pattern[str] | None = None

    @property
    def pattern(self) -> re.Pattern[str]:
        if self._made is None:
            self._made = re.compile(self._written)
        return self._made


class Rule:
    """Phrases of which any may match: a part of the interface of `re.Pattern`, with the same answers."""

    def __init__(self, phrases: Iterable[str], alphabet: Alphabet) -> None:
        split = [one for phrase in phrases for one in alternatives(phrase)]
        needs = [need(one) for one in split]
        self._having = alphabet.having
        self._written = "|".join(split)
        self._may_be_empty = any(one.may_be_empty for one in needs)
        self._needing: dict[int, list[_Phrase]] = {}  # by the bit of the rarest class that a phrase needs
        for number, (written, needed) in enumerate(zip(split, needs, strict=True)):
            bits = [alphabet.bit(signs) for signs in sorted(needed.classes, key=alphabet.commonness)] or [EVERY]
            self._needing.setdefault(bits[0], []).append(_Phrase(number, written, sum(bits)))
        self._waking = sum(self._needing)

    @property
    def pattern(self) -> str:
        """Return the rule as one regular expression."""
        return self._written

    def search(self, text: str, pos: int = 0, endpos: int = maxsize) -> re.Match[str] | None:
        """Return the leftmost match, of several at one place that of the first phrase."""
        having = self._having(text)
        if not having & self._waking:
            return None
        best: re.Match[str] | None = None
        for phrase in self._possible(having):
            found = phrase.search(text, pos, endpos)
            if found is not None and (best is None or found.start() < best.start()):
                best = found
        return best

    def match(self, text: str, pos: int = 0, endpos: int = maxsize) -> re.Match[str] | None:
        """Return the match at one place."""
        possible = self._possible(self._having(text))
        return next((found for one in possible if (found := one.match(text, pos, endpos))), None)

    def fullmatch(self, text: str, pos: int = 0, endpos: int = maxsize) -> re.Match[str] | None:
        """Return the match that is all of a stretch."""
        possible = self._possible(self._having(text))
        return next((found for one in possible if (found := one.fullmatch(text, pos, endpos))), None)

    def finditer(self, text: str, pos: int = 0, endpos: int = maxsize) -> Iterator[re.Match[str]]:
        """Return all matches in turn, none of which overlap."""
        having = self._having(text)
        possible = self._possible(having) if having & self._waking else ()
        if not possible:
            return iter(())
        if len(possible) == 1:
            return possible[0].finditer(text, pos, endpos)
        if self._may_be_empty:
            return re.compile(self._written).finditer(text, pos, endpos)
        return _merged(possible, text, pos, endpos)

    def _possible(self, having: int) -> Sequence[re.Pattern[str]]:
        """Return the phrases of which a text has every sign that they need, in their order."""
        waking = having & self._waking
        found: list[_Phrase] = []
        while waking:
            lowest = waking & -waking
            waking ^= lowest
            found += [one for one in self._needing[lowest] if one.needed & having == one.needed]
        if len(found) > 1:
            found.sort(key=_number)
        return [one.pattern for one in found]


def _merged(possible: Sequence[re.Pattern[str]], text: str, pos: int, endpos: int) -> Iterator[re.Match[str]]:
    """Yield the matches of several phrases in turn; none of them is empty."""
    coming = [(found, one) for one in possible if (found := one.search(text, pos, endpos))]
    while coming:
        best = min((found for found, _one in coming), key=_start)
        yield best
        pos = best.end()
        coming = [
            (later, one)
            for found, one in coming
            if (later := found if found.start() >= pos else one.search(text, pos, endpos))
        ]


def _start(found: re.Match[str]) -> int:
    return found.start()


def _number(phrase: _Phrase) -> int:
    return phrase.number
