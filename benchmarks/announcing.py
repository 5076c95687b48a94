"""Announcements: what entering, changing and announcing costs in a calendar of 1,000 events and 200 series.

Both communities are real files with the four places of the rest; the larger one has 100,000 announcements in the years
to come beside those of its own events.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

from rich.table import Table

from benchmarks.bare import bare
from benchmarks.herd import BERLIN, NOW, Herd, peopled, running, workshop
from benchmarks.table import duration, ratio, table
from benchmarks.timing import Rounds, awaited, timed
from bot.calendar.collisions import collisions
from bot.calendar.wall import wall
from bot.domain.events import Event, EventState
from bot.domain.towns import TOWNS
from bot.outbox import event_changes
from bot.outbox.events import plan_ahead, publish
from bot.outbox.recap import brought

SIZES: Final = ((100, 20, 0), (1000, 200, 100_000))  # single events, series, and announcements far ahead
ROUNDS: Final = 5
ZONE: Final = "Europe/Berlin"
_FAR: Final = """
    INSERT INTO deliveries
        (key, kind, lane, due, subject, place_id, platform, outcome, next_try_at, attempts, doubts, reason)
    WITH RECURSIVE row (at, due) AS (
        SELECT 1, strftime('%Y-%m-%d %H:%M:%S.000000', :now, '+400 days')
        UNION ALL
        SELECT at + 1, strftime('%Y-%m-%d %H:%M:%S.000000', due, '+1 minutes') FROM row WHERE at < :count
    )
    SELECT 'event:9' || at || ':far', kind, lane, row.due, subject, place_id, platform, outcome, row.due, 0, 0, ''
    FROM row JOIN (SELECT * FROM deliveries WHERE kind = 'event.announcement' LIMIT 1)
"""


async def tables() -> AsyncIterator[Table]:
    """Yield the table of announcements."""
    with workshop() as folder:
        small, large = [await _calendar(folder / f"{size[0]}.db", *size) for size in SIZES]
        yield await _measured(small, large)


async def _calendar(file: Path, singles: int, series: int, far: int) -> Path:
    """Return a database with so many events, planned as a start plans them."""
    await peopled(file, 10)
    async with running(file) as herd, herd.app.storage.begin() as store:
        for number in range(singles + series):
            rule = "FREQ=MONTHLY;BYDAY=2WE" if number < series else None
            await store.events.create(_event(number, rule=rule))
        await plan_ahead(store, NOW)
    if far:
        with bare(file) as connection:
            connection.execute(_FAR, {"now": NOW.strftime("%Y-%m-%d %H:%M:%S"), "count": far})
    return file


def _event(number: int, **more: Any) -> Event:
    day = 8 if more.get("rule") else number % 300  # the series begin on the second Wednesday
    start = wall(NOW, BERLIN).replace(hour=19) + timedelta(days=day)
    words = (f"Abend {number}", start, ZONE, timedelta(hours=2), TOWNS[number % len(TOWNS)], "", "", "", None)
    return replace(Event(0, 1, *words, EventState.ACTIVE, 1, NOW), **more)


async def _measured(small: Path, large: Path) -> Table:
    (few, _, _), (many, series, far) = SIZES
    made = table(
        f"Announcements: {many:,} events, {series} series, {far:,} announcements far ahead, against {few} events",
        ("", f"{few} events", f"{many:,} events", "ratio"),
        "what is due alone counts for what goes out; the hint and the recap look at all events, the start plans them",
    )
    rounds: dict[str, tuple[Rounds, Rounds]] = {}
    async with running(small) as one, running(large) as other:
        for number in range(ROUNDS):
            for at, herd in enumerate((one, other)):
                for name, spent in (await _spent(herd, number)).items():
                    rounds.setdefault(name, (Rounds(), Rounds()))[at].add([spent])
    for name, (few_rounds, many_rounds) in rounds.items():
        made.add_row(name, duration(few_rounds.p50), duration(many_rounds.p50), ratio(many_rounds.against(few_rounds)))
    return made


async def _spent(herd: Herd, number: int) -> dict[str, float]:
    """Return what each thing took, in seconds."""
    now = herd.clock.at
    async with herd.app.storage.begin() as store:
        places = await store.places.all()
        event = await store.events.create(_event(number, title=f"Neu {number}", rule="FREQ=MONTHLY;BYDAY=2WE"))
        entered = await awaited(publish(store, event, now))
        events = await store.events.active()
        hint = timed(partial(collisions, event, events, now))
        week = timed(partial(brought, events, places[0].hears, now, now + timedelta(days=7)))
        after = replace(event, starts=event.starts.replace(hour=20), revision=2)
        await store.events.save(after)
        changed = await awaited(event_changes.change(store, event, after, now, 1))
    due = sum(wire.accepted for wire in herd.wires.values())
    sent = await awaited(herd.app.courier.deliver_due())
    due = sum(wire.accepted for wire in herd.wires.values()) - due
    async with herd.app.storage.begin() as store:
        started = await awaited(plan_ahead(store, now))
    return {
        "a series is entered": entered,
        "the hint, of its next six dates": hint,
        "the week of a recap": week,
        "its time is changed": changed,
        "deliver_due, a row": sent / due,
        "a start plans everything": started,
    }
