"""What goes wrong on the wire, and what becomes of the message: of a delivery, of an answer, of the whole platform."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.errors import Stop
from tests.support.botapi import Answer, ClosedAfter, ClosedBefore, Garbage, Hang, RetryAfter
from tests.support.telegraph import Telegraph, telegraph

REMIND = '/erinnere Rechnung schreiben wann="2026-12-01 12:00"'
FORBIDDEN = Answer(403, "Forbidden: bot was blocked by the user")


@pytest.mark.parametrize(
    ("fault", "accepted"),
    [
        (Answer(500, "Internal Server Error"), 1),
        (Answer(502, "Bad Gateway"), 1),
        (Garbage(), 1),
        (ClosedBefore(), 1),
        (Hang(), 1),
        (RetryAfter(1), 1),
        (ClosedAfter(), 2),  # accepted, and nobody said so: one silent repetition
        (Garbage(accepted=True), 2),
        (Answer(400, "Bad Request: something nobody foresaw"), 0),
    ],
    ids=["500", "502", "html", "closed", "hang", "429", "closed after", "html after", "400"],
)
async def test_reminder_reaches_its_person_once_and_twice_only_after_doubt(
    tmp_path: Path, fault: Any, accepted: int
) -> None:
    async with telegraph(tmp_path) as t:
        t.anna.says(REMIND)
        await t.settled()
        before = len(t.anna.messages)
        t.api.faults.add("sendMessage", fault, chat=t.anna.id)
        await t.move(hours=4)
        came = t.anna.messages[before:]
        assert len(came) == accepted
        assert all("Rechnung schreiben" in message.text for message in came)
        assert [message.silent for message in came][1:] == [True] * (accepted - 1)
        sent = await _outcomes(t)
        assert sent == (["sent"] if accepted else ["refused"])


@pytest.mark.parametrize(
    "fault", [ClosedAfter(), Hang(accepted=True), Garbage(accepted=True)], ids=["closed", "hang", "html"]
)
async def test_post_in_doubt_is_never_sent_twice_and_organisers_are_asked(tmp_path: Path, fault: Any) -> None:
    async with telegraph(tmp_path) as t:
        t.orga.starts()
        t.ben.says('/job titel=Vereinsseite text="Wir suchen jemanden für JavaScript."')
        await t.settled()
        t.api.faults.add("sendMessage", fault, chat=t.jobs.id)
        t.ben.presses(t.ben.messages[-1], "Veröffentlichen")
        await t.settled()
        await t.move(hours=1)
        (card,) = t.jobs.messages
        question = t.orga.messages[-1]
        assert "nicht, ob das angekommen ist" in question.text
        t.orga.presses(question, "Ist da")
        await t.settled()
        t.orga.says("Hier ist sie.", t.jobs, reply_to=card.id)
        await t.settled()
        assert len(t.jobs.messages) == 1


async def test_blocked_person_is_tried_once_a_day_and_hears_what_waited_when_back(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        t.anna.says(REMIND)
        await t.settled()
        t.api.faults.add("sendMessage", FORBIDDEN, times=2, chat=t.anna.id)
        await t.move(hours=10)
        assert len([call for call in t.api.called("sendMessage") if call.status == 403]) == 1
        await t.move(days=1)
        assert len([call for call in t.api.called("sendMessage") if call.status == 403]) == 2
        t.anna.says("/start")
        await t.settled()
        assert any("Rechnung schreiben" in message.text for message in t.anna.messages[1:])


@pytest.mark.parametrize(
    ("fault", "comes"),
    [
        (RetryAfter(1), True),
        (Answer(500, "Internal Server Error"), False),
        (ClosedAfter(), True),
        (ClosedBefore(), False),
        (FORBIDDEN, False),
    ],
    ids=["429", "500", "closed after", "closed", "403"],
)
async def test_answer_comes_at_most_once_and_its_effect_stays(tmp_path: Path, fault: Any, comes: bool) -> None:
    async with telegraph(tmp_path) as t:
        t.anna.starts()
        await t.settled()
        t.api.faults.add("sendMessage", fault, chat=t.anna.id)
        t.anna.says(REMIND)
        await t.settled()
        assert len(t.anna.messages) == 1 + comes
        t.anna.says("/erinnere")
        await t.settled()
        assert any("Rechnung schreiben" in message.text for message in t.anna.messages[1 + comes :])


async def test_press_is_answered_even_where_the_answer_cannot_be_sent(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        t.anna.says("/start")
        await t.settled()
        t.api.faults.add("editMessageText", Answer(500, "Internal Server Error"), times=None)
        t.api.faults.add("sendMessage", Answer(500, "Internal Server Error"), times=None)
        t.anna.presses(t.anna.messages[-1], "Hilfe")
        await t.settled()
        assert len(t.api.toasts) == 1


async def test_message_that_is_gone_is_answered_by_a_new_one(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        t.anna.says("/skills python")
        await t.settled()
        t.api.faults.add("editMessageText", Answer(400, "Bad Request: message to edit not found"))
        t.anna.presses(t.anna.messages[-1], "Einverstanden")
        await t.settled()
        assert any("notiert" in message.text for message in t.anna.messages[1:])


async def test_chat_that_hangs_delays_no_other(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        stuck = Hang()
        t.api.faults.add("sendMessage", stuck, chat=t.anna.id)
        t.anna.says("/start")
        t.ben.says("/start")
        await t.api.until(lambda: t.ben.messages)
        assert t.anna.messages == []
        await t.settled()


async def test_refused_token_stops_telegram_and_keeps_the_rows(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        t.anna.says(REMIND)
        await t.settled()
        t.api.revoke()
        await t.move(hours=3, minutes=2)
        assert await _outcomes(t) == ["waiting"]
        t.anna.says("Ist da jemand?")  # ends the poll that was under way
        assert t.listening is not None
        with pytest.raises(Stop):
            await t.listening


async def test_long_answer_comes_whole_and_in_order(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        t.anna.says("/datenschutz")
        t.anna.says("/hilfe")
        t.anna.says("/start")
        await t.settled()
        told = [message.text for message in t.anna.messages]
        assert all(len(text.encode("utf-16-le")) // 2 <= 4096 for text in told)
        begins = [
            next(at for at, text in enumerate(told) if text.startswith(word)) for word in ("Datenschutz", "Hallo")
        ]
        assert begins == [0, len(told) - 1]


async def _outcomes(t: Telegraph) -> list[str]:
    async with t.bot.storage.begin() as store:
        rows = [await store.outbox.get(number) for number in range(1, 5)]
    return [str(row.outcome) for row in rows if row is not None and row.plan.kind.startswith("remind")]
