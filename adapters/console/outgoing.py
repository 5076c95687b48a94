"""What a reply looks like to the one who reads it: words, a box, buttons; no markup of either platform is left.

Every piece of words keeps a style, so that a terminal can colour it; `plain` is what a person reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot.domain.jobs import MENTIONS_PER_MESSAGE
from bot.domain.people import Address, Platform
from bot.talk import limits
from bot.talk.answers import Button, Call, Card, Reply
from bot.talk.text import Bold, Code, Link, Mention, Moment, Spans, german, opened
from bot.talk.translation import translator


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words in one style: "", "bold", "code", "link", "mention" or "moment"."""

    words: str
    style: str = ""


Words: TypeAlias = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A card as it is drawn."""

    title: Words
    rows: tuple[Words, ...]
    footer: Words

    @property
    def lines(self) -> tuple[Words, ...]:
        """Return the lines of the box from top to bottom."""
        return tuple(line for line in (self.title, *self.rows, self.footer) if line)


@dataclass(frozen=True, slots=True)
class Knob:
    """A button as it is seen and what it does."""

    label: str
    press: Call | str
    in_private: bool = False


Knobs: TypeAlias = tuple[tuple[Knob, ...], ...]
Field: TypeAlias = tuple[str, str, bool, str]  # name, label, required, value


@dataclass(frozen=True, slots=True)
class Sight:
    """A message or a form as it is seen.

    `calls_for` are the people whom its words would notify, in reading order; `fields` are those of the form, or the
    one that a question of a dialogue asks for.
    """

    words: Words = ()
    box: Box | None = None
    knobs: Knobs = ()
    calls_for: tuple[Address, ...] = ()
    files: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()

    @property
    def plain(self) -> str:
        """Return what a person reads."""
        parts = [self.words] if self.words else []
        return "\n".join(read(words) for words in (*parts, *(self.box.lines if self.box else ())))


def read(words: Words) -> str:
    """Return the words without their styles."""
    return "".join(piece.words for piece in words)


def sight(reply: Reply, platform: Platform, zone: ZoneInfo, language: str = "de") -> Sight:
    """Return the reply as somebody on the platform sees it, in a language that is named by its code."""
    return Sight(
        words=words(reply.text, platform, zone, language),
        box=_box(reply.card, platform, zone, language) if reply.card else None,
        knobs=tuple(tuple(_knob(button, platform, zone, language) for button in row) for row in reply.buttons if row),
        calls_for=tuple(_called(reply, platform)),
        files=tuple(file.name for file in reply.files),
    )


def words(spans: Spans, platform: Platform, zone: ZoneInfo, language: str = "de") -> Words:
    """Return the text with names, dates and links as the platform's people read them."""
    pieces = (_piece(span, platform, zone, language) for span in opened(spans, translator(language)))
    return tuple(piece for piece in pieces if piece.words)


def label(spans: Spans, platform: Platform, zone: ZoneInfo, language: str = "de") -> str:
    """Return a short text of ours, such as a button's label, as plain words."""
    return read(words(spans, platform, zone, language))


def acknowledgement(reply: Reply, platform: Platform, zone: ZoneInfo, language: str = "de") -> str:
    """Return the reply as the line that Telegram shows over the chat after a press, cut to what fits there."""
    line = sight(reply, platform, zone, language).plain
    return line if len(line) <= limits.ACKNOWLEDGEMENT else line[: limits.ACKNOWLEDGEMENT - 1].rstrip() + "…"


def _piece(span: object, platform: Platform, zone: ZoneInfo, language: str) -> Piece:
    match span:
        case Bold(text=str(bold)):
            return Piece(bold, "bold")
        case Code(text=str(code)):
            return Piece(code, "code")
        case Link(label=str(named), url=url):
            return Piece(named if _says(named, url) else f"{named} ({url})", "link")
        case Mention():
            return _name(span, platform)
        case Moment():
            return Piece(span.words(zone, language=language), "moment")
        case _:
            return Piece(str(span))


def _says(named: str, url: str) -> bool:
    """Say whether a link's label is its address already."""
    return bool(named) and named.rstrip("/") in (url.rstrip("/"), url.partition("://")[2].rstrip("/"))


def _name(mention: Mention, platform: Platform) -> Piece:
    here = any(address.platform is platform for address in mention.addresses)
    return Piece(f"@{mention.name}", "mention") if here else Piece(mention.name)


def _box(card: Card, platform: Platform, zone: ZoneInfo, language: str) -> Box:
    return Box(
        title=words(card.title, platform, zone, language),
        rows=tuple(words(row, platform, zone, language) for row in card.rows),
        footer=words(card.footer, platform, zone, language),
    )


def _knob(button: Button, platform: Platform, zone: ZoneInfo, language: str) -> Knob:
    return Knob(label(button.label, platform, zone, language), button.press, button.in_private)


def _called(reply: Reply, platform: Platform) -> Iterator[Address]:
    """Yield who is called: Discord's embeds call nobody, and Telegram's messages only their first five."""
    telegram = platform is Platform.TELEGRAM
    card = reply.card.lines if reply.card and telegram else ()
    called = [address for spans in (reply.text, *card) for address in _addresses(spans, platform)]
    yield from list(dict.fromkeys(called))[: MENTIONS_PER_MESSAGE if telegram else None]


def _addresses(spans: Spans, platform: Platform) -> Iterable[Address]:
    for span in opened(spans, german):
        if isinstance(span, Mention):
            yield from [address for address in span.addresses if address.platform is platform][:1]
