"""What people see of the answers: ephemeral and public messages, messages that change in place, forms.

Discord waits three seconds for the first answer. What takes longer, the store's part of it included, is deferred
before; a form cannot be, so it becomes a button that opens it. Answers are sent at most once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias, TypeVar

from discord import InteractionType

from adapters.discord import sentences
from adapters.discord.components import mark_of
from adapters.discord.failures import ANY, named
from adapters.discord.modals import Page, carried, modal
from adapters.discord.outgoing import CARRIED, Shown, Voice, shown
from adapters.discord.visit import Stage, Visit
from adapters.discord.where import DISCORD, person
from adapters.patience import PAUSES, Sleep, insistently
from bot.desk import Desk
from bot.domain.people import Address
from bot.reporting import reported
from bot.talk.answers import Answer, Ask, Call, Reply
from bot.talk.carrying import shortened
from bot.talk.commands import Command

log = logging.getLogger(__name__)

T = TypeVar("T")
DEFER_AFTER: Final = 1.5  # seconds; Discord gives up after 3
FORM_WITHIN: Final = 2.0  # seconds in which a form has to be read


@dataclass(frozen=True, slots=True)
class Form:
    """A form that is ready to be opened."""

    ask: Ask
    page: Page


@dataclass(frozen=True, slots=True)
class Said:
    """A reply that is ready to be shown; with `replaces` in place of what was pressed, if it is the first."""

    what: Shown
    is_alone: bool
    replaces: bool = False


Step: TypeAlias = Form | Said


class Answering:
    """Shows answers in time; `sleep` waits the given seconds."""

    def __init__(self, desk: Desk, voice: Voice, *, sleep: Sleep = asyncio.sleep) -> None:
        self._desk = desk
        self._voice = voice
        self._sleep = sleep

    async def answer(self, visit: Visit, work: Awaitable[Sequence[Answer]]) -> None:
        """Show what the desk answers; what it does is finished whether or not it can still be shown."""
        try:
            steps = await self._in_time(visit, self._steps(visit, work))
        except Exception as error:  # noqa: BLE001 - a locked database, say; whoever asked has to know
            steps = [Said(shown(sentences.not_now(reported(error, "an interaction")), self._voice), is_alone=True)]
        try:
            await self._show(visit, steps)
        except ANY as error:
            log.info("An answer was not shown: %s", named(error))

    async def _in_time(self, visit: Visit, work: Awaitable[list[Step]]) -> list[Step]:
        """Return what is to be shown; defer where that takes so long that Discord would give up."""
        task, patience = asyncio.ensure_future(work), FORM_WITHIN if self._is_form(visit) else DEFER_AFTER
        alarm = asyncio.ensure_future(self._sleep(patience))
        try:
            await asyncio.wait({task, alarm}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            alarm.cancel()
        if not task.done():
            await self._defer(visit)
        return await task

    async def _defer(self, visit: Visit) -> None:
        """Put the answer off, as what is to be expected needs it."""
        command = self._command(visit)
        is_for_caller = command is None or command.private or self._is_form(visit)
        thinks = visit.over is None or (self._is_brief(visit) if visit.is_over_private else is_for_caller)
        try:
            await visit.defer(thinks=thinks, is_alone=is_for_caller and not visit.is_private)
        except ANY as error:
            log.info("An answer could not be put off: %s", named(error))

    async def _steps(self, visit: Visit, work: Awaitable[Sequence[Answer]]) -> list[Step]:
        """Return all that is to be shown, a form first: it cannot come later."""
        form: Form | None = None
        replies: list[Reply] = []
        for answer in await work:
            if isinstance(answer, Reply):
                replies.append(answer)
                continue
            if answer.error is not None or form is not None or not visit.takes_form:
                replies.append(await self._aside(visit, answer))
            else:
                form = Form(answer, await self._page(visit, answer))
                if replies:  # whoever closes the form finds the way back under what was said
                    way = (await self._aside(visit, answer)).buttons
                    replies[-1] = replace(replies[-1], buttons=(*replies[-1].buttons, *way))
            if answer.beside is not None:
                replies.append(answer.beside)
        said = [await self._said(visit, reply, is_first=number == 0) for number, reply in enumerate(replies)]
        return [form, *said] if form is not None else [*said]

    async def _show(self, visit: Visit, steps: Sequence[Step]) -> None:
        for step in steps:
            if isinstance(step, Form) and visit.takes_form:
                await visit.open(modal(step.ask, step.page, self._voice))
            elif isinstance(step, Form):
                await self._say(visit, await self._said(visit, await self._aside(visit, step.ask), is_first=True))
            else:
                await self._say(visit, step)
        if visit.stage is not Stage.DONE:
            await self._nothing(visit)

    async def _say(self, visit: Visit, said: Said) -> None:
        """Show a reply, in several messages where it is long: the files under the last."""
        first, last = said.what.messages[0], said.what.messages[-1]
        for message in said.what.messages:
            files = said.what.files if message is last else ()
            replaces = said.replaces and message is first
            await visit.say(message, files, is_alone=said.is_alone, silent=said.what.silent, replaces=replaces)

    async def _nothing(self, visit: Visit) -> None:
        """Answer what was handled before, or needs no words; a command has to be answered by some."""
        if visit.stage is Stage.OPEN and visit.over is None:
            await self._say(visit, await self._said(visit, sentences.done(), is_first=True))
        else:
            await visit.nothing()

    async def _said(self, visit: Visit, reply: Reply, *, is_first: bool) -> Said:
        """Return a reply as it will be shown; calls that are too long are kept for those who will read it."""
        is_alone = reply.private and not visit.is_private
        where = visit.caller.where
        holder = person(visit.interaction.user) if reply.private or where is None else Address(DISCORD, where.chat)

        async def keep(call: Call) -> str:
            return await self._stored(lambda: self._desk.keep(call, holder))

        replaces = is_first and await self._replaces(visit, reply)
        # What is pressed may be a delivery of which nobody knows yet: it is found by its mark, which stays.
        mark = mark_of(visit.over) if replaces and visit.over is not None else None
        return Said(shown(await shortened(reply, keep, CARRIED), self._voice, mark=mark or ""), is_alone, replaces)

    async def _replaces(self, visit: Visit, reply: Reply) -> bool:
        """Say whether a reply takes the place of what was pressed; an object's card has one writer, the delivery."""
        message = visit.message
        if message is None or reply.fresh or reply.files or self._is_brief(visit):
            return False
        if visit.is_over_private:
            return reply.private or visit.is_private
        return not reply.private and not await self._stored(lambda: self._desk.stands(message))

    async def _aside(self, visit: Visit, ask: Ask) -> Reply:
        """Keep a form that cannot be opened now, and return the message with the button that opens it."""
        caller, page = visit.caller, ask.opens_at()
        return await self._stored(lambda: self._desk.forms.set_aside(caller, ask, ask.values, page))

    async def _page(self, visit: Visit, ask: Ask) -> Page:
        """Return the page that a form opens at; a form that was kept goes on under its token."""
        number, asked = ask.opens_at(), visit.call
        if asked is not None and asked.command == "form.open" and ask.pages() > 1:
            return Page(ask.call, number, asked.values.get("token", ""))
        if number == 0 and carried(Page(ask.call)) is not None:
            return Page(ask.call)
        caller = visit.caller
        return Page(ask.call, number, await self._stored(lambda: self._desk.forms.keep(caller, ask)))

    def _is_form(self, visit: Visit) -> bool:
        """Say whether the answer is a form, which cannot come after a deferral."""
        if visit.call is None or visit.interaction.type is InteractionType.modal_submit:
            return False
        return visit.call.command == "form.open" or bool(self._desk.registry.asks(visit.call))

    def _is_brief(self, visit: Visit) -> bool:
        command = self._command(visit)
        return command is not None and command.brief

    def _command(self, visit: Visit) -> Command | None:
        return self._desk.registry.get(visit.call.command) if visit.call is not None else None

    async def _stored(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Ask the store, again where it fails: what the answer belongs to is done."""
        return await insistently(ask, PAUSES, self._sleep, "asking the store for an answer")
