"""Events at random for hypothesis: series of every kind of rule, with dates that deviate and pauses."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from bot.calendar.occurrence import Occurrence, dates
from bot.calendar.rule import DAYS
from bot.calendar.series import coming_dates
from bot.calendar.wall import instant
from bot.domain.events import Deviation, Event, EventState, Pause

BEGUN = datetime.combine(date(2026, 1, 1), time())
SEEN_FROM, SEEN_TO = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
ZONES = ("Europe/Berlin", "America/New_York", "UTC", "Asia/Tokyo", "Australia/Lord_Howe", "America/Santiago")


def starts() -> st.SearchStrategy[datetime]:
    """Wall times of a year; many lie in the night, where the clocks change."""
    clock = st.one_of(st.sampled_from([19 * 60, 120, 150, 179]), st.integers(0, 24 * 60 - 1))
    return st.builds(lambda day, minute: BEGUN + timedelta(days=day, minutes=minute), st.integers(0, 364), clock)


@st.composite
def rules(draw: st.DrawFn, first: datetime) -> str:
    """An RRULE of which the first date is one."""
    day, ordinal = DAYS[first.weekday()], (first.day - 1) // 7 + 1
    interval = draw(st.sampled_from(["", ";INTERVAL=2", ";INTERVAL=3"]))
    others = draw(st.sets(st.sampled_from(DAYS), max_size=3))
    head = draw(
        st.sampled_from(
            [
                f"FREQ=DAILY{interval}",
                f"FREQ=WEEKLY{interval}",
                f"FREQ=WEEKLY;BYDAY={','.join({day, *others})}",
                f"FREQ=MONTHLY{interval}",
                f"FREQ=MONTHLY{interval};BYDAY={ordinal}{day}",
                f"FREQ=MONTHLY{interval};BYMONTHDAY={first.day}",
                f"FREQ=YEARLY;BYMONTH={first.month};BYMONTHDAY={first.day}",
                f"FREQ=YEARLY;BYMONTH={first.month};BYDAY={ordinal}{day}",
                "FREQ=YEARLY",
            ]
        )
    )
    last = first + timedelta(days=draw(st.integers(1, 600)))
    tails = ["", f";COUNT={draw(st.integers(1, 60))}", f";UNTIL={last:%Y%m%d}", f";UNTIL={last:%Y%m%dT220000Z}"]
    return head + draw(st.sampled_from(tails))


@st.composite
def deviations(draw: st.DrawFn, series: Event) -> tuple[Deviation, ...]:
    """Some dates of a series that are left out, moved, or elsewhere, and some that are added."""
    coming = islice(coming_dates(series.starts, series.rule, ZoneInfo(series.zone), SEEN_FROM), 40)
    named = [start.isoformat(timespec="minutes") for start in coming]
    chosen = draw(st.lists(st.sampled_from(named), unique=True, max_size=6)) if named else []
    found = [draw(_deviation(name, series)) for name in chosen]
    added = draw(st.lists(starts(), unique=True, max_size=2))
    for start in added:
        wall = datetime.combine(start.date(), series.starts.time()) if series.all_day else start
        name = wall.isoformat(timespec="minutes")
        if all(one.occurrence != name for one in found):
            found.append(Deviation(name, wall, is_added=True))
    return tuple(found)


@st.composite
def _deviation(draw: st.DrawFn, name: str, series: Event) -> Deviation:
    of = datetime.fromisoformat(name)
    days = timedelta(days=draw(st.integers(-20, 20)))
    minutes = timedelta() if series.all_day else timedelta(minutes=draw(st.integers(-60, 60)))
    return draw(
        st.sampled_from(
            [
                Deviation(name, None),
                Deviation(name, of + days + minutes, lasts=timedelta(days=1) if series.all_day else timedelta(hours=5)),
                Deviation(name, of, venue="Nebenan", town="Bochum"),
            ]
        )
    )


@st.composite
def events(draw: st.DrawFn, zones: tuple[str, ...] = ZONES) -> Event:
    """An event or a series of them."""
    first, all_day = draw(starts()), draw(st.booleans())
    first = datetime.combine(first.date(), time()) if all_day else first
    lasts = timedelta(days=draw(st.integers(1, 3))) if all_day else timedelta(minutes=draw(st.integers(1, 600)))
    plain = Event(
        7, 1, "Twittwoch", first, draw(st.sampled_from(zones)), lasts, "Essen", "Unperfekthaus", "", "", None,
        EventState.ACTIVE, 1, datetime(2025, 12, 1, tzinfo=UTC), all_day=all_day, uid="twittwoch@ideenherd",
    )  # fmt: skip
    if not draw(st.integers(0, 5)):
        return plain
    series = replace(plain, rule=draw(rules(first)))
    begins = st.dates(date(2026, 1, 1), date(2027, 12, 1))
    pauses = draw(
        st.lists(st.builds(lambda day, n: Pause(day, day + timedelta(n)), begins, st.integers(0, 60)), max_size=2)
    )
    return replace(series, deviations=draw(deviations(series)), pauses=tuple(pauses))


def in_sight(event: Event) -> list[Occurrence]:
    """Return the dates of an event that begin within two years, as our own calendar has them."""
    return [*takewhile(lambda one: one.begins < SEEN_TO, dates(event, SEEN_FROM))]


def has_no_such_hour(event: Event) -> bool:
    """Say whether a date of an event lies in an hour that a clock change leaves out."""
    zone = ZoneInfo(event.zone)
    return any(instant(one.start, zone).astimezone(zone).replace(tzinfo=None) != one.start for one in in_sight(event))
