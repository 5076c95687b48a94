"""In which order those come who fit a part of a job.

`CRITERIA` decides, one after the other, so that everybody's place can be explained in a sentence. Who is chosen in the
end is settled in `drafting`, since a job has several parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, reduce
from operator import or_
from typing import Final, Generic, TypeVar

from bot.domain.jobs import JobPart
from bot.domain.towns import REMOTE
from bot.matching.people.covering import core_and_side, least, nearly
from bot.matching.people.index import PeopleIndex
from bot.matching.people.rows import counted, exactly, first_of

Q = TypeVar("Q")
InTheEnd = Callable[[int], Iterator[int]]


@dataclass(frozen=True, slots=True)
class Criterion(Generic[Q]):
    """One thing that decides who comes first; `tiers` parts a set of people into sets, the best first."""

    sentence: str
    tiers: Callable[[Q, int], Iterator[int]]


class Question:
    """One part of a job, asked of an index: each set is made when it is first needed.

    `parts` are all parts of the job. `authors` are the rows, in bits, of those of whom the job is: they do not count as
    people at all.
    """

    def __init__(
        self,
        index: PeopleIndex,
        part: JobPart,
        town: str | None,
        today: date,
        *,
        parts: Iterable[JobPart] = (),
        authors: int = 0,
    ) -> None:
        self.index, self.town, self.today = index, town, today
        self.core, self.side = core_and_side(part)
        own = {*self.core, *self.side}
        self.others = tuple({key: None for other in parts for key in core_and_side(other)[0] if key not in own})
        self._part, self._people = part, index.taggable & ~authors

    @cached_property
    def core_covered(self) -> tuple[int, ...]:
        """Return how much of the core each person covers, as `counted` does."""
        return counted(self.index.meant(key) for key in self.core)

    @cached_property
    def finer(self) -> int | None:
        """Return who covers something of the core that has no finer skills, None where all of it is alike in that."""
        finer = [key for key in self.core if key not in self.index.wide]
        return reduce(or_, map(self.index.meant, finer)) if 0 < len(finer) < len(self.core) else None

    @cached_property
    def least(self) -> int:
        """Return how many of the core somebody has to cover: half of it, a little less where nobody does."""
        return least(len(self.core)) if self.is_fitted else nearly(self._part)

    @cached_property
    def is_fitted(self) -> bool:
        """Say whether somebody covers half of the core, who may rest just now or have been asked already."""
        enough = range(least(len(self.core)), len(self.core) + 1)
        return any(exactly(covered, self.core_covered, self._people) for covered in enough)

    @cached_property
    def side_covered(self) -> tuple[int, ...]:
        """Return how many of the side skills each person covers."""
        return counted(self.index.meant(key) for key in self.side)

    @cached_property
    def others_covered(self) -> tuple[int, ...]:
        """Return how much of the cores of the other parts each person covers."""
        return counted(self.index.meant(key) for key in self.others)

    @cached_property
    def free(self) -> int:
        """Return who is free today."""
        return self.index.free(self.today)

    @cached_property
    def near(self) -> int:
        """Return who lives in a neighbour of the town."""
        return self.index.near(self.town) if self.town else 0


def _most_first(most: int, covered: Sequence[int], rows: int, least: int = 0) -> Iterator[int]:
    """Yield who covers the most of so many skills, then who covers one less, down to the least."""
    return (exactly(count, covered, rows) for count in range(most, least - 1, -1))


def by_core(asked: Question, rows: int) -> Iterator[int]:
    """Yield who covers all of the core, then who covers less, as long as it is enough to fit."""
    return _most_first(len(asked.core), asked.core_covered, rows, asked.least)


def _by_fineness(asked: Question, rows: int) -> Iterator[int]:
    yield from (rows,) if asked.finer is None else first_of(asked.finer, rows)


def _by_availability(asked: Question, rows: int) -> Iterator[int]:
    yield from first_of(asked.free, rows)


def _by_nearness(asked: Question, rows: int) -> Iterator[int]:
    if asked.town is None:
        yield rows
        return
    there, others = first_of(asked.index.living_in(asked.town), rows)
    yield there
    if others:
        near, others = first_of(asked.near, others)
        yield near
        yield from first_of(asked.index.living_in(REMOTE), others)


def _by_side(asked: Question, rows: int) -> Iterator[int]:
    return _most_first(len(asked.side), asked.side_covered, rows)


def _by_others(asked: Question, rows: int) -> Iterator[int]:
    return _most_first(len(asked.others), asked.others_covered, rows)


def _by_rotation(asked: Question, rows: int) -> Iterator[int]:
    yield from first_of(asked.index.never_tagged, rows)


CRITERIA: Final = (
    Criterion("Who covers more of the part's core comes first: a part is best done by one person.", by_core),
    Criterion(
        "Who covers a finer skill comes before who covers as many, all of them wide: it says more.", _by_fineness
    ),
    Criterion("Who is free today comes before who is free later or has not said.", _by_availability),
    Criterion("Where the job names a town: that town, neighbours up to 18 km, remote people, others.", _by_nearness),
    Criterion("Who covers more of the side skills comes first.", _by_side),
    Criterion("Who covers more of the other parts comes first: they know what theirs has to fit.", _by_others),
    Criterion("Who was never tagged comes first, then who was longest ago: pings go round.", _by_rotation),
)  # and last the member's number, so that the same question has the same answer


def in_order(question: Q, rows: int, criteria: Sequence[Criterion[Q]], last: InTheEnd) -> Iterator[int]:
    """Yield the ids of a set of people tier by tier of the first criterion, each in the order of the next ones.

    `last` says in which order those come whom no criterion tells apart.
    """
    if not criteria:
        yield from last(rows)
    elif rows:
        for tier in criteria[0].tiers(question, rows):
            if tier:
                yield from in_order(question, tier, criteria[1:], last)
