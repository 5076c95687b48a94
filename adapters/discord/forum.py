"""Forums: an object's card opens a post of its own, is sorted by tags, and closes the post when it is over.

Discord knows no nonce for posts, so before one is opened the newest are read for our mark.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import discord
from discord import ForumChannel, ForumTag, Thread
from discord.utils import snowflake_time, time_snowflake

from adapters.discord.components import mark_of
from adapters.discord.outgoing import Voice, plain
from bot.talk.answers import Reply

TAGS: Final = 5  # a post takes no more
TAG_NAME: Final = 50
JUST_NOW: Final = timedelta(minutes=5)  # nothing is repeated so long after its first try without being looked for
POSTS: Final = 100  # that can be read back in ten seconds: Discord takes 50 requests a second


def tags_for(channel: ForumChannel, reply: Reply, voice: Voice) -> list[ForumTag]:
    """Return the forum's own tags that say what a card is about; where one is demanded and none fits, the first."""
    about = reply.card.about if reply.card is not None else ()
    wanted = {plain(word, voice, TAG_NAME).casefold() for word in about}
    free = [tag for tag in channel.available_tags if not tag.moderated]
    found = [tag for tag in free if tag.name.casefold() in wanted][:TAGS]
    return found or (free[:1] if channel.flags.require_tag else [])


async def recent_post(channel: ForumChannel, mark: str, known: dict[str, str]) -> Thread | None:
    """Return the post of ours that was opened just now under this mark, however many were since.

    `known` are the marks of posts by their ids: what is not in it is read, and added.
    """
    own = sorted(filter(_is_own, await _active(channel)), key=lambda each: -each.id)
    for each in own:
        if snowflake_time(own[0].id) - snowflake_time(each.id) > JUST_NOW:
            break
        if await _mark(each, known) == mark:
            return each
    return None


async def _mark(post: Thread, known: dict[str, str]) -> str:
    """Return the mark of a post, "" where its first message has none or was deleted."""
    if (name := str(post.id)) not in known:
        try:
            known[name] = mark_of(await post.fetch_message(post.id)) or ""
        except discord.NotFound:
            known[name] = ""
    return known[name]


async def posts_since(channel: ForumChannel, since: datetime) -> Sequence[Thread]:
    """Return the posts in which we may have said something soon after an instant.

    Ours come first, the youngest before. Those that were opened later, however many, do not count.
    """
    known = {each.id: each for each in await _active(channel)}
    async for each in channel.archived_threads(limit=None):
        if each.archive_timestamp < since:
            break  # who writes in a closed post opens it
        known[each.id] = each
    begin, end = time_snowflake(since), time_snowflake(since + JUST_NOW)
    fresh = [each for each in known.values() if each.id < end and max(each.id, each.last_message_id or 0) >= begin]
    return sorted(fresh, key=lambda each: (not _is_own(each), -each.id))


async def _active(channel: ForumChannel) -> list[Thread]:
    """Return the posts that are open."""
    return [each for each in await channel.guild.active_threads() if each.parent_id == channel.id]


def _is_own(post: Thread) -> bool:
    return post.owner_id == post.guild.me.id


async def post(client: discord.Client, thread: int) -> Thread | None:
    """Return a thread by its id, whether it is open or closed."""
    known = client.get_channel(thread)
    return known if isinstance(known, Thread) else await post_now(client, thread)


async def post_now(client: discord.Client, thread: int) -> Thread | None:
    """Return a thread as it is at this moment, whatever is known of it."""
    found = await client.fetch_channel(thread)
    return found if isinstance(found, Thread) else None


async def while_open(client: discord.Client, thread: int, act: Callable[[discord.Client], Awaitable[None]]) -> None:
    """Open a closed thread for something that cannot be done in it otherwise, and close it as it was."""
    found = await client.fetch_channel(thread)
    if not isinstance(found, Thread):
        return
    again: dict[str, Any] = {"archived": True, "locked": True} if found.locked else {"archived": True}
    found = await opened(found)
    await act(client)
    await found.edit(**again)


async def follow(post: Thread, reply: Reply, title: str, voice: Voice) -> None:
    """Bring name, tags and state of a post to its card; what is over is closed, and locked where the bot may."""
    is_over = reply.card is not None and reply.card.is_over
    changes = _changes(post, reply, title, voice)
    if post.archived and (changes or not is_over):  # nothing in a closed one can be changed
        post = await opened(post)
    if changes:
        post = await post.edit(**changes)
    if is_over and not post.archived:
        await closed(post)


def _changes(post: Thread, reply: Reply, title: str, voice: Voice) -> dict[str, Any]:
    """Return what of a post's name and tags differs; Discord lets a name be changed twice in ten minutes."""
    changes: dict[str, Any] = {} if post.name == title else {"name": title}
    if isinstance(post.parent, ForumChannel) and reply.card is not None and reply.card.about:
        tags = tags_for(post.parent, reply, voice)
        if {tag.id for tag in tags} != {tag.id for tag in post.applied_tags}:
            changes["applied_tags"] = tags
    return changes


async def opened(post: Thread) -> Thread:
    """Open a closed thread."""
    return await (post.edit(archived=False, locked=False) if post.locked else post.edit(archived=False))


async def closed(post: Thread) -> None:
    """Close a thread, and lock it where the bot may."""
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
