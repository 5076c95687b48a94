"""`python -m tests.day` plays the day, writes its transcript to docs/a-day.md and says what was not as promised.

The status is 1 where a promise was broken. --seed chooses other moments for the kills.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.day.day import PAGE, PREFACE, played
from tests.day.transcript import page
from tests.day.verdict import faults


async def _main(seed: int) -> int:
    with TemporaryDirectory(prefix="ideenherd-day-") as folder:
        async with played(Path(folder), seed) as player:
            PAGE.write_text(page(PREFACE, player.blocks), "utf-8")
            found = faults(player)
    print("\n".join([*found, f"killed at: {[*player.struck.elements()]}"]))  # noqa: T201 - it is a command
    return 1 if found else 0


if __name__ == "__main__":
    logging.disable(logging.INFO)
    parser = argparse.ArgumentParser(prog="python -m tests.day", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    sys.exit(asyncio.run(_main(parser.parse_args().seed)))
