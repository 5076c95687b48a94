"""`python -m tests.discord.soak` runs 5,000 deliveries under 400 kills and 20 % faults and prints the figures as JSON.

The status is 1 where a promise was broken. --deliveries, --kills, --faults and --seed ask for another run.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.discord.soak.run import ran
from tests.discord.soak.verdict import verdict


async def _soaked(folder: Path, given: argparse.Namespace) -> tuple[dict[str, Any], str]:
    """Run and return the figures, and the log of all processes."""

    def say(words: str) -> None:
        print(words, file=sys.stderr, flush=True)  # noqa: T201 - it is a command

    run, close = await ran(folder, given.deliveries, given.kills, given.faults, given.seed, say)
    try:
        found = verdict(run)
        return {"seed": given.seed, "accepted": found.accepted, **run.figures(), "broken": found.faults}, run.bot.log
    finally:
        await close()


def _main(given: argparse.Namespace) -> int:
    logging.disable(logging.INFO)
    with TemporaryDirectory(prefix="ideenherd-soak-") as folder:
        figures, log = asyncio.run(_soaked(Path(folder), given))
        if given.log:
            Path(given.log).write_text(log, encoding="utf-8")
            shutil.copy(Path(folder) / "ideenherd.db", f"{given.log}.db")
    print(json.dumps(figures, indent=1, ensure_ascii=False))  # noqa: T201 - it is a command
    return 1 if figures["broken"] else 0


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.discord.soak", description=__doc__)
    parser.add_argument("--deliveries", type=int, default=5000)
    parser.add_argument("--kills", type=int, default=400)
    parser.add_argument("--faults", type=float, default=0.2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--log", help="where the log of all processes is written, and the database beside it")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(_main(_given()))
