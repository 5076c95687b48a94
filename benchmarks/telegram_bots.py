"""The two bots that are measured on the loopback Telegram, each a process of its own.

`python -m benchmarks.telegram_bots ours FILE TOKEN BASE_URL` is the whole service with its windows opened, since what
is measured is what the bot costs, not what Telegram allows. `bare` is a plain python-telegram-bot that answers "ok" to
every command; `bare, keeping` notes each in a database before.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from contextlib import AsyncExitStack
from pathlib import Path

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from adapters.clockwork import Clockwork
from adapters.telegram.adapter import Telegram
from adapters.telegram.pacing import OPEN
from benchmarks.herd import COMMUNITY
from benchmarks.keeping import Keeping, keeping
from benchmarks.platform import KEEPING
from bot.app import opened
from bot.domain.people import Platform
from bot.service import SystemClock


async def ours(token: str, base_url: str, file: Path) -> None:
    """Run the whole bot until it is killed."""
    clock = SystemClock()
    async with Telegram(token, base_url, windows=OPEN) as telegram:
        url = f"sqlite+aiosqlite:///{file}"
        async with (
            opened(url, COMMUNITY, (), {Platform.TELEGRAM: telegram}, clock) as app,
            Clockwork(app.run_due, app.courier.stop, clock) as clockwork,
        ):
            app.desk.wake = clockwork.wake
            await telegram.run(app.desk)


def bare(token: str, base_url: str, file: Path | None) -> None:
    """Answer "ok" to every command, in the library's own loop, until killed."""
    stack = AsyncExitStack()
    kept: list[Keeping] = []

    async def prepare(_bot: object) -> None:
        if file is not None:
            kept.append(await stack.enter_async_context(keeping(file)))

    async def answer(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        for each in kept:
            await each.answers(str(update.update_id), str(update.effective_user and update.effective_user.id))
        if update.effective_message is not None:
            await update.effective_message.reply_text("ok")

    bot = Application.builder().token(token).base_url(base_url).job_queue(None).post_init(prepare).build()
    bot.add_handler(MessageHandler(filters.COMMAND, answer))
    bot.run_polling()


def main() -> None:
    """Run the bot that is named."""
    logging.basicConfig(level=logging.ERROR)
    name, file, token, base_url = sys.argv[1:]
    if name == "ours":
        asyncio.run(ours(token, base_url, Path(file)))
    else:
        bare(token, base_url, Path(file) if name == KEEPING else None)


if __name__ == "__main__":
    main()
