"""The rows that create messages: planned, leased to one process, and marked with what became of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.people import Address, MessageRef, Platform
from bot.domain.sending import Delivery, Outcome, Planned


class DeliveryStore(Protocol):
    """The rows that create messages."""

    async def plan(self, *planned: Planned) -> None:
        """Add rows; a key that exists and still waits takes the new due time, one ever tried stays as it is."""
        ...

    async def cancel(self, key_prefix: str, reason: str) -> None:
        """End every row that still waits and whose key begins so, as dropped."""
        ...

    async def waiting(self, key_prefix: str, since: str = "") -> Sequence[str]:
        """Return the keys of the rows that still wait, begin so and do not sort before `since`."""
        ...

    async def newest(self, key_prefix: str) -> Delivery | None:
        """Return the newest row whose key begins so; None where there is none."""
        ...

    async def drop(self, keys: Collection[str], reason: str) -> None:
        """End the rows of these keys that still wait, as dropped."""
        ...

    async def get(self, delivery_id: int) -> Delivery | None:
        """Return one row."""
        ...

    async def by_key(self, key: str) -> Delivery | None:
        """Return the row of this key."""
        ...

    async def outcomes(self, keys: Collection[str]) -> Mapping[str, Outcome]:
        """Return what became of the rows of these keys, as far as there are rows."""
        ...

    async def expire(self, now: datetime) -> int:
        """End waiting and unreachable rows without a doubt that are past their expiry; return how many."""
        ...

    async def recover(self, owner: str, platforms: Collection[Platform], now: datetime) -> int:
        """At start: make rows doubtful that a dead process of these platforms left in `sending`; return how many."""
        ...

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

        A member's row takes the route now if it has none: the newest open account, on whatever platform; it is claimed
        only by that account's platform. The row becomes `sending`, attempts grow by one, `first_try_at` is set at the
        first try; a doubtful row comes back with its doubts. Where more than three rows of these `kinds` for the same
        receiver were due before `overdue`, all are leased together, in order, for one digest, and come back together
        while it is unsettled. Doubtful rows come back after their expiry too, to be settled. The `reason` is left
        alone. Empty: nothing due.
        """
        ...

    async def sent(self, delivery: Delivery, ref: MessageRef, now: datetime) -> None:
        """Mark a row as sent with its message."""
        ...

    async def mark(self, delivery: Delivery, outcome: Outcome, reason: str, *, due: datetime | None = None) -> None:
        """Write what became of a row; with `due` it waits until then.

        DOUBTFUL adds one to its doubts. SENDING keeps the lease and writes the reason alone.
        """
        ...

    async def reroute(self, delivery: Delivery, address: Address | None) -> None:
        """Send a member's row by another account from now on, or choose anew at the next claim when None."""
        ...

    async def restart_protection(self, delivery: Delivery, now: datetime) -> None:
        """Begin a new first try after the platform was found not to hold the message."""
        ...

    async def reopen(self, member_id: int, now: datetime) -> None:
        """Make a member's unreachable rows due again, since they were heard of."""
        ...

    async def reopen_place(self, place_id: int, now: datetime) -> int:
        """Let what could not reach a place be tried again now; return how many rows."""
        ...

    async def uncertain(self, place_id: int) -> Sequence[Delivery]:
        """Return rows of a place that are uncertain or said to be present without a known message."""
        ...
