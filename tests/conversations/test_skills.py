"""`/skills`: adding, changing, removing, and what was understood."""

from pathlib import Path

import pytest

from bot.domain.members import Member
from bot.domain.skills import Stance
from bot.talk import limits
from bot.talk.answers import Call
from tests.support.talking import Talk, community, labels, running


async def stances(c: Talk, persona: str) -> dict[str, Stance]:
    async with c.bot.storage.begin() as store:
        known: Member | None = await store.members.at(c.caller(persona).address)
    return {held.skill.label: held.stance for held in known.skills} if known else {}


async def test_skills_are_added_and_removed_by_name(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "python, wordpress")
        told = await c.say("anna@telegram", "/skills js, webdesign, -wordpress, -haskell")
        assert "Dazu: JavaScript, Webdesign" in told
        assert "js → JavaScript" in told
        assert "Weg: WordPress" in told
        assert "Stand nicht in deiner Liste: Haskell" in told
        assert list(await stances(c, "anna@telegram")) == ["Python", "JavaScript", "Webdesign"]
        assert c.last("anna@telegram").private


async def test_stances_are_set_and_change_and_default_to_offering(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("ben@discord", "python, wordpress")
        told = await c.say("ben@discord", "/skills gern ab: wordpress; suche: buchhaltung; lerne: rust")
        assert "Geändert: WordPress (gern ab)" in told
        assert await stances(c, "ben@discord") == {
            "Python": Stance.OFFERS,
            "WordPress": Stance.PASSES_ON,
            "Buchhaltung": Stance.SEEKS,
            "Rust": Stance.LEARNS,
        }
        assert "War schon da: Rust" in await c.say("ben@discord", "/skills lerne: rust")


@pytest.mark.parametrize("persona", ["anna@telegram", "anna@discord"])
async def test_a_no_or_a_search_makes_no_offer(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path) as c:
        await c.agree(persona, "python, wordpress, rust")
        told = await c.say(
            persona, "/skills php -rust, aber kein Django; sucht: seo; lernt: haskell; nicht mehr wordpress"
        )
        assert "Dazu: PHP, SEO, Haskell" in told
        assert "Weg: Rust, WordPress" in told
        assert "Weg: PHP" in await c.say(persona, "/skills entferne php")
        assert "Dazu: PHP" in await c.say(persona, "/skills php")
        assert "Stand nicht in deiner Liste: Django" in told
        offered = [label for label, stance in (await stances(c, persona)).items() if stance is Stance.OFFERS]
        assert offered == ["Python", "PHP"]
        assert "Anna" not in await c.say("ben@discord", '/job Shop text="Suche jemanden für Rust, Django und SEO"')
        assert "Anna (Python)" in await c.say("ben@discord", '/job Shop text="Suche jemanden für Python"')


@pytest.mark.parametrize("persona", ["anna@telegram", "anna@discord"])
async def test_what_is_passed_on_or_learnt_is_no_offer_wherever_that_is_said(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path) as c:
        await c.agree(persona, "wordpress")
        told = await c.say(persona, "/skills gebe wordpress ab; php (lerne gerade); biete: go lerne: rust")
        assert "Geändert: WordPress (gern ab)" in told
        assert await stances(c, persona) == {
            "WordPress": Stance.PASSES_ON,
            "PHP": Stance.LEARNS,
            "Go": Stance.OFFERS,
            "Rust": Stance.LEARNS,
        }
        assert "Anna" not in await c.say("ben@discord", '/job Shop text="Suche jemanden für WordPress, PHP und Rust"')


async def test_alone_it_shows_the_skills_by_stance_and_how_to_change_them(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "python, bauchreden; lerne: rust")
        told = await c.say("anna@telegram", "/skills")
        assert "Biete: Python, bauchreden" in told
        assert "Lerne gerade: Rust" in told
        assert "Eigene Begriffe: bauchreden" in told
        assert "Sichtbar: getaggt" in told
        assert "/skills python, webdesign, -wordpress" in told


async def test_nobody_new_is_shown_anything_before_agreeing(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        assert "Einverstanden" in await c.say("anna@telegram", "/skills")
        assert "Zum Beispiel: python" in await c.press("anna@telegram", "Nur gelistet")
        assert "Biete: Python" in await c.say("anna@telegram", "python")
        assert "Biete: Python" in await c.say("anna@telegram", "/skills")


async def test_any_word_is_accepted_and_a_near_one_is_offered(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram")
        told = await c.say("anna@telegram", "/skills lerne: pyythonn, Klöppeln")
        assert "Als eigener Begriff gemerkt: pyythonn, Klöppeln" in told
        assert "Meintest du" in told
        told = await c.press("anna@telegram", "Python statt pyythonn")
        assert "Weg: pyythonn" in told
        assert await stances(c, "anna@telegram") == {"Klöppeln": Stance.LEARNS, "Python": Stance.LEARNS}


async def test_a_name_understood_as_another_can_be_kept_as_typed_with_one_tap(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "python")
        told = await c.say("anna@telegram", "/skills lerne: reactjs/next, React Native, pyythonn, ts")
        assert "Verstanden als: reactjs → React, next → Next.js, ts → TypeScript" in told
        assert labels(c.last("anna@telegram")) == [
            "Python statt pyythonn",
            "Nein, genau „reactjs“",
            "Nein, genau „next“",
        ]
        told = await c.press("anna@telegram", "Nein, genau „reactjs“")
        assert "Weg: React\n" in told
        assert "Als eigener Begriff gemerkt: reactjs" in told
        assert (await stances(c, "anna@telegram"))["reactjs"] is Stance.LEARNS
        assert "React" not in await stances(c, "anna@telegram")
        assert labels(c.last("anna@telegram")) == []
        assert "Weg: reactjs" in await c.say("anna@telegram", '/skills -"reactjs"')


async def test_a_typing_error_is_understood_and_told_and_can_be_kept_with_one_tap(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram")
        told = await c.say("anna@telegram", "/skills pyhton, MS Offfice Schulungen")
        assert "Verstanden als: pyhton → Python, MS Offfice → Microsoft Office, Schulungen → Schulung" in told
        told = await c.press("anna@telegram", "Nein, genau „pyhton“")
        assert "Weg: Python\n" in told
        assert "Als eigener Begriff gemerkt: pyhton" in told


@pytest.mark.parametrize("persona", ["anna@telegram", "anna@discord"])
async def test_one_letter_is_no_short_form_of_a_skill(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path) as c:
        await c.agree(persona)
        assert "Als eigener Begriff gemerkt: a" in await c.say(persona, "/skills a, c, r, AE")
        assert list(await stances(c, persona)) == ["a", "C", "R", "After Effects"]


async def test_what_somebody_keeps_as_typed_stays_that_when_it_is_typed_again(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram")
        await c.say("anna@telegram", '/skills "wordpress plugins", wordpress')
        await c.say("anna@telegram", "/skills lerne wordpress plugins")
        assert await stances(c, "anna@telegram") == {"wordpress plugins": Stance.LEARNS, "WordPress": Stance.OFFERS}
        await c.say("anna@telegram", "/skills -wordpress plugins")
        assert await stances(c, "anna@telegram") == {"WordPress": Stance.OFFERS}


@pytest.mark.parametrize("persona", ["anna@telegram", "anna@discord"])
async def test_what_stands_in_quotes_is_one_name_wherever_it_is_typed(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path) as c:
        await c.agree(persona, '"Foo, Bar", python')
        assert list(await stances(c, persona)) == ["Foo, Bar", "Python"]
        assert '-"Foo, Bar"' in await complete(c, "-fo", persona)
        assert "Weg: Foo, Bar" in await c.say(persona, '/skills -"Foo, Bar"')
        assert list(await stances(c, persona)) == ["Python"]


@pytest.mark.parametrize("persona", ["anna@telegram", "anna@discord"])
async def test_what_is_no_more_goes_and_what_is_not_understood_changes_nothing(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path) as c:
        await c.agree(persona, "python, wordpress, rust")
        assert "Weg: Python" in await c.say(persona, "/skills Python mache ich nicht mehr")
        assert "„nicht alle“ verstehe ich nicht" in await c.say(persona, "/skills nicht alle")
        assert "„Hobby:“ kenne ich nicht" in await c.say(persona, "/skills Hobby: Klöppeln")
        assert list(await stances(c, persona)) == ["WordPress", "Rust"]
        assert "Weg: WordPress, Rust" in await c.say(persona, "/skills alle weg")
        assert "Deine Liste ist schon leer" in await c.say(persona, "/skills alle weg")


async def test_a_name_that_differs_in_case_alone_is_no_question(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "python")
        told = await c.say("anna@telegram", "/skills REACT, nextjs")
        assert "Verstanden als" not in told
        assert labels(c.last("anna@telegram")) == []
        assert '/skills "reactjs"' in await c.say("anna@telegram", "/skills")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (",,;", "kein Skill"),
        ("123", "keinen Buchstaben"),
        ("x" * 61, "höchstens 60 Zeichen"),
        ("y" * 10_000, "höchstens 1.500"),
        (", ".join(f"wort{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(41)), "Höchstens 40"),
    ],
)
async def test_what_is_no_skill_is_refused_and_nothing_changes(tmp_path: Path, typed: str, said: str) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "python")
        assert said in await c.say("anna@telegram", f"/skills {typed}")
        assert list(await stances(c, "anna@telegram")) == ["Python"]
        assert "Dazu: Rust" in await c.say("anna@telegram", "/skills rust")


async def test_sixty_skills_are_the_most(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        words = [f"wort{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(61)]
        await c.agree("anna@telegram", ", ".join(words[:30]))
        await c.say("anna@telegram", f"/skills {', '.join(words[30:60])}")
        assert "Höchstens 60" in await c.say("anna@telegram", f"/skills {words[60]}")
        assert len(await stances(c, "anna@telegram")) == 60
        assert "Dazu" in await c.say("anna@telegram", f"/skills -{words[0]}, {words[60]}")


async def test_the_longest_list_fits_one_message(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram")
        words = [f"{chr(97 + n // 26)}{chr(97 + n % 26)}" + "x" * 58 for n in range(60)]
        for start in range(0, 60, 20):
            stance = ("gern ab", "suche", "lerne")[start // 20]
            told = await c.say("anna@telegram", f"/skills {stance}: {', '.join(words[start : start + 20])}")
            assert "weitere" in told
            assert len(told) <= limits.CARD
        assert len(await c.say("anna@telegram", "/skills")) <= limits.CARD
        assert len(await c.say("anna@telegram", f"/profil text={'x' * 300}")) <= limits.CARD


@pytest.mark.parametrize(
    "typed", ["@everyone", "<@1>", "**fett**", "__x__", "*x*", "<b>x</b>", "[x](http://a.de)", "{geschweift}"]
)
async def test_strange_words_are_shown_as_typed(tmp_path: Path, typed: str) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram")
        told = await c.say("anna@telegram", f"/skills {typed}")
        assert "schiefgegangen" not in told
        assert typed in told
        kept = list(await stances(c, "anna@telegram"))
        assert kept == ([] if "keinen Buchstaben" in told else [typed])
        assert all(len(label) <= 64 for label in labels(c.last("anna@telegram")))


async def test_what_one_has_already_is_not_proposed_instead_of_a_word(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "python")
        await c.say("anna@telegram", "/skills pyythonn")
        assert labels(c.last("anna@telegram")) == []
        await c.say("anna@telegram", "/skills lerne: pyythonm")
        assert labels(c.last("anna@telegram")) == ["Python statt pyythonm"]


@pytest.mark.parametrize("persona", ["ben@discord", "ben@telegram"])
@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [("react, 🦄, vue", "keinen Buchstaben"), ("react, " + 61 * "x", "zu lang"), (41 * "{},", "40 Skills auf einmal")],
)
async def test_a_list_with_what_can_be_no_skill_comes_back_to_be_mended(
    tmp_path: Path, persona: str, wrong: str, refusal: str
) -> None:
    async with community(tmp_path) as c:
        await c.agree(persona)
        await c.say(persona, "/skills")
        wrong = wrong.format(*(f"skill {first}{second}" for first in "abcdefg" for second in "abcdef"))
        assert refusal in await (c.fill(persona, liste=wrong) if persona in c.forms else c.say(persona, wrong))
        if persona in c.forms:
            assert c.forms[persona].values == {"liste": wrong}
        assert "Dazu: React, Vue.js" in await c.fill(persona, liste="react, vue")


async def test_skills_are_there_after_a_restart(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "python")
    async with running(c):
        assert "Biete: Python" in await c.say("anna@telegram", "/skills")


async def complete(c: Talk, typed: str, persona: str = "ben@discord") -> tuple[str, ...]:
    return await c.bot.desk.complete(c.caller(persona), "skills", "liste", typed)


async def test_the_last_piece_of_a_list_is_completed(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "Pythonmassage, Klöppeln, python")
        await c.agree("carla@telegram", "Geheimes, python")
        await c.call("carla@telegram", Call("consent.set", {"level": "verborgen"}))
        assert "Python" in await complete(c, "pyth")
        assert "Pythonmassage" in await complete(c, "pyth")
        assert "js, Python" in await complete(c, "js, pyth")
        assert "lerne: Python" in await complete(c, "lerne: pyth")
        assert "js, -Python" in await complete(c, "js, -pyth")
        assert "js, nicht mehr Python" in await complete(c, "js, nicht mehr pyth")
        assert (await complete(c, "ohne pyth", "anna@telegram"))[:2] == ("ohne Pythonmassage", "ohne Python")
        assert await complete(c, "no co") == ("Low-Code",)
        assert (await complete(c, ""))[0] in ("Pythonmassage", "Klöppeln", "Python")  # what the community can do
        assert not any("Geheimes" in one for one in (*await complete(c, "Geh"), *await complete(c, "")))
        assert "Python" not in await complete(c, "pyth", "anna@telegram"), "she has it"
        assert "Python" not in await complete(c, "", "anna@telegram")
        assert "lerne: Python" in await complete(c, "lerne: pyth", "anna@telegram")
        assert "lerne: js; Python" not in await complete(c, "lerne: js; pyth", "anna@telegram")
        assert (await complete(c, "js, -", "anna@telegram"))[:2] == ("js, -Pythonmassage", "js, -Klöppeln")
        assert set(await complete(c, "-py", "anna@telegram")) == {"-Python", "-Pythonmassage"}
        assert await complete(c, "-desk", "anna@telegram") == ()
        for typed in ("x" * 10_000, "\u202e", "((", "%", "-", ",", "🦄"):
            assert all(0 < len(one) <= 100 for one in await complete(c, typed))
            assert len(await complete(c, typed)) <= 25
