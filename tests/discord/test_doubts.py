"""Doubts that are hard to settle: posts in forums, messages in several parts, what was changed or is gone meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
import pytest

from adapters.discord.line import Line
from adapters.discord.outgoing import Voice
from adapters.discord.requests import Requests
from bot.domain.people import Address, ChatAddress, MessageRef, Platform
from bot.errors import Doubt, TryLater
from bot.talk.answers import Button, Call, Reply, say
from bot.talk.text import Phrase
from tests.support.discordapi import Answer, ClosedAfter, ClosedBefore, Garbage, Slow
from tests.support.discordapi.visiting import addresses
from tests.support.salon import Salon, salon
from tests.support.talking import BERLIN

SEND = "POST /channels/{channel}/messages"
POST = "POST /channels/{channel}/threads"
READ = "GET /channels/{channel}/messages"


async def sent(s: Salon, key: str, reply: Reply | None = None) -> MessageRef:
    assert s.platform is not None
    return await s.platform.send(s.places[0], reply or say(f"Karte {key}"), key=key)


async def published(s: Salon, title: str) -> None:
    form = await s.does(s.ben.runs("job", s.events))
    drafted = await s.does(s.ben.submits(form, titel=title, text="Wir suchen jemanden für Python."))
    await s.does(s.ben.presses(drafted.messages[0], "Veröffentlichen"))


async def reasons(s: Salon) -> list[str]:
    async with s.bot.storage.begin() as store:
        rows = [await store.outbox.get(number) for number in range(1, 10)]
    return [row.reason for row in rows if row is not None]


async def test_post_in_doubt_is_found_however_many_were_opened_since(tmp_path: Path) -> None:
    async with salon(tmp_path, forum=()) as s:
        s.api.faults.add(POST, ClosedAfter())
        with pytest.raises(Doubt):
            await sent(s, "first")
        for number in range(8):
            await sent(s, f"other {number}")
        ref = await sent(s, "first")
        assert ref.message == str(s.jobs.threads[0].id)
        assert len(s.jobs.threads) == 9


@pytest.mark.parametrize("fault", [ClosedBefore, Garbage, lambda: Answer(503, 0, "Service Unavailable")])
async def test_post_that_cannot_be_read_at_once_is_read_again(tmp_path: Path, fault: Callable[[], Any]) -> None:
    async with salon(tmp_path, forum=()) as s:
        assert s.platform is not None
        for number in range(4):
            await sent(s, f"other {number}")
        s.api.faults.add(READ, fault(), times=2, nth=3)
        assert await s.platform.find(s.places[0], "never sent", s.clock.now()) is None
        s.api.faults.add(READ, fault(), times=None)
        with pytest.raises(Doubt):
            await s.platform.find(s.places[0], "never sent", s.clock.now())


async def test_post_that_is_opened_late_is_waited_for(tmp_path: Path) -> None:
    async with salon(tmp_path, forum=(), within=0.5) as s:
        slow = Slow()
        s.api.faults.add(POST, slow)
        with pytest.raises(Doubt):
            await sent(s, "slow")
        with pytest.raises(TryLater):
            await sent(s, "slow")
        slow.released.set()
        await s.api.until(lambda: s.jobs.threads)
        ref = await sent(s, "slow")
        assert [str(post.id) for post in s.jobs.threads] == [ref.message]


async def test_post_that_never_came_is_opened_anew(tmp_path: Path) -> None:
    async with salon(tmp_path, forum=()) as s:
        s.api.faults.add(POST, ClosedBefore())
        with pytest.raises(Doubt):
            await sent(s, "lost")
        s.clock.at += timedelta(seconds=16)
        await sent(s, "lost")
        assert len(s.jobs.threads) == 1


async def test_old_post_in_doubt_is_found_among_many_younger_ones(tmp_path: Path) -> None:
    async with salon(tmp_path, forum=()) as s:
        s.api.faults.add(POST, ClosedAfter())
        with pytest.raises(Doubt):
            await sent(s, "first")
        since = s.clock.at
        for number in range(60):
            s.anna.posts(s.jobs, f"Beitrag {number}", "Hallo")
        s.clock.at += timedelta(minutes=10)
        for number in range(60):
            await sent(s, f"other {number}")
        assert s.platform is not None
        found = await s.platform.find(s.places[0], "first", since)
        assert found is not None
        assert found.message == str(s.jobs.threads[0].id)


async def test_post_whose_beginning_was_deleted_keeps_no_card_back(tmp_path: Path) -> None:
    async with salon(tmp_path, forum=()) as s:
        await published(s, "Vereinsseite")
        s.orga.deletes(s.jobs.threads[0].messages[0])
        await s.settled()
        await published(s, "Noch eine")
        assert [post.name for post in s.jobs.threads] == ["Vereinsseite", "Noch eine"]


@pytest.mark.parametrize("how", ["deleted", "locked"])
async def test_post_that_takes_no_tags_any_more_closes_no_forum(tmp_path: Path, how: str) -> None:
    async with salon(tmp_path, "2026-12-01 22:00", forum=()) as s:
        await s.agreed(s.anna, "python")
        s.guild.restricts_bot(
            *("view_channel", "send_messages", "send_messages_in_threads", "read_message_history", "embed_links"),
            "create_events",
        )
        await s.settled()
        await published(s, "Vereinsseite")
        (post,) = s.jobs.threads
        await s.stop()
        if how == "deleted":
            post.vanishes()
        else:
            post.archives(locked=True)
        await s.start()
        orga = list(s.orga.messages)
        await s.move(hours=10, minutes=5)
        await published(s, "Noch eine")
        assert s.orga.messages == orga
        assert ("its post is closed" if how == "locked" else "there is no card to reply to") in await reasons(s)
        assert "Noch eine" in [each.name for each in s.jobs.threads]


async def test_forum_is_not_written_to_before_it_is_known_that_it_is_one(tmp_path: Path) -> None:
    async with salon(tmp_path, forum=()) as s:
        client = discord.Client(intents=discord.Intents.none())
        requests = Requests()
        line = Line(requests)

        async def kept(_holder: Address, _call: Call) -> str:
            return ""

        with addresses(s.api):
            await client.login(s.api.token)
            requests.speaks(client, Voice(BERLIN, "de"), kept)
            with pytest.raises(TryLater):
                await line.send(ChatAddress(Platform.DISCORD, str(s.jobs.id)), say("Karte"), "key")
            with pytest.raises(TryLater):
                await line.find(ChatAddress(Platform.DISCORD, str(s.jobs.id)), "key", s.clock.at)
            await client.close()


async def test_kill_before_it_is_asked_who_is_there_names_nobody_who_is_not(tmp_path: Path) -> None:
    async with salon(tmp_path, "2026-12-01 22:00") as s:
        await s.agreed(s.anna, "python")
        await published(s, "Vereinsseite")
        s.anna.leaves(s.guild)
        s.clock.at += timedelta(hours=10, seconds=1)
        async with s.bot.storage.begin() as store:  # and the process is killed, just after this
            (claimed,) = await store.outbox.claim(Platform.DISCORD, (), "dead", s.clock.at, s.clock.at, ())
        assert claimed.plan.kind == "job.tag"
        await s.restarted()
        await s.move(minutes=5)
        assert len(s.jobs.messages) == 1
        assert not any(s.anna.mention in message.text for message in s.jobs.messages)


async def test_part_of_a_message_is_not_said_twice(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        long = say("\n".join(f"Zeile {number}: {'viel zu sagen ' * 20}" for number in range(10)))
        s.api.faults.add(SEND, ClosedBefore(), nth=2)
        with pytest.raises(Doubt):
            await sent(s, "long", long)
        assert len(s.jobs.messages) == 1
        s.api.forgets_nonces()
        assert s.platform is not None
        assert await s.platform.find(s.places[0], "long", s.clock.at) is None
        await sent(s, "long", long)
        said = "\n".join(message.text for message in s.jobs.messages)
        assert [said.count(f"Zeile {number}:") for number in range(10)] == [1] * 10


async def test_message_in_doubt_is_found_also_after_a_press_has_changed_it(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        assert s.platform is not None
        shown = await s.platform.send(
            Address(Platform.DISCORD, str(s.anna.id)),
            Reply(say("Hallo").text, buttons=((Button(Phrase("Hilfe"), Call("hilfe")),),)),
            key="hello",
        )
        (message,) = [each for each in s.anna.messages if str(each.id) == shown.message]
        await s.does(s.anna.presses(message, "Hilfe"))
        assert "Hilfe" in message.text
        found = await s.platform.find(Address(Platform.DISCORD, str(s.anna.id)), "hello", s.clock.at)
        assert found == shown


async def test_locked_post_leaves_its_forum_open(tmp_path: Path) -> None:
    async with salon(tmp_path, forum=()) as s:
        await s.does(s.orga.runs("start"))
        await published(s, "Vereinsseite")
        (post,) = s.jobs.threads
        orga = list(s.orga.messages)
        post.archives(locked=True)
        shown = await s.does(s.anna.runs("start", s.events))
        await s.does(s.anna.forges(shown.messages[0], "job.interesse&job=1"))
        await published(s, "Noch eine")
        assert s.orga.messages == orga
        assert [each.name for each in s.jobs.threads] == ["Vereinsseite", "Noch eine"]


async def test_channel_that_may_not_be_read_back_leaves_a_doubt_to_organisers(tmp_path: Path) -> None:
    async with salon(tmp_path, within=1.0) as s:
        await s.does(s.orga.runs("start"))
        s.guild.restricts_bot("view_channel", "send_messages", "embed_links")
        await s.settled()
        s.api.faults.add(SEND, ClosedAfter(), channel=s.jobs.id)
        s.api.faults.add(SEND, ClosedBefore(), times=None, nth=2, channel=s.jobs.id)
        await published(s, "Vereinsseite")
        await s.move(minutes=3)
        s.api.forgets_nonces()
        s.api.faults.clear()
        await s.move(minutes=30)
        assert len(s.jobs.messages) == 1
        assert any("nicht, ob das angekommen ist" in message.text for message in s.orga.messages)


async def test_tag_comes_where_the_card_may_not_be_replied_to(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        await s.agreed(s.anna, "python")
        s.guild.restricts_bot("view_channel", "send_messages", "embed_links")
        await s.settled()
        await published(s, "Vereinsseite")
        card, ping = s.jobs.messages
        assert ping.reply_to is None
        assert [each.person for each in s.api.notified] == [s.anna]
        assert card.labels == ["Interesse"]


async def test_card_that_could_not_be_seen_is_not_sent_and_organisers_are_told(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        await s.does(s.orga.runs("start"))
        s.jobs.denies("embed_links")
        await s.settled()
        await published(s, "Vereinsseite")
        assert s.jobs.messages == []
        assert any("komme ich nicht mehr durch" in message.text for message in s.orga.messages)
        s.jobs.allows("embed_links")
        await s.settled()
        assert s.jobs.messages[0].labels == ["Interesse"]


async def test_job_taken_over_from_a_locked_post_or_a_comment_finds_a_post_of_its_own(tmp_path: Path) -> None:
    async with salon(tmp_path, forum=()) as s:
        theirs = s.ben.posts(s.jobs, "Hilfe gesucht", "Wir suchen wen für Python.")
        comment = s.ben.says("Und jemanden für Rust suchen wir auch.", theirs)
        await s.settled()
        assert theirs.first is not None
        for source in (theirs.first, comment):
            taken = await s.does(s.ben.menu("Als Auftrag übernehmen", source))
            theirs.archives(locked=source is theirs.first)
            await s.does(s.ben.presses(taken.messages[0], "Veröffentlichen"))
            theirs.reopens()
        assert len(s.jobs.threads) == 3
