"""What people see of the answers: messages, messages that change, lines over the chat, and start links.

Whatever is private goes into the private chat. Who was never written to by the bot gets a start link instead: a press
opens it at once, a command in a group is answered by one line without content. Answers are sent at most once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Final, TypeVar

from adapters.patience import PAUSES, Sleep, insistently
from adapters.telegram.happenings import Where, Who
from adapters.telegram.line import ANSWER, Line
from bot.context import Caller
from bot.desk import Desk
from bot.domain.people import ChatAddress, MessageRef, Platform
from bot.errors import DeliveryError, Moved, TryLater, Unreachable
from bot.talk.answers import Answer, Ask, Call, Reply, say
from bot.talk.commands import Command
from bot.talk.limits import ACKNOWLEDGEMENT
from bot.talk.text import Phrase

log = logging.getLogger(__name__)

T = TypeVar("T")

TRIES: Final = 3  # of an answer that surely was not sent
WAIT: Final = timedelta(seconds=30)  # the longest before an answer is tried again
ALERT: Final = 60  # characters from which a line over the chat would be gone before it is read
LINKS: Final = 1000  # start links that are taken away when they are used; older ones go with their hour
ELSEWHERE: Final = say(Phrase("Ich habe dir privat geschrieben."))


@dataclass(frozen=True, slots=True)
class Visit:
    """Who did what where, and the call that was made of it; `message` is the one they wrote or pressed a button of.

    `query` is the press that has to be answered, where it was one.
    """

    who: Who
    where: Where
    message: MessageRef
    call: Call | None = None
    query: str | None = None

    @property
    def is_press(self) -> bool:
        """Say whether a button was pressed."""
        return self.query is not None

    @property
    def caller(self) -> Caller:
        """Return who did it, where they did it."""
        return Caller(self.who.address, self.who.name, None if self.where.is_private else self.where.address)

    @property
    def alone(self) -> Caller:
        """Return who did it as if in their private chat."""
        return Caller(self.who.address, self.who.name)

    @property
    def private_chat(self) -> ChatAddress:
        """Return the private chat of who did it."""
        return ChatAddress(Platform.TELEGRAM, self.who.user)


class Answering:
    """Shows answers; `sleep` waits the given seconds before an answer is tried again."""

    def __init__(self, desk: Desk, line: Line, *, sleep: Sleep = asyncio.sleep) -> None:
        self._desk = desk
        self._line = line
        self._sleep = sleep
        self._links: dict[tuple[str, str], tuple[str, MessageRef]] = {}  # by person and chat: token and line

    async def lacks_a_way(self, visit: Visit) -> bool:
        """Say whether the answer would be private, and the bot may not write to the person yet."""
        command = self._command(visit)
        if visit.where.is_private or visit.call is None or command is None or command.brief:
            return False
        private = command.private or bool(self._desk.registry.asks(visit.call))
        return private and not await self._line.reaches(visit.who.user)

    async def link(self, visit: Visit) -> None:
        """Open the private chat after a press; after a command show a line with a start link, for an hour at most."""
        if visit.call is None:
            return
        reply = await self._desk.in_private(visit.caller, visit.call)
        if reply is None:
            if visit.query is not None:
                await self._line.acknowledge(visit.query)
            return
        press = reply.buttons[0][0].press
        token = press.values["token"] if isinstance(press, Call) else ""
        if visit.query is not None:
            await self._line.acknowledge(visit.query, url=self._line.start_link(token))
            return
        ref = await self.say(visit.where.address, reply, reply_to=visit.message.message)
        if ref is not None:
            await self._desk.passing(ref)
            await self._only(visit.who.user, token, ref)

    async def used(self, token: str, user: str) -> None:
        """Take away the line with a start link that its owner has used."""
        for place, (known, ref) in list(self._links.items()):
            if known == token and place[0] == user:
                del self._links[place]
                await self._take_away(ref)

    async def _only(self, user: str, token: str, ref: MessageRef) -> None:
        """Let one line with a start link stand for a person in a chat, the newest."""
        before = self._links.pop((user, ref.where.chat), None)
        self._links[user, ref.where.chat] = token, ref
        if len(self._links) > LINKS:
            del self._links[next(iter(self._links))]
        if before is not None:
            await self._take_away(before[1])

    async def _take_away(self, ref: MessageRef) -> None:
        try:
            await self._line.remove(ref, ANSWER)
        except DeliveryError as error:
            log.info("A start link stays until its hour is over: %s", type(error).__name__)

    async def answer(self, visit: Visit, answers: Sequence[Answer]) -> None:
        """Show the answers, and answer the press whatever becomes of them."""
        line = ""
        try:
            for number, answer in enumerate(answers):
                line = await self._show(visit, answer, is_first=number == 0) or line
        finally:
            if visit.query is not None:
                await self._line.acknowledge(visit.query, line, alert=len(line) > ALERT)

    async def say(self, where: ChatAddress, reply: Reply, *, reply_to: str | None = None) -> MessageRef | None:
        """Send a reply, again where it surely was not sent; return where it is, None where it could not be."""
        for _ in range(TRIES):
            try:
                return await self._line.send(where, reply, ANSWER, reply_to=reply_to)
            except Moved as moved:
                await self._desk.moved(where, moved.chat)
                where = replace(where, chat=moved.chat)
            except TryLater as later:
                if later.after > WAIT:
                    break
                await self._sleep(later.after.total_seconds())
            except DeliveryError as error:
                if isinstance(error, Unreachable):
                    self._line.lost(where.chat)
                log.info("An answer was not sent: %s", type(error).__name__)
                return None
        log.info("An answer was not sent in time")
        return None

    async def _show(self, visit: Visit, answer: Answer, *, is_first: bool) -> str:
        """Show one answer and return the line that answers the press, where it is one."""
        over = visit.message if visit.is_press and is_first else None
        if isinstance(answer, Ask):
            return await self._ask(visit, answer)
        if over is not None and self._is_acknowledgement(visit, answer):
            return self._line.words(answer)
        if visit.where.is_private:
            await self._put(visit.private_chat, answer, over)
            return ""
        if not answer.private:
            await self._publicly(visit, answer, over)
            return ""
        if await self._line.reaches(visit.who.user) and await self.say(visit.private_chat, answer):
            return self._line.words(ELSEWHERE)
        if visit.is_press:
            return self._line.words(answer)
        if visit.call is not None and not await self._line.reaches(visit.who.user):
            is_done = self._command(visit) is not None  # not once more; of a mistyped one nothing is done yet
            await self.link(replace(visit, call=Call("start")) if is_done else visit)
        return ""

    async def _ask(self, visit: Visit, ask: Ask) -> str:
        """Open the dialogue in the private chat; under a brief answer it is left out where there is no way there."""
        line, brief = "", self._is_brief(visit)
        if visit.is_press and brief and ask.beside is not None:
            line = self._line.words(ask.beside)  # it passes, so the question says it once more
        if not visit.where.is_private and not await self._line.reaches(visit.who.user):
            if not brief and not visit.is_press:
                await self.link(visit)
            return line
        for reply in await self._stored(lambda: self._desk.question(visit.alone, ask)):
            await self.say(visit.private_chat, reply)
        return line or ("" if visit.where.is_private else self._line.words(ELSEWHERE))

    async def _publicly(self, visit: Visit, reply: Reply, over: MessageRef | None) -> None:
        """Answer in the group; a message that follows an object has one writer, the delivery."""
        if over is not None and await self._stored(partial(self._desk.stands, over)):
            over = None
        await self._put(visit.where.address, reply, over, None if visit.is_press else visit.message.message)

    async def _stored(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Ask the store, again where it fails: what the answer belongs to is done, and nobody would handle it again."""
        return await insistently(ask, PAUSES, self._sleep, "asking the store for an answer")

    async def _put(
        self, where: ChatAddress, reply: Reply, over: MessageRef | None, reply_to: str | None = None
    ) -> None:
        if over is not None:
            try:
                if await self._line.replace(over, reply, ANSWER):
                    return
            except (Moved, TryLater):
                pass  # surely not changed
            except DeliveryError as error:
                log.info("An answer was not shown: %s", type(error).__name__)
                return
        await self.say(where, reply, reply_to=reply_to)

    def _is_acknowledgement(self, visit: Visit, reply: Reply) -> bool:
        """Say whether an answer fits the line over the chat: a brief one to a press, or a short refusal in a group."""
        if not reply.private or reply.buttons or reply.files or reply.card:
            return False
        command = self._command(visit)
        short = len(self._line.words(reply)) < ACKNOWLEDGEMENT
        return self._is_brief(visit) or (
            not visit.where.is_private and short and command is not None and not command.private
        )

    def _command(self, visit: Visit) -> Command | None:
        return self._desk.registry.get(visit.call.command) if visit.call is not None else None

    def _is_brief(self, visit: Visit) -> bool:
        command = self._command(visit)
        return command is not None and command.brief
