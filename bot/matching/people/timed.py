"""Rows that are in a set until an instant each."""

from __future__ import annotations

from heapq import heappop, heappush
from math import inf

from bot.matching.people.rows import Rows


class Timed:
    """A set that rows leave by themselves: asked for an instant, it has let go for good whose time is over by then.

    So who asks for an earlier instant afterwards may miss some, never the other way round.
    """

    def __init__(self, most: int) -> None:
        self._rows = Rows(most)
        self._ends: dict[int, float] = {}
        self._line: list[tuple[float, int]] = []

    def put(self, row: int, until: float) -> None:
        """Keep a row until an instant instead of what was known of it; minus infinity is not at all."""
        if self._ends.get(row, -inf) == until:
            return
        self.discard(row)
        if until > -inf:
            self._ends[row] = until
            self._rows.add(row)
            heappush(self._line, (until, row))

    def discard(self, row: int) -> None:
        """Take a row out, if it is in the set."""
        if self._ends.pop(row, None) is not None:
            self._rows.discard(row)

    def bits(self, now: float) -> int:
        """Return who is in the set at an instant."""
        while self._line and self._line[0][0] <= now:
            until, row = heappop(self._line)
            if self._ends.get(row) == until:
                self.discard(row)
        return self._rows.bits()
