"""What the index of people keeps of each of them, packed, since there may be 100,000."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from sys import byteorder
from typing import Final

from bot.domain.members import Availability
from bot.matching.people.covering import NOTHING

NEVER: Final = -inf  # in place of an instant; one object for all
_NUMBER: Final = "I"
_BYTES: Final = array(_NUMBER).itemsize


@dataclass(frozen=True, slots=True)
class Standing:
    """What many members have in common: where they are, whether they are free, and how far they may be shown."""

    town: str | None
    availability: Availability | None
    is_findable: bool
    may_be_tagged: bool


@dataclass(frozen=True, slots=True)
class Etiquette:
    """How somebody may be tagged: until when not, as timestamps, on which weekdays not, for which skills not."""

    enough_until: float = -inf
    paused_until: float = -inf
    quiet_days: tuple[int, ...] = ()
    muted: frozenset[str] = NOTHING
    reads_overview: bool = False


@dataclass(slots=True)
class Person:
    """What the index keeps of a member.

    `packed` are how many skills they have, the numbers of these, four bytes each, and their folded name, encoded.
    `tagged` is a timestamp, `NEVER` for never: the same object for all.
    """

    id: int
    standing: Standing
    packed: bytes
    tagged: float
    etiquette: Etiquette
    row: int = -1

    @property
    def rotation(self) -> tuple[float, int]:
        """Return what the order of rotation goes by."""
        return self.tagged, self.id

    @property
    def skills(self) -> Sequence[int]:
        """Return the numbers of the skills."""
        numbers = memoryview(self.packed[: self._name_at]).cast(_NUMBER)
        return numbers[1:]

    @property
    def name(self) -> bytes:
        """Return the name, folded and encoded."""
        return self.packed[self._name_at :]

    @property
    def _name_at(self) -> int:
        return _BYTES + _BYTES * int.from_bytes(self.packed[:_BYTES], byteorder)


def packed(skills: Sequence[int], name: str) -> bytes:
    """Return the numbers of somebody's skills and their folded name as a person keeps them."""
    return array(_NUMBER, (len(skills), *skills)).tobytes() + name.encode("utf-8", "surrogatepass")
