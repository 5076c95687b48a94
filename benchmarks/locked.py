"""Another connection holds the database for three seconds while commands come in.

Discord gives up after three seconds what nobody answers; the bot puts an answer off that takes long.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rich.table import Table

from benchmarks.herd import workshop
from benchmarks.lag import LAGS, lags, share
from benchmarks.probed import PROBED
from benchmarks.sides import Question
from benchmarks.table import duration, table
from benchmarks.town import Town, living, town

PER_SECOND: Final = 10
HELD: Final = 3.0  # seconds
BEFORE, AFTER = 1.0, 3.0  # seconds of asking around the lock
BEGINS: Final = ("BEGIN IMMEDIATE", "BEGIN EXCLUSIVE")
GOAL: Final = 0.2
LOST_AFTER: Final = 15.0  # seconds
SETTLED: Final = 2.0  # seconds that the process gets to announce what it has


@dataclass(frozen=True, slots=True)
class Held:
    """What was asked while the database was held, and how late the loop was until all of that was answered."""

    asked: Sequence[Question]
    late: Sequence[float]
    after: float  # seconds from the end of the lock to the last of the answers

    @property
    def lost(self) -> int:
        """Return how many have no answer."""
        return sum(each.answered is None for each in self.asked)

    @property
    def failed(self) -> int:
        """Return how many Discord gave up."""
        return sum(each.interaction is not None and each.interaction.failed for each in self.asked)

    @property
    def put_off(self) -> int:
        """Return how many of Discord's were put off in time."""
        return sum(each.interaction is not None and each.interaction.response == "defer" for each in self.asked)


async def locked() -> Table:
    """Measure what a lock does to the answers and to the loop, beside the same without one."""
    made = table(
        f"A locked database: {HELD:.0f} s, {PER_SECOND} commands a second of both platforms",
        ("", "asked", "lost", "given up", "put off", "answers p50", "max", "all after", "lag p99", "max"),
        "given up: by Discord, after 3 s without any answer; put off: answered there with a sign of thinking first\n"
        f"all after: from the end of the lock to the last answer; goals: none lost, lag under {duration(GOAL)}",
    )
    with workshop() as folder:
        file = folder / "lags"
        async with town(folder) as there:
            await there.settles()
            async with living(there, PROBED, **{LAGS: str(file)}) as process:
                await there.ready(has_cards=True)
                await there.paced(PER_SECOND, SETTLED)
                spans = {how or "no lock": await _asked(there, how) for how in ("", *BEGINS)}
                there.check()
                await process.stopped()
        for name, (asked, begin, end) in spans.items():
            last = max((each.answered or float("inf") for each in asked), default=end)
            held = Held(asked, lags(file, begin, max(last, end)), max(0.0, last - end))
            made.add_row(name, *_told(held))
    return made


def _told(held: Held) -> tuple[str, ...]:
    took = [each.took for each in held.asked]
    return (
        *(str(count) for count in (len(held.asked), held.lost, held.failed, held.put_off)),
        *(duration(each) for each in (share(took, 0.5), max(took), held.after)),
        *(duration(each) for each in (share(held.late, 0.99), max(held.late))),
    )


async def _asked(there: Town, how: str) -> tuple[list[Question], float, float]:
    """Ask at a pace and hold the database meanwhile; return what was asked under the lock, its begin and its end."""
    asking = asyncio.create_task(there.paced(PER_SECOND, BEFORE + HELD + AFTER))
    await asyncio.sleep(BEFORE)
    begin, end = await asyncio.to_thread(_hold, there.file, how)
    asked = await asking
    with suppress(TimeoutError):  # what has no answer by then is lost
        await there.until(lambda: not there.under_way, LOST_AFTER)
    return [each for each in asked if begin <= each.asked <= end], begin, end


def _hold(file: Path, how: str) -> tuple[float, float]:
    """Hold the database, or nothing; return from when to when."""
    with closing(sqlite3.connect(file, isolation_level=None, timeout=10)) as connection:
        if how:
            connection.execute(how)
        begin = time.monotonic()
        time.sleep(HELD)
        if how:
            connection.execute("ROLLBACK")
        return begin, time.monotonic()
