"""What a message depends on is asked of the network first, outside of any transaction."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.people import Address
from bot.domain.places import membership
from bot.domain.sending import Errand, Outcome, Subject
from tests.delivery.world import DISCORD, TELEGRAM, Thing, words, world
from tests.support.messengers import Fault


async def test_a_tag_asks_whether_somebody_is_there(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.telegram.present.add(("jobs-chat", "anna"))
        await w.plan("a", "tag", "jobs")
        await w.plan("b", "tag", "events")
        assert await w.due() == 1
        assert [words(message.first) for message in w.telegram.accepted] == ["anna: yes"]
        assert await w.outcome("b") is Outcome.DROPPED


async def test_an_answer_holds_for_a_day(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.telegram.present.add(("jobs-chat", "anna"))
        for number, hours in enumerate((0, 23, 25)):
            await w.plan(f"{number}", "tag", "jobs", due=w.clock.at + timedelta(hours=hours))
        await w.pass_time(hours=24)
        assert w.telegram.requests.count("is_member anna") == 1
        await w.pass_time(hours=2)
        assert w.telegram.requests.count("is_member anna") == 2
        assert len(w.telegram.accepted) == 3


FAULTS = [fault for fault in Fault if fault is not Fault.MOVED and "KILLED" not in fault.name]


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_question_that_fails_is_put_off_and_the_row_waits(tmp_path: Path, fault: Fault) -> None:
    async with world(tmp_path, plan={1: fault}) as w:
        w.telegram.present.add(("jobs-chat", "anna"))
        await w.plan("a", "tag", "jobs")
        await w.plan("b", "post", "jobs")
        await w.due()
        assert await w.outcome("a") is Outcome.WAITING
        if fault is Fault.STOP:
            assert await w.outcome("b") is Outcome.WAITING
            return
        assert await w.outcome("b") is Outcome.SENT
        await w.pass_time(minutes=5)
        assert await w.outcome("a") is Outcome.SENT
        assert (await w.row("a")).doubts == 0


async def test_a_question_to_a_chat_that_moved_is_asked_there_at_once(tmp_path: Path) -> None:
    async with world(tmp_path, plan={1: Fault.MOVED}) as w:
        w.telegram.present.add(("jobs-chat-new", "anna"))
        await w.plan("a", "tag", "jobs")
        assert await w.due() == 1


async def test_a_row_that_was_cancelled_meanwhile_stays_so(tmp_path: Path) -> None:
    async with world(tmp_path, plan={1: Fault.LATER}) as w:
        await w.plan("a", "tag", "jobs")
        await w.due()
        async with w.storage.begin() as store:
            await store.outbox.cancel("a", "over")
        await w.pass_time(minutes=5)
        assert await w.outcome("a") is Outcome.DROPPED
        assert w.telegram.accepted == []


async def test_a_place_that_is_gone_has_nobody_in_it_and_nonsense_harms_nothing(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        gone: Subject = {"place": 999, "platform": "telegram", "user": "anna"}
        other: Subject = {"place": w.places["jobs@discord"].id, "platform": "discord", "user": "ben"}
        w.discord.present.add(("jobs-chat", "ben"))
        async with w.storage.begin() as store:
            await store.outbox.send_errand(
                Errand("nonsense", "membership", {"platform": "icq"}, w.clock.at),
                Errand("nobody", "membership", {"platform": "telegram", "place": "x", "user": "anna"}, w.clock.at),
                Errand("unknown", "weather", {}, w.clock.at),
                Errand("gone", "membership", gone, w.clock.at),
                Errand("there", "membership", other, w.clock.at),
            )
        w.things[1] = Thing()
        await w.plan("a", "post", "jobs")
        assert await w.due() == 1
        async with w.storage.begin() as store:
            keys = ["nonsense", "unknown", "gone", "there"]
            assert await store.outbox.answers(keys, w.clock.at) == {"gone": "no", "there": "yes"}
        assert w.wires[DISCORD].requests == ["is_member ben"]


async def test_questions_to_a_platform_that_refuses_us_hold_up_no_other(tmp_path: Path) -> None:
    async with world(tmp_path, plan={1: Fault.STOP}) as w:
        there: Subject = {"place": w.places["jobs@discord"].id, "platform": "discord", "user": "ben"}
        async with w.storage.begin() as store:
            for number in range(60):
                here: Subject = {"place": w.places["jobs"].id, "platform": "telegram", "user": f"{number}"}
                await store.outbox.send_errand(Errand(f"{number}", "membership", here, w.clock.at))
            await store.outbox.send_errand(Errand("there", "membership", there, w.clock.at))
        await w.due()
        assert len(w.telegram.requests) == 1
        assert w.discord.requests == ["is_member ben"]


async def test_rows_whose_answer_came_by_itself_are_not_remembered(tmp_path: Path) -> None:
    async with world(tmp_path, plan={1: Fault.LATER}) as w:
        await w.plan("a", "tag", "jobs")
        await w.due()
        async with w.storage.begin() as store:
            key = membership(w.places["jobs"].id, Address(TELEGRAM, "anna"))
            await store.outbox.errand_done(key, "yes", w.clock.at + timedelta(days=1))
        await w.pass_time(minutes=1)
        assert await w.outcome("a") is Outcome.SENT
        await w.plan("b", "tag", "events")
        await w.due()
        assert w.courier._office.expecting == {}  # noqa: SLF001 - memory is seen there alone
