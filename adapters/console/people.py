"""The people of the played platforms: who they are, what they wrote last, and which form lies open before them."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.domain.people import Address, ChatAddress, MessageRef, Platform
from bot.domain.places import Place
from bot.talk.answers import Ask
from bot.talk.commands import Option
from bot.talk.limits import FIELDS_PER_PAGE


class CannotAct(Exception):
    """A person cannot do this at all: the button, the form or the place is not there. The message says which."""


@dataclass(frozen=True, slots=True)
class Persona:
    """One person on one platform, as scripts name them: `anna@telegram` is nobody else than that."""

    handle: str
    platform: Platform

    @property
    def address(self) -> Address:
        """Return the login."""
        return Address(self.platform, self.handle)

    def __str__(self) -> str:
        return f"{self.handle}@{self.platform}"


@dataclass(slots=True)
class OwnMessage:
    """Something that a person wrote."""

    ref: MessageRef
    text: str


@dataclass(slots=True)
class Modal:
    """A Discord form that lies open before a person, at one page; it is in their client and survives the bot.

    `typed` holds what was put in for any page, also for later ones. The answer to its submission replaces the
    private message `over`.
    """

    ask: Ask
    page: int
    place: Place | None
    over: MessageRef | None = None
    typed: dict[str, str] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[Option, ...]:
        """Return the fields of the open page."""
        return self.ask.page_fields(self.page)

    @property
    def values_so_far(self) -> dict[str, str]:
        """Return what all fields hold but those that were typed early, for a later page."""
        later, page = self.typed_later(), {option.name: self.value(option) for option in self.fields}
        return {**self.ask.values, **page, **{name: value for name, value in self.typed.items() if name not in later}}

    def value(self, option: Option) -> str:
        """Return what a field holds."""
        return self.typed.get(option.name, self.ask.values.get(option.name, ""))

    def typed_later(self) -> dict[str, str]:
        """Return what was typed for pages after the open one."""
        later = self.ask.fields[(self.page + 1) * FIELDS_PER_PAGE :]
        return {option.name: self.typed[option.name] for option in later if option.name in self.typed}

    def has(self, name: str) -> bool:
        """Say whether one of the pages has the field."""
        return any(option.name == name for option in self.ask.fields)


@dataclass(slots=True)
class Person:
    """What a platform knows of a person. On Telegram the bot may write once the person has written to it.

    `blocks` means: blocked the bot on Telegram, closed the private messages on Discord. `early` holds what was put in
    for later pages of the form of the command `early_for`, until such a page comes.
    """

    persona: Persona
    name: str
    may_be_written_to: bool = False
    blocks: bool = False
    left: set[ChatAddress] = field(default_factory=set)
    wrote: list[OwnMessage] = field(default_factory=list)
    modal: Modal | None = None
    early: dict[str, str] = field(default_factory=dict)
    early_for: str = ""

    @property
    def is_reachable(self) -> bool:
        """Say whether a private message of the bot gets through."""
        return not self.blocks and (self.may_be_written_to or self.persona.platform is Platform.DISCORD)
