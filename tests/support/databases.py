"""Real databases for tests: a file that is brought to the present revision once and then copied."""

from __future__ import annotations

import asyncio
import atexit
import functools
import shutil
import tempfile
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path

from storage.database import Database, open_database
from storage.revisions import migrate


def url_of(file: Path) -> str:
    """Return the URL of a database file."""
    return f"sqlite+aiosqlite:///{file}"


def fresh_file(folder: Path, name: str = "ideenherd.db") -> Path:
    """Put an empty database of the present revision into a folder and return its file."""
    return Path(shutil.copy(_template(), folder / name))


@asynccontextmanager
async def fresh_store(folder: Path) -> AsyncIterator[Database]:
    """Open an empty database in a folder; opening the same folder again is a restart."""
    file = folder / "ideenherd.db"
    if not file.exists():
        fresh_file(folder)
    async with open_database(url_of(file)) as database:
        yield database


@functools.cache
def _template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="ideenherd-tests-"))
    atexit.register(shutil.rmtree, folder)
    with ThreadPoolExecutor(1) as beside:  # a loop may be running here
        beside.submit(asyncio.run, migrate(url_of(folder / "template.db"))).result()
    return folder / "template.db"
