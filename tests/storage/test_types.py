"""Instants keep their zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Database
from storage.types import UtcDateTime
from tests.storage.making import ANNA, NOW

KIND = UtcDateTime()
DIALECTS = [sqlite.dialect(), postgresql.dialect()]  # type: ignore[no-untyped-call]  # SQLAlchemy's own


async def test_a_naive_instant_is_refused_and_nothing_is_written(storage: Database) -> None:
    with pytest.raises(Exception, match="naive") as refused:
        async with storage.begin() as store:
            await store.members.create(ANNA, "Anna", NOW.replace(tzinfo=None))
    assert isinstance(refused.value.__cause__, TypeError)


async def test_an_instant_comes_back_the_same_in_utc(storage: Database) -> None:
    then = datetime(2026, 10, 25, 2, 30, 0, 123456, tzinfo=ZoneInfo("Europe/Berlin"), fold=1)
    async with storage.begin() as store:
        made = await store.members.create(ANNA, "Anna", then)
    async with storage.begin() as store:
        read = await store.members.get(made.id)
    assert read is not None
    assert read.created_at == then.astimezone(UTC)  # in an overlap, Python calls the same instants different
    assert read.created_at is not None
    assert read.created_at.tzinfo is UTC


@pytest.mark.parametrize("dialect", DIALECTS)
@given(st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1)), st.integers(-14 * 60, 14 * 60))  # noqa: DTZ001
def test_every_instant_round_trips(dialect: object, wall: datetime, minutes: int) -> None:
    moment = wall.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    written = KIND.process_bind_param(moment, dialect)  # type: ignore[arg-type]  # any dialect will do
    assert KIND.process_result_value(written, dialect) == moment  # type: ignore[arg-type]  # as above
