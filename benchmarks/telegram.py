"""Telegram: commands a second through the whole stack, against a bare bot that answers "ok" in the same run.

A server on loopback hands out the commands and takes the answers; the bots are processes of their own. The commands
wait when a bot asks for them, so that it works as fast as it can; each person's are answered in their order.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from rich.table import Table

from benchmarks.endurance import resident
from benchmarks.table import duration, ratio, size, table
from tests.support.botapi import BotApi

PEOPLE: Final = 50
EACH: Final = 8  # commands of a person
ROUNDS: Final = 3
MIX: Final = ("/start", "/termine", "/suche python", "/hilfe")
LISTS: Final[dict[str, tuple[str, ...]]] = {
    "/termine": ("/termine",),
    "/suche python": ("/suche python",),
    "a mix": MIX,
}
QUICK: Final = Path("/dev/shm")  # noqa: S108 - memory that looks like a disk: there fsync costs nothing
BARE: Final = "bare"


@dataclass(slots=True)
class _Run:
    """What one kind of bot did in each round."""

    per_second: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)  # processor time a command
    first_answer: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)


async def tables() -> AsyncIterator[Table]:
    """Yield the tables of Telegram."""
    for name, commands in LISTS.items():
        runs: dict[str, _Run] = {}
        for _ in range(ROUNDS):
            for kind, folder in _kinds().items():
                await _measured(runs.setdefault(kind, _Run()), kind, folder, commands)
        yield _table(name, runs)


def _kinds() -> dict[str, Path | None]:
    """Return the bots by name, each with where its database lies; without a memory disk fsync is not told apart."""
    kinds: dict[str, Path | None] = {BARE: None, "ours": None}
    return kinds | {"ours, no fsync": QUICK} if QUICK.is_dir() else kinds


def _table(name: str, runs: dict[str, _Run]) -> Table:
    made = table(
        f"Telegram: {name}, {PEOPLE * EACH} commands of {PEOPLE} people",
        ("", "a second", "of the bare bot", "CPU each", "against bare", "first answer after", "memory", "against bare"),
        "windows opened; bare: python-telegram-bot that answers ok; no fsync: the database in memory;\n"
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


async def _measured(run: _Run, kind: str, where: Path | None, commands: tuple[str, ...]) -> None:
    """Let one bot answer everything once."""
    async with BotApi(strict=False) as api:
        people = [api.person(f"Person {number}") for number in range(PEOPLE)]
        people[0].says(commands[0])
        began = time.perf_counter()
        async with _bot(kind, api, where) as bot:
            await api.until(lambda: people[0].messages, within=60)
            run.first_answer.append(time.perf_counter() - began)
            before = len(api.calls)
            for number in range(EACH):
                for person in people:
                    person.says(commands[number % len(commands)])
            began, worked = time.perf_counter(), _worked(bot.pid)
            wanted = EACH + 1
            await api.until(
                lambda: all(len(person.messages) >= wanted - (person is not people[0]) for person in people), within=120
            )
            run.per_second.append(PEOPLE * EACH / (time.perf_counter() - began))
            run.work.append((_worked(bot.pid) - worked) / (PEOPLE * EACH))
            run.memory.append(resident(bot.pid))
            if any(call.status != 200 for call in api.calls[before:]):
                raise RuntimeError("the server has refused something")


def _worked(pid: int) -> float:
    """Return the processor time that a process has used, in seconds; nothing where the system does not tell."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


@asynccontextmanager
async def _bot(kind: str, api: BotApi, where: Path | None) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a bot of a kind and kill it at the end."""
    with TemporaryDirectory(prefix="ideenherd-bench-", dir=where) as folder:
        name = BARE if kind == BARE else "ours"
        bot = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "benchmarks.telegram_bots", name, api.token, api.base_url),
            str(Path(folder) / "bench.db"),
        )
        try:
            yield bot
        finally:
            bot.kill()
            await bot.wait()
