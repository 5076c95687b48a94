"""The vocabulary: which skills are known, how people call them, and what comes near what somebody typed."""

from __future__ import annotations

import copy
import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.resources import files
from types import MappingProxyType

from bot.domain.folding import fold
from bot.domain.skills import Skill
from bot.errors import InvalidInput
from bot.matching.language.words import Word, Words
from bot.matching.naming.clues import Clues, Meant
from bot.matching.naming.entries import Entry, Guard, Name, read_entries
from bot.matching.naming.finding import Finder, Hit
from bot.matching.naming.names import Names
from bot.matching.naming.tails import ROLE_TAILS
from bot.talk.text import Phrase

SKILL_LENGTH = 60
SUGGESTIONS = 3
OTHER_PART = "other"
PART_LABELS: Mapping[str, str] = MappingProxyType({
    "backend": "Backend", "frontend": "Frontend", "web": "Web", "mobile": "Apps", "data": "Daten",
    "infra": "IT und Server", "embedded": "Embedded", "erp": "ERP und CRM", "qa": "Test", "ux": "UX",
    "design": "Design", "text": "Text", "translation": "Sprachen", "marketing": "Marketing", "photo": "Foto",
    "video": "Video", "audio": "Audio", "event": "Event", "pm": "Projekt", "finance": "Finanzen",
    "legal": "Recht", "sales": "Vertrieb und Personal", "office": "Büro", "training": "Schulung",
    "engineering": "Technik und Bau", OTHER_PART: "Weiteres",
})  # fmt: skip
SHORTEST_IN_TEXT = 3  # letters of an alias that counts in running text; fewer stand for too many things
_NEAR_ENOUGH = 0.78  # difflib's ratio: "pyton" has 0.91 to "python", "ton" 0.75
_AROUND = " \t\"'„“”‚‘’«»•·,;:!?"
_BULLET = re.compile(r"^(?:\*\s+)+")  # without a blank behind it, a star is no bullet but part of what was typed


class Vocabulary:
    """What is known about skills. It never changes: one with aliases is another one, and shares what is large."""

    def __init__(self, entries: Iterable[Entry], clues: Iterable[str] = ()) -> None:
        self.entries = tuple(entries)
        self._finder = Finder(Names(self.entries))
        self._known = self._finder.known
        self._by_label = {entry.skill.label: entry for entry in self.entries}
        self._clues = Clues(clues, self._by_label)
        self._implied = {
            entry.skill.key: tuple(self._by_label[label].skill for label in entry.implied)
            for entry in self.entries
            if entry.implied
        }
        self._ancestors = {
            entry.skill.key: frozenset(fold(label) for label in self._above(entry)) for entry in self.entries
        }
        self.wide: frozenset[str] = frozenset().union(*self._ancestors.values())  # keys of skills that have finer ones

    @classmethod
    def load(cls) -> Vocabulary:
        """Read the vocabulary that comes with the bot, with the words of each skill's world."""
        entries, clues = (
            files("bot.matching.naming").joinpath(name).read_text("utf-8").splitlines()
            for name in ("vocabulary.tsv", "clues.txt")
        )
        return cls(read_entries(entries), clues)

    def with_aliases(self, pairs: Iterable[tuple[str, str]]) -> Vocabulary:
        """Return the vocabulary that knows these spellings too, each for the label beside it.

        In running text they count wherever they stand as whole words. What is a name already stays what it is, and a
        label that there is not means nothing.
        """
        by_key = {fold(spelling): (spelling, label) for spelling, label in pairs}
        own = [
            _named(self._by_label[label], spelling)
            for key, (spelling, label) in by_key.items()
            if label in self._by_label and key not in self._known and _has_letters(key)
        ]
        if not own:
            return self
        grown: Vocabulary = copy.copy(self)
        grown._finder = self._finder.with_entries(own)
        grown._known = grown._finder.known
        return grown

    def skill(self, typed: str) -> Skill:
        """Return the known skill that a typed name means, else the name as its own exact term.

        A role behind a known name is passed over ("Python-Entwicklerin"). Raises InvalidInput for a name that is
        empty, has no letter or more than 60 characters.
        """
        label = tidied(typed)
        if known := self.known(label):
            return known
        key = fold(label)
        if not _has_letters(key):
            raise InvalidInput(_without_letters(label))
        if len(label) > SKILL_LENGTH or len(key) > SKILL_LENGTH:
            raise InvalidInput(
                Phrase(
                    "„{start}…“ ist zu lang: Ein Skill hat höchstens {limit} Zeichen. "
                    "Trenn mehrere mit Komma: „python, webdesign“.",
                    start=label[:20],
                    limit=SKILL_LENGTH,
                )
            )
        return Skill(key, label)

    def known(self, typed: str) -> Skill | None:
        """Return the known skill that a typed name means, or None."""
        if len(typed) > 2 * SKILL_LENGTH:
            return None
        for name in (typed, typed.lstrip("."), _without_role(typed)):
            if skill := self._known.get(fold(name)):
                return skill
        return None

    def all_known(self, typed: str) -> tuple[Skill, ...]:
        """Return the known skills that a typed name means: of "Englischunterricht" the language and the teaching.

        A label means itself.
        """
        skill = self.known(typed)
        if skill is None or skill.key == fold(typed):
            return (skill,) if skill else ()
        meanings = self._finder.names.exact.get(fold(typed), ())
        others = (one.entry.skill for one in meanings if one.guard is Guard.NONE)
        return skill, *(one for one in others if one != skill and one.key not in self.ancestors(skill))

    def slipped(self, typed: str) -> str | None:
        """Return the name that was typed by itself with one letter wrong, as it is written; None for any other."""
        meant = self._finder.names.slipped(typed) if len(typed) <= 2 * SKILL_LENGTH else None
        spellings = [name.spelling for name in meant.names] if meant else []
        return max(spellings, key=lambda one: difflib.SequenceMatcher(None, one, typed).ratio(), default=None)

    def find(self, text: str) -> tuple[Skill, ...]:
        """Return the known skills that running text names, each once, in reading order."""
        return tuple({hit.skill.key: hit.skill for hit in self.hits(text)}.values())

    def hits(self, text: str) -> tuple[Hit, ...]:
        """Return each place where running text names a known skill."""
        return self._finder.hits(text)

    def named(self, post: Words, *, is_typed: bool = False) -> tuple[Hit, ...]:
        """Return each place where words name a known skill; where skills are typed, ambiguous names count too."""
        return self._finder.found(post, is_typed=is_typed)

    def described(self, words: Sequence[Word], within: Iterable[int]) -> tuple[Meant, ...]:
        """Return the skills that the words at some places mean together without naming them, the likeliest first."""
        return tuple(self._clues.meant(words, within))

    def ancestors(self, skill: Skill) -> frozenset[str]:
        """Return the keys of a skill's parents, their parents and so on."""
        return self._ancestors.get(skill.key, frozenset())

    def implied(self, skill: Skill) -> tuple[Skill, ...]:
        """Return what is asked for as well by who asks for this skill."""
        return self._implied.get(skill.key, ())

    def suggest(self, typed: str, others: Iterable[str] = ()) -> tuple[str, ...]:
        """Return up to three labels whose spelling comes near, the nearest first, for "Meintest du …".

        `others` are labels that members typed themselves. What is known as typed is not suggested.
        """
        key = fold(typed[:SKILL_LENGTH])
        names = {name: skill.label for name, skill in self._known.items()}
        for label in others:
            names.setdefault(fold(label), label)
        if key in names:
            return ()
        near = difflib.get_close_matches(key, names, n=4 * SUGGESTIONS, cutoff=_NEAR_ENOUGH)
        return tuple(dict.fromkeys(names[name] for name in near))[:SUGGESTIONS]

    def begins(self, prefix: str) -> bool:
        """Say whether a known name begins so."""
        key = fold(prefix)
        return any(name.startswith(key) for name in self._known)

    def complete(self, prefix: str, limit: int = 25) -> tuple[str, ...]:
        """Return labels for what somebody began to type: those that begin so, are called so, then hold it."""
        key = fold(prefix)
        labels = [entry.skill.label for entry in self.entries]
        begun = (label for label in labels if fold(label).startswith(key))
        called = (self._known[name].label for name in sorted(self._known, key=len) if name.startswith(key))
        inside = (label for label in labels if key in fold(label))
        return tuple(dict.fromkeys((*begun, *called, *inside)))[:limit]

    def part_label(self, part: str) -> str:
        """Return what people read for a part."""
        return PART_LABELS.get(part, part.capitalize())

    def _above(self, entry: Entry) -> Iterator[str]:
        for parent in entry.parents:
            yield parent
            yield from self._above(self._by_label[parent])


def tidied(typed: str) -> str:
    """Return a typed name in one line without invisible characters, bullets, quotes and marks around it."""
    visible = "".join(char if char.isprintable() else " " for char in typed if unicodedata.category(char) != "Cf")
    bare = _BULLET.sub("", visible.strip(_AROUND))
    return " ".join(bare.strip(_AROUND).split()).strip(_AROUND).rstrip(".")


def _named(entry: Entry, spelling: str) -> Entry:
    """Return an entry that gives a skill one more name."""
    letters = sum(char.isalpha() for char in fold(spelling))
    guard = Guard.NONE if letters >= SHORTEST_IN_TEXT else Guard.TYPED
    return replace(entry, names=(Name(spelling, guard),))


def _without_role(typed: str) -> str:
    """Return "Python" for "Python-Entwicklerin"; a role alone stays."""
    words = re.split(r"[\s-]+", typed.strip())
    return " ".join(words[:-1]) if len(words) > 1 and fold(words[-1]) in ROLE_TAILS else typed


def _has_letters(key: str) -> bool:
    return any(char.isalpha() for char in key)


def _without_letters(label: str) -> Phrase:
    if not label:
        return Phrase("Da steht kein Skill. Schreib zum Beispiel „python, webdesign“.")
    return Phrase(
        "„{label}“ hat keinen Buchstaben. Schreib zum Beispiel „python, webdesign“.", label=label[:SKILL_LENGTH]
    )
