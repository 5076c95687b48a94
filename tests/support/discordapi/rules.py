"""Which channel or message a request names, and what the bot may do there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.discordapi.channels import Thread
from tests.support.discordapi.places import FORUM, Place, Private
from tests.support.discordapi.refusals import (
    Refusal,
    archived,
    cannot_send_to_user,
    locked,
    no_access,
    no_permission,
    unknown,
)

if TYPE_CHECKING:
    from tests.support.discordapi.guilds import Guild
    from tests.support.discordapi.reading import Ask
    from tests.support.discordapi.shown import Message
    from tests.support.discordapi.world import World


def place_of(world: World, ask: Ask) -> Place:
    """Return the channel that a request names; refuses what is gone, and what the bot does not see."""
    place = world.places.get(ask.id("channel"))
    if place is None or place.gone or (isinstance(place, Private) and not place.is_open):
        raise unknown("Channel")
    if place.guild is not None and not (place.guild.has_bot and place.may(world.me, "view_channel")):
        raise no_access()
    return place


def guild_of(world: World, ask: Ask) -> Guild:
    """Return the guild that a request names; refuses where the bot is not in it."""
    guild = world.guilds.get(ask.id("guild"))
    if guild is None or not guild.has_bot:
        raise unknown("Guild")
    return guild


def message_of(place: Place, number: int) -> Message:
    """Return a message that stands in a channel for all."""
    message = place.log.get(number)
    if message is None or message.deleted or message.ephemeral:
        raise unknown("Message")
    return message


def check_may(world: World, place: Place, permission: str) -> None:
    """Refuse where the bot lacks a permission."""
    if not place.may(world.me, permission):
        raise no_permission()


def check_may_write(world: World, place: Place) -> None:
    """Refuse where the bot may not create a message."""
    if isinstance(place, Private):
        person = place.person
        if person.is_blocking or not person.takes_messages or not world.share(person):
            raise cannot_send_to_user()
        return
    if place.type == FORUM:
        raise Refusal(400, 40058, "Cannot send a message in a forum channel", avoidable=True)
    check_may(world, place, "send_messages")
    if isinstance(place, Thread) and place.locked and not place.may(world.me, "manage_threads"):
        raise archived() if place.archived else locked()


def check_is_open(world: World, place: Place) -> None:
    """Refuse changes in a thread that is archived, and in one that is locked to all but those who may manage it."""
    check_not_archived(place)
    if isinstance(place, Thread) and place.locked and not place.may(world.me, "manage_threads"):
        raise locked()


def check_not_archived(place: Place) -> None:
    """Refuse changes in a thread that is archived, deletions among them."""
    if isinstance(place, Thread) and place.archived:
        raise archived()


def check_may_answer(world: World, place: Place) -> None:
    """Refuse answers to what was asked in a thread that is closed for good; nothing else is needed to answer."""
    if isinstance(place, Thread) and place.archived and place.locked and not place.may(world.me, "manage_threads"):
        refusal = archived()
        refusal.status = 403
        raise refusal
