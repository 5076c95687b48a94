"""Short ways to put things into a database; what a test is about it says itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.events import Event, EventState
from bot.domain.jobs import Job, JobPart, JobState
from bot.domain.members import Member, Visibility
from bot.domain.people import Address, ChatAddress, MessageRef, Platform
from bot.domain.places import Place, Role
from bot.domain.skills import MemberSkill, Skill, Stance
from bot.ports import Store

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
TELEGRAM, DISCORD = Platform.TELEGRAM, Platform.DISCORD
ANNA, BEN, CARLA = (Address(TELEGRAM, user) for user in ("101", "102", "103"))
ANNA_THERE = Address(DISCORD, "9001")
JOBS, TERMINE = ChatAddress(TELEGRAM, "-100"), ChatAddress(TELEGRAM, "-200", "7")
THERE = ChatAddress(DISCORD, "555")
PYTHON, RUST, KNITTING = (
    Skill("python", "Python", "backend"),
    Skill("rust", "Rust", "backend"),
    Skill("stricken", "Stricken"),
)


def configured(address: ChatAddress, *roles: Role, name: str = "ort") -> Place:
    return Place(0, address, name, frozenset(roles))


async def place(store: Store, address: ChatAddress = JOBS) -> Place:
    """Configure one more place beside those that are there."""
    await store.places.sync([*await store.places.all(), configured(address, Role.JOBS, Role.EVENTS)])
    found = await store.places.at(address)
    assert found is not None
    return found


async def member(store: Store, address: Address = ANNA, name: str = "Anna", **changes: Any) -> Member:
    """Make a member, listed and tagged unless it is said otherwise."""
    made = await store.members.create(address, name, NOW)
    changed = replace(made, **{"visibility": Visibility.TAGGED, **changes})
    await store.members.save(changed)
    return changed


def offers(*skills: Skill) -> tuple[MemberSkill, ...]:
    return tuple(MemberSkill(skill, Stance.OFFERS) for skill in skills)


def job(author: Member, **changes: Any) -> Job:
    """Return an open job for Python and knitting."""
    parts = (JobPart("backend", "Backend", (PYTHON, RUST)), JobPart("wolle", "Wolle", (KNITTING,)))
    made = Job(0, author.id, JobState.OPEN, "Portal", "Suche Python", "Essen", "März", "viel", parts, 1, NOW)
    return replace(made, **changes)


def event(owner_id: int, **changes: Any) -> Event:
    """Return a weekly event."""
    starts = datetime(2026, 12, 9, 19)  # noqa: DTZ001 - wall time
    made = Event(
        id=0,
        owner_id=owner_id,
        title="Twittwoch",
        starts=starts,
        zone="Europe/Berlin",
        lasts=timedelta(hours=2),
        town="Essen",
        venue="Unperfekthaus",
        link="https://example.org",
        text="Alle",
        rule="FREQ=WEEKLY",
        state=EventState.ACTIVE,
        revision=1,
        created_at=NOW,
        uid="twittwoch@example.org",
    )
    return replace(made, **changes)


def message(number: int | str, where: ChatAddress = JOBS) -> MessageRef:
    return MessageRef(where, str(number))
