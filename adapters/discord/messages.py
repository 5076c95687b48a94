"""Messages of people: heard where the desk hears them, and followed where something was made of them.

Discord tells of every message in every channel that the bot sees, so what concerns nobody asks nothing of the store.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import discord

from adapters.discord import sentences
from adapters.discord.line import Line
from adapters.discord.requests import Requests
from adapters.discord.seen import as_seen, with_dates
from adapters.discord.where import acting_in, is_post, message_in, person
from adapters.patience import PAUSES, Sleep, insistently
from adapters.sentences import only_words
from bot.context import Caller
from bot.desk import Desk
from bot.domain.people import Address, ChatAddress, MessageRef
from bot.errors import DeliveryError
from bot.reporting import reported
from bot.talk.answers import Answer, Ask

log = logging.getLogger(__name__)

T = TypeVar("T")


class Messages:
    """Leads messages to their door. `hears_posts` says that the portal lets the bot read what people write."""

    def __init__(
        self, desk: Desk, line: Line, requests: Requests, *, hears_posts: bool, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._desk = desk
        self._line = line
        self._requests = requests
        self._hears_posts = hears_posts
        self._sleep = sleep

    async def said(self, message: discord.Message) -> None:
        """Hear a message of a person: in private always, elsewhere free posts in places that take them."""
        if message.author.bot or message.webhook_id is not None or message.is_system():
            return
        caller = _caller(message)
        if caller.where is not None and not await self._is_post(message, caller.where):
            return
        if caller.where is None:
            self._requests.forgive(caller.address.user)  # who writes to the bot lets it write back
        for number, answer in enumerate(await self._answers(message, caller)):
            await self._reply(message, caller, answer, number)

    async def _answers(self, message: discord.Message, caller: Caller) -> Sequence[Answer]:
        """Ask the desk, again where the store fails; whoever wrote privately reads in the end that it did."""
        text, ref, incoming = self._words(message), message_in(message.channel, message.id), str(message.id)
        if not text:
            return (only_words(),)
        try:
            return await self._stored(lambda: self._desk.say(caller, text, message=ref, incoming=incoming))
        except Exception as error:  # noqa: BLE001 - whatever ails the store
            code = reported(error, "a message")
            return (sentences.not_now(code),) if caller.where is None else ()

    async def _is_post(self, message: discord.Message, where: ChatAddress) -> bool:
        """Say whether a message is a free post that asks for somebody; a comment under a forum's post is none."""
        is_comment = is_post(message.channel) and message.id != message.channel.id
        if not self._hears_posts or is_comment or not await self._stored(lambda: self._desk.hears(where)):
            return False
        asks = await self._stored(self._desk.listener)
        return asks(self._words(message))

    async def _reply(self, message: discord.Message, caller: Caller, answer: Answer, number: int) -> None:
        """Answer a message; it cannot open a form, and nothing under it in a channel is for one person alone."""
        if isinstance(answer, Ask):
            answer = await self._desk.forms.set_aside(caller, answer, answer.values, answer.opens_at())
        to: ChatAddress | Address = caller.address
        if caller.where is not None and not answer.private:
            to = message_in(message.channel, message.id).where
        try:
            await self._line.answer(to, answer, f"answer:{message.id}:{number}")
        except DeliveryError as error:
            log.info("An answer was not sent: %s", type(error).__name__)

    async def edited(self, message: discord.Message) -> None:
        """Hear that a person changed a post; the preview of a link that appears under it changes no word."""
        if not self._hears_posts or message.author.bot or message.edited_at is None or message.guild is None:
            return
        caller, ref = _caller(message), message_in(message.channel, message.id)
        await self._stored(lambda: self._desk.edited(caller, ref, self._words(message)))

    async def gone(self, refs: Sequence[MessageRef], all_in: ChatAddress | None = None) -> None:
        """Hear that messages were deleted, or with `all_in` a channel or thread with all in it."""
        await self._stored(lambda: self._desk.gone(*refs, all_in=all_in))

    def _words(self, message: discord.Message) -> str:
        """Return what a message says; in private a number may name somebody to the bot."""
        voice = self._requests.voice
        if message.guild is None:
            return with_dates(message.content, voice)
        people = {each.id: each.display_name for each in message.mentions}
        return as_seen(message.content, people, message.guild, voice)

    async def _stored(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Ask the store, again where it fails: nobody will tell once more."""
        return await insistently(ask, PAUSES, self._sleep, "handling a message")


def _caller(message: discord.Message) -> Caller:
    return Caller(person(message.author), message.author.display_name, acting_in(message.channel))
