# ruff: noqa: DTZ001 - a wall time is naive, that is its point
"""What comes next of what recurs: the same as an expansion by hand, missed ones once, across every clock change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar.chain import due_before, next_before, next_time, times, times_before
from bot.calendar.often import Often, Once, read_time
from bot.domain.events import Deviation, Event, EventState, Pause
from bot.errors import InvalidInput

BERLIN = ZoneInfo("Europe/Berlin")
WEEK = timedelta(days=7)
MOMENT = timedelta(microseconds=1)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def first_instant(day: date, clock: time) -> datetime:
    """Return when the clocks in Berlin first show this, or would have shown it in the hour that is left out."""
    wall = datetime.combine(day, clock)
    for ahead in (2, 1):  # hours before UTC, the earlier instant first
        at = wall.replace(tzinfo=UTC) - timedelta(hours=ahead)
        if at.astimezone(BERLIN).replace(tzinfo=None) == wall:
            return at
    return first_instant(day, time(clock.hour - 1, clock.minute)) + timedelta(hours=1)


def by_hand(starts: datetime, days: frozenset[int], end: date) -> list[datetime]:
    """Return the instants of a weekly rule, day by day, without any library for recurrences."""
    length = (end - starts.date()).days
    every = (starts.date() + n * timedelta(days=1) for n in range(length))
    return [first_instant(day, starts.time()) for day in every if day.weekday() in days]


clocks = st.builds(time, st.integers(0, 23), st.sampled_from((0, 30, 59)))


@given(
    begin=st.dates(date(2026, 10, 1), date(2027, 11, 15)),
    clock=clocks,
    days=st.frozensets(st.integers(0, 6), min_size=1),
    delays=st.lists(st.integers(0, 20 * 24 * 60), min_size=12, max_size=12),
)
def test_a_chain_says_what_an_expansion_by_hand_has_and_of_what_it_missed_the_newest(
    begin: date, clock: time, days: frozenset[int], delays: list[int]
) -> None:
    starts = datetime.combine(begin, clock)
    while starts.weekday() not in days:
        starts += timedelta(days=1)
    rule = "FREQ=WEEKLY;BYDAY=" + ",".join(WEEKDAYS[day] for day in sorted(days))
    expected = by_hand(starts, days, starts.date() + timedelta(days=420))
    assert list(islice(times(starts, rule, BERLIN, expected[0]), len(expected))) == expected
    said, now = expected[0], expected[0]
    for delay in delays:
        now = max(now, said) + timedelta(minutes=delay)
        wall = next_time(starts, rule, BERLIN, said, now, WEEK)
        assert wall is not None
        coming = first_instant(wall.date(), wall.time())
        missed = [at for at in expected if max(said + MOMENT, now - WEEK) <= at <= now]
        assert coming == (missed[-1] if missed else next(at for at in expected if at > max(said, now)))
        said = coming


@given(
    lead=st.integers(1, 14 * 24 * 60),
    skipped=st.frozensets(st.integers(0, 11)),
    moved=st.dictionaries(st.integers(0, 11), st.integers(-40, 40), max_size=4),
    paused=st.tuples(st.integers(0, 11), st.integers(0, 3)),
)
def test_one_before_every_date_says_each_date_that_takes_place_once(
    lead: int, skipped: frozenset[int], moved: dict[int, int], paused: tuple[int, int]
) -> None:
    before = timedelta(minutes=lead)
    walls = [datetime(2026, 12, 2, 19) + n * WEEK for n in range(12)]
    changed = {n: walls[n] + timedelta(hours=by) for n, by in moved.items()} | dict.fromkeys(skipped, None)
    pause = Pause(walls[paused[0]].date(), (walls[paused[0]] + paused[1] * WEEK).date())
    others = tuple(Deviation(walls[n].isoformat(timespec="minutes"), wall) for n, wall in changed.items())
    event = Event(
        1, 1, "x", walls[0], "Europe/Berlin", timedelta(hours=2), None, "", "", "", "FREQ=WEEKLY;BYDAY=WE;COUNT=12",
        EventState.ACTIVE, 1, datetime(2026, 11, 1, tzinfo=UTC), deviations=others, pauses=(pause,),
    )  # fmt: skip
    taking_place = [wall for n, wall in enumerate(walls) if n not in changed and not pause.covers(wall)]
    taking_place += [wall for wall in changed.values() if wall is not None]
    days = before // timedelta(days=1)

    def heard(wall: datetime) -> datetime:
        day = wall - days * timedelta(days=1)
        return first_instant(day.date(), day.time()) - (before - days * timedelta(days=1))

    start = datetime(2026, 11, 1, tzinfo=UTC)
    said, found = start, []
    while (date := next_before(event, before, said, said)) is not None:
        said = due_before(date, before)
        found.append(said)
    assert found == sorted({heard(wall) for wall in taking_place})
    assert found == sorted(set(times_before(event, before, start)))


@pytest.mark.parametrize(
    ("text", "starts", "rule"),
    [
        ("jeden 1. im Monat um 9", datetime(2027, 1, 1, 9), "FREQ=MONTHLY;BYMONTHDAY=1"),
        ("Immer am 15. jedes Monats, 8 Uhr", datetime(2026, 12, 15, 8), "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("jeden Ersten im Monat um 9:05 Uhr", datetime(2027, 1, 1, 9, 5), "FREQ=MONTHLY;BYMONTHDAY=1"),
        ("alle 14 Tage mittwochs um 9", datetime(2026, 12, 2, 9), "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"),
        ("jährlich um 9 ab 24.12.", datetime(2026, 12, 24, 9), "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24"),
        ("täglich 18 Uhr bis 31.1.", datetime(2026, 12, 1, 18), "FREQ=DAILY;UNTIL=20270131"),
        ("immer mittwochs um 20:15", datetime(2026, 12, 2, 20, 15), "FREQ=WEEKLY;BYDAY=WE"),
        ("the last day of the month at 9", datetime(2026, 12, 31, 9), "FREQ=MONTHLY;BYMONTHDAY=-1"),
    ],
)
def test_what_is_typed_is_read_once_or_often(text: str, starts: datetime, rule: str) -> None:
    now = datetime(2026, 12, 1, 10, tzinfo=BERLIN)
    assert read_time(text, now, BERLIN) == Often(starts, rule)
    assert read_time("morgen 9:00", now, BERLIN) == Once(datetime(2026, 12, 2, 8, tzinfo=UTC))
    with pytest.raises(InvalidInput):
        read_time(f"{text} und übermorgen 23:59", now, BERLIN)


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from("jeden 1. im Monat um 9 bis ab täglich Mo : uhr".split())).map(" ".join)
)
def test_anything_is_read_or_refused(text: str) -> None:
    now = datetime(2026, 12, 1, 10, tzinfo=BERLIN)
    try:
        found = read_time(text, now, BERLIN)
    except InvalidInput:
        return
    at = found.at if isinstance(found, Once) else first_instant(found.starts.date(), found.starts.time())
    assert at >= now
