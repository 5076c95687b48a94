"""The courier: whatever is due is claimed, rendered, sent and marked, chat by chat.

Few requests are in flight per platform and one per chat, so a chat that hangs delays no other. Nothing here waits for
time to pass: what is not due yet is left for the next call.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from bot.context import House
from bot.delivery import copies, errands, pinning, rooms, rows
from bot.delivery.office import Now, Office, log
from bot.delivery.settling import release
from bot.domain.people import Platform
from bot.domain.sending import Delivery, receiver
from bot.outbox.kinds import Kinds
from bot.outbox.late import LATE_AFTER
from bot.ports import Clock, Messenger, Storage, Store
from bot.reporting import reported

IN_FLIGHT: Final = 4  # requests at a time to one platform
TIMEOUT: Final = timedelta(seconds=15)  # of one request; discord.py would wait for 300 s
STOPPING: Final = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Work:
    """One step: what it keeps busy, the rows leased for it, and what is to be done.

    That returns how many messages were sent or changed.
    """

    busy: str
    run: Callable[[], Awaitable[int]]
    rows: Sequence[Delivery] = ()


@dataclass(slots=True)
class Tally:
    """How much one call of `deliver_due` did: steps of whatever kind, and messages sent, edited or removed."""

    steps: int = 0
    messages: int = 0


class Courier:
    """The delivery of one process. `owner` is new for each process, so that it can tell which rows a dead one left.

    With `in_flight=1` the platforms take turns too, and the same rows go out in the same order every time. `timeout`
    is for each request; `edit_pause` is kept between two edits in a chat, so that changes in a row become one edit.
    """

    def __init__(
        self,
        storage: Storage,
        kinds: Kinds,
        house: House,
        messengers: Mapping[Platform, Messenger],
        clock: Clock,
        owner: str,
        *,
        in_flight: int = IN_FLIGHT,
        timeout: timedelta = TIMEOUT,
        edit_pause: timedelta = timedelta(0),
    ) -> None:
        self._office = Office(storage, kinds, house, messengers, timeout, edit_pause)
        self.clock = clock
        self._owner = owner
        self._in_flight = in_flight
        # At work on a platform, whichever call fetched them.
        self._hands: dict[Platform, set[asyncio.Task[None]]] = {platform: set() for platform in messengers}
        self._calls = dict.fromkeys(messengers, 0)  # that asked for hands there
        self._digestible = [kind.name for kind in kinds.deliveries.values() if kind.line and not kind.needs]
        self._is_stopping = False

    @property
    def stopped(self) -> frozenset[Platform]:
        """Return the platforms that refused us as a whole; their rows wait for the next start."""
        return frozenset(self._office.stopped)

    @property
    def owes(self) -> bool:
        """Say whether what became of a request could not be written yet: the next `deliver_due` tries again."""
        return bool(self._office.debts.holders)

    async def start(self) -> None:
        """Make the rows doubtful that a dead process of these platforms was sending: never assumed sent or unsent."""
        async with self._office.storage.begin() as store:
            left = await store.outbox.recover(self._owner, self._office.messengers.keys(), self.clock.now())
        if left:
            log.warning("%s rows are in doubt after the last run", left)

    async def deliver_due(self, now: datetime | None = None) -> int:
        """Do whatever is due, at this instant or by the clock; return how many messages were sent, edited or removed.

        Calls may overlap: they share what is busy, and each takes up what the other has no hand for. One that finds all
        hands of a platform at work leaves what is due there to them.
        """
        instant: Now = self.clock.now if now is None else lambda: now
        tally = Tally()
        if not self._is_stopping:
            await self._office.debts.pay(instant())
            await self._expire(instant)
            done = -1
            while done != tally.steps:  # what is done on one platform can plan rows for another
                done = tally.steps
                await self._round(instant, tally)
        return tally.messages

    async def stop(self, within: timedelta = STOPPING) -> None:
        """Claim nothing more and finish what is in flight. What is not done in time is in doubt at the next start.

        There is no way back: a courier that was stopped delivers nothing any more.
        """
        self._is_stopping = True
        if hands := set().union(*self._hands.values()):
            _, late = await asyncio.wait(hands, timeout=within.total_seconds())
            for hand in late:
                hand.cancel()
            if late:
                await asyncio.wait(late, timeout=1)
        await self._office.debts.pay_at_last(self.clock.now())

    async def _expire(self, now: Now) -> None:
        try:
            async with self._office.storage.begin() as store:
                if expired := await store.outbox.expire(now()):
                    log.warning("%s rows have expired", expired)
        except Exception as error:  # noqa: BLE001 - the store may be locked or full for a while
            reported(error, "expiring")

    async def _round(self, now: Now, tally: Tally) -> None:
        if self._in_flight == 1:
            for platform in self._office.messengers:
                await self._crew(platform, now, tally)
            return
        async with asyncio.TaskGroup() as group:
            for platform in self._office.messengers:
                group.create_task(self._crew(platform, now, tally))

    async def _crew(self, platform: Platform, now: Now, tally: Tally) -> None:
        """Work on a platform until nothing is due there; whoever finds work fetches another hand, if one is free."""
        self._calls[platform] += 1
        async with asyncio.TaskGroup() as group:

            def hire() -> None:
                hands = self._hands[platform]
                if len(hands) < self._in_flight:
                    hand = group.create_task(self._hand(platform, now, tally, hire))
                    hands.add(hand)
                    hand.add_done_callback(hands.discard)

            hire()

    async def _hand(self, platform: Platform, now: Now, tally: Tally, hire: Callable[[], None]) -> None:
        """Do what is due, one thing after the other; look once more when a call came that found no hand."""
        found = True
        while found:
            calls = self._calls[platform]
            found = await self._step(platform, now, tally, hire) or self._calls[platform] != calls
        if (hand := asyncio.current_task()) is not None:
            self._hands[platform].discard(hand)  # at once, so that the next call finds it free

    async def _step(self, platform: Platform, now: Now, tally: Tally, hire: Callable[[], None]) -> bool:
        """Do one thing that is due; False when nothing is, or nothing more may be begun."""
        work = await self._next(platform, now)
        if work is None:
            return False
        hire()
        try:
            messages = await work.run()
            tally.messages += messages  # read after the wait, in which other hands count too
            tally.steps += 1
        finally:
            self._office.busy.discard(work.busy)
        return True

    async def _next(self, platform: Platform, now: Now) -> Work | None:
        """Take the next thing that is due, in one short transaction: a question, a row, or a copy."""
        work = None
        try:
            async with self._office.storage.begin() as store:
                if self._is_stopping or platform in self._office.stopped:
                    return None
                work = await self._due(store, platform, now)
                if work is not None:
                    self._office.busy.add(work.busy)  # before the next transaction can look
        except BaseException as error:
            if work is not None:
                self._office.busy.discard(work.busy)
            if work is not None and work.rows:  # their lease may have been written all the same
                self._office.debts.owe(partial(release, self._office, work.rows, now), work.busy, work.rows)
            if not isinstance(error, Exception):
                raise
            reported(error, "claiming")  # the store may be locked or full for a while: the next call tries again
            return None
        return work

    async def _due(self, store: Store, platform: Platform, now: Now) -> Work | None:
        office, at = self._office, now()
        asked = await store.outbox.errands(platform, at, errands.LOOKED_AT)
        if question := await errands.next_question(office, store, asked, platform, at):
            return Work(errands.busy_name(question.errand), lambda: errands.ask(office, question, now))
        if what := await pinning.next_pin(office, store, asked, platform, at):
            return Work(errands.busy_name(what.errand), lambda: pinning.pin(office, what, now))
        if step := await rooms.next_step(office, store, asked, at):
            return Work(errands.busy_name(step.errand), lambda: rooms.follow(office, step, now))
        kinds = () if platform in office.singly and at < office.singly[platform] else self._digestible
        claimed = await store.outbox.claim(platform, office.taken, self._owner, at, at - LATE_AFTER, kinds)
        if claimed:
            return Work(receiver(claimed[0]), lambda: rows.deliver(office, claimed, now), claimed)
        if posting := await copies.next_copy(office, store, platform, at):
            return Work(copies.chat_of(posting), lambda: copies.bring_up(office, posting, now))
        return None
