"""`ideenherd` in a process of its own whose clock is moved: `python -m tests.discord.soak.moved run`.

MOVED_BY are the seconds by which its wall clock is ahead of the machine's, WITHIN those that a request to Discord may
take: nothing else differs from what an operator runs.
"""

from __future__ import annotations

import os
import sys
from datetime import datetime, timedelta
from functools import partial

from adapters.discord import adapter
from bot import service
from bot.cli import main


class MovedClock(service.SystemClock):
    """The machine's clock, moved."""

    def now(self) -> datetime:
        return super().now() + timedelta(seconds=float(os.environ["MOVED_BY"]))


if __name__ == "__main__":
    setattr(service, "SystemClock", MovedClock)  # noqa: B010 - mypy takes no other class in its place
    setattr(adapter, "Discord", partial(adapter.Discord, within=float(os.environ["WITHIN"])))  # noqa: B010
    sys.exit(main())
