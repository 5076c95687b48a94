"""Doubt: an earlier try may have been accepted, and nobody said so.

A digest is one message for several rows under a key of its own. The key is written into the rows before the request
leaves, and the store hands out the rows of an unsettled digest together: they share one fate, so no line is lost or
said twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Final

from bot.delivery import ending
from bot.delivery.office import Bug, Office, log
from bot.domain.sending import Delivery, Outcome
from bot.errors import Doubt
from bot.outbox.uncertain import AGAIN, DIGEST, QUESTION, plan_question
from bot.ports import Store

BEFORE_REPEATING: Final = timedelta(seconds=15)  # what is only slow may still arrive


class Way(Enum):
    """How to go on with a claimed row."""

    FRESH = auto()  # nothing is in doubt: send
    REPEAT = auto()  # the platform still knows the key: the same once more creates nothing new
    WAIT = auto()  # too late to repeat, too early to read back: an earlier try may still arrive
    FIND = auto()  # the chat is read back
    ONCE_MORE = auto()  # one silent repetition
    GIVE_UP = auto()  # uncertain: organisers are asked


def way(office: Office, rows: Sequence[Delivery], now: datetime) -> Way:
    """Return how to go on with the rows of one message."""
    if all(is_clear(row) for row in rows):
        return Way.FRESH
    if now + office.timeout <= protected_until(office, rows, now):
        return Way.WAIT if any(is_past(row, now) for row in rows) else Way.REPEAT
    if office.outlet(rows[0]).finds:
        return Way.FIND
    return Way.ONCE_MORE if reminds(office, rows) and _doubts(rows) == 1 else Way.GIVE_UP


def is_clear(row: Delivery) -> bool:
    """Say whether no try so far can have been accepted: none is in doubt, or organisers looked."""
    return row.doubts == 0 or row.reason == AGAIN


def is_past(row: Delivery, now: datetime) -> bool:
    """Say whether a row has expired: it is settled if it is in doubt, but never sent any more."""
    return row.plan.expires is not None and row.plan.expires < now


def reminds(office: Office, rows: Sequence[Delivery]) -> bool:
    """Say whether every row is of the class *remind*."""
    kinds = [office.kinds.deliveries.get(row.plan.kind) for row in rows]
    return all(kind is not None and kind.reminds for kind in kinds)


def protected_until(office: Office, rows: Sequence[Delivery], now: datetime) -> datetime:
    """Return until when the platform takes the same key for the same message, counted from the first try."""
    first = min(row.first_try_at or now for row in rows)
    return first + office.outlet(rows[0]).repeats_for


def wire_key(rows: Sequence[Delivery]) -> str:
    """Return the key under which rows go out: the row's own, or the one that their digest was first sent under."""
    if rows[0].reason.startswith(DIGEST):
        return rows[0].reason
    return DIGEST + rows[0].plan.key if len(rows) > 1 else rows[0].plan.key


def bound(rows: Sequence[Delivery]) -> Sequence[Delivery]:
    """Return rows that came together in doubt with their digest's key as the reason, even if it was never written."""
    if len(rows) == 1 or all(is_clear(row) for row in rows):
        return rows
    return [replace(row, reason=wire_key(rows)) for row in rows]


def kept_reason(row: Delivery, reason: str) -> str:
    """Return the reason to write for a row that goes on waiting: one that settles or binds its doubts stays."""
    return row.reason if row.doubts and row.reason.startswith((AGAIN, DIGEST)) else reason


async def keep_waiting(office: Office, store: Store, row: Delivery, until: datetime, reason: str) -> None:
    """Put one row off. A doubt that the platform can settle stays one, so that nobody cancels the row meanwhile."""
    settles = not is_clear(row) and _platform_settles(office, row)
    outcome = Outcome.DOUBTFUL if settles else Outcome.WAITING
    await store.outbox.mark(row, outcome, kept_reason(row, reason), due=until)


async def doubted(office: Office, rows: Sequence[Delivery], error: Doubt, now: datetime) -> None:
    """Write that nobody knows whether a message was accepted, and when that is to be settled, if it ever can be."""
    log.warning("Nobody knows whether %s (%s) was accepted", rows[0].plan.key, rows[0].plan.kind)
    wait = _wait(office, rows, error)
    due = now if wait is None else now + wait

    async def note(store: Store) -> None:
        for row in rows:
            await store.outbox.mark(row, Outcome.DOUBTFUL, _bound(row, str(error)), due=due)
        if wait is None:
            await _give_up(office, store, rows, now)

    await office.settle(rows, note)


def _wait(office: Office, rows: Sequence[Delivery], error: Doubt) -> timedelta | None:
    """Return how long to wait before a doubt is settled, None when it cannot be."""
    platform_settles = _platform_settles(office, rows[0])
    if not platform_settles and not (reminds(office, rows) and _doubts(rows) == 0):
        return None
    name = f"row:{rows[0].id}"
    if isinstance(error, Bug):
        return office.after_bug(name)
    wait = office.wait(name)
    if not platform_settles:
        return BEFORE_REPEATING
    return wait if office.setbacks[name] > 1 else timedelta(0)


async def uncertain(office: Office, rows: Sequence[Delivery], now: datetime) -> None:
    """Write that nobody will ever know by itself; organisers are asked, but not for the class *remind*."""
    await office.settle(rows, lambda store: _give_up(office, store, rows, now))


async def _give_up(office: Office, store: Store, rows: Sequence[Delivery], now: datetime) -> None:
    first = rows[0]
    log.warning("%s (%s) stays uncertain", first.plan.key, first.plan.kind)
    office.forget(f"row:{first.id}")
    for row in rows:
        reason = _bound(row, "nobody knows whether it was accepted")
        await ending.end(office, store, (row,), Outcome.UNCERTAIN, reason, now)
    if first.plan.kind == QUESTION or not reminds(office, rows):
        await plan_question(office.scene(store, now), first)


def _bound(row: Delivery, reason: str) -> str:
    return row.reason if row.reason.startswith(DIGEST) else reason


def _platform_settles(office: Office, row: Delivery) -> bool:
    outlet = office.outlet(row)
    return outlet.finds or outlet.repeats_for > timedelta(0)


def _doubts(rows: Sequence[Delivery]) -> int:
    return max(row.doubts for row in rows)
