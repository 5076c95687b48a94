"""The index of open jobs on Discord: made once, edited, pinned where the bot may; in a forum a post of its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.discord.test_places import PARTS, published
from tests.support.discordapi.shown import Message
from tests.support.salon import Salon, salon


async def with_index(s: Salon) -> None:
    """Start the bot again with an index wanted in the channel for jobs."""
    s.places[0] = replace(s.places[0], has_index=True)
    await s.restarted()
    await s.settled()


def indexes(s: Salon) -> list[Message]:
    """Return the indexes that stand in the channel."""
    lists = ("Offene Aufträge", "Gerade ist kein Auftrag offen")
    return [message for message in s.jobs.messages if any(words in message.text for words in lists)]


async def test_index_is_pinned_once_and_follows_through_a_restart(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        s.guild.allows_bot("pin_messages")
        await with_index(s)
        (stands,) = indexes(s)
        assert stands.pinned
        await published(s, s.ben)
        await s.settled()
        assert "**Vereinsseite**: offen: Web" in stands.text
        assert stands.labels == ["1. Vereinsseite"]
        assert s.api.notified == []
        shown = await s.does(s.anna.presses(stands, "1. Vereinsseite"))
        assert shown.messages[0].ephemeral
        assert "Melden" in shown.messages[0].labels
        await s.restarted()
        await s.settled()
        assert indexes(s) == [stands]
        assert stands.pinned


async def test_where_the_bot_may_not_pin_organisers_read_it_once_and_the_index_goes_on(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        await with_index(s)
        (stands,) = indexes(s)
        assert not stands.pinned
        for _ in range(2):
            await s.restarted()
            await s.settled()
        told = [message for message in s.orga.messages if "kann ich nicht anpinnen" in message.text]
        assert len(told) == 1
        assert "„Nachrichten anpinnen“" in told[0].text
        await published(s, s.ben)
        await s.settled()
        assert "**Vereinsseite**: offen: Web" in stands.text


async def test_index_in_a_forum_is_a_post_of_its_own(tmp_path: Path) -> None:
    async with salon(tmp_path, forum=PARTS) as s:
        s.guild.allows_bot("manage_threads")
        await with_index(s)
        await published(s, s.ben)
        await s.settled()
        posts = {post.name: post for post in s.jobs.threads}
        assert set(posts) == {"Offene Aufträge", "Vereinsseite"}
        first = posts["Offene Aufträge"].first
        assert first is not None
        assert "**Vereinsseite**: offen: Web" in first.text
        assert posts["Offene Aufträge"].pinned
        assert not posts["Vereinsseite"].pinned


async def test_index_that_somebody_deletes_comes_back_with_the_next_change_and_once(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        await with_index(s)
        (stands,) = indexes(s)
        s.guild.owner.deletes(stands)
        await s.settled()
        assert indexes(s) == []
        await published(s, s.ben)
        await s.settled()
        (anew,) = indexes(s)
        assert "**Vereinsseite**: offen: Web" in anew.text
        await s.restarted()
        await s.settled()
        assert indexes(s) == [anew]
