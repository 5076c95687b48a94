"""A small community on the loopback Discord: the real library, a real SQLite file, and a clock that stands still.

    async with salon(tmp_path) as s:
        s.anna.runs("skills")
        await s.settled()

`s.jobs` and `s.events` are the two channels; `s.settled()` waits until everything that happened was handled and
whatever is due was sent. `s.restarted()` stops the bot and starts it again on the same database. The bot is patient,
however slow the machine is, until `s.hurry` is set: then whatever is still not answered has to be put off.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord.adapter import Discord
from adapters.discord.answering import DEFER_AFTER, FORM_WITHIN
from bot.domain.people import ChatAddress, Platform
from bot.domain.places import Place, Role
from bot.matching.rules.rulebook import rules
from tests.support.canaries import shown
from tests.support.discordapi import Channel, DiscordApi, Guild, Interaction, Person
from tests.support.talking import BERLIN, MovedClock
from tests.support.wired import Wired

CATCHING_UP = 10.0  # seconds


@dataclass
class Salon(Wired[Discord]):
    """The server, its people and channels, and the bot that runs against it."""

    api: DiscordApi
    anna: Person
    ben: Person
    orga: Person
    guild: Guild
    jobs: Channel
    events: Channel
    places: list[Place]
    reads_posts: bool = True
    within: float = 5.0
    language: str = "de"
    fills_calendar: bool = True
    hurry: asyncio.Event = field(default_factory=asyncio.Event)

    async def start(self) -> None:
        """Start the bot and wait until it listens."""
        await self.begins(self.made(), self.orga.id, self.places, self.language)
        await self.listens()

    async def listens(self) -> None:
        """Wait until the bot that was started listens."""
        await self.until(lambda: self.platform is not None and self.platform.heard is not None)
        await self.caught_up()

    def made(self) -> Discord:
        """Return the platform, to be entered."""
        return Discord(
            self.api.token,
            self.api.base_url,
            reads_posts=self.reads_posts,
            fills_calendar=self.fills_calendar,
            within=self.within,
            monotonic=self._monotonic,
            sleep=self._sleep,
        )

    async def settled(self) -> None:
        """Wait until what happened was handled, and send what is due."""
        await self.caught_up()
        await self.due()

    async def caught_up(self) -> None:
        """Wait until the bot has heard and handled everything that it was told."""
        await self.until(self._has_caught_up)

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until something is so, and stays so while tasks get their turn."""
        async with asyncio.timeout(CATCHING_UP):
            while True:
                for _ in range(20):
                    self.must_listen()
                    if not is_so():
                        break
                    await asyncio.sleep(0)
                else:
                    return
                await asyncio.sleep(0.002)

    async def does(self, interaction: Interaction) -> Interaction:
        """Wait until an interaction is answered, and return it."""
        await self.settled()
        return interaction

    async def agreed(self, person: Person, skills: str, level: str = "Einverstanden") -> None:
        """Make somebody a member who agreed and has skills."""
        asked = await self.does(person.runs("skills", self.events))
        form = await self.does(person.presses(asked.messages[-1], level))
        await self.does(person.submits(form, liste=skills))

    def _has_caught_up(self) -> bool:
        told = [session.number for session in self.api.world.sessions.connected]
        return self.platform is not None and told == [self.platform.heard] and not self.platform.under_way

    def _monotonic(self) -> float:
        return self.clock.at.timestamp()

    async def _sleep(self, seconds: float) -> None:
        if seconds in (DEFER_AFTER, FORM_WITHIN):
            await self.hurry.wait()
        await asyncio.sleep(min(seconds, 0.2))


def places_in(jobs: Channel, events: Channel) -> list[Place]:
    """Return both channels as places."""
    return [
        Place(0, ChatAddress(Platform.DISCORD, str(jobs.id)), "#jobs", frozenset({Role.JOBS}), free_messages=True),
        Place(0, ChatAddress(Platform.DISCORD, str(events.id)), "#termine", frozenset({Role.EVENTS})),
    ]


@asynccontextmanager
async def salon(
    folder: Path,
    now: str = "2026-12-01 09:00",
    *,
    language: str = "de",
    reads_posts: bool = True,
    forum: Sequence[str] | None = None,
    within: float = 5.0,
) -> AsyncIterator[Salon]:
    """Run a bot against a new server; at the end no call may have broken the platform's own description."""
    rules()  # made before anybody waits for an answer
    clock = MovedClock(datetime.fromisoformat(now).replace(tzinfo=BERLIN).astimezone(UTC))
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    async with DiscordApi(now=clock.now) as api:
        anna, ben, orga = api.person("Anna"), api.person("Ben"), api.person("Orga")
        guild = api.guild("Ruhr", anna, ben, orga, owner=orga)
        jobs = guild.channel("jobs") if forum is None else guild.forum("auftraege", tags=tuple(forum))
        events = guild.channel("termine")
        there = Salon(
            folder,
            clock,
            api,
            anna,
            ben,
            orga,
            guild,
            jobs,
            events,
            places_in(jobs, events),
            reads_posts,
            within,
            language,
        )
        try:
            await there.start()
            yield there
        finally:
            await there.stop()
            Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before
        assert not api.violations, api.violations
        assert shown(each for each in api.messages() if each.by_bot) == [], "the bot has shown a token"
