"""Places: the chats in which the bot works, and what each is for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.domain.hearing import EVERYTHING, Hearing
from bot.domain.people import Address, ChatAddress


class Role(StrEnum):
    """What a place is for; a place can have several roles."""

    JOBS = "jobs"
    EVENTS = "events"
    LOUNGE = "lounge"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class Place:
    """A configured chat; `id` stays the same when the platform moves the chat to a new address.

    `hears` is what it hears of events, where that is one of its roles.
    """

    id: int
    address: ChatAddress
    name: str
    roles: frozenset[Role]
    free_messages: bool = False  # free posts are read here; needs rights that commands do not
    hears: Hearing = EVERYTHING
    has_index: bool = False  # a message here lists the open jobs


CALENDAR: Final = "calendar"  # an errand; subject: place, platform; answer: the calendar's name, "" for none
SHUT: Final = "shut:"  # before the name: the bot may put nothing into it


def calendar_of(place_id: int) -> str:
    """Return the key of the errand that asks which calendar a place has."""
    return f"{CALENDAR}:{place_id}"


def membership(place_id: int, address: Address) -> str:
    """Return the key of the errand that asks whether an account is in a place; its answer is "yes" or "no"."""
    return f"membership:{place_id}:{address.platform}:{address.user}"
