"""The Telegram side: everything is typed or pressed, a form is a dialogue in the private chat, and what is private
needs a way there: the bot may write to a person once the person has written to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from adapters.console.discord_side import field_of, replaces
from adapters.console.outgoing import Field, Knob, Piece, Sight, acknowledgement, sight
from adapters.console.people import CannotAct, Persona
from adapters.console.world import Standing, World
from bot.context import Caller
from bot.domain.people import Platform
from bot.domain.places import Place
from bot.gate import LINK_LIVES
from bot.ports import Clock
from bot.talk import limits
from bot.talk.answers import Answer, Ask, Call, Reply
from bot.talk.commands import Command
from bot.talk.filling import read_line

if TYPE_CHECKING:
    from bot.desk import Desk

TELEGRAM: Final = Platform.TELEGRAM


@dataclass(frozen=True, slots=True)
class _Act:
    """Who did what where: the call that was made of it, and the message that was pressed."""

    persona: Persona
    place: Place | None
    call: Call | None = None
    pressed: Standing | None = None


@dataclass(slots=True)
class TelegramSide:
    """What a person does on Telegram, and what they see of the answer."""

    world: World
    desk: Desk
    clock: Clock
    zone: ZoneInfo
    language: str = "de"

    async def types(self, persona: Persona, place: Place | None, text: str, *, plain: bool = False) -> None:
        """Write a message: a command unless it is `plain`, an answer, or a free post where the bot may read those."""
        own = self.world.write(persona, place, text)
        call = None if plain else read_line(self.desk.registry, text)
        if place is not None and call is None and not place.free_messages:
            return
        act = _Act(persona, place, call)
        if self._lacks_a_way(act):
            await self._links(act)
            return
        caller = self._caller(persona, place)
        answers = await self.desk.say(caller, text, message=own.ref, incoming=own.ref.message, plain=plain)
        await self._answer(act, answers)

    async def presses(self, persona: Persona, standing: Standing, knob: Knob) -> None:
        """Press a button; one with an address opens a page of the web, a start link the private chat."""
        if isinstance(knob.press, str):
            return
        if knob.in_private:
            await self._starts(persona, standing, knob.press)
            return
        if standing.place is not None:
            self.world.enter(persona, standing.place)
        act = _Act(persona, standing.place, knob.press, standing)
        if self._lacks_a_way(act):
            await self._links(act)
            return
        caller, incoming = self._caller(persona, standing.place), self.world.fresh_id()
        answers = await self.desk.call(caller, knob.press, message=standing.ref, incoming=incoming)
        await self._answer(act, answers)

    async def fills(self, persona: Persona, name: str, value: str) -> bool:
        """Answer the question of that name in the open dialogue, or say that there is none such."""
        if not await self.is_asked(persona, name):
            return False
        await self._goes_on(persona, Call("form.answer", {"field": name, "value": value}))
        return True

    async def submits(self, persona: Persona) -> None:
        """Skip what is optional in the open dialogue and end it."""
        if not await self.is_asked(persona):
            raise CannotAct(f"mit {persona} ist kein Formular offen")
        await self._goes_on(persona, Call("form.finish"))

    async def is_asked(self, persona: Persona, name: str | None = None) -> bool:
        """Say whether a dialogue is open, and has the field."""
        form = await self.desk.forms.opened(self._caller(persona, None))
        return form is not None and (name is None or any(option.name == name for option in form.fields))

    async def _goes_on(self, persona: Persona, call: Call) -> None:
        self.world.enter(persona, None)
        answers = await self.desk.call(self._caller(persona, None), call, incoming=self.world.fresh_id())
        await self._answer(_Act(persona, None, call), answers)

    async def _starts(self, persona: Persona, standing: Standing, call: Call) -> None:
        await self.types(persona, None, f"/start {call.values.get('token', '')}")
        if standing.link_for == persona and standing.ref in self.world.standing:
            self.world.remove(standing)

    def _lacks_a_way(self, act: _Act) -> bool:
        """Say whether the answer would be private, and the bot may not write to the person yet."""
        command = self._command(act)
        if act.place is None or act.call is None or command is None or command.brief:
            return False
        private = command.private or bool(self.desk.registry.asks(act.call))
        return private and not self.world.person(act.persona).is_reachable

    async def _links(self, act: _Act) -> None:
        """Show the line without content in the group; it goes when it is used, or after its hour."""
        if act.call is None:
            return
        reply = await self.desk.in_private(self._caller(act.persona, act.place), act.call)
        if reply is None:
            return
        standing = self.world.send(TELEGRAM, act.place, None, sight(reply, TELEGRAM, self.zone, self.language))
        standing.link_for, standing.until = act.persona, self.clock.now() + LINK_LIVES

    async def _answer(self, act: _Act, answers: Sequence[Answer]) -> None:
        for number, answer in enumerate(answers):
            first = number == 0
            if isinstance(answer, Ask):
                await self._asks(act, self._said_beside(act, answer))
            elif first and self._is_acknowledgement(act, answer):
                self._acknowledges(act, answer)
            elif act.place is None:
                await self._privately(act.persona, answer, act.pressed if first else None)
            elif not answer.private:
                self._publicly(act.place, answer, act.pressed if first else None)
            elif self.world.person(act.persona).is_reachable:
                await self._privately(act.persona, answer)
            elif act.pressed is not None:
                self._acknowledges(act, answer)
            elif act.call is not None:
                await self._links(act)

    def _said_beside(self, act: _Act, ask: Ask) -> Ask:
        """Acknowledge a brief press with what stands beside the form, and return the rest."""
        if act.pressed is None or not self._is_brief(act) or ask.beside is None:
            return ask
        self._acknowledges(act, ask.beside)
        return replace(ask, beside=None)

    async def _asks(self, act: _Act, ask: Ask) -> None:
        """Open the dialogue in the private chat; under a brief answer it is left out where there is no way there."""
        if self.world.person(act.persona).is_reachable:
            for reply in await self.desk.question(self._caller(act.persona, None), ask):
                await self._privately(act.persona, reply)
        elif not self._is_brief(act):
            await self._links(act)

    def _publicly(self, place: Place, reply: Reply, over: Standing | None) -> None:
        seen = sight(reply, TELEGRAM, self.zone, self.language)
        if over is not None and replaces(reply, over):
            self.world.edit(over, seen)
        else:
            self.world.send(TELEGRAM, place, None, seen)

    async def _privately(self, persona: Persona, reply: Reply, over: Standing | None = None) -> None:
        seen = replace(sight(reply, TELEGRAM, self.zone, self.language), fields=await self._asked(persona, reply))
        if over is not None and replaces(reply, over):
            self.world.edit(over, seen)
        else:
            self.world.send(TELEGRAM, None, persona, seen)

    def _acknowledges(self, act: _Act, reply: Reply) -> None:
        line = acknowledgement(reply, TELEGRAM, self.zone, self.language)
        self.world.acknowledge(act.persona, act.place, Sight((Piece(line),)))

    def _is_acknowledgement(self, act: _Act, reply: Reply) -> bool:
        """Say whether an answer fits the line over the chat: a brief one to a press, or a short refusal in a group."""
        command = self._command(act)
        if act.pressed is None or not reply.private or reply.buttons or reply.files or reply.card:
            return False
        short = len(sight(reply, TELEGRAM, self.zone, self.language).plain) <= limits.ACKNOWLEDGEMENT
        return self._is_brief(act) or (act.place is not None and short and command is not None and not command.private)

    async def _asked(self, persona: Persona, reply: Reply) -> tuple[Field, ...]:
        """Return the field that a question asks for, and nothing for any other reply."""
        presses = [button.press for row in reply.buttons for button in row]
        if not any(isinstance(press, Call) and press.command.startswith("form.") for press in presses):
            return ()
        asked = await self.desk.forms.asked(self._caller(persona, None))
        if asked is None:
            return ()
        option, value = asked
        return (field_of(option, {option.name: value}, self.language),)

    def _command(self, act: _Act) -> Command | None:
        return self.desk.registry.get(act.call.command) if act.call is not None else None

    def _is_brief(self, act: _Act) -> bool:
        command = self._command(act)
        return command is not None and command.brief

    def _caller(self, persona: Persona, place: Place | None) -> Caller:
        name = self.world.person(persona).name
        return Caller(persona.address, name, place.address if place is not None else None)
