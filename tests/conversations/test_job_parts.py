"""A job is split by its author: parts named, added, merged and removed, with seats; before and after publishing."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.talk import limits
from bot.talk.answers import Call
from bot.talk.text import Ours, german, opened
from tests.conversations.test_teams import JOB, card, publish, want
from tests.support.talking import Talk, community, labels, plain


async def split(c: Talk, persona: str = "ben@discord") -> str:
    """Open the parts of the job."""
    return await c.call(persona, Call("job.teile", {"job": "1"}))


async def merge(c: Talk, author: str, part: str, into: str) -> None:
    """Merge one part of the job into another."""
    async with c.bot.storage.begin() as store:
        job = await store.jobs.get(1)
    assert job is not None
    values = {"job": "1", "teil": part, "mit": into, "stand": str(job.revision)}
    assert "Das ist der neue Stand" not in await c.call(author, Call("teil.zusammen", values))


async def test_a_draft_is_shaped_before_it_is_published(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("ben@discord", JOB)
        assert "1. Frontend: React (offen)" in await c.press("ben@discord", "Aufteilen")
        await c.press("ben@discord", "Teil dazu")
        said = await c.fill("ben@discord", name="Fotos vom Team", skills="Fotografie; dazu: Photoshop", plaetze="2")
        assert "3. Fotos vom Team: Fotografie · dazu: Adobe Photoshop (offen, 2 Plätze)" in said
        await c.press("ben@discord", "Ändern 1")
        assert c.forms["ben@discord"].values == {"name": "Frontend", "skills": "React", "plaetze": "1"}
        said = await c.fill("ben@discord", name="Oberfläche", skills="React, Figma", plaetze="1")
        assert "1. Oberfläche: React, Figma (offen)" in said
        await c.press("ben@discord", "Teil dazu")
        said = await c.fill("ben@discord", name="Radio", skills="", plaetze="")
        assert "4. Radio (offen)" in said.splitlines()
        await c.press("ben@discord", "Entfernen 4")
        await c.press("ben@discord", "Vorschau")
        await c.press("ben@discord", "Veröffentlichen")
        assert "Oberfläche: React, Figma (offen)" in card(c)
        assert labels(c.lines("#jobs", "telegram")[0].reply) == [
            *("Interesse: Oberfläche", "Interesse: Text", "Interesse: Fotos vom Team")
        ]


@pytest.mark.parametrize("author", ["ben@discord", "ben@telegram"])
async def test_a_form_of_a_part_changes_what_was_changed_in_it_and_leaves_what_came_to_be_meanwhile(
    tmp_path: Path, author: str
) -> None:
    async with community(tmp_path) as c:
        await publish(c, author=author)
        await split(c, author)
        await c.press(author, "Ändern 1")
        shared = {"job": "1", "teil": "frontend", "name": "Oberfläche", "skills": "React, Figma", "plaetze": "3"}
        other = Call("teil.aendern", shared)
        await c.call(author, other)
        await c.fill(author, plaetze="2")
        assert "Oberfläche: React, Figma (offen, 2 Plätze)" in card(c)
        await split(c, author)
        await c.press(author, "Ändern 1")
        await c.call(author, other)
        assert "Masken: React, Figma (offen, 3 Plätze)" in await c.fill(author, name="Masken")


@pytest.mark.parametrize("author", ["ben@discord", "ben@telegram"])
async def test_a_list_of_skills_that_comes_back_unchanged_leaves_what_came_to_be_sought_meanwhile(
    tmp_path: Path, author: str
) -> None:
    async with community(tmp_path) as c:
        await publish(c, author=author)
        form = Call("job.skills", {"job": "1"})
        await c.call(author, form)
        await c.call(author, Call("job.skills", {"job": "1", "skills": "React, Texten, Logo"}))
        if author == "ben@discord":
            await c.fill(author)
        else:
            await c.call(author, Call("form.finish"))
        assert "Design: Logo-Design (offen)" in card(c)
        await c.call(author, form)
        await c.fill(author, skills="Texten")
        assert "React" not in card(c).replace("Suche React", "")


@pytest.mark.parametrize(("author", "place"), [("ben@discord", "discord"), ("ben@telegram", "telegram")])
async def test_a_part_called_as_a_skill_asks_for_it_and_the_title_follows(
    tmp_path: Path, author: str, place: str
) -> None:
    async with community(tmp_path) as c:
        await c.agree("carla@discord", "seo")
        await c.say(author, "Suche jemanden für React und Texte.", "#jobs")
        assert "Gesucht: React, Texten" in await c.press(author, "Vorschau")
        split = await c.press(author, "Aufteilen")
        assert "2. Text: Texten (offen)" in split
        assert "Text: Texten" not in await c.press(author, "Entfernen 2")
        await c.press(author, "Teil dazu")
        assert "2. SEO: SEO (offen)" in await c.fill(author, name="SEO")
        assert "Carla (SEO)" in await c.press(author, "Vorschau")
        await c.press(author, "Veröffentlichen")
        shown = c.heard("#jobs", place)
        assert any(line.startswith("Gesucht: React, SEO") for line in shown)
        assert not any("Gesucht" in line and "Texten" in line for line in shown)


@pytest.mark.parametrize("author", ["ben@discord", "ben@telegram"])
async def test_a_part_that_was_read_is_gone_when_another_takes_its_skills(tmp_path: Path, author: str) -> None:
    async with community(tmp_path) as c:
        await publish(c, author=author)
        await want(c, "anna@telegram", "frontend")
        await c.press(author, "Zusagen")
        added = await c.call(author, Call("teil.dazu", {"job": "1", "name": "Alles", "skills": "React, Texten"}))
        assert "Text (offen)" not in added
        assert "Alles: React, Texten (offen)" in card(c)
        assert "Frontend (besetzt: jemand)" in card(c), "who sits there keeps it"
        emptied = Call("teil.aendern", {"job": "1", "teil": "teil-1", "name": "Alles", "skills": "Texten"})
        assert "Frontend (besetzt: jemand)" in await c.call(author, emptied)


async def test_parts_merge_with_those_who_sit_there(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        await want(c, "anna@telegram", "frontend")
        await c.press("ben@discord", "Zusagen")
        await want(c, "carla@discord", "text")
        await split(c)
        await c.press("ben@discord", "Zusammenlegen 1")
        said = await c.press("ben@discord", "Text")
        assert "1. Text: Texten, React (besetzt: jemand)" in said
        assert "Text: Texten, React (besetzt: jemand)" in card(c)
        assert "steigt aus" not in "\n".join(c.heard("ben@discord"))


@pytest.mark.parametrize("author", ["ben@discord", "ben@telegram"])
async def test_buttons_of_a_part_that_was_merged_show_how_it_stands_now(tmp_path: Path, author: str) -> None:
    async with community(tmp_path) as c:
        await publish(c, author=author)
        await want(c, "anna@telegram", "frontend")
        await c.press(author, "Zusagen")
        await want(c, "carla@discord", "frontend")
        await want(c, "dora@telegram", "frontend")
        old = Call("team.ablehnen", {"job": "1", "wer": "3", "teil": "frontend"})
        free = Call("team.freigeben", {"job": "1", "wer": "2", "teil": "frontend"})
        await c.call(author, Call("teil.aendern", {"job": "1", "teil": "text", "name": "Text", "plaetze": "3"}))
        await merge(c, author, "frontend", "text")
        assert "Das ist der neue Stand" in await c.call(author, old)
        assert "Das ist der neue Stand" in await c.call(author, free)
        assert "Das ist der neue Stand" in await c.press(author, "Zusagen")
        assert "Carla macht Text." in await c.press(author, "Zusagen 1")
        assert "Das ist der neue Stand" in await c.press("anna@telegram", "Aussteigen")
        assert "Du bist ausgestiegen" in await c.press("anna@telegram", "Aussteigen")
        back = Call("team.zuruecknehmen", {"job": "1", "teil": "frontend"})
        assert "Das ist der neue Stand" in await c.call("dora@telegram", back)
        assert "ist zurückgenommen" in await c.press("dora@telegram", "Zurücknehmen")
        assert "schon zurückgenommen" in await c.call("dora@telegram", back)
        assert "keinen Platz mehr" in await c.call("anna@telegram", Call("team.aussteigen", {"job": "1", "teil": "x"}))


@pytest.mark.parametrize("persona", ["anna@telegram", "anna@discord"])
async def test_interest_in_a_part_that_is_gone_is_one_interest_with_its_sentence(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        await want(c, persona, "frontend")
        sentence = Call("job.interesse", {"job": "1", "teil": "frontend", "satz": "Ab Montag."})
        old = c.button("ben@discord", "Zusagen").press
        assert isinstance(old, Call)
        await c.call("ben@discord", Call("job.aendern", {"job": "1", "text": "Suche Texten und Fotografie"}))
        assert "Dein Satz ist weitergegeben" in await c.call(persona, sentence)
        assert "Schreibt dazu: Ab Montag." in c.heard("ben@discord")[-1]
        assert "Das ist der neue Stand" in await c.call("ben@discord", old)
        await merge(c, "ben@discord", "foto", "text")
        assert "schon notiert" in await want(c, persona)
        async with c.bot.storage.begin() as store:
            assert [wish.sentence for wish in await store.jobs.interests(1)] == ["Ab Montag."]
        assert "Diesen Teil gibt es nicht mehr" in await want(c, "carla@discord", "frontend")


async def test_a_seat_in_a_part_that_went_on_before_it_was_told_is_told(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        await want(c, "anna@telegram", "frontend")
        await want(c, "anna@telegram", "text")
        desk, ben = c.bot.desk, c.caller("ben@discord")
        await desk.call(ben, Call("team.zusagen", {"job": "1", "wer": "2", "teil": "frontend"}))
        await merge(c, "ben@discord", "frontend", "text")
        assert "Du machst Text bei „Portal“" in c.heard("anna@telegram")[-1]
        assert "Gerade wartet niemand" in await c.call("ben@discord", Call("job.interessierte", {"job": "1"}))


async def test_a_part_goes_and_who_sat_there_is_told(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        await want(c, "anna@telegram", "frontend")
        await c.press("ben@discord", "Zusagen")
        await split(c)
        await c.press("ben@discord", "Entfernen 1")
        assert c.heard("anna@telegram")[-1] == "„Portal“: Dein Teil ist weggefallen, und mit ihm dein Platz."
        assert "React" not in card(c).replace("Suche React", "")
        assert "Texten (offen)" in card(c)


@pytest.mark.parametrize(("persona", "author"), [("anna@telegram", "ben@discord"), ("anna@discord", "ben@telegram")])
async def test_who_waits_for_a_part_that_goes_is_told_once(tmp_path: Path, persona: str, author: str) -> None:
    async with community(tmp_path) as c:
        await publish(c, author=author)
        await want(c, persona, "frontend")
        await want(c, "carla@discord", "frontend")
        await c.call(author, Call("team.ablehnen", {"job": "1", "wer": "3", "teil": "frontend"}))
        await want(c, "dora@telegram", "text")
        before = c.heard("carla@discord")
        await split(c, author)
        await c.press(author, "Entfernen 1")
        gone = "„Portal“: Der Teil, für den du Interesse gezeigt hast, ist weggefallen."
        assert [said.startswith(gone) for said in c.heard(persona)] == [True]
        assert c.heard("carla@discord") == before, "who was declined knows already"
        assert c.heard("dora@telegram") == []


async def test_shaped_parts_stay_when_skills_and_words_change(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        await split(c)
        await c.press("ben@discord", "Zusammenlegen 1")
        await c.press("ben@discord", "Text")
        await c.call("ben@discord", Call("job.skills", {"job": "1", "skills": "React, Texten, TypeScript, Fotografie"}))
        lines = card(c).splitlines()
        assert "Text: React, Texten (offen)" in lines
        assert any(line.startswith("Foto: Fotografie") for line in lines)
        assert any(line.startswith("Frontend: TypeScript") for line in lines)


@pytest.mark.parametrize("author", ["ben@discord", "ben@telegram"])
async def test_words_that_change_are_read_where_parts_got_only_names_and_seats(tmp_path: Path, author: str) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "fotografie")
        await publish(c, author=author)
        part = {"job": "1", "teil": "text", "name": "Worte", "plaetze": "2"}
        await c.call(author, Call("teil.aendern", part))
        photos = Call("job.aendern", {"job": "1", "text": "Suche React, Texten und eine Fotografin"})
        assert "Getaggt würden:\n• Anna (Fotografie)" in await c.call(author, photos)
        assert "Worte: Texten (offen, 2 Plätze)\nFoto: Fotografie (offen)" in card(c)
        await split(c, author)
        await c.press(author, "Entfernen 1")
        await c.call(author, Call("job.aendern", {"job": "1", "text": "Suche React, Texten und Fotos, ab Montag"}))
        assert "Frontend" not in card(c), "what was taken out by hand stays out"


@pytest.mark.parametrize("author", ["ben@discord", "ben@telegram"])
async def test_a_skill_that_was_moved_by_hand_stays_when_the_words_change(tmp_path: Path, author: str) -> None:
    async with community(tmp_path) as c:
        await publish(c, author=author)
        part = {"job": "1", "teil": "text", "name": "Text"}
        await c.call(author, Call("teil.aendern", {**part, "skills": "Texten, React"}))
        await c.call(author, Call("job.aendern", {"job": "1", "text": "Suche React und Texten, ab Montag"}))
        assert "ab Montag\nText: Texten, React (offen)" in card(c)


@pytest.mark.parametrize(
    "call",
    [
        Call("job.aendern", {"job": "1", "text": "Suche jemanden für Haskell"}),
        Call("job.skills", {"job": "1", "skills": "Haskell"}),
    ],
    ids=lambda call: call.command,
)
async def test_a_part_stays_with_who_sits_there_whatever_the_job_asks_for_now(tmp_path: Path, call: Call) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        await want(c, "anna@telegram", "frontend")
        await c.press("ben@discord", "Zusagen")
        await want(c, "carla@discord", "text")
        await c.call("ben@discord", call)
        for platform in ("telegram", "discord"):
            assert "Haskell" in card(c, platform)
            assert "Frontend: React (besetzt: jemand)" in card(c, platform)
            assert "Text: Texten" not in card(c, platform)
        await c.call("ben@discord", Call("job.aendern", {"job": "1", "titel": "Tor"}))
        assert card(c).startswith("Tor")
        assert "Frontend: React (besetzt: jemand)" in card(c)
        await c.call("ben@discord", Call("job.interessierte", {"job": "1"}))
        assert "1. @Carla" in await c.call("ben@discord", Call("job.interessierte", {"job": "1"}))
        assert "Zusage" not in await c.call("anna@telegram", Call("jobs.zeigen", {"job": "1"}))
        await c.press("anna@telegram", "Aussteigen")
        assert "Frontend: React (offen)" in card(c)


async def test_a_post_that_changes_keeps_the_parts_in_which_somebody_sits(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("ben@discord", "Suche React und Texten für mein Portal", "#jobs", message="post")
        await c.call("ben@discord", Call("job.teilen", {"job": "1", "stand": "1"}))
        await want(c, "anna@telegram", "frontend")
        await c.call("ben@discord", Call("team.zusagen", {"job": "1", "wer": "2", "teil": "frontend"}))
        await c.edit("ben@discord", "#jobs", "post", "Suche jemanden für Haskell")
        assert "Frontend: React (besetzt: jemand)" in card(c, "discord")
        assert "Haskell" in card(c)


async def test_the_author_hears_of_an_interest_whose_part_went_on_before_it_was_told(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        await c.say("anna@telegram", '/erinnere Brot wann="31.12. 9:00"')
        desk, anna, ben = c.bot.desk, c.caller("anna@telegram"), c.caller("ben@discord")
        await desk.call(anna, Call("job.interesse", {"job": "1", "teil": "text", "satz": "Gern."}))
        await desk.call(ben, Call("job.aendern", {"job": "1", "text": "Suche jemanden für React"}))
        await c.due()
        assert sum("Anna hat Interesse" in line for line in c.heard("ben@discord")) == 1


async def test_seats_fill_one_by_one_and_only_then_the_part_is_full(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        await c.call(
            "ben@discord",
            Call("teil.aendern", {"job": "1", "teil": "text", "name": "Text", "skills": "Texten", "plaetze": "2"}),
        )
        for number, persona in enumerate(("anna@telegram", "carla@discord", "dora@telegram"), 2):
            await want(c, persona, "text")
            await c.call("ben@discord", Call("team.zusagen", {"job": "1", "wer": str(number), "teil": "text"}))
        assert "Texten (2 von 2 besetzt: jemand, jemand)" in card(c)
        assert len([line for line in c.heard("dora@telegram") if "Zusage" in line]) == 0
        fewer = Call("teil.aendern", {"job": "1", "teil": "text", "name": "Text", "skills": "Texten", "plaetze": "1"})
        assert "sitzen schon 2 Leute" in await c.call("ben@discord", fewer)


async def test_a_new_part_tags_only_whom_it_newly_fits_and_only_after_a_press(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "react")
        await c.agree("carla@discord", "fotografie")
        await publish(c)
        assert [line for line in c.heard("#jobs") if "Getaggt" in line and "Carla" in line] == []
        await split(c)
        await c.press("ben@discord", "Teil dazu")
        said = await c.fill("ben@discord", name="Fotos", skills="Fotografie")
        assert "Carla" in said
        before = c.heard("#jobs")
        await c.press("ben@discord", "Veröffentlichen")
        new = [line for line in c.heard("#jobs") if line not in before]
        assert len(new) == 1
        assert "Carla" in new[0]
        assert "Anna" not in new[0]


@pytest.mark.parametrize(
    "call",
    [
        Call("job.teile", {"job": "1"}),
        Call("teil.aendern", {"job": "1", "teil": "text", "name": "Meins"}),
        Call("teil.dazu", {"job": "1", "name": "Meins"}),
        Call("teil.wohin", {"job": "1", "teil": "text"}),
        Call("teil.zusammen", {"job": "1", "teil": "text", "mit": "frontend", "stand": "2"}),
        Call("teil.weg", {"job": "1", "teil": "text", "stand": "2"}),
    ],
    ids=lambda call: call.command,
)
async def test_only_the_author_shapes_and_forged_parts_are_refused(tmp_path: Path, call: Call) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        before = card(c)
        for stranger in ("zoe@telegram", "ben@telegram"):
            assert "Das kann nur, wer den Auftrag geschrieben hat." in await c.call(stranger, call)
        if "teil" in call.values:
            forged = Call(call.command, {**call.values, "teil": "nichts"})
            assert "gibt es nicht mehr" in await c.call("ben@discord", forged)
        assert card(c) == before


@pytest.mark.parametrize("name", ["{job}", "Fotos } {", "/vergissmich", "<b>@everyone</b>"])
async def test_a_name_is_never_more_than_words(tmp_path: Path, name: str) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        await c.call("ben@discord", Call("teil.dazu", {"job": "1", "name": name, "skills": "Fotografie"}))
        assert f"{name}: Fotografie (offen)" in card(c)
        await want(c, "anna@telegram", "teil-1")
        assert f"Teil {name}." in c.heard("ben@discord")[-1]
        await c.press("ben@discord", "Zusagen")
        told = c.lines("anna@telegram")[-1].reply.text
        assert name in plain(told)
        assert not any(isinstance(span, Ours) and name in span for span in opened(told, german))


@pytest.mark.parametrize("author", ["ben@discord", "ben@telegram"])
async def test_no_two_parts_of_a_job_have_one_name(tmp_path: Path, author: str) -> None:
    async with community(tmp_path) as c:
        await publish(c, author=author)
        before = card(c)
        refused = "So heißt schon ein Teil."
        assert refused in await c.call(author, Call("teil.dazu", {"job": "1", "name": "TEXT", "skills": "SEO"}))
        renamed = {"job": "1", "teil": "frontend", "name": "Text", "skills": "React"}
        assert refused in await c.call(author, Call("teil.aendern", renamed))
        assert card(c) == before
        same = Call("teil.dazu", {"job": "1", "name": "Text", "skills": "Texten, SEO"})
        assert "2. Text: Texten, SEO (offen)" in await c.call(author, same), "the one of that name is gone by it"


async def test_wrong_counts_and_names_are_refused_and_kept(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        await split(c)
        await c.press("ben@discord", "Teil dazu")
        assert "Schreib eine Zahl" in await c.fill("ben@discord", name="Fotos", plaetze="viele")
        assert "1 bis 20 Plätze" in await c.fill("ben@discord", plaetze="99")
        assert "Wie heißt der Teil" in await c.fill("ben@discord", name="…", plaetze="1")
        assert "Fotos" in await c.fill("ben@discord", name="Fotos", plaetze="3")


@pytest.mark.parametrize("author", ["ben@discord", "ben@telegram"])
async def test_a_skill_that_cannot_be_leaves_the_rest_of_the_form_as_it_was_typed(tmp_path: Path, author: str) -> None:
    async with community(tmp_path) as c:
        await c.say(author, JOB)
        await c.press(author, "Aufteilen")
        await c.press(author, "Teil dazu")
        if author in c.forms:
            told = await c.fill(author, name="Design", skills="Figma, 🦄", plaetze="2")
        else:
            told = [await c.say(author, line) for line in ("Design", "Figma, 🦄", "2")][-1]
        assert "„🦄“ hat keinen Buchstaben" in told
        assert "3. Design: Figma (offen, 2 Plätze)" in await c.fill(author, skills="Figma")


async def test_a_list_of_too_many_skills_for_a_job_comes_back_to_be_shortened(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await publish(c)
        await c.call("ben@discord", Call("job.skills", {"job": "1"}))
        many = ", ".join(f"Skill {first}{second}" for first in "abcdefg" for second in "abcdef")
        assert "Höchstens 40 Skills" in await c.fill("ben@discord", skills=many)
        assert c.forms["ben@discord"].values["skills"] == many


MANY = "React, Texten, Logo, Fotografie, Video, SEO, Buchhaltung, Übersetzung, Musik, DevOps, Datenanalyse"
REST = "Weiteres: Übersetzung, Musikproduktion, DevOps, Datenanalyse"


@pytest.mark.parametrize("author", ["ben@discord", "ben@telegram"])
async def test_what_asks_for_more_trades_than_a_job_has_parts_has_the_rest_in_one(tmp_path: Path, author: str) -> None:
    async with community(tmp_path) as c:
        await c.say(author, f"Wir suchen Leute für: {MANY}.", "#jobs")
        assert f"• {REST}" in await c.press(author, "Vorschau")
        assert f"8. {REST} (offen)" in await c.press(author, "Aufteilen")
        assert "9. " not in await split(c, author)
        await c.call(author, Call("job.teilen", {"job": "1", "stand": "1"}))
        assert f"{REST} (offen)" in "\n".join(c.heard("#jobs", "telegram"))
        seven = MANY.removesuffix(", DevOps, Datenanalyse")
        assert "• Sprachen: Übersetzung" not in await c.call(author, Call("job.skills", {"job": "1", "skills": seven}))


@pytest.mark.parametrize("author", ["ben@discord", "ben@telegram"])
async def test_a_part_in_which_somebody_sits_stays_and_is_none_too_many(tmp_path: Path, author: str) -> None:
    async with community(tmp_path) as c:
        await publish(c, author=author)
        await want(c, "anna@telegram", "text")
        await c.press(author, "Zusagen")
        await want(c, "carla@discord", "frontend")
        others = MANY.removeprefix("React, Texten, ")
        await c.call(author, Call("job.skills", {"job": "1", "skills": f"{others}, Django, Haskell, Docker"}))
        told = await split(c, author)
        assert "8. Weiteres: " in told
        assert "9. " not in told
        for platform in ("telegram", "discord"):
            assert "Text: Texten (besetzt: jemand)" in card(c, platform)
        await c.call(author, Call("job.aendern", {"job": "1", "text": f"Wir suchen Leute für: {others}."}))
        assert "Text: Texten (besetzt: jemand)" in card(c)
        assert "1. @Carla\n" in await c.call(author, Call("job.interessierte", {"job": "1"}))


@pytest.mark.parametrize("author", ["ben@discord", "ben@telegram"])
async def test_where_shaped_parts_fit_nobody_the_named_way_on_is_there(tmp_path: Path, author: str) -> None:
    async with community(tmp_path) as c:
        await publish(c, author=author)
        await split(c, author)
        assert "Mit „Skills ändern“" in await c.press(author, "Entfernen 2")
        assert "Skills ändern" in labels(c.last(author))


@pytest.mark.parametrize("author", ["ben@discord", "ben@telegram"])
async def test_parts_that_the_author_named_stay_and_leave_no_room_when_they_are_all(
    tmp_path: Path, author: str
) -> None:
    async with community(tmp_path) as c:
        eight = MANY.removesuffix(", Musik, DevOps, Datenanalyse")
        await c.say(author, f'/job Alles text="Wir suchen Leute für: {eight}."')
        nine = Call("job.skills", {"job": "1", "skills": f"{eight}, DevOps"})
        await c.call(author, Call("teil.aendern", {"job": "1", "teil": "translation", "name": "Englisch"}))
        told = await c.call(author, nine)
        assert "• Englisch: Übersetzung\n• Weiteres: Buchhaltung, DevOps" in told
        await split(c, author)
        await c.press(author, "Entfernen 8")
        await c.call(author, Call("teil.dazu", {"job": "1", "name": "Radio", "skills": "Podcast"}))
        assert "Höchstens 8 Teile hat ein Auftrag." in await c.call(author, nine)
        vue = Call("job.skills", {"job": "1", "skills": f"{eight.replace('Buchhaltung, ', '')}, Vue"})
        assert "Frontend: React, Vue.js\n" in await c.call(author, vue)


@pytest.mark.parametrize("author", ["ben@discord", "ben@telegram"])
async def test_named_parts_and_one_in_which_somebody_sits_leave_no_room_for_another(
    tmp_path: Path, author: str
) -> None:
    async with community(tmp_path) as c:
        await publish(c, f'/job Alles text="Wir suchen Leute für: {MANY.partition(", Musik")[0]}."', author)
        await split(c, author)
        await c.press(author, "Entfernen 8")
        devops = Call("job.skills", {"job": "1", "skills": f"{MANY.partition(', Buchhaltung')[0]}, DevOps"})
        assert "IT und Server: DevOps" in await c.call(author, devops)
        await want(c, "anna@telegram", "infra")
        await c.press(author, "Zusagen")
        data = Call("job.skills", {"job": "1", "skills": "React, Datenanalyse"})
        assert "Höchstens 8 Teile hat ein Auftrag." in await c.call(author, data)
        assert "IT und Server: DevOps (besetzt: jemand)" in card(c)


@pytest.mark.parametrize("author", ["ben@discord", "ben@telegram"])
async def test_a_full_job_keeps_the_way_on_among_the_buttons_that_fit(tmp_path: Path, author: str) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "react")
        await c.agree("carla@discord", "vue")
        eight = MANY.removesuffix(", Musik, DevOps, Datenanalyse")
        await c.say(author, f'/job Alles text="Wir suchen Leute für: {eight}."')
        assert "Höchstens 8 Teile hat ein Auftrag." in await split(c, author)
        most = limits.BUTTONS_PER_ROW * limits.BUTTON_ROWS
        assert "Vorschau" in labels(c.last(author))[:most]
        assert "Teil dazu" not in labels(c.last(author))
        await c.press(author, "Vorschau")
        await c.press(author, "Veröffentlichen")
        part = {"job": "1", "teil": "frontend", "name": "Frontend", "skills": "Vue"}
        assert "Carla" in await c.call(author, Call("teil.aendern", part))
        assert "Veröffentlichen" in labels(c.last(author))[:most]
