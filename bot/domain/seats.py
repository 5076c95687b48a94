"""Who has a seat where only so many fit: worked out from the answers alone, so it can never be out of step. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.domain.events import Answer, Attendance

_NEXT: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Seating:
    """The members who said yes to one date, in the order of their turn: those with a seat, and those who wait."""

    inside: tuple[int, ...] = ()
    waiting: tuple[int, ...] = ()

    def turn(self, member_id: int) -> int:
        """Return somebody's place on the waiting list, counted from 1; 0 for who has a seat or did not say yes."""
        return self.waiting.index(member_id) + 1 if member_id in self.waiting else 0


@dataclass(frozen=True, slots=True)
class Moves:
    """What a change did to people who had said yes before: who got a seat, and who lost theirs."""

    up: tuple[int, ...]
    down: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """How many of the seats are taken, and how many people wait for one; `seats` is None for any number."""

    inside: int
    waiting: int
    seats: int | None


def seating(answers: Iterable[Answer], seats: int | None) -> Seating:
    """Return who of those who said yes has a seat: the first, by the time of their answer and then by their id."""
    turns = sorted((each.at, each.member_id) for each in answers if each.attendance is Attendance.YES)
    members = tuple(member_id for _, member_id in turns)
    return Seating(members) if seats is None else Seating(members[:seats], members[seats:])


def behind(answers: Iterable[Answer], now: datetime) -> datetime:
    """Return the time to keep for a new answer: now, and later than any other, however the clocks of presses differ."""
    return max([now, *(each.at + _NEXT for each in answers)])


def moves(before: Seating, after: Seating) -> Moves:
    """Return who moved up and who fell behind; who came or went in between is neither."""
    return Moves(
        tuple(member_id for member_id in after.inside if member_id in before.waiting),
        tuple(member_id for member_id in after.waiting if member_id in before.inside),
    )


def filled(counts: Mapping[Attendance, int], seats: int | None) -> Filled:
    """Return how full a date is, from the number of people who gave each answer."""
    said = counts.get(Attendance.YES, 0)
    inside = said if seats is None else min(said, seats)
    return Filled(inside, said - inside, seats)
