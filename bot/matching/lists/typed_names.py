"""One name as somebody types it, behind `/skills` or `/suche`: the skills that it stands for.

reactjs                    React, as the vocabulary knows it
"reactjs"                  the term reactjs and nothing else
a                          itself: one letter is only what is called just so, C and R, and no short form (Ä for AE)
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
from bot.domain.towns import find_town
from bot.matching.language.words import Words, folded, read_words
from bot.matching.naming.entries import Kind
from bot.matching.naming.finding import Hit
from bot.matching.naming.refining import refined
from bot.matching.naming.tails import ROLE_TAILS, WORK_TAILS
from bot.matching.naming.terms import in_quotes, is_quoted, term
from bot.matching.naming.vocabulary import SKILL_LENGTH, Vocabulary, tidied
from bot.matching.parts import TRAININGS
from bot.matching.posts.post import LANGUAGE_WORK

_LONGEST: Final = 2 * SKILL_LENGTH
_LONGEST_NAME: Final = 4  # words
_LONGEST_PLATE: Final = 3  # letters of a number plate, which is a town as well
_SHORT: Final = 2  # letters of a word that says little
_TWICE: Final = re.compile(r"\b([A-ZÄÖÜ])\1(?=[a-zäöüß]{2})")
_BETWEEN_TWO: Final = re.compile(r"\s*(?:[/&|]|(?<!\+)\+(?!\+))\s*|\s+(?:und|and)\s+", re.IGNORECASE)
_HYPHENS: Final = ("-", "\u2010", "\u2011")
_FOR: Final = folded("für über for about".split())
_SAYS_LITTLE: Final = ROLE_TAILS | WORK_TAILS | _FOR | folded(
    "und oder mit als aus bei von vom zum zur and or with der die das den dem des ein eine einen einem einer alle"
    " aller alles auch sowie inkl bzw etc usw sehr gut gute guter gutes sicher fit senior junior geprüft geprüfte"
    " geprüfter zertifiziert zertifizierte zertifizierter professionell professionelle erfahren erfahrene erfahrener"
    " freie freier freiberuflich freelance Grundkenntnisse Grundlagen Basics Anfänger Fortgeschrittene Jahre".split()
)  # fmt: skip
_TEACHING: Final = folded("Schulung Schulungen Workshop Workshops Kurs Kurse".split())
_TECHNOLOGIES: Final = (Kind.TECH, Kind.TOOL)
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
    if is_quoted(name) or len(whole) == 1:
        return ((whole, term(in_quotes(whole), vocabulary)),)
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


def rounds_off(word: str) -> bool:
    """Say whether a word behind a skill only rounds its name off: Kenntnisse, Experte."""
    return fold(word) in ROLE_TAILS | WORK_TAILS


def _read(name: str, vocabulary: Vocabulary) -> Iterator[tuple[str, Skill]]:
    """Yield the known skills in a name with their words, in reading order."""
    known = vocabulary.all_known(name)
    sides = _sides(name, vocabulary)
    is_of_both = not known or known[0] in map(vocabulary.known, sides)
    if len(sides) > 1 and is_of_both and all(_is_technology(side, vocabulary) for side in sides):
        for side in sides:
            yield from _read(side, vocabulary)
        return
    for skill in known:
        yield from _inside(name, skill, vocabulary)
    if not known:
        yield from _guessed(name, sides, vocabulary)


def _guessed(name: str, sides: Sequence[str], vocabulary: Vocabulary) -> Iterator[tuple[str, Skill]]:
    """Yield the skills in a name that nothing is called: with a letter wrong, of each side, or of the words in it."""
    post = read_words(_TWICE.sub(r"\1", name) if len(name) <= _LONGEST else "")
    pieces = [one for hit in _found(post, vocabulary) for one in _inside(_text(post, hit), hit.skill, vocabulary)]
    if not _begins_with_a_town(post) and (slipped := vocabulary.slipped(name)):
        whole = [(name if said == slipped else said, skill) for said, skill in _read(slipped, vocabulary)]
        yield from pieces if {skill for _said, skill in pieces} == {skill for _said, skill in whole} else whole
    elif len(sides) > 1 and all(vocabulary.known(side) or vocabulary.slipped(side) for side in sides):
        for side in sides:
            yield from _read(side, vocabulary)
    else:
        yield from pieces


def _begins_with_a_town(post: Words) -> bool:
    """Say whether a town stands before other words: "Essen-Fotografie" has no slip, though food is photographed too."""
    first = post.words[0].text if len(post.words) > 1 else ""
    return len(first) > _LONGEST_PLATE and find_town(first) is not None


def _text(post: Words, hit: Hit) -> str:
    return post.text[hit.start : hit.end]


def _sides(name: str, vocabulary: Vocabulary) -> list[str]:
    """Return what a slash, a plus or an "und" parts; of "SAP MM/SD" the second is SAP SD.

    What leaves its end to the other ("Web- und Produktdesign") is parted by nothing.
    """
    sides = [side for side in map(tidied, _BETWEEN_TWO.split(_TWICE.sub(r"\1", name))) if side]
    if not sides or any(side.endswith(_HYPHENS) for side in sides[:-1]):
        return [name]
    first, *others = sides
    family = first.rpartition(" ")[0]
    whole = [f"{family} {one}" if family else one for one in others]
    return [first, *(name if vocabulary.known(name) else one for name, one in zip(whole, others, strict=True))]


def _is_technology(name: str, vocabulary: Vocabulary) -> bool:
    """Say whether a technology or a tool is called so: "Sketch", "Photoshop", but not "CD", nor "Word" for Office."""
    skill, key = vocabulary.known(name), fold(name)
    hits = vocabulary.named(read_words(name), is_typed=True)
    is_its_name = skill is not None and key in skill.key and len(key) > _SHORT
    return is_its_name and all(hit.kind in _TECHNOLOGIES for hit in hits)


def _found(post: Words, vocabulary: Vocabulary) -> Sequence[Hit]:
    """Return what is named: by any name that counts where skills are typed, or else by what counts in running text."""
    hits = vocabulary.named(post, is_typed=True)
    within = {index for hit in hits for index in range(hit.first, hit.last + 1)}
    more = [hit for first, last in _runs(len(post.words), within) for hit in _slipped(post, first, last, vocabulary)]
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


def _slipped(post: Words, first: int, last: int, vocabulary: Vocabulary) -> Iterator[Hit]:
    """Yield what words in a row name with a letter wrong: as many together as can be."""
    while first < last:
        for past in range(min(last, first + _LONGEST_NAME), first, -1):
            start, end = post.words[first].start, post.words[past - 1].end
            if slipped := vocabulary.slipped(post.text[start:end]):
                hits = vocabulary.named(read_words(slipped), is_typed=True)
                yield from (hit._replace(start=start, end=end, first=first, last=past - 1) for hit in hits)
                break
        else:
            past = first + 1
        first = past


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
    is_thing = hits[0].kind in _TECHNOLOGIES or _CHANNELS in above
    is_its_name = skill.key == fold(name) or hits[0].first < hits[0].last  # MS Office, but not Adobe
    return skill if is_thing and is_its_name and skill.key not in {beside.key, *vocabulary.ancestors(beside)} else None
