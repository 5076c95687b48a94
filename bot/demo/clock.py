"""The demo's clock stands until it is moved, and only ever moves forward."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("Europe/Berlin")
BEGIN: Final = datetime(2026, 12, 1, 9, 0)  # noqa: DTZ001 - wall time in ZONE


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time: days are days of the calendar, `exact` is elapsed time."""

    days: int = 0
    exact: timedelta = timedelta(0)


class DemoClock:
    """A clock for the whole house that shows what it was last set to."""

    def __init__(self, wall: datetime = BEGIN) -> None:
        self._now = instant(wall)

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        return self._now

    def wall(self) -> datetime:
        """Return the present in the demo's zone."""
        return self._now.astimezone(ZONE)

    def move_to(self, then: datetime) -> None:
        """Set the clock; what lies behind it leaves it where it is."""
        self._now = max(self._now, then)

    def after(self, span: Span) -> datetime:
        """Return the instant that lies so far ahead; OverflowError where no calendar reaches."""
        wall = self.wall().replace(tzinfo=None) + timedelta(days=span.days)
        return (instant(wall) if span.days else self._now) + span.exact


def instant(wall: datetime) -> datetime:
    """Return a wall time of the demo's zone as an instant; one that the clock change skips lies an hour later."""
    return wall.replace(tzinfo=ZONE).astimezone(UTC)
