"""A small community on the loopback Telegram: the real library, a real SQLite file, and a clock that stands still.

    async with telegraph(tmp_path) as t:
        t.anna.says("/skills python")
        await t.settled()
        t.anna.presses(t.anna.messages[-1], "Einverstanden")

`t.jobs` and `t.events` are the two groups; `t.settled()` waits until everything that happened was handled and whatever
is due was sent. `t.restarted()` stops the bot and starts it again on the same database.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from adapters.telegram.adapter import Telegram
from adapters.telegram.pacing import OPEN, Windows
from bot.domain.people import ChatAddress, Platform
from bot.domain.places import Place, Role
from tests.support.botapi import BotApi
from tests.support.botapi.chats import Group, Topic
from tests.support.botapi.people import Person
from tests.support.canaries import shown
from tests.support.talking import BERLIN, MovedClock
from tests.support.wired import Wired


@dataclass
class Telegraph(Wired[Telegram]):
    """The server, its people and groups, and the bot that runs against it."""

    api: BotApi
    anna: Person
    ben: Person
    orga: Person
    jobs: Group
    events: Group
    places: list[Place]
    windows: Windows = OPEN
    language: str = "de"
    topic: Topic | None = None
    naps: asyncio.Event = field(default_factory=asyncio.Event)  # set as soon as the bot has waited for anything

    async def start(self) -> None:
        """Start the bot and wait until it listens."""
        await self.begins(self.made(), self.orga.id, self.places, self.language)
        await self.listens()

    def made(self) -> Telegram:
        """Return the platform, to be entered."""
        return Telegram(self.api.token, self.api.base_url, windows=self.windows, poll=20, read=2.0, sleep=self._sleep)

    async def listens(self) -> None:
        """Wait until the bot that was started listens."""
        await self.api.until(lambda: self.api.world.updates.is_polled or self._has_failed())

    async def settled(self) -> None:
        """Wait until what happened was confirmed and handled, and send what is due."""
        assert self.platform is not None
        await self.api.until(lambda: self._has_failed() or not self.api.world.updates.waiting)
        assert self.platform.inbox is not None
        await self.platform.inbox.idle()
        await self.due()

    async def agreed(self, person: Person, skills: str, level: str = "Einverstanden") -> None:
        """Make somebody a member who agreed and has skills."""
        person.says(f"/skills {skills}")
        await self.settled()
        person.presses(person.messages[-1], level)
        await self.settled()

    async def _sleep(self, seconds: float) -> None:
        self.naps.set()
        await asyncio.sleep(min(seconds, 2.0))

    def _has_failed(self) -> bool:
        self.must_listen()
        return False


def places_in(jobs: Group, events: Group) -> list[Place]:
    """Return both groups as places."""
    return [
        Place(0, ChatAddress(Platform.TELEGRAM, str(jobs.id)), "#jobs", frozenset({Role.JOBS}), free_messages=True),
        Place(0, ChatAddress(Platform.TELEGRAM, str(events.id)), "#termine", frozenset({Role.EVENTS})),
    ]


@asynccontextmanager
async def telegraph(
    folder: Path,
    now: str = "2026-12-01 09:00",
    *,
    windows: Windows = OPEN,
    language: str = "de",
    forum: bool = False,
    kind: str = "supergroup",
    in_topic: bool = False,
) -> AsyncIterator[Telegraph]:
    """Run a bot against a new server; at the end no call may have broken the platform's own description."""
    clock = MovedClock(datetime.fromisoformat(now).replace(tzinfo=BERLIN).astimezone(UTC))
    async with BotApi(now=clock.now) as api:
        api.privacy = False
        anna, ben, orga = api.person("Anna"), api.person("Ben"), api.person("Orga")
        jobs = api.group("Aufträge", anna, ben, orga, forum=forum, kind=kind)
        events = api.group("Termine", anna, ben, orga, kind=kind)
        places, topic = places_in(jobs, events), jobs.topic("Aufträge") if in_topic else None
        if topic is not None:
            where = replace(places[0].address, topic=str(topic.thread))
            places[0] = replace(places[0], address=where)
        there = Telegraph(folder, clock, api, anna, ben, orga, jobs, events, places, windows, language, topic)
        await there.start()
        try:
            yield there
        finally:
            await there.stop()
        assert not api.violations, api.violations
        assert shown(each for each in api.messages() if each.by_bot) == [], "the bot has shown a token"
