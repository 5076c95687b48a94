"""The try-out world as a whole: places on two platforms, the people who organise them, and the bot between them."""

from __future__ import annotations

from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from typing import Final

from adapters.console.adapter import ConsoleMessenger
from adapters.console.incoming import Incoming
from adapters.console.world import World
from bot.app import App, built
from bot.demo.clock import ZONE, DemoClock
from bot.domain.community import Community
from bot.domain.people import Address, ChatAddress, Platform
from bot.domain.places import Place, Role
from bot.ports import Messenger
from storage.database import open_database
from storage.revisions import migrate

ORGANISER: Final = "orga"
COMMUNITY: Final = Community(
    name="Ideenherd Ruhr",
    zone=ZONE,
    language="de",
    operator="Ideenherd Ruhr (erfunden, zum Ausprobieren)",
    contact="orga@ideenherd.example",
    organisers=frozenset(Address(platform, ORGANISER) for platform in Platform),
)


def _place(platform: Platform, name: str, role: Role) -> Place:
    return Place(0, ChatAddress(platform, name), name, frozenset({role}), free_messages=True)


PLACES: Final = tuple(
    _place(platform, name, role)
    for platform in Platform
    for name, role in (("#jobs", Role.JOBS), ("#termine", Role.EVENTS))
)


class Bot:
    """The whole bot on one database, in a world that stays when it stops; start it again as often as you like."""

    def __init__(self, url: str, world: World, clock: DemoClock) -> None:
        self._url = url
        self._world = world
        self._clock = clock
        self._held = AsyncExitStack()
        self._app: App | None = None
        self._incoming: Incoming | None = None

    @property
    def app(self) -> App:
        """Return what is running."""
        if self._app is None:
            raise RuntimeError("the bot is not running")
        return self._app

    @property
    def incoming(self) -> Incoming:
        """Return the way from people's acts to the desk."""
        if self._incoming is None:
            raise RuntimeError("the bot is not running")
        return self._incoming

    async def start(self) -> None:
        """Start on what the database holds.

        One request is under way at a time, so that a script always reads alike, and edits follow each other without a
        pause: the clock stands between two acts.
        """
        await migrate(self._url, now=self._clock.now())
        storage = await self._held.enter_async_context(open_database(self._url))
        self._app = await built(
            storage, COMMUNITY, PLACES, self._messengers(), self._clock, in_flight=1, edit_pause=timedelta(0)
        )
        self._incoming = Incoming(self._world, self._app.desk, self._clock, ZONE, COMMUNITY.language)

    async def stop(self) -> None:
        """Stop as asked to: what is under way is finished."""
        if self._app is not None:
            await self._app.courier.stop()
        await self.die()

    async def die(self) -> None:
        """End as a killed process does: nothing is finished, the system takes back the file and its lock."""
        self._app = self._incoming = None
        await self._held.aclose()

    async def do_due(self) -> int:
        """Do everything that is due now and return how much that was."""
        return await self.app.run_due(self._clock.now())

    async def next_due(self) -> datetime | None:
        """Return when something falls due next."""
        return await self.app.next_due()

    def _messengers(self) -> dict[Platform, Messenger]:
        return {platform: ConsoleMessenger(platform, self._world, ZONE, COMMUNITY.language) for platform in Platform}
