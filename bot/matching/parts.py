"""Skills become the parts of a job: each trade's share, what is asked for first, what goes along after it.

Where a skill goes depends on which others are there, never on their order, so that parts that are taken apart and
grouped again are the same.

1. A skill goes to the part of its own trade; what nobody knows makes a part of its own.
2. `_WITH` names the few that go where another skill is: VBA beside Excel is office work.
3. A language goes to its lessons where nothing is translated. What a training is about goes to the training: who
   teaches Excel is asked for, not who builds spreadsheets. Nothing here says what it is about; whoever read the text
   does (`topics`).
4. A programming language goes where it is written, if nothing else of its own trade is there: C++ beside STM32.
5. A skill that a finer one belongs to goes where that one goes: JavaScript beside Node.js is backend. Of several
   parts it takes its own, else the first in the order of `PART_LABELS`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from bot.domain.jobs import JobPart
from bot.domain.skills import Skill
from bot.matching.naming.vocabulary import OTHER_PART, PART_LABELS, Vocabulary
from bot.matching.posts.post import LANGUAGE_WORK

TRAINING: Final = "training"
TRANSLATION: Final = "translation"
LANGUAGE_LESSONS: Final = frozenset({"Sprachunterricht", "Deutsch als Fremdsprache", "Nachhilfe"})
# Trainings that have a topic, by label. Coaching has none: who is coached brings it along.
TRAININGS: Final = frozenset({
    "Schulung", "IT-Schulung", "Webinar", "Nachhilfe", "E-Learning", "Sprachunterricht",
})  # fmt: skip
_LAYERS: Final = frozenset({"Frontend-Entwicklung", "Backend-Entwicklung"})  # they are parts, whatever they are made of
_WITH: Final[Mapping[str, str]] = MappingProxyType({"VBA": "Excel"})
# Languages in which whole trades are written, and the trades that they follow: C++ beside STM32 is embedded.
_LANGUAGES: Final = frozenset({"Python", "Java", "C++", "C", "C#", "Go", "Rust", "Kotlin"})
_WRITTEN: Final = frozenset({"embedded", "data", "mobile", "qa", "infra", "erp", "backend", "web"})
_ORDER: Final = {part: number for number, part in enumerate(PART_LABELS)}


def grouped(
    core: Iterable[Skill], side: Iterable[Skill], vocabulary: Vocabulary, topics: Collection[str] = ()
) -> tuple[JobPart, ...]:
    """Return the parts in the order in which their core is named, each skill once, and none of the side in the core.

    `topics` are keys of what a training is about; without a training in the core they mean nothing. A skill of the side
    goes to the part of its trade where that has a core, else to the first part. Without any core the side makes one
    part that has none: nobody is asked for it.
    """
    wanted = tuple({skill.key: skill for skill in core}.values())
    keys = {skill.key for skill in wanted}
    along = tuple({skill.key: skill for skill in side if skill.key not in keys}.values())
    where = _placed(wanted, vocabulary, topics)
    cores: dict[str, list[Skill]] = {}
    for skill in wanted:
        cores.setdefault(where[skill.key], []).append(skill)
    first = next(iter(cores), trade(along[0]) if along else OTHER_PART)
    sides: dict[str, list[Skill]] = {first: []}
    for skill in along:
        sides.setdefault(trade(skill) if trade(skill) in cores else first, []).append(skill)
    return tuple(
        JobPart(part, vocabulary.part_label(part), tuple(cores.get(part, ())), tuple(sides.get(part, ())))
        for part in (cores or (sides if along else ()))
    )


def trade(skill: Skill) -> str:
    """Return the part of a skill that stands alone."""
    return skill.part or OTHER_PART


def topics_in(parts: Iterable[JobPart]) -> frozenset[str]:
    """Return the keys of what the training among these parts is about, for whoever groups them again."""
    return frozenset(
        skill.key for part in parts if part.key == TRAINING for skill in part.core if trade(skill) != TRAINING
    )


def _placed(core: Sequence[Skill], vocabulary: Vocabulary, topics: Collection[str]) -> Mapping[str, str]:
    """Return the part of each skill of the core, by the skill's key."""
    finer = {
        skill.key: [other for other in core if skill.key in vocabulary.ancestors(other) and other.key != skill.key]
        for skill in core
    }
    alone = {
        skill.key: _part_of(skill, core, topics) for skill in core if not finer[skill.key] or skill.label in _LAYERS
    }
    return {
        skill.key: alone.get(skill.key)
        or _nearest(trade(skill), {alone[other.key] for other in finer[skill.key] if other.key in alone})
        for skill in core
    }


def _part_of(skill: Skill, core: Sequence[Skill], topics: Collection[str]) -> str:
    """Return the part of a skill that no finer one belongs to."""
    if skill.key in topics and any(other.label in TRAININGS for other in core):
        return TRAINING
    if is_language(skill) and _is_taught(core):
        return TRAINING
    beside = [other for other in core if other.label == _WITH.get(skill.label)]
    if not beside and skill.label in _LANGUAGES:
        return _where_it_is_written(skill, core)
    return trade(beside[0] if beside else skill)


def is_language(skill: Skill) -> bool:
    """Say whether a skill is a language, which is no work by itself."""
    return skill.part == TRANSLATION and skill.label not in LANGUAGE_WORK


def _is_taught(core: Sequence[Skill]) -> bool:
    """Say whether languages are taught, and none is translated."""
    labels = {skill.label for skill in core}
    return bool(labels & LANGUAGE_LESSONS) and not labels & LANGUAGE_WORK


def _where_it_is_written(language: Skill, core: Sequence[Skill]) -> str:
    """Return the part of a programming language: its own with company there, else the first that is written in one."""
    others = {trade(other) for other in core if other.label not in _LANGUAGES}
    own = trade(language)
    return own if own in others or not others & _WRITTEN else _nearest(own, others & _WRITTEN)


def _nearest(own: str, parts: Collection[str]) -> str:
    """Return the own part where it is among these, else the first of them."""
    return own if own in parts else min(parts, key=lambda part: (_ORDER.get(part, len(_ORDER)), part))
