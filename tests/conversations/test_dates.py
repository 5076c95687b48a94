"""A date that may be several is asked with its readings as buttons, on both sides, and one tap takes one."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.talk.answers import Call, Reply
from tests.support.talking import community, labels


async def test_in_a_dialogue_the_readings_stand_under_the_question(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram")
        await c.say("anna@telegram", "/termin")
        await c.say("anna@telegram", "Twittwoch")
        asked = await c.say("anna@telegram", "am 9.12. oder 10.12. um halb acht")
        assert "mehrere Tage" in asked
        offered = labels(c.last("anna@telegram"))
        assert offered[:2] == ["Mi 9.12.2026 19:30", "Do 10.12.2026 19:30"]
        assert "Dauer 3/10" in await c.press("anna@telegram", "Do 10.12.2026 19:30")
        assert "Do., 10. Dezember, 19:30" in await c.press("anna@telegram", "Fertig")


async def test_a_stretch_of_days_with_one_time_is_asked_for_the_other(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        for persona in ("anna@discord", "anna@telegram"):
            asked = await c.say(persona, '/termin Twittwoch wann="4.12. 18 Uhr bis 6.12."')
            assert "um wie viel Uhr endet es?" in asked
            assert "Fr 4.12.2026 bis So 6.12.2026" in labels(c.last(persona))
        said = await c.say("anna@discord", '/termin Twittwoch wann="4.12. 18 Uhr bis 6.12. 16 Uhr"')
        assert "Fr., 4. Dezember, 18:00" in said


async def test_what_is_clear_is_not_asked(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram")
        await c.say("anna@telegram", "/termin")
        await c.say("anna@telegram", "Twittwoch")
        assert "Dauer 3/10" in await c.say("anna@telegram", "am 10. Dezember abends um halb acht")


async def test_in_a_form_the_readings_stand_beside_the_way_back_and_one_of_them_ends_it(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        asked = await c.say("anna@discord", '/termin Twittwoch wann="Do 9.12. 19 Uhr"')
        assert "passen nicht zusammen" in asked
        assert labels(c.last("anna@discord"))[:3] == ["Ändern", "Mi 9.12.2026 19:00", "Do 10.12.2026 19:00"]
        press = c.button("anna@discord", "Do 10.12.2026 19:00").press
        assert isinstance(press, Call)
        assert "Do., 10. Dezember, 19:00" in await c.call("anna@discord", press)
        assert "nicht mehr offen" in await c.call("anna@discord", press), "a double tap enters nothing twice"


async def test_a_reading_taken_before_the_last_page_leads_to_the_next_one(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@discord")
        await c.say("anna@discord", "/termin")
        ask = c.forms["anna@discord"]
        caller = c.caller("anna@discord")
        typed = {"titel": "Twittwoch", "wann": "nächste Woche Mittwoch oder Donnerstag 19 Uhr", "ort": "Essen"}
        (wrong,) = await c.bot.desk.submitted(caller, ask, typed, 0)
        assert isinstance(wrong, Reply)
        assert labels(wrong)[0] == "Ändern"
        await c.read("anna@discord", (wrong,), caller)
        chosen = labels(wrong)[1]
        assert "Seite 1 von 2 ist ausgefüllt" in await c.press("anna@discord", chosen)
        said = await c.press("anna@discord", "Überspringen")
        assert "19:00 Uhr" in said
        await c.press("anna@discord", "Eintragen")
        assert "Essen" in c.heard("#termine")[0]


@pytest.mark.parametrize(
    ("command", "half", "rest", "kept"),
    [
        ("/termin Twittwoch", "am 9.12.", "19 Uhr", "Mi., 9. Dezember, 19:00 Uhr"),
        ("/termin Twittwoch", "um 19:30", "am 9.12.", "Mi., 9. Dezember, 19:30 Uhr"),
        ("/termin Twittwoch", "am 9.12.", "10.12. 18 Uhr", "Do., 10. Dezember, 18:00 Uhr"),
        ("/termin Twittwoch", "jeden Mittwoch", "um 7", "Serie: jeden Mittwoch, 19:00 Uhr"),
        ("/erinnere Kaffee", "jeden Tag", "9 Uhr", "Ich erinnere dich täglich, 9:00 Uhr"),
        ("/erinnere Kaffee", "morgen", "8:30", "Mi., 2. Dezember, 8:30 Uhr"),
    ],
)
async def test_the_answer_to_what_is_missing_goes_on_from_what_was_typed_before(
    tmp_path: Path, command: str, half: str, rest: str, kept: str
) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram")
        asked = await c.say("anna@telegram", f'{command} wann="{half}"')
        assert "Um wie viel Uhr?" in asked or "An welchem Tag?" in asked
        assert "verstehe ich nicht" in await c.say("anna@telegram", "keine Ahnung")
        await c.say("anna@telegram", half)
        assert kept in await c.say("anna@telegram", rest)


async def test_an_answer_goes_on_from_no_older_one(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.agree("anna@telegram")
        await c.say("anna@telegram", "/termin")
        await c.say("anna@telegram", "Twittwoch")
        await c.say("anna@telegram", "am 9.12.")
        await c.press("anna@telegram", "Zurück")
        await c.say("anna@telegram", "Stammtisch")
        assert "An welchem Tag?" in await c.say("anna@telegram", "19 Uhr")


async def test_another_persons_button_and_a_forged_field_change_nothing(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("anna@discord", '/termin Twittwoch wann="Do 9.12. 19 Uhr"')
        press = c.button("anna@discord", "Do 10.12.2026 19:00").press
        assert isinstance(press, Call)
        assert "nicht mehr offen" in await c.call("zoe@discord", press)
        assert "gibt es hier nicht" in await c.call("anna@discord", press.with_values(field="bestaetigt"))
        assert "Do., 10. Dezember, 19:00" in await c.call("anna@discord", press)
