"""The metronome."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from adapters.clockwork import Clockwork
from bot.app import built
from bot.domain.sending import Outcome
from storage.schema import jobs
from storage.work import undisturbed
from tests.delivery.world import Hands, world

NEVER = timedelta(days=1)
OFTEN = timedelta(seconds=0.02)


@dataclass
class Beaten:
    """A bot that counts the beats."""

    beats: int = 0
    beat: asyncio.Event = field(default_factory=asyncio.Event)
    hangs: bool = False
    fails: bool = False
    stopped: timedelta | None = None

    async def run_due(self) -> int:
        self.beats += 1
        self.beat.set()
        if self.fails:
            raise LookupError("a secret")
        if self.hangs:
            await asyncio.Event().wait()
        return 0

    async def stop(self, within: timedelta) -> None:
        self.stopped = within

    async def next(self) -> None:
        """Wait for the next beat."""
        self.beat.clear()
        async with asyncio.timeout(10):
            await self.beat.wait()


@dataclass
class Ticks:
    """The machine's own clock, in seconds."""

    at: float = 1000.0

    def __call__(self) -> float:
        return self.at


async def test_it_begins_at_once_and_goes_on() -> None:
    courier = Beaten()
    async with Clockwork(courier.run_due, courier.stop, Hands(), every=OFTEN):
        for _ in range(4):
            await courier.next()
    assert courier.stopped is not None


async def test_it_can_be_woken() -> None:
    courier = Beaten()
    async with Clockwork(courier.run_due, courier.stop, Hands(), every=NEVER) as clockwork:
        await courier.next()
        clockwork.wake()
        await courier.next()
    clockwork.wake()
    assert courier.beats == 2


async def test_many_calls_in_a_row_are_one_tick_and_the_next_call_is_heard_again() -> None:
    courier = Beaten()
    async with Clockwork(courier.run_due, courier.stop, Hands(), every=NEVER) as clockwork:
        await courier.next()
        for beats in (2, 3):
            for _ in range(100):
                clockwork.wake()
            await courier.next()
            assert courier.beats == beats


async def test_a_delivery_that_hangs_holds_up_no_other_and_the_end_neither() -> None:
    courier = Beaten(hangs=True)
    began = time.monotonic()
    async with Clockwork(courier.run_due, courier.stop, Hands(), every=OFTEN):
        for _ in range(3):
            await courier.next()
    assert time.monotonic() - began < 10


async def test_a_delivery_that_fails_is_logged_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    courier = Beaten(fails=True)
    async with Clockwork(courier.run_due, courier.stop, Hands(), every=OFTEN):
        await courier.next()
        await courier.next()
    failed = [message for message in caplog.messages if message.startswith("A round has failed")]
    assert all("LookupError at delivery/test_clockwork.py" in message for message in failed)
    assert failed
    assert not any("a secret" in message for message in failed)


async def test_after_a_jump_forward_nothing_goes_out_for_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    clock, ticks, courier, pulse = Hands(), Ticks(), Beaten(), Beaten()
    clockwork = Clockwork(courier.run_due, courier.stop, clock, held=pulse.run_due, monotonic=ticks)

    async def tick(wall: float, own: float) -> int:
        """Let both clocks go on by some seconds; return how many deliveries that starts."""
        before = courier.beats
        clock.at += timedelta(seconds=wall)
        ticks.at += own
        await clockwork._tick()  # noqa: SLF001 - one beat, without waiting for it
        await asyncio.sleep(0)
        return courier.beats - before

    assert await tick(2, 2) == 1
    assert await tick(302, 2) == 1, "five minutes are no jump"
    assert "jumped" not in caplog.text
    assert await tick(303, 2) == 0
    assert "jumped forward by 0:05:01" in caplog.text
    assert await tick(30, 30) == 0
    assert await tick(29, 29) == 0
    assert pulse.beats == 3, "meanwhile it is told that all is well"
    assert await tick(1, 1) == 1
    assert pulse.beats == 3


async def test_rounds_that_get_nowhere_do_not_pile_up() -> None:
    courier = Beaten(hangs=True)
    clockwork = Clockwork(courier.run_due, courier.stop, Hands())
    for _ in range(30):
        await clockwork._tick()  # noqa: SLF001 - one beat, without waiting for it
        await asyncio.sleep(0)
    assert courier.beats == 10


async def test_a_jump_back_and_a_slow_machine_are_no_alarm(caplog: pytest.LogCaptureFixture) -> None:
    clock, ticks, courier = Hands(), Ticks(), Beaten()
    clockwork = Clockwork(courier.run_due, courier.stop, clock, monotonic=ticks)
    for wall, own in ((-7200, 2), (600, 600), (3600, 3599)):
        clock.at += timedelta(seconds=wall)
        ticks.at += own
        await clockwork._tick()  # noqa: SLF001 - as above
        await asyncio.sleep(0)
    assert courier.beats == 3
    assert caplog.text == ""


async def test_what_fails_in_the_housekeeping_holds_up_no_delivery(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with world(tmp_path) as w:
        community = w.courier._office.house.community  # noqa: SLF001 - the world keeps it nowhere else
        app = await built(w.storage, community, list(w.places.values()), w.wires, w.clock)
        app.courier = w.courier
        texts = dict.fromkeys(("title", "text", "period", "budget"), "")
        old = {"state": "draft", "created_at": w.clock.at - timedelta(days=2), "revision": 1}
        unreadable = {"source_platform": "a secret", "source_message": "1", "titled": True, "skilled": True}
        bad = insert(jobs).values(author_id=w.people["anna"], **texts, **old, **unreadable)
        async with w.storage._engine.begin() as connection:  # noqa: SLF001 - nothing of ours writes such a row
            await connection.execute(bad)
        await w.plan("a", "post", "jobs")
        assert await app.run_due() == 1
        assert await w.outcome("a") is Outcome.SENT
    assert "deleting old drafts" in caplog.text
    assert "a secret" not in caplog.text


async def test_a_round_that_cannot_be_interrupted_ends_before_the_database_is_closed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """What SQLite does is never torn in two, and may take longer than a cancelled round commonly does."""
    began, done, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()
    async with world(tmp_path) as w:

        async def run_due() -> int:
            try:
                async with w.storage.begin() as store:
                    await store.places.all()
                    began.set()
                    await undisturbed(done.wait())
                return 0
            finally:
                ended.set()

        async with Clockwork(run_due, w.courier.stop, w.clock):
            await began.wait()
            asyncio.get_running_loop().call_later(0.8, done.set)
        assert ended.is_set()
    assert "A round has failed" not in caplog.text


@pytest.mark.parametrize("turns", range(8))
async def test_no_round_begins_once_it_is_left(turns: int) -> None:
    """Also where a tick was on its way already: its round would find the database closed."""
    courier = Beaten()
    async with Clockwork(courier.run_due, courier.stop, Hands(), every=NEVER) as clockwork:
        await courier.next()
        clockwork._ticked = 0.0  # noqa: SLF001 - long ago, so that it ticks at once
        clockwork.wake()
        for _ in range(turns):
            await asyncio.sleep(0)
    begun = courier.beats
    for _ in range(20):
        await asyncio.sleep(0)
    assert courier.beats == begun


async def test_leaving_takes_no_longer_than_the_process_has(caplog: pytest.LogCaptureFixture) -> None:
    began, never = asyncio.Event(), asyncio.Event()

    async def run_due() -> int:
        began.set()
        await undisturbed(never.wait())
        return 0

    courier, leaving = Beaten(), timedelta(seconds=0.05)
    async with Clockwork(run_due, courier.stop, Hands(), leaving=leaving):
        await began.wait()
    assert courier.stopped == leaving
    assert "A round is still under way" in caplog.text
    never.set()
