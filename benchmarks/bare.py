"""The plain baseline of the storage: `sqlite3` from the standard library, with the durability that we promise.

What the core asked of the database is recorded at the driver's door and done again on a copy of the same file, so
the baseline reads and writes exactly the same and lacks only what lies above.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, event

_COMMIT: Final = "COMMIT"


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as the driver got it; `many` are rows of parameters rather than one."""

    sql: str
    values: Any = ()
    many: bool = False


@dataclass(slots=True)
class Record:
    """What was asked of databases since the last `take`."""

    statements: list[Statement] = field(default_factory=list)

    def take(self) -> tuple[Statement, ...]:
        """Return what was recorded and begin anew."""
        taken = tuple(self.statements)
        self.statements.clear()
        return taken


@contextmanager
def recorded() -> Iterator[Record]:
    """Record every statement and commit of this process meanwhile."""
    record = Record()

    def statement(
        _connection: object, _cursor: object, sql: str, values: object, _context: object, executemany: bool
    ) -> None:
        record.statements.append(Statement(sql, values, executemany))

    def commit(_connection: object) -> None:
        record.statements.append(Statement(_COMMIT))

    event.listen(Engine, "before_cursor_execute", statement)
    event.listen(Engine, "commit", commit)
    try:
        yield record
    finally:
        event.remove(Engine, "before_cursor_execute", statement)
        event.remove(Engine, "commit", commit)


@contextmanager
def bare(file: Path, synchronous: str = "FULL") -> Iterator[sqlite3.Connection]:
    """Open a file with the settings of ours, or with less durability."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for pragma in ("journal_mode = WAL", f"synchronous = {synchronous}", "foreign_keys = ON", "secure_delete = ON"):
            connection.execute(f"PRAGMA {pragma}")
        yield connection


def replayed(connection: sqlite3.Connection, statements: Sequence[Statement]) -> tuple[float, float]:
    """Do recorded statements again; return how long all of it took, and the commits alone."""
    start, committing = time.perf_counter(), 0.0
    for one in statements:
        if one.sql == _COMMIT:
            before = time.perf_counter()
            connection.execute(_COMMIT)
            committing += time.perf_counter() - before
        elif one.many:
            connection.executemany(one.sql, one.values)
        else:
            connection.execute(one.sql, one.values).fetchall()
    return time.perf_counter() - start, committing


def commits(statements: Sequence[Statement]) -> int:
    """Return how many transactions were committed."""
    return sum(one.sql == _COMMIT for one in statements)
