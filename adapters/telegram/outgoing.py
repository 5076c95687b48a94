"""A reply as Telegram shows it: plain words with entities, a keyboard under the last message. Pure.

No markup is ever parsed. A card becomes lines under a bold title, its last line in italics.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import accumulate
from typing import Final
from zoneinfo import ZoneInfo

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity, User
from telegram.constants import InlineKeyboardMarkupLimit, MessageEntityDateTimeFormats, MessageLimit

from adapters.telegram.letters import tidy
from adapters.telegram.splitting import ELLIPSIS, MARKS, OURS, Look, Mark, Styled, cut, pieces, units
from bot.domain.jobs import MENTIONS_PER_MESSAGE
from bot.domain.people import Platform
from bot.talk import limits
from bot.talk.answers import Button, Call, Card, File, Reply, Rows
from bot.talk.carrying import encoded
from bot.talk.strange import one_line
from bot.talk.text import Bold, Code, Link, Mention, Moment, Ours, Span, Spans, opened
from bot.talk.translation import translator

NOTHING: Final = "…"  # stands where a message needs words and has none
CARRIED: Final = 64  # bytes of callback_data

_OURS: Final = Look(OURS)
_BOLD: Final = Look(MessageEntity.BOLD)
_ITALIC: Final = Look(MessageEntity.ITALIC)
_CODE: Final = Look(MessageEntity.CODE)
_USER_ID: Final = re.compile(r"[1-9]\d{0,15}", re.ASCII)
_MERGED: Final = (_OURS, _BOLD, _ITALIC)
_FORMATS: Final = {"clock": MessageEntityDateTimeFormats.SHORT_TIME}
_LAST_SECOND: Final = 2**31 - 1  # Telegram keeps 32 bits: a later moment would be shown as quite another one


@dataclass(frozen=True, slots=True)
class Message:
    """A message that Telegram accepts as it is: offsets and lengths in UTF-16 units."""

    text: str
    entities: tuple[MessageEntity, ...] = ()
    keyboard: InlineKeyboardMarkup | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A reply as it is sent: messages in their order, the keyboard under the last, and files.

    There is always a message but where there are files without words and buttons.
    """

    messages: tuple[Message, ...]
    files: tuple[File, ...] = ()
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Voice:
    """How the bot speaks somewhere: in which zone and language, and its own name for links, without the @."""

    zone: ZoneInfo
    language: str
    username: str


@dataclass(frozen=True, slots=True)
class _Bit:
    words: str
    looks: tuple[Look, ...] = ()


def shown(reply: Reply, voice: Voice, now: datetime | None = None) -> Shown:
    """Return the reply as Telegram shows it; `now` names the year of moments that lie in another one.

    Raises ValueError where a button's call does not fit: the caller makes it short first, see `bot.talk.carrying`.
    """
    keyboard = _keyboard(reply.buttons, voice)
    messages = [_message(piece) for piece in pieces(_styled(_bits(reply, voice, now)), called=_called_at_most(reply))]
    if not messages and (keyboard or not reply.files):
        messages = [Message(NOTHING)]
    messages[-1:] = [replace(last, keyboard=keyboard) for last in messages[-1:]]
    return Shown(tuple(messages), reply.files, reply.silent)


def _called_at_most(reply: Reply) -> int:
    """Return how many mentions a message may hold: in a private one they call nobody, and lead to a profile."""
    return MARKS if reply.private else MENTIONS_PER_MESSAGE


def toast(reply: Reply, voice: Voice) -> str:
    """Return the reply as plain words for the line over the chat, cut to the 200 units that it holds."""
    words = "".join(bit.words for bit in _bits(reply, voice, None))
    return cut(words.strip(), limits.ACKNOWLEDGEMENT)


def as_one(shown: Shown) -> Message:
    """Return everything as one message, as an edit needs it: what is too long ends with an ellipsis."""
    if len(shown.messages) < 2:
        return next(iter(shown.messages), Message(NOTHING))
    first, *_, last = shown.messages
    return Message(first.text + ELLIPSIS, first.entities, last.keyboard)


def caption(shown: Shown) -> Message | None:
    """Return the only message where it fits under the only file."""
    if len(shown.files) != 1 or len(shown.messages) != 1:
        return None
    (message,) = shown.messages
    return message if units(message.text) <= MessageLimit.CAPTION_LENGTH else None


def _bits(reply: Reply, voice: Voice, now: datetime | None) -> Iterator[_Bit]:
    """Yield the words of a reply from the first to the last; a blank line parts them from the card."""
    words = list(_words(reply.text, voice, now))
    yield from words
    if reply.card is not None:
        if words:
            yield _Bit("\n\n")
        yield from _card(reply.card, voice, now)


def _card(card: Card, voice: Voice, now: datetime | None) -> Iterator[_Bit]:
    title = [_with(_BOLD, bit) for bit in _words(card.title, voice, now)]
    rows = [list(_words(row, voice, now)) for row in card.rows]
    footer = [_with(_ITALIC, bit) for bit in _words(card.footer, voice, now)]
    lines = [line for line in (title, *rows, footer) if line]
    for number, line in enumerate(lines):
        yield from ([_Bit("\n")] if number else [])
        yield from line


def _words(spans: Spans, voice: Voice, now: datetime | None) -> Iterator[_Bit]:
    for span in opened(spans, translator(voice.language)):
        bit = _bit(span, voice, now)
        if bit.words:
            yield bit


def _bit(span: Span, voice: Voice, now: datetime | None) -> _Bit:
    match span:
        case Bold(text=str(bold)):
            return _with(_BOLD, _plain(bold))
        case Code(text=str(code)):
            return _Bit(tidy(code), (_CODE, _OURS))  # nothing is found in code, and it must be copied as it stands
        case Link():
            return _link(span)
        case Mention():
            return _mention(span)
        case Moment():
            return _moment(span, voice, now)
        case _:
            return _plain(span if isinstance(span, str) else str(span))


def _plain(words: str) -> _Bit:
    return _Bit(tidy(words), (_OURS,) if isinstance(words, Ours) else ())


def _with(look: Look, bit: _Bit) -> _Bit:
    """Return the words with one look more; nothing but its own look goes with code."""
    return bit if look in bit.looks or _CODE in bit.looks else replace(bit, looks=(look, *bit.looks))


def _link(link: Link) -> _Bit:
    label = str(link.label) or link.url
    is_address = label.rstrip("/") in (link.url.rstrip("/"), link.url.partition("://")[2].rstrip("/"))
    return _Bit(tidy(label), (Look(MessageEntity.TEXT_LINK, url=link.url), *((_OURS,) if is_address else ())))


def _mention(mention: Mention) -> _Bit:
    """Return the name with the person behind it where they are on Telegram, else the name alone."""
    name = tidy(mention.name)
    users = (one.user for one in mention.addresses if one.platform is Platform.TELEGRAM)
    user = next((user for user in users if _USER_ID.fullmatch(user)), None)
    return _Bit(f"@{name}", (Look(MessageEntity.TEXT_MENTION, user=(int(user), name)),)) if user else _Bit(name)


def _moment(moment: Moment, voice: Voice, now: datetime | None) -> _Bit:
    """Return the date in our own words, which the reader's client shows in the reader's zone and manner.

    A day is words alone: it is no instant, and in another zone its midnight is the day before.
    """
    at, words = moment.at, moment.words(voice.zone, now, voice.language)
    if moment.style == "day" or at.tzinfo is None or not 0 < at.timestamp() < _LAST_SECOND:
        return _Bit(words)
    style = _FORMATS.get(moment.style, MessageEntityDateTimeFormats.LOCALIZED_WEEKDAY_LONG_DATE_SHORT_TIME)
    return _Bit(words, (Look(MessageEntity.DATE_TIME, at=at, format=style),))


def _styled(bits: Iterable[_Bit]) -> Styled:
    """Join bits to a text; what looks alike and stands side by side gets one mark."""
    words: list[str] = []
    marks: list[Mark] = []
    last: dict[Look, int] = {}  # where the newest mark of a look stands
    length = 0
    for bit in bits:
        end = length + len(bit.words)
        for look in bit.looks:
            known = last.get(look) if look in _MERGED else None
            if known is not None and marks[known].end == length:
                marks[known] = replace(marks[known], end=end)
            else:
                last[look] = len(marks)
                marks.append(Mark(length, end, look))
        words.append(bit.words)
        length = end
    return Styled("".join(words), tuple(marks))


def _message(piece: Styled) -> Message:
    places = list(accumulate(map(units, piece.words), initial=0))
    entities = (_entity(mark.look, places[mark.start], places[mark.end]) for mark in piece.entities)
    return Message(piece.words, tuple(entities))


def _entity(look: Look, start: int, end: int) -> MessageEntity:
    return MessageEntity(
        look.type,
        start,
        end - start,
        url=look.url,
        user=User(look.user[0], first_name=look.user[1], is_bot=False) if look.user else None,
        date_time_format=look.format,
        unix_time=look.at,
    )


def _keyboard(rows: Rows, voice: Voice) -> InlineKeyboardMarkup | None:
    """Return the rows as they are given, too wide ones in several; what is beyond a hundred buttons is left out."""
    wide = InlineKeyboardMarkupLimit.BUTTONS_PER_ROW
    left = iter(range(InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER))
    fitting = (row[start : start + wide] for row in rows for start in range(0, len(row), wide))
    keys = [[_key(button, voice) for button, _ in zip(row, left, strict=False)] for row in fitting]
    return InlineKeyboardMarkup([row for row in keys if row]) if any(keys) else None


def _key(button: Button, voice: Voice) -> InlineKeyboardButton:
    label = one_line("".join(bit.words for bit in _words(button.label, voice, None)), limits.BUTTON_LABEL) or NOTHING
    if isinstance(button.press, str):
        return InlineKeyboardButton(label, url=button.press)
    if button.in_private:
        return InlineKeyboardButton(label, url=_start_link(button.press, voice))
    carried = encoded(button.press, CARRIED)
    if carried is None:
        raise ValueError(f"a button cannot carry this call to {button.press.command}: it has to be kept")
    return InlineKeyboardButton(label, callback_data=carried)


def _start_link(call: Call, voice: Voice) -> str:
    token = call.values.get("token", "")
    if call.command != "start" or not limits.TOKEN.fullmatch(token):
        raise ValueError(f"a link into the private chat cannot carry this call to {call.command}")
    return f"https://t.me/{voice.username}?start={token}"
