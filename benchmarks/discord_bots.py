"""The two bots that are measured on the loopback Discord, each a process of its own.

`python -m benchmarks.discord_bots ours FILE TOKEN API_URL GATEWAY_URL` is the whole service. `bare` is a plain
discord.py with a command tree, which answers "ok" to every command.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from pathlib import Path
from typing import Any

import discord
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from adapters.clockwork import Clockwork
from adapters.discord.adapter import Discord
from benchmarks.herd import COMMUNITY
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

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True))
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        """Register the commands."""
        for name in ("start", "termine", "hilfe"):
            self.tree.command(name=name, description=name)(answer)
        self.tree.command(name="suche", description="suche")(answer_search)
        await self.tree.sync()


async def answer(interaction: discord.Interaction[Any]) -> None:
    """Answer a command."""
    await interaction.response.send_message("ok", ephemeral=True)


@app_commands.describe(was="was")
async def answer_search(interaction: discord.Interaction[Any], was: str) -> None:  # noqa: ARG001 - an option
    """Answer a command with an option."""
    await interaction.response.send_message("ok", ephemeral=True)


def main() -> None:
    """Run the bot that is named."""
    logging.basicConfig(level=logging.ERROR)
    name, file, token, api_url, gateway_url = sys.argv[1:]
    if name == "bare":
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = api_url, URL(gateway_url)
        Bare().run(token, log_handler=None)
    else:
        asyncio.run(ours(token, api_url, Path(file)))


if __name__ == "__main__":
    main()
