"""A series with exceptions: what is changed about one date touches no other, and what is taken back leaves no trace."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar import deviating
from bot.calendar.occurrence import Occurrence, following, named
from bot.domain.events import Deviation, Event, EventState, Pause
from bot.errors import TooMany

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
TODAY = NOW.date()
FIRST = datetime(2026, 12, 2, 19)  # noqa: DTZ001 - wall time, a Wednesday
YEAR = timedelta(days=365)
WEDNESDAYS = Event(
    *(1, 1, "Twittwoch", FIRST, "Europe/Berlin", timedelta(hours=2), "Essen", "", "", "", "FREQ=WEEKLY;BYDAY=WE"),
    state=EventState.ACTIVE,
    revision=1,
    created_at=NOW,
)
WEEKS = st.integers(0, 50)


def starts(event: Event) -> list[datetime]:
    """Return the dates of a year."""
    return [one.start for one in following(event, NOW, YEAR, 1000)]


def week(number: int) -> Occurrence:
    """Return a date of the series."""
    return Occurrence(WEDNESDAYS, FIRST + number * timedelta(weeks=1))


@given(WEEKS, st.datetimes(datetime(2026, 12, 2), datetime(2027, 11, 25)))  # noqa: DTZ001 - wall times
def test_one_date_changes_alone_and_comes_back(number: int, moved_to: datetime) -> None:
    one, to = week(number), moved_to.replace(second=0, microsecond=0)
    moved = deviating.deviate(WEDNESDAYS, Deviation(one.name, to), TODAY)
    skipped = deviating.deviate(moved, Deviation(one.name, None), TODAY)
    regular = starts(WEDNESDAYS)
    assert starts(moved) == sorted([*(at for at in regular if at != one.start), to])
    assert starts(skipped) == [at for at in regular if at != one.start]
    assert deviating.regular(skipped, one.name) == deviating.deviate(moved, Deviation(one.name, one.start), TODAY)
    assert deviating.regular(moved, one.name) == WEDNESDAYS


@given(st.lists(st.tuples(WEEKS, st.integers(0, 60)), max_size=6))
def test_pauses_take_what_they_cover_and_touching_ones_are_one(spans: list[tuple[int, int]]) -> None:
    paused, covered = WEDNESDAYS, set[date]()
    for number, days in spans:
        first = week(number).start.date()
        last = first + timedelta(days=days)
        paused = deviating.pause(paused, Pause(first, last), TODAY)
        covered |= {first + timedelta(days=n) for n in range(days + 1)}
    assert starts(paused) == [at for at in starts(WEDNESDAYS) if at.date() not in covered]
    gaps = [(a.last, b.first) for a, b in zip(paused.pauses, paused.pauses[1:], strict=False)]
    assert all(a + timedelta(days=1) < b for a, b in gaps)
    for one in paused.pauses:
        paused = deviating.resume(paused, one)
    assert paused == WEDNESDAYS


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_a_pause_that_touches_another_is_taken_back_alone(first: int, days: int, then: int, more: int) -> None:
    begins = TODAY + timedelta(days=first)
    earlier = Pause(begins, begins + timedelta(days=days))
    paused = deviating.pause(WEDNESDAYS, earlier, TODAY)
    begins += timedelta(days=min(then, days + 1))
    later = deviating.only_new(paused, Pause(begins, begins + timedelta(days=more)))
    if later is None:
        assert begins + timedelta(days=more) <= earlier.last
        return
    longer = deviating.pause(paused, later, TODAY)
    assert longer.pauses == (Pause(earlier.first, later.last),)
    assert deviating.resume(longer, later) == paused
    assert deviating.left_of(paused, later) == earlier


@given(WEEKS)
def test_a_series_ends_with_a_date_and_another_begins_there(number: int) -> None:
    at = week(number)
    ended = deviating.ending(WEDNESDAYS, at)
    assert starts(ended) == [one for one in starts(WEDNESDAYS) if one <= at.start]
    counted = replace(WEDNESDAYS, rule="FREQ=WEEKLY;COUNT=51;BYDAY=WE")
    rest = deviating.beginning(
        replace(counted, starts=at.start, rule=deviating.rest(counted, replace(at, event=counted))),
        replace(at, event=counted),
        NOW,
    )
    assert starts(rest) == [one for one in starts(counted) if one >= at.start]
    assert (rest.id, rest.uid, rest.revision) == (0, "", 1)


def test_what_deviates_is_carried_to_another_time_and_dropped_with_its_day() -> None:
    skipped = deviating.deviate(WEDNESDAYS, Deviation(week(2).name, None), TODAY)
    later = deviating.carried(skipped, replace(skipped, starts=FIRST.replace(hour=20)))
    assert named(later, "2026-12-16T20:00") is None
    assert named(later, "2026-12-09T20:00") is not None
    thursdays = replace(skipped, starts=FIRST + timedelta(days=1), rule="FREQ=WEEKLY;BYDAY=TH")
    assert deviating.carried(skipped, thursdays).deviations == ()


def test_exceptions_have_a_limit_and_old_ones_go() -> None:
    full = WEDNESDAYS
    daily = [FIRST + timedelta(days=7 * n) for n in range(deviating.MOST)]
    for start in daily:
        full = deviating.deviate(full, Deviation(start.isoformat(timespec="minutes"), None), TODAY)
    with pytest.raises(TooMany):
        deviating.deviate(full, Deviation("2031-01-01T19:00", None), TODAY)
    later = deviating.deviate(full, Deviation("2031-01-01T19:00", None), TODAY + timedelta(days=700))
    assert later.deviation("2026-12-02T19:00") is None
    assert later.deviation("2031-01-01T19:00") is not None
