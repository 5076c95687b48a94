"""The index of open jobs on Telegram: made once, edited, pinned silently where the bot may."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.support.botapi.shown import Message
from tests.support.telegraph import Telegraph, telegraph


async def with_index(t: Telegraph) -> None:
    """Start the bot again with an index wanted in the group for jobs."""
    t.places[0] = replace(t.places[0], has_index=True)
    await t.restarted()
    await t.settled()


def indexes(t: Telegraph) -> list[Message]:
    """Return the indexes that stand in the group."""
    lists = ("Offene Aufträge", "Gerade ist kein Auftrag offen")
    return [one for one in t.jobs.messages if not one.deleted and any(words in one.text for words in lists)]


async def publish(t: Telegraph) -> None:
    """Let Ben publish a job."""
    t.ben.starts()
    t.ben.says('/job Vereinsseite text="Wir suchen jemanden für Python"')
    await t.settled()
    t.ben.presses(t.ben.messages[-1], "Veröffentlichen")
    await t.settled()


async def test_index_is_pinned_once_and_follows_through_a_restart(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        t.jobs.promotes_bot("can_pin_messages")
        await with_index(t)
        (stands,) = indexes(t)
        assert stands.is_pinned
        await publish(t)
        assert "1. Vereinsseite" in stands.text
        assert stands.labels == ["1. Vereinsseite"]
        assert t.api.notified == []
        t.anna.starts()
        t.anna.presses(stands, "1. Vereinsseite")
        await t.settled()
        assert "Melden" in t.anna.messages[-1].labels
        await t.restarted()
        await t.settled()
        assert indexes(t) == [stands]
        assert len(t.api.called("pinChatMessage")) == 1


async def test_where_the_bot_may_not_pin_organisers_read_it_once_and_the_index_goes_on(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        t.orga.starts()
        await with_index(t)
        (stands,) = indexes(t)
        assert not stands.is_pinned
        for _ in range(2):
            await t.restarted()
            await t.settled()
        told = [message for message in t.orga.messages if "kann ich nicht anpinnen" in message.text]
        assert len(told) == 1
        assert "„Nachrichten anheften“" in told[0].text
        await publish(t)
        assert "1. Vereinsseite" in stands.text


async def test_index_that_somebody_deletes_comes_back_with_the_next_change_and_once(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        t.jobs.promotes_bot("can_pin_messages")
        await with_index(t)
        (stands,) = indexes(t)
        t.orga.deletes(stands)
        await publish(t)
        (anew,) = indexes(t)
        assert "1. Vereinsseite" in anew.text
        assert anew.is_pinned
        await t.restarted()
        await t.settled()
        assert indexes(t) == [anew]


async def test_index_and_cards_go_on_in_the_group_that_a_group_was_upgraded_to(tmp_path: Path) -> None:
    async with telegraph(tmp_path, kind="group") as t:
        await with_index(t)
        await publish(t)
        (behind,) = indexes(t)
        t.jobs.upgrade()
        await t.settled()
        (anew,) = indexes(t)
        assert anew is not behind
        assert "1. Vereinsseite" in anew.text
        t.ben.says('/job Plakat text="Wir suchen jemanden für ein Logo"')
        await t.settled()
        t.ben.presses(t.ben.messages[-1], "Veröffentlichen")
        await t.settled()
        assert indexes(t) == [anew]
        assert "1. Plakat" in anew.text
        assert "2. Vereinsseite" in anew.text
        cards = [one.text for one in t.jobs.messages if "Kontakt: Ben" in one.text]
        assert len(cards) == 1, "the other stands in the group of before"
        assert len(behind.history) == 2
        await t.restarted()
        await t.settled()
        assert indexes(t) == [anew]
