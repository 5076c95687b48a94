"""What stands under a ping on Telegram, and people who left without a word, over the wire."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.botapi import Answer
from tests.support.botapi.people import Person
from tests.support.telegraph import Telegraph, telegraph

POST = "Suche jemanden für JavaScript: Portal für einen Verein."


async def published(t: Telegraph, who: Person, text: str = POST) -> None:
    who.starts()
    await t.settled()
    who.says(text, t.jobs)
    await t.settled()
    who.presses(t.jobs.messages[-1], "Vorschau")
    await t.settled()
    who.presses(who.messages[-1], "Veröffentlichen")
    await t.settled()


async def found(t: Telegraph) -> str:
    t.ben.says("/suche javascript")
    await t.settled()
    return t.ben.messages[-1].text


async def test_buttons_under_a_ping_change_the_pressers_own_settings(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        await t.agreed(t.anna, "javascript")
        await published(t, t.ben)
        ping = t.jobs.messages[-1]
        assert ping.labels == ["Nicht mehr zu JavaScript", "Pause", "Nicht mehr taggen"]
        t.anna.presses(ping, "Nicht mehr zu JavaScript")
        await t.settled()
        assert "Zu JavaScript tagge ich dich nicht mehr" in t.anna.messages[-1].text
        t.anna.presses(t.anna.messages[-1], "Rückgängig")
        await t.settled()
        t.anna.presses(ping, "Pause")
        await t.settled()
        assert t.anna.messages[-1].labels == ["1 Woche", "4 Wochen", "3 Monate", "Wieder dabei"]
        t.anna.presses(t.anna.messages[-1], "1 Woche")
        await t.settled()
        assert "8. Dezember" in t.anna.messages[-1].text
        before = len(t.api.notified)
        await published(t, t.orga, "Suche noch jemanden für JavaScript, ein halbes Jahr.")
        assert len(t.api.notified) == before
        assert ping.labels == ["Nicht mehr zu JavaScript", "Pause", "Nicht mehr taggen"]


async def test_who_may_not_be_written_to_reads_it_over_the_chat_and_it_is_done(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        carla = t.api.person("Carla")
        carla.joins(t.jobs)
        await t.agreed(t.anna, "javascript")
        await published(t, t.ben)
        carla.presses(t.jobs.messages[-1], "Pause")
        await t.settled()
        assert "nichts gelistet" in t.api.toasts[-1].text
        t.anna.blocks()
        await t.settled()
        t.anna.presses(t.jobs.messages[-1], "Pause")
        await t.settled()
        assert "tagge ich dich nicht" in t.api.toasts[-1].text
        before = len(t.api.notified)
        await published(t, t.orga, "Suche noch jemanden für JavaScript, ein halbes Jahr.")
        assert len(t.api.notified) == before


GONE = [
    Answer(400, "Bad Request: user not found"),
    Answer(400, "Bad Request: PARTICIPANT_ID_INVALID"),
]
UNKNOWN = [
    Answer(403, "Forbidden: bot was kicked from the supergroup chat"),
    Answer(400, "Bad Request: CHAT_ADMIN_REQUIRED"),
    Answer(500, "Internal Server Error"),
]


@pytest.mark.parametrize("answer", [*GONE, *UNKNOWN], ids=lambda answer: answer.description)
async def test_three_days_of_no_are_gone_and_a_failure_is_none(tmp_path: Path, answer: Answer) -> None:
    async with telegraph(tmp_path) as t:
        await t.agreed(t.anna, "javascript")
        t.api.faults.add("getChatMember", answer, times=1000)
        await published(t, t.ben)
        for _ in range(12):
            t.clock.at += timedelta(hours=6)
            await t.due()
        assert ("Anna" in await found(t)) is (answer in UNKNOWN)


async def test_who_left_both_groups_unheard_is_gone_after_three_days(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        await t.agreed(t.anna, "javascript")
        for group in (t.jobs, t.events):
            del group.members[t.anna.id]  # as where the bot hears of no leaving
        await published(t, t.ben)
        assert t.api.notified == []
        for _ in range(12):
            assert "Anna" in await found(t) or t.clock.at.day > 2
            t.clock.at += timedelta(hours=6)
            await t.due()
        assert "Anna" not in await found(t)
        t.anna.joins(t.jobs)
        await t.settled()
        assert "Anna" in await found(t)
