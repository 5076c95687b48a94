"""What the process holds while it handles more and more: commands, presses and posts of both platforms, in turns.

As many as fit are under way at once, and Telegram's windows are opened: what counts is how many there were, not how
quickly they came.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rich.table import Table

from benchmarks.bare_house import BARE
from benchmarks.herd import workshop
from benchmarks.probed import OPENED, PROBED
from benchmarks.sides import POST
from benchmarks.table import ratio, table
from benchmarks.town import COMMANDS, Process, Town, living, town

SHORT: Final = 5_000
LONG: Final = 100_000
LOOKS: Final = 10
MIX: Final = (*COMMANDS, POST, POST)
PLAIN: Final = ("termine", "suche", "hilfe", "start")  # what a bare bot knows
PLAIN_MIX: Final = (*PLAIN, *PLAIN[:3], POST, POST)
AT_ONCE: Final = 16  # questions that wait for an answer
GOAL: Final = 150e6  # bytes


@dataclass(frozen=True, slots=True)
class Look:
    """A process after so many messages: what it holds, in bytes, and what it handled a second since the last look."""

    messages: int
    held: int
    per_second: float


async def growth(messages: int) -> Table:
    """Let the bot and then a bare one handle so many messages, and show what they held meanwhile."""
    with workshop() as folder:
        ours = await _looks(folder, PROBED, MIX, messages)
    with workshop() as folder:
        bare = await _looks(folder, BARE, PLAIN_MIX, messages)
    made = table(
        f"Memory over {messages:,} messages, of both platforms",
        ("messages", "memory", "against the first", "bare", "against the first", "ratio", "a second", "bare"),
        f"{_grown(ours, 'ours')}; {_grown(bare, 'bare')}; goal: under {GOAL / 1e6:.0f} MB and under 5 %\n"
        "memory: resident, in MB of 1,000,000 bytes; bare: python-telegram-bot and discord.py in one process,\n"
        "which answer ok to every command and hear the posts",
    )
    for one, other in zip(ours, bare, strict=True):
        made.add_row(
            f"{one.messages:,}",
            f"{one.held / 1e6:.1f} MB",
            ratio(one.held / ours[0].held),
            f"{other.held / 1e6:.1f} MB",
            ratio(other.held / bare[0].held),
            ratio(one.held / other.held),
            f"{one.per_second:.0f}",
            f"{other.per_second:.0f}",
        )
    return made


def _grown(looks: Sequence[Look], name: str) -> str:
    half, last = looks[len(looks) // 2 - 1], looks[-1]
    return f"{name} grew by {last.held / half.held - 1:.1%} over the last {last.messages - half.messages:,}"


async def _looks(folder: Path, command: Sequence[str], mix: Sequence[str], messages: int) -> list[Look]:
    """Run a process and return what it held after each tenth of the messages."""
    async with town(folder) as there:
        await there.settles()
        async with living(there, command, **{OPENED: "1"}) as process:
            await there.ready(has_cards=command is PROBED)
            return [await _look(there, process, mix, messages // LOOKS) for _ in range(LOOKS)]


async def _look(there: Town, process: Process, mix: Sequence[str], messages: int) -> Look:
    began = time.monotonic()
    for _ in range(messages):
        await there.until(lambda: len(there.under_way) < AT_ONCE)
        there.ask(there.done, mix)
    await there.until(lambda: not there.under_way)
    there.check()
    there.questions.clear()
    return Look(there.done, process.resident, messages / (time.monotonic() - began))
