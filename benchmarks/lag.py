"""How late an event loop is: a sleep of 10 ms is asked for again and again, and how late it comes back is kept.

A process samples its own loop and writes the samples at its end, by the clock that all processes of the machine share.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

STEP: Final = 0.010
LAGS: Final = "LAGS"  # the environment names the file for the samples; without it nothing is sampled


@dataclass(frozen=True, slots=True)
class Late:
    """One sample: when the sleep came back, and how late that was, in seconds."""

    at: float
    by: float


@asynccontextmanager
async def sampled() -> AsyncIterator[None]:
    """Sample this loop meanwhile, where the environment says into which file."""
    file = os.environ.get(LAGS)
    if file is None:
        yield
        return
    samples: list[Late] = []
    sampling = asyncio.create_task(_sample(samples))
    try:
        yield
    finally:
        sampling.cancel()
        with suppress(asyncio.CancelledError):
            await sampling
        _write(file, samples)


def _write(file: str, samples: Sequence[Late]) -> None:
    Path(file).write_text("".join(f"{each.at} {each.by}\n" for each in samples), encoding="utf-8")


async def _sample(samples: list[Late]) -> None:
    while True:
        asked = time.monotonic()
        await asyncio.sleep(STEP)
        back = time.monotonic()
        samples.append(Late(back, back - asked - STEP))


def lags(file: Path, begin: float, end: float) -> list[float]:
    """Return how late the sleeps were that came back between two moments."""
    lines = (line.split() for line in file.read_text(encoding="utf-8").splitlines())
    return [float(by) for at, by in lines if begin <= float(at) <= end]


def share(values: Sequence[float], part: float) -> float:
    """Return what so large a part of the values stays below, 1.0 for the largest."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]
