"""`/jobs`: what is open, filtered as members type it, and each job's card for its reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.talk.answers import Call
from bot.talk.text import mentions
from tests.support.talking import Talk, community, labels

READERS = ["zoe@discord", "anna@telegram"]


async def publish(c: Talk, title: str, words: str, author: str = "ben@discord", ort: str = "") -> None:
    """Publish a job by the form."""
    town = f" ort={ort}" if ort else ""
    await c.say(author, f'/job {title} text="{words}"{town}')
    await c.press(author, "Veröffentlichen")


async def three(c: Talk) -> None:
    """Publish three jobs."""
    await publish(c, "Portal", "Suche React und Texten", ort="Essen")
    await publish(c, "Logo", "Wir brauchen ein Logo", ort="Bochum")
    await publish(c, "Film", "Suche Videoschnitt für Imagefilm, gern Sonnenblumen", "carla@telegram")


def titles(said: str) -> list[str]:
    """Return the titles that a list shows, in order."""
    rows = [row.partition(". ")[2] for row in said.splitlines() if row[:1].isdigit()]
    return [row.split(":")[0] for row in rows]


@pytest.mark.parametrize("reader", READERS)
async def test_open_jobs_are_listed_newest_first_for_everybody_there(tmp_path: Path, reader: str) -> None:
    async with community(tmp_path) as c:
        assert "kein Auftrag offen" in await c.say(reader, "/jobs", "#jobs")
        await three(c)
        told = await c.say(reader, "/jobs", "#jobs")
        assert titles(told) == ["Film", "Logo", "Portal"]
        assert "3. Portal: Essen · offen: Frontend, Text · bis Di., 22. Dezember" in told
        assert not c.last(reader).private
        assert not mentions(c.last(reader).text)
        await c.call("ben@discord", Call("job.vergeben", {"job": "1"}))
        assert titles(await c.say(reader, "/openjobs")) == ["Film", "Logo"]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("react", ["Portal"]),
        ("javascript", ["Portal"]),
        ("Javascirpt essen", ["Portal"]),
        ("react bochum", []),
        ("bochum", ["Logo"]),
        ("text", ["Portal"]),
        ("Frontend, Text", ["Portal"]),
        ("frontend logo", []),
        ("design", ["Logo"]),
        ("sonnenblumen", ["Film"]),
        ("zauberei", []),
        ("alle", ["Film", "Logo", "Portal"]),
        ("offene", ["Film", "Logo", "Portal"]),
        ("offen bochum", ["Logo"]),
        ("nur react", ["Portal"]),
    ],
)
async def test_a_filter_is_read_as_a_search_is(tmp_path: Path, reader: str, typed: str, found: list[str]) -> None:
    async with community(tmp_path) as c:
        await three(c)
        told = await c.say(reader, f"/jobs {typed}", "#jobs")
        assert titles(told) == found
        assert ("nichts offen" in told) == (not found)
        if not found:
            assert titles(await c.press(reader, "Alle offenen")) == ["Film", "Logo", "Portal"]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("typed", "understood", "found"),
    [
        ("ohne javascript", "Offene Aufträge: ohne JavaScript", ["Umzug", "Film", "Logo"]),
        ("-react", "Offene Aufträge: ohne React", ["Umzug", "Film", "Logo"]),
        ("nicht frontend", "ohne Frontend", ["Umzug", "Film", "Logo"]),
        ("kein wordpress", "ohne WordPress", ["Umzug", "Film", "Logo", "Portal"]),
        ("ohne sonnenblumen", "ohne sonnenblumen", ["Umzug", "Logo", "Portal"]),
        ("text ohne office 365", "Texten · ohne Microsoft 365", ["Portal"]),
        ("react ohne text", "Dazu ist gerade nichts offen.", []),
        ("ohne react, ohne logo, ohne film, -typo3", "Dazu ist gerade nichts offen.", []),
    ],
)
async def test_what_is_not_wanted_leaves_out_the_jobs_that_ask_for_it(
    tmp_path: Path, reader: str, typed: str, understood: str, found: list[str]
) -> None:
    async with community(tmp_path) as c:
        await three(c)
        await publish(c, "Umzug", "Wir ziehen nach TYPO3 um, bitte kein WordPress")
        told = await c.say(reader, f"/jobs {typed}", "#jobs")
        assert understood in told
        assert titles(told) == found
        if not found:
            assert titles(await c.press(reader, "Alle offenen")) == ["Umzug", "Film", "Logo", "Portal"]


async def test_what_a_filter_says_is_about_jobs_and_not_about_people(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c, "Portal", "Suche Python, gern seit 3 Jahren dabei")
        assert titles(await c.say("anna@telegram", "/jobs python seit 3 jahren")) == ["Portal"]
        said = await c.say("anna@telegram", "/jobs nicht in essen")
        assert "Weglassen kann ich nur nach Skills." in said
        assert "Portal" not in said


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ('"', "Das sagt mir nichts. Schreib zum Beispiel „design essen“."),
        ("design stadt=essen", "„stadt=essen“ verstehe ich nicht. Schreib zum Beispiel „design essen“."),
        ("essen oder bochum", "Nenn nur einen Ort."),
        ("-meine", "Weglassen kann ich nur nach Skills."),
        ("ohne meine", "Weglassen kann ich nur nach Skills."),
        ("logo -passende", "Weglassen kann ich nur nach Skills."),
        ("-meine react", "Weglassen kann ich nur nach Skills."),
        ("nicht meine react", "Weglassen kann ich nur nach Skills."),
        ("-2000", "Weglassen kann ich nur nach Skills."),
    ],
)
async def test_what_a_filter_cannot_ask_for_is_said_of_jobs(tmp_path: Path, reader: str, typed: str, told: str) -> None:
    async with community(tmp_path) as c:
        await publish(c, "Logo", "Wir brauchen ein Logo für 2000 Euro", "anna@telegram")
        said = await c.say(reader, f"/jobs {typed}", "#jobs")
        assert told in said
        assert "Leute" not in said
        assert titles(said) == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("web", ["Portal"]),
        ("event", ["Feier"]),
        ("web event", []),
    ],
)
async def test_a_part_is_found_by_its_name_though_a_skill_is_called_so(
    tmp_path: Path, typed: str, found: list[str]
) -> None:
    async with community(tmp_path) as c:
        await publish(c, "Portal", "Wir brauchen WordPress und ein Logo")
        await publish(c, "Feier", "Wir brauchen Moderation und Texte")
        assert titles(await c.say("anna@telegram", f"/jobs {typed}")) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("essen", ["WordPress", "Portal"]),
        ("wordpress essen", ["WordPress"]),
        ("wordpress bochum", []),
        ("mülheim", ["Shop"]),
        ("logo bochum", ["Logo"]),
        ("bochum logo", ["Logo"]),
        ("essen logo", []),
    ],
)
async def test_a_town_is_found_wherever_it_stands_in_the_filter_or_in_the_words_of_a_job(
    tmp_path: Path, typed: str, found: list[str]
) -> None:
    async with community(tmp_path) as c:
        await three(c)
        await publish(c, "WordPress", "Suche jemanden für WordPress in Essen")
        await publish(c, "Shop", "Suche jemanden für Shopify in Mülheim", "carla@telegram")
        assert titles(await c.say("anna@telegram", f"/jobs {typed}")) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("500", ["Logo"]),
        ("logo 500", ["Logo"]),
        ("2000", ["Portal"]),
        ("2.000€", ["Portal"]),
        ("logo 2000", []),
        ("4711", []),
        ("office 365", ["Büro"]),
        ("react 45127 Essen", ["Portal"]),
        ("1", ["Portal"]),
        ("Auftrag 2", ["Logo"]),
        ("#3", ["Büro"]),
        ("job 3", ["Büro"]),
    ],
)
async def test_a_number_is_looked_for_too(tmp_path: Path, typed: str, found: list[str]) -> None:
    async with community(tmp_path) as c:
        await c.say("ben@discord", '/job Portal text="Suche React" ort=Essen budget="2.000 Euro"')
        await c.press("ben@discord", "Veröffentlichen")
        await publish(c, "Logo", "Suche ein Logo, Budget 500 Euro")
        await publish(c, "Büro", "Suche jemanden für Microsoft 365")
        assert titles(await c.say("anna@telegram", f"/jobs {typed}")) == found


@pytest.mark.parametrize("reader", READERS)
async def test_what_is_about_the_reader_is_for_them_alone(tmp_path: Path, reader: str) -> None:
    async with community(tmp_path) as c:
        await three(c)
        assert "keine Skills" in await c.say(reader, "/jobs passend", "#jobs")
        await c.agree(reader, "react")
        for fitting in ("passend", "für mich", "die zu mir passen"):
            assert titles(await c.say(reader, f"/jobs {fitting}", "#jobs")) == ["Portal"]
            assert c.last(reader).private
        assert "keinem Auftrag dabei" in await c.say(reader, "/jobs wo ich dabei bin", "#jobs")
        await c.call(reader, Call("job.interesse", {"job": "2"}), "#jobs")
        c.forms.pop(reader, None)
        await c.call(reader, Call("form.cancel"))
        assert "Logo: Bochum · offen: Design · bis Di., 22. Dezember · dein Interesse ist notiert" in await c.say(
            reader, "/jobs dabei", "#jobs"
        )
        assert c.last(reader).private
        assert titles(await c.say("ben@discord", "/jobs meine essen", "#jobs")) == ["Portal"]
        assert titles(await c.say("ben@discord", "/jobs meine offenen", "#jobs")) == ["Logo", "Portal"]
        assert "keine offenen" in await c.say(reader, "/jobs meine", "#jobs")


@pytest.mark.parametrize("reader", READERS)
async def test_a_seat_is_found_again_after_the_job_was_assigned(tmp_path: Path, reader: str) -> None:
    async with community(tmp_path) as c:
        await three(c)
        await c.agree(reader, "react")
        await c.call(reader, Call("job.interesse", {"job": "1", "teil": "frontend"}), "#jobs")
        c.forms.pop(reader, None)
        await c.call(reader, Call("form.cancel"))
        await c.call("ben@discord", Call("team.zusagen", {"job": "1", "wer": "3", "teil": "frontend"}))
        await c.call("ben@discord", Call("job.vergeben", {"job": "1"}))
        assert "keine offenen" in await c.say(reader, "/jobs meine", "#jobs")
        assert "Portal: Essen · vergeben" in await c.press(reader, "Wo ich dabei bin")
        assert "Du machst hier: Frontend." in await c.press(reader, "1. Portal")
        await c.press(reader, "Aussteigen")
        assert "suche ich niemanden" in c.heard("ben@discord")[-1]
        assert "wieder offen bis" in await c.press("ben@discord", "Wieder öffnen")
        assert "keinem Auftrag dabei" in await c.say(reader, "/jobs dabei", "#jobs")
        assert "keinem Auftrag dabei" in await c.say("ben@discord", "/jobs dabei", "#jobs")


async def test_a_seat_is_found_again_after_the_jobs_time_was_over(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c, "Portal", "Suche React und Texten")
        await c.call("anna@telegram", Call("job.interesse", {"job": "1", "teil": "frontend"}), "#jobs")
        await c.press("ben@discord", "Zusagen")
        await c.move(days=22)
        told = await c.say("anna@telegram", "/jobs dabei")
        assert "Portal: abgelaufen" in told
        assert "Interesse" not in told
        assert "Du machst hier: Frontend." in await c.press("anna@telegram", "1. Portal")
        await c.press("anna@telegram", "Aussteigen")
        assert "keinem Auftrag dabei" in await c.say("anna@telegram", "/jobs dabei")


async def test_a_part_that_is_taken_fits_nobody_any_more(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "react")
        await c.agree("dora@discord", "react")
        await publish(c, "Portal", "Suche React und Texten")
        assert titles(await c.say("dora@discord", "/jobs passend")) == ["Portal"]
        await c.call("anna@telegram", Call("job.interesse", {"job": "1", "teil": "frontend"}))
        await c.press("ben@discord", "Zusagen")
        assert "kein Auftrag offen, der zu deinen Skills passt" in await c.say("dora@discord", "/jobs passend")
        assert "offen: Text" in await c.say("dora@discord", "/jobs")


@pytest.mark.parametrize("reader", READERS)
async def test_the_card_shows_each_reader_what_they_can_do(tmp_path: Path, reader: str) -> None:
    async with community(tmp_path) as c:
        await publish(c, "Portal", "Suche React und Texten")
        await c.say(reader, "/jobs", "#jobs")
        told = await c.press(reader, "1. Portal")
        assert "Suche React und Texten" in told
        assert labels(c.last(reader))[:2] == ["Interesse: Frontend", "Interesse: Text"]
        assert c.last(reader).private
        await c.press(reader, "Interesse: Text")
        c.forms.pop(reader, None)
        await c.call(reader, Call("form.cancel"))
        again = await c.call(reader, Call("jobs.zeigen", {"job": "1"}))
        assert again.startswith("Dein Interesse ist notiert.")
        assert "Zurücknehmen" in labels(c.last(reader))
        await c.press("ben@discord", "Zusagen")
        assert (await c.call(reader, Call("jobs.zeigen", {"job": "1"}))).startswith("Du machst hier: Text.")
        assert "ausgestiegen" in await c.press(reader, "Aussteigen")
        await c.call("ben@discord", Call("jobs.zeigen", {"job": "1"}))
        assert "Zurückziehen" in labels(c.last("ben@discord"))
        assert "Zurückziehen" not in labels(c.last(reader))


@pytest.mark.parametrize("reader", READERS)
async def test_drafts_deleted_and_made_up_jobs_are_shown_to_nobody(tmp_path: Path, reader: str) -> None:
    async with community(tmp_path) as c:
        await publish(c, "Portal", "Suche React")
        await c.call("ben@discord", Call("job.loeschen", {"job": "1"}))
        await c.say("ben@discord", '/job Geheim text="Suche Haskell"')
        for job in ("1", "2", "99"):
            assert "gibt es nicht mehr" in await c.call(reader, Call("jobs.zeigen", {"job": job}))
        assert "kein Auftrag offen" in await c.say(reader, "/jobs")


async def test_many_jobs_are_paged_for_whoever_turns(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        for number in range(10):
            await publish(c, f"Portal{number}", f"Suche Haskell, Nummer {number}", f"p{number}@discord")
        assert titles(await c.say("zoe@discord", "/jobs haskell", "#jobs"))[0] == "Portal9"
        assert titles(await c.press("zoe@discord", "Weiter")) == ["Portal1", "Portal0"]
        assert titles(await c.press("zoe@discord", "Zurück"))[0] == "Portal9"
