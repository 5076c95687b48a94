"""A post as the rules see it: its words and marks as signs, its sentences, the sections of an ad, what it names."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.skills import Skill
from bot.matching.entries import Kind
from bot.matching.finding import Hit
from bot.matching.phrases import Part
from bot.matching.rulebook import grammar, rules
from bot.matching.words import Word, Words

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
_BULLET: Final = re.compile(r"(?:\A|\n)[^\S\n]*(?:[-–*•·▪●✅✔➡→▶‣»>]|\d{1,2}[.)])[^\S\n]*")
_NUMBERED: Final = re.compile(r"(?<!\S)(?:\d{1,2}|\(\w)\)\s+")  # 1) Logo 2) Flyer, (a) Ton (b) Licht
_QUOTE: Final = re.compile('[„“»«"][^„“”»«"\n]{8,400}[“”»«"]')
_QUOTED_WORDS: Final = 4
_HEADING_WORDS: Final = 12
_TITLE_WORDS: Final = 26
_SECTIONS: Final = ("section wish", "section known", "section duty", "section asked", "section about")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence from `start` to `end` of a post's signs; `section` is "", "title" or the name of an ad's section."""

    start: int
    end: int
    signs: str
    section: str = ""


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
    sentences = tuple(_sectioned(signs, words.sentences, items))
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


def _sectioned(signs: str, spans: Iterable[tuple[int, int]], items: frozenset[int]) -> Iterator[Sentence]:
    """Yield the sentences, each with the section whose heading stands before it; an empty line ends a section.

    Items of a list in an ad are duties where no heading says otherwise, and what is asked for behind "wir suchen: …".
    """
    told = [(start, end, _heading(signs[start:end])) for start, end in spans]
    is_ad = sum(1 for *_, heading in told if heading) > 1 or _is_titled(signs)
    title = _title_end(signs) if is_ad else 0
    section, is_inline, is_asked = "", False, False
    for start, end, heading in told:
        if heading and (is_ad or start):  # "SAP-Projekt: gesucht sind zwei Berater" is no ad
            section, is_inline = heading, start > 0 and set("\n\r").isdisjoint(signs[max(start - 2, 0) : start])
        elif is_inline and rules()["clause verb"].search(signs, start, end):
            section = ""  # "Profil: sicher in QGIS." within a text tells nothing of the sentences behind it
        elif start and signs[start - 1] == "\r":
            section = ""
        is_item = not items.isdisjoint((start, start + 1))
        listed = "section asked" if is_item and is_asked else "section duty" if is_item and is_ad and title else ""
        here = "title" if start < title and not heading else section or listed
        yield Sentence(start, end, signs[start:end], here)
        is_asked = (is_asked and is_item) or (
            bool(items) and not section and rules()["seeks for"].search(signs, start, end) is not None
        )


def _heading(sentence: str) -> str:
    """Return the section that a sentence opens with its first words, or ""."""
    colon = sentence.find(":")
    if colon < 0 and sentence[-1:] not in ("\n", "\r"):
        return ""
    opening = sentence[:colon] if colon >= 0 else sentence
    if rules()["seeks"].search(opening):  # "Ich brauche Hilfe bei meiner Bewerbung: …" is no heading
        return ""
    if not 0 < len(opening) <= _HEADING_WORDS + 1:
        return ""
    if rules()["section not"].search(opening):  # "Das musst du nicht können:", "Was wir haben:"
        return "section about"
    return next((name for name in _SECTIONS if rules()[name].search(opening)), "")


def _is_titled(signs: str) -> bool:
    """Say whether the first line is the title of an ad: short, with m/w/d in it or an empty line behind it."""
    first, mark, rest = _first_line(signs)
    if not mark or len(first) > _TITLE_WORDS or not rest:
        return False
    return bool(rules()["genders"].search(first)) or (mark == "\r" and not set(first) & set(".?"))


def _title_end(signs: str) -> int:
    first, _mark, _rest = _first_line(signs)
    return len(first) + 1 if len(first) <= _TITLE_WORDS else 0


def _first_line(signs: str) -> tuple[str, str, str]:
    at = min((place for place in (signs.find("\n"), signs.find("\r")) if place >= 0), default=-1)
    return (signs, "", "") if at < 0 else (signs[:at], signs[at], signs[at + 1 :])
