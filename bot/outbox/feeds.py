"""What is said of calendars elsewhere: to organisers how the reading went, to places that many events have changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.calendar.ical.feed import Parsed
from bot.calendar.ical.taking import Difference
from bot.calendar.occurrence import present
from bot.domain.events import Feed
from bot.domain.sending import Delivery, Planned, Subject
from bot.errors import FeedError
from bot.outbox.kinds import Dropped, Kind, Kinds, Outgoing, Rendered, Scene, number
from bot.outbox.organisers import elsewhere, to_organisers
from bot.talk.answers import Reply
from bot.talk.text import Text, said, words
from bot.views import feeds as view

FRESH: Final = timedelta(days=2)  # so long what the first reading brought is worth telling


async def tell_first(scene: Scene, feed: Feed, found: Difference, parsed: Parsed, *, already: int) -> None:
    """Tell whoever subscribed what the first reading brought, and what of it could not be taken over."""
    findings = [words(finding.said()) for finding in parsed.findings[: view.FINDINGS]]
    subject: Subject = {
        "feed": feed.id,
        "new": len(found.new),
        "already": already,
        "left_out": found.left_out,
        "findings": "\n".join(findings),
        "more": len(parsed.findings) + parsed.more_findings - len(findings),
    }
    await _tell(scene, feed, "feed.first", f"feed:{feed.id}:first", subject)


async def tell_trouble(scene: Scene, feed: Feed, error: FeedError) -> None:
    """Tell organisers that a calendar cannot be read, and why."""
    subject: Subject = {"feed": feed.id, "why": words(said(error))}
    key = f"feed:{feed.id}:trouble:{int(scene.now.timestamp())}"
    await _tell(scene, feed, "feed.trouble", key, subject)


async def tell_well(scene: Scene, feed: Feed) -> None:
    """Tell organisers that a calendar can be read again."""
    await _tell(scene, feed, "feed.well", f"feed:{feed.id}:well:{int(scene.now.timestamp())}", {"feed": feed.id})


async def tell_suspicious(scene: Scene, feed: Feed, known: int) -> None:
    """Tell organisers once a day that a calendar has lost most of its events, which cancels none of them."""
    key = f"feed:{feed.id}:emptied:{scene.house.today(scene.now)}"
    await _tell(scene, feed, "feed.emptied", key, {"feed": feed.id, "known": known})


def many(rows: Sequence[Planned], now: datetime) -> Planned:
    """Return the one row that a place gets instead of many with news of events, at most one for each change."""
    cancelled = {row.subject["event"] for row in rows if row.subject["what"] == "cancelled"}
    changed = {row.subject["event"] for row in rows} - cancelled
    subject: Subject = {"changed": len(changed), "cancelled": len(cancelled)}
    key = f"many:{rows[0].key}"
    return Planned(key, "feed.many", now, subject, place_id=rows[0].place_id, expires=now + FRESH, lane=rows[0].lane)


async def _tell(scene: Scene, feed: Feed, kind: str, key: str, subject: Subject) -> None:
    """Plan a message to who subscribed, as long as they are an organiser; else to organisers as ever."""
    organisers = scene.house.community.organisers
    member = await scene.store.members.get(feed.added_by) if feed.added_by is not None else None
    if member is not None and not organisers.isdisjoint(member.addresses):
        expires = scene.now + FRESH
        row = Planned(f"{key}:member:{member.id}", kind, scene.now, subject, member_id=member.id, expires=expires)
        await scene.store.outbox.plan(row)
        return
    await scene.store.outbox.plan(*await to_organisers(scene, key, kind, subject))


async def _feed(scene: Scene, delivery: Delivery) -> Feed | None:
    return await scene.store.feeds.get(int(delivery.plan.subject.get("feed", 0)))


async def _render_first(scene: Scene, delivery: Delivery) -> Rendered:
    feed = await _feed(scene, delivery)
    if feed is None:
        return Dropped("it was unsubscribed")
    events = await scene.store.feeds.events_of(feed.id)
    dates = [date for event in events if (date := present(event, scene.now)) is not None]
    coming = sorted(dates, key=lambda date: date.begins)[: view.COMING]
    return Outgoing(view.first(feed, delivery.plan.subject, coming, scene.now))


async def _render_trouble(scene: Scene, delivery: Delivery) -> Rendered:
    feed = await _feed(scene, delivery)
    if feed is None or not feed.failures:
        return Dropped("it is read again, or was unsubscribed")
    return Outgoing(view.trouble(feed, str(delivery.plan.subject.get("why", ""))))


async def _render_well(scene: Scene, delivery: Delivery) -> Rendered:
    feed = await _feed(scene, delivery)
    return Outgoing(view.well(feed)) if feed is not None and not feed.failures else Dropped("it fails again")


async def _render_emptied(scene: Scene, delivery: Delivery) -> Rendered:
    feed = await _feed(scene, delivery)
    return Outgoing(view.emptied(feed)) if feed is not None else Dropped("it was unsubscribed")


def _many(delivery: Delivery) -> Reply:
    return view.many(number(delivery.plan.subject, "changed"), number(delivery.plan.subject, "cancelled"))


async def _render_many(_scene: Scene, delivery: Delivery) -> Rendered:
    return Outgoing(_many(delivery))


async def _many_line(_scene: Scene, delivery: Delivery) -> Text:
    return _many(delivery).text


def _kinds() -> Iterable[Kind]:
    renders = {
        "feed.first": _render_first,
        "feed.trouble": _render_trouble,
        "feed.well": _render_well,
        "feed.emptied": _render_emptied,
    }
    yield from (Kind(name, render, reminds=True, unreachable=elsewhere) for name, render in renders.items())
    yield Kind("feed.many", _render_many, line=_many_line)


KINDS = Kinds({kind.name: kind for kind in _kinds()}, {})
