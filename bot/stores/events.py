"""Events with the answers to them, and reminders, as one transaction sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.events import Answer, Attendance, Event, Reminder


class EventStore(Protocol):
    """Events, answers to them and reminders."""

    async def create(self, event: Event) -> Event:
        """Store a new event and return it with its id; one without a uid gets one."""
        ...

    async def get(self, event_id: int) -> Event | None:
        """Return one event."""
        ...

    async def save(self, event: Event) -> None:
        """Write an event."""
        ...

    async def active(self) -> Sequence[Event]:
        """Return every event that takes place, by id; past single ones too."""
        ...

    async def proposed(self) -> Sequence[Event]:
        """Return every event that waits for an organiser, by id."""
        ...

    async def unpublished(self, before: datetime) -> Sequence[Event]:
        """Return what was proposed and came to nothing before an instant, or would have been over by then."""
        ...

    async def delete(self, event_id: int) -> None:
        """Delete an event that was never announced."""
        ...

    async def of(self, member_id: int) -> Sequence[Event]:
        """Return a member's events."""
        ...

    async def counts(self, event_id: int, occurrence: str) -> Mapping[Attendance, int]:
        """Return how many people gave each answer to one occurrence; who is being forgotten does not count."""
        ...

    async def said(self, event_id: int, occurrence: str) -> Sequence[Answer]:
        """Return the answers to one occurrence by time; those of people who are being forgotten are left out."""
        ...

    async def answers_of(self, member_id: int) -> Sequence[Answer]:
        """Return a member's answers."""
        ...

    async def said_beside(self, member_id: int) -> Sequence[Answer]:
        """Return the answers by time to all dates with a limit to which a member comes, as `said` does for one."""
        ...

    async def answer(self, answer: Answer) -> Attendance | None:
        """Keep an answer and return the one it replaces; the same one again keeps the time of the first."""
        ...

    async def take_back(self, answer: Answer) -> None:
        """Forget what a member said to an occurrence."""
        ...

    async def attending(self, event_id: int, since: str) -> Sequence[Answer]:
        """Return the answers to occurrences that begin at or after the wall time `since` (ISO)."""
        ...

    async def add_reminder(self, reminder: Reminder) -> Reminder:
        """Store a reminder and return it with its id."""
        ...

    async def reminder(self, reminder_id: int) -> Reminder | None:
        """Return one reminder."""
        ...

    async def reminders_of(self, member_id: int) -> Sequence[Reminder]:
        """Return a member's reminders by due time."""
        ...

    async def reminders_for(self, event_id: int) -> Sequence[Reminder]:
        """Return the reminders that hang on an event."""
        ...

    async def recurring(self, until: datetime) -> Sequence[Reminder]:
        """Return the reminders that recur and come next at an instant or before, by due time."""
        ...

    async def save_reminder(self, reminder: Reminder) -> None:
        """Write a reminder."""
        ...

    async def drop_reminders(self, before: datetime) -> None:
        """Delete the reminders that were due before an instant, without those that recur."""
        ...

    async def delete_reminder(self, reminder_id: int) -> None:
        """Delete a reminder."""
        ...
