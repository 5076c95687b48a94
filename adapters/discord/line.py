"""What the bot sends by itself: messages to places and people, changed and taken away, and found again after a doubt.

A delivery's key makes the nonce, by which Discord knows the same message again, and the mark, by which we do.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

import discord
from discord import AllowedMentions, MessageReference
from discord.abc import GuildChannel
from discord.utils import MISSING

from adapters.discord import forum
from adapters.discord.components import attached, called, view_of
from adapters.discord.failures import (
    is_archived,
    is_closed_thread,
    is_reply_refused,
    is_unknown_channel,
)
from adapters.discord.marks import marked, nonce
from adapters.discord.outgoing import Message, Shown, Voice, as_one, as_part, embed
from adapters.discord.reading import found, may_read
from adapters.discord.requests import Request, Requests, remember
from adapters.discord.where import channel_of, member_of, message_in
from bot.domain.people import Address, ChatAddress, MessageRef
from bot.errors import DeliveryError, Doubt, Gone, Refused, TryLater, Unreachable
from bot.talk.answers import Reply

STILL_ARRIVES: Final = 15.0  # seconds in which a post may be opened yet that did not answer in time


class Line:
    """Messages over the requests of one bot."""

    def __init__(self, requests: Requests) -> None:
        self._requests = requests
        self._posts: dict[str, str] = {}  # marks of our newest posts in forums, by their ids
        self._arriving: dict[str, float] = {}  # marks of posts that may be opened yet, and until when

    async def send(
        self, to: ChatAddress | Address, reply: Reply, key: str, *, reply_to: MessageRef | None = None
    ) -> MessageRef:
        """Send a reply and return where its last message is, the one with the buttons.

        What is too long becomes several messages; when one after the first fails, the whole is in doubt.
        """
        what = await self._requests.shown(to, reply, marked(key))
        if isinstance(to, Address):
            return await self._send(await self._requests.private_channel(to.user), to.user, what, key, None)
        channel = self._requests.known(to)
        _must_show(channel, what)
        if not isinstance(channel, discord.ForumChannel):
            quoted = reply_to if reply_to is not None and channel_of(reply_to.where) == channel_of(to) else None
            return await self._send(to, _name(to), what, key, quoted)
        if reply_to is not None and _goes_below(reply_to, to, reply):
            try:
                return await self._send_below(reply_to, what, key)
            except Refused:
                if reply.card is None:  # a card finds a post of its own
                    raise
        return await self._publish(channel, reply, what, key)

    async def answer(self, to: ChatAddress | Address, reply: Reply, key: str) -> MessageRef:
        """Answer what somebody wrote, at most once: nobody looks for it later, so it bears no mark."""
        what = await self._requests.shown(to, reply)
        if isinstance(to, Address):
            return await self._send(await self._requests.private_channel(to.user), to.user, what, key, None)
        return await self._send(to, _name(to), what, key, None)

    async def speak(self, where: ChatAddress, reply: Reply, key: str) -> MessageRef:
        """Say something in a thread that is no post, such as a team's room."""
        return await self._send(where, _name(where), await self._requests.shown(where, reply, marked(key)), key, None)

    async def _send_below(self, card: MessageRef, what: Shown, key: str) -> MessageRef:
        """Send into a forum's post; one that is gone or locked says nothing of its forum. Gone where it is gone."""
        try:
            return await self._send(card.where, _name(card.where), what, key, card)
        except Unreachable as error:
            is_gone = is_unknown_channel(error.__cause__)
            if not is_gone and not is_closed_thread(error.__cause__):
                raise
            self._requests.forgive(_name(card.where))
            raise (Gone("its post is gone") if is_gone else Refused("its post is closed")) from error

    async def _send(
        self, where: ChatAddress, whom: str, what: Shown, key: str, reply_to: MessageRef | None
    ) -> MessageRef:
        sent: MessageRef | None = None
        for number, message in enumerate(what.messages):
            is_last = number == len(what.messages) - 1
            files = what.files if is_last else ()
            told = message if is_last else as_part(message, marked(key))
            fresh = _fresh(told, silent=what.silent) | {"files": attached(files) or MISSING}
            quoted = _quoted(reply_to) if reply_to is not None and sent is None else MISSING
            fresh |= {"nonce": nonce(key, number), "reference": quoted}
            try:
                sent = await self._reply(where, whom, fresh)
            except DeliveryError as error:
                if sent is None:
                    raise
                raise Doubt("only a part of it was accepted") from error
        if sent is None:
            raise Refused("there is nothing to say")
        return sent

    async def _reply(self, where: ChatAddress, whom: str, fresh: dict[str, Any]) -> MessageRef:
        """Create a message, without what it replies to where the bot may not read that."""
        try:
            return await self._create(where, whom, fresh)
        except Refused as error:
            if not is_reply_refused(error.__cause__):
                raise
        return await self._create(where, whom, fresh | {"reference": MISSING})

    async def _create(self, where: ChatAddress, whom: str, fresh: dict[str, Any]) -> MessageRef:
        given = {name: value for name, value in fresh.items() if value is not MISSING}

        async def request(client: discord.Client) -> discord.Message:
            message: discord.Message = await client.get_partial_messageable(channel_of(where)).send(**given)
            return message

        accepted = await self._requests.made(whom, request)
        return MessageRef(where, str(accepted.id))

    async def _publish(self, channel: discord.ForumChannel, reply: Reply, what: Shown, key: str) -> MessageRef:
        """Open a post in a forum, unless there is one for this key: Discord knows no nonce for posts.

        One that is in doubt may still be on its way, so it is waited for.
        """
        whom, voice, mark = str(channel.id), self._requests.voice, marked(key)
        if may_read(channel):
            before = await self._requests.asked(lambda _: forum.recent_post(channel, mark, self._posts))
            if before is not None:
                return message_in(before, before.id)
        elif mark in self._arriving:
            raise Refused("its post may be there and may not be looked for")
        if (wait := self._arriving.get(mark, 0.0) - self._requests.monotonic()) > 0:
            raise TryLater(timedelta(seconds=wait), "its post may still arrive")
        tags = forum.tags_for(channel, reply, voice)
        fresh = _fresh(as_one(what), silent=what.silent) | {"files": attached(what.files) or MISSING}

        async def request(_: discord.Client) -> discord.Thread:
            return (await channel.create_thread(name=what.title, applied_tags=tags, **fresh)).thread

        # Before it is known how it ends: a request that is cancelled is in doubt, too.
        remember(self._arriving, mark, self._requests.monotonic() + STILL_ARRIVES)
        try:
            post = await self._requests.made(whom, request)
        except (TryLater, Refused, Unreachable):
            self._arriving.pop(mark, None)
            raise
        self._arriving.pop(mark, None)
        remember(self._posts, str(post.id), mark)
        return message_in(post, post.id)

    async def edit(self, ref: MessageRef, reply: Reply) -> None:
        """Bring a message to this content; that it has it already is success. A forum's post follows its card."""
        what, voice = await self._requests.shown(ref.where, reply), self._requests.voice
        message = as_one(what)
        view, box = view_of(message.rows), embed(message.box) if message.box else None

        async def request(client: discord.Client) -> None:
            await _message(client, ref).edit(
                content=message.content or None, embed=box, view=view, allowed_mentions=AllowedMentions.none()
            )

        await self._there(ref, request)
        if _is_first(ref):
            follow = partial(self._follow, ref=ref, reply=reply, title=what.title, voice=voice)
            await self._there(ref, follow, lambda client: follow(client, is_known=False))

    async def _follow(
        self, client: discord.Client, *, ref: MessageRef, reply: Reply, title: str, voice: Voice, is_known: bool = True
    ) -> None:
        """Let a post follow its card, asked for anew where what is known of it turned out not to be so any more."""
        find = forum.post if is_known else forum.post_now
        post = await find(client, channel_of(ref.where))
        if post is not None:
            await forum.follow(post, reply, title, voice)

    async def remove(self, ref: MessageRef) -> None:
        """Take a message away, a forum's post with all that is in it; Gone where it is not there any more."""

        async def request(client: discord.Client) -> None:
            post = await _post(client, ref)
            if post is not None:
                await forum.removed(post)
            else:
                await _message(client, ref).delete()

        await self._there(ref, request)

    async def pin(self, ref: MessageRef) -> None:
        """Pin a message in its channel, or a forum's post in its forum."""

        async def request(client: discord.Client) -> None:
            post = await _post(client, ref)
            if post is not None:
                await post.edit(pinned=True)
            else:
                await _message(client, ref).pin()

        await self._there(ref, request)

    async def _there(self, ref: MessageRef, request: Request[None], closed: Request[None] | None = None) -> None:
        """Do something to a message; a closed thread is opened for it and closed again, unless `closed` does better.

        A thread that is gone took its message along. One that is gone or locked says nothing of its channel.
        """
        topic = ref.where.topic
        try:
            await self._requests.asked(request)
        except Unreachable as error:
            if topic is not None and is_unknown_channel(error.__cause__):
                raise Gone("its thread is gone") from error
            if topic is None or not is_archived(error.__cause__):
                raise
        else:
            return
        try:
            await self._requests.asked(closed or (lambda client: forum.while_open(client, int(topic), request)))
        except Unreachable as error:
            raise Refused("its thread is locked") from error

    async def find(self, to: ChatAddress | Address, key: str, since: datetime) -> MessageRef | None:
        """Read a channel back for the message of this key that was sent since then."""
        where = await self._requests.private_channel(to.user) if isinstance(to, Address) else to
        if isinstance(to, ChatAddress):
            self._requests.known(to)
        return await self._requests.asked(lambda client: found(client, where, marked(key), since))

    async def is_member(self, where: ChatAddress, user: str) -> bool:
        """Ask whether a person is on the channel's server and sees the channel."""

        async def request(client: discord.Client) -> bool:
            channel = client.get_channel(int(where.chat)) or await client.fetch_channel(int(where.chat))
            if not isinstance(channel, discord.abc.GuildChannel):
                return False
            member = await member_of(channel.guild, int(user))
            return member is not None and channel.permissions_for(member).view_channel

        return await self._requests.asked(request)


def _name(where: ChatAddress) -> str:
    """Return the name by which it is remembered that nothing is allowed somewhere."""
    return f"{where.chat}/{where.topic}" if where.topic else where.chat


def _goes_below(reply_to: MessageRef, to: ChatAddress, reply: Reply) -> bool:
    """Say whether a reply belongs into a forum's post: a card only below the message that opened it."""
    is_inside = reply_to.where.chat == to.chat and reply_to.where.topic is not None
    return is_inside and (reply.card is None or _is_first(reply_to))


def _must_show(channel: object, what: Shown) -> None:
    """Raise Unreachable where a card would be an empty message with buttons."""
    if not isinstance(channel, GuildChannel | discord.Thread) or all(each.box is None for each in what.messages):
        return
    if not channel.permissions_for(channel.guild.me).embed_links:
        raise Unreachable("cards may not be shown there")


def _is_first(ref: MessageRef) -> bool:
    """Say whether a message opened the thread that it stands in, as a forum's posts begin."""
    return ref.where.topic is not None and ref.message == ref.where.topic


async def _post(client: discord.Client, ref: MessageRef) -> discord.Thread | None:
    """Return the forum's post that a message opened, None where it opened none."""
    return await forum.post(client, channel_of(ref.where)) if _is_first(ref) else None


def _message(client: discord.Client, ref: MessageRef) -> discord.PartialMessage:
    """Return a message to do something to, without reading it first."""
    return client.get_partial_messageable(channel_of(ref.where)).get_partial_message(int(ref.message))


def _fresh(message: Message, *, silent: bool) -> dict[str, Any]:
    """Return a new message as the library takes it.

    Links in mere words show no preview; where buttons may replace the words by a box, that would hide the box for good.
    """
    return {
        "content": message.content or MISSING,
        "embed": embed(message.box) if message.box else MISSING,
        "view": view_of(message.rows) or MISSING,
        "allowed_mentions": called(message),
        "silent": silent,
        "suppress_embeds": message.box is None and not message.rows,
    }


def _quoted(ref: MessageRef) -> MessageReference:
    return MessageReference(message_id=int(ref.message), channel_id=channel_of(ref.where), fail_if_not_exists=False)
