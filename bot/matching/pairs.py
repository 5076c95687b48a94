"""Names of two words that stand apart in a sentence: "Wer organisiert uns im Juni die Feier?".

Two words belong together that stand near each other, or a little farther apart in one clause. A verb counts in all its
forms ("schneidet", "zu schneiden", "richtet … ein"), words that a hyphen joins as one besides. A pronoun stands for
what was named before it: "Unser WLAN ist mies, wer bringt das in Ordnung?"
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bot.matching.entries import Entry, Pair
from bot.matching.verbs import PARTICLES, is_done, is_light, stem_of
from bot.matching.words import Word, folded

_BEGINNING: Final = 4  # letters of a word by which pairs are looked up
_FURTHEST: Final = 5  # words that may stand between the two
_IN_A_CLAUSE: Final = 8  # words between the two where no mark stands there either
_BACK: Final = 14  # words between a pronoun and what it stands for
_REMEMBERED: Final = 50_000  # words
_ANY: Final = "~"  # at the end of a word that only begins so
_SHORTEST_NOUN: Final = 3  # letters before an ending
_NONE: Final = frozenset[int]()
_NOMINAL: Final = ("en", "ern", "eln")  # how a verb ends that is a noun
_NOUNS: Final = ("ung", "ungen")
_TO_BE_DONE: Final = folded("werden wird haben kriegen bekommen bekommt".split())
_NOUN_ENDINGS: Final = ("", "s", "n", "en", "e", "er", "es", "ern")
_PRONOUNS: Final = folded("sie es ihn ihm ihnen".split())
_DEMONSTRATIVES: Final = folded("das die den der dem eine einen eins welche welches".split())
_BEHIND: Final = folded(
    "in im auf für mir uns bis mit zum zur an am noch mal wieder bitte richtig neu so gut schnell alles gerne gern"
    " jemand wer einer kann könnte für aus ins vernünftig ordentlich dann hier wie vor nach".split()
)

_Sides = tuple[frozenset[int], frozenset[int]]  # the pairs whose first word it may be, and those whose second


class Pairs:
    """What the two words of a pair mean; it only grows by remembering words that were looked up."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._begun: dict[tuple[str, bool], list[tuple[str, int]]] = defaultdict(list)
        self._verbs: dict[tuple[str, bool], list[int]] = defaultdict(list)
        self._things: dict[str, list[int]] = defaultdict(list)
        self._known: dict[tuple[str, bool, bool], _Sides] = {}

    def add(self, entry: Entry, pair: Pair) -> None:
        """Keep that any first with any second of these words means a skill."""
        number = len(self._entries)
        for words, is_first in ((pair.firsts, True), (pair.seconds, False)):
            are_verbs = any(map(_is_verb, words))
            for word in words:
                bare = word.removesuffix(_ANY)
                self._begun[bare[:_BEGINNING], is_first].append((word, number))
                stem = _written_stem(word)
                if stem and not is_light(stem) and are_verbs and not word.endswith(_NOUNS):
                    self._verbs[stem, is_first].append(number)
        self._entries.append(entry)

    def add_doing(self, entry: Entry, thing: str, verb: str) -> None:
        """Keep that a folded thing with any form of a verb means a skill, as the name "Videos schneiden" does."""
        if is_light(verb):
            return
        number = len(self._entries)
        for form in _noun_forms(thing):
            self._things[form].append(number)
        self._verbs[verb, False].append(number)
        self._entries.append(entry)

    def apart(self, words: Sequence[Word], spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, Entry]]:
        """Yield the places of two words of a sentence that mean something together, and what.

        With "organisier~ … feier~" the order of the two does not matter.
        """
        sides: list[_Sides] = []
        for start, end in spans:
            here = _clauses(words, start, end)
            sides += self._sides(words, start, end, here)
            yield from self._near(sides, here, start, end)
            yield from self._meant(words, sides, here, start, end)

    def _near(
        self, sides: Sequence[_Sides], clauses: Sequence[int], start: int, end: int
    ) -> Iterator[tuple[int, int, Entry]]:
        seconds = [there for there in range(start, end) if sides[there][1]]
        for at in range(start, end) if seconds else ():
            first = sides[at][0]
            for there in seconds if first else ():
                far = abs(there - at)
                is_near = far <= _FURTHEST or (far <= _IN_A_CLAUSE and clauses[at - start] == clauses[there - start])
                if far and is_near and not first.isdisjoint(sides[there][1]):
                    for pair in sorted(first & sides[there][1]):
                        yield at, there, self._entries[pair]

    def _meant(
        self, words: Sequence[Word], sides: Sequence[_Sides], clauses: Sequence[int], start: int, end: int
    ) -> Iterator[tuple[int, int, Entry]]:
        """Yield the same of a word beside a pronoun, and what the pronoun stands for."""
        for at in range(start, end):
            if not _is_pronoun(words, at):
                continue
            clause = clauses[at - start]
            first = next((place for place in range(start, at + 1) if clauses[place - start] == clause), at)
            before = [place for place in range(max(0, first - _BACK), first) if words[place].text[0].isupper()]
            beside = range(max(first, at - _FURTHEST), min(end, at + _FURTHEST + 1))
            for there in (place for place in beside if clauses[place - start] == clause):
                for noun in reversed(before):
                    for one, other in ((there, noun), (noun, there)):
                        for pair in sorted(sides[one][0] & sides[other][1]):
                            yield there, noun, self._entries[pair]

    def _sides(self, words: Sequence[Word], start: int, end: int, clauses: Sequence[int]) -> list[_Sides]:
        found = [
            self._looked_up(words[at].key, _is_noun(words[at], at > start), _is_undone(words, at, end))
            for at in range(start, end)
        ]
        for at in range(start, end):
            if words[at].is_joined and (at == start or not words[at - 1].is_joined):
                last = at
                while last + 1 < end and words[last].is_joined:
                    last += 1
                joined = self._looked_up("".join(word.key for word in words[at : last + 1]), True, False)
                found[last - start] = _both(found[last - start], joined)
            is_last = at + 1 == end or clauses[at - start] != clauses[at + 1 - start] or words[at + 1].key in _AND
            if is_last and words[at].key in PARTICLES:
                for verb in range(at - 1, start - 1, -1):
                    if clauses[verb - start] != clauses[at - start]:
                        break
                    if words[verb].text[0].islower() and stem_of(words[verb].key):
                        whole = self._looked_up(words[at].key + words[verb].key, False, True)
                        found[verb - start] = _both(found[verb - start], whole)
                        break
        return found

    def _looked_up(self, word: str, is_noun: bool, is_verb: bool) -> _Sides:
        known = self._known.get((word, is_noun, is_verb))
        if known is None:
            known = (
                self._having(word, is_noun, is_verb, is_first=True),
                self._having(word, is_noun, is_verb, is_first=False),
            )
            if len(self._known) < _REMEMBERED:
                self._known[word, is_noun, is_verb] = known
        return known

    def _having(self, word: str, is_noun: bool, is_verb: bool, *, is_first: bool) -> frozenset[int]:
        begun = {word[:_BEGINNING], word[: _BEGINNING - 1]}  # "bau~" has three letters
        found = {
            pair
            for beginning in begun
            for written, pair in self._begun.get((beginning, is_first), ())
            if _is_like(word, written)
        }
        if is_verb and (not is_noun or word.endswith(_NOMINAL)) and (stem := stem_of(word)):
            found.update(self._verbs.get((stem, is_first), ()))
        if is_noun and is_first:
            for form in _noun_forms(word):
                found.update(self._things.get(form, ()))
        return frozenset(found) if found else _NONE


_AND: Final = folded(("und", "oder", "and", "or"))


def _is_like(word: str, written: str) -> bool:
    return word.startswith(written[:-1]) if written.endswith(_ANY) else word == written


def _is_verb(word: str) -> bool:
    """Say whether a word of the vocabulary is surely a verb, which no noun looks like: "schneidet", "bearbeit~"."""
    return bool(_written_stem(word)) and word.endswith(("t", "ieren", _ANY))


def _written_stem(word: str) -> str:
    """Return the stem of a verb of the vocabulary, also of "schneid~", or ""."""
    bare = word.removesuffix(_ANY)
    return stem_of(bare) or (stem_of(bare + "en") or stem_of(bare + "n") if bare != word else "")


def _noun_forms(noun: str) -> set[str]:
    """Return what may be left of a noun without its ending."""
    return {
        noun.removesuffix(ending)
        for ending in _NOUN_ENDINGS
        if noun.endswith(ending) and len(noun) - len(ending) >= _SHORTEST_NOUN
    }


def _both(one: _Sides, other: _Sides) -> _Sides:
    return one[0] | other[0], one[1] | other[1]


def _clauses(words: Sequence[Word], start: int, end: int) -> list[int]:
    """Return for each word of a sentence in which clause it stands: marks part them."""
    number, clauses = 0, []
    for at in range(start, end):
        clauses.append(number)
        number += not words[at].goes_on
    return clauses


def _is_noun(word: Word, is_inside: bool) -> bool:
    return word.text[0].isupper() and (is_inside or word.key.endswith(_NOUNS))


def _is_undone(words: Sequence[Word], at: int, end: int) -> bool:
    """Say whether a word may be a verb that is still to be done: no "gebaut", unless "werden" stands behind."""
    return not is_done(words[at].key) or (at + 1 < end and words[at + 1].key in _TO_BE_DONE)


def _is_pronoun(words: Sequence[Word], at: int) -> bool:
    """Say whether a word stands for a thing that was named before."""
    word = words[at]
    if word.text[0].isupper():
        return False
    if word.key in _PRONOUNS:
        return True
    if word.key not in _DEMONSTRATIVES:
        return False
    if not word.goes_on or at + 1 == len(words):
        return True
    behind = words[at + 1]
    return behind.text[0].islower() and (behind.key in _BEHIND or bool(stem_of(behind.key)))
