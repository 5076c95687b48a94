"""One contact person towards the customer, handed over with consent; and who signs."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.people import Platform
from bot.talk.answers import Call
from tests.conversations.test_data import file_of
from tests.conversations.test_teams import card, disappear, publish, want
from tests.support.talking import Talk, community, labels, plain, running


async def team(c: Talk) -> None:
    """Publish a job of Ben's in which Anna (2) does the frontend and Carla (3) the text."""
    await c.agree("anna@telegram", "react")
    await publish(c)
    await want(c, "anna@telegram", "frontend")
    await want(c, "carla@discord", "text")
    await c.call("ben@discord", Call("team.zusagen", {"job": "1", "wer": "1", "teil": "frontend"}))
    await c.call("ben@discord", Call("team.zusagen", {"job": "1", "wer": "3", "teil": "text"}))


async def press(c: Talk, persona: str, command: str, **values: str) -> str:
    """Send a call about the job."""
    return await c.call(persona, Call(command, {"job": "1", **values}))


def count(c: Talk, persona: str, words: str) -> int:
    """Count the private messages that say something."""
    return sum(words in line for line in c.heard(persona))


async def hand_over(c: Talk) -> None:
    """Make Anna the contact person."""
    assert "Ich frage Anna" in await press(c, "ben@discord", "team.bitten", wer="1")
    await c.press("anna@telegram", "Übernehmen")


async def test_who_is_asked_agrees_and_everybody_hears_once(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await team(c)
        assert "Kontakt: Ben" in card(c)
        said = await press(c, "ben@discord", "team.ansprechperson")
        assert "Ansprechperson bei „Portal“ bist du." in said
        await c.press("ben@discord", "Fragen: Anna")
        assert "Anna ist gefragt" in await press(c, "ben@discord", "team.ansprechperson")
        assert "Kontakt: Ben" in card(c)
        await press(c, "anna@telegram", "jobs.zeigen")
        assert {"Übernehmen", "Lieber nicht", "Aussteigen"} <= set(labels(c.last("anna@telegram")))
        asked = c.heard("anna@telegram")[-1]
        assert asked.startswith("@Ben fragt: Wirst du bei „Portal“ Ansprechperson?")
        assert "Du bist jetzt Ansprechperson" in await c.press("anna@telegram", "Übernehmen")
        assert "Kontakt: Anna" in card(c)
        assert "Kontakt: Anna" in card(c, "discord")
        for persona in ("ben@discord", "carla@discord"):
            assert count(c, persona, "ist jetzt @Anna") == 1
        assert count(c, "anna@telegram", "ist jetzt") == 0
        await press(c, "anna@telegram", "jobs.zeigen")
        assert {"Abgeben", "Aussteigen"} <= set(labels(c.last("anna@telegram")))
        assert "Übernehmen" not in labels(c.last("anna@telegram"))
        await press(c, "ben@discord", "jobs.zeigen")
        await c.press("ben@discord", "Team")
        assert "besetzt: Anna" in plain(c.last("ben@discord").text)


async def test_who_would_rather_not_keeps_the_seat(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await team(c)
        await press(c, "ben@discord", "team.bitten", wer="1")
        assert "Dein Platz bleibt" in await c.press("anna@telegram", "Lieber nicht")
        assert "@Anna möchte bei „Portal“ lieber nicht" in c.heard("ben@discord")[-1]
        assert "Kontakt: Ben" in card(c)
        assert "besetzt: Anna" in card(c)
        assert "gibt es nicht mehr" in await press(c, "anna@telegram", "team.uebernehmen")


async def test_a_second_question_replaces_the_first(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await team(c)
        await press(c, "ben@discord", "team.bitten", wer="1")
        await press(c, "ben@discord", "team.bitten", wer="3")
        assert "gibt es nicht mehr" in await press(c, "anna@telegram", "team.uebernehmen")
        assert "Du bist jetzt" in await press(c, "carla@discord", "team.uebernehmen")
        assert "ist schon Ansprechperson" in await press(c, "ben@discord", "team.bitten", wer="3")


@pytest.mark.parametrize(
    ("persona", "command", "values"),
    [
        ("anna@telegram", "team.aussteigen", {"teil": "frontend"}),
        ("ben@discord", "team.freigeben", {"wer": "1", "teil": "frontend"}),
        ("anna@telegram", "team.abgeben", {}),
        ("ben@discord", "team.wiederich", {}),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
async def test_it_falls_back_to_the_author(tmp_path: Path, persona: str, command: str, values: dict[str, str]) -> None:
    async with community(tmp_path) as c:
        await team(c)
        await hand_over(c)
        said = await press(c, persona, command, **values)
        assert "Kontakt: Ben" in card(c)
        assert "Kontakt: Ben" in card(c, "discord")
        assert count(c, "carla@discord", "ist jetzt @Ben") == 1
        told = [said] if command == "team.wiederich" else c.heard("ben@discord")
        assert sum("bist jetzt wieder du" in line or "bist wieder du" in line for line in told) == 1
        assert "nicht mehr Ansprechperson" in await press(c, "anna@telegram", "team.abgeben")


async def test_a_part_that_goes_away_takes_its_contact_person_along(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await team(c)
        await hand_over(c)
        async with c.bot.storage.begin() as store:
            job = await store.jobs.get(1)
        assert job is not None
        await press(c, "ben@discord", "teil.weg", teil="frontend", stand=str(job.revision))
        assert "Kontakt: Ben" in card(c)
        assert count(c, "ben@discord", "bist jetzt wieder du") == 1
        await want(c, "anna@telegram", "text")
        assert "Kontakt: Ben" in card(c)


async def test_who_is_forgotten_is_no_contact_person(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await team(c)
        await hand_over(c)
        await c.say("anna@telegram", "/vergissmich")
        assert "Kontakt: Ben" in card(c)
        await c.move(hours=25)
        assert "Anna" not in card(c)
        assert "Ansprechperson bei „Portal“ bist du." in await press(c, "ben@discord", "team.ansprechperson")


@pytest.mark.parametrize("how", ["leaves", "is forgotten"])
async def test_a_team_hears_who_speaks_when_its_contact_person_is_gone_and_when_they_are_back(
    tmp_path: Path, how: str
) -> None:
    async with community(tmp_path) as c:
        await team(c)
        await hand_over(c)
        c.wires[Platform.DISCORD].closed.add("carla")
        for times in (1, 2):
            await disappear(c, how)
            assert "Kontakt: Ben" in card(c)
            assert count(c, "ben@discord", "bist jetzt wieder du") == times
            if how == "leaves":
                await c.say("anna@telegram", "/jobs", "#jobs")
            else:
                await c.press("anna@telegram", "Zurücknehmen")
            await c.due()
            assert "Kontakt: Anna" in card(c)
            assert count(c, "ben@discord", "ist jetzt @Anna") == 1 + times
        c.wires[Platform.DISCORD].closed.clear()
        await c.say("carla@discord", "/jobs")
        await c.move(days=2)
        assert [line for line in c.heard("carla@discord") if "Ansprechperson bei" in line] == [
            "Ansprechperson bei „Portal“ ist jetzt @Anna."
        ], "of two turns that nobody could tell her there is nothing left to say"
        await disappear(c, how)
        assert count(c, "carla@discord", "ist jetzt @Ben") == 1
        assert count(c, "anna@telegram", "Ansprechperson bei") == 0


@pytest.mark.parametrize("how", ["leaves", "is forgotten"])
@pytest.mark.parametrize(
    ("command", "values"),
    [("team.wiederich", {}), ("team.freigeben", {"wer": "1", "teil": "frontend"})],
    ids=("takes over", "frees the seat"),
)
async def test_a_team_that_has_read_of_the_author_does_not_read_so_again(
    tmp_path: Path, how: str, command: str, values: dict[str, str]
) -> None:
    async with community(tmp_path) as c:
        await team(c)
        await hand_over(c)
        await disappear(c, how)
        await press(c, "ben@discord", command, **values)
        assert count(c, "carla@discord", "ist jetzt @Ben") == 1
        assert count(c, "ben@discord", "bist jetzt wieder du") == 1


async def test_who_could_not_be_told_reads_who_speaks_now_and_nothing_where_they_know_it(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await team(c)
        await hand_over(c)
        c.wires[Platform.DISCORD].closed.add("carla")
        await press(c, "ben@discord", "team.wiederich")
        await hand_over(c)
        await press(c, "ben@discord", "team.unterschreibt", form="each")
        await press(c, "ben@discord", "team.unterschreibt", form="together")
        await press(c, "ben@discord", "team.unterschreibt", form="each")
        c.wires[Platform.DISCORD].closed.clear()
        await c.say("carla@discord", "/jobs")
        await c.move(days=2)
        assert count(c, "carla@discord", "Ansprechperson bei") == 1, "she knew that it is Anna"
        assert count(c, "carla@discord", "So unterschreibt ihr") == 1
        c.wires[Platform.DISCORD].closed.add("carla")
        await press(c, "ben@discord", "team.wiederich")
        await hand_over(c)
        await disappear(c, "leaves")
        c.wires[Platform.DISCORD].closed.clear()
        await c.say("carla@discord", "/jobs")
        await c.move(days=2)
        told = [line for line in c.heard("carla@discord") if "Ansprechperson bei" in line]
        assert told == ["Ansprechperson bei „Portal“ ist jetzt @Anna.", "Ansprechperson bei „Portal“ ist jetzt @Ben."]


async def test_a_question_survives_a_restart(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await team(c)
        await c.bot.desk.call(c.caller("ben@discord"), Call("team.bitten", {"job": "1", "wer": "1"}))
    async with running(c):
        await c.due()
        assert count(c, "anna@telegram", "Wirst du") == 1
        await c.press("anna@telegram", "Übernehmen")
        assert "Kontakt: Anna" in card(c)


async def test_what_is_kept_of_a_team_is_told_and_stands_in_the_file(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await team(c)
        await press(c, "ben@discord", "team.bitten", wer="3")
        assert "Portal: Text (gefragt als Ansprechperson)" in await c.say("carla@discord", "/meinedaten")
        await hand_over(c)
        assert "Portal: Frontend (Ansprechperson)" in await c.say("anna@telegram", "/meinedaten")
        (kept,) = file_of(c, "anna@telegram")["plaetze"]
        assert (kept["auftrag"], kept["teil"], kept["ansprechperson"]) == (1, "Frontend", True)


async def test_who_signs_is_settled_by_the_author_and_told_once(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await team(c)
        said = await press(c, "ben@discord", "team.vertrag")
        assert "keine Rechtsberatung" in said
        assert labels(c.last("ben@discord")) == ["Hauptauftrag", "Jede:r einzeln", "Gemeinsam"]
        assert "Jede:r einzeln: " in await c.press("ben@discord", "Jede:r einzeln")
        await press(c, "ben@discord", "team.unterschreibt", form="each")
        for persona in ("anna@telegram", "carla@discord"):
            (told,) = [line for line in c.heard(persona) if "So unterschreibt ihr" in line]
            assert "eigenen Vertrag" in told
            assert "keine Rechtsberatung" in told
        await press(c, "carla@discord", "team.aussteigen", teil="text")
        await want(c, "dora@telegram", "text")
        await press(c, "ben@discord", "team.zusagen", wer="4", teil="text")
        assert "eigenen Vertrag" in c.heard("dora@telegram")[-1]
        assert "keine Rechtsberatung" in c.heard("dora@telegram")[-1]


@pytest.mark.parametrize("command", ["team.ansprechperson", "team.bitten", "team.wiederich", "team.vertrag"])
async def test_only_the_author_settles_it(tmp_path: Path, command: str) -> None:
    async with community(tmp_path) as c:
        await team(c)
        before = card(c), c.heard("carla@discord")
        for stranger in ("anna@telegram", "zoe@telegram", "ben@telegram"):
            assert "Das kann nur" in await press(c, stranger, command, wer="3")
        assert (card(c), c.heard("carla@discord")) == before


async def test_what_was_not_asked_or_is_unknown_changes_nothing(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await team(c)
        before = card(c)
        for persona in ("anna@telegram", "zoe@telegram", "ben@discord"):
            for command in ("team.uebernehmen", "team.liebernicht"):
                assert "gibt es nicht mehr" in await press(c, persona, command)
            assert "nicht mehr Ansprechperson" in await press(c, persona, "team.abgeben")
        assert "keinen Platz" in await press(c, "ben@discord", "team.bitten", wer="99")
        assert "keinen Platz" in await press(c, "ben@discord", "team.bitten", wer="2")
        assert "Das kenne ich nicht" in await press(c, "ben@discord", "team.unterschreibt", form="krumm")
        assert "bist du schon" in await press(c, "ben@discord", "team.wiederich")
        await press(c, "ben@discord", "team.bitten", wer="1")
        await press(c, "ben@discord", "job.zurueck")
        assert "ist zurückgezogen" in await press(c, "anna@telegram", "team.uebernehmen")
        assert card(c) != before
        assert "Kontakt: Ben" in card(c)
