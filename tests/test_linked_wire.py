"""One person on both platforms, over the wire with both real libraries: linked by code, and pinged once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.pair import both, settled
from tests.support.salon import Salon
from tests.support.telegraph import Telegraph

POST = "Unser Verein sucht jemanden für WordPress"


async def linked(s: Salon, t: Telegraph) -> None:
    """Link Anna's accounts: Telegram shows the code, Discord takes it in, Telegram confirms."""
    t.anna.starts()
    await settled(s, t)
    t.anna.says("/verknuepfen")
    await settled(s, t)
    code = re.search(r"([A-Z2-7]{4}-){6}[A-Z2-7]{2}", t.anna.messages[-1].text)
    assert code is not None
    shown = (await s.does(s.anna.runs("verknuepfen", s.events, code=code[0]))).messages[0]
    assert shown.ephemeral
    assert "werden eine Person" in shown.text
    await s.does(s.anna.presses(shown, "Verknüpfen"))
    await settled(s, t)
    assert "Bist du das?" in t.anna.messages[-1].text
    t.anna.presses(t.anna.messages[-1], "Bestätigen")
    await settled(s, t)
    assert "Verknüpft." in t.anna.messages[-1].text
    assert "Verknüpft." in s.anna.messages[-1].text


@pytest.mark.parametrize("side", ["Discord", "Telegram"])
async def test_pinged_once_on_the_preferred_side(tmp_path: Path, side: str) -> None:
    async with both(tmp_path) as (s, t):
        await s.agreed(s.anna, "wordpress")
        await linked(s, t)
        if side == "Discord":
            t.anna.presses(t.anna.messages[-1], "Lieber auf Discord")
            await settled(s, t)
        s.ben.says(POST, s.jobs)
        await settled(s, t)
        preview = (await s.does(s.ben.presses(s.jobs.messages[0], "Vorschau"))).messages[0]
        await s.does(s.ben.presses(preview, "Veröffentlichen"))
        await settled(s, t)
        there = [one for one in s.api.world.notified if one.person is s.anna and one.message.channel is s.jobs]
        here = [one for one in t.api.world.notified if one.person is t.anna and one.message.chat is t.jobs]
        assert (len(there), len(here)) == ((1, 0) if side == "Discord" else (0, 1))
