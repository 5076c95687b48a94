"""The people of the community in memory, so that who fits is found without reading everybody.

Each thing that can be asked of a person (offers React, lives in Essen, is free) is a set of rows, as in
`bot.matching.people.rows`.

Rows are numbered in the order of rotation among those never tagged, by id, and among the tagged, the longest ago first:
who is tagged moves to a new last row. So the lowest bits of a set are those whose turn it is. A row that somebody left
stays empty; where too many are empty, all are numbered anew.

A skill counts for whoever has it and for whoever has a finer one, unless the person said something else of the skill
itself: who builds with Next.js and gladly hands React on is not asked for React.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from datetime import date
from functools import reduce
from heapq import merge
from itertools import islice
from math import inf
from operator import or_
from typing import Final

from bot.domain.members import Member
from bot.domain.skills import Skill, Stance
from bot.domain.tagging import TAGS_PER_WEEK
from bot.domain.towns import neighbours
from bot.matching.people.covering import NOTHING, Above, nothing_above
from bot.matching.people.packing import Packing
from bot.matching.people.person import NEVER, Person
from bot.matching.people.rows import Rows, as_bits, numbers
from bot.matching.people.sets import BOOKED_OUT, FINDABLE, FREE, NEVER_TAGGED, READS_OVERVIEW, TAGGABLE, names_of
from bot.matching.people.timed import Timed

AT_A_TIME: Final = 100  # people taken in between two breaths: some 2 ms
_RUN: Final = 1000  # people sorted between two breaths
_FEW: Final = 64  # rows that an often asked set keeps as numbers: made bits of in 10 µs
_SOME: Final = 1024  # the same for sets that no ranking asks for


class PeopleIndex:
    """Sets of people, to be asked and combined; as true as what was put in last and settled.

    `wide` are the keys of skills that have finer ones. `per_week` is the budget of who has set none of their own.
    """

    def __init__(
        self, above: Above = nothing_above, wide: frozenset[str] = NOTHING, per_week: int = TAGS_PER_WEEK
    ) -> None:
        self.above, self.wide = above, wide
        self._packing = Packing(per_week)
        self._sets: dict[Hashable, Rows] = {}
        self._people: dict[int, Person] = {}
        self._rows: list[Person | None] = []
        self._staged: dict[int, Person] = {}
        self._above: dict[Skill, frozenset[str]] = {}
        self._free: tuple[date, int] | None = None
        self._begin()

    def __len__(self) -> int:
        return len(self._people)

    def put(self, member: Member) -> None:
        """Keep what is now true of a member; it counts from `settle` on."""
        self._staged[member.id] = self._packing.packed(member)

    def remove(self, member_id: int) -> None:
        """Forget a member, at once."""
        self._staged.pop(member_id, None)
        if (person := self._people.pop(member_id, None)) is not None:
            self._leave(person)

    def settle(self) -> Iterator[None]:
        """Take in what was put, a few people between two steps; the index is true when the steps have ended."""
        staged, self._staged = self._staged, {}
        is_anew = len(staged) > len(self._people) or self._is_worn()
        if is_anew:
            self._people |= staged
            self._begin()
        runs: list[list[Person]] = []  # sorted in pieces: to sort 100,000 people takes 100 ms
        waiting = iter(self._people.values() if is_anew else staged.values())
        while run := sorted(islice(waiting, _RUN), key=_rotation):
            runs.append(run)
            yield
        for count, person in enumerate(merge(*runs, key=_rotation), 1):
            self._place(person)
            if count % AT_A_TIME == 0:
                yield
        for count, rows in enumerate(tuple(self._sets.values()) if is_anew else (), 1):
            rows.bits()  # up to 6 ms for a set of 100,000
            if count % 4 == 0:
                yield

    def having(self, stance: Stance, key: str) -> int:
        """Return who has a skill or a finer one, in this stance; or `ANYTHING` in it."""
        return self._bits((stance, key))

    def naming(self, stance: Stance, key: str) -> int:
        """Return who may have named a skill itself, in this stance: all but those who have it by a finer one alone."""
        return ~self._bits(("finer", stance, key))

    @property
    def taggable(self) -> int:
        """Return who may be tagged and is not booked out."""
        return self._bits(TAGGABLE)

    @property
    def booked_out(self) -> int:
        """Return who might be tagged but takes no work for now."""
        return self._bits(BOOKED_OUT)

    @property
    def findable(self) -> int:
        """Return whom a search may show."""
        return self._bits(FINDABLE)

    @property
    def never_tagged(self) -> int:
        """Return who has not been tagged yet."""
        return self._bits(NEVER_TAGGED)

    @property
    def reads_overview(self) -> int:
        """Return who privately reads what they were not tagged for."""
        return self._bits(READS_OVERVIEW)

    def enough(self, at: float) -> int:
        """Return whose budget is used up at an instant, a timestamp that does not go back."""
        return self._enough.bits(at)

    def paused(self, at: float) -> int:
        """Return who takes a break from being tagged at an instant, as above."""
        return self._paused.bits(at)

    def quiet_on(self, weekday: int) -> int:
        """Return who is not tagged on a weekday, Monday being 0."""
        return self._bits(("quiet", weekday))

    def meant(self, key: str) -> int:
        """Return who is tagged for a skill: those who have it or a finer one on offer and have not muted it."""
        offering, muted = self._bits((Stance.OFFERS, key)), self._bits(("muted", key))
        return offering & ~muted if muted else offering

    def rows(self, member_ids: Iterable[int]) -> int:
        """Return just these people, as far as they are known."""
        rows = [self._people[member_id].row for member_id in member_ids if member_id in self._people]
        return as_bits(rows) if rows else 0

    def free(self, today: date) -> int:
        """Return who takes work today."""
        if self._free is None or self._free[0] != today:
            since = [name for name in self._sets if isinstance(name, date) and name <= today]
            self._free = today, reduce(or_, map(self._bits, since), 0)
        return self._bits(FREE) | self._free[1]

    def living_in(self, town: str) -> int:
        """Return who lives in a town, or works remote, or elsewhere."""
        return self._bits(("town", town))

    def near(self, town: str) -> int:
        """Return who lives in a neighbour of a town."""
        return reduce(or_, map(self.living_in, neighbours(town)), 0)

    def members(self, rows: int) -> Iterator[int]:
        """Yield the ids of the people in a set, in the order of rotation where all or none of them were tagged."""
        late = rows & self._late.bits()
        in_order = self._those(rows ^ late)
        people = merge(in_order, sorted(self._those(late), key=_rotation), key=_rotation) if late else in_order
        for person in people:
            yield person.id

    def by_name(self, rows: int) -> Iterator[int]:
        """Yield the ids of the people in a set, in the order of their names."""
        for person in sorted(self._those(rows), key=_name):
            yield person.id

    def _those(self, rows: int) -> Iterator[Person]:
        for row in numbers(rows):
            if (person := self._rows[row]) is not None:
                yield person

    def _begin(self) -> None:
        """Forget all sets, to fill them anew."""
        self._sets.clear()
        self._rows.clear()
        self._late = Rows(_FEW)
        self._enough, self._paused = Timed(_FEW), Timed(_FEW)
        self._last = {True: (-inf, 0), False: (-inf, 0)}  # the greatest of the never tagged, of the tagged
        self._empty = self._displaced = 0
        self._free = None

    def _is_worn(self) -> bool:
        """Say whether to number all rows anew: one that is out of order costs more than one that is empty."""
        return self._empty + 32 * self._displaced > max(len(self._people), 1024)

    def _place(self, person: Person) -> None:
        before = self._people.get(person.id)
        if before is None or before is person or before.tagged != person.tagged:
            if before is not None and before is not person:
                self._leave(before)
            self._append(person)
            return
        person.row = before.row
        self._people[person.id] = self._rows[person.row] = person
        self._keep_times(person)
        old, new = self._names(before), self._names(person)
        for name in old - new:
            self._sets[name].discard(person.row)
            self._noticed(name)
        for name in new - old:
            self._add(name, person.row)

    def _append(self, person: Person) -> None:
        person.row = len(self._rows)
        self._rows.append(person)
        self._people[person.id] = person
        tier = person.tagged == NEVER
        if person.rotation < self._last[tier]:
            self._late.add(person.row)
            self._displaced += 1
        else:
            self._last[tier] = person.rotation
        self._keep_times(person)
        for name in self._names(person):
            self._add(name, person.row)

    def _leave(self, person: Person) -> None:
        """Leave a row empty: no question goes without one of the two sets that it is taken out of."""
        if person.row < 0:
            return
        for name in (TAGGABLE, FINDABLE, BOOKED_OUT):
            if name in self._sets:
                self._sets[name].discard(person.row)
        self._enough.discard(person.row)
        self._paused.discard(person.row)
        self._rows[person.row] = None
        self._empty += 1

    def _keep_times(self, person: Person) -> None:
        self._enough.put(person.row, person.etiquette.enough_until)
        self._paused.put(person.row, person.etiquette.paused_until)

    def _names(self, person: Person) -> set[Hashable]:
        return names_of(person, self._packing.skills(person), self._all_above)

    def _all_above(self, skill: Skill) -> frozenset[str]:
        """Return what lies above a skill, the same set for everybody."""
        if (found := self._above.get(skill)) is None:
            found = self._above[skill] = self.above(skill)
        return found

    def _add(self, name: Hashable, row: int) -> None:
        rows = self._sets.get(name)
        if rows is None:
            is_asked_often = not isinstance(name, tuple) or name[0] in ("town", Stance.OFFERS)
            rows = self._sets[name] = Rows(_FEW if is_asked_often else _SOME)
        rows.add(row)
        self._noticed(name)

    def _noticed(self, name: Hashable) -> None:
        """Add up anew who has become free, when one of the dates changed."""
        if isinstance(name, date):
            self._free = None

    def _bits(self, name: Hashable) -> int:
        rows = self._sets.get(name)
        return rows.bits() if rows is not None else 0


def _name(person: Person) -> tuple[bytes, int]:
    return person.name, person.id


def _rotation(person: Person) -> tuple[float, int]:
    return person.rotation
