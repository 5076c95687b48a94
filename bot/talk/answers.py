"""What a handler returns: frozen values that say what to say, to be shown by any platform.

An answer is a `Reply` (send or edit a message) or an `Ask` (a form is to be completed). Buttons carry a `Call`,
a command that is filled in so far: pressing one and typing the command end at the same handler.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from bot.talk.limits import FIELDS_PER_PAGE
from bot.talk.text import Phrase, Spans, Text

if TYPE_CHECKING:
    from bot.talk.commands import Option


@dataclass(frozen=True, slots=True)
class Call:
    """A command with the values filled in so far, as people type them; values are strings by option name."""

    command: str
    values: Mapping[str, str] = field(default_factory=dict)

    def with_values(self, **values: str) -> Call:
        """Return the same call with more values filled in."""
        return replace(self, values={**self.values, **values})


@dataclass(frozen=True, slots=True)
class Button:
    """A label and what pressing it does: a call goes to the desk, a URL opens.

    With `in_private` the call is meant for the private chat: Telegram makes a start link of it, and only the person
    for whom the call's token was made can use it.
    """

    label: Phrase
    press: Call | str
    in_private: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """A file of ours; `name` comes from ids, never from members' text. At most 1 MiB."""

    name: str
    type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Dated:
    """When (aware) and where something takes place; it ends after it begins."""

    start: datetime
    end: datetime
    where: Spans


@dataclass(frozen=True, slots=True)
class Card:
    """Something that is shown as a box: a title, rows, and a small last line.

    `about` says in single words what it is about, for platforms that sort by such words; `dated` when it takes place,
    for those that keep a calendar. With `is_over` nothing can be done with it any more: a place of its own, such as a
    forum's post, is closed.
    """

    title: Spans
    rows: tuple[Spans, ...] = ()
    footer: Spans = ()
    about: tuple[Phrase, ...] = ()
    is_over: bool = False
    dated: Dated | None = None

    @property
    def lines(self) -> tuple[Spans, ...]:
        """Return everything that stands in it, from top to bottom."""
        return (self.title, *self.rows, self.footer)


Rows: TypeAlias = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """One message. `private` means: for the reader alone. With files it is always a new message, never an edit.

    `silent` asks the platform not to make a sound. The answer to a press on a private message replaces that message
    unless `fresh` is set.
    """

    text: Text = ()
    card: Card | None = None
    buttons: Rows = ()
    files: tuple[File, ...] = ()
    private: bool = True
    silent: bool = False
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """Please complete this call: `fields` are still to be asked, `values` is what they are prefilled with.

    `call` keeps what is fixed; a submission is the call with the fields' values added. `error` belongs to the field
    named by `wrong`, for which `choices` would be right, and that form opens at the page with the field; `half` is what
    the next answer to it may go on from. `beside` is shown next to the form.
    """

    call: Call
    fields: tuple[Option, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    title: Phrase | None = None
    error: str | Phrase | None = None
    wrong: str | None = None
    choices: tuple[str, ...] = ()
    half: str = ""
    beside: Reply | None = None
    page: int = 0

    def pages(self) -> int:
        """Return how many pages the form has where a page holds five fields."""
        return max(1, -(-len(self.fields) // FIELDS_PER_PAGE))

    def page_fields(self, page: int) -> tuple[Option, ...]:
        """Return the fields of one page, counted from 0."""
        return self.fields[page * FIELDS_PER_PAGE : (page + 1) * FIELDS_PER_PAGE]

    def opens_at(self) -> int:
        """Return the page that is shown first: the one with the wrong value, else the one that is named."""
        for number, option in enumerate(self.fields):
            if option.name == self.wrong:
                return number // FIELDS_PER_PAGE
        return self.page


@dataclass(frozen=True, slots=True)
class Then:
    """A handler's wish to go on with another call, after saying `reply` where there is one.

    With `commit_first` what the handler wrote is committed before, and the other call is a transaction of its own;
    `token` is a kept call that is forgotten once the other call was answered.
    """

    call: Call
    reply: Reply | None = None
    commit_first: bool = False
    token: str | None = None


Answer: TypeAlias = Reply | Ask


def say(*spans: Spans, buttons: Rows = (), private: bool = True) -> Reply:
    """Return a plain reply with these words."""
    words: list[Spans] = list(spans)
    return Reply(
        text=tuple(piece for part in words for piece in (part if isinstance(part, tuple) else (part,))),
        buttons=buttons,
        private=private,
    )
