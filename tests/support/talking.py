"""A small community that talks to the desk, on a real SQLite file and over wires that keep what they accepted.

    async with community(tmp_path) as c:
        await c.say("anna@telegram", "/skills python")
        assert "Python" in await c.press("anna@telegram", "Einverstanden")

`say`, `press` and `fill` return what the persona then reads, as plain words. What the delivery sent stands in
`c.heard(where)`. Time stands still until `c.move` is called.
"""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.app import App, opened
from bot.context import Caller
from bot.domain import dates
from bot.domain.community import Community
from bot.domain.jobs import JOBS_PER_DAY
from bot.domain.people import Address, ChatAddress, MessageRef, Platform
from bot.domain.places import Place, Role
from bot.errors import Refused, Unreachable
from bot.feeds import Elsewhere
from bot.talk.answers import Answer, Ask, Button, Call, Reply
from bot.talk.filling import read_line
from bot.talk.text import Bold, Code, Link, Mention, Moment, Spans, german
from bot.talk.text import opened as spans_of
from tests.support.rooms import PlainRooms

BERLIN = ZoneInfo("Europe/Berlin")
NUMBERS = itertools.count(1000)  # messages, whoever made them, in the order in which they came
ORGA = frozenset(Address(platform, "orga") for platform in Platform)


def plain(spans: Spans) -> str:
    """Return a text as a person reads it."""
    words = []
    for span in spans_of(spans, german):
        match span:
            case str():
                words.append(span)
            case Bold() | Code():
                words.append(str(span.text))
            case Link():
                words.append(str(span.label))
            case Mention():
                words.append("@" + span.name)
            case Moment():
                words.append(dates.day(span.at, BERLIN) if span.style == "day" else dates.full(span.at, BERLIN))
            case _:
                raise AssertionError(span)
    return "".join(words)


def words_of(reply: Reply) -> str:
    """Return everything a reply shows, its card included, without the buttons."""
    parts = [plain(reply.text)]
    if reply.card:
        parts += [plain(reply.card.title), *map(plain, reply.card.rows), plain(reply.card.footer)]
    return "\n".join(part for part in parts if part)


def label(button: Button) -> str:
    """Return a button's label."""
    return plain(button.label)


def labels(reply: Reply) -> list[str]:
    """Return the labels of a reply's buttons, in reading order."""
    return [label(button) for row in reply.buttons for button in row]


@dataclass
class MovedClock:
    """A clock that stands until it is moved."""

    at: datetime

    def now(self) -> datetime:
        """Return where the clock stands."""
        return self.at


@dataclass
class Line:
    """A message that a wire accepted, as it stands now."""

    to: Place | Address
    reply: Reply
    ref: MessageRef
    reply_to: MessageRef | None
    history: list[Reply] = field(default_factory=list)
    removed: bool = False

    @property
    def words(self) -> str:
        """Return what stands there."""
        return words_of(self.reply)


@dataclass
class PlainWire:
    """A messenger that accepts everything but what was closed, and keeps it."""

    platform: Platform
    repeats_for: timedelta = timedelta(0)
    finds: bool = True
    calendar: None = None
    rooms: PlainRooms | None = None
    lines: list[Line] = field(default_factory=list)
    closed: set[str] = field(default_factory=set)  # users whom no private message reaches
    absent: set[str] = field(default_factory=set)  # users who are in no place
    outside: set[tuple[str, str]] = field(default_factory=set)  # places, by name, and users who are not in them
    tells_who_is_there: bool = True
    may_pin: bool = True
    pinned: list[MessageRef] = field(default_factory=list)  # each time that a message was pinned

    def __post_init__(self) -> None:
        """Open rooms where the platform lets bots open some."""
        if self.platform is Platform.DISCORD:
            self.rooms = PlainRooms(self._says)

    async def send(
        self, to: Place | Address, reply: Reply, *, key: str, reply_to: MessageRef | None = None
    ) -> MessageRef:
        """Accept a message."""
        if isinstance(to, Address) and to.user in self.closed:
            raise Unreachable("closed")
        where = to.address if isinstance(to, Place) else ChatAddress(to.platform, f"dm-{to.user}")
        return self._says(to, where, reply, reply_to)

    def _says(
        self, to: Place | Address, where: ChatAddress, reply: Reply, reply_to: MessageRef | None = None
    ) -> MessageRef:
        ref = MessageRef(where, str(next(NUMBERS)))
        self.lines.append(Line(to, reply, ref, reply_to, [reply]))
        return ref

    async def edit(self, ref: MessageRef, reply: Reply) -> None:
        """Change a message."""
        line = next(line for line in self.lines if line.ref == ref)
        line.reply = reply
        line.history.append(reply)

    async def remove(self, ref: MessageRef) -> None:
        """Take a message away."""
        next(line for line in self.lines if line.ref == ref).removed = True

    async def pin(self, ref: MessageRef) -> None:
        """Pin a message where it is allowed."""
        if not self.may_pin:
            raise Refused("not allowed")
        self.pinned.append(ref)

    async def find(self, to: Place | Address, key: str, since: datetime) -> MessageRef | None:
        """Find nothing: this wire leaves no doubt."""
        return None

    async def is_member(self, place: Place, address: Address) -> bool:
        """Say who is there."""
        if not self.tells_who_is_there:
            raise Unreachable("no answer")
        return address.user not in self.absent and (place.name, address.user) not in self.outside


async def pass_time(app: App, clock: MovedClock, by: timedelta) -> None:
    """Move the clock, stopping at every due moment, and deliver."""
    end = clock.at + by
    while (due := await app.next_due()) is not None and due <= end:
        clock.at = max(due, clock.at)
        if not await app.run_due():
            if clock.at == end:
                break  # what is due has to wait for something else
            clock.at = min(end, clock.at + timedelta(minutes=1))
    clock.at = max(end, clock.at)
    while await app.run_due():
        pass


def sample_places() -> list[Place]:
    """Return #jobs and #termine on both platforms."""
    return [
        Place(
            0,
            ChatAddress(platform, f"{platform}-{name}"),
            f"#{name}",
            frozenset({role}),
            free_messages=role is Role.JOBS,
        )
        for platform in Platform
        for name, role in (("jobs", Role.JOBS), ("termine", Role.EVENTS))
    ]


@dataclass
class Talk:
    """Personas, a clock and the two wires around one bot."""

    url: str
    clock: MovedClock
    wires: dict[Platform, PlainWire]
    app: App | None = None
    elsewhere: Elsewhere | None = None  # how calendars elsewhere are read
    seen: dict[str, list[tuple[int, Reply]]] = field(default_factory=dict)  # what the desk answered, by persona
    forms: dict[str, Ask] = field(default_factory=dict)  # open modals on the Discord side
    calendars: str = ""  # where calendars are served
    jobs_per_day: int = JOBS_PER_DAY

    @property
    def bot(self) -> App:
        """Return the bot that runs now."""
        assert self.app is not None
        return self.app

    def caller(self, persona: str, place: str | None = None) -> Caller:
        """Return a persona as an adapter would name it."""
        name, platform = persona.split("@")
        where = ChatAddress(Platform(platform), f"{platform}-{place.lstrip('#')}") if place else None
        return Caller(Address(Platform(platform), name), name.capitalize(), where)

    async def say(self, persona: str, text: str, place: str | None = None, *, message: str | None = None) -> str:
        """Type a line; on Discord a command is a slash command."""
        caller = self.caller(persona, place)
        ref = MessageRef(caller.where, message or f"m{next(NUMBERS)}") if caller.where else None
        call = read_line(self.bot.desk.registry, text)
        if call is not None and caller.address.platform is Platform.DISCORD:
            return await self.read(persona, await self.bot.desk.call(caller, call), caller)
        return await self.read(persona, await self.bot.desk.say(caller, text, message=ref), caller)

    async def edit(self, persona: str, place: str, message: str, text: str) -> None:
        """Change an own post."""
        caller = self.caller(persona, place)
        assert caller.where
        await self.bot.desk.edited(caller, MessageRef(caller.where, message), text)
        await self.due()

    async def call(self, persona: str, call: Call, place: str | None = None, message: MessageRef | None = None) -> str:
        """Send a call as a button or a forger would."""
        caller = self.caller(persona, place)
        return await self.read(persona, await self.bot.desk.call(caller, call, message=message), caller)

    async def press(self, persona: str, text: str, place: str | None = None) -> str:
        """Press the newest visible button with this label, or else one that begins so; a private answer is replaced."""
        found = self.button(persona, text, place)
        told = self.seen.get(persona, [])
        self.seen[persona] = [(at, one) for at, one in told if not any(found in row for row in one.buttons)]
        assert isinstance(found.press, Call), f"{text} leads to {found.press}"
        return await self.call(persona, found.press, place)

    def button(self, persona: str, text: str, place: str | None = None) -> Button:
        """Return a button that the persona sees."""
        visible = [
            button for reply in reversed(self.visible(persona, place)) for row in reply.buttons for button in row
        ]
        exact = [button for button in visible if label(button) == text]
        begins = [button for button in visible if label(button).startswith(text)]
        assert exact or begins, f"{persona} sees no button {text}, only {[label(one) for one in visible]}"
        return (exact or begins)[0]

    def visible(self, persona: str, place: str | None = None) -> list[Reply]:
        """Return the replies a persona sees: the answers to them, private messages, and the places' messages."""
        address = self.caller(persona).address
        lines = [line for line in self.wires[address.platform].lines if not line.removed]
        shown = [
            (int(line.ref.message), line.reply)
            for line in lines
            if line.to == address or (isinstance(line.to, Place) and place in (None, line.to.name))
        ]
        return [reply for _, reply in sorted([*shown, *self.seen.get(persona, [])], key=lambda one: one[0])]

    async def fill(self, persona: str, **values: str) -> str:
        """Fill the open form and submit it; a dialogue is answered by name and finished."""
        caller = self.caller(persona)
        if caller.address.platform is Platform.DISCORD:
            ask = self.forms.pop(persona)
            names = [option.name for option in ask.fields]
            filled = {name: values.get(name, ask.values.get(name, ask.call.values.get(name, ""))) for name in names}
            return await self.call(persona, Call(ask.call.command, {**ask.call.values, **filled}))
        told = [
            await self.call(persona, Call("form.answer", {"field": name, "value": value}))
            for name, value in values.items()
        ]
        if await self.bot.desk.forms.opened(caller) is not None:
            told.append(await self.call(persona, Call("form.finish")))
        return told[-1]

    async def read(self, persona: str, answers: tuple[Answer, ...], caller: Caller) -> str:
        """Keep what was answered, open forms as the platform does, deliver, and return the words."""
        replies: list[Reply] = []
        for answer in answers:
            if isinstance(answer, Reply):
                replies.append(answer)
            elif caller.address.platform is Platform.DISCORD:
                if answer.error is not None:
                    replies.append(
                        await self.bot.desk.forms.set_aside(caller, answer, answer.values, answer.opens_at())
                    )
                    self.forms[persona] = await self.reopened(caller, replies[-1])
                else:
                    self.forms[persona] = answer
                replies += [answer.beside] if answer.beside else []
            else:
                replies += await self.bot.desk.question(caller, answer)
        self.seen.setdefault(persona, []).extend((next(NUMBERS), reply) for reply in replies)
        await self.due()
        return "\n".join(map(words_of, replies))

    async def reopened(self, caller: Caller, reply: Reply) -> Ask:
        """Press *Ändern* under a refusal and return the form that opens."""
        press = reply.buttons[0][0].press
        assert isinstance(press, Call)
        (ask,) = await self.bot.desk.call(caller, press)
        assert isinstance(ask, Ask)
        return ask

    def last(self, persona: str) -> Reply:
        """Return the last answer to a persona."""
        return self.seen[persona][-1][1]

    async def due(self) -> None:
        """Deliver what is due."""
        while await self.bot.run_due():
            pass

    async def move(self, **by: float) -> None:
        """Move the clock, stopping at every due moment: `await c.move(days=2)`."""
        await pass_time(self.bot, self.clock, timedelta(**by))

    def heard(self, where: str, platform: str | None = None) -> list[str]:
        """Return the words that stand in a place ("#jobs") or a persona's private chat ("anna@telegram")."""
        return [line.words for line in self.lines(where, platform)]

    def lines(self, where: str, platform: str | None = None, *, gone_too: bool = False) -> list[Line]:
        """Return the messages of the delivery that stand in a place or a private chat, oldest first."""
        found = []
        for wire in self.wires.values():
            for line in wire.lines:
                is_there = (
                    line.to.name == where
                    if isinstance(line.to, Place)
                    else f"{line.to.user}@{line.to.platform}" == where
                )
                if is_there and (gone_too or not line.removed) and platform in (None, str(wire.platform)):
                    found.append(line)
        return found

    async def agree(self, persona: str, skills: str = "", level: str = "Einverstanden") -> None:
        """Make a persona a member who agreed and has skills."""
        await self.say(persona, f"/skills {skills}")
        await self.press(persona, level)
        if not skills:  # the question that follows is left unanswered
            self.forms.pop(persona, None)
            if await self.bot.desk.forms.opened(self.caller(persona)) is not None:
                await self.call(persona, Call("form.cancel"))


@asynccontextmanager
async def community(
    folder: Path,
    now: str = "2026-12-01 09:00",
    places: list[Place] | None = None,
    elsewhere: Elsewhere | None = None,
    calendars: str = "",
    *,
    approves: bool = False,
    jobs_per_day: int = JOBS_PER_DAY,
) -> AsyncIterator[Talk]:
    """Open a bot on the database in the folder; the same folder again is a restart."""
    clock = MovedClock(datetime.fromisoformat(now).replace(tzinfo=BERLIN).astimezone(UTC))
    wires = {one: PlainWire(one) for one in Platform}
    talk = Talk(f"sqlite+aiosqlite:///{folder / 'ideenherd.db'}", clock, wires, elsewhere=elsewhere)
    talk.calendars, talk.jobs_per_day = calendars, jobs_per_day
    async with running(talk, places, approves=approves):
        yield talk


@asynccontextmanager
async def running(talk: Talk, places: list[Place] | None = None, *, approves: bool = False) -> AsyncIterator[Talk]:
    """Run the bot of a talk, again after a stop: the platforms and the personas stay."""
    house = Community(
        *("Testherd", BERLIN, "de", "Orga-Team", "orga@example.org", ORGA),
        calendars=talk.calendars,
        approves_events=approves,
        jobs_per_day=talk.jobs_per_day,
    )
    async with opened(
        *(talk.url, house, places or sample_places(), talk.wires, talk.clock),
        elsewhere=talk.elsewhere,
        in_flight=1,
        edit_pause=timedelta(0),
    ) as app:
        talk.app = app
        yield talk
    talk.app = None
