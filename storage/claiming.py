"""Claiming: which row goes out next, by which route, and which ones together.

Everything looks at due rows only, by index: what it costs does not depend on how much is kept.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, and_, func, or_, select, update

from bot.domain.people import Platform
from bot.domain.sending import Delivery, Outcome
from storage.deliveries import OPEN, WHOLE_ROWS, by_preference, delivery, is_in_doubt
from storage.parameters import is_open
from storage.schema import accounts, deliveries, members, places
from storage.work import Work

ALONE = 3  # so many overdue rows for one chat are still sent one by one
_ORDER = (deliveries.c.lane, deliveries.c.due, deliveries.c.id)


class Claiming:
    """The part of the Outbox that leases rows."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def claim(
        self,
        platform: Platform,
        busy: Collection[str],
        owner: str,
        now: datetime,
        overdue: datetime,
        kinds: Collection[str],
    ) -> Sequence[Delivery]:
        """Lease the next due row of a platform whose receiver is not in `busy`, by lane, due time and id.

        A digest comes back as it was leased, its first row leading, until its doubt is settled. What is in doubt comes
        back even after its expiry, only to be settled.
        """
        while True:
            await self._choose_routes(now)
            row = await self._next(platform, busy, now)
            if row is None:
                return ()
            if row.closed_until is None or row.closed_until <= now:
                break
            await self._put_off(row, now)
        ids = await self._together(row, now, overdue, kinds)
        return await self._lease(ids, owner, now)

    async def _choose_routes(self, now: datetime) -> None:
        """Give every due row of a member without a route an open account; without one it waits, or ends.

        The account on the platform that the member prefers comes first, else the newest.
        """
        due = _is_due(now) & deliveries.c.platform.is_(None)
        if await self._work.first(select(deliveries.c.id).where(due).limit(1)) is None:
            return
        theirs = accounts.c.member_id == deliveries.c.member_id
        reachable = theirs & is_open(accounts, now)
        order = (by_preference(), accounts.c.id.desc())
        there_is, there_is_open = (select(accounts.c.id).where(which) for which in (theirs, reachable))

        def best(column: ColumnElement[Any]) -> ScalarSelect[Any]:
            return (
                select(column)
                .join(members, members.c.id == accounts.c.member_id)
                .where(reachable)
                .order_by(*order)
                .limit(1)
                .scalar_subquery()
            )

        opens = select(func.min(accounts.c.closed_until)).where(theirs).scalar_subquery()
        route = {"platform": best(accounts.c.platform), "login": best(accounts.c.login)}
        rows = update(deliveries).where(due)
        await self._work.change(rows.where(there_is_open.exists()).values(route))
        closed = {"outcome": Outcome.UNREACHABLE, "next_try_at": opens}
        await self._work.change(rows.where(there_is.exists()).values(closed))
        await self._work.change(rows.where(~there_is.exists()).values(outcome=Outcome.DROPPED))

    async def _next(self, platform: Platform, busy: Collection[str], now: datetime) -> Row[Any] | None:
        """Return the first due row for a receiver that is free, with when its route opens."""
        of_account = (accounts.c.platform == deliveries.c.platform) & (accounts.c.login == deliveries.c.login)
        query = (
            select(deliveries, func.coalesce(places.c.closed_until, accounts.c.closed_until).label("closed_until"))
            .outerjoin(places, places.c.id == deliveries.c.place_id)
            .outerjoin(accounts, of_account)
            .where(_is_due(now), deliveries.c.platform == platform, *_is_free(platform, busy))
            .order_by(*_ORDER)
            .limit(1)
        )
        return await self._work.first(query)

    async def _put_off(self, row: Row[Any], now: datetime) -> None:
        """Put off every due row of a closed receiver; a member's that was surely not sent may take another account.

        The reason stays: the delivery keeps in it what settles a doubt.
        """
        here = _is_due(now) & _same_receiver(row)
        if row.place_id is None:
            free = {"platform": None, "login": None, "first_try_at": None}
            await self._work.change(update(deliveries).where(here & (deliveries.c.doubts == 0)).values(free))
        closed = {"outcome": Outcome.UNREACHABLE, "next_try_at": row.closed_until}
        await self._work.change(update(deliveries).where(here).values(closed))

    async def _together(self, row: Row[Any], now: datetime, overdue: datetime, kinds: Collection[str]) -> Sequence[int]:
        """Return the ids to be leased with a row: the digest it began or was in, or itself alone."""
        if row.doubts:
            if row.digest_of is None:
                return [row.id]
            same = (deliveries.c.digest_of == row.digest_of) & (deliveries.c.doubts > 0)
            together = same & deliveries.c.outcome.in_(OPEN) & _is_wanted(now)
            return await self._ids(together, (deliveries.c.id != row.digest_of, *_ORDER))
        if row.kind not in kinds or row.due >= overdue:
            return [row.id]
        late = (
            _is_due(now)
            & _same_receiver(row)
            & deliveries.c.kind.in_(kinds)
            & (deliveries.c.due < overdue)
            & (deliveries.c.doubts == 0)
        )
        ids = await self._ids(late, _ORDER)
        return ids if len(ids) > ALONE else [row.id]

    async def _ids(self, condition: ColumnElement[bool], order: Sequence[Any]) -> Sequence[int]:
        rows = await self._work.all(select(deliveries.c.id).where(condition).order_by(*order))
        return [row.id for row in rows]

    async def _lease(self, ids: Sequence[int], owner: str, now: datetime) -> Sequence[Delivery]:
        leased = {
            "outcome": Outcome.SENDING,
            "owner": owner,
            "attempts": deliveries.c.attempts + 1,
            "first_try_at": func.coalesce(deliveries.c.first_try_at, now),
            "digest_of": ids[0] if len(ids) > 1 else None,
        }
        await self._work.change(update(deliveries).where(deliveries.c.id.in_(ids)).values(leased))
        rows = {row.id: row for row in await self._work.all(WHOLE_ROWS.where(deliveries.c.id.in_(ids)))}
        return [delivery(rows[row_id]) for row_id in ids]


def _is_due(now: datetime) -> ColumnElement[bool]:
    return deliveries.c.outcome.in_(OPEN) & (deliveries.c.next_try_at <= now) & _is_wanted(now)


def _is_wanted(now: datetime) -> ColumnElement[bool]:
    """Leave out what has expired, but not what may stand already."""
    return or_(deliveries.c.expires.is_(None), deliveries.c.expires >= now, is_in_doubt())


def _same_receiver(row: Row[Any]) -> ColumnElement[bool]:
    if row.place_id is not None:
        return and_(deliveries.c.place_id == row.place_id)
    # The member says nothing more than the login, but there is an index of members.
    of_member = deliveries.c.member_id == row.member_id
    return and_(of_member, deliveries.c.platform == row.platform, deliveries.c.login == row.login)


def _is_free(platform: Platform, busy: Collection[str]) -> list[ColumnElement[bool]]:
    """Read receivers' names ("place:4", "user:telegram:123") and leave their rows out."""
    user = f"user:{platform}:"
    place_ids = [int(name.removeprefix("place:")) for name in busy if name.startswith("place:")]
    logins = [name.removeprefix(user) for name in busy if name.startswith(user)]
    return [
        or_(column.is_(None), column.not_in(values))
        for column, values in ((deliveries.c.place_id, place_ids), (deliveries.c.login, logins))
        if values
    ]
