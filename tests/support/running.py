"""`ideenherd run` as a process of its own, against servers on loopback."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from tests.support.canaries import sung

ROOT: Final = str(Path(__file__).resolve().parents[2])
RUN: Final = ("-m", "bot", "run")
STUCK: Final = ("-m", "tests.support.stuck", "run")  # with a thread that never ends


class Running:
    """One process after another on the same database; `log` is what all of them have said, in any way.

    The settings may be changed between two of them. `command` is what Python is started with.
    """

    def __init__(self, folder: Path, settings: Mapping[str, str], command: Sequence[str] = RUN) -> None:
        self.folder = folder
        self.log = ""
        self._settings = settings
        self._command = command
        self._process: asyncio.subprocess.Process | None = None
        self._reader: asyncio.Task[None] | None = None

    @property
    def is_up(self) -> bool:
        """Say whether a process runs."""
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        """Start a process."""
        assert not self.is_up
        environment = {name: value for name, value in os.environ.items() if not name.startswith("IDEENHERD_")}
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, *self._command),
            cwd=self.folder,
            env={
                **environment,
                "PYTHONPATH": ROOT,
                "IDEENHERD_STORAGE__URL": f"sqlite+aiosqlite:///{self.folder / 'ideenherd.db'}",
                **self._settings,
            },
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        self._reader = asyncio.create_task(self._read())

    def kill(self) -> None:
        """Kill the process as a power cut would."""
        if self._process is not None and self._process.returncode is None:
            os.kill(self._process.pid, signal.SIGKILL)

    async def ended(self, within: float = 15.0) -> int:
        """Wait for the end of the process and return its status."""
        assert self._process is not None
        assert self._reader is not None
        async with asyncio.timeout(within):
            status = await self._process.wait()
            await self._reader
        return status

    async def stopped(self, within: float = 15.0) -> int:
        """Ask the process to end in order and return its status."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        return await self.ended(within)

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Read the database of a process that has ended."""
        connection = sqlite3.connect(self.folder / "ideenherd.db")
        try:
            return connection.execute(statement, values).fetchall()
        finally:
            connection.close()

    async def _read(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            self.log += line.decode()


@asynccontextmanager
async def process(folder: Path, settings: Mapping[str, str], command: Sequence[str] = RUN) -> AsyncIterator[Running]:
    """Give processes that are gone at the end, whatever happened."""
    running = Running(folder, settings, command)
    try:
        yield running
    finally:
        running.kill()
        if running._process is not None:  # noqa: SLF001 - it is this file's own
            await running.ended()
        assert sung(running.log) == [], "a token is in the log"
