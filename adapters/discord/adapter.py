"""Discord's life cycle, and its way out: the Messenger of the delivery.

discord.py keeps the addresses that it talks to in its classes, so a process talks to one Discord.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Final, Self

import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from adapters.discord.answering import Answering
from adapters.discord.failures import ANY, is_token_refused, named
from adapters.discord.gateway import Client
from adapters.discord.incoming import Incoming
from adapters.discord.line import Line
from adapters.discord.menus import registered
from adapters.discord.messages import Messages
from adapters.discord.outgoing import Voice
from adapters.discord.requests import WITHIN, Requests
from adapters.discord.rooms import TeamRooms
from adapters.discord.scheduled import EVENTS, ServerEvents
from adapters.discord.standing import Standing
from adapters.discord.visit import AnyInteraction
from adapters.patience import Sleep
from bot.desk import Desk
from bot.domain.people import Address, ChatAddress, MessageRef, Platform
from bot.domain.places import Place
from bot.errors import Gone, Stop
from bot.talk.answers import Reply

log = logging.getLogger(__name__)

API: Final = "https://discord.com/api/v10"
NONCE_HOLDS: Final = timedelta(minutes=2)  # Discord says "a few minutes"
FIRST_WAIT: Final = 1.0  # seconds
LONGEST_WAIT: Final = 60.0
FINISHING: Final = 5.0  # seconds for what is being handled when the process is to end
REFUSED: Final = "Discord refuses the token: take a new one in the Developer Portal, your application, Bot, Reset Token"
NO_CONTENT: Final = (
    "Free posts are not read on Discord: Message Content is off in the Developer Portal, your application, Bot; "
    "the menu „Als Auftrag übernehmen“ works without it"
)
FATAL: Final = frozenset({4010, 4011, 4012, 4013})  # the gateway's words for a client that cannot work at all


class Discord:
    """One bot on Discord. Entering opens no connection; `run` listens, and from then on it can be sent.

    `reads_posts` says that the settings name a place whose free posts are to be read, `fills_calendar` that the next
    dates are mirrored as events of the servers. `api_url` ends in /api/v10.
    """

    platform = Platform.DISCORD
    repeats_for = NONCE_HOLDS
    finds = True

    def __init__(
        self,
        token: str,
        api_url: str = API,
        *,
        reads_posts: bool = False,
        fills_calendar: bool = True,
        within: float = WITHIN,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.requests = Requests(within=within, monotonic=monotonic)
        self.line = Line(self.requests)
        self.calendar = ServerEvents(self.requests, wanted=fills_calendar)
        self.rooms = TeamRooms(self.requests, self.line)
        self._token = token
        self._api_url = api_url
        self._reads_posts = reads_posts
        self._sleep = sleep
        self._client: Client | None = None
        self._under_way: set[asyncio.Task[None]] = set()
        self._is_ending = False

    async def __aenter__(self) -> Self:
        """Let the library talk to this address."""
        Route.BASE = self._api_url
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections, which the delivery needs to its end."""
        await self._closed()

    @property
    def under_way(self) -> int:
        """Return how many happenings are being handled."""
        return len(self._under_way)

    @property
    def heard(self) -> int | None:
        """Return the number of the last event that the gateway sent, None where nothing is connected."""
        socket = self._client.ws if self._client is not None else None
        return socket.sequence if socket is not None else None

    @property
    def is_listening(self) -> bool:
        """Say whether what happens on Discord reaches the bot at this moment."""
        client = self._client
        return client is not None and client.is_ready() and client.ws.open

    def normalised(self, address: ChatAddress) -> ChatAddress:
        """Return an address as messages from there name it: as it was written."""
        return address

    async def run(self, desk: Desk) -> None:
        """Listen until cancelled, and then finish what is being handled.

        Raises Stop when Discord refuses the token, or the client as a whole.
        """
        wait, trouble = FIRST_WAIT, ""
        try:
            while True:
                try:
                    await self._listen(desk)
                except discord.PrivilegedIntentsRequired:
                    log.warning(NO_CONTENT)
                    self._reads_posts, wait = False, 0.0
                except ANY as error:
                    if is_token_refused(error) or _is_fatal(error):
                        raise self._stopped(error) from error
                    if self._client is not None and self._client.is_ready():
                        wait, trouble = FIRST_WAIT, ""  # it is a new trouble
                    if trouble != named(error):
                        trouble = named(error)
                        log.warning("Discord does not answer (%s), trying on", trouble)
                await self._closed()
                await self._sleep(wait)
                wait = min(max(wait * 2, FIRST_WAIT), LONGEST_WAIT)
        finally:
            self._is_ending = True
            await self._finish()

    async def _listen(self, desk: Desk) -> None:
        """Log in, register the commands, and hear what happens until the connection cannot be had any more."""
        community = desk.house.community
        voice = Voice(community.zone, community.language)
        answering = Answering(desk, voice, sleep=self._sleep)
        messages = Messages(desk, self.line, self.requests, hears_posts=self._reads_posts, sleep=self._sleep)
        ears = _Ears(self._follow, Incoming(desk, self.requests, answering), messages, Standing(desk, self.requests))
        client = self._client = Client(ears, reads_posts=self._reads_posts)
        await client.login(self._token)
        self.requests.speaks(client, voice, lambda to, call: desk.keep(call, to))
        log.info("On Discord as %s", client.user)
        if self._api_url != API:
            DiscordWebSocket.DEFAULT_GATEWAY = URL((await client.http.request(Route("GET", "/gateway")))["url"])
        application = client.application_id
        if application is not None:
            await registered(client.http, application, desk.registry, community.language)
        await client.connect()

    def _stopped(self, error: Exception) -> Stop:
        """Give up for good: nothing is sent any more, and nothing of the client is to wake up."""
        reason = REFUSED if is_token_refused(error) else named(error)
        self.requests.is_refused(reason)
        if self._client is not None:
            self._client.stop_waiting()
        return Stop(reason)

    async def _closed(self) -> None:
        """Close the connections of the client, if there is one."""
        self.requests.falls_silent()
        client, self._client = self._client, None
        if client is None:
            return
        client.stop_waiting()
        try:
            await client.close()
        except ANY as error:
            log.info("The connection to Discord was not closed in order (%s)", named(error))

    async def _follow(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something that happened to its end, also while the bot ends; nothing new is begun then."""
        if self._is_ending:
            work.close()
            return
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        await asyncio.shield(task)

    async def _finish(self) -> None:
        """Let end what is being handled."""
        if not self._under_way:
            return
        _, late = await asyncio.wait(set(self._under_way), timeout=FINISHING)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=1)

    async def send(
        self, to: Place | Address, reply: Reply, *, key: str, reply_to: MessageRef | None = None
    ) -> MessageRef:
        """Send to a place or a person and return where the message is: in a forum a post of its own."""
        return await self.line.send(_where(to), reply, key, reply_to=reply_to)

    async def edit(self, ref: MessageRef, reply: Reply) -> None:
        """Bring a message to this content; a message that is gone raises Gone."""
        await (self.calendar if ref.where.topic == EVENTS else self.line).edit(ref, reply)

    async def remove(self, ref: MessageRef) -> None:
        """Take a message away; one that is gone is success."""
        with suppress(Gone):
            await (self.calendar if ref.where.topic == EVENTS else self.line).remove(ref)

    async def pin(self, ref: MessageRef) -> None:
        """Pin a message, in a forum its post; Unreachable where the bot may not."""
        await self.line.pin(ref)

    async def find(self, to: Place | Address, key: str, since: datetime) -> MessageRef | None:
        """Read the channel back for the message that a delivery of this key may have created."""
        return await self.line.find(_where(to), key, since)

    async def is_member(self, place: Place, address: Address) -> bool:
        """Ask whether the account is on the place's server and sees the channel."""
        return await self.line.is_member(place.address, address.user)


class _Ears:
    """Leads what happens to those who know what to do; `follow` sees it through to its end."""

    def __init__(
        self,
        follow: Callable[[Coroutine[Any, Any, None]], Awaitable[None]],
        incoming: Incoming,
        messages: Messages,
        standing: Standing,
    ) -> None:
        self._follow = follow
        self._incoming = incoming
        self._messages = messages
        self._standing = standing

    async def changed(self, client: discord.Client) -> None:
        """Look where the bot may write."""
        await self._follow(self._standing.looked_at(client))

    async def opened(self, client: discord.Client, where: ChatAddress) -> None:
        """Look where the bot may write, and try that thread anew."""
        await self._follow(self._standing.opened(client, where))

    async def interacted(self, interaction: AnyInteraction) -> None:
        """Lead it to its door."""
        await self._follow(self._incoming.interacted(interaction))

    async def pressed(self, interaction: AnyInteraction, custom_id: str) -> None:
        """Lead it to its door."""
        await self._follow(self._incoming.pressed(interaction, custom_id))

    async def said(self, message: discord.Message) -> None:
        """Lead it to its door."""
        await self._follow(self._messages.said(message))

    async def edited(self, message: discord.Message) -> None:
        """Lead it to its door."""
        await self._follow(self._messages.edited(message))

    async def gone(self, refs: Sequence[MessageRef], all_in: ChatAddress | None = None) -> None:
        """Lead it to its door."""
        await self._follow(self._messages.gone(refs, all_in))


def _where(to: Place | Address) -> ChatAddress | Address:
    return to.address if isinstance(to, Place) else to


def _is_fatal(error: Exception) -> bool:
    """Say whether the gateway takes no client like this one, whatever is tried."""
    return isinstance(error, discord.ConnectionClosed) and error.code in FATAL
