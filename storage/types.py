"""Column types: instants that cannot lose their zone, spans of time, and keys that sort by code point."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import DateTime, Integer, String
from sqlalchemy.types import TypeDecorator, TypeEngine

if TYPE_CHECKING:
    from sqlalchemy import Dialect


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: naive values are refused with TypeError, what is read is aware and in UTC.

    SQLite has no zones and keeps the UTC digits as text of one width, so that they compare as the instants do.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware value into UTC; SQLite gets it without the zone that it would drop silently."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise TypeError(f"a naive datetime is no instant: {value!r}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Give the value back as aware UTC."""
        return None if value is None else _in_utc(value)


def instant(written: str) -> datetime:
    """Read an instant that the database put into JSON."""
    return _in_utc(datetime.fromisoformat(written))


def _in_utc(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Seconds(TypeDecorator[timedelta]):
    """A span of time in whole seconds."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - as above
        """Turn a span into seconds."""
        return None if value is None else round(value.total_seconds())

    def process_result_value(self, value: int | None, dialect: Dialect) -> timedelta | None:  # noqa: ARG002 - as above
        """Turn seconds into a span."""
        return None if value is None else timedelta(seconds=value)


def ordered_text() -> TypeEngine[str]:
    """Return a text type that sorts by code point on every database, so that a range finds a prefix."""
    return String().with_variant(String(collation="C"), "postgresql")
