"""Addresses: Discord's channels, threads and people as the core knows them, and back.

A text channel is a chat, a thread in it a topic of the chat. What stands in a forum's post belongs to the forum, which
is the place: its messages are addressed by forum and post, who acts there acts in the forum. Who is on a server only
Discord knows: members are not cached.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, TypeAlias

import discord
from discord.abc import GuildChannel, Snowflake

from adapters.discord.failures import is_no_member
from bot.domain.people import Address, ChatAddress, MessageRef, Platform

DISCORD: Final = Platform.DISCORD
Channel: TypeAlias = Snowflake | None
_NUMBERED: Final = re.compile(r"<(@!?|@&|#)(\d{1,20})>|<a?(:\w+:)\d{1,20}>")


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


def as_seen(content: str, people: Mapping[int, str], guild: discord.Guild | None) -> str:
    """Return what people wrote as its readers see it: names instead of the numbers that Discord keeps in it.

    `people` are those that are called. Who, and what, is not known stays a number, and so does a channel that not
    everybody on the server sees: whoever knows its number would learn its name.
    """

    def named(found: re.Match[str]) -> str:
        sign, number, emoji = found.groups()
        if emoji:
            return str(emoji)
        if sign.startswith("@") and sign != "@&":
            name = people.get(int(number))
        elif guild is None:
            name = None
        else:
            there = guild.get_role(int(number)) if sign == "@&" else _seen_by_all(guild, int(number))
            name = there.name if there else None
        return f"{sign[0]}{name}" if name else found[0]

    return _NUMBERED.sub(named, content)


def _seen_by_all(guild: discord.Guild, number: int) -> GuildChannel | discord.Thread | None:
    there = guild.get_channel_or_thread(number)
    if there is None or (isinstance(there, discord.Thread) and there.is_private()):
        return None
    return there if there.permissions_for(guild.default_role).view_channel else None


def channel_of(where: ChatAddress) -> int:
    """Return the id of the channel or thread that an address names."""
    return int(where.topic or where.chat)
