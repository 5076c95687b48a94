"""What was understood of a job is corrected by its author: with taps, as a line, and by taking what is proposed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.jobs import Job, JobState
from bot.talk import limits
from bot.talk.answers import Call
from bot.talk.text import mentions
from tests.conversations.test_teams import want
from tests.support.talking import Talk, community, label, labels

POST = "Suche jemanden für Haskell und Ansible"
REFUSED = "Das kann nur, wer den Auftrag geschrieben hat."
STALE = "Der Auftrag hat sich inzwischen geändert. Das ist der neue Stand."


async def previewed(c: Talk, persona: str = "ben@discord", text: str = POST) -> str:
    """Write a free post and look at the preview."""
    await c.say(persona, text, "#jobs", message="p1")
    return await c.press(persona, "Vorschau")


async def kept(c: Talk) -> Job:
    """Return the first job as it is kept."""
    async with c.bot.storage.begin() as store:
        job = await store.jobs.get(1)
    assert job is not None
    return job


async def shares(c: Talk) -> tuple[str, str]:
    """Return the core and the side of the first job."""
    job = await kept(c)
    core = {skill.key for skill in job.core}
    return (
        ", ".join(skill.label for skill in job.core),
        ", ".join(skill.label for skill in job.skills if skill.key not in core),
    )


def pressed(c: Talk, persona: str, text: str) -> Call:
    """Return what a button would send, for whoever presses it late or forges it."""
    press = c.button(persona, text).press
    assert isinstance(press, Call)
    return press


@pytest.mark.parametrize("persona", ["ben@discord", "anna@telegram"])
async def test_each_part_has_a_line_and_what_goes_along_stands_apart(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path) as c:
        assert "Verstanden:\n• Backend: Haskell\n• IT und Server: Ansible\n" in await previewed(c, persona)
        await c.press(persona, "Skills ändern")
        assert labels(c.last(persona)) == ["Ansible: gesucht", "Haskell: gesucht", "Vorschau", "Als Liste"]
        assert "• Backend: Haskell · dazu: Ansible" in await c.press(persona, "Ansible: gesucht")
        assert await shares(c) == ("Haskell", "Ansible")
        assert "• Backend: Haskell · dazu: Ansible" in await c.press(persona, "Vorschau")
        await c.press(persona, "Veröffentlichen")
        for platform in ("discord", "telegram"):
            assert "Backend: Haskell · dazu: Ansible" in c.heard("#jobs", platform)[0]
        assert c.heard("#jobs", "telegram")[0].startswith("Gesucht: Haskell\n")


async def test_a_skill_goes_round_with_one_tap_each(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await previewed(c)
        await c.press("ben@discord", "Skills ändern")
        for tapped, after in (
            ("Ansible: gesucht", ("Haskell", "Ansible")),
            ("Ansible: dazu", ("Haskell", "")),
            ("Ansible: weg", ("Haskell, Ansible", "")),
        ):
            places = [one.split(":")[0] for one in labels(c.last("ben@discord"))]
            await c.press("ben@discord", tapped)
            assert await shares(c) == after
            assert [one.split(":")[0] for one in labels(c.last("ben@discord"))] == places, "no button moves"
        assert (await kept(c)).skilled


@pytest.mark.parametrize("author", ["ben@discord", "ben@telegram"])
async def test_a_part_that_is_for_several_people_is_still_so_when_its_skill_has_gone_round(
    tmp_path: Path, author: str
) -> None:
    async with community(tmp_path) as c:
        await c.say(author, '/job Portal text="Suche Haskell und Texten"')
        await c.call(author, Call("job.teile", {"job": "1"}))
        await c.call(author, Call("teil.aendern", {"job": "1", "teil": "backend", "name": "Backend", "plaetze": "3"}))
        await c.press(author, "Vorschau")
        await c.press(author, "Veröffentlichen")
        await want(c, "anna@telegram", "backend")
        await c.call(author, Call("job.gesucht", {"job": "1"}))
        for state in ("gesucht", "dazu", "weg"):
            await c.press(author, f"Haskell: {state}")
        assert "Backend: Haskell (angefragt, 3 Plätze)" in c.heard("#jobs", "telegram")[0]
        await c.call(author, Call("job.skills", {"job": "1", "skills": "Texten"}))
        await c.call(author, Call("job.skills", {"job": "1", "skills": "Texten, Haskell"}))
        assert "Backend: Haskell (angefragt, 3 Plätze)" in c.heard("#jobs", "discord")[0]


async def test_a_job_without_anything_sought_says_so(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await previewed(c, text="Suche jemanden für Haskell")
        await c.press("ben@discord", "Skills ändern")
        assert "So ist niemand gesucht" in await c.press("ben@discord", "Haskell: gesucht")
        assert "Ich erkenne keinen Skill" in await c.press("ben@discord", "Haskell: dazu")
        assert labels(c.last("ben@discord")) == ["Haskell: weg", "Vorschau", "Als Liste"]
        await c.press("ben@discord", "Vorschau")
        await c.press("ben@discord", "Skills ändern")  # nothing to tap: the form opens at once
        assert "• Backend: Rust" in await c.fill("ben@discord", skills="rust")


@pytest.mark.parametrize("persona", ["ben@discord", "ben@telegram"])
async def test_a_part_of_which_no_skill_was_read_does_not_say_that_nobody_is_sought(
    tmp_path: Path, persona: str
) -> None:
    async with community(tmp_path) as c:
        await c.say(persona, '/job Umzug text="Suche jemanden zum Anpacken"')
        asked = await c.call(persona, Call("teil.dazu", {"job": "1", "name": "Mitarbeit"}))
        assert "Mitarbeit (offen)" in asked
        assert "niemand gesucht" not in asked
        said = await c.call(persona, Call("job.vorschau", {"job": "1"}))
        assert "Ich erkenne keinen Skill" in said
        assert "niemand gesucht" not in said
        assert pressed(c, persona, "Skills ändern").command == "job.skills", "there is no skill to press"


async def test_the_form_is_prefilled_with_what_reads_back_to_the_same(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await previewed(c)
        await c.press("ben@discord", "Skills ändern")
        await c.press("ben@discord", "Ansible: gesucht")
        await c.press("ben@discord", "Als Liste")
        assert c.forms["ben@discord"].values == {"skills": "Haskell; dazu: Ansible"}
        before = (await kept(c)).parts
        assert "• Backend: Haskell · dazu: Ansible" in await c.fill("ben@discord")
        assert (await kept(c)).parts == before
        await c.press("ben@discord", "Skills ändern")
        await c.press("ben@discord", "Als Liste")
        shown = await c.fill("ben@discord", skills='react, "js"; dazu: git, klöppeln')
        assert "• Frontend: React · dazu: Git\n• Weiteres: js · dazu: klöppeln" in shown
        assert await shares(c) == ("React, js", "Git, klöppeln")
        await c.press("ben@discord", "Skills ändern")
        await c.press("ben@discord", "js: gesucht")  # a term of its own stays itself
        assert await shares(c) == ("React", "js, Git, klöppeln")


@pytest.mark.parametrize(
    "typed", ["123", "x" * 61, ", ".join(f"wort{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(41))]
)
async def test_what_is_no_skill_is_refused_and_nothing_changes(tmp_path: Path, typed: str) -> None:
    async with community(tmp_path) as c:
        await previewed(c)
        before = await kept(c)
        told = await c.call("ben@discord", Call("job.skills", {"job": "1", "skills": typed}))
        assert "schiefgegangen" not in told
        assert await kept(c) == before
        await c.call("ben@discord", Call("job.skills", {"job": "1", "skills": "rust"}))
        assert await shares(c) == ("Rust", "")


@pytest.mark.parametrize("author", ["ben@discord", "ben@telegram"])
async def test_a_list_that_only_takes_out_leaves_the_rest(tmp_path: Path, author: str) -> None:
    async with community(tmp_path) as c:
        await c.say(author, '/job Portal text="Suche React, Texten und Fotografie"')
        without = Call("job.skills", {"job": "1", "skills": "ohne Texten"})
        assert "• Frontend: React\n• Foto: Fotografie\n" in await c.call(author, without)
        part = {"job": "1", "teil": "frontend", "name": "Frontend"}
        await c.call(author, Call("teil.aendern", {**part, "skills": "React, Figma, Docker"}))
        told = await c.call(author, Call("teil.aendern", {**part, "skills": "-Docker"}))
        assert "1. Frontend: React, Figma (offen)" in told
        bullets = Call("job.skills", {"job": "1", "skills": "- React\n- Texten\n- dazu: Docker"})
        assert "• Frontend: React · dazu: Docker\n• Text: Texten\n" in await c.call(author, bullets)
        unclear = Call("job.skills", {"job": "1", "skills": "React, nicht mehr"})
        assert "„nicht mehr“ verstehe ich nicht." in await c.call(author, unclear)


async def test_only_the_author_may_correct_and_forged_presses_change_nothing(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await previewed(c, text="Unser Verein braucht eine neue Website")
        before = await kept(c)
        tap = {"job": "1", "stand": "1", "skill": "Website-Erstellung", "als": "side"}
        for forged in (
            Call("job.skill", tap),
            Call("job.gesucht", {"job": "1"}),
            Call("job.dazu", {"job": "1", "stand": "1", "skill": "Texten"}),
            Call("job.skills", {"job": "1", "skills": "rust"}),
        ):
            assert (await c.call("zoe@discord", forged)).strip() == REFUSED
        for values in (
            {**tap, "als": "owner"},
            {**tap, "als": ""},
            {**tap, "skill": ""},
            {**tap, "skill": "React, Ansible"},
            {**tap, "skill": "dazu: React"},
            {**tap, "skill": "-React"},
            {**tap, "skill": "x" * 65},
            {**tap, "job": "2"},
            {**tap, "stand": "one"},
            {"job": "1", "stand": "1"},
        ):
            assert "schiefgegangen" not in await c.call("ben@discord", Call("job.skill", values)), values
            assert await kept(c) == before, values
        for skill in ("Haskell", "", "Konzept", "text"):  # what was not proposed
            await c.call("ben@discord", Call("job.dazu", {"job": "1", "stand": "1", "skill": skill}))
            assert await kept(c) == before, skill
        await c.call("ben@discord", Call("job.skill", tap))
        assert await shares(c) == ("", "Website-Erstellung")


async def test_a_stale_tap_shows_the_new_state_and_changes_nothing(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await previewed(c, text="Unser Verein braucht eine neue Website")
        take = pressed(c, "ben@discord", "+ Text")
        await c.press("ben@discord", "Skills ändern")
        tap = pressed(c, "ben@discord", "Website-Erstellung: gesucht")
        await c.edit("ben@discord", "#jobs", "p1", "Unser Verein braucht eine neue Website. Wer kann Haskell?")
        before = await kept(c)
        for stale, shown in ((tap, "Haskell: gesucht"), (take, "Veröffentlichen")):
            assert STALE in await c.call("ben@discord", stale)
            assert shown in labels(c.last("ben@discord"))
            assert await kept(c) == before


async def test_a_closed_job_is_not_corrected_any_more(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await previewed(c)
        await c.press("ben@discord", "Skills ändern")
        tap = pressed(c, "ben@discord", "Ansible: gesucht")
        await c.press("ben@discord", "Vorschau")
        await c.press("ben@discord", "Veröffentlichen")
        assert STALE in await c.call("ben@discord", tap)
        await c.call("ben@discord", Call("job.vergeben", {"job": "1"}))
        before = await kept(c)
        assert before.state is JobState.ASSIGNED
        for late in (
            tap,
            Call("job.gesucht", {"job": "1"}),
            Call("job.dazu", {"job": "1", "stand": "3", "skill": "x"}),
        ):
            assert "schon vergeben" in await c.call("ben@discord", late)
        assert await kept(c) == before


@pytest.mark.parametrize("persona", ["ben@discord", "anna@telegram"])
async def test_what_a_website_often_needs_is_proposed_and_taken_with_one_tap(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path) as c:
        await c.agree("carla@discord", "texten")
        shown = await previewed(c, persona, "Unser Verein braucht eine neue Website")
        assert "Zu einer Website gehören oft auch: Konzept, Design, Text, Foto, SEO." in shown
        assert "Carla" not in shown, "nobody is tagged for what was not taken"
        assert await shares(c) == ("Website-Erstellung", "")
        shown = await c.press(persona, "+ Text")
        assert "• Text: Texten" in shown
        assert "Carla (Texten" in shown
        assert "gehören oft auch: Konzept, Design, Foto, SEO." in shown
        assert not [line for line in c.lines("#jobs") if mentions(line.reply.text)]
        await c.press(persona, "Veröffentlichen")
        assert [one.name for line in c.lines("#jobs") for one in mentions(line.reply.text)] == ["Carla"]


@pytest.mark.parametrize(
    ("text", "proposed", "line"),
    [
        ("Wir brauchen eine Website", ("Konzept", "Design", "Text", "Foto", "SEO"), "UX-Design"),
        ("Wir brauchen einen Onlineshop", ("Design", "Produkttexte", "Produktfotos", "SEO", "Recht"), "Webdesign"),
        ("Wir brauchen eine App", ("Konzept", "Design", "Backend", "Test"), "UX-Design"),
        ("Suche Videoproduktion", ("Drehbuch", "Schnitt", "Musik", "Sprecher", "Untertitel"), "Drehbuch"),
        ("Suche Eventmanagement", ("Technik", "Catering", "Moderation", "Foto", "Grafik"), "Veranstaltungstechnik"),
        ("Suche jemanden für eine Marketingkampagne", ("Text", "Grafik", "Foto", "Video", "Social Media"), "Texten"),
    ],
    ids=["website", "shop", "app", "video", "event", "campaign"],
)
async def test_each_template_is_proposed_and_a_part_of_it_taken_with_one_tap(
    tmp_path: Path, text: str, proposed: tuple[str, ...], line: str
) -> None:
    async with community(tmp_path) as c:
        assert f"gehören oft auch: {', '.join(proposed)}." in await previewed(c, text=text)
        shown = await c.press("ben@discord", f"+ {proposed[0]}")
        assert line in shown
        assert f"+ {proposed[0]}" not in labels(c.last("ben@discord"))


async def test_nothing_proposed_is_kept_or_tagged_for_unless_it_is_taken(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("carla@discord", "texten, fotografie, seo")
        await previewed(c, text="Unser Verein braucht eine neue Website")
        await c.press("ben@discord", "Veröffentlichen")
        assert "oft auch" not in c.heard("#jobs", "discord")[0]
        assert not [line for line in c.lines("#jobs") if mentions(line.reply.text)]
        assert await shares(c) == ("Website-Erstellung", "")


async def test_skills_of_a_published_job_reach_the_cards_at_once_and_the_tags_when_the_author_says_so(
    tmp_path: Path,
) -> None:
    async with community(tmp_path) as c:
        await c.agree("carla@discord", "texten")
        await previewed(c, text="Unser Verein braucht eine neue Website")
        await c.press("ben@discord", "Veröffentlichen")
        shown = await c.call("ben@discord", Call("job.gesucht", {"job": "1"}))
        assert "oft auch" in shown
        assert "Carla" not in shown
        assert "Carla (Texten" in await c.press("ben@discord", "+ Text")
        assert "Text: Texten" in c.heard("#jobs", "telegram")[0]
        assert not [line for line in c.lines("#jobs") if mentions(line.reply.text)]
        await c.press("ben@discord", "Veröffentlichen")
        assert [one.name for line in c.lines("#jobs") for one in mentions(line.reply.text)] == ["Carla"]


async def test_many_skills_fit_the_buttons_and_the_card(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        names = [entry.skill.label for entry in c.bot.house.vocabulary.entries][:38]
        await previewed(c)
        listed = ", ".join((*names[:20], "Website")) + "; dazu: " + ", ".join(names[20:])
        await c.call("ben@discord", Call("job.skills", {"job": "1", "skills": listed}))
        shown = await c.press("ben@discord", "Skills ändern")
        assert "Als Liste" in shown
        rows = c.last("ben@discord").buttons
        assert len(rows) <= limits.BUTTON_ROWS
        assert all(len(row) <= limits.BUTTONS_PER_ROW for row in rows)
        assert all(len(label(button)) <= limits.BUTTON_LABEL for row in rows for button in row)
        assert len(shown) <= limits.CARD


@pytest.mark.parametrize("typed", ["@everyone", "<b>x</b>", "{name}", "a&b=c", "dazu", "x" * 60])
async def test_strange_terms_are_shown_as_typed_and_tapped_like_others(tmp_path: Path, typed: str) -> None:
    async with community(tmp_path) as c:
        await previewed(c)
        assert typed in await c.call("ben@discord", Call("job.skills", {"job": "1", "skills": f'Rust, "{typed}"'}))
        await c.press("ben@discord", "Skills ändern")
        (button,) = [one for one in labels(c.last("ben@discord")) if ": gesucht" in one and "Rust" not in one]
        await c.press("ben@discord", button)
        assert await shares(c) == ("Rust", typed)


async def test_the_file_of_what_is_kept_tells_core_and_side_apart(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await previewed(c)
        await c.call("ben@discord", Call("job.skills", {"job": "1", "skills": "Haskell; dazu: Ansible"}))
        await c.say("ben@discord", "/meinedaten")
        (file,) = c.last("ben@discord").files
        words = " ".join(file.content.decode().split())
        assert '"teile": { "Backend": { "gesucht": [ "Haskell" ], "dazu": [ "Ansible" ], "plaetze": 1 } }' in words


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Suche jemanden für Haskell und Ansible", "Gesucht: Haskell, Ansible"),
        ("Suche Leute für Haskell, Ansible, Lektorat und Fotografie", "Gesucht: Haskell, Ansible, Lektorat und mehr"),
        ("Suche jemanden für Haskell, Scala, Rust und Elixir", "Gesucht: Haskell, Scala, Rust und mehr"),
    ],
)
async def test_a_title_that_nobody_wrote_names_three_things_at_most(tmp_path: Path, text: str, title: str) -> None:
    async with community(tmp_path) as c:
        await previewed(c, text=text)
        assert (await kept(c)).title == title
