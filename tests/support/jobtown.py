"""A community that is driven step by step, its time, its process and its deliveries included, and what must hold of it.

Unlike `talking`, nothing is delivered by itself: whoever drives it says when. The process may be killed in any request
that it makes, before or after the platform has carried it out.
"""

from __future__ import annotations

import asyncio
import atexit
import functools
import logging
import shutil
import tempfile
from collections.abc import Collection, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import select

from bot.app import App, built, opened
from bot.domain.community import Community
from bot.domain.jobs import Interest, Job, Seat
from bot.domain.people import Address, MessageRef, Platform
from bot.domain.places import Place, Role
from bot.talk.answers import Answer, Ask, Call, Reply
from storage.schema import jobs
from tests.support.databases import fresh_file, url_of
from tests.support.dumping import work_of
from tests.support.messengers import Killed
from tests.support.talking import BERLIN, ORGA, Line, MovedClock, PlainWire, Talk, sample_places, words_of

FORM: Final = {
    "titel": "Neues Portal",
    "text": "Suche React, Figma und Texten",
    "name": "Fotos",
    "skills": "Fotografie",
    "plaetze": "2",
    "grund": "Passt hier nicht hin",
    "nachricht": "Hast du Zeit?",
    "satz": "Ich mache das gern.",
}
AGREED: Final = {
    "ben@discord": ("wordpress", "Einverstanden"),
    "eva@telegram": ("figma", "Einverstanden"),
    "anna@telegram": ("react, texten", "Einverstanden"),
    "carla@discord": ("react, fotografie", "Einverstanden"),
    "emil@discord": ("haskell", "Nur gelistet"),
}
PATIENCE: Final = 40  # rounds of the delivery after which nothing may be due any more


@dataclass
class MortalWire(PlainWire):
    """A wire that is found by key, and in whose next request the process can be killed."""

    keys: dict[str, MessageRef] = field(default_factory=dict)
    kills: str = ""  # "before" or "after" the next request is carried out

    async def send(
        self, to: Place | Address, reply: Reply, *, key: str, reply_to: MessageRef | None = None
    ) -> MessageRef:
        """Accept a message; what was accepted under a key before is not accepted again."""
        self._die("before")
        assert key not in self.keys, f"{key} was sent twice"
        self.keys[key] = ref = await super().send(to, reply, key=key, reply_to=reply_to)
        self._die("after")
        return ref

    async def edit(self, ref: MessageRef, reply: Reply) -> None:
        """Change a message."""
        self._die("before")
        await super().edit(ref, reply)
        self._die("after")

    async def remove(self, ref: MessageRef) -> None:
        """Take a message away."""
        self._die("before")
        await super().remove(ref)
        self._die("after")

    async def find(self, to: Place | Address, key: str, since: datetime) -> MessageRef | None:
        """Read the chat back."""
        return self.keys.get(key)

    def _die(self, when: str) -> None:
        if self.kills == when:
            self.kills = ""
            raise Killed

    def key_of(self, line: Line) -> str:
        """Return the key under which a message was accepted, "" for one in a room."""
        return next((key for key, ref in self.keys.items() if ref == line.ref), "")


@dataclass(eq=False)
class Errors(logging.Handler):
    """What the bot has logged as an error."""

    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(logging.ERROR)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record."""
        self.told.append(record.getMessage())


@dataclass
class JobTown:
    """A bot on a database file, personas, a clock and two wires."""

    file: Path
    clock: MovedClock
    wires: Mapping[Platform, MortalWire]
    talk: Talk
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    app: App | None = None
    errors: Errors = field(default_factory=Errors)
    heard: set[str] = field(default_factory=set)  # the keys of tags that were looked at
    tagged: set[tuple[str, Address]] = field(default_factory=set)  # who was tagged, by the job's part of the key

    @property
    def bot(self) -> App:
        """Return the bot that runs now."""
        assert self.app is not None
        return self.app

    async def start(self, *, indexed: bool = True) -> None:
        """Start the bot on its file; where it is `indexed` a message lists what is open."""
        house = Community("Testherd", BERLIN, "de", "Orga-Team", "orga@example.org", ORGA, jobs_per_day=20)
        places = [replace(place, has_index=indexed and Role.JOBS in place.roles) for place in sample_places()]
        self.talk.app = self.app = await self.stack.enter_async_context(
            opened(url_of(self.file), house, places, self.wires, self.clock, in_flight=1, edit_pause=timedelta(0))
        )

    async def stop(self) -> None:
        """Stop the bot in order."""
        self.talk.app = self.app = None
        await self.stack.aclose()

    async def revive(self) -> None:
        """Put a new bot in the place of one that was killed, over what the database holds."""
        for wire in self.wires.values():
            wire.kills = ""
        old = self.bot
        async with old.storage.begin() as store:
            places = await store.places.all()
        community, storage = old.house.community, old.storage
        self.talk.app = self.app = await built(
            *(storage, community, places, self.wires, self.clock), in_flight=1, edit_pause=timedelta(0)
        )

    async def deliver(self) -> None:
        """Do whatever is due until nothing is, through kills."""
        for _ in range(PATIENCE):
            try:
                if not await self.bot.run_due():
                    return
            except* Killed:
                await self.revive()
        raise AssertionError("something is due for ever")

    async def act(self, persona: str, call: Call, place: str | None = None, message: MessageRef | None = None) -> str:
        """Send a call, fill whatever form it asks for, and return what is said in the end; it must say something."""
        caller = self.talk.caller(persona, place)
        answers = await self.bot.desk.call(caller, call, message=message)
        for _ in range(3):
            self._keep(persona, answers)
            ask = next((answer for answer in answers if isinstance(answer, Ask)), None)
            if ask is None or ask.error is not None:
                break
            values = {one.name: ask.values.get(one.name) or FORM.get(one.name, "") for one in ask.fields}
            answers = await self.bot.desk.call(caller, ask.call.with_values(**values))
        return self.answered(call, answers)

    def answered(self, call: Call, answers: Collection[Answer]) -> str:
        """Return the words of answers; there are some, and no bug is among them."""
        words = "\n".join(words_of(one) if isinstance(one, Reply) else str(one.error or one.title) for one in answers)
        assert words.strip(), f"{call} was not answered"
        assert "schiefgegangen" not in words, f"{call}: {words}: {self.errors.told}"
        return words

    def _keep(self, persona: str, answers: Collection[Answer]) -> None:
        shown = [answer for answer in answers if isinstance(answer, Reply)]
        shown += [answer.beside for answer in answers if isinstance(answer, Ask) and answer.beside is not None]
        self.talk.seen[persona] = [*self.talk.seen.get(persona, []), *((0, reply) for reply in shown)][-6:]

    def calls(self, persona: str) -> list[Call]:
        """Return what somebody could press now, the newest first."""
        shown = self.talk.visible(persona)
        rows = [row for reply in reversed(shown) for row in reply.buttons]
        return [button.press for row in rows for button in row if isinstance(button.press, Call)]

    async def member(self, persona: str) -> int:
        """Return the id of a persona's member, 0 where there is none."""
        async with self.bot.storage.begin() as store:
            found = await store.members.at(self.talk.caller(persona).address)
        return found.id if found is not None else 0

    async def persona(self, member_id: int) -> str:
        """Return the persona of a member; "zoe@discord", who has nothing to do with anything, where it is gone."""
        async with self.bot.storage.begin() as store:
            found = await store.members.get(member_id)
        address = found.addresses[0] if found is not None else Address(Platform.DISCORD, "zoe")
        return f"{address.user}@{address.platform}"

    async def jobs(self) -> list[Job]:
        """Return every job that is kept, the oldest first."""
        async with self.bot.storage.begin() as store:
            rows = await work_of(store).all(select(jobs.c.id).order_by(jobs.c.id))
            found = [await store.jobs.get(row.id) for row in rows]
        return [job for job in found if job is not None]

    async def team(self, job: Job) -> tuple[list[Seat], list[Interest]]:
        """Return who sits at a job, and who is interested."""
        async with self.bot.storage.begin() as store:
            return list(await store.jobs.seats(job.id)), list(await store.jobs.interests(job.id))


def prepared(folder: Path) -> JobTown:
    """Return a town on a copy of a database in which some have agreed and have skills; it is not started yet."""
    file = Path(shutil.copy(_template(), folder / "ideenherd.db"))
    return _town(file)


def _town(file: Path) -> JobTown:
    clock = MovedClock(datetime(2026, 12, 1, 9, tzinfo=BERLIN).astimezone(UTC))
    wires = {platform: MortalWire(platform) for platform in Platform}
    return JobTown(file, clock, wires, Talk(url_of(file), clock, dict(wires)))


@functools.cache
def _template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="ideenherd-town-"))
    atexit.register(shutil.rmtree, folder)
    town = _town(fresh_file(folder))
    asyncio.run(_peopled(town))
    return town.file


async def _peopled(town: JobTown) -> None:
    """Let people agree to be tagged, or to be listed alone, and say what they can do."""
    await town.start(indexed=False)
    for persona, (skills, level) in AGREED.items():
        await town.talk.agree(persona, skills, level)
    await town.stop()
