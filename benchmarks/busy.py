"""How late the event loop of the process is while commands come at a pace, whether or not there are answers.

A probe in the process samples its loop (`benchmarks.lag`); the same process is sampled before, while nobody asks.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rich.table import Table

from benchmarks.bare_house import BARE
from benchmarks.growth import PLAIN
from benchmarks.herd import workshop
from benchmarks.lag import LAGS, lags, share
from benchmarks.probed import PROBED
from benchmarks.table import duration, table
from benchmarks.town import COMMANDS, Town, living, town

PER_SECOND: Final = 50
SECONDS: Final = 15.0
IDLE: Final = 5.0  # seconds
WARM_UP: Final = 2.0  # seconds at half the pace
GOAL: Final = 0.050


@dataclass(frozen=True, slots=True)
class Period:
    """A while of one process: how late its loop was, and how long its answers took."""

    late: Sequence[float]
    took: Sequence[float] = ()


async def busy() -> Table:
    """Measure the lag of ours and of a bare bot, idle and asked."""
    made = table(
        f"Loop lag at {PER_SECOND} commands a second of both platforms, {SECONDS:.0f} s",
        ("", "lag p50", "p99", "max", "answers p50", "p99", "max"),
        f"lag: how late a sleep of 10 ms comes back in the bot's process; goal: p99 under {duration(GOAL)}\n"
        "answers: from asking to the platform's having it; bare: python-telegram-bot and discord.py that answer ok",
    )
    for name, command, mix in (("bare", BARE, PLAIN), ("ours", PROBED, COMMANDS)):
        with workshop() as folder:
            idle, asked = await _periods(folder, command, mix)
        made.add_row(f"{name}, idle", *_told(idle.late), "", "", "")
        made.add_row(name, *_told(asked.late), *_told(asked.took))
    return made


def _told(values: Sequence[float]) -> tuple[str, str, str]:
    return duration(share(values, 0.5)), duration(share(values, 0.99)), duration(max(values))


async def _periods(folder: Path, command: Sequence[str], mix: Sequence[str]) -> tuple[Period, Period]:
    """Return how late a process was while nobody asked, and while they did."""
    file = folder / "lags"
    async with town(folder) as there:
        await there.settles()
        async with living(there, command, **{LAGS: str(file)}) as process:
            await there.ready(has_cards=command is PROBED)
            await _warm(there, mix)
            idle = time.monotonic()
            await asyncio.sleep(IDLE)
            begin = time.monotonic()
            asked = await there.paced(PER_SECOND, SECONDS, mix)
            end = time.monotonic()
            await there.until(lambda: not there.under_way)
            there.check()
            await process.stopped()
    return Period(lags(file, idle, begin)), Period(lags(file, begin, end), [each.took for each in asked])


async def _warm(there: Town, mix: Sequence[str]) -> None:
    """Let everything be done once that is done the first time only."""
    await there.paced(PER_SECOND / 2, WARM_UP, mix)
    await there.until(lambda: not there.under_way)
    await asyncio.sleep(1)
