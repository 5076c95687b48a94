"""Jobs that do not belong: reports, what organisers do about them, and everybody who may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.people import ChatAddress, Platform
from bot.domain.places import Place, Role
from bot.talk.answers import Call
from tests.conversations.test_linking import link
from tests.support.talking import Talk, community, labels, running, sample_places

JOB = '/job Portal text="Suche jemanden für Haskell, zahle in Luftballons"'
SIDES = [("ben@discord", "anna@telegram"), ("anna@telegram", "ben@discord")]
TEAM = Place(0, ChatAddress(Platform.TELEGRAM, "telegram-team"), "#team", frozenset({Role.TEAM}))
ONLY = "Das dürfen nur Organisator:innen."


async def publish(c: Talk, author: str, line: str = JOB) -> None:
    """Write a job and publish it."""
    await c.say(author, line)
    await c.press(author, "Veröffentlichen")


async def report(c: Talk, persona: str, reason: str = "Das ist Werbung") -> str:
    """Report the only job from its card in `/jobs`."""
    await c.say(persona, "/jobs", "#jobs")
    await c.press(persona, "1. Portal")
    await c.press(persona, "Melden")
    return await c.fill(persona, grund=reason)


@pytest.mark.parametrize(("author", "other"), SIDES)
async def test_a_report_reaches_organisers_with_its_reason_and_never_the_author(
    tmp_path: Path, author: str, other: str
) -> None:
    async with community(tmp_path, places=[*sample_places(), TEAM]) as c:
        c.wires[Platform.TELEGRAM].absent.add(author.partition("@")[0])
        await publish(c, author)
        assert "Danke, die Organisator:innen sehen sich das an." in await report(c, other)
        (told,) = c.heard("#team")
        name, reporter = (one.split("@")[0].capitalize() for one in (author, other))
        assert told.startswith(
            f"Gemeldet: „Portal“ von {name}.\nGrund: Das ist Werbung\nGemeldet hat {reporter}.\nSuche jemanden"
        )
        assert labels(c.lines("#team")[0].reply) == ["Anzeigen", "Schließen", "Entfernen", "Sperren"]
        assert c.heard(author) == []
        assert "schon gemeldet" in await c.call(other, Call("job.melden", {"job": "1", "grund": "Noch einmal"}))
        assert "dein eigener" in await c.call(author, Call("job.melden", {"job": "1", "grund": "Ich selbst"}))
        await c.due()
        assert len(c.heard("#team")) == 1


async def test_without_a_place_of_their_own_one_organiser_reads_it_privately(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c, "ben@discord")
        await report(c, "anna@telegram")
        assert sum(len(c.heard(f"orga@{platform}")) for platform in Platform) == 1


@pytest.mark.parametrize(("author", "other"), [("orga@discord", "orga@telegram"), ("orga@telegram", "orga@discord")])
async def test_an_author_who_is_an_organiser_never_reads_who_reported_their_job(
    tmp_path: Path, author: str, other: str
) -> None:
    async with community(tmp_path) as c:
        await publish(c, author)
        await report(c, "anna@telegram")
        assert c.heard(author) == [], "another organiser is asked first"
        (told,) = c.heard(other)
        assert told.startswith("Gemeldet: „Portal“ von Orga.\nGrund: Das ist Werbung\nSuche jemanden")
        c.wires[Platform(other.partition("@")[2])].closed.add("orga")
        await c.call("zoe@discord", Call("job.melden", {"job": "1", "grund": "Das ist Spam"}))
        (told,) = c.heard(author)
        assert told.startswith("Gemeldet: „Portal“ von Orga.\nGrund: Das ist Spam\nSuche jemanden")


async def test_the_only_organiser_reads_a_report_of_their_own_job_without_a_name(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("orga@discord", "python")
        await link(c, "orga@discord", "orga@telegram")
        await publish(c, "orga@discord")
        await report(c, "anna@telegram")
        (told,) = (words for words in c.heard("orga@discord") if words.startswith("Gemeldet"))
        assert told.startswith("Gemeldet: „Portal“ von Orga.\nGrund: Das ist Werbung\nSuche jemanden")


async def test_a_place_for_organisers_is_read_by_the_author_too(tmp_path: Path) -> None:
    async with community(tmp_path, places=[*sample_places(), TEAM]) as c:
        await publish(c, "orga@discord")
        await report(c, "anna@telegram")
        (told,) = c.heard("#team")
        assert told.startswith("Gemeldet: „Portal“ von Orga.\nGrund: Das ist Werbung\nSuche jemanden")


@pytest.mark.parametrize("reads", [True, False])
async def test_an_author_who_reads_the_place_for_organisers_never_sees_who_reported_their_job(
    tmp_path: Path, reads: bool
) -> None:
    async with community(tmp_path, places=[*sample_places(), TEAM]) as c:
        if not reads:
            c.wires[Platform.TELEGRAM].outside.add((TEAM.name, "dora"))
        await publish(c, "dora@telegram")
        await report(c, "anna@telegram")
        (told,) = c.heard("#team")
        assert told.startswith("Gemeldet: „Portal“ von Dora.\nGrund: Das ist Werbung\n")
        assert ("Anna" in told) is not reads
        async with c.bot.storage.begin() as store:
            author = await store.members.at(c.caller("dora@telegram").address)
            assert author is not None
            assert await store.absence.of(author.id) is None, "not everybody is in the team's place"


async def test_a_report_goes_out_without_a_name_where_nobody_says_who_reads_it(tmp_path: Path) -> None:
    async with community(tmp_path, places=[*sample_places(), TEAM]) as c:
        c.wires[Platform.TELEGRAM].tells_who_is_there = False
        await publish(c, "dora@telegram")
        await report(c, "anna@telegram")
        assert c.heard("#team") == []
        await c.move(minutes=20)
        (told,) = c.heard("#team")
        assert "Das ist Werbung" in told
        assert "Anna" not in told


@pytest.mark.parametrize("job", ["2", "99", "x", ""])
async def test_what_is_no_published_job_is_not_reported(tmp_path: Path, job: str) -> None:
    async with community(tmp_path, places=[*sample_places(), TEAM]) as c:
        await publish(c, "ben@discord")
        await c.say("ben@discord", '/job Geheim text="Suche Rust"')
        told = await c.call("zoe@discord", Call("job.melden", {"job": job, "grund": "Das ist Werbung"}))
        assert "Danke" not in told
        assert "Geheim" not in told
        assert c.heard("#team") == []


async def test_an_empty_reason_is_asked_for_again(tmp_path: Path) -> None:
    async with community(tmp_path, places=[*sample_places(), TEAM]) as c:
        await publish(c, "ben@discord")
        assert "kein Grund" in await c.call("zoe@discord", Call("job.melden", {"job": "1", "grund": "…"}))
        assert c.heard("#team") == []


@pytest.mark.parametrize("persona", ["ben@discord", "zoe@discord", "anna@telegram", "yan@telegram"])
async def test_whoever_is_no_organiser_can_do_none_of_it(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path) as c:
        await publish(c, "ben@discord")
        await c.agree("anna@telegram", "haskell")
        cards = c.heard("#jobs")
        for name, values in (
            ("orga.schliessen", {"job": "1"}),
            ("orga.entfernen", {"job": "1"}),
            ("orga.entfernen", {"job": "1", "grund": "Weg damit"}),
            ("orga.sperren", {"wer": "1"}),
            ("orga.sperren", {"wer": "1", "grund": "Weg damit"}),
            ("orga.entsperren", {"wer": "1"}),
            ("orga.gesperrte", {}),
        ):
            assert await c.call(persona, Call(name, values), "#jobs") == ONLY, name
        assert c.heard("#jobs") == cards
        await c.call(persona, Call("jobs.zeigen", {"job": "1"}))
        assert "Entfernen" not in labels(c.last(persona))
        assert "geht jetzt" in await _second(c)
        await c.call("orga@discord", Call("jobs.zeigen", {"job": "1"}))
        assert {"Melden", "Schließen", "Entfernen", "Sperren"} <= set(labels(c.last("orga@discord")))


async def _second(c: Talk, author: str = "ben@discord") -> str:
    """Publish another job of Ben's, which shows that nobody blocked him."""
    await c.say(author, '/job Shop text="Brauche ein Logo"')
    return await c.press(author, "Veröffentlichen")


@pytest.mark.parametrize(("author", "orga"), [("ben@discord", "orga@telegram"), ("anna@telegram", "orga@discord")])
async def test_organisers_close_a_job_and_its_author_may_open_it_again(tmp_path: Path, author: str, orga: str) -> None:
    async with community(tmp_path) as c:
        await publish(c, author)
        await c.call(orga, Call("jobs.zeigen", {"job": "1"}))
        assert "ist geschlossen" in await c.press(orga, "Schließen")
        assert all(words.startswith("Zurückgezogen · ") for words in c.heard("#jobs"))
        assert c.heard(author)[-1].startswith("Die Organisator:innen haben „Portal“ geschlossen.")
        assert "zurückgezogen" in await c.call(orga, Call("orga.schliessen", {"job": "1"}))
        assert "wieder offen" in await c.call(author, Call("job.wieder", {"job": "1"}))
        assert all(words.startswith("Portal") for words in c.heard("#jobs"))


@pytest.mark.parametrize(("author", "orga"), [("ben@discord", "orga@telegram"), ("anna@telegram", "orga@discord")])
async def test_a_removed_job_goes_everywhere_and_its_author_gets_reason_and_text(
    tmp_path: Path, author: str, orga: str
) -> None:
    async with community(tmp_path) as c:
        await publish(c, author)
        await c.call(orga, Call("jobs.zeigen", {"job": "1"}))
        await c.press(orga, "Entfernen")
        assert "ist entfernt" in await c.fill(orga, grund="Hier wird nicht in Luftballons gezahlt")
        assert c.heard("#jobs") == []
        assert c.heard(author)[-1] == (
            "Die Organisator:innen haben „Portal“ entfernt.\nGrund: Hier wird nicht in Luftballons gezahlt\n"
            "Dein Text war:\nSuche jemanden für Haskell, zahle in Luftballons"
        )
        assert "gibt es nicht mehr" in await c.call(author, Call("job.wieder", {"job": "1"}))
        again = Call("orga.entfernen", {"job": "1", "grund": "Noch einmal"})
        assert "gibt es nicht mehr" in await c.call(orga, again)
        await c.move(days=2)
        assert len(c.heard(author)) == 1


async def test_an_author_who_cannot_be_reached_gets_the_text_back_when_they_can(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c, "ben@discord")
        c.wires[Platform.DISCORD].closed.add("ben")
        await c.call("orga@telegram", Call("orga.entfernen", {"job": "1", "grund": "Werbung"}))
        await c.move(hours=5)
        assert c.heard("ben@discord") == []
        c.wires[Platform.DISCORD].closed.clear()
        await c.say("ben@discord", "/hilfe")
        await c.move(days=1)
        assert "Luftballons" in c.heard("ben@discord")[-1]


@pytest.mark.parametrize(("author", "orga"), [("ben@discord", "orga@telegram"), ("anna@telegram", "orga@discord")])
async def test_who_is_blocked_reads_why_at_once_and_at_every_try(tmp_path: Path, author: str, orga: str) -> None:
    async with community(tmp_path) as c:
        await publish(c, author)
        await c.say(author, '/job Entwurf text="Brauche ein Logo"')
        await c.call(orga, Call("jobs.zeigen", {"job": "1"}))
        await c.press(orga, "Sperren")
        assert "erfährt den Grund" in await c.fill(orga, grund="Dreimal Werbung")
        told = c.heard(author)[-1]
        assert told.startswith("Die Organisator:innen haben dich für Aufträge gesperrt.")
        assert "Grund: Dreimal Werbung" in told
        cards = c.heard("#jobs")
        assert len(cards) == 2, "what is open stays"
        refused = "Du bist für Aufträge gesperrt. Grund: „Dreimal Werbung“."
        assert refused in await c.call(author, Call("job.teilen", {"job": "2", "stand": "1"}))
        assert refused in await c.call(author, Call("job", {"titel": "Neu", "text": "Suche Rust"}))
        await c.call(author, Call("job.zurueck", {"job": "1"}))
        assert refused in await c.call(author, Call("job.wieder", {"job": "1"}))
        assert await c.say(author, "Suche jemanden für Rust", "#jobs", message="p9") == ""
        assert not any("Vorschau" in labels(line.reply) for line in c.lines("#jobs"))
        assert "ist schon gesperrt" in await c.call(orga, Call("orga.sperren", {"wer": "1", "grund": "Noch einmal"}))
    async with running(c):
        await c.due()
        assert sum("gesperrt" in words for words in c.heard(author)) == 1


@pytest.mark.parametrize(("author", "orga"), [("ben@discord", "orga@telegram"), ("anna@telegram", "orga@discord")])
async def test_what_is_open_of_somebody_blocked_stays_as_it_is_until_they_close_it(
    tmp_path: Path, author: str, orga: str
) -> None:
    changes = (
        Call("job.aendern", {"job": "1", "titel": "KRYPTO", "text": "Suche jemanden für Rust, 500 Euro am Tag"}),
        Call("job.skills", {"job": "1", "skills": "rust"}),
        Call("job.skill", {"job": "1", "stand": "2", "skill": "Haskell", "als": "out"}),
        Call("teil.dazu", {"job": "1", "name": "Rust", "skills": "rust"}),
        Call("job.verlaengern", {"job": "1"}),
        Call("job.taggen", {"job": "1", "stand": "0"}),
    )
    async with community(tmp_path) as c:
        await c.agree("carla@telegram", "rust")
        await c.say(author, "Suche jemanden für Haskell", "#jobs", message="p1")
        await c.press(author, "Vorschau")
        await c.press(author, "Veröffentlichen")
        cards = c.heard("#jobs")
        async with c.bot.storage.begin() as store:
            before = await store.jobs.get(1)
        assert before is not None
        await c.call(orga, Call("orga.sperren", {"wer": str(before.author_id), "grund": "Dreimal Werbung"}))
        for change in changes:
            told = await c.call(author, change)
            assert told.startswith("Du bist für Aufträge gesperrt. Grund: „Dreimal Werbung“."), change
        await c.edit(author, "#jobs", "p1", "Suche jemanden für Rust, 500 Euro am Tag")
        assert c.heard("#jobs") == cards
        async with c.bot.storage.begin() as store:
            assert await store.jobs.get(1) == before
        await c.call(orga, Call("orga.entsperren", {"wer": str(before.author_id)}))
        await c.edit(author, "#jobs", "p1", "Suche jemanden für Rust, 600 Euro am Tag")
        assert any("600 Euro" in words for words in c.heard("#jobs"))
        for change in changes:
            assert "gesperrt" not in await c.call(author, change), change
        await c.call(orga, Call("orga.sperren", {"wer": str(before.author_id), "grund": "Noch einmal Werbung"}))
        assert "ist zurückgezogen" in await c.call(author, Call("job.zurueck", {"job": "1"}))
        assert "ist gelöscht" in await c.call(author, Call("job.loeschen", {"job": "1"}))


@pytest.mark.parametrize("orga", ["orga@telegram", "orga@discord"])
async def test_a_block_is_listed_and_lifted(tmp_path: Path, orga: str) -> None:
    async with community(tmp_path) as c:
        await publish(c, "ben@discord")
        await c.say(orga, "/admin")
        assert "niemand für Aufträge gesperrt" in await c.press(orga, "Gesperrte")
        await c.call(orga, Call("orga.sperren", {"wer": "1", "grund": "Dreimal Werbung"}))
        await c.say(orga, "/admin")
        assert "1. Ben, seit" in await c.press(orga, "Gesperrte")
        assert "kann wieder Aufträge veröffentlichen" in await c.press(orga, "Entsperren 1")
        assert "aufgehoben" in c.heard("ben@discord")[-1]
        assert "gibt es nicht mehr" in await c.call(orga, Call("orga.entsperren", {"wer": "1"}))
        assert "geht jetzt" in await _second(c)


@pytest.mark.parametrize(("author", "orga"), [("ben@discord", "orga@telegram"), ("ben@telegram", "orga@discord")])
async def test_a_block_outlasts_the_removed_job_of_somebody_of_whom_nothing_else_is_kept(
    tmp_path: Path, author: str, orga: str
) -> None:
    async with community(tmp_path) as c:
        await publish(c, author)
        await c.call(orga, Call("orga.entfernen", {"job": "1", "grund": "Werbung"}))
        await c.call(orga, Call("orga.sperren", {"wer": "1", "grund": "Dreimal Werbung"}))
        await c.move(days=3)
        await c.say(orga, "/admin")
        assert "1. Ben, seit" in await c.press(orga, "Gesperrte")
        assert "Grund: „Dreimal Werbung“" in await c.say(author, JOB)


@pytest.mark.parametrize(("author", "other"), SIDES)
async def test_a_report_is_kept_as_long_as_its_job_also_of_somebody_without_a_profile(
    tmp_path: Path, author: str, other: str
) -> None:
    async with community(tmp_path) as c:
        await publish(c, author)
        await report(c, other)
        await c.move(days=3)
        assert "Portal: Das ist Werbung" in await c.say(other, "/meinedaten")
        assert "schon gemeldet" in await c.call(other, Call("job.melden", {"job": "1", "grund": "Noch einmal"}))


@pytest.mark.parametrize(("author", "orga"), [("ben@discord", "orga@telegram"), ("ben@telegram", "orga@discord")])
async def test_no_block_is_evaded_by_an_erasure_that_is_taken_back(tmp_path: Path, author: str, orga: str) -> None:
    async with community(tmp_path) as c:
        await publish(c, author)
        await c.say(author, "/vergissmich")
        blocked = await c.call(orga, Call("orga.sperren", {"wer": "1", "grund": "Dreimal Werbung"}))
        assert "kann keine Aufträge mehr veröffentlichen" in blocked
        await c.call(author, Call("forget.undo"))
        assert "Grund: „Dreimal Werbung“" in await c.call(author, Call("job.wieder", {"job": "1"}))
        await c.say(author, "/vergissmich")
        await c.press(author, "Sofort löschen")
        await c.move(hours=2)
        await c.say(orga, "/admin")
        assert "niemand für Aufträge gesperrt" in await c.press(orga, "Gesperrte")


async def test_organisers_and_unknown_people_are_not_blocked(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c, "orga@discord")
        for who, said in (("1", "lassen sich nicht sperren"), ("99", "kenne ich nicht mehr")):
            for values in ({"wer": who}, {"wer": who, "grund": "Werbung"}):
                assert said in await c.call("orga@telegram", Call("orga.sperren", values))
        assert "geht jetzt" in await _second(c, "orga@discord")


async def test_reports_and_blocks_are_part_of_what_is_kept_and_go_with_the_member(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c, "ben@discord")
        await report(c, "anna@telegram", "Das ist Werbung")
        await c.call("orga@discord", Call("orga.sperren", {"wer": "1", "grund": "Dreimal Werbung"}))
        shown = await c.say("anna@telegram", "/meinedaten")
        assert "Meldungen:\n• Portal: Das ist Werbung" in shown
        assert b"Das ist Werbung" in c.last("anna@telegram").files[0].content
        assert "Für Aufträge gesperrt: Dreimal Werbung" in await c.say("ben@discord", "/meinedaten")
        assert b"Das ist Werbung" not in c.last("ben@discord").files[0].content
        for persona in ("anna@telegram", "ben@discord"):
            await c.say(persona, "/vergissmich")
            await c.press(persona, "Sofort löschen")
        await c.move(hours=2)
        async with c.bot.storage.begin() as store:
            assert await store.moderation.blocks() == []
            assert await store.moderation.reports_of(2) == []
