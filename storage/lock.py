"""One process per database file, held by a lock file beside it; on PostgreSQL one for each platform."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import asynccontextmanager, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Row, column, func, select, table
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.domain.people import Platform
from bot.errors import ConfigError

_log = logging.getLogger(__name__)

_LOOKS_EVERY: Final = 2.0  # seconds
_TRIES: Final = 3  # for locks of a session that is just being ended
_BACKENDS: Final = table("pg_stat_activity", column("pid"), column("backend_start"))

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
    """Be the only process that uses a database file, by whatever links it is named; ConfigError if another one does.

    The system lets go of the lock when the process ends, however it ends. The lock file itself stays: to delete it
    would let a third process lock a new one while the second still holds the old.
    """
    real = file.resolve()
    beside = real.with_name(real.name + ".lock")
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
    any transaction. A session that was lost, as in a restart of the server, is followed by another; if another process
    was faster, the block is cancelled, and that is a ConfigError too.
    """
    locks = _Locks(engine, platforms)
    keeping, taken = asyncio.create_task(locks.keep()), asyncio.create_task(locks.taken.wait())
    block = asyncio.current_task()
    assert block is not None  # noqa: S101 - we are in one
    try:
        await asyncio.wait({keeping, taken}, return_when=asyncio.FIRST_COMPLETED)
        if keeping.done():
            keeping.result()
        keeping.add_done_callback(lambda task: None if task.cancelled() else block.cancel())
        yield
    except asyncio.CancelledError:
        if keeping.done():
            block.uncancel()
            keeping.result()
        raise
    finally:
        for task in (keeping, taken):
            task.cancel()
        await asyncio.gather(keeping, taken, return_exceptions=True)


class _Locks:
    """The locks of this process, held while `keep` runs; `taken` is set as soon as they are ours."""

    def __init__(self, engine: AsyncEngine, platforms: Collection[Platform]) -> None:
        self.taken = asyncio.Event()
        self._engine = engine
        self._platforms = platforms
        self._backend: Row[Any] | None = None

    async def keep(self) -> None:
        """Hold the locks, in one session after another; ConfigError where another process has them."""
        while True:
            try:
                await self._hold()
            except (DBAPIError, OSError):
                if not self.taken.is_set():
                    raise
                _log.warning("The session of the database that keeps a second process out is lost: trying anew")
                await asyncio.sleep(_LOOKS_EVERY)

    async def _hold(self) -> None:
        async with self._engine.connect() as connection:
            session = await connection.execution_options(isolation_level="AUTOCOMMIT")
            try:
                await self._end_the_last_one(session)
                for platform in self._platforms:
                    await self._take(session, platform)
                self.taken.set()
                while True:
                    await asyncio.sleep(_LOOKS_EVERY)
                    await session.scalar(select(1))
            finally:
                await session.invalidate()  # given back to the pool, it would keep its locks

    async def _end_the_last_one(self, session: AsyncConnection) -> None:
        """End the session that we lost, which the server may hold for alive; keep who this one is."""
        pid, start = _BACKENDS.c.pid, _BACKENDS.c.backend_start
        if self._backend is not None:
            is_last = (pid == self._backend.pid) & (start == self._backend.backend_start)
            await session.execute(select(func.pg_terminate_backend(pid)).where(is_last))
        self._backend = (await session.execute(select(_BACKENDS).where(pid == func.pg_backend_pid()))).one()

    async def _take(self, session: AsyncConnection, platform: Platform) -> None:
        for number in range(_TRIES if self.taken.is_set() else 1):
            if number:
                await asyncio.sleep(_LOOKS_EVERY)
            if await session.scalar(select(func.pg_try_advisory_lock(_number(platform)))):
                return
        raise _taken(platform)


async def sole_transaction(connection: AsyncConnection) -> None:
    """Keep every process off every platform until this PostgreSQL transaction ends; ConfigError if one is on it."""
    for platform in Platform:
        if not await connection.scalar(select(func.pg_try_advisory_xact_lock(_number(platform)))):
            raise _taken(platform)


def _taken(platform: Platform) -> ConfigError:
    return ConfigError(
        f"storage.url: Ideenherd läuft schon auf {platform.capitalize()} mit dieser Datenbank. "
        "Beende das andere Programm zuerst oder nenne eine andere Datenbank."
    )


def _number(platform: Platform) -> int:
    """Return a platform's lock, which PostgreSQL knows by a number of 64 bits that nobody else should hit upon."""
    return int.from_bytes(sha256(f"ideenherd {platform}".encode()).digest()[:8], signed=True)
