"""`/suche`: reading the question, order and reasons, pages, "Meintest du", and who is never shown."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.commands.search import call_of
from bot.commands.search_question import read_question
from bot.domain.members import Availability, Trade, Visibility
from bot.domain.skills import MemberSkill, Skill, Stance
from bot.domain.towns import REMOTE
from bot.matching.naming.terms import term
from bot.matching.naming.vocabulary import SKILL_LENGTH, Vocabulary
from bot.matching.people.searching import Search
from bot.talk import limits
from bot.talk.answers import Call
from tests.support.talking import Talk, community, labels, running, words_of

VOCABULARY = Vocabulary.load()
_NO_SKILLS = ("essen", "essen frei", "frei", "sofort", "frei ab 5.12.", "remote", "mülheim an der ruhr", "alles")


async def invent(
    c: Talk,
    name: str,
    skills: str,
    town: str | None = None,
    *,
    free: bool = True,
    visible: Visibility | None = Visibility.LISTED,
    about: str = "",
) -> None:
    """Put a member into the store."""
    async with c.bot.storage.begin() as store:
        member = await store.members.create(c.caller(f"{name.casefold()}@discord").address, name, c.clock.at)
        held = tuple(MemberSkill(term(one, VOCABULARY)) for one in skills.split(","))
        await store.members.save(
            replace(
                member,
                visibility=visible,
                town=town,
                skills=held,
                availability=Availability("frei" if free else "ausgebucht"),
                about=about,
                trade=Trade.FREELANCER,
            )
        )


def order(told: str, names: Iterable[str]) -> list[str]:
    return sorted((name for name in names if name in told), key=told.index)


async def test_the_town_comes_first_then_neighbours_then_remote_people(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await invent(c, "Weit", "python", "Hamm")
        await invent(c, "Fern", "python", REMOTE)
        await invent(c, "Nachbar", "python", "Bochum")
        await invent(c, "Ortskraft", "python", "Essen")
        await invent(c, "Vergeben", "python", "Essen", free=False)
        told = await c.say("anna@telegram", "/suche python essen")
        assert order(told, ["Ortskraft", "Vergeben", "Nachbar", "Fern", "Weit"]) == [
            "Ortskraft",
            "Vergeben",
            "Nachbar",
            "Fern",
        ]
        assert "Python · Essen · frei" in told  # the reason
        assert "Vor Ort" in told
        assert "In der Nähe" in told
        assert "Discord" in told
        assert c.last("anna@telegram").private
        told = await c.say("anna@telegram", "/suche python essen frei")
        assert "Vergeben" not in told


async def test_options_say_the_same_as_words(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await invent(c, "Ortskraft", "python", "Essen")
        await invent(c, "Vergeben", "python", "Essen", free=False)
        await invent(c, "Weit", "python", "Hamm")
        for asked in (
            "/suche python ort=Essen frei=ja",
            "/suche was=python ort=essen frei=frei",
            "/suche Python Essen frei",
        ):
            told = await c.say("ben@discord", asked)
            assert order(told, ["Ortskraft", "Vergeben", "Weit"]) == ["Ortskraft"]
        assert "Weit" in await c.say("ben@discord", "/suche python essen ort=Hamm")
        assert "Vergeben" in await c.say("ben@discord", "/suche python essen frei frei=nein")
        assert "kenne ich nicht als Ort" in await c.say("ben@discord", "/suche python ort=Atlantis")
        assert "ja, nein" in await c.say("ben@discord", "/suche python frei=vielleicht")


async def test_who_has_all_comes_before_who_has_any(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await invent(c, "Einfach", "python")
        await invent(c, "Doppelt", "python,webdesign")
        told = await c.say("anna@telegram", "/suche python, webdesign")
        assert order(told, ["Einfach", "Doppelt"]) == ["Doppelt", "Einfach"]


async def test_turning_the_page_asks_the_same_again(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        for number in range(11):
            await invent(c, f"Person{number:02}", "python,Kochkurse in Essen", "Herne")
        first = await c.say("anna@telegram", "/suche Kochkurse in Essen, python, herne")
        assert "11 gefunden, Seite 1 von 2" in first
        second = await c.press("anna@telegram", "Weiter")
        assert "11 gefunden, Seite 2 von 2" in second
        assert second.splitlines()[0] == first.splitlines()[0]


async def test_turning_the_page_of_a_long_question_asks_the_same_again(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        for number in range(11):
            await invent(c, f"Person{number:02}", "python")
        first = await c.say(
            "anna@telegram", f"/suche ohne {' '.join(f'unbekannt-{name * 8}' for name in 'abcdefghij')}"
        )
        assert "11 gefunden, Seite 1 von 2" in first
        assert "11 gefunden, Seite 2 von 2" in await c.press("anna@telegram", "Weiter")
        longest = call_of(Search(without=tuple(Skill(f"{number}", "x" * SKILL_LENGTH) for number in range(10))))
        assert "11 gefunden" in await c.call("anna@telegram", longest)


async def test_ten_a_page_in_place(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        for number in range(23):
            await invent(c, f"Person{number:02}", "python", "Essen", about="x" * 300)
        told = await c.say("anna@telegram", "/suche python essen frei")
        assert "23 gefunden, Seite 1 von 3" in told
        assert labels(c.last("anna@telegram")) == ["Weiter"]
        assert len(words_of(c.last("anna@telegram"))) <= limits.CARD
        seen = [told]
        for page in (2, 3):
            seen.append(await c.press("anna@telegram", "Weiter"))
            assert f"Seite {page} von 3" in seen[-1]
            assert not c.last("anna@telegram").fresh
        assert labels(c.last("anna@telegram")) == ["Zurück"]
        assert sum(page.count("Person") for page in seen) == 23
        assert all(f"Person{number:02}" in "".join(seen) for number in range(23))
        assert await c.press("anna@telegram", "Zurück") == seen[1]


@pytest.mark.parametrize("page", ["0", "99", "999999999999999"])
async def test_a_page_that_is_not_there_is_the_nearest_that_is(tmp_path: Path, page: str) -> None:
    async with community(tmp_path) as c:
        await invent(c, "Person", "python")
        assert "Person" in await c.call("anna@telegram", Call("suche", {"was": "python", "seite": page}))
        assert "keine Zahl" in await c.call("anna@telegram", Call("suche", {"was": "python", "seite": "-1"}))


async def test_paging_goes_on_after_a_restart(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        for number in range(12):
            await invent(c, f"Person{number:02}", "python")
        await c.say("anna@telegram", "/suche python")
    async with running(c):
        assert "Seite 2 von 2" in await c.press("anna@telegram", "Weiter")


async def test_an_unknown_word_is_met_with_a_suggestion(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await invent(c, "Person", "python", "Essen")
        told = await c.say("anna@telegram", "/suche pyythonn essen")
        assert "Niemand gefunden" in told
        assert "Meintest du Python" in told
        told = await c.press("anna@telegram", "Python")
        assert "Person" in told
        assert "Vor Ort" in told


async def test_a_typing_error_is_understood_and_told_and_quotes_mean_what_was_typed(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await invent(c, "Person", "python", "Essen")
        told = await c.say("anna@telegram", "/suche pyhton essen")
        assert told.startswith("Python · Essen\n")
        assert "Person" in told
        assert "Niemand gefunden: pyhton" in await c.say("anna@telegram", '/suche "pyhton" essen')
        for number in range(12):
            await invent(c, f"Eigen{number:02}", '"reactjs"')
        assert "Seite 1 von 2" in await c.say("anna@telegram", '/suche "reactjs"')
        told = await c.press("anna@telegram", "Weiter")
        assert told.startswith("reactjs\n")
        assert "Seite 2 von 2" in told


async def test_own_terms_of_members_are_found_and_suggested(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await invent(c, "Person", "Klöppeln für Fortgeschrittene")
        assert "Person" in await c.say("anna@telegram", "/suche kloeppeln für fortgeschrittene")
        told = await c.say("anna@telegram", "/suche Klöpeln, Python")
        assert "Niemand gefunden" in told
        await invent(c, "Andere", "Klöppeln")
        await c.say("anna@telegram", "/suche Klöpeln")
        assert "Andere" in await c.press("anna@telegram", "Klöppeln")


async def test_nobody_found_says_what_else_to_try(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await invent(c, "Weit", "python", "Hamm", free=False)
        told = await c.say("anna@telegram", "/suche python essen frei")
        assert "Niemand gefunden: Python · Essen · frei" in told
        assert "ohne Ort" in told
        assert "/job" in told
        await c.press("anna@telegram", "Überall suchen")
        assert "Weit" in await c.press("anna@telegram", "Auch wer gerade nicht frei ist")


async def test_only_who_agreed_is_ever_found(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await invent(c, "Sichtbar", "python")
        await invent(c, "Versteckt", "python", visible=Visibility.HIDDEN)
        await invent(c, "Ungefragt", "python", visible=None)
        await invent(c, "Gehend", "python")
        await c.say("gehend@discord", "/vergissmich")
        told = await c.say("anna@telegram", "/suche python")
        assert order(told, ["Sichtbar", "Versteckt", "Ungefragt", "Gehend"]) == ["Sichtbar"]


async def test_nothing_is_kept_of_who_searches_and_nobody_is_pinged(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await invent(c, "Person", "python")
        await c.say("zoe@telegram", "/suche python")
        assert c.last("zoe@telegram").private  # a mention in it leads to the person and notifies nobody
        assert all(not wire.lines for wire in c.wires.values())
        async with c.bot.storage.begin() as store:
            assert await store.members.at(c.caller("zoe@telegram").address) is None


async def test_an_hour_has_120_searches(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await invent(c, "Person", "python")
        for _ in range(120):
            await c.bot.desk.call(c.caller("anna@telegram"), Call("suche", {"was": "python"}))
        assert "sehr oft" in await c.say("anna@telegram", "/suche python")
        assert "Person" in await c.say("ben@telegram", "/suche python")
        await c.move(hours=1)
        assert "Person" in await c.say("anna@telegram", "/suche python")


async def test_without_a_word_telegram_asks_for_it(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await invent(c, "Person", "python", "Essen")
        assert "Was suchst du?" in await c.say("anna@telegram", "/suche ort=Essen")
        assert "Person" in await c.say("anna@telegram", "alle")


@pytest.mark.parametrize(
    "typed", ["@everyone", "<@1>", "**x**", "<b>", "[x](http://a.de)", "\u202epython", "{was}", "...", "🦄"]
)
async def test_strange_questions_are_harmless(tmp_path: Path, typed: str) -> None:
    async with community(tmp_path) as c:
        await invent(c, "Person", "python")
        told = await c.say("anna@telegram", f"/suche {typed}")
        assert "schiefgegangen" not in told
        assert "\u202e" not in told
        assert "höchstens 690" in await c.say("anna@telegram", f"/suche {'x' * 10_000}")


async def test_finer_skill_answers_for_a_wider_one_by_its_own_name(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await invent(c, "Fein", "next.js")
        await invent(c, "Genau", "javascript")
        await invent(c, "Anders", "python")
        told = await c.say("anna@telegram", "/suche javascript")
        assert order(told, ["Fein", "Genau", "Anders"]) == ["Genau", "Fein"]
        assert "Next.js · frei" in told
        assert "JavaScript · frei" in told


async def test_how_much_of_it_somebody_can_is_said(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await invent(c, "Eins", "python")
        await invent(c, "Zwei", "python,webdesign")
        await invent(c, "Drei", "python,webdesign,buchhaltung")
        told = await c.say("anna@telegram", "/suche python webdesign buchhaltung")
        assert order(told, ["Eins", "Zwei", "Drei"]) == ["Drei", "Zwei", "Eins"]
        assert "2 von 3 · Python · Webdesign · frei" in told
        assert "1 von 3 · Python · frei" in told
        assert "3 von 3" not in told
        told = await c.say("anna@telegram", "/suche python webdesign buchhaltung alles frei")
        assert order(told, ["Eins", "Zwei", "Drei"]) == ["Drei"]
        assert "(alles)" in told
        assert "Niemand gefunden" in await c.say("anna@telegram", "/suche python, texten alles")
        told = await c.press("anna@telegram", "Auch wer nur eins davon kann")
        assert order(told, ["Eins", "Zwei", "Drei"]) == ["Drei", "Eins", "Zwei"]


async def test_other_stances_are_found_when_they_are_asked_for(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("carla@telegram", "gern ab: next.js; suche: buchhaltung; lerne: python")
        await invent(c, "Anbieter", "javascript,buchhaltung,python")
        for asked, reason in (
            ("/suche gern ab: javascript", "Next.js"),
            ("/suche sucht: buchhaltung", "Buchhaltung"),
            ("/suche lernt: python", "Python"),
        ):
            told = await c.say("anna@telegram", asked)
            assert order(told, ["Carla", "Anbieter"]) == ["Carla"]
            assert reason in told
            assert "lernt gerade" not in told
        assert "Gebe gern ab: JavaScript" in await c.say("anna@telegram", "/suche gern ab: javascript")
        for skill in ("javascript", "buchhaltung"):
            assert "Carla" not in await c.say("anna@telegram", f"/suche {skill}")
        assert "Python (lernt gerade)" in await c.say("anna@telegram", "/suche python")
        assert "Haltung" in await c.call("anna@telegram", Call("suche", {"was": "python,", "haltung": "egal"}))


async def test_word_that_no_skill_is_called_is_looked_for_in_the_short_texts(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await invent(c, "Schmiedin", "python", about="Ich baue Möbel aus Stahl, auch Loetkolben-Halter.")
        await invent(c, "Anders", "python", about="Stahlbau ist nichts für mich.")
        await invent(c, "Verborgen", "python", about="Stahl.", visible=Visibility.HIDDEN)
        told = await c.say("anna@telegram", "/suche stahl")
        assert order(told, ["Schmiedin", "Anders", "Verborgen"]) == ["Schmiedin"]
        assert "„stahl“ steht im Kurztext" in told
        assert "Schmiedin" in await c.say("anna@telegram", "/suche LÖTKOLBENHALTER")
        told = await c.say("anna@telegram", "/suche python stahl")
        assert order(told, ["Schmiedin", "Anders"]) == ["Schmiedin", "Anders"]
        assert "1 von 2 · Python" in told
        assert "Niemand gefunden" in await c.say("anna@telegram", "/suche tahl")


@pytest.mark.parametrize(
    "was",
    [
        "ich suche eine texterin",
        "Ich brauche einen Texter",
        "wir suchen jemanden, der texten kann",
        "i need the copywriter",
        "we are looking for someone, copywriter",
        "for a copywriter",
        "I need a copywriter",
    ],
)
def test_a_sentence_around_a_skill_names_no_other(was: str) -> None:
    assert [skill.label for skill in read_question(was, VOCABULARY, []).skills] == ["Texten"]


@pytest.mark.parametrize(
    ("was", "stance", "every", "town"),
    [
        ("gern ab: wordpress essen", Stance.PASSES_ON, False, "Essen"),
        ("Sucht: wordpress", Stance.SEEKS, False, None),
        ("pass on: wordpress", Stance.PASSES_ON, False, None),
        ("Happy to pass on: wordpress", Stance.PASSES_ON, False, None),
        ("looking for: wordpress", Stance.SEEKS, False, None),
        ("Looking for help with: wordpress", Stance.SEEKS, False, None),
        ("learning: wordpress", Stance.LEARNS, False, None),
        ("Offering: wordpress", Stance.OFFERS, False, None),
        ("Gebe gern ab: wordpress", Stance.PASSES_ON, False, None),
        ("Suche Hilfe bei: wordpress", Stance.SEEKS, False, None),
        ("Lerne gerade: wordpress", Stance.LEARNS, False, None),
        ("gern ab wordpress essen frei", Stance.PASSES_ON, False, "Essen"),
        ("wordpress gern ab essen", Stance.PASSES_ON, False, "Essen"),
        ("wer gibt gern ab wordpress, python alles", Stance.PASSES_ON, True, None),
        ("sucht wordpress", Stance.SEEKS, False, None),
        ("wer lernt gerade wordpress", Stance.LEARNS, False, None),
        ("suche wordpress", Stance.OFFERS, False, None),
        ("wordpress, python alles essen", Stance.OFFERS, True, "Essen"),
        ("wordpress python essen alle davon frei", Stance.OFFERS, True, "Essen"),
        ("gebe ab: wordpress", Stance.PASSES_ON, False, None),
        ("ich lerne gerade: wordpress", Stance.LEARNS, False, None),
        ("ich suche: wordpress", Stance.OFFERS, False, None),
        ("wer gibt wordpress ab essen", Stance.PASSES_ON, False, "Essen"),
        ("gibt gern wordpress, python ab", Stance.PASSES_ON, False, None),
        ("wer bietet wordpress an", Stance.OFFERS, False, None),
        ("who learns wordpress", Stance.LEARNS, False, None),
        ("seeks help wordpress", Stance.SEEKS, False, None),
        ("who offers wordpress", Stance.OFFERS, False, None),
        ("wordpress and python, both essen", Stance.OFFERS, True, "Essen"),
        ("wordpress python all", Stance.OFFERS, True, None),
        ("wordpress, python (all of it)", Stance.OFFERS, True, None),
        ("wordpress python eins davon", Stance.OFFERS, False, None),
        ("abgeben: wordpress", Stance.PASSES_ON, False, None),
        ("lernen: wordpress", Stance.LEARNS, False, None),
        ("gesucht: wordpress", Stance.OFFERS, False, None),
    ],
)
def test_stance_and_how_many_are_read_and_asked_again(was: str, stance: Stance, every: bool, town: str | None) -> None:
    asked = read_question(was, VOCABULARY, [])
    assert (asked.stance, asked.every, asked.town) == (stance, every, town)
    assert {skill.label for skill in asked.skills} <= {"WordPress", "Python"}
    assert "WordPress" in [skill.label for skill in asked.skills]
    values = call_of(asked).values
    assert (values.get("haltung"), values.get("alles")) == (
        None if stance is Stance.OFFERS else stance.value,
        "ja" if every else None,
    )


@pytest.mark.parametrize(
    ("was", "skills", "town", "free"),
    [
        ("python essen frei", ["Python"], "Essen", True),
        ("python frei essen", ["Python"], "Essen", True),
        ("python, webdesign essen", ["Python", "Webdesign"], "Essen", False),
        ("python webdesign", ["Python", "Webdesign"], None, False),
        ("react native, js", ["React Native", "JavaScript"], None, False),
        ("spring boot mülheim an der ruhr", ["Spring Boot"], "Mülheim an der Ruhr", False),
        ("texterin in Bochum", ["Texten"], "Bochum", False),
        ("essen", [], "Essen", False),
        ("frei", [], None, True),
        ("python in Essen-Werden frei", ["Python"], "Essen", True),
        ("python castrop-rauxel", ["Python"], "Castrop-Rauxel", False),
        ("python Wetter-App", ["Python", "App-Entwicklung"], None, False),
        ("Essen-Fotografie", ["Fotografie"], None, False),
        ("python bochumer-x", ["Python", "bochumer-x"], None, False),
        ("python ab sofort", ["Python"], None, True),
        ("python frei ab sofort essen", ["Python"], "Essen", True),
        ("python, jetzt frei", ["Python"], None, True),
        ("python in der nähe von essen", ["Python"], "Essen", False),
        ("alle herne frei", [], "Herne", True),
        ("a python developer, AE", ["Python", "After Effects"], None, False),
        ("a b testing", ["Conversion-Optimierung"], None, False),
        ("python und rust", ["Python", "Rust"], None, False),
        ("python python", ["Python"], None, False),
        ("klöppeln herne", ["klöppeln"], "Herne", False),
        ("python remote", ["Python"], REMOTE, False),
        ("wordpress plugins bochum", ["WordPress"], "Bochum", False),
        ("fotograffin essen", ["Fotografie"], "Essen", False),
        ("virtuelle asssitenz essen", ["Virtuelle Assistenz"], "Essen", False),
        ("excel kenntnisse, klöppeln", ["Excel", "klöppeln"], None, False),
        ("kenntnisse", ["kenntnisse"], None, False),
        ("c, r, o", ["C", "R", "o"], None, False),
        ('excel "kenntnisse"', ["Excel", "kenntnisse"], None, False),
        ("python design", ["Python", "Grafikdesign"], None, False),
        ("reactjs/next", ["React", "Next.js"], None, False),
        ('"fotograffin" essen', ["fotograffin"], "Essen", False),
        ('"reactjs", js', ["reactjs", "JavaScript"], None, False),
        ('„wordpress plugins“ "essen"', ["wordpress plugins", "essen"], None, False),
        ('"reactjs"', ["reactjs"], None, False),
        ('"essen"', ["essen"], None, False),
        ('"react"', ["React"], None, False),
        ("essen python", ["Python"], "Essen", False),
        ("in Mülheim an der Ruhr, python frei", ["Python"], "Mülheim an der Ruhr", True),
        ("online marketing", ["Online-Marketing"], None, False),
        ('"essen" python', ["essen", "Python"], None, False),
        ('python "essen" bochum', ["Python", "essen"], "Bochum", False),
        ('klöp"peln', ['klöp"peln'], None, False),
        ("frei python", ["Python"], None, True),
        ("frei: python essen", ["Python"], "Essen", True),
        ("frei ab sofort, python", ["Python"], None, True),
        ("essen frei python", ["Python"], "Essen", True),
        ("sofort verfügbar python", ["Python"], None, True),
        ("free essen python", ["Python"], "Essen", True),
        ('"frei" python', ["frei", "Python"], None, False),
        ("freie Trauung", ["Freie Redner"], None, False),
        ("freie Texterin", ["Texten"], None, False),
        ("freelance copywriter essen", ["Texten"], "Essen", False),
        ("biete python", ["Python"], None, False),
        ("python im Ruhrgebiet", ["Python"], None, False),
        ("python in Essen oder Umgebung frei", ["Python"], "Essen", True),
        ("python essen & Umkreis", ["Python"], "Essen", False),
        ("python im Raum Essen und der Nähe", ["Python"], "Essen", False),
        ("python, ort: essen", ["Python"], "Essen", False),
        ("Python-Entwickler in Essen gesucht", ["Python"], "Essen", False),
        ("python essen dringend, bitte", ["Python"], "Essen", False),
        ("bitte", ["bitte"], None, False),
        ('python "bitte"', ["Python", "bitte"], None, False),
        ("jeder essen", [], "Essen", False),
        ("remote python", ["Python"], REMOTE, False),
        ("nur python", ["Python"], None, False),
        ("home office, python frei", ["Python"], REMOTE, True),
    ],
)
def test_questions_are_read(was: str, skills: list[str], town: str | None, free: bool) -> None:
    asked = read_question(was, VOCABULARY, [])
    assert ([skill.label for skill in asked.skills], asked.town, asked.free) == (skills, town, free)
    values = call_of(asked).values
    again = read_question(values["was"], VOCABULARY, [])
    assert [skill.key for skill in again.skills] == [skill.key for skill in asked.skills]


@pytest.mark.parametrize("asker", ["eva@telegram", "eva@discord"])
@pytest.mark.parametrize(
    "was",
    [
        "python frei ab 5.12.",
        "python ab 5.12. frei",
        "python frei ab 5. Dezember essen",
        "frei ab 5.12., python",
        "free from 5 December, python essen",
        "frei ab Samstag python",
        "python frei ab Samstag alles",
        "python ab 5.12.",
        "ab Samstag python essen",
        "python from 5 December",
        "python frei am 5.12.",
        "python am Samstag frei",
        "python ab dem 5.12.",
        "python frei ab dem 5. Dezember, essen",
        "python frei 5.12.",
        "frei Samstag, python",
        "python Samstag frei",
    ],
)
async def test_who_is_free_from_a_day_on_is_asked_for_by_that_day(tmp_path: Path, asker: str, was: str) -> None:
    async with community(tmp_path) as c:
        for persona, free in (("anna@telegram", "frei ab 5.12."), ("dora@telegram", "frei ab 6.12.")):
            await c.agree(persona, "python")
            await c.say(persona, f'/profil ort=Essen verfuegbar="{free}"')
        told = await c.say(asker, f'/suche was="{was}"')
        assert told.startswith("Python · ")
        assert "frei ab 5. Dezember\n" in told
        assert order(told, ["Anna", "Dora"]) == ["Anna"]
        assert "Niemand gefunden" in await c.say(asker, "/suche was=python frei=ja")
        assert "Dora" in await c.say(asker, "/suche was=python frei=2026-12-06")
        for word in ("vielleicht", "ausgebucht"):
            assert "ja, nein oder ein Tag" in await c.say(asker, f"/suche was=python frei={word}")
        assert "Den 31.2. gibt es nicht." in await c.say(asker, "/suche was=python frei=31.2.")
        assert "Niemand gefunden: Python · frei." in await c.say(asker, '/suche was=python frei="ab sofort"')
        assert "frei ab 4. Dezember" in await c.say(asker, '/suche was=python frei="ab Freitag"')
        assert order(await c.press(asker, "Auch wer gerade nicht frei ist"), ["Anna", "Dora"]) == ["Anna", "Dora"]


@pytest.mark.parametrize("own", ["frei Schnauze", "frei"])
def test_somebodys_own_term_that_begins_with_free_is_looked_for(own: str) -> None:
    asked = read_question("frei Schnauze essen", VOCABULARY, [own])
    assert ("frei Schnauze" in [skill.label for skill in asked.skills]) == (own == "frei Schnauze")
    assert asked.free == (own == "frei")


@pytest.mark.parametrize("asker", ["eva@telegram", "eva@discord"])
async def test_a_month_alone_begins_with_its_first_day(tmp_path: Path, asker: str) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "python")
        for said, shown in (
            ("frei ab Februar", "frei ab 1. Februar 2027"),
            ("ab Feb. 2027", "frei ab 1. Februar 2027"),
            ("free from March", "frei ab 1. März 2027"),
            ("free from March 5", "frei ab 5. März 2027"),
            ("ab Dezember", "frei"),
        ):
            assert f"Anna\n{shown}\n" in await c.say("anna@telegram", f'/profil verfuegbar="{said}"')
        await c.say("anna@telegram", '/profil verfuegbar="frei ab Februar"')
        for was in ("python ab Februar", "python frei im Februar", "frei ab Februar python"):
            assert "Anna" in await c.say(asker, f'/suche was="{was}"')
        assert "Anna" in await c.say(asker, '/suche was=python frei="ab Februar"')
        assert "Niemand gefunden" in await c.say(asker, '/suche was="python ab Januar"')


@pytest.mark.parametrize("was", ["python ab 5 Leuten", "python ab 500 Euro", "python from English"])
async def test_what_is_no_day_behind_from_asks_for_nobody_free(tmp_path: Path, was: str) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "python")
        told = await c.say("eva@telegram", f'/suche was="{was}"')
        assert "1 von 2 · Python" in told
        assert "frei" not in told


@pytest.mark.parametrize("asker", ["eva@telegram", "eva@discord"])
async def test_who_passes_on_or_learns_is_asked_for_without_a_colon_too(tmp_path: Path, asker: str) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "gern ab: wordpress")
        await c.agree("dora@telegram", "wordpress; lerne: rust")
        for was in ("gern ab wordpress", "wordpress gern ab"):
            assert order(await c.say(asker, f'/suche was="{was}"'), ["Anna", "Dora"]) == ["Anna"]
        assert order(await c.say(asker, '/suche was="wer lernt rust"'), ["Anna", "Dora"]) == ["Dora"]
        assert order(await c.say(asker, '/suche was="suche wordpress"'), ["Anna", "Dora"]) == ["Dora"]
        for was in ("gern ab", "wer gibt gern ab"):
            assert order(await c.say(asker, f'/suche was="{was}"'), ["Anna", "Dora"]) == ["Anna"]
        assert order(await c.say(asker, '/suche was="lernt"'), ["Anna", "Dora"]) == ["Dora"]


@pytest.mark.parametrize(
    ("was", "understood", "found"),
    [
        ("nicht python", "Alle · ohne Python", ["Anna"]),
        ("webdesign ohne wordpress", "Webdesign · ohne WordPress", ["Dora"]),
        ("webdesign -wordpress", "Webdesign · ohne WordPress", ["Dora"]),
        ("webdesign without wordpress", "Webdesign · ohne WordPress", ["Dora"]),
        ("webdesign aber kein wordpress oder rust", "Webdesign · ohne WordPress, Rust", []),
        ("ohne rust, webdesign", "Webdesign · ohne Rust", ["Anna"]),
        ("nicht nur webdesign", "Webdesign", ["Dora", "Anna"]),
        ("webdesign ohne kurven", "Webdesign · ohne kurven", ["Anna"]),
        ("webdesign ohne wordpress essen frei", "Webdesign · ohne WordPress · Essen · frei", ["Dora"]),
    ],
)
@pytest.mark.parametrize("asker", ["eva@telegram", "eva@discord"])
async def test_what_is_not_wanted_leaves_out_whom_a_search_for_it_would_find(
    tmp_path: Path, asker: str, was: str, understood: str, found: list[str]
) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "webdesign, wordpress")
        await c.agree("dora@telegram", "webdesign, python; lerne: rust")
        await c.say("dora@telegram", '/profil ort=Essen verfuegbar=frei text="Ich liebe Kurven"')
        told = await c.say(asker, f'/suche was="{was}"')
        assert understood in told
        assert order(told, ["Anna", "Dora"]) == found
        if not found:
            assert order(await c.press(asker, "Niemanden weglassen"), ["Anna", "Dora"]) == ["Dora", "Anna"]


@pytest.mark.parametrize(
    ("was", "told"),
    [
        ("🦄", "Das sagt mir nichts."),
        ("python nicht frei", "Weglassen kann ich nur nach Skills."),
        ("python, nicht in Essen", "Weglassen kann ich nur nach Skills."),
        *((f"python -{word}", "Weglassen kann ich nur nach Skills.") for word in _NO_SKILLS),
        ("ohne", "Weglassen kann ich nur nach Skills."),
        ("-45127 Essen", "Weglassen kann ich nur nach Skills."),
        ("python ab 31.2.", "Den 31.2. gibt es nicht."),
        ("python ab 1.1.2020", "Das ist schon vorbei."),
        ("python ab Januar 2020", "Das ist schon vorbei."),
        ("python frei ab Anfang Januar", "Den Tag verstehe ich nicht."),
        ("python frei ab nächster Woche", "Den Tag verstehe ich nicht. Schreib zum Beispiel „frei ab 1.2.“."),
        ("python stadt=essen", "„stadt=essen“ verstehe ich nicht."),
        ("python essen bochum", "Nenn nur einen Ort."),
        ("python in Essen oder Bochum frei", "Nenn nur einen Ort."),
        ("essen python bochum", "Nenn nur einen Ort."),
        ("essen und bochum, python", "Nenn nur einen Ort."),
        ("essen, bochum", "Nenn nur einen Ort. Leute aus der Nähe zeige ich dir auch."),
        ("python frei ab", "Den Tag verstehe ich nicht. Schreib zum Beispiel „frei ab 1.2.“."),
        ("ab 3 Jahre", "Seit wie vielen Jahren jemand etwas kann, weiß ich nicht."),
        ("python mit drei Jahren Erfahrung essen", "Seit wie vielen Jahren jemand etwas kann, weiß ich nicht."),
        ("mindestens 10 Jahre python", "Seit wie vielen Jahren jemand etwas kann, weiß ich nicht."),
        ("2 Jahre Berufserfahrung, python", "Seit wie vielen Jahren jemand etwas kann, weiß ich nicht."),
        ("python 3 Jahre, webdesign", "Seit wie vielen Jahren jemand etwas kann, weiß ich nicht."),
        ("python 5+ years", "Seit wie vielen Jahren jemand etwas kann, weiß ich nicht."),
    ],
)
async def test_what_a_search_cannot_ask_for_is_said(tmp_path: Path, was: str, told: str) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "python")
        said = await c.say("eva@telegram", f'/suche was="{was}"')
        assert told in said
        assert "Anna" not in said


@pytest.mark.parametrize("was", ["100 Jahre Bauhaus", "50 Jahre Bauhaus", "Bauhaus 100 Jahre"])
async def test_a_name_in_which_years_are_counted_is_looked_for(tmp_path: Path, was: str) -> None:
    async with community(tmp_path) as c:
        await invent(c, "Gestalterin", "grafikdesign", about="Plakate, zuletzt für das Bauhaus")
        assert "„Bauhaus“ steht im Kurztext" in await c.say("eva@telegram", f'/suche was="{was}"')


def test_what_is_left_out_stays_so_when_a_button_asks_again() -> None:
    own = ("Tanz ohne Musik",)
    for was in (
        "webdesign ohne wordpress und adobe xd essen",
        "nicht python",
        'php ohne "js"',
        "Tanz ohne Musik, -php",
    ):
        asked = read_question(was, VOCABULARY, own)
        again = read_question(call_of(asked).values["was"], VOCABULARY, own)
        assert asked.without
        assert (again.skills, again.without) == (asked.skills, asked.without)


async def test_what_is_left_out_is_completed_behind_what_is_sought(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "Klöppeln, python")
        for typed, first in (
            ("webdesign ohne wordp", "webdesign ohne WordPress"),
            ("webdesign, kein wordp", "webdesign, kein WordPress"),
            ("python nicht klö", "python nicht Klöppeln"),
            ("Python ohne ux d", "Python ohne UX-Design"),
            ("ohne ", "ohne Klöppeln"),
            ("ohne Code", "Low-Code"),  # a name of its own
        ):
            found = await c.bot.desk.complete(c.caller("ben@discord"), "suche", "was", typed)
            assert found[0] == first
            assert len(found) <= 25


async def test_what_stands_in_a_quote_that_is_still_open_is_one_name_to_complete(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", '"Kaffee, Tee"')
        for command, option, typed, whole in (
            ("suche", "was", '"Kaffee, T', '"Kaffee, Tee"'),
            ("jobs", "filter", 'python, "Kaffee, T', 'python, "Kaffee, Tee"'),
            ("suche", "was", "python „Kaffee, T", 'python "Kaffee, Tee"'),
            ("suche", "was", 'python "wordp', "python WordPress"),
            ("skills", "liste", 'php; -"Kaffee, T', 'php; -"Kaffee, Tee"'),
        ):
            found = await c.bot.desk.complete(c.caller("anna@telegram"), command, option, typed)
            assert whole in found
            assert all(one.count('"') in (0, 2) for one in found)


async def test_towns_are_completed_and_forgiven(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        caller = c.caller("ben@discord")
        assert "Essen" in await c.bot.desk.complete(caller, "suche", "ort", "")
        assert await c.bot.desk.complete(caller, "suche", "ort", "mue") == ("Mülheim an der Ruhr",)
        assert "Witten" in await c.bot.desk.complete(caller, "profil", "ort", "Wtten")
        assert REMOTE in await c.bot.desk.complete(caller, "suche", "ort", "rem")
        assert await c.bot.desk.complete(caller, "suche", "ort", "xyzxyz") == ()


@pytest.mark.parametrize("command", ["/suche python", "/profil", "/job Shop text=Python"])
async def test_several_towns_in_a_field_are_refused(tmp_path: Path, command: str) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "python")
        assert "Nenn nur einen Ort." in await c.say("anna@telegram", f"{command} ort=Essen,Bochum")
