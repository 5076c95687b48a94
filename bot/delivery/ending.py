"""What follows on rows that have come to their end, as their kind wants it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.delivery.office import Office
from bot.domain.sending import Delivery, Outcome
from bot.ports import Store
from bot.reporting import reported


async def end(
    office: Office, store: Store, rows: Sequence[Delivery], outcome: Outcome, reason: str, now: datetime
) -> None:
    """Write what became of rows in the end, and what follows on it, in the same transaction."""
    for row in rows:
        await store.outbox.mark(row, outcome, reason)
        await follow(office, store, row, outcome, now)


async def follow(office: Office, store: Store, row: Delivery, outcome: Outcome, now: datetime) -> None:
    """Do what follows on a row that has ended; a bug in it undoes nothing else."""
    kind = office.kinds.deliveries.get(row.plan.kind)
    if kind is None or kind.ended is None:
        return
    try:
        async with store.savepoint():
            await kind.ended(office.scene(store, now), row, outcome)
    except Exception as error:  # noqa: BLE001 - the row's own outcome must be written whatever a theme does
        reported(error, f"what follows on {row.plan.key} ({row.plan.kind})")
