"""Reminders on Discord's wire: put off with a press, over a restart, and one that recurs, once each in any doubt."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.discord.test_trouble import SEND, came, reminded
from tests.support.discordapi import ClosedAfter, ClosedBefore
from tests.support.salon import Salon, salon


async def daily(s: Salon) -> None:
    form = await s.does(s.anna.runs("erinnere"))
    await s.does(s.anna.submits(form, was="Tabletten", wann="täglich um 12"))


async def test_a_reminder_is_put_off_in_place_over_a_restart(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        before = await reminded(s, s.anna)
        await s.move(hours=4)
        (first,) = came(s.anna, before)
        assert first.labels == ["10 Minuten", "1 Stunde", "Morgen"]
        await s.restarted()
        await s.does(s.anna.presses(first, "10 Minuten"))
        assert first.text.startswith("Erinnerung: Rechnung schreiben\nIch erinnere dich um ")
        assert first.labels == ["Löschen"]
        await s.move(hours=1)
        _, again = came(s.anna, before)
        assert again.text == "Noch einmal: Rechnung schreiben"


@pytest.mark.parametrize("fault", [None, ClosedAfter(), ClosedBefore()], ids=["calm", "closed after", "closed before"])
async def test_one_that_recurs_comes_exactly_once_each_time(tmp_path: Path, fault: Any) -> None:
    async with salon(tmp_path, within=1.0) as s:
        await daily(s)
        before = list(s.anna.messages)
        if fault is not None:
            s.api.faults.add(SEND, fault, nth=2)
        await s.move(days=3)
        assert [one.text for one in came(s.anna, before)] == ["Erinnerung: Tabletten"] * 3
