"""Many chats at a time, one that hangs, and an orderly end."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.domain.sending import Outcome
from tests.delivery.checker import check, plan_marked
from tests.delivery.world import world
from tests.support.messengers import Fault

PATIENT = timedelta(seconds=30)


async def test_a_chat_that_hangs_delays_no_other(tmp_path: Path) -> None:
    async with world(tmp_path, in_flight=2, timeout=PATIENT) as w:
        w.telegram.hung.add("jobs-chat")
        await w.plan("hung", "post", "jobs", lane=1)
        for number in range(3):
            await w.plan(f"{number}", "post", "events")
            await w.plan(f"mine {number}", "remind", "anna")
            await w.plan(f"there {number}", "post", "jobs@discord")
        delivery = asyncio.create_task(w.courier.deliver_due())
        await w.faults.until(lambda: len(w.telegram.accepted) == 6 and len(w.discord.accepted) == 3)
        assert not delivery.done()
        assert await w.outcome("hung") is Outcome.SENDING
        delivery.cancel()
        await asyncio.wait([delivery])


async def test_a_chat_never_has_two_requests_in_flight(tmp_path: Path) -> None:
    """Also when calls overlap, and copies are edited beside new messages."""
    async with world(tmp_path, in_flight=4) as w:
        keys = [await plan_marked(w, f"row{number}", "post", ("jobs", "events")[number % 2]) for number in range(6)]
        await w.due()
        for thing in range(1, 7):
            await w.change(thing, words=f"[row{thing - 1}] neu")
        keys += [await plan_marked(w, f"more{number}", "post", ("jobs", "events")[number % 2]) for number in range(6)]
        await asyncio.gather(*(w.courier.deliver_due() for _ in range(5)))
        await check(w, keys)
        assert len(w.telegram.accepted) == 12
        assert len(w.telegram.edits) == 6
        assert w.telegram.most == {"jobs-chat": 1, "events-chat": 1}


async def test_few_requests_are_in_flight_on_a_platform(tmp_path: Path) -> None:
    async with world(tmp_path, in_flight=2, timeout=PATIENT) as w:
        for place in ("jobs", "events", "team"):
            await w.plan(place, "post", place)
        w.telegram.gate = asyncio.Event()
        calls = [asyncio.create_task(w.courier.deliver_due()) for _ in range(3)]
        await w.faults.until(lambda: len(w.telegram.requests) == 2)
        await w.plan("there", "post", "jobs@discord")
        calls.append(asyncio.create_task(w.courier.deliver_due()))
        await w.faults.until(lambda: w.discord.keys == ["there"])
        assert len(w.telegram.requests) == 2
        w.telegram.gate.set()
        await asyncio.gather(*calls)
        assert w.telegram.most_at_once == 2
        assert len(w.telegram.keys) == 3


async def test_rounds_do_not_pile_up_behind_slow_requests(tmp_path: Path) -> None:
    async with world(tmp_path, in_flight=2, timeout=PATIENT) as w:
        for place in ("jobs", "events", "team"):
            await w.plan(place, "post", place)
        w.telegram.gate = asyncio.Event()
        first = asyncio.create_task(w.courier.deliver_due())
        await w.faults.until(lambda: len(w.telegram.requests) == 2)
        await w.plan("later", "post", "jobs")
        async with asyncio.timeout(20):
            assert [await w.courier.deliver_due() for _ in range(30)] == [0] * 30
        w.telegram.gate.set()
        assert await first == 4, "what the others left"
        assert w.telegram.most_at_once == 2


async def test_a_call_that_finds_no_hand_is_heard_by_one_that_is_about_to_leave(tmp_path: Path) -> None:
    async with world(tmp_path, in_flight=1) as w:
        for number in range(20):
            looking = asyncio.create_task(w.courier.deliver_due())
            for _ in range(number):
                await asyncio.sleep(0)
            await w.plan(f"{number}", "post", "jobs")
            await asyncio.gather(looking, w.courier.deliver_due())
            assert await w.outcome(f"{number}") is Outcome.SENT


async def test_one_at_a_time_is_the_same_order_every_time(tmp_path: Path) -> None:
    orders = []
    for run in range(3):
        folder = tmp_path / str(run)
        folder.mkdir()
        async with world(folder, in_flight=1) as w:
            for number, place in enumerate(["jobs", "jobs@discord", "events", "jobs", "team"]):
                await w.plan(f"{number}", "post", place)
            await w.due()
            await w.change(words="Neu")
            await w.due()
            orders.append([wire.requests for wire in w.wires.values()])
    assert orders[0] == orders[1] == orders[2]


async def test_an_orderly_stop_finishes_what_is_in_flight_and_begins_nothing(tmp_path: Path) -> None:
    async with world(tmp_path, in_flight=2, timeout=PATIENT) as w:
        w.telegram.gate = asyncio.Event()
        for number in range(4):
            await w.plan(f"{number}", "post", ("jobs", "events")[number % 2])
        delivery = asyncio.create_task(w.courier.deliver_due())
        await w.faults.until(lambda: len(w.telegram.requests) == 2)
        stopping = asyncio.create_task(w.courier.stop())
        await asyncio.sleep(0)
        w.telegram.gate.set()
        await stopping
        await delivery
        outcomes = [await w.outcome(f"{number}") for number in range(4)]
        assert outcomes == [Outcome.SENT, Outcome.SENT, Outcome.WAITING, Outcome.WAITING]
        assert await w.courier.deliver_due() == 0, "it does not begin again"
        await w.restart()
        await w.due()
        rows = [await w.row(f"{number}") for number in range(4)]
        assert {(row.outcome, row.doubts) for row in rows} == {(Outcome.SENT, 0)}
        assert sorted(w.telegram.keys) == ["0", "1", "2", "3"]


async def test_what_hangs_at_the_end_is_in_doubt_at_the_next_start(tmp_path: Path) -> None:
    async with world(tmp_path, plan={1: Fault.HANGS_AFTER}, timeout=PATIENT) as w:
        key = await plan_marked(w, "a", "post", "jobs")
        delivery = asyncio.create_task(w.courier.deliver_due())
        await w.faults.until(lambda: bool(w.telegram.requests))
        await w.courier.stop(timedelta(seconds=0.05))
        await delivery
        await w.restart()
        await w.due()
        await check(w, [key])
        assert await w.outcome("a") is Outcome.UNCERTAIN


async def test_a_stop_without_work_is_immediate(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await w.courier.stop()
