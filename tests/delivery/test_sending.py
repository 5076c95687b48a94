"""What happens to a row that is due."""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path

import pytest

from bot.delivery.office import REMEMBERED
from bot.domain.people import Address
from bot.domain.sending import Outcome
from tests.delivery.world import START, TELEGRAM, Thing, words, world
from tests.support.messengers import Fault


async def test_a_row_is_sent_once_when_it_is_due(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await w.plan("a", "post", "jobs", due=START + timedelta(hours=1))
        assert await w.due() == 0
        await w.pass_time(hours=1)
        await w.pass_time(hours=1)
        assert [words(message.first) for message in w.telegram.accepted] == ["Hallo"]
        row = await w.row("a")
        assert row.outcome is Outcome.SENT
        assert row.ref == w.telegram.accepted[0].ref


async def test_a_member_is_written_to_on_the_newest_account(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await w.plan("a", "remind", "zoe")
        assert await w.due() == 1
        assert w.telegram.accepted[0].to == Address(TELEGRAM, "zoe")
        assert w.discord.accepted == []


async def test_what_is_said_is_what_is_true_at_that_moment(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await w.plan("a", "post", "jobs", due=START + timedelta(hours=1))
        await w.plan("b", "post", "jobs", thing=2, due=START + timedelta(hours=1))
        w.things[1].words = "Neu"
        w.things[2].over = True
        await w.pass_time(hours=1)
        assert [words(message.first) for message in w.telegram.accepted] == ["Neu"]
        assert await w.outcome("b") is Outcome.DROPPED


async def test_a_held_row_waits(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.things[1] = Thing(held_until=START + timedelta(minutes=3))
        await w.plan("a", "post", "jobs")
        assert await w.due() == 0
        assert await w.outcome("a") is Outcome.WAITING
        await w.pass_time(minutes=3)
        assert await w.outcome("a") is Outcome.SENT


async def test_what_is_late_says_so(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await w.plan("a", "post", "jobs")
        await w.plan("b", "post", "events", thing=2, due=START + timedelta(minutes=1))
        w.clock.at = START + timedelta(minutes=6)
        await w.due()
        said = {message.key: words(message.first) for message in w.telegram.accepted}
        assert said == {"a": "Verspätet: Hallo", "b": "Hallo"}


async def test_what_is_past_its_expiry_is_not_sent(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await w.plan("a", "post", "jobs", expires=START + timedelta(minutes=1))
        w.clock.at = START + timedelta(minutes=2)
        assert await w.due() == 0
        assert await w.outcome("a") is Outcome.EXPIRED


async def test_a_place_that_is_not_configured_any_more_gets_nothing(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await w.plan("a", "post", "jobs")
        async with w.storage.begin() as store:
            await store.places.sync([w.places["team"]])
        assert await w.due() == 0
        assert await w.outcome("a") is Outcome.DROPPED


async def test_one_that_cannot_be_rendered_keeps_no_other_back(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with world(tmp_path) as w:
        await w.plan("a", "post", "jobs")
        await w.plan("b", "post", "jobs", thing=2)
        w.things[1].broken = True
        assert await w.due() == 1
        assert w.telegram.keys == ["b"]
        assert "LookupError" in caplog.text
        assert "a bug of a theme" not in caplog.text
        w.things[1].broken = False
        await w.pass_time(minutes=1)
        assert await w.outcome("a") is Outcome.SENT


async def test_one_that_can_never_be_rendered_is_given_up(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await w.plan("a", "post", "jobs")
        w.things[1].broken = True
        await w.pass_time(minutes=30)
        assert await w.outcome("a") is Outcome.WAITING
        await w.pass_time(hours=1)
        assert await w.outcome("a") is Outcome.REFUSED
        assert w.telegram.accepted == []


async def test_a_kind_that_nobody_knows_is_given_up(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await w.plan("a", "nonsense", "jobs")
        await w.plan("b", "post", "jobs")
        await w.pass_time(hours=2)
        assert await w.outcome("a") is Outcome.REFUSED
        assert await w.outcome("b") is Outcome.SENT


async def test_lanes_and_due_times_order_what_goes_out(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        for number, (to, lane) in enumerate([("jobs", 5), ("events", 2), ("jobs@discord", 1), ("events", 1)]):
            await w.plan(f"{number}", "post", to, lane=lane)
        assert await w.due() == 4
        assert w.telegram.keys == ["3", "1", "0"]


async def test_what_is_sent_on_one_platform_may_plan_for_the_other(tmp_path: Path) -> None:
    """A note that reaches nobody on Discord ends as a call in the jobs place on Telegram, in one go."""
    async with world(tmp_path) as w:
        w.discord.closed.add("dm-ben")
        await w.plan("a", "note", "ben")
        assert await w.due() == 1
        assert w.telegram.keys == ["a:call"]


async def test_an_instant_can_be_given(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await w.plan("a", "post", "jobs", due=START + timedelta(hours=1))
        assert await w.courier.deliver_due(START + timedelta(hours=1)) == 1


async def test_a_wait_grows_while_it_fails_in_a_row(tmp_path: Path) -> None:
    async with world(tmp_path, plan=dict.fromkeys(range(1, 30), Fault.NO_CONNECTION)) as w:
        await w.plan("a", "post", "jobs")
        waits = []
        for _ in range(10):
            await w.due()
            due = await w.next_due()
            assert due is not None
            waits.append((due - w.clock.at).total_seconds())
            w.clock.at = due
        assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
        w.faults.plan.clear()
        await w.due()
        assert await w.outcome("a") is Outcome.SENT


async def test_a_platforms_own_wait_is_kept(tmp_path: Path) -> None:
    async with world(tmp_path, plan={1: Fault.LATER}) as w:
        await w.plan("a", "post", "jobs")
        await w.pass_time(seconds=29)
        assert w.telegram.accepted == []
        await w.pass_time(seconds=1)
        assert await w.outcome("a") is Outcome.SENT


async def test_log_lines_name_keys_and_never_words(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    faults = [fault for fault in Fault if fault is not Fault.STOP and "KILLED" not in fault.name]
    async with world(tmp_path, plan=dict(enumerate(faults, 1))) as w:
        w.things[1] = Thing(words="canary")
        for number in range(14):
            await w.plan(f"key {number}", "post", ("jobs", "events")[number % 2])
        await w.pass_time(minutes=2)
        assert "key 3 (post)" in caplog.text
        assert "canary" not in caplog.text


async def test_a_message_is_not_forgotten_when_the_disk_is_full_after_it(tmp_path: Path) -> None:
    async with world(tmp_path, trips=True) as w:
        await w.plan("a", "post", "jobs")
        await w.plan("b", "post", "jobs", thing=2)
        # Expire, claim, render and send take seven steps; the eighth is the transaction that writes what was accepted.
        w.faults.plan = {8: Fault.LATER, 9: Fault.LATER}
        await w.due()
        assert w.telegram.keys == ["a"]
        assert await w.outcome("a") is Outcome.SENDING
        await w.due()
        assert w.telegram.keys == ["a", "b"]
        assert await w.outcome("a") is Outcome.SENT


async def test_of_what_failed_and_is_gone_memory_ends(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        office = w.courier._office  # noqa: SLF001 - memory is seen there alone
        for number in range(REMEMBERED + 5):
            assert office.wait(f"row:{number}") == timedelta(seconds=2)
            assert office.wait("row:again") == min(timedelta(seconds=2 ** min(number + 1, 10)), timedelta(minutes=5))
        assert len(office.setbacks) == REMEMBERED
