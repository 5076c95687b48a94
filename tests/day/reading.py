"""What is in the database of the process, read beside it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from bot.domain.people import Platform

# What is still to be done at an instant, on the platforms that the bot is on.
_DUE: Final = """
    SELECT key FROM deliveries WHERE outcome IN ('waiting', 'sending', 'doubtful', 'unreachable')
        AND next_try_at <= :now AND coalesce(platform, '') != :without
    UNION ALL SELECT object FROM postings WHERE (shown < wanted OR remove_at <= :now) AND platform != :without
    UNION ALL SELECT key FROM errands WHERE answer IS NULL AND due <= :now
        AND json_extract(subject, '$.platform') != :without
    UNION ALL SELECT incoming FROM inbox WHERE handled_at IS NULL
    UNION ALL SELECT name FROM members WHERE erase_at <= :now
"""
_NEXT: Final = """
    SELECT min(at) FROM (
        SELECT next_try_at AS at FROM deliveries WHERE outcome IN ('waiting', 'sending', 'doubtful', 'unreachable')
            AND coalesce(platform, '') != :without
        UNION ALL SELECT remove_at FROM postings WHERE platform != :without
        UNION ALL SELECT due FROM errands WHERE answer IS NULL AND json_extract(subject, '$.platform') != :without
        UNION ALL SELECT erase_at FROM members
    ) WHERE at > :now
"""


@dataclass(frozen=True)
class Reading:
    """A reader of the SQLite file; `without` is the platform that the bot is not on at present, if there is one."""

    file: Path
    without: Platform | None = None

    def rows(self, statement: str, values: dict[str, Any] | Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return what a statement gives, also while the process writes."""
        with closing(sqlite3.connect(f"file:{self.file}?mode=ro", uri=True, timeout=10)) as connection:
            return connection.execute(statement, values).fetchall()

    def due(self, now: datetime) -> list[str]:
        """Return what is still to be done now."""
        return [str(name) for (name,) in self.rows(_DUE, {"now": written(now), "without": str(self.without)})]

    def next_due(self, now: datetime) -> datetime | None:
        """Return when something falls due after now."""
        ((at,),) = self.rows(_NEXT, {"now": written(now), "without": str(self.without)})
        return None if at is None else datetime.fromisoformat(at).replace(tzinfo=UTC)


def written(at: datetime) -> str:
    """Return an instant as the columns hold it."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
