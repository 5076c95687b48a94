"""Where a pattern matched: the pieces under it, and what was found before."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from bot.calendar.saying.items import Item
from bot.calendar.saying.tokens import Token

Found: TypeAlias = Item | tuple[Item, ...] | None


@dataclass(frozen=True, slots=True)
class Place:
    """A match of a pattern over the signs of a text, with the pieces of the text and the day on which it is said."""

    match: re.Match[str]
    pieces: list[Token]
    today: date
    before: Item | None = None  # what was found directly before, with at most a comma between
    english: bool = False
    has_day: bool = False  # whether a day or a repetition was found somewhere before

    def has(self, group: str) -> bool:
        """Say whether a group took part."""
        return group in self.match.re.groupindex and bool(self.match[group])

    def token(self, group: str) -> Token:
        """Return the first piece of a group that took part."""
        return self.pieces[self.match.start(group)]

    def tokens(self, group: str) -> list[Token]:
        """Return all pieces of a group, none where it did not take part."""
        return self.pieces[self.match.start(group) : self.match.end(group)] if self.has(group) else []

    def number(self, group: str) -> int:
        """Return the whole number of a group's first piece."""
        value = self.token(group).value
        return int(value) if isinstance(value, int | float) else 1

    @property
    def previous(self) -> Token | None:
        """Return the piece before the match."""
        start = self.match.start()
        return self.pieces[start - 1] if start else None

    @property
    def following(self) -> Token | None:
        """Return the piece after the match."""
        end = self.match.end()
        return self.pieces[end] if end < len(self.pieces) else None


Maker: TypeAlias = Callable[[Place], Found]
Patterns: TypeAlias = tuple[tuple[re.Pattern[str], Maker], ...]


def patterns(*given: tuple[str, Maker]) -> Patterns:
    """Return patterns with what they make; blanks in them are for the eye alone."""
    return tuple((re.compile(pattern.replace(" ", "")), maker) for pattern, maker in given)


def amount(pieces: list[Token]) -> float:
    """Return the number that pieces say: "2", "zwei", "1,5", "einer halben", "einer", "" for one."""
    numbers = [piece for piece in pieces if piece.sign in "149neö"]
    if len(numbers) == 2 and any(piece.sign in "~." for piece in pieces):
        return float(f"{numbers[0].typed}.{numbers[1].typed}")
    if any(piece.sign == "&" for piece in pieces):
        return sum(
            float(piece.value) for piece in numbers if piece.sign != "e" and isinstance(piece.value, int | float)
        )
    total = 1.0
    for piece in numbers:
        value = piece.value
        total *= float(value) if isinstance(value, int | float) else 1.0
    return total
