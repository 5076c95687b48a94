"""What people wrote as its readers see it: names and dates instead of numbers, words without the signs of Markdown.

Discord hands on what was typed. Code, addresses and names stay whole, whatever signs are in them. What is quoted or
crossed out is not said by who wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

import discord
from discord.abc import GuildChannel

from adapters.discord.outgoing import Voice
from bot.domain import dates

_KEPT: Final = "\ufdd0"  # no character: around the number of something that stays as it is
_HELD: Final = re.compile(rf"{_KEPT}(\d+){_KEPT}")
_LITERAL: Final = re.compile(
    r"```(?:[\w+#-]+\n)?(?P<block>.+?)```|(?P<ticks>``?)(?P<code>.+?)(?P=ticks)|\\(?P<sign>[^\w\s]|_)", re.DOTALL
)
_NUMBERED: Final = re.compile(r"<(@!?|@&|#)(\d{1,20})>|<a?(:\w+:)\d{1,20}>")
_TIME: Final = re.compile(r"<t:(\d{1,12})(?::(?P<style>[A-Za-z]))?>")
_MASKED: Final = re.compile(
    r"\[([^\[\]\n]+)\]\(<?(https?://[^\s<>()]+(?:\([^\s<>()]*\)[^\s<>()]*)*)>?\)", re.IGNORECASE
)
_ADDRESS: Final = re.compile(r"<(https?://[^\s<>]+)>|https?://[^\s<>]+", re.IGNORECASE)
_LINE: Final = re.compile(r"^(?:#{1,3}|-#) +(?=\S)", re.MULTILINE)
_QUOTED: Final = re.compile(r"^>>> .*|^> [^\n]*\n?", re.MULTILINE | re.DOTALL)
_QUOTES: Final = re.compile(r"^>(?:>>)? +", re.MULTILINE)
_WITHIN: Final = r"(?=\S)(.{1,2000}?)(?<=\S)"
_CROSSED_OUT: Final = re.compile(r"~~(.+?)~~", re.DOTALL)
# A star or a line within a word is none of Discord's: "Texter*innen und Designer*innen" is meant as it stands.
_PAIRS: Final = tuple(
    re.compile(pair, re.DOTALL)
    for pair in (
        rf"\*\*{_WITHIN}\*\*",
        rf"\|\|{_WITHIN}\|\|",
        rf"(?<!\w)__{_WITHIN}__(?!\w)",
        rf"(?<![\w*])\*{_WITHIN}\*(?![\w*])",
        rf"(?<!\w)_{_WITHIN}_(?!\w)",
    )
)


def as_seen(
    content: str, people: Mapping[int, str], guild: discord.Guild | None, voice: Voice, *, is_chosen: bool = False
) -> str:
    """Return what people wrote as its readers see it; the address behind a word stands beside it.

    What is quoted or crossed out is left out, unless nothing else is there and `is_chosen` says that it is meant.

    `people` are those that are called. Who, and what, is not known stays a number, and so does a channel that not
    everybody on the server sees: whoever knows its number would learn its name.
    """
    held: list[str] = []

    def hold(words: str) -> str:
        held.append(words)
        return f"{_KEPT}{len(held) - 1}{_KEPT}"

    def literal(found: re.Match[str]) -> str:
        return hold((found["block"] or found["code"] or found["sign"]).strip("\n"))

    def masked(found: re.Match[str]) -> str:
        return found[1] if found[1] == found[2] else found[1] + hold(f" ({found[2]})")

    words = _LITERAL.sub(literal, content.replace(_KEPT, ""))
    words = with_dates(words, voice)
    words = _NUMBERED.sub(lambda found: hold(_named(found, people, guild)), words)
    words = _ADDRESS.sub(lambda found: hold(found[1] or found[0]), _MASKED.sub(masked, words))
    own = _CROSSED_OUT.sub("", _QUOTED.sub("", words))
    words = _CROSSED_OUT.sub(r"\1", _QUOTES.sub("", words)) if is_chosen and not own.strip() else own
    words = _LINE.sub("", words)
    for pair in _PAIRS:
        words = pair.sub(r"\1", words)
    return _whole(words, held)


def with_dates(words: str, voice: Voice) -> str:
    """Return words with each moment that Discord's own picker put in as a date in our zone, with its year."""

    def told(found: re.Match[str]) -> str:
        try:
            at = datetime.fromtimestamp(int(found[1]), UTC).astimezone(voice.zone)
        except (OverflowError, ValueError):
            return found[0]
        said = dates.day if found["style"] in ("d", "D") else dates.full
        return said(at, voice.zone, language=voice.language, year=True)

    return _TIME.sub(told, words)


def _whole(words: str, held: list[str]) -> str:
    """Return the words with all that was held in its place; an address may hold more."""
    return _HELD.sub(lambda found: _whole(held[int(found[1])], held), words)


def _named(found: re.Match[str], people: Mapping[int, str], guild: discord.Guild | None) -> str:
    sign, number, emoji = found.groups()
    if emoji:
        return str(emoji)
    if sign.startswith("@") and sign != "@&":
        name = people.get(int(number))
    elif guild is None:
        name = None
    else:
        there = guild.get_role(int(number)) if sign == "@&" else _seen_by_all(guild, int(number))
        name = there.name if there else None
    return f"{sign[0]}{name}" if name else found[0]


def _seen_by_all(guild: discord.Guild, number: int) -> GuildChannel | discord.Thread | None:
    there = guild.get_channel_or_thread(number)
    if there is None or (isinstance(there, discord.Thread) and there.is_private()):
        return None
    return there if there.permissions_for(guild.default_role).view_channel else None
