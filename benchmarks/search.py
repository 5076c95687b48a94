"""Search: `/suche` through the whole core in communities of two sizes, against SQL that lets the database choose."""

from __future__ import annotations

import itertools
import json
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path
from sqlite3 import Connection
from typing import Final

from rich.table import Table

from benchmarks.bare import bare
from benchmarks.herd import NOW, Herd, caller, copied, peopled, running, workshop
from benchmarks.table import duration, ratio, table
from benchmarks.timing import Rounds, awaited, timed
from bot.domain.towns import REMOTE, neighbours

SIZES: Final = {1000: 4, 10_000: 1}  # and how many searches a round
ROUNDS: Final = 3
QUESTIONS: Final = (  # what is typed, and what the plain SQL is given: key, town, only who is free
    ("python", "python", None, False),
    ("python essen frei", "python", "Essen", True),
    ("essen", None, "Essen", False),
    ("pyton", "pyton", None, False),
)
Question = tuple[str, str | None, str | None, bool]

_COUNTED: Final = (
    "INSERT INTO limits (what, who, uses, until) VALUES ('suche', ?, 1, ?)"
    " ON CONFLICT (what, who) DO UPDATE SET uses = uses + 1"
)
_WHO: Final = """
    FROM members AS m {joined}
    WHERE m.visibility IN ('getaggt', 'gelistet') AND m.erase_at IS NULL AND m.left_at IS NULL
        AND (:town IS NULL OR m.town IN (SELECT value FROM json_each(:towns)))
        AND (NOT :free OR m.availability = 'frei' OR (m.availability = 'ab' AND m.available_from <= :today))
    ORDER BY CASE m.town WHEN :town THEN 0 WHEN 'remote' THEN 2 ELSE 1 END, m.availability = 'frei' DESC, m.name
    LIMIT 10
"""
_ALL: Final = "SELECT m.id, m.name, m.trade, m.town, m.about, m.availability, count(*) OVER ()" + _WHO.format(joined="")
_HOLDERS: Final = "SELECT m.id, m.name, m.trade, m.town, m.about, m.availability, count(*) OVER ()" + _WHO.format(
    joined="JOIN member_skills AS s ON s.member_id = m.id AND s.key = :key AND s.stance IN ('biete', 'lerne')"
)
_SKILLS: Final = (
    "SELECT member_id, label, stance FROM member_skills WHERE member_id IN (SELECT value FROM json_each(?))"
)
_LOGINS: Final = "SELECT member_id, platform FROM accounts WHERE member_id IN (SELECT value FROM json_each(?))"


async def tables() -> AsyncIterator[Table]:
    """Yield the table of the search."""
    few, many = SIZES
    made = table(
        f"Search: {few:,} members, and {many:,}",
        ("", "hits", "p50", "SQL", "ratio", "hits", "p50", "SQL", "ratio", f"against {few:,}"),
        "SQL: count the use, let the database filter, sort and cut to ten, read their skills and logins, COMMIT;\n"
        "it knows no aliases, no terms of members' own and no Meintest du",
    )
    with workshop() as folder:
        files = [await peopled(folder / f"{size}.db", size) for size in SIZES]
        twins = [copied(file, f"twin-{file.name}") for file in files]
        people = itertools.count(1)
        async with running(files[0]) as small, running(files[1]) as large:
            for question in QUESTIONS:
                first = await _measured(small, twins[0], question, people, SIZES[few])
                second = await _measured(large, twins[1], question, people, SIZES[many])
                made.add_row(f"/suche {question[0]}", *first[0], *second[0], ratio(second[1].against(first[1])))
    yield made


async def _measured(
    herd: Herd, twin: Path, question: Question, people: Iterator[int], each: int
) -> tuple[list[str], Rounds]:
    """Return the cells of one size, and the rounds of the core."""
    core, plain = Rounds(), Rounds()
    line = f"/suche {question[0]}"
    with bare(twin) as connection:
        ask = partial(_asked, connection, question)
        await herd.app.desk.say(caller(next(people)), line)
        for _ in range(ROUNDS):
            core.add([await awaited(herd.app.desk.say(caller(next(people)), line)) for _ in range(each)])
            plain.add([timed(ask) for _ in range(each)])
        return [f"{ask():,}", duration(core.p50), duration(plain.p50), ratio(core.against(plain))], core


def _asked(connection: Connection, question: Question) -> int:
    """Ask the database alone; return how many there are in all."""
    _, key, town, free = question
    near = [town, *neighbours(town), REMOTE] if town else []
    values = {"key": key, "town": town, "towns": json.dumps(near), "free": free, "today": NOW.date().isoformat()}
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(_COUNTED, ("somebody", "2026-12-01 10:00:00.000000"))
    rows = connection.execute(_HOLDERS if key else _ALL, values).fetchall()
    ids = json.dumps([row[0] for row in rows])
    connection.execute(_SKILLS, (ids,)).fetchall()
    connection.execute(_LOGINS, (ids,)).fetchall()
    connection.execute("COMMIT")
    return int(rows[0][-1]) if rows else 0
