"""What everything here is made of: JSON, ids that carry a time, times as Discord writes them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

Json = dict[str, Any]
EPOCH: Final = 1_420_070_400_000  # milliseconds: the first second of 2015


class Snowflakes:
    """Ids in the order in which they were given out; where the clock stands still, they go on all the same."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._last = 0

    def next(self) -> int:
        """Return an id that was never given out."""
        earliest = (int(self._now().timestamp() * 1000) - EPOCH) << 22
        self._last = max(self._last + 1, earliest)
        return self._last


def written(at: datetime) -> str:
    """Return a time as Discord writes it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def number(value: Any) -> int | None:
    """Return an id that came as a string or a number, None for anything else."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else None
