"""A post in a Telegram group that nobody can account for: organisers are asked, exactly once."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import housekeeping, presence
from bot.domain.jobs import Job, JobState
from bot.domain.people import Address
from bot.domain.sending import Outcome, Planned, ShownAs
from bot.outbox import uncertain as outbox
from bot.outbox.kinds import Scene
from bot.ports import Store
from bot.talk.answers import Call
from tests.delivery.world import TELEGRAM, Thing, World, button, ref, words, world
from tests.support.messengers import Fault

CARD = ShownAs("thing", 1, "card")


@asynccontextmanager
async def uncertain(tmp_path: Path, fault: Fault = Fault.LOST_AFTER, **settings: Any) -> AsyncIterator[World]:
    """Open a world in which a post is uncertain and the question about it was sent."""
    async with world(tmp_path, plan={1: fault}, **settings) as w:
        await w.plan("a", "post", "jobs")
        await w.due()
        assert await w.outcome("a") is Outcome.UNCERTAIN
        yield w


def scene(w: World, store: Store) -> Scene:
    return w.courier._office.scene(store, w.clock.at)  # noqa: SLF001 - the house that the courier knows


def question(w: World) -> str:
    return next(key for key in w.telegram.keys if key.startswith("uncertain:"))


async def test_organisers_are_asked_once_in_the_team_place(tmp_path: Path) -> None:
    async with uncertain(tmp_path) as w:
        await w.restart()
        await w.pass_time(days=3)
        asked = [message for message in w.telegram.accepted if message.key != "a"]
        assert [words(message.first) for message in asked] == [
            (
                "Ich weiß nicht, ob das angekommen ist: meine Nachricht in #jobs (Telegram).\n"
                "Schau bitte nach. Ist es da, drück Ist da. Fehlt es, drück Nochmal senden."
            )
        ]
        assert asked[0].to == w.places["team"]
        assert [message.key for message in w.telegram.accepted].count("a") == 1
        row = await w.row("a")
        assert button(asked[0].first, "Ist da") == Call("delivery.present", {"delivery": str(row.id)})


async def test_the_question_names_the_job(tmp_path: Path) -> None:
    async with world(tmp_path, plan={1: Fault.LOST_AFTER}) as w:
        at = datetime(2026, 12, 1, tzinfo=UTC)
        async with w.storage.begin() as store:
            job = Job(0, w.people["anna"], JobState.OPEN, "Vereinsportal", "", None, "", "", (), 1, at)
            job = await store.jobs.create(job)
        await w.plan("a", "post", "jobs", subject={"thing": 1, "job": job.id})
        await w.due()
        assert "ist: die Karte „Vereinsportal“ in #jobs (Telegram)." in words(w.telegram.accepted[1].first)


async def test_the_first_reachable_organiser_is_asked_without_a_team_place(tmp_path: Path) -> None:
    async with uncertain(tmp_path, team=False) as w:
        assert w.telegram.accepted[1].to == Address(TELEGRAM, "orga")
        assert w.telegram.accepted[1].first.private


async def test_nobody_to_ask_is_said_in_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with world(tmp_path, plan={1: Fault.LOST_AFTER}, team=False) as w:
        async with w.storage.begin() as store:
            await store.members.close_route(Address(TELEGRAM, "orga"), w.clock.at + timedelta(days=1))
        await w.plan("a", "post", "jobs")
        await w.due()
        assert await w.outcome("a") is Outcome.UNCERTAIN
        assert "No organiser can be reached" in caplog.text


async def test_an_organiser_whom_only_the_settings_know_is_asked(tmp_path: Path) -> None:
    async with world(tmp_path, plan={1: Fault.LOST_AFTER}, team=False) as w:
        async with w.storage.begin() as store:
            await store.members.erase(w.people["orga"])
        await w.plan("a", "post", "jobs")
        await w.due()
        assert w.telegram.accepted[-1].to == Address(TELEGRAM, "orga")
        async with w.storage.begin() as store:
            asked = await store.members.at(Address(TELEGRAM, "orga"))
            assert asked is not None
            assert asked.visibility is None  # found by nobody


async def test_a_question_waits_for_an_organiser_who_has_never_written(tmp_path: Path) -> None:
    async with world(tmp_path, plan={1: Fault.LOST_AFTER}, team=False) as w:
        orga = Address(TELEGRAM, "orga")
        async with w.storage.begin() as store:
            await store.members.erase(w.people["orga"])
        w.telegram.closed.add("orga")
        await w.plan("a", "post", "jobs")
        for _ in range(5):
            await w.pass_time(hours=12)
            await housekeeping.tidy(w.storage, w.clock.at)
        assert await w.outcome("a") is Outcome.UNCERTAIN
        w.telegram.closed.clear()
        async with w.storage.begin() as store:  # they press Start
            organiser = await store.members.at(orga)
            assert organiser is not None
            await store.members.seen(orga, "Olga")
            await store.outbox.reopen(organiser.id, w.clock.at)
        await w.due()
        assert w.telegram.accepted[-1].to == orga
        assert await w.press(button(w.telegram.accepted[-1].first, "Ist da"))
        await housekeeping.tidy(w.storage, w.clock.at)
        async with w.storage.begin() as store:
            assert await store.members.at(orga) is None, "nothing hangs on them any more"


async def test_a_notice_says_when_its_place_works_again(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        jobs = w.places["jobs"]

        async def shut() -> None:
            async with w.storage.begin() as store:
                await presence.shut_out(scene(w, store), jobs.address)
            await w.pass_time(minutes=5)

        async def let_in() -> None:
            async with w.storage.begin() as store:
                assert await presence.let_in(store, jobs.address, w.clock.at)
            await w.pass_time(minutes=5)

        await shut()
        (notice,) = w.telegram.accepted
        assert notice.to == w.places["team"]
        assert words(notice.reply).startswith("In #jobs (Telegram) komme ich nicht mehr durch.")
        await let_in()
        assert words(notice.reply) == "In #jobs (Telegram) komme ich wieder durch."
        await shut()
        assert "nicht mehr" in words(notice.reply), "the day has one notice"
        await let_in()
        await w.pass_time(days=1)
        await shut()
        assert "wieder durch" in words(notice.reply)
        assert "nicht mehr" in words(w.telegram.accepted[-1].reply)
        assert len(w.telegram.accepted) == 2


async def test_a_closed_team_place_gives_the_question_to_an_organiser(tmp_path: Path) -> None:
    async with world(tmp_path, plan={1: Fault.LOST_AFTER}) as w:
        w.telegram.closed.add("team-chat")
        await w.plan("a", "post", "jobs")
        await w.due()
        asked = [message for message in w.telegram.accepted if message.key.startswith("uncertain:")]
        assert [message.to for message in asked] == [Address(TELEGRAM, "orga")]


async def test_a_question_in_doubt_is_put_anew_until_it_was_read(tmp_path: Path) -> None:
    plan = dict.fromkeys(range(1, 6), Fault.LOST_BEFORE)
    async with world(tmp_path, plan=plan) as w:
        await w.plan("a", "post", "jobs")
        await w.pass_time(hours=1)
        assert w.telegram.accepted == []
        await w.pass_time(hours=2)
        assert len(w.telegram.accepted) == 1


async def test_a_message_that_is_there_is_left_alone(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    async with uncertain(tmp_path) as w:
        asked = w.telegram.accepted[1]
        call = button(asked.first, "Ist da")
        assert await w.press(call)
        await w.pass_time(days=2)
        assert await w.outcome("a") is Outcome.PRESENT
        assert w.telegram.keys.count("a") == 1
        assert words(asked.reply) == "Geklärt: meine Nachricht in #jobs (Telegram)."
        assert asked.reply.buttons == ()
        assert not await w.press(call)
        assert not await w.press(Call("delivery.again", call.values))


@pytest.mark.parametrize(("kind", "reason"), [("job.card", ""), ("event.news", ""), ("job.card", "digest:1")])
async def test_how_a_message_is_found_again_stands_there_until_it_is(tmp_path: Path, kind: str, reason: str) -> None:
    async with world(tmp_path) as w:
        place, subject = w.places["jobs"], {"thing": 1}
        w.things[1] = Thing()
        async with w.storage.begin() as store:
            await store.outbox.plan(Planned("a", kind, w.clock.at, subject, place_id=place.id))
            row = await store.outbox.by_key("a")
            assert row is not None
            await store.outbox.mark(row, Outcome.UNCERTAIN, reason)
            await outbox.plan_question(scene(w, store), row)
        await w.due()
        (asked,) = w.telegram.accepted
        assert await w.press(button(asked.first, "Ist da"))
        await w.due()
        assert words(asked.reply).startswith("Geklärt")
        assert ("Antworte dort auf die Nachricht" in words(asked.reply)) is (kind == "job.card" and not reason)
        async with w.storage.begin() as store:
            there = ref("jobs-chat", "77")
            is_found = await outbox.adopt(store, there, place.id, CARD, kind, subject, w.clock.at)
        assert is_found is not bool(reason)
        await w.due()
        assert words(asked.reply).count("\n") == 0


async def test_a_message_that_is_missing_is_sent_again(tmp_path: Path) -> None:
    async with uncertain(tmp_path, Fault.LOST_BEFORE) as w:
        call = button(w.telegram.accepted[0].first, "Nochmal senden")
        assert await w.press(call)
        assert not await w.press(call)
        await w.due()
        assert w.telegram.keys.count("a") == 1
        assert await w.outcome("a") is Outcome.SENT
        assert len(await w.postings()) == 1


@pytest.mark.parametrize("fault", [Fault.LOST_AFTER, Fault.KILLED_AFTER])
async def test_a_second_doubt_is_asked_about_again(tmp_path: Path, fault: Fault) -> None:
    async with uncertain(tmp_path, Fault.LOST_BEFORE) as w:
        await w.press(button(w.telegram.accepted[0].first, "Nochmal senden"))
        w.faults.plan = {w.faults.steps + 1: fault}
        try:
            await w.due()
        except BaseExceptionGroup:
            await w.restart()
            await w.due()
        assert await w.outcome("a") is Outcome.UNCERTAIN
        assert len([key for key in w.telegram.keys if key.startswith("uncertain:")]) == 2
        assert w.telegram.keys.count("a") == 1


async def test_what_is_to_be_sent_again_may_wait_without_being_asked_about(tmp_path: Path) -> None:
    async with uncertain(tmp_path, Fault.LOST_BEFORE) as w:
        await w.press(button(w.telegram.accepted[0].first, "Nochmal senden"))
        w.faults.plan = {w.faults.steps + 1: Fault.LATER}
        await w.due()
        await w.restart()
        await w.pass_time(minutes=1)
        assert await w.outcome("a") is Outcome.SENT


async def test_a_question_that_is_settled_before_it_is_sent_is_not_sent(tmp_path: Path) -> None:
    async with world(tmp_path, plan={1: Fault.LOST_AFTER, 2: Fault.LATER}) as w:
        await w.plan("a", "post", "jobs")
        await w.due()
        row = await w.row("a")
        async with w.storage.begin() as store:
            assert await outbox.present(store, row.id, w.clock.at)
        await w.pass_time(minutes=5)
        assert w.telegram.keys == ["a"]


async def adopt(w: World, place: str = "jobs", kind: str = "post", thing: str = "1") -> bool:
    message = w.telegram.accepted[0]
    async with w.storage.begin() as store:
        return await outbox.adopt(store, message.ref, w.places[place].id, CARD, kind, {"thing": thing}, w.clock.at)


@pytest.mark.parametrize("first", [None, "Ist da"])
async def test_a_press_on_the_message_makes_it_a_copy_that_follows(tmp_path: Path, first: str | None) -> None:
    async with uncertain(tmp_path) as w:
        await w.change(words="Neu")
        if first:
            await w.press(button(w.telegram.accepted[1].first, first))
        assert not await adopt(w, place="events")
        assert not await adopt(w, kind="news")
        assert not await adopt(w, thing="2")
        assert await adopt(w)
        assert not await adopt(w), "it is known now"
        await w.due()
        assert words(w.telegram.accepted[0].reply) == "Neu"
        assert words(w.telegram.accepted[1].reply).startswith("Geklärt")
        row = await w.row("a")
        assert (row.outcome, row.ref) == (Outcome.SENT, w.telegram.accepted[0].ref)
        await w.change(words="Neuer")
        await w.due()
        assert words(w.telegram.accepted[0].reply) == "Neuer"


async def test_a_reminder_is_repeated_once_and_nobody_is_asked(tmp_path: Path) -> None:
    async with world(tmp_path, plan={1: Fault.LOST_AFTER, 2: Fault.LOST_BEFORE}) as w:
        await w.plan("a", "remind", "anna")
        await w.pass_time(hours=1)
        assert await w.outcome("a") is Outcome.UNCERTAIN
        assert w.telegram.keys == ["a"]
        assert w.telegram.requests == ["send a", "send a"]
