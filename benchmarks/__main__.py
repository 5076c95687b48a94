"""`python -m benchmarks [THEME …]`: measure the themes and print a table for each."""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Final

from rich.console import Console
from rich.table import Table

from benchmarks import (
    announcing,
    calendar,
    dates,
    delivery,
    desk,
    discord,
    house,
    jobs,
    matching,
    search,
    start,
    telegram,
)

THEMES: Final[dict[str, Callable[[], AsyncIterator[Table]]]] = {
    "announcing": announcing.tables,
    "calendar": calendar.tables,
    "dates": dates.tables,
    "desk": desk.tables,
    "delivery": delivery.tables,
    "discord": discord.tables,
    "house": house.tables,
    "jobs": jobs.tables,
    "matching": matching.tables,
    "search": search.tables,
    "start": start.tables,
    "telegram": telegram.tables,
}


async def _print(console: Console, tables: AsyncIterator[Table]) -> None:
    async for table in tables:
        console.print(table)


def main() -> None:
    """Measure what is named, or everything."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure, each thing against a plain baseline. TMPDIR says on which disk the databases lie.",
    )
    parser.add_argument("theme", nargs="*", choices=[*THEMES, []], metavar="THEME", help=", ".join(THEMES))
    parser.add_argument("--long", action="store_true", help="house: the memory over 100,000 messages, half an hour")
    given, console = parser.parse_args(), Console(width=150)
    themes = THEMES | ({"house": partial(house.tables, long=True)} if given.long else {})
    for theme in given.theme or themes:
        before = os.times()
        asyncio.run(_print(console, themes[theme]()))
        after = os.times()
        spent, work = after.elapsed - before.elapsed, sum(after[:4]) - sum(before[:4])
        console.print(f"{theme}: {spent:.0f} s, of them {work:.0f} s at work\n")


if __name__ == "__main__":
    main()
