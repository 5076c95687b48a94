"""Messages as people see them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from tests.support.botapi.entities import Entity, Json
from tests.support.loopback import Buttoned

if TYPE_CHECKING:
    from tests.support.botapi.people import Account
    from tests.support.botapi.rooms import Chat


@dataclass(frozen=True, slots=True)
class Button:
    """One button below a message: it sends `data` back, opens `url`, or does what else stands in `raw`."""

    label: str
    data: str | None = None
    url: str | None = None
    style: str | None = None
    raw: Json = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it was uploaded."""

    name: str
    content: bytes

    @property
    def id(self) -> str:
        """Return Telegram's file_id: the same content keeps its id."""
        return "BQAC" + hashlib.sha256(self.name.encode() + self.content).hexdigest()

    def as_json(self) -> Json:
        """Return Telegram's Document object."""
        known = {"file_id": self.id, "file_unique_id": f"AgAD{self.id[4:16]}"}
        return known | {"file_name": self.name, "file_size": len(self.content)}


@dataclass(frozen=True, slots=True)
class Version:
    """What a message showed from `at` on; a document's text is its caption."""

    text: str
    entities: tuple[Entity, ...]
    buttons: tuple[tuple[Button, ...], ...]
    at: datetime

    def shows_the_same_as(self, other: Version) -> bool:
        """Whether nothing to be seen differs."""
        mine = (self.text, self.entities, self.buttons)
        return mine == (other.text, other.entities, other.buttons)


@dataclass(eq=False)
class Message(Buttoned[Button]):
    """One message of a chat, alive: it follows edits and deletion.

    `thread` is what the bot must send to write beside it: a topic's id, or None in General and outside forums.
    `content` carries what a message has that is no text (a photo, a member who joined), as Telegram's own fields.
    """

    id: int
    chat: Chat
    author: Account
    versions: list[Version]
    thread: int | None = None
    reply_to: int | None = None
    silent: bool = False
    protected: bool = False
    document: Document | None = None
    by_bot: bool = False
    sender_chat: Json | None = None
    content: Json = field(default_factory=dict)
    is_service: bool = False
    origin: Json = field(default_factory=dict)  # where a forwarded message comes from
    link_preview: Json | None = None
    deleted: bool = False
    is_pinned: bool = False

    @property
    def text(self) -> str:
        """Return the words that stand there now, of a document its caption."""
        return self.versions[-1].text

    @property
    def entities(self) -> tuple[Entity, ...]:
        """Return all entities of the text, given and found, in order."""
        return self.versions[-1].entities

    @property
    def given(self) -> tuple[Entity, ...]:
        """Return the entities that the sender set."""
        return tuple(each for each in self.entities if not each.found)

    @property
    def found(self) -> tuple[Entity, ...]:
        """Return the entities that Telegram saw by itself: commands, @mentions, addresses."""
        return tuple(each for each in self.entities if each.found)

    @property
    def buttons(self) -> tuple[tuple[Button, ...], ...]:
        """Return the rows of buttons below it."""
        return self.versions[-1].buttons

    @property
    def history(self) -> list[Version]:
        """Return all that it ever showed, the first version first."""
        return list(self.versions)

    @property
    def sent(self) -> datetime:
        """Return when it was sent."""
        return self.versions[0].at

    def __repr__(self) -> str:
        state = " (deleted)" if self.deleted else ""
        return f"<Message {self.id} in {self.chat.id}: {self.text!r} {self.labels}{state}>"
