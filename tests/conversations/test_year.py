"""A year in the life of the calendar: the sample file, two platforms, changes, both clock changes and ten restarts.

What is announced is compared with dates that another library expands from the file, and with times on the wall.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Final

import recurring_ical_events
from icalendar import Calendar
from sqlalchemy import text

from bot.calendar.ical.reading import parse
from bot.importing import take_over
from bot.talk.answers import Call
from storage.database import Database
from tests.support.happenings import news
from tests.support.talking import BERLIN, Talk, community, running

SAMPLE: Final = Path(__file__).parents[2] / "bot" / "demo" / "sample.ics"
BEGIN: Final = datetime(2026, 12, 1, 9, tzinfo=BERLIN)
END: Final = datetime(2027, 12, 1, 9, tzinfo=BERLIN)
RESTARTS: Final = 10
PLACES: Final = 2
ORGA: Final = "orga@discord"
DAY: Final = timedelta(days=1)
TWITTWOCH, WESTVISION = "Twittwoch Ruhr", "WestVision"
CANCELLED_AT: Final = datetime(2027, 5, 1, 12, tzinfo=BERLIN)

Announced = Counter[tuple[str, datetime, datetime]]  # title, start and moment of sending, both on the wall


def dates() -> list[tuple[str, datetime]]:
    """Return the dates of the year that another library finds in the file, with our own changes."""
    found = recurring_ical_events.of(Calendar.from_ical(SAMPLE.read_bytes())).between(BEGIN, END + 10 * DAY)
    plain = [(str(one["SUMMARY"]), one["DTSTART"].dt.astimezone(BERLIN).replace(tzinfo=None)) for one in found]
    changed = []
    for title, start in plain:
        if title == TWITTWOCH and start.month in (7, 8):
            continue
        moved = datetime(2027, 2, 11, 19, 30)  # noqa: DTZ001 - wall time
        changed.append((title, moved if title == TWITTWOCH and start.month == 2 else start))
    return changed


def rungs(start: datetime) -> list[datetime]:
    """Return when a date is announced, on the wall: a week and a day before, and that morning or the evening before."""
    week = start - 7 * DAY
    if start.time() < time(10):
        return [week, datetime.combine(start.date() - DAY, time(18))]
    return [week, start - DAY, datetime.combine(start.date(), time(9))]


def expected() -> Announced:
    """Return everything that is to be announced in the year, once for each place."""
    begin, end = (at.replace(tzinfo=None) for at in (BEGIN, END))
    cancelled = CANCELLED_AT.replace(tzinfo=None)
    told: Announced = Counter()
    for title, start in dates():
        for at in rungs(start):
            if begin < at <= end and not (title == WESTVISION and at > cancelled):
                told[title, start, at] += PLACES
    return told


async def rows(c: Talk, kind: str) -> list[tuple[str, datetime]]:
    """Return the keys of what was sent of a kind, and when, on the wall."""
    storage = c.bot.storage
    assert isinstance(storage, Database)
    async with storage.begin() as store:
        query = text("SELECT key, sent_at FROM deliveries WHERE kind = :kind AND outcome = 'sent' ORDER BY id")
        found = await store.events._work.all(query, {"kind": kind})  # type: ignore[attr-defined]  # noqa: SLF001
    return [
        (row.key, datetime.fromisoformat(f"{row.sent_at}+00:00").astimezone(BERLIN).replace(tzinfo=None))
        for row in found
    ]


async def announced(c: Talk) -> Announced:
    """Return what was announced."""
    async with c.bot.storage.begin() as store:
        titles = {event.id: event.title for event in await store.events.active()} | {
            event.id: event.title for number in range(1, 10) if (event := await store.events.get(number)) is not None
        }
    told: Announced = Counter()
    for key, sent in await rows(c, "event.announcement"):
        _, number, start = key.split(":announce:")[0].split(":", 2)
        told[titles[int(number)], datetime.fromisoformat(start), sent.replace(second=0, microsecond=0)] += 1
    return told


async def number_of(c: Talk, title: str) -> str:
    """Return the number of an event."""
    async with c.bot.storage.begin() as store:
        return str(next(event.id for event in await store.events.active() if event.title == title))


async def until(c: Talk, when: datetime) -> None:
    """Let time pass up to a moment."""
    await c.move(seconds=(when - c.clock.at).total_seconds())


async def prepare(c: Talk) -> None:
    """Take the calendar over; people answer and want to be reminded."""
    async with c.bot.storage.begin() as store:
        await take_over(store, parse(SAMPLE.read_bytes(), "Europe/Berlin"), c.clock.at)
    await c.say("anna@telegram", '/erinnere Rechnungen schreiben wann="jeden 1. im Monat um 9:30"')
    await c.say("carla@discord", f'/erinnere "{TWITTWOCH}" wann="immer 2 Stunden vorher"')
    number = await number_of(c, TWITTWOCH)
    for occurrence in ("2027-02-10T19:00", "2027-07-14T19:00", "2027-03-10T19:00"):
        here = {"event": number, "occurrence": occurrence, "answer": "Dabei"}
        assert "dabei" in await c.call("ben@telegram", Call("event.answer", here))


async def change(c: Talk, at: datetime) -> None:
    """Do what organisers do at the beginning of some part of the year."""
    here = {"event": await number_of(c, TWITTWOCH)}
    if at.month == 1:
        moved = {**here, "occurrence": "2027-02-10T19:00", "wann": "11.2.2027 19:30"}
        assert "Geändert" in await c.call(ORGA, Call("date.edit", moved))
    if at.month == 5:
        said = await c.call(ORGA, Call("event.cancel", {"event": await number_of(c, WESTVISION)}))
        assert "abgesagt" in said
    if at.month == 6:
        pause = {**here, "von": "1.7.2027", "bis": "31.8.2027", "grund": "Sommerpause"}
        assert "2 Termine entfallen" in await c.call(ORGA, Call("series.pause", pause))


def firsts() -> Iterable[datetime]:
    """Yield the first of each month at which the bot is stopped and started again, and then the end."""
    for month in range(1, RESTARTS + 1):
        yield datetime(2027, month, 1, 12, tzinfo=BERLIN)
    yield END


async def test_a_year_goes_by_and_everything_is_said_once_and_on_time(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await prepare(c)
        await until(c, datetime(2027, 1, 1, 12, tzinfo=BERLIN))
    for at, then in zip(firsts(), [*firsts()][1:], strict=False):
        async with running(c):
            await change(c, at)
            await until(c, then)
    async with running(c):
        told = await announced(c)
        assert told == expected()
        cards = [line for wire in c.wires.values() for line in wire.lines if line.history[0].card is not None]
        assert len(cards) == told.total()
        first_of_month = [sent for key, sent in await rows(c, "reminder") if key.startswith("reminder:1")]
        assert first_of_month == [
            datetime(2027 if month else 2026, month or 12, 1, 9, 30)  # noqa: DTZ001 - wall time
            for month in range(12)
        ]
        before_twittwoch = [sent for key, sent in await rows(c, "reminder") if not key.startswith("reminder:1")]
        end = END.replace(tzinfo=None)
        coming = [start for title, start in sorted(dates()) if title == TWITTWOCH and start < end]
        assert before_twittwoch == [start - timedelta(hours=2) for start in coming]
        for platform in ("telegram", "discord"):
            said = news(c, platform)
            assert [line.splitlines()[0] for line in said] == [
                "Twittwoch Ruhr ist verlegt: jetzt Do., 11. Februar, 19:30 Uhr statt Mi., 10. Februar, 19:00 Uhr.",
                "WestVision (Do., 20. Mai, 18:30 Uhr) ist abgesagt.",
                "Twittwoch Ruhr macht Pause: Do., 1. Juli bis Di., 31. August.",
            ]
        assert len(c.heard("ben@telegram")) == 2, "the moved date and the pause, each once"
