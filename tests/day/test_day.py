"""A day in the community: the whole bot as a process of its own, on both platforms, killed and started again."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.day.day import KILLS, PAGE, PREFACE, played
from tests.day.transcript import differences, page
from tests.day.verdict import faults


@pytest.mark.timeout(400)
async def test_day_goes_as_told_whenever_the_process_is_killed(tmp_path: Path) -> None:
    seed = random.randrange(10_000)
    async with played(tmp_path, seed) as player:
        told = f"seed {seed}, killed at {[*player.struck.elements()]}"
        assert player.struck.total() == KILLS, told
        assert player.starts == KILLS + 2, f"{told}: it starts, and again after each kill and with the new token"
        assert player.stops == 2, f"{told}: in order, for the new token and at the end"
        assert faults(player) == [], told
        seen = page(PREFACE, player.blocks)
        assert "\n\n".join(differences(PAGE.read_text("utf-8"), seen)) == "", told
