"""One pass over the pieces of a text: at each the first pattern that matches says what stands there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.calendar.saying import clocks, days, periods, repeats, stretches, weekdays
from bot.calendar.saying.items import OF_DAYS, Item, Link
from bot.calendar.saying.place import Patterns, Place, patterns
from bot.calendar.saying.tokens import tokens


@dataclass(frozen=True, slots=True)
class Seen:
    """What one place of a text says, and how many words that say nothing stand before it."""

    item: Item
    gap: int


def _until(_place: Place) -> Item:
    return Link.UNTIL


def _dash(place: Place) -> Item | None:
    """Return that a dash directly behind a moment leads to the other one."""
    return Link.DASH if place.before is not None and not isinstance(place.before, Link) else None


def _ending(place: Place) -> Item | None:
    """Return that "Ende 17 Uhr" behind a time is its end."""
    return Link.UNTIL if place.before is not None and place.pieces[place.match.start()].value == "end" else None


def _from(place: Place) -> Item:
    return Link.BETWEEN if place.pieces[place.match.start()].typed.casefold() in ("zwischen", "between") else Link.FROM


_LINKS: Final[Patterns] = patterns(
    (r"F (?=,?[uü]?(?:[1n]U|1:1|1h|1\.1[Uh]))", _ending),
    (r"b d? Y", lambda _place: Link.DEADLINE),
    (r"b", _until),
    (r"-", _dash),
    (r"/", lambda place: Link.AND if place.before is not None else None),
    (r"v", _from),
    (r"ĵ", lambda _place: Link.EACH),
    (r"f", lambda _place: Link.BEGINNING),
    (r"Y b?", lambda _place: Link.DEADLINE),
    (r"&", lambda _place: Link.AND),
    (r"\|", lambda _place: Link.OR),
    (r"ẽ ,? f?", lambda _place: Link.ADMISSION),
    (r"β", lambda _place: Link.TRUE_BEGIN),
)
_ALL: Final[Patterns] = (
    *repeats.PATTERNS,
    *stretches.PATTERNS,
    *clocks.PATTERNS,
    *periods.PATTERNS,
    *weekdays.PATTERNS,
    *days.PATTERNS,
    *_LINKS,
)
_SHELF: Final = 7


def _shelves(every: Patterns) -> Iterator[tuple[re.Pattern[str], Patterns]]:
    """Yield the patterns in their order, a few at a time, behind one that says whether any of them may match."""
    for start in range(0, len(every), _SHELF):
        some = every[start : start + _SHELF]
        nameless = (re.sub(r"\?P<\w+>", "?:", pattern.pattern) for pattern, _ in some)
        yield re.compile("|".join(f"(?:{one})" for one in nameless)), some


_SHELVES: Final = (*_shelves(_ALL),)
_SAYS_NOTHING: Final = frozenset("_,#!.:~+")


def scanned(text: str, today: date) -> list[Seen]:
    """Return what a text says of a time, in its order, said on a day; words that say nothing are passed over."""
    pieces = tokens(text)
    signs = "".join(piece.sign for piece in pieces)
    english = any(piece.english for piece in pieces) and not any(
        piece.sign == "U" and not piece.english for piece in pieces
    )
    found: list[Seen] = []
    at = gap = 0
    before: Item | None = None
    has_day = False
    while at < len(pieces):
        if signs[at] in _SAYS_NOTHING:
            gap += signs[at] == "_"
            before = before if signs[at] == "," else None
            at += 1
            continue
        made = _made(signs, at, lambda match: Place(match, pieces, today, before, english, has_day))  # noqa: B023 -- called at once
        if made is None:
            at += 1  # an article or a preposition of nothing
            continue
        items, at = made
        for item in items:
            found.append(Seen(item, gap))
            gap, before = 0, item
            has_day = has_day or isinstance(item, OF_DAYS)
    return found


def _made(signs: str, at: int, place_of: Callable[[re.Match[str]], Place]) -> tuple[tuple[Item, ...], int] | None:
    for some, every in _SHELVES:
        if some.match(signs, at) is None:
            continue
        for pattern, maker in every:
            match = pattern.match(signs, at)
            if match is None or match.end() == at:
                continue
            made = maker(place_of(match))
            if made is not None:
                return (made if isinstance(made, tuple) else (made,)), match.end()
    return None
