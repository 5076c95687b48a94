"""Acts played on a world and its bot, with the leniency that a script enjoys.

What people can do on a platform, `adapters.console` knows. A script may be shorter:

1. `feld=wert` without an open form that has the field presses the newest visible button that opens one (*Ändern*).
2. On Discord a field of a later page may be filled early; `ok` then turns the page by itself.
3. On Telegram a dialogue ends with its last answer; an `ok` after a `feld=wert` that was the last does nothing more.
4. After `ok` on a page behind which all is optional, *Überspringen* is pressed before anybody does anything else.
   Who goes on with *Weiter* or by filling a field of a later page turns the page instead; a restart is no act.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from adapters.console.outgoing import Knob
from adapters.console.people import CannotAct, Persona
from adapters.console.world import Standing, World, buttons
from bot.demo import script
from bot.demo.clock import DemoClock, Span, instant
from bot.demo.script import Act, BadLine, Does
from bot.demo.world import Bot
from bot.domain.places import Place

PATIENCE: Final = timedelta(minutes=1)  # until a row is tried again that stays due whatever is done
WAYS: Final = ("Weiter", "Zurück", "Überspringen")


class Play:
    """A world, its bot and its clock, moved by acts; nothing happens between two of them, and `keep` follows each."""

    def __init__(self, world: World, clock: DemoClock, bot: Bot, keep: Callable[[], None] = lambda: None) -> None:
        self.world = world
        self.clock = clock
        self.bot = bot
        self._keep = keep
        self._between: tuple[Persona, Standing] | None = None  # a form's page is in, and the rest is optional
        self._complete: Persona | None = None  # whose dialogue has just ended by itself

    async def act(self, act: Act) -> None:
        """Do one act and deliver what it brings about; BadLine where it cannot be done at all."""
        try:
            await self._skip_unless(act)
            await self._do(act)
        except CannotAct as error:
            raise BadLine(str(error)) from error
        except OverflowError as error:
            raise BadLine("so weit reicht kein Kalender") from error
        await self.settle()
        self._keep()

    async def press(self, persona: Persona, standing: Standing, knob: Knob) -> None:
        """Let somebody press a button that they see, and deliver what it brings about."""
        if standing.ref not in self.world.standing or knob not in (known for _, known in buttons([standing])):
            raise BadLine("dieser Knopf ist nicht mehr da")
        self._between = None
        await self.bot.incoming.presses(persona, standing, knob)
        await self.settle()
        self._keep()

    async def end(self) -> None:
        """Do what is left to do when no act follows."""
        await self._skip_unless(None)

    async def settle(self) -> None:
        """Deliver what is due now, and what follows from it now."""
        self.world.fade(self.clock.now())
        await self.bot.do_due()

    async def _do(self, act: Act) -> None:
        match act:
            case Does():
                await self._does(act)
            case script.SetClock(wall=wall):
                await self._set(wall)
            case script.MoveClock(span=span):
                await self._move_to(self.clock.after(span))
            case script.Outage(span=span):
                await self._outage(span)
            case script.Restart(orderly=orderly):
                await (self.bot.stop() if orderly else self.bot.die())
                await self.bot.start()

    async def _does(self, act: Does) -> None:
        persona, people = act.persona, self.bot.incoming
        place = self.world.place(persona.platform, act.place) if act.place is not None else None
        is_complete = self._complete == persona
        self._complete = None if is_complete else self._complete
        match act.deed:
            case script.Types(text=text, plain=plain):
                await people.types(persona, place, text, plain=plain)
            case script.Presses(label=label):
                await people.presses(persona, *self.world.button(persona, place, label))
            case script.Fills(name=name, value=value):
                await self._fills(persona, place, name, value)
                self._complete = None if await people.has_form(persona) else persona
            case script.Submits() if is_complete and not await people.has_form(persona):
                pass
            case script.Submits():
                await self._submits(persona)
            case script.Edits(text=text):
                await people.edits(persona, place, text)
            case script.Deletes():
                await people.deletes(persona, place)
            case script.Leaves():
                await people.leaves(persona, place)
            case script.Blocks(again=again):
                people.blocks(persona, again=again)

    async def _fills(self, persona: Persona, place: Place | None, name: str, value: str) -> None:
        people = self.bot.incoming
        if await people.fills(persona, name, value):
            return
        way = self._next_page() or people.way_to(persona, place, name)
        if way is not None:
            await people.presses(persona, *way)
        if way is None or not await people.fills(persona, name, value):
            raise CannotAct(f"vor {persona} liegt kein Formular mit dem Feld {name}")

    async def _submits(self, persona: Persona) -> None:
        people, person = self.bot.incoming, self.world.person(persona)
        between = await people.submits(persona)
        while between is not None and person.early and (knob := _way(between, "Weiter")) is not None:
            await people.presses(persona, between, knob)
            between = await people.submits(persona)
        if between is not None and _way(between, "Überspringen") is not None:
            self._between = persona, between

    def _next_page(self) -> tuple[Standing, Knob] | None:
        """Return the way to the next page of the form that was just submitted in part."""
        between, self._between = self._between, None
        knob = _way(between[1], "Weiter") if between is not None else None
        return (between[1], knob) if between is not None and knob is not None else None

    async def _skip_unless(self, act: Act | None) -> None:
        """Skip the rest of the form that was submitted in part, unless the act goes on with it."""
        if self._between is None or isinstance(act, script.Restart):
            return
        persona, standing = self._between
        if isinstance(act, Does) and act.persona == persona:
            if isinstance(act.deed, script.Fills) and act.deed.name in standing.leads_to:
                return
            if isinstance(act.deed, script.Presses) and any(way.startswith(act.deed.label) for way in WAYS):
                self._between = None
                return
        self._between = None
        knob = _way(standing, "Überspringen")
        if knob is not None and standing.ref in self.world.standing:
            await self.bot.incoming.presses(persona, standing, knob)
            await self.settle()

    async def _set(self, wall: datetime) -> None:
        then = instant(wall)
        if then < self.clock.now():
            raise BadLine(f"die Uhr steht schon auf {self.clock.wall():%Y-%m-%d %H:%M} und geht nur vorwärts")
        await self._move_to(then)

    async def _move_to(self, then: datetime) -> None:
        """Move the clock and stop wherever something falls due, so that nothing is late."""
        patience = PATIENCE
        while (stop := await self._next_stop()) is not None and stop <= then:
            stuck = stop <= self.clock.now()
            if stuck and self.clock.now() + patience > then:
                break
            self.clock.move_to(self.clock.now() + patience if stuck else stop)
            patience = patience * 2 if stuck else PATIENCE
            await self.settle()
        self.clock.move_to(then)

    async def _next_stop(self) -> datetime | None:
        stops = (await self.bot.next_due(), self.world.next_fading())
        return min((stop for stop in stops if stop is not None), default=None)

    async def _outage(self, span: Span) -> None:
        then = self.clock.after(span)
        await self.bot.stop()
        self.clock.move_to(then)
        await self.bot.start()


def _way(standing: Standing, label: str) -> Knob | None:
    return next((knob for row in standing.sight.knobs for knob in row if knob.label == label), None)
