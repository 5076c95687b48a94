"""What waits in the outbox for an event after any changes: exactly the rungs of the dates that it has by then."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Final

import pytest

from bot.domain.events import Deviation, Event, Pause
from bot.outbox import event_changes as changes
from bot.outbox.events import publish
from tests.support.happenings import enter
from tests.support.talking import BERLIN, Talk, community

DAY: Final = timedelta(days=1)
FIRST: Final = datetime(2027, 3, 3, 19)  # noqa: DTZ001 - a wall time; the clocks change soon after
AHEAD, MOST = 60 * DAY, 30
RUNGS: Final = {"7d": 7 * DAY, "1d": DAY}
PLACES: Final = (2, 4)


@dataclass
class Series:
    """A series as somebody keeps it in a paper calendar: a first date, every so many days, and what is otherwise."""

    first: datetime = FIRST
    every: int = 7
    last: date | None = None
    moved: dict[datetime, datetime | None] = field(default_factory=dict)
    pauses: list[tuple[date, date]] = field(default_factory=list)
    town: str = "Essen"

    def dates(self, now: datetime) -> list[datetime]:
        """Return the dates that are looked ahead to, by going from one to the next."""
        plain = [self.first + n * self.every * DAY for n in range(400)]
        own = [one for one in plain if self.last is None or one.date() <= self.last]
        held = [one for one in own if one not in self.moved and not any(a <= one.date() <= b for a, b in self.pauses)]
        others = [to for of, to in self.moved.items() if to is not None and of in own]
        coming = sorted(one for one in (*held, *others) if one.replace(tzinfo=BERLIN) >= now)
        near = [one for one in coming if one.replace(tzinfo=BERLIN) < now + AHEAD][:MOST]
        return near if len(near) > 1 else coming[:2]

    def rows(self, now: datetime) -> set[tuple[str, datetime]]:
        """Return the keys that have to wait and when each is due."""
        found = set()
        for one in self.dates(now):
            morning = datetime.combine(one.date(), time(9))
            for rung, at in (*((rung, one - lead) for rung, lead in RUNGS.items()), ("0d", morning)):
                due = at.replace(tzinfo=BERLIN)
                key = f"event:1:{one.isoformat(timespec='minutes')}:announce:{rung}:place:"
                found |= {(f"{key}{place}", due) for place in PLACES if due > now}
        return found

    def event(self, plain: Event, revision: int) -> Event:
        """Return the event that this is."""
        until = f";UNTIL={self.last:%Y%m%d}" if self.last is not None else ""
        others = [Deviation(of.isoformat(timespec="minutes"), to) for of, to in self.moved.items()]
        return replace(
            plain,
            starts=self.first,
            rule=f"FREQ=DAILY;INTERVAL={self.every}{until}",
            deviations=tuple(others),
            pauses=tuple(Pause(*one) for one in self.pauses),
            town=self.town,
            revision=revision,
        )


def drawn(luck: Random) -> tuple[str, int, int]:
    """Return a change at random: what, and two numbers that it needs."""
    kinds = ("skip", "move", "back", "pause", "shift", "every", "end", "place")
    ranges = ((0, 8, 0, 0), (0, 8, -20, 20), (0, 8, 0, 0), (0, 40, 0, 50), (-2, 9, -6, 4), (1, 30, 0, 0), (0, 90, 0, 0))
    which = luck.randrange(len(kinds))
    low, high, least, most = (*ranges, (0, 1, 0, 0))[which]
    return kinds[which], luck.randint(low, high), luck.randint(least, most)


def changed(series: Series, what: tuple[str, int, int], now: datetime) -> None:
    """Write a change into the paper calendar."""
    kind, first, second = what
    today = now.astimezone(BERLIN).date()
    coming = series.dates(now)
    if kind in ("skip", "move") and first < len(coming):
        of = next((name for name, to in series.moved.items() if to == coming[first]), coming[first])
        hours = timedelta(days=second, hours=second % 3)
        series.moved[of] = None if kind == "skip" else coming[first].replace(hour=19) + hours - 2 * timedelta(hours=1)
    elif kind == "back" and series.moved:
        series.moved.pop([*series.moved][first % len(series.moved)])
    elif kind == "pause":
        series.pauses.append((today + first * DAY, today + (first + second) * DAY))
    elif kind == "shift":
        series.first, series.moved = series.first + timedelta(days=first, hours=second), {}
        series.first = series.first.replace(hour=min(max(series.first.hour, 11), 20))
    elif kind == "every":
        series.every, series.moved = first, {}
    elif kind == "end":
        series.last = today + first * DAY
    elif kind == "place":
        series.town = ("Essen", "Bochum")[first]


async def waiting(c: Talk) -> set[tuple[str, datetime]]:
    """Return the rungs that wait, and when each is due."""
    async with c.bot.storage.begin() as store:
        keys = [key for key in await store.outbox.waiting("event:1:2") if ":announce:" in key and ":now:" not in key]
        rows = [await store.outbox.by_key(key) for key in keys]
    return {(row.plan.key, row.plan.due) for row in rows if row is not None}


@pytest.mark.parametrize("seed", range(12))
async def test_what_waits_is_exactly_what_the_dates_of_a_changed_event_want(tmp_path: Path, seed: int) -> None:
    luck = Random(seed)
    async with community(tmp_path, "2027-02-20 12:34") as c:
        await enter(c, "anna@telegram", 1, FIRST.isoformat())
        series = Series()
        async with c.bot.storage.begin() as store:
            kept = await store.events.get(1)
            assert kept is not None
            event = series.event(kept, 2)
            await store.events.save(event)
            await publish(store, event, c.clock.at)
        assert await waiting(c) == series.rows(c.clock.at)
        told = []
        for revision in range(3, 11):
            await c.move(days=luck.randint(0, 9))
            told.append(drawn(luck))
            changed(series, told[-1], c.clock.at)
            before, event = event, series.event(event, revision)
            async with c.bot.storage.begin() as store:
                await store.events.save(event)
                await changes.follow(store, before, event, c.clock.at)
            assert await waiting(c) ^ series.rows(c.clock.at) == set(), told
