"""Calendar: a feed of 1,000 events and 200 series over two years, written and served, against the bare libraries."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from zoneinfo import ZoneInfo

import aiohttp
import icalendar
from aiohttp import web
from rich.table import Table

from adapters.web.server import serving
from benchmarks.table import duration, ratio, table
from benchmarks.timing import Rounds, awaited, in_turns
from bot.calendar.ical.writing import Entry, calendar
from bot.domain.calendars import EVERYTHING
from bot.domain.community import Community
from bot.domain.events import Deviation, Event, EventState, Pause
from bot.domain.towns import TOWNS
from bot.serving import Calendars
from storage.database import open_database
from storage.revisions import migrate

EVENTS: Final = 1000
SERIES: Final = 200
AT_ONCE: Final = 50  # who ask at the same time
ROUNDS: Final = 5
NOW: Final = datetime(2026, 12, 1, 9, tzinfo=UTC)
ZONE: Final = ZoneInfo("Europe/Berlin")
TEXT: Final = "Wir treffen uns, reden über das, was gerade ansteht, und gehen danach noch etwas trinken. " * 3


class Clock:
    """A clock that stands."""

    def now(self) -> datetime:
        """Return where it stands."""
        return NOW


def events() -> list[Event]:
    """Return events over two years: single ones, and series of which each has four other dates and a pause."""
    first = datetime.fromisoformat("2026-12-02T19:00")
    pattern = Event(
        0, 0, "Twittwoch", first, ZONE.key, timedelta(hours=2), "Essen", "Unperfekthaus", "https://example.org", TEXT,
        None, EventState.ACTIVE, 1, NOW,
    )  # fmt: skip
    single = [
        replace(pattern, title=f"Abend {n}", starts=first + timedelta(hours=17 * n), town=TOWNS[n % len(TOWNS)])
        for n in range(EVENTS)
    ]
    return [*single, *(_series(pattern, n) for n in range(SERIES))]


def _series(pattern: Event, n: int) -> Event:
    first = pattern.starts + timedelta(days=n % 7)
    dates = [first + timedelta(weeks=week) for week in (2, 5, 9, 14)]
    others = tuple(
        Deviation(one.isoformat(timespec="minutes"), None if n % 2 else one + timedelta(days=1)) for one in dates
    )
    pauses = (Pause(date(2027, 7, 1), date(2027, 8, 31)),)
    return replace(pattern, title=f"Serie {n}", starts=first, rule="FREQ=WEEKLY", deviations=others, pauses=pauses)


async def tables() -> AsyncIterator[Table]:
    """Yield the tables of the calendar."""
    made = events()
    yield _writing(made)
    yield await _serving(made)


def _writing(made: Sequence[Event]) -> Table:
    shown = table(
        f"Calendar: writing {EVENTS:,} events and {SERIES} series as iCalendar",
        ("", "p50", "library p50", "ratio"),
        "library: the same events with icalendar alone, without dates that deviate, pauses, and time zones",
    )
    for label, changed in (("all of them new", len(made)), ("one of them changed", 1)):
        revisions, now = count(1), [*made]

        def write(revisions: Iterator[int] = revisions, now: list[Event] = now, changed: int = changed) -> bytes:
            revision = next(revisions)
            now[:changed] = [replace(event, revision=revision) for event in now[:changed]]
            return calendar("Ruhr", map(Entry, now), ZONE.key)

        ours, plain = in_turns(write, lambda: _plainly(made), rounds=ROUNDS, times=1)
        shown.add_row(label, duration(ours.p50), duration(plain.p50), ratio(ours.against(plain)))
    return shown


def _plainly(made: Sequence[Event]) -> bytes:
    file = icalendar.Calendar()
    for n, event in enumerate(made):
        one = icalendar.Event()
        start = event.starts.replace(tzinfo=ZONE)
        said = {"uid": f"{n}@x", "summary": event.title, "description": event.text, "location": event.venue}
        for name, value in {**said, "dtstart": start, "dtend": start + event.lasts, "dtstamp": NOW}.items():
            one.add(name, value)
        if event.rule is not None:
            one.add("rrule", icalendar.vRecur.from_ical(event.rule))
        file.add_component(one)
    return bytes(file.to_ical())


async def _serving(made: Sequence[Event]) -> Table:
    shown = table(
        f"Calendar: serving that feed, {AT_ONCE} clients at once",
        ("", "p50", "p95", "made", "plain p50", "plain p95"),
        "plain: aiohttp answers the same bytes from memory. made: how often it was computed for all of them",
    )
    async with (
        _open(made) as (calendars, port, plain_port),
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE)) as client,
    ):
        await _ask(client, plain_port, "")
        for label, changes, knows in (
            ("after a change", True, False),
            ("nothing changed", False, False),
            ("nothing changed, and they have it: 304", False, True),
        ):
            ours, plain, before = Rounds(), Rounds(), calendars.made
            for _ in range(ROUNDS):
                if changes:
                    await _change(calendars)
                tag = (await calendars.at(EVERYTHING)).tag if knows else ""  # type: ignore[union-attr]  # it is there
                ours.add(await _all(client, port, tag))
                plain.add(await _all(client, plain_port, ""))
            each = [f"{(calendars.made - before) / ROUNDS:.0f} ×", duration(plain.p50), duration(plain.p95)]
            shown.add_row(label, duration(ours.p50), duration(ours.p95), *each)
    return shown


@asynccontextmanager
async def _open(made: Sequence[Event]) -> AsyncIterator[tuple[Calendars, int, int]]:
    """Open a database with the events, our server over it, and a plain one; yield both ports."""
    with TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}"
        await migrate(url)
        async with open_database(url) as storage:
            async with storage.begin() as store:
                for event in made:
                    await store.events.create(event)
            calendars = Calendars(storage, Community("Ruhr", ZONE, "de", "", ""), Clock())
            ready = await calendars.at(EVERYTHING)
            assert ready is not None  # noqa: S101 - everything always has a calendar

            async def plainly(_: web.BaseRequest) -> web.StreamResponse:
                return web.Response(body=ready.content, content_type="text/calendar")

            plain = await asyncio.get_running_loop().create_server(web.Server(plainly, access_log=None), "127.0.0.1", 0)
            async with serving("127.0.0.1", 0, calendars.at, list) as port, plain:
                yield calendars, port, plain.sockets[0].getsockname()[1]


async def _change(calendars: Calendars) -> None:
    async with calendars.storage.begin() as store:
        event = (await store.events.active())[0]
        await store.events.save(replace(event, revision=event.revision + 1))


async def _all(client: aiohttp.ClientSession, port: int, tag: str) -> list[float]:
    return await asyncio.gather(*(awaited(_ask(client, port, tag)) for _ in range(AT_ONCE)))


async def _ask(client: aiohttp.ClientSession, port: int, tag: str) -> int:
    headers = {"If-None-Match": f'"{tag}"'} if tag else {}
    async with client.get(f"http://127.0.0.1:{port}{EVERYTHING}", headers=headers) as response:
        await response.read()
        return response.status
