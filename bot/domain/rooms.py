"""Team rooms: where a team talks among themselves, and what such a room is to be. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.domain.members import Member
from bot.domain.people import Address, Platform

OFFERED_ON: Final = frozenset({Platform.DISCORD})  # Telegram lets no bot make a group
FOLLOW: Final = "room"  # a kind of errand: bring a room to what is true; subject: platform, place, job, number
GROUND: Final = "room.ground"  # an errand; subject: place, platform; answer: a Ground, ":" and the server
INVITE: Final = "room.invite"  # an errand; subject: place, platform; answer: a link, "" where none may be made


class Ground(StrEnum):
    """Whether a room can be opened beside a place."""

    OPEN = "open"
    SHUT = "shut"  # the bot lacks a right there
    UNFIT = "unfit"  # a place of a kind that holds no rooms


@dataclass(frozen=True, slots=True)
class Room:
    """The room that a team has: beside a place, or behind a link that its author supplied.

    `number` tells it from the job's earlier rooms. Of one that is to be opened nobody knows the place at first.
    """

    job_id: int
    number: int
    place_id: int | None
    link: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a room is to be: who is to be let in, who is to be shown out, and whether it is over."""

    people: tuple[Address, ...]
    gone: tuple[Address, ...] = ()
    is_over: bool = False


def inside(member: Member) -> tuple[Address, ...]:
    """Return the accounts by which somebody can be let into a room that the bot opens."""
    return tuple(address for address in member.addresses if address.platform in OFFERED_ON)


def may_open(people: Iterable[Member]) -> bool:
    """Say whether everybody can be let into a room that the bot opens."""
    return all(inside(member) for member in people)


def ground_of(place_id: int) -> str:
    """Return the key of the errand that asks whether a room can be opened beside a place."""
    return f"{GROUND}:{place_id}"
