"""Delivery: private reminders that fall due, to messengers that accept at once.

Every row is for a member of its own, so nothing is digested and no chat waits for another. The network costs nothing
here: what remains is claiming, rendering and marking.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from sqlite3 import Connection
from typing import Any, Final

from rich.table import Table

from benchmarks.bare import Statement, bare, commits, recorded
from benchmarks.herd import NOW, Herd, copied, peopled, running, workshop, write
from benchmarks.table import duration, ratio, table
from benchmarks.timing import Rounds, awaited, timed
from bot.domain.events import Reminder
from bot.domain.people import Platform
from bot.domain.sending import Outcome
from bot.outbox.reminders import key_of
from storage import schema

MEMBERS: Final = 1000
SENT: Final = 50
FUTURE: Final = (1000, 100_000)
DUE: Final = 10
BACKLOG: Final = (100, 1000, 5000)
ROUNDS: Final = 3
A_MINUTE: Final = timedelta(minutes=1)
_FIRST: Final = (
    "SELECT id FROM deliveries WHERE outcome = 'waiting' AND next_try_at <= ? ORDER BY next_try_at, id LIMIT 1"
)
_LATER: Final = """
    INSERT INTO deliveries (key, kind, lane, due, subject, member_id, outcome, next_try_at, attempts, doubts, reason)
    WITH RECURSIVE row (at, due) AS (
        SELECT 1, strftime('%Y-%m-%d %H:%M:%S.000000', :now, '+30 days')
        UNION ALL
        SELECT at + 1, strftime('%Y-%m-%d %H:%M:%S.000000', due, '+1 minutes') FROM row WHERE at < :count
    )
    SELECT 'later:' || at, kind, lane, row.due, subject, member_id, outcome, row.due, 0, 0, ''
    FROM row JOIN (SELECT * FROM deliveries LIMIT 1)
"""
_WRITTEN: Final = NOW.strftime("%Y-%m-%d %H:%M:%S.%f")  # as the columns hold it


async def tables() -> AsyncIterator[Table]:
    """Yield the tables of the delivery."""
    with workshop() as folder:
        start = await peopled(folder / "start.db", MEMBERS)
        yield await _speed(start)
        yield await _future(start)
        yield await _backlog(start)


async def _speed(start: Path) -> Table:
    """Measure how quickly rows go out that are due at once."""
    made = table(
        f"Delivery: {SENT} reminders due at once, accepted at once",
        ("", "a second", "bare loop", "ratio", "CPU a row", "bare loop", "ratio", "statements a row", "commits a row"),
        "bare loop: UPDATE to sent and COMMIT for each message, without claim and rendering, as durable",
    )
    due = _planned(start, "due.db", [NOW] * SENT)
    core, loop, core_work, loop_work = (Rounds() for _ in range(4))
    asked: tuple[Statement, ...] = ()
    for _ in range(ROUNDS):
        spent, work, asked = await _delivered(copied(due, "core.db"))
        core.add([spent])
        core_work.add([work])
        spent, work = _marked(copied(due, "bare.db"))
        loop.add([spent])
        loop_work.add([work])
    made.add_row(
        "rows",
        f"{core.per_second:.0f}",
        f"{loop.per_second:.0f}",
        ratio(core.against(loop)),
        duration(core_work.p50),
        duration(loop_work.p50),
        ratio(core_work.against(loop_work)),
        f"{(len(asked) - commits(asked)) / SENT:.1f}",
        f"{commits(asked) / SENT:.1f}",
    )
    return made


async def _delivered(file: Path) -> tuple[float, float, tuple[Statement, ...]]:
    """Deliver what is due; return what a row took, in all and of the processor, and what was asked of the database."""
    async with running(file) as herd:
        with recorded() as record:
            work = time.process_time()
            spent = await awaited(herd.app.courier.deliver_due())
            work = time.process_time() - work
        _must_have_sent(herd, SENT)
    return spent / SENT, work / SENT, record.take()


def _marked(file: Path) -> tuple[float, float]:
    """Mark each row as sent and nothing else; return what a row took, in all and of the processor."""
    with bare(file) as connection:
        work = time.process_time()
        spent = timed(partial(_mark_each, connection))
        return spent / SENT, (time.process_time() - work) / SENT


async def _future(start: Path) -> Table:
    """Measure what rows cost that are not due yet."""
    few, many = FUTURE
    made = table(
        f"Delivery: what {many:,} future rows cost, against {few:,}",
        ("", f"{few:,} rows", f"{many:,} rows", "ratio"),
        "1.0 means: what is due alone counts",
    )
    files = [_with_future(start, count) for count in FUTURE]
    nothing, each, soonest = ((Rounds(), Rounds()) for _ in range(3))
    async with running(files[0]) as small, running(files[1]) as large:
        for _ in range(ROUNDS + 1):
            herds = (small, large)
            for measured, again in ((nothing, _deliver), (soonest, _look)):
                spent = [[await awaited(again(herd)) for herd in herds] for _ in range(8)]
                for at in (0, 1):
                    measured[at].add(one[at] for one in spent)
            for at, herd in enumerate(herds):
                herd.clock.at += A_MINUTE
                each[at].add([await awaited(_deliver(herd)) / DUE])
        _must_have_sent(small, DUE * (ROUNDS + 1))
        _must_have_sent(large, DUE * (ROUNDS + 1))
    named = (
        ("deliver_due, nothing due", nothing),
        (f"deliver_due, {DUE} due, a row", each),
        ("next_due", soonest),
    )
    for name, (one, other) in named:
        made.add_row(name, duration(one.p50), duration(other.p50), ratio(other.against(one)))
    return made


async def _backlog(start: Path) -> Table:
    """Measure what a claim costs when more is due."""
    made = table(
        "Delivery: claiming the next row when many are due",
        ("rows due", "first claim", "later claims", "bare claim", "ratio", f"against {BACKLOG[0]} due"),
        "a claim is one transaction, and no command is answered meanwhile; the first chooses the routes of all rows\n"
        "bare claim: BEGIN, SELECT the oldest by index, UPDATE to sending, COMMIT",
    )
    least: Rounds | None = None
    for count in BACKLOG:
        first, later, plain = await _claims(_planned(start, "backlog.db", [NOW] * count))
        least = least or later
        made.add_row(
            f"{count:,}",
            duration(first.p50),
            duration(later.p50),
            duration(plain.p50),
            ratio(later.against(plain)),
            ratio(later.against(least)),
        )
    return made


async def _claims(file: Path) -> tuple[Rounds, Rounds, Rounds]:
    """Return what the first claim takes, what later ones do, and bare ones; on a fresh copy each round."""
    first, later, plain = Rounds(), Rounds(), Rounds()
    for _ in range(ROUNDS):
        async with running(copied(file, "claims.db")) as herd:
            first.add([await awaited(_claim(herd))])
            later.add([await awaited(_claim(herd)) for _ in range(20)])
        with bare(copied(file, "bare.db")) as connection:
            plain.add([timed(partial(_claim_bare, connection)) for _ in range(20)])
    return first, later, plain


def _planned(start: Path, name: str, dues: Sequence[datetime]) -> Path:
    """Return a copy of the database with one reminder for each instant, the members taking turns."""
    file = copied(start, name)
    reminders = [
        Reminder(at + 1, at % MEMBERS + 1, "Rechnung schreiben", due, NOW - A_MINUTE) for at, due in enumerate(dues)
    ]
    rows = [
        (schema.reminders, [_kept(one) for one in reminders]),
        (schema.deliveries, [_row(one) for one in reminders]),
    ]
    write(file, rows)
    return file


def _kept(reminder: Reminder) -> dict[str, Any]:
    named = ("id", "member_id", "text", "due", "created_at", "lead")
    return {name: getattr(reminder, name) for name in named}


def _row(reminder: Reminder) -> dict[str, Any]:
    """Return a row of the outbox as it is when it was just planned."""
    return {
        "key": key_of(reminder),
        "kind": "reminder",
        "lane": 3,
        "due": reminder.due,
        "subject": {"reminder": reminder.id},
        "member_id": reminder.member_id,
        "outcome": Outcome.WAITING,
        "next_try_at": reminder.due,
        "attempts": 0,
        "doubts": 0,
        "reason": "",
    }


def _with_future(start: Path, count: int) -> Path:
    """Return a copy with some rows due in each of the next minutes, and so many in the months after."""
    soon = [NOW + A_MINUTE * (at // DUE + 1) for at in range(DUE * (ROUNDS + 1))]
    file = _planned(start, f"{count}.db", soon)
    with bare(file) as connection:
        connection.execute(_LATER, {"now": _WRITTEN, "count": count})
    return file


def _must_have_sent(herd: Herd, count: int) -> None:
    sent = sum(wire.accepted for wire in herd.wires.values())
    if sent != count:
        raise RuntimeError(f"{sent} of {count} messages were sent")


def _mark_each(connection: Connection) -> None:
    ids = connection.execute("SELECT id FROM deliveries WHERE outcome = 'waiting' ORDER BY id").fetchall()
    for (row_id,) in ids:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "UPDATE deliveries SET outcome = 'sent', sent_at = ?, ref_platform = 'telegram', ref_chat = 'dm',"
            " ref_topic = '', ref_message = ? WHERE id = ?",
            (_WRITTEN, str(row_id), row_id),
        )
        connection.execute("COMMIT")


async def _deliver(herd: Herd) -> None:
    await herd.app.courier.deliver_due()


async def _look(herd: Herd) -> None:
    await herd.app.next_due()


async def _claim(herd: Herd) -> None:
    async with herd.app.storage.begin() as store:
        if not await store.outbox.claim(Platform.TELEGRAM, (), "bench", NOW, NOW - A_MINUTE, ("reminder",)):
            raise RuntimeError("nothing was claimed")


def _claim_bare(connection: Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    (row_id,) = connection.execute(_FIRST, (_WRITTEN,)).fetchone()
    connection.execute("UPDATE deliveries SET outcome = 'sending', attempts = attempts + 1 WHERE id = ?", (row_id,))
    connection.execute("COMMIT")
