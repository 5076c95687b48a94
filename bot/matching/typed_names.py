"""One name as somebody types it, behind `/skills` or `/suche`: the skills that it stands for.

reactjs                    React, as the vocabulary knows it
"reactjs"                  the term reactjs and nothing else
NNext                      Next.js: a capital that was typed twice counts once
agnularjs & angular 17     Angular: typing errors, endings and compounds are read as in a post, several in one name too
LinkedIn-Texte             Texten, and LinkedIn: what the texts are made of counts where it is known by itself
Übersetzung DE/EN          Übersetzung and Englisch
Fotograf für Hochzeiten    Hochzeitsfotografie; "Texte für Websites" builds none
Kaffee kochen              itself: where words are left that say more than "Kenntnisse", only what would count in
                           running text is found, and where nothing is, the name is its own term
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from bot.domain.folding import fold
from bot.domain.skills import Skill
from bot.matching.entries import Kind
from bot.matching.finding import Hit
from bot.matching.parts import TRAININGS
from bot.matching.post import LANGUAGE_WORK
from bot.matching.refining import refined
from bot.matching.tails import ROLE_TAILS, WORK_TAILS
from bot.matching.terms import is_quoted, term
from bot.matching.vocabulary import SKILL_LENGTH, Vocabulary, tidied
from bot.matching.words import Words, folded, read_words

_LONGEST: Final = 2 * SKILL_LENGTH
_SHORT: Final = 2  # letters of a word that says little
_TWICE: Final = re.compile(r"\b([A-ZÄÖÜ])\1(?=[a-zäöüß]{2})")
_BETWEEN_TWO: Final = re.compile(r"\s*[/&+|]\s*|\s+(?:und|and)\s+", re.IGNORECASE)
_FOR: Final = folded("für über for about".split())
_SAYS_LITTLE: Final = ROLE_TAILS | WORK_TAILS | _FOR | folded(
    "und oder mit als aus bei von vom zum zur and or with der die das den dem des ein eine einen einem einer alle"
    " aller alles auch sowie inkl bzw etc usw sehr gut gute guter gutes sicher fit senior junior geprüft geprüfte"
    " geprüfter zertifiziert zertifizierte zertifizierter professionell professionelle erfahren erfahrene erfahrener"
    " freie freier freiberuflich freelance Grundkenntnisse Grundlagen Basics Anfänger Fortgeschrittene Jahre".split()
)  # fmt: skip
_TEACHING: Final = folded("Schulung Schulungen Workshop Workshops Kurs Kurse".split())
_CHANNELS: Final = fold("Social Media")
_CODES: Final[Mapping[str, str]] = {  # without IT, which is a subject as well
    "AR": "Arabisch", "EN": "Englisch", "ENG": "Englisch", "ES": "Spanisch", "FR": "Französisch",
    "NL": "Niederländisch", "PL": "Polnisch", "PT": "Portugiesisch", "RU": "Russisch", "TR": "Türkisch",
    "UA": "Ukrainisch", "ZH": "Chinesisch",
}  # fmt: skip


def read_name(name: str, vocabulary: Vocabulary) -> tuple[tuple[str, Skill], ...]:
    """Return the skills that a typed name stands for, each once, with the words that named it, without marks around.

    Raises InvalidInput for a name that cannot be a skill; a name that holds nothing stands for none.
    """
    whole = tidied(name)
    if not whole:
        return ()
    if is_quoted(name):
        return ((whole, term(name, vocabulary)),)
    found: dict[str, tuple[str, Skill]] = {}
    for said, skill in _read(whole, vocabulary):
        found.setdefault(skill.key, (said, skill))
    if any(skill.label in LANGUAGE_WORK for _said, skill in found.values()):
        for said, skill in _languages(whole, vocabulary):
            found.setdefault(skill.key, (said, skill))
    if len(found) > 1:
        return tuple(found.values())
    return ((whole, next((skill for _said, skill in found.values()), None) or vocabulary.skill(whole)),)


def names_a_skill(name: str, vocabulary: Vocabulary) -> bool:
    """Say whether a known skill is read in a typed name."""
    return any(True for _ in _read(tidied(name), vocabulary))


def misspelled(name: str, vocabulary: Vocabulary) -> Skill | None:
    """Return the known skill of several words that a name is with a letter wrong, None for any other name."""
    post = read_words(name) if len(name) <= _LONGEST else None
    return next((hit.skill for hit in _typo(post, 0, len(post.words), vocabulary)), None) if post else None


def rounds_off(word: str) -> bool:
    """Say whether a word behind a skill only rounds its name off: Kenntnisse, Experte."""
    return fold(word) in ROLE_TAILS | WORK_TAILS


def _read(name: str, vocabulary: Vocabulary) -> Iterator[tuple[str, Skill]]:
    """Yield the known skills in a name with their words, in reading order."""
    if known := vocabulary.known(name):
        yield from _inside(name, known, vocabulary)
        return
    name = _TWICE.sub(r"\1", name)
    sides = [side for side in map(tidied, _BETWEEN_TWO.split(name)) if side]
    if len(sides) > 1 and all(map(vocabulary.known, sides)):
        for side in sides:
            yield from _read(side, vocabulary)
    elif len(name) <= _LONGEST:
        post = read_words(name)
        for hit in _typo(post, 0, len(post.words), vocabulary) or _found(post, vocabulary):
            yield from _inside(name[hit.start : hit.end], hit.skill, vocabulary)


def _found(post: Words, vocabulary: Vocabulary) -> Sequence[Hit]:
    """Return what is named: by any name that counts where skills are typed, or else by what counts in running text."""
    hits = vocabulary.named(post, is_typed=True)
    within = {index for hit in hits for index in range(hit.first, hit.last + 1)}
    more = [hit for first, last in _runs(len(post.words), within) for hit in _typo(post, first, last, vocabulary)]
    within.update(index for hit in more for index in range(hit.first, hit.last + 1))
    rest = [word.key for index, word in enumerate(post.words) if index not in within]
    if not all(len(key) <= _SHORT or not key.isalpha() or key in _SAYS_LITTLE for key in rest):
        hits = vocabulary.named(post)
    return _refined(post, sorted((*hits, *more), key=lambda hit: hit.start), vocabulary)


def _runs(count: int, within: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield where words in a row begin and end that no hit has."""
    first = 0
    for index in sorted({*within, count}):
        if index > first:
            yield first, index
        first = index + 1


def _typo(post: Words, first: int, last: int, vocabulary: Vocabulary) -> Sequence[Hit]:
    """Return the name of several words that these are with a letter wrong: Virtuelle Asssitenz."""
    words = post.words[first:last]
    if len(words) < 2:
        return ()
    hits = vocabulary.named(read_words("".join(word.text for word in words)), is_typed=True)
    return [
        hit._replace(start=words[0].start, end=words[-1].end, first=first, last=last - 1)
        for hit in hits
        if hit.how == "typo"
    ]


def _refined(post: Words, hits: Sequence[Hit], vocabulary: Vocabulary) -> list[Hit]:
    """Return the hits, made finer by the words around, without works that another one is only for."""
    keys = [word.key for word in post.words]
    kept = [
        hit
        for at, hit in enumerate(hits)
        if at == 0 or hit.kind is not Kind.WORK or not _FOR.intersection(keys[hits[0].last : hit.first])
    ]
    finer = ((hit, vocabulary.known(refined(hit.skill.label, keys))) for hit in kept)
    return [hit._replace(skill=skill or hit.skill) for hit, skill in finer]


def _languages(name: str, vocabulary: Vocabulary) -> Iterator[tuple[str, Skill]]:
    """Yield the languages whose codes stand in a name."""
    for word in read_words(name).words:
        if skill := vocabulary.known(_CODES.get(word.text, "")):
            yield word.text, skill


def _inside(name: str, skill: Skill, vocabulary: Vocabulary) -> Iterator[tuple[str, Skill]]:
    """Yield what a name means, and what is known by itself in it: MS Office and teaching in "MS Office Schulungen"."""
    yield name, skill
    for before, behind in pairwise(read_words(name).words if fold(name) != skill.key else ()):
        head, tail = name[: before.end], name[behind.start :]
        last = vocabulary.known(tail)
        if last == skill and len(fold(tail)) > _SHORT and (first := _thing(head, skill, vocabulary)):
            yield head, first
        elif last and last != skill and fold(tail) in _TEACHING and skill.label not in TRAININGS:
            yield tail, last


def _thing(name: str, beside: Skill, vocabulary: Vocabulary) -> Skill | None:
    """Return what is worked with by the first half of a name: a technology or a channel that is called just so.

    What lies above the skill that the whole name means is none: whoever has that has it.
    """
    hits = vocabulary.named(read_words(name), is_typed=True)
    if len(hits) != 1 or (hits[0].start, hits[0].end) != (0, len(name)):
        return None
    skill, above = hits[0].skill, vocabulary.ancestors(hits[0].skill)
    is_thing = hits[0].kind in (Kind.TECH, Kind.TOOL) or _CHANNELS in above
    is_its_name = skill.key == fold(name) or hits[0].first < hits[0].last  # MS Office, but not Adobe
    return skill if is_thing and is_its_name and skill.key not in {beside.key, *vocabulary.ancestors(beside)} else None
