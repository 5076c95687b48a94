"""Discord: slash commands a second through the whole stack, against a bare bot that answers "ok" in the same run.

Discord gives up after three seconds, so not everything is asked at once: as soon as one answer comes, the next person
asks.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Final

from rich.table import Table

from benchmarks import platform
from tests.support.discordapi import DiscordApi, Interaction

MIX: Final = ("start", "termine", "suche", "hilfe")
LISTS: Final[dict[str, tuple[str, ...]]] = {
    "/termine": ("termine",),
    "/suche python": ("suche",),
    "a mix": MIX,
}
OPTIONS: Final[dict[str, dict[str, str]]] = {"suche": {"was": "python"}}


class _Stage:
    """A REST and gateway server with people who run commands in a channel."""

    module = "benchmarks.discord_bots"
    at_once = 20

    def __init__(self, api: DiscordApi, people: int) -> None:
        self.arguments: Sequence[str] = (api.token, api.base_url, api.gateway_url)
        self._api = api
        self._people = [api.person(f"Person {number}") for number in range(people)]
        self._channel = api.guild("Messherd", *self._people).channel("lounge")
        self._asked: list[Interaction] = []

    async def ready(self) -> None:
        """Wait until the bot is connected and its commands are registered."""
        await self.until(lambda: self._api.is_connected and bool(self._api.commands))

    def ask(self, person: int, command: str) -> None:
        """Let a person run a command."""
        self._asked.append(self._people[person].runs(command, self._channel, **OPTIONS.get(command, {})))

    def answered(self) -> int:
        """Return how many commands are answered."""
        return sum(bool(each.messages) for each in self._asked)

    async def until(self, predicate: Callable[[], bool]) -> None:
        """Wait until something is so."""
        await self._api.until(predicate, within=platform.WITHIN)

    def check(self) -> None:
        """Raise RuntimeError where an answer was refused or came too late."""
        if any(each.failed for each in self._asked) or any(call.status >= 400 for call in self._api.calls):
            raise RuntimeError("the server has refused something")


@asynccontextmanager
async def _opened(people: int) -> AsyncIterator[platform.Stage]:
    async with DiscordApi(strict=False) as api:
        yield _Stage(api, people)


def tables() -> AsyncIterator[Table]:
    """Yield the tables of Discord."""
    return platform.tables(
        "Discord", _opened, LISTS, f"{_Stage.at_once} at a time; bare: discord.py's command tree that answers ok"
    )
