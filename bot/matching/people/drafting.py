"""The people of a job: its parts choose in turns among those who fit."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from itertools import islice
from operator import or_
from typing import Final

from bot.domain.jobs import JobPart
from bot.domain.members import Member
from bot.matching.people.covering import NOTHING, Above, nothing_above
from bot.matching.people.index import PeopleIndex
from bot.matching.people.ranking import CRITERIA, Question, by_core, in_order
from bot.matching.people.rows import exactly, first_of

_LOOKED_UP: Final = 640  # people asked about at once: first as many as there is room for, then twice as many each time

Choosing = Generator[Sequence[int], Collection[int], list[list[int]]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a job asks of people, besides skills, and how many there is room for in each part and in all.

    `without` are people who are not to be chosen, though they may fit, `authors` those of whom the job is, who do not
    count as people at all. `among` are the rows of those who may be chosen, in bits, and `rooms` says for each part how
    many may be. `begun` are the numbers of the parts for which somebody was chosen before.
    """

    town: str | None
    today: date
    rooms: Sequence[int]
    room_per_job: int
    without: frozenset[int] = field(default=frozenset())
    among: int = -1
    begun: frozenset[int] = field(default=frozenset())
    authors: frozenset[int] = field(default=frozenset())


def all_there(choosing: Choosing) -> list[list[int]]:
    """Return who is chosen where everybody can be reached."""
    try:
        asked = next(choosing)
        while True:
            asked = choosing.send(asked)
    except StopIteration as end:
        chosen: list[list[int]] = end.value
        return chosen


def index_of(members: Iterable[Member], above: Above = nothing_above, wide: frozenset[str] = NOTHING) -> PeopleIndex:
    """Return an index of these members."""
    index = PeopleIndex(above, wide)
    for member in members:
        index.put(member)
    for _ in index.settle():
        pass
    return index


def anybody_fits(index: PeopleIndex, part: JobPart, people: int, authors: int = 0) -> bool:
    """Say whether somebody of a set covers enough of a part; `authors` are rows that do not count as people at all."""
    question = Question(index, part, None, date.min, authors=authors)
    return any(by_core(question, people))


def draft(index: PeopleIndex, parts: Sequence[JobPart], wanted: Wanted) -> Choosing:
    """Return the ids of the people of each part; nobody stands in two.

    The parts choose in turns, so that no part uses up the room of another. A person is kept for the part whose core
    they cover most and steps in for another one only when that is full. Where nobody covers half of a part, it is the
    one who comes nearest.

    It yields ids on the way and wants to be sent those of them who can be reached: so who asks the database may wait
    for it, who has all at hand need not, and nobody is asked about who would not be chosen.
    """
    return _Draft(index, parts, wanted).picks()


class _Draft:
    """The parts of one job choosing their people in turns."""

    def __init__(self, index: PeopleIndex, parts: Sequence[JobPart], wanted: Wanted) -> None:
        self._wanted = wanted
        authors = index.rows(wanted.authors)
        self._questions = [
            Question(index, part, wanted.town, wanted.today, parts=parts, authors=authors) for part in parts
        ]
        self._homes = _homes(self._questions, wanted.among)
        self._chosen: list[list[int]] = [[] for _ in parts]
        self._asked: set[int] = set()
        self._out = {*wanted.without, *wanted.authors}  # chosen already, not to be chosen, out of reach
        self._tries = [0] * len(parts)
        self._stand_in_line()

    def picks(self) -> Choosing:
        """Return the people of each part."""
        while (yield from self._turn()):
            pass
        return self._chosen

    def _turn(self) -> Generator[Sequence[int], Collection[int], bool]:
        """Let each part choose one person where there is room, and say whether anybody was chosen."""
        before = self._picked
        for part in range(len(self._chosen)):
            if self._picked < self._wanted.room_per_job and self._room(part) > 0:
                one = yield from self._next(part)
                if one is not None:
                    self._choose(part, one)
        return self._picked > before

    def _choose(self, part: int, one: int) -> None:
        self._chosen[part].append(one)
        self._out.add(one)
        if self._room(part) == 0:
            self._stand_in_line()

    @property
    def _picked(self) -> int:
        return sum(map(len, self._chosen))

    def _stand_in_line(self) -> None:
        """Let each part look at its own people and at those whose own part is full."""
        free = [home for part, home in enumerate(self._homes) if self._room(part) <= 0]
        self._lines = [
            _Line(in_order(question, reduce(or_, free, home), CRITERIA, question.index.members))
            for question, home in zip(self._questions, self._homes, strict=True)
        ]

    def _next(self, part: int) -> Generator[Sequence[int], Collection[int], int | None]:
        """Return whom a part chooses next, None where nobody is left."""
        line = self._lines[part]
        while (one := line.head(self._out)) is not None:
            if one in self._asked:
                return one
            most = min(self._room(part) << self._tries[part], _LOOKED_UP)
            ahead = [each for each in line.ahead(most) if each not in self._asked and each not in self._out]
            there = yield ahead
            self._asked.update(ahead)
            self._out.update(set(ahead).difference(there))
            self._tries[part] += 1
        return None

    def _room(self, part: int) -> int:
        room = self._wanted.rooms[part]
        if not self._questions[part].is_fitted:
            room = 0 if part in self._wanted.begun else min(room, 1)
        return room - len(self._chosen[part])


class _Line:
    """Who stands in line for a part; no more of it is worked out than was looked at."""

    def __init__(self, ids: Iterator[int]) -> None:
        self._ids = ids
        self._looked_at: deque[int] = deque()

    def head(self, out: Collection[int]) -> int | None:
        """Return the first who is not out, None where nobody is left; those before them leave the line."""
        while self.ahead(1):
            if self._looked_at[0] not in out:
                return self._looked_at[0]
            self._looked_at.popleft()
        return None

    def ahead(self, most: int) -> Sequence[int]:
        """Return who stands at the head."""
        self._looked_at.extend(islice(self._ids, max(most - len(self._looked_at), 0)))
        return list(islice(self._looked_at, most))


def _homes(questions: Sequence[Question], among: int) -> list[int]:
    """Return who is kept for each part: those who cover more of its core than of any other's.

    That is by the share, then by the number; of several parts it is the first.
    """
    homes = [0] * len(questions)
    left = questions[0].index.taggable & among if questions else 0
    levels = [
        (covered / len(question.core), covered, -part)
        for part, question in enumerate(questions)
        for covered in range(question.least, len(question.core) + 1)
    ]
    for _share, covered, part in sorted(levels, reverse=True):
        those, left = first_of(exactly(covered, questions[-part].core_covered, left), left)
        homes[-part] |= those
    return homes
