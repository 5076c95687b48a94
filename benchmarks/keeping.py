"""What a bot pays that remembers what it has answered: one durable transaction a command, by aiosqlite alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import aiosqlite

_TABLES: Final = """
CREATE TABLE seen (id TEXT PRIMARY KEY);
CREATE TABLE members (address TEXT PRIMARY KEY, name TEXT);
"""


class Keeping:
    """A database with one table of what was answered and one of who may be known."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self._one_at_a_time = asyncio.Lock()

    async def answers(self, what: str, who: str) -> None:
        """Note that something is answered, and look who asks."""
        async with self._one_at_a_time:
            await self._connection.execute("BEGIN IMMEDIATE")
            await self._connection.execute("INSERT OR IGNORE INTO seen VALUES (?)", (what,))
            await self._connection.execute_fetchall("SELECT name FROM members WHERE address = ?", (who,))
            await self._connection.commit()


@asynccontextmanager
async def keeping(file: Path) -> AsyncIterator[Keeping]:
    """Open a new file, as durable as ours is."""
    async with aiosqlite.connect(file, isolation_level=None) as connection:
        await connection.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; {_TABLES}")
        yield Keeping(connection)
