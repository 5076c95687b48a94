"""SQLite through aiosqlite, with one turn of its thread for each statement, or for several.

SQLAlchemy's own adapter takes a turn for the cursor, one for the execution, one for the rows and one for the end of the
cursor, and a turn costs more than most statements do. What runs with the options `AHEAD` takes none: it is done in the
turn of the next statement, before it. A transaction in which nothing was asked takes none at all.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, Final, TypeVar

import aiosqlite
from sqlalchemy import Connection, Dialect, Engine, ExecutionContext, event
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_connection
from sqlalchemy.util import await_

T = TypeVar("T")

AHEAD: Final = {"ahead": True}  # execution options of a statement whose outcome nobody asks for
_BEGIN: Final = "BEGIN IMMEDIATE"


@dataclass(frozen=True, slots=True)
class Statement:
    """What SQLite is asked; `values` are rows of values where it is asked `many` times."""

    sql: str
    values: Sequence[Any] = ()
    many: bool = False

    def done(self, sqlite: sqlite3.Connection) -> sqlite3.Cursor:
        """Do it; an error names this statement, where SQLAlchemy may name the one behind it."""
        try:
            return sqlite.executemany(self.sql, self.values) if self.many else sqlite.execute(self.sql, self.values)
        except sqlite3.Error as error:
            error.add_note(self.sql)
            raise


class Thread(aiosqlite.Connection):
    """The thread that owns a connection."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connect, iter_chunk_size=64)
        self._thread.daemon = True  # one that nobody closed must not keep the process from ending

    @property
    def has_begun(self) -> bool:
        """Say whether a transaction is open."""
        return self._connection is not None and self._connection.in_transaction

    async def turn(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do all of the work in one turn."""
        done: T = await self._execute(work, self._conn)  # type: ignore[no-untyped-call]  # aiosqlite's own
        return done


class Cursor:
    """A cursor as SQLAlchemy asks for it; the rows are there as soon as the statement is done."""

    arraysize = 1

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self._rows: Iterator[Any] = iter(())
        self.goes_ahead = False
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    def execute(self, sql: str, values: Sequence[Any] = ()) -> None:
        """Do a statement."""
        self._do(Statement(sql, values))

    def executemany(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Do a statement for each row of values."""
        self._do(Statement(sql, rows, many=True))

    def fetchone(self) -> object:
        """Return the next row, None after the last."""
        return next(self._rows, None)

    def fetchmany(self, size: int | None = None) -> list[Any]:
        """Return the next rows."""
        return list(islice(self._rows, size or self.arraysize))

    def fetchall(self) -> list[Any]:
        """Return the rows that are left."""
        return list(self._rows)

    def close(self) -> None:
        """Forget the rows."""
        self._rows = iter(())

    async def _async_soft_close(self) -> None:
        """Do nothing: no turn is left to take."""

    def _do(self, statement: Statement) -> None:
        if self.goes_ahead:
            self._turns.ahead.append(statement)
            return
        done, rows = self._turns.take(lambda sqlite: _with_rows(statement.done(sqlite)))
        self.description, self.rowcount, self.lastrowid = done.description, done.rowcount, done.lastrowid
        self._rows = iter(rows)


class Turns(AsyncAdapt_aiosqlite_connection):
    """A connection as SQLAlchemy asks for it; `ahead` waits for the next turn."""

    __slots__ = ("_has_begun", "ahead")

    def __init__(self, dbapi: Any, thread: Any) -> None:  # noqa: ANN401 - as SQLAlchemy has it
        super().__init__(dbapi, thread)
        self.ahead: list[Statement] = []
        self._has_begun = False

    def cursor(self, server_side: bool = False) -> Any:  # noqa: ANN401, ARG002 - as SQLAlchemy has it
        """Return a new cursor."""
        return Cursor(self)

    def take(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do what goes ahead, and the work, in one turn."""
        ahead, self.ahead = self.ahead, []
        if self._has_begun and not self._connection.has_begun:
            # As it does on a full disk. Statements would be written one by one, and the commit would say all was well.
            raise RuntimeError("the database gave up the transaction")
        self._has_begun = self._has_begun or _begins(ahead)

        def all_of_it(sqlite: sqlite3.Connection) -> T:
            for statement in ahead:
                statement.done(sqlite)
            return work(sqlite)

        return self.run_async(lambda thread: thread.turn(all_of_it))  # type: ignore[no-any-return]  # a turn returns T

    def commit(self) -> None:
        """End the transaction."""
        try:
            if not _begins(self.ahead) or len(self.ahead) > 1:
                self.take(sqlite3.Connection.commit)
        finally:
            self.rollback()  # what could not be committed; where it could, there is nothing left

    def rollback(self) -> None:
        """Take the transaction back, if there is one."""
        self.ahead.clear()
        self._has_begun = False
        if self._connection.has_begun:
            super().rollback()


def use(engine: Engine) -> None:
    """Let an engine for SQLite take these turns, and begin each transaction as one that writes."""
    event.listen(engine, "do_connect", _connected)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "before_cursor_execute", _mark)


def _connected(dialect: Dialect, _record: object, where: Sequence[Any], options: dict[str, Any]) -> Turns:
    return Turns(dialect.dbapi, await_(Thread(partial(sqlite3.connect, *where, **options))))


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(_BEGIN, execution_options=AHEAD)


def _mark(
    _connection: object, cursor: Cursor, _sql: str, _values: object, context: ExecutionContext, _many: bool
) -> None:
    cursor.goes_ahead = "ahead" in context.execution_options


def _begins(ahead: Sequence[Statement]) -> bool:
    return bool(ahead) and ahead[0].sql == _BEGIN


def _with_rows(cursor: sqlite3.Cursor) -> tuple[sqlite3.Cursor, list[Any]]:
    return cursor, cursor.fetchall() if cursor.description else []
