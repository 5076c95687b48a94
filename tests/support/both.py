"""One bot on both loopback platforms at once: both real libraries, a real SQLite file, and a clock that stands still.

    async with both(tmp_path) as b:
        ben, anna = b.on_discord("Ben"), b.on_telegram("Anna")
        await b.published(ben, "Vereinsseite", "Suche React und Texten")
        anna.presses(b.group.messages[0], "Interesse: Text")
        await b.settled()

`b.channel` and `b.group` are the two places for jobs. `b.handled()` waits until everything that happened was handled,
`b.settled()` until whatever is due was sent as well.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord.adapter import Discord
from adapters.discord.answering import DEFER_AFTER, FORM_WITHIN
from adapters.telegram.adapter import Telegram
from adapters.telegram.pacing import OPEN, Windows
from bot.app import App, opened
from bot.domain.community import Community
from bot.domain.people import Address, ChatAddress, Platform
from bot.domain.places import Place, Role
from bot.matching.rules.rulebook import rules
from bot.ports import Messenger
from tests.support import botapi, discordapi
from tests.support.botapi import BotApi
from tests.support.canaries import shown
from tests.support.databases import fresh_file, url_of
from tests.support.discordapi import Channel, DiscordApi, Guild
from tests.support.talking import BERLIN, MovedClock, pass_time

CATCHING_UP: Final = 30.0  # seconds, also on a machine that is busy with other things


@dataclass
class Both:
    """Both servers with their people, and the bot that runs against them."""

    folder: Path
    clock: MovedClock
    discord: DiscordApi
    telegram: BotApi
    guild: Guild
    channel: Channel
    group: botapi.Group
    orga: botapi.Person
    edit_pause: timedelta = timedelta(0)
    windows: Windows = OPEN
    app: App | None = None
    here: Discord | None = None
    there: Telegram | None = None
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    _listening: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def bot(self) -> App:
        """Return the bot that runs now."""
        assert self.app is not None
        return self.app

    def on_discord(self, name: str) -> discordapi.Person:
        """Return somebody new in the guild."""
        person = self.discord.person(name)
        person.joins(self.guild)
        return person

    def on_telegram(self, name: str) -> botapi.Person:
        """Return somebody new in the group, to whom the bot may write."""
        person = self.telegram.person(name)
        person.joins(self.group)
        person.has_started = True
        return person

    async def start(self) -> None:
        """Start the bot and wait until it listens to both."""
        self._stack = AsyncExitStack()
        here = Discord(
            *(self.discord.token, self.discord.base_url),
            reads_posts=True,
            monotonic=self._monotonic,
            sleep=_patient,
        )
        there = Telegram(
            *(self.telegram.token, self.telegram.base_url),
            windows=self.windows,
            poll=20,
            read=2.0,
            sleep=lambda seconds: asyncio.sleep(min(seconds, 2.0)),
        )
        self.here, self.there = (
            await self._stack.enter_async_context(here),
            await self._stack.enter_async_context(there),
        )
        organisers = frozenset({Address(Platform.TELEGRAM, str(self.orga.id))})
        house = Community("Testherd", BERLIN, "de", "Orga-Team", "orga@example.org", organisers)
        messengers: dict[Platform, Messenger] = {Platform.DISCORD: here, Platform.TELEGRAM: there}
        url = url_of(self.folder / "ideenherd.db")
        self.app = app = await self._stack.enter_async_context(
            opened(url, house, self._places(), messengers, self.clock, edit_pause=self.edit_pause)
        )
        listeners: tuple[Discord | Telegram, ...] = (here, there)
        self._listening = {asyncio.create_task(one.run(app.desk)) for one in listeners}
        await self.until(lambda: here.heard is not None and self.telegram.world.updates.is_polled)
        await self.handled()

    async def stop(self) -> None:
        """Stop the bot in order."""
        for task in self._listening:
            task.cancel()
        if self._listening:
            await asyncio.wait(self._listening)
        await self._stack.aclose()
        self.app = self.here = self.there = None

    async def restarted(self) -> None:
        """Stop the bot and start it again."""
        await self.stop()
        await self.start()

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until something is so, and stays so while tasks get their turn."""
        async with asyncio.timeout(CATCHING_UP):
            while True:
                for _ in range(20):
                    for task in self._listening:
                        if task.done():
                            task.result()
                    if not is_so():
                        break
                    await asyncio.sleep(0)
                else:
                    return
                await asyncio.sleep(0.002)

    async def handled(self) -> None:
        """Wait until the bot has handled everything that it was told on either side."""
        await self.until(self._has_caught_up)

    async def settled(self) -> None:
        """Wait until what happened was handled, and send what is due."""
        await self.handled()
        while await self.bot.run_due():
            await self.handled()

    async def move(self, **by: float) -> None:
        """Move the clock, stopping at every due moment."""
        await pass_time(self.bot, self.clock, timedelta(**by))

    async def published(self, author: discordapi.Person | botapi.Person, title: str, text: str) -> None:
        """Let somebody publish a job."""
        if isinstance(author, botapi.Person):
            author.says(f'/job {title} text="{text}"')
            await self.settled()
            author.presses(author.messages[-1], "Veröffentlichen")
            return await self.settled()
        form = author.runs("job", self.channel)
        await self.settled()
        sent = author.submits(form, titel=title, text=text)
        await self.settled()
        author.presses(sent.messages[0], "Veröffentlichen")
        return await self.settled()

    def cards(self, title: str) -> tuple[str, str]:
        """Return the words of a job's card on Discord and on Telegram, without what only one of them can show."""
        (here,) = [one for one in self.channel.messages if title in one.text and "Auftrag " in one.text]
        (there,) = [one for one in self.group.messages if title in one.text and "Auftrag " in one.text]
        return _plain(here.text, here.labels), _plain(there.text, there.labels)

    def _monotonic(self) -> float:
        return self.clock.at.timestamp()

    def _has_caught_up(self) -> bool:
        told = [session.number for session in self.discord.world.sessions.connected]
        inbox = self.there.inbox if self.there is not None else None
        return (
            self.here is not None
            and told == [self.here.heard]
            and not self.here.under_way
            and not self.telegram.world.updates.waiting
            and (inbox is None or inbox._idle.is_set())  # noqa: SLF001 - others wait for it and need not look
        )

    def _places(self) -> list[Place]:
        jobs = frozenset({Role.JOBS})
        return [
            Place(0, ChatAddress(Platform.DISCORD, str(self.channel.id)), "#jobs", jobs, free_messages=True),
            Place(0, ChatAddress(Platform.TELEGRAM, str(self.group.id)), "Aufträge", jobs, free_messages=True),
        ]


async def _patient(seconds: float) -> None:
    """Wait as Discord's side does, which puts nothing off here, however slow the machine is."""
    if seconds in (DEFER_AFTER, FORM_WITHIN):
        await asyncio.Event().wait()
    await asyncio.sleep(min(seconds, 0.2))


def _plain(text: str, labels: list[str]) -> str:
    """Return a card's words without markup, line by line, and its buttons."""
    rows = [row.replace("**", "").replace("\\", "").strip() for row in text.splitlines()]
    return "\n".join([*(row for row in rows if row), *labels])


@asynccontextmanager
async def both(
    folder: Path,
    now: str = "2026-12-01 09:00",
    *,
    edit_pause: timedelta = timedelta(0),
    windows: Windows = OPEN,
) -> AsyncIterator[Both]:
    """Run a bot against new servers; at the end no call may have broken the platforms' own descriptions."""
    rules()  # made before anybody waits for an answer
    clock = MovedClock(datetime.fromisoformat(now).replace(tzinfo=BERLIN).astimezone(UTC))
    fresh_file(folder)
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    async with DiscordApi(now=clock.now) as discord, BotApi(now=clock.now) as telegram:
        telegram.privacy, discord.answer_within = False, CATCHING_UP
        host, orga = discord.person("Orga"), telegram.person("Orga")
        guild = discord.guild("Ruhr", host, owner=host)
        group = telegram.group("Aufträge", orga)
        b = Both(folder, clock, discord, telegram, guild, guild.channel("jobs"), group, orga, edit_pause, windows)
        try:
            await b.start()
            yield b
        finally:
            await b.stop()
            Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before
        assert not discord.violations, discord.violations
        assert not telegram.violations, telegram.violations
        assert shown(each for api in (discord, telegram) for each in api.messages() if each.by_bot) == []
