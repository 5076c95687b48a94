"""Who is tagged for a job, in which order, and the reason for each.

Somebody fits a part who offers at least half of its core; a finer skill counts for a wider one. Who only learns a
skill, would rather hand it on or seeks help with it does not fit by it. Among those who fit, `CRITERIA` decides, one
after the other, so that everybody's place can be explained in a sentence.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, reduce
from itertools import islice
from operator import or_
from typing import Final, Generic, TypeVar

from bot.domain.availability import availability_words
from bot.domain.jobs import TAGS_PER_JOB, TAGS_PER_PART, JobPart
from bot.domain.members import Member
from bot.domain.skills import Skill, Stance
from bot.domain.towns import REMOTE, neighbours
from bot.matching.people import NOTHING, Above, PeopleIndex, nothing_above, reached
from bot.matching.rows import counted, exactly, first_of

_LOOKED_UP: Final = 640  # people asked about at once: first as many as there is room for, then twice as many each time


Q = TypeVar("Q")
InTheEnd = Callable[[int], Iterator[int]]
Choosing = Generator[Sequence[int], Collection[int], list[list[int]]]
NOTHING_USED: Final[Mapping[str, int]] = {}


@dataclass(frozen=True, slots=True)
class Choice:
    """A member chosen for a part of a job; `reason` is what the ping says: ("React, Next.js", "Essen", "frei")."""

    member: Member
    part: JobPart
    reason: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a job asks of people, besides skills, and how many there is room for in each part and in all.

    `without` are people who are not to be chosen, `among` are the rows of those who may be, in bits, and `rooms` says
    for each part how many may be.
    """

    town: str | None
    today: date
    rooms: Sequence[int]
    room_per_job: int
    without: frozenset[int] = field(default=frozenset())
    among: int = -1


@dataclass(frozen=True, slots=True)
class Criterion(Generic[Q]):
    """One thing that decides who comes first; `tiers` parts a set of people into sets, the best first."""

    sentence: str
    tiers: Callable[[Q, int], Iterator[int]]


class _Question:
    """One part of a job, asked of an index: each set is made when it is first needed."""

    def __init__(self, index: PeopleIndex, part: JobPart, town: str | None, today: date) -> None:
        self.index, self.town, self.today = index, town, today
        self.core, self.side = core_and_side(part)

    @cached_property
    def core_covered(self) -> tuple[int, ...]:
        """Return how much of the core each person covers, as `counted` does."""
        return counted(self.index.meant(key) for key in self.core)

    @cached_property
    def side_covered(self) -> tuple[int, ...]:
        """Return how many of the side skills each person covers."""
        return counted(self.index.meant(key) for key in self.side)

    @cached_property
    def free(self) -> int:
        """Return who is free today."""
        return self.index.free(self.today)

    @cached_property
    def near(self) -> int:
        """Return who lives in a neighbour of the town."""
        return self.index.near(self.town) if self.town else 0


def _by_core(asked: _Question, rows: int) -> Iterator[int]:
    for covered in range(len(asked.core), least(len(asked.core)) - 1, -1):
        yield exactly(covered, asked.core_covered, rows)


def _by_availability(asked: _Question, rows: int) -> Iterator[int]:
    yield from first_of(asked.free, rows)


def _by_nearness(asked: _Question, rows: int) -> Iterator[int]:
    if asked.town is None:
        yield rows
        return
    there, others = first_of(asked.index.living_in(asked.town), rows)
    yield there
    if others:
        near, others = first_of(asked.near, others)
        yield near
        yield from first_of(asked.index.living_in(REMOTE), others)


def _by_side(asked: _Question, rows: int) -> Iterator[int]:
    for covered in range(len(asked.side), -1, -1):
        yield exactly(covered, asked.side_covered, rows)


def _by_rotation(asked: _Question, rows: int) -> Iterator[int]:
    yield from first_of(asked.index.never_tagged, rows)


CRITERIA: Final = (
    Criterion("Who covers more of the part's core comes first: a part is best done by one person.", _by_core),
    Criterion("Who is free today comes before who is free later or has not said.", _by_availability),
    Criterion("Where the job names a town: that town, neighbours up to 18 km, remote people, others.", _by_nearness),
    Criterion("Who covers more of the side skills comes first.", _by_side),
    Criterion("Who was never tagged comes first, then who was longest ago: pings go round.", _by_rotation),
)  # and last the member's number, so that the same question has the same answer


def rank(
    parts: Sequence[JobPart],
    candidates: Sequence[Member],
    *,
    author_id: int,
    town: str | None,
    today: date,
    already: frozenset[int] = frozenset(),
    used: Mapping[str, int] = NOTHING_USED,
    room_per_part: int = TAGS_PER_PART,
    room_per_job: int = TAGS_PER_JOB,
    language: str = "de",
    above: Above = nothing_above,
) -> tuple[Choice, ...]:
    """Choose who of these members is tagged, the parts in their order and the best of each first.

    `already` are the members tagged before, `used` says how much of its room each part, by its key, has used up for
    them. Reasons are given in `language`, a code as in `bot.domain.dates`. `above` says what a finer skill counts for.
    """
    known = {member.id: member for member in candidates}
    rooms = [max(room_per_part - used.get(part.key, 0), 0) for part in parts]
    wanted = Wanted(town, today, rooms, room_per_job, already | {author_id})
    chosen = all_there(draft(index_of(candidates, above), parts, wanted))
    return tuple(
        Choice(known[number], part, tag_reason(known[number], [part], today, language, above))
        for part, numbers in zip(parts, chosen, strict=True)
        for number in numbers
    )


def all_there(choosing: Choosing) -> list[list[int]]:
    """Return who is chosen where everybody can be reached."""
    try:
        asked = next(choosing)
        while True:
            asked = choosing.send(asked)
    except StopIteration as end:
        chosen: list[list[int]] = end.value
        return chosen


def index_of(members: Iterable[Member], above: Above = nothing_above) -> PeopleIndex:
    """Return an index of these members."""
    index = PeopleIndex(above)
    for member in members:
        index.put(member)
    for _ in index.settle():
        pass
    return index


def anybody_fits(index: PeopleIndex, part: JobPart, people: int) -> bool:
    """Say whether somebody of a set covers enough of a part."""
    question = _Question(index, part, None, date.min)
    return any(_by_core(question, people))


def draft(index: PeopleIndex, parts: Sequence[JobPart], wanted: Wanted) -> Choosing:
    """Return the ids of the people of each part; nobody stands in two.

    The parts choose in turns, so that no part uses up the room of another. A person is kept for the part whose core
    they cover most and steps in for another one only when that is full.

    It yields ids on the way and wants to be sent those of them who can be reached: so who asks the database may wait
    for it, who has all at hand need not, and nobody is asked about who would not be chosen.
    """
    return _Draft(index, parts, wanted).picks()


def nearness(wanted: str | None, theirs: str | None) -> str:
    """Say how near a member's town is to the wanted one: "town", "near", "remote", or "" for farther or unknown."""
    if theirs == REMOTE:
        return "remote"
    if wanted is None or theirs is None:
        return ""
    if theirs == wanted:
        return "town"
    return "near" if theirs in neighbours(wanted) else ""


def core_and_side(part: JobPart) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the keys of a part's core and of its side, each once; where a part has no core, its side is the core."""
    core = dict.fromkeys(skill.key for skill in part.core or part.side)
    side = dict.fromkeys(skill.key for skill in part.side if skill.key not in core)
    return tuple(core), tuple(side)


def least(core: int) -> int:
    """Return how many of so many core skills somebody has to cover: half of them, and one where there is none."""
    return max((core + 1) // 2, 1)


def fits(member: Member, part: JobPart, above: Above = nothing_above) -> bool:
    """Say whether a member offers at least half of a part's core."""
    return _covers_enough(reached(member.skills, Stance.OFFERS, above), part)


def is_meant(member: Member, part: JobPart, above: Above = nothing_above) -> bool:
    """Say whether a member is tagged for a part: what they have muted does not count."""
    return _covers_enough(reached(member.skills, Stance.OFFERS, above, member.wishes.muted_keys), part)


def _covers_enough(offered: frozenset[str], part: JobPart) -> bool:
    core, _side = core_and_side(part)
    return sum(key in offered for key in core) >= least(len(core))


def may_be_chosen(member: Member) -> bool:
    """Say whether a job may tag a member at all."""
    booked_out = member.availability is not None and member.availability.is_booked_out
    return member.may_be_tagged and not booked_out


class _Draft:
    """The parts of one job choosing their people in turns."""

    def __init__(self, index: PeopleIndex, parts: Sequence[JobPart], wanted: Wanted) -> None:
        self._wanted = wanted
        self._questions = [_Question(index, part, wanted.town, wanted.today) for part in parts]
        self._homes = _homes(self._questions, wanted.among)
        self._chosen: list[list[int]] = [[] for _ in parts]
        self._asked: set[int] = set()
        self._out = set(wanted.without)  # chosen already, not to be chosen, out of reach
        self._tries = [0] * len(parts)
        self._stand_in_line()

    def picks(self) -> Choosing:
        """Return the people of each part."""
        picked, before = 0, -1
        while before < picked < self._wanted.room_per_job:
            before = picked
            for part, chosen in enumerate(self._chosen):
                if picked < self._wanted.room_per_job and self._room(part) > 0:
                    one = yield from self._next(part)
                    if one is not None:
                        chosen.append(one)
                        self._out.add(one)
                        picked += 1
                        if self._room(part) == 0:
                            self._stand_in_line()
        return self._chosen

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
        return self._wanted.rooms[part] - len(self._chosen[part])


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


def _homes(questions: Sequence[_Question], among: int) -> list[int]:
    """Return who is kept for each part: those who cover more of its core than of any other's.

    That is by the share, then by the number; of several parts it is the first.
    """
    homes = [0] * len(questions)
    left = questions[0].index.taggable & among if questions else 0
    levels = [
        (covered / len(question.core), covered, -part)
        for part, question in enumerate(questions)
        for covered in range(least(len(question.core)), len(question.core) + 1)
    ]
    for _share, covered, part in sorted(levels, reverse=True):
        those, left = first_of(exactly(covered, questions[-part].core_covered, left), left)
        homes[-part] |= those
    return homes


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


def tag_reason(
    member: Member,
    parts: Sequence[JobPart],
    today: date,
    language: str = "de",
    above: Above = nothing_above,
    muted: frozenset[str] = NOTHING,
) -> tuple[str, ...]:
    """Return why somebody is tagged: ("React, Next.js", "Essen", "frei"), as far as they said.

    Skills are those of the parts, the cores first, in the member's own words where these are finer; none of the muted.
    """
    wanted = (*(skill for part in parts for skill in part.core), *(skill for part in parts for skill in part.side))
    labels = dict.fromkeys(label for skill in wanted if (label := covering(member, skill, above, muted)) is not None)
    return (", ".join(labels), *circumstances(member, today, language))


def covering(
    member: Member, wanted: Skill, above: Above = nothing_above, muted: frozenset[str] = NOTHING
) -> str | None:
    """Return by which label a member offers a skill: its own, or that of a finer one that they named first."""
    found = by_which(member, wanted, above, muted)
    return found.label if found is not None else None


def by_which(
    member: Member, wanted: Skill, above: Above = nothing_above, muted: frozenset[str] = NOTHING
) -> Skill | None:
    """Return by which skill a member offers a wanted one: that itself, or a finer one that they named first."""
    offers = [held.skill for held in member.skills if held.stance is Stance.OFFERS]
    offered = [skill for skill in offers if skill.key not in muted]
    if wanted.key not in reached(member.skills, Stance.OFFERS, above, muted):
        return None
    exact = any(skill.key == wanted.key for skill in offered)
    return wanted if exact else next(skill for skill in offered if wanted.key in above(skill))


def circumstances(member: Member, today: date, language: str) -> Iterator[str]:
    """Yield where a member is and whether they are free, as far as they said."""
    if member.town is not None:
        yield member.town
    if member.availability is not None:
        yield availability_words(member.availability, today, language)
