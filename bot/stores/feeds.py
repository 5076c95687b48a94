"""Subscriptions to calendars elsewhere, as one transaction sees them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.events import Event, Feed


class FeedStore(Protocol):
    """The feeds, and the events that came from each."""

    async def create(self, feed: Feed) -> Feed:
        """Store a new subscription, to be read when it is `due`, and return it with its id."""
        ...

    async def get(self, feed_id: int) -> Feed | None:
        """Return one subscription."""
        ...

    async def at(self, url: str) -> Feed | None:
        """Return the subscription to an address."""
        ...

    async def all(self) -> Sequence[Feed]:
        """Return every subscription, by id."""
        ...

    async def save(self, feed: Feed) -> None:
        """Write a subscription."""
        ...

    async def delete(self, feed_id: int) -> None:
        """Delete a subscription; its events stay and belong to nobody."""
        ...

    async def claim(self, now: datetime, until: datetime) -> Feed | None:
        """Return a subscription that is due, and put it off until then for every other process."""
        ...

    async def next_due(self) -> datetime | None:
        """Return when a subscription is to be read next."""
        ...

    async def events_of(self, feed_id: int) -> Sequence[Event]:
        """Return the events that came from a subscription, cancelled ones too, by id."""
        ...

    async def named(self, uids: Sequence[str]) -> Sequence[Event]:
        """Return the events that have one of these names in calendars."""
        ...
