"""Recommending: a colleague is asked privately, and the author sees the name only with their interest."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.talk.answers import Call
from tests.conversations.test_data import file_of
from tests.conversations.test_teams import card, publish, want
from tests.support.talking import Talk, community, labels, running, words_of


async def people(c: Talk) -> None:
    """Let Anna (1), Carla (2) and Dora (3) be found, and Ben (4) publish a job with two parts."""
    await c.agree("anna@telegram", "react")
    await c.agree("carla@discord", "texten")
    await c.agree("dora@telegram", "texten", level="Nur gelistet")
    await publish(c)


async def recommend(c: Talk, persona: str = "carla@discord", whom: str = "Anna", part: str = "Frontend") -> str:
    """Recommend somebody for a part."""
    await c.say(persona, f"/empfehlen job=Portal wen={whom}")
    return await c.press(persona, part)


async def answer(c: Talk, persona: str, command: str, number: int = 1) -> str:
    """Answer as a button or a forger would."""
    said = await c.call(persona, Call(f"empfohlen.{command}", {"nummer": str(number)}))
    c.forms.pop(persona, None)
    return said


@pytest.mark.parametrize(
    ("author", "by", "whom"),
    [("ben@discord", "carla@discord", "anna@telegram"), ("ben@telegram", "anna@telegram", "carla@discord")],
)
async def test_who_is_recommended_decides_whether_the_author_hears_of_it(
    tmp_path: Path, author: str, by: str, whom: str
) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "react")
        await c.agree("carla@discord", "texten")
        await publish(c, author=author)
        name, friend = (one.partition("@")[0].capitalize() for one in (whom, by))
        assert f"Wofür passt {name}?" in await c.say(by, f"/empfehlen job=Portal wen={name}")
        assert labels(c.last(by)) == ["Frontend", "Text"]
        assert f"Danke. Ich frage {name}." in await c.press(by, "Frontend")
        asked = c.heard(whom)[-1]
        assert asked.startswith(
            f"@{friend} findet, dass du zu „Portal“ passt, Teil Frontend.\nFrontend: React\nOrt: Essen"
        )
        buttons = ["Interesse", "Ansehen", "Lieber nicht", "Keine solchen Fragen"]
        assert labels(c.lines(whom)[-1].reply) == buttons
        assert c.heard(author) == []
        assert "Interesse" not in card(c).replace("Interesse:", "")
        assert "mit der Empfehlung" in await answer(c, whom, "interesse")
        told = c.heard(author)[-1]
        assert f"@{name} hat Interesse an „Portal“, Teil Frontend." in told
        assert f"Empfohlen von {friend}." in told
        assert f"empfohlen von {friend}" in await c.call(author, Call("job.interessierte", {"job": "1"}))
        await answer(c, whom, "interesse")
        assert sum("hat Interesse" in line for line in c.heard(author)) == 1
        assert len(c.heard(by)) == 0


async def test_nobody_learns_of_who_declines(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await people(c)
        await recommend(c)
        before = card(c), c.heard("ben@discord"), c.heard("carla@discord")
        assert "Niemand erfährt davon" in await c.press("anna@telegram", "Lieber nicht")
        assert (card(c), c.heard("ben@discord"), c.heard("carla@discord")) == before
        assert "Anna" not in await c.call("ben@discord", Call("job.interessierte", {"job": "1"}))
        again = "Anna weiß von diesem Auftrag schon."
        for persona in ("carla@discord", "dora@telegram", "zoe@discord"):
            assert again in await c.say(persona, "/empfehlen job=Portal wen=Anna")
        await want(c, "dora@telegram", "text")
        assert "Dora weiß von diesem Auftrag schon." in await c.say("carla@discord", "/empfehlen job=1 wen=Dora")


async def test_whoever_cannot_be_found_is_not_recommended_and_not_named(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await people(c)
        await c.agree("hilde@telegram", "react")
        await c.say("hilde@telegram", "/profil")
        await c.press("hilde@telegram", "Sichtbar: verborgen")
        unknown = await c.say("carla@discord", "/empfehlen job=Portal wen=Nobodaddy")
        assert "Ich finde niemanden" in unknown
        for whom in ("Hilde", "Carla", "person:5", "person:2", "person:99"):
            assert await c.say("carla@discord", f"/empfehlen job=Portal wen={whom}") == unknown
        for whom in ("person:5", "person:2", "Hilde"):
            call = Call("empfehlen.teil", {"job": "1", "wen": whom, "teil": "frontend"})
            assert await c.call("carla@discord", call) == unknown
        assert c.heard("hilde@telegram") == []
        found = await c.bot.desk.complete(c.caller("carla@discord"), "empfehlen", "wen", "hi")
        assert found == ()
        assert await c.bot.desk.complete(c.caller("carla@discord"), "empfehlen", "wen", "") == ()
        assert await c.bot.desk.complete(c.caller("carla@discord"), "empfehlen", "wen", "do") == ("Dora",)


async def test_a_name_in_the_profile_is_led_to_by_that_of_an_account_on_ones_own_platform_alone(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("annaschmidt@telegram", "react")
        await c.say("annaschmidt@telegram", "/profil name=Kolibri")
        await publish(c)
        for typed, by, is_found in (
            ("Annaschmidt", "carla@discord", False),
            ("Kolibri", "carla@discord", True),
            ("Annaschmidt", "dora@telegram", True),
            ("Kolibri", "dora@telegram", True),
        ):
            told = await c.say(by, f"/empfehlen job=Portal wen={typed}")
            assert ("Wofür passt Kolibri?" if is_found else "Ich finde niemanden") in told
            found = await c.bot.desk.complete(c.caller(by), "empfehlen", "wen", typed[:4])
            assert found == (("Kolibri",) if is_found else ())
        for by, is_found in (("ben@discord", False), ("dora@telegram", True)):
            found = await c.bot.desk.complete(c.caller(by), "weitergeben", "an", "annas")
            assert found == (("Kolibri",) if is_found else ())
        assert "Ich finde niemanden" in await c.say("ben@discord", "/weitergeben job=1 an=Annaschmidt")


async def test_what_makes_no_sense_is_refused(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await people(c)
        await c.agree("ben@discord", "php")
        assert "dein eigener Auftrag" in await c.say("ben@discord", "/empfehlen job=Portal wen=Anna")
        assert "Ben gibt diesen Auftrag selbst." in await c.say("carla@discord", "/empfehlen job=Portal wen=Ben")
        assert "finde ich nicht" in await c.say("carla@discord", "/empfehlen job=Schloss wen=Anna")
        gone = Call("empfehlen.teil", {"job": "1", "wen": "person:1", "teil": "wolle"})
        assert "Diesen Teil gibt es nicht mehr" in await c.call("carla@discord", gone)
        for persona, part in (("anna@telegram", "frontend"), ("carla@discord", "text")):
            await want(c, persona, part)
        await c.call("ben@discord", Call("team.zusagen", {"job": "1", "wer": "1", "teil": "frontend"}))
        assert "Anna weiß von diesem Auftrag schon" in await c.say("carla@discord", "/empfehlen job=Portal wen=Anna")
        assert "Ich frage Dora" in await c.say("carla@discord", "/empfehlen job=Portal wen=Dora")
        await c.call("ben@discord", Call("team.zusagen", {"job": "1", "wer": "2", "teil": "text"}))
        await c.agree("emil@telegram", "react")
        assert "alle Teile besetzt" in await c.say("carla@discord", "/empfehlen job=Portal wen=Emil")
        await c.call("ben@discord", Call("job.zurueck", {"job": "1"}))
        late = Call("empfehlen.teil", {"job": "1", "wen": "person:5", "teil": "text"})
        assert "ist zurückgezogen" in await c.call("carla@discord", late)


async def test_only_who_was_asked_answers(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await people(c)
        await recommend(c)
        for persona in ("ben@discord", "carla@discord", "dora@telegram", "zoe@telegram", "anna@discord"):
            for command in ("interesse", "ablehnen"):
                assert "gibt es nicht mehr" in await answer(c, persona, command)
                assert "gibt es nicht mehr" in await answer(c, persona, command, 7)
        assert c.heard("ben@discord") == []
        await answer(c, "anna@telegram", "interesse")
        assert "hat Interesse" in c.heard("ben@discord")[-1]


async def test_a_job_that_ends_leaves_no_button(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await people(c)
        await recommend(c)
        await c.call("ben@discord", Call("job.vergeben", {"job": "1"}))
        assert c.heard("anna@telegram")[-1] == "„Portal“ ist nicht mehr offen."
        assert labels(c.lines("anna@telegram")[-1].reply) == []
        assert "ist schon vergeben" in await answer(c, "anna@telegram", "interesse")
        await c.call("ben@discord", Call("job.wieder", {"job": "1"}))
        assert "mit der Empfehlung" in await answer(c, "anna@telegram", "interesse")


async def test_a_part_that_is_gone_becomes_interest_in_the_whole(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await people(c)
        await recommend(c)
        await c.call("ben@discord", Call("teil.weg", {"job": "1", "teil": "frontend", "stand": "2"}))
        assert "mit der Empfehlung" in await answer(c, "anna@telegram", "interesse")
        assert "Anna hat Interesse an „Portal“." in c.heard("ben@discord")[-1]


async def test_one_tap_stops_such_questions(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await people(c)
        await recommend(c)
        assert "fragt dich niemand mehr" in await c.press("anna@telegram", "Keine solchen Fragen")
        await publish(c, '/job Neues text="Suche PHP"', author="dora@telegram")
        assert "möchte solche Fragen nicht" in await c.say("carla@discord", "/empfehlen job=Neues wen=Anna")
        await c.press("anna@telegram", "Wieder fragen lassen")
        assert "Ich frage Anna" in await c.say("carla@discord", "/empfehlen job=Neues wen=Anna")
        assert "zu „Neues“ passt" in c.heard("anna@telegram")[-1]


async def test_who_is_hidden_recommends_without_a_name(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await people(c)
        await recommend(c, "zoe@telegram")
        assert c.heard("anna@telegram")[-1].startswith("Jemand aus der Community findet")
        await answer(c, "anna@telegram", "interesse")
        assert "Empfohlen von jemandem aus der Community." in c.heard("ben@discord")[-1]
        assert "Zoe" not in "".join(c.heard("ben@discord") + c.heard("anna@telegram"))


async def test_nobody_is_asked_at_night_and_once_over_a_restart(tmp_path: Path) -> None:
    async with community(tmp_path, "2026-12-01 22:00") as c:
        await people(c)
        await recommend(c)
        call = Call("empfehlen.teil", {"job": "1", "wen": "person:1", "teil": "frontend"})
        assert "weiß von diesem Auftrag schon" in await c.call("dora@telegram", call)
        assert c.heard("anna@telegram") == []
    async with running(c):
        await c.move(hours=11)
        assert sum("zu „Portal“ passt" in line for line in c.heard("anna@telegram")) == 1


@pytest.mark.parametrize(("by", "whom"), [("carla@discord", "anna@telegram"), ("anna@telegram", "carla@discord")])
@pytest.mark.parametrize("is_known", [False, True])
async def test_who_recommends_hears_that_a_question_waits(tmp_path: Path, by: str, whom: str, is_known: bool) -> None:
    async with community(tmp_path) as c:
        await people(c)
        name = whom.partition("@")[0]
        wire = c.wires[c.caller(whom).address.platform]
        wire.closed.add(name)
        if is_known:
            await recommend(c, "dora@telegram", name.capitalize())
            await publish(c, '/job Kino text="Suche React und Texten für ein Kino"')
            before = len(c.heard(by))
            await c.say(by, f"/empfehlen job=Kino wen={name.capitalize()}")
            await c.press(by, "Frontend")
        else:
            before = len(c.heard(by))
            await recommend(c, by, name.capitalize())
        told = [said for said in c.heard(by)[before:] if "wartet bis zu sieben Tage" in said]
        assert len(told) == 1
        assert not any("findet, dass du" in said for said in c.heard(whom))
        wire.closed.clear()
        await c.move(days=1, hours=1)
        assert any("findet, dass du" in said for said in c.heard(whom))


@pytest.mark.parametrize("persona", ["ben@discord", "anna@telegram", "carla@discord"])
async def test_being_forgotten_ends_it(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path) as c:
        await people(c)
        await recommend(c)
        await c.say(persona, "/vergissmich")
        await c.press(persona, "Sofort löschen")
        await c.move(minutes=2)
        said = await answer(c, "anna@telegram", "interesse")
        assert "Empfehlung" not in said
        async with c.bot.storage.begin() as store:
            assert not await store.recommendations.of_job(1)
            assert not await store.jobs.interests(1)
        assert not any("hat Interesse" in line for line in c.heard("ben@discord"))


async def test_what_is_kept_is_told_without_the_other_side(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await people(c)
        await recommend(c)
        assert "Portal: von dir empfohlen" in await c.say("carla@discord", "/meinedaten")
        told = await c.say("anna@telegram", "/meinedaten")
        assert "Portal: du bist empfohlen" in told
        assert "Carla" not in told
        await c.press("anna@telegram", "Lieber nicht")
        await c.say("carla@discord", "/meinedaten")
        (given,) = file_of(c, "carla@discord")["empfehlungen"]
        assert "interesse" not in given
        await c.say("anna@telegram", "/meinedaten")
        (mine,) = file_of(c, "anna@telegram")["empfehlungen"]
        assert (mine["rolle"], mine["interesse"]) == ("empfohlen", False)


async def test_the_way_stands_where_somebody_looks_at_a_job(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await people(c)
        for persona in ("carla@discord", "anna@telegram"):
            await c.call(persona, Call("jobs.zeigen", {"job": "1"}))
            assert "Empfehlen" in labels(c.last(persona))
        await c.press("carla@discord", "Empfehlen")
        await c.fill("carla@discord", wen="@Anna")
        await c.press("carla@discord", "Frontend")
        assert "zu „Portal“ passt" in c.heard("anna@telegram")[-1]
        await c.call("ben@discord", Call("jobs.zeigen", {"job": "1"}))
        assert "Empfehlen" not in labels(c.last("ben@discord"))
        assert "Weitergeben" in labels(c.last("ben@discord"))
        assert words_of(c.last("ben@discord"))


async def test_a_question_comes_back_with_a_job_that_opens_again(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await people(c)
        await c.call("dora@telegram", Call("empfehlen.teil", {"job": "1", "wen": "person:1", "teil": "frontend"}))
        asked = c.lines("anna@telegram")[-1]
        buttons = labels(asked.reply)
        assert buttons
        await c.call("ben@discord", Call("job.vergeben", {"job": "1"}))
        assert labels(asked.reply) == []
        await c.call("ben@discord", Call("job.wieder", {"job": "1"}))
        assert labels(asked.reply) == buttons
