"""How Telegram cleans a text, and what becomes of its entities on the way.

The rules are those of TDLib: control characters become spaces, some marks vanish, spaces and line ends at both ends are
cut, an entity of nothing but spaces is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from tests.support.botapi.entities import Entity, stretch
from tests.support.botapi.refusals import Refusal, wrong

_SPACES: Final = frozenset(map(ord, " \n"))
_VANISHING: Final = frozenset("\r\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u0333\u033f\u030a")
_MARKS: Final = re.compile("[\u200e\u200f]+(?=[\u200e\u200f])")
_NOTHING: Final = re.compile(
    "[ \n\u00a0\u1680\u180e\u2000-\u200f\u202e\u202f\u205f\u2800\u3000\ufeff\ufffc\U000e0000-\U000e007f]*"
)


def is_empty(text: str) -> bool:
    """Whether Telegram takes a text for empty, though it has characters that nobody sees."""
    return _NOTHING.fullmatch(text) is not None


def cleaned(text: str, entities: Iterable[Entity] = ()) -> tuple[str, list[Entity]]:
    """Return a text and its entities as Telegram keeps them; refuses entities that do not fit the text."""
    kept = sorted((each for each in entities if each.length), key=lambda each: (each.offset, -each.length))
    if not kept and text.isascii() and text.isprintable():
        return text.strip(" \n"), []
    fresh, places = _without_control(text)
    moved = [_moved(each, text, places) for each in kept]
    units = memoryview(fresh.encode("utf-16-le")).cast("H")
    narrow = [each for entity in moved if (each := _narrowed(entity, units)) is not None]
    return _trimmed(fresh, narrow)


def _without_control(text: str) -> tuple[str, dict[int, int]]:
    """Return the text without what Telegram removes, and where each character's first unit went."""
    characters, places, old, new = [], {}, 0, 0
    for character in text:
        places[old] = new
        width = 1 + (character > "\uffff")
        old += width
        if character in _VANISHING:
            continue
        new += width
        characters.append(" " if character < " " and character != "\n" else character)
    places[old] = new
    return _MARKS.sub(lambda match: "\u200c" * len(match.group()), "".join(characters)), places


def _moved(entity: Entity, text: str, places: dict[int, int]) -> Entity:
    last = max(places)
    if entity.offset > last:
        raise wrong(f"entity begins after the end of the text at UTF-16 offset {entity.offset}")
    if entity.offset not in places:
        at = _bytes(text, entity.offset + 1)
        raise wrong(f"entity begins in a middle of a UTF-16 symbol at byte offset {at}")
    if entity.end > last:
        raise _ends(entity, f"ends after the end of the text at UTF-16 offset {entity.end}")
    if entity.end not in places:
        raise _ends(entity, f"ends in a middle of a UTF-16 symbol at byte offset {_bytes(text, entity.end + 1)}")
    start = places[entity.offset]
    return replace(entity, offset=start, length=places[entity.end] - start)


def _ends(entity: Entity, where: str) -> Refusal:
    return wrong(f"entity beginning at UTF-16 offset {entity.offset} {where}")


def _bytes(text: str, offset: int) -> int:
    return len(stretch(text, 0, offset).encode())


def _narrowed(entity: Entity, units: memoryview) -> Entity | None:
    """Return an entity that begins with something to be seen, None where it covers nothing but spaces."""
    start, end = entity.offset, entity.end
    while start < end and units[start] in _SPACES:
        start += 1
    return replace(entity, offset=start, length=end - start) if start < end else None


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    ended = text.rstrip(" \n")
    end = len(ended.encode("utf-16-le")) // 2
    spaces = len(ended) - len(ended.lstrip(" \n"))
    cut = min([spaces, *(each.offset for each in entities)])
    result = ended[cut:]
    moved = (replace(each, offset=each.offset - cut, length=min(each.end, end) - each.offset) for each in entities)
    return result, [replace(each, words=stretch(result, each.offset, each.length)) for each in moved]
