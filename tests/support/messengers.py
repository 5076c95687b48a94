"""A platform that keeps what it truly accepted, and fails where a test says so.

`Faults` counts steps: every request to a wire is one, and so are the beginning and the end of every transaction where
the storage is wrapped in `Tripwire`. A test plans a fault for the n-th step, n = 1 … until none is left.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import TypeVar

from bot.domain.people import Address, ChatAddress, MessageRef, Platform
from bot.domain.places import Place
from bot.errors import Doubt, Gone, Moved, Refused, Stop, TryLater, Unreachable
from bot.ports import Clock, Storage, Store
from bot.talk.answers import Reply

T = TypeVar("T")


class Killed(BaseException):
    """The process is gone at this very moment: nothing after it was done."""


class Fault(Enum):
    """How a step fails; what ends in AFTER was accepted, or committed, before."""

    NO_CONNECTION = auto()
    LATER = auto()
    LOST_BEFORE = auto()
    LOST_AFTER = auto()
    HANGS_BEFORE = auto()
    HANGS_AFTER = auto()
    BUG_BEFORE = auto()
    BUG_AFTER = auto()
    REFUSED = auto()
    UNREACHABLE = auto()
    MOVED = auto()
    STOP = auto()
    KILLED_BEFORE = auto()
    KILLED_AFTER = auto()


ACCEPTED_FIRST = {Fault.LOST_AFTER, Fault.HANGS_AFTER, Fault.BUG_AFTER, Fault.KILLED_AFTER}


_ERRORS: Mapping[Fault, BaseException] = {
    Fault.NO_CONNECTION: TryLater(timedelta(seconds=1)),
    Fault.LATER: TryLater(timedelta(seconds=30)),
    Fault.LOST_BEFORE: Doubt("closed"),
    Fault.LOST_AFTER: Doubt("closed"),
    Fault.BUG_BEFORE: RuntimeError("nobody thought of this"),
    Fault.BUG_AFTER: RuntimeError("nobody thought of this"),
    Fault.REFUSED: Refused("no"),
    Fault.UNREACHABLE: Unreachable("kicked"),
    Fault.STOP: Stop("token"),
    Fault.KILLED_BEFORE: Killed(),
    Fault.KILLED_AFTER: Killed(),
}


@dataclass
class Faults:
    """Which steps fail, by number from 1; `struck` are the faults that have happened, `news` is set by each step."""

    plan: dict[int, Fault] = field(default_factory=dict)
    steps: int = 0
    struck: list[Fault] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def step(self) -> Fault | None:
        """Count a step and return how it fails."""
        self.steps += 1
        self.news.set()
        fault = self.plan.get(self.steps)
        if fault is not None:
            self.struck.append(fault)
        return fault

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds, looking whenever there are news."""
        while not holds():
            self.news.clear()
            await self.news.wait()


@dataclass
class Accepted:
    """One message that the platform created; `reply` is what it shows now."""

    key: str
    to: Place | Address
    reply: Reply
    ref: MessageRef
    reply_to: MessageRef | None
    at: datetime
    first: Reply
    removed: bool = False


@dataclass
class Wire:
    """One platform: Discord-like (a repeated key creates nothing for two minutes, the chat can be read back) or not."""

    platform: Platform
    clock: Clock
    faults: Faults = field(default_factory=Faults)
    repeats_for: timedelta = timedelta(0)
    finds: bool = False
    calendar: None = None
    rooms: None = None
    accepted: list[Accepted] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)  # "send event:1", "edit 1003" … in order
    edits: list[tuple[MessageRef, Reply]] = field(default_factory=list)
    moved: dict[str, str] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)  # chats and users that nothing gets through to
    present: set[tuple[str, str]] = field(default_factory=set)  # chat and user
    hung: set[str] = field(default_factory=set)  # chats that never answer
    flying: dict[str, int] = field(default_factory=dict)  # requests in flight, by chat
    most: dict[str, int] = field(default_factory=dict)  # and how many there ever were
    most_at_once: int = 0  # in all chats together
    undeletable: bool = False
    gate: asyncio.Event | None = None  # nothing is answered before it is set
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1001))

    async def send(
        self, to: Place | Address, reply: Reply, *, key: str, reply_to: MessageRef | None = None
    ) -> MessageRef:
        """Create a message."""
        chat = self._chat(to)
        self.requests.append(f"send {key}")
        return await self._request(chat.chat, lambda: self._create(to, chat, reply, key, reply_to))

    async def edit(self, ref: MessageRef, reply: Reply) -> None:
        """Change a message; Gone when it is."""
        self.requests.append(f"edit {ref.message}")
        await self._request(ref.where.chat, lambda: self._change(ref, reply))

    async def remove(self, ref: MessageRef) -> None:
        """Take a message away; one that is gone is success."""
        self.requests.append(f"remove {ref.message}")
        await self._request(ref.where.chat, lambda: self._take(ref))

    async def pin(self, ref: MessageRef) -> None:
        """Pin a message."""
        self.requests.append(f"pin {ref.message}")
        await self._answered(ref.where.chat, lambda: None)

    async def find(self, to: Place | Address, key: str, since: datetime) -> MessageRef | None:
        """Read the chat back."""
        assert self.finds, "this platform cannot be asked"
        self.requests.append(f"find {key}")
        return await self._request(self._chat(to).chat, lambda: self._look(key, since))

    async def is_member(self, place: Place, address: Address) -> bool:
        """Say who was put into the place."""
        self.requests.append(f"is_member {address.user}")
        return await self._answered(place.address.chat, lambda: (place.address.chat, address.user) in self.present)

    def standing(self) -> list[Accepted]:
        """Return the messages that stand, oldest first."""
        return [message for message in self.accepted if not message.removed]

    def at(self, ref: MessageRef) -> Accepted | None:
        """Return a message that stands."""
        return next((message for message in self.standing() if message.ref.message == ref.message), None)

    @property
    def keys(self) -> list[str]:
        """The keys of everything that was ever created, in order."""
        return [message.key for message in self.accepted]

    def _chat(self, to: Place | Address) -> ChatAddress:
        if isinstance(to, Place):
            return to.address
        return ChatAddress(to.platform, f"dm-{to.user}" if self.finds else to.user)

    async def _request(self, chat: str, act: Callable[[], T]) -> T:
        self.flying[chat] = self.flying.get(chat, 0) + 1
        self.most[chat] = max(self.most.get(chat, 0), self.flying[chat])
        self.most_at_once = max(self.most_at_once, sum(self.flying.values()))
        try:
            return await self._answered(chat, act)
        finally:
            self.flying[chat] -= 1

    async def _answered(self, chat: str, act: Callable[[], T]) -> T:
        fault = self.faults.step()
        if self.gate is not None:
            await self.gate.wait()
        if chat in self.hung:
            await asyncio.Event().wait()
        if chat in self.moved:
            raise Moved(self.moved[chat])
        if chat in self.closed:
            raise Unreachable("closed")
        if fault in ACCEPTED_FIRST:
            act()
        if fault is not None:
            await self._fail(chat, fault)
        return act()

    async def _fail(self, chat: str, fault: Fault) -> None:
        if fault in (Fault.HANGS_BEFORE, Fault.HANGS_AFTER):
            await asyncio.Event().wait()
        if fault is Fault.MOVED:
            self.moved[chat] = f"{chat}-new"
            raise Moved(self.moved[chat])
        raise _ERRORS[fault]

    def _create(
        self, to: Place | Address, chat: ChatAddress, reply: Reply, key: str, reply_to: MessageRef | None
    ) -> MessageRef:
        now = self.clock.now()
        for before in self.accepted:
            if before.key == key and now - before.at < self.repeats_for:
                return before.ref
        ref = MessageRef(chat, str(next(self.numbers)))
        self.accepted.append(Accepted(key, to, reply, ref, reply_to, now, reply))
        self.faults.news.set()
        return ref

    def _change(self, ref: MessageRef, reply: Reply) -> None:
        message = self.at(ref)
        if message is None:
            raise Gone("message not found")
        message.reply = reply
        self.edits.append((ref, reply))

    def _take(self, ref: MessageRef) -> None:
        message = self.at(ref)
        if message is not None and self.undeletable:
            raise Refused("too old")
        if message is not None:
            message.removed = True

    def _look(self, key: str, since: datetime) -> MessageRef | None:
        found = [message for message in self.standing() if message.key == key and message.at >= since]
        return found[0].ref if found else None


def discord_like(clock: Clock, faults: Faults | None = None) -> Wire:
    """Return a platform that settles doubts."""
    return Wire(Platform.DISCORD, clock, faults or Faults(), repeats_for=timedelta(seconds=120), finds=True)


def telegram_like(clock: Clock, faults: Faults | None = None) -> Wire:
    """Return a platform that does not."""
    return Wire(Platform.TELEGRAM, clock, faults or Faults())


@dataclass
class Tripwire:
    """A storage in which the process can be killed, or the disk fail, before each transaction and after its commit."""

    storage: Storage
    faults: Faults

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Store]:
        """Open a transaction."""
        self._trip()
        async with self.storage.begin() as store:
            yield store
        self._trip()

    async def erase_left_traces(self) -> None:
        """Do what the storage does."""
        await self.storage.erase_left_traces()

    def _trip(self) -> None:
        fault = self.faults.step()
        if fault in (Fault.KILLED_BEFORE, Fault.KILLED_AFTER):
            raise Killed
        if fault is not None:
            raise OSError("no space left")
