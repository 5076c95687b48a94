"""Messages and interactions as Discord writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.discordapi.asked import Interaction
from tests.support.discordapi.basics import Json, written
from tests.support.discordapi.permissions import IN_PRIVATE
from tests.support.discordapi.shown import Message

if TYPE_CHECKING:
    from tests.support.discordapi.world import World

LARGEST_UPLOAD = 10 * 1024 * 1024


def message_json(world: World, message: Message, *, content: bool = True, reply: bool = True) -> Json:
    """Return a message as it stands now; without `content` as one sees it who may not read it."""
    version = message.versions[-1]
    shown: Json = {
        "id": str(message.id),
        "channel_id": str(message.channel.id),
        "type": message.type,
        "content": version.content if content else "",
        "embeds": [_embed(each) for each in version.embeds] if content else [],
        "attachments": [each.as_json(message.channel.id) for each in version.files] if content else [],
        "components": list(version.components) if content else [],
        "author": message.author.as_json(),
        "mentions": [_user(world, each) for each in message.mentions],
        "mention_roles": [str(each) for each in message.mentioned_roles],
        "mention_everyone": message.mentions_everyone,
        "timestamp": written(version.at if len(message.versions) == 1 else message.created_at),
        "edited_timestamp": written(version.at) if len(message.versions) > 1 else None,
        "flags": message.flags,
        "pinned": message.pinned,
        "tts": False,
    }
    if message.metadata is not None:
        shown |= {"interaction_metadata": message.metadata, "application_id": str(world.me.id)}
        shown["webhook_id"] = str(world.me.id)
    if message.origin:
        shown["message_reference"] = {"type": 0} | dict(message.origin)
    if reply and message.reply_to is not None:
        gone = message.reply_to.deleted
        shown["referenced_message"] = (
            None if gone else message_json(world, message.reply_to, content=content, reply=False)
        )
    if message.thread is not None:
        shown["thread"] = world.places[message.thread].as_json()
    return shown


def told(world: World, message: Message, *, content: bool) -> Json:
    """Return a message as the gateway tells of it."""
    shown = message_json(world, message, content=content)
    guild = message.channel.guild
    if guild is not None:
        shown["guild_id"] = str(guild.id)
        if message.author.id in guild.members:
            shown["member"] = guild.members[message.author.id].as_json()
    if message.nonce is not None:
        shown["nonce"] = message.nonce
    return shown


def interaction_json(world: World, interaction: Interaction) -> Json:
    """Return an interaction as the gateway tells of it."""
    place, person = interaction.channel, interaction.person
    told_of: Json = {
        "id": str(interaction.id),
        "application_id": str(world.me.id),
        "type": interaction.type,
        "data": interaction.data,
        "channel": place.partial(person),
        "channel_id": str(place.id),
        "token": interaction.token,
        "version": 1,
        "locale": person.locale,
        "entitlements": [],
        "entitlement_sku_ids": [],
        "attachment_size_limit": LARGEST_UPLOAD,
    }
    guild = place.guild
    if guild is None:
        told_of |= {"user": person.as_json(), "app_permissions": str(IN_PRIVATE), "context": 1}
        told_of["authorizing_integration_owners"] = {"0": "0"}
    else:
        member = guild.members[person.id].whole() | {"permissions": str(place.permissions(person))}
        told_of |= {"guild_id": str(guild.id), "member": member, "context": 0, "guild_locale": guild.locale}
        told_of["guild"] = {"id": str(guild.id), "locale": guild.locale, "features": ["COMMUNITY"]}
        told_of["app_permissions"] = str(place.permissions(world.me))
        told_of["authorizing_integration_owners"] = {"0": str(guild.id)}
    if interaction.message is not None:
        told_of["message"] = message_json(world, interaction.message)
    return told_of


def metadata(interaction: Interaction) -> Json:
    """Return what a message says of the interaction that it answers."""
    guild = interaction.channel.guild
    known: Json = {
        "id": str(interaction.id),
        "type": interaction.type,
        "user": interaction.person.as_json(),
        "authorizing_integration_owners": {"0": str(guild.id) if guild else "0"},
    }
    if "name" in interaction.data:
        known |= {"name": interaction.data["name"], "command_type": interaction.data["type"]}
    if interaction.opener is not None:
        known["triggering_interaction_metadata"] = metadata(interaction.opener)
    elif interaction.message is not None:
        known["interacted_message_id"] = str(interaction.message.id)
    return known


def _embed(embed: Json) -> Json:
    return {"type": "rich"} | embed | {"content_scan_version": 0}


def _user(world: World, number: int) -> Json:
    return (world.me if number == world.me.id else world.people[number]).as_json()
