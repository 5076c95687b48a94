"""One interaction: who did what where, how far it is answered, and how the next answer can be shown.

The first answer settles much: a deferral says who sees what follows, a form can only come first, and only the first may
take the place of the message that was pressed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Final, TypeAlias

import discord
from discord import AllowedMentions, Interaction, InteractionType
from discord.ui import Modal
from discord.utils import MISSING

from adapters.discord.components import attached, called, view_of
from adapters.discord.outgoing import Message, embed
from adapters.discord.where import acting_in, is_private, message_in, person
from bot.context import Caller
from bot.domain.people import MessageRef
from bot.talk.answers import Call, File

AnyInteraction: TypeAlias = Interaction[Any]
WITHIN: Final = 10.0  # seconds for a request


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
    def is_over_private(self) -> bool:
        """Say whether what was pressed is seen by the caller alone."""
        return self.over is not None and (self.is_private or self.over.flags.ephemeral)

    @property
    def message(self) -> MessageRef | None:
        """Return the reference of the message that was pressed."""
        channel = self.interaction.channel
        return message_in(channel, self.over.id) if self.over is not None and channel is not None else None

    @property
    def takes_form(self) -> bool:
        """Say whether a form can be opened now: as the first answer, and not to a form."""
        return self.stage is Stage.OPEN and self.interaction.type is not InteractionType.modal_submit

    async def open(self, form: Modal) -> None:
        """Open a form."""
        await _in_time(self.interaction.response.send_modal(form))
        self.stage = Stage.DONE

    async def defer(self, *, thinks: bool, is_alone: bool) -> None:
        """Put the answer off: with `thinks` a message of its own is announced, seen by the caller alone or by all."""
        self.stage, self.is_alone = Stage.THINKING if thinks else Stage.UNCHANGED, is_alone
        await _in_time(self.interaction.response.defer(thinking=thinks, ephemeral=is_alone))

    async def say(
        self, message: Message, files: Sequence[File] = (), *, is_alone: bool, silent: bool = False, replaces: bool
    ) -> None:
        """Show one message as the stage allows it; with `replaces` it takes the place of what was pressed."""
        stage, self.stage = self.stage, Stage.DONE
        calls = AllowedMentions.none() if is_alone else called(message)
        if replaces and stage in (Stage.OPEN, Stage.UNCHANGED):
            await self._change(stage, message, calls)
            return
        if stage is Stage.THINKING and self.is_alone == is_alone:
            shown = _changed(message) | {"attachments": attached(files), "allowed_mentions": calls}
            await _in_time(self.interaction.edit_original_response(**shown))
            return
        if stage is Stage.THINKING:  # it was put off for everybody and is for one alone, or the other way round
            await _in_time(self.interaction.delete_original_response())
        fresh = {name: value for name, value in _changed(message).items() if value is not None}
        fresh |= {"files": attached(files) or MISSING, "ephemeral": is_alone, "silent": silent and not is_alone}
        send = self.interaction.response.send_message if stage is Stage.OPEN else self.interaction.followup.send
        await _in_time(send(**fresh, allowed_mentions=calls))

    async def _change(self, stage: Stage, message: Message, calls: AllowedMentions) -> None:
        response = self.interaction.response
        edit = response.edit_message if stage is Stage.OPEN else self.interaction.edit_original_response
        await _in_time(edit(**_changed(message), allowed_mentions=calls))

    async def nothing(self) -> None:
        """Say nothing where that is possible: silence is what Discord calls a failure."""
        if self.stage is Stage.THINKING:
            await _in_time(self.interaction.delete_original_response())
        elif self.stage is Stage.OPEN and self.over is not None:
            await _in_time(self.interaction.response.defer())
        self.stage = Stage.DONE


async def _in_time(request: Coroutine[Any, Any, object]) -> None:
    """Make a request, for which the library would wait 300 seconds."""
    async with asyncio.timeout(WITHIN):
        await request


def _changed(message: Message) -> dict[str, Any]:
    """Return a message as an edit takes it: None takes away what was there.

    Previews of links are let be. They could be suppressed only for good, and with them a box that comes later.
    """
    box = embed(message.box) if message.box else None
    return {"content": message.content or None, "embed": box, "view": view_of(message.rows)}
