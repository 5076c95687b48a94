"""Subscriptions: kept as they are, read by one process at a time, and their events survive them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.domain.events import EventKind, Feed, Heard
from tests.storage.making import BEN, NOW, event, member
from tests.support.databases import fresh_store

HOUR = timedelta(hours=1)
FEED = Feed(0, "https://example.org/ruhr.ics", "Ruhr", None, NOW, town="Essen", kind=EventKind.TALK, due=NOW)


async def test_a_subscription_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    async with fresh_store(tmp_path) as storage, storage.begin() as store:
        kept = await store.feeds.create(FEED)
        heard = {"a@b": Heard(7, None), "c@d": Heard(2**31, NOW)}
        changed = replace(kept, etag='"x"', modified="gestern", seen_at=NOW, failures=2, told=True, known=heard)
        await store.feeds.save(changed)
        assert await store.feeds.get(kept.id) == await store.feeds.at(FEED.url) == changed
        assert await store.feeds.all() == [changed]
        assert await store.feeds.at("https://example.org/andere.ics") is None


async def test_a_subscription_that_is_due_is_read_by_one(tmp_path: Path) -> None:
    async with fresh_store(tmp_path) as storage, storage.begin() as store:
        assert await store.feeds.next_due() is None
        later = await store.feeds.create(replace(FEED, url="https://example.org/b.ics", due=NOW + HOUR))
        kept = await store.feeds.create(FEED)
        assert await store.feeds.next_due() == NOW
        assert await store.feeds.claim(NOW, NOW + 2 * HOUR) == kept
        assert await store.feeds.claim(NOW, NOW + 2 * HOUR) is None
        found = await store.feeds.claim(NOW + HOUR, NOW + 3 * HOUR)
        assert found == later


async def test_events_survive_their_subscription(tmp_path: Path) -> None:
    async with fresh_store(tmp_path) as storage, storage.begin() as store:
        ben = await member(store, BEN, "Ben")
        feed = await store.feeds.create(FEED)
        mine = await store.events.create(event(ben.id, uid="mine"))
        theirs = await store.events.create(event(0, uid="theirs", feed_id=feed.id))
        assert await store.feeds.events_of(feed.id) == [theirs]
        assert await store.feeds.named(["theirs", "mine", "nobody"]) == [mine, theirs]
        await store.feeds.delete(feed.id)
        assert await store.feeds.all() == []
        assert await store.events.get(theirs.id) == replace(theirs, feed_id=None)
