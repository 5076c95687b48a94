"""The profile: by form and by option, on both platforms, and what it refuses."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.profile_form import some_links
from bot.domain.members import Member, Trade, Visibility
from bot.errors import InvalidInput
from bot.talk.answers import Call
from bot.talk.commands import Reading
from tests.support.talking import BERLIN, Talk, community, label, labels, running, words_of

READING = Reading(datetime(2026, 12, 1, 8, tzinfo=UTC), BERLIN)
FULL = '/profil art=Startup ort=Essen text="Ich baue Websites" links=anna.de verfuegbar=frei'


async def member(c: Talk, persona: str) -> Member:
    async with c.bot.storage.begin() as store:
        known = await store.members.at(c.caller(persona).address)
        assert known is not None
        return known


async def open_again(c: Talk, persona: str) -> None:
    """Press *Ändern* under a refused form, as Discord shows it, so that the form is open again."""
    ask = c.forms.pop(persona)
    aside = await c.bot.desk.forms.set_aside(c.caller(persona), ask, ask.values, ask.opens_at())
    (press,) = (button.press for row in aside.buttons for button in row if label(button) == "Ändern")
    assert isinstance(press, Call)
    await c.call(persona, press)


async def test_a_form_fills_the_profile_on_both_sides(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        for persona in ("anna@telegram", "ben@discord"):
            await c.say(persona, "/profil")
            await c.press(persona, "Nur gelistet")
            told = await c.fill(
                persona, art="Agentur", ort="Mülheim", text="Wir sind zu dritt", verfuegbar="frei ab 1.2."
            )
            assert "Agentur · Mülheim an der Ruhr · frei ab 1. Februar 2027" in told
            known = await member(c, persona)
            assert known.name == persona.split("@")[0].capitalize()
            assert known.trade is Trade.AGENCY
            assert known.visibility is Visibility.LISTED


async def test_the_form_opens_with_what_is_there_and_changes_only_what_is_changed(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("ben@discord")
        await c.say("ben@discord", FULL)
        before = await member(c, "ben@discord")
        await c.press("ben@discord", "Ändern")
        assert c.forms["ben@discord"].values == {
            "name": "Ben",
            "art": "Startup",
            "ort": "Essen",
            "text": "Ich baue Websites",
            "links": "https://anna.de",
            "verfuegbar": "frei",
            "sichtbar": "getaggt",
        }
        assert "Es bleibt alles" in await c.fill("ben@discord")
        assert await member(c, "ben@discord") == before
        await c.press("ben@discord", "Ändern")
        await c.fill("ben@discord", ort="Hagen")
        assert (await member(c, "ben@discord")).town == "Hagen"
        assert (await member(c, "ben@discord")).about == "Ich baue Websites"


async def test_options_change_only_what_they_name(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "python")
        await c.say("anna@telegram", FULL)
        told = await c.say("anna@telegram", "/profil verfuegbar=ausgebucht")
        assert "Startup · Essen · ausgebucht" in told
        assert "Startup · Essen · frei" in await c.say("anna@telegram", "/profil Verfügbar=frei")
        assert await c.say("anna@telegram", "/profil stadt=Bochum") == (
            "Ein Feld „stadt“ gibt es hier nicht. Es gibt: name, art, ort, text, links, verfuegbar, sichtbar."
        )
        assert (await member(c, "anna@telegram")).name == "Anna"
        assert "Ich baue Websites" in told
        assert "https://anna.de" in told
        assert "Biete: Python" in told
        assert c.last("anna@telegram").private


@pytest.mark.parametrize("quoted", ['"Anna Becker"', "„Anna Becker“"])
async def test_marks_around_a_whole_name_only_hold_it_together(tmp_path: Path, quoted: str) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram", "python")
        await c.say("anna@telegram", f"/profil {quoted} art=Freelancer")
        assert (await member(c, "anna@telegram")).name == "Anna Becker"
        await c.say("anna@telegram", "/profil Anna „Ann“ Becker")
        assert (await member(c, "anna@telegram")).name == "Anna „Ann“ Becker"


async def test_a_dialogue_steps_over_and_empties(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram")
        await c.say("anna@telegram", FULL)
        await c.press("anna@telegram", "Ändern")
        await c.press("anna@telegram", "Überspringen")  # the name
        await c.say("anna@telegram", "-")  # the kind
        assert "Ich baue Websites" in await c.press("anna@telegram", "Fertig")
        known = await member(c, "anna@telegram")
        assert known.name == "Anna"
        assert known.trade is None
        assert known.town == "Essen"
        assert known.links == ("https://anna.de",)


async def test_the_usual_availabilities_are_offered(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram")
        await c.say("anna@telegram", '/profil verfuegbar="ab 1.3. frei"')
        assert "frei ab 1. März 2027" in words_of(c.last("anna@telegram"))
        await c.press("anna@telegram", "Ändern")
        for _ in range(5):
            await c.press("anna@telegram", "Überspringen")
        assert labels(c.last("anna@telegram"))[:2] == ["frei", "ausgebucht"]
        await c.press("anna@telegram", "ausgebucht")
        assert "ausgebucht" in await c.press("anna@telegram", "Fertig")
        assert await c.bot.desk.complete(c.caller("ben@discord"), "profil", "verfuegbar", "aus") == ("ausgebucht",)


async def test_an_emptied_field_is_emptied_and_a_name_never_is(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("ben@discord")
        await c.say("ben@discord", FULL)
        await c.press("ben@discord", "Ändern")
        assert "Ohne Namen geht es nicht" in await c.fill("ben@discord", name="", text="", links="", art="", ort="")
        assert (await member(c, "ben@discord")).about == "Ich baue Websites"
        await c.fill("ben@discord", name="Benno", text="", links="", art="", ort="", verfuegbar="", sichtbar="")
        known = await member(c, "ben@discord")
        assert known.name == "Benno"
        assert (known.about, known.links, known.trade, known.town, known.availability) == ("", (), None, None, None)
        assert known.visibility is Visibility.TAGGED  # emptying says nothing about it


@pytest.mark.parametrize(
    ("option", "wrong", "right", "said"),
    [
        ("ort", "Atlantis", "Herne", "kenne ich nicht als Ort"),
        ("art", "Zauberer", "Freelancerin", "Möglich ist hier"),
        ("verfuegbar", "vielleicht", "ausgebucht", "frei ab 1.2."),
        ("verfuegbar", "frei ab 31.2.", "frei ab 1.3.", "gibt es nicht"),
        ("verfuegbar", "ab 31.2. frei", "1.2.", "„1.2.“"),
        ("sichtbar", "unsichtbar", "gelistet", "Möglich ist hier"),
        ("links", "javascript:alert(1)", "https://a.de", "lese ich nicht als Link"),
        ("text", "x" * 301, "x" * 300, "höchstens 300"),
        ("name", "...", "Zoe", "kein Name"),
    ],
)
async def test_a_wrong_value_is_explained_and_nothing_else_is_lost(
    tmp_path: Path, option: str, wrong: str, right: str, said: str
) -> None:
    async with community(tmp_path) as c:
        for persona in ("anna@telegram", "ben@discord"):
            await c.agree(persona)
            await c.say(persona, FULL)
            before = await member(c, persona)
            assert said in await c.say(persona, f'/profil {option}="{wrong}"')
            assert await member(c, persona) == before
            if persona == "anna@telegram":
                assert "Gespeichert" in await c.say(persona, right)
            else:
                assert "Gespeichert" in await c.fill(persona, **{option: right})
            after = await member(c, persona)
            fields = ("name", "town", "about", "links", "trade", "availability", "visibility")
            assert sum(getattr(before, field) != getattr(after, field) for field in fields) <= 1


async def test_the_rest_of_a_form_set_aside_keeps_what_was_there(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("ben@discord")
        await c.say("ben@discord", FULL)
        await c.press("ben@discord", "Ändern")
        first_page = {"name": "Benno", "art": "", "ort": "Herne", "text": "", "links": ""}
        aside = await c.bot.desk.forms.set_aside(c.caller("ben@discord"), c.forms["ben@discord"], first_page, 1)
        rest = next(button.press for row in aside.buttons for button in row if label(button) == "Überspringen")
        assert isinstance(rest, Call)
        await c.call("ben@discord", rest)
        known = await member(c, "ben@discord")
        assert (known.name, known.town, known.about) == ("Benno", "Herne", "")
        assert known.availability is not None
        assert known.visibility is Visibility.TAGGED


async def test_a_restart_in_the_middle_of_the_form_goes_on_where_it_was(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("anna@telegram", "/profil")
        await c.press("anna@telegram", "Einverstanden")
        await c.say("anna@telegram", "Anna B.")
    async with running(c):
        await c.say("anna@telegram", "Startup")
        assert "Unna" in await c.say("anna@telegram", "Unna") + await c.press("anna@telegram", "Fertig")
        known = await member(c, "anna@telegram")
        assert (known.name, known.trade, known.town) == ("Anna B.", Trade.STARTUP, "Unna")


async def test_visibility_by_option_is_written_into_the_ledger(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram")
        await c.say("anna@telegram", "/profil sichtbar=verborgen")
        await c.say("anna@telegram", "/profil sichtbar=verborgen")
        known = await member(c, "anna@telegram")
        async with c.bot.storage.begin() as store:
            lines = await store.members.agreements(known.id)
        assert [line.level for line in lines] == ["getaggt", "verborgen"]
        assert labels(c.last("anna@telegram")) == ["Ändern", "Sichtbar: getaggt", "Sichtbar: gelistet"]


async def test_a_new_name_reaches_the_cards_that_show_the_old(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram")
        await c.say("anna@telegram", "Suche jemanden für Haskell", "#jobs", message="p1")
        await c.press("anna@telegram", "Vorschau")
        await c.press("anna@telegram", "Veröffentlichen")
        assert any("Kontakt: Anna" in words for words in c.heard("#jobs"))
        await c.say("anna@telegram", "/profil name=Annegret")
        await c.move(seconds=10)
        assert sum("Kontakt: Annegret" in words for words in c.heard("#jobs")) == 2


STRANGE = ["@everyone", "<@1>", "**x**", "<b>x</b>", "[x](http://boese.de)", "{name}", "/job x"]


@pytest.mark.parametrize("typed", STRANGE)
async def test_strange_text_is_shown_as_it_was_typed(tmp_path: Path, typed: str) -> None:
    async with community(tmp_path) as c:
        await c.agree("ben@discord", "python")
        await c.say("ben@discord", "/profil")
        told = await c.fill("ben@discord", name=f"Ben {typed}", text=typed)
        assert typed in told
        found = await c.say("anna@telegram", "/suche python")
        assert f"Ben {typed}" in found
        card = c.last("anna@telegram").card
        assert card is not None
        row = card.rows[0]
        assert isinstance(row, tuple)
        assert typed in row  # a plain str, no span


async def test_invisible_marks_go_and_what_is_too_long_is_refused(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("ben@discord")
        await c.say("ben@discord", '/profil name="\u202eneB\u202c" text="a\u200b\u0000b"')
        known = await member(c, "ben@discord")
        assert (known.name, known.about) == ("neB", "ab")
        assert "10.000 Zeichen" in await c.say("ben@discord", f"/profil text={'x' * 10_000}")
        assert (await member(c, "ben@discord")).about == "ab"


@pytest.mark.parametrize(
    ("typed", "links"),
    [
        ("anna.de", ("https://anna.de",)),
        ("http://a.de/x?y=1#z, b.co.uk", ("http://a.de/x?y=1#z", "https://b.co.uk")),
        ("https://müller.de\nhttps://a.de:8080/p", ("https://müller.de", "https://a.de:8080/p")),
        ("https://a.de https://a.de", ("https://a.de",)),
    ],
)
def test_links_are_read(typed: str, links: tuple[str, ...]) -> None:
    assert some_links(typed, READING) == links


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "ftp://a.de",
        "https://user:pw@a.de",
        "https://a.de@boese.de",
        "https://localhost",
        "http://127.0.0.1",
        "http://[::1]/",
        "[x](http://a.de)",
        "https://a.de/<b>",
        "https://a.de\\@b.de",
        "tg://resolve?domain=x",
        "data://text",
        "https://",
        "https://a.de:99999",
        "https://a.de/" + "x" * 200,
        "a.de b.de c.de d.de",
        "nur Worte",
    ],
)
def test_dangerous_or_unreadable_links_are_refused(typed: str) -> None:
    with pytest.raises(InvalidInput):
        some_links(typed, READING)


@given(st.text(max_size=80))
def test_reading_links_raises_nothing_but_a_refusal(typed: str) -> None:
    try:
        links = some_links(typed, READING)
    except InvalidInput:
        return
    assert all(link.startswith(("http://", "https://")) and "@" not in link.split("/")[2] for link in links)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("frei", "verfuegbar=frei"),
        ("verfügbar frei", "verfuegbar=frei"),
        ("ab 1.2.", 'verfuegbar="ab 1.2."'),
        ("Essen", "ort=Essen"),
        ("Ort: remote", "ort=remote"),
        ("agentur", "art=agentur"),
        ("verborgen", "sichtbar=verborgen"),
        ("in Essen", "ort=Essen"),
        ("Essen frei", "ort=Essen verfuegbar=frei"),
        ("agentur, herne, frei ab 1.2.", 'art=agentur ort=herne verfuegbar="frei ab 1.2."'),
    ],
)
async def test_what_another_field_holds_is_not_taken_for_a_name(tmp_path: Path, typed: str, meant: str) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram")
        assert f"Meintest du /profil {meant}?" in await c.say("anna@telegram", f"/profil {typed}")
        assert (await member(c, "anna@telegram")).name == "Anna"
        assert "Gespeichert." in await c.say("anna@telegram", f"/profil {meant}")


@pytest.mark.parametrize("name", ["August", "Max Frei", "Horst", "Art Garfunkel", "Anna Essen", "Hagen Hamm"])
async def test_names_that_sound_like_a_field_are_names(tmp_path: Path, name: str) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram")
        assert "Gespeichert." in await c.say("anna@telegram", f"/profil {name}")
        assert (await member(c, "anna@telegram")).name == name


async def test_words_without_quotes_belong_to_the_field_before_them(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram")
        await c.say("anna@telegram", "/profil text=Ich baue Websites verfuegbar=frei ab 1.2. ort= Essen")
        known = await member(c, "anna@telegram")
        assert (known.name, known.about, known.town) == ("Anna", "Ich baue Websites", "Essen")
        assert known.availability is not None
        assert known.availability.since is not None


async def test_a_dash_empties_a_field_that_is_named_in_the_line(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram")
        await c.say("anna@telegram", FULL)
        assert "Gespeichert." in await c.say("anna@telegram", '/profil ort=- text="-" links=leer')
        known = await member(c, "anna@telegram")
        assert (known.town, known.about, known.links, known.trade) == (None, "", (), Trade.STARTUP)
