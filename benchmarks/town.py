"""One community of 500 on both loopback platforms, and the bot's process between them.

The process is what an operator runs, `ideenherd run`, or stands in its place; its database lies on a real disk.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from benchmarks.bare import bare
from benchmarks.endurance import resident
from benchmarks.herd import BERLIN, COMMUNITY, peopled, url_of
from benchmarks.platform import worked
from benchmarks.sides import PRESS, OnDiscord, OnTelegram, Question, Side
from bot.app import opened
from bot.domain.events import Event, EventState
from bot.domain.places import Place
from bot.outbox import events
from bot.ports import Store
from bot.service import SystemClock
from tests.support.botapi import BotApi
from tests.support.discordapi import DiscordApi
from tests.support.running import RUN, Running

PEOPLE: Final = 500  # half of them on each platform
WITHIN: Final = 60.0  # seconds for whatever is waited for
LOOK: Final = 0.004  # seconds between two looks
A_MONTH: Final = timedelta(days=30)
COMMANDS: Final = ("termine", "suche", "hilfe", PRESS, "start", "datenschutz", "skills")
FILE: Final = "ideenherd.db"
FORGETTING: Final = 500  # questions and posts after which the platforms forget


class Process(Running):
    """A process that tells what it holds."""

    @property
    def resident(self) -> int:
        """Return how many bytes of it are in memory."""
        if self._process is None:
            raise RuntimeError("there is no process")
        return resident(self._process.pid)

    @property
    def worked(self) -> float:
        """Return how much processor time it has used, in seconds."""
        return worked(self._process.pid) if self._process is not None else 0.0


@dataclass(slots=True)
class Town:
    """Who is there, what was asked so far, and how much was done in all, posts too."""

    folder: Path
    telegram: OnTelegram
    discord: OnDiscord
    questions: list[Question] = field(default_factory=list)
    waiting: list[Question] = field(default_factory=list)  # those that may have no answer yet
    done: int = 0

    @property
    def sides(self) -> tuple[Side, Side]:
        """Return both platforms."""
        return self.telegram, self.discord

    @property
    def file(self) -> Path:
        """Return where the database lies."""
        return self.folder / FILE

    @property
    def places(self) -> list[Place]:
        """Return the places of both platforms."""
        return [place for side in self.sides for place in side.places]

    @property
    def sent(self) -> list[float]:
        """Return when each message was accepted that nobody had asked for, the first one first."""
        return sorted([*self.telegram.sent, *self.discord.sent])

    @property
    def under_way(self) -> list[Question]:
        """Return the questions that wait for an answer."""
        self.waiting[:] = [each for each in self.waiting if each.answered is None]
        return self.waiting

    @property
    def settings(self) -> dict[str, str]:
        """Return the settings of a process that is to live here."""
        return {
            **self.telegram.api.settings,
            **self.discord.api.settings,
            "IDEENHERD_PLACES": json.dumps([_setting(place) for place in self.places]),
            "GATEWAY_URL": self.discord.api.gateway_url,
        }

    async def settles(self) -> None:
        """Let the members be known; an event waits to be announced."""
        await peopled(self.file, PEOPLE)
        self._logs_in()
        url, clock = url_of(self.file), SystemClock()
        async with opened(url, COMMUNITY, self.places, {}, clock) as app, app.storage.begin() as store:
            await published(store, "Stammtisch", clock.now())

    def _logs_in(self) -> None:
        """Let the members have the logins of the people: the odd ones on Telegram, the even ones on Discord."""
        with bare(self.file) as connection:
            connection.execute("BEGIN")
            for first, side in enumerate(self.sides, start=1):
                rows = [(login, first + 2 * at) for at, login in enumerate(side.logins)]
                connection.executemany("UPDATE accounts SET login = ? WHERE id = ?", rows)
            connection.execute("COMMIT")

    def ask(self, number: int, mix: Sequence[str] = COMMANDS) -> None:
        """Let somebody do the next thing, the platforms and then the people in turns."""
        side, turn = self.sides[number % 2], number // 2
        question = side.ask(turn % (PEOPLE // 2), mix[turn % len(mix)])
        if question is not None:
            self.questions.append(question)
            self.waiting.append(question)
        self.done += 1
        if self.done % FORGETTING == 0:
            for each in self.sides:
                each.forget()

    async def paced(self, per_second: float, seconds: float, mix: Sequence[str] = COMMANDS) -> list[Question]:
        """Ask at a pace, whether or not there are answers, and return what was asked; it may be answered later."""
        before, began = len(self.questions), time.monotonic()
        for number in range(round(per_second * seconds)):
            await asyncio.sleep(max(0.0, began + number / per_second - time.monotonic()))
            self.ask(self.done, mix)
        return self.questions[before:]

    async def until(self, predicate: Callable[[], bool], within: float = WITHIN) -> None:
        """Wait until something is so; TimeoutError where it never is."""
        async with asyncio.timeout(within):
            await asyncio.sleep(0)  # the platforms serve in this loop too
            while not predicate():  # noqa: ASYNC110 - what is waited for happens in other processes too
                await asyncio.sleep(LOOK)

    async def ready(self, *, has_cards: bool) -> None:
        """Wait until the bot can be asked, and has announced the event."""
        await self.until(lambda: all(side.is_ready for side in self.sides))
        if has_cards:
            await self.until(lambda: all(side.has_card for side in self.sides))

    def check(self) -> None:
        """Raise RuntimeError where a platform has refused something."""
        for side in self.sides:
            side.check()


def _setting(place: Place) -> dict[str, object]:
    return {
        "platform": place.address.platform,
        "chat": place.address.chat,
        "roles": sorted(place.roles),
        "name": place.name,
        "free_messages": place.free_messages,
    }


async def published(store: Store, title: str, at: datetime) -> None:
    """Plan an event as the bot did at an instant: its cards at once, and what is said later."""
    starts = (at + A_MONTH).astimezone(BERLIN).replace(tzinfo=None, second=0, microsecond=0)
    event = Event(
        *(0, 1, title, starts, "Europe/Berlin", timedelta(hours=2), None, "Café", "", "", None),
        state=EventState.ACTIVE,
        revision=1,
        created_at=at,
    )
    await events.publish(store, await store.events.create(event), at)


@asynccontextmanager
async def town(folder: Path) -> AsyncIterator[Town]:
    """Open both platforms with people on them."""
    async with BotApi(strict=False) as telegram, DiscordApi(strict=False) as discord:
        yield Town(folder, OnTelegram(telegram, PEOPLE // 2), OnDiscord(discord, PEOPLE // 2))


@asynccontextmanager
async def living(there: Town, command: Sequence[str] = RUN, **more: str) -> AsyncIterator[Process]:
    """Run a process in a town, with more in its environment, until the block ends; then it is gone."""
    process = Process(there.folder, there.settings | more, command)
    await process.start()
    try:
        yield process
    finally:
        process.kill()
        await process.ended()
