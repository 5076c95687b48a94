"""Where the bot may write: looked at whenever something changes, so that nobody has to find out by a failure."""

from __future__ import annotations

import asyncio
from typing import Final

import discord
from discord import ForumChannel, TextChannel, Thread, VoiceChannel

from adapters.discord.requests import Requests
from adapters.discord.where import DISCORD, channel_of
from bot.desk import Desk
from bot.domain.people import ChatAddress

WRITABLE: Final = (TextChannel, VoiceChannel, ForumChannel, Thread)


class Standing:
    """Knows of each place whether the bot may write there, and tells the desk what has changed."""

    def __init__(self, desk: Desk, requests: Requests) -> None:
        self._desk = desk
        self._requests = requests
        self._known: dict[ChatAddress, bool] = {}
        self._looking = asyncio.Lock()

    async def opened(self, client: discord.Client, where: ChatAddress) -> None:
        """Know nothing of a thread any more, that was closed to the bot without its being told, and look anew."""
        self._known.pop(where, None)
        await self.looked_at(client)

    async def looked_at(self, client: discord.Client) -> None:
        """Compare what the bot may do in each place with what it might before; a server in an outage says nothing."""
        async with self._looking:
            async with self._desk.storage.begin() as store:
                places = [place.address for place in await store.places.all() if place.address.platform is DISCORD]
            for where in places:
                may = may_write(client, where)
                before = self._known.get(where)
                if may is None or may is before:
                    continue
                self._known[where] = may
                if may:
                    self._requests.forgive(where.chat)
                    await self._desk.let_in(where)
                elif before is not None:
                    await self._desk.shut_out(where)


def may_write(client: discord.Client, where: ChatAddress) -> bool | None:
    """Say whether the bot may write in a place; None where a server in an outage may have it."""
    channel = client.get_channel(int(where.chat))
    if channel is None:
        return None if any(guild.unavailable for guild in client.guilds) else False
    thread = client.get_channel(channel_of(where)) if where.topic is not None else None
    if not isinstance(channel, WRITABLE):
        return False
    rights = channel.permissions_for(channel.guild.me)
    is_locked = isinstance(thread, Thread) and thread.locked and not rights.manage_threads
    writes = rights.send_messages if where.topic is None else rights.send_messages_in_threads and not is_locked
    if isinstance(channel, ForumChannel):
        writes = writes and rights.send_messages_in_threads  # who is tagged is tagged in the post
    return rights.view_channel and rights.embed_links and writes
