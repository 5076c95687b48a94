"""Subscriptions to calendars elsewhere, and the events that came from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, Select, bindparam, delete, func, insert, select, update

from bot.domain.events import Event, EventKind, Feed, Heard
from storage.events import read_event
from storage.parameters import its, same
from storage.schema import events
from storage.schema import feeds as table
from storage.work import Values, Work

_ALL: Final = select(table).order_by(table.c.id)
_GET: Final = _ALL.where(same(table, "id"))
_AT: Final = _ALL.where(same(table, "url"))
_DUE: Final = select(table).where(table.c.due <= bindparam("now")).order_by(table.c.due, table.c.id).limit(1)
_EVENTS: Final = select(events).order_by(events.c.id)
_AT_ONCE: Final = 500  # names in one question


class Feeds:
    """The FeedStore of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def create(self, feed: Feed) -> Feed:
        """Store a new subscription, to be read when it is `due`, and return it with its id."""
        return replace(feed, id=await self._work.new_id(insert(table), _columns(feed)))

    async def get(self, feed_id: int) -> Feed | None:
        """Return one subscription."""
        return await self._one(_GET, its(id=feed_id))

    async def at(self, url: str) -> Feed | None:
        """Return the subscription to an address."""
        return await self._one(_AT, its(url=url))

    async def all(self) -> Sequence[Feed]:
        """Return every subscription, by id."""
        return [_feed(row) for row in await self._work.all(_ALL)]

    async def save(self, feed: Feed) -> None:
        """Write a subscription."""
        await self._work.change(update(table).where(table.c.id == feed.id).values(_columns(feed)))

    async def delete(self, feed_id: int) -> None:
        """Delete a subscription; its events stay and belong to nobody."""
        await self._work.change(update(events).where(events.c.feed_id == feed_id).values(feed_id=None))
        await self._work.change(delete(table).where(table.c.id == feed_id))

    async def claim(self, now: datetime, until: datetime) -> Feed | None:
        """Return a subscription that is due, and put it off until then for every other process."""
        found = await self._one(_DUE, {"now": now})
        if found is None:
            return None
        mine = (table.c.id == found.id) & (table.c.due == found.due)
        return found if await self._work.change(update(table).where(mine).values(due=until)) else None

    async def next_due(self) -> datetime | None:
        """Return when a subscription is to be read next."""
        row = await self._work.first(select(func.min(table.c.due).label("due")))
        return row.due if row is not None else None

    async def events_of(self, feed_id: int) -> Sequence[Event]:
        """Return the events that came from a subscription, cancelled ones too, by id."""
        return [read_event(row) for row in await self._work.all(_EVENTS.where(events.c.feed_id == feed_id))]

    async def named(self, uids: Sequence[str]) -> Sequence[Event]:
        """Return the events that have one of these names in calendars."""
        found: list[Event] = []
        for start in range(0, len(uids), _AT_ONCE):
            some = events.c.uid.in_(list(uids[start : start + _AT_ONCE]))
            found += [read_event(row) for row in await self._work.all(_EVENTS.where(some))]
        return found

    async def _one(self, query: Select[Any], values: Values) -> Feed | None:
        row = await self._work.first(query, values)
        return _feed(row) if row else None


def _columns(feed: Feed) -> dict[str, Any]:
    return {
        "url": feed.url,
        "name": feed.name,
        "added_by": feed.added_by,
        "created_at": feed.created_at,
        "town": feed.town,
        "kind": feed.kind,
        "etag": feed.etag,
        "modified": feed.modified,
        "due": feed.due or feed.created_at,
        "seen_at": feed.seen_at,
        "failures": feed.failures,
        "told": feed.told,
        "known": {
            uid: [one.mark, one.missing_since.isoformat() if one.missing_since else None]
            for uid, one in feed.known.items()
        },
    }


def _feed(row: Row[Any]) -> Feed:
    return Feed(
        id=row.id,
        url=row.url,
        name=row.name,
        added_by=row.added_by,
        created_at=row.created_at,
        town=row.town,
        kind=EventKind(row.kind),
        etag=row.etag,
        modified=row.modified,
        due=row.due,
        seen_at=row.seen_at,
        failures=row.failures,
        told=row.told,
        known={
            uid: Heard(mark, datetime.fromisoformat(since) if since else None)
            for uid, (mark, since) in row.known.items()
        },
    )
