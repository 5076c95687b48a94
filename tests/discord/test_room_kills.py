"""The process is killed while a team's room is opened, filled and closed: one thread, one page, one goodbye."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from bot.domain.jobs import Job, JobPart, JobState, Seat
from bot.domain.people import Address, ChatAddress, Platform
from bot.domain.places import Place, Role
from bot.domain.skills import Skill
from bot.outbox import rooms
from bot.outbox.jobs import end_cards
from bot.ports import Store
from tests.discord.test_mirror_kills import House
from tests.discord.test_team_room import ENTER, SEND, THREAD
from tests.support.discordapi import DiscordApi, Person
from tests.support.running import process

LOCK = "PATCH /channels/{channel}"


class Rooms(House):
    """A house that is at rest only when no errand is left either: by them people come into a room and it is closed."""

    def _rests(self) -> bool:
        left = "SELECT count(*) FROM errands WHERE answer IS NULL"
        return super()._rests() and self.bot.rows(left) == [(0,)]


@pytest.mark.timeout(300)
async def test_kills_leave_one_room_with_everybody_and_at_the_end_one_goodbye(tmp_path: Path) -> None:
    async with DiscordApi() as api:
        ben, carla = api.person("Ben"), api.person("Carla")
        guild = api.guild("Ruhr", ben, carla)
        jobs = guild.channel("jobs")
        place = Place(0, ChatAddress(Platform.DISCORD, str(jobs.id)), "#jobs", frozenset({Role.JOBS}))
        said = [{"platform": "discord", "chat": str(jobs.id), "roles": ["jobs"], "name": "#jobs"}]
        async with process(tmp_path, api.settings | {"IDEENHERD_PLACES": json.dumps(said)}) as bot:
            house = Rooms(api, guild, bot)
            await house.founded(place)
            await house.told(lambda store, now: team(store, now, ben, carla))
            await house.killed("received", THREAD)
            await house.killed("accepted", SEND)
            await house.killed("accepted", ENTER)
            await house.at_rest()
            (room,) = jobs.threads
            assert len(room.messages) == 1
            assert {ben.id, carla.id} <= set(room.joined)
            await house.told(end)
            await house.killed("answered", SEND)
            await house.killed("accepted", LOCK)
            await house.at_rest()
            assert len(room.messages) == 2, "whatever was in doubt, goodbye was said once"
            assert room.archived
            assert jobs.threads == [room]
            assert bot.rows("SELECT count(*) FROM postings WHERE object = 'room'") == [(0,)]
            assert api.violations == []


async def team(store: Store, now: datetime, ben: Person, carla: Person) -> None:
    """Give Ben a job in which Carla has a seat, and a room that is to be opened."""
    author, other = [
        await store.members.create(Address(Platform.DISCORD, str(each.id)), each.name, now) for each in (ben, carla)
    ]
    part = JobPart("frontend", "Frontend", (Skill("react", "React"),))
    fields = ("Portal", "Suche React", None, "", "", (part,), 1, now)
    job = await store.jobs.create(Job(0, author.id, JobState.ASSIGNED, *fields, closed_at=now))
    await store.jobs.seat(Seat(job.id, "frontend", other.id, now), 1)
    await rooms.open_beside(store, job, now)


async def end(store: Store, now: datetime) -> None:
    """Withdraw the job."""
    job = await store.jobs.get(1)
    assert job is not None
    over = replace(job, state=JobState.WITHDRAWN, revision=job.revision + 1, closed_at=now)
    await store.jobs.save(over)
    await end_cards(store, over, now)
