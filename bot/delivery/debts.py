"""Debts: what became of a request and could not be written yet. None is forgotten while the process lives.

Only who owes is left alone meanwhile: the chat, and the rows, whose lease nobody else can take. All others go on. A
store that is full or locked as a whole keeps everybody from claiming by itself.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.domain.sending import Delivery, Outcome
from bot.outbox.uncertain import DIGEST
from bot.ports import Storage, Store
from bot.reporting import reported

log = logging.getLogger("bot.delivery")

Write = Callable[[Store], Awaitable[None]]

FIRST_WAIT: Final = timedelta(seconds=2)
LONGEST_WAIT: Final = timedelta(minutes=5)
TRIES: Final = 5  # to write down what became of a row before at least its doubt is


@dataclass(slots=True, eq=False)
class Debt:
    """One thing to be written: for whom (`holds`), the rows it is about, if any, and from when on it is tried again."""

    what: Write
    holds: str
    rows: Sequence[Delivery]
    tries: int = 1  # the one that failed before it was owed
    due: datetime | None = None
    is_under_way: bool = False

    def is_due(self, now: datetime) -> bool:
        """Say whether it is to be tried, and nobody does already."""
        return not self.is_under_way and (self.due is None or self.due <= now)


class Debts:
    """What one courier owes to the store."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._owed: list[Debt] = []

    @property
    def holders(self) -> set[str]:
        """Return the names of those for whom something is owed."""
        return {debt.holds for debt in self._owed}

    async def write(self, what: Write, holds: str, rows: Sequence[Delivery] = ()) -> None:
        """Write in a transaction of its own; what fails is owed, since an accepted message must not be forgotten.

        So is what is called off in the middle, as at the end of the process: it is paid before that.
        """
        is_written = False
        try:
            is_written = await self._written(what)
        finally:
            if not is_written:
                self.owe(what, holds, rows)

    def owe(self, what: Write, holds: str, rows: Sequence[Delivery] = ()) -> None:
        """Write it with the next payment; about rows only if they are still leased then."""
        self._owed.append(Debt(what, holds, rows))

    async def pay(self, now: datetime) -> None:
        """Write what is owed and due, oldest first."""
        for debt in self._owed.copy():
            if debt in self._owed and debt.is_due(now):  # another call may have paid it meanwhile
                await self._pay(debt, now)

    async def pay_at_last(self, now: datetime) -> None:
        """Write what is owed before the end; of what cannot be written the log names the rows."""
        for debt in self._owed:
            debt.due = None
        await self.pay(now)
        for debt in self._owed:
            log.error("What became of %s is not written: it is in doubt at the next start", _names(debt))

    async def _pay(self, debt: Debt, now: datetime) -> None:
        debt.is_under_way = True
        try:
            if await self._is_paid(debt, now):
                self._owed.remove(debt)
        finally:
            debt.is_under_way = False

    async def _is_paid(self, debt: Debt, now: datetime) -> bool:
        """Try once more; from the last try on the doubt alone will do, and without it the waits grow."""
        if await self._written(lambda store: _rest(store, debt)):
            return True
        debt.tries += 1
        if debt.tries < TRIES:
            return False
        if debt.rows and await self._written(lambda store: _doubt(store, debt.rows, now)):
            log.error("What became of %s could not be written: it is in doubt", _names(debt))
            return True
        wait = growing(debt.tries - TRIES)
        log.error("What became of %s cannot be written: tried again in %s", _names(debt), wait)
        debt.due = now + wait
        return False

    async def _written(self, what: Write) -> bool:
        try:
            async with self._storage.begin() as store:
                await what(store)
        except Exception as error:  # noqa: BLE001 - a full disk or a locked file must not stop the loop
            reported(error, "writing")
            return False
        return True


def growing(failures: int) -> timedelta:
    """Return how long to wait after so many failures before the last: doubling from two seconds to five minutes."""
    return min(FIRST_WAIT * (1 << min(failures, 10)), LONGEST_WAIT)


async def _rest(store: Store, debt: Debt) -> None:
    """Write what is owed, unless a try that seemed to fail had written it: then the lease is over."""
    if not debt.rows or await _leased(store, debt.rows):
        await debt.what(store)


async def _doubt(store: Store, rows: Sequence[Delivery], now: datetime) -> None:
    """Write the least that is true of rows whose request left: nobody knows. The key of their digest stays."""
    for row in await _leased(store, rows):
        reason = row.reason if row.reason.startswith(DIGEST) else "what became of it could not be written"
        await store.outbox.mark(row, Outcome.DOUBTFUL, reason, due=now)


async def _leased(store: Store, rows: Sequence[Delivery]) -> list[Delivery]:
    """Return those rows, as they stand, that are still leased for the try they came with."""
    found = [(await store.outbox.get(row.id), row.attempts) for row in rows]
    return [row for row, tries in found if row and row.outcome is Outcome.SENDING and row.attempts == tries]


def _names(debt: Debt) -> str:
    return ", ".join(row.plan.key for row in debt.rows) or debt.holds
