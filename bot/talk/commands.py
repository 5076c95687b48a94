"""Commands are declared once, next to their handler, and everything else is a rendering of the declaration.

    theme = Theme()

    @theme.command("suche", "Finde Leute, die etwas können", private=True)
    async def suche(ctx: Context, was: Annotated[str, Option("Was", "Was suchst du?")]) -> Answer: ...

Options are read from the handler's signature; one without a default is required. Values reach the handler already
read by the option's `read`. A name or length that one platform would refuse raises ValueError at the declaration.
"""

from __future__ import annotations

import difflib
import inspect
import typing
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, auto
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.domain.folding import fold
from bot.errors import InvalidInput, about
from bot.talk import limits
from bot.talk.answers import Answer, Call, Reply, Then
from bot.talk.strange import cleaned
from bot.talk.text import Phrase, joined_by
from bot.talk.translation import translator

Handler = Callable[..., Awaitable[Answer | Then]]
Opening = Callable[..., Awaitable[tuple[Mapping[str, str], Reply | None]]]


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a typed value may depend on: the instant (aware), the community's zone, and its language.

    What is understood is the same in every language; what is proposed instead is said in this one. `was` is the wall
    time that is to be changed, where there is one: a day or an hour that is missing is proposed as it is there.
    """

    now: datetime
    zone: ZoneInfo
    language: str = "de"
    was: datetime | None = None


def as_typed(value: str, _reading: Reading) -> str:
    """Return the value as it was typed, without strange characters."""
    return cleaned(value)


@dataclass(frozen=True, slots=True)
class Option:
    """One field of a command: what is asked, in which words, and how the answer is read.

    `label` stands above a form's field (at most 45 characters), `question` is asked in a dialogue and explains the
    field elsewhere (at most 100). `choices` are the only answers accepted, in German or in English, `suggest` names a
    source of suggestions beside free text, one that the house has. `hidden` values come from buttons alone. `longest`
    counts characters. `guessed`: what its form opens with is our guess, which a dialogue offers and never takes unsaid.
    """

    label: str
    question: str = ""
    longest: int = 200
    long: bool = False
    choices: tuple[str, ...] = ()
    suggest: str = ""
    hidden: bool = False
    read: Callable[[str, Reading], Any] = as_typed
    name: str = ""
    required: bool = False
    guessed: bool = False


def hidden(read: Callable[[str, Reading], Any] = as_typed) -> Option:
    """Return an option that only buttons carry."""
    return Option("", hidden=True, read=read, longest=64)


def number(value: str, _reading: Reading) -> int:
    """Read a whole number as our own buttons carry it; a forged one is refused."""
    if value.isascii() and value.isdecimal() and len(value) <= 15:
        return int(value)
    raise InvalidInput(Phrase("Das ist keine Zahl, mit der ich etwas anfangen kann."))


class Menu(Enum):
    """Where a command is offered; it works wherever it is typed."""

    EVERYWHERE = auto()
    PRIVATE = auto()  # about the caller alone: in a group all would read that, and what, was asked
    ORGANISERS = auto()


@dataclass(frozen=True, slots=True)
class Command:
    """A declared command. Who may use it and where its answer goes is said here, and checked by the desk.

    `form`: its fields are asked in a form when required ones are missing or nothing was given. `private`: the answer is
    for the caller alone. `consent`: only after the question of consent was answered. `brief`: the answer to a press
    fits an acknowledgement. `visible`: shown in menus and help; the others are pressed, never typed. `hourly`: so often
    an account may use it in an hour (0: no limit). `aliases` work as well, the first is its name in English. `menu`:
    where platforms offer it. `opening` says with which values
    the form opens and what is shown beside it; it runs in the same transaction as the question. What it says of hidden
    options the form carries along.
    """

    name: str
    summary: str
    handler: Handler
    options: tuple[Option, ...] = ()
    form: bool = False
    private: bool = True
    consent: bool = False
    brief: bool = False
    visible: bool = True
    aliases: tuple[str, ...] = ()
    examples: tuple[Phrase, ...] = ()
    hourly: int = 0
    menu: Menu = Menu.EVERYWHERE
    opening: Opening | None = None

    @property
    def fields(self) -> tuple[Option, ...]:
        """Return the options that people fill in."""
        return tuple(option for option in self.options if not option.hidden)

    def option(self, name: str) -> Option | None:
        """Return the option of that name."""
        return next((option for option in self.options if option.name == name), None)

    def missing(self, values: Mapping[str, str]) -> tuple[Option, ...]:
        """Return the required options without a value, in their order."""
        return tuple(option for option in self.options if option.required and not values.get(option.name, "").strip())

    def read(self, values: Mapping[str, str], reading: Reading) -> dict[str, Any]:
        """Return the values as the handler takes them; the first wrong one raises InvalidInput with its option."""
        result: dict[str, Any] = {}
        for option in self.options:
            if values.get(option.name, "").strip():
                result[option.name] = read_value(option, values[option.name], reading)
        return result


def read_value(option: Option, value: str, reading: Reading) -> Any:  # noqa: ANN401 - the reader decides
    """Read one typed value; raise InvalidInput that names the option and says what would be right."""
    with about(option.name):
        if len(value) > option.longest:
            raise InvalidInput(
                Phrase(
                    "Das sind {count} Zeichen, höchstens {most} passen hier hinein. Kürz es bitte.",
                    count=in_thousands(len(value)),
                    most=in_thousands(option.longest),
                )
            )
        if option.choices:
            value = _choice(option, value)
        return option.read(value, reading)


def in_thousands(count: int) -> str:
    """Return a count with a dot between the thousands: "10.000"."""
    return f"{count:,}".replace(",", ".")


def choice_words(choice: str) -> Phrase:
    """Return one of an option's choices as it is shown: its words are declared in a Phrase of their own."""
    return Phrase(choice)


def _choice(option: Option, value: str) -> str:
    """Return the choice that a value says, in German or in English, whole, of a woman, or by its beginning."""
    folded, english = fold(value), translator("en")
    spelled = {fold(said): choice for choice in option.choices for said in (english(choice), choice)}
    starts = {choice for said, choice in spelled.items() if folded and said.startswith(folded)}
    for whole in (folded, folded.removesuffix("in")):
        if whole in spelled:
            return spelled[whole]
    if len(starts) == 1:
        return starts.pop()
    raise InvalidInput(
        Phrase("Möglich ist hier: {choices}.", choices=joined_by(", ", map(choice_words, option.choices)))
    )


@dataclass(slots=True)
class Theme:
    """The commands of one file of `bot/commands/`."""

    commands: list[Command] = field(default_factory=list)

    def command(self, name: str, summary: str, **settings: Any) -> Callable[[Handler], Handler]:
        """Declare the decorated coroutine as the handler of a command that people see."""

        def declare(handler: Handler) -> Handler:
            self.commands.append(_checked(Command(name, summary, handler, _options(handler), **settings)))
            return handler

        return declare

    def action(self, name: str, title: str = "", **settings: Any) -> Callable[[Handler], Handler]:
        """Declare the decorated coroutine as the handler of something that is only pressed, such as `job.close`.

        `title` stands over its form, where it has one.
        """
        return self.command(name, title, visible=False, **settings)


class Registry:
    """All commands of the house, by name; two of the same name raise ValueError."""

    def __init__(self, themes: Iterable[Theme]) -> None:
        self._commands: dict[str, Command] = {}
        for command in (command for theme in themes for command in theme.commands):
            for name in (command.name, *command.aliases):
                if name in self._commands:
                    raise ValueError(f"two commands are called {name}")
                self._commands[name] = command

    def __iter__(self) -> Iterator[Command]:
        """Yield each command once, in the order of declaration."""
        return (command for name, command in self._commands.items() if name == command.name)

    @property
    def visible(self) -> tuple[Command, ...]:
        """Return the commands for menus and help."""
        return tuple(command for command in self if command.visible)

    def get(self, name: str) -> Command | None:
        """Return the command of that name or alias."""
        return self._commands.get(name)

    def near(self, name: str) -> str | None:
        """Return the visible command whose name is closest to a mistyped one."""
        names = [known for known, command in self._commands.items() if command.visible]
        return next(iter(difflib.get_close_matches(name.casefold(), names, 1, 0.6)), None)

    def asks(self, call: Call) -> tuple[Option, ...]:
        """Return the fields of the form that is due for this call, or nothing; pure, so an adapter can tell first."""
        command = self._commands.get(call.command)
        if command is None:
            return ()
        if command.missing(call.values):
            return command.fields if command.form else command.missing(call.values)
        given = any(option.name in call.values for option in command.fields)  # a form may come back empty
        return command.fields if command.form and not given else ()


_SETTLED: Final = inspect.Parameter.empty


def _options(handler: Handler) -> tuple[Option, ...]:
    hints = typing.get_type_hints(handler, include_extras=True)
    options: list[Option] = []
    for parameter in list(inspect.signature(handler).parameters.values())[1:]:
        declared = [extra for extra in getattr(hints[parameter.name], "__metadata__", ()) if isinstance(extra, Option)]
        if len(declared) != 1:
            raise ValueError(f"{handler.__name__}: {parameter.name} needs exactly one Option")
        options.append(replace(declared[0], name=parameter.name, required=parameter.default is _SETTLED))
    return tuple(options)


def _checked(command: Command) -> Command:
    """Return the command, or raise ValueError that names what a platform would refuse."""
    if command.visible:
        for name in (command.name, *command.aliases):
            _hold(command, limits.COMMAND_NAME.fullmatch(name) is not None, f"the name {name!r}")
        _hold(command, 0 < len(command.summary) <= limits.SUMMARY, "the summary's length")
    if command.form:
        _hold(command, 0 < len(command.summary) <= limits.FIELD_LABEL, "the form's title")
    _hold(command, len(command.fields) <= limits.OPTIONS, "the number of options")
    for option in command.fields:
        _hold(command, limits.OPTION_NAME.fullmatch(option.name) is not None, f"the option {option.name!r}")
        _hold(command, 0 < len(option.label) <= limits.FIELD_LABEL, f"the label of {option.name}")
        _hold(command, 0 < len(option.question) <= limits.SUMMARY, f"the question of {option.name}")
        _hold(command, len(option.choices) <= limits.CHOICES, f"the choices of {option.name}")
        _hold(command, option.longest <= limits.FIELD_TEXT, f"the length of {option.name}")
    return command


def _hold(command: Command, kept: bool, what: str) -> None:
    if not kept:
        raise ValueError(f"/{command.name}: {what} does not fit both platforms")
