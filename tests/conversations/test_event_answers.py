"""Answers to events: counted on every copy, changed, and refused where they are forged or too late."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.happenings import SERIES, TWITTWOCH, buttons, cards, entered, press_of
from tests.support.talking import community


async def test_answers_are_counted_on_every_copy_and_can_be_changed(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", TWITTWOCH)
        said = await c.press("ben@discord", "Dabei")
        assert "Du bist dabei: Twittwoch, Mi., 9. Dezember, 19:00 Uhr." in said
        assert "nirgends gelistet" in said
        assert len(said) <= 200
        assert c.last("ben@discord").private
        await c.press("carla@telegram", "Dabei")
        assert "nirgends gelistet" not in await c.press("carla@telegram", "Dabei")
        assert buttons(c) == [["Dabei (2)", "Vielleicht", "Absagen"]] * 2
        assert "vielleicht" in await c.press("ben@discord", "Vielleicht")
        assert buttons(c) == [["Dabei (1)", "Vielleicht (1)", "Absagen"]] * 2
        assert "nicht dabei" in await c.press("ben@discord", "Absagen")
        assert buttons(c) == [["Dabei (1)", "Vielleicht", "Absagen (1)"]] * 2
        assert "Ben" not in await c.say("anna@telegram", "/suche python")


async def test_an_answer_fits_an_acknowledgement_however_long_the_title(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", f'/termin {"ü" * 100} wann="9.12.2027 19:00"')
        for label in ("Vielleicht", "Dabei", "Absagen"):
            assert len(await c.press("ben@discord", label)) <= 200 - len(" 2027")
            assert len(await c.press("carla@discord", label)) <= 200 - len(" 2027")


async def test_a_later_card_of_the_same_date_shows_the_same_answers(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", SERIES)
        await c.press("ben@discord", "Dabei")
        await c.move(days=2)
        await c.press("carla@telegram", "Dabei")
        assert cards(c) == cards(c, "discord") == ["In 7 Tagen: Twittwoch"]
        assert buttons(c) == [["Dabei (2)", "Vielleicht", "Absagen"]] * 2


async def test_answers_to_one_date_of_a_series_do_not_count_for_the_next(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", '/termin Stammtisch wann="2.12. 19:00" serie=wöchentlich')
        await c.press("ben@discord", "Dabei")
        await c.move(days=8)
        assert buttons(c)[-1] == ["Dabei", "Vielleicht", "Absagen"]
        assert buttons(c)[0] == ["Dabei (1)", "Vielleicht", "Absagen"]


async def test_forged_answers_are_refused_and_change_nothing(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", SERIES)
        true = press_of(c, "ben@discord", "Dabei")
        for wrong in (
            {"event": "99"},
            {"event": "-1"},
            {"event": "1; DROP"},
            {"occurrence": "2026-12-10T19:00"},
            {"occurrence": "2026-12-09T19:00:00"},
            {"occurrence": "2026-12-09T19:00+01:00"},
            {"occurrence": "0001-01-01T00:00"},
            {"occurrence": "9999-12-31T23:59"},
            {"occurrence": "bald"},
            {"answer": "Vielleicht nicht"},
            {"answer": ""},
        ):
            said = await c.call("ben@discord", true.with_values(**wrong), "#termine")
            assert "schiefgegangen" not in said, wrong
            assert "Du bist" not in said, wrong
        assert buttons(c) == [["Dabei", "Vielleicht", "Absagen"]] * 2
        later = true.with_values(occurrence="2027-01-13T19:00")
        assert "13. Januar" in await c.call("ben@discord", later, "#termine")


async def test_nobody_answers_what_is_over_or_cancelled(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", TWITTWOCH)
        true = press_of(c, "ben@discord", "Dabei")
        await c.move(days=8, hours=11)
        assert "Du bist dabei" in await c.call("ben@discord", true, "#termine")
        await c.move(hours=1)
        assert "vorbei" in await c.call("carla@discord", true, "#termine")
        await entered(c, "anna@telegram", '/termin Stammtisch wann="20.12. 19:00"')
        other = press_of(c, "ben@discord", "Dabei")
        await c.press("anna@telegram", "Termin absagen")
        assert "abgesagt" in await c.call("ben@discord", other, "#termine")


async def test_who_is_being_forgotten_does_not_count(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", TWITTWOCH)
        await c.press("ben@discord", "Dabei")
        await c.press("carla@discord", "Dabei")
        assert buttons(c)[0][0] == "Dabei (2)"
        await c.say("ben@discord", "/vergissmich")
        await c.press("ben@discord", "Sofort löschen")
        assert buttons(c)[0][0] == "Dabei (1)"
        await c.press("carla@discord", "Vielleicht")
        assert buttons(c)[0] == ["Dabei", "Vielleicht (1)", "Absagen"]


@pytest.mark.parametrize("persona", ["ben@discord", "ben@telegram"])
async def test_who_is_being_forgotten_is_not_told_to_be_there(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", TWITTWOCH)
        await c.agree(persona, "python")
        await c.press(persona, "Vielleicht")
        await c.say(persona, "/vergissmich")
        for label in ("Dabei", "Vielleicht"):
            assert "gerade vergessen" in await c.press(persona, label, "#termine")
        assert "nicht dabei" in await c.press(persona, "Absagen", "#termine")
        await c.press(persona, "Zurücknehmen")
        assert "Du bist dabei" in await c.press(persona, "Dabei", "#termine")
        assert buttons(c)[0] == ["Dabei (1)", "Vielleicht", "Absagen"]
