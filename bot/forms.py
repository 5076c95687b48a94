"""A form between two visits is kept: an open dialogue reads as a form, and one that is set aside has a way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from bot.context import Caller, House
from bot.domain.sending import OpenForm
from bot.errors import InvalidInput
from bot.ports import Clock, Storage
from bot.talk.answers import Ask, Call, Reply
from bot.talk.commands import Command, Option, Reading
from bot.talk.filling import fields_of
from bot.talk.text import Phrase, joined_by, said
from bot.views import desk as view

CALL_LIVES: Final = timedelta(hours=24)  # of a call that waits for a form, or for consent


@dataclass(frozen=True, slots=True)
class Forms:
    """What an adapter does with forms while nothing is called yet."""

    storage: Storage
    house: House
    clock: Clock

    async def opened(self, caller: Caller) -> Ask | None:
        """Return the open dialogue of an account as a form: the fields still open, and what they hold."""
        found = await self._dialogue(caller)
        if found is None:
            return None
        form, command = found
        return Ask(
            Call(form.command, form.values),
            fields_of(command, Call(form.command)),
            {**form.prefilled, **form.values},
        )

    async def asked(self, caller: Caller) -> tuple[Option, str] | None:
        """Return the field that an account's open dialogue asks for now, with the value that it holds."""
        found = await self._dialogue(caller)
        if found is None:
            return None
        form, command = found
        option = command.option(form.asked)
        return (option, form.prefilled.get(option.name, "")) if option else None

    async def set_aside(self, caller: Caller, ask: Ask, values: Mapping[str, str], page: int) -> Reply:
        """Keep a form between two pages, or with a wrong value, and return the message with the way back into it.

        `values` are the typed ones so far, `page` is the next to be shown; a wrong one among them is noticed here. The
        kept form lives 24 hours and belongs to the account.
        """
        if ask.error is None and (wrong := self._wrong(ask, values)) is not None:
            ask = replace(ask, error=said(wrong), wrong=wrong.option, choices=wrong.choices)
            token = await self.keep(caller, replace(ask, values=values))
            return view.set_aside(ask, ask.opens_at(), token, page)
        return view.set_aside(ask, page, await self.keep(caller, replace(ask, values=values)))

    async def keep(self, caller: Caller, ask: Ask) -> str:
        """Keep a form with what it holds for the account, 24 hours long, and return the token for `form.open`."""
        held = Call(ask.call.command, {**ask.call.values, **ask.values})
        async with self.storage.begin() as store:
            return await store.talk.keep_call(caller.address, "form", held, self.clock.now() + CALL_LIVES)

    async def _dialogue(self, caller: Caller) -> tuple[OpenForm, Command] | None:
        """Return the open dialogue of an account with the command that it fills in."""
        async with self.storage.begin() as store:
            form = await store.talk.form(caller.address, self.clock.now())
        command = self.house.registry.get(form.command) if form else None
        return (form, command) if form and command else None

    def _wrong(self, ask: Ask, values: Mapping[str, str]) -> InvalidInput | None:
        command = self.house.registry.get(ask.call.command)
        if blanks := blank(ask, values):
            names = joined_by(", ", [Phrase(option.label) for option in blanks])
            return InvalidInput(Phrase("Bitte fülle noch aus: {names}.", names=names), blanks[0].name)
        try:
            if command is not None:
                community = self.house.community
                command.read(values, Reading(self.clock.now(), community.zone, community.language))
        except InvalidInput as error:
            return error
        return None


def blank(ask: Ask, values: Mapping[str, str]) -> list[Option]:
    """Return the required fields that came back without a word."""
    return [option for option in ask.fields if option.required and not values.get(option.name, "x").strip()]
