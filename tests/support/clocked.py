"""`ideenherd` in a process of its own whose clock a test moves: `python -m tests.support.clocked run`.

CLOCK names a file with seconds: those by which the wall clock is ahead of the machine's, or with STANDS=1 those since
1970 at which it stands. A clock that stands is the only time there is: the delivery's metronome and Telegram's windows
and waits go by it too. WITHIN are the seconds that a request to Discord may take. With REPORT the process tells in a
file of that name, many times a second, what it has heard of Discord and whether it is still at work on that. It logs at
DEBUG, so that all that it may ever log is looked at. Nothing else differs from what an operator runs.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import os
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from adapters.clockwork import Clockwork
from adapters.discord import adapter as discord
from adapters.telegram import adapter as telegram
from bot import service
from bot.cli import main, operating
from bot.desk import Desk

COMMAND: Final = ("-m", "tests.support.clocked", "run")
LOOK: Final = 0.01  # seconds of the machine's between two looks at the clock, and between two reports


@dataclass
class Hands:
    """The file through which a clock is set, seen from the test's side."""

    file: Path

    @property
    def seconds(self) -> float:
        """Return what it holds."""
        return float(self.file.read_text())

    @seconds.setter
    def seconds(self, seconds: float) -> None:
        fresh = self.file.with_name(self.file.name + ".new")
        fresh.write_text(repr(seconds))
        fresh.replace(self.file)  # a reader finds the old time or the new one

    def now(self) -> datetime:
        """Return the time at which a clock that stands is."""
        return datetime.fromtimestamp(self.seconds, UTC)

    def settings(self, *, stands: bool) -> dict[str, str]:
        """Return the environment of a process that goes by this clock."""
        return {"CLOCK": str(self.file)} | ({"STANDS": "1"} if stands else {})


@dataclass(frozen=True)
class Report:
    """What the process has told: how often, the number of Discord's last event, and whether anything is under way."""

    number: int
    heard: int | None
    is_busy: bool

    @classmethod
    def read(cls, file: Path) -> Report | None:
        """Return the last report, None before the first."""
        with suppress(OSError, ValueError):
            number, heard, busy = file.read_text().split()
            return cls(int(number), None if heard == "None" else int(heard), busy == "True")
        return None


@dataclass
class _Witness:
    """Sees how far both platforms are with what they have heard, and tells."""

    file: Path
    telegram: telegram.Telegram | None = None
    discord: discord.Discord | None = None
    telling: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Tell from now on, until the process ends."""
        self.telling = self.telling or asyncio.create_task(self._tells())

    async def _tells(self) -> None:
        fresh = self.file.with_name(self.file.name + ".new")
        for number in itertools.count():
            heard = self.discord.heard if self.discord is not None else None
            fresh.write_text(f"{number} {heard} {self._is_busy()}")
            fresh.replace(self.file)
            await asyncio.sleep(LOOK)

    def _is_busy(self) -> bool:
        inbox = self.telegram.inbox if self.telegram is not None else None
        is_idle = inbox is None or inbox._idle.is_set()  # noqa: SLF001 - others wait for it and need not look
        return not is_idle or (self.discord is not None and self.discord.under_way > 0)


def _observe(witness: _Witness) -> None:
    """Let a witness see both platforms."""

    class SeenTelegram(telegram.Telegram):
        """Telegram, with a witness."""

        async def run(self, desk: Desk) -> None:
            """Listen."""
            witness.telegram = self
            witness.begin()
            await super().run(desk)

    class SeenDiscord(discord.Discord):
        """Discord, with a witness."""

        async def run(self, desk: Desk) -> None:
            """Listen."""
            witness.discord = self
            witness.begin()
            await super().run(desk)

    setattr(telegram, "Telegram", SeenTelegram)  # noqa: B010
    setattr(discord, "Discord", SeenDiscord)  # noqa: B010


def _clock_of(hands: Hands, *, stands: bool) -> type[service.SystemClock]:
    class Clock(service.SystemClock):
        """The machine's clock, moved, or one that stands."""

        def now(self) -> datetime:
            return hands.now() if stands else super().now() + timedelta(seconds=hands.seconds)

    return Clock


def _stand(hands: Hands) -> tuple[Callable[[], float], Callable[[float], Awaitable[None]]]:
    """Return the ticks of a clock that stands, and a sleep that ends when they have come far enough."""

    async def sleep(seconds: float) -> None:
        until = hands.seconds + seconds
        while hands.seconds < until:  # noqa: ASYNC110 - the hands are moved from another process
            await asyncio.sleep(LOOK)

    return (lambda: hands.seconds), sleep


def _set_up() -> None:
    """Put other clocks in the place of the machine's; mypy takes no other class there."""
    hands, stands = Hands(Path(os.environ["CLOCK"])), "STANDS" in os.environ
    setattr(service, "SystemClock", _clock_of(hands, stands=stands))  # noqa: B010
    keep_secrets = operating._keep_secrets  # noqa: SLF001 - where the level is chosen
    setattr(operating, "_keep_secrets", lambda settings, _: keep_secrets(settings, logging.DEBUG))  # noqa: B010
    if "REPORT" in os.environ:
        _observe(_Witness(Path(os.environ["REPORT"])))
    if stands:
        ticks, sleep = _stand(hands)
        setattr(service, "Clockwork", partial(Clockwork, monotonic=ticks))  # noqa: B010
        setattr(telegram, "Telegram", partial(telegram.Telegram, monotonic=ticks, sleep=sleep))  # noqa: B010
    if "WITHIN" in os.environ:
        setattr(discord, "Discord", partial(discord.Discord, within=float(os.environ["WITHIN"])))  # noqa: B010


if __name__ == "__main__":
    _set_up()
    sys.exit(main())
