"""The inbox: what happens is kept, then confirmed, then handled: a kill at any moment loses none and doubles none.

Kept is only what concerns the bot, as a small value without anything else of the update; its words are erased in the
transaction that handles it. Chats, and the people in a group, are handled side by side, each in their own order.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, count, repeat
from typing import Final, TypeVar

from adapters.patience import PAUSES, Sleep, insistently
from adapters.telegram.feed import Feed, Update
from adapters.telegram.happenings import (
    Edited,
    Happening,
    Hidden,
    Me,
    Moved,
    Pressed,
    Said,
    Went,
    Where,
    read,
    reread,
    written,
)
from bot.desk import Desk
from bot.domain.people import Platform
from bot.reporting import reported

log = logging.getLogger(__name__)

T = TypeVar("T")
Handle = Callable[[str, Happening], Awaitable[None]]
Kept = list[tuple[str, Happening]]
LANE: Final = 30  # happenings of a person in a chat that wait at once; a flood beyond is not kept
BACKLOG: Final = 1000  # happenings waiting in memory until no more are asked for
TRIES: Final = 4  # of what fails although the database works


class Inbox:
    """Takes what the feed gives to `handle`; `handle` marks it as handled in the transaction of what it does."""

    def __init__(
        self,
        feed: Feed,
        desk: Desk,
        me: Me,
        handle: Handle,
        *,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._feed = feed
        self._desk = desk
        self._me = me
        self._handle = handle
        self._sleep = sleep
        self._waiting: dict[str, deque[tuple[str, Happening]]] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._is_finishing = False
        self._room = asyncio.Event()
        self._room.set()
        self._idle = asyncio.Event()
        self._idle.set()

    async def run(self) -> None:
        """Take up what a dead process left, then listen until cancelled; raises what the feed raises."""
        for incoming, happening in await self._left():
            self._put(incoming, happening)
        while True:
            await self._room.wait()
            updates = await self._feed.next()
            kept = await self._persistently(updates)
            self._feed.kept(updates)
            for incoming, happening in kept:
                self._put(incoming, happening)

    async def idle(self) -> None:
        """Wait until nothing that was kept waits to be handled."""
        await self._idle.wait()

    async def finish(self, within: float) -> None:
        """Let end what is being handled; the rest stays kept for the next start."""
        self._is_finishing = True
        if not self._workers:
            return
        _, late = await asyncio.wait(self._workers, timeout=within)
        for worker in late:
            worker.cancel()
        if late:
            await asyncio.wait(late, timeout=1)

    async def _left(self) -> Kept:
        """Return what was kept and is not handled; what cannot be read any more is marked as done."""
        async with self._desk.storage.begin() as store:
            rows = await store.talk.unhandled(Platform.TELEGRAM)
        kept: Kept = []
        for incoming, payload in rows:
            try:
                kept.append((incoming, reread(payload)))
            except ValueError as error:
                reported(error, "reading what was kept")
                await self._desk.settled(Platform.TELEGRAM, incoming)
        return kept

    async def _persistently(self, updates: Sequence[Update]) -> Kept:
        """Keep what concerns the bot, however often it takes: what is not kept is not confirmed either."""
        found = [(str(update["update_id"]), happening) for update in updates if (happening := self._read(update))]
        # Moves come first, so that the new chat is known, and are not kept: to be told twice of one does no harm.
        for moved in [each for _, each in found if isinstance(each, Moved)]:
            await self._insistently(partial(self._desk.moved, moved.where.address, moved.to))
        heard: set[Where] = set()
        for where in {each.where for _, each in found if _is_chat(each)}:
            if await self._insistently(partial(self._desk.hears, where.address)):
                heard.add(where)
        asks = await self._insistently(self._desk.listener) if heard else _nobody
        concerning = []
        for incoming, each in found:
            if not isinstance(each, Moved) and (part := self._concerning(each, heard, asks)) is not None:
                concerning.append((incoming, part))
            await asyncio.sleep(0)  # reading a long post takes a while
        concerning = self._within_reason(concerning)
        tries = count()
        return await self._insistently(lambda: self._keep(concerning, next(tries))) if concerning else []

    def _within_reason(self, concerning: Kept) -> Kept:
        """Leave out what one person, or a group itself, sends beyond all reason, before all others wait for it."""
        lanes = Counter({lane: len(waiting) for lane, waiting in self._waiting.items()})
        reasonable = []
        for incoming, each in concerning:
            lane = _lane(each)
            lanes[lane] += 1
            if lanes[lane] <= LANE or not isinstance(each, Said | Pressed | Hidden):
                reasonable.append((incoming, each))
        if len(reasonable) < len(concerning):
            log.warning("%s messages of a flood are left out", len(concerning) - len(reasonable))
        return reasonable

    async def _insistently(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Ask the store until it answers: a locked or full database loses nothing, it delays."""
        return await insistently(ask, chain(PAUSES, repeat(PAUSES[-1])), self._sleep, "keeping updates")

    async def _keep(self, concerning: Kept, tries: int) -> Kept:
        """Keep in one transaction, and return what is new; after a failed try it may be there already, unseen."""
        posts = {each.ref for _, each in (*concerning, *self._all_waiting()) if isinstance(each, Said)}
        async with self._desk.storage.begin() as store:
            kept = [
                (incoming, each)
                for incoming, each in concerning
                if not isinstance(each, Edited) or each.ref in posts or await self._desk.follows(store, each.ref)
            ]
            payloads = {incoming: written(each) for incoming, each in kept}
            new = set(await store.talk.keep_incoming(Platform.TELEGRAM, payloads, self._desk.clock.now()))
            if tries:
                seen = {incoming for incoming, _ in self._all_waiting()}
                new |= {incoming for incoming, _ in await store.talk.unhandled(Platform.TELEGRAM)} - seen
        return [(incoming, each) for incoming, each in kept if incoming in new]

    def _concerning(
        self, happening: Happening, heard: Collection[Where], asks: Callable[[str], bool]
    ) -> Happening | None:
        """Return what may be kept of a happening: of what groups say among themselves only what the desk acts on."""
        if not isinstance(happening, Said) or not _is_chat(happening):
            return happening
        try:
            if happening.where in heard and asks(happening.text):
                return happening
        except Exception as error:  # noqa: BLE001 - a post that cannot be read must not keep back all others
            reported(error, "reading a post")
        is_organiser = happening.who.address in self._desk.house.community.organisers
        # An organiser's reply says which message it means; its words say nothing to the bot.
        return replace(happening, text="") if happening.reply_to and is_organiser else None

    def _all_waiting(self) -> Iterator[tuple[str, Happening]]:
        return chain.from_iterable(self._waiting.values())

    def _read(self, update: Update) -> Happening | None:
        try:
            return read(update, self._me)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            reported(error, "reading an update")
            return None

    def _put(self, incoming: str, happening: Happening) -> None:
        """Let a happening be handled after those before it by the same person in the same chat."""
        lane = _lane(happening)
        if lane in self._waiting:
            self._waiting[lane].append((incoming, happening))
        else:
            self._waiting[lane] = deque([(incoming, happening)])
            worker = asyncio.create_task(self._work(lane))
            self._workers.add(worker)
            worker.add_done_callback(self._workers.discard)
        self._count()

    def _count(self) -> None:
        waiting = sum(map(len, self._waiting.values()))
        (self._room.set if waiting < BACKLOG else self._room.clear)()
        (self._idle.clear if self._waiting else self._idle.set)()

    async def _work(self, lane: str) -> None:
        """Handle what waits in one lane until nothing does; what is being handled still counts as waiting."""
        waiting = self._waiting[lane]
        try:
            while waiting and not self._is_finishing:
                await self._handled(*waiting[0])
                waiting.popleft()
                self._count()
        finally:
            del self._waiting[lane]
            self._count()

    async def _handled(self, incoming: str, happening: Happening) -> None:
        """Handle one happening, again where it fails; what fails although the database works is given up."""
        tries = 0
        while tries < TRIES:
            try:
                await self._handle(incoming, happening)
                return
            except Exception as error:  # noqa: BLE001 - one happening must not end the inbox
                reported(error, f"handling what happened ({happening.kind})")
            await self._sleep(PAUSES[min(tries, len(PAUSES) - 1)])
            tries += await self._store_works()
        log.error("What happened (%s) was given up", happening.kind)
        await self._insistently(lambda: self._desk.settled(Platform.TELEGRAM, incoming))

    async def _store_works(self) -> bool:
        try:
            async with self._desk.storage.begin() as store:
                await store.outbox.next_due()
        except Exception as error:  # noqa: BLE001 - the answer is that it does not
            reported(error, "looking whether the database works")
            return False
        return True


def _nobody(_text: str) -> bool:
    """Say that a message asks for nobody: none of them is heard."""
    return False


def _is_chat(happening: Happening) -> bool:
    """Say whether it is something that people say to each other in a group."""
    return isinstance(happening, Said) and not happening.where.is_private and not happening.text.startswith("/")


def _lane(happening: Happening) -> str:
    """Return the name of the lane in which a happening keeps its order: a person's in a chat, or the chat's own."""
    match happening:
        case Said(who=who) | Edited(who=who) | Pressed(who=who) | Went(people=(who,)):
            return f"{happening.where.chat}:{who.user}"
    return happening.where.chat
