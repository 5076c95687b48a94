"""Dates: reading what people say of a time, against dateutil's parser, which knows English dates alone."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import cycle
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from dateutil import parser
from rich.table import Table

from benchmarks.table import duration, ratio, table
from benchmarks.timing import Rounds, in_turns
from bot.calendar.saying.reading import LONGEST, read

BERLIN: Final = ZoneInfo("Europe/Berlin")
NOW: Final = datetime(2026, 11, 26, 10, 15, tzinfo=BERLIN)
LABELLED: Final = Path(__file__).parents[1] / "tests" / "data" / "dates" / "examples.jsonl"
LENGTHS: Final = (60, 125, 250, LONGEST)
_LONG_ONES: Final = (
    ("a chat post", "Wir treffen uns am Mittwoch, dem 2.12., um halb acht im Café, wer kommt mit? "),
    ("numbers only", "12. 3-4 "),
    ("series only", "jeden 2. Mittwoch im Monat, "),
    ("words with a slip", "Mitwochh Donertag übermrgen "),
)


async def tables() -> AsyncIterator[Table]:
    """Yield the tables of dates."""
    texts = [json.loads(line)["text"] for line in LABELLED.read_text("utf-8").splitlines()]
    yield _reading(texts)
    yield _growth()


def _reading(texts: Sequence[str]) -> Table:
    made = table(
        f"Dates: reading {len(texts)} labelled inputs, one after another",
        ("", "p50", "p95", "dateutil p50", "dateutil p95", "ratio"),
        "dateutil.parser with fuzzy=True; it knows no German, no series, no stretch of time, and guesses",
    )
    ours, theirs = cycle(texts), cycle(texts)
    mine, plain = in_turns(lambda: read(next(ours), NOW, BERLIN), lambda: _parsed(next(theirs)), times=5 * len(texts))
    made.add_row("an input", *_pair(mine, plain))
    return made


def _growth() -> Table:
    made = table(
        "Dates: longer texts",
        ("", *(f"{length} characters" for length in LENGTHS)),
        f"the longest that is read has {LONGEST} characters",
    )
    for name, piece in _LONG_ONES:
        times = []
        for length in LENGTHS:
            text = (piece * length)[:length]
            rounds, _ = in_turns(_reads(text), _reads(""), times=40)
            times.append(duration(rounds.p50))
        made.add_row(name, *times)
    return made


def _reads(text: str) -> Callable[[], object]:
    return lambda: read(text, NOW, BERLIN)


def _parsed(text: str) -> object:
    with suppress(ValueError, OverflowError):
        return parser.parse(text, fuzzy=True, default=NOW)
    return None


def _pair(ours: Rounds, plain: Rounds) -> tuple[str, ...]:
    times = (ours.p50, ours.p95, plain.p50, plain.p95)
    return (*map(duration, times), ratio(ours.against(plain)))
