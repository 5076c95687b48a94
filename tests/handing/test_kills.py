"""A job is handed on and colleagues are recommended while the process is killed: nothing is lost, nothing doubled."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.handing.run import DEEDS, played


@pytest.mark.timeout(300)
async def test_kills_lose_no_offer_and_no_recommendation_and_double_none(tmp_path: Path) -> None:
    seed = random.randrange(10_000)
    async with played(tmp_path, 1, seed) as story:
        assert story.player.struck.total() == len(DEEDS)
        assert story.faults() == [], f"seed {seed}, killed at {story.struck}"
