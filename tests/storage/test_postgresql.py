"""PostgreSQL understands every statement; with TEST_POSTGRESQL_URL the other tests here run on a server too."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext, suppress
from dataclasses import replace
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Executable, event, make_url, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlalchemy.sql import ClauseElement

from bot.app import opened
from bot.domain.community import Community
from bot.domain.events import Answer, Attendance
from bot.domain.links import joined
from bot.domain.members import Member
from bot.domain.people import Address
from bot.domain.places import Role
from bot.domain.seats import behind, seating
from bot.domain.sending import Outcome, Planned
from bot.errors import ConfigError, Unavailable
from bot.findings import Finding, Level
from bot.inspection import findings
from bot.ports import Store
from bot.settings.model import Settings, StorageSettings
from storage.database import Database, open_database
from storage.revisions import migrate
from storage.schema import metadata
from tests.delivery.world import Hands
from tests.storage.conftest import emptied
from tests.storage.making import (
    ANNA,
    ANNA_THERE,
    BEN,
    CARLA,
    DAY,
    DISCORD,
    HOUR,
    JOBS,
    NOW,
    TELEGRAM,
    THERE,
    configured,
    job,
    member,
    message,
    place,
)
from tests.storage.making import event as event_of
from tests.storage.test_erasing import everything_of
from tests.storage.test_revisions import scripts_with
from tests.support.messengers import discord_like, telegram_like

COMMUNITY = Community("Testherd", ZoneInfo("Europe/Berlin"), "de", "Orga", "x", frozenset())
DIALECT = asyncpg.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy's own


async def link_and_part(store: Store, zoe: Member) -> None:
    """Go through everything that linking does."""
    there = await member(store, ANNA_THERE)
    await store.links.offer(ANNA_THERE, "code", NOW + DAY)
    await store.links.take("code", ANNA, NOW, in_public=True)
    await store.links.agree(1, NOW + DAY)
    await store.links.offered(1, NOW)
    await store.links.asked_of(ANNA_THERE, NOW)
    await store.links.drop_offer(1)
    link = await store.links.merge(joined(zoe, there, DISCORD), there, DISCORD, NOW)
    await store.links.note(zoe.id, TELEGRAM)
    await store.links.open(zoe.id, NOW)
    await store.links.part(link)


@pytest.mark.usefixtures("sqlite_only")
async def test_every_kind_of_statement_is_postgresql_too(storage: Database) -> None:
    seen: dict[str, Executable] = {}
    engine = storage._engine.sync_engine  # noqa: SLF001 - what is sent is seen there alone
    event.listen(engine, "before_execute", lambda *call: seen.setdefault(str(call[1]), call[1]))
    async with storage.begin() as store:
        ben, carla = await member(store, BEN), await member(store, CARLA)
        zoe = await everything_of(store, [ben, carla])
        await store.members.short_texts(["b", "m"], 0, 10)
        await store.members.newest_change()
        await store.members.changed_since(0)
        await store.members.ranked([ben.id])
        await store.members.ranked_after(0, 10)
        await store.members.typed_labels()
        await store.members.seen(ANNA, "Anna")
        await store.members.tagged([ben.id], NOW)
        await store.members.next_erasure()
        await store.jobs.save(replace(job(ben), id=2))
        await store.jobs.at_source(message(1))
        await store.jobs.old_drafts(NOW)
        for asked in (
            store.events.attending(1, "2026-12-09"),
            store.events.said(1, "x"),
            store.events.said_beside(1),
            store.events.proposed(),
        ):
            await asked
        await store.events.unpublished(NOW)
        await store.outbox.claim(TELEGRAM, ("place:1", "user:telegram:1"), "ich", NOW + 9 * DAY, NOW + DAY, ("card",))
        await store.outbox.claim(TELEGRAM, (), "ich", NOW + 9 * DAY, NOW + DAY, ("card",))
        await store.places.close_route(1, NOW + 10 * DAY)
        await store.outbox.claim(TELEGRAM, (), "ich", NOW + 9 * DAY, NOW + DAY, ("card",))
        (row,) = [await store.outbox.get(number) for number in (3,)]
        assert row is not None
        await store.outbox.mark(row, Outcome.DOUBTFUL, "", due=NOW)
        await store.outbox.reroute(row, ANNA)
        await store.outbox.cancel("job:", "weg")
        await store.outbox.expire(NOW)
        await store.outbox.recover("er", [TELEGRAM], NOW)
        await store.outbox.reopen(ben.id, NOW)
        await store.outbox.uncertain(1)
        await store.outbox.next_due()
        await store.outbox.want("job", 1, 2, "2026-12-09T19:00")
        await store.outbox.remove_at("job", 1, NOW)
        await store.outbox.stale(TELEGRAM, NOW, 3)
        await store.outbox.answers(["x"], NOW)
        await store.outbox.errands(TELEGRAM, NOW, 9)
        await store.outbox.errand_done("x", "yes", NOW)
        await store.talk.first_time(DISCORD, "1", NOW)
        await store.talk.tidy(NOW + HOUR)
        await place(store, replace(JOBS, chat="-300"))
        await store.places.move(TELEGRAM, JOBS.chat, "-300")
        await link_and_part(store, zoe)
        await store.members.erase(zoe.id)
    spoken = [in_postgresql(one) for one in seen.values() if isinstance(one, ClauseElement)]
    assert len(spoken) > 90
    assert any("ON CONFLICT" in statement for statement in spoken)


def in_postgresql(statement: ClauseElement) -> str:
    if isinstance(statement, sqlite.Insert) and statement._post_values_clause is not None:  # noqa: SLF001 - see below
        # SQLite's ON CONFLICT has the same parts as PostgreSQL's but for this one, which we never use.
        statement._post_values_clause.constraint_target = None  # type: ignore[attr-defined]  # noqa: SLF001
    return str(statement.compile(dialect=DIALECT))


def test_every_table_and_index_is_postgresql_too() -> None:
    tables = [str(CreateTable(table).compile(dialect=DIALECT)) for table in metadata.sorted_tables]
    indexes = [
        str(CreateIndex(index).compile(dialect=DIALECT))
        for table in metadata.tables.values()
        for index in table.indexes
    ]
    assert any("TIMESTAMP WITH TIME ZONE" in table for table in tables)
    assert any("WHERE shown < wanted" in index for index in indexes)


async def test_a_second_process_on_the_same_platform_is_refused_and_touches_nothing(
    storage: Database, server: str
) -> None:
    clock = Hands(NOW)
    on_telegram, on_discord = {TELEGRAM: telegram_like(clock)}, {DISCORD: discord_like(clock)}
    places = [configured(JOBS, Role.JOBS)]
    async with opened(server, COMMUNITY, places, on_telegram, clock):
        async with storage.begin() as store:
            anna = await member(store, ANNA)
            await store.outbox.plan(Planned("a", "reminder", NOW, member_id=anna.id))
            await store.outbox.claim(TELEGRAM, (), "the first", NOW, NOW, ())
        with pytest.raises(ConfigError, match="Ideenherd läuft schon auf Telegram"):
            async with opened(server, COMMUNITY, places, on_telegram | on_discord, clock):
                pass
        there = [configured(THERE, Role.JOBS)]
        async with opened(server, COMMUNITY, there, on_discord, clock), storage.begin() as store:
            row = await store.outbox.by_key("a")
            assert row is not None
            assert row.outcome is Outcome.SENDING
            assert [place.address for place in await store.places.all()] == [JOBS, THERE]
    async with opened(server, COMMUNITY, [], on_telegram, clock), storage.begin() as store:
        assert [place.address for place in await store.places.all()] == [THERE], "those of its platform"


async def test_locks_are_taken_anew_after_their_session_was_lost(storage: Database, server: str) -> None:
    async with Deaf(server) as deaf, open_database(deaf.url) as ours, ours.alone_on([TELEGRAM]):
        (first,) = await holders(storage)
        await ended(storage, first)  # as in a restart of the server
        second = await holder_after(storage, first)
        deaf.cut()  # as a firewall does: the server goes on holding the session for alive
        await holder_after(storage, second)
        with pytest.raises(ConfigError, match="Ideenherd läuft schon auf Telegram"):
            async with storage.alone_on([TELEGRAM]):
                pass
    assert await holders(storage) == []


async def test_who_lost_the_locks_to_another_process_ends(storage: Database, server: str) -> None:
    async def is_overtaken(other: Database, faster: AsyncExitStack) -> None:
        async with storage.alone_on([TELEGRAM]):
            await ended(other, *await holders(other))
            await faster.enter_async_context(other.alone_on([TELEGRAM]))
            await asyncio.sleep(30)

    async with open_database(server) as other, AsyncExitStack() as faster:
        with pytest.raises(ConfigError, match="Ideenherd läuft schon auf Telegram"):
            await is_overtaken(other, faster)
        assert len(await holders(other)) == 1


class Deaf:
    """A way to a server, at `url`, that does not tell it when a connection is cut."""

    def __init__(self, server: str) -> None:
        self._server = make_url(server)
        self._near: list[asyncio.StreamWriter] = []
        self._far: list[asyncio.StreamWriter] = []
        self._carrying = asyncio.TaskGroup()

    async def __aenter__(self) -> Self:
        await self._carrying.__aenter__()
        self._listening = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        port = self._listening.sockets[0].getsockname()[1]
        here = self._server.set(host="127.0.0.1", port=port)
        self.url = here.render_as_string(hide_password=False)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._listening.close()
        self.cut()
        for writer in self._far:
            writer.close()
        await self._carrying.__aexit__(None, None, None)

    def cut(self) -> None:
        for writer in self._near:
            writer.transport.abort()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, to_there = await asyncio.open_connection(self._server.host, self._server.port or 5432)
        self._near.append(writer)
        self._far.append(to_there)
        self._carrying.create_task(_carried(reader, to_there))
        self._carrying.create_task(_carried(there, writer))


async def _carried(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while piece := await reader.read(65536):
            writer.write(piece)


async def holder_after(storage: Database, session: int) -> int:
    """Wait until another session than this one keeps a second process out."""
    for _ in range(200):
        match await holders(storage):
            case [pid] if pid != session:
                return pid
        await asyncio.sleep(0.1)
    raise AssertionError("nobody")


async def holders(storage: Database) -> list[int]:
    """Return the sessions that keep a second process out of the database."""
    async with storage._engine.connect() as connection:  # noqa: SLF001 - no store knows of sessions
        return list(await connection.scalars(text("SELECT pid FROM pg_locks WHERE locktype = 'advisory'")))


async def ended(storage: Database, *sessions: int) -> None:
    """End sessions, as a restart of the server does."""
    async with storage._engine.connect() as connection:  # noqa: SLF001 - as above
        for session in sessions:
            await connection.execute(text(f"SELECT pg_terminate_backend({session})"))


@pytest.mark.usefixtures("server")
async def test_either_side_of_a_connection_looks_whether_the_other_is_there(storage: Database) -> None:
    """No connection tells of a network that fails or of a machine without power, and no test can cut one."""
    async with storage._engine.connect() as connection:  # noqa: SLF001 - no store knows of sessions
        there = [await connection.scalar(text(f"SHOW tcp_{name}")) for name in ("keepalives_idle", "user_timeout")]
        driver = (await connection.get_raw_connection()).driver_connection
        way = driver._transport.get_extra_info("socket")  # type: ignore[union-attr]  # noqa: SLF001 - as above
    if way.family == socket.AF_UNIX:
        pytest.skip("a promise of networks")
    assert there == ["10", "25000"]
    assert way.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
    if sys.platform == "linux":
        assert way.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) == 10
        assert way.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 25_000


@pytest.mark.usefixtures("server")
async def test_server_that_does_not_answer_is_not_waited_for_long() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        async with asyncio.timeout(30):
            with pytest.raises(Unavailable, match="nicht zu erreichen: Er antwortet nicht"):
                await migrate(f"postgresql+asyncpg://ideenherd@127.0.0.1:{silent.getsockname()[1]}/x")


async def test_connection_that_the_server_ended_meanwhile_is_replaced_unnoticed(storage: Database, server: str) -> None:
    async with open_database(server) as other:
        async with other._engine.connect() as connection:  # noqa: SLF001 - no store knows of sessions
            mine = int((await connection.execute(text("SELECT pg_backend_pid()"))).scalar_one())
        await ended(storage, mine)
        await asyncio.sleep(0.5)
        async with other.begin() as store:
            anna = await member(store, ANNA)
    async with storage.begin() as store:
        assert await store.members.at(ANNA) == anna


async def test_nothing_is_migrated_under_a_running_bot(storage: Database, server: str, tmp_path: Path) -> None:
    newer = scripts_with(tmp_path, 1)
    async with storage.alone_on([DISCORD]):
        await migrate(server)
        with pytest.raises(ConfigError, match="Ideenherd läuft schon auf Discord"):
            await migrate(server, scripts=newer)
        async with open_database(server):
            pass
    await migrate(server, scripts=newer)
    with pytest.raises(ConfigError, match="neueren Fassung"):
        async with open_database(server):
            pass


async def test_no_process_undoes_what_another_one_wrote_meanwhile(storage: Database, server: str) -> None:
    async with storage.begin() as store:
        made = await store.jobs.create(job(await member(store, ANNA)))

    async with open_database(server) as other:
        await asyncio.gather(*(counted_up(database, made.id) for database in (storage, other) * 5))
    async with storage.begin() as store:
        kept = await store.jobs.get(made.id)
    assert kept == replace(made, revision=made.revision + 10)


async def counted_up(database: Database, job_id: int) -> None:
    """Read a job and write it with the next revision."""
    async with database.begin() as store:
        found = await store.jobs.get(job_id)
        assert found is not None
        await store.jobs.save(replace(found, revision=found.revision + 1))


async def test_processes_see_what_the_other_wrote_also_where_the_server_is_set_to_show_the_state_of_before(
    storage: Database, server: str
) -> None:
    """As `ALTER DATABASE … SET default_transaction_isolation` does, which another program may want."""
    async with storage.begin() as store:
        made = await store.jobs.create(job(await member(store, ANNA)))
    async with default_isolation(storage, "repeatable read"):
        async with open_database(server) as one, open_database(server) as other:
            await asyncio.gather(*(counted_up(database, made.id) for database in (one, other) * 3))
        await emptied(server)
        await asyncio.gather(migrate(server), migrate(server))
        async with open_database(server) as one, one.begin() as store:
            assert await store.jobs.get(made.id) is None


@asynccontextmanager
async def default_isolation(storage: Database, level: str) -> AsyncIterator[None]:
    """Let new sessions isolate transactions so, unless they ask for something else."""
    async with storage._engine.begin() as connection:  # noqa: SLF001 - no store knows of settings
        role = await connection.scalar(text("SELECT quote_ident(current_user)"))
        await connection.execute(text(f"ALTER ROLE {role} SET default_transaction_isolation = '{level}'"))
    try:
        yield
    finally:
        async with storage._engine.begin() as connection:  # noqa: SLF001 - as above
            await connection.execute(text(f"ALTER ROLE {role} RESET default_transaction_isolation"))


async def test_a_process_that_freezes_in_a_transaction_does_not_keep_the_others_waiting_for_ever(
    storage: Database, server: str
) -> None:
    async def frozen() -> None:
        async with storage.begin() as store:
            await member(store, ANNA)
            await asyncio.sleep(12)

    freezes = asyncio.create_task(frozen())
    await asyncio.sleep(0.5)
    async with open_database(server) as other, other.begin() as store:
        assert not freezes.done()
        assert await store.members.findable() == []
    with pytest.raises(DBAPIError):
        await freezes


async def test_check_finds_nothing_wrong_with_an_empty_database(storage: Database, server: str) -> None:
    async def said() -> Finding:
        return await anext(findings(Settings(storage=StorageSettings(url=server))))

    assert await said() == Finding(Level.GOOD, "Die Datenbank antwortet.")
    await emptied(server)
    assert (await said()).level is Level.GOOD
    assert "Der nächste Start legt ihre Tabellen an" in (await said()).what
    async with storage._engine.begin() as connection:  # noqa: SLF001 - what is not ours
        await connection.execute(text("CREATE TABLE invoices (total INTEGER)"))
    assert (await said()).level is Level.WRONG
    await emptied(server)


@pytest.mark.parametrize(("encoding", "is_refused"), [("UTF8", False), ("LATIN1", True)])
async def test_database_that_cannot_keep_every_character_is_refused(
    storage: Database, server: str, encoding: str, is_refused: bool
) -> None:
    outside = storage._engine.execution_options(isolation_level="AUTOCOMMIT")  # noqa: SLF001 - what is not ours
    url = make_url(server).set(database="ideenherd_characters").render_as_string(hide_password=False)
    async with outside.connect() as connection:
        await connection.execute(text("DROP DATABASE IF EXISTS ideenherd_characters"))
        new = f"CREATE DATABASE ideenherd_characters ENCODING '{encoding}' LOCALE 'C' TEMPLATE template0"
        await connection.execute(text(new))
        with pytest.raises(ConfigError, match="in LATIN1 angelegt") if is_refused else nullcontext():
            await migrate(url)
        await connection.execute(text("DROP DATABASE ideenherd_characters"))


async def test_two_processes_fill_no_more_seats_than_there_are_and_each_tells_the_truth(
    storage: Database, server: str
) -> None:
    async with storage.begin() as store:
        owner = await member(store, ANNA)
        made = await store.events.create(event_of(owner.id))
        people = [await member(store, Address(TELEGRAM, f"p{number}")) for number in range(12)]

    async def comes(database: Database, member_id: int) -> int:
        """Say yes with a clock that is behind that of those who came before, and return the turn that was told."""
        async with database.begin() as store:
            others = await store.events.said(made.id, "2026-12-09T19:00")
            at = behind(others, NOW - member_id * HOUR)
            await store.events.answer(Answer(made.id, "2026-12-09T19:00", member_id, Attendance.YES, at))
            return seating(await store.events.said(made.id, "2026-12-09T19:00"), 5).turn(member_id)

    async with open_database(server) as other:
        each = [comes((storage, other)[number % 2], person.id) for number, person in enumerate(people)]
        told = dict(zip((person.id for person in people), await asyncio.gather(*each), strict=True))
    async with storage.begin() as store:
        seats = seating(await store.events.said(made.id, "2026-12-09T19:00"), 5)
    assert sorted(told.values()) == [0] * 5 + [1, 2, 3, 4, 5, 6, 7]
    assert {member_id: seats.turn(member_id) for member_id in told} == told
