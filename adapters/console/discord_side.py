"""The Discord side: slash commands, modals of five fields, and answers that one person alone sees in a channel."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from adapters.console.outgoing import Field, Knob, Piece, Sight, Words, read, sight, words
from adapters.console.people import CannotAct, Modal, Persona
from adapters.console.world import Standing, World
from bot.context import Caller
from bot.domain.people import Platform
from bot.domain.places import Place
from bot.talk.answers import Answer, Ask, Call, Reply
from bot.talk.commands import Option
from bot.talk.filling import read_line
from bot.talk.limits import FIELD_LABEL, FIELDS_PER_PAGE
from bot.talk.text import Phrase
from bot.talk.translation import translator

if TYPE_CHECKING:
    from bot.desk import Desk

DISCORD: Final = Platform.DISCORD
_COUNT: Final = re.compile(r"\s*\(\d+\)$")


@dataclass(slots=True)
class DiscordSide:
    """What a person does on Discord, and what they see of the answer."""

    world: World
    desk: Desk
    zone: ZoneInfo
    language: str = "de"

    async def types(self, persona: Persona, place: Place | None, text: str, *, plain: bool = False) -> None:
        """Send a slash command, or a message; a message that looks like a command is none and is not heard."""
        self.world.enter(persona, place)
        self.world.person(persona).modal = None
        call = read_line(self.desk.registry, text)
        if call is None:
            await self._writes(persona, place, text)
        elif plain:
            self.world.write(persona, place, text)
        else:
            answers = await self.desk.call(self._caller(persona, place), call, incoming=self.world.fresh_id())
            await self._answer(persona, place, answers)

    async def presses(self, persona: Persona, standing: Standing, knob: Knob) -> None:
        """Press a button; one with an address opens a page of the web, which shows nothing here."""
        self.world.enter(persona, standing.place)
        self.world.person(persona).modal = None
        if isinstance(knob.press, str):
            return
        caller, incoming = self._caller(persona, standing.place), self.world.fresh_id()
        answers = await self.desk.call(caller, knob.press, message=standing.ref, incoming=incoming)
        titled = [_titled(answer, knob.label) for answer in answers]
        command = self.desk.registry.get(knob.press.command)
        is_brief = command is not None and command.brief  # what was pressed is still of use then
        await self._answer(persona, standing.place, titled, None if is_brief else standing)

    async def fills(self, persona: Persona, name: str, value: str) -> bool:
        """Put a value into a field of the open modal, or say that there is none such; later pages take it early."""
        modal = self.world.person(persona).modal
        if modal is None or not modal.has(name):
            return False
        modal.typed[name] = value
        return True

    async def submits(self, persona: Persona) -> Standing | None:
        """Submit the open page; return the message that stands between it and the next page, if there is one."""
        person = self.world.person(persona)
        modal, person.modal = person.modal, None
        if modal is None:
            raise CannotAct(f"vor {persona} liegt kein Formular")
        person.early, person.early_for = modal.typed_later(), modal.ask.call.command
        is_blank = any(option.required and not modal.value(option).strip() for option in modal.fields)
        if is_blank or modal.page + 1 < modal.ask.pages():  # the desk says what is blank
            turned = await self._turns_to(persona, modal, modal.ask, modal.page + 1)
            return None if is_blank else turned
        await self._sends_in(persona, modal)
        return None

    async def _sends_in(self, persona: Persona, modal: Modal) -> None:
        values = {option.name: modal.value(option) for option in modal.ask.fields}
        call = modal.ask.call.with_values(**values)
        caller, over = self._caller(persona, modal.place), self._still_stands(modal)
        message = over.ref if over is not None else None
        answers = await self.desk.call(caller, call, message=message, incoming=self.world.fresh_id())
        await self._answer(persona, modal.place, answers, over, submitted=True)

    async def _writes(self, persona: Persona, place: Place | None, text: str) -> None:
        own = self.world.write(persona, place, text)
        if place is not None and not place.free_messages:
            return
        caller = self._caller(persona, place)
        for answer in await self.desk.say(caller, text, message=own.ref, incoming=own.ref.message):
            if not isinstance(answer, Reply):
                continue  # a message cannot be answered with a form
            if not answer.private:
                self._say(persona, place, answer)
            elif self.world.person(persona).is_reachable:
                self._say(persona, None, answer)  # nothing under a message is for one person's eyes alone

    async def _answer(
        self,
        persona: Persona,
        place: Place | None,
        answers: Sequence[Answer],
        over: Standing | None = None,
        *,
        submitted: bool = False,
    ) -> None:
        """Show the answers; the first reply may replace what was pressed, and a submission opens no other form."""
        for answer in answers:
            if isinstance(answer, Reply):
                self._say(persona, place, answer, over)
                over = None
                continue
            if answer.error is None and not submitted:
                self._opens(persona, place, answer, over)
            else:
                ask = replace(answer, error=answer.error or Phrase("Da fehlt noch etwas."))
                await self._set_aside(persona, place, ask, ask.opens_at(), over)
                over = None
            if answer.beside is not None:
                self._say(persona, place, answer.beside)

    def _opens(self, persona: Persona, place: Place | None, ask: Ask, over: Standing | None) -> None:
        person = self.world.person(persona)
        early = person.early if person.early_for == ask.call.command else {}
        person.early, person.early_for = {}, ""
        replaced = over.ref if over is not None and over.to is not None else None
        modal = person.modal = Modal(ask, ask.opens_at(), place, replaced, dict(early))
        title = _cut(words(ask.title or "", DISCORD, self.zone, self.language))
        fields = tuple(field_of(option, ask.values, self.language) for option in modal.fields)
        self.world.open_form(persona, place, Sight(title, fields=fields))

    async def _turns_to(self, persona: Persona, modal: Modal, ask: Ask, page: int) -> Standing:
        """Leave the open page for another one; what was typed for later pages is not the bot's yet."""
        kept = replace(ask, values=modal.values_so_far)
        return await self._set_aside(persona, modal.place, kept, page, self._still_stands(modal))

    async def _set_aside(
        self, persona: Persona, place: Place | None, ask: Ask, page: int, over: Standing | None
    ) -> Standing:
        """Show the message with the way back into a form."""
        reply = await self.desk.forms.set_aside(self._caller(persona, place), ask, ask.values, page)
        standing = self._say(persona, place, reply, over)
        way = reply.buttons[0][0].press
        opens_at = int(way.values["page"]) if isinstance(way, Call) else page  # a wrong value leads back to its page
        standing.leads_to = tuple(option.name for option in ask.fields[opens_at * FIELDS_PER_PAGE :])
        return standing

    def _say(self, persona: Persona, place: Place | None, reply: Reply, over: Standing | None = None) -> Standing:
        seen = sight(reply, DISCORD, self.zone, self.language)
        if over is not None and replaces(reply, over):
            over.leads_to = ()
            self.world.edit(over, seen)
            return over
        alone = reply.private or place is None
        return self.world.send(DISCORD, place, persona if alone else None, seen)

    def _still_stands(self, modal: Modal) -> Standing | None:
        return self.world.standing.get(modal.over) if modal.over is not None else None

    def _caller(self, persona: Persona, place: Place | None) -> Caller:
        name = self.world.person(persona).name
        return Caller(persona.address, name, place.address if place is not None else None)


def _titled(answer: Answer, label: str) -> Answer:
    """Return a form with the button's label as its title where it has none, since Discord's modals need one.

    The count that a label may end with, as in "Interesse (1)", is left out.
    """
    if isinstance(answer, Ask) and answer.title is None:
        return replace(answer, title=Phrase("{label}", label=_COUNT.sub("", label)))
    return answer


def _cut(title: Words) -> Words:
    """Return the title as it is, or cut to what a modal's title may hold."""
    plain = read(title)
    return title if len(plain) <= FIELD_LABEL else (Piece(plain[: FIELD_LABEL - 1].rstrip() + "…"),)


def replaces(reply: Reply, over: Standing) -> bool:
    """Say whether the answer to a press takes the place of the message that was pressed.

    A private message is replaced by a private answer, and a public answer by another one. What the delivery sent to
    everybody has one writer, the delivery.
    """
    if reply.fresh or reply.files:
        return False
    if over.to is not None:
        return reply.private or over.place is None
    return not reply.private and not over.delivered


def field_of(option: Option, values: Mapping[str, str], language: str) -> Field:
    """Return a field as it is shown, with what it holds."""
    said, holds = translator(language), values.get(option.name, "")
    return option.name, said(option.label), option.required, said(holds) if holds in option.choices else holds
