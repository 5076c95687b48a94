# ruff: noqa: DTZ001 - a wall time is naive, that is its point
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.calendar.wall import instant, wall

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = st.sampled_from([ZoneInfo(key) for key in ("Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia", "UTC")])
INSTANTS = st.datetimes(datetime(1980, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))
WALLS = st.datetimes(datetime(1980, 1, 1), datetime(2090, 1, 1))


def test_the_missing_hour_is_shifted_forward() -> None:
    assert instant(datetime(2027, 3, 28, 2, 30), BERLIN) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert instant(datetime(2027, 3, 28, 2, 30, fold=1), BERLIN) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert wall(datetime(2027, 3, 28, 1, 30, tzinfo=UTC), BERLIN) == datetime(2027, 3, 28, 3, 30)


def test_of_the_doubled_hour_the_first_is_meant() -> None:
    first, second = datetime(2027, 10, 31, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    assert instant(datetime(2027, 10, 31, 2, 30), BERLIN) == first
    assert wall(second, BERLIN) == datetime(2027, 10, 31, 2, 30)
    assert instant(wall(second, BERLIN), BERLIN) == second


def test_aware_and_naive_are_not_mixed_up() -> None:
    with pytest.raises(ValueError, match="naive"):
        instant(datetime(2027, 1, 1, tzinfo=UTC), BERLIN)
    with pytest.raises(ValueError, match="aware"):
        wall(datetime(2027, 1, 1), BERLIN)


@given(INSTANTS, ZONES)
@example(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), BERLIN)
def test_an_instant_survives_the_wall(moment: datetime, zone: ZoneInfo) -> None:
    assert instant(wall(moment, zone), zone) == moment


@given(WALLS, ZONES)
@example(datetime(2026, 3, 29, 2, 30), BERLIN)
def test_a_wall_time_is_kept_or_lies_in_a_gap_and_moves_forward(said: datetime, zone: ZoneInfo) -> None:
    shown = wall(instant(said, zone), zone)
    assert timedelta(0) <= shown - said <= timedelta(days=1)
    assert wall(instant(shown, zone), zone) == shown


@given(WALLS, WALLS)
def test_what_comes_later_on_the_wall_never_comes_earlier(one: datetime, other: datetime) -> None:
    if one.date() != other.date():
        assert (one < other) == (instant(one, BERLIN) < instant(other, BERLIN))
