"""A small community around a courier, on a real SQLite file, over wires that fail on demand, with kinds of its own."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from bot.context import House
from bot.delivery.courier import Courier
from bot.domain.community import Community
from bot.domain.people import Address, ChatAddress, MessageRef, Platform
from bot.domain.places import Place, Role, membership
from bot.domain.sending import Delivery, Errand, Outcome, Planned, Posting, ShownAs, Subject
from bot.matching.naming.vocabulary import Vocabulary
from bot.outbox import closed, events, uncertain
from bot.outbox.kinds import Dropped, Held, Kind, Kinds, Outgoing, Rendered, Scene, joined
from bot.outbox.late import is_late
from bot.ports import Storage
from bot.talk.answers import Call, Reply, say
from bot.talk.commands import Registry
from bot.talk.text import Text, german, opened, text
from storage.database import Database
from storage.schema import accounts
from tests.support.databases import fresh_store
from tests.support.messengers import Faults, Tripwire, Wire, discord_like, telegram_like

START = datetime(2026, 12, 1, 9, tzinfo=UTC)
TELEGRAM, DISCORD = Platform.TELEGRAM, Platform.DISCORD
PEOPLE = {"anna": (TELEGRAM,), "ben": (DISCORD,), "zoe": (DISCORD, TELEGRAM), "orga": (TELEGRAM,)}


@dataclass
class Hands:
    """A clock that stands until it is moved."""

    at: datetime = START

    def now(self) -> datetime:
        return self.at


@dataclass
class Thing:
    """What the rows are about, as it is at the moment of rendering."""

    words: str = "Hallo"
    revision: int = 1
    over: bool = False
    broken: bool = False
    held_until: datetime | None = None
    remove_at: datetime | None = None


@dataclass
class World:
    """Everything around one courier; `restart` puts a new one on the same database, as a new process does."""

    storage: Database
    clock: Hands
    faults: Faults
    wires: Mapping[Platform, Wire]
    settings: Mapping[str, Any]
    around: Callable[[Storage], Storage]
    themes: Sequence[Kinds] = ()
    things: dict[int, Thing] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    owners: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    courier: Courier = field(init=False)

    def __post_init__(self) -> None:
        self.replace_courier()

    @property
    def telegram(self) -> Wire:
        return self.wires[TELEGRAM]

    @property
    def discord(self) -> Wire:
        return self.wires[DISCORD]

    def replace_courier(self) -> None:
        zone = ZoneInfo("Europe/Berlin")
        community = Community("Testherd", zone, "de", "Orga", "x", frozenset({Address(TELEGRAM, "orga")}))
        house = House(community, Registry([]), Vocabulary(()))
        owner = f"process {next(self.owners)}"
        settings: dict[str, Any] = {"in_flight": 1, "timeout": timedelta(seconds=0.05), **self.settings}
        self.courier = Courier(
            self.around(self.storage), self.kinds(), house, self.wires, self.clock, owner, **settings
        )

    async def restart(self) -> None:
        self.replace_courier()
        await self.courier.start()

    async def due(self) -> int:
        return await self.courier.deliver_due()

    async def pass_time(self, **by: float) -> None:
        """Move the clock, delivering whenever something falls due; what stays due is tried once a minute."""
        end = self.clock.at + timedelta(**by)
        await self.due()
        while (at := await self.next_due()) is not None:
            at = at if at > self.clock.at else self.clock.at + timedelta(minutes=1)
            if at > end:
                break
            self.clock.at = at
            await self.due()
        self.clock.at = end

    async def next_due(self) -> datetime | None:
        async with self.storage.begin() as store:
            return await store.outbox.next_due()

    async def plan(self, key: str, kind: str, to: str, *, thing: int = 1, **more: Any) -> None:
        """Plan a row about a thing, due now unless it is said otherwise, to a place or a person."""
        self.things.setdefault(thing, Thing())
        receiver = {"place_id": self.places[to].id} if to in self.places else {"member_id": self.people[to]}
        settings = {"due": self.clock.at, "subject": {"thing": thing}, **receiver, **more}
        async with self.storage.begin() as store:
            await store.outbox.plan(Planned(key, kind, **settings))

    async def row(self, key: str) -> Delivery:
        async with self.storage.begin() as store:
            found = await store.outbox.by_key(key)
        assert found is not None, key
        return found

    async def outcome(self, key: str) -> Outcome:
        return (await self.row(key)).outcome

    async def postings(self, thing: int = 1) -> list[Posting]:
        async with self.storage.begin() as store:
            return list(await store.outbox.postings("thing", thing))

    async def change(self, thing: int = 1, **changes: Any) -> None:
        """Change a thing as a handler does: in one transaction with the wish that its copies follow."""
        for name, value in changes.items():
            setattr(self.things[thing], name, value)
        self.things[thing].revision += 1
        async with self.storage.begin() as store:
            await store.outbox.want("thing", thing, self.things[thing].revision)

    async def press(self, call: Call) -> bool:
        """Do what the command behind a button of the question does."""
        act = {"delivery.present": uncertain.present, "delivery.again": uncertain.again}[call.command]
        async with self.storage.begin() as store:
            return await act(store, int(call.values["delivery"]), self.clock.at)

    def kinds(self) -> Kinds:
        """Return the kinds of this world, the organisers' among them."""
        own = (
            Kind("post", self._render),
            Kind("news", self._render, line=self._line),
            Kind("remind", self._render, reminds=True, line=self._line),
            Kind("note", self._render, unreachable=self._instead),
            Kind("tag", self._render_tag, needs=self._who_is_there),
        )
        things = Kinds({kind.name: kind for kind in own}, {"thing": self._copy})
        return joined([things, events.KINDS, uncertain.KINDS, closed.KINDS, *self.themes])

    def _thing(self, row: Delivery) -> Thing:
        thing = self.things[int(row.plan.subject["thing"])]
        if thing.broken:
            raise LookupError("a bug of a theme")
        return thing

    async def _render(self, scene: Scene, row: Delivery) -> Rendered:
        thing = self._thing(row)
        if thing.over:
            return Dropped("over")
        if thing.held_until is not None and thing.held_until > scene.now:
            return Held(thing.held_until, "not yet")
        late = "Verspätet: " if is_late(row, scene.now) else ""
        stands_as = ShownAs("thing", int(row.plan.subject["thing"]), "card") if row.plan.kind == "post" else None
        reply = say(late, thing.words, private=row.plan.place_id is None)
        return Outgoing(reply, stands_as=stands_as, shown=thing.revision, remove_at=thing.remove_at)

    async def _line(self, scene: Scene, row: Delivery) -> Text | Dropped:
        thing = self._thing(row)
        return Dropped("over") if thing.over else text(thing.words)

    async def _instead(self, scene: Scene, row: Delivery) -> Iterable[Planned]:
        place = self.places["jobs"]
        return [Planned(f"{row.plan.key}:call", "post", scene.now, row.plan.subject, place.id)]

    async def _who_is_there(self, scene: Scene, row: Delivery) -> Iterable[Errand]:
        address = Address(TELEGRAM, "anna")
        subject: Subject = {"place": row.plan.place_id or 0, "platform": "telegram", "user": "anna"}
        return [Errand(membership(row.plan.place_id or 0, address), "membership", subject, scene.now)]

    async def _render_tag(self, scene: Scene, row: Delivery) -> Rendered:
        key = membership(row.plan.place_id or 0, Address(TELEGRAM, "anna"))
        answer = (await scene.store.outbox.answers([key], scene.now)).get(key)
        return Outgoing(say(f"anna: {answer}", private=False)) if answer == "yes" else Dropped("nobody is there")

    async def _copy(self, scene: Scene, posting: Posting) -> Reply | Dropped:
        thing = self.things[posting.what.object_id]
        if thing.broken:
            raise LookupError("a bug of a theme")
        return Dropped("over") if thing.over else say(thing.words, private=False)


def words(reply: Reply) -> str:
    """Return what people read."""
    return "".join(str(getattr(span, "text", span)) for span in opened(reply.text, german))


def button(reply: Reply, label: str) -> Call:
    """Return what a button does."""
    found = next(one for row in reply.buttons for one in row if one.label.template == label)
    assert isinstance(found.press, Call)
    return found.press


def ref(chat: str, message: str, platform: Platform = TELEGRAM) -> MessageRef:
    return MessageRef(ChatAddress(platform, chat), message)


@asynccontextmanager
async def world(
    folder: Path,
    *,
    plan: Mapping[int, Any] | None = None,
    trips: bool = False,
    around: Callable[[Storage], Storage] | None = None,
    team: bool = True,
    themes: Sequence[Kinds] = (),
    **settings: Any,
) -> AsyncIterator[World]:
    """Open a world whose n-th step fails as planned; `trips` counts the steps of the storage too.

    `around` puts something else between the courier and the storage, `themes` adds kinds of the house. Steps are
    counted from when the world is ready.
    """
    clock, faults = Hands(), Faults()
    wires = {TELEGRAM: telegram_like(clock, faults), DISCORD: discord_like(clock, faults)}
    async with fresh_store(folder) as storage:
        made = World(
            storage, clock, faults, wires, settings, around or (_tripping(faults) if trips else _itself), themes
        )
        await _settle(made, team)
        faults.plan = dict(plan or {})
        yield made


def _itself(storage: Storage) -> Storage:
    return storage


def _tripping(faults: Faults) -> Callable[[Storage], Storage]:
    return lambda storage: Tripwire(storage, faults)


async def _settle(made: World, team: bool) -> None:
    """Configure the places and make the people; who has two accounts is newest on the last."""
    roles = {"jobs": Role.JOBS, "events": Role.EVENTS} | ({"team": Role.TEAM} if team else {})
    chats = [("jobs", DISCORD), *((name, TELEGRAM) for name in roles)]
    async with made.storage.begin() as store:
        await store.places.sync(
            [
                Place(0, ChatAddress(platform, f"{name}-chat"), f"#{name}", frozenset({roles[name]}))
                for name, platform in chats
            ]
        )
        for place in await store.places.all():
            short = place.name.removeprefix("#")
            made.places[short if place.address.platform is TELEGRAM else f"{short}@discord"] = place
        for name, platforms in PEOPLE.items():
            member = await store.members.create(Address(platforms[0], name), name.title(), made.clock.at)
            made.people[name] = member.id
    async with made.storage._engine.begin() as connection:  # noqa: SLF001 - accounts are linked by a later command
        for name, platforms in PEOPLE.items():
            for platform in platforms[1:]:
                second = {"member_id": made.people[name], "platform": platform, "login": name, "name": name.title()}
                await connection.execute(insert(accounts).values(second))
