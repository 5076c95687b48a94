"""Rules of many phrases, looked for quickly: a phrase is tried only where the signs stand that it needs.

`re` tries the phrases of a rule one after the other at each sign. Most of them need words that a post does not have,
so each says which signs it needs (`needs`), a text is looked over once for the signs that it has (`alphabet`), and
only the phrases that are left are searched for. Of what a phrase needs only those classes are looked for that are the
rarest of some phrase: the others tell little more. What is found is exactly what `re` finds in "first phrase|second
phrase|…": the leftmost place, and at the same place the first phrase. Only the groups of a match are counted within
its own phrase.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from sys import maxsize
from typing import Final

from bot.matching.language.remembered import Remembered
from bot.matching.rules.alphabet import EVERY, Alphabet
from bot.matching.rules.needs import Signs, alternatives, need

_REMEMBERED: Final = 1_000  # kinds of texts for which a rule knows what is possible


class _Phrase:
    """One phrase of a rule; `pattern` is compiled when a text may have it for the first time.

    `needed` are the bits of the classes of which a text has to have a sign.
    """

    __slots__ = ("classes", "needed", "number", "pattern", "written")

    def __init__(self, number: int, written: str, classes: Iterable[Signs]) -> None:
        self.number = number
        self.written = written
        self.classes = classes
        self.needed = 0
        self.pattern: re.Pattern[str] | None = None

    def compiled(self) -> re.Pattern[str]:
        """Return the pattern, made ready."""
        self.pattern = re.compile(self.written)
        return self.pattern


class Rule:
    """Phrases of which any may match: a part of the interface of `re.Pattern`, with the same answers."""

    def __init__(self, phrases: Iterable[str], alphabet: Alphabet) -> None:
        split = [one for phrase in phrases for one in alternatives(phrase)]
        needs = [need(one) for one in split]
        self.having = alphabet.having
        self._written = "|".join(split)
        self._may_be_empty = any(one.may_be_empty for one in needs)
        self._needing: dict[int, list[_Phrase]] = {}  # by the bit of the rarest class that a phrase needs
        for number, (written, needed) in enumerate(zip(split, needs, strict=True)):
            bit = alphabet.bit(min(needed.classes, key=alphabet.commonness)) if needed.classes else EVERY
            self._needing.setdefault(bit, []).append(_Phrase(number, written, needed.classes))
        self._waking = self._needed = sum(self._needing)
        self._possible = Remembered(self._with_all_needed, _REMEMBERED)  # by the classes of `_needed` that a text has
        self.bit = alphabet.woken_by(self._needing)

    def settle(self, alphabet: Alphabet) -> None:
        """Keep what each phrase needs besides its rarest class, as far as any rule has it as the rarest of a phrase."""
        for bit, phrases in self._needing.items():
            for one in phrases:
                one.needed = reduce(or_, map(alphabet.known, one.classes), bit)
                one.classes = ()
                self._needed |= one.needed

    @property
    def pattern(self) -> str:
        """Return the rule as one regular expression."""
        return self._written

    def search(self, text: str, pos: int = 0, endpos: int = maxsize) -> re.Match[str] | None:
        """Return the leftmost match, of several at one place that of the first phrase."""
        having = self.having(text)
        if not having & self.bit:
            return None
        best: re.Match[str] | None = None
        for phrase in self._possible[having & self._needed]:
            found = phrase.search(text, pos, endpos)
            if found is not None and (best is None or found.start() < best.start()):
                best = found
        return best

    def may_match(self, text: str) -> bool:
        """Say whether a text has every sign that one of the phrases needs."""
        having = self.having(text)
        return having & self.bit != 0 and len(self._possible[having & self._needed]) > 0

    def match(self, text: str, pos: int = 0, endpos: int = maxsize) -> re.Match[str] | None:
        """Return the match at one place."""
        having = self.having(text)
        if having & self.bit:
            for phrase in self._possible[having & self._needed]:
                if found := phrase.match(text, pos, endpos):
                    return found
        return None

    def fullmatch(self, text: str, pos: int = 0, endpos: int = maxsize) -> re.Match[str] | None:
        """Return the match that is all of a stretch."""
        for phrase in self._possible[self.having(text) & self._needed]:
            if found := phrase.fullmatch(text, pos, endpos):
                return found
        return None

    def finditer(self, text: str, pos: int = 0, endpos: int = maxsize) -> Iterator[re.Match[str]]:
        """Return all matches in turn, none of which overlap."""
        having = self.having(text)
        possible = self._possible[having & self._needed] if having & self.bit else ()
        if not possible:
            return iter(())
        if len(possible) == 1:
            return possible[0].finditer(text, pos, endpos)
        if self._may_be_empty:
            return re.compile(self._written).finditer(text, pos, endpos)
        return _merged(possible, text, pos, endpos)

    def _with_all_needed(self, having: int) -> Sequence[re.Pattern[str]]:
        """Return the phrases that need none but these classes, in their order; `_possible` remembers them."""
        found: list[_Phrase] = []
        waking = having & self._waking
        while waking:
            others = waking & (waking - 1)
            found += [one for one in self._needing[waking ^ others] if one.needed & having == one.needed]
            waking = others
        return [one.pattern or one.compiled() for one in sorted(found, key=_number)]


class Rules:
    """Rules of one alphabet that are asked for one after another; most texts wake few of them."""

    def __init__(self, rules: Mapping[str, Rule]) -> None:
        self._having = next(iter(rules.values())).having
        self._each = [(rule.bit, (name, rule)) for name, rule in rules.items()]
        self._bits = reduce(or_, (bit for bit, _one in self._each))

    def woken(self, text: str) -> Sequence[tuple[str, Rule]]:
        """Return those that a text may match, in their order."""
        having = self._having(text) & self._bits
        return [one for bit, one in self._each if bit & having] if having else ()


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
