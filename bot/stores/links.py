"""Linked accounts: codes, and members that are made one and parted again, as one transaction sees them."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.domain.links import Link, Offer
from bot.domain.members import Member
from bot.domain.people import Address, Platform


class LinkStore(Protocol):
    """Codes by which accounts are linked, and the links that can still be undone."""

    async def offer(self, by: Address, code: str, expires: datetime) -> None:
        """Keep that an account was shown a code; its older ones are void. The code itself is kept nowhere."""
        ...

    async def take(self, code: str, by: Address, now: datetime, *, in_public: bool) -> Offer | None:
        """Let an account take a code in, which nobody else can from then on; None where it is unknown, old or spent.

        An account's own code comes back without being taken in.
        """
        ...

    async def offered(self, offer_id: int, now: datetime) -> Offer | None:
        """Return a code that was taken in and is not too old."""
        ...

    async def asked_of(self, by: Address, now: datetime) -> Offer | None:
        """Return what an account that was shown a code still has to confirm."""
        ...

    async def agree(self, offer_id: int, until: datetime) -> None:
        """Keep that the second account wants the link, and how long the first may take to confirm it."""
        ...

    async def drop_offer(self, offer_id: int) -> None:
        """Forget a code."""
        ...

    async def merge(self, joined: Member, goes: Member, away: Platform, now: datetime) -> Link:
        """Make two members one, who is `joined` from then on; the one who `goes` has the account on `away`."""
        ...

    async def open(self, member_id: int, now: datetime) -> Link | None:
        """Return the link of a member that can still be undone."""
        ...

    async def known_as(self, member_id: int) -> int:
        """Return who somebody is now whose number a button of before carries: a link may have made them another."""
        ...

    async def note(self, member_id: int, writer: Platform | None) -> None:
        """Keep whose it is that something of a linked member changed: an account's, or somebody else's.

        Called before and after whatever an account does; costs some twenty statements while a link can be undone.
        """
        ...

    async def part(self, link: Link) -> None:
        """Make one member two again: each account gets what it had and what it wrote since."""
        ...
