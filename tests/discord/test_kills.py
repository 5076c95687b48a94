"""Deliveries under kills and faults: 300 of them, 20 kills at every step, 20 % faults; the long run is a command."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.discord.soak.run import ran
from tests.discord.soak.verdict import verdict

DELIVERIES, KILLS, FAULTS = 300, 20, 0.2


@pytest.mark.timeout(600)
async def test_kills_and_faults_lose_no_delivery_and_double_none(tmp_path: Path) -> None:
    seed = random.randrange(10_000)
    run, close = await ran(tmp_path, DELIVERIES, KILLS, FAULTS, seed)
    try:
        found = verdict(run)
        assert len(found.rows) >= DELIVERIES
        assert run.kills.total() == KILLS
        assert not found.faults, f"seed {seed}: {found.faults}"
    finally:
        await close()
