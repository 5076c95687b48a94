"""`python -m tests.handing` kills the bot at every step of handing a job on and of recommending for it.

It prints at how many steps each deed was killed, and where a promise was broken; then the status is 1.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.handing.run import NOTHING_LEFT, played


async def _main() -> int:
    with TemporaryDirectory(prefix="ideenherd-handing-") as folder:
        async with played(Path(folder), None, None) as story:
            found = story.faults()
            steps = {deed: len([at for at in struck if at != NOTHING_LEFT]) for deed, struck in story.struck.items()}
    print(json.dumps({"rounds": story.rounds, "kills": steps, "broken": found}, indent=1, ensure_ascii=False))  # noqa: T201 - it is a command
    return 1 if found else 0


if __name__ == "__main__":
    logging.disable(logging.INFO)
    sys.exit(asyncio.run(_main()))
