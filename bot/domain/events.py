"""Events, answers to them and reminders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

EVERY_DATE: Final = "EVERY DATE"  # stands for a reminder's rule: it comes before every date of its event
AGAIN: Final = "AGAIN"  # stands for a reminder's rule: one that had come was put off, and comes once more


class EventState(StrEnum):
    """Whether an event takes place; one that a member proposed waits for an organiser, and may come to nothing."""

    ACTIVE = "active"
    CANCELLED = "cancelled"
    PROPOSED = "proposed"
    DECLINED = "declined"  # proposed, and an organiser said no
    WITHDRAWN = "withdrawn"  # proposed, and taken back by who did


class EventKind(StrEnum):
    """What sort of event it is; the values are what members read, type and what a place may ask for."""

    MEETUP = "Treffen"
    BARCAMP = "Barcamp"
    TALK = "Vortrag"
    WORKSHOP = "Workshop"
    COFFEE = "Lean Coffee"
    COWORKING = "Coworking"
    OTHER = "Anderes"


class Attendance(StrEnum):
    """A person's answer to one occurrence; the values are the buttons' labels."""

    YES = "Dabei"
    MAYBE = "Vielleicht"
    NO = "Absagen"


@dataclass(frozen=True, slots=True)
class Deviation:
    """What is otherwise for one date of a series, named as the rule has it ("2026-12-09T19:00").

    It takes place at the wall time `starts`, or not at all where that is None. The other fields are None where the date
    is as the series says. One that `is_added` is no date of the rule but stands beside it.
    """

    occurrence: str
    starts: datetime | None
    lasts: timedelta | None = None
    town: str | None = None
    venue: str | None = None
    text: str | None = None
    title: str | None = None
    is_added: bool = False

    @property
    def of(self) -> datetime:
        """Return the wall time that the rule has."""
        return datetime.fromisoformat(self.occurrence)


@dataclass(frozen=True, slots=True)
class Pause:
    """A time without dates, such as the summer: from the day `first` to the day `last`, both included."""

    first: date
    last: date
    reason: str = ""

    def covers(self, start: datetime) -> bool:
        """Say whether a date of the rule falls into it."""
        return self.first <= start.date() <= self.last


@dataclass(frozen=True, slots=True)
class Event:
    """One event or a series of them.

    `starts` is naive wall time in `zone` (an IANA name) and the first occurrence; `rule` is an RRULE without the
    prefix, or None. An occurrence is named by the naive wall time that the rule has, in ISO form ("2026-12-09T19:00").
    One that lasts `all_day` begins at midnight and lasts whole days. `seats` is how many may say yes, None for any
    number. `uid` names it in calendars, for ever; `sequence` counts its changes there, and `changed_at` is the last of
    them. `feed_id` is the subscription that it came from. Only a series has `deviations`, at most one for a date, and
    `pauses`.
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
    kind: EventKind = EventKind.MEETUP
    seats: int | None = None
    all_day: bool = False
    uid: str = ""
    sequence: int = 0
    changed_at: datetime | None = None
    feed_id: int | None = None
    deviations: tuple[Deviation, ...] = ()
    pauses: tuple[Pause, ...] = ()

    @property
    def is_series(self) -> bool:
        """Say whether the event recurs."""
        return self.rule is not None

    def touched(self, at: datetime) -> Event:
        """Return the event as changed at an instant: with its next revision, and its next number in calendars."""
        return replace(self, revision=self.revision + 1, sequence=self.sequence + 1, changed_at=at)

    def deviation(self, occurrence: str) -> Deviation | None:
        """Return what is otherwise for the date of that name."""
        return next((one for one in self.deviations if one.occurrence == occurrence), None)

    def paused_on(self, day: date) -> Pause | None:
        """Return the pause in which a day lies."""
        return next((one for one in self.pauses if one.first <= day <= one.last), None)


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
    """A member's own reminder: a text of theirs, or an event's date with a lead time.

    `due` is aware UTC; of one that recurs it is when it comes next. `occurrence` names the event's date where
    `event_id` is set, and of a text that recurs the wall time at which it comes next. One that recurs has a `rule`: for
    a text as events have, begun at the wall time `starts` in the community's zone, for an event EVERY_DATE. What was
    put off has the rule AGAIN, and `starts` is the wall time at which it had come. Of one that comes whole days before
    an event at a time of day, `starts` is the wall time at which it comes first.
    """

    id: int
    member_id: int
    text: str
    due: datetime
    created_at: datetime
    event_id: int | None = None
    occurrence: str | None = None
    lead: timedelta = timedelta(0)
    starts: datetime | None = None
    rule: str | None = None

    @property
    def recurs(self) -> bool:
        """Say whether it comes again and again."""
        return self.rule is not None and not self.is_again

    @property
    def is_again(self) -> bool:
        """Say whether it was put off."""
        return self.rule == AGAIN

    @property
    def at(self) -> time | None:
        """Return at which time of day it comes, whole days before an event; None where the lead is a span of time."""
        return self.starts.time() if self.starts and self.event_id is not None and not self.is_again else None


@dataclass(frozen=True, slots=True)
class Heard:
    """What a feed said of one event when it was last read: a mark of its content, and since when it is not there."""

    mark: int
    missing_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar elsewhere that organisers subscribed to.

    `etag` and `modified` are what its server said last, to be asked with. `due` is when it is read next, `seen_at` when
    it was last read well; `failures` counts the tries since then, and `told` says whether organisers know of them.
    `known` holds, by UID, a mark of what the calendar said of each event to come, and since when it has been missing.
    """

    id: int
    url: str
    name: str
    added_by: int | None
    created_at: datetime
    town: str | None = None
    kind: EventKind = EventKind.MEETUP
    etag: str = ""
    modified: str = ""
    due: datetime | None = None
    seen_at: datetime | None = None
    failures: int = 0
    told: bool = False
    known: Mapping[str, Heard] = field(default_factory=dict)
