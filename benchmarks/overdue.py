"""After an outage: how long from the start of the process until the first of many overdue messages is accepted.

What is overdue is what an outage leaves: reminders of every member above all, cards of jobs and of events in the places
of both platforms. The rows are written as the bot plans them.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any, Final

from rich.table import Table

from benchmarks.bare_house import BARE, GREETS
from benchmarks.growth import PLAIN
from benchmarks.herd import url_of, workshop, write
from benchmarks.lag import share
from benchmarks.table import duration, ratio, table
from benchmarks.town import PEOPLE, Town, living, published, town
from bot.domain.events import Reminder
from bot.domain.jobs import Job, JobPart, JobState
from bot.domain.sending import Outcome
from bot.matching.naming.vocabulary import Vocabulary
from bot.outbox import jobs
from bot.outbox.reminders import TEXT_WAITS, key_of
from bot.ports import Store
from bot.service import SystemClock
from storage import schema
from storage.database import open_database
from tests.support.running import RUN

FEW, MANY = 20, 20_000
ROUNDS: Final = 3
LATE: Final = timedelta(hours=3)
JOBS, EVENTS = 3, 3  # each with a row for the place on either platform, as the event has that is there already
MEANWHILE: Final = 8.0  # seconds after the first message in which more go out and commands are asked
A_SECOND: Final = 5  # such commands
ASKING: Final = 300  # the first who ask: whose reminders come last, so that none of them is taken for an answer
GOAL: Final = 3.0  # seconds
_COLUMNS: Final = ("id", "member_id", "text", "due", "created_at", "lead")


@dataclass(slots=True)
class _Starts:
    first: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)  # processor time until then
    per_second: list[float] = field(default_factory=list)  # messages that go out after the first
    took: list[float] = field(default_factory=list)  # answers meanwhile


async def overdue() -> Table:
    """Measure the start with few and many overdue rows, and a bare bot's."""
    starts = {"bare": _Starts(), f"{FEW} rows": _Starts(), f"{MANY:,} rows": _Starts()}
    bare, few, many = starts.values()
    with workshop() as folder:
        for number in range(ROUNDS):
            async with town(_made(folder / f"bare {number}")) as there:
                await _starts(there, bare, BARE, greets=there.telegram.logins[0])
            for rows, one in ((FEW, few), (MANY, many)):
                async with town(_made(folder / f"{rows} {number}")) as there:
                    await _owes(there, rows)
                    await _starts(there, one, RUN, goes_on=number == ROUNDS - 1)
    made = table(
        f"Start after an outage, rows of {PEOPLE} members and four places on both platforms",
        (
            "overdue",
            "first message after",
            f"against {FEW} rows",
            "against bare",
            "CPU until then",
            "then a second",
            "answers p50",
            "p99",
        ),
        f"from the start of the process to the first message that a platform accepted; goal: {GOAL:.0f} s of {MANY:,}\n"
        f"then a second: messages, many rows in one, in the {MEANWHILE:.0f} s after it;"
        f" answers: to {A_SECOND} commands a second meanwhile\n"
        "bare: python-telegram-bot and discord.py, which say something as soon as they can",
    )
    for name, one in starts.items():
        ratios = _against(one, few), _against(one, bare)
        made.add_row(name, duration(median(one.first)), *ratios, duration(median(one.work)), *_meanwhile(one))
    return made


def _against(one: _Starts, other: _Starts) -> str:
    return ratio(median(mine / theirs for mine, theirs in zip(one.first, other.first, strict=True)))


def _meanwhile(one: _Starts) -> tuple[str, str, str]:
    """Return what went on after the first message, where something did."""
    if not one.took:
        return "", "", ""
    return f"{median(one.per_second):.1f}", duration(share(one.took, 0.5)), duration(share(one.took, 0.99))


async def _starts(
    there: Town, starts: _Starts, command: Sequence[str], *, goes_on: bool = False, greets: str = ""
) -> None:
    """Start a process and wait for its first message; where it goes on, ask it something meanwhile."""
    began = time.monotonic()
    async with living(there, command, **{GREETS: greets}) as process:
        await there.until(lambda: bool(there.sent))
        starts.work.append(process.worked)
        starts.first.append(there.sent[0] - began)
        if goes_on:
            await there.ready(has_cards=False)
            there.done = ASKING
            before, since = len(there.sent), time.monotonic()
            asked = await there.paced(A_SECOND, MEANWHILE, PLAIN)
            starts.per_second.append((len(there.sent) - before) / (time.monotonic() - since))
            await there.until(lambda: not there.under_way)
            starts.took += [each.took for each in asked]
    there.check()


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


async def _owes(there: Town, rows: int) -> None:
    """Let the community be known, and so many rows be overdue."""
    await there.settles()
    at = SystemClock().now() - LATE
    async with open_database(url_of(there.file)) as database, database.begin() as store:
        for number in range(JOBS):
            await jobs.plan_cards(store, await _job(store, number, at), at)
        for number in range(EVENTS):
            await published(store, f"Treffen {number}", at)
    reminders = [_reminder(number, at) for number in range(rows - 2 * JOBS - 2 * (EVENTS + 1))]
    write(
        there.file,
        [
            (schema.reminders, [{name: getattr(one, name) for name in _COLUMNS} for one in reminders]),
            (schema.deliveries, [_row(one) for one in reminders]),
        ],
    )


async def _job(store: Store, number: int, at: datetime) -> Job:
    skill = Vocabulary.load().known("WordPress")
    if skill is None or skill.part is None:
        raise RuntimeError("the vocabulary does not know the skill")
    parts = (JobPart(skill.part, skill.part.title(), (skill,)),)
    text = "Ein Verein braucht eine neue Website."
    return await store.jobs.create(
        Job(0, number + 1, JobState.OPEN, f"Website {number}", text, None, "", "", parts, 1, at)
    )


def _reminder(number: int, at: datetime) -> Reminder:
    due = at + timedelta(seconds=number % 7200)
    return Reminder(number + 1, number % PEOPLE + 1, f"Rechnung {number} schreiben", due, at)


def _row(reminder: Reminder) -> dict[str, Any]:
    """Return a row of the outbox as `bot.outbox.reminders.plan` writes it."""
    return {
        "key": key_of(reminder),
        "kind": "reminder",
        "lane": 3,
        "due": reminder.due,
        "expires": reminder.due + TEXT_WAITS,
        "subject": {"reminder": reminder.id},
        "member_id": reminder.member_id,
        "outcome": Outcome.WAITING,
        "next_try_at": reminder.due,
        "attempts": 0,
        "doubts": 0,
        "reason": "",
    }
