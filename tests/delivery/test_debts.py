"""What became of a request is written in the end, and whoever owes holds up nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.app import built
from bot.domain.people import MessageRef
from bot.domain.sending import Delivery, Outcome
from bot.ports import Storage, Store
from storage.outbox import Outbox
from tests.delivery.world import World, world
from tests.support.messengers import Fault


@dataclass
class Refusals:
    """Which outcomes a storage refuses to write, by the row's key; `lost` commits and fails all the same."""

    refused: set[tuple[str, Outcome]] = field(default_factory=set)
    busy: asyncio.Event | None = None  # no transaction begins before it is set
    lost: int = 0
    failed: int = 0

    def refuse(self, key: str, *outcomes: Outcome) -> None:
        self.refused = {(key, outcome) for outcome in outcomes}

    def look(self, row: Delivery, outcome: Outcome) -> None:
        if (row.plan.key, outcome) in self.refused:
            self.failed += 1
            raise LookupError("a secret")


class Refusing(Outbox):
    """An outbox that cannot write some outcomes."""

    def __init__(self, outbox: Outbox, refusals: Refusals) -> None:
        super().__init__(outbox._work)  # noqa: SLF001 - the same transaction
        self.refusals = refusals

    async def sent(self, delivery: Delivery, ref: MessageRef, now: datetime) -> None:
        self.refusals.look(delivery, Outcome.SENT)
        await super().sent(delivery, ref, now)

    async def mark(self, delivery: Delivery, outcome: Outcome, reason: str, *, due: datetime | None = None) -> None:
        self.refusals.look(delivery, outcome)
        await super().mark(delivery, outcome, reason, due=due)


@dataclass
class Stubborn:
    """A storage that refuses to write some outcomes."""

    storage: Storage
    refusals: Refusals

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Store]:
        if self.refusals.busy is not None:
            await self.refusals.busy.wait()
        async with self.storage.begin() as store:
            assert isinstance(store.outbox, Outbox)
            store.outbox = Refusing(store.outbox, self.refusals)
            yield store
        if self.refusals.lost:
            self.refusals.lost -= 1
            raise OSError("the connection is gone")

    async def erase_left_traces(self) -> None:
        await self.storage.erase_left_traces()


@asynccontextmanager
async def stubborn(folder: Path) -> AsyncIterator[tuple[World, Refusals]]:
    refusals = Refusals()
    async with world(folder, around=lambda storage: Stubborn(storage, refusals)) as w:
        yield w, refusals


async def test_what_is_owed_is_written_though_nothing_is_due(tmp_path: Path) -> None:
    async with stubborn(tmp_path) as (w, refusals):
        community = w.courier._office.house.community  # noqa: SLF001 - the world keeps it nowhere else
        app = await built(w.storage, community, list(w.places.values()), w.wires, w.clock)
        app.courier = w.courier
        refusals.refuse("a", Outcome.SENT)
        await w.plan("a", "post", "jobs")
        assert await app.run_due() == 1
        assert await w.outcome("a") is Outcome.SENDING
        refusals.refuse("")
        assert await app.run_due() == 0
        assert await w.outcome("a") is Outcome.SENT
        assert not w.courier.owes


async def test_who_owes_holds_up_nobody_else(tmp_path: Path) -> None:
    async with stubborn(tmp_path) as (w, refusals):
        refusals.refuse("a", Outcome.SENT)
        for key, place in (("a", "jobs"), ("b", "events"), ("c", "jobs@discord"), ("d", "jobs")):
            await w.plan(key, "post", place)
        assert await w.due() == 3
        assert await w.outcome("d") is Outcome.WAITING, "its chat owes, and keeps its order"
        refusals.refuse("")
        assert await w.due() == 1
        assert {await w.outcome(key) for key in "abcd"} == {Outcome.SENT}


async def test_at_the_last_try_the_doubt_alone_is_written(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with stubborn(tmp_path) as (w, refusals):
        refusals.refuse("a", Outcome.SENT)
        await w.plan("a", "post", "jobs@discord")
        for _ in range(4):
            await w.due()
            assert await w.outcome("a") is Outcome.SENDING
        refusals.refuse("")
        refusals.refuse("a", Outcome.SENT)
        await w.courier._office.debts.pay(w.clock.at)  # noqa: SLF001 - without a claim after it
        assert await w.outcome("a") is Outcome.DOUBTFUL
        refusals.refuse("")
        await w.pass_time(minutes=10)
        assert await w.outcome("a") is Outcome.SENT
        assert len(w.discord.accepted) == 1
        assert "What became of a could not be written" in caplog.text


async def test_what_was_called_off_in_the_middle_of_its_writing_is_written_before_the_end(tmp_path: Path) -> None:
    async with stubborn(tmp_path) as (w, refusals):
        w.telegram.gate = asyncio.Event()
        await w.plan("a", "post", "jobs")
        due = asyncio.create_task(w.due())
        await w.faults.until(lambda: bool(w.telegram.requests))
        refusals.busy = asyncio.Event()
        w.telegram.gate.set()
        await w.faults.until(lambda: bool(w.telegram.accepted))
        stopping = asyncio.create_task(w.courier.stop(timedelta(0)))
        while not w.courier.owes:  # noqa: ASYNC110 - nothing tells of a debt
            await asyncio.sleep(0)
        refusals.busy.set()
        await asyncio.wait({stopping, due})
        assert await w.outcome("a") is Outcome.SENT


async def test_payments_may_overlap(tmp_path: Path) -> None:
    async with stubborn(tmp_path) as (w, refusals):
        refusals.refuse("a", Outcome.SENT)
        refusals.refused.add(("b", Outcome.SENT))
        await w.plan("a", "post", "jobs")
        await w.plan("b", "post", "events")
        await w.due()
        debts = w.courier._office.debts  # noqa: SLF001 - without a claim after it
        for _ in range(3):
            await debts.pay(w.clock.at)
        refusals.refused.discard(("b", Outcome.SENT))
        # The first takes two transactions for a, at its last try; the second meanwhile writes b, which it finds too.
        await asyncio.gather(debts.pay(w.clock.at), debts.pay(w.clock.at))
        assert [await w.outcome(key) for key in "ab"] == [Outcome.DOUBTFUL, Outcome.SENT]
        assert not w.courier.owes


async def test_what_can_never_be_written_is_named_and_tried_for_ever(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with stubborn(tmp_path) as (w, refusals):
        refusals.refuse("a", Outcome.SENT, Outcome.DOUBTFUL)
        await w.plan("a", "post", "jobs")
        tried = []
        for second in range(60):
            before = refusals.failed
            await w.due()
            if refusals.failed > before:
                tried.append(second)
            w.clock.at += timedelta(seconds=1)
        assert tried == [0, 1, 2, 3, 4, 6, 10, 18, 34], "five times at once, then less and less"
        assert caplog.text.count("What became of a cannot be written") == 5
        refusals.refuse("")
        await w.pass_time(minutes=5)
        await w.due()
        assert await w.outcome("a") is Outcome.SENT
        assert w.telegram.keys == ["a"]


async def test_what_was_written_though_it_seemed_to_fail_is_not_written_twice(tmp_path: Path) -> None:
    async with stubborn(tmp_path) as (w, refusals):
        refusals.refuse("a", Outcome.SENT)
        await w.plan("a", "post", "jobs@discord")
        for _ in range(4):
            await w.due()
        refusals.lost = 1
        await w.due()
        assert w.courier.owes, "the doubt was written, and nobody said so"
        refusals.refuse("")
        await w.pass_time(minutes=5)
        row = await w.row("a")
        assert (row.outcome, row.doubts) == (Outcome.SENT, 1)
        assert not w.courier.owes


async def test_a_row_whose_claim_seemed_to_fail_goes_out_without_a_restart(tmp_path: Path) -> None:
    async with world(tmp_path, trips=True) as w:
        await w.plan("a", "post", "jobs")
        # Two transactions take four steps; the fourth comes after the commit of the claim.
        w.faults.plan = {4: Fault.LATER}
        assert await w.due() == 0
        assert await w.outcome("a") is Outcome.SENDING
        await w.pass_time(minutes=1)
        assert await w.outcome("a") is Outcome.SENT
        assert (await w.row("a")).doubts == 0


async def test_the_end_names_what_is_still_owed(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with stubborn(tmp_path) as (w, refusals):
        refusals.refuse("a", Outcome.SENT, Outcome.DOUBTFUL)
        await w.plan("a", "post", "jobs")
        await w.due()
        await w.courier.stop()
        assert "What became of a is not written: it is in doubt at the next start" in caplog.text
        refusals.refuse("")
        await w.restart()
        await w.due()
        assert await w.outcome("a") is Outcome.UNCERTAIN
