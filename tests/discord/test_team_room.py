"""The room of a team on Discord: a private thread, begun once whatever is lost, with the people of the team in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.context import Caller
from bot.domain.people import Address, ChatAddress, MessageRef, Platform
from bot.errors import Doubt, Gone, Refused, TryLater
from bot.talk.answers import Call, Card, Reply
from bot.talk.text import Phrase
from tests.support.discordapi import Answer, ClosedAfter, ClosedBefore, Garbage, Person, RetryAfter
from tests.support.discordapi.channels import Thread
from tests.support.discordapi.places import PRIVATE_THREAD
from tests.support.salon import Salon, salon

THREAD = "POST /channels/{channel}/threads"
SEND = "POST /channels/{channel}/messages"
ENTER = "PUT /channels/{channel}/thread-members/{user}"
LEAVE = "DELETE /channels/{channel}/thread-members/{user}"
RIGHTS = ("create_private_threads", "create_instant_invite")
CARD = Reply(card=Card(Phrase("Team: {title}", title="Portal"), ("eins",)), private=False)


async def calls(s: Salon, person: Person, command: str, **values: str) -> None:
    """Let somebody press something, wherever, and send what is due."""
    caller = Caller(Address(Platform.DISCORD, str(person.id)), person.name)
    await s.bot.desk.call(caller, Call(command, {"job": "1", **values}))
    await s.settled()


async def with_team(s: Salon) -> None:
    """Publish a job of Ben's in which Anna does the frontend and Orga the text."""
    await calls(s, s.ben, "job", titel="Portal", text="Suche React und Texten")
    await calls(s, s.ben, "job.teilen", stand="1")
    for part, person in (("frontend", s.anna), ("text", s.orga)):
        await calls(s, person, "job.interesse", teil=part)
        async with s.bot.storage.begin() as store:
            member = await store.members.at(Address(Platform.DISCORD, str(person.id)))
        assert member is not None
        await calls(s, s.ben, "team.zusagen", wer=str(member.id), teil=part)


def rooms(s: Salon) -> list[Thread]:
    """Return the private threads of the server, whether they are open or not."""
    return [each for channel in s.guild.channels for each in channel.threads if each.type == PRIVATE_THREAD]


def inside(s: Salon, room: Thread) -> set[str]:
    """Return the names of the people in a room."""
    return {each.name for each in (s.anna, s.ben, s.orga) if each.id in room.joined}


async def test_a_complete_team_gets_a_private_thread_that_follows(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        s.guild.allows_bot(*RIGHTS)
        await with_team(s)
        (room,) = rooms(s)
        assert (room.name, room.parent, room.archive_after) == ("Team: Portal", s.jobs, 10_080)
        assert inside(s, room) == {"Anna", "Ben", "Orga"}
        (page,) = room.messages
        assert "Frontend: React (Anna)" in page.text
        assert page.labels == ["Für den Kunden", "Projekt beenden"]
        assert not any(each.message is page for each in s.api.notified)
        given = await s.does(s.anna.presses(page, "Für den Kunden"))
        assert [file.name for file in given.messages[0].files] == ["auftrag-1.md"]
        assert given.messages[0].ephemeral
        refused = await s.does(s.anna.presses(page, "Projekt beenden"))
        assert "Das kann nur, wer den Auftrag geschrieben hat." in refused.messages[0].text
        await calls(s, s.anna, "team.aussteigen", teil="frontend")
        assert inside(s, room) == {"Ben", "Orga"}
        assert "Frontend: React (offen)" in page.text
        assert room.messages == [page]
        s.ben.says("Wir suchen noch jemanden für Python, wer kann das?", room)
        await s.settled()
        assert room.messages == [page]
        assert s.api.violations == []


async def test_the_end_says_goodbye_and_locks_where_the_bot_may(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        s.guild.allows_bot(*RIGHTS, "manage_threads")
        await with_team(s)
        (room,) = rooms(s)
        asked = await s.does(s.ben.presses(room.messages[0], "Projekt beenden"))
        await s.does(s.ben.presses(asked.messages[0], "Ja, beenden"))
        assert (room.archived, room.locked) == (True, True)
        assert "Dieser Teamraum ist geschlossen." in room.messages[0].text
        assert "Danke an alle" in room.messages[1].text
        assert len(room.messages) == 2
        await s.restarted()
        await s.settled()
        assert (room.archived, len(room.messages)) == (True, 2)


async def test_without_the_right_to_lock_it_is_archived(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        s.guild.allows_bot(*RIGHTS)
        await with_team(s)
        (room,) = rooms(s)
        await calls(s, s.ben, "job.zurueck")
        assert (room.archived, room.locked) == (True, False)
        assert len(room.messages) == 2


async def test_a_thread_that_fell_asleep_is_opened_to_let_somebody_in(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        s.guild.allows_bot(*RIGHTS)
        await with_team(s)
        (room,) = rooms(s)
        room.archives()
        await calls(s, s.anna, "team.aussteigen", teil="frontend")
        assert inside(s, room) == {"Ben", "Orga"}
        assert not room.archived


@pytest.mark.parametrize("fault", [ClosedAfter, ClosedBefore, Garbage, lambda: Garbage(accepted=True)])
@pytest.mark.parametrize("route", [THREAD, SEND])
async def test_whatever_is_lost_the_room_is_opened_once(tmp_path: Path, route: str, fault: Callable[[], Any]) -> None:
    async with salon(tmp_path) as s:
        s.guild.allows_bot(*RIGHTS)
        await calls(s, s.ben, "job", titel="Portal", text="Suche React")
        await calls(s, s.ben, "job.teilen", stand="1")
        await calls(s, s.anna, "job.interesse")
        await calls(s, s.ben, "team.zusagen", wer="2")
        planned = s.api.faults.add(route, fault())
        await calls(s, s.ben, "team.raumauf")
        for _ in range(4):
            await s.move(seconds=20)
        assert planned.struck == 1
        (room,) = rooms(s)
        assert len(room.messages) == 1
        assert inside(s, room) == {"Anna", "Ben"}


async def test_a_thread_without_a_first_message_is_taken_and_another_job_s_is_not(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        s.guild.allows_bot(*RIGHTS)
        assert s.platform is not None
        opens = s.platform.rooms
        s.api.faults.add(SEND, Answer(403, 50013, "Missing Permissions"))
        with pytest.raises(Refused):
            await opens.send(s.places[0], CARD, key="one")
        first = await opens.send(s.places[0], CARD, key="one")
        assert await opens.send(s.places[0], CARD, key="one") == first
        assert await opens.send(s.places[0], CARD, key="two") != first
        assert [len(room.messages) for room in rooms(s)] == [1, 1]
        assert await opens.find(s.places[0], "one", s.clock.now()) == first
        rooms(s)[0].archives()
        assert await opens.find(s.places[0], "one", s.clock.now()) == first
        assert await opens.find(s.places[0], "three", s.clock.now()) is None


async def test_a_thread_in_doubt_is_waited_for(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        s.guild.allows_bot(*RIGHTS)
        assert s.platform is not None
        s.api.faults.add(THREAD, ClosedBefore())
        with pytest.raises(Doubt):
            await s.platform.rooms.send(s.places[0], CARD, key="one")
        with pytest.raises(TryLater):
            await s.platform.rooms.send(s.places[0], CARD, key="one")
        await s.move(seconds=20)
        await s.platform.rooms.send(s.places[0], CARD, key="one")
        assert len(rooms(s)) == 1


async def test_429_is_waited_out_and_nobody_is_let_in_twice(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        s.guild.allows_bot(*RIGHTS)
        s.api.faults.add(THREAD, RetryAfter(30.0))
        s.api.faults.add(ENTER, ClosedAfter())
        s.within = 0.5
        await s.restarted()
        await with_team(s)
        assert rooms(s) == []
        for _ in range(3):
            await s.move(seconds=40)
        (room,) = rooms(s)
        assert inside(s, room) == {"Anna", "Ben", "Orga"}


async def test_without_the_right_the_author_reads_which_one_is_missing(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        s.guild.restricts_bot("view_channel", "send_messages", "embed_links", "read_message_history")
        await with_team(s)
        assert rooms(s) == []
        assert any("„Private Threads erstellen“" in message.text for message in s.ben.messages)
        assert s.api.called(THREAD) == []


async def test_who_is_not_on_the_server_gets_an_invitation_for_one(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        s.guild.allows_bot(*RIGHTS)
        await with_team(s)
        await calls(s, s.anna, "team.aussteigen", teil="frontend")
        other = s.api.guild("Anderswo", s.anna)
        s.anna.leaves(s.guild)
        assert other.has_bot
        await calls(s, s.anna, "job.interesse", teil="frontend")
        await calls(s, s.ben, "team.zusagen", wer="2", teil="frontend")
        (made,) = s.jobs.invitations
        assert (made["max_age"], made["max_uses"]) == (604_800, 1)
        told = s.anna.messages[-1]
        assert f"https://discord.gg/{made['code']}" in told.text
        (room,) = rooms(s)
        assert inside(s, room) == {"Ben", "Orga"}
        s.anna.joins(s.guild)
        await s.move(minutes=1)
        await s.does(s.anna.presses(told, "Bin da"))
        assert inside(s, room) == {"Anna", "Ben", "Orga"}
        assert len(s.jobs.invitations) == 1


async def test_without_the_right_to_invite_the_author_is_to_be_asked(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        s.guild.allows_bot("create_private_threads")
        s.jobs.denies("create_instant_invite")
        s.api.guild("Anderswo", s.anna)
        s.anna.leaves(s.guild)
        await with_team(s)
        assert "einladen darf ich dich nicht. Frag Ben." in s.anna.messages[-1].text


async def test_a_forum_opens_it_in_a_text_channel_of_the_same_server(tmp_path: Path) -> None:
    async with salon(tmp_path, forum=("Frontend",)) as s:
        s.guild.allows_bot(*RIGHTS)
        await with_team(s)
        (room,) = rooms(s)
        assert room.parent is s.events


async def test_a_forum_alone_leads_to_a_clear_sentence(tmp_path: Path) -> None:
    async with salon(tmp_path, forum=("Frontend",)) as s:
        s.guild.allows_bot(*RIGHTS)
        s.places = s.places[:1]
        await s.restarted()
        await with_team(s)
        assert rooms(s) == []
        assert any("nur Foren" in message.text for message in s.ben.messages)


async def test_a_deleted_thread_is_told_and_another_can_be_opened(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        s.guild.allows_bot(*RIGHTS)
        await with_team(s)
        rooms(s)[0].vanishes()
        await calls(s, s.ben, "team.unterschreibt", form="each")
        assert any("Den Thread hat jemand gelöscht." in message.text for message in s.ben.messages)
        await calls(s, s.ben, "team.raumauf")
        (room,) = rooms(s)
        assert inside(s, room) == {"Anna", "Ben", "Orga"}


async def test_a_room_that_the_bot_was_put_out_of_does_not_close_the_channel(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        s.guild.allows_bot(*RIGHTS)
        await with_team(s)
        (room,) = rooms(s)
        del room.joined[s.api.world.me.id]
        await calls(s, s.ben, "team.unterschreibt", form="each")
        told = [message for message in s.ben.messages if "niemanden dazuholen" in message.text]
        assert len(told) == 1
        await calls(s, s.ben, "job.aendern", titel="Portal neu", text="Suche React und Texten")
        assert "Portal neu" in s.jobs.messages[0].text


async def test_an_author_without_private_messages_gets_the_room_all_the_same(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        s.guild.allows_bot(*RIGHTS)
        s.ben.closes_dms()
        await with_team(s)
        (room,) = rooms(s)
        assert inside(s, room) == {"Anna", "Ben", "Orga"}


async def test_what_stands_elsewhere_is_refused_without_closing_the_channel(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        s.guild.allows_bot(*RIGHTS)
        assert s.platform is not None
        nowhere = MessageRef(ChatAddress(Platform.DISCORD, str(s.jobs.id), "4711"), "4712")
        with pytest.raises(Gone):
            await s.platform.rooms.send(s.places[0], CARD, key="one", reply_to=nowhere)
        with pytest.raises(Refused):
            await s.platform.rooms.find(Address(Platform.DISCORD, str(s.ben.id)), "one", s.clock.now())
        topic = replace(s.places[0], address=replace(s.places[0].address, topic="4711"))
        assert (await s.platform.rooms.ground(topic))[0] == "open"
        await s.platform.send(s.places[0], CARD, key="card")
        assert len(s.jobs.messages) == 1
