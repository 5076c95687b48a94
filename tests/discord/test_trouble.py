"""What goes wrong on the wire, and what becomes of the message: of a delivery, of an answer, of the whole platform."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.domain.events import Reminder
from bot.domain.people import Address, Platform
from bot.errors import Stop
from bot.outbox import reminders
from tests.support.discordapi import Answer, ClosedAfter, ClosedBefore, Garbage, Hang, Message, Person, RetryAfter, Slow
from tests.support.salon import Salon, salon

SEND = "POST /channels/{channel}/messages"
ANSWER = "POST /interactions/{interaction}/{token}/callback"
FORBIDDEN = Answer(403, 50007, "Cannot send messages to this user")


async def reminded(s: Salon, person: Person) -> list[Message]:
    """Let somebody be reminded at noon, and return what stood in private before."""
    form = await s.does(person.runs("erinnere"))
    await s.does(person.submits(form, was="Rechnung schreiben", wann="2026-12-01 12:00"))
    return list(person.messages)


def came(person: Person, before: list[Message]) -> list[Message]:
    return [message for message in person.messages if message not in before]


@pytest.mark.parametrize(
    ("fault", "accepted"),
    [
        (Answer(500, 0, "Internal Server Error"), 1),
        (Answer(503, 0, "Service Unavailable"), 1),
        (Garbage(), 1),
        (Garbage(accepted=True), 1),
        (ClosedBefore(), 1),
        (ClosedAfter(), 1),
        (Hang(), 1),
        (Hang(accepted=True), 1),
        (RetryAfter(0.1), 1),
        (RetryAfter(0.1, is_global=True), 1),
        (RetryAfter(1, via=False), 1),
        (Answer(400, 50035, "Invalid Form Body"), 0),
    ],
    ids=[
        "500",
        "503",
        "html",
        "html after",
        "closed",
        "closed after",
        "hang",
        "hang after",
        "429",
        "global",
        "cf",
        "400",
    ],
)
async def test_reminder_reaches_its_person_exactly_once(tmp_path: Path, fault: Any, accepted: int) -> None:
    async with salon(tmp_path, within=1.0) as s:
        before = await reminded(s, s.anna)
        s.api.faults.add(SEND, fault)
        await s.move(hours=4)
        assert len(came(s.anna, before)) == accepted
        assert await outcomes(s) == (["sent"] if accepted else ["refused"])


@pytest.mark.parametrize("fault", [ClosedAfter(), Hang(accepted=True)], ids=["closed", "hang"])
async def test_doubt_that_outlives_the_nonce_is_settled_by_reading_back(tmp_path: Path, fault: Any) -> None:
    async with salon(tmp_path, within=1.0) as s:
        before = await reminded(s, s.anna)
        s.api.faults.add(SEND, fault)
        s.api.faults.add(SEND, ClosedBefore(), times=None, nth=2)
        await s.move(hours=3, minutes=1)
        s.api.forgets_nonces()
        await s.move(minutes=30)
        s.api.faults.clear()
        await s.move(minutes=10)
        assert len(came(s.anna, before)) == 1
        assert await outcomes(s) == ["sent"]


async def test_a_timeout_of_the_bot_itself_shuts_its_places_and_ends_unasked(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        s.guild.silences_bot(discord.utils.utcnow() + timedelta(hours=1))
        await s.caught_up()
        form = await s.does(s.ben.runs("job", s.events))
        sent = await s.does(s.ben.submits(form, titel="Vereinsseite", text="Wir suchen jemanden für Python."))
        await s.does(s.ben.presses(sent.messages[0], "Veröffentlichen"))
        assert s.jobs.messages == []
        s.guild.silences_bot(discord.utils.utcnow() + timedelta(seconds=0.1))
        await s.caught_up()
        assert s.jobs.messages == []
        await asyncio.sleep(2)
        await s.settled()
        (card,) = s.jobs.messages
        assert "Vereinsseite" in card.text


async def test_repeated_nonce_creates_nothing_new(tmp_path: Path) -> None:
    async with salon(tmp_path, within=1.0) as s:
        before = await reminded(s, s.anna)
        s.api.faults.add(SEND, ClosedAfter())
        await s.move(hours=4)
        nonces = [call.body["nonce"] for call in s.api.called(SEND) if call.body]
        assert nonces[-1] == nonces[-2]
        assert len(nonces[-1]) <= 25
        assert len(came(s.anna, before)) == 1


async def test_forum_post_in_doubt_is_looked_up_and_never_opened_twice(tmp_path: Path) -> None:
    for fault in (ClosedAfter(), Hang(accepted=True), Answer(500, 0, "Internal Server Error")):
        folder = tmp_path / type(fault).__name__
        folder.mkdir()
        async with salon(folder, forum=("Backend",), within=1.0) as s:
            form = await s.does(s.ben.runs("job", s.events))
            sent = await s.does(s.ben.submits(form, titel="Vereinsseite", text="Wir suchen jemanden für Python."))
            s.api.faults.add("POST /channels/{channel}/threads", fault)
            await s.does(s.ben.presses(sent.messages[0], "Veröffentlichen"))
            await s.move(minutes=10)
            (post,) = s.jobs.threads
            assert len(post.messages) == 1
            await s.does(s.anna.presses(post.messages[0], "Interesse"))
            assert post.messages[0].labels == ["Interesse (1)"]


async def test_closed_door_is_tried_once_a_day_and_what_waited_comes_when_it_opens(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        before = await reminded(s, s.anna)
        s.anna.closes_dms()
        await s.move(hours=10)
        assert len([call for call in s.api.called(SEND) if call.status == 403]) == 1
        await s.move(days=1)
        assert len([call for call in s.api.called(SEND) if call.status == 403]) == 2
        s.anna.opens_dms()
        await s.does(s.anna.runs("hilfe"))
        assert any("Rechnung schreiben" in message.text for message in came(s.anna, before))


@pytest.mark.parametrize(
    "fault",
    [Answer(500, 0, "Internal Server Error"), ClosedAfter(), ClosedBefore(), Garbage(accepted=True)],
    ids=["500", "closed after", "closed", "html after"],
)
async def test_answer_comes_at_most_once_and_its_effect_stays(tmp_path: Path, fault: Any) -> None:
    async with salon(tmp_path) as s:
        form = await s.does(s.anna.runs("erinnere", s.jobs))
        s.api.faults.add(ANSWER, fault)
        sent = s.anna.submits(form, was="Rechnung schreiben", wann="2026-12-01 12:00")
        await s.settled()
        assert len(sent.messages) <= 1
        s.api.faults.clear()
        listed = await s.does(s.anna.runs("erinnere", s.jobs))
        assert any("Rechnung schreiben" in message.text for message in listed.messages)


async def test_slow_database_defers_the_answer_in_time(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        async with s.bot.storage.begin():
            waiting = s.anna.runs("hilfe", s.jobs)
            s.hurry.set()
            await s.api.until(lambda: waiting.response == "defer")
            assert waiting.is_loading
        await s.settled()
        (told,) = waiting.messages
        assert told.ephemeral
        assert "Hilfe" in told.text


async def test_public_answer_that_was_put_off_is_public_and_a_refusal_private(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        s.hurry.set()
        async with s.bot.storage.begin():
            public = s.anna.runs("termine", s.jobs)
            await s.api.until(lambda: public.response == "defer")
        await s.settled()
        assert [message.ephemeral for message in public.messages] == [False]


async def test_form_that_is_read_too_slowly_becomes_a_button(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        async with s.bot.storage.begin():
            waiting = s.ben.runs("job", s.jobs)
            s.hurry.set()
            await s.api.until(lambda: waiting.response == "defer")
        await s.settled()
        (message,) = waiting.messages
        assert message.labels == ["Formular öffnen"]
        s.hurry.clear()
        form = await s.does(s.ben.presses(message, "Formular öffnen"))
        assert form.modal is not None


async def test_press_on_a_private_message_that_takes_long_changes_it_all_the_same(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        shown = await s.does(s.anna.runs("start", s.jobs))
        s.hurry.set()
        async with s.bot.storage.begin():
            pressed = s.anna.presses(shown.messages[0], "Hilfe")
            await s.api.until(lambda: pressed.response == "defer_update")
        await s.settled()
        assert "Hilfe" in shown.messages[0].text
        assert len(shown.messages[0].history) == 2


async def test_channel_that_hangs_delays_no_other(tmp_path: Path) -> None:
    async with salon(tmp_path, within=3.0) as s:
        stuck = Hang()
        s.api.faults.add(SEND, stuck, channel=s.jobs.id)
        ben, anna = await reminded(s, s.ben), await reminded(s, s.anna)
        form = await s.does(s.ben.runs("job", s.events))
        sent = await s.does(s.ben.submits(form, titel="Vereinsseite", text="Wir suchen wen."))
        s.clock.at = s.clock.at.replace(hour=12)
        pressed = s.ben.presses(sent.messages[0], "Veröffentlichen")
        await s.caught_up()
        delivering = asyncio.create_task(s.due())
        await s.api.until(lambda: came(s.ben, ben) and came(s.anna, anna), within=2.5)
        assert s.jobs.messages == []
        assert pressed.response == "update"
        await delivering


async def test_answers_go_on_while_a_delivery_hangs(tmp_path: Path) -> None:
    async with salon(tmp_path, within=3.0) as s:
        slow = Slow()
        planned = s.api.faults.add(SEND, slow)
        await reminded(s, s.anna)
        s.clock.at = s.clock.at.replace(hour=12)
        delivering = asyncio.create_task(s.due())
        await s.api.until(lambda: planned.struck)
        asked = s.ben.runs("hilfe", s.jobs)
        await s.api.until(lambda: asked.messages)
        slow.released.set()
        await delivering


async def test_connection_that_breaks_is_resumed_and_nothing_is_missed(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        await s.api.disconnects()
        asked = s.anna.runs("hilfe", s.jobs)
        await s.api.until(lambda: asked.messages, within=10)
        assert [each.kind for each in s.api.sessions] == ["identify", "resume"]


@pytest.mark.parametrize("how", ["reconnect", "invalid", "code"])
async def test_session_that_ends_begins_anew(tmp_path: Path, how: str) -> None:
    async with salon(tmp_path) as s:
        match how:
            case "reconnect":
                s.api.reconnects()
            case "invalid":
                s.api.invalidates()
            case _:
                await s.api.disconnects(code=4009, resumable=False)
        await s.api.until(lambda: len(s.api.sessions) > 1 and s.api.is_connected, within=15)
        asked = s.anna.runs("hilfe", s.jobs)
        await s.api.until(lambda: asked.messages, within=10)


async def test_refused_token_stops_discord_and_keeps_the_rows(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        await reminded(s, s.anna)
        s.api.revoke()
        s.clock.at = s.clock.at.replace(hour=12)
        await s.due()
        assert await outcomes(s) == ["waiting"]
        assert s.listening is not None
        with pytest.raises(Stop):
            await asyncio.wait_for(s.listening, 10)


async def test_discord_that_is_away_at_the_start_is_waited_for(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        await s.stop()
        await s.api.goes_down()
        starting = asyncio.create_task(s.start())
        await asyncio.sleep(0)
        await s.api.comes_up()
        await starting
        asked = await s.does(s.anna.runs("hilfe", s.jobs))
        assert asked.messages


async def test_commands_are_written_once_and_again_only_when_they_differ(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        assert len(s.api.called("PUT /applications/{application}/commands")) == 1
        assert s.api.creations == len(s.api.commands)
        await s.restarted()
        assert len(s.api.called("PUT /applications/{application}/commands")) == 1
        s.api.commands[0]["description"] = "Etwas anderes"
        await s.restarted()
        assert len(s.api.called("PUT /applications/{application}/commands")) == 2


async def outcomes(s: Salon) -> list[str]:
    async with s.bot.storage.begin() as store:
        rows = [await store.outbox.get(number) for number in range(1, 5)]
    return [str(row.outcome) for row in rows if row is not None and row.plan.kind.startswith("remind")]


async def test_refused_token_stops_the_delivery_too_and_what_waits_goes_out_at_the_next_start(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        await s.agreed(s.anna, "javascript")
        s.api.revoke()
        await s.api.disconnects()
        assert s.listening is not None
        await asyncio.wait({s.listening})
        assert isinstance(s.listening.exception(), Stop)
        now = s.clock.now()
        async with s.bot.storage.begin() as store:
            anna = await store.members.at(Address(Platform.DISCORD, str(s.anna.id)))
            assert anna is not None
            await reminders.plan(store, await store.events.add_reminder(Reminder(0, anna.id, "Rechnung", now, now)))
        await s.due()
        assert s.bot.courier.stopped == {Platform.DISCORD}
        s.api.renew(s.api.token)
        await s.restarted()
        await s.settled()
        assert "Rechnung" in s.anna.messages[-1].text
