"""A script's line as an act: who does what where, or what becomes of the clock and the bot. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from adapters.console.people import Persona
from bot.demo.clock import Span
from bot.domain.people import Platform


class BadLine(Exception):
    """A line is no act, or cannot be acted on; the message says why, without the line's number."""


@dataclass(frozen=True, slots=True)
class Types:
    """Type a line; `plain` means that it is no command, whatever it looks like."""

    text: str
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Presses:
    """Press the button of that label."""

    label: str


@dataclass(frozen=True, slots=True)
class Fills:
    """Put a value into a field of the open form."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Submits:
    """Submit the open form and skip what is optional."""


@dataclass(frozen=True, slots=True)
class Edits:
    """Change the last message of one's own."""

    text: str


@dataclass(frozen=True, slots=True)
class Deletes:
    """Delete the last message of one's own."""


@dataclass(frozen=True, slots=True)
class Leaves:
    """Leave the place."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """Keep the bot's private messages out, or with `again` let them in again."""

    again: bool = False


Deed: TypeAlias = Types | Presses | Fills | Submits | Edits | Deletes | Leaves | Blocks


@dataclass(frozen=True, slots=True)
class Does:
    """Somebody does something, in a place of that name or in the private chat."""

    persona: Persona
    place: str | None
    deed: Deed


@dataclass(frozen=True, slots=True)
class SetClock:
    """The clock moves to a wall time."""

    wall: datetime


@dataclass(frozen=True, slots=True)
class MoveClock:
    """The clock moves by a span."""

    span: Span


@dataclass(frozen=True, slots=True)
class Outage:
    """The bot is down for a span."""

    span: Span


@dataclass(frozen=True, slots=True)
class Restart:
    """The bot stops, orderly or not, and starts again."""

    orderly: bool = True


Act: TypeAlias = Does | SetClock | MoveClock | Outage | Restart

PERSONA: Final = re.compile(r"(?P<handle>\w[\w.-]*)@(?P<platform>telegram|discord)(?::(?P<place>#[\w-]+))?")
LINE: Final = re.compile(rf"{PERSONA.pattern}>(?P<deed>.*)", re.DOTALL)
_SPAN: Final = re.compile(r"(\d{1,7})\s*(minute|hour|day|week)s?")
_WALL: Final = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d?:\d\d")
_PRESS: Final = re.compile(r"\[([^\[\]]+)\]")
_FIELD: Final = re.compile(r"([a-z][a-z0-9_]*)=(.*)", re.DOTALL)


def read(line: str) -> Act | None:
    """Return the line's act, or None for a blank line or a comment; raise BadLine for anything else."""
    line = line.strip().removeprefix("\ufeff").strip()
    if not line or line.startswith("#"):
        return None
    match line[0]:
        case "@":
            return SetClock(_wall(line[1:].strip()))
        case "+":
            return MoveClock(_span(line[1:].strip()))
        case "!":
            return _event(line)
        case _:
            return _does(line)


def deed(typed: str) -> Deed:
    r"""Return what a person does by a line of theirs; `\n` breaks a line, a leading `\` makes plain text of it."""
    if typed.startswith("\\"):
        return Types(broken(typed[1:]), plain=True)
    if typed == "ok":
        return Submits()
    if typed.startswith("!"):
        return _own_act(typed)
    if pressed := _PRESS.fullmatch(typed):
        return Presses(pressed[1].strip())
    if field := _FIELD.fullmatch(typed):
        return Fills(field[1], broken(field[2].strip()))
    return Types(broken(typed))


def broken(text: str) -> str:
    r"""Return the text with its `\n` as line breaks."""
    return text.replace("\\n", "\n")


def _does(line: str) -> Does:
    found = LINE.fullmatch(line)
    if found is None:
        raise BadLine("das ist keine Zeile eines Skripts, zum Beispiel: anna@telegram:#jobs> /termine")
    typed = found["deed"].strip()
    if not typed:
        raise BadLine("nach dem > fehlt, was zu tun ist")
    return Does(persona(found), found["place"], deed(typed))


def persona(found: re.Match[str]) -> Persona:
    """Return the persona of a match of PERSONA."""
    return Persona(found["handle"].casefold(), Platform(found["platform"]))


def _own_act(typed: str) -> Deed:
    name, _, rest = typed.partition(" ")
    rest = rest.strip()
    match name, bool(rest):
        case "!edit", True:
            return Edits(broken(rest))
        case "!delete", False:
            return Deletes()
        case "!leave", False:
            return Leaves()
        case "!block" | "!unblock", False:
            return Blocks(again=name == "!unblock")
        case "!edit", False:
            raise BadLine("nach !edit fehlt der neue Text")
        case _:
            raise BadLine(f"{typed} gibt es nicht, nur !edit TEXT, !delete, !leave, !block und !unblock")


def _event(line: str) -> Act:
    name, _, rest = line.partition(" ")
    match name, bool(rest.strip()):
        case "!restart", False:
            return Restart()
        case "!kill", False:
            return Restart(orderly=False)
        case "!down", True:
            return Outage(_span(rest.strip()))
        case _:
            raise BadLine(f"{line} gibt es nicht, nur !restart, !kill und !down 2 days")


def _wall(text: str) -> datetime:
    if _WALL.fullmatch(text):
        try:
            return datetime.fromisoformat(text if len(text) == 16 else text[:11] + "0" + text[11:])
        except ValueError:
            pass
    raise BadLine("das ist keine Zeit, zum Beispiel: @ 2026-12-01 09:00")


def _span(text: str) -> Span:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise BadLine("das ist keine Dauer, zum Beispiel: 30 minutes, 1 hour, 2 days oder 1 week")
    count = int(found[1])
    match found[2]:
        case "minute":
            return Span(exact=timedelta(minutes=count))
        case "hour":
            return Span(exact=timedelta(hours=count))
        case "day":
            return Span(days=count)
        case _:
            return Span(days=7 * count)
