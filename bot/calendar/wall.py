"""Wall time and instants: the one place where a zone is attached or taken off.

A wall time is a naive `datetime`, what a clock on the wall of the community shows. An instant is aware.
"""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo


def instant(wall: datetime, zone: tzinfo) -> datetime:
    """Return the instant, in UTC, at which clocks in `zone` show `wall`.

    An hour that the spring change leaves out is shifted forward by the length of the gap (2:30 is read as 3:30). In
    an hour that comes twice it is the first, unless `wall` says `fold=1`, as only `wall()` makes it. A `wall` that is
    aware raises ValueError.
    """
    if wall.tzinfo is not None:
        raise ValueError("a wall time is naive")
    first = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if not wall.fold:
        return first
    return max(first, wall.replace(tzinfo=zone).astimezone(UTC))


def wall(instant: datetime, zone: tzinfo) -> datetime:
    """Return what clocks in `zone` show at the instant; `fold=1` marks the second of a doubled hour.

    Going back is exact: `instant(wall(x, zone), zone) == x`. A naive `instant` raises ValueError.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant is aware")
    return instant.astimezone(zone).replace(tzinfo=None)
