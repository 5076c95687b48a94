"""Words with their entities, as a call gives them and as they stand there after."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeVar

from tests.support.botapi.cleaning import cleaned, is_empty
from tests.support.botapi.entities import Entity, Json, stretch, units
from tests.support.botapi.finding import found
from tests.support.botapi.refusals import wrong

if TYPE_CHECKING:
    from tests.support.botapi.reading import Params
    from tests.support.botapi.world import World

TEXT, CAPTION, ENTITIES, RAW = 4096, 1024, 100, 2**15
_BY_ITSELF: Final = frozenset("mention hashtag cashtag bot_command url email phone_number bank_card".split())
_OVERLAPPING: Final = frozenset("bold italic underline strikethrough spoiler blockquote expandable_blockquote".split())
_WHOLE: Final = frozenset("code pre text_link text_mention custom_emoji date_time".split())
_URL: Final = re.compile(
    r"(?:(?:https?|ftp|tonsite)://)?(?P<host>[^\s/?#:@]+)(?::\d{1,5})?(?:[/?#]\S*)?", re.IGNORECASE
)
_DATE_TIME: Final = re.compile(r"r|w?[dD]?[tT]?")

T = TypeVar("T")
Words = tuple[str, tuple[Entity, ...]]


def checked_text(world: World, params: Params) -> Words:
    """Return a message's words and entities as they will stand there."""
    raw = params.text("text")
    if not raw:
        raise wrong("message text is empty")
    text, entities = _checked(world, params, raw, "entities")
    if is_empty(text):
        raise wrong("text must be non-empty")
    if units(text) > TEXT:
        raise wrong("message is too long")
    return text, entities


def checked_caption(world: World, params: Params) -> Words:
    """Return a caption and its entities as they will stand there."""
    raw = params.text("caption")
    if not raw:
        return "", ()
    text, entities = _checked(world, params, raw, "caption_entities")
    if units(text) > CAPTION:
        raise wrong("message caption is too long")
    return text, entities


def typed(text: str) -> Words:
    """Return what a person typed, with what Telegram finds in it."""
    return text, found(text)


def url_fault(url: str) -> str | None:
    """Return what Telegram has against an address, None where it is good."""
    scheme, separator, _ = url.partition("://")
    if separator and scheme.casefold() in {"tg", "ton"}:
        return None
    if separator and scheme.casefold() not in {"http", "https", "ftp", "tonsite"}:
        return "Unsupported URL protocol"
    match = _URL.fullmatch(url)
    if match is None:
        return "URL host is empty" if not url.partition("://")[2] else "Wrong HTTP URL"
    return None if "." in match["host"].strip(".") else "Wrong HTTP URL"


def _checked(world: World, params: Params, raw: str, name: str) -> Words:
    if params.text("parse_mode"):
        raise wrong("this server reads entities only, no parse_mode")
    if len(raw.encode()) > RAW:
        raise wrong("text is too long")
    given = [each for item in params.array(name) if (each := _entity(world, raw, item)) is not None]
    text, kept = cleaned(raw, _without_crossing(world, given))
    return text, _with_found(world, text, kept)


def _entity(world: World, text: str, given: Json) -> Entity | None:
    kind = _field(given, "type", str)
    offset, length = _field(given, "offset", int), _field(given, "length", int)
    if kind in _BY_ITSELF:
        return None  # Telegram looks for these itself
    if kind not in _OVERLAPPING | _WHOLE:
        raise wrong("can't parse MessageEntity: Unsupported type specified")
    for name, value in (("offset", offset), ("length", length)):
        if not 0 <= value <= 1_000_000:
            raise wrong(f"receive an entity with incorrect {name} {value}")
    user = _field(_field(given, "user", dict), "id", int) if kind == "text_mention" else None
    if user is not None and not world.knows(user):
        return None  # who never met the bot is not mentioned, and nobody is told
    url = _field(given, "url", str) if kind == "text_link" else None
    if url is not None and (fault := url_fault(url)) is not None:
        raise wrong(f"entity URL '{url}' is invalid: {fault}")
    unix_time = _field(given, "unix_time", int) if kind == "date_time" else None
    date_format = given.get("date_time_format")
    if date_format and not _DATE_TIME.fullmatch(date_format):
        raise wrong("can't parse MessageEntity: Invalid date-time format specified")
    return Entity(
        kind, offset, length, stretch(text, offset, length), url=url, user=user, language=given.get("language"),
        unix_time=unix_time, date_time_format=date_format, custom_emoji_id=given.get("custom_emoji_id"),
    )  # fmt: skip


def _field(given: Json, name: str, kind: type[T]) -> T:
    value = given.get(name)
    if value is None:
        raise wrong(f"can't parse MessageEntity: Can't find field \"{name}\"")
    if not isinstance(value, kind) or isinstance(value, bool):
        raise wrong(f'can\'t parse MessageEntity: Field "{name}" must be of another type')
    return value


def _without_crossing(world: World, entities: list[Entity]) -> list[Entity]:
    """Return what is kept of entities that cross: of those that stand alone the first, of the others all."""
    kept: list[Entity] = []
    for each in sorted(entities, key=lambda entity: (entity.offset, -entity.length)):
        if each.kind in _WHOLE and any(_cross(each, other) for other in kept if other.kind in _WHOLE):
            world.violations.append(f"entity dropped, it crosses another: {each}")
        else:
            kept.append(each)
    return kept


def _with_found(world: World, text: str, given: list[Entity]) -> tuple[Entity, ...]:
    whole = [each for each in given if each.kind in _WHOLE]
    loose = [each for each in given if each.kind not in _WHOLE]
    if len(given) > ENTITIES:
        world.violations.append(f"{len(given) - ENTITIES} of {len(given)} entities dropped, {ENTITIES} are kept")
    kept = (whole + loose)[:ENTITIES]
    new = [each for each in found(text) if not any(_cross(each, other) for other in whole)]
    return tuple(sorted(kept + new, key=lambda each: (each.offset, -each.length)))


def _cross(one: Entity, other: Entity) -> bool:
    return one.offset < other.end and other.offset < one.end
