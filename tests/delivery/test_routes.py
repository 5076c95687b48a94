"""Where a message goes when nothing gets through, the chat has moved, or the platform refuses us."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.domain.people import Address, ChatAddress
from bot.domain.sending import Outcome
from tests.delivery.world import DISCORD, TELEGRAM, Thing, words, world
from tests.support.messengers import Fault


async def test_a_moved_chat_is_rewritten_and_the_message_sent_at_once(tmp_path: Path) -> None:
    async with world(tmp_path, plan={2: Fault.MOVED}) as w:
        await w.plan("a", "post", "jobs")
        await w.plan("b", "post", "jobs")
        assert await w.due() == 2
        assert [message.to.address.chat for message in w.telegram.accepted] == ["jobs-chat", "jobs-chat-new"]  # type: ignore[union-attr]
        assert {posting.ref.where for posting in await w.postings()} == {ChatAddress(TELEGRAM, "jobs-chat-new")}


async def test_a_chat_that_moves_on_and_on_has_to_wait(tmp_path: Path) -> None:
    async with world(tmp_path, plan=dict.fromkeys(range(1, 5), Fault.MOVED)) as w:
        await w.plan("a", "post", "jobs")
        assert await w.due() == 0
        assert len(w.telegram.requests) == 3
        await w.pass_time(minutes=20)
        assert await w.outcome("a") is Outcome.SENT


async def test_a_closed_place_is_tried_once_a_day_and_organisers_told_once(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.telegram.closed.add("jobs-chat")
        for number in range(3):
            await w.plan(f"{number}", "post", "jobs")
        await w.pass_time(hours=23)
        assert len([request for request in w.telegram.requests if request.startswith("send ")]) == 2
        assert [words(message.first) for message in w.telegram.accepted] == [
            (
                "In #jobs (Telegram) komme ich nicht mehr durch.\nPrüf bitte, ob ich dort noch bin und "
                "schreiben darf; ideenherd check nennt, was fehlt. Ich versuche es morgen wieder."
            )
        ]
        w.telegram.closed.clear()
        await w.pass_time(hours=2)
        assert [await w.outcome(f"{number}") for number in range(3)] == [Outcome.SENT] * 3


async def test_a_member_is_reached_by_the_other_account(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.telegram.closed.add("zoe")
        await w.plan("a", "note", "zoe")
        await w.plan("b", "note", "zoe")
        assert await w.due() == 2
        assert [message.to for message in w.discord.accepted] == [Address(DISCORD, "zoe")] * 2
        assert w.telegram.requests == ["send a"]


async def test_the_other_account_is_never_used_after_doubt(tmp_path: Path) -> None:
    """The first try may have been read on Telegram; a second one on Discord would be a double."""
    async with world(tmp_path, plan={1: Fault.LOST_AFTER}) as w:
        await w.plan("a", "remind", "zoe")
        await w.due()
        w.telegram.closed.add("zoe")
        await w.pass_time(hours=1)
        assert w.discord.requests == []
        assert await w.outcome("a") is Outcome.UNREACHABLE


async def test_who_cannot_be_reached_at_all_is_called_another_way(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.telegram.closed.add("zoe")
        w.discord.closed.add("dm-zoe")
        await w.plan("a", "note", "zoe")
        await w.pass_time(hours=47)
        assert w.telegram.keys == ["a:call"]
        assert await w.outcome("a") is Outcome.UNREACHABLE
        assert [request for request in w.telegram.requests if request == "send a"] == ["send a"] * 2


async def test_a_broken_other_way_does_not_hide_what_became_of_the_row(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.telegram.closed.add("anna")
        await w.plan("a", "note", "anna")
        w.places.pop("jobs")
        await w.due()
        assert await w.outcome("a") is Outcome.UNREACHABLE


async def test_a_person_who_wrote_again_is_reached_at_once(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.telegram.closed.add("anna")
        await w.plan("a", "remind", "anna")
        await w.due()
        w.telegram.closed.clear()
        async with w.storage.begin() as store:
            await store.members.seen(Address(TELEGRAM, "anna"), "Anna")
            await store.outbox.reopen(w.people["anna"], w.clock.at)
        assert await w.due() == 1


async def test_a_platform_that_refuses_us_keeps_its_rows_and_the_other_goes_on(tmp_path: Path) -> None:
    async with world(tmp_path, plan={1: Fault.STOP}) as w:
        await w.plan("a", "post", "jobs")
        await w.plan("b", "post", "events")
        await w.plan("c", "post", "jobs@discord")
        assert await w.due() == 1
        assert w.courier.stopped == {TELEGRAM}
        assert w.telegram.requests == ["send a"]
        assert (await w.row("a")).outcome is Outcome.WAITING
        assert (await w.row("a")).attempts == 1
        await w.restart()
        assert await w.due() == 2


async def test_a_refused_message_ends_alone(tmp_path: Path) -> None:
    async with world(tmp_path, plan={1: Fault.REFUSED}) as w:
        await w.plan("a", "post", "jobs")
        await w.plan("b", "post", "jobs")
        assert await w.due() == 1
        assert await w.outcome("a") is Outcome.REFUSED
        assert await w.outcome("b") is Outcome.SENT


async def test_a_doubt_on_discord_is_settled_by_the_key_and_later_by_reading_back(tmp_path: Path) -> None:
    for seconds, request in ((5, "send a"), (300, "find a")):
        folder = tmp_path / str(seconds)
        folder.mkdir()
        async with world(folder, plan={1: Fault.KILLED_AFTER}) as w:
            w.things[1] = Thing("Alt")
            await w.plan("a", "post", "jobs@discord")
            try:
                await w.due()
            except BaseExceptionGroup:
                w.clock.at += timedelta(seconds=seconds)
            await w.change(words="Neu")
            await w.restart()
            await w.due()
            assert w.discord.requests[1] == request
            (message,) = w.discord.accepted
            assert words(message.first) == "Alt"
            assert words(message.reply) == "Neu", "what was found is brought up to date"
            assert await w.outcome("a") is Outcome.SENT


async def test_what_is_not_found_is_sent_under_a_new_protection(tmp_path: Path) -> None:
    async with world(tmp_path, plan={1: Fault.KILLED_BEFORE, 3: Fault.LOST_AFTER}) as w:
        await w.plan("a", "post", "jobs@discord")
        try:
            await w.due()
        except BaseExceptionGroup:
            w.clock.at += timedelta(minutes=10)
        await w.restart()
        await w.due()
        assert w.discord.requests == ["send a", "find a", "send a", "send a", "edit 1001"]
        assert len(w.discord.accepted) == 1


async def test_what_was_found_and_is_over_is_taken_away(tmp_path: Path) -> None:
    async with world(tmp_path, plan={1: Fault.LOST_AFTER}) as w:
        await w.plan("a", "post", "jobs@discord")
        w.discord.repeats_for = timedelta(seconds=30)
        w.faults.plan[2] = Fault.LATER
        await w.due()
        w.things[1].over = True
        await w.pass_time(minutes=5)
        assert w.discord.standing() == []
        assert await w.outcome("a") is Outcome.SENT


async def test_a_row_that_is_over_in_doubt_is_not_dropped_before_the_chat_was_read(tmp_path: Path) -> None:
    async with world(tmp_path, plan={1: Fault.LOST_AFTER, 2: Fault.LATER}) as w:
        await w.plan("a", "post", "jobs@discord")
        await w.due()
        w.things[1].over = True
        await w.pass_time(seconds=60)
        assert await w.outcome("a") is Outcome.DOUBTFUL
        async with w.storage.begin() as store:
            await store.outbox.cancel("a", "cancelled")
        await w.pass_time(minutes=3)
        assert w.discord.requests[-2:] == ["find a", f"remove {w.discord.accepted[0].ref.message}"]


async def test_the_protection_of_a_key_counts_from_the_first_try(tmp_path: Path) -> None:
    """Repeating does not prolong it: once it is over, the chat is read back."""
    async with world(tmp_path, plan={1: Fault.LOST_AFTER} | dict.fromkeys(range(2, 7), Fault.LOST_BEFORE)) as w:
        await w.plan("a", "post", "jobs@discord")
        await w.pass_time(minutes=10)
        assert {"send a", "find a"} <= set(w.discord.requests)
        assert w.discord.keys == ["a"]
        assert await w.outcome("a") is Outcome.SENT


async def test_a_reminder_in_doubt_is_repeated_once_however_often_the_process_dies(tmp_path: Path) -> None:
    async with world(tmp_path, plan=dict.fromkeys((1, 2, 3), Fault.KILLED_AFTER)) as w:
        await w.plan("a", "remind", "anna")
        for _ in range(3):
            try:
                await w.due()
            except BaseExceptionGroup:
                await w.restart()
        assert w.telegram.keys == ["a", "a"]
        assert [message.first.silent for message in w.telegram.accepted] == [False, True]
        assert await w.outcome("a") is Outcome.UNCERTAIN
