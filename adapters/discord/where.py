"""Addresses: Discord's channels, threads and people as the core knows them, and back.

A text channel is a chat, a thread in it a topic of the chat. What stands in a forum's post belongs to the forum, which
is the place: its messages are addressed by forum and post, who acts there acts in the forum. Who is on a server only
Discord knows: members are not cached.
"""

from __future__ import annotations

from typing import Final, TypeAlias

import discord
from discord.abc import Snowflake

from adapters.discord.failures import is_no_member
from bot.domain.people import Address, ChatAddress, MessageRef, Platform

DISCORD: Final = Platform.DISCORD
Channel: TypeAlias = Snowflake | None


def person(user: Snowflake) -> Address:
    """Return the address of an account."""
    return Address(DISCORD, str(user.id))


async def member_of(guild: discord.Guild, user: int) -> discord.Member | None:
    """Ask what an account is on a server, None where it is not there; raises what else Discord answers."""
    try:
        return await guild.fetch_member(user)
    except discord.NotFound as error:
        if is_no_member(error):
            return None
        raise


def is_private(channel: Channel) -> bool:
    """Say whether a channel is a person's own with the bot."""
    return isinstance(channel, discord.DMChannel)


def standing_in(channel: Snowflake) -> ChatAddress:
    """Return where messages in a channel or thread stand."""
    if isinstance(channel, discord.Thread):
        return ChatAddress(DISCORD, str(channel.parent_id), str(channel.id))
    return ChatAddress(DISCORD, str(channel.id))


def acting_in(channel: Channel) -> ChatAddress | None:
    """Return where somebody acts who does something in a channel; None in private."""
    if channel is None or is_private(channel):
        return None
    where = standing_in(channel)
    return ChatAddress(DISCORD, where.chat) if is_post(channel) else where


def is_post(channel: Channel) -> bool:
    """Say whether a thread is a post of a forum."""
    return isinstance(channel, discord.Thread) and isinstance(channel.parent, discord.ForumChannel)


def message_in(channel: Snowflake, message: int) -> MessageRef:
    """Return the reference of a message."""
    return MessageRef(standing_in(channel), str(message))


def channel_of(where: ChatAddress) -> int:
    """Return the id of the channel or thread that an address names."""
    return int(where.topic or where.chat)
