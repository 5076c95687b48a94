"""What a single word or a run of words is called: exact names, and what language makes of them.

Besides a name in any spelling that folds to the same letters these count, each with the word that `explain` shows:

name      as it stands in the vocabulary
form      an ending of a German noun behind the name of a work: Plakate, Übersetzungen; of an adjective and its noun
role      a person's word behind a name: Shopwareentwicklerin, SPSler
compound  a name with a word of work or a thing behind it (Pythonprogrammierung, WordPressseite; behind a work only what
          is done with it: Flyerüberarbeitung), or before it (Vereinsbuchhaltung), or a suffix of the vocabulary
          (Mitarbeiterfotos for "-fotos"); of several endings the longest counts (Interimlohnbuchhalter)
cut       a name of which a later word has the end: "Licht-" in "Licht- und Tontechnik" (`cut_words`)
pair      two words of a clause that stand apart: "organisiert uns im Juni die Feier"
typo      one letter too many, missing, wrong or swapped in a name of six letters or more, the first one right; an
          everyday word is never taken for a typing error
"""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from typing import Final

from bot.domain.folding import contracted, fold, letters
from bot.matching.language.declined import Declined
from bot.matching.language.typos import SHORTEST_TYPO, Typos, is_of_a_verb, may_be_misspelt
from bot.matching.language.words import LONGEST_WORD
from bot.matching.naming.entries import Entry, Guard, Kind, Name
from bot.matching.naming.meanings import Meaning, Reading, Starts
from bot.matching.naming.pairs import Pairs
from bot.matching.naming.tails import DOINGS, GROUPS, LOOSE, ROLE_TAILS, WORK_TAILS, is_role

_ENDINGS: Final = ("", "s", "es", "e", "en", "er", "ern", "n", "in", "innen")
_SHORTEST_FORM: Final = 5
_SHORTEST_LAST: Final = 8  # letters of a name that may end any compound
_SHORTEST_PERSON: Final = 10  # the same of a person's: Lautsprecher and Fußbodenverleger are something else
_SHORTEST_SUFFIX: Final = 3
_SHORTEST_FIRST: Final = 3  # letters before an ending
_BEFORE_AN_UMLAUT: Final = frozenset("aou")
_JOINTS: Final = ("", "s", "n", "es", "en")
_PLAIN: Final = frozenset((Guard.NONE, Guard.EXACT))


class Names:
    """The names of a vocabulary, and what they become in running text; it only grows by remembering words."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.exact: dict[str, tuple[Meaning, ...]] = {}
        self.pairs = Pairs()
        self.declined = Declined()
        self._suffixes: dict[str, tuple[Meaning, ...]] = {}
        self._everyday = frozenset(_everyday())
        self._never: dict[str, set[str]] = defaultdict(set)  # labels that a folded word never means
        for entry in entries:
            self._add(entry)
        self.exact = {key: kept for key, found in self.exact.items() if (kept := self.allowed(key, found))}
        self._lasts = {key: kept for key, found in self.exact.items() if (kept := _may_be_last(key, found))}
        self._typos = Typos(self.exact)
        self.look_up()

    def with_entries(self, entries: Iterable[Entry]) -> Names:
        """Return these names and those of further entries, which are found as they stand; these stay as they are."""
        grown = copy.copy(self)
        grown.exact = dict(self.exact)
        for entry in entries:
            for name in entry.names:
                meaning = Meaning(entry, (name,), name.is_role)
                grown.exact[name.key] = (*grown.exact.get(name.key, ()), meaning)
        grown.look_up()
        return grown

    def look_up(self) -> None:
        """Make ready to look up what is in `exact`."""
        self.starts = Starts(self.exact, self.declined, self._made_of)

    def _made_of(self, key: str) -> Reading | None:
        """Return what language made of a name in this folded word, or None; exact names are not looked for."""
        return next(filter(None, self._ways(key)), None) if 4 <= len(key) <= LONGEST_WORD else None

    def _add(self, entry: Entry) -> None:
        grouped: dict[tuple[str, bool], list[Name]] = defaultdict(list)
        for name in entry.names:
            if pair := name.pair:
                self.pairs.add(entry, pair)
            elif name.guard is Guard.NEVER:
                self._never[name.key].add(entry.skill.label)
            else:
                grouped[name.key, name.is_suffix].append(name)
                if name.guard is Guard.NONE:
                    self._add_forms(entry, name)
        for (key, is_suffix), names in grouped.items():
            table = self._suffixes if is_suffix else self.exact
            is_itself = entry.kind is Kind.TOOL and key.endswith(fold(entry.skill.label.split()[-1]))  # Illustrator
            meaning = Meaning(entry, tuple(names), not is_itself and any(map(is_role, names)))
            table[key] = (*table.get(key, ()), meaning)

    def _add_forms(self, entry: Entry, name: Name) -> None:
        self.declined.add(name.spelling)
        if doing := name.doing:
            self.pairs.add_doing(entry, *doing)

    def _ways(self, key: str) -> Iterator[Reading | None]:
        yield self._form(key)
        yield self._with_tail(key, ROLE_TAILS, "role")
        yield self._with_tail(key, WORK_TAILS, "compound")
        yield self._ending(key)
        if key not in self._everyday and key not in self.exact:
            yield self._typo(key)

    def allowed(self, key: str, meanings: tuple[Meaning, ...]) -> tuple[Meaning, ...]:
        """Return the meanings that the vocabulary does not deny this very word, or these words as one."""
        never = self._never.get(key)
        return tuple(one for one in meanings if one.entry.skill.label not in never) if never else meanings

    def inflected(self, key: str) -> tuple[Meaning, ...]:
        """Return what a folded word means that is a name with an ending."""
        reading = self._form(key)
        return reading.meanings if reading else ()

    def _form(self, key: str) -> Reading | None:
        for ending in _ENDINGS[1:]:
            stem = key.removesuffix(ending)
            if not key.endswith(ending) or len(stem) < _SHORTEST_FORM:
                continue
            if found := self.allowed(key, self._declined(stem)):
                return Reading(found, "form", stem, any(one.is_role for one in found))
        return None

    def _declined(self, stem: str) -> tuple[Meaning, ...]:
        """Return the meanings of a stem that take endings: names of works that count by themselves or as made."""
        return tuple(
            one
            for one in self.exact.get(stem, ())
            if _is_declined(one.entry) and one.guard in (Guard.NONE, Guard.MADE, Guard.EXACT)
        )

    def _with_tail(self, key: str, tails: frozenset[str], how: str) -> Reading | None:
        for at in range(3, len(key) - 2):
            # Folded, "Javaentwickler" is "javantwickler": the seam has lost the letter that makes an umlaut.
            if key[at:] in tails or (key[at - 1] in _BEFORE_AN_UMLAUT and "e" + key[at:] in tails):
                for joint in _JOINTS:
                    stem = key[:at].removesuffix(joint) if joint else key[:at]
                    meanings = self.allowed(key, self.exact.get(stem, ()))
                    counting = _counting(key[at:]) if how == "role" else _PLAIN
                    found = tuple(one for one in meanings if one.guard in counting)
                    if found and not (how == "compound" and key[at:] not in DOINGS and _is_thing(found)):
                        return Reading(found, how, stem, how == "role")
        return None

    def _ending(self, key: str) -> Reading | None:
        """Return what the longest known ending of a compound means, with three letters or more before it."""
        for at in range(_SHORTEST_FIRST, len(key) - _SHORTEST_SUFFIX + 1):
            ending = key[at:]
            meanings = self._suffixes.get(ending) or self._lasts.get(ending, ())
            if found := self.allowed(key, meanings):
                return Reading(found, "compound", ending, any(one.is_role for one in found))
        return None

    def _typo(self, key: str) -> Reading | None:
        if len(key) < SHORTEST_TYPO - 1 or not key.isalpha():
            return None
        near = (name for name in self._typos.near(key) if name[0] == key[0] and self._may_be_misspelt(name))
        name = min(near, default=None)
        if name is None:
            return None
        found = self.allowed(key, self.exact[name])
        if not found or (any(one.is_role for one in found) and is_of_a_verb(key, name)):
            return None
        return Reading(found, "typo", name, any(one.is_role for one in found))

    def slipped(self, typed: str) -> Meaning | None:
        """Return what a name means that was typed by itself with a slip; None where it is none, or may be several."""
        plain = letters(typed)
        if (key := contracted(plain)) in self._everyday or key in self.exact:
            return None
        meant = [self.exact[name][0] for name in sorted(self._typos.slipped(plain))]
        return meant[0] if len({one.entry.skill.key for one in meant}) == 1 else None

    def _may_be_misspelt(self, key: str) -> bool:
        return may_be_misspelt(key) and any(one.guard is Guard.NONE for one in self.exact[key])


def _counting(person: str) -> frozenset[Guard]:
    """Return the guards of the names that count before a word for people; whoever works with it need not prove it."""
    if person in GROUPS:
        return _PLAIN
    return _PLAIN | {Guard.MADE} if person in LOOSE else frozenset(Guard) - {Guard.NEVER}


def _may_be_last(key: str, found: tuple[Meaning, ...]) -> tuple[Meaning, ...]:
    """Return the meanings of a name that may stand at the end of any compound: long names of works."""
    kept = tuple(
        one
        for one in found
        if one.entry.kind is Kind.WORK
        and one.guard is Guard.NONE
        and len(key) >= (_SHORTEST_PERSON if one.is_role else _SHORTEST_LAST)
    )
    return found if len(kept) == len(found) else kept


def _is_declined(entry: Entry) -> bool:
    """Say whether a name is a German word that takes endings: a work, or a language ("ins Englische")."""
    return entry.kind is Kind.WORK or entry.skill.part == "translation"


def _is_thing(found: Sequence[Meaning]) -> bool:
    """Say whether these are works of which a compound says something else: Flyerdaten are no flyer."""
    return all(one.entry.kind is Kind.WORK for one in found)


def _everyday() -> Iterator[str]:
    for line in files("bot.matching.naming").joinpath("everyday.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield from map(fold, line.split())
