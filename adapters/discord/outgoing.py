"""A reply as Discord shows it: Markdown, a box, buttons under the last message. Pure.

What members typed is escaped, whatever it looks like. In titles and footers names and times are words: Discord shows
no mentions there. A title is Markdown all the same, a footer is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

import discord

from adapters.discord import marks
from adapters.discord.letters import is_web, masked, safe, tidy
from adapters.discord.splitting import (
    ELLIPSIS,
    LONGEST,
    Kind,
    Token,
    Tokens,
    coded,
    cut,
    gap,
    is_seen,
    pieces,
    shortened,
    users,
    word,
    worded,
    written,
)
from bot.domain.jobs import MENTIONS_PER_MESSAGE
from bot.domain.people import Platform
from bot.talk import limits
from bot.talk.answers import Button, Call, Card, File, Reply, Rows
from bot.talk.strange import one_line, utf16_length
from bot.talk.text import Bold, Code, Link, Mention, Moment, Span, Spans, opened
from bot.talk.translation import translator

NOTHING: Final = "…"  # stands where a message needs words and has none
CARRIED: Final = marks.CARRIED
OPEN: Final = discord.Colour(0xE8833A)
OVER: Final = discord.Colour(0x95A5A6)

_DESCRIPTION: Final = 4096
_FOOTER: Final = 2048
_BOX: Final = 6000  # title, description and footer together
_POST: Final = 100  # the name of a forum's post
_URL: Final = 512  # of a button
_LABEL: Final = 200  # of a link in a text; ours
_NAME: Final = 100  # of a person who is not called; ours
_CALLED: Final = 100  # users in allowed_mentions
_LONGEST_URL: Final = 1500  # of a link in a text, which is never parted
_FIRST_WORDS: Final = 400  # characters that a title is looked for in
_USER_ID: Final = re.compile(r"[1-9]\d{0,19}", re.ASCII)
_LINE: Final = re.compile(r"(/[a-z_]+) (\S.*)")  # a command line as it is typed elsewhere
_STYLES: Final = {"clock": "t"}  # else F, which alone names the weekday, and with it the time
_APART: Final = "\n\n"


@dataclass(frozen=True, slots=True)
class Voice:
    """How the bot speaks somewhere: in which zone and language."""

    zone: ZoneInfo
    language: str


@dataclass(frozen=True, slots=True)
class Key:
    """One button as Discord accepts it: with what it carries, or the URL that it opens."""

    label: str
    custom_id: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """An embed within all limits; `title` and `description` are Markdown with members' words escaped."""

    title: str
    description: str
    footer: str
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """A message that Discord accepts as it is; `mentions` are those whom its content may notify, each once."""

    content: str
    box: Box | None = None
    rows: tuple[tuple[Key, ...], ...] = ()
    mentions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A reply as it is sent: one message or several in their order, box and buttons under the last, and files.

    `title` is the name that a forum's post gets. The last message may be empty where there are files.
    """

    messages: tuple[Message, ...]
    files: tuple[File, ...] = ()
    silent: bool = False
    title: str = NOTHING


@dataclass(frozen=True, slots=True)
class _Plain:
    words: str
    is_bold: bool = False


_Bit: TypeAlias = _Plain | Token


def shown(reply: Reply, voice: Voice, now: datetime | None = None, *, mark: str = "") -> Shown:
    """Return the reply as Discord shows it; `now` names the year of moments that lie in another one.

    `mark` is put where it is found again: in the first button with a call, else in the footer, else in a last line.
    Of several messages the last has it; the others have room for `as_part`.
    Raises ValueError where a button's call does not fit: the caller makes it short first, with `carrying.shortened`.
    """
    rows = _rows(reply.buttons, voice, mark)
    left = "" if any(key.custom_id for row in rows for key in row) else mark
    box = _box(reply.card, voice, now, left) if reply.card is not None else None
    small = _small(left) if box is None else ""
    told = _told(reply, voice, now, _small(mark)) or [Message("")]
    last = told[-1].content or ("" if box or reply.files else NOTHING)
    content = "\n".join(part for part in (last, small) if part)
    told[-1] = replace(told[-1], content=content, box=box, rows=rows)
    return Shown(tuple(told), reply.files, reply.silent, _title(reply, voice, now))


def as_one(shown: Shown) -> Message:
    """Return everything as one message, as an edit needs it: what is too long ends with an ellipsis."""
    if len(shown.messages) < 2:
        return next(iter(shown.messages), Message(NOTHING))
    first, *_, last = shown.messages
    mark = marks.mark_in(content=last.content)
    small = f"\n{marks.SMALL}{mark}" if mark else ""
    return replace(last, content=f"{first.content}{ELLIPSIS}{small}", mentions=first.mentions)


def as_part(message: Message, mark: str) -> Message:
    """Return a message before the last with a mark of its own, by which it is known for a part."""
    return replace(message, content=f"{message.content}\n{_small(marks.of_part(mark))}")


def _small(mark: str) -> str:
    return f"{marks.SMALL}{mark}" if mark else ""


def plain(spans: Spans, voice: Voice, most: int) -> str:
    """Return the words alone in one line of at most so many characters, for what Discord shows without markup."""
    return _words(spans, voice, None, most)


def described(card: Card, voice: Voice, mark: str, most: int) -> str:
    """Return what stands below a card's title as one text of at most so many characters; its last line has the mark."""
    footer = cut(list(worded(_words(card.footer, voice, None, most // 4))), most // 2)
    last = marks.PARTED.join(part for part in (footer, mark) if part)
    rows = [list(_tokens(_bits(row, voice, None))) for row in card.rows]
    words = cut(_lines(row for row in rows if is_seen(row)), most - utf16_length(last) - len(_APART))
    return _APART.join(part for part in (words, last) if part)


def embed(box: Box) -> discord.Embed:
    """Return the box as discord.py sends it."""
    made = discord.Embed(
        title=box.title or None, description=box.description or None, colour=OVER if box.is_over else OPEN
    )
    return made.set_footer(text=box.footer) if box.footer else made


def _told(reply: Reply, voice: Voice, now: datetime | None, small: str) -> list[Message]:
    """Return the text in messages, each with those whom it may notify: in a private one nobody else is in there."""
    longest = LONGEST - (len(small) + 1 if small else 0)
    called = _CALLED if reply.private else MENTIONS_PER_MESSAGE
    parts = pieces(list(_tokens(_bits(reply.text, voice, now))), longest, called)
    return [Message(written(part), mentions=users(part)) for part in parts]


def _box(card: Card, voice: Voice, now: datetime | None, mark: str) -> Box | None:
    """Return the card as a box, None where nothing stands in it."""
    title = cut(list(worded(_words(card.title, voice, now, limits.CARD_TITLE))), limits.CARD_TITLE)
    footer = _words(card.footer, voice, now, _FOOTER - len(marks.PARTED) - len(mark))
    last = marks.PARTED.join(part for part in (footer, mark) if part)
    rows = [list(_tokens(_named(_bits(row, voice, now)))) for row in card.rows]
    room = min(_DESCRIPTION, _BOX - utf16_length(title + last))
    description = cut(_lines(row for row in rows if is_seen(row)), room)
    return Box(title, description, last, card.is_over) if title or description or footer else None


def _named(bits: Iterable[_Bit]) -> Iterator[_Bit]:
    """Yield names before the people they lead to: a box shows the bare number of somebody whom a client never met."""
    for bit in bits:
        if isinstance(bit, Token) and bit.user is not None:
            yield _Plain(f"{bit.words} ")
        yield bit


def _lines(rows: Iterable[Tokens]) -> list[Token]:
    lines = [token for row in rows for token in (gap("\n"), *row)]
    return lines[1:]


def _title(reply: Reply, voice: Voice, now: datetime | None) -> str:
    """Return the card's title, else the first line of the text in which there is anything to see."""
    titled = _words(reply.card.title, voice, now, _POST) if reply.card is not None else ""
    if titled:
        return titled
    words = "".join(bit.words for bit in _bits(reply.text, voice, now)).strip()[:_FIRST_WORDS]
    return next((line for line in map(_one_post, words.splitlines()) if line), NOTHING)


def _one_post(line: str) -> str:
    return _seen(shortened(one_line(line, _FIRST_WORDS), _POST))


def _words(spans: Spans, voice: Voice, now: datetime | None, most: int) -> str:
    words = "".join(bit.words for bit in _bits(spans, voice, now))
    return _seen(shortened(one_line(words, most), most))


def _seen(words: str) -> str:
    """Return the words, or none where nothing of them can be seen."""
    return words if is_seen([word(words)]) else ""


def _tokens(bits: Iterable[_Bit]) -> Iterator[Token]:
    """Yield tokens; plain words that stand side by side are read together, as Discord reads them."""
    for (is_plain, is_bold), run in groupby(bits, lambda bit: (isinstance(bit, _Plain), bit.is_bold)):
        if is_plain:
            yield from worded("".join(bit.words for bit in run), is_bold=is_bold)
        else:
            yield from (bit for bit in run if isinstance(bit, Token))


def _bits(spans: Spans, voice: Voice, now: datetime | None) -> Iterator[_Bit]:
    for span in opened(spans, translator(voice.language)):
        yield from (bit for bit in _shown_as(span, voice, now) if bit.words)


def _shown_as(span: Span, voice: Voice, now: datetime | None) -> Iterable[_Bit]:
    match span:
        case Bold(text=str(bold)):
            return (_bold(bold),)
        case Code(text=str(code)):
            return _code(tidy(code))
        case Link():
            return _link(span)
        case Mention():
            return (_mention(span),)
        case Moment():
            return (_moment(span, voice, now),)
        case _:
            return (_Plain(tidy(str(span))),)


def _code(words: str) -> Iterable[_Bit]:
    """Return words to be copied; of a command line the command, and apart what belongs into its form or options."""
    if not words.strip():
        return ()
    found = _LINE.fullmatch(words)
    return (coded(words),) if found is None else (coded(found[1]), _Plain(" → "), coded(found[2]))


def _bold(words: str) -> _Plain:
    """Return bold words; there is no bold blank."""
    told = tidy(words)
    return _Plain(told, is_bold=bool(_seen(told)))


def _link(link: Link) -> Iterable[_Bit]:
    """Return the label that leads to the address, or both where Discord would show no such link."""
    label, url = one_line(tidy(str(link.label)), _LABEL), tidy(link.url).strip()
    is_named, target = bool(_seen(label)) and not _is_address(label, url), safe(url)
    if not is_web(url) or len(target) > _LONGEST_URL:
        return (_Plain(f"{label} ({url})" if is_named and url else label or url),)
    if not is_named:
        return (Token(Kind.ADDRESS, url, target),)
    markup = masked(label, url)
    if markup is None:
        return (_Plain(f"{label} ("), Token(Kind.ADDRESS, url, target), _Plain(")"))
    return (Token(Kind.WHOLE, label, markup),)


def _is_address(label: str, url: str) -> bool:
    return label.rstrip("/") in (url.rstrip("/"), url.partition("://")[2].rstrip("/"))


def _mention(mention: Mention) -> _Bit:
    """Return what calls the person where they are on Discord, else the name alone."""
    name = one_line(tidy(mention.name), _NAME)
    accounts = (one.user for one in mention.addresses if one.platform is Platform.DISCORD)
    user = next((user for user in accounts if _USER_ID.fullmatch(user)), None)
    if user is None:
        return _Plain(name)
    return Token(Kind.WHOLE, name or NOTHING, f"<@{user}>", user=int(user))


def _moment(moment: Moment, voice: Voice, now: datetime | None) -> _Bit:
    """Return the time as the reader's client shows it, in the reader's zone; as words it is in our own.

    A day is words alone: it is no instant, and in another zone its midnight is the day before.
    """
    at, words = moment.at, moment.words(voice.zone, now, voice.language)
    if moment.style == "day" or at.tzinfo is None or at.timestamp() < 0:
        return _Plain(words)
    return Token(Kind.WHOLE, words, f"<t:{int(at.timestamp())}:{_STYLES.get(moment.style, 'F')}>")


def _rows(rows: Rows, voice: Voice, mark: str) -> tuple[tuple[Key, ...], ...]:
    """Return the rows as they are given, too wide ones in several; where that makes too many they are filled up."""
    keys = list(_keys(rows, voice, mark))
    wide, high = limits.BUTTONS_PER_ROW, limits.BUTTON_ROWS
    lines = [row for given in keys for row in _chunks(given, wide)]
    if len(lines) > high:
        lines = list(_chunks([key for row in keys for key in row], wide))
    return tuple(map(tuple, lines[:high]))


def _chunks(row: list[Key], wide: int) -> Iterator[list[Key]]:
    return (row[start : start + wide] for start in range(0, len(row), wide))


def _keys(rows: Rows, voice: Voice, mark: str) -> Iterator[list[Key]]:
    taken: set[str] = set()
    for row in rows:
        yield [key for button in row if (key := _key(button, voice, mark, taken)) is not None]


def _key(button: Button, voice: Voice, mark: str, taken: set[str]) -> Key | None:
    """Return the button, None where Discord would refuse its URL; `taken` are the ids above it."""
    label = plain(button.label, voice, limits.BUTTON_LABEL) or NOTHING
    if isinstance(button.press, str):
        url = safe(button.press.strip())
        return Key(label, url=url) if is_web(url) and len(url) <= _URL else None
    carried = _free_id(button.press, mark, taken)
    taken.add(carried)
    return Key(label, custom_id=carried)


def _free_id(call: Call, mark: str, taken: set[str]) -> str:
    """Return what the button carries: the first of all the mark, a later twin a number."""
    if not taken:
        return marks.custom_id(call, mark)
    carried, number = marks.custom_id(call, ""), 2
    while carried in taken:
        carried, number = marks.custom_id(call, str(number)), number + 1
    return carried
