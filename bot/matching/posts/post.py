"""A post as the rules see it: its words and marks as signs, its sentences, the sections of an ad, what it names."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.skills import Skill
from bot.matching.language.words import Word, Words
from bot.matching.naming.entries import Kind
from bot.matching.naming.finding import Hit
from bot.matching.posts.sections import Sentence, sectioned
from bot.matching.rules.phrases import Part
from bot.matching.rules.rulebook import grammar

# Skills that say little beside a finer one of theirs.
GENERAL: Final = frozenset({
    "Softwareentwicklung", "Webentwicklung", "Backend-Entwicklung", "Frontend-Entwicklung", "App-Entwicklung",
})  # fmt: skip
OF_EVERY_LAYER: Final = "Fullstack-Entwicklung"
LANGUAGE_WORK: Final = frozenset({"Übersetzung", "Dolmetschen", "Untertitel", "Gebärdensprache"})
LANGUAGE_USERS: Final = LANGUAGE_WORK | {
    "Sprachunterricht", "Nachhilfe", "Lektorat", "Transkription", "Sprecher", "Deutsch als Fremdsprache",
}  # fmt: skip
# What data is kept in and asked by: it goes along with any language that asks it.
STORES: Final = frozenset({"SQL", "PostgreSQL", "MySQL", "MS SQL Server", "MongoDB", "Redis", "Oracle", "SQLite"})
# What one builds with in more than one trade: alone in its own beside the core of another it goes along.
MATERIAL: Final = STORES | frozenset({
    "Python", "Java", "C++", "C", "C#", "PHP", "Go", "Rust", "R", "Git", "Jira", "Confluence", "Microsoft Office",
    "Adobe InDesign", "Adobe Photoshop", "Adobe Illustrator", "jQuery",
})  # fmt: skip
_NET: Final = "net"
_DOT: Final = "."
LONG: Final = 330  # characters from which most of a post tells of other things
BORDERS: Final = ",;:?.()-\n\r"  # marks between clauses
_VERBS: Final = frozenset({"idle", "doing", "mydoing", "telling"})
_PART_OF: Final = {
    Kind.WORK: Part.WORK, Kind.TECH: Part.TECH, Kind.TOOL: Part.TOOL, Kind.WAY: Part.TOOL, Kind.FIELD: Part.WORK,
}  # fmt: skip
_BULLET: Final = re.compile(
    r"(?:\A|\n)[^\S\n]*(?:(?:[-–—*•·▪●◦~+‣»>←-⇿■-⟿⬀-⯿\U0001F000-\U0001FAFF]|#?\d{1,2}(?:[.)]{1,2}|:(?!\d))|#\d{1,2})[\uFE0E\uFE0F]?[^\S\n]*|(?=[A-Ha-h]\)\s|\([a-h1-9]\)\s))"
)
_NUMBERED: Final = re.compile(r"(?<!\S)(?:\d{1,2}|\(\w)\)\s+")  # 1) Logo 2) Flyer, (a) Ton (b) Licht
_QUOTE: Final = re.compile('[„“»«"][^„“”»«"\n]{8,400}[“”»«"]')
_QUOTED_WORDS: Final = 4


@dataclass(frozen=True, slots=True)
class Named:
    """A skill that a post names in a sentence, its signs from `first` to `last`, and what became of it.

    `ignored` is the rule by which it is not asked for, else `weight` what it is to the job.
    """

    hit: Hit
    sentence: int
    first: int
    last: int
    ignored: str = ""
    weight: str = ""

    @property
    def skill(self) -> Skill:
        """Return the skill that is named."""
        return self.hit.skill

    def left_out(self, why: str) -> Named:
        """Return the same name as ignored by a rule, or by none."""
        return self if why == self.ignored else Named(self.hit, self.sentence, self.first, self.last, why, self.weight)

    def weighing(self, weight: str) -> Named:
        """Return the same name with another weight."""
        if weight == self.weight:
            return self
        return Named(self.hit, self.sentence, self.first, self.last, self.ignored, weight)


@dataclass(frozen=True, slots=True)
class Post:
    """A post ready for the rules: `signs` has one character for each word and mark, `at` the sign of each word.

    `quoted` are signs between quotation marks, as somebody else's words; with those of `numbered` begins an item of a
    list.
    """

    words: Words
    signs: str
    at: tuple[int, ...]
    sentences: tuple[Sentence, ...]
    named: tuple[Named, ...]
    quoted: frozenset[int]
    numbered: frozenset[int]

    @property
    def is_long(self) -> bool:
        """Return whether most of it tells of other things than what it asks for."""
        return len(self.words.text) > LONG


def read(words: Words, hits: Sequence[Hit]) -> Post:
    """Return a post with its hits among the signs."""
    at = words.at
    sign = grammar().sign
    told = list(words.marks)
    for place, one in zip(at, grammar().plain(words.words), strict=True):
        told[place] = one
    for hit in hits:
        part = Part.ROLE if hit.is_role else _PART_OF[hit.kind]
        for index in range(hit.first, hit.last + 1):
            told[at[index]] = sign(*_said(words.words[index]), part)
    if "?" in words.text:
        _with_answers(words, told)
    signs = "".join(told)
    items = _items(words, at, _BULLET)
    sentences = tuple(sectioned(signs, words.sentences, items))
    numbered = _items(words, at, _NUMBERED) | items
    return Post(words, signs, at, sentences, tuple(_placed(hits, at, sentences)), _quoted(words, at), numbered)


def _with_answers(words: Words, told: list[str]) -> None:
    """Let the verb behind a short question count as in its sentence: "Plakate? Druckt der Verein"."""
    for word, place in zip(words.words, words.at, strict=True):
        if not place or told[place - 1] != ",":
            continue
        is_answer = word.text[0].isupper() and words.text[max(word.start - 2, 0) : word.start].strip() == "?"
        if is_answer and not _VERBS.isdisjoint(grammar().classes(word.key)):
            told[place] = grammar().sign(word.key, word.text.lower(), Part.NONE)


def _said(word: Word) -> tuple[str, str]:
    """Return a word of a name for its sign, folded and as written; NET in "ASP.NET" denies nothing, as "net" does."""
    is_dotnet = word.key == _NET and not word.text.islower()
    return (_DOT + word.key, _DOT + word.text) if is_dotnet else (word.key, word.text)


def about(found: re.Match[str]) -> tuple[int, int]:
    """Return where the part of a phrase in square brackets matched, else where all of it did."""
    return next(
        (found.span(group) for group in range(1, found.re.groups + 1) if found[group] is not None), found.span()
    )


def clause(sentence: str, at: int, past: int) -> tuple[int, int]:
    """Return where the clause around some signs begins and ends; brackets before them belong to it."""
    first = at
    while first > 0:
        if sentence[first - 1] == ")":
            opening = sentence.rfind("(", 0, first)
            if opening < 0:
                break
            first = opening
        elif sentence[first - 1] in BORDERS:
            break
        else:
            first -= 1
    last = next((place for place in range(past, len(sentence)) if sentence[place] in BORDERS), len(sentence))
    return first, last


def said_of(post: Post, one: Named) -> str:
    """Return the words of a name as one folded key, to be compared with that of its skill: "UX Design" is uxdesign."""
    return "".join(word.key for word in post.words.words[one.hit.first : one.hit.last + 1])


def at_two_places(names: Iterable[Named]) -> bool:
    """Say whether names stand at more than one place of a post."""
    return len({one.first for one in names}) > 1


def _placed(hits: Iterable[Hit], at: Sequence[int], told: Sequence[Sentence]) -> Iterator[Named]:
    number = 0
    for hit in hits:
        first, last = at[hit.first], at[hit.last] + 1
        while number + 1 < len(told) and first >= told[number].end:
            number += 1
        yield Named(hit, number, first, last)


def _quoted(words: Words, at: Sequence[int]) -> frozenset[int]:
    """Return the signs of words that stand in quotation marks, where there are several in a row."""
    quotes = list(_QUOTE.finditer(words.text))
    quoted: set[int] = set()
    starts = [word.start for word in words.words] if quotes else []
    for quote in quotes:
        inside = at[bisect_right(starts, quote.start()) : bisect_left(starts, quote.end())]
        if len(inside) >= _QUOTED_WORDS:
            quoted.update(inside)
    return frozenset(quoted)


def _items(words: Words, at: Sequence[int], mark: re.Pattern[str]) -> frozenset[int]:
    """Return the signs with which items of lists begin: words behind a mark such as a bullet at the start of a line."""
    starts = {found.end() for found in mark.finditer(words.text)}
    if not starts:
        return frozenset()
    return frozenset(place for word, place in zip(words.words, at, strict=True) if word.start in starts)
