"""The room of a team: opened by itself or by choice, followed, left and closed; and the page for the customer."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.people import Platform
from bot.talk.answers import Call
from bot.talk.text import Link, opened
from tests.conversations.test_data import file_of
from tests.conversations.test_teams import card, publish, want
from tests.support.rooms import PlainRooms
from tests.support.talking import Talk, community, labels, running

LINK = "https://t.me/+AbCdEf123"


async def press(c: Talk, persona: str, command: str, **values: str) -> str:
    """Send a call about the job."""
    return await c.call(persona, Call(command, {"job": "1", **values}))


async def seat(c: Talk, persona: str, part: str) -> int:
    """Give somebody a seat of the job, and return who they are."""
    await want(c, persona, part)
    async with c.bot.storage.begin() as store:
        member = await store.members.at(c.caller(persona).address)
    assert member is not None
    await press(c, "ben@discord", "team.zusagen", wer=str(member.id), teil=part)
    return member.id


async def team(c: Talk, *, frontend: str, text: str) -> None:
    """Publish a job of Ben's with two people in it."""
    await publish(c)
    await seat(c, frontend, "frontend")
    await seat(c, text, "text")


def rooms(c: Talk) -> PlainRooms:
    """Return the rooms on Discord."""
    found = c.wires[Platform.DISCORD].rooms
    assert found is not None
    return found


def page(c: Talk, number: int = 1) -> str:
    """Return the first message of a room."""
    return c.heard(f"#room-{number}")[0]


async def test_a_team_on_discord_alone_gets_a_room_by_itself_once(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("dora@discord", "texten")
        await team(c, frontend="carla@discord", text="dora@discord")
        (room,) = rooms(c).opened
        assert room.people == {"ben", "carla", "dora"}
        assert room.where.chat == "discord-jobs"
        assert page(c).splitlines()[0] == "Team: Portal"
        assert "Frontend: React (Carla)" in page(c)
        assert "Ansprechperson: Ben" in page(c)
        assert "Ort: Essen" in page(c)
        assert labels(c.lines("#room-1")[0].reply) == ["Für den Kunden", "Projekt beenden"]
        assert "Ich lege euch einen Teamraum an." in c.heard("ben@discord")[-1]
        assert c.heard("#room-1", "telegram") == []
        assert "privater Thread auf Discord" in await press(c, "ben@discord", "team.raum")


async def test_the_page_and_who_is_inside_follow_every_change(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await team(c, frontend="carla@discord", text="dora@discord")
        await press(c, "ben@discord", "team.unterschreibt", form="together")
        assert "Gemeinsam: Ihr schließt einen Vertrag zusammen" in page(c)
        assert "Das ist keine Rechtsberatung." in page(c)
        await press(c, "carla@discord", "team.aussteigen", teil="frontend")
        assert "Frontend: React (offen)" in page(c)
        assert rooms(c).opened[0].people == {"ben", "dora"}
        await seat(c, "emil@discord", "frontend")
        assert "Frontend: React (Emil)" in page(c)
        assert rooms(c).opened[0].people == {"ben", "dora", "emil"}
        await press(c, "ben@discord", "team.freigeben", wer="3", teil="text")
        assert rooms(c).opened[0].people == {"ben", "emil"}
        assert len(rooms(c).opened) == 1
        assert len(c.heard("#room-1")) == 1


async def test_a_mixed_team_chooses_and_the_others_are_invited_privately(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await team(c, frontend="anna@telegram", text="carla@discord")
        assert rooms(c).opened == []
        assert "Sag mir mit „Teamraum“, wo ihr miteinander redet." in c.heard("ben@discord")[-1]
        said = await c.press("ben@discord", "Teamraum")
        assert "Nicht auf Discord: Anna." in said
        assert "Ich lege für „Portal“ einen privaten Thread an" in await c.press("ben@discord", "Thread auf Discord")
        assert rooms(c).opened[0].people == {"ben", "carla"}
        (invited,) = [line for line in c.heard("anna@telegram") if "privaten Thread" in line]
        assert rooms(c).links[0] in invited
        assert "Dafür brauchst du ein Konto bei Discord." in invited
        assert "sag Ben Bescheid" in invited
        assert not any("privaten Thread" in line for line in c.heard("carla@discord"))
        await press(c, "ben@discord", "team.unterschreibt", form="each")
        assert len(rooms(c).links) == 1


async def test_who_has_an_account_but_is_elsewhere_comes_in_with_one_press(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        rooms(c).outside.add("carla")
        await team(c, frontend="carla@discord", text="dora@discord")
        assert rooms(c).opened[0].people == {"ben", "dora"}
        assert "Wenn du da bist, drück hier." in c.heard("carla@discord")[-1]
        await c.press("carla@discord", "Bin da")
        assert rooms(c).opened[0].people == {"ben", "dora"}
        rooms(c).outside.clear()
        await c.move(minutes=1)
        assert "Ich hole dich dazu." in await press(c, "carla@discord", "team.bindda")
        assert rooms(c).opened[0].people == {"ben", "carla", "dora"}
        assert "nicht mehr im Team" in await press(c, "emil@discord", "team.bindda")
        assert "nicht mehr im Team" in await press(c, "anna@telegram", "team.bindda")


async def test_an_author_elsewhere_is_sent_to_somebody_who_is_there(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("dora@discord", "texten")
        await publish(c, author="ben@telegram")
        for persona, part in (("carla@discord", "frontend"), ("dora@discord", "text")):
            await want(c, persona, part)
        for number, part in (("3", "frontend"), ("1", "text")):
            await press(c, "ben@telegram", "team.zusagen", wer=number, teil=part)
        await c.press("ben@telegram", "Teamraum")
        await c.press("ben@telegram", "Thread auf Discord")
        invited = c.heard("ben@telegram")[-1]
        assert "Mit der Einladung trittst du bei" in invited
        assert "sag Dora Bescheid" in invited, "Carla does not want to be named, and Ben is not there himself"


async def test_where_no_invitation_may_be_made_the_author_is_asked(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        rooms(c).invites = False
        await team(c, frontend="anna@telegram", text="carla@discord")
        await press(c, "ben@discord", "team.raumauf")
        assert "einladen darf ich dich nicht. Frag Ben." in c.heard("anna@telegram")[-1]


async def test_a_telegram_team_gets_the_link_privately_with_the_page(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await team(c, frontend="anna@telegram", text="dora@telegram")
        assert rooms(c).opened == []
        await press(c, "ben@discord", "team.raum")
        await c.press("ben@discord", "Link aus Telegram")
        assert "Alle im Team von „Portal“ bekommen den Link privat" in await c.fill(
            "ben@discord", link="t.me/+AbCdEf123"
        )
        for persona in ("anna@telegram", "dora@telegram", "ben@discord"):
            (told,) = [line for line in c.lines(persona) if "Der Teamraum" in line.words]
            (link,) = [span for span in opened(told.reply.text, str) if isinstance(span, Link)]
            assert link.url == LINK
            assert "Frontend: React (Anna)" in told.words
        assert not any("t.me" in line for line in [*c.heard("#jobs"), *c.heard("#termine")])
        await press(c, "dora@telegram", "team.aussteigen", teil="text")
        assert not any("Der Teamraum" in line for line in c.heard("dora@telegram"))
        assert "Text: Texten (offen)" in next(line for line in c.heard("anna@telegram") if "Der Teamraum" in line)
        await seat(c, "emil@telegram", "text")
        assert any(LINK in line for line in c.heard("emil@telegram"))
        assert LINK in await press(c, "ben@discord", "team.raum")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("t.me/+AbCdEf123", LINK),
        ("https://t.me/joinchat/AbCdEf123", "https://t.me/joinchat/AbCdEf123"),
        ("https://t.me/c/1234567890/5", "https://t.me/c/1234567890/5"),
        ("https://t.me/ruhrgruppe/12/", "https://t.me/ruhrgruppe/12"),
        ("https://t.me/ruhrgruppe", None),
        ("https://example.org/+AbCdEf123", None),
        ("https://t.me.example.org/+AbCdEf123", None),
        ("https://t.me/+AbCdEf123?x=1", None),
        ("tg://join?invite=AbCdEf123", None),
        ("https://t.me:8443/+AbCdEf123", None),
        ("hallo", None),
    ],
)
async def test_only_links_into_a_group_are_taken(tmp_path: Path, typed: str, read: str | None) -> None:
    async with community(tmp_path) as c:
        await team(c, frontend="anna@telegram", text="dora@telegram")
        said = await press(c, "ben@discord", "team.raumlink", link=typed)
        async with c.bot.storage.begin() as store:
            room = await store.rooms.of(1)
        assert (room.link if room else None) == read
        assert ("Danke" in said) == (read is not None)


async def test_a_room_that_is_there_already_is_not_announced_again(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await team(c, frontend="carla@discord", text="dora@discord")
        assert c.heard("ben@discord")[-1].endswith("Ich lege euch einen Teamraum an.")
        await press(c, "carla@discord", "team.aussteigen", teil="frontend")
        await seat(c, "emil@discord", "frontend")
        assert c.heard("ben@discord")[-1].endswith("Ihr redet weiter im Teamraum.")
        assert len(rooms(c).opened) == 1


async def test_who_takes_a_seat_over_gets_the_link_and_reads_who_signs(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "react")
        await c.agree("emil@telegram", "react")
        await team(c, frontend="anna@telegram", text="dora@telegram")
        await press(c, "ben@discord", "team.raumlink", link=LINK)
        await press(c, "ben@discord", "team.unterschreibt", form="main")
        await c.call(
            "anna@telegram", Call("weiter.bedingungen", {"job": "1", "was": "seat:frontend", "an": "person:2"})
        )
        await c.fill("anna@telegram", anteil="")
        await c.press("anna@telegram", "Anbieten")
        assert not any(LINK in line or "unterschreibt" in line for line in c.heard("emil@telegram"))
        await c.press("emil@telegram", "Zu diesen Bedingungen")
        assert sum(LINK in line for line in c.heard("emil@telegram")) == 1
        assert sum("So unterschreibt ihr bei „Portal“:" in line for line in c.heard("emil@telegram")) == 1
        assert not any(LINK in line for line in c.heard("anna@telegram"))


async def test_another_room_replaces_the_one_before(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await team(c, frontend="carla@discord", text="dora@discord")
        await press(c, "ben@discord", "team.raumlink", link=LINK)
        assert "Dieser Teamraum ist geschlossen." in page(c)
        assert "Hier ist Schluss" in c.heard("#room-1")[-1]
        assert rooms(c).opened[0].is_over
        assert any(LINK in line for line in c.heard("carla@discord"))
        await press(c, "ben@discord", "team.raumauf")
        assert not any(LINK in line for line in c.heard("carla@discord"))
        assert rooms(c).opened[1].people == {"ben", "carla", "dora"}
        assert "Frontend: React (Carla)" in page(c, 2)


async def test_a_forum_gives_way_to_a_text_channel_of_the_server(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        rooms(c).unfit.add("discord-jobs")
        await team(c, frontend="carla@discord", text="dora@discord")
        assert rooms(c).opened[0].where.chat == "discord-termine"


@pytest.mark.parametrize(
    ("lacks", "words"), [("unfit", "nur Foren"), ("shut", "darf ich keine privaten Threads anlegen")]
)
async def test_the_author_reads_clearly_that_no_room_can_be_opened(tmp_path: Path, lacks: str, words: str) -> None:
    async with community(tmp_path) as c:
        getattr(rooms(c), lacks).update({"discord-jobs", "discord-termine"})
        await team(c, frontend="carla@discord", text="dora@discord")
        assert rooms(c).opened == []
        assert any(words in line for line in c.heard("ben@discord"))
        getattr(rooms(c), lacks).clear()
        await c.move(minutes=6)
        await press(c, "ben@discord", "team.raumauf")
        assert len(rooms(c).opened) == 1


async def test_a_refused_or_deleted_room_is_told_and_opened_anew(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        rooms(c).refuses = True
        await team(c, frontend="carla@discord", text="dora@discord")
        assert "lässt mich gerade keinen privaten Thread anlegen" in c.heard("ben@discord")[-1]
        rooms(c).refuses = False
        await press(c, "ben@discord", "team.raumauf")
        rooms(c).opened[0].is_gone = True
        await press(c, "ben@discord", "team.unterschreibt", form="each")
        assert "Den Thread hat jemand gelöscht." in c.heard("ben@discord")[-1]
        await press(c, "ben@discord", "team.raumauf")
        assert rooms(c).opened[1].people == {"ben", "carla", "dora"}


async def test_only_the_author_chooses_and_only_the_team_gets_the_page(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        assert "niemand einen Platz" in await press(c, "ben@discord", "team.raum")
        await seat(c, "anna@telegram", "frontend")
        for persona in ("anna@telegram", "carla@discord"):
            for command, values in (("team.raum", {}), ("team.raumauf", {}), ("team.raumlink", {"link": LINK})):
                assert "Das kann nur, wer den Auftrag geschrieben hat." in await press(c, persona, command, **values)
        assert rooms(c).opened == []
        assert "Das geht nur, wenn du in diesem Team bist." in await press(c, "carla@discord", "team.kunde")
        assert c.last("carla@discord").files == ()
        assert "Seite für den Kunden" in await press(c, "anna@telegram", "team.kunde")
        assert "Das geht nur" in await c.call("anna@telegram", Call("team.kunde", {"job": "77"}))


async def test_the_page_for_the_customer_names_the_contact_alone_and_escapes_words(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(
            c, '/job titel="Shop *neu* [x](y) <b>" text="Suche React und Texten" ort=Essen zeitraum="ab #1" budget=5000'
        )
        await seat(c, "anna@telegram", "frontend")
        await press(c, "ben@discord", "team.unterschreibt", form="main")
        named = {"teil": "text", "name": "Web** [hier](//x) <b>", "skills": "texten"}
        await press(c, "ben@discord", "teil.aendern", **named)
        await press(c, "ben@discord", "team.kunde")
        (file,) = c.last("ben@discord").files
        assert (file.name, file.type) == ("auftrag-1.md", "text/markdown")
        content = file.content.decode()
        assert content.startswith("# Shop \\*neu\\* \\[x\\](y) \\<b\\>\n\n- **Ansprechperson:** Ben\n")
        assert "- **Zeitraum:** ab \\#1" in content
        assert "- **Frontend:** React" in content
        assert "- **Web\\*\\* \\[hier\\](//x) \\<b\\>:** Texten" in content
        assert "Das ist keine Rechtsberatung." in content
        assert "Anna" not in content
        assert "@" not in content


@pytest.mark.parametrize("command", ["job.zurueck", "job.loeschen"])
async def test_what_is_withdrawn_or_deleted_closes_its_room(tmp_path: Path, command: str) -> None:
    async with community(tmp_path) as c:
        await team(c, frontend="carla@discord", text="dora@discord")
        await press(c, "ben@discord", command)
        assert page(c) == "Teamraum\nDieser Teamraum ist geschlossen."
        assert len(c.heard("#room-1")) == 2
        assert rooms(c).opened[0].is_over
        if command == "job.zurueck":
            await press(c, "ben@discord", "job.wieder")
            assert rooms(c).opened[0].is_over
            await press(c, "ben@discord", "team.raumauf")
            assert "Frontend: React (Carla)" in page(c, 2)


async def test_a_job_that_expires_or_is_assigned_keeps_its_room(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await team(c, frontend="carla@discord", text="dora@discord")
        await c.move(days=22)
        assert "Abgelaufen" in card(c)
        assert not rooms(c).opened[0].is_over
        assert "Frontend: React (Carla)" in page(c)
        await c.move(days=91)
        assert rooms(c).opened[0].is_over
        assert page(c) == "Teamraum\nDieser Teamraum ist geschlossen."


async def test_who_is_forgotten_leaves_page_and_room_at_once(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await team(c, frontend="carla@discord", text="dora@discord")
        await c.say("carla@discord", "/vergissmich")
        assert rooms(c).opened[0].people == {"ben", "dora"}
        assert "Carla" not in page(c)
        await c.move(hours=25)
        assert "Carla" not in "".join(c.heard("#room-1"))
        assert not rooms(c).opened[0].is_over
        await c.say("ben@discord", "/vergissmich")
        await c.move(hours=25)
        assert page(c) == "Teamraum\nDieser Teamraum ist geschlossen."
        assert rooms(c).opened[0].is_over
        assert "Ben" not in "".join(c.heard("#room-1"))


async def test_a_hidden_member_is_in_the_room_without_a_name(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("carla@discord", "react")
        await c.call("carla@discord", Call("consent.set", {"level": "verborgen"}))
        await team(c, frontend="carla@discord", text="dora@discord")
        assert "Frontend: React (jemand)" in page(c)
        assert "carla" in rooms(c).opened[0].people


async def test_what_is_kept_of_a_room_is_told_and_stands_in_the_file(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await team(c, frontend="carla@discord", text="dora@discord")
        assert "Portal: privater Thread auf Discord (du bist darin)" in await c.say("carla@discord", "/meinedaten")
        (kept,) = file_of(c, "carla@discord")["teamraeume"]
        assert kept == {"auftrag": 1, "titel": "Portal", "link": None, "darin": True}
        await press(c, "ben@discord", "team.raumlink", link=LINK)
        assert f"Portal: {LINK}" in await c.say("ben@discord", "/meinedaten")
        assert "Teamräume" not in await c.say("emil@discord", "/meinedaten")


async def test_a_restart_opens_no_second_room(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        await seat(c, "carla@discord", "frontend")
        await want(c, "dora@discord", "text")
        caller = c.caller("ben@discord")
        await c.bot.desk.call(caller, Call("team.zusagen", {"job": "1", "wer": "3", "teil": "text"}))
    async with running(c):
        await c.due()
    async with running(c):
        await c.due()
        assert len(rooms(c).opened) == 1
        assert rooms(c).opened[0].people == {"ben", "carla", "dora"}


@pytest.mark.parametrize("was", ["seat:frontend", "job:"])
async def test_who_takes_something_over_gets_the_link_of_the_room(tmp_path: Path, was: str) -> None:
    async with community(tmp_path) as c:
        await c.agree("emil@telegram", "react")
        await publish(c)
        await seat(c, "anna@telegram", "frontend")
        await c.call("ben@discord", Call("team.raumlink", {"job": "1"}))
        await c.fill("ben@discord", link=LINK)
        giver = "anna@telegram" if was.startswith("seat") else "ben@discord"
        await c.call(giver, Call("weiter.bedingungen", {"job": "1", "was": was, "an": "person:1"}))
        await c.fill(giver, anteil="")
        await c.press(giver, "Anbieten")
        await c.press("emil@telegram", "Zu diesen Bedingungen")
        assert any("Team: Portal" in line for line in c.heard("emil@telegram"))
        assert not any("Team: Portal" in line for line in c.heard(giver)), "who has gone reads the page no more"
