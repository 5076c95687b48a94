"""What keeps the places for jobs readable: no job twice by accident, and not too many a day."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.talk.answers import Call
from tests.support.talking import Talk, community, labels

AUTHORS = ["ben@discord", "anna@telegram"]


async def publish(c: Talk, author: str, words: str, title: str = "Portal") -> str:
    """Write a job and press *Veröffentlichen*."""
    await c.say(author, f'/job {title} text="{words}"')
    return await c.press(author, "Veröffentlichen")


def cards(c: Talk) -> int:
    return len(c.lines("#jobs"))


@pytest.mark.parametrize("author", AUTHORS)
async def test_nearly_the_same_job_is_asked_about_and_published_if_it_is_meant(tmp_path: Path, author: str) -> None:
    async with community(tmp_path) as c:
        await publish(c, author, "Suche jemanden für Haskell")
        asked = await publish(c, author, "Suche jemanden fuer Haskell.")
        assert "Das liest sich wie dein Auftrag „Portal“ (offen)." in asked
        assert labels(c.last(author)) == ["Trotzdem veröffentlichen", "Zum alten"]
        assert cards(c) == 2
        assert "schon veröffentlicht" in await c.press(author, "Zum alten")
        await c.call(author, Call("job.teilen", {"job": "2", "stand": "1"}))
        assert "geht jetzt an 2 Orte" in await c.press(author, "Trotzdem veröffentlichen")
        assert cards(c) == 4


@pytest.mark.parametrize("author", AUTHORS)
async def test_a_job_closed_lately_counts_and_leads_to_opening_it_again(tmp_path: Path, author: str) -> None:
    async with community(tmp_path) as c:
        await publish(c, author, "Suche jemanden für Haskell")
        await c.call(author, Call("job.zurueck", {"job": "1"}))
        await c.move(days=7)
        assert "(zurückgezogen)" in await publish(c, author, "Suche jemanden für Haskell")
        assert "ist zurückgezogen" in await c.press(author, "Zum alten")
        assert labels(c.last(author)) == ["Wieder öffnen"]
        await c.move(hours=1)
        assert "geht jetzt an 2 Orte" in await publish(c, author, "Suche jemanden für Haskell")


async def test_others_and_other_words_are_not_asked_about(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c, "ben@discord", "Suche jemanden für Haskell")
        assert "geht jetzt" in await publish(c, "ben@discord", "Suche jemanden für Rust", "Shop")
        assert "geht jetzt" in await publish(c, "anna@telegram", "Suche jemanden für Haskell")


@pytest.mark.parametrize("author", AUTHORS)
async def test_a_day_has_three_jobs_and_the_refusal_says_when_the_next_may_be(tmp_path: Path, author: str) -> None:
    async with community(tmp_path) as c:
        words = ["Suche Haskell", "Brauche ein Logo", "Film gesucht"]
        for number, said in enumerate(words):
            await publish(c, author, said, f"Nummer{number}")
            await c.move(hours=1)
        await c.call(author, Call("job.loeschen", {"job": "1"}))
        refused = await publish(c, author, "Jemand für Buchhaltung", "Vierter")
        assert "Mehr als 3 neue Aufträge in 24 Stunden gehen nicht." in refused
        assert "Der nächste geht ab: Mi., 2. Dezember, 9:00 Uhr." in refused
        assert not any("Vierter" in line.words for line in c.lines("#jobs"))
        forced = Call("job.teilen", {"job": "4", "stand": "1", "trotzdem": "ja"})
        assert "Mehr als 3" in await c.call(author, forced)
        await c.move(hours=20, minutes=59)
        assert "Mehr als 3" in await c.call(author, forced)
        await c.move(minutes=1)
        assert "geht jetzt" in await c.call(author, forced)


@pytest.mark.parametrize("author", AUTHORS)
async def test_where_a_day_has_one_job_the_refusal_speaks_of_one(tmp_path: Path, author: str) -> None:
    async with community(tmp_path, jobs_per_day=1) as c:
        await publish(c, author, "Suche Haskell", "Erster")
        refused = await publish(c, author, "Brauche ein Logo", "Zweiter")
        assert "Mehr als ein neuer Auftrag in 24 Stunden geht nicht." in refused
        assert "Der nächste geht ab: Mi., 2. Dezember, 9:00 Uhr." in refused


@pytest.mark.parametrize("author", ["orga@discord", "orga@telegram"])
async def test_organisers_may_publish_any_number(tmp_path: Path, author: str) -> None:
    async with community(tmp_path) as c:
        for number, words in enumerate(["Suche Haskell", "Brauche ein Logo", "Film gesucht", "Jemand für Buchhaltung"]):
            assert "geht jetzt" in await publish(c, author, words, f"Nummer{number}")


async def test_opening_again_is_no_new_job(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        for number, words in enumerate(["Suche Haskell", "Brauche ein Logo", "Film gesucht"]):
            await publish(c, "ben@discord", words, f"Nummer{number}")
        await c.call("ben@discord", Call("job.zurueck", {"job": "1"}))
        assert "wieder offen" in await c.call("ben@discord", Call("job.wieder", {"job": "1"}))
