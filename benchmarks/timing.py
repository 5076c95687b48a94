"""Times of many operations, of ours and of a plain baseline in turns, and how the two compare.

A busy machine slows both: so they run in turns, each round has its own ratio, and what is shown is the median of the
rounds.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from statistics import fmean, median
from typing import Self


@dataclass(frozen=True, slots=True)
class Times:
    """How long each of some operations took, in seconds."""

    each: tuple[float, ...]

    @property
    def p50(self) -> float:
        """Return the time that half of the operations needed at most."""
        return median(self.each)

    @property
    def p95(self) -> float:
        """Return the time that 95 of 100 operations needed at most."""
        return sorted(self.each)[min(len(self.each) - 1, int(len(self.each) * 0.95))]


@dataclass(slots=True)
class Rounds:
    """The rounds of one measurement; each value is the median of the rounds."""

    each: list[Times] = field(default_factory=list)

    def add(self, times: Iterable[float]) -> None:
        """Add a round."""
        self.each.append(Times(tuple(times)))

    @property
    def p50(self) -> float:
        """Return the median of the rounds' medians."""
        return median(one.p50 for one in self.each)

    @property
    def p95(self) -> float:
        """Return the median of the rounds' 95th percentiles."""
        return median(one.p95 for one in self.each)

    @property
    def per_second(self) -> float:
        """Return how many operations a second were done, one after another."""
        return median(1 / fmean(one.each) for one in self.each)

    def against(self, other: Self) -> float:
        """Return how many times as long as the other's an operation takes."""
        return median(ours.p50 / theirs.p50 for ours, theirs in zip(self.each, other.each, strict=True))

    def more_than(self, other: Self) -> float:
        """Return how much longer than the other's an operation takes, in seconds."""
        return median(ours.p50 - theirs.p50 for ours, theirs in zip(self.each, other.each, strict=True))


def timed(work: Callable[[], object]) -> float:
    """Return how long something takes, in seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


async def awaited(work: Awaitable[object]) -> float:
    """Return how long something takes to be awaited, in seconds."""
    start = time.perf_counter()
    await work
    return time.perf_counter() - start


def in_turns(
    ours: Callable[[], object], plain: Callable[[], object], *, rounds: int = 7, times: int
) -> tuple[Rounds, Rounds]:
    """Time two functions in turns, after each was called once to warm up."""
    mine, theirs = Rounds(), Rounds()
    ours()
    plain()
    for _ in range(rounds):
        mine.add(timed(ours) for _ in range(times))
        theirs.add(timed(plain) for _ in range(times))
    return mine, theirs
