"""A long run in a process of its own: `python -m benchmarks.endurance COMMANDS` prints what it held, as JSON.

What is measured is the process as a whole, so nothing else may have grown it before. The members of a small community
do the usual things in turn, and what comes of it is delivered.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from benchmarks.herd import PLACES, Herd, caller, entered, peopled, running, workshop
from bot.domain.events import Attendance
from bot.domain.people import MessageRef
from bot.domain.places import Role
from bot.talk.answers import Call

MEMBERS: Final = 100
LOOKS: Final = 8  # how often the process is looked at
TICK: Final = 50  # commands between two deliveries
BETWEEN: Final = timedelta(minutes=1)  # so hourly limits pass, and drafts grow old
_JOBS, _EVENTS = (next(place.address for place in PLACES if role in place.roles) for role in (Role.JOBS, Role.EVENTS))
_CHATS: Final = "Moin zusammen, wer kommt morgen Abend auch zum Stammtisch? Ich bin gegen sieben da."
_ASKS: Final = "Suche jemanden für eine neue Website mit WordPress und etwas SEO."
_EVENT: Final = {"titel": "Twittwoch", "wann": "2026-12-09 19:00", "serie": "FREQ=MONTHLY;BYDAY=2WE"}


@dataclass(frozen=True, slots=True)
class Look:
    """The process after so many commands: bytes resident, and objects alive."""

    commands: int
    resident: int
    objects: int


def resident(process: int | str = "self") -> int:
    """Return how many bytes of a process are in memory, as Linux counts them."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) * 1024


async def looks(commands: int) -> list[Look]:
    """Do so many commands and return what the process held meanwhile."""
    found = []
    with workshop() as folder:
        async with running(await peopled(folder / "herd.db", MEMBERS)) as herd:
            await entered(herd, _EVENT)
            step = commands // LOOKS
            for first in range(0, commands, step):
                for number in range(first, first + step):
                    await _one(herd, number)
                gc.collect()
                found.append(Look(first + step, resident(), len(gc.get_objects())))
    return found


async def _one(herd: Herd, number: int) -> None:
    """Let one member do the next thing; now and then deliver what came of all this."""
    await _acted(herd, number, number * 7 % MEMBERS + 1)
    herd.clock.at += BETWEEN
    if number % TICK == 0:
        await herd.app.run_due()


async def _acted(herd: Herd, number: int, member: int) -> None:
    desk, incoming = herd.app.desk, f"in-{number}"
    match number % 10:
        case 0 | 1:
            await desk.say(caller(member), "/skills python, seo, -wordpress", incoming=incoming)
        case 2:
            await desk.say(caller(member), "/suche typo3 essen", incoming=incoming)
        case 3:
            answer = tuple(Attendance)[number // 10 % len(Attendance)]
            press = Call("event.answer", {"event": "1", "occurrence": "2026-12-09T19:00", "answer": answer})
            await desk.call(caller(member, _EVENTS), press, incoming=incoming)
        case 4:
            await desk.say(caller(member), "/profil ort=Essen verfuegbar=frei", incoming=incoming)
        case 5:
            await desk.say(caller(member), "/hilfe", incoming=incoming)
        case _:
            post = MessageRef(_JOBS, incoming)
            text = _ASKS if number % 20 == 6 else _CHATS
            await desk.say(caller(member, _JOBS), text, message=post, incoming=incoming)


if __name__ == "__main__":
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # twice as quick: the database's thread need not be woken
    print(json.dumps([asdict(look) for look in asyncio.run(looks(int(sys.argv[1])))]))
