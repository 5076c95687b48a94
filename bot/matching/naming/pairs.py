"""Names of two words that stand apart in a sentence, and which of them a word may be: "organisier~ … feier~".

A verb counts in all its forms ("schneidet", "zu schneiden") for what the vocabulary says of one of them, and a name of
a thing and a verb ("Videos schneiden") is such a pair, too.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from bot.matching.language.declined import noun_forms
from bot.matching.language.remembered import Remembered
from bot.matching.language.verbs import is_light, stem_of
from bot.matching.naming.entries import Entry, Pair

_BEGINNING: Final = 4  # letters of a word by which pairs are looked up
_SHORTEST_FIRST: Final = 3  # letters before the last part of a compound
_SHORTEST_LAST: Final = 5
_ANY: Final = "~"  # at the end of a word that only begins so
_NOMINAL: Final = ("en", "ern", "eln")  # how a verb ends that is a noun
_NOUNS: Final = ("ung", "ungen")
_EITHER: Final = (False, True)


@dataclass(frozen=True, slots=True)
class Sides:
    """The pairs whose first word a word may be, those whose second, and those of both that hold it as it stands."""

    firsts: frozenset[int]
    seconds: frozenset[int]
    written: frozenset[int]

    def with_those_of(self, other: Sides) -> Sides:
        """Return the pairs of two readings of a word."""
        return Sides(self.firsts | other.firsts, self.seconds | other.seconds, self.written | other.written)


Readings = tuple[tuple[Sides, Sides], tuple[Sides, Sides]]
NEITHER: Final = Sides(frozenset(), frozenset(), frozenset())


class Pairs:
    """What the two words of a pair mean.

    `readings` holds for each folded word of which pairs it may be one: as no noun and as one, each as no verb and as
    one; None for a word of no pair at all.
    """

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._begun: dict[str, list[tuple[str, int, bool]]] = defaultdict(list)
        self._verbs: dict[tuple[str, bool], list[int]] = defaultdict(list)
        self._things: dict[str, list[int]] = defaultdict(list)
        self._lasts: dict[str, list[tuple[int, bool]]] = defaultdict(list)  # what something is done with
        self.readings = Remembered(self._read)

    def add(self, entry: Entry, pair: Pair) -> None:
        """Keep that any first with any second of these words means a skill."""
        number = len(self.entries)
        for words, others, is_first in ((pair.firsts, pair.seconds, True), (pair.seconds, pair.firsts, False)):
            are_verbs = any(map(_is_verb, words))
            if any(map(_is_verb, others)):
                for word in words:
                    self._lasts[word].append((number, is_first))
            for word in words:
                self._begun[word.removesuffix(_ANY)[:_BEGINNING]].append((word, number, is_first))
                stem = _written_stem(word)
                if stem and not is_light(stem) and are_verbs and not word.endswith(_NOUNS):
                    self._verbs[stem, is_first].append(number)
        self.entries.append(entry)

    def add_doing(self, entry: Entry, thing: str, verb: str) -> None:
        """Keep that a folded thing with any form of a verb means a skill, as the name "Videos schneiden" does."""
        if is_light(verb):
            return
        for form in noun_forms(thing):
            self._things[form].append(len(self.entries))
        self._verbs[verb, False].append(len(self.entries))
        self.entries.append(entry)

    def sides(self, word: str, *, is_noun: bool, is_verb: bool) -> Sides:
        """Return of which pairs a folded word may be one, as a noun or as any form of a verb."""
        readings = self.readings[word]
        return readings[is_noun][is_verb] if readings else NEITHER

    def _read(self, word: str) -> Readings | None:
        others, nouns = ([self._looked_up(word, is_noun, is_verb) for is_verb in _EITHER] for is_noun in _EITHER)
        is_one = any(one != NEITHER for one in (*others, *nouns))
        return ((others[0], others[1]), (nouns[0], nouns[1])) if is_one else None

    def _looked_up(self, word: str, is_noun: bool, is_verb: bool) -> Sides:
        firsts: set[int] = set()
        seconds: set[int] = set()
        for beginning in {word[:_BEGINNING], word[: _BEGINNING - 1]}:  # "bau~" has three letters
            for written, pair, is_first in self._begun.get(beginning, ()):
                if _is_like(word, written):
                    (firsts if is_first else seconds).add(pair)
        written_so = frozenset(firsts | seconds)
        if is_noun and not written_so:
            self._look_up_last(word, firsts, seconds)
        if is_verb and (not is_noun or word.endswith(_NOMINAL)) and (stem := stem_of(word)):
            firsts.update(self._verbs.get((stem, True), ()))
            seconds.update(self._verbs.get((stem, False), ()))
        if is_noun:
            for form in noun_forms(word):
                firsts.update(self._things.get(form, ()))
        return Sides(frozenset(firsts), frozenset(seconds), written_so)

    def _look_up_last(self, word: str, firsts: set[int], seconds: set[int]) -> None:
        """Find the pairs of the longest last part of a compound that stands in one: of "Vereinsseite" the "seite"."""
        for at in range(_SHORTEST_FIRST, len(word) - _SHORTEST_LAST + 1):
            if known := self._lasts.get(word[at:]):
                for pair, is_first in known:
                    (firsts if is_first else seconds).add(pair)
                return


def _is_like(word: str, written: str) -> bool:
    return word.startswith(written[:-1]) if written.endswith(_ANY) else word == written


def _is_verb(word: str) -> bool:
    """Say whether a word of the vocabulary is surely a verb, which no noun looks like: "schneidet", "bearbeit~"."""
    return bool(_written_stem(word)) and word.endswith(("t", "ieren", _ANY))


def _written_stem(word: str) -> str:
    """Return the stem of a verb of the vocabulary, also of "schneid~", or ""."""
    bare = word.removesuffix(_ANY)
    return stem_of(bare) or (stem_of(bare + "en") or stem_of(bare + "n") if bare != word else "")
