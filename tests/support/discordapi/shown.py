"""Messages as people see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from tests.support.discordapi.basics import Json
from tests.support.discordapi.components import Button, buttons_of, words_of
from tests.support.loopback import Buttoned

if TYPE_CHECKING:
    from tests.support.discordapi.people import Account
    from tests.support.discordapi.places import Place

SUPPRESS_EMBEDS: Final = 1 << 2
HAS_THREAD: Final = 1 << 5
EPHEMERAL: Final = 1 << 6
LOADING: Final = 1 << 7
SILENT: Final = 1 << 12
COMPONENTS_V2: Final = 1 << 15
REPLY: Final = 19  # a message's type


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was uploaded."""

    id: int
    name: str
    content: bytes
    description: str | None = None

    def as_json(self, channel: int) -> Json:
        """Return Discord's attachment object."""
        path = f"attachments/{channel}/{self.id}/{self.name}"
        known: Json = {"id": str(self.id), "filename": self.name, "size": len(self.content)}
        known |= {"url": f"https://cdn.discordapp.com/{path}", "proxy_url": f"https://media.discordapp.net/{path}"}
        return known | ({"description": self.description} if self.description else {})


@dataclass(frozen=True, slots=True)
class Version:
    """What a message showed from `at` on."""

    content: str
    at: datetime
    embeds: tuple[Json, ...] = ()
    components: tuple[Json, ...] = ()
    files: tuple[File, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be seen."""
        return not (self.content.strip() or self.embeds or self.components or self.files)

    @property
    def text(self) -> str:
        """Return all the words that are to be seen, a line for each part."""
        parts: list[str | None] = [self.content, *words_of(self.components)]
        for embed in self.embeds:
            parts += [embed.get("author", {}).get("name"), embed.get("title"), embed.get("description")]
            for each in embed.get("fields", []):
                parts += [each["name"], each["value"]]
            parts.append(embed.get("footer", {}).get("text"))
        return "\n".join(part for part in parts if part)


@dataclass(eq=False)
class Message(Buttoned[Button]):
    """One message of a channel, alive: it follows edits and deletion."""

    id: int
    channel: Place
    author: Account
    versions: list[Version]
    type: int = 0
    flags: int = 0
    nonce: int | str | None = None
    reply_to: Message | None = None
    by_bot: bool = False
    for_person: int | None = None  # who alone sees it, where it is ephemeral
    mentions: tuple[int, ...] = ()
    mentioned_roles: tuple[int, ...] = ()
    mentions_everyone: bool = False
    pinned: bool = False
    deleted: bool = False
    thread: int | None = None  # the thread that was begun at it
    metadata: Json | None = None  # of the interaction that it answers
    origin: Mapping[str, str] = field(default_factory=dict)  # what it refers to, as Discord writes it

    @property
    def content(self) -> str:
        """Return the words outside embeds that stand there now."""
        return self.versions[-1].content

    @property
    def embeds(self) -> list[Json]:
        """Return the embeds, raw."""
        return list(self.versions[-1].embeds)

    @property
    def embed(self) -> Json | None:
        """Return the first embed, raw; None where there is none."""
        return next(iter(self.embeds), None)

    @property
    def components(self) -> list[Json]:
        """Return the components, raw."""
        return list(self.versions[-1].components)

    @property
    def files(self) -> list[File]:
        """Return the attached files."""
        return list(self.versions[-1].files)

    @property
    def buttons(self) -> list[list[Button]]:
        """Return the rows of buttons below it."""
        return buttons_of(self.versions[-1].components)

    @property
    def text(self) -> str:
        """Return all the words to be seen: content, then each embed's author, title, description, fields, footer."""
        return self.versions[-1].text

    @property
    def history(self) -> list[Version]:
        """Return all that it ever showed, the first version first."""
        return list(self.versions)

    @property
    def created_at(self) -> datetime:
        """Return when it was sent."""
        return self.versions[0].at

    @property
    def ephemeral(self) -> bool:
        """Whether one person alone sees it."""
        return bool(self.flags & EPHEMERAL)

    @property
    def silent(self) -> bool:
        """Whether it makes no sound."""
        return bool(self.flags & SILENT)

    @property
    def is_loading(self) -> bool:
        """Whether it only says that the bot thinks."""
        return bool(self.flags & LOADING)

    def __repr__(self) -> str:
        state = " (deleted)" if self.deleted else ""
        return f"<Message {self.id} in {self.channel.id}: {self.text!r} {self.labels}{state}>"
