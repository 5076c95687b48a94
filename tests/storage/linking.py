"""Two members to be linked, with whatever a test puts into them; and everything that a database holds, to compare."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import select

from bot.domain.events import Answer, Attendance, Reminder
from bot.domain.jobs import Interest, InterestState, Job, Note, Seat, Tag
from bot.domain.links import joined
from bot.domain.members import Agreement, Availability, Member, Trade, Visibility
from bot.domain.moderation import Block, Report
from bot.domain.places import Place
from bot.domain.sending import Planned
from bot.domain.skills import MemberSkill, Skill, Stance
from bot.domain.tagging import Overview, Wishes
from bot.ports import Store
from storage.database import Database
from storage.schema import metadata
from tests.storage.making import ANNA, ANNA_THERE, BEN, DAY, DISCORD, HOUR, NOW, event, job, member, place

OCCURRENCES = ("2026-12-09T19:00", "2026-12-16T19:00")
PARTS = ("backend", "wolle")
SKILLS = tuple(Skill(key, key.title(), "backend") for key in ("python", "rust", "go", "lua"))


@dataclass(frozen=True)
class World:
    """Ben with a job and an event that both may answer to, and both, each with an account."""

    place: Place
    ben: Member
    jobs: Sequence[Job]
    events: Sequence[int]
    first: Member
    second: Member

    def one(self, number: int) -> Member:
        """Return the first or the second of both."""
        return (self.first, self.second)[number]


async def begun(storage: Database) -> World:
    """Make a world."""
    async with storage.begin() as store:
        here = await place(store)
        ben = await member(store, BEN, "Ben")
        first = await member(store, ANNA, "Anna")
        second = await member(store, ANNA_THERE, "Anna D")
        jobs = [await store.jobs.create(job(ben)) for _ in range(2)]
        events = [(await store.events.create(event(ben.id, uid=f"{n}@x"))).id for n in range(2)]
    return World(here, ben, jobs, events, first, second)


async def linked(storage: Database, world: World) -> None:
    """Make both one."""
    async with storage.begin() as store:
        first, second = [await store.members.get(world.one(n).id) for n in (0, 1)]
        assert first is not None
        assert second is not None
        await store.links.merge(joined(first, second, DISCORD), second, DISCORD, NOW + DAY)


async def parted(storage: Database, world: World) -> None:
    """Make both two again."""
    async with storage.begin() as store:
        link = await store.links.open(world.first.id, NOW + 2 * DAY)
        assert link is not None
        await store.links.part(link)


@dataclass(frozen=True)
class Deed:
    """Something that somebody writes: of which kind, about which of the things there are, and when."""

    kind: str
    which: int
    other: int
    hours: int
    word: str

    async def done(self, store: Store, world: World, who: Member) -> None:  # noqa: C901, PLR0912 - one case a kind
        """Do it."""
        at = NOW + self.hours * HOUR
        its_job, event_id = world.jobs[self.which], world.events[self.which]
        part, occurrence = PARTS[self.other], OCCURRENCES[self.other]
        match self.kind:
            case "interest":
                state = (InterestState.WAITING, InterestState.ACCEPTED)[self.hours % 2]
                await store.jobs.be_interested(Interest(its_job.id, who.id, self.word, at, part, state))
            case "lose":
                await store.jobs.lose_interest(its_job.id, who.id, part)
            case "seat":
                await store.jobs.seat(Seat(its_job.id, part, who.id, at), 1)
            case "answer":
                said = tuple(Attendance)[self.hours % 3]
                await store.events.answer(Answer(event_id, occurrence, who.id, said, at))
            case "reminder":
                bare = Reminder(0, who.id, self.word, at, at)
                of_event = dataclasses.replace(bare, event_id=event_id, occurrence=occurrence)
                await store.events.add_reminder(of_event if self.which else bare)
            case "job":
                await store.jobs.create(job(who, title=self.word))
            case "event":
                await store.events.create(event(who.id, title=self.word, uid=f"{self.hours}-{self.word}"))
            case "tag":
                await store.jobs.tag([Tag(its_job.id, who.id, part, self.word, world.place.id, 1)])
            case "note":
                await store.jobs.note([Note(its_job.id, who.id, part, self.word, at)])
            case "ping":
                await store.members.pinged(its_job.id, [who.id], at + DAY, NOW)
            case "report":
                await store.moderation.report(Report(its_job.id, who.id, self.word, at))
            case "agree":
                await store.members.agree(Agreement(who.id, "getaggt", "1", at, self.word))
            case "calendar":
                await store.calendars.renew(who.id, at)
            case "profile":
                await self.profile(store, who)
            case "row":
                await self.row(store, world, who, at)

    async def profile(self, store: Store, who: Member) -> None:
        """Change the profile and the skills."""
        now = await store.members.get(who.id)
        assert now is not None
        skills = (MemberSkill(SKILLS[self.which], Stance.OFFERS), MemberSkill(SKILLS[2 + self.other], Stance.LEARNS))
        fields: tuple[dict[str, Any], ...] = (
            {"about": self.word, "town": "Essen"},
            {"links": (self.word,), "availability": Availability("ab", NOW.date())},
            {"trade": Trade.AGENCY, "visibility": Visibility.LISTED},
            {"skills": skills},
            {
                "wishes": Wishes(
                    self.which, (self.other, 6), NOW + DAY, SKILLS[: self.which], tuple(Overview)[self.other]
                )
            },
        )
        await store.members.save(dataclasses.replace(now, **fields[self.hours % 5]))

    async def row(self, store: Store, world: World, who: Member, at: Any) -> None:
        """Plan messages to and about somebody."""
        event_id, job_id = world.events[self.which], world.jobs[self.which].id
        await store.outbox.plan(
            Planned(
                f"event:{event_id}:remind:member:{who.id}", "event.remind", at, {"event": event_id}, member_id=who.id
            ),
            Planned(f"job:{job_id}:full:{who.id}", "team.full", at, {"job": job_id}, member_id=who.id),
            Planned(f"job:{job_id}:by:{who.id}", "job.interest", at, {"member": who.id}, member_id=world.ben.id),
        )


KINDS = (
    *("interest", "lose", "seat", "answer", "reminder", "job", "event", "tag", "report", "agree", "calendar"),
    *("note", "ping"),
    *("profile", "profile", "row"),
)
deeds = st.builds(
    Deed,
    st.sampled_from(KINDS),
    st.integers(0, 1),
    st.integers(0, 1),
    st.integers(0, 40),
    st.sampled_from(("eins", "zwei", "drei")),
)


async def block(store: Store, who: Member) -> None:
    """Block somebody from posting."""
    await store.moderation.block(Block(who.id, "Spam", NOW))


async def everything(storage: Database, but: Callable[[str], bool] = lambda _name: False) -> dict[str, list[Any]]:
    """Return every row of every table, but for what counts changes."""
    held: dict[str, list[Any]] = {}
    async with storage.begin() as store:
        work = store._work  # type: ignore[attr-defined]  # noqa: SLF001 - what no door shows
        for table in metadata.sorted_tables:
            if table.name in ("changes", "settings") or but(table.name):
                continue
            columns = [column for column in table.c if column.name != "changed"]
            rows = await work.all(select(*columns))
            held[table.name] = sorted(tuple(map(repr, row)) for row in rows)
    return held
