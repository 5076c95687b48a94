"""`python -m tests.day` plays the day twice and writes what was seen to docs/a-day.md.

The first time nothing is killed; of the second the appendix tells. Where anything was other than promised, or the
second time other than the first, nothing is written and the status is 1. --seed chooses the moments of the kills.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.day.day import PAGE, PREFACE, played
from tests.day.transcript import Block, appendix, differences, page
from tests.day.verdict import faults


async def _main(seed: int) -> int:
    calm, _, found = await _played(None)
    killed, struck, more = await _played(seed)
    told = page(PREFACE, calm)
    found += [*more, *differences(told, page(PREFACE, killed))]
    if not found:
        PAGE.write_text(f"{told}\n{appendix(killed)}", "utf-8")
    print("\n".join([*found, f"killed at: {struck}"]))  # noqa: T201 - it is a command
    return 1 if found else 0


async def _played(seed: int | None) -> tuple[list[Block | str], list[str], list[str]]:
    """Play once and return what was seen, where the process was killed, and what is not as promised."""
    with TemporaryDirectory(prefix="ideenherd-day-") as folder:
        async with played(Path(folder), seed) as player:
            return player.blocks, [*player.struck.elements()], faults(player)


if __name__ == "__main__":
    logging.disable(logging.INFO)
    parser = argparse.ArgumentParser(prog="python -m tests.day", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    sys.exit(asyncio.run(_main(parser.parse_args().seed)))
