"""The life of a published job: it runs out with a question before, goes on, closes, and is opened again."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.talk.answers import Call
from bot.talk.text import mentions
from tests.conversations.test_team_room import team
from tests.conversations.test_teams import want
from tests.support.talking import Talk, community, labels, running

AUTHORS = ["ben@discord", "anna@telegram"]
JOB = '/job Portal text="Suche jemanden für Haskell"'


async def publish(c: Talk, author: str = "ben@discord", line: str = JOB) -> None:
    """Write a job and publish it."""
    await c.say(author, line)
    await c.press(author, "Veröffentlichen")


def asked(c: Talk, author: str) -> list[str]:
    """Return the questions that the author was asked."""
    return [words for words in c.heard(author) if "läuft ab" in words]


def states(c: Talk) -> list[str]:
    """Return the first words of every card."""
    return [line.words.split(" · ")[0].split("\n")[0] for line in c.lines("#jobs")]


@pytest.mark.parametrize("author", AUTHORS)
async def test_an_author_is_asked_three_days_before_and_then_the_job_closes(tmp_path: Path, author: str) -> None:
    async with community(tmp_path) as c:
        await publish(c, author)
        await c.move(days=17, hours=23)
        assert asked(c, author) == []
        await c.move(hours=2)
        assert asked(c, author) == [
            (
                "„Portal“ läuft ab: Di., 22. Dezember, 9:00 Uhr.\n"
                "Suchst du noch? Ohne Antwort schließe ich den Auftrag dann."
            )
        ]
        assert labels(c.lines(author)[-1].reply) == ["Verlängern", "Vergeben", "Zurückziehen"]
        await c.move(days=2, hours=22)
        assert states(c) == ["Portal", "Portal"]
        await c.move(hours=2)
        assert states(c) == ["Abgelaufen", "Abgelaufen"]
        assert [labels(line.reply) for line in c.lines("#jobs")] == [[], []]
        assert c.heard(author)[-1].startswith("„Portal“ ist abgelaufen.")
        assert "ist abgelaufen" in await c.call("zoe@discord", Call("job.interesse", {"job": "1"}))
        await c.move(days=30)
        assert len(asked(c, author)) == 1
        assert sum("ist abgelaufen" in words for words in c.heard(author)) == 1


@pytest.mark.parametrize("author", AUTHORS)
async def test_one_tap_lets_a_job_run_as_long_again_and_counts_once(tmp_path: Path, author: str) -> None:
    async with community(tmp_path) as c:
        await publish(c, author)
        await c.move(days=18, hours=1)
        press = c.button(author, "Verlängern").press
        assert isinstance(press, Call)
        assert "offen bis Sa., 9. Januar" in await c.press(author, "Verlängern")
        await c.move(days=2)
        assert "offen bis Sa., 9. Januar" in await c.call(author, press), "the old button means the old end"
        assert "Das kann nur, wer den Auftrag geschrieben hat." in await c.call("zoe@discord", press)
        await c.move(days=15, hours=23)
        assert len(asked(c, author)) == 1
        await c.move(hours=2)
        assert len(asked(c, author)) == 2
        assert states(c) == ["Portal", "Portal"]


@pytest.mark.parametrize("author", AUTHORS)
async def test_nothing_is_asked_or_told_twice_through_restarts(tmp_path: Path, author: str) -> None:
    async with community(tmp_path) as c:
        await publish(c, author)
    c.clock.at += timedelta(days=18)
    for _ in range(3):
        async with running(c):
            await c.due()
    assert len(asked(c, author)) == 1
    c.clock.at += timedelta(days=3)
    for _ in range(3):
        async with running(c):
            await c.due()
    assert states(c) == ["Abgelaufen", "Abgelaufen"]
    assert len(c.heard(author)) == 2


async def test_a_bot_that_was_away_closes_what_is_over_and_asks_nothing_any_more(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c)
    c.clock.at += timedelta(days=30)
    async with running(c):
        await c.due()
        assert states(c) == ["Abgelaufen", "Abgelaufen"]
        assert asked(c, "ben@discord") == []
        assert len(c.heard("ben@discord")) == 1


@pytest.mark.parametrize("button", ["Vergeben", "Zurückziehen", "Löschen"])
async def test_a_job_that_was_closed_asks_nothing(tmp_path: Path, button: str) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        await c.press("ben@discord", button)
        await c.move(days=25)
        assert c.heard("ben@discord") == []


async def test_nobody_is_asked_at_night(tmp_path: Path) -> None:
    async with community(tmp_path, now="2026-12-01 23:00") as c:
        await publish(c)
        await c.move(days=18, hours=8)
        assert asked(c, "ben@discord") == []
        await c.move(hours=1)
        assert len(asked(c, "ben@discord")) == 1


@pytest.mark.parametrize("author", AUTHORS)
@pytest.mark.parametrize("button", ["Vergeben", "Zurückziehen"])
async def test_a_closed_job_is_opened_again_by_its_author_alone(tmp_path: Path, author: str, button: str) -> None:
    async with community(tmp_path) as c:
        await publish(c, author)
        await c.move(days=10)
        await c.press(author, button)
        reopening = Call("job.wieder", {"job": "1"})
        assert "Das kann nur, wer den Auftrag geschrieben hat." in await c.call("zoe@discord", reopening)
        assert states(c) == ["Vergeben" if button == "Vergeben" else "Zurückgezogen"] * 2
        assert "wieder offen bis Fr., 1. Januar" in await c.press(author, "Wieder öffnen")
        assert states(c) == ["Portal", "Portal"]
        assert [labels(line.reply) for line in c.lines("#jobs")] == [["Interesse"], ["Interesse"]]
        assert "offen bis Fr., 1. Januar" in await c.call(author, reopening)
        await c.move(days=18, hours=1)
        assert len(asked(c, author)) == 1


async def test_whoever_was_tagged_is_not_tagged_again_and_others_only_when_the_author_says_so(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "haskell")
        await publish(c)
        await c.press("ben@discord", "Vergeben")
        assert labels(c.last("ben@discord")) == ["Wieder öffnen"]
        await c.press("ben@discord", "Wieder öffnen")
        assert labels(c.last("ben@discord")) == []
        await c.agree("carla@telegram", "haskell")
        await c.call("ben@discord", Call("job.vergeben", {"job": "1"}))
        assert "Carla" in await c.press("ben@discord", "Wieder öffnen")
        assert [one.name for line in c.lines("#jobs") for one in mentions(line.reply.text)] == ["Anna"]
        await c.press("ben@discord", "Veröffentlichen")
        assert [one.name for line in c.lines("#jobs") for one in mentions(line.reply.text)] == ["Anna", "Carla"]


async def test_a_tag_that_closing_held_back_may_still_be_sent(tmp_path: Path) -> None:
    async with community(tmp_path, now="2026-12-01 22:00") as c:
        await c.agree("anna@telegram", "haskell")
        await publish(c)
        await c.press("ben@discord", "Zurückziehen")
        await c.move(hours=12)
        assert "Anna" in await c.press("ben@discord", "Wieder öffnen")
        await c.press("ben@discord", "Veröffentlichen")
        assert [one.name for line in c.lines("#jobs") for one in mentions(line.reply.text)] == ["Anna"]


async def test_closed_jobs_are_found_again_and_deleted_ones_are_not(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        for number in range(3):
            await publish(c, "ben@discord", f'/job Portal {number} text="Nummer {number}: Suche jemanden für Haskell"')
        await c.call("ben@discord", Call("job.vergeben", {"job": "1"}))
        await c.call("ben@discord", Call("job.loeschen", {"job": "2"}))
        shown = await c.say("ben@discord", "/job")
        assert "Portal 2 (offen bis" in shown
        assert "Geschlossene (1)" in labels(c.last("ben@discord"))
        listed = await c.press("ben@discord", "Geschlossene")
        assert "1. Portal 0 (vergeben)" in listed
        assert "Portal 1" not in listed
        assert "wieder offen" in await c.press("ben@discord", "Wieder öffnen 1")
        assert "gibt es nicht mehr" in await c.call("ben@discord", Call("job.wieder", {"job": "2"}))
        assert "keine geschlossenen" in await c.call("zoe@discord", Call("job.geschlossene"))


@pytest.mark.parametrize("author", ["ben@discord", "ben@telegram"])
@pytest.mark.parametrize("end", ["vergeben", "expired"])
async def test_a_team_that_goes_on_in_a_closed_job_is_found_and_its_project_ended(
    tmp_path: Path, author: str, end: str
) -> None:
    async with community(tmp_path) as c:
        await publish(c, author)
        await want(c, "anna@telegram")
        await c.press(author, "Zusagen")
        if end == "expired":
            await c.move(days=22)
        else:
            await c.call(author, Call(f"job.{end}", {"job": "1"}))
        await c.say(author, "/job")
        await c.press(author, "Geschlossene (1)")
        assert labels(c.last(author)) == ["Wieder öffnen 1", "Team 1"]
        assert "Haskell" in await c.press(author, "Team 1")
        own = ["Ansprechperson", "Wer unterschreibt?"] if end == "vergeben" else []
        assert labels(c.last(author)) == [*own, "Teamraum", "Wieder öffnen"]
        await c.press(author, "Teamraum")
        await c.press(author, "Projekt beenden")
        await c.press(author, "Ja, beenden")
        assert "ist beendet" in c.heard("anna@telegram")[-1]
        await c.call(author, Call("job.geschlossene"))
        assert labels(c.last(author)) == ["Wieder öffnen 1"]


async def test_a_draft_is_neither_extended_nor_opened(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("ben@discord", JOB)
        for action in ("job.wieder", "job.verlaengern"):
            assert "noch nicht veröffentlicht" in await c.call("ben@discord", Call(action, {"job": "1", "bis": "0"}))
        assert c.heard("#jobs") == []


async def test_a_job_of_an_earlier_release_gets_its_whole_time_from_the_upgrade_on(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c)
    with closing(sqlite3.connect(tmp_path / "ideenherd.db")) as connection, connection:
        connection.execute("UPDATE jobs SET expires_at = NULL")
        connection.execute("DELETE FROM deliveries WHERE kind = 'job.expiring'")
    c.clock.at += timedelta(days=60)
    async with running(c):
        await c.due()
        assert states(c) == ["Portal", "Portal"]
        assert c.heard("ben@discord") == []
        await c.move(days=18, hours=1)
        assert len(asked(c, "ben@discord")) == 1
        await c.move(days=3)
        assert states(c) == ["Abgelaufen", "Abgelaufen"]


@pytest.mark.parametrize("author", AUTHORS)
async def test_an_author_whom_nothing_private_reaches_is_asked_in_a_place(tmp_path: Path, author: str) -> None:
    async with community(tmp_path) as c:
        await publish(c, author)
        wire = c.wires[c.caller(author).address.platform]
        wire.closed.add(author.split("@", maxsplit=1)[0])
        await c.move(days=18, hours=1)
        asking = [line for line in c.lines("#jobs") if "läuft bald ab" in line.words]
        assert [one.name for line in asking for one in mentions(line.reply.text)] == [
            author.split("@", maxsplit=1)[0].capitalize()
        ]
        assert labels(asking[0].reply) == ["Verlängern", "Vergeben", "Zurückziehen"]
        longer = asking[0].reply.buttons[0][0].press
        assert isinstance(longer, Call)
        assert "Das kann nur, wer den Auftrag geschrieben hat." in await c.call("zoe@discord", longer, "#jobs")
        assert "offen bis" in await c.call(author, longer, "#jobs")
        await c.move(days=10)
        assert len([line for line in c.lines("#jobs") if "läuft bald ab" in line.words]) == 1
        assert states(c)[0] == "Portal"


async def test_a_complete_team_is_not_asked_whether_it_still_searches(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await team(c, frontend="anna@telegram", text="carla@discord")
        await c.move(days=18)
        (asked,) = [words for words in c.heard("ben@discord") if "läuft ab" in words]
        assert "Alle Teile sind besetzt. Ohne Antwort schließe ich den Auftrag dann, das Team bleibt." in asked
        assert "Suchst du noch" not in asked
