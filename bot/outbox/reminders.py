"""What goes out for reminders: a message to the member alone, asked again at the moment it is due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.calendar.occurrence import Occurrence, named
from bot.calendar.wall import instant
from bot.domain.events import Event, EventState, Reminder
from bot.domain.sending import Delivery, Outcome, Planned
from bot.outbox.kinds import Dropped, Kind, Kinds, Outgoing, Rendered, Scene
from bot.outbox.late import is_late
from bot.ports import Store
from bot.talk.text import Text
from bot.views import reminders as view

TEXT_WAITS: Final = timedelta(days=7)  # so late a text is still delivered
DAY: Final = timedelta(days=1)
_PENDING: Final = (Outcome.WAITING, Outcome.SENDING, Outcome.DOUBTFUL, Outcome.UNREACHABLE)


def due_before(date: Occurrence, lead: timedelta) -> datetime:
    """Return the instant a lead before a date begins: whole days are wall time, the rest is time that passes."""
    days = lead // DAY
    return instant(date.start - days * DAY, ZoneInfo(date.event.zone)) - (lead - days * DAY)


def key_of(reminder: Reminder) -> str:
    """Return the key of a reminder's row; for an event it names date, lead and member, which is unique."""
    if reminder.event_id is None:
        return f"reminder:{reminder.id}:member:{reminder.member_id}"
    lead = lead_name(reminder.lead)
    return f"event:{reminder.event_id}:{reminder.occurrence}:remind:{lead}:member:{reminder.member_id}"


def lead_name(lead: timedelta) -> str:
    """Return "1d", "2h" or "90m", the largest unit in which a lead is whole."""
    for unit, length in (("d", DAY), ("h", timedelta(hours=1))):
        if lead and not lead % length:
            return f"{lead // length}{unit}"
    return f"{lead // timedelta(minutes=1)}m"


async def plan(store: Store, reminder: Reminder, ends: datetime | None = None) -> None:
    """Plan a reminder; one of an event is pointless when the event `ends`, a text when it is a week late."""
    expires = ends if ends is not None else reminder.due + TEXT_WAITS
    subject = {"reminder": reminder.id}
    row = Planned(
        key_of(reminder), "reminder", reminder.due, subject, member_id=reminder.member_id, expires=expires, lane=3
    )
    await store.outbox.plan(row)


async def delete(store: Store, reminder: Reminder) -> None:
    """Delete a reminder; a row of an event's finds nothing when it is due, since its key may be wanted again."""
    await store.events.delete_reminder(reminder.id)
    if reminder.event_id is None:
        await store.outbox.cancel(key_of(reminder), "the reminder was deleted")


async def open_ones(store: Store, member_id: int, now: datetime) -> list[Reminder]:
    """Return a member's reminders that are still to be delivered, by due time; those that are done are deleted."""
    still: list[Reminder] = []
    reminders = await store.events.reminders_of(member_id)
    outcomes = await store.outbox.outcomes([key_of(reminder) for reminder in reminders if reminder.due <= now])
    for reminder in reminders:
        if reminder.due <= now and outcomes.get(key_of(reminder)) not in _PENDING:
            await store.events.delete_reminder(reminder.id)
        else:
            still.append(reminder)
    return still


async def holders(store: Store, event: Event, now: datetime) -> set[int]:
    """Return who has a reminder of a date of the event that is not over."""
    found = set()
    for reminder in await store.events.reminders_for(event.id):
        date = named(event, reminder.occurrence or "")
        if date is not None and date.ends > now:
            found.add(reminder.member_id)
    return found


async def plan_for(store: Store, event: Event, now: datetime) -> None:
    """Plan again every reminder of an event that is still to come."""
    for reminder in await store.events.reminders_for(event.id):
        date = named(event, reminder.occurrence or "")
        if date is not None and reminder.due > now:
            await plan(store, reminder, date.ends)


async def follow(
    store: Store, before: Event, successor: Callable[[Occurrence], Occurrence | None], now: datetime
) -> None:
    """Move the reminders of an event to its new dates; one that would be due already goes, as does one of a lost date.

    Who holds one is told of the change anyway.
    """
    for reminder in await store.events.reminders_for(before.id):
        old = named(before, reminder.occurrence or "")
        if old is None or old.ends <= now:
            continue
        new = successor(old)
        if new is not None and new.start == old.start:
            continue
        due = due_before(new, reminder.lead) if new is not None else now
        if new is None or due <= now:
            await store.events.delete_reminder(reminder.id)
            continue
        moved = replace(reminder, occurrence=new.name, due=due)
        await store.events.save_reminder(moved)
        await plan(store, moved, new.ends)


async def _due(scene: Scene, delivery: Delivery) -> tuple[Reminder, Occurrence | None] | Dropped:
    """Return the reminder of a row and its event's date, both as they are now."""
    reminder = await scene.store.events.reminder(int(delivery.plan.subject.get("reminder", 0)))
    if reminder is None or key_of(reminder) != delivery.plan.key:
        return Dropped("the reminder is gone or was moved")
    if reminder.event_id is None:
        return reminder, None
    event = await scene.store.events.get(reminder.event_id)
    if event is None or event.state is not EventState.ACTIVE:
        return Dropped("the event is cancelled")
    date = named(event, reminder.occurrence or "")
    if date is None or date.ends <= scene.now:
        return Dropped("the event is over or was moved")
    return reminder, date


async def _render(scene: Scene, delivery: Delivery) -> Rendered:
    text = await _line(scene, delivery)
    return text if isinstance(text, Dropped) else Outgoing(view.reminder(text))


async def _line(scene: Scene, delivery: Delivery) -> Text | Dropped:
    found = await _due(scene, delivery)
    if isinstance(found, Dropped):
        return found
    reminder, date = found
    await open_ones(scene.store, reminder.member_id, scene.now)  # what was delivered before this is not kept for ever
    late = is_late(delivery, scene.now)
    if date is not None:
        return view.event_words(date, scene.now, late=late)
    return view.text_words(reminder, scene.now, scene.house.community.zone, late=late)


KINDS = Kinds({"reminder": Kind("reminder", _render, reminds=True, line=_line)}, {})
