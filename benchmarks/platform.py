"""A platform: commands a second through the whole stack, against a bare bot that answers "ok" in the same run.

A server on loopback hands out the commands and takes the answers; the bots are processes of their own.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final, Protocol

from rich.table import Table

from benchmarks.endurance import resident
from benchmarks.table import duration, ratio, size, table

PEOPLE: Final = 50
EACH: Final = 8  # commands of a person
ROUNDS: Final = 3
QUICK: Final = Path("/dev/shm")  # noqa: S108 - memory that looks like a disk: there fsync costs nothing
BARE: Final = "bare"
KEEPING: Final = "bare, keeping"  # it notes in a database what it has answered, as durably as ours
WITHIN: Final = 120.0  # seconds for everything


class Stage(Protocol):
    """A server with people on it."""

    module: str  # starts a bot by its kind, an own file for its database, and `arguments`
    arguments: Sequence[str]
    at_once: int  # commands that wait for an answer at a time

    async def ready(self) -> None:
        """Wait until the bot can be asked."""
        ...

    def ask(self, person: int, command: str) -> None:
        """Let a person send a command."""
        ...

    def answered(self) -> int:
        """Return how many commands are answered."""
        ...

    async def until(self, predicate: Callable[[], bool]) -> None:
        """Wait until something is so."""
        ...

    def check(self) -> None:
        """Raise RuntimeError where the server has refused something."""
        ...


Opened = Callable[[int], AbstractAsyncContextManager[Stage]]


@dataclass(slots=True)
class _Run:
    """What one kind of bot did in each round."""

    per_second: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)  # processor time a command
    first_answer: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)


async def tables(
    platform: str, opened: Opened, lists: dict[str, tuple[str, ...]], caption: str
) -> AsyncIterator[Table]:
    """Yield a table for each list of commands; `opened` gives a stage with so many people."""
    for name, commands in lists.items():
        runs: dict[str, _Run] = {}
        for _ in range(ROUNDS):
            for kind, folder in _kinds().items():
                async with opened(PEOPLE) as stage:
                    await _measured(runs.setdefault(kind, _Run()), kind, folder, stage, commands)
        yield _table(f"{platform}: {name}, {PEOPLE * EACH} commands of {PEOPLE} people", runs, caption)


def _kinds() -> dict[str, Path | None]:
    """Return the bots by name, each with where its database lies; without a memory disk fsync is not told apart."""
    kinds: dict[str, Path | None] = {BARE: None, KEEPING: None, "ours": None}
    return kinds | {"ours, no fsync": QUICK} if QUICK.is_dir() else kinds


def _table(title: str, runs: dict[str, _Run], caption: str) -> Table:
    made = table(
        title,
        ("", "a second", "of the bare bot", "CPU each", "against bare", "first answer after", "memory", "against bare"),
        f"{caption}; keeping: and notes each in a database, as durably;\nno fsync: the database in memory; "
        "first answer: from the start of the process; memory: resident after the last answer",
    )
    plain = runs[BARE]
    for kind, run in runs.items():
        shares = [ours / theirs for ours, theirs in zip(run.per_second, plain.per_second, strict=True)]
        made.add_row(
            kind,
            f"{median(run.per_second):.0f}",
            f"{median(shares):.2f}",
            duration(median(run.work)),
            ratio(median(run.work) / median(plain.work)),
            duration(median(run.first_answer)),
            size(median(run.memory)),
            ratio(median(run.memory) / median(plain.memory)),
        )
    return made


async def _measured(run: _Run, kind: str, where: Path | None, stage: Stage, commands: tuple[str, ...]) -> None:
    """Let one bot answer everything once."""
    began = time.perf_counter()
    async with _bot(kind, stage, where) as bot:
        await stage.ready()
        stage.ask(0, commands[0])
        await stage.until(lambda: stage.answered() == 1)
        run.first_answer.append(time.perf_counter() - began)
        began, before = time.perf_counter(), worked(bot.pid)
        await _all_answered(stage, commands)
        run.per_second.append(PEOPLE * EACH / (time.perf_counter() - began))
        run.work.append((worked(bot.pid) - before) / (PEOPLE * EACH))
        run.memory.append(resident(bot.pid))
        stage.check()


async def _all_answered(stage: Stage, commands: tuple[str, ...]) -> None:
    """Send every command as soon as it may wait, and wait for the last answer."""
    for sent in range(PEOPLE * EACH):
        await stage.until(lambda sent=sent: sent + 1 - stage.answered() < stage.at_once)  # type: ignore[misc]  # a default
        stage.ask(sent % PEOPLE, commands[sent // PEOPLE % len(commands)])
    await stage.until(lambda: stage.answered() == PEOPLE * EACH + 1)


def worked(pid: int) -> float:
    """Return the processor time that a process has used, in seconds; nothing where the system does not tell."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


@asynccontextmanager
async def _bot(kind: str, stage: Stage, where: Path | None) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a bot of a kind and kill it at the end."""
    with TemporaryDirectory(prefix="ideenherd-bench-", dir=where) as folder:
        bot = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", stage.module, kind.removesuffix(", no fsync")),
            *(str(Path(folder) / "bench.db"), *stage.arguments),
        )
        try:
            yield bot
        finally:
            bot.kill()
            await bot.wait()
