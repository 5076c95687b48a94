"""The demo in a terminal: lines are typed, buttons are numbers, Tab completes what can be known."""

from __future__ import annotations

import re
import sys
from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass
from typing import Final

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import FormattedText
from rich.console import Console

from adapters.console.people import Persona
from bot.context import Caller
from bot.demo import script
from bot.demo.manual import ACTS
from bot.demo.play import Play
from bot.demo.printed import JsonLines
from bot.demo.sample import MEMBERS
from bot.demo.screen import Screen
from bot.demo.script import BadLine, Does
from bot.demo.world import ORGANISER
from bot.domain.people import Platform

WELCOME: Final = (
    "Das ist eine kleine erfundene Community auf Telegram und Discord, mit dem Bot dazwischen.\n"
    "Du bist {who}. Ein anderer Name, zum Beispiel ben@discord:#jobs, und du bist jemand anderes.\n"
    "/hilfe fragt den Bot, help erklärt diese Eingabe, eine Zahl drückt einen Knopf, Strg-D beendet."
)
ENDS: Final = frozenset({"quit", "exit", "ende"})
_OF_SCRIPTS: Final = ("#", "@", "+", "!restart", "!kill", "!down")
_NAMES: Final = ("anna", "ben", ORGANISER)


@dataclass(slots=True)
class Seat:
    """Who is typing, and where: a place's name, or None for the private chat."""

    persona: Persona
    place: str | None = None

    def __str__(self) -> str:
        return f"{self.persona}:{self.place}" if self.place else str(self.persona)


async def prompted(play: Play, *, as_json: bool) -> int:
    """Play what is typed until the input ends; what cannot be done is said, and nothing ends by it."""
    seat = Seat(Persona("anna", Platform.TELEGRAM))
    screen = Screen(play.clock.wall, Console(highlight=False, stderr=as_json))
    play.world.watch = JsonLines(sys.stdout, play.clock.wall) if as_json else screen
    await play.settle()
    session: PromptSession[str] = PromptSession(completer=Suggestions(play, seat), complete_while_typing=False)
    screen.console.print(WELCOME.format(who=seat))
    while True:
        try:
            line = await session.prompt_async(_invitation(play, seat))
        except KeyboardInterrupt:
            continue
        except EOFError:
            return 0
        if line.strip() in ENDS:
            return 0
        screen.begin_act()
        try:
            await _played(play, seat, screen, line.strip())
        except BadLine as error:
            screen.complain(f"Das geht nicht: {error}.")


def _invitation(play: Play, seat: Seat) -> FormattedText:
    colour = "ansicyan" if seat.persona.platform is Platform.TELEGRAM else "ansimagenta"
    return FormattedText([("ansibrightblack", f"{play.clock.wall():%d.%m. %H:%M} "), (f"bold {colour}", f"{seat}> ")])


async def _played(play: Play, seat: Seat, screen: Screen, line: str) -> None:
    if line in ("help", "?"):
        screen.console.print(ACTS, markup=False)
    elif line.isascii() and line.isdecimal():
        await _presses(play, seat, screen, int(line))
    elif changed := script.PERSONA.fullmatch(line):
        seat.persona, seat.place = script.persona(changed), changed["place"]
    else:
        await _acts(play, seat, line)


async def _acts(play: Play, seat: Seat, line: str) -> None:
    """Play a whole line of a script, or a line of the one who is typing."""
    if not line or line.startswith(_OF_SCRIPTS) or script.LINE.fullmatch(line):
        act = script.read(line)
    else:
        act = Does(seat.persona, seat.place, script.deed(line))
    if act is not None:
        await play.act(act)


async def _presses(play: Play, seat: Seat, screen: Screen, number: int) -> None:
    """Press a numbered button: a private one as the person who sees it, another as the one who is typing."""
    if not 1 <= number <= len(screen.buttons):
        raise BadLine(f"einen Knopf {number} gibt es hier nicht")
    standing, knob = screen.buttons[number - 1]
    persona = standing.to or seat.persona
    if persona.platform is not standing.ref.where.platform:
        raise BadLine(f"dieser Knopf ist auf {standing.ref.where.platform.capitalize()}, {persona} aber nicht")
    await play.press(persona, standing, knob)


class Suggestions(Completer):
    """What Tab offers: people, commands, options, and values as the platforms' own suggestions would."""

    def __init__(self, play: Play, seat: Seat) -> None:
        self._play = play
        self._seat = seat

    def get_completions(self, _document: Document, _event: CompleteEvent) -> Iterator[Completion]:
        """Offer nothing without asking the desk, which takes a moment."""
        yield from ()

    async def get_completions_async(
        self, document: Document, _event: CompleteEvent
    ) -> AsyncGenerator[Completion, None]:
        """Yield what the word before the cursor may become."""
        line = document.text_before_cursor
        word = re.split(r"[\s=,;]", line)[-1]
        for found in await self._found(line, word):
            yield Completion(found, start_position=-len(word))

    async def _found(self, line: str, word: str) -> list[str]:
        command = re.match(r"/(\w+)\s", line)
        if command is None:
            return [name for name in self._beginnings(line) if name.startswith(line)]
        declared = self._play.bot.app.desk.registry.get(command[1])
        if declared is None or not declared.fields:
            return []
        names = [option.name for option in declared.fields]
        named = re.findall(rf"\b({'|'.join(names)})=", line)
        seat, world = self._seat, self._play.world
        caller = Caller(seat.persona.address, world.person(seat.persona).name)
        values = await self._play.bot.app.desk.complete(
            caller, declared.name, (named or names)[-1 if named else 0], word
        )
        return [*values, *(f"{name}=" for name in names if name.startswith(word) and name not in named)]

    def _beginnings(self, line: str) -> Iterator[str]:
        if line.startswith("/"):
            yield from (f"/{command.name} " for command in self._play.bot.app.desk.registry.visible)
            return
        yield from (f"{name}@{platform}" for name in _NAMES for platform in Platform)
        yield from (str(member.persona) for member in MEMBERS)
