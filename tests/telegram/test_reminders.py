"""Reminders on Telegram's wire: put off with a press, over a restart, and one that recurs and is left out once."""

from __future__ import annotations

from pathlib import Path

from tests.support.telegraph import telegraph


async def test_a_reminder_is_put_off_in_place_over_a_restart(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        t.anna.says('/erinnere Rechnung schreiben wann="2026-12-01 12:00"')
        await t.settled()
        await t.move(hours=4)
        came = t.anna.messages[-1]
        assert came.labels == ["10 Minuten", "1 Stunde", "Morgen"]
        count = len(t.anna.messages)
        await t.restarted()
        t.anna.presses(came, "10 Minuten")
        t.anna.presses(came, "10 Minuten")
        await t.settled()
        assert len(t.anna.messages) == count, "what was pressed is changed in place"
        assert came.text.startswith("Erinnerung: Rechnung schreiben\nIch erinnere dich um ")
        assert came.text.endswith(" noch einmal.")
        assert came.labels == ["Löschen"]
        await t.move(hours=1)
        (again,) = t.anna.messages[count:]
        assert again.text == "Noch einmal: Rechnung schreiben"


async def test_one_that_recurs_comes_and_is_left_out_once(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        t.anna.says('/erinnere Tabletten wann="täglich um 12"')
        await t.settled()
        assert "Die nächsten Male: Di., 1. Dezember, 12:00 Uhr; " in t.anna.messages[-1].text
        t.anna.presses(t.anna.messages[-1], "Löschen")
        await t.settled()
        t.anna.presses(t.anna.messages[-1], "Nur das nächste Mal")
        await t.settled()
        assert (
            "Einmal ausgelassen. Das nächste Mal am Mi., 2. Dezember, 12:00 Uhr: Tabletten" in t.anna.messages[-1].text
        )
        count = len(t.anna.messages)
        await t.move(days=3)
        assert [one.text for one in t.anna.messages[count:]] == ["Erinnerung: Tabletten"] * 2
