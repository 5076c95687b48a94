"""Reminders that came are put off: once for each press, by their owner alone, and what recurs goes on as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.talk.answers import Call
from tests.conversations.test_recurring_reminders import at, move_to
from tests.support.happenings import entered
from tests.support.talking import Talk, community, labels, running

MILK = '/erinnere Milch kaufen wann="2.12. 18:00"'
TWITTWOCH = '/termin Twittwoch wann="9.12. 19:00" dauer="2 Stunden" ort=Essen'
SIDES = ["anna@telegram", "anna@discord"]


def pressed(c: Talk, persona: str, label: str) -> Call:
    """Return what a button carries, as somebody would who keeps it or forges one."""
    call = c.button(persona, label).press
    assert isinstance(call, Call)
    return call


@pytest.mark.parametrize("persona", SIDES)
@pytest.mark.parametrize(
    ("label", "said", "wall"),
    [
        ("10 Minuten", "Ich erinnere dich um 18:12 Uhr noch einmal.", "2026-12-02 18:12"),
        ("1 Stunde", "Ich erinnere dich um 19:02 Uhr noch einmal.", "2026-12-02 19:02"),
        ("Morgen", "Ich erinnere dich am Do., 3. Dezember, 9:00 Uhr noch einmal.", "2026-12-03 09:00"),
    ],
)
async def test_what_came_is_put_off(tmp_path: Path, persona: str, label: str, said: str, wall: str) -> None:
    async with community(tmp_path) as c:
        await c.say(persona, MILK)
        await move_to(c, "2026-12-02 18:02")
        assert labels(c.lines(persona)[0].reply) == ["10 Minuten", "1 Stunde", "Morgen"]
        assert await c.press(persona, label) == f"Erinnerung: Milch kaufen\n{_spoken(said)}"
        await c.move(seconds=(at(wall) - c.clock.at).total_seconds() - 60)
        assert len(c.heard(persona)) == 1
        await c.move(minutes=1)
        assert c.heard(persona)[1:] == ["Noch einmal: Milch kaufen"]
        assert labels(c.lines(persona)[1].reply) == ["10 Minuten", "1 Stunde", "Morgen"]
        await c.move(days=5)
        assert len(c.heard(persona)) == 2


def _spoken(said: str) -> str:
    """Return the sentence with the day that the plain reader of these tests always names."""
    return said.replace("um 18:12 Uhr", "um Mi., 2. Dezember, 18:12 Uhr").replace(
        "um 19:02 Uhr", "um Mi., 2. Dezember, 19:02 Uhr"
    )


async def test_the_same_press_again_keeps_one_and_another_moves_it(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("anna@telegram", MILK)
        await move_to(c, "2026-12-02 18:00")
        ten, hour = (pressed(c, "anna@telegram", label) for label in ("10 Minuten", "1 Stunde"))
        first = await c.call("anna@telegram", ten)
        await c.move(minutes=3)
        assert await c.call("anna@telegram", ten) == first
        assert "19:03" in await c.call("anna@telegram", hour)
        assert "1. Mi., 2. Dezember, 19:03 Uhr: Milch kaufen, noch einmal" in await c.say("anna@telegram", "/erinnere")
        await c.press("anna@telegram", "Abbrechen")
        await c.move(days=1)
        assert c.heard("anna@telegram") == ["Erinnerung: Milch kaufen", "Noch einmal: Milch kaufen"]

        await c.press("anna@telegram", "10 Minuten")
        await c.press("anna@telegram", "Löschen")
        await c.move(days=1)
        assert len(c.heard("anna@telegram")) == 2


async def test_what_was_put_off_can_be_put_off_again(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("anna@telegram", MILK)
        await move_to(c, "2026-12-02 18:00")
        for number in range(1, 4):
            await c.press("anna@telegram", "10 Minuten")
            await c.move(minutes=10)
            assert len(c.heard("anna@telegram")) == 1 + number
        await c.move(days=2)
        assert len(c.heard("anna@telegram")) == 4


async def test_only_its_owner_puts_it_off_and_forged_ones_are_refused(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("anna@discord", MILK)
        await c.say("ben@discord", '/erinnere Brot wann="20.12. 9:00"')
        await move_to(c, "2026-12-02 18:00")
        ten = pressed(c, "anna@discord", "10 Minuten")
        for stranger in ("ben@discord", "anna@telegram", "orga@discord"):
            assert "gibt es nicht mehr" in await c.call(stranger, ten)
        for forged in (
            {"reminder": "2"},
            {"reminder": "99"},
            {"reminder": "-1"},
            {"um": "7y"},
            {"um": ""},
            {"occurrence": ""},
        ):
            said = await c.call("anna@discord", ten.with_values(**forged))
            assert "schiefgegangen" not in said
            assert "noch einmal" not in said
        await c.move(days=1)
        assert c.heard("anna@discord") == ["Erinnerung: Milch kaufen"]
        assert "noch einmal" in await c.call("anna@discord", ten)


async def test_it_works_after_a_restart_and_long_after(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("anna@telegram", MILK)
        await move_to(c, "2026-12-02 18:00")
    async with running(c):
        await c.move(days=25)
        ten = pressed(c, "anna@telegram", "10 Minuten")
        await c.press("anna@telegram", "10 Minuten")
        await c.move(minutes=5)
    async with running(c):
        await c.move(minutes=5)
        assert c.heard("anna@telegram")[1:] == ["Noch einmal: Milch kaufen"]
        await c.move(days=40)
        assert "gibt es nicht mehr" in await c.call("anna@telegram", ten)


async def test_what_recurs_goes_on_as_it_was(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("anna@telegram", '/erinnere Tabletten wann="täglich um 9"')
        await move_to(c, "2026-12-02 09:00")
        ten = pressed(c, "anna@telegram", "10 Minuten")
        await c.press("anna@telegram", "Morgen")
        await move_to(c, "2026-12-03 12:00")
        assert sorted(c.heard("anna@telegram")) == ["Erinnerung: Tabletten"] * 2 + ["Noch einmal: Tabletten"]
        assert "noch einmal" in await c.call("anna@telegram", ten)
        for forged in ("2026-12-02T09:00+01:00", "gestern", "9999-12-31T23:59", "0001-01-01T00:00"):
            assert "schiefgegangen" not in await c.call("anna@telegram", ten.with_values(occurrence=forged))
        await c.say("anna@telegram", "/erinnere")
        await move_to(c, "2026-12-05 12:00")
        assert c.heard("anna@telegram").count("Erinnerung: Tabletten") == 4


@pytest.mark.parametrize("persona", SIDES)
async def test_an_event_that_is_over_by_then_is_refused(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", TWITTWOCH)
        await c.say(persona, "/erinnere Twittwoch")
        await move_to(c, "2026-12-09 18:00")
        assert labels(c.lines(persona)[0].reply) == ["10 Minuten", "1 Stunde"]
        ten = pressed(c, persona, "10 Minuten")
        assert "Dann ist Twittwoch schon vorbei" in await c.call(persona, ten.with_values(um="1d"))
        assert "noch einmal" in await c.press(persona, "10 Minuten")
        await c.move(minutes=10)
        assert c.heard(persona)[1].startswith("Noch einmal: Twittwoch beginnt: Mi., 9. Dezember, 19:00 Uhr.")
        await move_to(c, "2026-12-09 20:55")
        assert "Dann ist Twittwoch schon vorbei" in await c.call(persona, ten)
        for forged in ("2026-12-10T19:00", "gestern"):
            assert "Dann ist Twittwoch schon vorbei" in await c.call(persona, ten.with_values(occurrence=forged))
        await c.press("ben@discord", "Termin absagen")
        assert "gibt es so nicht mehr" in await c.call(persona, ten)


@pytest.mark.parametrize("persona", SIDES)
@pytest.mark.parametrize(
    ("lead", "wall", "is_offered"),
    [
        ("am Tag vorher um 22 Uhr", "2026-12-08 22:00", True),  # a whole day later it is over
        ("am Tag vorher um 6 Uhr", "2026-12-08 06:00", True),
        ("2 Stunden vorher", "2026-12-09 17:00", False),
    ],
)
async def test_morgen_is_offered_where_nine_in_the_morning_is_before_the_end(
    tmp_path: Path, persona: str, lead: str, wall: str, *, is_offered: bool
) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", TWITTWOCH)
        await c.say(persona, f'/erinnere Twittwoch wann="{lead}"')
        await move_to(c, wall)
        assert ("Morgen" in labels(c.lines(persona)[0].reply)) is is_offered
        if is_offered:
            assert "am Mi., 9. Dezember, 9:00 Uhr noch einmal" in await c.press(persona, "Morgen")


async def test_morgen_is_not_offered_of_what_is_over_by_nine(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", '/termin Lauf wann="9.12. 6:00" dauer="1 Stunde"')
        await c.say("anna@telegram", '/erinnere Lauf wann="am Tag vorher um 6 Uhr"')
        await move_to(c, "2026-12-08 06:00")
        assert labels(c.lines("anna@telegram")[0].reply) == ["10 Minuten", "1 Stunde"]


async def test_what_was_put_off_counts_among_the_fifty_and_says_when_it_is_late(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("anna@telegram", MILK)
        await move_to(c, "2026-12-02 18:00")
        await c.press("anna@telegram", "1 Stunde")
        c.clock.at = at("2026-12-02 20:00")
        await c.due()
        assert c.heard("anna@telegram")[1] == "Verspätet: Milch kaufen (gedacht für Mi., 2. Dezember, 19:00 Uhr)"
        for number in range(50):
            await c.say("anna@telegram", f'/erinnere Ding {number} wann="20.12. 18:{number:02}"')
        ten = pressed(c, "anna@telegram", "10 Minuten")
        assert "schon 50 offene" in await c.call("anna@telegram", ten)


async def test_what_came_can_be_put_off_after_its_event_was_moved_a_little(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", TWITTWOCH)
        await c.say("anna@telegram", "/erinnere Twittwoch")
        await c.say("carla@telegram", '/erinnere Twittwoch wann="30 min vorher"')
        await move_to(c, "2026-12-09 18:00")
        ten = pressed(c, "anna@telegram", "10 Minuten")
        await c.press("anna@telegram", "10 Minuten")
        await c.press("ben@discord", "Ändern")
        await c.fill("ben@discord", wann="9.12. 19:05")
        await c.move(minutes=10)
        assert c.heard("anna@telegram")[-1].startswith("Noch einmal: Twittwoch beginnt: Mi., 9. Dezember, 19:05 Uhr.")
        assert "noch einmal" in await c.call("anna@telegram", ten)
        await move_to(c, "2026-12-09 18:35")
        assert c.heard("carla@telegram")[-1].startswith("Erinnerung: Twittwoch beginnt")
        assert len([words for words in c.heard("anna@telegram") if words.startswith("Noch einmal")]) == 2


async def test_of_a_series_the_date_is_put_off_that_was_said(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", f"{TWITTWOCH} serie=FREQ=MONTHLY;BYDAY=2WE")
        await c.say("anna@telegram", '/erinnere Twittwoch wann="immer 2 Stunden vorher"')
        await move_to(c, "2026-12-09 17:00")
        ten = pressed(c, "anna@telegram", "10 Minuten")
        for forged in ("2026-12-10T19:00", "gestern", "2026-12-09T19:00+01:00"):
            assert "gibt es so nicht mehr" in await c.call("anna@telegram", ten.with_values(occurrence=forged))
        await c.press("anna@telegram", "10 Minuten")
        await c.move(hours=1)
        assert c.heard("anna@telegram")[1].startswith("Noch einmal: Twittwoch beginnt: Mi., 9. Dezember, 19:00 Uhr.")
        await move_to(c, "2027-01-13 17:00")
        assert c.heard("anna@telegram")[2].startswith("Erinnerung: Twittwoch beginnt: Mi., 13. Januar, 19:00 Uhr.")
        assert "Dann ist Twittwoch schon vorbei" in await c.call("anna@telegram", ten)
