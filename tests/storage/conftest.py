"""The database of each test: a SQLite file of its own, or PostgreSQL where TEST_POSTGRESQL_URL names a server."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from storage.database import Database, open_database
from storage.revisions import migrate
from tests.support.databases import fresh_store


@pytest_asyncio.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Database]:
    server = os.environ.get("TEST_POSTGRESQL_URL")
    if server is None:
        async with fresh_store(tmp_path) as database:
            yield database
        return
    await emptied(server)
    await migrate(server)
    async with open_database(server) as database:
        yield database


@pytest.fixture
def server(storage: Database) -> str:
    """Return the URL of the server on which the test's database is; for promises of PostgreSQL."""
    if "TEST_POSTGRESQL_URL" not in os.environ:
        pytest.skip("a promise of PostgreSQL")
    return os.environ["TEST_POSTGRESQL_URL"]


@pytest.fixture
def sqlite_only() -> None:
    if "TEST_POSTGRESQL_URL" in os.environ:
        pytest.skip("a promise of the SQLite file")


async def emptied(server: str) -> None:
    """Take everything away from a server."""
    engine = create_async_engine(server)
    async with engine.begin() as connection:
        await connection.execute(text("DROP SCHEMA public CASCADE"))
        await connection.execute(text("CREATE SCHEMA public"))
    await engine.dispose()
