"""The database: one writing transaction at a time, on SQLite over the one connection that owns the file.

On PostgreSQL that holds over all processes: what one of them has read stays so until it has written.

On SQLite every transaction begins with BEGIN IMMEDIATE, just before its first statement: one that read first and wrote
later would fail at once when another writer came between. `synchronous=FULL` is what a power cut asks for in WAL mode,
`secure_delete` what erasing does.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Collection
from contextlib import ExitStack, asynccontextmanager
from typing import Any, Final

from sqlalchemy import StaticPool, delete, event, func, select
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot import ports
from bot.domain.people import Platform
from bot.stores import (
    absence,
    calendars,
    events,
    feeds,
    handing_on,
    jobs,
    links,
    members,
    moderation,
    outbox,
    places,
    rooms,
    talk,
    vocabulary,
)
from storage import driver
from storage.absence import Absences
from storage.calendars import Calendars
from storage.changing import Changed
from storage.erasing import TRACES_LEFT
from storage.events import Events
from storage.feeds import Feeds
from storage.handing_on import Handovers
from storage.jobs import Jobs
from storage.links import Links
from storage.location import Location, located, must_be_usable, opening
from storage.lock import sole_session, sole_use
from storage.members import Members
from storage.moderation import Moderation
from storage.outbox import Outbox
from storage.places import Places
from storage.recommending import Recommendations
from storage.revisions import must_be_current
from storage.rooms import Rooms
from storage.schema import metadata, settings
from storage.server import engine_to
from storage.talk import Talk
from storage.vocabulary import Words
from storage.work import Work, undisturbed

_log = logging.getLogger(__name__)

_PRAGMAS: Final = (
    "busy_timeout = 5000",
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    "temp_store = MEMORY",
)
_ALONE: Final = select(func.pg_advisory_xact_lock(0x1DEE4E4E))  # any number that nobody else locks in this database


class Store:
    """One transaction's view of everything that is kept."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._talk = Talk(work)
        changed = Changed(work)
        self.members: members.MemberStore = Members(work, changed)
        self.places: places.PlaceStore = Places(work)
        self.jobs: jobs.JobStore = Jobs(work)
        self.events: events.EventStore = Events(work)
        self.calendars: calendars.CalendarStore = Calendars(work)
        self.outbox: outbox.Outbox = Outbox(work)
        self.talk: talk.TalkStore = self._talk
        self.feeds: feeds.FeedStore = Feeds(work)
        self.rooms: rooms.RoomStore = Rooms(work)
        self.moderation: moderation.ModerationStore = Moderation(work)
        self.handovers: handing_on.HandoverStore = Handovers(work)
        self.recommendations: handing_on.RecommendationStore = Recommendations(work)
        self.absence: absence.AbsenceStore = Absences(work)
        self.links: links.LinkStore = Links(work, changed, self.members)
        self.vocabulary: vocabulary.VocabularyStore = Words(work, changed)

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """Undo what the block wrote when it raises; uses that it counted stay counted, since a refused call is one."""
        before = len(self._talk.uses)
        try:
            async with self._work.savepoint():
                yield
        except Exception:
            for use in self._talk.uses[before:]:
                await self._talk.count_use(use)
            raise


class Database:
    """An open database; made by `open_database`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._lock = asyncio.Lock()
        self._holder: asyncio.Task[Any] | None = None

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[ports.Store]:
        """Open a writing transaction: one at a time, committed at the end, rolled back by an exception.

        A cancellation during the commit comes after it: what was begun to be written is written. A transaction inside
        another of the same task would wait for itself for ever and raises RuntimeError instead.
        """
        if self._holder is not None and self._holder is asyncio.current_task():
            raise RuntimeError("this task is already in a transaction")
        async with self._lock:
            self._holder = asyncio.current_task()
            try:
                async with self._transaction() as work:
                    yield Store(work)
            finally:
                self._holder = None

    @asynccontextmanager
    async def alone_on(self, platforms: Collection[Platform]) -> AsyncIterator[None]:
        """Be the only process on these platforms over this database; ConfigError if another one is.

        Two would take each other's rows for those of a dead process. A SQLite file is ours alone anyway.
        """
        if self._engine.dialect.name == "sqlite":
            yield
            return
        async with sole_session(self._engine, platforms):
            yield

    async def erase_traces(self) -> None:
        """Overwrite what deleted rows left in the files of the database; outside of any transaction.

        `secure_delete` zeroes what is deleted, but not the copies that SQLite leaves where it once split or joined
        pages: they were found in 16 of 20 databases that had seen many changes. Only a rebuilt file is free of them.
        Transactions wait meanwhile.
        """
        if self._engine.dialect.name != "sqlite":
            return
        async with self._lock:
            if await undisturbed(self._rebuild()):
                async with self._transaction() as work:
                    await work.change(delete(settings).where(settings.c.name == TRACES_LEFT))

    async def erase_left_traces(self) -> None:
        """Erase traces if any are left: of people just erased, or where a kill or a full disk came before this."""
        async with self._lock, self._transaction() as work:
            is_owed = await work.first(select(settings.c.name).where(settings.c.name == TRACES_LEFT)) is not None
        if is_owed:
            await self.erase_traces()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Work]:
        connection = self._engine.connect()
        try:
            await undisturbed(_started(connection))
            work = Work(connection)
            yield work
            await work.commit()
        finally:
            # The pool rolls back whatever is not committed: an exception, a cancellation, a commit that failed.
            if connection.sync_connection is not None and not connection.closed:
                await undisturbed(connection.close())

    async def _rebuild(self) -> bool:
        """Write the file anew; False where a reader keeps the old pages in the write-ahead log."""
        async with self._engine.connect() as connection:
            raw = (await connection.get_raw_connection()).driver_connection
            assert raw is not None  # noqa: S101 - it was just opened
            await raw.execute_fetchall("VACUUM")
            ((busy, *_),) = await raw.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
            if busy:
                _log.warning("A reader holds the write-ahead log; it is emptied the next time.")
            return not busy


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[Database]:
    """Open the database of a URL and close it at the end, whatever happened.

    A SQLite file is ours alone meanwhile. It has to be brought to the present revision before (`storage.revisions`);
    a database in memory is made here. Raises ConfigError for what the operator can put right.
    """
    location = located(url)
    with ExitStack() as held:
        if location.file is not None:
            must_be_usable(location.file)
            held.enter_context(sole_use(location.file))
        engine = _engine(location)
        try:
            await _prepare(engine, location)
            yield Database(engine)
        finally:
            # aiosqlite's thread ends with its connection; an open one would keep the process from ending.
            await undisturbed(engine.dispose())


def _engine(location: Location) -> AsyncEngine:
    with opening():
        if not location.is_sqlite:
            return engine_to(location.url)
        engine = create_async_engine(location.url, hide_parameters=True, poolclass=StaticPool)
    driver.use(engine.sync_engine)
    event.listen(engine.sync_engine, "connect", _configure)
    return engine


def _configure(connection: DBAPIConnection, _record: object) -> None:
    """Set up a new SQLite connection; the driver must not begin transactions of its own."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


async def _prepare(engine: AsyncEngine, location: Location) -> None:
    in_memory = location.is_sqlite and location.file is None
    with opening(on_server=not location.is_sqlite):
        async with engine.begin() as connection:
            await connection.run_sync(metadata.create_all if in_memory else must_be_current)


async def _started(connection: AsyncConnection) -> None:
    """Wait for a connection, and on PostgreSQL until no other process is in a transaction."""
    await connection.start()
    if connection.dialect.name != "sqlite":
        await connection.execute(_ALONE)
