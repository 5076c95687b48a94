# ruff: noqa: DTZ001 - a wall time is naive, that is its point
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.calendar.ladder import Step, steps
from bot.calendar.wall import instant, wall

BERLIN = ZoneInfo("Europe/Berlin")
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
STARTS = st.datetimes(datetime(2020, 1, 10), datetime(2040, 1, 1)).map(
    lambda start: start.replace(second=0, microsecond=0)
)
ZONES = st.sampled_from([ZoneInfo(key) for key in ("Europe/Berlin", "America/Sao_Paulo", "Pacific/Apia", "UTC")])


def on_the_wall(start: datetime, now: datetime = LONG_AGO) -> list[tuple[str, str]]:
    return [(step.name, f"{wall(step.due, BERLIN):%d.%m. %H:%M}") for step in steps(start, BERLIN, now)]


def test_an_evening_is_announced_a_week_and_a_day_before_and_in_the_morning() -> None:
    start = datetime(2026, 12, 9, 19)
    assert on_the_wall(start) == [("7d", "02.12. 19:00"), ("1d", "08.12. 19:00"), ("0d", "09.12. 09:00")]


@pytest.mark.parametrize(
    ("start", "last"),
    [
        (datetime(2026, 12, 9, 10, 0), "09.12. 09:00"),
        (datetime(2026, 12, 9, 9, 59), "08.12. 18:00"),
        (datetime(2026, 12, 9, 8, 30), "08.12. 18:00"),
        (datetime(2026, 12, 9, 0, 0), "08.12. 18:00"),
    ],
)
def test_a_step_less_than_an_hour_before_the_start_moves_to_the_evening_before(start: datetime, last: str) -> None:
    assert on_the_wall(start)[-1] == ("0d", last)


def test_steps_that_are_over_are_dropped_and_so_is_one_that_is_due_right_now() -> None:
    start = datetime(2026, 12, 9, 19)
    week_before = instant(datetime(2026, 12, 2, 19), BERLIN)
    assert [name for name, _ in on_the_wall(start, week_before - timedelta(seconds=1))] == ["7d", "1d", "0d"]
    assert [name for name, _ in on_the_wall(start, week_before)] == ["1d", "0d"]
    assert on_the_wall(start, instant(datetime(2026, 12, 9, 9, 30), BERLIN)) == []


def test_a_morning_that_is_made_the_night_before_has_no_step_left() -> None:
    assert on_the_wall(datetime(2026, 12, 9, 8, 30), instant(datetime(2026, 12, 8, 20), BERLIN)) == []


def test_each_step_expires_when_the_next_is_due_and_the_last_at_the_start() -> None:
    start = datetime(2026, 12, 9, 19)
    week, day, morning = steps(start, BERLIN, LONG_AGO)
    assert (week.expires, day.expires, morning.expires) == (day.due, morning.due, instant(start, BERLIN))


@pytest.mark.parametrize("start", [datetime(2027, 3, 30, 19), datetime(2027, 11, 2, 19)])
def test_days_before_are_wall_time_across_the_clock_change(start: datetime) -> None:
    week, day, morning = steps(start, BERLIN, LONG_AGO)
    assert [f"{wall(step.due, BERLIN):%H:%M}" for step in (week, day, morning)] == ["19:00", "19:00", "09:00"]
    assert instant(start, BERLIN) - week.due != timedelta(days=7)
    assert instant(start, BERLIN) - day.due == timedelta(days=1)


def test_a_start_in_the_hours_of_the_clock_change_has_its_steps() -> None:
    assert on_the_wall(datetime(2027, 3, 29, 2, 30)) == [
        ("7d", "22.03. 02:30"),
        ("1d", "28.03. 03:30"),
        ("0d", "28.03. 18:00"),
    ]
    assert (
        instant(datetime(2027, 10, 31, 2, 30), BERLIN) == steps(datetime(2027, 11, 1, 2, 30), BERLIN, LONG_AGO)[1].due
    )


@given(STARTS, ZONES, st.timedeltas(timedelta(days=-1), timedelta(days=9)))
@example(datetime(2011, 12, 31, 19), ZoneInfo("Pacific/Apia"), timedelta(days=9))
def test_steps_are_a_ladder_without_gaps_up_to_the_start(start: datetime, zone: ZoneInfo, lead: timedelta) -> None:
    begins = instant(start, zone)
    now = begins - lead
    ladder = steps(start, zone, now)
    assert all(now < step.due < step.expires <= begins for step in ladder)
    assert all(step.expires == following.due for step, following in pairwise(ladder))
    assert not ladder or ladder[-1].expires == begins
    assert set(ladder) <= set(steps(start, zone, LONG_AGO))


@given(STARTS)
def test_in_our_zone_every_occurrence_has_three_steps_at_least_an_hour_before(start: datetime) -> None:
    ladder = steps(start, BERLIN, LONG_AGO)
    assert [step.name for step in ladder] == ["7d", "1d", "0d"]
    assert all(instant(start, BERLIN) - step.due >= timedelta(hours=1) for step in ladder)
    assert wall(ladder[-1].due, BERLIN).time() in (time(9), time(18))


def test_a_step_is_a_value() -> None:
    step = steps(datetime(2026, 12, 9, 19), BERLIN, LONG_AGO)[0]
    assert step == Step("7d", step.due, step.expires)
