"""The one file that knows everything: builds storage, desk and delivery, and takes them down in reverse order."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from bot import absence, housekeeping
from bot.context import House
from bot.delivery.courier import Courier
from bot.desk import Desk
from bot.domain.community import Community
from bot.domain.people import Platform
from bot.domain.places import Place
from bot.feeds import Elsewhere
from bot.house import HouseEars, kinds, registry
from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.rules.rulebook import rules
from bot.outbox import mirrors
from bot.outbox.events import plan_ahead
from bot.outbox.expiry import give_time
from bot.outbox.index import set_up
from bot.outbox.recap import plan_recaps
from bot.outbox.recurring import revive
from bot.ports import Clock, Messenger, Storage
from bot.subscriptions import Subscriptions
from storage.database import open_database
from storage.revisions import migrate

IN_FLIGHT: Final = 4  # requests under way at once on a platform
TIDY_EVERY: Final = timedelta(hours=1)
UNTIDY_FIRST: Final = timedelta(minutes=1)  # after a failure, doubling up to the hour
EDIT_PAUSE: Final = timedelta(seconds=3)  # between two edits in a chat, so that changes in a row become one


@dataclass(slots=True)
class App:
    """The bot without its adapters: what comes in goes to the desk, what is due goes out by the courier."""

    storage: Storage
    house: House
    desk: Desk
    courier: Courier
    subscriptions: Subscriptions | None = None  # None: nothing is read from elsewhere
    tidy_at: datetime | None = None  # None: with the next round
    untidy: int = 0  # rounds of tidying in a row in which something failed
    is_tidying: bool = False  # calls of `run_due` may overlap

    async def run_due(self, now: datetime | None = None) -> int:
        """Do everything that is due: erase, tidy up, deliver, bring copies up to date; return how much it was."""
        at = now or self.courier.clock.now()
        async with self.storage.begin() as store:
            house_due = await housekeeping.next_in(store)
            is_idle = await store.outbox.is_idle(at) and not self.courier.owes
            feed = await store.feeds.next_due() if self.subscriptions is not None else None
        done = 0
        if self.subscriptions is not None and feed is not None and feed <= at:
            done = await self.subscriptions.read_due()
            is_idle = is_idle and not done
        if self._is_to_tidy(at, house_due):
            done += await self._tidy(at)
            is_idle = False
        return done if is_idle else done + await self.courier.deliver_due(now)

    def _is_to_tidy(self, at: datetime, due: datetime | None) -> bool:
        """Say whether tidying is due: every hour, for what has an instant at once, after a failure with patience."""
        if self.is_tidying:
            return False
        if self.tidy_at is None or self.tidy_at <= at:
            return True
        return due is not None and due <= at and not self.untidy

    async def _tidy(self, at: datetime) -> int:
        """Tidy up and return how many people were erased; what fails holds up no delivery and is tried again."""
        self.is_tidying = True
        try:
            tidied = await housekeeping.tidy(self.storage, at)
            await tidied.step("asking after who seems to be gone", lambda store: absence.ask_again(store, at))
        finally:
            self.is_tidying = False
        self.untidy = self.untidy + 1 if tidied.failed else 0
        wait = UNTIDY_FIRST * (1 << min(self.untidy - 1, 10)) if self.untidy else TIDY_EVERY
        self.tidy_at = at + min(wait, TIDY_EVERY)
        return tidied.erased

    async def next_due(self) -> datetime | None:
        """Return when something falls due next."""
        async with self.storage.begin() as store:
            outbox = await store.outbox.next_due()
            feed = await store.feeds.next_due() if self.subscriptions is not None else None
        moments = [one for one in (outbox, feed, await housekeeping.next_due(self.storage)) if one is not None]
        return min(moments, default=None)


def nothing() -> None:
    """Wake nobody: for those who ask for what is due by themselves."""


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary, read once however often the bot is started.

    The rules of reading are made with it: at the first post they would keep everybody waiting for a second or two.
    """
    rules()
    return Vocabulary.load()


async def built(
    storage: Storage,
    community: Community,
    places: Sequence[Place],
    messengers: Mapping[Platform, Messenger],
    clock: Clock,
    *,
    elsewhere: Elsewhere | None = None,
    in_flight: int = IN_FLIGHT,
    edit_pause: timedelta = EDIT_PAUSE,
) -> App:
    """Build the bot on an open database; rows that a dead process left half sent are doubtful from here on."""
    house = House(community, registry(), vocabulary(), reads_feeds=elsewhere is not None)
    async with storage.begin() as store:
        await store.places.sync(places, messengers.keys())
        await plan_ahead(store, clock.now())
        await give_time(store, house, clock.now())
        await set_up(store, clock.now())
        await mirrors.begin(store, clock.now())
        await plan_recaps(store, community.zone, clock.now())
        await revive(store, community.zone, clock.now())
    owner = secrets.token_hex(8)
    courier = Courier(storage, kinds(), house, messengers, clock, owner, in_flight=in_flight, edit_pause=edit_pause)
    await courier.start()
    feeds = Subscriptions(storage, house, elsewhere, clock) if elsewhere is not None else None
    return App(storage, house, Desk(storage, house, HouseEars(), clock, nothing), courier, feeds)


@asynccontextmanager
async def opened(
    url: str,
    community: Community,
    places: Sequence[Place],
    messengers: Mapping[Platform, Messenger],
    clock: Clock,
    *,
    elsewhere: Elsewhere | None = None,
    in_flight: int = IN_FLIGHT,
    edit_pause: timedelta = EDIT_PAUSE,
) -> AsyncIterator[App]:
    """Open the database, brought to the present revision, and build the bot on it, alone on its platforms.

    `elsewhere` is how calendars elsewhere are read; without it none is. At the end the courier finishes what is under
    way and the database is closed.
    """
    await migrate(url, now=clock.now())
    async with open_database(url) as storage, storage.alone_on(messengers.keys()):
        app = await built(
            *(storage, community, places, messengers, clock),
            elsewhere=elsewhere,
            in_flight=in_flight,
            edit_pause=edit_pause,
        )
        try:
            yield app
        finally:
            await app.courier.stop()
