"""Sets of rows: one integer each, in which bit 7 is set where row 7 is in the set.

To ask for two things at once is one AND over all rows, which for 100,000 of them takes a third of a microsecond.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence


class Rows:
    """A set of rows: the bits of one integer, and a few numbers that are to become bits when they are asked for.

    Up to `most` numbers alone stay numbers, since a single bit far up takes as much memory as all below it.
    """

    __slots__ = ("_bits", "_most", "_new")

    def __init__(self, most: int) -> None:
        self._most = most
        self._bits = 0
        self._new = array("I")

    def add(self, row: int) -> None:
        """Add a row that is not in the set."""
        self._new.append(row)

    def discard(self, row: int) -> None:
        """Take a row out, if it is in the set."""
        if row in self._new:
            self._new.remove(row)
        else:
            self._bits &= ~(1 << row)

    def bits(self) -> int:
        """Return the set as an integer."""
        if not self._new:
            return self._bits
        bits = self._bits | as_bits(self._new)
        if self._bits or len(self._new) > self._most:
            self._bits, self._new = bits, array("I")
        return bits


def as_bits(rows: Sequence[int]) -> int:
    """Return an integer with these bits set."""
    if len(rows) == 1:
        return 1 << rows[0]
    bits = bytearray((max(rows) >> 3) + 1)
    for row in rows:
        bits[row >> 3] |= 1 << (row & 7)
    return int.from_bytes(bits, "little")


def numbers(bits: int) -> Iterator[int]:
    """Yield which bits are set, the lowest first: a microsecond each among 100,000, for who wants a few of them."""
    while bits:
        others = bits & (bits - 1)
        yield (bits ^ others).bit_length() - 1
        bits = others


def counted(sets: Iterable[int]) -> tuple[int, ...]:
    """Return for each row in how many of the sets it is: the binary digits of that number as sets, the lowest first."""
    digits: list[int] = []
    for one in sets:
        carry = one
        for place, digit in enumerate(digits):
            digits[place], carry = digit ^ carry, digit & carry
        if carry:
            digits.append(carry)
    return tuple(digits)


def exactly(count: int, digits: Sequence[int], rows: int) -> int:
    """Return which of the rows have just this number."""
    if count >> len(digits):
        return 0
    for place, digit in enumerate(digits):
        rows = rows & digit if count >> place & 1 else rows ^ (rows & digit)
    return rows


def first_of(those: int, rows: int) -> tuple[int, int]:
    """Return those of the rows, and the others."""
    first = rows & those
    return first, rows ^ first
