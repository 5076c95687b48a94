"""One transaction at work: statements that a cancelled task cannot tear in two."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Executable, Row, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

T = TypeVar("T")


async def undisturbed(work: Coroutine[Any, Any, T]) -> T:
    """Finish the work even if the task is cancelled meanwhile; the cancellation goes on afterwards.

    A statement that is cut off half-way would leave the connection in nobody's hands: its thread goes on, and
    SQLAlchemy throws the connection away with the transaction in it.
    """
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        while not task.done():
            try:
                await asyncio.wait({task})
            except asyncio.CancelledError:
                continue
        if not task.cancelled():
            task.exception()  # looked at, so that the loop does not report it as forgotten
        raise


class Work:
    """The statements of one transaction, on SQLite or PostgreSQL."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    def insert(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """Return an INSERT that knows ON CONFLICT, which both databases have and SQLAlchemy spells twice."""
        if self._connection.dialect.name == "postgresql":
            return postgresql.insert(table)
        return sqlite.insert(table)

    async def all(self, statement: Executable) -> Sequence[Row[Any]]:
        """Return the rows of a statement."""
        return (await undisturbed(self._connection.execute(statement))).all()

    async def first(self, statement: Executable) -> Row[Any] | None:
        """Return the first row of a statement."""
        return (await undisturbed(self._connection.execute(statement))).first()

    async def change(self, statement: Executable) -> int:
        """Run a statement and return how many rows it changed."""
        return (await undisturbed(self._connection.execute(statement))).rowcount

    async def change_each(self, statement: Executable, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run a statement once for each row of parameters; none is fine."""
        if rows:
            await undisturbed(self._connection.execute(statement, list(rows)))

    async def new_id(self, statement: Executable) -> int:
        """Run an INSERT and return the id of the new row."""
        key = (await undisturbed(self._connection.execute(statement))).inserted_primary_key
        assert key is not None  # noqa: S101 - an INSERT of one row has a key
        return int(key[0])
