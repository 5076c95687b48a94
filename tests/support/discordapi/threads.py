"""The routes by which threads and forum posts begin, change and are found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tests.support.discordapi import writing
from tests.support.discordapi.basics import Json, number
from tests.support.discordapi.channels import Channel, Thread
from tests.support.discordapi.drafts import draft
from tests.support.discordapi.forms import Form, refused
from tests.support.discordapi.objects import message_json
from tests.support.discordapi.places import FORUM, PRIVATE_THREAD, TEXT, THREAD
from tests.support.discordapi.refusals import Refusal, archived, locked, no_access, no_permission, unknown
from tests.support.discordapi.rules import check_may, guild_of, message_of, place_of
from tests.support.discordapi.sending import allowed_parts
from tests.support.discordapi.shown import HAS_THREAD

if TYPE_CHECKING:
    from tests.support.discordapi.reading import Ask
    from tests.support.discordapi.world import World

NAME, TAGS, SLOWEST = 100, 5, 21600
_PINNED: Final = 1 << 1
_AFTER: Final = frozenset({60, 1440, 4320, 10080})
_MANAGED: Final = frozenset({"locked", "rate_limit_per_user", "invitable", "flags"})


def create_thread(world: World, ask: Ask) -> tuple[int, Json]:
    """Begin a thread without a message in a text channel, or a post in a forum."""
    _check(ask.content, required=True)
    place = place_of(world, ask)
    if not isinstance(place, Channel):
        raise Refusal(400, 50024, "Cannot execute action on this channel type", avoidable=True)
    if place.type == FORUM:
        return 201, _post(world, place, ask)
    private = ask.content.get("type") == PRIVATE_THREAD
    check_may(world, place, "create_private_threads" if private else "create_public_threads")
    return 201, _begins(world, place, world.snowflakes.next(), ask.content, PRIVATE_THREAD if private else THREAD)


def create_thread_at(world: World, ask: Ask) -> tuple[int, Json]:
    """Begin a thread at a message."""
    _check(ask.content, required=True)
    place = place_of(world, ask)
    if not isinstance(place, Channel) or place.type != TEXT:
        raise Refusal(400, 50024, "Cannot execute action on this channel type", avoidable=True)
    message = message_of(place, ask.id("message"))
    check_may(world, place, "create_public_threads")
    if message.thread is not None:
        raise Refusal(400, 160004, "A thread has already been created for this message")
    message.thread = message.id
    message.flags |= HAS_THREAD
    return 201, _begins(world, place, message.id, ask.content, THREAD)


def change_channel(world: World, ask: Ask) -> Json:
    """Change a thread, or name and topic of a channel."""
    content = ask.content
    _check(content, required=False)
    place = place_of(world, ask)
    if isinstance(place, Thread):
        _check_may_change(world, place, content)
        _check_tags(world, place.parent, content.get("applied_tags"))
        _changes(place, content)
    elif isinstance(place, Channel):
        check_may(world, place, "manage_channels")
        place.name = content.get("name") or place.name
        place.tells_update()
    else:
        raise Refusal(403, 50003, "Cannot execute action on a DM channel")
    return place.as_json()


def delete_channel(world: World, ask: Ask) -> Json:
    """Delete a channel or thread; a private chat is only closed."""
    place = place_of(world, ask)
    content = place.as_json()
    if isinstance(place, Thread):
        check_may(world, place, "manage_threads")
        place.vanishes()
    elif isinstance(place, Channel):
        check_may(world, place, "manage_channels")
        place.vanishes()
    return content


def join(world: World, ask: Ask) -> None:
    """Let the bot be a member of a thread."""
    thread = _thread(world, ask)
    if thread.archived:
        raise archived()
    thread.joined.setdefault(world.me.id, world.now())


def leave(world: World, ask: Ask) -> None:
    """Let the bot be a member of a thread no longer."""
    _thread(world, ask).joined.pop(world.me.id, None)


def let_in(world: World, ask: Ask) -> None:
    """Let somebody else be a member of a thread: who writes there may, and the thread must be open."""
    thread, person = _thread(world, ask), world.people.get(ask.id("user"))
    check_may(world, thread, "send_messages")
    if thread.archived:
        raise archived()
    if person is None:
        raise unknown("User")
    if person.id not in thread.guild.members:
        raise unknown("Member")
    if not thread.parent.may(person, "view_channel"):
        raise no_access()
    thread.joined.setdefault(person.id, world.now())


def show_out(world: World, ask: Ask) -> None:
    """Let somebody else be a member no longer: for who manages threads, and for who began a private one."""
    thread, number = _thread(world, ask), ask.id("user")
    began = thread.type == PRIVATE_THREAD and thread.owner is world.me
    if not began and not thread.may(world.me, "manage_threads"):
        raise no_permission()
    if thread.archived:
        raise archived()
    if number not in thread.joined:
        raise unknown("Member")
    del thread.joined[number]


def get_active(world: World, ask: Ask) -> Json:
    """Return the threads of a guild that are not archived."""
    threads = guild_of(world, ask).active_threads()
    members = [each.member(world.me.id) for each in threads if world.me.id in each.joined]
    return {"threads": [each.as_json() for each in threads], "members": members, "has_more": False}


def get_joined(world: World, ask: Ask) -> Json:
    """Return the archived private threads of a channel that the bot is a member of, the youngest first."""
    place = _archive(world, ask)
    own = [each for each in place.threads if each.archived and each.type == PRIVATE_THREAD]
    found = sorted((each for each in own if world.me.id in each.joined), key=lambda each: -each.id)
    before, limit = ask.query.get("before"), int(ask.query.get("limit") or 50)
    found = [each for each in found if before is None or each.id < int(before)]
    members = [each.member(world.me.id) for each in found[:limit]]
    return {"threads": [each.as_json() for each in found[:limit]], "members": members, "has_more": len(found) > limit}


def _archive(world: World, ask: Ask) -> Channel:
    """Return a channel whose archived threads may be read."""
    place = place_of(world, ask)
    check_may(world, place, "read_message_history")
    if not isinstance(place, Channel):
        raise Refusal(400, 50024, "Cannot execute action on this channel type", avoidable=True)
    return place


def get_archived(world: World, ask: Ask) -> Json:
    """Return the archived public threads of a channel, the one archived last first."""
    place = _archive(world, ask)
    public = (each for each in place.threads if each.archived and each.type != PRIVATE_THREAD)
    found = sorted(public, key=_when, reverse=True)
    before = ask.query.get("before")
    found = [each for each in found if before is None or _when(each) < before.replace("Z", "+00:00")]
    limit = int(ask.query.get("limit") or 50)
    chosen = found[:limit]
    members = [each.member(world.me.id) for each in chosen if world.me.id in each.joined]
    return {"threads": [each.as_json() for each in chosen], "members": members, "has_more": len(found) > limit}


def _post(world: World, forum: Channel, ask: Ask) -> Json:
    message = ask.content.get("message")
    if message is None:
        raise refused("message", "BASE_TYPE_REQUIRED", "This field is required")
    made = draft(world, message, ask.files, where="message.")
    tags = ask.content.get("applied_tags")
    check_may(world, forum, "send_messages")
    _check_tags(world, forum, tags)
    if forum.require_tag and not tags and not forum.may(world.me, "manage_threads"):
        raise Refusal(400, 40067, "A tag is required to create a forum post in this channel")
    made = allowed_parts(world, forum, made)
    thread = writing.begins_post(
        world, forum, world.me, ask.content["name"], made.version, tuple(map(int, tags or ())),
        flags=made.flags, allowed=made.allowed,
    )  # fmt: skip
    _sets(thread, ask.content)
    first = thread.log[thread.id]
    return thread.as_json() | {"message": message_json(world, first)}


def _begins(world: World, place: Channel, number: int, content: Json, kind: int) -> Json:
    thread = world.begins(place, number, content["name"], world.me, kind)
    _sets(thread, content)
    return thread.as_json()


def _thread(world: World, ask: Ask) -> Thread:
    place = place_of(world, ask)
    if not isinstance(place, Thread):
        raise unknown("Channel")
    return place


def _check(content: Json, *, required: bool) -> None:
    form = Form()
    if required:
        form.required("name", content.get("name"), NAME)
    else:
        form.length("name", content.get("name"), NAME, 1)
    form.items("applied_tags", content.get("applied_tags"), TAGS)
    if content.get("auto_archive_duration", 60) not in {*_AFTER, None}:
        form.fault("auto_archive_duration", "BASE_TYPE_CHOICES", f"Value must be one of {sorted(_AFTER)}.")
    if not 0 <= (content.get("rate_limit_per_user") or 0) <= SLOWEST:
        form.fault("rate_limit_per_user", "NUMBER_TYPE_MAX", f"int value should be between 0 and {SLOWEST}.")
    form.check()


def _check_tags(world: World, forum: Channel, tags: list[Any] | None) -> None:
    known = {each.id: each for each in forum.tags}
    for each in tags or []:
        tag = known.get(number(each) or 0)
        if tag is None:
            raise refused("applied_tags", "INVALID_TAG", f"Unknown tag {each}", avoidable=False)
        if tag.moderated and not forum.may(world.me, "manage_threads"):
            raise no_permission()


def _check_may_change(world: World, thread: Thread, content: Json) -> None:
    manages = thread.may(world.me, "manage_threads")
    if thread.archived and content.get("archived") is not False:
        raise archived()
    if thread.locked and not manages and set(content) - {"archived"}:
        raise locked()
    if set(content) & _MANAGED and not manages:
        raise no_permission()
    if content.get("archived") is False and thread.archived and not manages:
        if thread.locked or not thread.may(world.me, "send_messages"):
            raise no_permission()
        content = {name: value for name, value in content.items() if name != "archived"}
    if content and not manages and thread.owner is not world.me:
        raise no_permission()
    if "applied_tags" in content and not content["applied_tags"] and thread.parent.require_tag and not manages:
        raise Refusal(400, 40067, "A tag is required to create a forum post in this channel")


def _changes(thread: Thread, content: Json) -> None:
    if "name" in content:
        thread.name = content["name"]
    if "applied_tags" in content:
        thread.tags = tuple(map(int, content["applied_tags"] or ()))
    if "locked" in content:
        thread.locked = bool(content["locked"])
    if content.get("archived") is not None and content["archived"] != thread.archived:
        thread.sets_archived(archived=content["archived"])
    if content.get("flags") is not None:
        thread.pinned = bool(content["flags"] & _PINNED)
    _sets(thread, content)
    thread.tells_update()


def _sets(thread: Thread, content: Json) -> None:
    thread.archive_after = content.get("auto_archive_duration") or thread.archive_after
    thread.invitable = content.get("invitable", thread.invitable)
    slowmode = content.get("rate_limit_per_user")
    thread.slowmode = thread.slowmode if slowmode is None else slowmode


def _when(thread: Thread) -> str:
    return str(thread.as_json()["thread_metadata"]["archive_timestamp"])
