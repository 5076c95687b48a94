"""Events, the answers to them, and reminders."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Executable, Row, bindparam, delete, func, insert, not_, or_, select, update

from bot.domain.events import AGAIN, Answer, Attendance, Deviation, Event, EventKind, EventState, Pause, Reminder
from storage.parameters import its, same
from storage.schema import attendance, events, members, reminders
from storage.types import UtcDateTime
from storage.work import Values, Work, insert_into

_EVENTS: Final = select(events).order_by(events.c.id)
_GET: Final = _EVENTS.where(same(events, "id"))
_ACTIVE: Final = _EVENTS.where(events.c.state == EventState.ACTIVE)
_PROPOSED: Final = _EVENTS.where(events.c.state == EventState.PROPOSED)
_OF: Final = _EVENTS.where(same(events, "owner_id"))
_CAME_TO_NOTHING: Final = (EventState.DECLINED, EventState.WITHDRAWN)
_decided_at: Final = func.coalesce(events.c.changed_at, events.c.created_at)
_UNPUBLISHED: Final = _EVENTS.where(
    or_(
        events.c.state.in_(_CAME_TO_NOTHING) & (_decided_at < bindparam("before", type_=UtcDateTime)),
        (events.c.state == EventState.PROPOSED) & events.c.rule.is_(None) & (events.c.starts < bindparam("day")),
    )
)
_DELETE: Final = delete(events).where(same(events, "id"))
_ADD: Final = insert(events)
_SAVE: Final = update(events).where(same(events, "id"))
_ONE_ANSWER: Final = ("event_id", "occurrence", "member_id")
_ANSWER: Final = select(attendance.c.attendance).where(same(attendance, *_ONE_ANSWER))
_TAKE_BACK: Final = delete(attendance).where(same(attendance, *_ONE_ANSWER))
_ANSWERS: Final = select(attendance).order_by(
    attendance.c.at, attendance.c.event_id, attendance.c.occurrence, attendance.c.member_id
)
_COUNTS: Final = (
    select(attendance.c.attendance, func.count().label("people"))
    .join(members, members.c.id == attendance.c.member_id)
    .where(same(attendance, "event_id", "occurrence"), members.c.erase_at.is_(None))
    .group_by(attendance.c.attendance)
)
_SAID: Final = _ANSWERS.join(members, members.c.id == attendance.c.member_id).where(
    same(attendance, "event_id", "occurrence"), members.c.erase_at.is_(None)
)
_OWN: Final = attendance.alias("own")
_SAID_BESIDE: Final = (
    _ANSWERS.join(members, members.c.id == attendance.c.member_id)
    .join(events, events.c.id == attendance.c.event_id)
    .join(_OWN, (_OWN.c.event_id == attendance.c.event_id) & (_OWN.c.occurrence == attendance.c.occurrence))
    .where(_OWN.c.member_id == bindparam("its_member_id"), _OWN.c.attendance == Attendance.YES)
    .where(events.c.seats.is_not(None), members.c.erase_at.is_(None))
)
_ANSWERS_OF: Final = _ANSWERS.where(same(attendance, "member_id"))
_ATTENDING: Final = _ANSWERS.where(same(attendance, "event_id"), attendance.c.occurrence >= bindparam("since"))

_RECURS: Final = func.coalesce(reminders.c.rule, AGAIN) != AGAIN


@cache
def _say(dialect: str) -> Executable:
    new = insert_into(attendance, dialect)
    said = {"attendance": new.excluded.attendance, "at": new.excluded.at}
    is_new = attendance.c.attendance != new.excluded.attendance
    return new.on_conflict_do_update(index_elements=_ONE_ANSWER, set_=said, where=is_new)


class Events:
    """The EventStore of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def create(self, event: Event) -> Event:
        """Store a new event and return it with its id; one without a uid gets one."""
        named = replace(event, uid=event.uid or f"{uuid.uuid4()}@ideenherd")
        return replace(named, id=await self._work.new_id(_ADD, _columns(named)))

    async def get(self, event_id: int) -> Event | None:
        """Return one event."""
        return next(iter(await self._events(_GET, its(id=event_id))), None)

    async def save(self, event: Event) -> None:
        """Write an event."""
        self._work.soon(_SAVE, _columns(event) | its(id=event.id))

    async def active(self) -> Sequence[Event]:
        """Return every event that takes place, by id; past single ones too."""
        return await self._events(_ACTIVE, {})

    async def proposed(self) -> Sequence[Event]:
        """Return every event that waits for an organiser, by id."""
        return await self._events(_PROPOSED, {})

    async def unpublished(self, before: datetime) -> Sequence[Event]:
        """Return what was proposed and came to nothing before an instant, or would have been over by then."""
        return await self._events(_UNPUBLISHED, {"before": before, "day": before.date().isoformat()})

    async def delete(self, event_id: int) -> None:
        """Delete an event that was never announced."""
        self._work.soon(_DELETE, its(id=event_id))

    async def of(self, member_id: int) -> Sequence[Event]:
        """Return a member's events."""
        return await self._events(_OF, its(owner_id=member_id))

    async def counts(self, event_id: int, occurrence: str) -> Mapping[Attendance, int]:
        """Return how many people gave each answer to one occurrence; who is being forgotten does not count."""
        rows = await self._work.all(_COUNTS, its(event_id=event_id, occurrence=occurrence))
        return {Attendance(row.attendance): row.people for row in rows}

    async def said(self, event_id: int, occurrence: str) -> Sequence[Answer]:
        """Return the answers to one occurrence by time; those of people who are being forgotten are left out."""
        return await self._answers(_SAID, its(event_id=event_id, occurrence=occurrence))

    async def answers_of(self, member_id: int) -> Sequence[Answer]:
        """Return a member's answers."""
        return await self._answers(_ANSWERS_OF, its(member_id=member_id))

    async def attending(self, event_id: int, since: str) -> Sequence[Answer]:
        """Return the answers to occurrences that begin at or after the wall time `since` (ISO)."""
        return await self._answers(_ATTENDING, its(event_id=event_id) | {"since": since})

    async def said_beside(self, member_id: int) -> Sequence[Answer]:
        """Return the answers by time to all dates with a limit to which a member comes, as `said` does for one."""
        return await self._answers(_SAID_BESIDE, its(member_id=member_id))

    async def answer(self, answer: Answer) -> Attendance | None:
        """Keep an answer and return the one it replaces; the same one again keeps the time of the first."""
        named = {"event_id": answer.event_id, "occurrence": answer.occurrence, "member_id": answer.member_id}
        before = await self._work.first(_ANSWER, its(**named))
        await self._work.change(_say(self._work.dialect), named | {"attendance": answer.attendance, "at": answer.at})
        return Attendance(before.attendance) if before else None

    async def take_back(self, answer: Answer) -> None:
        """Forget what a member said to an occurrence."""
        named = {"event_id": answer.event_id, "occurrence": answer.occurrence, "member_id": answer.member_id}
        self._work.soon(_TAKE_BACK, its(**named))

    async def add_reminder(self, reminder: Reminder) -> Reminder:
        """Store a reminder and return it with its id."""
        return replace(reminder, id=await self._work.new_id(reminders.insert().values(_reminder_columns(reminder))))

    async def reminder(self, reminder_id: int) -> Reminder | None:
        """Return one reminder."""
        return next(iter(await self._reminders(reminders.c.id == reminder_id)), None)

    async def reminders_of(self, member_id: int) -> Sequence[Reminder]:
        """Return a member's reminders by due time."""
        return await self._reminders(reminders.c.member_id == member_id)

    async def reminders_for(self, event_id: int) -> Sequence[Reminder]:
        """Return the reminders that hang on an event."""
        return await self._reminders(reminders.c.event_id == event_id)

    async def recurring(self, until: datetime) -> Sequence[Reminder]:
        """Return the reminders that recur and come next at an instant or before, by due time."""
        return await self._reminders(_RECURS & (reminders.c.due <= until))

    async def save_reminder(self, reminder: Reminder) -> None:
        """Write a reminder."""
        await self._work.change(
            update(reminders).where(reminders.c.id == reminder.id).values(_reminder_columns(reminder))
        )

    async def drop_reminders(self, before: datetime) -> None:
        """Delete the reminders that were due before an instant, without those that recur."""
        await self._work.change(delete(reminders).where((reminders.c.due < before) & not_(_RECURS)))

    async def delete_reminder(self, reminder_id: int) -> None:
        """Delete a reminder."""
        await self._work.change(delete(reminders).where(reminders.c.id == reminder_id))

    async def _events(self, query: Executable, values: Values) -> Sequence[Event]:
        return [read_event(row) for row in await self._work.all(query, values)]

    async def _answers(self, query: Executable, values: Values) -> Sequence[Answer]:
        rows = await self._work.all(query, values)
        return [Answer(row.event_id, row.occurrence, row.member_id, Attendance(row.attendance), row.at) for row in rows]

    async def _reminders(self, condition: ColumnElement[bool]) -> Sequence[Reminder]:
        rows = await self._work.all(select(reminders).where(condition).order_by(reminders.c.due, reminders.c.id))
        return [_reminder(row) for row in rows]


def _columns(event: Event) -> dict[str, Any]:
    return {
        "owner_id": event.owner_id or None,
        "title": event.title,
        "starts": event.starts.isoformat(),
        "zone": event.zone,
        "lasts": event.lasts,
        "town": event.town,
        "venue": event.venue,
        "link": event.link,
        "text": event.text,
        "rule": event.rule,
        "state": event.state,
        "revision": event.revision,
        "created_at": event.created_at,
        "kind": event.kind,
        "seats": event.seats,
        "all_day": event.all_day,
        "uid": event.uid,
        "sequence": event.sequence,
        "changed_at": event.changed_at,
        "feed_id": event.feed_id,
        "deviations": [_written_deviation(one) for one in event.deviations],
        "pauses": [[one.first.isoformat(), one.last.isoformat(), one.reason] for one in event.pauses],
    }


def _written_deviation(one: Deviation) -> dict[str, Any]:
    """Return a deviation as JSON, without what is as the series says."""
    said = {
        "of": one.occurrence,
        "starts": one.starts.isoformat() if one.starts else None,
        "lasts": one.lasts.total_seconds() if one.lasts is not None else None,
        "town": one.town,
        "venue": one.venue,
        "text": one.text,
        "title": one.title,
        "added": one.is_added or None,
    }
    return {name: value for name, value in said.items() if value is not None}


def _deviation(said: Mapping[str, Any]) -> Deviation:
    return Deviation(
        occurrence=said["of"],
        starts=datetime.fromisoformat(said["starts"]) if "starts" in said else None,
        lasts=timedelta(seconds=said["lasts"]) if "lasts" in said else None,
        town=said.get("town"),
        venue=said.get("venue"),
        text=said.get("text"),
        title=said.get("title"),
        is_added="added" in said,
    )


def read_event(row: Row[Any]) -> Event:
    """Return the event that a row of its table holds."""
    return Event(
        id=row.id,
        owner_id=row.owner_id or 0,
        title=row.title,
        starts=datetime.fromisoformat(row.starts),
        zone=row.zone,
        lasts=row.lasts,
        town=row.town,
        venue=row.venue,
        link=row.link,
        text=row.text,
        rule=row.rule,
        state=EventState(row.state),
        revision=row.revision,
        created_at=row.created_at,
        kind=EventKind(row.kind),
        seats=row.seats,
        all_day=row.all_day,
        uid=row.uid,
        sequence=row.sequence,
        changed_at=row.changed_at,
        feed_id=row.feed_id,
        deviations=tuple(map(_deviation, row.deviations)),
        pauses=tuple(Pause(date.fromisoformat(f), date.fromisoformat(t), why) for f, t, why in row.pauses),
    )


def _reminder_columns(reminder: Reminder) -> dict[str, Any]:
    return {
        "member_id": reminder.member_id,
        "text": reminder.text,
        "due": reminder.due,
        "created_at": reminder.created_at,
        "event_id": reminder.event_id,
        "occurrence": reminder.occurrence,
        "lead": reminder.lead,
        "starts": reminder.starts.isoformat() if reminder.starts else None,
        "rule": reminder.rule,
    }


def _reminder(row: Row[Any]) -> Reminder:
    return Reminder(
        id=row.id,
        member_id=row.member_id,
        text=row.text,
        due=row.due,
        created_at=row.created_at,
        event_id=row.event_id,
        occurrence=row.occurrence,
        lead=row.lead,
        starts=datetime.fromisoformat(row.starts) if row.starts else None,
        rule=row.rule,
    )
