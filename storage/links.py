"""Linked accounts: codes, members that are made one, and what is whose until they can be parted no more."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, insert, or_, select, update

from bot.domain.links import PARTABLE, Link, Offer
from bot.domain.members import Member
from bot.domain.people import Address, Platform
from bot.stores.members import MemberStore
from storage.addresses import is_account
from storage.changing import Changed
from storage.hanging import held_by
from storage.ledger import brought_up
from storage.merging import merge
from storage.parting import part
from storage.schema import link_codes, links, places
from storage.work import Work


class Links:
    """The LinkStore of one transaction."""

    def __init__(self, work: Work, changed: Changed, members: MemberStore) -> None:
        self._work = work
        self._changed = changed
        self._members = members

    async def offer(self, by: Address, code: str, expires: datetime) -> None:
        """Keep that an account was shown a code; its older ones are void. The code itself is kept nowhere."""
        await self._work.change(delete(link_codes).where(is_account(link_codes, by)))
        row = {"hash": _hashed(code), "platform": by.platform, "login": by.user, "expires": expires}
        await self._work.change(insert(link_codes).values(row | {"in_public": False, "is_agreed": False}))

    async def take(self, code: str, by: Address, now: datetime, *, in_public: bool) -> Offer | None:
        """Let an account take a code in, which nobody else can from then on; None where it is unknown, old or spent."""
        its = (link_codes.c.hash == _hashed(code)) & (link_codes.c.expires > now)
        free = its & link_codes.c.taken_login.is_(None) & ~is_account(link_codes, by)
        taken = {"taken_platform": by.platform, "taken_login": by.user}
        await self._work.change(update(link_codes).where(free).values(taken))
        mine = its & or_(_taken_by(by), is_account(link_codes, by))
        if in_public:
            await self._work.change(update(link_codes).where(mine).values(in_public=True))
        return await self._offer(mine)

    async def offered(self, offer_id: int, now: datetime) -> Offer | None:
        """Return a code that was taken in and is not too old."""
        its = (link_codes.c.id == offer_id) & (link_codes.c.expires > now)
        return await self._offer(its & link_codes.c.taken_login.is_not(None))

    async def asked_of(self, by: Address, now: datetime) -> Offer | None:
        """Return what an account that was shown a code still has to confirm."""
        agreed = link_codes.c.is_agreed & (link_codes.c.expires > now)
        return await self._offer(is_account(link_codes, by) & agreed)

    async def agree(self, offer_id: int, until: datetime) -> None:
        """Keep that the second account wants the link, and how long the first may take to confirm it."""
        its = link_codes.c.id == offer_id
        await self._work.change(update(link_codes).where(its).values(is_agreed=True, expires=until))

    async def drop_offer(self, offer_id: int) -> None:
        """Forget a code."""
        await self._work.change(delete(link_codes).where(link_codes.c.id == offer_id))

    async def merge(self, joined: Member, goes: Member, away: Platform, now: datetime) -> Link:
        """Make two members one, who is `joined` from then on; the one who `goes` has the account on `away`."""
        home = next(one.platform for one in joined.addresses if one.platform is not away)
        self._changed.add(joined.id, goes.id)
        ledger = await merge(self._work, joined.id, goes.id, home.value, away.value)
        await self._members.save(joined)
        for ping in joined.pings:
            await self._members.pinged(ping.job_id, [joined.id], ping.until, now)
        ledger["seen"] = await held_by(self._work, joined.id)
        row = {"member_id": joined.id, "gone_id": goes.id, "at": now, "until": now + PARTABLE, "ledger": ledger}
        await self._work.change(insert(links).values(row))
        return Link(joined.id, goes.id, now, now + PARTABLE, ledger["sides"])

    async def open(self, member_id: int, now: datetime) -> Link | None:
        """Return the link of a member that can still be undone."""
        row = await self._row(member_id)
        if row is None or row.until <= now:
            return None
        return Link(row.member_id, row.gone_id, row.at, row.until, row.ledger["sides"])

    async def known_as(self, member_id: int) -> int:
        """Return who somebody is now whose number a button of before carries: a link may have made them another."""
        row = await self._work.first(select(links.c.member_id).where(links.c.gone_id == member_id))
        return row.member_id if row is not None else member_id

    async def note(self, member_id: int, writer: Platform | None) -> None:
        """Keep whose it is that something of a linked member changed: an account's, or somebody else's."""
        row = await self._row(member_id)
        if row is None:
            return
        known = await self._work.all(select(places.c.id, places.c.platform))
        ledger, now = row.ledger, await held_by(self._work, member_id)
        if brought_up(ledger, now, writer.value if writer else None, {one.id: one.platform for one in known}):
            await self._work.change(update(links).where(links.c.member_id == member_id).values(ledger=ledger))

    async def part(self, link: Link) -> None:
        """Make one member two again: each account gets what it had and what it wrote since."""
        await self.note(link.member_id, None)
        row = await self._row(link.member_id)
        if row is None:
            return
        self._changed.add(link.member_id, link.gone_id)
        await self._work.change(delete(links).where(links.c.member_id == link.member_id))
        await part(self._work, row.ledger, link.member_id, link.gone_id)

    async def _row(self, member_id: int) -> Row[Any] | None:
        return await self._work.first(select(links).where(links.c.member_id == member_id))

    async def _offer(self, condition: ColumnElement[bool]) -> Offer | None:
        row = await self._work.first(select(link_codes).where(condition).order_by(link_codes.c.id.desc()))
        if row is None:
            return None
        taken = Address(Platform(row.taken_platform), row.taken_login) if row.taken_login is not None else None
        by = Address(Platform(row.platform), row.login)
        return Offer(row.id, by, taken, row.in_public, row.is_agreed, row.expires)


def _taken_by(address: Address) -> ColumnElement[bool]:
    its = (link_codes.c.taken_platform == address.platform, link_codes.c.taken_login == address.user)
    return and_(*its)


def _hashed(code: str) -> str:
    """Hash a code; it is random enough that a plain hash cannot be turned round."""
    return hashlib.sha256(code.encode()).hexdigest()
