"""Telegram: commands a second through the whole stack, against a bare bot that answers "ok" in the same run.

The commands wait when a bot asks for them, so that it works as fast as it can; each person's are answered in their
order.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Final

from rich.table import Table

from benchmarks import platform
from tests.support.botapi import BotApi

MIX: Final = ("/start", "/termine", "/suche python", "/hilfe")
LISTS: Final[dict[str, tuple[str, ...]]] = {
    "/termine": ("/termine",),
    "/suche python": ("/suche python",),
    "a mix": MIX,
}


class _Stage:
    """A Bot API server with people who write to the bot privately."""

    module = "benchmarks.telegram_bots"
    at_once = 1_000_000

    def __init__(self, api: BotApi, people: int) -> None:
        self.arguments: Sequence[str] = (api.token, api.base_url)
        self._api = api
        self._people = [api.person(f"Person {number}") for number in range(people)]

    async def ready(self) -> None:
        """Wait for nothing: what is sent before waits for the bot."""

    def ask(self, person: int, command: str) -> None:
        """Let a person write."""
        self._people[person].says(command)

    def answered(self) -> int:
        """Return how many messages came."""
        return sum(len(person.messages) for person in self._people)

    async def until(self, predicate: Callable[[], bool]) -> None:
        """Wait until something is so."""
        await self._api.until(predicate, within=platform.WITHIN)

    def check(self) -> None:
        """Raise RuntimeError where a message was refused."""
        if any(call.status != 200 for call in self._api.called("sendMessage")):
            raise RuntimeError("the server has refused something")


@asynccontextmanager
async def _opened(people: int) -> AsyncIterator[platform.Stage]:
    async with BotApi(strict=False) as api:
        yield _Stage(api, people)


def tables() -> AsyncIterator[Table]:
    """Yield the tables of Telegram."""
    return platform.tables("Telegram", _opened, LISTS, "windows opened; bare: python-telegram-bot that answers ok")
