# ruff: noqa: DTZ001 - a wall time is naive, that is its point
"""Collisions: who is told of which other evening, and that nothing else is one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar.collisions import LOOKED_AT, SHOWN, collisions
from bot.domain.events import Deviation, Event, EventState, Pause
from bot.domain.towns import ELSEWHERE, REMOTE

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
HOURS = timedelta(hours=2)


def event(number: int, start: datetime, town: str | None = "Essen", **more: Any) -> Event:
    words = (
        f"Abend {number}",
        start,
        "Europe/Berlin",
        more.pop("lasts", HOURS),
        town,
        "",
        "",
        "",
        more.pop("rule", None),
    )
    return replace(Event(number, 1, *words, EventState.ACTIVE, 1, NOW), **more)


def met(one: Event, *others: Event) -> list[tuple[str, str]]:
    """Return which dates meet which."""
    found = collisions(one, others, NOW)
    return [
        (f"{each.date.start:%d.%m.}", f"{each.other.event.title} {each.other.start:%d.%m. %H:%M}") for each in found
    ]


NINTH = datetime(2026, 12, 9, 19)


@pytest.mark.parametrize(
    ("mine", "theirs", "meet"),
    [
        ((9, 19, "Essen"), (9, 19, "Essen"), True),
        ((9, 16, "Essen"), (9, 22, "Essen"), True),  # an evening is one, whether they overlap or not
        ((9, 15, "Essen"), (9, 18, "Essen"), False),
        ((9, 15, "Essen"), (9, 16, "Essen"), True),  # they overlap
        ((9, 10, "Essen"), (9, 12, "Essen"), False),  # one begins when the other ends
        ((9, 19, "Essen"), (10, 19, "Essen"), False),
        ((9, 23, "Essen"), (10, 0, "Essen"), True),  # over midnight
        ((9, 19, "Essen"), (9, 19, "Bochum"), True),  # 16 km
        ((9, 19, "Essen"), (9, 19, "Dortmund"), False),
        ((9, 19, "Essen"), (9, 19, None), False),
        ((9, 19, None), (9, 19, None), False),
        ((9, 19, REMOTE), (9, 19, REMOTE), True),
        ((9, 19, REMOTE), (9, 19, "Essen"), False),
        ((9, 19, ELSEWHERE), (9, 19, ELSEWHERE), False),
    ],
)
def test_what_meets_what(mine: tuple[int, int, str | None], theirs: tuple[int, int, str | None], meet: bool) -> None:
    one, other = (
        event(number, datetime(2026, 12, day, hour), town) for number, (day, hour, town) in enumerate((mine, theirs), 1)
    )
    assert bool(met(one, other)) is bool(met(other, one)) is meet


def test_an_event_meets_neither_itself_nor_what_does_not_take_place_nor_what_is_over() -> None:
    one = event(1, NINTH)
    assert met(one, replace(one, town="Bochum")) == []
    for state in (EventState.CANCELLED, EventState.PROPOSED):
        assert met(one, event(2, NINTH, state=state)) == []
    assert met(one, event(2, NINTH)) == [("09.12.", "Abend 2 09.12. 19:00")]
    past = datetime(2026, 11, 9, 19)
    assert met(event(1, past), event(2, past)) == []


def test_three_are_told_the_next_first() -> None:
    others = [event(number, NINTH - timedelta(hours=number - 5)) for number in range(2, 8)]
    assert met(event(1, NINTH), *others) == [("09.12.", f"Abend {n} 09.12. {24 - n}:00") for n in (7, 6, 5)]
    assert SHOWN == 3


def test_of_a_series_the_next_six_dates_are_looked_at() -> None:
    weekly = event(1, NINTH, rule="FREQ=WEEKLY")
    evenings = [event(number + 2, NINTH + timedelta(weeks=number), "Bochum") for number in range(9)]
    for number, other in enumerate(evenings):
        assert bool(met(weekly, other)) is (number < LOOKED_AT), number
    assert met(weekly, event(2, datetime(2026, 12, 16, 18), rule="FREQ=MONTHLY;BYDAY=3WE")) == [
        ("16.12.", "Abend 2 16.12. 18:00")
    ]
    skipped = Deviation("2026-12-16T19:00", None)
    assert met(replace(weekly, deviations=(skipped,)), evenings[1]) == []
    moved = Deviation("2026-12-16T19:00", datetime(2026, 12, 17, 19), town="Wesel")
    there = event(3, datetime(2026, 12, 17, 19), "Wesel")
    assert (met(weekly, there), len(met(replace(weekly, deviations=(moved,)), there))) == ([], 1)
    off = replace(weekly, pauses=(Pause(date(2026, 12, 10), date(2027, 1, 1)),))
    assert met(off, evenings[1]) == []


def test_what_lasts_for_days_meets_every_evening_in_it() -> None:
    barcamp = event(2, datetime(2026, 12, 4), lasts=timedelta(days=3), all_day=True)
    for day, meet in ((3, False), (4, True), (6, True), (7, False)):
        one = event(1, datetime(2026, 12, day, 19))
        assert bool(met(one, barcamp)) is bool(met(barcamp, one)) is meet, day


STARTS = st.datetimes(datetime(2026, 11, 20), datetime(2027, 2, 1)).map(lambda at: at.replace(second=0, microsecond=0))
TOWNS = st.sampled_from(["Essen", "Bochum", "Dortmund", "Wesel", REMOTE, ELSEWHERE, None])
LENGTHS = st.sampled_from([timedelta(hours=1), HOURS, timedelta(hours=30)])
SINGLE = st.builds(lambda at, town, lasts: event(1, at, town, lasts=lasts), STARTS, TOWNS, LENGTHS)


@given(SINGLE, SINGLE)
def test_two_events_meet_each_other_or_neither_does(one: Event, other: Event) -> None:
    other = replace(other, id=2)
    both_to_come = all(each.starts + each.lasts > datetime(2026, 12, 1, 10) for each in (one, other))
    if both_to_come:
        assert bool(met(one, other)) is bool(met(other, one))
