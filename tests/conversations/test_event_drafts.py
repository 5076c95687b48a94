"""Before an event is kept its owner reads what was understood: to be entered, changed or discarded."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.events import Event
from bot.talk.answers import Call
from tests.support.happenings import SERIES, TWITTWOCH, cards, entered, press_of
from tests.support.talking import Talk, community, labels, running


async def kept(c: Talk) -> list[Event]:
    async with c.bot.storage.begin() as store:
        return [*await store.events.active()]


@pytest.mark.parametrize("persona", ["anna@telegram", "ben@discord"])
async def test_nothing_is_kept_before_it_is_entered(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path) as c:
        said = await c.say(persona, f'{SERIES} ort=Essen plaetze="höchstens 20"')
        for shown in (
            "So habe ich den Termin verstanden:",
            "Mi., 9. Dezember, 19:00 Uhr",
            "Serie: jeden 2. Mittwoch im Monat, 19:00 Uhr.",
            "Mi., 13. Januar 2027, 19:00 Uhr; Mi., 10. Februar",
            "Art: Treffen.",
            "Höchstens 20 Plätze, danach gibt es eine Warteliste.",
            "Angekündigt wird in: #termine (Telegram), #termine (Discord).",
        ):
            assert shown.replace(" 2027", "") in said.replace(" 2027", ""), shown
        assert c.last(persona).private
        assert labels(c.last(persona)) == ["Eintragen", "Ändern", "Verwerfen"]
        assert await kept(c) == []
        async with c.bot.storage.begin() as store:
            assert await store.members.at(c.caller(persona).address) is None
        assert "Eingetragen" in await c.press(persona, "Eintragen")
        (event,) = await kept(c)
        assert (event.seats, event.rule) == (20, "FREQ=MONTHLY;BYDAY=2WE")


@pytest.mark.parametrize("persona", ["anna@telegram", "ben@discord"])
async def test_an_hour_that_the_spring_change_leaves_out_is_said(tmp_path: Path, persona: str) -> None:
    skipped = "Diese Stunde gibt es wegen der Zeitumstellung nicht, gemeint ist eine Stunde später."
    async with community(tmp_path, now="2027-03-20 09:00") as c:
        for typed in ("28.3. 2:30", "28.3. 2:30 bis 5 Uhr"):
            said = await c.say(persona, f'/termin Nacht wann="{typed}"')
            assert "So., 28. März, 3:30 Uhr" in said
            assert skipped in said
        assert skipped not in await c.say(persona, '/termin Nacht wann="28.3. 3:30"')
        assert "Zeitumstellung" not in await c.press(persona, "Eintragen")
        await c.press(persona, "Ändern")
        assert skipped not in await c.fill(persona, wann="4.4. 2:30")
        await c.press(persona, "Ändern")
        assert skipped in await c.fill(persona, wann="28.3. 2:15")


@pytest.mark.parametrize("persona", ["anna@telegram", "ben@discord"])
async def test_a_draft_is_changed_in_the_form_and_the_old_one_is_gone(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path) as c:
        await c.say(persona, f"{TWITTWOCH} ort=Essen")
        old = press_of(c, persona, "Eintragen")
        said = await c.press(persona, "Ändern")
        if persona == "ben@discord":
            assert dict(c.forms[persona].values) == {
                "titel": "Twittwoch",
                "wann": "9.12.2026 19:00",
                "dauer": "2 Stunden",
                "ort": "Essen",
            }
        else:
            assert "Jetzt: Twittwoch" in said
        said = await c.fill(persona, ort="Bochum", titel="Barcamp Ruhr")
        assert "Bochum" in said
        assert "Art: Barcamp" in said
        assert await kept(c) == []
        assert "gibt es nicht mehr" in await c.call(persona, old)
        await c.press(persona, "Eintragen")
        assert [(event.title, event.town) for event in await kept(c)] == [("Barcamp Ruhr", "Bochum")]


async def test_a_discarded_draft_is_forgotten(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("anna@telegram", TWITTWOCH)
        true = press_of(c, "anna@telegram", "Eintragen")
        assert "Nichts davon ist gespeichert" in await c.press("anna@telegram", "Verwerfen")
        assert "gibt es nicht mehr" in await c.call("anna@telegram", true)
        assert await kept(c) == []


async def test_a_draft_survives_a_restart_for_a_day(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("anna@telegram", "/termin Treff wann=heute 19:00")
        await c.say("anna@telegram", '/termin Twittwoch wann="morgen 19:00"')
        true = press_of(c, "anna@telegram", "Eintragen")
    async with running(c):
        await c.move(hours=23)  # "morgen" is the day that was meant when it was typed
        await c.press("anna@telegram", "Eintragen")
        assert [f"{event.starts:%d.%m. %H:%M}" for event in await kept(c)] == ["02.12. 19:00"]
        await c.move(hours=1)
        assert "gibt es nicht mehr" in await c.call("anna@telegram", true)


async def test_a_draft_whose_time_is_over_comes_back_as_the_form(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("ben@discord", '/termin Treff wann="heute 19:00"')
        await c.move(hours=12)
        assert "vorbei" in await c.press("ben@discord", "Eintragen")
        await c.fill("ben@discord", wann="2.12. 19:00")
        await c.press("ben@discord", "Eintragen")
        assert [event.title for event in await kept(c)] == ["Treff"]


async def test_a_draft_pressed_twice_is_entered_once(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("anna@telegram", TWITTWOCH)
        true = press_of(c, "anna@telegram", "Eintragen")
        assert "Eingetragen" in await c.call("anna@telegram", true)
        assert "steht schon" in await c.call("anna@telegram", true)
        assert cards(c) == ["Neu: Twittwoch"]


async def test_somebody_elses_draft_is_nobodys(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("anna@telegram", TWITTWOCH)
        true = press_of(c, "anna@telegram", "Eintragen")
        for stranger in ("ben@telegram", "anna@discord", "orga@telegram"):
            for call in (true, Call("event.discard", true.values), Call("termin", true.values), Call("event.enter")):
                assert "gibt es nicht mehr" in await c.call(stranger, call), call
        assert await kept(c) == []
        assert "Eingetragen" in await c.call("anna@telegram", true)


async def test_who_wants_to_be_forgotten_leaves_no_draft(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("anna@telegram", TWITTWOCH)
        true = press_of(c, "anna@telegram", "Eintragen")
        await c.say("anna@telegram", "/vergissmich")
        assert "gibt es nicht mehr" in await c.call("anna@telegram", true)


@pytest.mark.parametrize("wrong", ["0", "-3", "viele", "20000", "höchstens", "1 2", "²"])
async def test_a_limit_that_is_none_is_refused_and_asked_again(tmp_path: Path, wrong: str) -> None:
    async with community(tmp_path) as c:
        assert "Wie viele Plätze" in await c.say("anna@telegram", f'{TWITTWOCH} plaetze="{wrong}"')
        assert "Höchstens 20 Plätze" in await c.say("anna@telegram", "max. 20 Leute")


async def test_the_edit_form_says_a_series_in_words_and_leaves_it_as_it_was(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@discord", f"{SERIES} plaetze=20 art=Workshop")
        await c.press("anna@discord", "Ändern")
        values = c.forms["anna@discord"].values
        assert (values["serie"], values["plaetze"], values["art"]) == ("jeden 2. Mittwoch im Monat", "20", "Workshop")
        assert "nichts geändert" in await c.fill("anna@discord")
        assert (await kept(c))[0].rule == "FREQ=MONTHLY;BYDAY=2WE"
