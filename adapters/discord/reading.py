"""Channels that are read back: whether a message of ours is there that nobody confirmed. It is found by its mark."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final, ParamSpec, TypeVar

import discord
from discord import ForumChannel, Thread
from discord.abc import GuildChannel, Messageable

from adapters.discord import forum
from adapters.discord.components import mark_of
from adapters.discord.failures import ANY, classified
from adapters.discord.marks import of_part
from adapters.discord.where import channel_of, message_in
from bot.domain.people import ChatAddress, MessageRef
from bot.errors import Doubt, Refused

BEFORE: Final = timedelta(minutes=1)  # Discord's clock is another than ours
MESSAGES: Final = 1000  # of a channel, that are read at most
READS: Final = 3  # of one post, within the time that the whole search has
P = ParamSpec("P")
T = TypeVar("T")


async def found(client: discord.Client, where: ChatAddress, mark: str, since: datetime) -> MessageRef | None:
    """Return the message of a mark that was sent since then, in a forum in whichever post.

    Raises Refused where the bot may not read: then nothing says that the message is not there. Where only a part of
    several messages is there, it is taken away, for the whole is to be sent anew.
    """
    after, channel = since - BEFORE, client.get_channel(channel_of(where))
    if isinstance(channel, GuildChannel | Thread) and not may_read(channel):
        raise Refused("what stands there may not be read back")
    if isinstance(channel, ForumChannel):
        return await _in_posts(client, channel, mark, after)
    return await _in_channel(client, where, mark, after)


def may_read(channel: GuildChannel | Thread) -> bool:
    """Say whether the bot may read what was said in a channel before."""
    return channel.permissions_for(channel.guild.me).read_message_history


async def _in_posts(client: discord.Client, channel: ForumChannel, mark: str, after: datetime) -> MessageRef | None:
    posts = await forum.posts_since(channel, after)
    for post in posts[: forum.POSTS]:
        where = message_in(post, post.id).where
        with suppress(discord.NotFound):  # somebody has just deleted the post
            if (ref := await _patiently(_in_channel, client, where, mark, after)) is not None:
                return ref
    if len(posts) > forum.POSTS:
        raise Refused("there are more posts than can be read")
    return None


async def _patiently(read: Callable[P, Awaitable[T]], *args: P.args, **named: P.kwargs) -> T:
    """Read again what failed on the way: of many posts one often does, and nothing is known before all are read."""
    for _ in range(READS - 1):
        try:
            return await read(*args, **named)
        except ANY as error:
            if not isinstance(classified(error), Doubt):
                raise
    return await read(*args, **named)


async def _in_channel(client: discord.Client, where: ChatAddress, mark: str, after: datetime) -> MessageRef | None:
    parts = []
    async for message in _own(client, client.get_partial_messageable(channel_of(where)), after):
        borne = mark_of(message)
        if borne == mark:
            return MessageRef(where, str(message.id))
        if borne == of_part(mark):
            parts.append(message)
    for part in parts:
        with suppress(discord.NotFound):
            await part.delete()
    return None


async def _own(client: discord.Client, channel: Messageable, after: datetime) -> AsyncIterator[discord.Message]:
    """Yield the bot's own messages since then, the oldest first."""
    async for message in channel.history(limit=MESSAGES, after=after, oldest_first=True):
        if client.user is not None and message.author.id == client.user.id:
            yield message
