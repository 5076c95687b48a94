"""Subscriptions from end to end: a real server on loopback, the real reader, and what the community hears of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from adapters.feeds.fetching import Fetcher
from adapters.feeds.parsing import parse
from bot.domain.events import EventState
from bot.feeds import Elsewhere
from bot.talk.answers import Call
from tests.support.feedserver import FeedServer, endless, moved, says, versioned
from tests.support.happenings import cards, news, posted
from tests.support.talking import Talk, community, running

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Beispiel//DE\r\nX-WR-CALNAME:Ruhr\r\n"
ORGA = "orga@discord"
BROKEN = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:t"


def entry(uid: str, title: str, start: str, *more: str) -> str:
    """Return an event of two hours in Berlin."""
    lines = (f"UID:{uid}@example", f"SUMMARY:{title}", f"DTSTART;TZID=Europe/Berlin:{start}", "DURATION:PT2H", *more)
    return "\r\n".join(("BEGIN:VEVENT", *lines, "END:VEVENT", ""))


def calendar(*entries: str) -> bytes:
    """Return a calendar file."""
    return (HEAD + "".join(entries) + "END:VCALENDAR\r\n").encode()


TWITTWOCH = entry("t", "Twittwoch", "20261209T190000", "RRULE:FREQ=MONTHLY;BYDAY=2WE", "LOCATION:Unperfekthaus, Essen")
BARCAMP = entry("b", "BarCamp Ruhr", "20270320T090000", "LOCATION:Dortmund")


@asynccontextmanager
async def served(folder: Path, body: bytes) -> AsyncIterator[tuple[Talk, FeedServer]]:
    """Open a community that may read a server of ours."""
    async with FeedServer({"/ruhr.ics": versioned(body, '"first"')}) as server:
        elsewhere = Elsewhere(Fetcher(["127.0.0.1"]), parse)
        async with community(folder, elsewhere=elsewhere) as c:
            yield c, server


async def subscribe(c: Talk, server: FeedServer, path: str = "/ruhr.ics") -> str:
    """Subscribe as an organiser, and return what they are told in the end."""
    await c.call(ORGA, Call("feed.abonnieren", {"adresse": server.url(path), "name": "", "ort": ""}))
    return "\n".join(c.heard(ORGA))


async def titles(c: Talk, state: EventState = EventState.ACTIVE) -> list[str]:
    """Return the titles of the subscription's events in a state."""
    async with c.bot.storage.begin() as store:
        return [event.title for event in await store.feeds.events_of(1) if event.state is state]


def shown(lines: Iterable[str], word: str) -> list[str]:
    """Return the lines with a word in them."""
    return [line for line in lines if word in line]


async def test_a_calendar_is_taken_over_quietly_and_told(tmp_path: Path) -> None:
    async with served(tmp_path, calendar(TWITTWOCH, BARCAMP)) as (c, server):
        told = await subscribe(c, server)
        assert "„Ruhr“ ist abonniert: 2 kommende Termine." in told
        assert "Twittwoch: Mi., 9. Dezember, 19:00 Uhr" in told
        assert cards(c) == []
        c.bot.subscriptions = None  # nothing more is read from here on
        await c.move(days=9)
        assert posted(c) == ["In 7 Tagen: Twittwoch", "Morgen: Twittwoch", "Heute: Twittwoch"]
        assert "Essen, Unperfekthaus" in c.heard("#termine")[0]


async def test_what_is_new_moved_and_cancelled_is_said_once(tmp_path: Path) -> None:
    async with served(tmp_path, calendar(TWITTWOCH, BARCAMP)) as (c, server):
        await subscribe(c, server)
        await c.call(
            "ben@telegram", Call("event.answer", {"event": "1", "occurrence": "2026-12-09T19:00", "answer": "Dabei"})
        )
        vortrag = entry("v", "Vortrag", "20261218T180000")
        later = entry("b", "BarCamp Ruhr", "20270321T090000", "LOCATION:Dortmund")
        moved_date = entry("t", "Twittwoch", "20261210T193000", "RECURRENCE-ID;TZID=Europe/Berlin:20261209T190000")
        server.pages["/ruhr.ics"] = says(calendar(TWITTWOCH, moved_date, later, vortrag))
        await c.move(hours=1)
        assert "Neu: Vortrag" in cards(c)
        told = shown(news(c), "Twittwoch")
        assert len(told) == 1
        assert "jetzt Do., 10. Dezember, 19:30 Uhr statt Mi., 9. Dezember, 19:00 Uhr" in told[0]
        assert c.heard("ben@telegram") == told
        assert len(shown(news(c), "BarCamp Ruhr ist verlegt")) == 1
        cancelled = entry("v", "Vortrag", "20261218T180000", "STATUS:CANCELLED")
        server.pages["/ruhr.ics"] = says(calendar(TWITTWOCH, moved_date, later, cancelled))
        await c.move(hours=1)
        assert len(shown(news(c), "Vortrag (Fr., 18. Dezember, 18:00 Uhr) ist abgesagt.")) == 1
        server.pages["/ruhr.ics"] = says(calendar(TWITTWOCH, moved_date, later, vortrag))
        await c.move(hours=1)
        assert len(shown(news(c), "findet doch statt")) == 1
        before = news(c)
        await c.move(hours=5)
        assert news(c) == before


async def test_a_date_with_a_title_of_its_own_is_called_by_it_and_the_others_are_not(tmp_path: Path) -> None:
    at = "RECURRENCE-ID;TZID=Europe/Berlin:20261209T190000"
    party = entry("t", "Twittwoch: Glühwein", "20261209T190000", at, "LOCATION:Unperfekthaus, Essen")
    async with served(tmp_path, calendar(TWITTWOCH)) as (c, server):
        await subscribe(c, server)
        await c.say("ben@telegram", '/erinnere Twittwoch wann="immer 2 Stunden vorher"')
        server.pages["/ruhr.ics"] = says(calendar(TWITTWOCH, party))
        await c.move(hours=1)
        told = (
            "Twittwoch: Glühwein (Mi., 9. Dezember, 19:00 Uhr) ist geändert.\n"
            "Titel: jetzt Twittwoch: Glühwein statt Twittwoch."
        )
        assert news(c) == [told]
        assert c.heard("ben@telegram")[-1] == told
        assert "Twittwoch: Glühwein: Mi., 9. Dezember, 19:00 Uhr" in await c.say("anna@discord", "/termine")
        await c.call(ORGA, Call("date.edit", {"event": "1", "occurrence": "2026-12-09T19:00"}))
        assert "Raum 3" in await c.fill(ORGA, platz="Raum 3")
        c.bot.subscriptions = None  # nothing more is read from here on
        await c.move(days=9)
        assert posted(c) == [f"{day}: Twittwoch: Glühwein" for day in ("In 7 Tagen", "Morgen", "Heute")]
        assert "Erinnerung: Twittwoch: Glühwein beginnt: Mi., 9. Dezember, 19:00 Uhr." in c.heard("ben@telegram")[-1]
        await c.move(days=35)
        assert posted(c)[3:] == ["In 7 Tagen: Twittwoch", "Morgen: Twittwoch", "Heute: Twittwoch"]


async def test_what_takes_place_after_all_at_another_time_is_said_to_who_answered(tmp_path: Path) -> None:
    vortrag = entry("v", "Vortrag", "20261218T180000")
    async with served(tmp_path, calendar(vortrag, BARCAMP)) as (c, server):
        await subscribe(c, server)
        said = Call("event.answer", {"event": "1", "occurrence": "2026-12-18T18:00", "answer": "Dabei"})
        await c.call("ben@telegram", said)
        await c.say("dora@discord", '/erinnere Vortrag wann="2 Stunden vorher"')
        cancelled = entry("v", "Vortrag", "20261218T180000", "STATUS:CANCELLED")
        later = entry("v", "Vortrag", "20261219T200000")
        for now in (cancelled, later):
            server.pages["/ruhr.ics"] = says(calendar(now, BARCAMP))
            await c.move(hours=1)
        told = "Vortrag (Sa., 19. Dezember, 20:00 Uhr) findet doch statt."
        assert news(c)[-1] == told
        assert c.heard("ben@telegram")[1:] == [told]
        assert c.heard("dora@discord")[-1] == told
        show = Call("event.show", {"event": "1", "occurrence": "2026-12-19T20:00"})
        assert "Dabei: 1 Person" in await c.call("carla@telegram", show)
        c.bot.subscriptions = None  # nothing more is read from here on
        await c.move(days=19)
        assert "Erinnerung: Vortrag beginnt: Sa., 19. Dezember, 20:00 Uhr." in c.heard("dora@discord")[-1]


async def test_a_series_in_another_zone_names_it_beside_its_hour(tmp_path: Path) -> None:
    utc = TWITTWOCH.replace("t@example", "u@example").replace("Twittwoch", "Lesung").replace("2WE", "2TH")
    utc = utc.replace(";TZID=Europe/Berlin:20261209T190000", ":20261210T180000Z")
    async with served(tmp_path, calendar(utc, TWITTWOCH)) as (c, server):
        await subscribe(c, server)
        lesung = await c.call("ben@telegram", Call("event.show", {"event": "2", "occurrence": "2026-12-10T18:00"}))
        assert "Do., 10. Dezember, 19:00 Uhr bis" in lesung
        assert "Serie: jeden 2. Donnerstag im Monat, 18:00 Uhr (UTC)" in lesung.splitlines()
        twittwoch = await c.call("ben@telegram", Call("event.show", {"event": "1", "occurrence": "2026-12-09T19:00"}))
        assert "Serie: jeden 2. Mittwoch im Monat, 19:00 Uhr" in twittwoch.splitlines()
        said = await c.say("ben@telegram", '/erinnere Lesung wann="am Tag vorher um 18 Uhr"')
        assert "Mi., 9. Dezember, 18:00 Uhr: Lesung" in said
        said = await c.call(ORGA, Call("date.add", {"event": "2", "wann": "12.12. 11:00"}))
        assert "Sa., 12. Dezember, 11:00 Uhr" in said
        await c.call(ORGA, Call("event.edit", {"event": "2"}))
        assert c.forms[ORGA].values["wann"] == "10.12.2026 18:00 (UTC)"
        kept = await c.fill(ORGA, serie="jeden 3. Donnerstag", wann="17.12.2026 18:30 (UTC)")
        assert "Serie: jeden 3. Donnerstag im Monat, 18:30 Uhr (UTC)." in kept.splitlines()
        await c.call(ORGA, Call("date.edit", {"event": "2", "occurrence": "2027-01-21T18:30"}))
        assert c.forms[ORGA].values["wann"] == "21.1.2027 18:30 (UTC)"
        assert "20:30 Uhr" in await c.fill(ORGA, wann="21.1.2027 19:30 (UTC)")
        await c.call(ORGA, Call("series.onward", {"event": "2", "occurrence": "2027-02-18T18:30"}))
        assert c.forms[ORGA].values["wann"] == "18.2.2027 18:30 (UTC)"
        kept = await c.fill(ORGA, wann="18.2.2027 17:00")
        assert "Serie: jeden 3. Donnerstag im Monat, 17:00 Uhr (UTC)." in kept.splitlines()


async def test_what_gets_a_new_uid_at_each_reading_comes_once_and_keeps_its_answers(tmp_path: Path) -> None:
    def said(reading: int) -> bytes:
        return calendar(*(entry(f"{reading}-{n}", f"Abend {n}", f"202701{n + 10}T190000") for n in range(7)))

    async with served(tmp_path, said(0)) as (c, server):
        await subscribe(c, server)
        answer = {"event": "7", "occurrence": "2027-01-16T19:00", "answer": "Dabei"}
        await c.call("ben@telegram", Call("event.answer", answer))
        for reading in range(1, 10):
            server.pages["/ruhr.ics"] = says(said(reading))
            await c.move(hours=1)
        assert await titles(c) == [f"Abend {n}" for n in range(7)]
        assert (cards(c), news(c), c.heard("ben@telegram")) == ([], [], [])
        assert not shown(c.heard(ORGA), "fehlen")
        server.pages["/ruhr.ics"] = says(calendar(entry("10-6", "Abend 6", "20270116T190000", "LOCATION:Essen")))
        await c.move(hours=1)
        assert shown(c.heard("ben@telegram"), "Ort: jetzt Essen statt offen.")


async def test_many_changes_at_once_are_one_message_in_a_place_and_whom_one_concerns_reads_it(tmp_path: Path) -> None:
    def said(hour: int, *more: str) -> bytes:
        return calendar(*(entry(f"{n}", f"Abend {n}", f"202701{n + 10}T{hour}0000", *more) for n in range(6)), BARCAMP)

    async with served(tmp_path, said(19)) as (c, server):
        await subscribe(c, server)
        await c.call(
            "ben@telegram", Call("event.answer", {"event": "3", "occurrence": "2027-01-12T19:00", "answer": "Dabei"})
        )
        server.pages["/ruhr.ics"] = says(said(20))
        await c.move(hours=1)
        told = "Bei vielen Terminen gibt es Neues: 6 geändert.\nWas jetzt gilt, zeigt /termine."
        assert [news(c, platform) for platform in ("telegram", "discord")] == [[told], [told]]
        assert "Di., 12. Januar, 20:00 Uhr statt" in c.heard("ben@telegram")[-1]
        assert "Abend 0: So., 10. Januar, 20:00 Uhr" in await c.call("anna@telegram", Call("event.page"))
        server.pages["/ruhr.ics"] = says(said(20, "STATUS:CANCELLED"))
        await c.move(hours=1)
        assert news(c)[1:] == ["Bei vielen Terminen gibt es Neues: 6 abgesagt.\nWas jetzt gilt, zeigt /termine."]
        assert "Abend 2" in c.heard("ben@telegram")[-1]
        server.pages["/ruhr.ics"] = says(said(20, "STATUS:CONFIRMED"))
        await c.move(hours=1)
        assert news(c)[2:] == [told]
        server.pages["/ruhr.ics"] = says(
            calendar(
                *(entry(f"{n}", f"Abend {n}", f"202701{n + 10}T{21 if n < 5 else 20}0000") for n in range(6)), BARCAMP
            )
        )
        await c.move(hours=1)
        assert len(shown(news(c)[3:], "ist verlegt")) == 5


async def test_two_alike_that_get_new_uids_at_each_reading_stay_two(tmp_path: Path) -> None:
    def said(reading: int, *places: str) -> bytes:
        return calendar(*(entry(f"{reading}-{one}", "Yoga", "20270110T190000", f"LOCATION:{one}") for one in places))

    async with served(tmp_path, said(0, "Essen", "Bochum")) as (c, server):
        await subscribe(c, server)
        for reading, places in enumerate((("Essen", "Bochum"), ("Bochum", "Essen"), ("Essen", "Bochum")), 1):
            server.pages["/ruhr.ics"] = says(said(reading, *places))
            await c.move(hours=1)
        assert await titles(c) == ["Yoga", "Yoga"]
        assert (cards(c), news(c)) == ([], [])


async def test_a_series_that_is_told_from_its_next_date_on_says_only_what_is_new_in_it(tmp_path: Path) -> None:
    def evening(day: int) -> str:
        return entry(
            "s", "Stammtisch", f"202612{day:02}T190000", f"RECURRENCE-ID;TZID=Europe/Berlin:202612{day:02}T190000"
        )

    def said(*days: int) -> bytes:
        weekly = entry("w", "Werkstatt", f"202612{days[0]:02}T190000", "RRULE:FREQ=WEEKLY;BYDAY=TU")
        return calendar(weekly, *map(evening, days))

    async with served(tmp_path, said(1, 8, 15, 22)) as (c, server):
        await subscribe(c, server)
        for event in ("1", "2"):
            answer = {"event": event, "occurrence": "2026-12-15T19:00", "answer": "Dabei"}
            await c.call("ben@telegram", Call("event.answer", answer))
        await c.move(hours=14)
        server.pages["/ruhr.ics"] = says(said(8, 15, 22))
        await c.move(hours=1)
        assert (news(c), c.heard("ben@telegram")) == ([], [])
        server.pages["/ruhr.ics"] = says(said(8, 15, 22, 29))
        await c.move(hours=1)
        assert news(c) == ["Stammtisch hat einen Zusatztermin: Di., 29. Dezember, 19:00 Uhr."]
        server.pages["/ruhr.ics"] = says(said(9, 16, 23, 30))
        await c.move(hours=1)
        assert len(shown(c.heard("ben@telegram"), "Stammtisch ist verlegt")) == 1


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("RDATE;TZID=Europe/Berlin:20261218T190000", "Werkstatt hat einen Zusatztermin: Fr., 18. Dezember, 19:00 Uhr."),
        ("EXDATE;TZID=Europe/Berlin:20261222T190000", "Werkstatt (Di., 22. Dezember, 19:00 Uhr) fällt aus."),
    ],
)
async def test_one_date_that_an_endless_series_gets_or_loses_as_it_begins_later_is_told_alone(
    tmp_path: Path, more: str, told: str
) -> None:
    def said(day: int, *lines: str) -> bytes:
        return calendar(entry("w", "Werkstatt", f"202612{day:02}T190000", "RRULE:FREQ=WEEKLY;BYDAY=TU", *lines))

    async with served(tmp_path, said(1)) as (c, server):
        await subscribe(c, server)
        await c.move(hours=14)
        server.pages["/ruhr.ics"] = says(said(8, more))
        await c.move(hours=1)
        (new,) = news(c)
        assert new.splitlines()[0] == told


async def test_what_stays_missing_is_cancelled_and_a_broken_calendar_cancels_nothing(tmp_path: Path) -> None:
    others = [entry(f"o{n}", f"Abend {n}", f"202701{n + 10}T190000") for n in range(6)]
    async with served(tmp_path, calendar(BARCAMP, *others)) as (c, server):
        await subscribe(c, server)
        server.pages["/ruhr.ics"] = says(calendar(*others))
        await c.move(hours=2)
        assert news(c) == []
        await c.move(hours=6)
        assert shown(news(c), "BarCamp Ruhr") == ["BarCamp Ruhr (Sa., 20. März, 9:00 Uhr) ist abgesagt."]
        for broken in (BROKEN, b"<html>", calendar(), b""):
            server.pages["/ruhr.ics"] = says(broken)
            await c.move(hours=13)
            assert len(await titles(c)) == 6, broken
        assert shown(c.heard(ORGA), "fehlen auf einmal die meisten")
        assert len(shown(c.heard(ORGA), "kann ich nicht lesen")) >= 1
        server.pages["/ruhr.ics"] = says(calendar(*others))
        await c.move(hours=13)
        assert shown(c.heard(ORGA), "wieder lesen")


@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        (says(b"", 404), "keinen Kalender"),
        (says(b"", 403), "öffentlich freigegeben"),
        (moved("https://10.0.0.1/x.ics"), "privaten Netz"),
        (endless(b"x" * 1000), "1 MiB"),
        (says(b"<html>"), "Dort steht kein Kalender"),
        (says(calendar(entry("x", "Sekunden", "20261209T190000", "RRULE:FREQ=SECONDLY"))), "so eine Serie"),
    ],
    ids=("gone", "forbidden", "private", "endless", "no calendar", "explosive"),
)
async def test_what_cannot_be_read_is_told_and_changes_nothing(tmp_path: Path, behaviour, said: str) -> None:  # type: ignore[no-untyped-def]
    async with served(tmp_path, calendar()) as (c, server):
        server.pages["/ruhr.ics"] = behaviour
        assert said in await subscribe(c, server)
        assert await titles(c) == []
        assert cards(c) == []


async def test_an_unchanged_calendar_is_asked_for_and_not_read_again(tmp_path: Path) -> None:
    async with served(tmp_path, calendar()) as (c, server):
        server.pages["/ruhr.ics"] = versioned(calendar(TWITTWOCH), '"1"')
        await subscribe(c, server)
        await c.move(hours=3)
        asked = [one.get("if-none-match") for one in server.asked]
        assert asked == [None, '"1"', '"1"', '"1"']


async def test_a_change_by_hand_stays_until_the_calendar_changes_that_event(tmp_path: Path) -> None:
    async with served(tmp_path, calendar(BARCAMP, TWITTWOCH)) as (c, server):
        await subscribe(c, server)
        edit = {"event": "2", "titel": "BarCamp Ruhr 12", "wann": "20.3.2027 09:00"}
        assert "Geändert" in await c.call(ORGA, Call("event.edit", edit))
        server.pages["/ruhr.ics"] = says(calendar(BARCAMP, TWITTWOCH, entry("v", "Vortrag", "20261218T180000")))
        await c.move(hours=1)
        assert "BarCamp Ruhr 12" in await titles(c)


async def test_a_restart_in_the_middle_reads_again_and_takes_nothing_twice(tmp_path: Path) -> None:
    async with served(tmp_path, calendar(TWITTWOCH, BARCAMP)) as (c, server):
        await subscribe(c, server)
        kept = c
    async with FeedServer({"/ruhr.ics": says(calendar(TWITTWOCH, BARCAMP))}) as again, running(kept):
        async with kept.bot.storage.begin() as store:
            (feed,) = await store.feeds.all()
            await store.feeds.claim(kept.clock.at.replace(year=2027), kept.clock.at)
        assert feed.url != again.url("/ruhr.ics")
        await kept.move(hours=2)
        assert sorted(await titles(kept)) == ["BarCamp Ruhr", "Twittwoch"]


async def test_only_organisers_subscribe_look_and_end(tmp_path: Path) -> None:
    async with served(tmp_path, calendar(TWITTWOCH)) as (c, server):
        await subscribe(c, server)
        for call in (
            Call("feed.abonnieren", {"adresse": server.url("/andere.ics"), "name": "", "ort": ""}),
            Call("feed.liste"),
            Call("feed.lesen", {"feed": "1"}),
            Call("feed.abbestellen", {"feed": "1"}),
            Call("feed.ende", {"feed": "1", "termine": "absagen"}),
        ):
            said = await c.call("zoe@telegram", call)
            assert "nur die Organisation" in said
            assert "Ruhr" not in said
        for persona in ("zoe@telegram", "zoe@discord"):
            assert "nur die Organisation" in await c.say(persona, "/kalender was=abonnieren"), "before any question"
            assert persona not in c.forms
        assert await titles(c) == ["Twittwoch"]
        assert "zuletzt gelesen" in await c.call(ORGA, Call("feed.liste"))
        assert f"Abonnierte Kalender:\n• {server.url('/ruhr.ics')}" in await c.say(ORGA, "/meinedaten")
        assert server.url("/ruhr.ics").encode() in c.last(ORGA).files[0].content
        assert "lese ich schon" in await c.call(
            ORGA, Call("feed.abonnieren", {"adresse": server.url("/ruhr.ics"), "name": "", "ort": ""})
        )


@pytest.mark.parametrize(("choice", "left"), [("Termine behalten", 1), ("Termine absagen", 0)])
async def test_a_subscription_ends_with_or_without_its_events(tmp_path: Path, choice: str, left: int) -> None:
    async with served(tmp_path, calendar(TWITTWOCH)) as (c, server):
        await subscribe(c, server)
        await c.call(ORGA, Call("feed.abbestellen", {"feed": "1"}))
        assert "lese ich nicht mehr" in await c.press(ORGA, choice)
        async with c.bot.storage.begin() as store:
            assert await store.feeds.all() == []
            assert len(await store.events.active()) == left
        assert len(news(c)) == 1 - left
        asked = len(server.asked)
        await c.move(hours=5)
        assert len(server.asked) == asked


async def test_where_nothing_is_read_from_elsewhere_it_is_said(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        call = Call("feed.abonnieren", {"adresse": "https://example.org/a.ics", "name": "", "ort": ""})
        assert "keine fremden Kalender" in await c.call(ORGA, call)
