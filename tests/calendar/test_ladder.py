# ruff: noqa: DTZ001 - a wall time is naive, that is its point
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.calendar.ladder import Step, last_call, steps
from bot.calendar.wall import instant, wall
from bot.domain.hearing import MOST_DAYS, MOST_HOURS, Hearing, Quiet, Rung, rung

BERLIN = ZoneInfo("Europe/Berlin")
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
STARTS = st.datetimes(datetime(2020, 1, 10), datetime(2040, 1, 1)).map(
    lambda start: start.replace(second=0, microsecond=0)
)
ZONES = st.sampled_from([ZoneInfo(key) for key in ("Europe/Berlin", "America/Sao_Paulo", "Pacific/Apia", "UTC")])


USUAL = Hearing()
NEVER_QUIET = Hearing(quiet=None)


def on_the_wall(
    start: datetime, now: datetime | None = None, hearing: Hearing = USUAL, *, all_day: bool = False
) -> list[tuple[str, str]]:
    ladder = steps(start, BERLIN, now, hearing, all_day=all_day)
    return [(step.name, f"{wall(step.due, BERLIN):%d.%m. %H:%M}") for step in ladder]


def climbing(*names: str, hour: int = 9, quiet: tuple[int, int] | None = (21, 8)) -> Hearing:
    hours = Quiet(time(quiet[0]), time(quiet[1])) if quiet else None
    return Hearing(ladder=tuple(map(rung, names)), hour=time(hour), quiet=hours)


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
    twice = climbing("7d", "1d", quiet=None)
    assert on_the_wall(datetime(2027, 3, 29, 2, 30), hearing=twice) == [("7d", "22.03. 02:30"), ("1d", "28.03. 03:30")]
    doubled = steps(datetime(2027, 11, 1, 2, 30), BERLIN, LONG_AGO, twice)[1]
    assert doubled.due == instant(datetime(2027, 10, 31, 2, 30), BERLIN)
    assert on_the_wall(datetime(2027, 3, 28, 19), hearing=climbing("18h", quiet=None)) == [("18h", "28.03. 00:00")]
    assert on_the_wall(datetime(2027, 10, 31, 19), hearing=climbing("18h", quiet=None)) == [("18h", "31.10. 02:00")]


@pytest.mark.parametrize(
    ("start", "hearing", "expected"),
    [
        # What begins at nine is not announced twice on the day before.
        (datetime(2026, 12, 9, 9), Hearing(), ["02. 09:00", "08. 18:00"]),
        (datetime(2026, 12, 9, 9), climbing("1d"), ["08. 09:00"]),
        (datetime(2026, 12, 9, 9), climbing("2d", "0d"), ["07. 09:00", "08. 18:00"]),
        (datetime(2026, 12, 9, 9), NEVER_QUIET, ["02. 09:00", "08. 18:00"]),
        (datetime(2026, 12, 9, 10), Hearing(), ["02. 10:00", "08. 10:00", "09. 09:00"]),
        # At night nothing is said: at the end of the quiet hours, or before they begin.
        (datetime(2026, 12, 9, 7), Hearing(), ["02. 08:00", "08. 18:00"]),
        (datetime(2026, 12, 9, 22), Hearing(), ["03. 08:00", "08. 20:30", "09. 09:00"]),
        (datetime(2026, 12, 9, 22), climbing("1d"), ["09. 08:00"]),
        (datetime(2026, 12, 9, 22), NEVER_QUIET, ["02. 22:00", "08. 22:00", "09. 09:00"]),
        (datetime(2026, 12, 9, 23, 30), climbing("0d", "2h"), ["09. 09:00", "09. 20:30"]),
        (datetime(2026, 12, 9, 7), climbing("2h"), ["08. 20:30"]),
        (datetime(2026, 12, 9, 9), climbing("2h"), ["09. 08:00"]),
        (datetime(2026, 12, 9, 8, 59), climbing("2h"), ["08. 20:30"]),
        (datetime(2026, 12, 9, 10), climbing("2h", quiet=(13, 15)), ["09. 08:00"]),
        (datetime(2026, 12, 9, 16), climbing("2h", quiet=(13, 15)), ["09. 15:00"]),
        (datetime(2026, 12, 9, 15, 30), climbing("2h", quiet=(13, 15)), ["09. 12:30"]),
        (datetime(2026, 12, 9, 9, 30), climbing("0d", quiet=(17, 8)), ["09. 08:00"]),
        (datetime(2026, 12, 9, 8, 30), climbing("0d", quiet=(17, 8)), ["08. 16:30"]),
        # Rungs of one's own, in whatever order they are written.
        (
            datetime(2026, 12, 9, 19),
            climbing("0d", "2h", "14d", "3d", "2h"),
            ["25. 19:00", "06. 19:00", "09. 09:00", "09. 17:00"],
        ),
        (datetime(2026, 12, 9, 19), climbing("0d", hour=12), ["09. 12:00"]),
        (datetime(2026, 12, 9, 19), climbing("0d", hour=19), ["08. 18:00"]),
        (datetime(2026, 12, 9, 19), climbing(), []),
    ],
)
def test_where_each_step_stands(start: datetime, hearing: Hearing, expected: list[str]) -> None:
    assert [f"{at[:3]} {at[-5:]}" for _, at in on_the_wall(start, hearing=hearing)] == expected


def test_what_lasts_all_day_is_announced_at_the_places_hour_and_until_its_day_is_over() -> None:
    start = datetime(2026, 12, 5)
    assert on_the_wall(start, all_day=True) == [("7d", "28.11. 09:00"), ("1d", "04.12. 09:00"), ("0d", "05.12. 09:00")]
    assert on_the_wall(start, hearing=climbing("1d", "0d", "2h", hour=7), all_day=True) == [
        ("1d", "04.12. 08:00"),
        ("0d", "05.12. 08:00"),
    ]
    assert on_the_wall(start, hearing=climbing("0d", hour=22), all_day=True) == [("0d", "05.12. 20:30")]
    late = instant(datetime(2026, 12, 5, 8, 59), BERLIN)
    (last,) = steps(start, BERLIN, late, all_day=True)
    assert last.expires == last_call(start, BERLIN, all_day=True) == instant(datetime(2026, 12, 6), BERLIN)
    assert steps(start, BERLIN, late) == ()


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
def test_in_our_zone_an_occurrence_is_announced_on_three_days_or_two_and_an_hour_before_at_the_latest(
    start: datetime,
) -> None:
    ladder = steps(start, BERLIN, LONG_AGO)
    assert [step.name for step in ladder] == (["7d", "1d", "0d"] if start.time() >= time(10) else ["7d", "0d"])
    assert all(instant(start, BERLIN) - step.due >= timedelta(hours=1) for step in ladder)
    assert wall(ladder[-1].due, BERLIN).time() in (time(9), time(18))


HOURS = st.times().map(lambda at: at.replace(second=0, microsecond=0))
RUNGS = st.one_of(
    st.integers(0, MOST_DAYS).map(lambda days: Rung(days=days)),
    st.integers(1, MOST_HOURS).map(lambda hours: Rung(hours=hours)),
)
HEARINGS = st.builds(
    Hearing,
    ladder=st.lists(RUNGS, max_size=6).map(tuple),
    hour=HOURS,
    quiet=st.none() | st.builds(Quiet, HOURS, HOURS).filter(lambda quiet: quiet.leaves >= timedelta(hours=1)),
)


@given(STARTS, HEARINGS, st.booleans())
def test_whatever_a_place_wants_nothing_is_said_at_night_late_or_twice(
    start: datetime, hearing: Hearing, all_day: bool
) -> None:
    start = datetime.combine(start.date(), time()) if all_day else start
    ladder, end = steps(start, BERLIN, None, hearing, all_day=all_day), last_call(start, BERLIN, all_day=all_day)
    walls = [wall(step.due, BERLIN).replace(fold=0) for step in ladder]
    assert all(step.due < step.expires <= end for step in ladder)
    assert len({step.name for step in ladder}) == len({step.due for step in ladder}) == len(ladder)
    changes = {day for year in range(2020, 2041) for month in (3, 10) for day in [_last_sunday(year, month)]}
    for at in walls:
        if hearing.quiet is not None and at.date() not in changes:  # there is no 2:30 on one of them
            assert not hearing.quiet.covers(at)
    by_days = [at.date() for step, at in zip(ladder, walls, strict=True) if step.name.endswith("d")]
    assert len(by_days) == len(set(by_days))


def _last_sunday(year: int, month: int) -> date:
    return max(day for day in (date(year, month, number) for number in range(25, 32)) if day.weekday() == 6)


@pytest.mark.parametrize("name", ["7d", "0d", "28d", "1h", "23h"])
def test_a_rung_is_written_as_it_is_read(name: str) -> None:
    assert str(rung(name)) == name


@pytest.mark.parametrize("name", ["", "d", "7", "29d", "0h", "24h", "-1d", "1.5d", "7 d", "\u0667d", "7D", "100d"])
def test_what_is_no_rung_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no rung"):
        rung(name)


def test_a_step_is_a_value() -> None:
    step = steps(datetime(2026, 12, 9, 19), BERLIN, LONG_AGO)[0]
    assert step == Step("7d", step.due, step.expires)
