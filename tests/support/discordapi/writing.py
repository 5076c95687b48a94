"""Messages come to stand, change and go, whoever writes them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.support.discordapi.channels import Channel, Thread
from tests.support.discordapi.places import FORUM, Place, Private
from tests.support.discordapi.reach import mentioned, notifies, tells_deletion, tells_message
from tests.support.discordapi.shown import REPLY, Message, Version

if TYPE_CHECKING:
    from tests.support.discordapi.people import Account, Person
    from tests.support.discordapi.world import World

LONGEST = 2000


def stands(world: World, place: Place, author: Account, version: Version, **more: Any) -> Message:
    """Let a message stand in a place, and tell the bot of it; `allowed` says whom it may mention."""
    allowed, number = more.pop("allowed", None), more.pop("number", None)
    message = Message(number or world.snowflakes.next(), place, author, [version], **more)
    message.by_bot = author is world.me
    if message.reply_to is not None:
        origin = {"message_id": str(message.reply_to.id), "channel_id": str(place.id)}
        message.origin = origin | ({"guild_id": str(place.guild.id)} if place.guild else {})
        message.type = REPLY
    place.log[message.id] = message
    if isinstance(place, Private):
        place.is_open = True
    if isinstance(place, Thread):
        _wakes(place, author)
    if not message.is_loading:
        mentioned(world, message, allowed)
        if message.by_bot:
            notifies(world, message)
    if message.id != place.id:  # of a new post the thread is told first
        tells_message(world, "MESSAGE_CREATE", message)
    world.news.stir()
    return message


def changes(world: World, message: Message, version: Version) -> None:
    """Let a message show something else; nobody is notified by that."""
    message.versions.append(version)
    tells_message(world, "MESSAGE_UPDATE", message)
    world.news.stir()


def previews(world: World, message: Message, title: str) -> None:
    """Let a message show what is behind its link; that is no edit."""
    last = message.versions[-1]
    preview = {"type": "link", "url": "https://example.org/", "title": title}
    message.versions[-1] = replace(last, embeds=(*last.embeds, preview))
    tells_message(world, "MESSAGE_UPDATE", message)
    world.news.stir()


def deletes(world: World, message: Message) -> None:
    """Take a message away."""
    message.deleted = True
    tells_deletion(world, message)
    world.news.stir()


def says(world: World, person: Person, text: str, place: Place, reply_to: Message | None) -> Message:
    """Let a person write."""
    _check_may_write(world, person, text, place)
    return stands(world, place, person, Version(text, world.now()), reply_to=reply_to)


def edits(world: World, message: Message, text: str) -> None:
    """Let a person change a message."""
    assert not message.deleted, f"{message} is gone"
    assert 0 < len(text) <= LONGEST, "no client of Discord sends such a text"
    changes(world, message, Version(text, world.now(), files=tuple(message.files)))


def posts(world: World, person: Person, forum: Channel, title: str, text: str, tags: tuple[str, ...]) -> Thread:
    """Let a person open a post in a forum."""
    assert forum.type == FORUM, f"{forum.name} is no forum"
    assert 0 < len(title) <= 100, "no client of Discord sends such a title"
    assert tags or not forum.require_tag, f"{forum.name} wants a tag"
    known = {each.name: each for each in forum.tags}
    assert len(tags) <= 5, "a post has five tags at most"
    assert all(each in known for each in tags), f"no such tags: {tags}"
    moderated = any(known[each].moderated for each in tags)
    assert not moderated or forum.may(person, "manage_threads"), f"{person.name} may not set such a tag"
    _check_may_write(world, person, text, forum)
    return begins_post(world, forum, person, title, Version(text, world.now()), tuple(known[each].id for each in tags))


def begins_post(
    world: World, forum: Channel, author: Account, title: str, version: Version, tags: tuple[int, ...], **more: Any
) -> Thread:
    """Let a post stand in a forum; its first message has its own id."""
    number = world.snowflakes.next()
    thread = world.begins(forum, number, title, author)
    thread.tags = tags
    message = stands(world, thread, author, version, number=number, **more)
    world.tells_thread(thread)
    tells_message(world, "MESSAGE_CREATE", message)
    return thread


def _wakes(thread: Thread, author: Account) -> None:
    thread.joined.setdefault(author.id, thread.world.now())
    if thread.archived:
        thread.sets_archived(archived=False)
        thread.tells_update()


def _check_may_write(world: World, person: Person, text: str, place: Place) -> None:
    assert 0 < len(text) <= LONGEST, "no client of Discord sends such a text"
    assert not place.gone, f"{place} is gone"
    if isinstance(place, Private):
        assert place.person is person, f"{place} is not {person.name}'s"
        assert not person.is_blocking, f"{person.name} blocks the bot"
        assert world.share(person) or place.is_open, f"{person.name} shares no guild with the bot"
        return
    assert place.may(person, "view_channel"), f"{person.name} does not see {place}"
    assert place.may(person, "send_messages"), f"{person.name} may not write in {place}"
    if isinstance(place, Thread) and place.locked:
        assert place.may(person, "manage_threads"), f"{place.name} is closed"
