"""Finds the known skills that running text names: the longest names first, each where it stands.

A name matches whole words whose folded letters are its own ("node js", "Node.js"); what language makes of names
besides is read by `names`. Words that hold a sentence together never take part in a name that is not written with
them: "in Design" is not InDesign. What a guard of the vocabulary asks for is checked beside the name. A word such as
*Entwicklerin* right behind a name belongs to it.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.folding import contracted
from bot.domain.skills import Skill
from bot.matching.candidates import Candidate, likeliest, with_evidence, with_role, without_unlisted
from bot.matching.entries import Entry, Guard, Kind
from bot.matching.evidence import is_made
from bot.matching.names import Meaning, Names
from bot.matching.spelling import SMALL_WORDS, guard_of
from bot.matching.tails import DOINGS, GROUPS, ROLE_TAILS, TEACHING
from bot.matching.together import together
from bot.matching.words import Word, Words, folded, read_words

_LONGEST_NAME: Final = 6  # words
_TRAINING: Final = "training"
_TRAININGS: Final = folded(
    "Schulung Schulungen Kurs Kurse Workshop Workshops Training Trainings Seminar Seminare".split()
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A skill that a text names between `start` and `end`, its words from `first` to `last`, and how it was read."""

    skill: Skill
    start: int
    end: int
    kind: Kind = Kind.WORK
    how: str = "name"
    is_role: bool = False
    first: int = 0
    last: int = 0
    other: int = -1  # the other word of two that stand apart


class Finder:
    """The names of a vocabulary, ready to be found in running text."""

    def __init__(self, names: Names) -> None:
        self.names = names

    @property
    def known(self) -> Mapping[str, Skill]:
        """Return every folded name with the first skill that it means."""
        return {key: meanings[0].entry.skill for key, meanings in self.names.exact.items()}

    def with_entries(self, entries: Iterable[Entry]) -> Finder:
        """Return a finder that knows more names; this one stays as it is."""
        return Finder(self.names.with_entries(entries))

    def hits(self, text: str) -> tuple[Hit, ...]:
        """Return what the text names, in reading order; a skill named twice is there twice."""
        return self.found(read_words(text))

    def found(self, post: Words, *, is_typed: bool = False) -> tuple[Hit, ...]:
        """Return what words name; where skills are typed, no guard asks for anything."""
        words = post.words
        candidates = without_unlisted(words, self._candidates(words, is_typed))
        if is_typed:
            return tuple(_hit(words, one) for one in candidates)
        evident = with_evidence(words, candidates)
        pairs = together(self.names.pairs, post, evident)
        return tuple(_hit(words, one) for one in likeliest(sorted((*evident, *pairs), key=lambda one: one.first)))

    def _candidates(self, words: Sequence[Word], is_typed: bool) -> list[Candidate]:
        found: list[Candidate] = []
        index = 0
        while index < len(words):
            here = self._longest(words, index, is_typed)
            if not here or here[0].last == index:
                here = self._declined(words, index) or here or self._made(words, index, is_typed)
            found += here
            if here and not is_typed:
                found += self._inside(words, here)
            index = self._behind(words, here) if here else index + 1
        return found

    def _behind(self, words: Sequence[Word], found: Sequence[Candidate]) -> int:
        """Return where to go on: behind a person's word, and behind what is done with a work ("Logo-Relaunch")."""
        one = found[0]
        if one.entry.kind is Kind.WORK and words[one.last].is_joined and _follows(words, one.last, DOINGS):
            return one.last + 2
        return with_role(words, one.last, one.how) + 1

    def _longest(
        self, words: Sequence[Word], first: int, is_typed: bool, *, until: int = sys.maxsize
    ) -> list[Candidate]:
        """Return the longest name that begins with this word and may count, once for each skill that it means."""
        longest: list[Candidate] = []
        plain = ""
        for last in range(first, min(first + _LONGEST_NAME, len(words), until)):
            plain = plain + words[last].plain.lstrip(".") if plain else words[last].plain
            key = contracted(plain) if last > first else words[first].key
            if not self.names.begins(key):
                break
            counting = [
                Candidate(
                    one.entry,
                    first,
                    last,
                    "name",
                    one.is_role,
                    guard is Guard.EVIDENT,
                    guard is Guard.EVIDENT,
                    is_listed=guard is Guard.LISTED,
                )
                for one in self.names.exact.get(key, ())
                if (guard := Guard.NONE if is_typed else self._guard(one, words, first, last)) is not Guard.TYPED
                and (guard is not Guard.MADE or is_made(words, first, last))
            ]
            if counting:
                longest = counting
            if not words[last].goes_on:
                break
        return longest

    def _declined(self, words: Sequence[Word], first: int) -> list[Candidate]:
        """Return the name of an adjective and a noun that stand here with other endings."""
        if not words[first].goes_on or first + 1 == len(words) or not words[first + 1].text[0].isupper():
            return []
        key = self.names.declined.key(words[first].key, words[first + 1].key)
        return [
            Candidate(one.entry, first, first + 1, "form", one.is_role, False)
            for one in (self.names.exact.get(key, ()) if key else ())
            if one.guard is Guard.NONE
        ]

    def _inside(self, words: Sequence[Word], found: Sequence[Candidate]) -> list[Candidate]:
        """Return what a longer name says besides: of "Git-Workshop" Git and the workshop.

        Of a language and a translation it is both, too. Elsewhere the longest name is all that is meant.
        """
        first, last = found[0].first, found[0].last
        if last == first:
            return []
        is_training = any(one.entry.skill.part == _TRAINING for one in found)
        if words[last].key in _TRAININGS:
            if is_training:
                what = self._longest(words, first, False, until=last)
                known = {one.entry.skill.key for one in found}
                return [one for one in what if one.entry.kind is not Kind.WORK and one.entry.skill.key not in known]
            return [
                Candidate(one.entry, last, last, "name", False, False)
                for one in self.names.exact.get(words[last].key, ())
                if one.entry.skill.part == _TRAINING and one.guard is not Guard.TYPED
            ]
        if all(one.entry.kind is Kind.WAY for one in found):
            alone = self._longest(words, last, False) or self._made(words, last, False)
            return [one for one in alone if one.last == last and one.entry.kind is Kind.WORK]
        return []

    def _guard(self, meaning: Meaning, words: Sequence[Word], first: int, last: int) -> Guard:
        """Return what still has to be checked of these words as this name; TYPED when they cannot be it."""
        guard = guard_of(meaning, words[first : last + 1])
        if last + 1 == len(words) or words[last + 1].key not in ROLE_TAILS:
            return guard
        is_person = words[last + 1].key not in GROUPS
        is_joined = words[last].is_joined and (is_person or meaning.guard is not Guard.TYPED)
        if (is_joined and guard in (Guard.TYPED, Guard.EVIDENT)) or (
            is_person and guard is Guard.MADE and words[last].goes_on
        ):
            return Guard.NONE
        return guard

    def _made(self, words: Sequence[Word], at: int, is_typed: bool) -> list[Candidate]:
        """Return what language made of a name in a single word, or in words that hyphens join."""
        word = words[at]
        if word.key in SMALL_WORDS or word.text[0].isdigit():
            return []
        last = at
        while words[last].is_joined and last + 1 < len(words):
            last += 1
        joined = "".join(one.key for one in words[at : last + 1])
        reading = (self.names.made_of(joined) if last > at else None) or self.names.made_of(word.key)
        if reading is None:
            return []
        end = last if last > at and self.names.made_of(joined) is reading else at
        if reading.how == "typo" and end > at:  # of the whole it would be none
            reading, end = self.names.made_of(word.key), at
            if reading is None:
                return []
        if end > at and reading.how == "compound" and self._is_longer_inside(words, at, end, reading.name):
            return []
        found = [
            Candidate(
                one.entry, at, end, reading.how, reading.is_role, one.guard is Guard.EXACT and reading.how == "form"
            )
            for one in reading.meanings
            if is_typed or one.guard is not Guard.MADE or reading.is_role or is_made(words, at, end)
        ]
        return [*found, *self._taught(found, words[end].key, at, end)] if reading.how == "compound" else found

    def _taught(self, found: Sequence[Candidate], word: str, first: int, last: int) -> Iterator[Candidate]:
        """Yield the training that a compound is about what it names: of "Gitworkshop" the workshop."""
        taught = next((tail for tail in _TRAININGS if word.endswith(tail)), "")
        if taught and any(one.entry.kind is not Kind.WORK for one in found):
            for one in self.names.exact.get(taught, ()):
                if one.entry.skill.part == _TRAINING and one.guard is not Guard.TYPED:
                    yield Candidate(one.entry, first, last, "compound", False, False)

    def _is_longer_inside(self, words: Sequence[Word], first: int, last: int, name: str) -> bool:
        """Say whether a name behind a hyphen says more than that ending: of "Interim-CAD-Planung" the planning."""
        for at in range(first + 1, last + 1):
            found = self._longest(words, at, False)
            if found and found[0].last == last:
                return sum(len(word.key) for word in words[at : last + 1]) > len(name)
        return False


def _hit(words: Sequence[Word], found: Candidate) -> Hit:
    last = with_role(words, found.last, found.how)
    while last > found.first and words[last].key in SMALL_WORDS:  # of "Logo für" the logo is the skill
        last -= 1
    is_role = found.is_role or last > found.last
    kind = (
        Kind.TECH
        if found.entry.kind is Kind.TOOL and (is_role or _is_done_with(words, found.first, last))
        else found.entry.kind
    )
    return Hit(
        found.entry.skill, words[found.first].start, words[last].end, kind, found.how, is_role,
        found.first, last, found.other,
    )  # fmt: skip


def _is_done_with(words: Sequence[Word], first: int, last: int) -> bool:
    """Say whether a compound says that something is done with its first word: "DATEV-Einrichtung"."""
    is_behind = words[last].is_joined and _follows(words, last, DOINGS | TEACHING)
    return is_behind or (first < last and words[last].key in DOINGS | TEACHING)


def _follows(words: Sequence[Word], at: int, keys: Collection[str]) -> bool:
    return at + 1 < len(words) and words[at + 1].key in keys
