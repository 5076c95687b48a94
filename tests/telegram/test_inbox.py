"""The inbox: what is kept, in which order it is handled, and that nothing one person sends keeps back another."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from adapters.telegram.pacing import Windows
from bot.domain.people import Address, Platform
from bot.matching.naming.vocabulary import Vocabulary
from tests.support.botapi import ClosedAfter
from tests.support.telegraph import Telegraph, telegraph

POST = "Suche jemanden für JavaScript, zwei Wochen ab Montag."


@asynccontextmanager
async def locked(t: Telegraph) -> AsyncIterator[None]:
    """Hold the database as a second program would, until the bot has met it."""
    connection = sqlite3.connect(t.folder / "ideenherd.db", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


async def test_edit_that_comes_with_its_post_is_followed(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        t.ben.starts()
        await t.settled()
        await t.stop()
        post = t.ben.says(POST, t.jobs)
        t.ben.edits(post, "Suche jemanden für JavaScript und Python, drei Monate.", t.jobs)
        await t.start()
        await t.settled()
        t.ben.presses(t.jobs.messages[-1], "Vorschau")
        await t.settled()
        assert "drei Monate" in t.ben.messages[-1].text


async def test_edits_of_what_nobody_knows_are_not_kept(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        said = t.ben.says("Guten Morgen zusammen.", t.jobs)
        t.ben.edits(said, "Guten Morgen, ihr Lieben.", t.jobs)
        await t.settled()
        await t.stop()
        with sqlite3.connect(tmp_path / "ideenherd.db") as connection:
            assert connection.execute("SELECT count(*) FROM inbox").fetchone() == (0,)
        await t.start()


async def test_post_that_cannot_be_read_keeps_back_nobody(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        asks = t.bot.desk.ears.asks

        def stumbles(text: str, vocabulary: Vocabulary) -> bool:
            if "JavaScript" in text:
                raise IndexError
            return asks(text, vocabulary)

        t.bot.desk.ears.asks = stumbles  # type: ignore[method-assign]  # a bug, as one day there may be
        t.ben.says(POST, t.jobs)
        t.anna.says("/hilfe")
        await t.settled()
        assert t.anna.messages


async def test_locked_database_delays_and_loses_nothing(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        async with locked(t):
            t.anna.says('/erinnere Rechnung schreiben wann="morgen 9:00"')
            await t.naps.wait()  # the first try has failed
        await t.settled()
        t.anna.says("/erinnere")
        await t.settled()
        assert any("Rechnung schreiben" in message.text for message in t.anna.messages)


async def test_press_is_not_kept_waiting_by_what_others_ask_in_the_group(tmp_path: Path) -> None:
    async with telegraph(tmp_path, windows=Windows()) as t:
        t.anna.starts()
        t.anna.says('/termin titel=Twittwoch wann="2026-12-09 19:00" ort=Essen')
        await t.settled()
        t.anna.presses(t.anna.messages[-1], "Eintragen")
        await t.settled()
        card = t.events.messages[-1]
        for _ in range(6):
            t.ben.says("/termine", t.events)
        t.anna.presses(card, "Dabei")
        began = asyncio.get_running_loop().time()
        await t.api.until(lambda: t.api.toasts, within=5)
        assert asyncio.get_running_loop().time() - began < 3


async def test_answer_in_doubt_never_runs_its_command_again(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        t.anna.starts()
        await t.settled()
        t.api.faults.add("sendMessage", ClosedAfter(), chat=t.anna.id)
        t.anna.says('/erinnere Rechnung schreiben wann="in 2 Stunden"', t.jobs)
        await t.settled()
        assert t.jobs.messages == []  # no link that would do it once more


async def test_stranger_has_one_line_with_a_link_and_ten_an_hour(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        for _ in range(15):
            t.anna.says("/suche python", t.jobs)
        await t.settled()
        assert len([message for message in t.jobs.messages if not message.deleted]) == 1
        assert len([call for call in t.api.called("sendMessage") if call.chat == t.jobs.id]) == 10
        await t.move(minutes=61)
        t.anna.says("/suche python", t.jobs)
        await t.settled()
        assert len([call for call in t.api.called("sendMessage") if call.chat == t.jobs.id]) == 11


async def test_long_text_that_the_app_cut_is_refused_once_and_answers_no_question(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        t.ben.says("/job")
        await t.settled()
        t.ben.says("x" * 4096)
        t.ben.says("und der Rest davon.")
        await t.settled()
        assert "4.096 Zeichen" in t.ben.messages[-1].text
        assert t.ben.messages[-1].text.count("Titel") == 1


@pytest.mark.parametrize("general", [False, True])
async def test_closed_topic_is_a_lost_place_until_it_is_opened_again(tmp_path: Path, general: bool) -> None:
    async with telegraph(tmp_path, forum=True, in_topic=not general) as t:
        t.orga.starts()
        await t.settled()
        topic = t.topic or t.jobs.general
        topic.closes()
        t.ben.says('/job titel=Vereinsseite text="Wir suchen jemanden für JavaScript."')
        await t.settled()
        t.ben.presses(t.ben.messages[-1], "Veröffentlichen")
        await t.settled()
        assert not any("Vereinsseite" in message.text for message in t.jobs.messages)
        assert any("#jobs" in message.text for message in t.orga.messages)
        topic.reopens()
        await t.settled()
        assert any("Vereinsseite" in message.text for message in topic.messages)


async def test_who_leaves_after_a_command_has_left(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        await t.agreed(t.anna, "python")
        await t.stop()
        for _ in range(3):
            t.anna.says("/hilfe", t.jobs)
        t.anna.leaves(t.jobs)
        t.anna.leaves(t.events)
        await t.start()
        await t.settled()
        async with t.bot.storage.begin() as store:
            member = await store.members.at(Address(Platform.TELEGRAM, str(t.anna.id)))
        assert member is not None
        assert member.left_at is not None


async def test_post_that_comes_with_the_upgrade_of_its_group_is_heard(tmp_path: Path) -> None:
    async with telegraph(tmp_path, kind="group") as t:
        t.ben.starts()
        await t.settled()
        await t.stop()
        t.jobs.upgrade()
        t.ben.says(POST, t.jobs)
        await t.start()
        await t.settled()
        assert "Vorschau" in t.jobs.messages[-1].labels


async def test_flood_of_one_person_keeps_nobody_waiting(tmp_path: Path) -> None:
    async with telegraph(tmp_path, windows=Windows()) as t:
        t.ben.starts()
        await t.settled()
        await t.stop()
        for _ in range(1200):
            t.ben.says("hallo")
        t.anna.says("/hilfe")
        await t.start()
        await t.api.until(lambda: t.anna.messages, within=20)
        await t.stop()
        with sqlite3.connect(tmp_path / "ideenherd.db") as connection:
            ((waiting,),) = connection.execute("SELECT count(*) FROM inbox WHERE handled_at IS NULL").fetchall()
            connection.execute("DELETE FROM inbox")
        assert waiting <= 30
        await t.start()


async def test_flood_of_commands_in_the_name_of_a_group_is_answered_within_reason(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        await t.settled()
        await t.stop()
        for _ in range(60):
            t.jobs.says_anonymously("/hilfe")
        await t.start()
        await t.settled()
        assert 0 < sum("anonym" in message.text for message in t.jobs.messages) <= 30


async def test_long_text_whose_first_try_failed_is_answered_all_the_same(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        t.ben.starts()
        await t.settled()
        async with locked(t):
            t.ben.says("x" * 4000)
            await t.naps.wait()
        await t.settled()
        assert "nicht verstanden" in t.ben.messages[-1].text
