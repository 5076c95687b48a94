"""One process per database file, held by a lock file beside it; on PostgreSQL one for each platform."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import asynccontextmanager, contextmanager
from hashlib import sha256
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.people import Platform
from bot.errors import ConfigError

if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def sole_use(file: Path) -> Iterator[None]:
    """Be the only process that uses a database file; ConfigError if another one does.

    The system lets go of the lock when the process ends, however it ends. The lock file itself stays: to delete it
    would let a third process lock a new one while the second still holds the old.
    """
    beside = file.with_name(file.name + ".lock")
    try:
        handle = os.open(beside, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise ConfigError(f"storage.url: {beside} kann ich nicht anlegen ({error.strerror}).") from error
    try:
        try:
            _lock(handle)
        except OSError as error:
            raise ConfigError(
                f"Ideenherd läuft schon mit dieser Datenbank ({file}). "
                "Beende das andere Programm zuerst oder nenne unter storage.url eine andere Datei."
            ) from error
        yield
    finally:
        os.close(handle)


@asynccontextmanager
async def sole_session(engine: AsyncEngine, platforms: Collection[Platform]) -> AsyncIterator[None]:
    """Be the only process on these platforms over a PostgreSQL database; ConfigError if another one is.

    The server lets go of the locks when the session ends, however it ends: it has a connection of its own, outside of
    any transaction.
    """
    async with engine.connect() as connection:
        session = await connection.execution_options(isolation_level="AUTOCOMMIT")
        try:
            for platform in platforms:
                if not await session.scalar(select(func.pg_try_advisory_lock(_number(platform)))):
                    raise ConfigError(
                        f"storage.url: Ideenherd läuft schon auf {platform.capitalize()} mit dieser Datenbank. "
                        "Beende das andere Programm zuerst oder nenne eine andere Datenbank."
                    )
            yield
        finally:
            await session.invalidate()  # given back to the pool, it would keep its locks


def _number(platform: Platform) -> int:
    """Return a platform's lock, which PostgreSQL knows by a number of 64 bits that nobody else should hit upon."""
    return int.from_bytes(sha256(f"ideenherd {platform}".encode()).digest()[:8], signed=True)
