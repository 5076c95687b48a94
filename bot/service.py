"""The bot as a service: its platforms, the delivery and the metronome in one process, until it is told to stop.

Which platforms there are the settings say: one without a token is absent, with its places. The end is orderly within
ten seconds: nothing new is begun, what is under way is finished, the rest stays kept for the next start.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, Protocol
from zoneinfo import ZoneInfo

from adapters.clockwork import Clockwork
from bot.app import App, opened
from bot.domain.community import Community
from bot.domain.people import Address, ChatAddress, Platform
from bot.domain.places import Place, Role
from bot.errors import ConfigError, IdeenherdError, Stop
from bot.feeds import Elsewhere
from bot.gate import is_heard_in
from bot.health import Pulse, supervisor
from bot.listening import hearing_of
from bot.ports import Messenger
from bot.reporting import reported
from bot.secrecy import quietly
from bot.serving import Calendars
from storage.location import located

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.settings.model import PlaceSettings, Settings

log = logging.getLogger(__name__)

DONE, FAILED = 0, 1
STOPPING: Final = timedelta(seconds=8)  # for what is under way
GONE_AFTER: Final = 10.0  # seconds after which the process ends whatever still hangs
NOWHERE: Final = (
    "telegram.token, discord.token: beide fehlen, ohne Token ist der Bot auf keiner Plattform. "
    "Zum Beispiel: IDEENHERD_TELEGRAM__TOKEN=123456789:DEIN-TOKEN oder IDEENHERD_DISCORD__TOKEN=DEIN-TOKEN. "
    "Ohne Token geht: ideenherd demo"
)


class Listener(Messenger, Protocol):
    """One platform in both directions, as its adapter gives it."""

    def normalised(self, address: ChatAddress) -> ChatAddress:
        """Return an address of the settings as messages from there name it; some can be written in several ways."""
        ...

    async def run(self, desk: Desk) -> None:
        """Listen until cancelled; raise Stop where the platform refuses us as a whole."""
        ...

    @property
    def is_listening(self) -> bool:
        """Say whether what happens there reaches the bot at this moment."""
        ...


Platforms = Mapping[Platform, Listener]


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present instant, in UTC."""
        return datetime.now(UTC)


def run(settings: Settings) -> int:
    """Run until a signal ends it and return the exit status: 0 in order, 1 when no platform is left to listen to.

    Only for a process of its own: ten seconds after its end has begun, of whatever kind it is, the process is gone.
    """
    return asyncio.run(_serve(settings, Last(GONE_AFTER)))


class Last:
    """The last moment of the process, which counts from `begins` on, or from when a `with` block is left.

    It is never called off: what hangs may be a thread that Python itself waits for after everything else has ended.
    """

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, os._exit, (FAILED,))
        self._timer.daemon = True

    def begins(self) -> None:
        """Let the time run, from the first call on."""
        if self._timer.ident is None:
            self._timer.start()

    def __enter__(self) -> None:
        """Do nothing yet."""

    def __exit__(self, *_: object) -> None:
        """Let the time run."""
        self.begins()


def community_of(settings: Settings) -> Community:
    """Return the community that the settings describe, with the organisers on platforms that the bot is on."""
    said, present = settings.community, platforms_of(settings)
    named = [Address(Platform(admin.platform), admin.user) for admin in settings.admins]
    organisers = frozenset(address for address in named if address.platform in present)
    return Community(
        said.name,
        ZoneInfo(said.timezone),
        said.language,
        said.operator,
        said.contact,
        organisers,
        tags_per_part=settings.matching.per_part,
        tags_per_job=settings.matching.per_job,
        tags_per_week=settings.matching.per_week,
        job_lives=timedelta(days=settings.jobs.expires_days),
        jobs_per_day=settings.jobs.per_day,
        calendars=settings.web.public_url,
        approves_events=settings.events.approval == "organisers",
    )


def tokens_of(settings: Settings) -> list[str]:
    """Return the tokens, which must not reach a log."""
    return [token.get_secret_value() for token in (settings.telegram.token, settings.discord.token) if token]


def secrets_of(settings: Settings) -> list[str]:
    """Return what must not reach a log: the tokens, and the database's password.

    Raises ConfigError where the database's address cannot be read.
    """
    password = located(settings.storage.url).url.password
    return [*tokens_of(settings), *([str(password)] if password else [])]


def platforms_of(settings: Settings) -> frozenset[Platform]:
    """Return the platforms that the bot is on: those that have a token."""
    tokens = {Platform.TELEGRAM: settings.telegram.token, Platform.DISCORD: settings.discord.token}
    return frozenset(platform for platform, token in tokens.items() if token is not None)


def places_of(settings: Settings) -> list[Place]:
    """Return the configured places of the platforms that the bot is on, their addresses as they were written."""
    present = platforms_of(settings)
    return [_place(place) for place in settings.places if place.platform in present]


def _place(said: PlaceSettings) -> Place:
    name = said.name or f"{said.platform.capitalize()} {said.chat}{f'/{said.topic}' if said.topic else ''}"
    where = ChatAddress(Platform(said.platform), said.chat, said.topic)
    return Place(0, where, name, frozenset(map(Role, said.roles)), said.free_messages, hearing_of(said), said.index)


async def _serve(settings: Settings, last: Last) -> int:
    """Put the house together and listen; wherever that ends, the time for the taking down runs from there."""
    stop = asyncio.Event()
    asyncio.get_running_loop().set_exception_handler(quietly)
    with last, _signals(stop, last):
        async with _platforms(settings) as platforms:
            return await _serve_on(platforms, settings, stop, last)


async def _serve_on(platforms: Platforms, settings: Settings, stop: asyncio.Event, last: Last) -> int:
    """Do so on these platforms."""
    clock = SystemClock()
    url, places = settings.storage.url, [_normalised(place, platforms) for place in places_of(settings)]
    pulse = Pulse(settings.health.path, platforms, clock, supervisor())
    with last:
        async with (
            opened(url, community_of(settings), places, platforms, clock, elsewhere=_elsewhere(settings)) as app,
            Clockwork(_beating(app, pulse), app.courier.stop, clock, held=_waiting(app, pulse)) as clockwork,
            _web(settings, app, pulse),
        ):
            app.desk.wake = clockwork.wake
            try:
                return await _listen(app, platforms, stop, last)
            finally:
                pulse.end()


@asynccontextmanager
async def _web(settings: Settings, app: App, pulse: Pulse) -> AsyncIterator[None]:
    """Serve calendars while the block runs, where the settings want that; their server is loaded only then."""
    if not settings.web.port:
        yield
        return
    from adapters.web.server import serving  # noqa: PLC0415

    calendars = Calendars(app.storage, app.house.community, app.courier.clock)
    async with serving(settings.web.host, settings.web.port, calendars.at, pulse.findings):
        yield


def _elsewhere(settings: Settings) -> Elsewhere:
    """Return how calendars elsewhere are read."""
    from adapters.feeds.fetching import Fetcher  # noqa: PLC0415 - the demo and the other commands need none of it
    from adapters.feeds.parsing import parse  # noqa: PLC0415 - as above

    return Elsewhere(Fetcher(settings.feeds.trusted_hosts), parse)


def _waiting(app: App, pulse: Pulse) -> Callable[[], Awaitable[int]]:
    """Return what is done while the clock cannot be trusted: the pulse beats if the database can be got into."""

    async def hold() -> int:
        async with app.storage.begin():
            pulse.beat()
        return 0

    return hold


def _beating(app: App, pulse: Pulse) -> Callable[[], Awaitable[int]]:
    """Return the round of the metronome, after which the pulse beats."""

    async def run_due() -> int:
        done = await app.run_due()
        pulse.beat()
        return done

    return run_due


def _normalised(place: Place, platforms: Platforms) -> Place:
    return replace(place, address=platforms[place.address.platform].normalised(place.address))


@asynccontextmanager
async def _platforms(settings: Settings) -> AsyncIterator[Platforms]:
    """Enter the platforms that the bot is on; raise ConfigError where that is none.

    An absent platform's library is not loaded.
    """
    async with AsyncExitStack() as stack:
        present: dict[Platform, Listener] = {}
        if (token := settings.telegram.token) is not None:
            from adapters.telegram.adapter import Telegram  # noqa: PLC0415

            telegram = Telegram(token.get_secret_value(), settings.telegram.base_url)
            present[Platform.TELEGRAM] = await stack.enter_async_context(telegram)
        if (token := settings.discord.token) is not None:
            from adapters.discord.adapter import Discord  # noqa: PLC0415

            reads = any(
                is_heard_in(place) for place in places_of(settings) if place.address.platform is Platform.DISCORD
            )
            discord = Discord(
                token.get_secret_value(),
                settings.discord.api_url,
                reads_posts=reads,
                fills_calendar=settings.discord.scheduled_events,
            )
            present[Platform.DISCORD] = await stack.enter_async_context(discord)
        if not present:
            raise ConfigError(NOWHERE)
        yield present


async def _listen(app: App, platforms: Platforms, stop: asyncio.Event, last: Last) -> int:
    """Listen to every platform until the stop, or until none is left."""
    stopping = asyncio.create_task(stop.wait())
    ears = {asyncio.create_task(_heard(platform, app.desk), name=name) for name, platform in platforms.items()}
    status = DONE
    try:
        while ears and not stopping.done():
            done, _ = await asyncio.wait({*ears, stopping}, return_when=asyncio.FIRST_COMPLETED)
            ears -= done
            if any(task is not stopping and task.result() for task in done):
                break
        if not stopping.done():
            status = FAILED
        else:
            log.info("Stopping")
    finally:
        last.begins()
        stopping.cancel()
        await _end(app, ears)
    return status


async def _heard(platform: Listener, desk: Desk) -> bool:
    """Listen to one platform; say whether the whole process has to end with it."""
    try:
        await platform.run(desk)
    except IdeenherdError as error:
        log.error("%s", error)  # noqa: TRY400 - a finished sentence; where it came from helps nobody
        return not isinstance(error, Stop)  # the other platform goes on without one that refuses us
    except Exception as error:  # noqa: BLE001 - whatever it is, a supervisor starts the process again
        reported(error, "listening")
    return True


async def _end(app: App, ears: set[asyncio.Task[bool]]) -> None:
    """Finish what is under way, on the way in and on the way out at once."""
    for ear in ears:
        ear.cancel()
    await asyncio.gather(app.courier.stop(STOPPING), *ears, return_exceptions=True)


@contextmanager
def _signals(stop: asyncio.Event, last: Last) -> Iterator[None]:
    """Let SIGTERM and SIGINT ask for the end."""
    loop = asyncio.get_running_loop()

    def ask() -> None:
        last.begins()
        stop.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows: there Ctrl+C raises KeyboardInterrupt
            loop.add_signal_handler(name, ask)
    try:
        yield
    finally:
        for name in (signal.SIGTERM, signal.SIGINT):
            with suppress(NotImplementedError):
                loop.remove_signal_handler(name)
