"""Transactions: written whole or not at all, whoever is cancelled, killed or short of disk."""

from __future__ import annotations

import asyncio
import contextlib
import resource
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError, IntegrityError

from bot.domain.jobs import Tag
from bot.errors import ConfigError, NotFound
from storage.database import Database, open_database
from tests.storage.making import ANNA, BEN, HOUR, NOW, TELEGRAM, member
from tests.support.databases import fresh_file, fresh_store, url_of


async def names(storage: Database) -> list[str]:
    async with storage.begin() as store:
        found = [await store.members.at(address) for address in (ANNA, BEN)]
    return [one.name for one in found if one]


async def test_many_read_modify_writes_lose_nothing(storage: Database) -> None:
    async with storage.begin() as store:
        anna = await member(store, about="0")

    async def add_one() -> None:
        async with storage.begin() as store:
            before = await store.members.get(anna.id)
            assert before is not None
            await asyncio.sleep(0)
            await store.members.save(replace(before, about=str(int(before.about) + 1)))

    await asyncio.gather(*(add_one() for _ in range(50)))
    async with storage.begin() as store:
        after = await store.members.get(anna.id)
    assert after is not None
    assert after.about == "50"


async def test_an_exception_undoes_the_transaction(storage: Database) -> None:
    async def fail() -> None:
        async with storage.begin() as store:
            await member(store)
            raise NotFound("weg")

    with pytest.raises(NotFound):
        await fail()
    assert await names(storage) == []


async def cancelled_after(storage: Database, delay: float) -> None:
    async def write() -> None:
        async with storage.begin() as store:
            await member(store, ANNA, "Anna")
            await member(store, BEN, "Ben")

    task = asyncio.create_task(write())
    await asyncio.sleep(delay)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@pytest.mark.parametrize("step", range(8))
async def test_a_cancelled_task_neither_writes_half_nor_poisons_the_connection(storage: Database, step: int) -> None:
    await cancelled_after(storage, step * 0.0008)
    assert await names(storage) in ([], ["Anna", "Ben"])
    async with storage.begin() as store:
        await store.talk.count("danach", ANNA, HOUR, NOW)


async def test_a_cancelled_task_leaves_the_connection_itself_in_place() -> None:
    async with open_database("sqlite+aiosqlite://") as storage:  # what is in memory would go with the connection
        async with storage.begin() as store:
            await store.talk.first_time(TELEGRAM, "1", NOW)
        for step in range(20):
            await cancelled_after(storage, step * 0.0002)
        async with storage.begin() as store:
            assert not await store.talk.first_time(TELEGRAM, "1", NOW)


async def test_a_cancellation_while_waiting_for_another_transaction_changes_nothing(storage: Database) -> None:
    async def write() -> None:
        async with storage.begin() as store:
            await member(store, BEN, "Ben")

    async with storage.begin() as store:
        task = asyncio.create_task(write())
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await member(store, ANNA, "Anna")
    assert await names(storage) == ["Anna"]


async def test_a_transaction_inside_another_is_refused_instead_of_waiting_for_ever(storage: Database) -> None:
    async with storage.begin():
        with pytest.raises(RuntimeError):
            async with storage.begin():
                pass


async def test_a_savepoint_undoes_its_own_writes_only(storage: Database) -> None:
    async with storage.begin() as store:
        await member(store, ANNA, "Anna")
        with contextlib.suppress(NotFound):
            async with store.savepoint():
                await member(store, BEN, "Ben")
                raise NotFound("weg")
    assert await names(storage) == ["Anna"]
    async with storage.begin() as store, store.savepoint():
        await member(store, BEN, "Ben")
    assert await names(storage) == ["Anna", "Ben"]


async def test_a_refused_use_counts_although_its_savepoint_is_undone(storage: Database) -> None:
    async with storage.begin() as store:
        for _ in range(2):
            with contextlib.suppress(NotFound):
                async with store.savepoint():
                    await store.talk.count("suche", ANNA, HOUR, NOW)
                    raise NotFound("weg")
    async with storage.begin() as store:
        assert await store.talk.count("suche", ANNA, HOUR, NOW) == 3


async def test_what_refers_to_nothing_is_refused(storage: Database) -> None:
    with pytest.raises(IntegrityError):
        async with storage.begin() as store:
            await store.jobs.tag([Tag(job_id=1, member_id=2, part="backend", reason="Python", place_id=3)])


@pytest.mark.usefixtures("sqlite_only")
async def test_what_was_committed_outlives_a_kill(tmp_path: Path) -> None:
    fresh_file_ = fresh_file(tmp_path)
    script = f"""
import asyncio, os, signal
from storage.database import open_database
from tests.storage.making import ANNA, BEN, member
async def main():
    async with open_database({url_of(fresh_file_)!r}) as storage:
        async with storage.begin() as store:
            await member(store, ANNA, "Anna")
        async with storage.begin() as store:
            await member(store, BEN, "Ben")
            os.kill(os.getpid(), signal.SIGKILL)
asyncio.run(main())
"""
    died = await asyncio.to_thread(subprocess.run, [sys.executable, "-c", script], cwd=Path.cwd(), check=False)
    assert died.returncode == -signal.SIGKILL
    async with fresh_store(tmp_path) as storage:
        assert await names(storage) == ["Anna"]


@pytest.mark.usefixtures("sqlite_only")
async def test_an_error_with_the_database_open_ends_the_process(tmp_path: Path) -> None:
    file = fresh_file(tmp_path)
    script = f"""
import asyncio
from storage.database import open_database
async def main():
    async with open_database({url_of(file)!r}) as storage, storage.begin() as store:
        raise SystemExit(7)
asyncio.run(main())
"""
    ended = await asyncio.to_thread(subprocess.run, [sys.executable, "-c", script], check=False, timeout=20)
    assert ended.returncode == 7


@pytest.mark.usefixtures("sqlite_only")
async def test_one_process_owns_the_file(tmp_path: Path) -> None:
    async with fresh_store(tmp_path):
        with pytest.raises(ConfigError, match="läuft schon"):
            async with fresh_store(tmp_path):
                pass
        (tmp_path / "link.db").symlink_to(tmp_path / "ideenherd.db")
        with pytest.raises(ConfigError, match="läuft schon"):
            async with open_database(url_of(tmp_path / "link.db")):
                pass
    async with fresh_store(tmp_path) as storage:
        assert await names(storage) == []


async def go_on_after_too_much(storage: Database) -> None:
    async with storage.begin() as store:
        await store.talk.first_time(TELEGRAM, "1", NOW)
        with contextlib.suppress(DatabaseError, RuntimeError):
            async with store.savepoint():
                await member(store, ANNA, "Anna", about="x" * 100_000)
        await store.talk.first_time(TELEGRAM, "2", NOW)


@pytest.mark.usefixtures("sqlite_only")
async def test_a_full_disk_refuses_the_write_and_nothing_else(tmp_path: Path) -> None:
    async with fresh_store(tmp_path) as storage:
        engine = storage._engine  # noqa: SLF001 - the limit stands for a disk
        async with engine.connect() as connection:
            pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
            await connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 1}")
        with pytest.raises(DatabaseError, match="full"):
            async with storage.begin() as store:
                await member(store, ANNA, "Anna", about="x" * 100_000)
        with pytest.raises(RuntimeError, match="gave up"):
            await go_on_after_too_much(storage)
        async with storage.begin() as store:
            assert await store.talk.first_time(TELEGRAM, "1", NOW)
        async with engine.connect() as connection:
            await connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
        async with storage.begin() as store:
            await member(store, ANNA, "Anna", about="x" * 100_000)
        assert await names(storage) == ["Anna"]


@pytest.mark.usefixtures("sqlite_only")
async def test_a_commit_that_fails_undoes_the_transaction_and_nothing_else(tmp_path: Path) -> None:
    async with fresh_store(tmp_path) as storage:
        async with storage.begin() as store:
            await member(store, BEN, "Ben")
        log = tmp_path / "ideenherd.db-wal"
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size, before[1]))  # what the disk still holds
        try:
            with pytest.raises(DatabaseError, match="disk I/O"):
                async with storage.begin() as store:
                    await member(store, ANNA, "Anna")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert await names(storage) == ["Ben"]
        async with storage.begin() as store:
            await member(store, ANNA, "Anna")
        assert await names(storage) == ["Anna", "Ben"]


@pytest.mark.usefixtures("sqlite_only")
async def test_a_lock_held_by_another_tool_is_waited_for(tmp_path: Path) -> None:
    file = fresh_file(tmp_path)
    async with open_database(url_of(file)) as storage:
        with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as other:
            other.execute("BEGIN IMMEDIATE")
            threading.Timer(0.2, other.execute, ["ROLLBACK"]).start()
            async with storage.begin() as store:
                await member(store, ANNA, "Anna")
        assert await names(storage) == ["Anna"]


@pytest.mark.usefixtures("sqlite_only")
async def test_a_database_that_stays_locked_refuses_the_write_and_nothing_else(tmp_path: Path) -> None:
    file = fresh_file(tmp_path)
    async with open_database(url_of(file)) as storage:
        async with storage._engine.connect() as connection:  # noqa: SLF001 - the real patience is five seconds
            await connection.exec_driver_sql("PRAGMA busy_timeout = 50")
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(DatabaseError, match="locked"):
                async with storage.begin() as store:
                    await member(store, ANNA, "Anna")
            other.execute("ROLLBACK")
        async with storage.begin() as store:
            await member(store, BEN, "Ben")
        assert await names(storage) == ["Ben"]


async def test_a_database_in_memory_works_and_vanishes() -> None:
    for _ in range(2):
        async with open_database("sqlite+aiosqlite://") as storage:
            assert await names(storage) == []
            async with storage.begin() as store:
                await member(store, ANNA, "Anna")
            assert await names(storage) == ["Anna"]
            await storage.erase_traces()
            assert await names(storage) == ["Anna"]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("quatsch", "keine Adresse"),
        ("mysql://x", "mysql"),
        ("sqlite+aiosqlite:///file:x?uri=true", "file:"),
        ("sqlite+aiosqlite:////gibt/es/nicht/x.db", "Ordner"),
        ("sqlite+aiosqlite:///x.db?mode=ro", "„mode“ hinter dem Fragezeichen"),
        ("postgresql+asyncpg://u:geheim@127.0.0.1:9/x?sslmode=require", "„sslmode“ .* Meinst du ssl"),
        ("postgresql+asyncpg://u:geheim@127.0.0.1:99999/x", "Port"),
        ("postgresql+asyncpg://u@/x?host=/tmp&command_timeout=bald", "„command_timeout“ .* muss eine Zahl"),
        ("postgresql+asyncpg://u@/x?host=/tmp&command_timeout=0", "„command_timeout“ .* muss eine Zahl ab 1 sein"),
        ("postgresql+asyncpg://u@/x?host=127.0.0.1&port=99999", "„port“ .* muss eine Zahl von 1 bis 65535 sein"),
        (
            "postgresql+asyncpg://u:geheim@127.0.0.1:9/x?ssl=require&prepared_statement_cache_size=0",
            "nicht zu erreichen",
        ),
    ],
)
async def test_an_unusable_address_is_named(url: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        async with open_database(url):
            pass


async def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    file = tmp_path / "notiz.txt"
    file.write_text("Ein Einkaufszettel, lang genug für einen Kopf. " * 10)
    with pytest.raises(ConfigError, match="lässt sich nicht öffnen"):
        async with open_database(url_of(file)):
            pass
