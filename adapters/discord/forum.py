"""Forums: an object's card opens a post of its own, is sorted by tags, and closes the post when it is over.

Discord knows no nonce for posts, so before one is opened the newest are read for our mark.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, Final

import discord
from discord import ForumChannel, ForumTag, Thread

from adapters.discord.components import bears
from adapters.discord.outgoing import Voice, plain
from bot.talk.answers import Reply

TAGS: Final = 5  # a post takes no more
TAG_NAME: Final = 50
NEWEST: Final = 5  # of our own posts, among which one that is in doubt would be
POSTS: Final = 50  # that are read back


def tags_for(channel: ForumChannel, reply: Reply, voice: Voice) -> list[ForumTag]:
    """Return the forum's own tags that say what a card is about; where one is demanded and none fits, the first."""
    about = reply.card.about if reply.card is not None else ()
    wanted = {plain(word, voice, TAG_NAME).casefold() for word in about}
    free = [tag for tag in channel.available_tags if not tag.moderated]
    found = [tag for tag in free if tag.name.casefold() in wanted][:TAGS]
    return found or (free[:1] if channel.flags.require_tag else [])


async def recent_post(channel: ForumChannel, mark: str) -> Thread | None:
    """Return the post of ours that was opened just now under this mark."""
    own = [each for each in await _active(channel) if each.owner_id == channel.guild.me.id]
    for each in sorted(own, key=lambda each: -each.id)[:NEWEST]:
        if bears(await each.fetch_message(each.id), mark):
            return each
    return None


async def posts_since(channel: ForumChannel, since: datetime) -> Sequence[Thread]:
    """Return the posts in which something was said since then, the newest first."""
    border = discord.utils.time_snowflake(since)
    active = await _active(channel)
    closed = [each async for each in channel.archived_threads(limit=POSTS)]
    fresh = {each.id: each for each in (*active, *closed) if max(each.id, each.last_message_id or 0) >= border}
    return sorted(fresh.values(), key=lambda each: -max(each.id, each.last_message_id or 0))[:POSTS]


async def _active(channel: ForumChannel) -> list[Thread]:
    return [each for each in await channel.guild.active_threads() if each.parent_id == channel.id]


async def post(client: discord.Client, thread: int) -> Thread | None:
    """Return a thread by its id, whether it is open or closed."""
    found = client.get_channel(thread) or await client.fetch_channel(thread)
    return found if isinstance(found, Thread) else None


async def while_open(client: discord.Client, thread: int, act: Callable[[discord.Client], Awaitable[None]]) -> None:
    """Open a closed thread for something that cannot be done in it otherwise, and close it as it was."""
    found = await client.fetch_channel(thread)
    if not isinstance(found, Thread):
        return
    again: dict[str, Any] = {"archived": True, "locked": True} if found.locked else {"archived": True}
    found = await _opened(found)
    await act(client)
    await found.edit(**again)


async def follow(post: Thread, reply: Reply, title: str, voice: Voice) -> None:
    """Bring name, tags and state of a post to its card; what is over is closed, and locked where the bot may."""
    is_over = reply.card is not None and reply.card.is_over
    changes = _changes(post, reply, title, voice)
    if post.archived and (changes or not is_over):  # nothing in a closed one can be changed
        post = await _opened(post)
    if changes:
        post = await post.edit(**changes)
    if is_over and not post.archived:
        await _closed(post)


def _changes(post: Thread, reply: Reply, title: str, voice: Voice) -> dict[str, Any]:
    """Return what of a post's name and tags differs; Discord lets a name be changed twice in ten minutes."""
    changes: dict[str, Any] = {} if post.name == title else {"name": title}
    if isinstance(post.parent, ForumChannel) and reply.card is not None and reply.card.about:
        tags = tags_for(post.parent, reply, voice)
        if {tag.id for tag in tags} != {tag.id for tag in post.applied_tags}:
            changes["applied_tags"] = tags
    return changes


async def _opened(post: Thread) -> Thread:
    return await (post.edit(archived=False, locked=False) if post.locked else post.edit(archived=False))


async def _closed(post: Thread) -> None:
    try:
        await post.edit(archived=True, locked=True)
    except discord.Forbidden:
        await post.edit(archived=True)


async def removed(post: Thread) -> None:
    """Take a post away with all that is in it, or where the bot may not, its first message."""
    try:
        await post.delete()
    except discord.Forbidden:
        await post.get_partial_message(post.id).delete()
        await post.edit(archived=True)
