"""Reminders that recur: one row of the outbox at a time, and the next is planned in the transaction that ends it.

So a kill loses none and doubles none: a row that has not ended leads to the next one when it does. The row of one that
recurs never expires, so that it always ends here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.calendar.chain import due_before, next_before, next_time
from bot.calendar.occurrence import Occurrence, dates, named
from bot.calendar.wall import instant
from bot.domain.events import EVERY_DATE, Event, EventState, Reminder
from bot.domain.sending import Delivery, Outcome
from bot.outbox.kinds import Scene
from bot.outbox.reminder_rows import TEXT_WAITS, pending, plan, row_of
from bot.ports import Store

UNREACHED: Final = "nothing gets through"  # the reason of a row that is tried once a day
PAUSED: Final = "paused: nothing gets through"  # and of one that rests until the member is heard of
RESTS: Final = timedelta(days=100 * 365)
GIVEN_UP: Final = timedelta(days=30)  # after a cancelled event's next date
_TOLD: Final = (Outcome.SENT, Outcome.DIGESTED, Outcome.UNCERTAIN)


def upcoming(reminder: Reminder, event: Event | None, zone: ZoneInfo, now: datetime) -> Reminder | None:
    """Return a reminder that recurs as it comes next, after its present time; None where nothing is left of it."""
    if reminder.rule == EVERY_DATE:
        date = next_before(event, reminder.lead, reminder.due, now, reminder.at) if event is not None else None
        return at_date(reminder, date) if date is not None else None
    if reminder.rule is None or reminder.starts is None:
        return None
    start = next_time(reminder.starts, reminder.rule, zone, reminder.due, now, TEXT_WAITS)
    if start is None:
        return None
    return replace(reminder, due=instant(start, zone), occurrence=start.isoformat(timespec="minutes"))


def at_date(reminder: Reminder, date: Occurrence) -> Reminder:
    """Return the reminder of an event as it comes before this date."""
    due = due_before(date, reminder.lead, reminder.at)
    return replace(reminder, event_id=date.event.id, occurrence=date.name, due=due)


async def go_on(
    store: Store, reminder: Reminder, zone: ZoneInfo, now: datetime, *, missed: bool = False
) -> Reminder | None:
    """Plan what comes next and return it. None where nothing is left of it: then it is one that has come.

    While the event is cancelled nothing is planned.
    """
    event = await store.events.get(reminder.event_id) if reminder.event_id is not None else None
    if event is not None and event.state is not EventState.ACTIVE:
        return None
    coming = upcoming(reminder, event, zone, now)
    if coming is None:
        starts = reminder.starts if reminder.at is not None else None
        await store.events.save_reminder(replace(reminder, rule=None, starts=starts))
        return None
    await store.events.save_reminder(coming)
    await plan(store, coming, missed=missed)
    return coming


async def leave_out(store: Store, reminder: Reminder, zone: ZoneInfo, now: datetime) -> Reminder | None:
    """Leave out the next time of a reminder and return it as it comes then; None where nothing is left, and it goes."""
    row = await row_of(store, reminder)
    if row is not None and row.plan.due == reminder.due:
        await store.outbox.cancel(row.plan.key, "it was left out")
    coming = await go_on(store, reminder, zone, now)
    if coming is None:
        await store.events.delete_reminder(reminder.id)
    return coming


async def ended(scene: Scene, delivery: Delivery, outcome: Outcome) -> None:
    """Let a reminder that recurs go on when its row has ended."""
    reminder = await scene.store.events.reminder(int(delivery.plan.subject.get("reminder", 0)))
    if reminder is None or not reminder.recurs or reminder.due != delivery.plan.due:
        return
    missed = outcome not in _TOLD and delivery.reason == UNREACHED
    await go_on(scene.store, reminder, scene.house.community.zone, scene.now, missed=missed)


async def unreachable(scene: Scene, delivery: Delivery) -> None:
    """Note that a reminder that recurs got nowhere; after two in a row all of the member's rest that got nowhere.

    They wait until the member is heard of. What may stand there already is left to be settled.
    """
    store, reminder = scene.store, await scene.store.events.reminder(int(delivery.plan.subject.get("reminder", 0)))
    if reminder is None or not reminder.recurs or delivery.doubts:
        return
    if not delivery.plan.subject.get("missed"):
        await store.outbox.mark(delivery, Outcome.UNREACHABLE, UNREACHED, due=scene.now + timedelta(days=1))
        return
    for one in await store.events.reminders_of(reminder.member_id):
        row = await row_of(store, one) if one.recurs else None
        if row is not None and row.outcome is Outcome.UNREACHABLE and not row.doubts:
            await store.outbox.mark(row, Outcome.UNREACHABLE, PAUSED, due=scene.now + RESTS)


async def revive(store: Store, zone: ZoneInfo, now: datetime) -> None:
    """Plan on what recurs and has no open row any more: at the start, since a backup or a bug may have cut a chain."""
    past = await store.events.recurring(now)
    for start in range(0, len(past), 200):
        some = past[start : start + 200]
        still = await pending(store, some)
        for reminder in some:
            if reminder.id in still:
                continue
            if await go_on(store, reminder, zone, now) is None and reminder.due < now - GIVEN_UP:
                await store.events.delete_reminder(reminder.id)


async def follow(
    store: Store, reminder: Reminder, before: Event, successor: Callable[[Occurrence], Occurrence | None], now: datetime
) -> None:
    """Let a reminder of every date follow a changed event: to the first date that nobody was told of or skipped.

    That is its next date, as it is now, or an earlier one that is new or was moved. Of one that has become too near
    nothing is said, since who holds a reminder is told of the change anyway.
    """
    old = named(before, reminder.occurrence or "")
    new = successor(old) if old is not None else None
    event = new.event if new is not None else await store.events.get(before.id)
    date = _first_untold(before, event, old, reminder, now) if event is not None else None
    if date is None:
        return
    moved = at_date(reminder, date)
    await store.events.save_reminder(moved)
    await plan(store, moved)


def _first_untold(
    before: Event, after: Event, old: Occurrence | None, reminder: Reminder, now: datetime
) -> Occurrence | None:
    for date in dates(after, now):
        was = named(before, date.name)
        is_as_before = was is not None and was.start == date.start
        if old is not None and is_as_before and date.start == old.start:
            return date
        is_told = old is not None and is_as_before and date.start < old.start
        if due_before(date, reminder.lead, reminder.at) > now and not is_told:
            return date
    return None
