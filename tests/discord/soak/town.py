"""A community on the loopback Discord, and the things that it is told of: each has a word that nothing else has.

J00042 is a job, E00007 an event, R00100 a reminder, M00012 a member: by them every message that Discord accepted is
known for what it is, without the bot's own marks.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.app import opened
from bot.context import House
from bot.domain.community import Community
from bot.domain.events import Event, EventState, Reminder
from bot.domain.jobs import Interest, Job, JobPart, JobState
from bot.domain.members import Visibility
from bot.domain.people import Address, ChatAddress, MessageRef, Platform
from bot.domain.places import Place, Role
from bot.domain.skills import MemberSkill
from bot.house import registry
from bot.matching.naming.vocabulary import Vocabulary
from bot.outbox import authors, event_changes, events, jobs, reminders, tags
from bot.ports import Store
from storage.database import open_database
from tests.support.discordapi import Channel, DiscordApi, Guild, Person

BERLIN: Final = ZoneInfo("Europe/Berlin")
BEGIN: Final = datetime(2026, 12, 1, 9, 5, tzinfo=BERLIN)
AWAY: Final = timedelta(days=60)  # to the first event, so that nothing falls due but what is planned for now
SKILLS: Final = ("Python", "SEO", "WordPress")
PEOPLE: Final = 120
DISCORD: Final = Platform.DISCORD


@dataclass
class Watch:
    """The clock of both sides: the machine's, moved."""

    ahead: float

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.ahead)


@dataclass
class Town:
    """Who is there, and where; what is told of them goes through the real store, while no bot runs."""

    api: DiscordApi
    watch: Watch
    folder: Path
    chance: random.Random
    orga: Person
    guilds: tuple[Guild, Guild]
    text: Channel
    dates: Channel
    forum: Channel
    people: dict[int, Person] = field(default_factory=dict)  # by member
    closed: set[int] = field(default_factory=set)  # members who take no private messages
    sources: dict[int, int] = field(default_factory=dict)  # messages that offers reply to, by draft
    open_jobs: list[int] = field(default_factory=list)
    known_events: list[int] = field(default_factory=list)
    house: House = field(init=False)

    def __post_init__(self) -> None:
        organisers = frozenset({Address(DISCORD, str(self.orga.id))})
        community = Community("Testherd", BERLIN, "de", "Orga-Team", "orga@example.org", organisers)
        self.house = House(community, registry(), Vocabulary.load())

    @property
    def url(self) -> str:
        return f"sqlite+aiosqlite:///{self.folder / 'ideenherd.db'}"

    @property
    def places(self) -> list[Place]:
        def place(channel: Channel, *roles: Role) -> Place:
            return Place(0, ChatAddress(DISCORD, str(channel.id)), f"#{channel.name}", frozenset(roles))

        return [
            place(self.text, Role.JOBS),
            place(self.dates, Role.EVENTS),
            place(self.forum, Role.JOBS, Role.EVENTS),
        ]

    @property
    def settings(self) -> Mapping[str, Any]:
        """Return the places and organisers as the settings of the process name them."""
        return {
            "places": [
                {"platform": "discord", "chat": place.address.chat, "roles": sorted(place.roles), "name": place.name}
                for place in self.places
            ],
            "admins": [{"platform": "discord", "user": str(self.orga.id)}],
        }

    async def settles(self) -> None:
        """Let the members be known, each with a skill and tagged where it is wanted."""
        async with opened(self.url, self.house.community, self.places, {}, self.watch) as app:
            for number in range(1, PEOPLE + 1):
                async with app.storage.begin() as store:
                    await self._member(store, number)

    async def _member(self, store: Store, number: int) -> None:
        person = self.api.person(f"M{number:05d}")
        skill = self.house.vocabulary.known(SKILLS[number % len(SKILLS)])
        assert skill is not None
        at = self.watch.now() - timedelta(hours=1)
        member = await store.members.create(Address(DISCORD, str(person.id)), person.name, at)
        await store.members.save(
            replace(member, visibility=Visibility.TAGGED, skills=(MemberSkill(skill),), last_tagged_at=None)
        )
        self.people[member.id] = person
        for guild in self.guilds if number % 4 == 0 else (self.guilds[number % 2],):
            guild.adds(person)
        if number % 17 == 0:
            self.closed.add(member.id)
            person.closes_dms()

    async def is_told(self, rows: int) -> None:
        """Plan so many rows at least that are due now."""
        async with open_database(self.url) as database:
            while rows > 0:
                async with database.begin() as store:
                    rows -= await self._anything(store)

    async def _anything(self, store: Store) -> int:
        (thing,) = self.chance.choices(
            (self._reminders, self._job, self._event, self._offer, self._interest, self._news),
            (55, 15, 8, 4, 15, 3),
        )
        return await thing(store)

    def _somebody(self) -> int:
        return self.chance.choice(list(self.people))

    async def _reminders(self, store: Store) -> int:
        """Remind one person, now and then of many things at once, so that they come together after an outage."""
        now, member, count = self.watch.now(), self._somebody(), self.chance.choice((1, 1, 1, 2, 5))
        for _ in range(count):
            known = await store.events.add_reminder(Reminder(0, member, "", now, now))
            named = replace(known, text=f"Rechnung R{known.id:05d} schreiben")
            await store.events.save_reminder(named)
            await reminders.plan(store, named)
        return count

    async def _drafted(self, store: Store, source: MessageRef | None = None) -> Job:
        now, label = self.watch.now(), self.chance.choice(SKILLS)
        skill = self.house.vocabulary.known(label)
        assert skill is not None
        assert skill.part is not None
        parts = (JobPart(skill.part, skill.part.title(), (skill,)),)
        job = Job(
            0, self._somebody(), JobState.DRAFT, "", "Wir suchen wen.", None, "", "", parts, 1, now, source=source
        )
        made = await store.jobs.create(job)
        named = replace(made, title=f"Auftrag J{made.id:05d}")
        await store.jobs.save(named)
        return named

    async def _job(self, store: Store) -> int:
        """Publish a job: cards, and tags in both servers."""
        job = replace(await self._drafted(store), state=JobState.OPEN)
        await store.jobs.save(job)
        self.open_jobs.append(job.id)
        cards = await jobs.plan_cards(store, job, self.watch.now())
        tagged = await tags.plan_tags(store, self.house, job, self.watch.now())
        return cards + -(-tagged // 5)

    async def _offer(self, store: Store) -> int:
        author = self.chance.choice([each for each in self.people.values() if each.id in self.guilds[0].members])
        said = author.says("Wir suchen wen für Python.", self.text)
        draft = await self._drafted(store, MessageRef(ChatAddress(DISCORD, str(self.text.id)), str(said.id)))
        self.sources[said.id] = draft.id
        place = await store.places.at(ChatAddress(DISCORD, str(self.text.id)))
        assert place is not None
        await jobs.plan_offer(store, draft, place, self.watch.now())
        return 1

    async def _interest(self, store: Store) -> int:
        """Let somebody be interested: the author reads it, and the cards count it."""
        if not self.open_jobs:
            return 0
        job = await store.jobs.get(self.chance.choice(self.open_jobs[-20:]))
        member = self._somebody()
        assert job is not None
        now = self.watch.now()
        if member == job.author_id or not await store.jobs.be_interested(Interest(job.id, member, "", now)):
            return 0
        counted = replace(job, revision=job.revision + 1)
        await store.jobs.save(counted)
        await store.outbox.want("job", job.id, counted.revision)
        await authors.tell_author(store, job, authors.INTEREST, f"interest:{member}", now, member=member)
        return 1

    async def _event(self, store: Store) -> int:
        now = self.watch.now()
        starts = (BEGIN + AWAY).replace(tzinfo=None)
        event = Event(
            *(0, self._somebody(), "", starts, "Europe/Berlin", timedelta(hours=2), None, "Café", "", "", None),
            state=EventState.ACTIVE,
            revision=1,
            created_at=now,
        )
        made = await store.events.create(event)
        named = replace(made, title=f"Treffen E{made.id:05d}")
        await store.events.save(named)
        self.known_events.append(named.id)
        return len(await events.publish(store, named, now))

    async def _news(self, store: Store) -> int:
        """Let an event have another text: that is said in its places, and its cards follow."""
        if not self.known_events:
            return 0
        before = await store.events.get(self.known_events.pop(self.chance.randrange(len(self.known_events))))
        assert before is not None
        after = replace(before, text="Bringt was zu essen mit.", revision=before.revision + 1)
        await store.events.save(after)
        await event_changes.change(store, before, after, self.watch.now(), before.owner_id)
        return 2


def town(api: DiscordApi, watch: Watch, folder: Path, chance: random.Random) -> Town:
    """Found two servers: one with text channels, one with a forum."""
    orga = api.person("Orga")
    ruhr, lippe = api.guild("Ruhr", orga, owner=orga), api.guild("Lippe", orga, owner=orga)
    forum = lippe.forum("forum", tags=("Backend", "Marketing"))
    return Town(
        api, watch, folder, chance, orga, (ruhr, lippe), ruhr.channel("auftraege"), ruhr.channel("termine"), forum
    )
