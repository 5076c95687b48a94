"""Names of two words that stand apart in a sentence: "Wer organisiert uns im Juni die Feier?"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from bot.matching.entries import Entry, Pair

_BEGINNING: Final = 4  # letters of a word by which pairs are looked up
_FURTHEST: Final = 5  # words that may stand between the two
_REMEMBERED: Final = 50_000  # words
_ANY: Final = "~"  # at the end of a word that only begins so

_Sides = tuple[frozenset[int], frozenset[int]]  # the pairs whose first word it may be, and those whose second


class Pairs:
    """What the two words of a pair mean; it only grows by remembering words that were looked up."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._begun: dict[tuple[str, bool], list[tuple[str, int]]] = defaultdict(list)
        self._known: dict[str, _Sides] = {}

    def add(self, entry: Entry, pair: Pair) -> None:
        """Keep that any first with any second of these words means a skill."""
        for words, is_first in ((pair.firsts, True), (pair.seconds, False)):
            for word in words:
                self._begun[word.removesuffix(_ANY)[:_BEGINNING], is_first].append((word, len(self._entries)))
        self._entries.append(entry)

    def apart(self, words: Sequence[str]) -> Iterator[tuple[int, int, Entry]]:
        """Yield the places of two folded words of a clause that mean something together, and what.

        With "organisier~ … feier~" the order of the two does not matter.
        """
        sides = [self._known.get(word) or self._looked_up(word) for word in words]
        seconds = [there for there, (_first, second) in enumerate(sides) if second]
        for at, (first, _second) in enumerate(sides):
            for there in seconds if first else ():
                if there != at and abs(there - at) <= _FURTHEST and not first.isdisjoint(sides[there][1]):
                    for pair in sorted(first & sides[there][1]):
                        yield at, there, self._entries[pair]

    def _looked_up(self, word: str) -> _Sides:
        sides = (self._having(word, is_first=True), self._having(word, is_first=False))
        if len(self._known) < _REMEMBERED:
            self._known[word] = sides
        return sides

    def _having(self, word: str, *, is_first: bool) -> frozenset[int]:
        begun = {word[:_BEGINNING], word[: _BEGINNING - 1]}  # "bau~" has three letters
        return frozenset(
            pair
            for beginning in begun
            for written, pair in self._begun.get((beginning, is_first), ())
            if _is_like(word, written)
        )


def _is_like(word: str, written: str) -> bool:
    return word.startswith(written[:-1]) if written.endswith(_ANY) else word == written
