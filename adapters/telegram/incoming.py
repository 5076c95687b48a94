"""From what happened to a door of the desk: one function a kind of happening."""

from __future__ import annotations

import asyncio
from typing import Final

from adapters.patience import Sleep
from adapters.sentences import old_button, only_words, settings_for
from adapters.telegram import sentences as view
from adapters.telegram.answering import Answering, Visit
from adapters.telegram.happenings import Edited, Happening, Hidden, Moved, Pressed, Said, Standing, Went
from adapters.telegram.line import Line
from adapters.telegram.outgoing import CARRIED
from bot.context import Caller
from bot.desk import Desk
from bot.domain.people import Address, ChatAddress, MessageRef, Platform
from bot.talk.answers import Call
from bot.talk.carrying import decoded
from bot.talk.filling import read_line
from bot.talk.strange import utf16_length

TELEGRAM: Final = Platform.TELEGRAM
UPGRADE: Final = 3.0  # seconds: a group that was upgraded says so beside the bot's coming into the new one
CUT: Final = 3900  # UTF-16 units; apps cut what is longer than 4,096 into messages of about that
CUT_WITHIN: Final = 2  # seconds between the pieces


class Incoming:
    """Handles what the inbox gives out; each happening is marked as handled with the first thing that it changes."""

    def __init__(
        self,
        desk: Desk,
        line: Line,
        answering: Answering,
        *,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._sleep = sleep
        self._desk = desk
        self._line = line
        self._answering = answering
        self._cut: dict[str, tuple[str, int]] = {}  # who has just sent as much as a message holds: which, and when
        self._albums: dict[str, tuple[str, str]] = {}  # whose last message was of which album, and its first message

    async def handle(self, incoming: str, happening: Happening) -> None:
        """Lead a happening to its door. What was handled before changes nothing and says nothing."""
        match happening:
            case Said():
                await self._said(incoming, happening)
            case Pressed():
                await self._pressed(incoming, happening)
            case Edited(who=who, where=where):
                caller = Caller(who.address, who.name, where.address)
                await self._desk.edited(caller, happening.ref, happening.text, incoming=incoming)
            case Hidden():
                await self._hidden(incoming, happening)
            case Went():
                await self._went(incoming, happening)
            case Standing():
                await self._standing(incoming, happening)
            case Moved():  # the inbox sees to it before it keeps anything
                await self._desk.settled(TELEGRAM, incoming)

    async def _said(self, incoming: str, said: Said) -> None:
        visit = Visit(said.who, said.where, said.ref, read_line(self._desk.registry, said.text))
        if said.where.is_private:
            self._line.heard(said.who.user)
            if (self._is_of_same_album(said) and not said.text) or (visit.call is None and self._is_rest(said)):
                await self._desk.settled(TELEGRAM, incoming)
                return
            if not said.text:
                if await self._desk.settled(TELEGRAM, incoming):
                    await self._answering.say(visit.private_chat, only_words())
                return
        if await self._is_linked(incoming, visit):
            return
        reply_to = MessageRef(said.where.address, said.reply_to) if said.reply_to else None
        answers = await self._desk.say(visit.caller, said.text, message=said.ref, incoming=incoming, reply_to=reply_to)
        await self._answering.answer(visit, answers)
        if visit.call is not None and visit.call.command == "start" and said.where.is_private:
            await self._answering.used(visit.call.values.get("token", ""), said.who.user)

    def _is_of_same_album(self, said: Said) -> bool:
        """Say whether a message goes on with the album of the person's last one, whose first message was answered."""
        album, first = self._albums.pop(said.who.user, ("", ""))
        if said.album is None:
            return False
        first = first if said.album == album else said.message
        self._albums[said.who.user] = said.album, first
        return first != said.message

    def _is_rest(self, said: Said) -> bool:
        """Say whether a message is the rest of a longer one that the sender's app has cut, and that was refused."""
        message, at = self._cut.get(said.who.user, (said.message, 0))
        is_rest = message != said.message and said.at - at <= CUT_WITHIN
        if utf16_length(said.text) >= CUT:
            self._cut[said.who.user] = said.message, said.at
        elif not is_rest:
            self._cut.pop(said.who.user, None)
        return is_rest

    async def _pressed(self, incoming: str, pressed: Pressed) -> None:
        if pressed.where.is_private:
            self._line.heard(pressed.who.user)
        call = await self._call_of(pressed)
        visit = Visit(pressed.who, pressed.where, pressed.ref, call, pressed.query)
        if call is None:
            if await self._desk.settled(TELEGRAM, incoming):
                await self._line.acknowledge(pressed.query, self._line.words(old_button()), alert=True)
            return
        if await self._is_linked(incoming, visit):
            return
        answers = await self._desk.call(visit.caller, call, message=pressed.ref, incoming=incoming)
        await self._answering.answer(visit, answers)

    async def _is_linked(self, incoming: str, visit: Visit) -> bool:
        """Give the start link where the answer would be private and the bot may not write; say whether that was so."""
        if not await self._answering.lacks_a_way(visit):
            return False
        if await self._desk.settled(TELEGRAM, incoming):
            await self._answering.link(visit)
        return True

    async def _call_of(self, pressed: Pressed) -> Call | None:
        """Return what a button does; a kept call is its chat's alone."""
        call = decoded(pressed.data, CARRIED)
        if call is None or call.command != "kept":
            return call
        return await self._desk.kept(call.values.get("token", ""), chat_as_account(pressed.where.address))

    async def _hidden(self, incoming: str, hidden: Hidden) -> None:
        """Say that nobody is seen, to a command of ours alone: the group may have other bots."""
        call = read_line(self._desk.registry, hidden.text)
        is_ours = call is not None and self._desk.registry.get(call.command) is not None
        if await self._desk.settled(TELEGRAM, incoming) and is_ours:
            await self._answering.say(hidden.where.address, view.unrecognised(), reply_to=hidden.message)

    async def _went(self, incoming: str, went: Went) -> None:
        for who in went.people:
            door = self._desk.came if went.came else self._desk.left
            await door(who.address, went.where.address)
        await self._desk.settled(TELEGRAM, incoming)

    async def _standing(self, incoming: str, standing: Standing) -> None:
        """Open or close the way to a person or a group; to whom added the bot to a group that is no place, say how."""
        where, who = standing.where.address, standing.who
        route: Address | ChatAddress = who.address if standing.where.is_private else where
        if not standing.may_write:
            self._line.lost(where.chat)
            await self._desk.shut_out(route)
            await self._desk.settled(TELEGRAM, incoming)
            return
        is_known = await self._desk.let_in(route, who.name)
        if not await self._desk.settled(TELEGRAM, incoming) or not standing.is_new or is_known:
            return
        await self._sleep(UPGRADE)
        if not await self._desk.let_in(route, who.name):
            await self._introduce(standing)

    async def _introduce(self, standing: Standing) -> None:
        """Say what belongs into the settings: to who added the bot, else in the group without the person's number."""
        title, user = standing.title, standing.who.user
        if standing.where.is_private:
            return
        alone = ChatAddress(TELEGRAM, user)
        where = standing.where.address
        settings = settings_for(where, title, user, is_here=False)
        if not (await self._line.reaches(user) and await self._answering.say(alone, settings)):
            await self._answering.say(where, settings_for(where, title))


def chat_as_account(where: ChatAddress) -> Address:
    """Return the account for which calls of a chat's buttons are kept; a private chat has the number of its person."""
    return Address(where.platform, where.chat)
