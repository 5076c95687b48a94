"""The whole house: what an operator runs, as a process of its own, between both loopback platforms at once."""

from __future__ import annotations

from collections.abc import AsyncIterator

from rich.table import Table

from benchmarks.busy import busy
from benchmarks.growth import LONG, SHORT, growth
from benchmarks.locked import locked
from benchmarks.overdue import overdue


async def tables(*, long: bool = False) -> AsyncIterator[Table]:
    """Yield the tables; a `long` run looks at the memory over as many messages as a community has in years."""
    yield await overdue()
    yield await growth(LONG if long else SHORT)
    yield await busy()
    yield await locked()
