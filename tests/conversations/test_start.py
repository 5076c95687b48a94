"""The first words, the help and the page on data, and the links that lead into the private chat."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.absence import MISSES
from bot.domain.community import Community
from bot.house import registry
from bot.talk import limits
from bot.talk.answers import Call
from bot.views import start as view
from tests.support.talking import community, labels, words_of

KEEP_NOTHING = {"start", "hilfe", "datenschutz", "suche", "meinedaten", "vergissmich", "admin"}


def named(operator: str, contact: str) -> Community:
    return Community("Testherd", ZoneInfo("Europe/Berlin"), "de", operator, contact)


async def test_start_names_the_next_two_steps(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        told = await c.say("anna@telegram", "/start")
        assert "/skills python" in told
        assert "/suche python essen frei" in told
        assert c.last("anna@telegram").private
        assert labels(c.last("anna@telegram")) == ["Skills eintragen", "Hilfe"]
        assert "/vergissmich" in await c.press("anna@telegram", "Hilfe")


async def test_the_page_on_data_says_how_it_is_known_that_somebody_left(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        told = await c.say("anna@discord", "/datenschutz")
        assert "Sofort erfahre ich das in Telegram-Gruppen, in denen ich Admin bin." in told
        assert MISSES == 3
        assert "wer dann an drei Tagen in keinem Ort ist, gilt als gegangen" in told


async def test_a_start_link_works_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        line = await c.bot.desk.in_private(c.caller("anna@telegram", "#jobs"), Call("suche", {"was": "geheimkram"}))
        assert line is not None
        press = line.buttons[0][0].press
        assert isinstance(press, Call)
        link = f"/start {press.values['token']}"

        foreign = await c.say("ben@telegram", link)
        assert "nicht für dich" in foreign
        assert "geheimkram" not in foreign
        assert "geheimkram" in await c.say("anna@telegram", link)
        again = await c.say("anna@telegram", link)
        assert "gilt nicht mehr" in again
        assert "geheimkram" not in again


async def test_a_start_link_is_over_after_an_hour(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        lines = [
            await c.bot.desk.in_private(c.caller("anna@telegram", "#jobs"), Call("suche", {"was": "geheimkram"}))
            for _ in range(2)
        ]
        early, late = (line.buttons[0][0].press for line in lines if line is not None)
        assert isinstance(early, Call)
        assert isinstance(late, Call)
        await c.move(minutes=59)
        assert "geheimkram" in await c.call("anna@telegram", early)
        await c.move(minutes=1)
        assert "gilt nicht mehr" in await c.call("anna@telegram", late)


async def test_a_token_of_another_purpose_is_no_start_link(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("anna@telegram", "/skills geheimkram")
        press = c.button("anna@telegram", "Einverstanden").press
        assert isinstance(press, Call)
        told = await c.say("anna@telegram", f"/start {press.values['token']}")
        assert "gilt nicht mehr" in told
        assert "geheimkram" not in told


@pytest.mark.parametrize("typed", ["hallo", "x" * 10_000, "@everyone", "\u202eabc", "' OR 1=1 --", "<b>"])
async def test_no_made_up_link_leads_anywhere(tmp_path: Path, typed: str) -> None:
    async with community(tmp_path) as c:
        assert "schiefgegangen" not in await c.say("anna@telegram", f"/start {typed}")
        assert not labels(c.last("anna@telegram"))


async def test_help_explains_every_command_and_says_whom_to_ask(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        told, to_organisers = await c.say("ben@discord", "/hilfe"), await c.say("orga@discord", "/hilfe")
        for command in registry().visible:
            assert f"/{command.name}" in to_organisers
            assert (f"/{command.name}:" in told or f"/{command.name} =" in told) == (command.name != "admin")
            assert (command.summary in told) == (command.name != "admin")
        assert "Orga-Team" in told
        assert "orga@example.org" in told
        assert "Auf Discord füllst du dafür die Felder des Befehls aus." in told, "nobody can type its examples there"
        assert "Auftrag ändern oder löschen: /job" in told
        assert "Löschst du ihn, erfahre ich das nur auf Discord" in told
        assert c.last("ben@discord").private


async def test_privacy_names_every_command_that_keeps_something(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        told = await c.say("anna@telegram", "/privacy")
        assert told == await c.say("anna@telegram", "/datenschutz")
        visible = {command.name for command in registry().visible}
        assert visible - KEEP_NOTHING <= view.KEEPS.keys()
        for name in visible - KEEP_NOTHING:
            assert f"/{name}:" in told
        assert "wie du getaggt werden willst" in told
        assert "damit andere dich finden und ich dich nicht zu oft tagge" in told, "others tag nobody"
        assert "Tags zählen sieben Tage." in told
        assert "Orga-Team" in told
        assert "24 Stunden" in told
        for way in ("/meinedaten", "/vergissmich", "Sichtbar: verborgen", "Admin"):
            assert way in told


def test_nobody_responsible_is_said_plainly() -> None:
    commands = registry().visible
    assert "Verantwortlich: nicht eingetragen" in words_of(view.privacy(named("", ""), commands))
    assert "Verantwortlich: nicht eingetragen" in words_of(view.guide(named("", ""), commands))
    half = words_of(view.privacy(named("Olga", ""), commands))
    assert "Verantwortlich: Olga" in half
    assert "Fragen an: nicht eingetragen" in half


def test_long_pages_fit_one_message() -> None:
    commands = registry().visible
    somebody = named("O" * 80, "o" * 80)
    assert len(words_of(view.guide(somebody, commands))) <= limits.CARD
    assert len(words_of(view.privacy(somebody, commands))) <= limits.CARD
    assert len(words_of(view.welcome(somebody, commands))) <= limits.MESSAGE
