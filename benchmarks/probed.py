"""`ideenherd` with a probe in its event loop: `python -m benchmarks.probed run`.

LAGS names the file for the samples. With OPENED Telegram's windows are opened, for what measures the bot and not what
Telegram allows. Nothing else differs from what an operator runs.
"""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING, Final

from benchmarks.lag import sampled
from bot import service
from bot.cli import main

if TYPE_CHECKING:
    from bot.settings.model import Settings

PROBED: Final = ("-m", "benchmarks.probed", "run")
OPENED: Final = "OPENED"

_serve = service._serve  # noqa: SLF001 - where the loop begins and ends


async def serve(settings: Settings, last: service.Last) -> int:
    """Serve as usual, and sample the loop."""
    async with sampled():
        return await _serve(settings, last)


def _open_windows() -> None:
    from adapters.telegram import adapter  # noqa: PLC0415 - only where it is asked for
    from adapters.telegram.pacing import OPEN  # noqa: PLC0415 - as above

    setattr(adapter, "Telegram", partial(adapter.Telegram, windows=OPEN))  # noqa: B010 - mypy takes no other in its place


if __name__ == "__main__":
    setattr(service, "_serve", serve)  # noqa: B010 - as above
    if OPENED in os.environ:
        _open_windows()
    sys.exit(main())
