"""A bot that runs on a loopback platform: the real library, a real SQLite file, and a clock that stands still."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Generic, TypeVar

from adapters.discord.adapter import Discord
from adapters.telegram.adapter import Telegram
from bot.app import App, opened
from bot.domain.community import Community
from bot.domain.people import Address
from bot.domain.places import Place
from tests.support.talking import BERLIN, MovedClock, pass_time

L = TypeVar("L", Telegram, Discord)


@dataclass
class Wired(Generic[L]):
    """The bot that runs now, its platform, and the folder of its database."""

    folder: Path
    clock: MovedClock
    app: App | None = field(default=None, init=False)
    platform: L | None = field(default=None, init=False)
    approves: bool = field(default=False, init=False)  # whether organisers approve what members propose
    listening: asyncio.Task[None] | None = field(default=None, init=False)
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack, init=False)

    @property
    def bot(self) -> App:
        """Return the bot that runs now."""
        assert self.app is not None
        return self.app

    async def start(self) -> None:
        """Start the bot and wait until it listens."""
        raise NotImplementedError

    async def begins(self, platform: L, organiser: int, places: Sequence[Place], language: str) -> None:
        """Start the bot on a platform and do not wait until it listens."""
        self._stack = AsyncExitStack()
        organisers = frozenset({Address(platform.platform, str(organiser))})
        house = Community(
            *("Testherd", BERLIN, language, "Orga-Team", "orga@example.org", organisers),
            approves_events=self.approves,
        )
        url = f"sqlite+aiosqlite:///{self.folder / 'ideenherd.db'}"
        self.platform = await self._stack.enter_async_context(platform)
        messengers = {platform.platform: platform}
        self.app = await self._stack.enter_async_context(
            opened(url, house, places, messengers, self.clock, edit_pause=timedelta(0))
        )
        self.listening = asyncio.create_task(platform.run(self.app.desk))

    async def stop(self) -> None:
        """Stop the bot in order."""
        assert self.listening is not None
        self.listening.cancel()
        await asyncio.wait({self.listening})
        await self._stack.aclose()
        self.app = self.platform = None

    async def restarted(self) -> None:
        """Stop the bot and start it again."""
        await self.stop()
        await self.start()

    async def due(self) -> None:
        """Send what is due."""
        while await self.bot.run_due():
            pass

    async def move(self, **by: float) -> None:
        """Move the clock, stopping at every due moment."""
        await pass_time(self.bot, self.clock, timedelta(**by))

    def must_listen(self) -> None:
        """Raise what ended the listening, unless the bot was stopped."""
        if self.listening is not None and self.listening.done() and not self.listening.cancelled():
            self.listening.result()
