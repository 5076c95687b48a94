"""Telegram's life cycle, and its way out: the Messenger of the delivery.

The library's own application is not used: its updater confirms what nobody has handled, and its job queue would be a
second scheduler. What is used is its Bot, its requests and its errors.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from types import TracebackType
from typing import Final, Self

from telegram import Bot
from telegram.request import HTTPXRequest

from adapters.telegram.answering import Answering
from adapters.telegram.failures import ANY, is_token_refused, named
from adapters.telegram.feed import FIRST_WAIT, LONGEST_WAIT, POLL, REFUSED, Feed
from adapters.telegram.happenings import GENERAL, Me
from adapters.telegram.inbox import Inbox
from adapters.telegram.incoming import Incoming, chat_as_account
from adapters.telegram.line import DELIVERY, Line
from adapters.telegram.menus import registered
from adapters.telegram.outgoing import Voice
from adapters.telegram.pacing import Pacing, Windows
from bot.desk import Desk
from bot.domain.people import Address, ChatAddress, MessageRef, Platform
from bot.domain.places import Place, Role
from bot.errors import Gone, Stop
from bot.talk.answers import Call, Reply
from bot.talk.text import mentions

log = logging.getLogger(__name__)

CONNECTIONS: Final = 16
READ: Final = 10.0  # seconds until a request is in doubt; the courier gives it 15, its turn included
CONNECT: Final = 5.0
FINISHING: Final = 5.0  # seconds for what is being handled when the process is to end


class Telegram:
    """One bot on Telegram. Entering opens no connection; `run` listens, and from then on it can be sent.

    `base_url` ends in /bot; the token follows it in every address and is never logged. Telegram knows no key of ours
    and cannot be read back: a doubt stays one.
    """

    platform = Platform.TELEGRAM
    repeats_for = timedelta(0)
    finds = False
    calendar = None
    rooms = None

    def __init__(
        self,
        token: str,
        base_url: str = "https://api.telegram.org/bot",
        *,
        windows: Windows | None = None,
        poll: float = POLL,
        read: float = READ,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._request = HTTPXRequest(CONNECTIONS, read_timeout=read, connect_timeout=CONNECT, pool_timeout=CONNECT)
        self.bot = Bot(token, base_url, request=self._request, get_updates_request=self._request)
        self.inbox: Inbox | None = None
        self._feed: Feed | None = None
        self._poll = poll
        self._monotonic = monotonic
        self._sleep = sleep
        self.line = Line(self.bot, Pacing(windows or Windows(), monotonic=monotonic, sleep=sleep))

    async def __aenter__(self) -> Self:
        """Do nothing yet: the network may be away when the process starts."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections."""
        await self._request.shutdown()

    @property
    def is_listening(self) -> bool:
        """Say whether what happens on Telegram reaches the bot at this moment."""
        return self._feed is not None and self._feed.is_heard

    def normalised(self, address: ChatAddress) -> ChatAddress:
        """Return an address as messages from there name it: General, topic 1 of every forum, is the chat itself."""
        return replace(address, topic=None) if address.topic == GENERAL else address

    async def run(self, desk: Desk) -> None:
        """Listen until cancelled, and then finish what is being handled.

        Raises Stop when Telegram refuses the token, and Silence when it has not answered for three minutes.
        """
        me = await self._introduced()

        async def keep(where: ChatAddress, call: Call) -> str:
            return await desk.keep(call, chat_as_account(where))

        community = desk.house.community
        self.line.speaks(Voice(community.zone, community.language, me.username), keep)
        feed = self._feed = Feed(
            self.bot.base_url, self._is_refused, poll=self._poll, monotonic=self._monotonic, sleep=self._sleep
        )
        incoming = Incoming(desk, self.line, Answering(desk, self.line, sleep=self._sleep), sleep=self._sleep)
        self.inbox = Inbox(feed, desk, me, incoming.handle, sleep=self._sleep)
        menus = asyncio.create_task(registered(self.bot, desk.registry, community))
        try:
            await self.inbox.run()
        finally:
            menus.cancel()
            self._feed = None
            await self.inbox.finish(FINISHING)
            await feed.close()

    async def send(
        self,
        to: Place | Address,
        reply: Reply,
        *,
        key: str,  # noqa: ARG002 - Telegram knows no key of ours
        reply_to: MessageRef | None = None,
    ) -> MessageRef:
        """Send to a place or a person and return where the message is; a reply would follow its quote elsewhere."""
        where = to.address if isinstance(to, Place) else ChatAddress(to.platform, to.user)
        quoted = reply_to.message if reply_to is not None and reply_to.where == where else None
        return await self.line.send(where, _quietly(to, reply), DELIVERY, reply_to=quoted)

    async def edit(self, ref: MessageRef, reply: Reply) -> None:
        """Bring a message to this content; "not modified" is success, a message that is gone raises Gone."""
        await self.line.edit(ref, reply, DELIVERY)

    async def remove(self, ref: MessageRef) -> None:
        """Take a message of ours away; one that is gone is success, one older than 48 hours raises Refused."""
        with suppress(Gone):
            await self.line.remove(ref, DELIVERY)

    async def pin(self, ref: MessageRef) -> None:
        """Pin a message in its chat, silently; Refused where the bot may not."""
        await self.line.pin(ref, DELIVERY)

    async def find(self, _to: Place | Address, _key: str, _since: datetime) -> MessageRef | None:
        """Find nothing: Telegram lets no bot read a chat back."""
        return None

    async def is_member(self, place: Place, address: Address) -> bool:
        """Ask whether the account is in the place's chat."""
        return await self.line.is_member(place.address.chat, address.user)

    async def _introduced(self) -> Me:
        """Ask Telegram who the bot is, as often as it takes, and end a webhook that would keep updates away."""
        wait = FIRST_WAIT
        while True:
            try:
                me = await self.bot.get_me()
                await self.bot.delete_webhook()
            except ANY as error:
                if is_token_refused(error):
                    raise Stop(REFUSED) from error
                if wait == FIRST_WAIT:
                    log.warning("Telegram does not answer (%s), trying on", named(error))
                await self._sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)
            else:
                log.info("On Telegram as @%s", me.username)
                return Me(me.id, me.username or "")

    async def _is_refused(self) -> bool:
        try:
            await self.bot.get_me()
        except ANY as error:
            return is_token_refused(error)
        return False


def _quietly(to: Place | Address, reply: Reply) -> Reply:
    """Return the reply without a sound where it is one of many in a group: who is called by name hears it all the same.

    Organisers want to hear what goes to their own place.
    """
    if isinstance(to, Address) or Role.TEAM in to.roles:
        return reply
    calls = any(mentions(spans) for spans in (reply.text, *(reply.card.lines if reply.card else ())))
    return reply if calls else replace(reply, silent=True)
