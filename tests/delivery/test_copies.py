"""Messages that stand somewhere follow their object by edits."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot import presence
from bot.domain.people import ChatAddress
from bot.domain.sending import Outcome
from tests.delivery.world import DISCORD, START, TELEGRAM, Thing, World, words, world
from tests.support.messengers import Fault


def shown(w: World) -> list[str]:
    """Return what stands, on Telegram and then on Discord."""
    return [words(message.reply) for wire in w.wires.values() for message in wire.standing()]


BUG = Fault.BUG_BEFORE


async def two_cards(w: World) -> None:
    await w.plan("a", "post", "jobs")
    await w.plan("b", "post", "jobs@discord")
    assert await w.due() == 2


async def test_many_changes_become_one_edit_in_each_place(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await two_cards(w)
        for number in range(5):
            await w.change(words=f"Neu {number}")
        assert await w.due() == 2
        assert shown(w) == ["Neu 4", "Neu 4"]
        assert await w.due() == 0
        assert len(w.telegram.edits) == len(w.discord.edits) == 1


async def test_a_change_while_the_message_is_on_its_way_is_not_missed(tmp_path: Path) -> None:
    async with world(tmp_path, timeout=timedelta(seconds=30)) as w:
        await w.plan("a", "post", "jobs")
        w.telegram.gate = asyncio.Event()
        delivery = asyncio.create_task(w.courier.deliver_due())
        await w.faults.until(lambda: bool(w.telegram.requests))
        await w.change(words="Neu")
        w.telegram.gate.set()
        await delivery
        assert words(w.telegram.accepted[0].first) == "Hallo"
        assert shown(w) == ["Neu"]


async def test_edits_in_a_chat_keep_their_pause_and_the_last_one_counts(tmp_path: Path) -> None:
    async with world(tmp_path, edit_pause=timedelta(seconds=3)) as w:
        await two_cards(w)
        await w.change(words="Eins")
        await w.due()
        await w.change(words="Zwei")
        await w.change(words="Drei")
        assert await w.due() == 0
        w.clock.at += timedelta(seconds=3)
        assert await w.due() == 2
        assert [words(reply) for _, reply in w.telegram.edits] == ["Eins", "Drei"]


async def test_an_edit_may_fail_and_is_repeated_until_it_is_true(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await w.plan("a", "post", "jobs")
        await w.due()
        for fault in (Fault.NO_CONNECTION, Fault.LATER, Fault.LOST_BEFORE, Fault.LOST_AFTER, Fault.HANGS_AFTER, BUG):
            await w.change(words=fault.name)
            w.faults.plan = {w.faults.steps + 1: fault}
            await w.due()
            w.clock.at += timedelta(hours=1)
            await w.due()
            assert shown(w) == [fault.name]
        assert len(w.telegram.accepted) == 1


async def test_a_copy_that_is_gone_has_ended_and_is_not_sent_again(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await two_cards(w)
        w.telegram.accepted[0].removed = True
        await w.change(words="Neu")
        await w.pass_time(hours=1)
        await w.change(words="Neuer")
        await w.pass_time(hours=1)
        assert len(w.telegram.accepted) == 1
        assert [posting.ref.where.platform for posting in await w.postings()] == [DISCORD]
        assert await w.outcome("a") is Outcome.SENT


async def test_a_copy_is_taken_away_when_its_time_is_over_or_its_object(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.things[1] = Thing(remove_at=START + timedelta(hours=1))
        await w.plan("a", "post", "jobs")
        await w.plan("b", "post", "jobs", thing=2)
        await w.pass_time(minutes=59)
        assert len(w.telegram.standing()) == 2
        await w.pass_time(minutes=1)
        assert [message.key for message in w.telegram.standing()] == ["b"]
        await w.change(2, over=True)
        await w.due()
        assert w.telegram.standing() == []
        assert await w.postings(1) == await w.postings(2) == []


async def test_what_is_too_old_to_be_deleted_loses_its_words(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await w.plan("a", "post", "jobs")
        await w.due()
        w.telegram.undeletable = True
        await w.change(over=True)
        await w.due()
        assert [words(message.reply) for message in w.telegram.accepted] == ["Das gilt nicht mehr."]
        assert await w.postings() == []


async def test_a_removal_that_fails_is_tried_again(tmp_path: Path) -> None:
    async with world(tmp_path, plan={2: Fault.LOST_BEFORE, 3: Fault.LATER}) as w:
        await w.plan("a", "post", "jobs")
        await w.due()
        await w.change(over=True)
        for _ in range(3):
            await w.due()
            w.clock.at += timedelta(minutes=1)
        assert w.telegram.standing() == []


async def test_a_copy_that_cannot_be_rendered_keeps_no_other_back(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await w.plan("a", "post", "jobs")
        await w.plan("b", "post", "jobs", thing=2)
        await w.due()
        await w.change(1, broken=True)
        await w.change(2, words="Neu")
        assert await w.due() == 1
        assert [words(message.reply) for message in w.telegram.accepted] == ["Hallo", "Neu"]
        w.things[1].broken = False
        w.things[1].words = "Wieder da"
        w.clock.at += timedelta(hours=1)
        await w.due()
        assert words(w.telegram.accepted[0].reply) == "Wieder da"


async def test_a_copy_in_a_closed_place_closes_it_and_waits_for_a_day(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await w.plan("a", "post", "jobs")
        await w.due()
        w.telegram.closed.add("jobs-chat")
        await w.change(words="Neu")
        await w.pass_time(hours=23)
        assert [key.split(":")[0] for key in w.telegram.keys] == ["a", "closed"]
        assert len([request for request in w.telegram.requests if request.startswith("edit")]) == 1
        w.telegram.closed.clear()
        w.clock.at += timedelta(hours=1)
        await w.due()
        assert words(w.telegram.accepted[0].reply) == "Neu"


def edits(w: World) -> int:
    """Return how many edits were asked of Telegram's jobs place, which are all but those of notices."""
    jobs = [message.ref.message for message in w.telegram.accepted if not message.key.startswith("closed")]
    return len([one for one in w.telegram.requests if one.removeprefix("edit ") in jobs])


async def many_cards_in_a_closed_place(w: World) -> None:
    for thing in range(1, 6):
        await w.plan(f"{thing}", "post", "jobs", thing=thing)
    await w.due()
    w.telegram.closed.add("jobs-chat")
    for thing in range(1, 6):
        await w.change(thing, words="Neu")
    await w.due()


def notices(w: World) -> list[str]:
    return [words(message.reply) for message in w.telegram.accepted if message.key.startswith("closed")]


async def test_many_copies_in_a_closed_place_are_one_request(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await many_cards_in_a_closed_place(w)
        await w.pass_time(hours=23)
        assert edits(w) == 1
        async with w.storage.begin() as store:
            assert await store.outbox.is_idle(w.clock.at)
        await w.restart()
        await w.due()
        assert edits(w) == 1, "a new process knows it too"
        assert len(notices(w)) == 1


async def test_copies_catch_up_as_soon_as_the_bot_may_write_again(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await many_cards_in_a_closed_place(w)
        w.telegram.closed.clear()
        async with w.storage.begin() as store:
            await presence.let_in(store, w.places["jobs"].address, w.clock.at)
        await w.due()
        assert edits(w) == 6
        cards = [message for message in w.telegram.accepted if message.key.isdecimal()]
        assert {words(message.reply) for message in cards} == {"Neu"}


async def test_a_copy_that_gets_through_opens_its_place_for_what_waits_there(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await many_cards_in_a_closed_place(w)
        w.clock.at += timedelta(hours=1)
        await w.plan("later", "post", "jobs")
        await w.due()
        assert await w.outcome("later") is Outcome.UNREACHABLE
        w.telegram.closed.clear()
        w.clock.at += timedelta(hours=23, seconds=1)
        await w.due()
        assert await w.outcome("later") is Outcome.SENT
        assert notices(w) == ["In #jobs (Telegram) komme ich wieder durch."]


async def test_a_copy_in_a_private_chat_that_is_closed_rests_for_a_day(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await w.plan("a", "post", "anna")
        await w.due()
        w.telegram.closed.add("anna")
        await w.change(words="Neu")
        await w.pass_time(hours=23)
        assert w.telegram.requests == ["send a", "edit 1001"]
        w.telegram.closed.clear()
        w.clock.at += timedelta(hours=1)
        await w.due()
        assert shown(w) == ["Neu"]


async def test_a_copy_in_a_chat_that_moved_stays_behind(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await w.plan("a", "post", "jobs")
        await w.due()
        w.telegram.moved["jobs-chat"] = "elsewhere"
        await w.change(words="Neu")
        await w.pass_time(days=2)
        assert w.telegram.requests == ["send a", "edit 1001"]
        assert await w.postings() == []
        await w.plan("b", "post", "jobs")
        await w.due()
        assert w.telegram.accepted[-1].ref.where == ChatAddress(TELEGRAM, "elsewhere")


async def test_a_platform_that_refuses_us_is_not_edited_either(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await two_cards(w)
        await w.change(words="Neu")
        w.faults.plan = {3: Fault.STOP}
        assert await w.due() == 1
        assert w.courier.stopped == {TELEGRAM}
        assert shown(w) == ["Hallo", "Neu"]


@pytest.mark.parametrize("undeletable", [False, True])
async def test_a_refused_edit_leaves_the_copy_known(tmp_path: Path, undeletable: bool) -> None:
    """It is not tried again by itself, but with the next change."""
    async with world(tmp_path) as w:
        await w.plan("a", "post", "jobs")
        await w.due()
        w.telegram.undeletable = undeletable
        await w.change(words="Zu lang", over=undeletable)
        w.faults.plan = dict.fromkeys((w.faults.steps + 1, w.faults.steps + 2), Fault.REFUSED)
        assert await w.due() == 0
        w.faults.plan = {}
        await w.pass_time(days=1)
        assert shown(w) == ["Hallo"]
        await w.change(words="Neu", over=False)
        await w.due()
        assert shown(w) == ["Neu"]


async def test_what_is_over_and_can_neither_be_removed_nor_changed_has_ended(tmp_path: Path) -> None:
    async with world(tmp_path, plan={2: Fault.REFUSED, 3: Fault.REFUSED}) as w:
        w.things[1] = Thing(remove_at=START + timedelta(hours=1))
        await w.plan("a", "post", "jobs")
        await w.pass_time(days=1)
        assert await w.postings() == []
