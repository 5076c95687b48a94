"""Laws of tagging over random jobs, wishes, times and restarts: never too often, at quiet times or unwanted."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.jobs import Job, JobPart, JobState
from bot.domain.members import Member
from bot.domain.people import Address, MessageRef, Platform
from bot.domain.places import Place
from bot.domain.skills import Skill
from bot.domain.tagging import COUNTS_FOR, TAGS_PER_WEEK, Wishes
from bot.matching.naming.vocabulary import Vocabulary
from bot.outbox.jobs import end_cards, plan_cards
from bot.outbox.tags import plan_tags
from bot.talk.answers import Reply
from bot.talk.text import mentions
from tests.support.talking import BERLIN, PlainWire, Talk, community, pass_time, running

VOCABULARY = Vocabulary.load()
SKILLS = [VOCABULARY.skill(name) for name in ("Haskell", "Rust", "React", "Next.js")]
STEPS = 60


@dataclass
class Watch:
    """Who was pinged when, with what they wished at that moment and the skills of the part."""

    talk: Talk
    wishes: dict[str, Wishes] = field(default_factory=dict)
    pings: dict[str, list[datetime]] = field(default_factory=dict)
    jobs: dict[str, Job] = field(default_factory=dict)

    def watch(self, wire: PlainWire) -> None:
        """Look at each message that a wire accepts."""
        send = wire.send

        async def seen(to: Place | Address, reply: Reply, *, key: str, **more: Any) -> MessageRef:
            for one in mentions(reply.text) if ":tag:" in key else ():
                self.must_hold(one.addresses[0].user, self.jobs[key.split(":")[1]])
            return await send(to, reply, key=key, **more)

        wire.send = seen  # type: ignore[method-assign]

    def must_hold(self, name: str, job: Job) -> None:
        """Check all laws for one ping."""
        now, wishes = self.talk.clock.at, self.wishes[name]
        here = now.astimezone(BERLIN)
        before = [at for at in self.pings.setdefault(name, []) if at > now - COUNTS_FOR]
        assert len(before) < wishes.budget(TAGS_PER_WEEK), f"{name} was pinged {before} already"
        assert 8 <= here.hour < 21, f"{name} was pinged at {here}"
        assert here.weekday() not in wishes.quiet_days, f"{name} was pinged on a quiet day"
        assert not wishes.is_paused(now), f"{name} was pinged in a pause"
        assert not set(wishes.muted_keys).issuperset(skill.key for skill in job.core), f"{name} has muted {job.core}"
        self.pings[name].append(now)


async def published(watch: Watch, author: Member, skills: Sequence[Skill], number: int) -> Job:
    """Publish a job as the command does: cards and tags in one transaction."""
    bot, now = watch.talk.bot, watch.talk.clock.at
    part = JobPart("it", "IT", tuple(skills))
    async with bot.storage.begin() as store:
        made = Job(0, author.id, JobState.OPEN, f"Job {number}", "Text", None, "", "", (part,), 1, now)
        job = await store.jobs.create(replace(made, expires_at=now + timedelta(days=21)))
        watch.jobs[str(job.id)] = job
        await plan_cards(store, job, now)
        await plan_tags(store, bot.house, job, now)
    return job


async def closed(watch: Watch, job: Job) -> None:
    async with watch.talk.bot.storage.begin() as store:
        gone = replace(job, state=JobState.WITHDRAWN, revision=job.revision + 1, closed_at=watch.talk.clock.at)
        await store.jobs.save(gone)
        await end_cards(store, gone, watch.talk.clock.at)


async def wished(watch: Watch, name: str, chance: random.Random) -> None:
    """Let somebody wish anything."""
    now = watch.talk.clock.at
    wishes = Wishes(
        per_week=chance.choice((None, None, 0, 1, 2, 5)),
        quiet_days=tuple(sorted(chance.sample(range(7), chance.choice((0, 0, 1, 3))))),
        paused_until=chance.choice((None, None, now + timedelta(hours=chance.randrange(1, 400)))),
        muted=tuple(chance.sample(SKILLS, chance.choice((0, 0, 1, 2)))),
    )
    async with watch.talk.bot.storage.begin() as store:
        member = await store.members.at(Address(Platform.TELEGRAM, name))
        assert member is not None
        await store.members.save(replace(member, wishes=wishes))
    watch.wishes[name] = wishes


@pytest.mark.parametrize("seed", range(6))
async def test_nobody_is_ever_tagged_against_the_etiquette(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    async with community(tmp_path) as c:
        watch = Watch(c)
        names = [f"m{number}" for number in range(6)]
        for name in names:
            await c.agree(f"{name}@telegram", ", ".join(skill.label for skill in chance.sample(SKILLS, 3)))
            watch.wishes[name] = Wishes()
        await c.agree("ben@discord", "kochen")
        async with c.bot.storage.begin() as store:
            author = await store.members.at(Address(Platform.DISCORD, "ben"))
        assert author is not None
        for wire in c.wires.values():
            watch.watch(wire)
        jobs: list[Job] = []
        for step in range(STEPS):
            match chance.choice("pppwwcmmr"):
                case "p":
                    jobs.append(await published(watch, author, chance.sample(SKILLS, chance.choice((1, 1, 2))), step))
                case "w":
                    await wished(watch, chance.choice(names), chance)
                case "c" if jobs:
                    await closed(watch, jobs.pop(chance.randrange(len(jobs))))
                case "m":
                    await pass_time(c.bot, c.clock, timedelta(minutes=chance.choice((1, 30, 300, 700, 1500, 4000))))
                case "r":
                    await c.due()
        await pass_time(c.bot, c.clock, timedelta(days=1))
        assert sum(map(len, watch.pings.values())) > 3, "the laws were put to the test"
    async with running(c):
        await published(watch, author, SKILLS[:1], STEPS)
        await pass_time(c.bot, c.clock, timedelta(days=1))
