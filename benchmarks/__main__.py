"""`python -m benchmarks [THEME …]`: measure the themes and print a table for each."""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import AsyncIterator, Callable
from typing import Final

from rich.console import Console
from rich.table import Table

from benchmarks import delivery, desk, discord, matching, search, start, telegram

THEMES: Final[dict[str, Callable[[], AsyncIterator[Table]]]] = {
    "desk": desk.tables,
    "delivery": delivery.tables,
    "discord": discord.tables,
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
    console = Console(width=150)
    for theme in parser.parse_args().theme or THEMES:
        before = os.times()
        asyncio.run(_print(console, THEMES[theme]()))
        after = os.times()
        spent, work = after.elapsed - before.elapsed, sum(after[:4]) - sum(before[:4])
        console.print(f"{theme}: {spent:.0f} s, of them {work:.0f} s at work\n")


if __name__ == "__main__":
    main()
