"""`/kalender`: addresses to subscribe to, one's own secret one, and files."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import icalendar
import pytest
from sqlalchemy import event

from bot.domain.calendars import token_at
from bot.domain.events import Event
from bot.serving import Calendars, Served
from bot.talk import limits
from bot.talk.answers import Call
from bot.talk.text import Code, Link, german
from bot.talk.text import opened as spans_of
from storage.database import Database
from tests.support.happenings import entered
from tests.support.talking import Talk, community, labels, words_of

BASE = "https://kalender.example.org/herde"
BOTH = pytest.mark.parametrize("persona", ["anna@telegram", "anna@discord"])


def own_address(told: str) -> str:
    """Return the path of the personal calendar that an answer names."""
    (path,) = set(re.findall(rf"{BASE}(/kalender/persoenlich/\S+)", told))
    return str(path)


async def served(c: Talk, path: str) -> Served | None:
    """Ask for a calendar as the server does."""
    return await Calendars(c.bot.storage, c.bot.house.community, c.clock).at(path)


async def titles(c: Talk, path: str) -> dict[str, str]:
    """Return the titles in a calendar with their states."""
    found = await served(c, path)
    assert found is not None
    file = icalendar.Calendar.from_ical(found.content)
    return {str(one["SUMMARY"]): str(one["STATUS"]) for one in file.walk("VEVENT")}


async def enter(c: Talk, persona: str, title: str, more: str = "ort=Essen") -> None:
    assert title in await entered(c, persona, f'/termin {title} wann="9.12. 19:00" {more}')


@BOTH
async def test_addresses_are_told_privately_with_the_ways_to_subscribe(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path, calendars=BASE) as c:
        await enter(c, "ben@telegram", "Twittwoch")
        await enter(c, "ben@telegram", "Barcamp", "ort=Mülheim")
        told = await c.say(persona, "/kalender", "#termine")
        assert c.last(persona).private
        for address in ("/kalender/alle.ics", "/kalender/ort/essen.ics", "/kalender/ort/muelheim-an-der-ruhr.ics"):
            assert f"{BASE}{address}" in told
            assert f"webcal://kalender.example.org/herde{address}" in told
        for calendar in ("iPhone", "Google", "Outlook", "Thunderbird"):
            assert calendar in told
        assert "bochum" not in told
        assert "persoenlich" not in told  # of somebody who is no member yet nothing is kept unasked
        assert labels(c.last(persona)) == ["Eigene Adresse", "Kalenderdatei"]
        assert "Ich merke mir dafür nur deinen Namen" in await c.press(persona, "Eigene Adresse")
        assert labels(c.last(persona)) == ["Neue Adresse", "Adresse abschalten", "Kalenderdatei"]


@BOTH
async def test_ones_own_calendar_holds_what_one_comes_to_and_what_is_ones_own(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path, calendars=BASE) as c:
        await enter(c, persona, "Meins")
        for title in ("Dabei", "Vielleicht", "Absagen", "Nichts"):
            await enter(c, "ben@discord", f"Abend-{title}")
            for answer in {title} - {"Nichts"}:
                await c.press(persona, answer, "#termine")
        path = own_address(await c.say(persona, "/kalender"))
        assert await titles(c, path) == {
            "Meins": "CONFIRMED",
            "Abend-Dabei": "CONFIRMED",
            "Abend-Vielleicht": "TENTATIVE",
        }
        assert len(await titles(c, "/kalender/alle.ics")) == 5


@BOTH
async def test_who_waits_for_a_seat_has_the_date_as_tentative_until_they_move_up(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path, calendars=BASE) as c:
        await entered(c, "dora@telegram", '/termin Kochen wann="9.12. 19:00" plaetze=1')
        await entered(c, "dora@telegram", '/termin Essen wann="10.12. 19:00" plaetze=2')
        for one in ("ben@discord", persona):
            for number, occurrence in (("1", "2026-12-09T19:00"), ("2", "2026-12-10T19:00")):
                said = {"event": number, "occurrence": occurrence, "answer": "Dabei"}
                await c.call(one, Call("event.answer", said))
        path = own_address(await c.say(persona, "/kalender"))
        calendars = Calendars(c.bot.storage, c.bot.house.community, c.clock)
        for status in ("TENTATIVE", "CONFIRMED"):
            found = await calendars.at(path)
            assert found is not None
            file = icalendar.Calendar.from_ical(found.content)
            states = {str(one["SUMMARY"]): str(one["STATUS"]) for one in file.walk("VEVENT")}
            assert states == {"Kochen": status, "Essen": "CONFIRMED"}
            gone = {"event": "1", "occurrence": "2026-12-09T19:00", "answer": "Absagen"}
            await c.call("ben@discord", Call("event.answer", gone))


async def test_a_calendar_of_many_dates_with_seats_takes_no_more_statements_than_one_of_few(tmp_path: Path) -> None:
    async with community(tmp_path, calendars=BASE) as c:
        await entered(c, "dora@telegram", '/termin Kochen wann="9.12. 19:00" serie=täglich plaetze=1')
        await enter(c, "ben@discord", "Meins")
        path = own_address(await c.say("ben@discord", "/kalender"))
        calendars = Calendars(c.bot.storage, c.bot.house.community, c.clock)
        asked: list[str] = []
        assert isinstance(c.bot.storage, Database)
        engine = c.bot.storage._engine.sync_engine  # noqa: SLF001 - what is sent is seen there alone
        event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
        taken = []
        for days in (range(9, 11), range(11, 20)):
            for day in days:
                said = {"event": "1", "occurrence": f"2026-12-{day:02}T19:00", "answer": "Dabei"}
                await c.call("ben@discord", Call("event.answer", said))
            asked.clear()
            await calendars.at(path)
            taken.append(len(asked))
        assert taken[0] == taken[1]


async def test_a_secret_address_is_nothing_that_platforms_look_behind(tmp_path: Path) -> None:
    async with community(tmp_path, calendars=BASE) as c:
        await enter(c, "anna@telegram", "Meins")
        path = own_address(await c.say("anna@telegram", "/kalender"))
        card = c.last("anna@telegram").card
        assert card is not None
        spans = [span for row in card.rows for span in spans_of(row, german)]
        links = [span.url for span in spans if isinstance(span, Link)]
        assert links == [f"{BASE}/kalender/alle.ics", f"{BASE}/kalender/ort/essen.ics"]
        assert Code(f"{BASE}{path}") in spans


async def test_a_new_address_voids_the_old_one_at_once(tmp_path: Path) -> None:
    async with community(tmp_path, calendars=BASE) as c:
        await enter(c, "anna@telegram", "Meins")
        first = own_address(await c.say("anna@telegram", "/kalender"))
        assert own_address(await c.say("anna@telegram", "/kalender")) == first
        assert await served(c, first) is not None
        told = await c.press("anna@telegram", "Neue Adresse")
        assert "Die alte gilt ab sofort nicht mehr" in told
        second = own_address(told)
        assert await served(c, first) is None
        assert await served(c, second) is not None

        told = await c.press("anna@telegram", "Adresse abschalten")
        assert "abgeschaltet" in told
        assert "persoenlich" not in told
        assert await served(c, second) is None
        assert "persoenlich" not in await c.say("anna@telegram", "/kalender")  # it stays off
        third = own_address(await c.press("anna@telegram", "Eigene Adresse"))
        assert len({first, second, third}) == 3
        assert [await served(c, path) is not None for path in (first, second, third)] == [False, False, True]


async def test_no_address_is_made_up_from_another(tmp_path: Path) -> None:
    async with community(tmp_path, calendars=BASE) as c:
        await enter(c, "anna@telegram", "Meins")
        await enter(c, "ben@telegram", "Bens")
        anna = token_at(own_address(await c.say("anna@telegram", "/kalender")))
        ben = token_at(own_address(await c.say("ben@telegram", "/kalender")))
        assert anna is not None
        assert ben is not None
        (number, _, mac), (other, _, _) = anna.partition("-"), ben.partition("-")
        for forged in (
            f"{other}-{mac}",
            f"{number}-{mac[:-1]}{'A' if mac[-1] != 'A' else 'B'}",
            f"0{anna}",
            "9999999999-" + mac,
        ):
            assert token_at(f"/kalender/persoenlich/{forged}.ics") is not None or forged == f"0{anna}"
            assert await served(c, f"/kalender/persoenlich/{forged}.ics") is None
        assert await served(c, f"/kalender/persoenlich/{anna}.ics") is not None


async def test_who_is_forgotten_has_no_calendar_from_then_on(tmp_path: Path) -> None:
    async with community(tmp_path, calendars=BASE) as c:
        await c.agree("anna@telegram", "python")
        await enter(c, "anna@telegram", "Meins")
        path = own_address(await c.say("anna@telegram", "/kalender"))
        renew = c.button("anna@telegram", "Neue Adresse").press
        assert isinstance(renew, Call)
        assert await served(c, path) is not None
        await c.say("anna@telegram", "/vergissmich")
        assert await served(c, path) is None
        assert "persoenlich" not in await c.say("anna@telegram", "/kalender")
        assert "gerade vergessen" in await c.call("anna@telegram", renew)
        await c.press("anna@telegram", "Zurücknehmen")
        assert await served(c, path) is not None
        await c.say("anna@telegram", "/vergissmich")
        await c.press("anna@telegram", "Sofort löschen")
        assert await served(c, path) is None
        assert await titles(c, "/kalender/alle.ics") == {"Meins": "CONFIRMED"}


async def test_an_address_alone_keeps_its_owner(tmp_path: Path) -> None:
    async with community(tmp_path, calendars=BASE) as c:
        await c.say("anna@telegram", "/kalender")
        path = own_address(await c.press("anna@telegram", "Eigene Adresse"))
        await c.move(days=3)
        assert await served(c, path) is not None
        assert "Eigene Kalenderadresse: eingeschaltet" in await c.say("anna@telegram", "/meinedaten")
        (file,) = c.last("anna@telegram").files
        assert b'"kalenderadresse": {' in file.content
        assert path.encode() not in file.content


@BOTH
async def test_where_nothing_is_served_there_is_a_file_instead(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path) as c:
        told = await c.say(persona, "/kalender")
        assert "gibt es hier noch nicht" in told
        assert "http" not in told
        assert labels(c.last(persona)) == ["Kalenderdatei"]
        assert "Gerade steht nichts an" in await c.press(persona, "Kalenderdatei")
        await enter(c, "ben@discord", "Twittwoch")
        await enter(c, "ben@discord", "Verworfen")
        await c.press("ben@discord", "Termin absagen")
        await c.say(persona, "/kalender")
        await c.press(persona, "Kalenderdatei")
        (file,) = c.last(persona).files
        assert (file.name, file.type) == ("termine.ics", "text/calendar")
        assert [str(one["SUMMARY"]) for one in icalendar.Calendar.from_ical(file.content).walk("VEVENT")] == [
            "Twittwoch"
        ]
        for action in ("calendar.renew", "calendar.off"):
            assert "gibt es hier gerade nicht" in await c.call(persona, Call(action))


@BOTH
async def test_an_event_has_a_file(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path) as c:
        await enter(c, "ben@telegram", "Twittwoch", 'ort=Essen serie="jeden 2. Mittwoch"')
        await c.say(persona, "/termine", "#termine")
        await c.press(persona, "Twittwoch")
        press = c.button(persona, "Kalenderdatei").press
        assert isinstance(press, Call)
        assert "alle Termine von Twittwoch" in await c.press(persona, "Kalenderdatei")
        (file,) = c.last(persona).files
        assert file.name == "termin-1.ics"
        (event,) = icalendar.Calendar.from_ical(file.content).walk("VEVENT")
        assert event["RRULE"].to_ical() == b"FREQ=MONTHLY;BYDAY=2WE"
        assert c.last(persona).private
        await c.press("ben@telegram", "Termin absagen")
        assert "abgesagt" in await c.call(persona, press)
        assert not c.last(persona).files
        assert "gibt es nicht" in await c.call(persona, Call("event.file", {"event": "99"}))


async def test_more_events_than_a_message_carries_are_cut_at_the_end(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await enter(c, "orga@telegram", "Muster")
        async with c.bot.storage.begin() as store:
            (pattern,) = await store.events.active()
            for n in range(250):
                await store.events.create(_later(pattern, n))
        await c.say("anna@telegram", "/kalender")
        await c.press("anna@telegram", "Kalenderdatei")
        (file,) = c.last("anna@telegram").files
        read = icalendar.Calendar.from_ical(file.content).walk("VEVENT")
        assert limits.FILE // 2 < len(file.content) <= limits.FILE
        assert [str(one["SUMMARY"]) for one in read[:3]] == ["Muster", "Abend 0", "Abend 1"]


def _later(event: Event, n: int) -> Event:
    starts = datetime.fromisoformat("2027-01-01T19:00") + timedelta(days=n)
    return replace(event, id=0, uid="", title=f"Abend {n}", starts=starts, text="ä" * 3000)


async def test_what_is_said_fits_a_card(tmp_path: Path) -> None:
    base = "https://" + "k" * 92
    async with community(tmp_path, calendars=base) as c:
        for town in ("Essen", "Bochum", "Dortmund", "Duisburg", "Herne", "Hagen", "Witten", "Unna"):
            await enter(c, "orga@telegram", f"In {town}".replace(" ", "-"), f"ort={town}")
        told = await c.say("orga@telegram", "/kalender")
        assert "2 weitere haben Termine" in told
        assert len(words_of(c.last("orga@telegram"))) <= limits.CARD
