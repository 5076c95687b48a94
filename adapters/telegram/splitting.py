"""A long text in pieces that Telegram takes as messages, with its marks in the right places. Pure.

Places are counted in characters here and in UTF-16 units where a text leaves us, so no pair of surrogates is parted.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import accumulate, pairwise
from typing import Final

from adapters.telegram.letters import JOINER, joints, signs
from bot.domain.jobs import MENTIONS_PER_MESSAGE

LONGEST: Final = 4096  # UTF-16 units of a message's text
MARKS: Final = 100  # Telegram drops the entities beyond
ELLIPSIS: Final = " …"  # each piece but the last leaves room for it
OURS: Final = "ours"
MENTION: Final = "text_mention"
_GAPS: Final = tuple(map(re.compile, (r"\n[^\S\n]*\n", r"\n", r"(?<=[.!?…:;])\s", r"\s")))  # the best first
_JOINED: Final = frozenset({"Mn", "Mc", "Me", "Cf", "Sk"})  # marks, variations, joiners, tones of skin
_UNSEEN: Final = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs", "Mn", "Mc", "Me"})
_FAR: Final = 64  # characters: who stacks more of them than that is cut


@dataclass(frozen=True, slots=True)
class Look:
    """What is true of some words: the type of an entity with what belongs to it, or that they are `OURS`."""

    type: str
    url: str | None = None
    user: tuple[int, str] | None = None
    at: datetime | None = None
    format: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A look of the characters from `start` up to before `end`."""

    start: int
    end: int
    look: Look


@dataclass(frozen=True, slots=True)
class Styled:
    """Words with their marks; one mark may lie within another, but none overlaps another by half."""

    words: str
    marks: tuple[Mark, ...] = ()

    @property
    def entities(self) -> tuple[Mark, ...]:
        """Return the marks that Telegram gets to see, in reading order, an outer one before those within."""
        marks = (mark for mark in self.marks if mark.look.type != OURS)
        return tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end)))

    @property
    def ours(self) -> list[tuple[int, int]]:
        """Return the ranges of our own words."""
        return [(mark.start, mark.end) for mark in self.marks if mark.look.type == OURS]

    def part(self, start: int, end: int) -> Styled:
        """Return the words between two places without blanks around them; a mark of blanks alone is left out."""
        body = self.words[start:end]
        start += len(body) - len(body.lstrip())
        words = body.strip()
        end = start + len(words)
        marks = (
            replace(mark, start=max(mark.start, start) - start, end=min(mark.end, end) - start)
            for mark in self.marks
            if mark.start < end and mark.end > start
        )
        return Styled(words, tuple(mark for mark in marks if words[mark.start : mark.end].strip()))


def pieces(text: Styled, longest: int = LONGEST, called: int = MENTIONS_PER_MESSAGE) -> Iterator[Styled]:
    """Yield the text in pieces of at most so many units, 100 entities and so many mentions, members' words guarded.

    They end at paragraphs, else at lines, sentences, blanks, and in a mark only where it is longer than a message. A
    piece in which nothing can be seen is left out.
    """
    text = text.part(0, len(text.words))
    costs = _costs(text)
    at = 0
    while at < len(text.words):
        at += len(text.words[at:]) - len(text.words[at:].lstrip())
        reach = _reach(text, costs, at, longest, called)
        if reach < len(text.words):
            reach = _reach(text, costs, at, longest - len(ELLIPSIS), called)
        end = _end(text, at, reach)
        piece = text.part(at, end)
        if is_seen(piece.words):
            yield guarded(piece)
        at = end


def guarded(text: Styled) -> Styled:
    """Return the text with joiners, so that Telegram finds mentions and commands in our own words alone."""
    places = joints(text.words, text.ours)
    bounds = [0, *places, len(text.words)]
    words = JOINER.join(text.words[start:end] for start, end in pairwise(bounds))
    marks = (
        replace(mark, start=mark.start + bisect_right(places, mark.start), end=mark.end + bisect_left(places, mark.end))
        for mark in text.marks
    )
    return Styled(words, tuple(marks))


def is_seen(words: str) -> bool:
    """Say whether there is anything to be seen: Telegram refuses a message of blanks and invisible characters."""
    return any(unicodedata.category(sign) not in _UNSEEN for sign in words)


def units(words: str) -> int:
    """Return the length in UTF-16 units."""
    return sum(map(_units, words))


def cut(words: str, longest: int) -> str:
    """Return the words, ended with an ellipsis where they are longer than so many units, and never in a character."""
    if units(words) <= longest:
        return words
    costs = list(accumulate(map(_units, words), initial=0))
    return words[: _whole(words, 0, bisect_right(costs, longest - 1) - 1)].rstrip() + "…"


def _units(sign: str) -> int:
    return 2 if sign > "\uffff" else 1


def _costs(text: Styled) -> list[int]:
    """Return how many units come before each place, with one for each joiner that may be needed."""
    guards = set(signs(text.words, text.ours))
    return list(accumulate((_units(sign) + (at in guards) for at, sign in enumerate(text.words)), initial=0))


def _reach(text: Styled, costs: list[int], at: int, longest: int, most: int) -> int:
    """Return how far a piece that begins here may go at most."""
    guard = text.words[at] in "@/"  # after a cut it may begin a word
    ends = [bisect_right(costs, costs[at] + longest - guard) - 1]
    marks = [mark for mark in text.entities if mark.end > at]
    called = [mark for mark in marks if mark.look.type == MENTION]
    ends += [mark.start for mark in (*marks[MARKS : MARKS + 1], *called[most : most + 1])]
    return max(at + 1, min(ends))


def _end(text: Styled, at: int, reach: int) -> int:
    """Return where a piece ends that may go that far."""
    if reach >= len(text.words):
        return reach
    walls = text.entities

    def is_outside(place: int) -> bool:
        return not any(mark.start < place < mark.end for mark in walls)

    outside = _gap(text.words, at, reach, is_outside)
    if outside is None:
        outside = next(
            (place for place in range(reach, at, -1) if is_outside(place) and _parts(text.words, place)), None
        )
    if outside is not None:
        return outside
    inside = _gap(text.words, at, reach, lambda _place: True)
    return inside if inside is not None else _whole(text.words, at, reach)


def _gap(words: str, at: int, reach: int, is_allowed: Callable[[int], bool]) -> int | None:
    """Return the last good gap in the second half, so that no piece is left tiny, else the last blank at all."""
    half = at + (reach - at) // 2
    for gap, first in (*((gap, half + 1) for gap in _GAPS), (_GAPS[-1], at + 1)):
        places = (found.start() for found in gap.finditer(words, first, reach + LONGEST))
        last = max((place for place in places if place <= reach and is_allowed(place)), default=None)
        if last is not None:
            return last
    return None


def _whole(words: str, at: int, reach: int) -> int:
    """Return the last place up to there that is between two characters as people see them."""
    near = range(reach, max(at, reach - _FAR), -1)
    return next((place for place in near if _parts(words, place)), reach)


def _parts(words: str, place: int) -> bool:
    """Say whether the place is between two characters as people see them."""
    if place >= len(words):
        return True
    before, after = words[place - 1], words[place]
    if unicodedata.category(after) in _JOINED or before == "\u200d":
        return False
    if not (_is_flag(before) and _is_flag(after)):
        return True
    run = len(words[:place]) - len(words[:place].rstrip(_FLAGS))
    return run % 2 == 0


_FLAGS: Final = "".join(map(chr, range(0x1F1E6, 0x1F200)))  # two letters make a flag


def _is_flag(sign: str) -> bool:
    return sign in _FLAGS
