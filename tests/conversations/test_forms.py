"""Forms and dialogues: what was typed is never lost, and one account has one open question."""

from __future__ import annotations

from pathlib import Path

from bot.talk.answers import Call
from tests.support.talking import community, labels, running


async def test_what_was_typed_with_the_command_stands_in_the_form(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("ben@discord", "/job titel=Logo ort=Essen")
        assert dict(c.forms["ben@discord"].values) == {"titel": "Logo", "ort": "Essen"}
        assert "Logo" in await c.fill("ben@discord", text="Wir brauchen ein Logo")
        assert "Beschreibung" in await c.say("anna@telegram", "/job titel=Logo ort=Essen")
        assert "Ort: Essen" in await c.fill("anna@telegram", text="Wir brauchen ein Logo")


async def test_a_required_field_without_a_word_behind_its_name_is_asked(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        assert "Beschreibung 2/5" in await c.say("anna@telegram", "/job Logo text=")
        assert "Ort 3/5" in await c.say("anna@telegram", "Wir brauchen ein Logo")
        assert "Wir brauchen ein Logo" in await c.press("anna@telegram", "Fertig")
        assert "Beschreibung 2/5" in await c.say("anna@telegram", '/job Logo text="" ort=Essen')
        assert "Ort: Essen" in await c.say("anna@telegram", "Wir brauchen ein anderes Logo") + await c.press(
            "anna@telegram", "Fertig"
        )


async def test_another_command_is_answered_and_the_question_asked_again(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("anna@telegram", "/job")
        told = await c.say("anna@telegram", "/hilfe")
        assert told.index("/termine") < told.index("Titel 1/5")
        assert "Titel 1/5" not in await c.say("anna@telegram", '/job titel=Logo text="Wir brauchen ein Logo"')
        assert "/hilfe" in await c.say("anna@telegram", "Logo"), "no question is open any more"


async def test_an_old_question_is_not_answered_twice(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram")
        await c.say("anna@telegram", "/profil")
        skip = c.button("anna@telegram", "Überspringen").press
        assert isinstance(skip, Call)
        assert "Art 2/7" in await c.call("anna@telegram", skip)
        assert "Art 2/7" in await c.call("anna@telegram", skip), "a double tap skips one question"


async def test_back_and_cancel(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("anna@telegram", "/job")
        await c.say("anna@telegram", "Logo")
        assert "Jetzt: Logo" in await c.press("anna@telegram", "Zurück")
        assert "Abgebrochen" in await c.press("anna@telegram", "Abbrechen")
        assert "/hilfe" in await c.say("anna@telegram", "Logo")


async def test_the_words_of_the_buttons_do_what_the_buttons_do(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("anna@telegram", "/job titel=Logo")
        assert "Titel 1/5" in await c.say("anna@telegram", "zurück")
        await c.say("anna@telegram", "Überspringen")
        assert "Ort 3/5" in await c.say("anna@telegram", "Suche jemanden für ein Logo")
        assert "Zeitraum 4/5" in await c.say("anna@telegram", "überspringen")
        told = await c.say("anna@telegram", "Fertig")
        assert "So würde ich es teilen" in told
        assert "Zeitraum" not in told, "the word is no answer to the question"
        await c.say("anna@telegram", "/job titel=Neu")
        assert "Ort 3/5" in await c.say("anna@telegram", "fertig"), "no such button stood there, so it is the answer"
        assert "Abgebrochen" in await c.say("anna@telegram", "abbrechen")


async def test_a_form_lives_a_day_and_belongs_to_its_account(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("ben@discord")
        ask = (await c.bot.desk.call(c.caller("ben@discord"), Call("profil")))[0]
        assert not hasattr(ask, "buttons")
        reply = await c.bot.desk.forms.set_aside(c.caller("ben@discord"), ask, {"name": "Benno"}, 1)
        assert labels(reply) == ["Weiter", "Überspringen"]
        press = reply.buttons[0][0].press
        assert isinstance(press, Call)
        assert "nicht mehr offen" in await c.call("zoe@discord", press)
    async with running(c):
        await c.call("ben@discord", press)
        assert c.forms["ben@discord"].values["name"] == "Benno"
        await c.move(hours=24)
        assert "nicht mehr offen" in await c.call("ben@discord", press)


async def test_a_plain_line_is_no_command(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        caller = c.caller("anna@telegram")
        await c.say("anna@telegram", '/erinnere wann="1.12. 15:00"')
        await c.read("anna@telegram", await c.bot.desk.say(caller, "/etc aufräumen", plain=True), caller)
        await c.move(hours=8)
        assert any("/etc aufräumen" in words for words in c.heard("anna@telegram"))
