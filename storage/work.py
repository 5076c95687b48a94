"""One transaction at work: statements that a cancelled task cannot tear in two.

Building a statement anew costs several times what running it does: one that most commands need is built once, with
parameters in it, and given their values each time.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from itertools import count
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from sqlalchemy import Connection, CursorResult, Executable, Row, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.driver import AHEAD

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

T = TypeVar("T")
Values = Mapping[str, Any]  # of a statement's parameters
Insert: TypeAlias = "sqlite.Insert | postgresql.Insert"


def insert_into(table: Table, dialect: str) -> Insert:
    """Return an INSERT that knows ON CONFLICT, which both databases have and SQLAlchemy spells twice."""
    if dialect == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - most starts do without it

    return postgresql.insert(table)


class _Undisturbed(asyncio.Task[T]):
    """Work that refuses to be cancelled: whoever waits for it is cancelled once it is done."""

    def cancel(self, msg: object = None) -> bool:  # noqa: ARG002 - asyncio's signature
        """Refuse."""
        return False


async def undisturbed(work: Coroutine[Any, Any, T]) -> T:
    """Finish the work even if the task is cancelled meanwhile; the cancellation goes on afterwards.

    A statement that is cut off half-way would leave the connection in nobody's hands: its thread goes on, and
    SQLAlchemy throws the connection away with the transaction in it.
    """
    return await _Undisturbed(work)


class Work:
    """The statements of one transaction, on SQLite or PostgreSQL."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._points = count(1)
        # What begins or ends a savepoint, and what is to be done soon, goes ahead of the next statement.
        self._ahead: list[str | tuple[Executable, Values]] = []
        self._at_end: list[tuple[Executable, Values]] = []

    @property
    def dialect(self) -> str:
        """Return the name of the database's kind: sqlite or postgresql."""
        return self._connection.dialect.name

    def insert(self, table: Table) -> Insert:
        """Return an INSERT that knows ON CONFLICT."""
        return insert_into(table, self.dialect)

    async def all(self, statement: Executable, values: Values | Sequence[Values] | None = None) -> Sequence[Row[Any]]:
        """Return the rows of a statement."""
        return await self._done(statement, lambda result: result.all(), values)

    async def first(self, statement: Executable, values: Values | None = None) -> Row[Any] | None:
        """Return the first row of a statement."""
        return await self._done(statement, lambda result: result.first(), values)

    async def change(self, statement: Executable, values: Values | None = None) -> int:
        """Run a statement and return how many rows it changed."""
        return await self._done(statement, lambda result: result.rowcount, values)

    def soon(self, statement: Executable, values: Values) -> None:
        """Run a statement before the next one, or before the savepoint or the transaction ends.

        For a change whose outcome nobody asks for: on SQLite it costs no turn of its own.
        """
        self._ahead.append((statement, values))

    def at_end(self, statement: Executable, values: Values) -> None:
        """Run a statement just before the commit, whichever savepoints are undone until then."""
        self._at_end.append((statement, values))

    async def change_each(self, statement: Executable, rows: Sequence[Values]) -> None:
        """Run a statement once for each row of parameters; none is fine."""
        if rows:
            await self._done(statement, lambda _result: None, rows)

    async def new_id(self, statement: Executable, values: Values | None = None) -> int:
        """Run an INSERT and return the id of the new row."""
        key = await self._done(statement, lambda result: result.inserted_primary_key, values)
        assert key is not None  # noqa: S101 - an INSERT of one row has a key
        return int(key[0])

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """Undo what the block wrote when it raises; one that asks nothing of the database costs nothing."""
        name = f"point_{next(self._points)}"
        begin = f"SAVEPOINT {name}"
        self._ahead.append(begin)
        try:
            yield
            await self._settle()
        except Exception:
            if begin in self._ahead:
                del self._ahead[self._ahead.index(begin) :]
            else:
                self._ahead.clear()
                await undisturbed(self._connection.exec_driver_sql(f"ROLLBACK TO {name}"))
            raise
        if self._ahead[-1:] == [begin]:
            self._ahead.pop()
        else:
            self._ahead.append(f"RELEASE {name}")

    async def _settle(self) -> None:
        """Do now what was to be done soon."""
        if self._ahead and not isinstance(self._ahead[-1], str):
            await self.change(*self._ahead.pop())

    async def commit(self) -> None:
        """End the transaction, keep what it wrote, and give the connection back."""
        await undisturbed(self._connection.run_sync(self._committed))

    def _committed(self, connection: Connection) -> None:
        self._ahead = [one for one in self._ahead if not isinstance(one, str)]  # the commit ends savepoints too
        self._ahead += self._at_end
        self._catch_up(connection)
        connection.commit()
        connection.close()

    async def _done(
        self,
        statement: Executable,
        taken: Callable[[CursorResult[Any]], T],
        values: Values | Sequence[Values] | None = None,
    ) -> T:
        return await undisturbed(self._connection.run_sync(self._in_order, statement, taken, values))

    def _in_order(
        self,
        connection: Connection,
        statement: Executable,
        taken: Callable[[CursorResult[Any]], T],
        values: Values | Sequence[Values] | None,
    ) -> T:
        self._catch_up(connection)
        return taken(connection.execute(statement, values))

    def _catch_up(self, connection: Connection) -> None:
        """Do what goes ahead."""
        ahead, self._ahead = self._ahead, []
        for one in ahead:
            if isinstance(one, str):
                connection.exec_driver_sql(one, execution_options=AHEAD)
            else:
                connection.execute(*one, execution_options=AHEAD)
