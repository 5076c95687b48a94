"""The outbox as a whole: rows, standing messages and errands, and when the next of them falls due."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.stores.deliveries import DeliveryStore
from bot.stores.errands import ErrandStore
from bot.stores.postings import PostingStore


class Outbox(DeliveryStore, PostingStore, ErrandStore, Protocol):
    """The rows that create messages, the messages that stand, and errands."""

    async def next_due(self) -> datetime | None:
        """Return when the next row, removal or errand falls due."""
        ...

    async def is_idle(self, now: datetime) -> bool:
        """Say whether nothing is due and every copy that can be reached shows what is wanted.

        Cheap, for those who look often.
        """
        ...
