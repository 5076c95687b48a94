"""What goes out for reminders: a message to the member alone, asked again at the moment it is due.

What has come is kept for a while, so that it can be put off. How one that recurs goes on says `bot.outbox.recurring`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import takewhile
from zoneinfo import ZoneInfo

from bot.calendar.chain import due_before, next_before, next_time
from bot.calendar.occurrence import Occurrence, dates, falls_out, named, present
from bot.calendar.wall import instant
from bot.domain.events import EVERY_DATE, Event, EventState, Reminder
from bot.domain.sending import Delivery, Planned
from bot.outbox import recurring
from bot.outbox.kinds import Dropped, Kind, Kinds, Outgoing, Rendered, Scene
from bot.outbox.late import is_late
from bot.outbox.recurring import PAUSED, at_date
from bot.outbox.reminder_rows import TEXT_WAITS, key_of, pending, plan
from bot.ports import Store
from bot.talk.text import Text
from bot.views import reminders as view

__all__ = [
    "KINDS",
    "TEXT_WAITS",
    "delete",
    "due_before",
    "follow",
    "go_over",
    "holders",
    "key_of",
    "open_ones",
    "plan",
    "plan_for",
]


async def delete(store: Store, reminder: Reminder) -> None:
    """Delete a reminder; a row of an event's finds nothing when it is due, since its key may be wanted again."""
    await store.events.delete_reminder(reminder.id)
    await store.outbox.cancel(f"reminder:{reminder.id}:", "the reminder was deleted")


async def open_ones(store: Store, member_id: int, now: datetime) -> list[Reminder]:
    """Return a member's reminders that are still to be delivered, by due time."""
    reminders = await store.events.reminders_of(member_id)
    still = await pending(store, [reminder for reminder in reminders if reminder.due <= now])
    return [one for one in reminders if one.due > now or one.recurs or one.id in still]


async def holders(store: Store, event: Event, now: datetime, is_hit: Callable[[Occurrence], bool]) -> set[int]:
    """Return who has a reminder of a date of the event that is not over and that a change hits, or had it already."""
    found = set()
    for reminder in await store.events.reminders_for(event.id):
        if any(date.ends > now and is_hit(date) for date in _held(event, reminder, now)):
            found.add(reminder.member_id)
    return found


def _held(event: Event, reminder: Reminder, now: datetime) -> list[Occurrence]:
    """Return the dates of an event that a reminder is about; if it comes before every date, up to its next one."""
    date = named(event, reminder.occurrence or "")
    if reminder.rule != EVERY_DATE or date is None:
        return [date] if date is not None else []
    here = present(event, now)
    before = [] if here is None else takewhile(lambda other: other.begins < date.begins, dates(event, here.begins))
    return [*before, date]


async def plan_for(store: Store, event: Event, now: datetime) -> None:
    """Plan again every reminder of an event that is still to come."""
    for reminder in await store.events.reminders_for(event.id):
        date = named(event, reminder.occurrence or "")
        if reminder.rule == EVERY_DATE and (date is None or reminder.due <= now):
            await recurring.go_on(store, reminder, ZoneInfo(event.zone), now)
        elif date is not None and reminder.due > now:
            await plan(store, reminder, date.ends)


async def follow(
    store: Store, before: Event, after: Event, successor: Callable[[Occurrence], Occurrence | None], now: datetime
) -> None:
    """Move the reminders of an event to its new dates; one that would be due already goes, as does one of a lost date.

    Who holds one is told of the change anyway. One that was put off stays where its owner wants it. One of a date that
    falls out waits, without a row, since the date may take place after all.
    """
    for reminder in await store.events.reminders_for(before.id):
        if reminder.rule == EVERY_DATE:
            await recurring.follow(store, reminder, before, successor, now)
            continue
        name = reminder.occurrence or ""
        old = named(before, name)
        new = successor(old) if old is not None else named(after, name)
        known = old or new
        if known is None or known.ends <= now or (new is None and falls_out(after, name)):
            continue
        if old is not None and new is not None and (new.event.id, new.start) == (old.event.id, old.start):
            continue
        due = now if new is None else reminder.due if reminder.is_again else due_before(new, reminder.lead, reminder.at)
        if new is None or due <= now:
            if reminder.due > now:
                await store.events.delete_reminder(reminder.id)
            elif new is not None:  # it has come, and may be put off
                await store.events.save_reminder(replace(reminder, event_id=new.event.id, occurrence=new.name))
            continue
        moved = replace(at_date(reminder, new), due=due)
        await store.events.save_reminder(moved)
        await plan(store, moved, new.ends)


async def go_over(store: Store, ended: Event, new: Event, now: datetime) -> None:
    """Let reminders of every date that stay with a series that ends come before the dates of the new one, too."""
    for one in await store.events.reminders_for(ended.id):
        first = next_before(new, one.lead, now, now, one.at) if one.rule == EVERY_DATE else None
        if first is not None:
            await plan(store, await store.events.add_reminder(at_date(replace(one, created_at=now), first)))


@dataclass(frozen=True, slots=True)
class _Due:
    """A reminder that is due, with its event's date."""

    reminder: Reminder
    date: Occurrence | None


async def _due(scene: Scene, delivery: Delivery) -> _Due | Dropped:
    """Return the reminder of a row and its event's date, both as they are now."""
    reminder = await scene.store.events.reminder(int(delivery.plan.subject.get("reminder", 0)))
    if reminder is None or reminder.due != delivery.plan.due:
        return Dropped("the reminder is gone or was moved")
    if reminder.event_id is None:
        return (
            _Due(reminder, None) if _is_newest(scene, reminder) else Dropped("it is too late, or there is a newer one")
        )
    event = await scene.store.events.get(reminder.event_id)
    if event is None or event.state is not EventState.ACTIVE:
        return Dropped("the event is cancelled")
    date = named(event, reminder.occurrence or "")
    if date is None or date.ends <= scene.now:
        return Dropped("the event is over or was moved")
    if reminder.recurs and due_before(date, reminder.lead, reminder.at) > scene.now:
        return Dropped("the date was moved")
    return _Due(reminder, date)


def _is_newest(scene: Scene, reminder: Reminder) -> bool:
    """Say whether a text is to be said: one that recurs neither when it is a week late nor when it came again since."""
    if not reminder.recurs or reminder.rule is None or reminder.starts is None:
        return True
    if scene.now - reminder.due > TEXT_WAITS:
        return False
    zone = scene.house.community.zone
    start = next_time(reminder.starts, reminder.rule, zone, reminder.due, scene.now, TEXT_WAITS)
    return start is None or instant(start, zone) > scene.now


async def _render(scene: Scene, delivery: Delivery) -> Rendered:
    if (rested := await _rested(scene, delivery)) is not None:
        return Outgoing(view.reminder(rested))
    found = await _due(scene, delivery)
    if isinstance(found, Dropped):
        return found
    again = view.putting_off(found.reminder, found.date, scene.now, scene.house.community.zone)
    return Outgoing(view.reminder(_words(scene, delivery, found), again))


async def _line(scene: Scene, delivery: Delivery) -> Text | Dropped:
    if (rested := await _rested(scene, delivery)) is not None:
        return rested
    found = await _due(scene, delivery)
    return found if isinstance(found, Dropped) else _words(scene, delivery, found)


def _words(scene: Scene, delivery: Delivery, found: _Due) -> Text:
    late = is_late(delivery, scene.now)
    return view.words(found.reminder, found.date, scene.now, scene.house.community.zone, late=late)


async def _rested(scene: Scene, delivery: Delivery) -> Text | None:
    """Return the notice that a reminder rested and comes again; None where it did not, or nothing is left of it."""
    if delivery.reason != PAUSED:
        return None
    reminder = await scene.store.events.reminder(int(delivery.plan.subject.get("reminder", 0)))
    if reminder is None or not reminder.recurs or reminder.due != delivery.plan.due:
        return None
    event = await scene.store.events.get(reminder.event_id) if reminder.event_id is not None else None
    zone = scene.house.community.zone
    coming = recurring.upcoming(reminder, event, zone, scene.now)
    return None if coming is None else view.rested(coming, event, scene.now, zone, scene.house.community.language)


async def _unreachable(scene: Scene, delivery: Delivery) -> tuple[Planned, ...]:
    await recurring.unreachable(scene, delivery)
    return ()


KINDS = Kinds(
    {"reminder": Kind("reminder", _render, reminds=True, line=_line, unreachable=_unreachable, ended=recurring.ended)},
    {},
)
