# ruff: noqa: DTZ001 - a wall time is naive, that is its point
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar.reading import LONGEST, read_span
from bot.domain import dates

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
TWITTWOCH = datetime(2026, 12, 9, 18, tzinfo=UTC)


def test_a_moment_reads_as_the_house_writes_it() -> None:
    assert dates.full(TWITTWOCH, BERLIN, NOW) == "Mi., 9. Dezember, 19:00 Uhr"
    assert dates.day(TWITTWOCH, BERLIN, NOW) == "Mi., 9. Dezember"
    assert dates.clock(TWITTWOCH, BERLIN) == "19:00 Uhr"
    assert dates.clock(datetime(2026, 12, 9, 9, 5), None) == "9:05 Uhr"


def test_english_is_written_too_and_any_other_language_is_german() -> None:
    assert dates.full(TWITTWOCH, BERLIN, NOW, "en-GB") == "Wed, 9 December, 19:00"
    assert dates.full(TWITTWOCH, BERLIN, NOW, "pt") == "Mi., 9. Dezember, 19:00 Uhr"


def test_the_year_is_named_where_it_is_another_one_or_asked_for() -> None:
    assert dates.full(TWITTWOCH, BERLIN, NOW.replace(year=2025)) == "Mi., 9. Dezember 2026, 19:00 Uhr"
    assert dates.full(TWITTWOCH, BERLIN, year=True) == "Mi., 9. Dezember 2026, 19:00 Uhr"
    assert dates.full(TWITTWOCH, BERLIN) == "Mi., 9. Dezember, 19:00 Uhr"
    assert dates.day(date(2027, 12, 8), now=date(2026, 1, 1), language="en") == "Wed, 8 December 2027"


def test_the_year_of_now_is_that_of_the_zone() -> None:
    new_year = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert dates.day(new_year, BERLIN, new_year) == "Fr., 1. Januar"


def test_an_aware_moment_is_not_shown_without_a_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        dates.clock(TWITTWOCH, None)


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (datetime(2026, 12, 9, 21), "Mi., 9. Dezember, 19:00–21:00 Uhr"),
        (datetime(2026, 12, 10), "Mi., 9. Dezember, 19:00–24:00 Uhr"),
        (datetime(2026, 12, 10, 2), "Mi., 9. Dezember, 19:00 Uhr – Do., 10. Dezember, 2:00 Uhr"),
        (datetime(2026, 12, 11), "Mi., 9. Dezember, 19:00 Uhr – Do., 10. Dezember, 24:00 Uhr"),
        (datetime(2027, 1, 2, 3), "Mi., 9. Dezember 2026, 19:00 Uhr – Sa., 2. Januar 2027, 3:00 Uhr"),
        (datetime(2026, 12, 9, 19), "Mi., 9. Dezember, 19:00 Uhr"),
        (None, "Mi., 9. Dezember, 19:00 Uhr"),
    ],
)
def test_a_span_names_what_differs(end: datetime | None, said: str) -> None:
    assert dates.span(datetime(2026, 12, 9, 19), end, None, datetime(2026, 1, 1)) == said


def test_a_span_is_shown_in_the_zone_and_in_english() -> None:
    assert dates.span(TWITTWOCH, TWITTWOCH + timedelta(hours=2), BERLIN, NOW, "en") == "Wed, 9 December, 19:00–21:00"


@pytest.mark.parametrize(
    ("length", "german", "english"),
    [
        (timedelta(hours=2), "2 Stunden", "2 hours"),
        (timedelta(hours=1, minutes=30), "1 Stunde 30 Minuten", "1 hour 30 minutes"),
        (timedelta(days=1), "1 Tag", "1 day"),
        (timedelta(days=14, minutes=1), "14 Tage 1 Minute", "14 days 1 minute"),
        (timedelta(seconds=59), "0 Minuten", "0 minutes"),
    ],
)
def test_a_duration_names_what_is_there(length: timedelta, german: str, english: str) -> None:
    assert (dates.duration(length), dates.duration(length, "en")) == (german, english)


@given(st.integers(1, LONGEST // timedelta(minutes=1)), st.sampled_from(["de", "en"]))
def test_a_duration_is_read_as_it_is_written(minutes: int, language: str) -> None:
    length = timedelta(minutes=minutes)
    assert read_span(dates.duration(length, language)) == length
