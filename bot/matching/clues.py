"""What is asked for without a name: the skill to whose world several words of a post belong.

"Das Finanzamt will was sehen, ein Jahr Belege im Schuhkarton, wer übernimmt die Erklärung?" names no skill, and each
of its words alone would prove nothing. So clues.txt lists for each skill the words of its world with one to four
points; a skill is meant whose words reach `ENOUGH`, by two of them at least, and whose words are its own: each word
counts for the skill that the others speak for most, and for no second one. Where two skills are level, none is meant.

A noun counts in all cases and in compounds ("Steuerbelege"), a verb in all forms, "~" stands for any other letters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from bot.domain.folding import fold
from bot.matching.declined import noun_forms
from bot.matching.entries import Entry
from bot.matching.verbs import is_light, stem_of
from bot.matching.words import Word

ENOUGH: Final = 5  # points of a skill that is meant
_CLEARLY: Final = 1  # points that it has more than the next one
_WORDS: Final = 2  # words that speak for it at least
_MOST: Final = 3  # skills that a post means
_ANY: Final = "~"
_PART: Final = 5  # letters of a noun that counts in compounds as well
_REMEMBERED: Final = 20_000  # words


class Clue(NamedTuple):
    """A line's word: the number of its skill, its points, and its own number; a skill's clue counts once."""

    skill: int
    points: int
    number: int


class Meant(NamedTuple):
    """A skill that words mean together, and the places of these words among all, the weightiest first."""

    entry: Entry
    places: tuple[int, ...]
    points: int


class Clues:
    """The words of the world of each skill; it only grows by remembering words that were looked up."""

    def __init__(self, lines: Iterable[str], entries: Mapping[str, Entry]) -> None:
        self._entries: list[Entry] = []
        self._whole: dict[str, list[Clue]] = defaultdict(list)
        self._verbs: dict[str, list[Clue]] = defaultdict(list)
        self._begun: dict[str, list[Clue]] = defaultdict(list)
        self._ended: dict[str, list[Clue]] = defaultdict(list)
        self._known: dict[tuple[str, bool], tuple[Clue, ...]] = {}
        number = 0
        for line in lines:
            if not line.strip() or line.startswith("#"):
                continue
            if not line[0].isspace():
                self._entries.append(entries[line.strip()])
                continue
            points, *words = line.split()
            for word in words:
                number += 1
                self._add(word, Clue(len(self._entries) - 1, int(points), number))

    def meant(self, words: Sequence[Word], within: Iterable[int]) -> Iterator[Meant]:
        """Yield the skills that the words at some places mean together, the likeliest first."""
        seen = {at: clues for at in within if (clues := self._of(words[at]))}
        for _ in range(_MOST):
            found = self._likeliest(seen)
            if found is None:
                return
            yield found
            seen = {at: clues for at, clues in seen.items() if at not in found.places}

    def _likeliest(self, seen: Mapping[int, Sequence[Clue]]) -> Meant | None:
        counted: dict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
        for at, clues in seen.items():
            for clue in {clue.skill: clue for clue in sorted(clues, key=lambda one: one.points)}.values():
                counted[clue.skill].setdefault(clue.number, (clue.points, at))
        ranked = sorted(
            ((sum(points for points, _ in by.values()), -skill) for skill, by in counted.items()), reverse=True
        )
        if not ranked or ranked[0][0] < ENOUGH:
            return None
        best, skill = ranked[0][0], -ranked[0][1]
        places = dict.fromkeys(at for _, at in sorted(counted[skill].values(), key=lambda one: -one[0]))
        if len(places) < _WORDS or (len(ranked) > 1 and best - ranked[1][0] < _CLEARLY):
            return None
        return Meant(self._entries[skill], tuple(places), best)

    def _add(self, word: str, clue: Clue) -> None:
        bare = fold(word.strip(_ANY))
        if word.endswith(_ANY):
            self._begun[bare].append(clue)
        if word.startswith(_ANY):
            self._ended[bare].append(clue)
        if _ANY in word:
            return
        stem = stem_of(bare) if word[0].islower() else ""
        if stem and not is_light(stem):
            self._verbs[stem].append(clue)
        for form in noun_forms(bare) if not stem else {bare}:
            self._whole[form].append(clue)
        if word[0].isupper() and len(bare) >= _PART:
            self._begun[bare].append(clue)
            self._ended[bare].append(clue)

    def _of(self, word: Word) -> tuple[Clue, ...]:
        is_verb = word.text[0].islower()
        known = self._known.get((word.key, is_verb))
        if known is None:
            known = tuple(dict.fromkeys(self._looked_up(word.key, is_verb)))
            if len(self._known) < _REMEMBERED:
                self._known[word.key, is_verb] = known
        return known

    def _looked_up(self, key: str, is_verb: bool) -> Iterator[Clue]:
        forms = noun_forms(key)
        for form in forms:
            yield from self._whole.get(form, ())
        if is_verb and (stem := stem_of(key)):
            yield from self._verbs.get(stem, ())
        for end in range(2, len(key)):
            yield from self._begun.get(key[:end], ())
        for form in forms:
            for start in range(1, len(form) - 2):
                yield from self._ended.get(form[start:], ())
