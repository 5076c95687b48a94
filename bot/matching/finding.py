"""Finds the known skills that running text names: exact names, the longest first, each where it stands.

A name matches whole words whose folded letters are its own ("node js", "Node.js"). Words that hold a sentence
together never take part in a name that is not written with them: "in Design" is not InDesign. What a guard of the
vocabulary asks for is checked beside the name. A word such as *Entwicklerin* right behind a name belongs to it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.domain.folding import contracted, fold
from bot.domain.skills import Skill
from bot.matching.entries import Entry, Guard, role_forms
from bot.matching.evidence import is_evident, is_made
from bot.matching.words import Word, folded, read_words

_SMALL_WORDS = folded(
    "in im an am auf aus bei mit von vom zu zum zur für um so es er sie ich du wir ihr man und oder"
    " der die das den dem des ein eine einen einem einer kein nicht als wie was wer on at of for with to"
    " the a i my your is it or and".split()
)  # fmt: skip
_ROLES = ("Entwickler", "Programmierer", "Experte", "Spezialist", "Freelancer", "Berater", "Trainer", "Profi")
ROLE_TAILS = folded(
    (
        *(form for role in _ROLES for form in role_forms(role)), "Entwicklung", "Programmierung", "Developer",
        "Developers", "Development", "Dev", "Devs", "Engineer", "Engineers", "Coder", "Expert", "Experts", "Profis",
        "Specialist", "Consultant", "Kenntnisse", "Skills", "Programmer", "Programming", "Guru", "Beratung",
    )
)  # fmt: skip
_LISTING = folded("und oder or and bzw sowie auch inkl mit with plus".split())


@dataclass(frozen=True, slots=True)
class Hit:
    """A skill that a text names between `start` and `end`."""

    skill: Skill
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Candidate:
    skill: Skill
    first: int
    last: int
    needs_evidence: bool


class Finder:
    """The names of a vocabulary, ready to be found in running text."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._names: dict[str, tuple[Skill, dict[str, Guard]]] = {}
        for entry in entries:
            self._add(entry)
        self._sorted = sorted(self._names)

    @property
    def known(self) -> Mapping[str, Skill]:
        """Return every folded name with its skill."""
        return {key: skill for key, (skill, _) in self._names.items()}

    def with_entries(self, entries: Iterable[Entry]) -> Finder:
        """Return a finder that knows more names; this one stays as it is."""
        grown = Finder(())
        grown._names.update(self._names)
        for entry in entries:
            grown._add(entry)
        grown._sorted = sorted(grown._names)
        return grown

    def hits(self, text: str) -> tuple[Hit, ...]:
        """Return what the text names, in reading order; a skill named twice is there twice."""
        words = read_words(text)
        candidates = self._candidates(words)
        evident = _with_evidence(words, candidates)
        return tuple(
            Hit(found.skill, words[found.first].start, words[_with_role(words, found)].end) for found in evident
        )

    def _add(self, entry: Entry) -> None:
        for name in entry.names:
            skill, spellings = self._names.setdefault(name.key, (entry.skill, {}))
            if skill != entry.skill:
                raise ValueError(f"{name.spelling!r} names both {skill.label!r} and {entry.skill.label!r}")
            spellings[name.spelling] = name.guard

    def _candidates(self, words: Sequence[Word]) -> list[_Candidate]:
        found: list[_Candidate] = []
        index = 0
        while index < len(words):
            longest = self._longest(words, index)
            if longest is not None:
                found.append(longest)
                index = _with_role(words, longest)
            index += 1
        return found

    def _longest(self, words: Sequence[Word], first: int) -> _Candidate | None:
        """Return the longest name that begins with this word and may count."""
        longest, plain = None, ""
        for last in range(first, len(words)):
            plain += words[last].plain.lstrip(".") if plain else words[last].plain
            key = contracted(plain)
            if not self._begins_a_name(key):
                break
            guard = self._guard(key, words[first : last + 1]) if key in self._names else Guard.TYPED
            if guard is not Guard.TYPED and (guard is not Guard.MADE or is_made(words, first, last)):
                longest = _Candidate(self._names[key][0], first, last, guard is Guard.EVIDENT)
            if not words[last].goes_on:
                break
        return longest

    def _guard(self, key: str, words: Sequence[Word]) -> Guard:
        """Return what still has to be checked of these words as this name; TYPED when they cannot be it."""
        spellings = self._names[key][1]
        if len(words) > 1 and any(word.key in _SMALL_WORDS for word in words) and not _written_so(spellings, words):
            return Guard.TYPED
        if Guard.NONE in spellings.values():
            return Guard.NONE
        spelled = spellings.get(" ".join(word.text for word in words), Guard.TYPED)
        if spelled is not Guard.TYPED:
            return Guard.NONE if spelled is Guard.EXACT else spelled
        if Guard.MADE in spellings.values():
            return Guard.MADE
        return Guard.EVIDENT if Guard.EXACT in spellings.values() else Guard.TYPED

    def _begins_a_name(self, key: str) -> bool:
        at = bisect_left(self._sorted, key)
        return at < len(self._sorted) and self._sorted[at].startswith(key)


def _with_role(words: Sequence[Word], found: _Candidate) -> int:
    """Return the last word of a name together with the role word behind it."""
    following = found.last + 1
    if following < len(words) and words[found.last].goes_on and words[following].key in ROLE_TAILS:
        return following
    return found.last


def _written_so(spellings: Iterable[str], words: Sequence[Word]) -> bool:
    """Say whether a spelling of the name has every small word that stands in the text."""
    small = {word.key for word in words} & _SMALL_WORDS
    return any(small <= {fold(part) for part in spelling.split()} for spelling in spellings)


def _with_evidence(words: Sequence[Word], candidates: list[_Candidate]) -> list[_Candidate]:
    """Drop the candidates that need evidence and have none; a neighbour in a list that counts is evidence."""
    counted = {found for found in candidates if not found.needs_evidence or is_evident(words, found.first, found.last)}
    neighbours = [(one, other) for one, other in pairwise(candidates) if _are_listed(words, one, other)]
    for one, other in (*neighbours, *((other, one) for one, other in reversed(neighbours))):
        if one in counted:
            counted.add(other)
    return [found for found in candidates if found in counted]


def _are_listed(words: Sequence[Word], one: _Candidate, other: _Candidate) -> bool:
    """Say whether two names are neighbours in one list: "Haskell und Rust", "Node, Express", "C/C++"."""
    last = _with_role(words, one)
    return all(word.is_listed for word in words[last : other.first]) and all(
        word.key in _LISTING for word in words[last + 1 : other.first]
    )
