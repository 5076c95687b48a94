"""What people do on the played platforms, each act led to the door of the desk that it has there.

Leaving a place keeps a person out of it until they act in it again. On Telegram, writing to the bot takes back having
blocked it. Telegram tells no bot that a message was deleted; Discord tells who left only to bots that ask for all
members, which ours does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from adapters.console.discord_side import DiscordSide
from adapters.console.outgoing import Knob
from adapters.console.people import CannotAct, OwnMessage, Persona
from adapters.console.telegram_side import TelegramSide
from adapters.console.world import Standing, World, buttons, chat_of
from bot.context import Caller
from bot.domain.people import Platform
from bot.domain.places import Place
from bot.ports import Clock
from bot.talk.answers import Call

if TYPE_CHECKING:
    from bot.desk import Desk


class Incoming:
    """The acts of people while one bot is up; the world goes on when it is not."""

    def __init__(self, world: World, desk: Desk, clock: Clock, zone: ZoneInfo, language: str = "de") -> None:
        self._world = world
        self._desk = desk
        self._discord = DiscordSide(world, desk, zone, language)
        self._telegram = TelegramSide(world, desk, clock, zone, language)

    async def types(self, persona: Persona, place: Place | None, text: str, *, plain: bool = False) -> None:
        """Type a line: a command or a message; `plain` says that the person means no command by it."""
        if persona.platform is Platform.DISCORD:
            await self._discord.types(persona, place, text, plain=plain)
        else:
            await self._telegram.types(persona, place, text, plain=plain)

    async def presses(self, persona: Persona, standing: Standing, knob: Knob) -> None:
        """Press a button that stands."""
        side = self._discord if persona.platform is Platform.DISCORD else self._telegram
        await side.presses(persona, standing, knob)

    async def fills(self, persona: Persona, name: str, value: str) -> bool:
        """Put a value into the open form; False where none is open or it has no such field."""
        side = self._discord if persona.platform is Platform.DISCORD else self._telegram
        return await side.fills(persona, name, value)

    async def submits(self, persona: Persona) -> Standing | None:
        """Submit the open form; return the message between two pages where that is what it led to."""
        if persona.platform is Platform.DISCORD:
            return await self._discord.submits(persona)
        await self._telegram.submits(persona)
        return None

    async def has_form(self, persona: Persona) -> bool:
        """Say whether a form is open that the person could submit."""
        if persona.platform is Platform.DISCORD:
            return self._world.person(persona).modal is not None
        return await self._telegram.is_asked(persona)

    def way_to(self, persona: Persona, place: Place | None, name: str) -> tuple[Standing, Knob] | None:
        """Return the newest visible button that opens a form with the field, if there is one."""
        for standing, knob in buttons(self._world.seen_by(persona, place)):
            if name in self._behind(standing, knob):
                return standing, knob
        return None

    async def edits(self, persona: Persona, place: Place | None, text: str) -> None:
        """Change the person's last message there."""
        own = self._last(persona, place)
        own.text = text
        self._world.enter(persona, place)
        if place is None or place.free_messages:
            await self._desk.edited(self._caller(persona, place), own.ref, text, incoming=self._world.fresh_id())

    async def deletes(self, persona: Persona, place: Place | None) -> None:
        """Delete the person's last message there; a second time it is the one before."""
        own = self._last(persona, place)
        self._world.person(persona).wrote.remove(own)
        if persona.platform is Platform.DISCORD:
            await self._desk.gone(own.ref)

    async def leaves(self, persona: Persona, place: Place | None) -> None:
        """Leave a place, or with None every place of the platform."""
        for left in (place,) if place is not None else self._places_of(persona):
            self._world.person(persona).left.add(left.address)
            if persona.platform is Platform.TELEGRAM:
                await self._desk.left(persona.address, left.address)

    def blocks(self, persona: Persona, *, again: bool = False) -> None:
        """Keep the bot's private messages out, or with `again` let them in again."""
        self._world.person(persona).blocks = not again

    def _behind(self, standing: Standing, knob: Knob) -> Iterator[str]:
        """Yield the names of the fields of the form that a button opens."""
        if not isinstance(knob.press, Call):
            return
        if knob.press.command == "form.open":
            yield from standing.leads_to
        yield from (option.name for option in self._desk.registry.asks(knob.press))

    def _last(self, persona: Persona, place: Place | None) -> OwnMessage:
        chat = chat_of(persona, place)
        for own in reversed(self._world.person(persona).wrote):
            if own.ref.where == chat:
                return own
        raise CannotAct(f"{persona} hat {f'in {place.name}' if place else 'privat'} noch nichts geschrieben")

    def _places_of(self, persona: Persona) -> list[Place]:
        return [place for place in self._world.places if place.address.platform is persona.platform]

    def _caller(self, persona: Persona, place: Place | None) -> Caller:
        return Caller(persona.address, self._world.person(persona).name, place.address if place is not None else None)
