"""The end of a project: thanked once, seats free, the room closed, the job assigned; by its author alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.talk.answers import Call
from tests.conversations.test_team_room import page, press, rooms, seat, team
from tests.conversations.test_teams import card, publish
from tests.support.talking import Talk, community, labels, running


def thanks(c: Talk, persona: str) -> int:
    """Count how often somebody was thanked."""
    return sum("Danke, dass du dabei warst." in line for line in c.heard(persona))


async def test_everybody_is_thanked_once_and_their_seats_are_free(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await team(c, frontend="anna@telegram", text="carla@discord")
        await press(c, "ben@discord", "team.raumauf")
        await press(c, "ben@discord", "team.raum")
        asked = await c.press("ben@discord", "Projekt beenden")
        assert "2 Personen bekommen ein Danke, ihre Plätze enden." in asked
        assert "Der Teamraum wird geschlossen" in asked
        assert thanks(c, "anna@telegram") == 0
        assert "ist beendet" in await c.press("ben@discord", "Ja, beenden")
        for persona in ("anna@telegram", "carla@discord"):
            assert thanks(c, persona) == 1
        assert thanks(c, "ben@discord") == 0
        assert "An deiner Verfügbarkeit ändere ich nichts" in c.heard("anna@telegram")[-1]
        for platform in ("telegram", "discord"):
            assert card(c, platform).startswith("Vergeben · Portal")
            assert "Anna" not in card(c, platform)
        assert rooms(c).opened[0].is_over
        assert page(c) == "Team: Portal\nDieser Teamraum ist geschlossen."
        assert "Danke an alle, die dabei waren." in c.heard("#room-1")[-1]
        async with c.bot.storage.begin() as store:
            assert await store.jobs.seats(1) == []
            assert await store.jobs.interests(1) == []
        assert "Teams" not in await c.say("anna@telegram", "/meinedaten")
        assert "niemand einen Platz" in await press(c, "ben@discord", "team.ende")
        assert "niemand einen Platz" in await press(c, "ben@discord", "team.endeja", stand="99")
        assert thanks(c, "anna@telegram") == 1


@pytest.mark.parametrize("persona", ["anna@telegram", "carla@discord", "dora@telegram"])
async def test_nobody_but_the_author_ends_a_project(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path) as c:
        await team(c, frontend="anna@telegram", text="carla@discord")
        for command in ("team.ende", "team.endeja"):
            assert "Das kann nur, wer" in await press(c, persona, command, stand="6")
        async with c.bot.storage.begin() as store:
            assert len(await store.jobs.seats(1)) == 2
        assert thanks(c, "anna@telegram") == 0


async def test_what_changed_meanwhile_is_asked_again(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await team(c, frontend="anna@telegram", text="carla@discord")
        await press(c, "ben@discord", "team.ende")
        before = c.button("ben@discord", "Ja, beenden").press
        assert isinstance(before, Call)
        await press(c, "carla@discord", "team.aussteigen", teil="text")
        assert "Eine Person bekommt ein Danke" in await c.call("ben@discord", before)
        assert thanks(c, "anna@telegram") == 0
        assert "ist beendet" in await c.press("ben@discord", "Ja, beenden")
        assert (thanks(c, "anna@telegram"), thanks(c, "carla@discord")) == (1, 0)


async def test_an_assigned_or_expired_job_can_be_ended_and_a_withdrawn_one_not(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        await seat(c, "anna@telegram", "frontend")
        await press(c, "ben@discord", "job.vergeben")
        assert "Teamraum" in labels(c.last("ben@discord"))
        assert "beenden?" in await press(c, "ben@discord", "team.ende")
        await press(c, "ben@discord", "job.wieder")
        await press(c, "ben@discord", "job.zurueck")
        assert "ist zurückgezogen" in await press(c, "ben@discord", "team.ende")
        await press(c, "ben@discord", "job.wieder")
        await c.move(days=22)
        await press(c, "ben@discord", "team.ende")
        assert "ist beendet" in await c.press("ben@discord", "Ja, beenden")
        assert card(c).startswith("Vergeben")


async def test_who_is_thanked_hears_nothing_when_the_job_opens_again_before(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        await seat(c, "anna@telegram", "frontend")
        async with c.bot.storage.begin() as store:
            job = await store.jobs.get(1)
        assert job is not None
        caller = c.caller("ben@discord")
        await c.bot.desk.call(caller, Call("team.endeja", {"job": "1", "stand": str(job.revision)}))
        await c.bot.desk.call(caller, Call("job.wieder", {"job": "1"}))
        await c.due()
        assert thanks(c, "anna@telegram") == 0
        assert "Frontend: React (offen)" in card(c)


async def test_an_end_survives_a_restart_and_thanks_once(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await team(c, frontend="carla@discord", text="dora@discord")
        async with c.bot.storage.begin() as store:
            job = await store.jobs.get(1)
        assert job is not None
        values = {"job": "1", "stand": str(job.revision)}
        await c.bot.desk.call(c.caller("ben@discord"), Call("team.endeja", values))
    for _ in range(2):
        async with running(c):
            await c.due()
    assert (thanks(c, "carla@discord"), thanks(c, "dora@discord")) == (1, 1)
    assert len(c.heard("#room-1")) == 2
    assert rooms(c).opened[0].is_over


async def test_a_job_that_opens_again_has_nothing_of_the_former_team(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await team(c, frontend="anna@telegram", text="carla@discord")
        await press(c, "ben@discord", "team.unterschreibt", form="together")
        await press(c, "ben@discord", "team.raumauf")
        await press(c, "ben@discord", "team.ende")
        await c.press("ben@discord", "Ja, beenden")
        await press(c, "ben@discord", "job.wieder")
        assert "(offen)" in card(c)
        await seat(c, "dora@telegram", "text")
        await press(c, "ben@discord", "team.raumauf")
        assert "Gemeinsam" not in page(c, 2), "who signs was settled by others"
        assert rooms(c).opened[1].people == {"ben"}
        await press(c, "ben@discord", "team.ende")
        await c.press("ben@discord", "Ja, beenden")
        assert (thanks(c, "anna@telegram"), thanks(c, "dora@telegram")) == (1, 1)
        await c.move(days=15)
        assert sum("Arbeit geworden" in line for line in c.heard("ben@discord")) == 1
