"""A bare bot on both platforms in one process: python-telegram-bot and discord.py, which answer "ok" to every command.

`python -m benchmarks.bare_house` takes the same environment as ours, GATEWAY_URL beside it. With GREETS, a user's id on
Telegram, it says something there as soon as it can. It hears posts as well and does nothing with them.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from typing import Final

import discord
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters
from yarl import URL

from benchmarks.discord_bots import Bare
from benchmarks.lag import sampled

BARE: Final = ("-m", "benchmarks.bare_house")
GREETS: Final = "GREETS"


class Listening(Bare):
    """The bare client, which hears posts too."""

    def __init__(self) -> None:
        discord.Client.__init__(
            self, intents=discord.Intents(guilds=True, guild_messages=True, message_content=True, dm_messages=True)
        )
        self.tree = app_commands.CommandTree(self)
        self.kept = None


async def answer(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer a command."""
    if update.effective_message is not None:
        await update.effective_message.reply_text("ok")


async def run() -> None:
    """Answer until SIGTERM."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    token, base_url = os.environ["IDEENHERD_TELEGRAM__TOKEN"], os.environ["IDEENHERD_TELEGRAM__BASE_URL"]
    bot = Application.builder().token(token).base_url(base_url).job_queue(None).build()
    bot.add_handler(MessageHandler(filters.COMMAND, answer))
    client = Listening()
    async with sampled(), bot, client:
        discord_side = asyncio.create_task(client.start(os.environ["IDEENHERD_DISCORD__TOKEN"]))
        if user := os.environ.get(GREETS):
            await bot.bot.send_message(int(user), "ok")
        await bot.start()
        if bot.updater is None:
            raise RuntimeError("the library gives no updater")
        await bot.updater.start_polling()
        await stop.wait()
        await bot.updater.stop()
        await bot.stop()
        await client.close()
        await discord_side


def main() -> None:
    """Run the bot."""
    logging.basicConfig(level=logging.ERROR)
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = (
        os.environ["IDEENHERD_DISCORD__API_URL"],
        URL(os.environ["GATEWAY_URL"]),
    )
    asyncio.run(run())


if __name__ == "__main__":
    main()
