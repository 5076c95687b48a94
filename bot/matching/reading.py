"""What a post asks for: whether it asks at all, the skills it names, and its parts.

A post asks when a sentence of it asks for somebody and names a known skill, or asks for *somebody* and the post names
one elsewhere. Its skills are all that it names outside the stretches of `exclusions`. Two rules keep pings precise:
"Entwickler" and the like stay out where a finer skill of theirs is named ("Entwickler für React" is React), and a
language stays out unless translating or teaching is named as well ("gutes Englisch" asks for no translator).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.jobs import JobPart
from bot.domain.skills import Skill
from bot.matching.exclusions import excluded, sentences
from bot.matching.finding import Hit
from bot.matching.parts import grouped
from bot.matching.phrases import small
from bot.matching.requests import is_done, means_somebody, request_at
from bot.matching.vocabulary import Vocabulary

_GENERAL = frozenset({
    "Softwareentwicklung", "Webentwicklung", "Backend-Entwicklung", "Frontend-Entwicklung", "App-Entwicklung",
})  # fmt: skip
_LANGUAGE_WORK = frozenset({"Übersetzung", "Dolmetschen", "Untertitel", "Gebärdensprache"})
_LANGUAGE_USERS = _LANGUAGE_WORK | {"Sprachunterricht", "Nachhilfe", "Lektorat", "Transkription", "Sprecher"}


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was read in a post; without a request there are no skills and no parts."""

    asks: bool
    skills: tuple[Skill, ...] = ()
    parts: tuple[JobPart, ...] = ()


def read_post(text: str, vocabulary: Vocabulary) -> Understanding:
    """Read a free post: what it asks for, or that it asks for nobody."""
    post = unicodedata.normalize("NFC", text)
    lowered = small(post)
    if is_done(lowered):
        return Understanding(asks=False)
    kept = _kept(lowered, vocabulary.hits(post))
    if not any(_asks(lowered, start, end, kept) for start, end in sentences(lowered)):
        return Understanding(asks=False)
    return _understood(kept, vocabulary)


def read_request(title: str, text: str, vocabulary: Vocabulary) -> Understanding:
    """Read a filled form, which is a request as such: it asks, and may name no skill that is known."""
    post = unicodedata.normalize("NFC", f"{title}\n{text}")
    return _understood(_kept(small(post), vocabulary.hits(post)), vocabulary)


def parts_of(skills: Iterable[Skill], vocabulary: Vocabulary) -> tuple[JobPart, ...]:
    """Return the parts of skills that are all asked for."""
    return grouped(skills, (), vocabulary)


def _asks(lowered: str, start: int, end: int, kept: Sequence[Hit]) -> bool:
    """Say whether a sentence asks for somebody with a skill that the post names."""
    sentence = lowered[start:end]
    if not kept or request_at(sentence) is None:
        return False
    return any(start <= hit.start < end for hit in kept) or means_somebody(sentence)


def _kept(lowered: str, hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Return the hits that begin outside every excluded stretch."""
    is_out = bytearray(len(lowered))
    for start, stop in sentences(lowered):
        for begin, end in excluded(lowered[start:stop]):
            is_out[start + begin : start + end] = b"\1" * (end - begin)
    return tuple(hit for hit in hits if not is_out[hit.start])


def _understood(kept: Iterable[Hit], vocabulary: Vocabulary) -> Understanding:
    skills = _precise({hit.skill.key: hit.skill for hit in kept}, vocabulary)
    return Understanding(asks=True, skills=skills, parts=parts_of(skills, vocabulary))


def _precise(named: dict[str, Skill], vocabulary: Vocabulary) -> tuple[Skill, ...]:
    """Return the named skills without the general ones that a finer one belongs to, and without mere languages."""
    above = frozenset[str]().union(*(vocabulary.ancestors(skill) for skill in named.values()))
    translating = any(skill.label in _LANGUAGE_USERS for skill in named.values())
    return tuple(
        skill
        for skill in named.values()
        if not (skill.key in above and skill.label in _GENERAL)
        and (translating or skill.part != "translation" or skill.label in _LANGUAGE_WORK)
    )
