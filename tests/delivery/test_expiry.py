"""What may stand already is settled after its expiry too, and never sent again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.sending import Outcome
from tests.delivery.test_faults import run
from tests.delivery.world import START, World, world
from tests.support.messengers import Fault, Killed

SOON = START + timedelta(seconds=10)
AWAY = timedelta(hours=1)


async def expires_in_doubt(w: World, kind: str, to: str, fault: Fault) -> None:
    """Let the first request fail, a second one be put off, and a row expire before the doubt can be settled."""
    await w.plan("a", kind, to, expires=SOON)
    w.faults.plan = {w.faults.steps + 1: fault, w.faults.steps + 2: Fault.LATER}
    await run(w, away=AWAY, minutes=10)
    await w.pass_time(minutes=10)


@pytest.mark.parametrize("fault", [Fault.LOST_AFTER, Fault.KILLED_AFTER])
@pytest.mark.parametrize("over", [False, True])
async def test_what_is_found_is_followed_or_removed(tmp_path: Path, fault: Fault, over: bool) -> None:
    async with world(tmp_path) as w:
        await w.plan("a", "post", "jobs@discord", expires=SOON)
        w.faults.plan = {1: fault, 2: Fault.LATER}
        try:
            await w.due()
        except* Killed:
            w.clock.at += AWAY
            await w.restart()
        w.things[1].over = over
        await w.pass_time(minutes=10)
        assert w.discord.keys == ["a"]
        assert await w.outcome("a") is Outcome.SENT
        assert len(w.discord.standing()) == (0 if over else 1)
        await w.change(over=True)
        await w.due()
        assert w.discord.standing() == []


@pytest.mark.parametrize("fault", [Fault.LOST_BEFORE, Fault.KILLED_BEFORE])
@pytest.mark.parametrize(("kind", "to"), [("post", "jobs@discord"), ("remind", "ben")])
async def test_what_is_not_found_has_expired(tmp_path: Path, kind: str, to: str, fault: Fault) -> None:
    async with world(tmp_path) as w:
        await expires_in_doubt(w, kind, to, fault)
        assert w.discord.accepted == []
        assert await w.outcome("a") is Outcome.EXPIRED
        assert w.discord.requests[-1] == "find a"


async def test_a_post_that_cannot_be_found_is_asked_about(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await expires_in_doubt(w, "post", "jobs", Fault.KILLED_AFTER)
        assert w.telegram.keys.count("a") == 1
        assert await w.outcome("a") is Outcome.UNCERTAIN
        assert len([key for key in w.telegram.keys if key.startswith("uncertain:")]) == 1


async def test_a_reminder_that_cannot_be_found_is_not_repeated(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await expires_in_doubt(w, "remind", "anna", Fault.KILLED_AFTER)
        assert w.telegram.keys == ["a"]
        assert await w.outcome("a") is Outcome.EXPIRED


async def test_nobody_looks_for_ever_where_nothing_gets_through(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await w.plan("a", "post", "jobs@discord", expires=SOON)
        w.faults.plan = {1: Fault.LOST_AFTER, 2: Fault.UNREACHABLE}
        await w.due()
        assert await w.outcome("a") is Outcome.UNREACHABLE
        w.discord.closed.add("jobs-chat")
        await w.pass_time(days=3)
        assert await w.outcome("a") is Outcome.UNCERTAIN
        assert w.discord.requests.count("find a") == 1
        assert len([key for key in w.telegram.keys if key.startswith("uncertain:")]) == 1


async def test_a_chat_that_moved_is_read_back_where_it_is_now(tmp_path: Path) -> None:
    async with world(tmp_path, plan={1: Fault.LOST_AFTER, 2: Fault.LATER}) as w:
        await w.plan("a", "post", "jobs@discord")
        await w.due()
        w.clock.at += timedelta(minutes=5)
        w.discord.moved["jobs-chat"] = "elsewhere"
        await w.due()
        assert w.discord.requests.count("find a") == 2
        assert await w.outcome("a") is Outcome.SENT
        async with w.storage.begin() as store:
            place = await store.places.get(w.places["jobs@discord"].id)
        assert place is not None
        assert place.address.chat == "elsewhere"
