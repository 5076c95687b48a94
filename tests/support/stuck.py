"""`ideenherd` in a process of its own with a thread that never ends: `python -m tests.support.stuck run`.

So it is with a name that the system resolves for minutes: Python waits for the thread after everything else has ended.
"""

from __future__ import annotations

import asyncio
import sys
import time

from bot import service
from bot.cli import main


class StuckClock(service.SystemClock):
    """The machine's clock, made when everything else is; the thread hangs from then on."""

    def __init__(self) -> None:
        asyncio.get_running_loop().run_in_executor(None, time.sleep, 600)


if __name__ == "__main__":
    setattr(service, "SystemClock", StuckClock)  # noqa: B010 - mypy takes no other class in its place
    sys.exit(main())
