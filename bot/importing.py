"""A calendar file taken over once, as an organiser does it: its events come, change or are cancelled here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.calendar.ical.feed import Parsed
from bot.calendar.ical.taking import imported
from bot.ports import Store
from bot.subscriptions import applied
from bot.talk.text import words


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a file brought: how many events are new, changed, cancelled, took place after all, or were too many."""

    new: int
    changed: int
    cancelled: int
    restored: int
    unchanged: int
    left_out: int
    findings: Sequence[str]
    more_findings: int


async def take_over(store: Store, parsed: Parsed, now: datetime, town: str | None = None) -> Outcome:
    """Take over the events to come of a file, quietly: each is announced on its days; what changed here is said.

    Events that came from a subscription stay with it; those of an earlier file are known again under another UID, too.
    `town` is where the file names none.
    """
    ownerless = {event.uid: event for event in await store.events.active() if event.owner_id == 0}
    named = {event.uid: event for event in await store.feeds.named([event.uid for event in parsed.events])}
    kept = [*(ownerless | named).values()]
    subscribed = {event.uid for event in kept if event.feed_id is not None}
    mine = tuple(event for event in parsed.events if event.uid not in subscribed)
    found = imported(
        Parsed(mine, parsed.findings, parsed.more_findings, parsed.name),
        [event for event in kept if event.feed_id is None],
        now,
        town,
    )
    await applied(store, found, now, quietly=True)
    done = len(found.new) + len(found.changed) + len(found.cancelled) + len(found.restored)
    return Outcome(
        new=len(found.new),
        changed=len(found.changed),
        cancelled=len(found.cancelled),
        restored=len(found.restored),
        unchanged=len(parsed.events) - done - found.left_out,
        left_out=found.left_out,
        findings=[words(finding.said()) for finding in parsed.findings],
        more_findings=parsed.more_findings,
    )
