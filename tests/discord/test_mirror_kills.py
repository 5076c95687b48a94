"""The process is killed while it makes, changes and takes away an event of the server: one stands there, then none."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.app import opened
from bot.domain.community import Community
from bot.domain.events import Event, EventState
from bot.domain.people import Address, ChatAddress, Platform
from bot.domain.places import Place, Role
from bot.outbox import event_changes, events
from bot.ports import Store
from storage.database import open_database
from tests.support.discordapi import DiscordApi, Guild
from tests.support.discordapi.scheduled import Scheduled
from tests.support.running import Running, process

MAKE = "POST /guilds/{guild}/scheduled-events"
CHANGE = "PATCH /guilds/{guild}/scheduled-events/{event}"
TAKE = "DELETE /guilds/{guild}/scheduled-events/{event}"
NEVER_DEAD = 60.0  # seconds after which a process should have come to the step

_TO_DO = """
    SELECT
        (SELECT count(*) FROM deliveries
            WHERE outcome IN ('sending', 'doubtful') OR (outcome = 'waiting' AND due <= ?))
        + (SELECT count(*) FROM postings WHERE shown < wanted OR remove_at <= ?)
"""


@dataclass
class House:
    """A server, the bot as a process of its own, and its database, which is told of things while no bot runs."""

    api: DiscordApi
    guild: Guild
    bot: Running

    @property
    def url(self) -> str:
        return f"sqlite+aiosqlite:///{self.bot.folder / 'ideenherd.db'}"

    async def founded(self, place: Place) -> None:
        community = Community("Testherd", ZoneInfo("Europe/Berlin"), "de", "", "")
        async with opened(self.url, community, [place], {}, Now()):
            pass

    async def told(self, of: Callable[[Store, datetime], Awaitable[None]]) -> None:
        async with open_database(self.url) as database, database.begin() as store:
            await of(store, datetime.now(UTC))

    async def killed(self, step: str, route: str) -> None:
        """Run until the first request of a route has come so far, and no further."""
        struck: list[str] = []

        def strike(at: str, of: str) -> None:
            if (at, of) == (step, route) and not struck:
                struck.append(at)
                self.bot.kill()

        self.api.hooks.append(strike)
        await self.bot.start()
        assert await self.bot.ended(NEVER_DEAD) == -9, self.bot.log[-2000:]
        self.api.hooks.remove(strike)
        await self.api.is_left()

    async def at_rest(self) -> None:
        """Run until nothing is due or in doubt and every copy shows what it should, and end in order."""
        await self.bot.start()
        await self.api.until(lambda: self.api.is_connected and self._rests(), within=NEVER_DEAD)
        assert await self.bot.stopped() == 0, self.bot.log[-2000:]
        await self.api.is_left()

    def _rests(self) -> bool:
        now = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f}"
        return self.bot.rows(_TO_DO, (now, now)) == [(0,)]

    def shown(self) -> list[Scheduled]:
        return [each for each in self.guild.events if each.is_open]


class Now:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


async def announce(store: Store, now: datetime) -> None:
    member = await store.members.create(Address(Platform.DISCORD, "1"), "Anna", now)
    starts = (now + timedelta(days=9)).replace(tzinfo=None, second=0, microsecond=0)
    where = ("Essen", "Unperfekthaus", "", "")
    event = Event(
        0, member.id, "Twittwoch", starts, "Europe/Berlin", timedelta(hours=2), *where, None, EventState.ACTIVE, 1, now
    )  # fmt: skip
    await events.publish(store, await store.events.create(event), now)


async def rename(store: Store, now: datetime) -> None:
    before = await store.events.get(1)
    assert before is not None
    after = replace(before, title="Twittwoch Ruhr", revision=before.revision + 1)
    await store.events.save(after)
    await event_changes.change(store, before, after, now, 0)


async def cancel(store: Store, now: datetime) -> None:
    before = await store.events.get(1)
    assert before is not None
    after = replace(before, state=EventState.CANCELLED, revision=before.revision + 1)
    await store.events.save(after)
    await event_changes.cancel(store, after, now, 0)


@pytest.mark.timeout(240)
async def test_kills_leave_one_mirror_and_after_the_cancellation_none(tmp_path: Path) -> None:
    async with DiscordApi() as api:
        guild = api.guild("Ruhr")
        dates = guild.channel("termine")
        place = Place(0, ChatAddress(Platform.DISCORD, str(dates.id)), "#termine", frozenset({Role.EVENTS}))
        said = [{"platform": "discord", "chat": str(dates.id), "roles": ["events"], "name": "#termine"}]
        async with process(tmp_path, api.settings | {"IDEENHERD_PLACES": json.dumps(said)}) as bot:
            house = House(api, guild, bot)
            await house.founded(place)
            await house.told(announce)
            await house.killed("received", MAKE)
            await house.at_rest()
            assert [each.name for each in house.shown()] == ["Twittwoch"]
            await house.told(rename)
            await house.killed("accepted", CHANGE)
            await house.at_rest()
            assert [each.name for each in house.shown()] == ["Twittwoch Ruhr"]
            await house.told(cancel)
            await house.killed("answered", TAKE)
            await house.at_rest()
            assert house.shown() == []
            assert len(guild.events) == 1, "whatever was in doubt, it was made once"
            assert bot.rows("SELECT count(*) FROM postings WHERE object = 'mirror'") == [(0,)]
            assert api.violations == []
