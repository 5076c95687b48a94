"""The two bots that are measured on the loopback Discord, each a process of its own.

`python -m benchmarks.discord_bots ours FILE TOKEN API_URL GATEWAY_URL` is the whole service. `bare` is a plain
discord.py with a command tree, which answers "ok" to every command; `bare, keeping` notes each in a database before.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from contextlib import AsyncExitStack
from pathlib import Path

import discord
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from adapters.clockwork import Clockwork
from adapters.discord.adapter import Discord
from benchmarks.herd import COMMUNITY
from benchmarks.keeping import Keeping, keeping
from benchmarks.platform import KEEPING
from bot.app import opened
from bot.domain.people import Platform
from bot.service import SystemClock


async def ours(token: str, api_url: str, file: Path) -> None:
    """Run the whole bot until it is killed."""
    clock = SystemClock()
    async with Discord(token, api_url) as adapter:
        url = f"sqlite+aiosqlite:///{file}"
        async with (
            opened(url, COMMUNITY, (), {Platform.DISCORD: adapter}, clock) as app,
            Clockwork(app.run_due, app.courier.stop, clock) as clockwork,
        ):
            app.desk.wake = clockwork.wake
            await adapter.run(app.desk)


class Bare(discord.Client):
    """A client with the commands that are asked, each answered with "ok"."""

    def __init__(self, kept: Keeping | None) -> None:
        super().__init__(intents=discord.Intents(guilds=True))
        self.tree = app_commands.CommandTree(self)
        self.kept = kept

    async def setup_hook(self) -> None:
        """Register the commands."""
        for name in ("start", "termine", "hilfe"):
            self.tree.command(name=name, description=name)(answer)
        self.tree.command(name="suche", description="suche")(answer_search)
        await self.tree.sync()


async def answer(interaction: discord.Interaction[Bare]) -> None:
    """Answer a command."""
    if interaction.client.kept is not None:
        await interaction.client.kept.answers(str(interaction.id), str(interaction.user.id))
    await interaction.response.send_message("ok", ephemeral=True)


@app_commands.describe(was="was")
async def answer_search(interaction: discord.Interaction[Bare], was: str) -> None:  # noqa: ARG001 - an option
    """Answer a command with an option."""
    await answer(interaction)


async def bare(token: str, file: Path | None) -> None:
    """Answer until killed."""
    async with AsyncExitStack() as stack:
        kept = await stack.enter_async_context(keeping(file)) if file is not None else None
        await Bare(kept).start(token)


def main() -> None:
    """Run the bot that is named."""
    logging.basicConfig(level=logging.ERROR)
    name, file, token, api_url, gateway_url = sys.argv[1:]
    if name == "ours":
        asyncio.run(ours(token, api_url, Path(file)))
        return
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = api_url, URL(gateway_url)
    asyncio.run(bare(token, Path(file) if name == KEEPING else None))


if __name__ == "__main__":
    main()
