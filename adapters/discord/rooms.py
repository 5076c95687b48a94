"""The rooms of teams: private threads beside a text channel, with the people of a team in them.

Discord knows no nonce for threads, so before one is begun our own are read for the mark of its first message; one that
was begun and then got no message is taken for it. Who begins a private thread may let people in and out (Add and Remove
Thread Member), and archive it; to lock it is a right of its own. Everybody in it can let in others by a mention.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import discord
from discord import ChannelType, TextChannel, Thread
from discord.utils import time_snowflake

from adapters.discord import forum
from adapters.discord.components import mark_of
from adapters.discord.failures import is_no_member, is_unknown_channel
from adapters.discord.line import Line
from adapters.discord.marks import marked
from adapters.discord.reading import BEFORE, found
from adapters.discord.requests import Request, Requests, T, remember
from adapters.discord.where import member_of, message_in
from bot.domain.people import Address, ChatAddress, MessageRef
from bot.domain.places import Place
from bot.domain.rooms import Ground, Wanted
from bot.errors import Gone, Refused, TryLater, Unreachable
from bot.talk.answers import Reply

STILL_ARRIVES: Final = 15.0  # seconds in which one may begin yet that did not answer in time
ARCHIVED_AFTER: Final = 10_080  # minutes without a word: a week, the longest; a word opens it again
THREADS: Final = 100  # of ours in one channel, the youngest, that are read back
FIRST: Final = 3  # messages of a thread among which its first of ours is: before it stands who let whom in
INVITED_FOR: Final = timedelta(days=7)
NEEDED: Final = discord.Permissions(
    view_channel=True,
    create_private_threads=True,
    send_messages_in_threads=True,
    embed_links=True,
    read_message_history=True,
)


class TeamRooms:
    """Private threads over the requests of one bot; `line` is how it speaks in them."""

    repeats_for = timedelta(0)
    finds = True

    def __init__(self, requests: Requests, line: Line) -> None:
        self._requests = requests
        self._line = line
        self._arriving: dict[str, float] = {}  # marks of threads that may begin yet, and until when

    async def ground(self, place: Place) -> tuple[Ground, str]:
        """Say whether private threads can be begun in a place's channel, and return the number of its server."""
        channel = self._requests.known(replace(place.address, topic=None))
        if not isinstance(channel, discord.abc.GuildChannel):
            return Ground.UNFIT, ""
        server = str(channel.guild.id)
        if not isinstance(channel, TextChannel) or channel.is_news():
            return Ground.UNFIT, server
        may = channel.permissions_for(channel.guild.me).is_superset(NEEDED)
        return (Ground.OPEN if may else Ground.SHUT), server

    async def send(
        self, to: Place | Address, reply: Reply, *, key: str, reply_to: MessageRef | None = None
    ) -> MessageRef:
        """Begin a thread with a card, unless there is one for this key; with `reply_to` speak in its thread."""
        if reply_to is not None:
            return await self._speak(reply_to.where, reply, key)
        channel, mark = self._channel(to), marked(key)
        name = (await self._requests.shown(replace(_place(to).address, topic=None), reply, mark)).title
        thread, ref = await self._begun(channel, name, mark)
        if ref is not None:
            return ref
        if thread is None:
            thread = await self._begin(channel, name, mark)
        return await self._speak(message_in(thread, thread.id).where, reply, key)

    async def find(self, to: Place | Address, key: str, since: datetime) -> MessageRef | None:
        """Read our own threads back for the message of this key."""
        channel = self._channel(to)

        async def request(client: discord.Client) -> MessageRef | None:
            threads = await _own(channel)
            async for each in channel.archived_threads(private=True, joined=True, limit=THREADS):
                threads += [each] if each.owner_id == channel.guild.me.id else []
            begin = time_snowflake(since - BEFORE)
            late = [each for each in threads if max(each.id, each.last_message_id or 0) >= begin]
            for each in sorted(late, key=lambda one: -one.id)[:THREADS]:
                where = message_in(each, each.id).where
                with suppress(discord.NotFound):  # somebody has just deleted it
                    if (ref := await found(client, where, marked(key), since)) is not None:
                        return ref
            return None

        return await self._made(request)

    async def follow(self, ref: MessageRef, wanted: Wanted) -> Sequence[Address]:
        """Let people in and out, or archive and lock the thread; return who is not where they could be let in."""

        async def request(client: discord.Client) -> Sequence[Address]:
            thread = await client.fetch_channel(int(ref.where.topic or 0))
            if not isinstance(thread, Thread):
                raise Gone("it is no thread")
            if wanted.is_over:
                if not thread.archived:  # the last words have opened it
                    await forum.closed(thread)
                return ()
            if thread.archived:
                thread = await forum.opened(thread)
            for each in wanted.gone:
                with suppress(discord.NotFound):  # they have left by themselves
                    await thread.remove_user(discord.Object(int(each.user)))
            return [each for each in wanted.people if not await _let_in(thread, each)]

        return await self._made(request)

    async def invitation(self, place: Place) -> str:
        """Return a link into a place's channel, for one person and seven days."""
        channel = self._channel(place)

        async def request(_: discord.Client) -> str:
            age = int(INVITED_FOR.total_seconds())
            return (await channel.create_invite(max_age=age, max_uses=1, unique=True)).url

        return await self._made(request)

    def _channel(self, to: Place | Address) -> TextChannel:
        channel = self._requests.known(replace(_place(to).address, topic=None))
        if not isinstance(channel, TextChannel):
            raise Refused("private threads are begun in text channels alone")
        return channel

    async def _begun(self, channel: TextChannel, name: str, mark: str) -> tuple[Thread | None, MessageRef | None]:
        """Return the thread of a mark with its first message, or one of that name in which nothing was said yet."""

        async def request(_: discord.Client) -> tuple[Thread | None, MessageRef | None]:
            empty = None
            for each in sorted(await _own(channel), key=lambda one: -one.id)[:THREADS]:
                said = [one async for one in each.history(limit=FIRST, oldest_first=True)]
                mine = [one for one in said if one.author.id == channel.guild.me.id and one.type.value == 0]
                for one in mine:
                    if mark_of(one) == mark:
                        return each, message_in(each, one.id)
                if not mine and each.name == name:
                    empty = each
            return empty, None

        return await self._made(request)

    async def _begin(self, channel: TextChannel, name: str, mark: str) -> Thread:
        """Begin a thread; one that is in doubt may still be on its way, so it is waited for."""
        if (wait := self._arriving.get(mark, 0.0) - self._requests.monotonic()) > 0:
            raise TryLater(timedelta(seconds=wait), "its thread may still arrive")

        async def request(_: discord.Client) -> Thread:
            return await channel.create_thread(
                name=name, type=ChannelType.private_thread, invitable=True, auto_archive_duration=ARCHIVED_AFTER
            )

        # Before it is known how it ends: a request that is cancelled is in doubt, too.
        remember(self._arriving, mark, self._requests.monotonic() + STILL_ARRIVES)
        try:
            thread = await self._made(request)
        except (TryLater, Refused):
            self._arriving.pop(mark, None)
            raise
        self._arriving.pop(mark, None)
        return thread

    async def _speak(self, where: ChatAddress, reply: Reply, key: str) -> MessageRef:
        """Say something in a thread; one that is closed says nothing of its channel."""
        try:
            return await self._line.speak(where, reply, key)
        except Unreachable as error:
            self._requests.forgive(f"{where.chat}/{where.topic}")
            if is_unknown_channel(error.__cause__):
                raise Gone("the thread is gone") from error
            raise Refused("nothing may be said in the thread") from error

    async def _made(self, request: Request[T]) -> T:
        """Make a request; that it is not allowed says nothing of the channel beside it."""
        try:
            return await self._requests.asked(request)
        except Unreachable as error:
            if is_unknown_channel(error.__cause__):
                raise Gone("the thread is gone") from error
            raise Refused("that is not allowed there") from error


def _place(to: Place | Address) -> Place:
    if isinstance(to, Address):
        raise Refused("a person has no rooms")
    return to


async def _own(channel: TextChannel) -> list[Thread]:
    """Return the private threads that the bot began in a channel and that are open."""
    threads = [each for each in await channel.guild.active_threads() if each.parent_id == channel.id]
    return [each for each in threads if each.owner_id == channel.guild.me.id and each.is_private()]


async def _let_in(thread: Thread, address: Address) -> bool:
    """Let somebody into a thread; False where they are not on the server, or do not see the channel."""
    member = await member_of(thread.guild, int(address.user))
    if member is None or thread.parent is None or not thread.parent.permissions_for(member).view_channel:
        return False
    try:
        await thread.add_user(member)
    except discord.NotFound as error:
        if not is_no_member(error):
            raise
        return False
    return True
