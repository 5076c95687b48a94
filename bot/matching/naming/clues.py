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
from bot.matching.language.declined import noun_forms
from bot.matching.language.remembered import Remembered
from bot.matching.language.verbs import is_light, stem_of
from bot.matching.language.words import Word
from bot.matching.naming.entries import Entry

ENOUGH: Final = 6  # points of a skill that is meant
_CLEARLY: Final = 1  # points that it has more than the next one
_WORDS: Final = 2  # words that speak for it at least
_MOST: Final = 3  # skills that a post means
_ANY: Final = "~"
_PART: Final = 5  # letters of a noun that counts in compounds as well
_SHORTEST: Final = 2  # letters of a word that others begin or end with


class Clue(NamedTuple):
    """A line's word: the number of its skill, its points, and its own number; a skill's clue counts once."""

    skill: int
    points: int
    number: int


class Meant(NamedTuple):
    """A skill that words mean together, and the places of these words among all, the weightiest first."""

    entry: Entry
    places: tuple[int, ...]


class Clues:
    """The words of the world of each skill; it only grows by remembering words that were looked up."""

    def __init__(self, lines: Iterable[str], entries: Mapping[str, Entry]) -> None:
        self._entries: list[Entry] = []
        self._whole: dict[str, list[Clue]] = defaultdict(list)
        self._verbs: dict[str, list[Clue]] = defaultdict(list)
        self._begun: dict[str, list[Clue]] = defaultdict(list)
        self._ended: dict[str, list[Clue]] = defaultdict(list)
        self._of = Remembered(self._looked_up)
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
        seen = {at: clues for at in within if (clues := self._of[words[at].key, words[at].text[0].islower()])}
        for _ in range(_MOST):
            found = self._likeliest(seen)
            if found is None:
                return
            yield found
            seen = {at: clues for at, clues in seen.items() if at not in found.places}

    def _likeliest(self, seen: Mapping[int, Sequence[Clue]]) -> Meant | None:
        """Return the skill that most of the words at these places speak for, if it is clear."""
        counted: dict[int, dict[int, tuple[int, int]]] = defaultdict(dict)  # by skill and clue: points, place
        for at, clues in seen.items():
            for clue in clues:
                counted[clue.skill].setdefault(clue.number, (clue.points, at))
        sums = {skill: sum(points for points, _ in by.values()) for skill, by in counted.items()}
        ranked = sorted(sums, key=lambda skill: (-sums[skill], skill))
        lead = sums[ranked[0]] - sums[ranked[1]] if len(ranked) > 1 else _CLEARLY
        if not ranked or sums[ranked[0]] < ENOUGH or lead < _CLEARLY:
            return None
        skill = ranked[0]
        places = dict.fromkeys(at for _, at in sorted(counted[skill].values(), key=lambda one: -one[0]))
        return Meant(self._entries[skill], tuple(places)) if len(places) >= _WORDS else None

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
        for form in (bare,) if stem else noun_forms(bare):
            self._whole[form].append(clue)
        if word[0].isupper() and len(bare) >= _PART:
            self._begun[bare].append(clue)
            self._ended[bare].append(clue)

    def _looked_up(self, word: tuple[str, bool]) -> tuple[Clue, ...]:
        """Return the clues that a folded word is, for each skill the weightiest.

        The second says whether it may be a verb, being in small letters.
        """
        key, is_small = word
        forms = noun_forms(key)
        found = [clue for form in forms for clue in self._whole.get(form, ())]
        if is_small and (stem := stem_of(key)):
            found += self._verbs.get(stem, ())
        for end in range(_SHORTEST, len(key)):
            found += self._begun.get(key[:end], ())
        for form in forms:
            for start in range(1, len(form) - _SHORTEST):
                found += self._ended.get(form[start:], ())
        return tuple({clue.skill: clue for clue in sorted(dict.fromkeys(found), key=_points)}.values())


def _points(clue: Clue) -> int:
    return clue.points
