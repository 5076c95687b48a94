"""Text is a tuple of spans, and what a member typed is a plain `str` among them.

No markup exists in the core. A renderer of a platform turns spans into entities or escaped text; a plain `str`
can therefore never become bold, a link, a mention or a command. A `Phrase` is a German sentence of our own
with spans as values; it is translated when it is rendered, in the reader's or the place's language.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot.domain import dates
from bot.domain.people import Address
from bot.errors import UserError


@dataclass(frozen=True, slots=True)
class Bold:
    """Something that stands out."""

    text: str | Phrase


@dataclass(frozen=True, slots=True)
class Code:
    """Something to be typed or copied as it stands."""

    text: str | Phrase


@dataclass(frozen=True, slots=True)
class Link:
    """A label that leads to `url`; the URL is ours or was checked, never put together from members' text."""

    label: str | Phrase
    url: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A person who is to be notified, where one of the addresses lies on the platform; elsewhere the plain name."""

    name: str
    addresses: tuple[Address, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant (aware), shown as a full date in the reader's or the community's zone.

    `style` is "full" (weekday, date, time), "day" or "clock". `year` says that the year must be read too. A day is the
    same in every zone: with a naive wall time it is that day, and it is always shown in our own words.
    """

    at: datetime
    style: str = "full"
    year: bool = False

    def words(self, zone: ZoneInfo, now: datetime | None = None, language: str = "de") -> str:
        """Return it as words in a zone; `now` lets the year be named where it is another one."""
        match self.style:
            case "day":
                return dates.day(self.at, zone, now, language, year=self.year)
            case "clock":
                return dates.clock(self.at, zone, language)
        return dates.full(self.at, zone, now, language, year=self.year)


class Ours(str):
    """Words of our own sentences, as they come out of an opened Phrase; a command named in them may become clickable.

    Any other `str` may be a member's, which never becomes more than letters.
    """

    __slots__ = ()


class Phrase:
    """A German template of ours with spans as values: `Phrase("Getaggt wegen {skills}.", skills="Python")`.

    The template is the key of the catalogue. Values keep their nature: a `str` stays plain text, however it looks.
    Two phrases are equal when template and values are.
    """

    __slots__ = ("template", "values")

    def __init__(self, template: str, /, **values: Spans | int) -> None:
        self.template = template
        self.values: Mapping[str, Spans | int] = values

    def __eq__(self, other: object) -> bool:
        """Say whether the other is the same template with the same values."""
        if not isinstance(other, Phrase):
            return NotImplemented
        return self.template == other.template and dict(self.values) == dict(other.values)

    def __hash__(self) -> int:
        """Hash by the template alone, since values may be long."""
        return hash(self.template)

    def __repr__(self) -> str:
        """Read like the call that makes it."""
        values = "".join(f", {name}={value!r}" for name, value in self.values.items())
        return f"Phrase({self.template!r}{values})"

    def spans(self, translate: Translate) -> Iterator[Span]:
        """Yield the translated template's pieces with the values between them; phrases inside are opened too."""
        for literal, name, _spec, _conversion in string.Formatter().parse(translate(self.template)):
            if literal:
                yield Ours(literal)
            if name is not None:
                value = self.values[name]
                yield from opened(str(value) if isinstance(value, int) else value, translate)


Span: TypeAlias = str | Bold | Code | Link | Mention | Moment | Phrase
Text: TypeAlias = tuple[Span, ...]
Spans: TypeAlias = Span | Text
Translate: TypeAlias = Callable[[str], str]


def german(template: str) -> str:
    """Leave a template as it is: the language of the house."""
    return template


def text(*spans: Spans) -> Text:
    """Join spans and texts into one text."""
    joined: list[Span] = []
    for span in spans:
        joined.extend(span if isinstance(span, tuple) else (span,))
    return tuple(joined)


def lines(*rows: Spans | None) -> Text:
    """Join rows with line breaks; a row that is None or empty is left out."""
    return joined_by("\n", [row for row in rows if row is not None and row not in ("", ())])


def joined_by(separator: str, parts: Iterable[Spans]) -> Text:
    """Join parts with a separator between them."""
    result: list[Span] = []
    for part in parts:
        if result:
            result.append(separator)
        result.extend(part if isinstance(part, tuple) else (part,))
    return tuple(result)


def opened(spans: Spans, translate: Translate) -> Iterator[Span]:
    """Yield the spans with every phrase translated and opened; a phrase inside another span becomes its words."""
    for span in spans if isinstance(spans, tuple) else (spans,):
        if isinstance(span, Phrase):
            yield from span.spans(translate)
        elif isinstance(span, Bold) and isinstance(span.text, Phrase):
            yield from (Bold(piece) if isinstance(piece, str) else piece for piece in span.text.spans(translate))
        elif isinstance(span, Code) and isinstance(span.text, Phrase):
            yield Code("".join(piece for piece in span.text.spans(translate) if isinstance(piece, str)))
        elif isinstance(span, Link) and isinstance(span.label, Phrase):
            words = "".join(piece for piece in span.label.spans(translate) if isinstance(piece, str))
            yield Link(words, span.url)
        else:
            yield span


def words(spans: Spans, translate: Translate = german) -> str:
    """Return a text as plain words, to be kept or written to a terminal."""
    return "".join(str(span.text if isinstance(span, Bold) else span) for span in opened(spans, translate))


def said(error: UserError) -> Phrase:
    """Return what an error says as a sentence to translate; a finished one keeps its braces, whatever is in them."""
    if isinstance(error.template, Phrase):
        return error.template
    if not error.values:
        return Phrase(error.template.replace("{", "{{").replace("}", "}}"))
    return Phrase(error.template, **error.values)


def mentions(spans: Spans) -> tuple[Mention, ...]:
    """Return the mentions in a text, those inside phrases too, in reading order."""
    return tuple(span for span in opened(spans, german) if isinstance(span, Mention))
