"""What stands under a ping on Discord, and people who left the server without a word, over the wire."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.discord.test_places import published
from tests.support.salon import Salon, salon


async def found(s: Salon) -> str:
    return (await s.does(s.ben.runs("suche", s.events, was="python"))).messages[-1].text


async def test_buttons_under_a_ping_change_the_pressers_own_settings(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        await s.agreed(s.anna, "python")
        await published(s, s.ben)
        ping = s.jobs.messages[-1]
        assert ping.labels == ["Nicht mehr zu Python", "Pause", "Nicht mehr taggen"]
        muted = (await s.does(s.anna.presses(ping, "Nicht mehr zu Python"))).messages[0]
        assert "Zu Python tagge ich dich nicht mehr" in muted.text
        await s.does(s.anna.presses(muted, "Rückgängig"))
        assert "Zu Python tagge ich dich wieder" in muted.text
        pause = (await s.does(s.anna.presses(ping, "Pause"))).messages[0]
        assert pause.labels == ["1 Woche", "4 Wochen", "3 Monate", "Wieder dabei"]
        await s.does(s.anna.presses(pause, "1 Woche"))
        assert "8. Dezember" in pause.text
        before = len(s.api.notified)
        await published(s, s.ben, title="Noch eine")
        assert len(s.api.notified) == before
        assert ping.labels == ["Nicht mehr zu Python", "Pause", "Nicht mehr taggen"]


async def test_who_left_the_server_unheard_is_gone_after_three_days(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        await s.agreed(s.anna, "python")
        s.anna.leaves(s.guild)
        await published(s, s.ben)
        assert s.api.notified == []
        assert "Anna" in await found(s)
        for _ in range(12):
            s.clock.at += timedelta(hours=6)
            await s.due()
        assert "Anna" not in await found(s)
        s.anna.joins(s.guild)
        await s.does(s.anna.runs("meinedaten", s.events))
        assert "Anna" in await found(s)
