"""Subscriptions: calendars elsewhere are read again and again, and what has changed there changes here.

Nothing of the network happens inside of a transaction. A subscription is put off before it is asked, so that a kill in
the middle costs a quarter of an hour and nothing is read by two processes. What cannot be had or read cancels nothing:
organisers are told once, and once more when it is well again.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Final

from bot.calendar.ical.feed import Parsed
from bot.calendar.ical.taking import Difference, compared
from bot.calendar.occurrence import dates
from bot.context import House
from bot.domain.events import Event, EventState, Feed
from bot.domain.places import Role
from bot.errors import FeedError, FeedGone, FeedRefused
from bot.feeds import Elsewhere, Fetched, NotModified
from bot.outbox import event_changes, event_dates, feeds
from bot.outbox import events as outbox
from bot.outbox.events import ladder
from bot.outbox.kinds import Scene
from bot.ports import Clock, Storage, Store
from bot.reporting import reported

log = logging.getLogger(__name__)

EVERY: Final = timedelta(hours=1)
AGAIN: Final = timedelta(minutes=15)  # after a failure, doubling up to SELDOM
SELDOM: Final = timedelta(hours=12)
PATIENT: Final = 3  # failures in a row until organisers are told; what surely stays so they hear at once
LOUD: Final = 5  # so many new events at once get a card each, more only their announcements; so many changes are told
DATES: Final = 3  # so many changed dates of a series are told one by one, more of them as one change
COMPARED: Final = timedelta(days=5 * 366)  # of a series that begins otherwise


@dataclass(slots=True)
class Subscriptions:
    """Everything that is read from elsewhere, on one storage."""

    storage: Storage
    house: House
    elsewhere: Elsewhere
    clock: Clock
    is_reading: bool = field(default=False, init=False)  # calls may overlap

    async def read_due(self) -> int:
        """Read every subscription that is due, one after the other; return how many that were."""
        if self.is_reading:
            return 0
        self.is_reading = True
        count = 0
        try:
            while (feed := await self._claimed()) is not None:
                await self._read(feed)
                count += 1
        finally:
            self.is_reading = False
        return count

    async def next_due(self) -> datetime | None:
        """Return when the next one is due."""
        async with self.storage.begin() as store:
            return await store.feeds.next_due()

    async def _claimed(self) -> Feed | None:
        now = self.clock.now()
        async with self.storage.begin() as store:
            return await store.feeds.claim(now, now + AGAIN)

    async def _read(self, feed: Feed) -> None:
        try:
            asked = {"etag": feed.etag or None, "last_modified": feed.modified or None}
            came = await self.elsewhere.fetcher.fetch(feed.url, **asked)
            if isinstance(came, NotModified):
                await self._unchanged(feed)
                return
            parsed = await self.elsewhere.reader(came.data, self.house.community.zone.key)
            await self._take(feed, came, parsed)
        except FeedError as error:
            await self._failed(feed, error)
        except Exception as error:  # noqa: BLE001 - one bad calendar must not keep the others from being read
            reported(error, f"reading the subscription {feed.id}")

    async def _unchanged(self, feed: Feed) -> None:
        """Note that a calendar says what it said; what has been missing there may have been missing for long enough."""
        now = self.clock.now()
        async with self.storage.begin() as store:
            kept = await store.feeds.get(feed.id)
            if kept is None:
                return
            again = any(heard.missing_since is not None for heard in kept.known.values())
            etag, modified = ("", "") if again else (kept.etag, kept.modified)  # then the whole of it is asked for
            await self._well(store, replace(kept, etag=etag, modified=modified), now)

    async def _take(self, feed: Feed, came: Fetched, parsed: Parsed) -> None:
        now = self.clock.now()
        async with self.storage.begin() as store:
            kept = await store.feeds.get(feed.id)
            if kept is None:
                return  # unsubscribed meanwhile
            found = compared(parsed, kept, await store.feeds.events_of(feed.id), now)
            elsewhere = {event.uid for event in await store.feeds.named([event.uid for event in found.new])}
            found = replace(found, new=tuple(event for event in found.new if event.uid not in elsewhere))
            is_first = kept.seen_at is None
            await applied(store, found, now, quietly=is_first)
            name = kept.name or parsed.name
            said = replace(kept, name=name, etag=came.etag or "", modified=came.last_modified or "", known=found.heard)
            scene = Scene(self.house, store, now)
            if is_first:
                await feeds.tell_first(scene, said, found, parsed, already=len(elsewhere))
            if found.is_suspicious:
                await feeds.tell_suspicious(scene, said, len(found.heard))
            await self._well(store, said, now)

    async def _well(self, store: Store, feed: Feed, now: datetime) -> None:
        if feed.told:
            await feeds.tell_well(Scene(self.house, store, now), feed)
        await store.feeds.save(replace(feed, seen_at=now, failures=0, told=False, due=now + EVERY))

    async def _failed(self, feed: Feed, error: FeedError) -> None:
        """Put a subscription off, and tell organisers where it has failed for long or surely stays so."""
        now = self.clock.now()
        log.info("The subscription %s was not read (%s)", feed.id, type(error).__name__)
        async with self.storage.begin() as store:
            kept = await store.feeds.get(feed.id)
            if kept is None:
                return
            failures = kept.failures + 1
            is_to_tell = failures >= PATIENT or kept.seen_at is None or isinstance(error, FeedRefused | FeedGone)
            if is_to_tell and not kept.told:
                await feeds.tell_trouble(Scene(self.house, store, now), kept, error)
            wait = min(AGAIN * (1 << min(failures - 1, 8)), SELDOM)
            told = kept.told or is_to_tell
            await store.feeds.save(replace(kept, failures=failures, told=told, due=now + wait))


async def applied(store: Store, found: Difference, now: datetime, *, quietly: bool) -> None:
    """Let what a calendar says happen here: events come, change, are cancelled or take place after all.

    With `quietly` new events get no card at once, only their announcements, and so do many that come together. Of many
    changes at once a place reads only how many there are; whom one concerns reads it as ever.
    """
    news: event_changes.News = []
    for event in found.new:
        await _come(store, event, now, quietly=quietly or len(found.new) > LOUD)
    for before, after in found.changed:
        await _change(store, before, after, now, news)
    for event in found.cancelled:
        cancelled = replace(event, state=EventState.CANCELLED).touched(now)
        await store.events.save(cancelled)
        await event_changes.cancel(store, cancelled, now, 0, news=news)
    for event in found.restored:
        was, restored = await store.events.get(event.id), event.touched(now)
        await store.events.save(restored)
        if was is not None:
            await event_changes.follow(store, was, restored, now)
        await event_changes.restore(store, restored, now, 0, news=news)
    for place_id in {row.place_id for row in news}:
        rows = [row for row in news if row.place_id == place_id]
        await store.outbox.plan(*(rows if len(rows) <= LOUD else [feeds.many(rows, now)]))


async def _come(store: Store, event: Event, now: datetime, *, quietly: bool) -> None:
    kept = await store.events.create(event)
    if quietly:
        await store.outbox.plan(*ladder(kept, await store.places.with_role(Role.EVENTS), now))
    else:
        await outbox.publish(store, kept, now)


async def _change(store: Store, before: Event, after: Event, now: datetime, news: event_changes.News) -> None:
    """Let one event change: date by date where only a few dates of a series are otherwise, else as a whole.

    Some calendars let a series begin with its next date, each time anew; that by itself is no news.
    """
    names = _changed_dates(before, after)
    if names and len(names) <= DATES:
        await _change_dates(store, before, after, names, now, news)
        return
    changed = after.touched(now)
    await store.events.save(changed)
    others = _other_dates(before, after, now)
    if others is None or len(others) > 1:
        await event_changes.change(store, before, changed, now, 0, news=news)
    elif others:
        await event_dates.change_date(store, before, changed, others[0], now, 0, news=news)
    else:
        await event_changes.follow(store, before, changed, now)


async def _change_dates(
    store: Store, before: Event, after: Event, names: Sequence[str], now: datetime, news: event_changes.News
) -> None:
    for name in names:
        others = tuple(one for one in before.deviations if one.occurrence != name)
        new = tuple(one for one in after.deviations if one.occurrence == name)
        deviations = tuple(sorted((*others, *new), key=lambda one: one.occurrence))
        changed = replace(before, deviations=deviations).touched(now)
        await store.events.save(changed)
        await event_dates.change_date(store, before, changed, name, now, 0, news=news)
        before = changed


def _other_dates(before: Event, after: Event, now: datetime) -> Sequence[str] | None:
    """Return the dates to come that are otherwise in a series that begins otherwise; None where more has changed."""
    if not before.is_series or replace(before, starts=after.starts, deviations=after.deviations) != after:
        return None
    was, is_now = _shown(before, now), _shown(after, now)
    return [name for name in {**was, **is_now} if was.get(name) != is_now.get(name)]


def _shown(event: Event, now: datetime) -> dict[str, tuple[object, ...]]:
    """Return what is shown of the dates of an event that are compared."""
    coming = takewhile(lambda one: one.begins < now + COMPARED, dates(event, now))
    return {one.name: (one.start, one.lasts, one.town, one.venue, one.title, one.text) for one in coming}


def _changed_dates(before: Event, after: Event) -> Sequence[str]:
    """Return the dates that are otherwise, where nothing else is; empty where more than single dates changed."""
    if replace(before, deviations=()) != replace(after, deviations=()):
        return ()
    names = {one.occurrence for one in (*before.deviations, *after.deviations)}
    return sorted(name for name in names if before.deviation(name) != after.deviation(name))
