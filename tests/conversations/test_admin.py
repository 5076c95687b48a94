"""`/admin`: organisers see the terms that nobody knows, and say which skill is meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.skills import Stance
from bot.talk import limits
from bot.talk.answers import Ask, Call
from tests.conversations.test_teams import card, want
from tests.support.talking import Talk, community, labels, running

ORGA = "orga@telegram"
ACTIONS = [
    Call("admin"),
    Call("admin.terms"),
    Call("admin.terms", {"seite": "1"}),
    Call("admin.alias", {"begriff": "zauberblogs"}),
    Call("admin.alias", {"begriff": "zauberblogs", "skill": "WordPress"}),
    Call("admin.aliases"),
    Call("admin.unalias", {"begriff": "bauchreden"}),
]


async def stances(c: Talk, persona: str) -> dict[str, Stance]:
    async with c.bot.storage.begin() as store:
        known = await store.members.at(c.caller(persona).address)
    return {held.skill.label: held.stance for held in known.skills} if known else {}


async def pairs(c: Talk) -> tuple[tuple[str, str], ...]:
    async with c.bot.storage.begin() as store:
        return await store.vocabulary.pairs()


async def assign(c: Talk, term: str, skill: str, persona: str = ORGA) -> str:
    """Let an organiser find a term on the first page and say which skill it means."""
    told = await c.call(persona, Call("admin.terms"))
    number = next(row.partition(".")[0] for row in told.splitlines() if f". {term}:" in row)
    await c.press(persona, f"Zuordnen {number}")
    return await answer(c, persona, skill)


async def answer(c: Talk, persona: str, skill: str) -> str:
    """Say which skill is meant: in the form, or as the next line in the private chat."""
    return await (c.fill(persona, skill=skill) if persona in c.forms else c.say(persona, skill))


@pytest.mark.parametrize("persona", [ORGA, "orga@discord"])
async def test_organiser_says_what_a_term_means_and_everybody_who_held_it_holds_the_skill(
    tmp_path: Path, persona: str
) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "zauber blogs, bauchreden")
        await c.agree("ben@discord", "lerne: Zauber-Blogs", "Nur gelistet")
        await c.agree("carla@telegram", "zauber blogs, wordpress")
        await c.call("carla@telegram", Call("consent.set", {"level": "verborgen"}))
        await c.say(persona, "/admin")
        assert c.last(persona).private
        told = await c.press(persona, "Unbekannte Begriffe")
        assert ". zauber blogs: 3 Leute" in told or ". Zauber-Blogs: 3 Leute" in told
        assert ". bauchreden: 1 Person" in told
        assert not any(name in told for name in ("Anna", "Ben", "Carla"))

        asked = await c.press(persona, "Zuordnen 1")
        assert "3 Leute" in asked
        said = await answer(c, persona, "wordpress")
        assert "zählt jetzt als WordPress: bei 3 Leuten geändert." in said
        assert await stances(c, "anna@telegram") == {"WordPress": Stance.OFFERS, "bauchreden": Stance.OFFERS}
        assert await stances(c, "ben@discord") == {"WordPress": Stance.LEARNS}
        assert await stances(c, "carla@telegram") == {"WordPress": Stance.OFFERS}
        assert "@Anna" in await c.say("dora@discord", "/suche zauber-blogs")


async def test_from_then_on_the_term_is_understood_wherever_skills_are_read(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "zauber blogs")
        await c.say("ben@telegram", "Suche jemanden für zauber blogs, zwei Wochen.", "#jobs")
        assert c.heard("#jobs") == []
        assert not (await c.bot.desk.listener())("Suche jemanden für zauber blogs, zwei Wochen.")
        assert "bei einer Person geändert" in await assign(c, "zauber blogs", "WordPress")
        assert (await c.bot.desk.listener())("Suche jemanden für zauber blogs, zwei Wochen.")
        await c.say("ben@telegram", "Suche jemanden für zauber blogs, zwei Wochen.", "#jobs")
        assert len(c.heard("#jobs")) == 1
        assert "Gesucht: WordPress" in await c.press("ben@telegram", "Vorschau", "#jobs")
        assert "WordPress" in await c.say("carla@telegram", '/job titel=Shop text="mit Zauber-Blogs"')
        await c.agree("dora@discord")
        assert "zauber blogs → WordPress" in await c.say("dora@discord", "/skills zauber blogs")
        assert "WordPress" in await c.bot.desk.complete(c.caller("dora@discord"), "suche", "was", "zauber bl")


async def test_assignment_survives_a_restart_and_is_taken_back_without_undoing_what_it_changed(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "zauber blogs")
        await assign(c, "zauber blogs", "WordPress")
    async with running(c):
        await c.agree("ben@discord", "zauber blogs")
        told = await c.press(ORGA, "Zurücknehmen")
        assert "„zauber blogs“ zählt nicht mehr als WordPress" in told
        assert "Es gibt keine Zuordnungen" in told
        assert list(await stances(c, "anna@telegram")) == list(await stances(c, "ben@discord")) == ["WordPress"]
        assert "Als eigener Begriff gemerkt: zauber blogs" in await c.say("ben@discord", "/skills zauber blogs")


async def test_two_processes_over_one_database_agree_at_the_next_call(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "zauber blogs")
        async with c.bot.storage.begin() as store:  # as another process would
            term = await store.vocabulary.term("zauberblogs")
            known = c.bot.house.vocabulary.known("WordPress")
            assert term is not None
            assert known is not None
            await store.vocabulary.add_alias(term.label, known, c.clock.at)
        assert "War schon da: WordPress" in await c.say("anna@telegram", "/skills ZauberBlogs")
        async with c.bot.storage.begin() as store:
            await store.vocabulary.drop_alias("zauberblogs")
        assert "Als eigener Begriff gemerkt: zauber blogs" in await c.say("anna@telegram", "/skills zauber blogs")


@pytest.mark.parametrize("call", ACTIONS, ids=lambda call: f"{call.command} {len(call.values)}")
@pytest.mark.parametrize("platform", ["telegram", "discord"])
async def test_nobody_but_organisers_may(tmp_path: Path, call: Call, platform: str) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "zauber blogs, bauchreden")
        await assign(c, "bauchreden", "Texten")
        before = await pairs(c)
        told = await c.call(f"anna@{platform}", call)
        assert told == "Das dürfen nur Organisator:innen."
        assert not labels(c.last(f"anna@{platform}"))
        assert f"anna@{platform}" not in c.forms
        assert await pairs(c) == before == (("bauchreden", "Texten"),)
        assert list(await stances(c, "anna@telegram")) == ["zauber blogs", "Texten"]
        assert "nur Organisator:innen" not in await c.call(f"orga@{platform}", call)


@pytest.mark.parametrize("persona", [ORGA, "orga@discord"])
async def test_guess_of_the_skill_that_is_meant_is_offered_and_never_taken_unsaid(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "javascripting")
        await c.call(persona, Call("admin.terms"))
        told = await c.press(persona, "Zuordnen 1")
        if persona in c.forms:
            assert c.forms[persona].values == {"skill": "JavaScript"}
            assert "zählt jetzt als JavaScript" in await c.fill(persona)
            return
        assert "Jetzt:" not in told
        assert labels(c.last(persona))[0] == "JavaScript"
        assert "Überspringen" not in labels(c.last(persona))
        assert "Welcher Skill ist gemeint?" in await c.say(persona, "Überspringen")
        assert await pairs(c) == ()
        assert "zählt jetzt als JavaScript" in await c.press(persona, "JavaScript")


@pytest.mark.parametrize("persona", [ORGA, "orga@discord"])
async def test_label_that_nobody_knows_is_refused_in_german_and_loses_nothing(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "zauber blogs, xq")
        assert "„Wordpres“ kenne ich nicht. Meintest du WordPress" in await assign(
            c, "zauber blogs", "Wordpres", persona
        )
        assert await pairs(c) == ()
        assert "zählt jetzt als WordPress" in await answer(c, persona, "WordPress")
        for typed in ("qqqqqq", "xq", "@everyone", "{x}", "🦄"):
            told = await c.call(persona, Call("admin.alias", {"begriff": "xq", "skill": typed}))
            assert "kenne ich nicht" in told or "kenne ich nicht" in str(c.forms.get(persona))
        assert "60" in await c.call(persona, Call("admin.alias", {"begriff": "xq", "skill": "x" * 61}))
        assert await pairs(c) == (("zauber blogs", "WordPress"),)
        assert list(await stances(c, "anna@telegram")) == ["WordPress", "xq"]


async def test_ten_terms_are_on_a_page_and_assignments_likewise(tmp_path: Path) -> None:
    words = [f"wort{chr(97 + n)}" + "x" * 54 for n in range(12)]
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", ", ".join(words))
        first = await c.call(ORGA, Call("admin.terms"))
        assert [f"{n}. {words[n - 1]}: 1 Person" in first for n in (1, 10, 11)] == [True, True, False]
        assert len(first) <= limits.MESSAGE
        assert len(c.last(ORGA).buttons) <= limits.BUTTON_ROWS
        second = await c.press(ORGA, "Weiter")
        assert f"11. {words[10]}" in second
        assert labels(c.last(ORGA)) == ["Zuordnen 11", "Zuordnen 12", "Zurück", "Zuordnungen"]
        assert await c.press(ORGA, "Zurück") == first
        assert await c.call(ORGA, Call("admin.terms", {"seite": "7"})) == first  # what stood there is gone

        for word in words:
            await c.call(ORGA, Call("admin.alias", {"begriff": word, "skill": "Texten"}))
        assert "kenne alles" in await c.call(ORGA, Call("admin.terms"))
        told = await c.press(ORGA, "Zuordnungen")
        assert f"10. {words[9]} → Texten" in told
        assert len(told) <= limits.MESSAGE
        assert f"12. {words[11]} → Texten" in await c.press(ORGA, "Weiter")
        assert labels(c.last(ORGA)) == ["Zurücknehmen 11", "Zurücknehmen 12", "Zurück", "Unbekannte Begriffe"]
        await c.press(ORGA, "Zurücknehmen 12")
        told = await c.press(ORGA, "Zurücknehmen 11")
        assert f"„{words[10]}“ zählt nicht mehr" in told
        assert f"10. {words[9]} → Texten" in told  # the page went with what stood on it
        assert len(await pairs(c)) == 10


async def test_term_or_assignment_that_is_gone_is_said_so(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "zauber blogs, python")
        for begriff in ("zauberblogs", "python", "", "x" * 65, "' OR 1=1 --"):
            if begriff == "zauberblogs":
                await c.call(ORGA, Call("admin.terms"))
                await c.say("anna@telegram", "/skills -zauber blogs")
            told = await c.call(ORGA, Call("admin.alias", {"begriff": begriff, "skill": "WordPress"}))
            assert "schiefgegangen" not in told
            assert "gibt es nicht mehr" in await c.call(ORGA, Call("admin.unalias", {"begriff": begriff[:60]}))
        assert "hat niemand mehr" in await c.press(ORGA, "Zuordnen 1")
        assert await pairs(c) == ()
        assert list(await stances(c, "anna@telegram")) == ["Python"]


async def test_term_is_shown_as_it_was_typed(tmp_path: Path) -> None:
    strange = ("@everyone", "<b>x</b>", "[x](http://a.de)", "{geschweift}", "/hilfe bitte")
    async with community(tmp_path) as c:
        await c.agree("anna@telegram")
        for typed in strange:
            await c.call("anna@telegram", Call("skills", {"liste": typed}))
        kept = await stances(c, "anna@telegram")
        told = await c.call(ORGA, Call("admin.terms"))
        for label in kept:
            assert f". {label}: 1 Person" in told
        for label in kept:
            said = await assign(c, label, "Texten")
            assert f"„{label}“ zählt jetzt als Texten" in said


@pytest.mark.parametrize("persona", [ORGA, "orga@discord"])
async def test_term_that_is_known_by_itself_needs_no_alias_and_takes_no_other_meaning(
    tmp_path: Path, persona: str
) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", '"js"')  # an older release kept it like this without quotes
        told = await assign(c, "js", "TypeScript", persona)
        assert told == (
            "„js“ kenne ich schon als JavaScript. Etwas anderes kann der Begriff nicht heißen. Geändert ist nichts."
        )
        assert list(await stances(c, "anna@telegram")) == ["js"]
        assert await pairs(c) == ()
        assert "kenne ich nicht" in await c.call(persona, Call("admin.alias", {"begriff": "js", "skill": "qqqqqq"}))
        assert "zählt jetzt als JavaScript: bei einer Person geändert" in await assign(c, "js", "javascript", persona)
        assert labels(c.last(persona)) == ["Unbekannte Begriffe"]
        assert list(await stances(c, "anna@telegram")) == ["JavaScript"]
        assert await pairs(c) == ()


async def test_only_skills_that_are_accepted_are_suggested_the_most_offered_first(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", 'webkram, seokram, "web", latein')
        await c.agree("ben@discord", "seokram, latein, polnisch")
        await c.call(ORGA, Call("admin.terms"))
        await c.press(ORGA, "Zuordnen 1")
        *offered, _cancel = labels(c.last(ORGA))
        assert offered[:2] == ["Latein", "Polnisch"]
        typed = await c.bot.desk.complete(c.caller(ORGA), "admin.alias", "skill", "webk")
        assert "Web-Karten" in typed
        assert {*offered, *typed} <= {entry.skill.label for entry in c.bot.house.vocabulary.entries}
        assert "webkram" in await c.bot.desk.complete(c.caller(ORGA), "skills", "liste", "webk")


async def test_form_opens_with_what_the_term_may_mean(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "pyythonn")
        await c.call("orga@discord", Call("admin.terms"))
        await c.press("orga@discord", "Zuordnen 1")
        form: Ask = c.forms["orga@discord"]
        assert form.values == {"skill": "Python"}


async def test_cards_of_open_jobs_follow(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("ben@discord", '/job titel=Feier text="Wir feiern"')
        await c.press("ben@discord", "Skills ändern")
        await c.fill("ben@discord", skills="Klöppeln")
        await c.press("ben@discord", "Veröffentlichen")
        await c.agree("anna@telegram", "Klöppeln")
        assert any("Klöppeln" in words for words in c.heard("#jobs", "telegram"))
        await assign(c, "Klöppeln", "Texten")
        cards = c.heard("#jobs", "telegram")
        assert any("Texten" in words for words in cards)
        assert not any("Klöppeln" in words for words in cards)


async def test_who_is_not_tagged_for_a_term_is_not_tagged_for_the_skill(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "klöppeln")
        await c.agree("dora@telegram", "klöppeln")
        await c.call("anna@telegram", Call("tagging.mute", {"skill": "kloppeln"}))
        await assign(c, "klöppeln", "Texten")
        assert "Keine Tags zu Texten." in await c.call("anna@telegram", Call("tagging.show"))
        await c.say("ben@discord", '/job Portal text="Suche jemanden für Texte"')
        await c.press("ben@discord", "Veröffentlichen")
        (tagged,) = [line for line in c.heard("#jobs", "telegram") if "Getaggt" in line]
        assert "@Dora" in tagged
        assert "@Anna" not in tagged


@pytest.mark.parametrize("platform", ["telegram", "discord"])
async def test_parts_of_open_jobs_stay_with_their_people(tmp_path: Path, platform: str) -> None:
    ben = f"ben@{platform}"
    async with community(tmp_path) as c:
        await c.agree("carla@telegram", "webkram, klöppeln")
        await c.say(ben, '/job Portal text="Suche jemanden für WordPress"')
        for name, skills in (("Kaffee", ""), ("Kram", "webkram"), ("Spitze", "klöppeln")):
            await c.call(ben, Call("teil.dazu", {"job": "1", "name": name, "skills": skills}))
        await c.call(ben, Call("job.teilen", {"job": "1", "stand": "4"}))
        for persona, part in (("emil@telegram", "teil-1"), ("carla@telegram", "teil-2")):
            await want(c, persona, part)
            await c.press(ben, "Zusagen")
        await assign(c, "klöppeln", "Texten")
        rows = card(c, platform).splitlines()
        assert "Spitze: Texten (offen)" in rows
        assert {"Kaffee (besetzt: jemand)", "Kram: webkram (besetzt: Carla)"} <= set(rows)
        await assign(c, "webkram", "WordPress")
        rows = card(c, platform).splitlines()
        assert {"Web: WordPress (offen)", "Kaffee (besetzt: jemand)", "Kram (besetzt: Carla)"} <= set(rows)
        assert "Kram (besetzt: Carla)" in await c.call(ben, Call("job.interessierte", {"job": "1"}))


async def test_what_an_open_job_requires_is_no_side_matter_afterwards(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "webkram")
        await c.say("ben@discord", '/job Portal text="Suche jemanden"')
        await c.call("ben@discord", Call("job.skills", {"job": "1", "skills": "Webkram; dazu: WordPress"}))
        await c.press("ben@discord", "Veröffentlichen")
        assert "Weiteres: Webkram · dazu: WordPress (offen)" in card(c)
        await assign(c, "webkram", "WordPress")
        assert "Weiteres: WordPress (offen)" in card(c)
