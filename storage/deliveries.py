"""Rows of the outbox: planned once under a unique key, and what became of each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Executable, Row, Select, bindparam, case, func, not_, or_, select, update

from bot.domain.people import Address, MessageRef, Platform
from bot.domain.sending import Delivery, Outcome, Planned
from storage.addresses import ACCOUNT, its_account, read_ref, written
from storage.parameters import its, same
from storage.schema import accounts, deliveries, members, places
from storage.work import Values, Work, insert_into


def by_preference() -> ColumnElement[int]:
    """Return what sorts the account first that is on the platform which its member prefers."""
    return case((accounts.c.platform == members.c.preferred, 0), else_=1)


OPEN: Final = (Outcome.WAITING, Outcome.DOUBTFUL, Outcome.UNREACHABLE)
_STILL_WAITS: Final = (Outcome.WAITING, Outcome.UNREACHABLE)
_RELEASED: Final = {"owner": None}
_LIKELY_PLATFORM: Final = (
    select(accounts.c.platform)
    .join(members, members.c.id == accounts.c.member_id)
    .where(accounts.c.member_id == deliveries.c.member_id)
    .order_by(by_preference(), accounts.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
# A member's row that has no route yet names the platform that is preferred, else the newest account's.
WHOLE_ROWS: Final = select(
    deliveries, func.coalesce(deliveries.c.platform, _LIKELY_PLATFORM).label("on_platform")
).order_by(deliveries.c.id)
_GET: Final = WHOLE_ROWS.where(same(deliveries, "id"))
_BY_KEY: Final = WHOLE_ROWS.where(same(deliveries, "key"))
_OUTCOMES: Final = select(deliveries.c.key, deliveries.c.outcome).where(
    deliveries.c.key.in_(bindparam("keys", expanding=True))
)
_BEGIN_SO: Final = select(deliveries.c.key, deliveries.c.outcome).where(
    deliveries.c.key >= bindparam("first"), deliveries.c.key < bindparam("after")
)
_NEWEST: Final = (
    WHOLE_ROWS.where(deliveries.c.key >= bindparam("first"), deliveries.c.key < bindparam("after"))
    .order_by(None)
    .order_by(deliveries.c.id.desc())
    .limit(1)
)
_CHANGE: Final = update(deliveries).where(same(deliveries, "id"))
_DOUBT: Final = _CHANGE.values(doubts=deliveries.c.doubts + 1)
_OPEN_PLACE: Final = (
    update(places).where(same(places, "id"), places.c.closed_until.is_not(None)).values(closed_until=None)
)
_OPEN_ACCOUNT: Final = (
    update(accounts).where(same(accounts, *ACCOUNT), accounts.c.closed_until.is_not(None)).values(closed_until=None)
)
_REOPEN: Final = (
    update(deliveries)
    .where(same(deliveries, "member_id") & (deliveries.c.outcome == Outcome.UNREACHABLE))
    .values(next_try_at=bindparam("now"))
)


@cache
def _plan(dialect: str) -> Executable:
    new = insert_into(deliveries, dialect)
    names = ("kind", "lane", "due", "expires", "subject", "next_try_at", "outcome", "reason")
    # Spelled out, since an IN is expanded for each execution and many rows are one execution.
    revivable = or_(*(deliveries.c.outcome == outcome for outcome in (*_STILL_WAITS, Outcome.DROPPED)))
    untouched = (deliveries.c.attempts == 0) & revivable
    return new.on_conflict_do_update(
        index_elements=["key"], set_={name: new.excluded[name] for name in names}, where=untouched
    )


class Deliveries:
    """The rows themselves; claiming them is `storage.claiming`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def plan(self, *planned: Planned) -> None:
        """Add rows; a key that exists and still waits takes the new due time, one ever tried stays as it is.

        A row that was cancelled before it was ever tried waits again, so that an event can be moved away and back.
        """
        platforms = await self._platforms({plan.place_id for plan in planned if plan.place_id is not None})
        await self._work.change_each(_plan(self._work.dialect), [_new_row(plan, platforms) for plan in planned])

    async def cancel(self, key_prefix: str, reason: str) -> None:
        """End every row that still waits and whose key begins so, as dropped."""
        await self.drop(await self.waiting(key_prefix), reason)

    async def waiting(self, key_prefix: str, since: str = "") -> Sequence[str]:
        """Return the keys of the rows that still wait, begin so and do not sort before `since`."""
        # Asked for without the outcome, or SQLite would rather look at everything that waits.
        begin_so = {"first": max(key_prefix, since), "after": _after(key_prefix)}
        return [row.key for row in await self._work.all(_BEGIN_SO, begin_so) if row.outcome in _STILL_WAITS]

    async def newest(self, key_prefix: str) -> Delivery | None:
        """Return the newest row whose key begins so; None where there is none."""
        return next(iter(await self._read(_NEWEST, {"first": key_prefix, "after": _after(key_prefix)})), None)

    async def drop(self, keys: Collection[str], reason: str) -> None:
        """End the rows of these keys that still wait, as dropped."""
        if keys:
            still_waits = deliveries.c.outcome.concat("").in_(_STILL_WAITS)  # as above
            these = deliveries.c.key.in_(keys) & still_waits
            dropped = {"outcome": Outcome.DROPPED, "reason": reason}
            await self._work.change(update(deliveries).where(these).values(dropped))

    async def get(self, delivery_id: int) -> Delivery | None:
        """Return one row."""
        return next(iter(await self._read(_GET, its(id=delivery_id))), None)

    async def by_key(self, key: str) -> Delivery | None:
        """Return the row of this key."""
        return next(iter(await self._read(_BY_KEY, its(key=key))), None)

    async def outcomes(self, keys: Collection[str]) -> Mapping[str, Outcome]:
        """Return what became of the rows of these keys, as far as there are rows."""
        if not keys:
            return {}
        return {row.key: Outcome(row.outcome) for row in await self._work.all(_OUTCOMES, {"keys": list(keys)})}

    async def uncertain(self, place_id: int) -> Sequence[Delivery]:
        """Return rows of a place that are uncertain or said to be present without a known message."""
        unknown = deliveries.c.ref_message.is_(None) & deliveries.c.outcome.in_((Outcome.UNCERTAIN, Outcome.PRESENT))
        return await self._read(WHOLE_ROWS.where((deliveries.c.place_id == place_id) & unknown))

    async def expire(self, now: datetime) -> int:
        """End waiting and unreachable rows that are past their expiry, unless in doubt; return how many."""
        return await self._work.change(
            update(deliveries)
            .where(deliveries.c.outcome.in_(_STILL_WAITS) & (deliveries.c.expires < now) & not_(is_in_doubt()))
            .values(outcome=Outcome.EXPIRED)
        )

    async def recover(self, owner: str, platforms: Collection[Platform], now: datetime) -> int:
        """At start: make rows doubtful that a dead process of these platforms left in `sending`; return how many."""
        left = (
            (deliveries.c.outcome == Outcome.SENDING)
            & deliveries.c.platform.in_(platforms)
            & (deliveries.c.owner != owner)
        )
        doubtful = {"outcome": Outcome.DOUBTFUL, "doubts": deliveries.c.doubts + 1, "next_try_at": now}
        return await self._work.change(update(deliveries).where(left).values(doubtful | _RELEASED))

    async def sent(self, delivery: Delivery, ref: MessageRef, now: datetime) -> None:
        """Mark a row as sent with its message; the route it took is open."""
        sent = {"outcome": Outcome.SENT, "reason": "", "sent_at": now}
        self._change(delivery, sent | written(ref, "ref_") | _RELEASED)
        if delivery.plan.place_id is not None:
            self._work.soon(_OPEN_PLACE, its(id=delivery.plan.place_id))
        elif delivery.address is not None:
            self._work.soon(_OPEN_ACCOUNT, its_account(delivery.address))

    async def mark(self, delivery: Delivery, outcome: Outcome, reason: str, *, due: datetime | None = None) -> None:
        """Write what became of a row; with `due` it waits until then. DOUBTFUL adds one to its doubts."""
        became: dict[str, Any] = {"outcome": outcome, "reason": reason}
        if due is not None:
            became["next_try_at"] = due
        if outcome is Outcome.DOUBTFUL:
            self._work.soon(_DOUBT, its(id=delivery.id))
        self._change(delivery, became if outcome is Outcome.SENDING else became | _RELEASED)

    async def reroute(self, delivery: Delivery, address: Address | None) -> None:
        """Send a member's row by another account from now on, or choose anew at the next claim when None.

        The row waits again, and its first try on the new route is still to come.
        """
        platform, login = (address.platform, address.user) if address else (None, None)
        route = {"platform": platform, "login": login, "first_try_at": None}
        self._change(delivery, {"outcome": Outcome.WAITING, **route} | _RELEASED)

    async def restart_protection(self, delivery: Delivery, now: datetime) -> None:
        """Begin a new first try after the platform was found not to hold the message."""
        self._change(delivery, {"first_try_at": now})

    async def reopen(self, member_id: int, now: datetime) -> None:
        """Make a member's unreachable rows due again, since they were heard of."""
        self._work.soon(_REOPEN, its(member_id=member_id) | {"now": now})

    async def reopen_place(self, place_id: int, now: datetime) -> int:
        """Make a place's unreachable rows due again, since the bot may write there again; return how many."""
        held = (deliveries.c.place_id == place_id) & (deliveries.c.outcome == Outcome.UNREACHABLE)
        return await self._work.change(update(deliveries).where(held).values(next_try_at=now))

    def _change(self, delivery: Delivery, values: dict[str, Any]) -> None:
        self._work.soon(_CHANGE, values | its(id=delivery.id))

    async def _read(self, query: Select[Any], values: Values | None = None) -> list[Delivery]:
        rows = await self._work.all(query, values)
        return [delivery(row) for row in rows]

    async def _platforms(self, place_ids: Collection[int]) -> dict[int, str]:
        if not place_ids:
            return {}
        rows = await self._work.all(select(places.c.id, places.c.platform).where(places.c.id.in_(place_ids)))
        return {row.id: row.platform for row in rows}


def is_in_doubt() -> ColumnElement[bool]:
    """Return the condition for open rows whose message may stand: they are settled even after their expiry.

    One that is unreachable may have been doubtful before; one that waits has no doubt that can be settled.
    """
    return (deliveries.c.outcome != Outcome.WAITING) & (deliveries.c.doubts > 0)


def delivery(row: Row[Any]) -> Delivery:
    """Return the row as the core knows it."""
    plan = Planned(
        key=row.key,
        kind=row.kind,
        due=row.due,
        subject=row.subject or {},
        place_id=row.place_id,
        member_id=row.member_id,
        expires=row.expires,
        lane=row.lane,
    )
    return Delivery(
        id=row.id,
        plan=plan,
        outcome=Outcome(row.outcome),
        platform=Platform(row.on_platform),
        attempts=row.attempts,
        doubts=row.doubts,
        address=Address(Platform(row.platform), row.login) if row.login is not None else None,
        first_try_at=row.first_try_at,
        ref=read_ref(row, "ref_"),
        reason=row.reason,
    )


def _new_row(plan: Planned, platforms: dict[int, str]) -> dict[str, Any]:
    if (plan.place_id is None) == (plan.member_id is None):
        raise ValueError(f"a delivery goes to a place or to a member: {plan.key}")
    platform, login = (plan.address.platform, plan.address.user) if plan.address is not None else (None, None)
    return {
        "key": plan.key,
        "kind": plan.kind,
        "lane": plan.lane,
        "due": plan.due,
        "expires": plan.expires,
        "subject": dict(plan.subject),
        "place_id": plan.place_id,
        "member_id": plan.member_id,
        "platform": platforms[plan.place_id] if plan.place_id is not None else platform,
        "login": login,
        "outcome": Outcome.WAITING,
        "next_try_at": plan.due,
        "attempts": 0,
        "doubts": 0,
        "reason": "",
    }


def _after(prefix: str) -> str:
    """Return the first text that sorts after everything that begins with the prefix."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1) if prefix else "\U0010ffff"
