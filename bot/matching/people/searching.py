"""Who a search finds, in which order, and why.

A search shows who offers what is wanted, or something finer, and marked who learns it. It can ask for another stance
too: who hands a kind of work on, who seeks help with it. `ORDER` decides who comes first, one criterion after the
other, and last the name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, reduce
from operator import and_, or_
from typing import Final

from bot.domain import dates
from bot.domain.members import Member
from bot.domain.skills import MemberSkill, Skill, Stance
from bot.domain.towns import REMOTE
from bot.matching.people.covering import Above, reached
from bot.matching.people.index import PeopleIndex
from bot.matching.people.ranking import Criterion, in_order
from bot.matching.people.reasons import circumstances, nearness
from bot.matching.people.rows import counted, exactly, first_of
from bot.matching.people.sets import ANYTHING

_LEARNING: Final = {"de": "{skill} (lernt gerade)", "en": "{skill} (learning)"}
_SOME: Final = {"de": "{some} von {all}", "en": "{some} of {all}"}
_TEXT: Final = {"de": "„{term}“ steht im Kurztext", "en": "“{term}” stands in the short text"}
_SHOWN_WITHOUT_A_WISH: Final = 5  # skills in the reason of a search that names none
NO_TEXTS: Final[Mapping[str, Collection[int]]] = {}


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for: skills in a stance, all of them (`every`) or any, a town, and whether only who is free.

    That is who is free today, or on the day `since`.
    With a town: that town, its neighbours, remote people, nobody else. Without a skill everybody fits, so that a town
    or "frei" alone is a question too. Whom a search for one of `without` would find is left out. `texts` has the ids of
    those whose short text holds a skill that nobody named.
    """

    skills: tuple[Skill, ...] = ()
    town: str | None = None
    free: bool = False
    stance: Stance = Stance.OFFERS
    every: bool = False
    texts: Mapping[str, Collection[int]] = field(default_factory=lambda: NO_TEXTS)
    since: date | None = None
    without: tuple[Skill, ...] = ()

    @property
    def stances(self) -> tuple[Stance, ...]:
        """Return which stances answer: who learns a skill may help with it too."""
        return (Stance.OFFERS, Stance.LEARNS) if self.stance is Stance.OFFERS else (self.stance,)


@dataclass(frozen=True, slots=True)
class Hit:
    """A member that a search found, with the skills that were wanted; `nearness` is "town", "near", "remote" or ""."""

    member: Member
    skills: tuple[MemberSkill, ...]
    nearness: str
    reason: tuple[str, ...]


class _Asked:
    """A search, asked of an index: each set is made when it is first needed."""

    def __init__(self, index: PeopleIndex, search: Search, today: date) -> None:
        self.index, self.search = index, search
        self.free = index.free(search.since or today)
        self.keys = tuple(dict.fromkeys(skill.key for skill in search.skills))
        self.offering = [index.having(search.stance, key) | self._in_texts(key) for key in self.keys]

    def _in_texts(self, key: str) -> int:
        return self.index.rows(self.search.texts.get(key, ()))

    @cached_property
    def answering(self) -> int:
        """Return everybody who is found."""
        people = self.index.findable
        if self.search.stance is not Stance.OFFERS:
            people &= self.index.having(self.search.stance, ANYTHING)
        if self.keys:
            each = [offering | learning for offering, learning in zip(self.offering, self.learning, strict=True)]
            people &= reduce(and_ if self.search.every else or_, each)
        for skill in self.search.without:
            those = (self.index.having(stance, skill.key) for stance in self.search.stances)
            people &= ~reduce(or_, those, self._in_texts(skill.key))
        if self.search.free:
            people &= self.free
        if self.search.town is not None:
            people &= reduce(or_, self.near)
        return people

    @cached_property
    def learning(self) -> list[int]:
        """Return for each skill who learns it and does not have it."""
        if self.search.stance is not Stance.OFFERS:
            return [0] * len(self.keys)
        having = zip(self.keys, self.offering, strict=True)
        return [first_of(offering, self.index.having(Stance.LEARNS, key))[1] for key, offering in having]

    @cached_property
    def near(self) -> tuple[int, ...]:
        """Return who lives in the town, who next to it, who works remote."""
        town = self.search.town or ""
        return self.index.living_in(town), self.index.near(town), self.index.living_in(REMOTE)


def _by_nearness(asked: _Asked, rows: int) -> Iterator[int]:
    for place in asked.near if asked.search.town is not None else ():
        there, rows = first_of(place, rows)
        yield there
    yield rows


def _by_offers(asked: _Asked, rows: int) -> Iterator[int]:
    yield from _most_first(asked.offering, rows)


def _by_label(asked: _Asked, rows: int) -> Iterator[int]:
    stance, index = asked.search.stance, asked.index
    yield from _most_first([index.having(stance, key) & index.naming(stance, key) for key in asked.keys], rows)


def _by_learning(asked: _Asked, rows: int) -> Iterator[int]:
    yield from _most_first(asked.learning, rows)


def _by_availability(asked: _Asked, rows: int) -> Iterator[int]:
    yield from first_of(asked.free, rows)


def _most_first(sets: Sequence[int], rows: int) -> Iterator[int]:
    digits = counted(sets)
    for count in range(len(sets), -1, -1):
        yield exactly(count, digits, rows)


ORDER: Final = (
    Criterion("Where a town is asked for: that town, neighbours up to 18 km, remote people.", _by_nearness),
    Criterion("Who offers more of what is wanted comes first: all before some.", _by_offers),
    Criterion("Who names the wanted skill itself comes before who names a finer one.", _by_label),
    Criterion("Who learns more of the rest comes first; who only learns comes last.", _by_learning),
    Criterion("Who is free today, or on the day asked for, comes before the others.", _by_availability),
)


def found_by(index: PeopleIndex, search: Search, today: date) -> tuple[int, Iterator[int]]:
    """Return how many a search finds, and their ids, best first; no more is put in order than is taken."""
    asked = _Asked(index, search, today)
    return asked.answering.bit_count(), in_order(asked, asked.answering, ORDER, index.by_name)


def hit(member: Member, asked: Search, today: date, language: str, above: Above) -> Hit:
    """Return somebody who was found, with the reason in a language, a code as in `bot.domain.dates`."""
    near = nearness(asked.town, member.town) if asked.town else ""
    here = tuple(circumstances(member, today, language))
    if not asked.skills:
        skills = tuple(held for held in member.skills if held.stance in asked.stances)
        words = [_words(held, asked, language) for held in skills[:_SHOWN_WITHOUT_A_WISH]]
        return Hit(member, skills, near, (*words, *here))
    code = dates.spoken(language)
    answers = [_answer(member, skill, asked, above) for skill in asked.skills]
    in_text = [skill for skill in asked.skills if member.id in asked.texts.get(skill.key, ())]
    skills = tuple({held.skill.key: held for held in answers if held is not None}.values())
    count = sum(held is not None for held in answers) + len(in_text)
    some = [_SOME[code].format(some=count, all=len(answers))] if count < len(answers) else []
    texts = [_TEXT[code].format(term=skill.label) for skill in in_text]
    return Hit(member, skills, near, (*some, *(_words(held, asked, language) for held in skills), *texts, *here))


def _answer(member: Member, wanted: Skill, asked: Search, above: Above) -> MemberSkill | None:
    """Return by what a member answers a wanted skill: the skill itself, or the first finer one that they named."""
    for stance in asked.stances:
        if wanted.key in reached(member.skills, stance, above):
            those = [held for held in member.skills if held.stance is stance]
            own = [held for held in those if held.skill.key == wanted.key]
            return next(iter(own or [held for held in those if wanted.key in above(held.skill)]))
    return None


def _words(held: MemberSkill, asked: Search, language: str) -> str:
    is_marked = held.stance is Stance.LEARNS and asked.stance is Stance.OFFERS
    label = held.skill.label
    return _LEARNING[dates.spoken(language)].format(skill=label) if is_marked else label
