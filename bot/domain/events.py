"""Events, answers to them and reminders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class EventState(StrEnum):
    """Whether an event still takes place."""

    ACTIVE = "active"
    CANCELLED = "cancelled"


class Attendance(StrEnum):
    """A person's answer to one occurrence; the values are the buttons' labels."""

    YES = "Dabei"
    MAYBE = "Vielleicht"
    NO = "Absagen"


@dataclass(frozen=True, slots=True)
class Event:
    """One event or a series of them.

    `starts` is naive wall time in `zone` (an IANA name) and the first occurrence; `rule` is an RRULE without the
    prefix, or None. An occurrence is named by its naive wall time in ISO form ("2026-12-09T19:00").
    """

    id: int
    owner_id: int
    title: str
    starts: datetime
    zone: str
    lasts: timedelta
    town: str | None
    venue: str
    link: str
    text: str
    rule: str | None
    state: EventState
    revision: int
    created_at: datetime

    @property
    def is_series(self) -> bool:
        """Say whether the event recurs."""
        return self.rule is not None


@dataclass(frozen=True, slots=True)
class Answer:
    """What one member said to one occurrence of an event."""

    event_id: int
    occurrence: str
    member_id: int
    attendance: Attendance
    at: datetime


@dataclass(frozen=True, slots=True)
class Reminder:
    """A member's own reminder: a text of theirs, or an event's next occurrence with a lead time.

    `due` is aware UTC. `occurrence` names the event's occurrence where `event_id` is set.
    """

    id: int
    member_id: int
    text: str
    due: datetime
    created_at: datetime
    event_id: int | None = None
    occurrence: str | None = None
    lead: timedelta = timedelta(0)
