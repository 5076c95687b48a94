"""The start, and what a process holds: from the first instruction to the first answer, and after many commands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from tempfile import TemporaryDirectory
from typing import Final

from rich.table import Table

from benchmarks.endurance import resident
from benchmarks.table import duration, ratio, size, table
from benchmarks.timing import Rounds

ROUNDS: Final = 3
COMMANDS: Final = 2000
_SAYS: Final = "import sys; print(1, flush=True); sys.stdin.read()"
_ANNA: Final = "anna@telegram> /hilfe\n"
_DEMO: Final = ("-m", "bot", "demo", "--json", "--script", "-")
PLAIN: Final = "python -c pass"
PROCESSES: Final = {  # each writes a line when it is ready, and ends with its input
    PLAIN: ("-c", _SAYS),
    "import bot.cli": ("-c", f"import bot.cli; {_SAYS}"),
    "import bot.app": ("-c", f"import bot.app; {_SAYS}"),
    "demo --empty, first answer": (*_DEMO, "--empty"),
    "demo, first answer": _DEMO,
}


@dataclass(slots=True)
class _Started:
    ready: Rounds = field(default_factory=Rounds)
    held: Rounds = field(default_factory=Rounds)


async def tables() -> AsyncIterator[Table]:
    """Yield the tables of the start and of a long run."""
    yield _starts()
    yield _endurance()


def _starts() -> Table:
    made = table(
        "Start: a process until it has something to say",
        ("", "ready after", f"against {PLAIN}", "memory", f"against {PLAIN}"),
        "memory: resident when it is ready; the demo is given one line, with its sample members or without (--empty);\n"
        "with the bytecode of an earlier start, as installed programs have it",
    )
    started = {name: _Started() for name in PROCESSES}
    with TemporaryDirectory() as bytecode:
        for arguments in PROCESSES.values():
            _ready(arguments, bytecode)
        for _ in range(ROUNDS):
            for name, arguments in PROCESSES.items():
                seconds, held = _ready(arguments, bytecode)
                started[name].ready.add([seconds])
                started[name].held.add([held])
    plain = started[PLAIN]
    for name, one in started.items():
        made.add_row(
            name,
            duration(one.ready.p50),
            ratio(one.ready.against(plain.ready)),
            size(one.held.p50),
            ratio(one.held.against(plain.held)),
        )
    return made


def _ready(arguments: tuple[str, ...], bytecode: str) -> tuple[float, int]:
    """Start a Python process; return when its first line came, and how much memory it held then.

    It finds what was compiled before, as an installed program does, whatever the environment says about that.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = bytecode
    start = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        text=True,
        encoding="utf-8",
    ) as process:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("there is no pipe to the process")
        process.stdin.write(_ANNA)
        process.stdin.flush()
        if not process.stdout.readline():
            raise RuntimeError(f"python {' '.join(arguments)} said nothing")
        seconds, held = time.perf_counter() - start, resident(process.pid)
        process.communicate()
    return seconds, held


def _endurance() -> Table:
    made = table(
        f"Endurance: {COMMANDS:,} commands in one process",
        ("commands", "memory", "against the first", "objects", "against the first"),
        "chat, posts that ask, skills, searches, answers, profiles, help; delivered every fifty;\n"
        "memory: resident after a garbage collection",
    )
    run = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "benchmarks.endurance", str(COMMANDS)], stdout=subprocess.PIPE, check=True
    )
    looks = json.loads(run.stdout)
    first = looks[0]
    for look in (first, looks[len(looks) // 2], looks[-1]):
        made.add_row(
            f"{look['commands']:,}",
            size(look["resident"]),
            ratio(look["resident"] / first["resident"]),
            f"{look['objects']:,}",
            ratio(look["objects"] / first["objects"]),
        )
    return made
