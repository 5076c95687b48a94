"""Series: one date otherwise, a pause, another rhythm from a date on, an end; and nobody does so to others' series."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.sending import Outcome
from bot.talk.answers import Call
from tests.support.happenings import TWITTWOCH, entered, news, outcome, posted, sleep_until
from tests.support.talking import Talk, community, label, labels, running

WEEKLY = f"{TWITTWOCH} ort=Essen serie=wöchentlich"


async def show(c: Talk, persona: str, occurrence: str, event: int = 1) -> str:
    """Open the private view of one date."""
    return await c.call(persona, Call("event.show", {"event": str(event), "occurrence": occurrence}))


async def answer(c: Talk, persona: str, occurrence: str, said: str = "Dabei") -> None:
    """Answer to one date."""
    assert "dabei" in await c.call(
        persona, Call("event.answer", {"event": "1", "occurrence": occurrence, "answer": said})
    )


async def test_a_date_that_falls_out_is_said_once_to_whom_it_concerns(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", WEEKLY)
        await answer(c, "ben@discord", "2026-12-16T19:00")
        await answer(c, "carla@telegram", "2026-12-23T19:00")
        await show(c, "anna@telegram", "2026-12-16T19:00")
        said = await c.press("anna@telegram", "Fällt aus")
        assert "Twittwoch (Mi., 16. Dezember, 19:00 Uhr) fällt aus" in said
        told = "Twittwoch (Mi., 16. Dezember, 19:00 Uhr) fällt aus.\nDas nächste Mal: Mi., 9. Dezember, 19:00 Uhr"
        assert news(c) == news(c, "discord") == c.heard("ben@discord") == [told]
        assert c.heard("carla@telegram") == []
        assert "gibt es nicht mehr" in await show(c, "ben@discord", "2026-12-16T19:00")
        await c.move(days=17)
        assert posted(c) == [
            "Neu: Twittwoch",
            "In 7 Tagen: Twittwoch",
            "Morgen: Twittwoch",
            "Heute: Twittwoch",
            "In 7 Tagen: Twittwoch",
        ]
        assert await outcome(c, "event:1:2026-12-16T19:00:announce:1d:place:2") is Outcome.DROPPED


async def test_what_fell_out_can_take_place_after_all(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", WEEKLY)
        await answer(c, "ben@discord", "2026-12-16T19:00")
        await show(c, "anna@telegram", "2026-12-16T19:00")
        await c.press("anna@telegram", "Fällt aus")
        assert "Wie immer" in await c.press("anna@telegram", "Zurücknehmen")
        assert news(c)[1:] == ["Twittwoch (Mi., 16. Dezember, 19:00 Uhr) findet doch statt."]
        assert "Dabei (1)" in await labels_of(c, "2026-12-16T19:00")
        await c.move(days=16)
        assert await outcome(c, "event:1:2026-12-16T19:00:announce:0d:place:2") is Outcome.SENT


@pytest.mark.parametrize(
    ("typed", "values"), [("Fällt aus", {}), ("Pause", {"von": "7.12.", "bis": "13.12."})], ids=["skipped", "paused"]
)
async def test_who_heard_that_a_date_falls_out_hears_and_is_reminded_when_it_takes_place_after_all(
    tmp_path: Path, typed: str, values: dict[str, str]
) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", WEEKLY)
        await answer(c, "ben@discord", "2026-12-09T19:00")
        await answer(c, "carla@telegram", "2026-12-16T19:00")
        for persona, wann in (("dora@discord", "2 Stunden vorher"), ("emil@telegram", "immer 2 Stunden vorher")):
            assert "erinnere dich" in await c.say(persona, f'/erinnere Twittwoch wann="{wann}"')
        await show(c, "anna@telegram", "2026-12-09T19:00")
        await c.press("anna@telegram", typed)
        if values:
            await c.fill("anna@telegram", **values)
        await c.press("anna@telegram", "Zurücknehmen")
        told = news(c)
        assert len(told) == 2
        assert c.heard("carla@telegram") == []
        for persona in ("ben@discord", "dora@discord", "emil@telegram"):
            assert c.heard(persona)[-2:] == told
        await c.move(days=9)
        for persona in ("dora@discord", "emil@telegram"):
            (reminded,) = c.heard(persona)[2:]
            assert "Erinnerung: Twittwoch beginnt: Mi., 9. Dezember, 19:00 Uhr" in reminded


async def test_a_reminder_of_a_moved_date_that_fell_out_comes_before_its_time_as_ever(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@discord", WEEKLY)
        await c.say("dora@telegram", '/erinnere Twittwoch wann="2 Stunden vorher"')
        await show(c, "anna@discord", "2026-12-09T19:00")
        await c.press("anna@discord", "Nur diesen ändern")
        await c.fill("anna@discord", wann="10.12. 20:00")
        await c.press("anna@discord", "Fällt aus")
        await c.press("anna@discord", "Zurücknehmen")
        await c.move(days=10)
        reminded = [said for said in c.heard("dora@telegram") if "Erinnerung" in said]
        assert reminded == ["Erinnerung: Twittwoch beginnt: Mi., 9. Dezember, 19:00 Uhr.\nEssen"]


async def test_a_reminder_of_a_date_that_falls_out_says_nothing(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@discord", WEEKLY)
        await c.say("dora@telegram", '/erinnere Twittwoch wann="2 Stunden vorher"')
        await show(c, "anna@discord", "2026-12-09T19:00")
        await c.press("anna@discord", "Fällt aus")
        await c.move(days=10)
        assert [said for said in c.heard("dora@telegram") if "Erinnerung" in said] == []


async def labels_of(c: Talk, occurrence: str, event: int = 1) -> list[str]:
    """Return the labels of the answers on the private view of a date."""
    await show(c, "dora@discord", occurrence, event)
    return [label(button) for button in c.last("dora@discord").buttons[0]]


async def test_one_date_moves_with_its_answers_cards_and_rungs_and_the_others_stay(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@discord", WEEKLY)
        await answer(c, "ben@telegram", "2026-12-09T19:00")
        await answer(c, "carla@telegram", "2026-12-16T19:00")
        await show(c, "anna@discord", "2026-12-09T19:00")
        await c.press("anna@discord", "Nur diesen ändern")
        assert c.forms["anna@discord"].values["wann"] == "9.12.2026 19:00"
        said = await c.fill("anna@discord", wann="10.12. 19:30", ort="Bochum", platz="Café Eden")
        assert "Do., 10. Dezember, 19:30 Uhr" in said
        (told,) = news(c)
        assert "jetzt Do., 10. Dezember, 19:30 Uhr statt Mi., 9. Dezember, 19:00 Uhr" in told
        assert "Ort: jetzt Bochum, Café Eden statt Essen." in told
        assert c.heard("ben@telegram") == [told]
        assert c.heard("carla@telegram") == []
        card = c.heard("#termine", "telegram")[0]
        assert "Do., 10. Dezember, 19:30 Uhr" in card
        assert "Bochum, Café Eden" in card
        await c.move(days=9)
        assert await outcome(c, "event:1:2026-12-09T19:00:announce:1d:place:2") is Outcome.DROPPED
        assert await outcome(c, "event:1:2026-12-10T19:30:announce:1d:place:2") is Outcome.SENT
        assert await outcome(c, "event:1:2026-12-16T19:00:announce:7d:place:2") is Outcome.SENT
        assert len(news(c)) == 1
        assert "Essen" in await show(c, "ben@telegram", "2026-12-16T19:00")


async def test_a_moved_date_is_found_after_its_old_time_and_takes_answers(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@discord", WEEKLY)
        await show(c, "anna@discord", "2026-12-09T19:00")
        await c.press("anna@discord", "Nur diesen ändern")
        await c.fill("anna@discord", wann="18.12. 20:00")
        await answer(c, "ben@telegram", "2026-12-09T19:00")
        await c.move(days=16)  # after the 16th, before the moved one
        await show(c, "anna@discord", "2026-12-09T19:00")
        await c.press("anna@discord", "Fällt aus")
        assert "fällt aus" in c.heard("ben@telegram")[-1]


async def test_a_wrong_time_for_one_date_is_refused_and_nothing_changes(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@discord", WEEKLY)
        await show(c, "anna@discord", "2026-12-09T19:00")
        await c.press("anna@discord", "Nur diesen ändern")
        assert "Da ist schon ein Termin dieser Serie" in await c.fill("anna@discord", wann="16.12. 19:00")
        assert "vorbei" in await c.fill("anna@discord", wann="1.11.2026 19:00")
        assert "nichts geändert" in await c.fill("anna@discord", wann="9.12.2026 19:00")
        assert news(c) == []


@pytest.mark.parametrize("persona", ["anna@telegram", "anna@discord"])
@pytest.mark.parametrize("typed", ["Nur diesen ändern", "Ab hier ändern", "Ändern"])
async def test_a_date_that_is_changed_is_asked_for_what_is_missing_with_what_it_has(
    tmp_path: Path, persona: str, typed: str
) -> None:
    async with community(tmp_path) as c:
        await entered(c, persona, '/termin Stammtisch wann="9.12. 19:15" serie="wöchentlich"')
        await show(c, persona, "2026-12-09T19:15")
        await c.press(persona, typed)
        asked = await c.fill(persona, wann="20 Uhr")
        assert "An welchem Tag? Schreib das Datum dazu, zum Beispiel „9.12. 20:00“." in asked
        assert "Mi 9.12.2026 20:00" in labels(c.last(persona))
        await show(c, persona, "2026-12-09T19:15")
        await c.press(persona, typed)
        asked = await c.fill(persona, wann="am 10.12.")
        assert "zum Beispiel „Do 10.12.2026 19:15“" in asked
        assert "Do 10.12.2026 19:15" in labels(c.last(persona))


@pytest.mark.parametrize("persona", ["anna@telegram", "anna@discord"])
@pytest.mark.parametrize("typed", ["Nur diesen ändern", "Zusatztermin", "Ab hier ändern"])
async def test_an_hour_that_the_spring_change_leaves_out_is_said_of_single_dates_too(
    tmp_path: Path, persona: str, typed: str
) -> None:
    async with community(tmp_path, now="2027-03-20 09:00") as c:
        await entered(c, persona, '/termin Nachtlauf wann="27.3.2027 22:00" serie="wöchentlich"')
        await show(c, persona, "2027-04-03T22:00")
        await c.press(persona, typed)
        said = await c.fill(persona, wann="28.3.2027 2:30", **({"serie": "jeden Sonntag"} if "hier" in typed else {}))
        assert "So., 28. März, 3:30 Uhr" in said
        assert "Diese Stunde gibt es wegen der Zeitumstellung nicht" in said


@pytest.mark.parametrize("persona", ["anna@telegram", "anna@discord"])
async def test_the_end_of_a_single_date_may_stand_beside_its_beginning(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path) as c:
        await entered(c, persona, WEEKLY)
        await show(c, persona, "2026-12-09T19:00")
        await c.press(persona, "Nur diesen ändern")
        assert "Die Dauer passt nicht" in await c.fill(persona, wann="10.12. 18–21 Uhr", dauer="1 Stunde")
        await show(c, persona, "2026-12-09T19:00")
        await c.press(persona, "Nur diesen ändern")
        said = await c.fill(persona, wann="10.12. 18–21 Uhr")
        assert "Do., 10. Dezember, 18:00 Uhr bis" in said
        assert "21:00 Uhr" in said
        await c.press(persona, "Zusatztermin")
        assert "14:00 Uhr" in await c.fill(persona, wann="12.12. 11–14 Uhr")
        await show(c, persona, "2026-12-16T19:00")
        await c.press(persona, "Ab hier ändern")
        await c.fill(persona, wann="16.12. 18–22 Uhr")
        assert "22:00 Uhr" in await show(c, persona, "2026-12-16T18:00", 2)


async def test_a_series_of_whole_days_has_no_hour_and_single_dates_are_whole_days_too(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        said = await entered(c, "anna@discord", '/termin Flohmarkt wann="5.12. ganztägig" serie="jeden Samstag"')
        assert "Serie: jeden Samstag." in said
        await show(c, "anna@discord", "2026-12-05T00:00")
        await c.press("anna@discord", "Nur diesen ändern")
        assert c.forms["anna@discord"].values["wann"] == "5.12.2026 ganztägig"
        assert "Hier zählt nur der Tag" in await c.fill("anna@discord", wann="6.12. 10:00")
        assert "So., 6. Dezember" in await c.fill("anna@discord", wann="6.12.")
        assert "jetzt So., 6. Dezember statt Sa., 5. Dezember" in news(c)[-1]
        await c.press("anna@discord", "Zusatztermin")
        said = await c.fill("anna@discord", wann="10.12. bis 11.12.", dauer="3 Stunden")
        assert "Do., 10. Dezember bis Fr., 11. Dezember" in said
        await show(c, "anna@discord", "2026-12-12T00:00")
        await c.press("anna@discord", "Ab hier ändern")
        assert c.forms["anna@discord"].values["wann"] == "12.12.2026 ganztägig"
        assert "• So., 13. Dezember\n" in await c.fill("anna@discord", wann="13.12.", serie="jeden Sonntag")


async def test_an_extra_date_is_announced_and_can_fall_out_again(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@discord", WEEKLY)
        await show(c, "anna@discord", "2026-12-09T19:00")
        await c.press("anna@discord", "Zusatztermin")
        said = await c.fill("anna@discord", wann="12.12. 11:00", platz="Markt")
        assert "Sa., 12. Dezember, 11:00 Uhr" in said
        assert news(c) == ["Twittwoch hat einen Zusatztermin: Sa., 12. Dezember, 11:00 Uhr.\nEssen, Markt"]
        await answer(c, "ben@telegram", "2026-12-12T11:00")
        back = Call("date.regular", {"event": "1", "occurrence": "2026-12-12T11:00"})
        assert "nichts zurückzunehmen" in await c.call("orga@telegram", back)
        await c.press("anna@discord", "Fällt aus")
        assert "fällt aus" in news(c)[-1]
        assert "gibt es nicht mehr" in await show(c, "ben@discord", "2026-12-12T11:00")
        assert "Sa., 12. Dezember, 11:00 Uhr" in await c.press("anna@discord", "Zurücknehmen")
        assert news(c)[-1] == news(c)[0]
        assert c.heard("ben@telegram") == news(c)[1:]
        assert "Markt" in await show(c, "ben@discord", "2026-12-12T11:00")
        await show(c, "anna@discord", "2026-12-12T11:00")
        await c.press("anna@discord", "Fällt aus")
        await c.call("anna@discord", Call("date.add", {"event": "1", "wann": "12.12. 11:00"}))
        assert "Twittwoch" in await show(c, "ben@discord", "2026-12-12T11:00")


async def test_later_and_added_dates_are_listed_and_opened_from_the_list(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", WEEKLY)
        for wann in ("12.12. 11:00", "12.12. 16:00"):
            await c.call("anna@telegram", Call("date.add", {"event": "1", "wann": wann}))
        await answer(c, "ben@discord", "2026-12-12T11:00")
        assert "12. Dezember" not in await c.say("carla@discord", "/termine", "#termine")
        await c.press("carla@discord", "Twittwoch")
        shown = await c.press("carla@discord", "Weitere Termine")
        assert c.last("carla@discord").private
        assert "1. Twittwoch: Mi., 9. Dezember, 19:00 Uhr, Essen\n" in shown
        assert "2. Twittwoch: Sa., 12. Dezember, 11:00 Uhr, Essen (1 dabei)" in shown
        assert "10. Twittwoch: Mi., 27. Januar" in shown
        assert "11. Twittwoch: Mi., 3. Februar" in await c.press("carla@discord", "Weiter")
        await c.press("carla@discord", "Zurück")
        await c.press("carla@discord", "Anzeigen 2")
        assert "dabei" in await c.press("carla@discord", "Dabei")
        await show(c, "anna@telegram", "2026-12-09T19:00")
        await c.press("anna@telegram", "Weitere Termine")
        assert "Mi., 16. Dezember" in await c.press("anna@telegram", "Anzeigen 4")
        assert "16. Dezember, 19:00 Uhr) fällt aus" in await c.press("anna@telegram", "Fällt aus")
        assert "51." in await c.call("carla@discord", Call("event.dates", {"event": "1", "seite": "99"}))
        await entered(c, "anna@telegram", '/termin Stammtisch wann="11.12. 20:00"')
        await show(c, "ben@discord", "2026-12-11T20:00", 2)
        assert "Weitere Termine" not in labels(c.last("ben@discord"))


async def test_a_pause_says_what_falls_out_and_can_be_taken_back(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", WEEKLY)
        await answer(c, "ben@discord", "2026-12-30T19:00")
        await show(c, "anna@telegram", "2026-12-09T19:00")
        await c.press("anna@telegram", "Pause")
        said = await c.fill("anna@telegram", von="21.12.", bis="3.1.", grund="Weihnachten")
        assert "2 Termine entfallen" in said
        (told,) = news(c)
        assert told.startswith("Twittwoch macht Pause: ")
        assert "Grund: Weihnachten." in told
        assert c.heard("ben@discord") == [told]
        assert "gibt es nicht mehr" in await show(c, "ben@discord", "2026-12-30T19:00")
        await c.press("anna@telegram", "Zurücknehmen")
        assert "macht doch keine Pause" in news(c)[-1]
        assert "Twittwoch" in await show(c, "ben@discord", "2026-12-30T19:00")
        assert "gibt es nicht mehr" in await c.call(
            "anna@telegram", Call("series.resume", {"event": "1", "first": "2026-12-21"})
        )


async def test_a_pause_that_touches_another_is_announced_and_taken_back_alone(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", WEEKLY)
        await answer(c, "ben@discord", "2026-12-16T19:00")
        await answer(c, "carla@telegram", "2026-12-23T19:00")
        for von, bis, grund in (("14.12.", "20.12.", "Umbau"), ("19.12.", "3.1.", "Weihnachten")):
            await show(c, "anna@telegram", "2026-12-09T19:00")
            await c.press("anna@telegram", "Pause")
            await c.fill("anna@telegram", von=von, bis=bis, grund=grund)
        told = news(c)[-1]
        assert told.startswith("Twittwoch macht Pause: Mo., 14. Dezember bis So., 3. Januar.\nGrund: Weihnachten.")
        assert c.heard("carla@telegram") == [told]
        assert len(news(c)) == 2
        said = await c.press("anna@telegram", "Zurücknehmen")
        assert "macht kürzer Pause: nur Mo., 14. Dezember bis So., 20. Dezember." in said
        told = news(c)[-1]
        assert told.startswith("Twittwoch macht kürzer Pause: nur Mo., 14. Dezember bis So., 20. Dezember.")
        assert c.heard("carla@telegram")[1:] == [told]
        assert len(c.heard("ben@discord")) == 1
        assert "gibt es nicht mehr" in await show(c, "ben@discord", "2026-12-16T19:00")
        assert "Twittwoch" in await show(c, "ben@discord", "2026-12-23T19:00")
        before = news(c)
        await show(c, "anna@telegram", "2026-12-09T19:00")
        await c.press("anna@telegram", "Pause")
        assert "nichts geändert" in await c.fill("anna@telegram", von="15.12.", bis="16.12.")
        assert news(c) == before


async def test_a_pause_that_cannot_be_is_refused(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@discord", WEEKLY)
        await show(c, "anna@discord", "2026-12-09T19:00")
        await c.press("anna@discord", "Pause")
        assert "endet vor ihrem Anfang" in await c.fill("anna@discord", von="1.2.", bis="1.1.2027")
        assert "höchstens ein Jahr" in await c.fill("anna@discord", von="1.2.", bis="1.3.2029")
        assert news(c) == []


async def test_a_series_ends_with_a_date(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@discord", WEEKLY)
        await answer(c, "ben@telegram", "2026-12-23T19:00")
        await show(c, "anna@discord", "2026-12-16T19:00")
        said = await c.press("anna@discord", "Hiermit beenden")
        assert "endet mit Mi., 16. Dezember, 19:00 Uhr" in said
        assert (
            news(c) == c.heard("ben@telegram") == ["Twittwoch endet. Der letzte Termin: Mi., 16. Dezember, 19:00 Uhr."]
        )
        await c.move(days=60)
        assert posted(c)[-1] == "Heute: Twittwoch"
        assert sum(card == "Heute: Twittwoch" for card in posted(c)) == 2
        assert "Gerade steht nichts an" in await c.say("ben@telegram", "/termine", "#termine")


async def test_from_a_date_on_a_series_is_another_and_takes_answers_along(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@discord", WEEKLY)
        await answer(c, "ben@telegram", "2026-12-23T19:00")
        await answer(c, "carla@telegram", "2026-12-16T19:00")
        await c.say("ben@telegram", '/erinnere Twittwoch wann="22.12. 10:00"')
        await show(c, "anna@discord", "2026-12-23T19:00")
        await c.press("anna@discord", "Ab hier ändern")
        said = await c.fill("anna@discord", wann="24.12. 18:00", serie="wöchentlich", ort="Bochum")
        assert "Do., 24. Dezember, 18:00 Uhr" in said
        (told,) = news(c)
        assert "jetzt Do., 24. Dezember, 18:00 Uhr statt Mi., 23. Dezember, 19:00 Uhr" in told
        assert c.heard("ben@telegram") == [told]
        assert c.heard("carla@telegram") == []
        assert "Dabei (1)" in await labels_of(c, "2026-12-24T18:00", 2)
        assert "Dabei (1)" in await labels_of(c, "2026-12-16T19:00")
        assert "gibt es nicht mehr" in await show(c, "ben@telegram", "2026-12-23T19:00")


@pytest.mark.parametrize("persona", ["anna@telegram", "anna@discord"])
async def test_from_a_date_on_a_series_that_counts_its_dates_has_those_that_are_left(
    tmp_path: Path, persona: str
) -> None:
    async with community(tmp_path) as c:
        await entered(c, persona, '/termin Kurs wann="2.12. 19:00" serie="jeden Mittwoch, 5-mal"')
        await show(c, persona, "2026-12-16T19:00")
        await c.press(persona, "Ab hier ändern")
        said = await c.fill(persona, titel="Kurs B")
        assert "Serie: jeden Mittwoch, 19:00 Uhr, 3-mal." in said
        assert news(c) == ["Kurs B (Mi., 16. Dezember, 19:00 Uhr) ist geändert.\nTitel: jetzt Kurs B statt Kurs."]
        listed = await c.call(persona, Call("event.dates", {"event": "2"}))
        assert "3. Kurs B: Mi., 30. Dezember" in listed
        assert "4. Kurs B" not in listed


async def test_a_reminder_of_every_date_goes_on_where_the_series_is_another(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@discord", WEEKLY)
        await c.say("dora@telegram", '/erinnere Twittwoch wann="immer 2 Stunden vorher"')
        await c.say("emil@discord", '/erinnere Twittwoch wann="2 Stunden vorher"')
        await show(c, "anna@discord", "2026-12-16T19:00")
        await c.press("anna@discord", "Ab hier ändern")
        await c.fill("anna@discord", wann="17.12. 18:00", serie="wöchentlich")
        assert c.heard("dora@telegram") == news(c)
        assert len(news(c)) == 1
        await c.move(days=24)
        begins = "Erinnerung: Twittwoch beginnt: {}, {}:00 Uhr.\nEssen"
        said = [begins.format("Mi., 9. Dezember", 19), *(begins.format(f"Do., {n}. Dezember", 18) for n in (17, 24))]
        assert [one for one in c.heard("dora@telegram") if "Erinnerung" in one] == said
        assert c.heard("emil@discord") == said[:1]


@pytest.mark.parametrize(
    "call",
    [
        Call("date.skip", {"event": "1", "occurrence": "2026-12-16T19:00"}),
        Call("date.regular", {"event": "1", "occurrence": "2026-12-16T19:00"}),
        Call("date.edit", {"event": "1", "occurrence": "2026-12-16T19:00"}),
        Call("date.edit", {"event": "1", "occurrence": "2026-12-16T19:00", "wann": "17.12. 19:00"}),
        Call("date.add", {"event": "1", "wann": "17.12. 19:00"}),
        Call("series.pause", {"event": "1", "von": "1.1.2027", "bis": "1.2.2027"}),
        Call("series.resume", {"event": "1", "first": "2026-12-21"}),
        Call("series.end", {"event": "1", "occurrence": "2026-12-16T19:00"}),
        Call(
            "series.onward", {"event": "1", "occurrence": "2026-12-16T19:00", "titel": "Meins", "wann": "17.12. 19:00"}
        ),
    ],
    ids=lambda call: call.command,
)
async def test_only_owners_and_organisers_touch_a_series(tmp_path: Path, call: Call) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", WEEKLY)
        await entered(c, "ben@discord", '/termin Stammtisch wann="11.12. 20:00"')
        for stranger in ("ben@discord", "anna@discord", "zoe@telegram"):
            assert "nur, wer den Termin eingetragen hat" in await c.call(stranger, call)
            assert stranger not in c.forms
        other = Call(call.command, {**call.values, "event": "2"})
        assert "keine Serie" in await c.call("ben@discord", other)
        assert news(c) == []
        for nonsense in ("2026-12-17T19:00", "morgen", "2026-12-16T19:00+01:00", "9" * 60):
            if "occurrence" in call.values:
                forged = Call(call.command, {**call.values, "occurrence": nonsense})
                assert await c.call("anna@telegram", forged)
        assert news(c) == []


async def test_a_kill_between_the_change_and_the_news_loses_none(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", WEEKLY)
        call = Call("date.skip", {"event": "1", "occurrence": "2026-12-16T19:00"})
        await c.bot.desk.call(c.caller("anna@telegram"), call)
    async with running(c):
        await c.due()
        assert len(news(c)) == 1
        sleep_until(c, "2026-12-20 12:00")
        await c.due()
        shown = [line.words for line in c.lines("#termine") if line.reply.card is not None]
        assert not any("16. Dezember" in card for card in shown)


@pytest.mark.parametrize("ended", [False, True])
async def test_only_a_series_with_more_dates_says_that_they_fall_out_too(tmp_path: Path, *, ended: bool) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", WEEKLY)
        if ended:
            await c.call("anna@telegram", Call("series.end", {"event": "1", "occurrence": "2026-12-09T19:00"}))
        before = len(news(c))
        await c.call("anna@telegram", Call("event.cancel", {"event": "1"}))
        said = "\n".join(news(c)[before:])
        assert "ist abgesagt" in said
        assert ("Auch alle weiteren Termine der Serie entfallen." in said) is not ended
