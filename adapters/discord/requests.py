"""The way to Discord: who is logged in, requests in time, and failures as DeliveryErrors alone.

A request that fails is not repeated here, whatever discord.py repeats by itself: who asked for it knows whether it may
be. Until the bot `speaks` whatever is to be sent has to wait.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final, TypeVar

import discord

from adapters.discord.failures import ANY, classified
from adapters.discord.outgoing import CARRIED, Shown, Voice, shown
from adapters.discord.where import DISCORD, channel_of
from bot.domain.people import Address, ChatAddress
from bot.errors import DeliveryError, Doubt, Stop, TryLater, Unreachable
from bot.reporting import reported
from bot.talk.answers import Call, Reply
from bot.talk.carrying import shortened

T = TypeVar("T")
Keep = Callable[[Address, Call], Awaitable[str]]  # keeps a call for the readers of its button, returns the token
Request = Callable[[discord.Client], Awaitable[T]]
WITHIN: Final = 10.0  # seconds for a request with all that discord.py repeats and waits for; it would take 300
UNSURE: Final = timedelta(seconds=5)  # until the next try where the bot is not connected
SOON: Final = timedelta(seconds=1)  # until it knows where it is
FORBIDDEN_FOR: Final = 3600.0  # seconds in which nobody asks again what Discord has forbidden
REMEMBERED: Final = 10_000  # private channels, and what is forbidden


class Requests:
    """All requests of one bot but the answers to interactions. `within` and `monotonic` count in seconds."""

    def __init__(self, *, within: float = WITHIN, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.monotonic = monotonic
        self._within = within
        self._client: discord.Client | None = None
        self._refused = ""
        self._voice: Voice | None = None
        self._keep: Keep | None = None
        self._private: dict[str, int] = {}  # a person's private channel, in the order of their first use
        self._forbidden: dict[str, float] = {}  # a channel or a person, and until when

    def speaks(self, client: discord.Client, voice: Voice, keep: Keep) -> None:
        """Know the client that is logged in, and who keeps the calls that are too long for a button."""
        self._client, self._voice, self._keep = client, voice, keep

    def is_refused(self, reason: str) -> None:
        """Know that Discord will not let the bot in any more: whatever is to be sent raises Stop, and waits."""
        self._refused = reason

    def falls_silent(self) -> None:
        """Know that there is no client any more."""
        self._client = None

    def forgive(self, whom: str) -> None:
        """Forget that a channel, with its threads, or a person let the bot do nothing: something has changed there."""
        for each in [name for name in self._forbidden if name == whom or name.startswith(f"{whom}/")]:
            del self._forbidden[each]

    @property
    def voice(self) -> Voice:
        """Return how the bot speaks; TryLater until it is logged in."""
        if self._voice is None:
            raise TryLater(UNSURE, "the bot is not logged in yet")
        return self._voice

    def known(self, where: ChatAddress) -> object:
        """Return a channel as the gateway told of it, None for one that it tells nothing of.

        Until it has told all, nobody knows what is a forum: what is to be sent has to wait.
        """
        client = self._connected()
        channel = client.get_channel(channel_of(where))
        if channel is None and (not client.is_ready() or any(guild.unavailable for guild in client.guilds)):
            raise TryLater(SOON, "the servers are not known yet")
        return channel

    async def shown(self, to: ChatAddress | Address, reply: Reply, mark: str = "") -> Shown:
        """Return a reply as it will be shown; calls that are too long are kept for whoever reads it."""
        voice, keep = self.voice, self._keep
        holder = to if isinstance(to, Address) else Address(DISCORD, to.chat)

        async def kept(call: Call) -> str:
            assert keep is not None  # noqa: S101 - it comes with the voice
            try:
                return await keep(holder, call)
            except Exception as error:
                raise TryLater(UNSURE, f"code {reported(error, 'keeping a call')}") from error

        return shown(await shortened(reply, kept, CARRIED), voice, mark=mark)

    async def private_channel(self, user: str) -> ChatAddress:
        """Return the address of a person's private channel, which has a number of its own."""
        known = self._private.get(user)
        if known is None:
            made = await self.made(user, lambda client: client.create_dm(discord.Object(int(user))))
            remember(self._private, user, known := made.id)
        return ChatAddress(DISCORD, str(known))

    async def made(self, whom: str, make: Request[T]) -> T:
        """Make a request that creates something; where nothing may be sent it is not asked again for an hour."""
        if self._forbidden.get(whom, 0.0) > self.monotonic():
            raise Unreachable("forbidden not long ago")
        try:
            return await self.asked(make)
        except Unreachable:
            remember(self._forbidden, whom, self.monotonic() + FORBIDDEN_FOR)
            raise

    async def asked(self, make: Request[T]) -> T:
        """Make a request in time; what takes longer is in doubt."""
        client = self._connected()
        try:
            async with asyncio.timeout(self._within):
                return await make(client)
        except TimeoutError as error:
            _let_others_go(client)
            raise Doubt("no answer in time") from error
        except asyncio.CancelledError:
            _let_others_go(client)
            raise
        except DeliveryError:
            raise
        except ANY as error:
            raise classified(error) from error

    def _connected(self) -> discord.Client:
        if self._refused:
            raise Stop(self._refused)
        if self._client is None or self._client.is_closed():
            raise TryLater(UNSURE, "the bot is not logged in")
        return self._client


def remember(what: dict[str, T], name: str, value: T) -> None:
    """Keep a value under a name, and of very many only the newest."""
    what.pop(name, None)
    what[name] = value
    if len(what) > REMEMBERED:
        del what[next(iter(what))]


def _let_others_go(client: discord.Client) -> None:
    """Undo what a request leaves behind that is cancelled while discord.py 2.7 waits out a 429 for all: nobody would
    ever send anything again."""
    client.http._global_over.set()  # noqa: SLF001 - there is no other way, and the release is pinned
