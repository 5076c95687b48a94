"""Finds the known skills that running text names: the longest names first, each where it stands.

A name matches whole words whose folded letters are its own ("node js", "Node.js"); what language makes of names
besides is read by `names`. Words that hold a sentence together never take part in a name that is not written with
them: "in Design" is not InDesign. What a guard of the vocabulary asks for is checked beside the name. A word such as
*Entwicklerin* right behind a name belongs to it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from bot.domain.folding import contracted
from bot.domain.skills import Skill
from bot.matching.language.cut_words import completed, last_of_cut
from bot.matching.language.declined import noun_forms
from bot.matching.language.words import Word, Words, last_joined, read_words
from bot.matching.naming.candidates import (
    BY_NAME,
    Candidate,
    is_firm,
    likeliest,
    with_evidence,
    with_role,
    without_unlisted,
)
from bot.matching.naming.compounds import kind_of, last_of, training_in
from bot.matching.naming.entries import Entry, Guard, Kind
from bot.matching.naming.evidence import is_made
from bot.matching.naming.meanings import BEFORE_A_SEAM, Meaning, Reading
from bot.matching.naming.names import Names
from bot.matching.naming.spelling import SMALL_WORDS, guard_of
from bot.matching.naming.tails import COURSES, GROUPS, ROLE_TAILS
from bot.matching.naming.together import together

_LONGEST_NAME: Final = 6  # words
_TRAINING: Final = "training"


class Hit(NamedTuple):
    """A skill that a text names between `start` and `end`, its words from `first` to `last`, and how it was read."""

    skill: Skill
    start: int
    end: int
    kind: Kind = Kind.WORK
    how: str = BY_NAME
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
        start_of = self.names.starts.of
        index = 0
        while index < len(words):
            word = words[index]
            start = start_of[word.key]
            may_go_on = start.letters and word.goes_on and index + 1 < len(words)
            is_name = start.meanings or (may_go_on and start.goes_on(word.key, words[index + 1].key))
            if not (is_name or start.made or start.nouns or word.is_joined or word.is_cut):
                index += 1
                continue
            here = self._longest(words, index, is_typed) if is_name else []
            if not here or here[0].last == index:
                made = self._made(words, index, start.made, is_typed) if start.made or word.is_joined else []
                # "PR-Strategien" is more than PR.
                is_whole = bool(made) and made[0].last > index and made[0].how == "form"
                firm = here if is_firm(here) and not is_whole else []
                here = (self._declined(words, index, start.nouns) if start.nouns else []) or firm or made or here
            if (word.is_cut or word.is_joined) and (cut := self._cut(words, index, is_typed)):
                here = cut
            if here:
                found += here
                if not is_typed:
                    found += self._inside(words, here)
                index = last_of(words, here[0])
            index += 1
        return found

    def _longest(
        self, words: Sequence[Word], first: int, is_typed: bool, *, until: int = sys.maxsize
    ) -> list[Candidate]:
        """Return the longest name that begins with this word and may count, once for each skill that it means."""
        word = words[first]
        start = self.names.starts.of[word.key]
        goes_on = word.goes_on and first + 1 < min(len(words), until)
        meanings = start.meanings
        if meanings and goes_on:
            meanings = self.names.allowed(word.key + words[first + 1].key, meanings)  # none of "Go" in "Go-live"
        if meanings and first > 0 and words[first - 1].goes_on:
            meanings = self.names.allowed(words[first - 1].key + word.key, meanings)  # nor "Early Access"
        longest = self._counting(meanings, words, first, first, is_typed) if meanings else []
        if not (goes_on and start.goes_on(word.key, words[first + 1].key)):
            return longest
        plain, key = word.plain, word.key
        for last in range(first + 1, min(first + _LONGEST_NAME, len(words), until)):
            is_seam = plain[-1:] in BEFORE_A_SEAM
            plain = plain + words[last].plain.lstrip(".") if plain else words[last].plain
            key = contracted(plain) if is_seam else key + words[last].key.lstrip(".")
            if not self.names.starts.begins[key]:
                break
            if named := self.names.exact.get(key):
                counting = self._counting(named, words, first, last, is_typed)
                longest = counting if is_firm(counting) else longest or counting
            if not words[last].goes_on:
                break
        return longest

    def _counting(
        self, meanings: Iterable[Meaning], words: Sequence[Word], first: int, last: int, is_typed: bool
    ) -> list[Candidate]:
        """Return what these words may count as, by the guards of what they mean."""
        counting: list[Candidate] = []
        for one in meanings:
            guard = Guard.NONE if is_typed else self._guard(one, words, first, last)
            if guard is Guard.TYPED:
                continue
            is_evident = guard is Guard.EVIDENT
            here = Candidate(one.entry, first, last, BY_NAME, one.is_role, is_evident, is_evident)
            if guard is Guard.LISTED:
                here = here._replace(is_listed=True)
            elif guard is Guard.MADE and not is_made(words, first, last):
                here = here._replace(is_thing=True)
            counting.append(here)
        return counting

    def _cut(self, words: Sequence[Word], first: int, is_typed: bool) -> list[Candidate]:
        """Return what a word is called that leaves its end to a later one."""
        last = last_of_cut(words, first)
        for key in completed(words, first, last) if last >= 0 else ():
            meanings = self.names.exact.get(key) or self.names.inflected(key)
            if found := [
                Candidate(one.entry, first, last, "cut", one.is_role, False)
                for one in meanings
                if is_typed or one.guard in (Guard.NONE, Guard.MADE)
            ]:
                return found
        return []

    def _declined(self, words: Sequence[Word], first: int, nouns: Mapping[str, str]) -> list[Candidate]:
        """Return the name of an adjective and a noun that stand here with other endings."""
        if not words[first].goes_on or first + 1 == len(words) or not words[first + 1].text[0].isupper():
            return []
        key = next((nouns[form] for form in noun_forms(words[first + 1].key) if form in nouns), "")
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
        if words[last].key in COURSES:
            if is_training:
                what = self._longest(words, first, False, until=last)
                known = {one.entry.skill.key for one in found}
                return [one for one in what if one.entry.kind is not Kind.WORK and one.entry.skill.key not in known]
            return [
                Candidate(one.entry, last, last, BY_NAME, False, False)
                for one in self.names.exact.get(words[last].key, ())
                if one.entry.skill.part == _TRAINING and one.guard is not Guard.TYPED
            ]
        if all(one.entry.kind is Kind.WAY for one in found):
            alone = self._longest(words, last, False) or self._made(
                words, last, self.names.starts.of[words[last].key].made, False
            )
            return [one for one in alone if one.last == last and one.entry.kind is Kind.WORK]
        return []

    def _guard(self, meaning: Meaning, words: Sequence[Word], first: int, last: int) -> Guard:
        """Return what still has to be checked of these words as this name; TYPED when they cannot be it."""
        guard = Guard.NONE if first == last and meaning.is_free else guard_of(meaning, words[first : last + 1])
        if guard is Guard.NONE or last + 1 == len(words) or words[last + 1].key not in ROLE_TAILS:
            return guard
        is_person = words[last + 1].key not in GROUPS
        is_joined = words[last].is_joined and (is_person or meaning.guard is not Guard.TYPED)
        if (is_joined and guard in (Guard.TYPED, Guard.EVIDENT)) or (
            is_person and guard is Guard.MADE and words[last].goes_on
        ):
            return Guard.NONE
        return guard

    def _made(self, words: Sequence[Word], at: int, alone: Reading | None, is_typed: bool) -> list[Candidate]:
        """Return what language made of a name in a single word, or in words that hyphens join.

        `alone` is what it made of the single word.
        """
        word = words[at]
        is_small = word.key in SMALL_WORDS and not (word.is_joined and word.text.isupper())  # IT-Umstellungen
        if is_small or word.text[0].isdigit():
            return []
        last = last_joined(words, at)
        joined = self.names.starts.of["".join(one.key for one in words[at : last + 1])].made if last > at else None
        reading, end = (joined, last) if joined else (alone, at)
        if reading is not None and reading.how == "typo" and end > at:  # of the whole it would be none
            reading, end = alone, at
        if reading is None or (
            end > at and reading.how == "compound" and self._is_longer_inside(words, at, end, reading.name)
        ):
            return []
        found = [
            Candidate(
                one.entry, at, end, reading.how, reading.is_role, one.guard is Guard.EXACT and reading.how == "form"
            )
            for one in reading.meanings
            if is_typed or one.guard is not Guard.MADE or reading.is_role or is_made(words, at, end)
        ]
        return [*found, *self._taught(found, training_in(words[end].key))] if reading.how == "compound" else found

    def _taught(self, found: Sequence[Candidate], training: str) -> Iterator[Candidate]:
        """Yield the training that a compound is about what it names: of "Gitworkshop" the workshop."""
        if training and any(one.entry.kind is not Kind.WORK for one in found):
            for one in self.names.exact.get(training, ()):
                if one.entry.skill.part == _TRAINING and one.guard is not Guard.TYPED:
                    yield found[0]._replace(entry=one.entry, is_role=False, needs_evidence=False)

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
    kind = kind_of(words, found, last, is_role=is_role)
    return Hit(
        found.entry.skill, words[found.first].start, words[last].end, kind, found.how, is_role,
        found.first, last, found.other,
    )  # fmt: skip
