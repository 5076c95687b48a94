"""What people see of the answers: ephemeral and public messages, messages that change in place, forms.

Discord waits three seconds for the first answer. What takes longer is deferred before; a form cannot be, so it becomes
a button that opens it. Answers are sent at most once, and only the first may take the place of what was pressed.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Final, TypeAlias, TypeVar

import discord
from discord import AllowedMentions, Interaction, InteractionType
from discord.utils import MISSING

from adapters.discord import sentences
from adapters.discord.components import attached, called, view_of
from adapters.discord.failures import ANY, named
from adapters.discord.modals import Page, carried, modal
from adapters.discord.outgoing import CARRIED, Message, Shown, Voice, embed, shown
from adapters.discord.where import DISCORD, acting_in, is_private, message_in, person
from adapters.patience import PAUSES, Sleep, insistently
from bot.context import Caller
from bot.desk import Desk
from bot.domain.people import Address, MessageRef
from bot.reporting import reported
from bot.talk.answers import Answer, Ask, Call, File, Reply
from bot.talk.carrying import shortened

log = logging.getLogger(__name__)

T = TypeVar("T")
AnyInteraction: TypeAlias = Interaction[Any]
DEFER_AFTER: Final = 1.5  # seconds; Discord gives up after 3
FORM_WITHIN: Final = 2.0  # seconds in which a form has to be read


class Stage(Enum):
    """How far an interaction is answered."""

    OPEN = auto()
    THINKING = auto()  # deferred, a new message is to come
    UNCHANGED = auto()  # deferred, what was pressed may change
    DONE = auto()


@dataclass(slots=True)
class Visit:
    """One interaction with what was made of it; `call` is what is asked of the desk, None where there is none.

    `stage` moves on with every answer. `is_alone` says that what is deferred will be for the caller alone.
    """

    interaction: AnyInteraction
    call: Call | None
    stage: Stage = Stage.OPEN
    is_alone: bool = True

    @property
    def caller(self) -> Caller:
        """Return who did it, where they did it."""
        user, permissions = self.interaction.user, self.interaction.permissions
        return Caller(
            person(user), user.display_name, acting_in(self.interaction.channel), manages=permissions.manage_guild
        )

    @property
    def incoming(self) -> str:
        """Return the id by which the desk knows the interaction again."""
        return str(self.interaction.id)

    @property
    def is_private(self) -> bool:
        """Say whether it happened in the person's own channel with the bot."""
        return is_private(self.interaction.channel)

    @property
    def over(self) -> discord.Message | None:
        """Return the message that was pressed, also where the press opened the form that comes back now."""
        return self.interaction.message

    @property
    def message(self) -> MessageRef | None:
        """Return the reference of the message that was pressed."""
        channel = self.interaction.channel
        return message_in(channel, self.over.id) if self.over is not None and channel is not None else None


class Answering:
    """Shows answers in time; `sleep` waits the given seconds."""

    def __init__(self, desk: Desk, voice: Voice, *, sleep: Sleep = asyncio.sleep) -> None:
        self._desk = desk
        self._voice = voice
        self._sleep = sleep

    async def answer(self, visit: Visit, work: Awaitable[Sequence[Answer]]) -> None:
        """Show what the desk answers; what it does is finished whether or not it can still be shown."""
        try:
            answers = await self._in_time(visit, work)
        except Exception as error:  # noqa: BLE001 - a locked database, say; whoever asked has to know
            answers = (sentences.not_now(reported(error, "an interaction")),)
        try:
            for answer in sorted(answers, key=lambda answer: not self._opens(visit, answer)):
                await self._show(visit, answer)
            if visit.stage is not Stage.DONE:
                await self._nothing(visit)
        except ANY as error:
            log.info("An answer was not shown: %s", named(error))

    async def _in_time(self, visit: Visit, work: Awaitable[Sequence[Answer]]) -> Sequence[Answer]:
        """Return the answers; defer where they take so long that Discord would give up."""
        task, patience = asyncio.ensure_future(work), FORM_WITHIN if self._is_form(visit) else DEFER_AFTER
        alarm = asyncio.ensure_future(self._sleep(patience))
        try:
            await asyncio.wait({task, alarm}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            alarm.cancel()
        if not task.done():
            await self._defer(visit)
        return await task

    def _is_form(self, visit: Visit) -> bool:
        """Say whether the answer is a form, which cannot come after a deferral."""
        if visit.call is None or visit.interaction.type is InteractionType.modal_submit:
            return False
        return visit.call.command == "form.open" or bool(self._desk.registry.asks(visit.call))

    async def _defer(self, visit: Visit) -> None:
        thinks, alone = self._thinks(visit), not visit.is_private and self._answers_alone(visit)
        try:
            await visit.interaction.response.defer(thinking=thinks, ephemeral=alone)
        except ANY as error:
            log.info("An answer could not be put off: %s", named(error))
        visit.stage, visit.is_alone = Stage.THINKING if thinks else Stage.UNCHANGED, alone

    def _thinks(self, visit: Visit) -> bool:
        """Say whether a message of its own is to be expected, and no change of the one that was pressed."""
        if visit.over is None:
            return True
        if visit.is_private or visit.over.flags.ephemeral:
            return self._is_brief(visit)
        return self._answers_alone(visit)

    def _answers_alone(self, visit: Visit) -> bool:
        command = self._desk.registry.get(visit.call.command) if visit.call is not None else None
        return command is None or command.private or self._is_form(visit)

    def _is_brief(self, visit: Visit) -> bool:
        command = self._desk.registry.get(visit.call.command) if visit.call is not None else None
        return command is not None and command.brief

    async def _show(self, visit: Visit, answer: Answer) -> None:
        if isinstance(answer, Ask):
            await self._ask(visit, answer)
        else:
            await self._say(visit, answer)

    async def _ask(self, visit: Visit, ask: Ask) -> None:
        """Open a form where Discord lets one open now, else show the button that opens it."""
        if self._opens(visit, ask):
            made = modal(ask, await self._page(visit, ask), self._voice)
            await visit.interaction.response.send_modal(made)
            visit.stage = Stage.DONE
        else:
            caller, page = visit.caller, ask.opens_at()
            await self._say(visit, await self._stored(lambda: self._desk.set_aside(caller, ask, ask.values, page)))
        if ask.beside is not None:
            await self._say(visit, ask.beside)

    def _opens(self, visit: Visit, answer: Answer) -> bool:
        """Say whether an answer opens a form at once: it has to be the first, and no form follows a form."""
        is_form = isinstance(answer, Ask) and answer.error is None
        return is_form and visit.stage is Stage.OPEN and visit.interaction.type is not InteractionType.modal_submit

    async def _page(self, visit: Visit, ask: Ask) -> Page:
        """Return the page that a form opens at; a form that was kept goes on under its token."""
        number, asked = ask.opens_at(), visit.call
        if asked is not None and asked.command == "form.open" and ask.pages() > 1:
            return Page(ask.call, number, asked.values.get("token", ""))
        if number == 0 and carried(Page(ask.call)) is not None:
            return Page(ask.call)
        caller = visit.caller
        token = await self._stored(lambda: self._desk.keep_form(caller, ask))
        return Page(ask.call, number, token)

    async def _say(self, visit: Visit, reply: Reply) -> None:
        """Show a reply: first where the interaction is still open, then as further messages."""
        is_alone = reply.private and not visit.is_private
        holder = person(visit.interaction.user) if reply.private or visit.is_private else self._chat(visit)
        replaces = visit.stage in (Stage.OPEN, Stage.UNCHANGED) and await self._replaces(visit, reply)
        what = await self._shown(reply, holder)
        for number, message in enumerate(what.messages):
            files = what.files if number == len(what.messages) - 1 else ()
            await self._put(visit, message, files, is_alone=is_alone, silent=what.silent, replaces=replaces)
            replaces = False

    async def _put(
        self, visit: Visit, message: Message, files: Sequence[File], *, is_alone: bool, silent: bool, replaces: bool
    ) -> None:
        """Show one message as the stage of the interaction allows it."""
        stage, visit.stage = visit.stage, Stage.DONE
        interaction, view, box = visit.interaction, view_of(message.rows), embed(message.box) if message.box else None
        calls = AllowedMentions.none() if is_alone else called(message)
        content = message.content or None
        if replaces:
            change: dict[str, Any] = {"content": content, "embed": box, "view": view, "allowed_mentions": calls}
            if stage is Stage.OPEN:
                await interaction.response.edit_message(**change)
            else:
                await interaction.edit_original_response(**change)
            return
        if stage is Stage.THINKING and visit.is_alone == is_alone:
            await interaction.edit_original_response(
                content=content, embed=box, view=view, attachments=attached(files), allowed_mentions=calls
            )
            return
        if stage is Stage.THINKING:  # it was put off for everybody and is for one alone, or the other way round
            await interaction.delete_original_response()
        fresh: dict[str, Any] = {
            "content": content or MISSING,
            "embed": box or MISSING,
            "view": view or MISSING,
            "files": attached(files) or MISSING,
            "ephemeral": is_alone,
            "silent": silent,
            "allowed_mentions": calls,
            "suppress_embeds": box is None,
        }
        if stage is Stage.OPEN:
            await interaction.response.send_message(**fresh)
        else:
            await interaction.followup.send(**fresh)

    async def _replaces(self, visit: Visit, reply: Reply) -> bool:
        """Say whether a reply takes the place of what was pressed; an object's card has one writer, the delivery."""
        over, message = visit.over, visit.message
        if over is None or message is None or reply.fresh or reply.files or self._is_brief(visit):
            return False
        if over.flags.ephemeral or visit.is_private:
            return reply.private or visit.is_private
        return not reply.private and not await self._stored(lambda: self._desk.stands(message))

    async def _nothing(self, visit: Visit) -> None:
        """Answer what was handled before, or needs no words: Discord would call it failed."""
        if visit.stage is Stage.OPEN and visit.over is not None:
            await visit.interaction.response.defer()
        elif visit.stage is Stage.THINKING:
            await visit.interaction.delete_original_response()
        elif visit.stage is Stage.OPEN:
            await self._say(visit, sentences.done())

    async def _shown(self, reply: Reply, holder: Address) -> Shown:
        async def keep(call: Call) -> str:
            return await self._stored(lambda: self._desk.keep(call, holder))

        return shown(await shortened(reply, keep, CARRIED), self._voice)

    def _chat(self, visit: Visit) -> Address:
        where = visit.caller.where
        return Address(DISCORD, where.chat) if where is not None else person(visit.interaction.user)

    async def _stored(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Ask the store, again where it fails: what the answer belongs to is done."""
        return await insistently(ask, PAUSES, self._sleep, "asking the store for an answer")
