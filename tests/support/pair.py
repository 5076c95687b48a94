"""A small community on both loopback platforms at once: one bot with both real libraries over one SQLite file.

    async with both(tmp_path) as (s, t):
        s.anna.runs("skills", s.events)
        t.anna.says("/verknuepfen")
        await settled(s, t)

`s` is the Discord of `tests.support.salon`, `t` the Telegram of `tests.support.telegraph`; they share bot and clock.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.app import opened
from bot.domain.community import Community
from bot.domain.people import Platform
from bot.ports import Messenger
from tests.support import salon, telegraph
from tests.support.botapi import BotApi
from tests.support.discordapi import DiscordApi
from tests.support.salon import Salon
from tests.support.talking import BERLIN, MovedClock
from tests.support.telegraph import Telegraph


async def settled(s: Salon, t: Telegraph) -> None:
    """Wait until what happened on both was handled, and send what is due."""
    for _ in range(2):
        await s.settled()
        await t.settled()


@asynccontextmanager
async def both(folder: Path, now: str = "2026-12-01 09:00") -> AsyncIterator[tuple[Salon, Telegraph]]:
    """Run a bot against a new server of each platform; no call may have broken a platform's own description."""
    clock = MovedClock(datetime.fromisoformat(now).replace(tzinfo=BERLIN).astimezone(UTC))
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    async with DiscordApi(now=clock.now) as discord, BotApi(now=clock.now) as telegram, AsyncExitStack() as stack:
        stack.callback(_restore, before)
        s, t = _salon(folder, clock, discord), _telegraph(folder, clock, telegram)
        s.platform = await stack.enter_async_context(s.made())
        t.platform = await stack.enter_async_context(t.made())
        house = Community("Testherd", BERLIN, "de", "Orga-Team", "orga@example.org", frozenset())
        url = f"sqlite+aiosqlite:///{folder / 'ideenherd.db'}"
        wires: dict[Platform, Messenger] = {Platform.DISCORD: s.platform, Platform.TELEGRAM: t.platform}
        places = [*s.places, *t.places]
        app = await stack.enter_async_context(opened(url, house, places, wires, clock, edit_pause=timedelta(0)))
        s.app = t.app = app
        s.listening = asyncio.create_task(s.platform.run(app.desk))
        t.listening = asyncio.create_task(t.platform.run(app.desk))
        stack.push_async_callback(_ended, s.listening, t.listening)
        await s.listens()
        await t.listens()
        yield s, t
    assert not discord.violations, discord.violations
    assert not telegram.violations, telegram.violations


async def _ended(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)


def _restore(before: tuple[str, object]) -> None:
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before  # type: ignore[assignment]  # a URL of its library


def _salon(folder: Path, clock: MovedClock, api: DiscordApi) -> Salon:
    people = api.person("Anna"), api.person("Ben"), api.person("Orga")
    guild = api.guild("Ruhr", *people, owner=people[-1])
    jobs, events = guild.channel("jobs"), guild.channel("termine")
    return Salon(folder, clock, api, *people, guild, jobs, events, salon.places_in(jobs, events))


def _telegraph(folder: Path, clock: MovedClock, api: BotApi) -> Telegraph:
    api.privacy = False
    people = api.person("Anna"), api.person("Ben"), api.person("Orga")
    jobs, events = api.group("Aufträge", *people), api.group("Termine", *people)
    return Telegraph(folder, clock, api, *people, jobs, events, telegraph.places_in(jobs, events))
