"""The metronome: APScheduler ticks and can be woken; what is due, and what was done, only the database knows.

There is no job store: a killed process would lose the jobs in it, and jobs that it cannot restore are deleted. The one
job starts a task and returns, so that a chat that hangs never holds up the next tick.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Final, Self

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.ports import Clock
from bot.reporting import places

log = logging.getLogger(__name__)

EVERY: Final = timedelta(seconds=2)
MOMENT: Final = timedelta(milliseconds=100)  # between two ticks, however often it is woken
JUMP: Final = timedelta(minutes=5)
HOLD: Final = timedelta(seconds=60)
STOPPING: Final = timedelta(seconds=9)  # of the ten within which the process has to be gone
ROUNDS: Final = 10  # under way at once: more wait for nothing but a locked database
_JOB: Final = "run"


class Clockwork:
    """Calls `run_due` every two seconds and whenever it is woken, from `async with` on until its end.

    `run_due` does whatever is due, and its calls may overlap, ten at most; `held` is called instead while the clock
    cannot be trusted. `stop` begins nothing more and finishes what is in flight
    within the time it is given: `App.run_due` and the courier's `stop`.

    When the clock jumps forward by more than five minutes against the machine's own (`monotonic`, in seconds), that
    is logged as an alarm and nothing goes out for 60 seconds, so that a wrong clock can be put right before everything
    seems due. A jump back needs nothing: what was sent stays sent.

    `leaving` is the most that its end takes: a round that is cancelled ends only once SQLite has done what it is doing,
    and whoever closes the database before would have that fail. That the process is gone, `bot.service.Last` sees to.
    """

    def __init__(
        self,
        run_due: Callable[[], Awaitable[int]],
        stop: Callable[[timedelta], Awaitable[None]],
        clock: Clock,
        *,
        held: Callable[[], Awaitable[int]] | None = None,
        every: timedelta = EVERY,
        leaving: timedelta = STOPPING,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._run_due = run_due
        self._stop = stop
        self._held = held
        self._clock = clock
        self._leaving = leaving
        self._monotonic = monotonic
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._scheduler.add_job(
            self._tick,
            "interval",
            id=_JOB,
            seconds=every.total_seconds(),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
            next_run_time=datetime.now(UTC),
        )
        self._tasks: set[asyncio.Task[int]] = set()
        self._seen = clock.now(), monotonic()
        self._held_until = monotonic()
        self._ticked = monotonic() - MOMENT.total_seconds()
        self._is_woken = False
        self._is_leaving = False

    async def __aenter__(self) -> Self:
        """Begin to tick, the first time at once."""
        self._scheduler.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop ticking and let finish what is in flight."""
        self._is_leaving = True  # a tick may be on its way already, and its round would find the database closed
        self._scheduler.shutdown(wait=False)
        until = self._monotonic() + self._leaving.total_seconds()
        await self._stop(self._leaving)
        rounds = set(self._tasks)
        for task in rounds:
            task.cancel()
        if rounds:
            _, late = await asyncio.wait(rounds, timeout=max(until - self._monotonic(), MOMENT.total_seconds()))
            if late:
                log.warning("A round is still under way at the end")

    def wake(self) -> None:
        """Tick at once, or a moment after the last tick, since something may have been planned: many calls, one tick.

        Callable from the event loop only; without effect before and after.
        """
        if self._scheduler.running and not self._is_woken:
            self._is_woken = True
            soon = max(self._monotonic(), self._ticked + MOMENT.total_seconds()) - self._monotonic()
            self._scheduler.modify_job(_JOB, next_run_time=datetime.now(UTC) + timedelta(seconds=soon))

    async def _tick(self) -> None:
        """Start a round and return."""
        self._is_woken, self._ticked = False, self._monotonic()
        if self._is_leaving:
            return
        act = self._run_due if self._may_send() else self._held
        if act is None or len(self._tasks) >= ROUNDS:
            return
        task = asyncio.create_task(_round(act))
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _may_send(self) -> bool:
        """Say whether the clock can be trusted, which it is not for a while after a jump forward."""
        (wall, ticks), self._seen = self._seen, (self._clock.now(), self._monotonic())
        jumped = self._seen[0] - wall - timedelta(seconds=self._seen[1] - ticks)
        if jumped > JUMP:
            log.error("The clock has jumped forward by %s: nothing goes out for %s", jumped, HOLD)
            self._held_until = self._seen[1] + HOLD.total_seconds()
        return self._seen[1] >= self._held_until

    def _done(self, task: asyncio.Task[int]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("A round has failed: %s", places(error))


async def _round(act: Callable[[], Awaitable[int]]) -> int:
    return await act()
