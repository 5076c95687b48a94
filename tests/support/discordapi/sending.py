"""The routes by which messages are sent, changed, deleted, pinned and read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tests.support.discordapi import writing
from tests.support.discordapi.basics import Json, number, written
from tests.support.discordapi.drafts import Draft, draft, redrafted
from tests.support.discordapi.forms import Form, refused
from tests.support.discordapi.intents import GUILDS, PRIVATE_MESSAGES
from tests.support.discordapi.objects import message_json
from tests.support.discordapi.places import FORUM, Place
from tests.support.discordapi.reach import may_read, mentioned
from tests.support.discordapi.refusals import Refusal, no_permission
from tests.support.discordapi.rules import (
    check_is_open,
    check_may,
    check_may_write,
    check_not_archived,
    message_of,
    place_of,
)
from tests.support.discordapi.shown import EPHEMERAL, SUPPRESS_EMBEDS, Message

if TYPE_CHECKING:
    from tests.support.discordapi.reading import Ask
    from tests.support.discordapi.world import World

REMEMBERED: Final = timedelta(minutes=5)
PINS: Final = 250
_OTHERS = "Cannot edit a message authored by another user"


def create_message(world: World, ask: Ask) -> Json:
    """Let a message of the bot stand in a channel, unless one with its nonce stands there already."""
    content = ask.content
    made = draft(world, content, ask.files)
    if made.flags & EPHEMERAL:
        raise refused("flags", "MESSAGE_FLAGS_INVALID", "Only answers to interactions are ephemeral.")
    place = place_of(world, ask)
    check_may_write(world, place)
    made = allowed_parts(world, place, made)
    nonce = content.get("nonce")
    before = _before(world, place, nonce) if content.get("enforce_nonce") else None
    if before is None:
        reply_to = _replied(world, place, content.get("message_reference"))
        before = writing.stands(
            world, place, world.me, made.version, flags=made.flags, nonce=nonce, reply_to=reply_to, allowed=made.allowed
        )  # fmt: skip
        if nonce is not None:
            world.nonces[place.id, str(nonce)] = before, world.now()
    shown = message_json(world, before)
    return shown | ({"nonce": nonce} if nonce is not None else {})


def edit_message(world: World, ask: Ask) -> Json:
    """Change a message of the bot's."""
    place = place_of(world, ask)
    message = message_of(place, ask.id("message"))
    if not message.by_bot:
        if set(ask.content) <= {"flags"}:
            check_may(world, place, "manage_messages")
            message.flags = (message.flags & ~SUPPRESS_EMBEDS) | (ask.content["flags"] & SUPPRESS_EMBEDS)
            return message_json(world, message)
        raise Refusal(403, 50005, _OTHERS)
    made = redrafted(world, message, ask.content, ask.files)
    check_is_open(world, place)
    if made.version.embeds and not place.may(world.me, "embed_links"):
        made = made.without_embeds()
        if made.version.is_empty:
            raise Refusal(400, 50006, "Cannot send an empty message")
    if len(made.version.files) > len(message.files):
        check_may(world, place, "attach_files")
    changed(world, message, made)
    return message_json(world, message)


def changed(world: World, message: Message, made: Draft) -> None:
    """Let a message show what was made of it."""
    message.flags = made.flags
    message.versions.append(made.version)
    mentioned(world, message, made.allowed)
    message.versions.pop()
    writing.changes(world, message, made.version)


def delete_message(world: World, ask: Ask) -> None:
    """Take a message away: the bot's own, or anybody's with the right to."""
    place = place_of(world, ask)
    message = message_of(place, ask.id("message"))
    if not message.by_bot:
        if place.guild is None:
            raise Refusal(403, 50003, "Cannot execute action on a DM channel")
        check_may(world, place, "manage_messages")
    check_not_archived(place)
    writing.deletes(world, message)


def get_message(world: World, ask: Ask) -> Json:
    """Return one message."""
    place = place_of(world, ask)
    check_may(world, place, "read_message_history")
    return _read(world, message_of(place, ask.id("message")))


def get_messages(world: World, ask: Ask) -> list[Json]:
    """Return messages of a channel, the youngest first; without the right to read its history none."""
    place = place_of(world, ask)
    if place.type == FORUM:
        raise Refusal(400, 50008, "Cannot send messages in a non-text channel", avoidable=True)
    limit = int(ask.query.get("limit") or 50)
    if not 1 <= limit <= 100:
        raise refused("limit", "NUMBER_TYPE_MAX", "int value should be between 1 and 100.")
    if not place.may(world.me, "read_message_history"):
        return []
    standing = sorted(place.standing, key=lambda each: each.id)
    chosen = _window(standing, ask, limit)
    return [_read(world, each) for each in reversed(chosen)]


def pin(world: World, ask: Ask) -> None:
    """Pin a message."""
    _sets_pinned(world, ask, pinned=True)


def unpin(world: World, ask: Ask) -> None:
    """Pin a message no longer."""
    _sets_pinned(world, ask, pinned=False)


def get_pins(world: World, ask: Ask) -> Json:
    """Return the pinned messages, the youngest first."""
    place = place_of(world, ask)
    pinned = [each for each in reversed(place.standing) if each.pinned] if place.may(
        world.me, "read_message_history") else []  # fmt: skip
    items = [{"pinned_at": written(world.now()), "message": _read(world, each)} for each in pinned]
    return {"items": items, "has_more": False}


def get_pinned(world: World, ask: Ask) -> list[Json]:
    """Return the pinned messages as the older route does."""
    return [each["message"] for each in get_pins(world, ask)["items"]]


def typing(world: World, ask: Ask) -> None:
    """Let people see that the bot writes."""
    check_may_write(world, place_of(world, ask))


def allowed_parts(world: World, place: Place, made: Draft) -> Draft:
    """Return what of a new message may be sent: embeds without the right to them go, or are refused if all else is."""
    if made.version.files:
        check_may(world, place, "attach_files")
    if not made.version.embeds or place.may(world.me, "embed_links"):
        return made
    made = made.without_embeds()
    if made.version.is_empty:
        raise no_permission()
    return made


def _before(world: World, place: Place, nonce: int | str | None) -> Message | None:
    message, at = world.nonces.get((place.id, str(nonce)), (None, None))
    return message if at is not None and world.now() - at < REMEMBERED else None


def _replied(world: World, place: Place, reference: Json | None) -> Message | None:
    if reference is None:
        return None
    if not place.may(world.me, "read_message_history"):
        raise Refusal(403, 160002, "You cannot reply without permission to read message history")
    elsewhere = number(reference.get("channel_id", place.id)) != place.id
    message = place.log.get(number(reference.get("message_id")) or 0)
    if elsewhere or message is None or message.deleted or message.ephemeral:
        if reference.get("fail_if_not_exists", True):
            raise refused("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message", avoidable=elsewhere)
        return None
    return message


def _read(world: World, message: Message) -> Json:
    readable = may_read(world, message) or "message_content" in world.allowed
    return message_json(world, message, content=readable)


def _window(standing: list[Message], ask: Ask, limit: int) -> list[Message]:
    before, after, around = (number(ask.query.get(name)) for name in ("before", "after", "around"))
    form = Form()
    if sum(each is not None for each in (before, after, around)) > 1:
        form.fault("before", "PAGINATION_MUTUALLY_EXCLUSIVE", "before, after and around exclude each other.")
    form.check()
    if after is not None:
        return [each for each in standing if each.id > after][:limit]
    if around is not None:
        older = [each for each in standing if each.id < around][-(limit // 2) :] if limit > 1 else []
        rest = [each for each in standing if each.id >= around]
        return older + rest[: limit - len(older)]
    return [each for each in standing if before is None or each.id < before][-limit:]


def _sets_pinned(world: World, ask: Ask, *, pinned: bool) -> None:
    place = place_of(world, ask)
    message = message_of(place, ask.id("message"))
    check_may(world, place, "pin_messages")
    if pinned and not message.pinned and sum(each.pinned for each in place.standing) >= PINS:
        raise Refusal(400, 30003, f"Maximum number of pins reached for the channel ({PINS})")
    message.pinned = pinned
    guild = place.guild
    content = {"channel_id": str(place.id), "last_pin_timestamp": written(world.now()) if pinned else None}
    content |= {"guild_id": str(guild.id)} if guild else {}
    world.tell("CHANNEL_PINS_UPDATE", content, GUILDS if guild else PRIVATE_MESSAGES, place)
