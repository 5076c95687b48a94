"""Two accounts of one person: what becomes of two members when they are made one. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from bot.domain.members import Member, Visibility
from bot.domain.people import Address, Platform
from bot.domain.tagging import pinged_together, together

PARTABLE: Final = timedelta(days=7)  # so long both can be parted again
CODE_LIVES: Final = timedelta(minutes=10)
_OPEN_FIRST: Final = (Visibility.TAGGED, Visibility.LISTED, Visibility.HIDDEN)
FIELDS: Final = (
    "trade",
    "town",
    "about",
    "links",
    "availability",
)  # of a profile, where the first that is filled stands


@dataclass(frozen=True, slots=True)
class Offer:
    """A code that an account was shown, and the account that took it in.

    `in_public` says that others may have read it along, `is_agreed` that the second account wants the link.
    """

    id: int
    by: Address
    taken_by: Address | None
    in_public: bool
    is_agreed: bool
    expires: datetime


@dataclass(frozen=True, slots=True)
class Link:
    """Two members that became one and can be parted until an instant; the one of `gone_id` went into the other.

    `sides` is what each account gets back, by its platform, as plain values: the profile it had, and what it wrote.
    """

    member_id: int
    gone_id: int
    at: datetime
    until: datetime
    sides: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much of each kind hangs on a member."""

    jobs: int = 0
    interests: int = 0
    seats: int = 0
    events: int = 0
    answers: int = 0
    reminders: int = 0


def in_order(one: Member, other: Member) -> tuple[Member, Member]:
    """Return the member who stays, who is the older one, and the one who goes into them."""
    return (one, other) if one.id < other.id else (other, one)


def stricter(one: Visibility | None, other: Visibility | None) -> Visibility | None:
    """Return of two levels of consent the one that shows less; who was never asked has decided nothing."""
    said = [level for level in (one, other) if level is not None]
    return max(said, key=_OPEN_FIRST.index, default=None)


def joined(stays: Member, goes: Member, preferred: Platform) -> Member:
    """Return the one member of two: what the older one has filled in stands, and the stricter level of consent.

    Who has left all places on one platform alone is there still.
    """
    standing = {name: getattr(stays, name) or getattr(goes, name) for name in FIELDS}
    known = {held.skill.key for held in stays.skills}
    last = [at for at in (stays.last_tagged_at, goes.last_tagged_at) if at is not None]
    has_left = stays.left_at is not None and goes.left_at is not None
    later = max(stays, goes, key=_left_at) if has_left else None
    return replace(
        stays,
        accounts=(*stays.accounts, *goes.accounts),
        visibility=stricter(stays.visibility, goes.visibility),
        skills=(*stays.skills, *(held for held in goes.skills if held.skill.key not in known)),
        last_tagged_at=max(last, default=None),
        left_at=later.left_at if later is not None else None,
        erase_at=later.erase_at if later is not None else None,
        wishes=together(stays.wishes, goes.wishes),
        pings=pinged_together(stays.pings, goes.pings),
        preferred=preferred,
        **standing,
    )


def _left_at(member: Member) -> float:
    return member.left_at.timestamp() if member.left_at is not None else 0
