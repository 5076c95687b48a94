"""Which of the signs that phrases ask for a text has: the classes that are there, and the rules that these wake.

Both are bits of one number, which is reckoned once for each text: the lowest are the rules that may match it at all,
the others the classes of which it has a sign. So it costs next to nothing to ask for a rule that cannot match.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache, reduce
from itertools import chain
from operator import or_
from typing import Final

from bot.matching.language.remembered import Remembered
from bot.matching.rules.needs import Signs, signs_of

_REMEMBERED: Final = 512  # texts: the sentences of a post are looked over once for all rules
COMMON: Final = (
    "und in für die der mit ein wir im das ist Wer auf von uns eine nicht den ich bei Wir einen sind aus gesucht"
    " an oder zwei hat jemand macht auch am noch Woche a als wer zu ab haben gern is sich kann Tage unsere vor"
    " nach dem Die über da bis for mir bitte Ich m d drei nur"
).split()  # the words that most posts have, the most frequent first
EVERY: Final = 1  # the bit of a class of which every text has a sign, and of a rule that wakes everywhere
_RULES: Final = 256  # numbers below those of the classes; should there be more rules, some wake together
_STEEP: Final = 10  # the rank from which words are clearly rarer than the first
_RARE: Final = 0.00007  # the share of a sign of which nothing is known
_NUMBER: Final = 20  # bits for the number of a class
_CLASS: Final = (1 << _NUMBER) - 1
_STEP: Final = 32  # borders between two signs of which is kept what they belong to


class Alphabet:
    """The classes of signs that phrases need most, each a bit; it grows while rules are made, until it is closed.

    `common` are signs of which most texts have some, the most frequent first: by them a class is known to be rare.
    """

    def __init__(self, common: Sequence[str]) -> None:
        self._common = [(ord(sign), 1 / (rank + _STEEP)) for rank, sign in enumerate(common)]
        self._bits: dict[bytes, int] = {}
        self._known = Remembered(self._classes)
        self._borders = array("Q")  # each with the number of its class in the lowest bits
        self._kept: list[int] = []
        self._rules = 0
        self._wakes: dict[int, int] = {}  # the bits of the rules that a class wakes, by its bit
        self._waking = 0
        self.having = lru_cache(maxsize=_REMEMBERED)(self._having)

    def bit(self, signs: Signs) -> int:
        """Return the bit of a class of signs, which is kept from now on."""
        key = _packed(signs)
        number = self._bits.get(key)
        if number is None:
            number = self._bits[key] = _RULES + len(self._bits)
            self._borders.extend((at << _NUMBER) + number for first, last in signs for at in (first, last + 1))
        return 1 << number

    def known(self, signs: Signs) -> int:
        """Return the bit of a class of signs, 0 where it has none."""
        number = self._bits.get(_packed(signs))
        return 0 if number is None else 1 << number

    def woken_by(self, classes: Iterable[int]) -> int:
        """Return the bit of one more rule, which a text may match that has a sign of one of these classes, by bits."""
        classes = set(classes)
        if EVERY in classes:
            return EVERY
        self._rules = min(self._rules + 1, _RULES - 1)
        for bit in classes:
            self._wakes[bit] = self._wakes.get(bit, 0) | 1 << self._rules
            self._waking |= bit
        return 1 << self._rules

    def commonness(self, signs: Signs) -> tuple[float, Signs]:
        """Return how likely a text has a sign of a class, to sort by: the share of its common signs, and how many."""
        starts = [first for first, _last in signs]  # in order, and no two runs overlap
        said = sum(
            share for sign, share in self._common if (at := bisect_right(starts, sign)) and sign <= signs[at - 1][1]
        )
        return said + _RARE * sum(last - first + 1 for first, last in signs), signs

    def _having(self, text: str) -> int:
        """Return the bits of the classes of which a text has a sign, of the rules that they wake, and of every text."""
        return reduce(or_, map(self._known.__getitem__, set(text)), EVERY)

    def _classes(self, sign: str) -> int:
        """Return the bits of the classes that a sign belongs to, and of the rules that they wake.

        It belongs to those that begin or end an odd number of times before it.
        """
        if not self._kept:
            self.close()
        past = bisect_left(self._borders, (ord(sign) + 1) << _NUMBER)
        bits = self._kept[past // _STEP]
        for border in self._borders[past // _STEP * _STEP : past]:
            bits ^= 1 << (border & _CLASS)
        waking = bits & self._waking
        while waking:
            bits |= self._wakes[waking & -waking]
            waking &= waking - 1
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


def _packed(signs: Signs) -> bytes:
    """Return a class of signs to be looked up by; it may have hundreds of runs."""
    return array("I", chain.from_iterable(signs)).tobytes()
