"""A member, a job and an event as large as they get, for what is shown of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.calendar.occurrence import Occurrence
from bot.domain.community import Community
from bot.domain.events import Event, EventState
from bot.domain.jobs import Job, JobState
from bot.domain.members import Account, Member
from bot.domain.people import Address, Platform

BERLIN: Final = ZoneInfo("Europe/Berlin")
NOW: Final = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
HOUSE: Final = Community("Testherd", BERLIN, "de", "Orga-Team", "orga@example.org")
ANNA: Final = Member(1, "Anna", (Account(Address(Platform.TELEGRAM, "4711"), "Anna"),))


def job(title: str = "Vereinsportal", words: str = "Wir suchen Leute für Python.") -> Job:
    """Return an open job."""
    return Job(999_999, ANNA.id, JobState.OPEN, title, words, "Essen", "ab Januar", "", (), 1, NOW)


def date(title: str = "Twittwoch", words: str = "Vorträge und Pizza.") -> Occurrence:
    """Return a date on 9 December at seven in the evening."""
    starts = datetime.fromisoformat("2026-12-09T19:00")
    where = ("Essen", "Unperfekthaus", "https://twittwoch.example/@ruhr")
    event = Event(
        999_999, 1, title, starts, "Europe/Berlin", timedelta(hours=2), *where, words, None, EventState.ACTIVE, 1, NOW
    )
    return Occurrence(event, starts)
