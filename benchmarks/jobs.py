"""Jobs: a press of *Interesse* at a job with 20 copies, 500 people interested against 5; and until every copy shows it.

Both jobs have the same 20 places and stand in files of the same people, so the ratios say what the number of those who
are interested costs. What a press does with all copies is one statement; the edits follow from it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from rich.table import Table

from benchmarks.bare import Record, commits, recorded
from benchmarks.herd import COMMUNITY, NOW, Clock, Herd, Wire, caller, peopled, url_of, workshop, write
from benchmarks.table import duration, ratio, table
from benchmarks.timing import Rounds, awaited
from bot.app import opened
from bot.domain.people import ChatAddress, Platform
from bot.domain.places import Place, Role
from bot.talk.answers import Call, Reply
from storage import schema

MEMBERS: Final = 600
COPIES: Final = 20
FEW, MANY = 5, 500  # people who are interested
ROUNDS: Final = 5
PRESSES: Final = 4  # a round
WANTED: Final = {"titel": "Portal", "text": "Suche React und Texten für ein Portal"}
_PLACES: Final = tuple(
    Place(0, ChatAddress(platform, f"{platform}-{number}"), f"#jobs-{number}", frozenset({Role.JOBS}))
    for platform in Platform
    for number in range(COPIES // 2)
)


@dataclass(slots=True)
class _Measured:
    """A job: what a press takes, until its edits are queued and until all are accepted, and what it asks."""

    queued: Rounds = field(default_factory=Rounds)
    shown: Rounds = field(default_factory=Rounds)
    statements: Counter[int] = field(default_factory=Counter)  # of a press
    edits: Counter[int] = field(default_factory=Counter)  # statements until all copies show it


async def tables() -> AsyncIterator[Table]:
    """Yield the table of jobs."""
    few, many = _Measured(), _Measured()
    with workshop() as folder, recorded() as record:
        files = [await _interested(folder / f"{count}.db", count) for count in (FEW, MANY)]
        async with _running(files[0]) as one, _running(files[1]) as other:
            for first in range(MANY + 1, MANY + 1 + ROUNDS * PRESSES, PRESSES):
                for herd, measured in ((one, few), (other, many)):
                    await _round(herd, measured, range(first, first + PRESSES), record)
    made = table(
        f"Jobs: a press of Interesse at a job with {COPIES} copies",
        ("", f"{FEW} interested", f"{MANY} interested", "ratio"),
        "queued: the press is answered and every copy is to be edited; shown: the last edit was accepted",
    )
    made.add_row("from the press to the last edit queued", *_times(few.queued, many.queued))
    made.add_row("from the press to the last edit shown", *_times(few.shown, many.shown))
    made.add_row("statements of a press", *_counts(few.statements, many.statements))
    made.add_row("statements until every copy shows it", *_counts(few.edits, many.edits))
    yield made


def _times(few: Rounds, many: Rounds) -> tuple[str, str, str]:
    return duration(few.p50), duration(many.p50), ratio(many.against(few))


def _counts(few: Counter[int], many: Counter[int]) -> tuple[str, str, str]:
    (one, _), (other, _) = few.most_common(1)[0], many.most_common(1)[0]
    return str(one), str(other), ratio(other / one)


@asynccontextmanager
async def _running(file: Path) -> AsyncIterator[Herd]:
    clock = Clock()
    wires = {platform: Wire(platform) for platform in Platform}
    pause = timedelta(0)
    async with opened(url_of(file), COMMUNITY, _PLACES, wires, clock, in_flight=1, edit_pause=pause) as app:
        yield Herd(app, clock, wires)


async def _interested(file: Path, count: int) -> Path:
    """Return a database with a published job that stands everywhere, and so many people who are interested."""
    await peopled(file, MEMBERS)
    async with _running(file) as herd:
        author = replace(caller(MEMBERS), name="Author")
        (preview,) = await herd.app.desk.call(author, Call("job", WANTED))
        press = preview.buttons[0][0].press if isinstance(preview, Reply) else None
        if not isinstance(press, Call):
            raise RuntimeError("the job was not understood")  # noqa: TRY004 - nobody gave a wrong type
        await herd.app.desk.call(author, press)
        while await herd.app.run_due():
            pass
    write(file, [(schema.interests, [_wish(member) for member in range(1, count + 1)])])
    return file


def _wish(member: int) -> dict[str, Any]:
    return {"job_id": 1, "part": "frontend", "member_id": member, "sentence": "", "at": NOW, "state": "waiting"}


async def _round(herd: Herd, measured: _Measured, people: range, record: Record) -> None:
    queued, shown = [], []
    for who in people:
        call = Call("job.interesse", {"job": "1", "teil": "frontend", "satz": ""})
        record.take()
        pressed = await awaited(herd.app.desk.call(caller(who), call))
        done = record.take()
        measured.statements[len(done) - commits(done)] += 1
        followed = await awaited(_delivered(herd))
        done = record.take()
        measured.edits[len(done) - commits(done)] += 1
        queued.append(pressed)
        shown.append(pressed + followed)
    measured.queued.add(queued)
    measured.shown.add(shown)


async def _delivered(herd: Herd) -> None:
    while await herd.app.run_due():
        pass
