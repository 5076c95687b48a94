"""The line to Discord: whatever the bot sends by itself. Requests fail as DeliveryErrors alone.

A request that fails is not repeated here, whatever discord.py repeats by itself: who asked for it knows whether it may
be. Its key makes the nonce, by which Discord knows the same message again, and the mark, by which we do.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

import discord
from discord import AllowedMentions, MessageReference
from discord.abc import Messageable
from discord.utils import MISSING

from adapters.discord import forum
from adapters.discord.components import attached, called, mark_of, view_of
from adapters.discord.failures import (
    ANY,
    classified,
    is_archived,
    is_closed_thread,
    is_no_member,
    is_unknown_channel,
)
from adapters.discord.marks import marked, nonce, of_part
from adapters.discord.outgoing import CARRIED, Message, Shown, Voice, as_one, as_part, embed, shown
from adapters.discord.where import DISCORD, channel_of, message_in
from bot.domain.people import Address, ChatAddress, MessageRef
from bot.errors import DeliveryError, Doubt, Gone, Refused, TryLater, Unreachable
from bot.reporting import reported
from bot.talk.answers import Call, Reply
from bot.talk.carrying import shortened

log = logging.getLogger(__name__)

T = TypeVar("T")
Keep = Callable[[Address, Call], Awaitable[str]]  # keeps a call for the readers of its button, returns the token
Request = Callable[[discord.Client], Awaitable[T]]
WITHIN: Final = 10.0  # seconds for a request with all that discord.py repeats and waits for; it would take 300
UNSURE: Final = timedelta(seconds=5)  # until the next try where the bot is not connected
FORBIDDEN_FOR: Final = 3600.0  # seconds in which nobody asks again what Discord has forbidden
REMEMBERED: Final = 10_000  # private channels, and what is forbidden
BEFORE: Final = timedelta(minutes=1)  # Discord's clock is another than ours
READ_BACK: Final = 1000  # messages
STILL_ARRIVES: Final = 15.0  # seconds in which a post may be opened yet that did not answer in time


class Line:
    """All requests of one bot but the answers to interactions. Until it `speaks` whatever is to be sent has to wait."""

    def __init__(self, *, within: float = WITHIN, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._within = within
        self._monotonic = monotonic
        self._client: discord.Client | None = None
        self._voice: Voice | None = None
        self._keep: Keep | None = None
        self._private: dict[str, int] = {}  # a person's private channel, in the order of their first use
        self._forbidden: dict[str, float] = {}  # a channel or a person, and until when
        self._posts: dict[str, str] = {}  # marks of our newest posts in forums, by their ids
        self._arriving: dict[str, float] = {}  # marks of posts that may be opened yet, and until when

    def speaks(self, client: discord.Client, voice: Voice, keep: Keep) -> None:
        """Know the client that is logged in, and who keeps the calls that are too long for a button."""
        self._client, self._voice, self._keep = client, voice, keep

    def falls_silent(self) -> None:
        """Know that there is no client any more."""
        self._client = None

    def forgive(self, whom: str) -> None:
        """Forget that a channel, with its threads, or a person let the bot do nothing: something has changed there."""
        for each in [name for name in self._forbidden if name == whom or name.startswith(f"{whom}/")]:
            del self._forbidden[each]

    async def send(
        self, to: ChatAddress | Address, reply: Reply, key: str, *, reply_to: MessageRef | None = None
    ) -> MessageRef:
        """Send a reply and return where its last message is, the one with the buttons.

        What is too long becomes several messages; when one after the first fails, the whole is in doubt.
        """
        what = await self._shown(_holder(to), reply, marked(key))
        if isinstance(to, Address):
            return await self._send(await self._private_channel(to.user), to.user, what, key, None)
        channel = self._known(to)
        if not isinstance(channel, discord.ForumChannel):
            quoted = reply_to if reply_to is not None and channel_of(reply_to.where) == channel_of(to) else None
            return await self._send(to, _name(to), what, key, quoted)
        if reply_to is not None and reply_to.where.chat == to.chat and reply_to.where.topic is not None:
            return await self._send_below(reply_to, what, key)
        return await self._publish(channel, reply, what, key)

    async def answer(self, to: ChatAddress | Address, reply: Reply, key: str) -> MessageRef:
        """Answer what somebody wrote, at most once: nobody looks for it later, so it bears no mark."""
        what = await self._shown(_holder(to), reply, "")
        if isinstance(to, Address):
            return await self._send(await self._private_channel(to.user), to.user, what, key, None)
        return await self._send(to, _name(to), what, key, None)

    async def _send_below(self, card: MessageRef, what: Shown, key: str) -> MessageRef:
        """Send into a forum's post; one that is gone or locked says nothing of its forum. Gone where it is gone."""
        try:
            return await self._send(card.where, _name(card.where), what, key, card)
        except Unreachable as error:
            is_gone = is_unknown_channel(error.__cause__)
            if not is_gone and not is_closed_thread(error.__cause__):
                raise
            self.forgive(_name(card.where))
            raise (Gone("its post is gone") if is_gone else Refused("its post is closed")) from error

    async def _send(
        self, where: ChatAddress, whom: str, what: Shown, key: str, reply_to: MessageRef | None
    ) -> MessageRef:
        sent: MessageRef | None = None
        for number, message in enumerate(what.messages):
            is_last = number == len(what.messages) - 1
            files = what.files if is_last else ()
            told = message if is_last else as_part(message, marked(key))
            fresh = _fresh(told, silent=what.silent) | {"files": attached(files) or MISSING}
            quoted = _quoted(reply_to) if reply_to is not None and sent is None else MISSING
            fresh |= {"nonce": nonce(key, number), "reference": quoted}
            try:
                sent = await self._create(where, whom, fresh)
            except DeliveryError as error:
                if sent is None:
                    raise
                raise Doubt("only a part of it was accepted") from error
        if sent is None:
            raise Refused("there is nothing to say")
        return sent

    async def _create(self, where: ChatAddress, whom: str, fresh: dict[str, Any]) -> MessageRef:
        given = {name: value for name, value in fresh.items() if value is not MISSING}

        async def request(client: discord.Client) -> discord.Message:
            message: discord.Message = await client.get_partial_messageable(channel_of(where)).send(**given)
            return message

        accepted = await self._request(whom, request)
        return MessageRef(where, str(accepted.id))

    async def _publish(self, channel: discord.ForumChannel, reply: Reply, what: Shown, key: str) -> MessageRef:
        """Open a post in a forum, unless there is one for this key: Discord knows no nonce for posts.

        One that is in doubt may still be on its way, so it is waited for.
        """
        chat, voice, mark = ChatAddress(DISCORD, str(channel.id)), self._spoken(), marked(key)
        before = await self._request(chat.chat, lambda _: forum.recent_post(channel, mark, self._posts))
        if before is not None:
            return message_in(before, before.id)
        if (wait := self._arriving.get(mark, 0.0) - self._monotonic()) > 0:
            raise TryLater(timedelta(seconds=wait), "its post may still arrive")
        tags = forum.tags_for(channel, reply, voice)
        fresh = _fresh(as_one(what), silent=what.silent) | {"files": attached(what.files) or MISSING}

        async def request(_: discord.Client) -> discord.Thread:
            return (await channel.create_thread(name=what.title, applied_tags=tags, **fresh)).thread

        try:
            post = await self._request(chat.chat, request)
        except Doubt:
            _remember(self._arriving, mark, self._monotonic() + STILL_ARRIVES)
            raise
        _remember(self._posts, str(post.id), mark)
        return message_in(post, post.id)

    async def edit(self, ref: MessageRef, reply: Reply) -> None:
        """Bring a message to this content; that it has it already is success. A forum's post follows its card."""
        what, voice = await self._shown(_holder(ref.where), reply, ""), self._spoken()
        message = as_one(what)
        view, box = view_of(message.rows), embed(message.box) if message.box else None

        async def request(client: discord.Client) -> None:
            there = client.get_partial_messageable(channel_of(ref.where)).get_partial_message(int(ref.message))
            await there.edit(
                content=message.content or None, embed=box, view=view, allowed_mentions=AllowedMentions.none()
            )

        await self._there(ref, request)
        if _is_first(ref):
            await self._there(ref, lambda client: self._follow(client, ref, reply, what.title, voice))

    async def _follow(self, client: discord.Client, ref: MessageRef, reply: Reply, title: str, voice: Voice) -> None:
        post = await forum.post(client, channel_of(ref.where))
        if post is not None:
            await forum.follow(post, reply, title, voice)

    async def remove(self, ref: MessageRef) -> None:
        """Take a message away, a forum's post with all that is in it; Gone where it is not there any more."""

        async def request(client: discord.Client) -> None:
            post = await forum.post(client, channel_of(ref.where)) if _is_first(ref) else None
            if post is not None:
                await forum.removed(post)
            else:
                channel = client.get_partial_messageable(channel_of(ref.where))
                await channel.get_partial_message(int(ref.message)).delete()

        await self._there(ref, request)

    async def _there(self, ref: MessageRef, request: Request[None]) -> None:
        """Do something to a message; a closed thread is opened for it and closed again.

        A thread that is gone took its message along, and says nothing of the channel it was in.
        """
        whom, topic = ref.where.chat, ref.where.topic
        try:
            await self._request(_name(ref.where), request)
        except Unreachable as error:
            if topic is not None and is_unknown_channel(error.__cause__):
                raise Gone("its thread is gone") from error
            if topic is None or not is_archived(error.__cause__):
                raise
            self.forgive(_name(ref.where))
            await self._request(whom, lambda client: forum.while_open(client, int(topic), request))

    async def find(self, to: ChatAddress | Address, key: str, since: datetime) -> MessageRef | None:
        """Read a channel back for the message of this key that was sent since then.

        Where only a part of several messages is there, it is taken away: the whole is to be sent anew.
        """
        mark, after = marked(key), since - BEFORE
        where = await self._private_channel(to.user) if isinstance(to, Address) else to
        whom = to.user if isinstance(to, Address) else _name(to)
        channel = self._known(where) if isinstance(to, ChatAddress) else None
        if not isinstance(channel, discord.ForumChannel):
            return await self._request(whom, lambda client: self._read_back(client, where, mark, after))
        return await self._request(whom, lambda client: self._read_posts(client, channel, mark, after))

    async def _read_posts(
        self, client: discord.Client, channel: discord.ForumChannel, mark: str, after: datetime
    ) -> MessageRef | None:
        posts = await forum.posts_since(channel, after)
        for post in posts[: forum.POSTS]:
            where = message_in(post, post.id).where
            with suppress(discord.NotFound):  # somebody has just deleted the post
                if (found := await self._read_back(client, where, mark, after)) is not None:
                    return found
        if len(posts) > forum.POSTS:
            raise Refused("there are more posts than can be read")
        return None

    async def _read_back(
        self, client: discord.Client, where: ChatAddress, mark: str, after: datetime
    ) -> MessageRef | None:
        parts = []
        async for message in _own(client, client.get_partial_messageable(channel_of(where)), after):
            found = mark_of(message)
            if found == mark:
                return MessageRef(where, str(message.id))
            if found == of_part(mark):
                parts.append(message)
        for part in parts:
            with suppress(discord.NotFound):
                await part.delete()
        return None

    async def is_member(self, where: ChatAddress, user: str) -> bool:
        """Ask whether a person is on the channel's server and sees the channel."""

        async def request(client: discord.Client) -> bool:
            channel = client.get_channel(int(where.chat)) or await client.fetch_channel(int(where.chat))
            if not isinstance(channel, discord.abc.GuildChannel):
                return False
            try:
                member = await channel.guild.fetch_member(int(user))
            except discord.NotFound as error:
                if is_no_member(error):
                    return False
                raise
            return channel.permissions_for(member).view_channel

        return await self._request(where.chat, request)

    async def _private_channel(self, user: str) -> ChatAddress:
        """Return the address of a person's private channel, which has a number of its own."""
        known = self._private.get(user)
        if known is None:
            made = await self._request(user, lambda client: client.create_dm(discord.Object(int(user))))
            _remember(self._private, user, known := made.id)
        return ChatAddress(DISCORD, str(known))

    async def _shown(self, holder: Address, reply: Reply, mark: str) -> Shown:
        voice, keep = self._spoken(), self._keep

        async def kept(call: Call) -> str:
            assert keep is not None  # noqa: S101 - it comes with the voice
            try:
                return await keep(holder, call)
            except Exception as error:
                raise TryLater(UNSURE, f"code {reported(error, 'keeping a call')}") from error

        return shown(await shortened(reply, kept, CARRIED), voice, mark=mark)

    def _spoken(self) -> Voice:
        if self._voice is None:
            raise TryLater(UNSURE, "the bot is not logged in yet")
        return self._voice

    def _connected(self) -> discord.Client:
        if self._client is None or self._client.is_closed():
            raise TryLater(UNSURE, "the bot is not logged in")
        return self._client

    def _known(self, where: ChatAddress) -> object:
        """Return a channel as the gateway told of it, None for one that it tells nothing of.

        Until it has told all, nobody knows what is a forum: what is to be sent has to wait.
        """
        client = self._connected()
        channel = client.get_channel(channel_of(where))
        if channel is None and (not client.is_ready() or any(guild.unavailable for guild in client.guilds)):
            raise TryLater(UNSURE, "the servers are not known yet")
        return channel

    async def _request(self, whom: str, make: Request[T]) -> T:
        """Make one request in time; what Discord forbids there is not asked again for an hour."""
        client = self._connected()
        if self._forbidden.get(whom, 0.0) > self._monotonic():
            raise Unreachable("forbidden not long ago")
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
            failure = classified(error)
            if isinstance(failure, Unreachable):
                _remember(self._forbidden, whom, self._monotonic() + FORBIDDEN_FOR)
            raise failure from error


def _name(where: ChatAddress) -> str:
    """Return the name by which it is remembered that nothing is allowed somewhere."""
    return f"{where.chat}/{where.topic}" if where.topic else where.chat


def _is_first(ref: MessageRef) -> bool:
    """Say whether a message opened the thread that it stands in, as a forum's posts begin."""
    return ref.where.topic is not None and ref.message == ref.where.topic


def _let_others_go(client: discord.Client) -> None:
    """Undo what a request leaves behind that is cancelled while discord.py 2.7 waits out a 429 for all: nobody would
    ever send anything again."""
    client.http._global_over.set()  # noqa: SLF001 - there is no other way, and the release is pinned


def _remember(what: dict[str, T], name: str, value: T) -> None:
    what.pop(name, None)
    what[name] = value
    if len(what) > REMEMBERED:
        del what[next(iter(what))]


def _holder(to: ChatAddress | Address) -> Address:
    """Return for whom the calls behind buttons are kept: a person, or all who read a channel."""
    return to if isinstance(to, Address) else Address(DISCORD, to.chat)


def _fresh(message: Message, *, silent: bool) -> dict[str, Any]:
    """Return a new message as the library takes it; without a box, links in the words show no preview."""
    return {
        "content": message.content or MISSING,
        "embed": embed(message.box) if message.box else MISSING,
        "view": view_of(message.rows) or MISSING,
        "allowed_mentions": called(message),
        "silent": silent,
        "suppress_embeds": message.box is None,
    }


def _quoted(ref: MessageRef) -> MessageReference:
    return MessageReference(message_id=int(ref.message), channel_id=channel_of(ref.where), fail_if_not_exists=False)


async def _own(client: discord.Client, channel: Messageable, after: datetime) -> AsyncIterator[discord.Message]:
    """Yield the bot's own messages since then, the oldest first."""
    async for message in channel.history(limit=READ_BACK, after=after, oldest_first=True):
        if client.user is not None and message.author.id == client.user.id:
            yield message
