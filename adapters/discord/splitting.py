"""A long text in pieces that Discord takes as messages, each with its own marks closed. Pure.

A text is tokens: words, gaps, and what must never be parted. Lengths are counted in UTF-16 units: Discord counts
characters, which are never more.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import accumulate
from typing import Final, TypeAlias

from adapters.discord.letters import ADDRESS, JOINER, LONGEST_ADDRESS, at_start, code, ends_before, escaped, safe
from bot.talk.strange import utf16_length

LONGEST: Final = 2000  # characters of a message's content
ELLIPSIS: Final = " …"  # each piece but the last leaves room for it
_PARTS: Final = re.compile(r"\s+|\S+")
_JOINED: Final = frozenset({"Mn", "Mc", "Me", "Cf", "Sk"})  # marks, variations, joiners, tones of skin
_UNSEEN: Final = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs", "Mn", "Mc", "Me"})
_FLAGS: Final = "".join(map(chr, range(0x1F1E6, 0x1F200)))  # two letters make a flag
_FAR: Final = 64  # characters: who stacks more of them than that is cut
_SENTENCE: Final = (".", "!", "?", "…", ":", ";")
_CALM: Final = ("L", "N", "P", "Sc")  # letters, numbers, points, currencies; an emoji may be a picture


class Kind(Enum):
    """What a token is: something to be escaped, a gap of blanks, or something with a markup of its own."""

    WORD = auto()
    GAP = auto()
    ADDRESS = auto()
    CODE = auto()
    WHOLE = auto()  # a mention, a time, a link: `markup` is written as it is


@dataclass(frozen=True, slots=True)
class Token:
    """Some words as they are read, what they are, and their Markdown; `user` is whom a mention calls."""

    kind: Kind
    words: str
    markup: str
    is_bold: bool = False
    user: int | None = None


Tokens: TypeAlias = Sequence[Token]


def word(words: str, *, is_bold: bool = False) -> Token:
    """Return plain words without a blank."""
    return Token(Kind.WORD, words, escaped(words), is_bold)


def gap(words: str, *, is_bold: bool = False) -> Token:
    """Return blanks."""
    return Token(Kind.GAP, words, words, is_bold)


def coded(words: str) -> Token:
    """Return code."""
    return Token(Kind.CODE, words, code(words))


def worded(words: str, *, is_bold: bool = False) -> Iterator[Token]:
    """Yield the tokens of plain words; gaps at their ends and line breaks are never bold."""
    inner = len(words) - len(words.lstrip()), len(words.rstrip())
    at = 0
    for found in ADDRESS.finditer(words):
        if len(found[0]) <= LONGEST_ADDRESS:
            yield from _plain(words, at, found.start(), inner, is_bold)
            yield Token(Kind.ADDRESS, found[0], safe(found[0]), is_bold)
            at = found.end()
    yield from _plain(words, at, len(words), inner, is_bold)


def _plain(words: str, start: int, end: int, inner: tuple[int, int], is_bold: bool) -> Iterator[Token]:
    for part in _PARTS.finditer(words, start, end):
        if not part[0].isspace():
            yield word(part[0], is_bold=is_bold)
        else:
            is_inside = inner[0] <= part.start() < inner[1] and "\n" not in part[0]
            yield gap(part[0], is_bold=is_bold and is_inside)


def written(tokens: Tokens) -> str:
    """Return the tokens as Markdown, without blanks at the ends."""
    tokens = trimmed(tokens)
    parts: list[str] = []
    is_calm = False  # whether no heading, quote or list can begin here
    for at, token in enumerate(tokens):
        opens = token.is_bold and not (at and tokens[at - 1].is_bold)
        closes = token.is_bold and not (at + 1 < len(tokens) and tokens[at + 1].is_bold)
        markup = _markup(tokens, at, is_calm and not opens)
        if opens:
            parts += [*_joint(parts, "**"), "**"]
        parts += [*_joint(parts, markup), markup]
        if closes:
            parts += [*_joint(parts, "**"), "**"]
        is_calm = _is_calm(token, markup, is_calm) and not closes
    return "".join(parts)


def _joint(parts: list[str], following: str) -> list[str]:
    """Return a joiner where two marks of the same sign would run together."""
    before, after = "".join(parts[-1:])[-1:], following[:1]
    return [JOINER] if before == after and after in ("*", "`") else []


def _markup(tokens: Tokens, at: int, is_calm: bool) -> str:
    token = tokens[at]
    if token.kind is Kind.WORD and not is_calm:
        return at_start(token.words)
    if token.kind is Kind.ADDRESS and not _is_parted(tokens, at):
        return f"<{token.markup}>"
    return token.markup


def _is_parted(tokens: Tokens, at: int) -> bool:
    """Say whether Discord ends an address where it ends; else it has to stand in angle brackets."""
    following = [*tokens[at + 1 : at + 3], gap(" ")]
    if tokens[at].is_bold or following[0].kind is Kind.GAP:
        return not tokens[at].is_bold
    is_last = following[0].kind is Kind.WORD and not following[0].is_bold and following[1].kind is Kind.GAP
    return is_last and ends_before(following[0].words, tokens[at].markup)


def _is_calm(token: Token, markup: str, was_calm: bool) -> bool:
    """Say whether a list cannot begin behind the token and a blank: Discord begins one where anything was not plain."""
    if token.kind is Kind.GAP:
        return was_calm and "\n" not in token.words
    is_plain = token.kind is Kind.WORD and markup == token.words
    return is_plain and unicodedata.category(token.words[-1]).startswith(_CALM)


def pieces(tokens: Tokens, longest: int = LONGEST, called: int = 100) -> Iterator[Tokens]:
    """Yield the tokens in pieces of at most so many units and people called.

    They end at paragraphs, else at lines, sentences, blanks, and within bold words or a word only where there is
    nothing else. A piece in which nothing can be seen is left out.
    """
    left = trimmed(tokens)
    while left:
        reach = _reach(left, longest, called)
        if reach < len(left):
            reach = _reach(left, longest - len(ELLIPSIS), called)
        if not reach and len(left[0].words) > 1:
            left = [*_parted(left[0], longest - len(ELLIPSIS)), *left[1:]]
        end = _end(left, reach) if reach else 1
        if is_seen(left[:end]):
            yield trimmed(left[:end])
        left = trimmed(left[end:])


def cut(tokens: Tokens, longest: int) -> str:
    """Return the tokens as Markdown, ended with an ellipsis at a line or a blank where they are longer."""
    tokens = trimmed(tokens)
    if _fits(tokens, longest):
        return written(tokens)
    room = longest - len(ELLIPSIS)
    reach = _reach(tokens, room, len(tokens))
    if not reach:
        return written([_parted(tokens[0], room)[0]]) + ELLIPSIS
    gaps = (at for at in range(reach, 0, -1) if tokens[at].kind is Kind.GAP)
    return written(tokens[: next(gaps, reach)]) + ELLIPSIS


def trimmed(tokens: Tokens) -> Tokens:
    """Return the tokens without gaps at the ends."""
    seen = [at for at, token in enumerate(tokens) if token.kind is not Kind.GAP]
    return tokens[seen[0] : seen[-1] + 1] if seen else ()


def is_seen(tokens: Tokens) -> bool:
    """Say whether there is anything to be seen."""
    return any(unicodedata.category(sign) not in _UNSEEN for token in tokens for sign in token.words)


def users(tokens: Tokens) -> tuple[int, ...]:
    """Return the people that the tokens call, each once, in reading order."""
    return tuple(dict.fromkeys(token.user for token in tokens if token.user is not None))


def shortened(words: str, longest: int) -> str:
    """Return plain words, ended with an ellipsis where they are longer than so many units, never in a character."""
    if utf16_length(words) <= longest:
        return words
    costs = list(accumulate(map(utf16_length, words), initial=0))
    return words[: _whole(words, bisect_right(costs, longest - 1) - 1)].rstrip() + "…"


def _fits(tokens: Tokens, longest: int) -> bool:
    return utf16_length(written(tokens)) <= longest


def _reach(tokens: Tokens, longest: int, called: int) -> int:
    """Return how many tokens fit."""
    near = tokens[: longest + 1]
    return _most(len(near), lambda end: len(users(near[:end])) <= called and _fits(near[:end], longest))


def _most(top: int, is_good: Callable[[int], bool]) -> int:
    """Return the largest number up to there that is good, where all smaller ones are as well."""
    if is_good(top):
        return top
    low = 0
    while low < top:
        middle = (low + top + 1) // 2
        if is_good(middle):
            low = middle
        else:
            top = middle - 1
    return low


def _end(tokens: Tokens, reach: int) -> int:
    """Return where a piece ends that may go that far."""
    if reach >= len(tokens):
        return reach
    lengths = list(accumulate(len(token.words) for token in tokens[:reach]))
    half = bisect_right(lengths, lengths[-1] // 2) + 1  # so that no piece is left tiny
    gaps = [at for at in range(reach, 0, -1) if tokens[at].kind is Kind.GAP and not tokens[at].is_bold]
    ranks: tuple[Callable[[int], bool], ...] = (
        lambda at: tokens[at].words.count("\n") > 1,
        lambda at: "\n" in tokens[at].words,
        lambda at: tokens[at - 1].words.endswith(_SENTENCE),
        lambda _at: True,
    )
    good = (at for is_good in ranks for at in gaps if at >= half and is_good(at))
    seams = (at for at in range(reach, 0, -1) if not (tokens[at - 1].is_bold and tokens[at].is_bold))
    within = (at for at in range(reach, 0, -1) if tokens[at].kind is Kind.GAP)
    return next((at for ends in (good, gaps, seams, within) for at in ends), reach)


def _parted(token: Token, longest: int) -> tuple[Token, Token]:
    """Return the beginning of a token that fits, and the rest; what cannot be parted becomes plain words."""

    def made(words: str) -> Token:
        return coded(words) if token.kind is Kind.CODE else word(words, is_bold=token.is_bold)

    most = _most(len(token.words) - 1, lambda end: not end or _fits([made(token.words[:end])], longest))
    end = _whole(token.words, max(most, 1))
    return made(token.words[:end]), made(token.words[end:])


def _whole(words: str, reach: int) -> int:
    """Return the last place up to there that is between two characters as people see them."""
    near = range(reach, max(0, reach - _FAR), -1)
    return next((place for place in near if _is_seam(words, place)), reach)


def _is_seam(words: str, place: int) -> bool:
    before, after = words[place - 1 : place], words[place : place + 1]
    if not after:
        return True
    if unicodedata.category(after) in _JOINED or before == "\u200d":
        return False
    if before not in _FLAGS or after not in _FLAGS:
        return True
    return (place - len(words[:place].rstrip(_FLAGS))) % 2 == 0
