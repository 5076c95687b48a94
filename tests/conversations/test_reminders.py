"""Reminders in conversations: by text and by event, listed, deleted, late, moved, and each delivered once."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from bot.talk.answers import Call
from tests.support.happenings import entered
from tests.support.talking import BERLIN, Talk, community, labels, running

MILK = '/erinnere Milch kaufen wann="2.12. 18:00"'
TWITTWOCH = '/termin Twittwoch wann="9.12. 19:00" ort=Essen platz=Unperfekthaus'


def sleep_until(c: Talk, wall: str) -> None:
    """Let time pass with nobody there to deliver anything."""
    c.clock.at = datetime.fromisoformat(wall).replace(tzinfo=BERLIN)


async def move_to(c: Talk, wall: str) -> None:
    """Move the clock to a wall time, stopping at every due moment."""
    then = datetime.fromisoformat(wall).replace(tzinfo=BERLIN)
    await c.move(seconds=(then - c.clock.at).total_seconds())


async def test_a_text_comes_at_its_time_to_its_owner_alone(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        said = await c.say("anna@telegram", MILK, "#jobs")
        assert said.startswith("Ich erinnere dich am Mi., 2. Dezember, 18:00 Uhr: Milch kaufen")
        assert "nirgends gelistet" in said
        assert c.last("anna@telegram").private
        await move_to(c, "2026-12-02 17:59")
        assert c.heard("anna@telegram") == []
        await c.move(minutes=1)
        assert c.heard("anna@telegram") == ["Erinnerung: Milch kaufen"]
        await c.move(days=30)
        assert c.heard("anna@telegram") == ["Erinnerung: Milch kaufen"]
        assert c.heard("#jobs") == c.heard("#termine") == []


@pytest.mark.parametrize("typed", ["in 2 Stunden", "in 120 min", "in 2 hours"])
async def test_so_much_time_from_now_is_a_time_and_no_lead(tmp_path: Path, typed: str) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", TWITTWOCH)
        assert "am Di., 1. Dezember, 11:00 Uhr: Milch" in await c.say(
            "anna@telegram", f'/erinnere Milch wann="{typed}"'
        )
        said = await c.say("anna@telegram", f'/erinnere Twittwoch wann="{typed}"')
        assert "am Di., 1. Dezember, 11:00 Uhr: Twittwoch" in said
        await c.move(hours=2)
        assert "Erinnerung: Milch" in c.heard("anna@telegram")


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ('/erinnere Milch wann="30.11.2026 9:00"', "vorbei"),
        ('/erinnere Milch wann="heute 8:00"', "vorbei"),
        ('/erinnere Milch wann="irgendwann"', "Schreib zum Beispiel"),
        ('/erinnere Milch wann="2 Stunden vorher"', "Wovor?"),
        ("/erinnere Milch", "Wann soll ich dich erinnern?"),
        ('/erinnere Twittwoch wann="9 Tage vorher"', "schon vorbei"),
        ('/erinnere Twittwoch wann="am Freitag vorher um 9 Uhr"', "Wie lange vorher?"),
        ('/erinnere Twittwoch wann="jeden Montag davor um 9"', "Wie lange vorher?"),
        ('/erinnere Twittwoch wann="einen Tag vorher um 9 und 2 Stunden vorher"', "Das sind mehrere Zeiten."),
        ('/erinnere Twittwoch wann="immer 2 Stunden vorher und am Vorabend um 8"', "Das sind mehrere Zeiten."),
        ('/erinnere Twittwoch wann="3 Wochen vorher"', "14 Tagen"),
        (f'/erinnere {"x" * 10_000} wann="morgen 9:00"', "10.000 Zeichen"),
        ('/erinnere \u202e\u200b wann="morgen 9:00"', "Woran"),
    ],
)
async def test_what_cannot_be_is_refused_and_keeps_nothing(tmp_path: Path, typed: str, reason: str) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", TWITTWOCH)
        said = await c.say("anna@telegram", typed)
        assert reason in said
        assert "nirgends gelistet" not in said
        async with c.bot.storage.begin() as store:
            assert await store.members.at(c.caller("anna@telegram").address) is None
        await c.press("anna@telegram", "Abbrechen")
        assert "Ich erinnere dich am" in await c.say("anna@telegram", MILK)


async def test_a_missing_time_is_asked_for(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        assert "Wann" in await c.say("anna@telegram", "/erinnere Milch kaufen")
        assert "Mi., 2. Dezember, 9:00 Uhr: Milch kaufen" in await c.say("anna@telegram", "morgen 9:00")
        assert "Wann" in await c.say("ben@discord", "/erinnere Brot")
        assert "Brot" in await c.fill("ben@discord", wann="morgen 9:00")


@pytest.mark.parametrize(
    ("wann", "wall"),
    [
        ("", "2026-12-09 18:00"),
        ("1h", "2026-12-09 18:00"),
        ("2 Stunden vorher", "2026-12-09 17:00"),
        ("30 min davor", "2026-12-09 18:30"),
        ("2 Stunden zuvor", "2026-12-09 17:00"),
        ("eine Stunde vor dem Termin", "2026-12-09 18:00"),
        ("1 Tag vorher", "2026-12-08 19:00"),
        ("am Tag vorher um 18 Uhr", "2026-12-08 18:00"),
        ("um halb sieben am Vorabend", "2026-12-08 18:30"),
        ("the day before at 6pm", "2026-12-08 18:00"),
        ("eine Woche vorher um 9 Uhr", "2026-12-02 09:00"),
        ("8.12. 12:00", "2026-12-08 12:00"),
    ],
)
async def test_an_event_is_reminded_of_by_a_lead_or_a_time(tmp_path: Path, wann: str, wall: str) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", TWITTWOCH)
        said = await c.say("anna@telegram", f'/erinnere twittwoch wann="{wann}"')
        assert "Twittwoch (Mi., 9. Dezember, 19:00 Uhr)" in said
        then = datetime.fromisoformat(wall).replace(tzinfo=BERLIN)
        await c.move(seconds=(then - c.clock.at).total_seconds() - 60)
        assert c.heard("anna@telegram") == []
        await c.move(minutes=1)
        (reminder,) = c.heard("anna@telegram")
        assert reminder == "Erinnerung: Twittwoch beginnt: Mi., 9. Dezember, 19:00 Uhr.\nEssen, Unperfekthaus"
        await c.move(days=5)
        assert len(c.heard("anna@telegram")) == 1


@pytest.mark.parametrize("persona", ["anna@telegram", "anna@discord"])
@pytest.mark.parametrize(
    ("wann", "wall"),
    [
        ("", "Sa., 12. Dezember, 8:00 Uhr"),
        ("2 Stunden vorher", "Sa., 12. Dezember, 7:00 Uhr"),
        ("1 Tag vorher", "Fr., 11. Dezember, 9:00 Uhr"),
        ("11.12. 20:00", "Fr., 11. Dezember, 20:00 Uhr"),
    ],
)
async def test_what_lasts_all_day_counts_from_nine_in_the_morning(
    tmp_path: Path, persona: str, wann: str, wall: str
) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", '/termin Barcamp wann="12.12. ganztägig"')
        assert f"am {wall}: Barcamp (Sa., 12. Dezember)" in await c.say(persona, f'/erinnere Barcamp wann="{wann}"')
        await c.press("ben@discord", "Ändern")
        await c.fill("ben@discord", wann="13.12. ganztägig")
        moved = wall.replace("Sa., 12.", "So., 13.").replace("Fr., 11.", "Sa., 12.")
        assert f"{moved}: Barcamp (So., 13. Dezember)" in await c.say(persona, "/erinnere")
        await move_to(c, "2026-12-13 12:00")
        assert c.heard(persona)[-1] == "Erinnerung: Barcamp beginnt: So., 13. Dezember."


async def test_the_beginning_of_a_title_means_it_only_where_it_is_clear(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", TWITTWOCH)
        await entered(c, "ben@discord", '/termin Webmontag Essen wann="14.12. 19:00"')
        await entered(c, "ben@discord", '/termin Webmontag Bochum wann="21.12. 19:00"')
        assert "Twittwoch (" in await c.say("anna@telegram", "/erinnere twitt")
        assert "Webmontag Bochum (" in await c.say("anna@telegram", "/erinnere Webmontag B")
        assert "Wann soll ich" in await c.say("anna@telegram", "/erinnere Webmontag")
        await c.press("anna@telegram", "Abbrechen")
        assert "Wann soll ich" in await c.say("anna@telegram", "/erinnere Tw")
        await c.press("anna@telegram", "Abbrechen")
        said = await c.say("anna@telegram", '/erinnere Webmontag B wann="morgen 9:00"')
        assert said == "Ich erinnere dich am Mi., 2. Dezember, 9:00 Uhr: Webmontag B"


async def test_a_time_of_the_day_before_is_that_time_also_where_the_clocks_change_until_the_event(
    tmp_path: Path,
) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", '/termin Barcamp wann="28.3.2027 10:00"')
        said = await c.say("anna@telegram", '/erinnere Barcamp wann="am Tag vorher um 18 Uhr"')
        assert "Sa., 27. März, 18:00 Uhr: Barcamp" in said
        await move_to(c, "2027-03-27 17:59")
        assert c.heard("anna@telegram") == []
        await move_to(c, "2027-03-27 18:00")
        assert "Barcamp beginnt" in c.heard("anna@telegram")[-1]


async def test_always_a_time_of_the_day_before_counts_from_when_the_series_begins(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", f"{TWITTWOCH} serie=wöchentlich")
        await c.call("ben@discord", Call("date.edit", {"event": "1", "occurrence": "2026-12-09T19:00"}))
        await c.fill("ben@discord", wann="9.12. 15:00")
        said = await c.say("anna@telegram", '/erinnere Twittwoch wann="immer am Tag vorher um 18 Uhr"')
        assert "immer 1 Tag vorher um 18:00 Uhr: Twittwoch" in said
        assert "Di., 8. Dezember, 18:00 Uhr; Di., 15. Dezember, 18:00 Uhr; Di., 22. Dezember, 18:00 Uhr" in said


@pytest.mark.parametrize("persona", ["anna@telegram", "anna@discord"])
async def test_always_a_time_of_the_day_before_is_that_time_also_where_the_clocks_change(
    tmp_path: Path, persona: str
) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", '/termin Barcamp wann="21.3.2027 10:00" serie=wöchentlich')
        said = await c.say(persona, '/erinnere Barcamp wann="immer am Tag vorher um 18 Uhr"')
        assert "Sa., 20. März, 18:00 Uhr; Sa., 27. März, 18:00 Uhr; Sa., 3. April, 18:00 Uhr" in said
        again = await c.say(persona, '/erinnere Barcamp wann="immer am Vortag um 18 Uhr"')
        assert again.startswith("Das steht schon")
        assert "immer 1 Tag vorher: Barcamp" in await c.say(persona, '/erinnere Barcamp wann="immer 1 Tag vorher"')
        for day, count in (("20", 2), ("27", 4)):
            await move_to(c, f"2027-03-{day} 17:59")
            assert len(c.heard(persona)) == count - 1
            await move_to(c, f"2027-03-{day} 18:00")
            assert len(c.heard(persona)) == count
        left = await c.say(persona, "/erinnere")
        assert "Sa., 3. April, 10:00 Uhr" in left
        assert "Sa., 3. April, 18:00 Uhr" in left


@pytest.mark.parametrize("persona", ["anna@telegram", "anna@discord"])
@pytest.mark.parametrize("kept", ["immer 16 Stunden vorher", "16 Stunden vorher"])
async def test_always_a_time_of_the_day_before_takes_the_place_of_the_lead_to_it(
    tmp_path: Path, persona: str, kept: str
) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", '/termin Barcamp wann="21.3.2027 10:00" serie=wöchentlich')
        await c.say(persona, f'/erinnere Barcamp wann="{kept}"')  # as "am Tag vorher um 18 Uhr" once was kept
        await c.say(persona, '/erinnere Barcamp wann="immer 1 Stunde vorher"')
        said = await c.say(persona, '/erinnere Barcamp wann="immer am Tag vorher um 18 Uhr"')
        assert "immer 1 Tag vorher um 18:00 Uhr" in said
        shown = await c.say(persona, "/erinnere")
        assert "Stunden" not in shown
        assert "immer 1 Stunde vorher" in shown
        await move_to(c, "2027-03-20 18:00")
        assert len(c.heard(persona)) == 1


async def test_a_time_of_the_day_before_stays_that_time_where_an_event_moves_over_the_change_of_clocks(
    tmp_path: Path,
) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", '/termin Barcamp wann="26.3.2027 10:00"')
        await c.say("anna@telegram", '/erinnere Barcamp wann="am Tag vorher um 18 Uhr"')
        await c.press("ben@discord", "Ändern")
        await c.fill("ben@discord", wann="28.3.2027 10:00")
        assert "Sa., 27. März, 18:00" in await c.say("anna@telegram", "/erinnere")


async def test_a_time_of_the_day_before_goes_along_with_the_event(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", f"{TWITTWOCH} serie=wöchentlich")
        said = await c.say("anna@telegram", '/erinnere Twittwoch wann="am Vorabend"')
        assert "Um wie viel Uhr?" in said
        said = await c.say("anna@telegram", "am Tag vorher um 18 Uhr")
        assert "Di., 8. Dezember, 18:00 Uhr: Twittwoch" in said
        said = await c.say("carla@discord", '/erinnere Twittwoch wann="immer am Tag vorher um 18 Uhr"')
        assert "Die nächsten Male: Di., 8. Dezember, 18:00 Uhr; Di., 15. Dezember, 18:00 Uhr" in said
        assert "Wovor?" in await c.say("dora@discord", '/erinnere Milch wann="am Tag vorher um 18 Uhr"')


@pytest.mark.parametrize("persona", ["anna@telegram", "anna@discord"])
@pytest.mark.parametrize(
    ("typed", "offered", "said"),
    [
        ("Kaffee holen morgen um 9", "Mi 2.12.2026 09:00", "am Mi., 2. Dezember, 9:00 Uhr: Kaffee holen"),
        ("mich jeden Montag um 9 an den Müll", "jeden Montag, 09:00 Uhr", "jeden Montag, 9:00 Uhr: mich"),
        ("Kaffee holen", "", ""),
        ("Fotos vom 30.11.2026 um 9 Uhr", "", ""),
    ],
)
async def test_a_time_in_the_words_of_a_reminder_is_proposed(
    tmp_path: Path, persona: str, typed: str, offered: str, said: str
) -> None:
    async with community(tmp_path) as c:
        await c.say(persona, "/erinnere")
        assert "Wann soll ich dich erinnern?" in await c.fill(persona, was=typed)
        choices = [label for label in labels(c.last(persona)) if label[-1:].isdigit() or "Uhr" in label]
        assert choices == ([offered] if offered else [])
        if offered:
            assert said in await c.press(persona, offered)


@pytest.mark.parametrize("always", ["", "immer "])
async def test_a_bare_time_of_day_is_no_lead(tmp_path: Path, always: str) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@discord", '/termin Stammtisch wann="9.12. 19:00" serie="wöchentlich"')
        assert "An welchem Tag?" in await c.say("ben@discord", f'/erinnere Stammtisch wann="{always}18:00"')
        said = await c.say("ben@discord", f'/erinnere Stammtisch wann="{always}1:30 h"')
        assert "Mi., 9. Dezember, 17:30 Uhr" in said
        said = await c.say("carla@discord", f'/erinnere Stammtisch wann="{always}1:30 vorher"')
        assert "Mi., 9. Dezember, 17:30 Uhr" in said


@pytest.mark.parametrize("persona", ["anna@telegram", "anna@discord"])
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Twittwoch 2 Stunden vorher", "am Mi., 9. Dezember, 17:00 Uhr: Twittwoch (Mi., 9. Dezember, 19:00 Uhr)"),
        ("termin 1 am Tag vorher um 18 Uhr", "am Di., 8. Dezember, 18:00 Uhr: Twittwoch (Mi., 9. Dezember, 19:00 Uhr)"),
        ("Lean Coffee immer am Vorabend um 8", "immer 1 Tag vorher um 20:00 Uhr: Lean Coffee"),
        ("lean 2 hours before", "am Do., 10. Dezember, 6:30 Uhr: Lean Coffee (Do., 10. Dezember, 8:30 Uhr)"),
    ],
)
async def test_a_lead_may_stand_behind_the_title(tmp_path: Path, persona: str, typed: str, said: str) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", TWITTWOCH)
        await entered(c, "ben@discord", '/termin Lean Coffee wann="10.12. 8:30" serie=wöchentlich')
        await c.say(persona, "/erinnere")
        assert f"Ich erinnere dich {said}" in await c.fill(persona, was=typed)


async def test_a_lead_behind_the_title_that_is_over_can_be_put_right(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", TWITTWOCH)
        assert "schon vorbei: Twittwoch" in await c.say("anna@telegram", "/erinnere Twittwoch 9 Tage vorher")
        assert "9. Dezember, 17:00 Uhr: Twittwoch (" in await c.say("anna@telegram", "2 Stunden vorher")


@pytest.mark.parametrize("typed", ["1 Stunden vorher", "Grillen am Tag vorher um 18 Uhr", "Essen zwei Tage davor"])
async def test_a_lead_behind_what_is_no_event_is_asked_for_a_time_and_offers_none(tmp_path: Path, typed: str) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", TWITTWOCH)
        assert "Wann soll ich dich erinnern?" in await c.say("anna@telegram", f"/erinnere {typed}")
        assert labels(c.last("anna@telegram")) == ["Zurück", "Überspringen", "Abbrechen", "Fertig"]


async def test_the_number_on_the_card_means_the_event(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", TWITTWOCH)
        assert "Termin 1" in c.heard("#termine")[0]
        for typed in ("1", "Termin 1", "termin 1", "#1", 'Termin 1 wann="2 Stunden vorher"', '1 wann="1 Tag vorher"'):
            said = await c.say("anna@telegram", f"/erinnere {typed}")
            assert "Twittwoch (Mi., 9. Dezember, 19:00 Uhr)" in said, typed
        assert "8. Dezember, 12:00" in await c.say("anna@telegram", '/erinnere Termin 1 wann="8.12. 12:00"')
        said = await c.say("anna@telegram", '/erinnere 1 wann="8.12. 12:00"')
        assert said == "Ich erinnere dich am Di., 8. Dezember, 12:00 Uhr: 1"
        assert "Wann soll ich" in await c.say("anna@telegram", "/erinnere Termin 7")


async def test_of_a_series_the_next_date_is_meant(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", f"{TWITTWOCH} serie=FREQ=MONTHLY;BYDAY=2WE")
        assert "9. Dezember, 18:00" in await c.say("anna@telegram", "/erinnere Twittwoch")
        assert "13. Januar, 12:00" in await c.say("anna@telegram", '/erinnere Twittwoch wann="13.1. 12:00"')
        await move_to(c, "2026-12-09 19:30")
        assert "13. Januar, 18:00" in await c.say("anna@telegram", "/erinnere Twittwoch")
        await c.move(days=90)
        assert len([one for one in c.heard("anna@telegram") if one.startswith("Erinnerung")]) == 3


@pytest.mark.parametrize("was", ["Barcamp Ruhr", "Termin 1", "1"])
async def test_a_lead_before_an_event_that_is_on_is_refused_as_that(tmp_path: Path, was: str) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", '/termin Barcamp Ruhr wann="12.12. 9 Uhr bis 13.12. 16 Uhr"')
        await move_to(c, "2026-12-12 20:00")
        said = await c.say("anna@telegram", f'/erinnere {was} wann="1 Stunde vorher"')
        assert "Barcamp Ruhr hat schon begonnen: Sa., 12. Dezember, 9:00 Uhr." in said
        assert f"13. Dezember, 8:00 Uhr: {was}" in await c.say("anna@telegram", "morgen 8 Uhr")
        await move_to(c, "2026-12-13 17:00")
        assert "kenne ich nicht" in await c.say("anna@telegram", f'/erinnere {was} wann="1 Stunde vorher"')


async def test_only_what_is_still_to_come_is_suggested(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", TWITTWOCH)
        await entered(c, "ben@discord", '/termin Stammtisch wann="3.12. 19:00" ort=Essen serie=wöchentlich')
        caller = c.caller("anna@telegram")
        assert await c.bot.desk.complete(caller, "erinnere", "was", "t") == ("Twittwoch", "Stammtisch")
        await move_to(c, "2026-12-10 12:00")
        assert await c.bot.desk.complete(caller, "erinnere", "was", "t") == ("Stammtisch",)


async def test_a_time_after_the_event_is_a_text_of_its_own(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", TWITTWOCH)
        said = await c.say("anna@telegram", '/erinnere Twittwoch wann="10.12. 9:00"')
        assert said.startswith("Ich erinnere dich am Do., 10. Dezember, 9:00 Uhr: Twittwoch")
        await c.move(days=12)
        assert c.heard("anna@telegram") == ["Erinnerung: Twittwoch"]


async def test_open_ones_are_listed_and_deleted_by_their_owner_alone(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("anna@discord", MILK)
        await c.say("anna@discord", '/erinnere Brot wann="3.12. 9:00"')
        button = c.button("anna@discord", "Löschen").press
        assert isinstance(button, Call)
        for stranger in ("ben@discord", "anna@telegram", "orga@telegram"):
            assert "gibt es nicht mehr" in await c.call(stranger, button)
        for forged in ("0", "99", "-1", "1 OR 1", ""):
            said = await c.call("anna@discord", button.with_values(reminder=forged))
            assert "schiefgegangen" not in said
            assert "Gelöscht" not in said
        assert "Brot" not in await c.say("ben@discord", "/erinnere")

        c.forms.clear()
        shown = await c.say("anna@discord", "/erinnere")
        assert "1. Mi., 2. Dezember, 18:00 Uhr: Milch kaufen" in shown
        assert "2. Do., 3. Dezember, 9:00 Uhr: Brot" in shown
        assert [option.name for option in c.forms["anna@discord"].fields] == ["was", "wann"]
        said = await c.press("anna@discord", "Löschen 2")
        assert "Gelöscht: Brot" in said
        assert "1. Mi., 2. Dezember, 18:00 Uhr: Milch kaufen" in said
        assert labels(c.last("anna@discord")) == ["Löschen 1"]
        assert "gibt es nicht mehr" in await c.call("anna@discord", button)
        await c.move(days=5)
        assert c.heard("anna@discord") == ["Erinnerung: Milch kaufen"]
        assert "keine offenen" in await c.call("anna@discord", Call("reminder.page", {"seite": "3"}))


async def test_a_deleted_reminder_of_an_event_can_be_made_again(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", TWITTWOCH)
        await c.say("anna@telegram", "/erinnere Twittwoch")
        await c.say("carla@telegram", "/erinnere Twittwoch")
        await c.press("anna@telegram", "Löschen")
        assert "steht schon" not in await c.say("anna@telegram", "/erinnere Twittwoch")
        assert "steht schon" in await c.say("anna@telegram", "/erinnere Twittwoch")
        await c.press("carla@telegram", "Löschen")
        await c.move(days=10)
        assert len(c.heard("anna@telegram")) == 1
        assert c.heard("carla@telegram") == []


async def test_fifty_are_the_most_and_delivered_ones_do_not_count(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        for number in range(50):
            await c.say("anna@discord", f'/erinnere Ding {number} wann="2.12. 18:{number:02}"')
        assert "schon 50 offene" in await c.say("anna@discord", '/erinnere Noch etwas wann="3.12. 9:00"')
        shown = await c.say("anna@discord", "/erinnere")
        assert "10. " in shown
        assert "11. " not in shown
        assert "50. Mi., 2. Dezember, 18:49 Uhr: Ding 49" in await c.call(
            "anna@discord", Call("reminder.page", {"seite": "4"})
        )
        await move_to(c, "2026-12-02 18:01")
        assert "Noch etwas" in await c.say("anna@discord", '/erinnere Noch etwas wann="3.12. 9:00"')
        assert "Ding 0" not in await c.call("anna@discord", Call("reminder.page"))


async def test_a_late_reminder_says_so_and_a_week_later_nothing(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("anna@telegram", MILK)
        await c.say("ben@telegram", '/erinnere Brot wann="20.12. 9:00"')
        sleep_until(c, "2026-12-02 18:05")
        await c.due()
        assert c.heard("anna@telegram") == ["Erinnerung: Milch kaufen"]
        sleep_until(c, "2026-12-20 09:06")
        await c.due()
        assert c.heard("ben@telegram") == ["Verspätet: Brot (gedacht für So., 20. Dezember, 9:00 Uhr)"]
        await c.say("ben@telegram", '/erinnere Eier wann="21.12. 9:00"')
        sleep_until(c, "2026-12-28 09:01")
        await c.due()
        assert len(c.heard("ben@telegram")) == 1


async def test_a_late_reminder_of_an_event_is_true_to_the_moment(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", TWITTWOCH)
        for persona in ("anna@telegram", "carla@telegram", "dora@telegram"):
            await c.say(persona, '/erinnere Twittwoch wann="1 Tag vorher"')
        c.wires[c.caller("anna@telegram").address.platform].closed |= {"carla", "dora"}
        sleep_until(c, "2026-12-09 19:30")
        await c.due()
        assert c.heard("anna@telegram")[0].startswith("Verspätet: Twittwoch hat begonnen: Mi., 9. Dezember, 19:00")
        sleep_until(c, "2026-12-09 21:01")
        await c.due()
        assert c.heard("carla@telegram") == []


async def test_a_cancelled_event_reminds_nobody_but_tells_them(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", TWITTWOCH)
        await c.say("anna@telegram", "/erinnere Twittwoch")
        await c.press("ben@discord", "Termin absagen")
        await c.move(days=10)
        assert c.heard("anna@telegram") == ["Twittwoch (Mi., 9. Dezember, 19:00 Uhr) ist abgesagt."]


async def test_a_reminder_moves_with_its_event_and_comes_again_if_it_had_come(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", TWITTWOCH)
        await c.say("anna@telegram", "/erinnere Twittwoch")
        await c.press("ben@discord", "Ändern")
        await c.fill("ben@discord", wann="10.12. 20:00")
        await move_to(c, "2026-12-10 18:59")
        assert len(c.heard("anna@telegram")) == 1
        await c.move(minutes=1)
        assert c.heard("anna@telegram")[1].startswith("Erinnerung: Twittwoch beginnt: Do., 10. Dezember, 20:00 Uhr.")
        await c.press("ben@discord", "Ändern")
        await c.fill("ben@discord", wann="12.12. 20:00")
        await c.move(days=5)
        said = c.heard("anna@telegram")
        assert len(said) == 4
        assert said[3].startswith("Erinnerung: Twittwoch beginnt: Sa., 12. Dezember, 20:00 Uhr.")


async def test_a_reminder_of_an_event_that_moves_too_near_goes_and_the_change_is_told(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", TWITTWOCH)
        await c.say("anna@telegram", '/erinnere Twittwoch wann="1 Tag vorher"')
        await c.press("ben@discord", "Ändern")
        await c.fill("ben@discord", wann="2.12. 8:00")
        await c.move(days=10)
        (said,) = c.heard("anna@telegram")
        assert "ist verlegt" in said
        assert "Twittwoch" not in await c.say("anna@telegram", "/erinnere")


async def test_a_day_before_is_the_same_wall_time_over_the_clock_change(tmp_path: Path) -> None:
    async with community(tmp_path, now="2027-03-20 09:00") as c:
        await entered(c, "ben@discord", '/termin Brunch wann="28.3. 11:00"')
        assert "Sa., 27. März, 11:00 Uhr" in await c.say("anna@telegram", '/erinnere Brunch wann="1 Tag vorher"')
        assert "So., 28. März, 1:00 Uhr" in await c.say("carla@telegram", '/erinnere Brunch wann="9 h vorher"')
        await move_to(c, "2027-03-27 11:00")
        assert len(c.heard("anna@telegram")) == 1


async def test_an_hour_that_the_spring_change_leaves_out_is_said(tmp_path: Path) -> None:
    async with community(tmp_path, now="2027-03-20 09:00") as c:
        for persona in ("anna@telegram", "carla@discord"):
            said = await c.say(persona, '/erinnere Sommerzeit wann="28.3.2027 2:30"')
            assert "So., 28. März, 3:30 Uhr" in said
            assert "Diese Stunde gibt es wegen der Zeitumstellung nicht" in said
            assert "Zeitumstellung" not in await c.say(persona, '/erinnere Kaffee wann="28.3.2027 3:30"')


async def test_a_restart_before_a_reminder_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("anna@telegram", MILK)
        await c.say("anna@telegram", "/erinnere")
    async with running(c):
        assert "Wann" in await c.say("anna@telegram", "Brot")
        await c.move(hours=33)
    async with running(c):
        await c.move(days=1)
        assert c.heard("anna@telegram") == ["Erinnerung: Milch kaufen"]


async def test_many_overdue_reminders_become_one_digest(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "ben@discord", TWITTWOCH)
        await c.say("anna@telegram", "/erinnere Twittwoch")
        for number in range(4):
            await c.say("anna@telegram", f'/erinnere Ding {number} wann="9.12. 1{number}:00"')
        await c.say("anna@telegram", '/erinnere Altes wann="1.12. 12:00"')
        sleep_until(c, "2026-12-09 18:30")
        await c.due()
        (digest,) = c.heard("anna@telegram")
        for number in range(4):
            assert f"Verspätet: Ding {number}" in digest
        assert "Verspätet: Twittwoch beginnt" in digest
        assert "Altes" not in digest
        await c.move(days=2)
        assert len(c.heard("anna@telegram")) == 1


@pytest.mark.parametrize("typed", ["@everyone", "<@1>", "**fett**", "<b>fett</b>", "[x](http://böse.example)", "{oh}"])
async def test_a_text_comes_back_as_typed(tmp_path: Path, typed: str) -> None:
    async with community(tmp_path) as c:
        assert typed in await c.say("anna@telegram", f'/erinnere a {typed} wann="2.12. 18:00"')
        await c.move(days=2)
        assert c.heard("anna@telegram") == [f"Erinnerung: a {typed}"]


async def test_what_was_delivered_is_kept_for_thirty_days_and_is_not_open(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await c.say("anna@telegram", MILK)
        await c.say("anna@telegram", '/erinnere Brot wann="20.1. 9:00"')
        await c.move(days=2)
        assert "Milch" not in await c.say("anna@telegram", "/erinnere")
        await c.press("anna@telegram", "Abbrechen")
        for days, kept in ((28, ["Milch kaufen", "Brot"]), (4, ["Brot"])):
            await c.move(days=days)
            async with c.bot.storage.begin() as store:
                me = await store.members.at(c.caller("anna@telegram").address)
                assert me is not None
                assert [one.text for one in await store.events.reminders_of(me.id)] == kept
