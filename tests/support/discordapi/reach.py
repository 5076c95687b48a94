"""What of a message reaches the bot, and whom the bot's messages notify."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from tests.support.discordapi.basics import Json, number
from tests.support.discordapi.intents import CONTENT, GUILD_MESSAGES, PRIVATE_MESSAGES
from tests.support.discordapi.objects import told
from tests.support.discordapi.places import Place, Private
from tests.support.discordapi.shown import Message
from tests.support.discordapi.world import Notified

if TYPE_CHECKING:
    from tests.support.discordapi.people import Person
    from tests.support.discordapi.world import World

_USER: Final = re.compile(r"<@!?(\d+)>")
_ROLE: Final = re.compile(r"<@&(\d+)>")
_CODE: Final = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_EVERY: Final = ("users", "roles", "everyone")


def tells_message(world: World, event: str, message: Message) -> None:
    """Tell the bot of a message that is new or changed, as far as it may read it."""
    if message.ephemeral or not message.channel.may(world.me, "view_channel"):
        return
    intent = PRIVATE_MESSAGES if message.channel.guild is None else GUILD_MESSAGES
    readable = may_read(world, message)
    world.tells(
        event,
        lambda intents: told(world, message, content=readable or bool(intents & CONTENT)),
        intent,
        message.channel,
    )


def tells_deletion(world: World, message: Message) -> None:
    """Tell the bot that a message is gone."""
    guild = message.channel.guild
    if message.ephemeral or not message.channel.may(world.me, "view_channel"):
        return
    gone: Json = {"id": str(message.id), "channel_id": str(message.channel.id)}
    gone |= {"guild_id": str(guild.id)} if guild else {}
    world.tell("MESSAGE_DELETE", gone, PRIVATE_MESSAGES if guild is None else GUILD_MESSAGES, message.channel)


def may_read(world: World, message: Message) -> bool:
    """Whether the bot may read a message without the intent: its own, in private, and what mentions it."""
    return message.by_bot or message.channel.guild is None or world.me.id in message.mentions


def mentioned(world: World, message: Message, allowed: Json | None) -> None:
    """Note whom a message mentions, of what its text names as much as `allowed` lets through."""
    text = _CODE.sub("", message.content)
    may_everyone = message.channel.guild is not None and message.channel.may(message.author, "mention_everyone")
    parsed = _EVERY if allowed is None else allowed.get("parse") or ()
    users = list(_named(_USER, text, "users", parsed, allowed))
    replied = message.reply_to
    if replied is not None and (allowed is None or allowed.get("replied_user")):
        users.append(replied.author.id)
    message.mentions = tuple(dict.fromkeys(each for each in users if each in world.people or each == world.me.id))
    guild = message.channel.guild
    known = guild.roles if guild and may_everyone else {}
    message.mentioned_roles = tuple(each for each in _named(_ROLE, text, "roles", parsed, allowed) if each in known)
    message.mentions_everyone = may_everyone and "everyone" in parsed and bool(re.search(r"@(everyone|here)\b", text))


def notifies(world: World, message: Message) -> None:
    """Note whom a new message of the bot notified."""
    if message.ephemeral:
        return
    people = [world.people[each] for each in message.mentions if each in world.people]
    world.notified += [Notified(each, message, message.silent) for each in people if _is_there(each, message.channel)]
    if message.mentions_everyone:
        what = "everyone" if "@everyone" in message.content else "here"
        world.notified.append(Notified(None, message, message.silent, what))
    world.notified += [Notified(None, message, message.silent, "role") for _ in message.mentioned_roles]


def _named(pattern: re.Pattern[str], text: str, kind: str, parsed: Any, allowed: Json | None) -> Iterator[int]:
    listed = {number(each) for each in (allowed or {}).get(kind) or ()}
    for each in pattern.findall(text):
        if kind in parsed or int(each) in listed:
            yield int(each)


def _is_there(person: Person, place: Place) -> bool:
    return place.person is person if isinstance(place, Private) else place.may(person, "view_channel")
