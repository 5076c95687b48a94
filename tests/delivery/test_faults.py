"""Faults by position: the n-th step fails, n = 1 … until none is left. Then at random. Nothing is lost or double."""

from __future__ import annotations

import itertools
import random
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.sending import Outcome
from tests.delivery.checker import check, plan_marked
from tests.delivery.world import World, world
from tests.support.messengers import Fault, Killed

SIDES = {"telegram": ("jobs", "anna"), "discord": ("jobs@discord", "ben")}
PASSING = [fault for fault in Fault if fault is not Fault.UNREACHABLE]
UNANSWERED = [Fault.LOST_BEFORE, Fault.LOST_AFTER, Fault.HANGS_AFTER, Fault.KILLED_BEFORE, Fault.KILLED_AFTER]


async def run(w: World, *, away: timedelta = timedelta(0), **by: float) -> None:
    """Let time pass and the process live on through kills and stops; it is away for a while after each."""
    end = w.clock.at + timedelta(**by)
    while True:
        try:
            await w.pass_time(seconds=max(0, (end - w.clock.at).total_seconds()))
        except* Killed:
            was_killed = True
        else:
            was_killed = False
        if not was_killed and not w.courier.stopped:
            return
        w.clock.at += away
        await start(w)


async def start(w: World) -> None:
    """Start a new process, again if it is killed at once or its disk is full."""
    while True:
        try:
            return await w.restart()
        except (Killed, OSError):
            continue


async def positions(w: World, fault: Fault, least: int) -> AsyncIterator[int]:
    """Let the n-th step from now fail, n = 1 … until none is left, which is after at least so many.

    Each time begins days later, when nothing is left of the time before.
    """
    for step in itertools.count(1):
        w.faults.struck.clear()
        w.faults.plan = {w.faults.steps + step: fault}
        yield step
        if not w.faults.struck:
            assert step > least
            return
        w.faults.plan = {}
        w.clock.at += timedelta(days=2)
        await run(w)


@pytest.mark.parametrize("fault", list(Fault))
@pytest.mark.parametrize("side", list(SIDES))
async def test_every_request_may_fail(tmp_path: Path, side: str, fault: Fault) -> None:
    place, person = SIDES[side]
    async with world(tmp_path) as w:
        async for step in positions(w, fault, least=2):
            keys = [
                await plan_marked(w, f"post{step}", "post", place),
                await plan_marked(w, f"remind{step}", "remind", person),
            ]
            await run(w, minutes=10)
            await check(w, keys)


@pytest.mark.parametrize("again", [Fault.REFUSED, Fault.UNREACHABLE])
@pytest.mark.parametrize("first", UNANSWERED)
@pytest.mark.parametrize("side", list(SIDES))
async def test_second_try_may_be_refused(tmp_path: Path, side: str, first: Fault, again: Fault) -> None:
    """What refuses the repeat of a row in doubt says nothing of the first try; a post on Telegram is not repeated."""
    place, person = SIDES[side]
    kinds = [("post", place), ("remind", person)] if side == "discord" else [("remind", person)]
    for number, (kind, to) in enumerate(kinds):
        folder = tmp_path / str(number)
        folder.mkdir()
        async with world(folder, plan={1: first, 2: again}) as w:
            key = await plan_marked(w, "a", kind, to)
            await run(w, minutes=10)
            await run(w, days=2)
            await check(w, [key], faults=2)


@pytest.mark.parametrize(("first", "outcome"), [(Fault.LOST_AFTER, Outcome.SENT), (Fault.LOST_BEFORE, Outcome.REFUSED)])
async def test_refused_repeat_is_read_back(tmp_path: Path, first: Fault, outcome: Outcome) -> None:
    """It ends as sent where the first try is there, and as refused where it is not and is refused once more."""
    plan = {1: first, 2: Fault.REFUSED} | ({4: Fault.REFUSED} if outcome is Outcome.REFUSED else {})
    async with world(tmp_path, plan=plan) as w:
        await w.plan("a", "post", "jobs@discord")
        await w.pass_time(minutes=10)
        assert await w.outcome("a") is outcome
        then = ["send a"] if outcome is Outcome.REFUSED else ["edit 1001"]
        assert w.discord.requests == ["send a", "send a", "find a", *then]
        assert len(await w.postings()) == len(w.discord.accepted)


@pytest.mark.parametrize(("side", "away"), [("telegram", 0), ("discord", 10)])
async def test_the_process_may_be_killed_anywhere(tmp_path: Path, side: str, away: int) -> None:
    """Before and after every transaction and after every request, acceptance and mark among them.

    After ten minutes Discord knows no nonce any more, and the chat has to be read back.
    """
    place, person = SIDES[side]
    async with world(tmp_path, trips=True) as w:
        async for step in positions(w, Fault.KILLED_AFTER, least=15):
            keys = [
                await plan_marked(w, f"post{step}", "post", place),
                await plan_marked(w, f"remind{step}", "remind", person),
            ]
            await run(w, away=timedelta(minutes=away))
            await check(w, keys)


@pytest.mark.parametrize("seed", range(6))
async def test_chance_may_decide(tmp_path: Path, seed: int) -> None:
    """Many rows, outages, and any fault at any step of the platforms and the storage."""
    await by_chance(tmp_path, seed)


async def by_chance(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    plan = {step: chance.choice(PASSING) for step in range(1, 400) if chance.random() < 0.12}
    keys = []
    async with world(tmp_path, plan=plan, trips=True, in_flight=chance.choice([1, 3])) as w:
        for number in range(chance.randint(6, 14)):
            kind = chance.choice(["post", "news", "news", "remind"])
            place, person = chance.choice(list(SIDES.values()))
            keys.append(await plan_marked(w, f"row{number}", kind, person if kind == "remind" else place))
            if chance.random() < 0.15:
                await run(w, away=timedelta(seconds=chance.choice([0, 30, 600])), seconds=chance.choice([1, 60]))
        w.clock.at += timedelta(minutes=chance.choice([0, 0, 20]))
        await run(w, away=timedelta(seconds=chance.choice([0, 30, 600])), minutes=5)
        w.faults.plan = {}
        await start(w)
        await run(w, hours=4)
        await check(w, keys, faults=len(w.faults.struck))
