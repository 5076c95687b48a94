"""Dates of an event: found by name and by time, and nothing that is typed or forged finds another one."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar.entry import typed
from bot.calendar.occurrence import Occurrence, following, named, present
from bot.calendar.wall import instant
from bot.commands.event_form import a_link, a_start, a_title
from bot.domain.events import Deviation, Event, EventState, Pause
from bot.errors import InvalidInput
from bot.outbox.event_changes import successors
from bot.talk.commands import Reading

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)


def event(starts: str = "2026-12-09T19:00", rule: str | None = None, hours: int = 2) -> Event:
    """Return an event in Berlin."""
    start, lasts = datetime.fromisoformat(starts), timedelta(hours=hours)
    return Event(1, 1, "Twittwoch", start, "Europe/Berlin", lasts, None, "", "", "", rule, EventState.ACTIVE, 1, NOW)


@given(st.text(max_size=40) | st.datetimes().map(lambda at: at.isoformat(timespec="minutes")))
def test_no_text_but_the_name_of_a_date_is_one(text: str) -> None:
    found = named(event(rule="FREQ=WEEKLY;BYDAY=WE"), text)
    assert found is None or (found.name == text and found.start.weekday() == 2)


@given(st.integers(0, 400))
def test_every_date_is_found_by_its_name(week: int) -> None:
    series = event(rule="FREQ=WEEKLY;BYDAY=WE")
    date = Occurrence(series, series.starts + week * timedelta(weeks=1))
    assert named(series, date.name) == date
    assert present(series, date.ends - timedelta(microseconds=1)) == date
    following_date = present(series, date.ends)
    assert following_date is not None
    assert following_date.start == date.start + timedelta(weeks=1)


def test_a_date_is_present_until_it_is_over() -> None:
    single = event(hours=48)
    assert present(single, NOW) == Occurrence(single, single.starts)
    assert present(single, datetime(2026, 12, 11, 17, 59, tzinfo=UTC)) is not None
    assert present(single, datetime(2026, 12, 11, 18, 0, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    ("before", "after", "moves"),
    [
        (event(), event("2026-12-10T19:30"), {"2026-12-09T19:00": "2026-12-10T19:30"}),
        (
            event(rule="FREQ=WEEKLY;BYDAY=WE"),
            event("2026-12-09T20:00", "FREQ=WEEKLY;BYDAY=WE"),
            {"2026-12-09T19:00": "2026-12-09T20:00", "2026-12-16T19:00": "2026-12-16T20:00"},
        ),
        (
            event(rule="FREQ=WEEKLY;BYDAY=WE"),
            event("2026-12-10T19:00", "FREQ=WEEKLY;BYDAY=TH"),
            {"2026-12-09T19:00": "2026-12-10T19:00", "2026-12-16T19:00": None},
        ),
        (
            event(rule="FREQ=WEEKLY;BYDAY=WE"),
            event("2026-12-16T19:00", "FREQ=WEEKLY;BYDAY=WE"),
            {"2026-12-09T19:00": None, "2026-12-16T19:00": "2026-12-16T19:00"},
        ),
        (event(rule="FREQ=WEEKLY;BYDAY=WE"), event("2026-12-20T19:00"), {"2026-12-09T19:00": "2026-12-20T19:00"}),
        (event(), event("2026-12-10T19:00", "FREQ=WEEKLY;BYDAY=TH"), {"2026-12-09T19:00": "2026-12-10T19:00"}),
    ],
)
def test_a_date_stays_on_its_day_and_the_next_one_moves_to_the_next(
    before: Event, after: Event, moves: dict[str, str | None]
) -> None:
    successor = successors(before, after, NOW)
    for old, new in moves.items():
        date = named(before, old)
        assert date is not None
        found = successor(date)
        assert (found.name if found else None) == new


@given(st.datetimes(datetime(2026, 12, 2), datetime(2031, 11, 30)))  # noqa: DTZ001 - wall times
def test_a_start_reads_as_it_is_typed_into_the_form(at: datetime) -> None:
    start = at.replace(second=0, microsecond=0)
    read = a_start(typed(start, timedelta(), all_day=False), Reading(NOW, BERLIN))
    assert read == start or read - start == timedelta(hours=1)  # an hour that the spring change leaves out


@given(st.text(max_size=60) | st.text(max_size=30).map("https://{}".format))
def test_what_is_typed_is_read_or_refused(text: str) -> None:
    reading = Reading(NOW, BERLIN)
    for read in (a_title, a_link, a_start):
        with suppress(InvalidInput):
            read(text, reading)


def test_at_most_so_many_dates_are_returned() -> None:
    assert len(following(event(rule="FREQ=DAILY"), NOW, timedelta(days=60), 12)) == 12


WEDNESDAYS = event(rule="FREQ=WEEKLY;BYDAY=WE")


def coming(series: Event, most: int = 4) -> list[str]:
    """Return when the next dates take place, and what those that were moved are called."""
    found = following(series, NOW, timedelta(days=400), most)
    return [
        f"{one.start:%d.%m. %H:%M}" + (f" ({one.name})" if one.name != f"{one.start:%Y-%m-%dT%H:%M}" else "")
        for one in found
    ]


def test_a_date_is_skipped_moved_or_added_and_the_others_stay() -> None:
    deviating = replace(
        WEDNESDAYS,
        deviations=(
            Deviation("2026-12-16T19:00", None),
            Deviation("2026-12-23T19:00", datetime(2026, 12, 10, 18), town="Bochum"),  # noqa: DTZ001 - wall time
            Deviation("2026-12-12T11:00", datetime(2026, 12, 12, 11), is_added=True),  # noqa: DTZ001 - wall time
        ),
    )
    assert coming(deviating) == ["09.12. 19:00", "10.12. 18:00 (2026-12-23T19:00)", "12.12. 11:00", "30.12. 19:00"]
    assert named(deviating, "2026-12-16T19:00") is None
    moved, kept = named(deviating, "2026-12-23T19:00"), named(deviating, "2026-12-30T19:00")
    assert moved is not None
    assert kept is not None
    assert (moved.town, moved.name, kept.town) == ("Bochum", "2026-12-23T19:00", None)
    assert named(deviating, "2026-12-10T18:00") is None
    assert coming(WEDNESDAYS) == ["09.12. 19:00", "16.12. 19:00", "23.12. 19:00", "30.12. 19:00"]


def test_a_pause_takes_its_dates_unless_one_was_moved() -> None:
    pause = Pause(date(2026, 12, 16), date(2027, 1, 6), "Weihnachten")
    moved = Deviation("2026-12-23T19:00", datetime(2026, 12, 27, 15))  # noqa: DTZ001 - wall time
    assert coming(replace(WEDNESDAYS, pauses=(pause,)), 2) == ["09.12. 19:00", "13.01. 19:00"]
    assert coming(replace(WEDNESDAYS, pauses=(pause,), deviations=(moved,)), 3) == [
        "09.12. 19:00",
        "27.12. 15:00 (2026-12-23T19:00)",
        "13.01. 19:00",
    ]
    assert named(replace(WEDNESDAYS, pauses=(pause,)), "2026-12-23T19:00") is None


def test_a_deviation_of_what_is_no_date_counts_for_nothing() -> None:
    stray = replace(WEDNESDAYS, deviations=(Deviation("2026-12-17T19:00", datetime(2026, 12, 17, 20)),))  # noqa: DTZ001
    assert named(stray, "2026-12-17T19:00") is None
    assert coming(stray) == coming(WEDNESDAYS)


def test_a_longer_date_is_present_until_it_is_over() -> None:
    longer = replace(
        WEDNESDAYS,
        deviations=(Deviation("2026-12-09T19:00", datetime(2026, 12, 9, 19), lasts=timedelta(hours=30)),),  # noqa: DTZ001
    )
    still = present(longer, datetime(2026, 12, 10, 23, tzinfo=UTC))
    assert still is not None
    assert still.name == "2026-12-09T19:00"


def test_what_lasts_all_day_ends_with_the_day_on_both_clock_changes() -> None:
    for day in ("2026-03-29", "2026-10-25", "2026-12-09"):
        whole = replace(event(f"{day}T00:00", hours=24), all_day=True)
        date = Occurrence(whole, whole.starts)
        assert date.ends == instant(whole.starts + timedelta(days=1), BERLIN)
        assert present(whole, date.ends - timedelta(seconds=1)) == date
        assert present(whole, date.ends) is None
