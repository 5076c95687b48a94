"""The row of a reminder: its key, when it is planned, and whether it is still open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.domain.events import Reminder
from bot.domain.sending import Delivery, Outcome, Planned
from bot.ports import Store

TEXT_WAITS: Final = timedelta(days=7)  # so late a text is still delivered
DAY: Final = timedelta(days=1)
_PENDING: Final = (Outcome.WAITING, Outcome.SENDING, Outcome.DOUBTFUL, Outcome.UNREACHABLE)
_UNTRIED: Final = (Outcome.WAITING, Outcome.UNREACHABLE, Outcome.DROPPED)


def key_of(reminder: Reminder) -> str:
    """Return the key of a reminder's row; for an event it names date, lead, time of day and member, which is unique.

    The key of a text that recurs names the wall time at which it comes.
    """
    if reminder.event_id is not None and not reminder.is_again:
        lead = lead_name(reminder.lead) + (f"{reminder.at:@%H%M}" if reminder.at is not None else "")
        return f"event:{reminder.event_id}:{reminder.occurrence}:remind:{lead}:member:{reminder.member_id}"
    moment = f"{reminder.occurrence}:" if reminder.recurs else ""
    return f"reminder:{reminder.id}:{moment}member:{reminder.member_id}"


def lead_name(lead: timedelta) -> str:
    """Return "1d", "2h" or "90m", the largest unit in which a lead is whole."""
    for unit, length in (("d", DAY), ("h", timedelta(hours=1))):
        if lead and not lead % length:
            return f"{lead // length}{unit}"
    return f"{lead // timedelta(minutes=1)}m"


async def plan(store: Store, reminder: Reminder, ends: datetime | None = None, *, missed: bool = False) -> None:
    """Plan a reminder; one of an event is pointless when the event `ends`, a text when it is a week late.

    The row of one that recurs never expires: when it ends, whatever becomes of it, the next one is planned. `missed`
    says that nothing got through to the member when it came last.
    """
    expires = ends if ends is not None else reminder.due + TEXT_WAITS
    subject: dict[str, str | int] = {"reminder": reminder.id}
    if missed:
        subject["missed"] = 1
    row = Planned(
        await _free_key(store, reminder),
        "reminder",
        reminder.due,
        subject,
        member_id=reminder.member_id,
        expires=None if reminder.recurs else expires,
        lane=3,
    )
    await store.outbox.plan(row)


async def row_of(store: Store, reminder: Reminder) -> Delivery | None:
    """Return the row under which a reminder is planned at its present time."""
    for key in reversed(_keys(reminder)):
        row = await store.outbox.by_key(key)
        if row is not None and row.plan.due == reminder.due:
            return row
    return None


async def pending(store: Store, reminders: Iterable[Reminder]) -> Mapping[int, Outcome]:
    """Return the state of the rows that are still to be delivered, by the number of their reminder."""
    keys = {key: reminder.id for reminder in reminders for key in _keys(reminder)}
    outcomes = await store.outbox.outcomes(keys)
    return {keys[key]: outcome for key, outcome in outcomes.items() if outcome in _PENDING}


async def _free_key(store: Store, reminder: Reminder) -> str:
    """Return the key to plan under: another one where a date was moved after somebody had been reminded of it."""
    key, *moved = _keys(reminder)
    row = await store.outbox.by_key(key) if moved else None
    is_free = row is None or row.plan.due == reminder.due or (row.attempts == 0 and row.outcome in _UNTRIED)
    return key if is_free else moved[0]


def _keys(reminder: Reminder) -> list[str]:
    key = key_of(reminder)
    if reminder.event_id is None or reminder.is_again:
        return [key]
    return [key, f"{key}:{reminder.due.astimezone(UTC):%Y-%m-%dT%H:%MZ}"]
