"""Entities of a text, and how Telegram counts its length."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entity:
    """One stretch of a text that means something; offset and length in UTF-16 units, `words` is what it covers.

    `found` is true of what Telegram saw in the text by itself: a command to press, an address, an @mention.
    `user` is the id of whom a text_mention names.
    """

    kind: str
    offset: int
    length: int
    words: str
    found: bool = False
    url: str | None = None
    user: int | None = None
    language: str | None = None
    unix_time: int | None = None
    date_time_format: str | None = None
    custom_emoji_id: str | None = None

    @property
    def end(self) -> int:
        """Return the first UTF-16 unit behind it."""
        return self.offset + self.length


def units(text: str) -> int:
    """Return a text's length as Telegram counts it, in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def stretch(text: str, offset: int, length: int) -> str:
    """Return the part of a text that an entity covers."""
    if text.isascii():
        return text[offset : offset + length]
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")


def as_json(entities: Iterable[Entity], users: Mapping[int, Json]) -> list[Json]:
    """Return entities as Telegram's answers carry them."""
    shown = []
    for each in entities:
        entity: Json = {"type": each.kind, "offset": each.offset, "length": each.length}
        for name in ("url", "language", "unix_time", "date_time_format", "custom_emoji_id"):
            value = getattr(each, name)
            if value is not None:
                entity[name] = value
        if each.user is not None:
            entity["user"] = users[each.user]
        shown.append(entity)
    return shown
