"""How well dates are read, counted as the scorer of the papers counts (tests/data/dates/README.md has the rules).

Fully right: start, end and rule are right, or what should be asked was asked. Wrong: something else was asserted.
`python -m tests.calendar.scoring` prints the figures of each set.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.calendar.saying.reading import read
from bot.calendar.saying.said import ASK, NONE, Said

DATA: Final = Path(__file__).parents[1] / "data" / "dates"
SETS: Final = ("examples", "seen", "unseen")
_BERLIN: Final = ZoneInfo("Europe/Berlin")
_HOURS_OF_RULE: Final = ("BYHOUR", "BYMINUTE", "BYSECOND", "WKST")


@dataclass(frozen=True, slots=True)
class Figures:
    """How much of a set is fully right, and how much is asserted and wrong, each between 0 and 1."""

    right: float
    wrong: float
    of: int


def is_there(name: str) -> bool:
    """Say whether a set lies beside the tests."""
    return (DATA / f"{name}.jsonl").exists()


def items_of(name: str) -> list[dict[str, Any]]:
    """Return the labelled inputs of a set."""
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text("utf-8").splitlines() if line.strip()]


@cache
def figures(name: str) -> Figures:
    """Return the figures of a set."""
    right = wrong = 0
    items = items_of(name)
    for item in items:
        said = answer(item)
        if fully_right(item, said):
            right += 1
        elif said.kind not in (NONE, ASK):
            wrong += 1
    return Figures(right / len(items), wrong / len(items), len(items))


def answer(item: Mapping[str, Any]) -> Said:
    """Return what we read in a labelled input."""
    return read(item["text"], datetime.fromisoformat(item["now"]), ZoneInfo(item["tz"]))


def fully_right(item: Mapping[str, Any], said: Said) -> bool:
    """Say whether a reading is one of those that the label accepts."""
    refused = said.kind in (NONE, ASK)
    for accepted in ({}, *item["accept"]):
        want = {key: item[key] for key in ("kind", "start", "end", "rrule")} | accepted
        if refused or want["kind"] == NONE:
            if refused and want["kind"] == NONE:
                return True
        elif _fits(want, said, item["window"]):
            return True
    return False


def _fits(want: Mapping[str, Any], said: Said, window: list[str] | None) -> bool:
    kind = want["kind"]
    if kind == "deadline":
        return _same(want["end"], said.end or said.start)
    if not _same(want["start"], said.start, window):
        return False
    if kind == "range":
        return _same(want["end"], said.end)
    if kind == "recurring":
        ends = not want.get("end") or _same(want["end"], said.end)
        return ends and _rule(want["rrule"]) == _rule(said.rule)
    return said.rule is None


def _same(want: str | None, have: date | None, window: list[str] | None = None) -> bool:
    if want is None or have is None:
        return want is None and have is None
    wanted = datetime.fromisoformat(want)
    wanted = wanted.astimezone(_BERLIN) if wanted.tzinfo else wanted.replace(tzinfo=_BERLIN)
    timed = isinstance(have, datetime)
    here = have.astimezone(_BERLIN) if isinstance(have, datetime) else have
    if wanted.date() != (here.date() if isinstance(here, datetime) else here):
        return False
    if window is not None:
        return not timed or window[0] <= f"{here:%H:%M}" <= window[1]
    return len(want) == len("2026-11-26") or (timed and here == wanted)


def _rule(text: str | None) -> Mapping[str, str] | None:
    """Return the parts of a rule that change its meaning, in one spelling."""
    if not text:
        return None
    parts = dict(part.split("=") for part in text.upper().replace("RRULE:", "").split(";"))
    if parts.get("INTERVAL") == "1":
        del parts["INTERVAL"]
    if "UNTIL" in parts:
        parts["UNTIL"] = parts["UNTIL"][:8]
    if "BYSETPOS" in parts and "," not in parts.get("BYDAY", ","):
        parts["BYDAY"] = parts.pop("BYSETPOS") + parts["BYDAY"]
    if "BYDAY" in parts:
        parts["BYDAY"] = ",".join(sorted(day.lstrip("+") for day in parts["BYDAY"].split(",")))
    return {key: value for key, value in parts.items() if key not in _HOURS_OF_RULE}


if __name__ == "__main__":
    for each in SETS:
        if is_there(each):
            found = figures(each)
            print(f"{each}: fully right {found.right:.3f}, confidently wrong {found.wrong:.3f}, of {found.of}")  # noqa: T201 -- this is what it is for
