"""Events in conversations: entered by form and by line, listed, and shown as typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.talk.answers import Call
from bot.talk.text import Moment, german, opened
from tests.support.happenings import SERIES, TWITTWOCH, buttons, cards, enter, entered
from tests.support.talking import community, labels, running


async def test_a_new_event_is_echoed_and_stands_in_every_place_at_once(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        for typed, reason in (
            ('/termin Twittwoch wann="1.12. 8:00"', "vorbei"),
            ('/termin Twittwoch wann="irgendwann"', "Schreib zum Beispiel"),
            (f"{TWITTWOCH} ort=Hintertupfingen", "kenne ich nicht als Ort"),
            (f"{TWITTWOCH} dauer=ewig", "Dauer"),
            (f"{TWITTWOCH} serie=FREQ=MINUTELY", "Serie"),
            (f"{TWITTWOCH} link=javascript:alert(1)", "nicht als Link"),
            (f"{TWITTWOCH} link=https://bank.example@evil.example/", "nicht als Link"),
            (f'/termin {"x" * 10_000} wann="9.12. 19:00"', "10.000 Zeichen"),
            ('/termin \u202e\u200b wann="9.12. 19:00"', "kein Titel"),
        ):
            assert reason in await c.say("anna@telegram", typed, "#termine"), typed
            await c.press("anna@telegram", "Abbrechen")
        assert c.heard("#termine") == []

        said = await c.say(
            "anna@telegram",
            f'{TWITTWOCH} dauer="3 h" ort=essen platz=Unperfekthaus link=https://twittwoch.example/ text=Vorträge',
            "#termine",
        )
        for shown in ("Mi., 9. Dezember, 19:00 Uhr", "Essen, Unperfekthaus", "Art: Treffen", "#termine (Discord)"):
            assert shown in said
        assert c.last("anna@telegram").private
        assert labels(c.last("anna@telegram")) == ["Eintragen", "Ändern", "Verwerfen"]
        assert c.heard("#termine") == []
        said = await c.press("anna@telegram", "Eintragen")
        assert "Mi., 9. Dezember, 19:00 Uhr" in said
        assert "#termine (Telegram), #termine (Discord)" in said
        assert "nirgends gelistet" in said
        assert c.last("anna@telegram").private
        assert labels(c.last("anna@telegram")) == ["Ändern", "Termin absagen", "Kalenderdatei"]
        for platform in ("telegram", "discord"):
            (card,) = c.heard("#termine", platform)
            for shown in ("Twittwoch", "Mi., 9. Dezember, 19:00 Uhr", "Essen, Unperfekthaus", "Vorträge"):
                assert shown in card
            assert "https://twittwoch.example/" in card
        assert buttons(c) == [["Dabei", "Vielleicht", "Absagen"]] * 2


async def test_the_same_event_typed_twice_is_kept_once(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", TWITTWOCH)
        assert "steht schon" in await c.say("anna@telegram", TWITTWOCH)
        assert cards(c) == ["Neu: Twittwoch"]
        await entered(c, "ben@telegram", TWITTWOCH)
        assert len(cards(c)) == 2


async def test_a_series_echoes_its_next_three_dates_and_begins_on_one_of_them(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        refused = await c.say("anna@telegram", '/termin Twittwoch wann="8.12. 19:00" serie="jeden 2. Mittwoch"')
        assert "gehört nicht zu dieser Serie" in refused
        assert "Mi., 9. Dezember" in refused
        said = await c.fill("anna@telegram", wann="9.12. 19:00")
        for date in ("Mi., 9. Dezember", "Mi., 13. Januar", "Mi., 10. Februar"):
            assert f"{date}, 19:00 Uhr" in said
        assert "10. März" not in said
        assert "jeden 2. Mittwoch im Monat" in said
        await c.press("anna@telegram", "Eintragen")
        assert "jeden 2. Mittwoch im Monat" in c.heard("#termine")[0]


async def test_the_form_shows_what_one_may_change_beside_it(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await enter(c, "anna@discord", 6, "2026-12-10T19:00")
        assert "Abend" not in await c.say("ben@discord", "/termin")
        shown = await c.say("anna@discord", "/termin")
        assert "Abend 3" in shown
        assert "Abend 4" not in shown
        assert labels(c.last("anna@discord"))[:2] == ["Ändern: Abend 0", "Termin absagen: Abend 0"]
        assert [option.name for option in c.forms["anna@discord"].fields] == [
            *("titel", "wann", "dauer", "ort", "platz", "link", "text", "serie", "plaetze", "art")
        ]
        assert "Abend 5" in await c.press("anna@discord", "Weiter")
        assert "Abend 0" in await c.press("anna@discord", "Zurück")
        assert "Abend 0" in await c.say("orga@telegram", "/termin")
        assert "keine kommenden" in await c.call("ben@discord", Call("event.mine", {"seite": "7"}))


async def test_the_list_shows_what_comes_by_time_ten_a_page(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        assert "steht nichts an" in await c.say("ben@discord", "/termine", "#termine")
        await entered(c, "orga@discord", f"{SERIES} ort=Essen platz=Unperfekthaus")
        await c.press("ben@discord", "Dabei")
        await enter(c, "orga@discord", 11, "2027-01-05T19:00")
        await entered(c, "orga@discord", '/termin Später wann="1.3.2027 19:00"')
        shown = await c.say("ben@discord", "/termine", "#termine")
        assert "1. Twittwoch: Mi., 9. Dezember, 19:00 Uhr, Essen, Unperfekthaus (1 dabei)" in shown
        assert not c.last("ben@discord").private
        assert shown.count("Twittwoch") == 1
        assert "10. Abend 8" in shown
        assert "Abend 9" not in shown
        assert "Später" not in shown
        assert "11. Abend 9" in await c.press("ben@discord", "Weiter")
        assert c.last("ben@discord").private
        assert "1. Twittwoch" in await c.press("ben@discord", "Zurück")
        assert "12. Abend 10" in await c.call("ben@discord", Call("event.page", {"seite": "99"}))


@pytest.mark.parametrize("persona", ["ben@telegram", "ben@discord"])
async def test_the_list_shows_of_a_town_a_time_or_a_word_what_was_asked_for(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path) as c:
        await entered(c, "orga@discord", f"{SERIES} ort=Essen")
        await entered(c, "orga@discord", '/termin Kochen wann="10.12. 19:00" ort=Bochum art=Workshop')
        await entered(c, "orga@discord", '/termin "Barcamp Ruhr" wann="5.6.2027 10:00" ort=Bochum')
        await entered(c, "orga@discord", '/termin "Mittagessen" wann="9.7.2027 12:00" platz="Bahnhof, Hagen"')
        for typed, titles in {
            "Bochum": ["Kochen", "Barcamp Ruhr"],
            "in essen": ["Twittwoch"],
            "nächste Woche": ["Twittwoch", "Kochen"],
            "next week in Bochum": ["Kochen"],
            "Januar": ["Twittwoch"],
            "barcamp": ["Barcamp Ruhr"],
            "workshop bochum": ["Kochen"],
            "barcamp nächste Woche": [],
            "Kochen heute Abend": [],
            "ab 10.12.": ["Kochen", "Twittwoch", "Barcamp Ruhr", "Mittagessen"],
            "bis 9.12.": ["Twittwoch"],
            "Kochen on 10 December": ["Kochen"],
            "Barcamp-Ruhr": ["Barcamp Ruhr"],
            "10.12. um 19 Uhr": ["Kochen"],
            "Kochen am 10. Dezember 19:00": ["Kochen"],
            "Hagen": ["Mittagessen"],
            "Herne": [],
        }.items():
            shown = await c.say(persona, f'/termine filter="{typed}"', "#termine")
            lines = [line.partition(". ")[2].partition(":")[0] for line in shown.splitlines() if line[:1].isdigit()]
            assert lines == titles, typed
            assert f"„{typed}“" in shown
        await enter(c, "orga@discord", 11, "2027-03-05T19:00")
        await c.say(persona, "/termine Abend", "#termine")
        assert "11. Abend 10" in await c.press(persona, "Weiter")


async def test_of_a_series_the_list_shows_the_date_in_the_town_that_was_asked_for(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "orga@discord", f"{SERIES} ort=Essen")
        await c.call("orga@discord", Call("date.edit", {"event": "1", "occurrence": "2026-12-09T19:00"}))
        await c.fill("orga@discord", ort="Bochum")
        assert "Mi., 9. Dezember, 19:00 Uhr, Bochum" in await c.say("ben@telegram", "/termine Bochum", "#termine")
        assert "Mi., 13. Januar, 19:00 Uhr, Essen" in await c.say("ben@telegram", "/termine Essen", "#termine")
        assert "steht nichts an" in await c.say("ben@telegram", "/termine Essen Dezember", "#termine")


async def test_what_is_far_off_is_listed_where_there_is_room(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "orga@discord", '/termin BarCamp wann="1.6.2027 9:30" serie=jährlich')
        assert "1. BarCamp: Di., 1. Juni, 9:30 Uhr" in await c.say("ben@discord", "/termine", "#termine")
        await enter(c, "orga@discord", 8, "2026-12-05T19:00")
        assert "9. BarCamp" in await c.say("ben@discord", "/termine", "#termine")
        await entered(c, "orga@discord", TWITTWOCH)
        assert "10. BarCamp" in await c.say("ben@discord", "/termine", "#termine")
        await entered(c, "orga@discord", TWITTWOCH.replace("19:00", "20:00"))
        assert "BarCamp" not in await c.say("ben@discord", "/termine", "#termine")


async def test_a_date_from_the_list_is_shown_privately_with_what_one_may_do(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", TWITTWOCH)
        await c.say("ben@discord", "/termine", "#termine")
        assert "Mi., 9. Dezember" in await c.press("ben@discord", "Twittwoch")
        assert c.last("ben@discord").private
        assert labels(c.last("ben@discord")) == ["Dabei", "Vielleicht", "Absagen", "Kalenderdatei"]
        await c.say("anna@telegram", "/termine", "#termine")
        await c.press("anna@telegram", "Twittwoch")
        assert labels(c.last("anna@telegram"))[3:] == ["Ändern", "Termin absagen", "Kalenderdatei"]


async def test_an_event_that_runs_is_still_listed_until_it_is_over(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", '/termin BarCamp wann="2.12. 10:00" dauer="2 Tage"')
        await c.move(days=3)
        assert "BarCamp" in await c.say("ben@discord", "/termine")
        await c.move(hours=1)
        assert "BarCamp" not in await c.say("ben@discord", "/termine")
        assert "vorbei" in await c.call("anna@telegram", Call("event.edit", {"event": "1"}))


@pytest.mark.parametrize("typed", ["@everyone", "<@1>", "**fett**", "<b>fett</b>", "[x](http://böse.example)", "{oh}"])
async def test_what_members_type_stands_there_as_typed(tmp_path: Path, typed: str) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", f'/termin titel="{typed}" wann="9.12. 19:00" platz="{typed}" text="{typed}"')
        (card,) = c.heard("#termine", "telegram")
        assert card.count(typed) == 3
        await c.press("ben@discord", "Dabei")
        await c.press("anna@telegram", "Termin absagen")
        assert typed in c.heard("ben@discord")[0]
        assert typed not in await c.say("ben@discord", "/termine")


async def test_usual_lengths_and_series_are_offered(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("anna@telegram", "/termin Twittwoch")
        await c.say("anna@telegram", "9.12. 19:00")
        assert labels(c.last("anna@telegram"))[:2] == ["1 Stunde", "2 Stunden"]
        await c.press("anna@telegram", "3 Stunden")
        for _ in range(4):
            await c.press("anna@telegram", "Überspringen")
        assert labels(c.last("anna@telegram"))[:3] == ["wöchentlich", "alle 2 Wochen", "monatlich"]
        assert "Plätze 9/10" in await c.press("anna@telegram", "alle 2 Wochen")
        await c.say("anna@telegram", "höchstens 20")
        assert labels(c.last("anna@telegram"))[:3] == ["Treffen", "Barcamp", "Vortrag"]
        said = await c.press("anna@telegram", "Lean Coffee")
        assert "Höchstens 20 Plätze" in said
        assert "Art: Lean Coffee" in said
        assert "22:00" in said
        assert "alle 2 Wochen am Mittwoch" in said


async def test_a_restart_in_the_middle_of_the_form_loses_nothing(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("anna@telegram", "/termin")
        await c.say("anna@telegram", "Twittwoch")
    async with running(c):
        assert "Dauer" in await c.say("anna@telegram", "9.12. 19:00")
        await c.press("anna@telegram", "Fertig")
    async with running(c):
        await c.press("anna@telegram", "Eintragen")
        assert cards(c) == cards(c, "discord") == ["Neu: Twittwoch"]


async def test_a_member_has_at_most_thirty_events_to_come_and_organisers_more(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        for persona, may in (("anna@discord", False), ("orga@discord", True)):
            await enter(c, persona, 29, "2027-01-01T10:00")
            assert "Eingetragen" in await entered(c, persona, '/termin Der letzte wann="9.12. 19:00"')
            told = await c.say(persona, '/termin Noch einer wann="9.12. 20:00"')
            assert ("So habe ich" in told) is may, told


async def test_who_enters_an_event_is_told_what_else_takes_place_that_evening(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        assert "Am selben" not in await entered(c, "anna@telegram", f"{TWITTWOCH} ort=Essen")
        said = await entered(c, "ben@telegram", '/termin Stammtisch wann="9.12. 20:00" ort=Bochum')
        assert "Eingetragen: Stammtisch" in said
        assert "\nAm selben Abend: Twittwoch, Mi., 9. Dezember, 19:00 Uhr, Essen.\n" in said
        moments = [span for span in opened(c.last("ben@telegram").text, german) if isinstance(span, Moment)]
        assert [moment.style for moment in moments] == ["full", "clock", "clock"], "the day is said once"
        assert "Am selben" not in await entered(c, "ben@telegram", '/termin Fern wann="9.12. 20:00" ort=Wesel')
        said = await entered(c, "ben@telegram", '/termin Serie wann="2.12. 18:30" ort=Bochum serie=wöchentlich')
        assert "Am selben Abend: Twittwoch, Mi., 9. Dezember, 19:00 Uhr, Essen; Stammtisch, Mi., 9. Dezember" in said
        said = await entered(c, "ben@telegram", '/termin Mittag wann="12.12. 12:00" ort=Essen')
        said = await entered(c, "ben@telegram", '/termin Werkstatt wann="12.12. 11:00" ort=Essen')
        assert "Zur selben Zeit: Mittag, Sa., 12. Dezember, 12:00 Uhr, Essen." in said


async def test_who_moves_an_event_is_told_too_and_who_changes_its_title_is_not(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", f"{TWITTWOCH} ort=Essen")
        await entered(c, "ben@discord", '/termin Stammtisch wann="10.12. 20:00" ort=Bochum')
        await c.press("ben@discord", "Ändern")
        assert "Am selben Abend: Twittwoch" in await c.fill("ben@discord", wann="9.12. 20:00")
        await c.press("ben@discord", "Ändern")
        assert "Am selben" not in await c.fill("ben@discord", titel="Stammtisch Bochum")
