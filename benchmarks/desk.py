"""The desk: four commands through the whole core, against the same statements with bare sqlite3."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from sqlite3 import Connection
from typing import Final

from rich.table import Table

from benchmarks.bare import Record, Statement, bare, commits, recorded, replayed
from benchmarks.herd import PLACES, Herd, caller, copied, entered, peopled, running, workshop
from benchmarks.table import duration, ratio, table
from benchmarks.timing import Rounds, awaited
from bot.domain.people import MessageRef
from bot.domain.places import Role
from bot.talk.answers import Call, Reply

MEMBERS: Final = 1000
ROUNDS: Final = 3
EACH: Final = 15  # commands a round
_EVENTS: Final = next(place for place in PLACES if Role.EVENTS in place.roles)
Act = Callable[[int], Awaitable[object]]  # one command of one member


@dataclass(slots=True)
class _Measured:
    """One command: through the core, and bare; `durable` and `hasty` are the bare commits with and without fsync."""

    core: Rounds = field(default_factory=Rounds)
    bare: Rounds = field(default_factory=Rounds)
    core_work: Rounds = field(default_factory=Rounds)  # processor time, which waits for nobody
    bare_work: Rounds = field(default_factory=Rounds)
    durable: Rounds = field(default_factory=Rounds)
    hasty: Rounds = field(default_factory=Rounds)
    statements: int = 0

    def forget_first(self) -> None:
        """Leave out the round that warmed up."""
        for rounds in (self.core, self.bare, self.core_work, self.bare_work, self.durable, self.hasty):
            del rounds.each[0]


async def tables() -> AsyncIterator[Table]:
    """Yield the table of the desk."""
    made = table(
        f"Desk: a command through the core, {MEMBERS:,} members",
        (
            *("command", "a second", "p50", "p95", "bare p50", "bare p95", "ratio"),
            *("CPU", "bare CPU", "ratio", "statements", "fsync", "of p50"),
        ),
        "bare: the same statements once more with sqlite3, on a copy of the file, as durable; CPU: processor time;\n"
        "fsync: what it adds to a bare commit",
    )
    with workshop() as folder:
        start = await peopled(folder / "start.db", MEMBERS)
        call, card = await _published(start)
        for name, act_of in _commands(call, card):
            made.add_row(name, *_cells(await _measured(start, act_of)))
    yield made


def _commands(call: Call, card: MessageRef) -> list[tuple[str, Callable[[Herd], Act]]]:
    def skills(herd: Herd) -> Act:
        return lambda who: herd.app.desk.say(caller(who), "/skills python", incoming=f"skills-{who}")

    def suche(herd: Herd) -> Act:
        return lambda who: herd.app.desk.say(caller(who), "/suche python", incoming=f"suche-{who}")

    def dabei(herd: Herd) -> Act:
        return lambda who: herd.app.desk.call(caller(who, card.where), call, message=card, incoming=f"dabei-{who}")

    def job(herd: Herd) -> Act:
        filled = Call("job", {"titel": "Vereinsportal", "text": "Wir brauchen ein Portal mit Python und Django."})
        return lambda who: herd.app.desk.call(caller(who), filled, incoming=f"job-{who}")

    named = {"/skills python": skills, "/suche python": suche, "press of Dabei": dabei, "/job to preview": job}
    return list(named.items())


async def _published(file: Path) -> tuple[Call, MessageRef]:
    """Publish an event and return what its button Dabei does, and where its card stands."""
    async with running(file) as herd:
        event = {"titel": "Twittwoch", "wann": "2026-12-09 19:00", "ort": "Essen"}
        await entered(herd, event)
        await herd.app.run_due()
        last = herd.wires[_EVENTS.address.platform].last
    if last is None:
        raise RuntimeError("the event has no card")
    return _first_press(last[0]), last[1]


def _first_press(reply: Reply) -> Call:
    press = reply.buttons[0][0].press
    if not isinstance(press, Call) or press.values.get("answer") != "Dabei":
        raise RuntimeError("the first button of a card is not Dabei any more")
    return press


async def _measured(start: Path, act_of: Callable[[Herd], Act]) -> _Measured:
    """Measure one command; every member does it once, so that nobody meets a limit or an earlier answer."""
    measured = _Measured()
    core, durable, hasty = (copied(start, name) for name in ("core.db", "durable.db", "hasty.db"))
    with recorded() as record, bare(durable) as slow, bare(hasty, "OFF") as quick:
        async with running(core) as herd:
            act = act_of(herd)
            for first in range(1, EACH * (ROUNDS + 1), EACH):
                done = await _through_the_core(measured, act, range(first, first + EACH), record)
                _once_more(measured, done, slow, quick)
    measured.forget_first()
    return measured


async def _through_the_core(
    measured: _Measured, act: Act, people: range, record: Record
) -> list[tuple[Statement, ...]]:
    """Let people do the command and return what each asked of the database."""
    spent, done = [], []
    record.take()
    work = time.process_time()
    for who in people:
        spent.append(await awaited(act(who)))
        done.append(record.take())
    measured.core_work.add([(time.process_time() - work) / len(people)])
    measured.core.add(spent)
    measured.statements = len(done[-1]) - commits(done[-1])
    return done


def _once_more(measured: _Measured, done: list[tuple[Statement, ...]], slow: Connection, quick: Connection) -> None:
    work = time.process_time()
    durable = [replayed(slow, statements) for statements in done]
    measured.bare_work.add([(time.process_time() - work) / len(done)])
    measured.bare.add(whole for whole, _ in durable)
    measured.durable.add(commit for _, commit in durable)
    measured.hasty.add(commit for _, commit in (replayed(quick, statements) for statements in done))


def _cells(one: _Measured) -> list[str]:
    fsync = one.durable.more_than(one.hasty)
    return [
        f"{one.core.per_second:.0f}",
        duration(one.core.p50),
        duration(one.core.p95),
        duration(one.bare.p50),
        duration(one.bare.p95),
        ratio(one.core.against(one.bare)),
        duration(one.core_work.p50),
        duration(one.bare_work.p50),
        ratio(one.core_work.against(one.bare_work)),
        str(one.statements),
        duration(fsync),
        f"{fsync / one.core.p50:.0%}",
    ]
