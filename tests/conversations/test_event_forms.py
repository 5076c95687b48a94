"""What is typed at *Wann*: with its end, as whole days, as a series; from the form to the card and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.happenings import cards, entered, news
from tests.support.talking import community


@pytest.mark.parametrize("persona", ["anna@telegram", "anna@discord"])
async def test_an_end_whole_days_and_a_series_are_taken_from_the_words(tmp_path: Path, persona: str) -> None:
    async with community(tmp_path) as c:
        said = await entered(c, persona, '/termin Stammtisch wann="Freitag 18–21 Uhr"')
        assert "Fr., 4. Dezember, 18:00 Uhr bis" in said
        said = await entered(c, persona, '/termin Barcamp wann="von 11. bis 13. Dezember" ort=Essen')
        assert "18:00" not in said
        shown = next(line for line in c.heard("#termine", "telegram") if "Barcamp" in line)
        assert "11. Dezember" in shown
        assert "13. Dezember" in shown
        said = await entered(c, persona, '/termin Runde wann="jeden 2. Mittwoch im Monat 19 bis 22 Uhr"')
        assert "Serie: jeden 2. Mittwoch im Monat, 19:00 Uhr" in said
        assert len(cards(c)) == 3


async def test_what_contradicts_itself_is_asked(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        assert "Die Dauer passt nicht" in await c.say(
            "anna@discord", '/termin Stammtisch wann="Freitag 18–21 Uhr" dauer="1 Stunde"'
        )
        assert "Die Serie passt nicht" in await c.say(
            "anna@discord", '/termin Runde wann="jeden Mittwoch 19 Uhr" serie="jeden Donnerstag"'
        )
        assert cards(c) == []


async def test_a_whole_day_becomes_an_evening_and_back(tmp_path: Path) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@discord", '/termin Barcamp wann="12.12. ganztägig"')
        await c.press("anna@discord", "Ändern")
        assert c.forms["anna@discord"].values["wann"] == "12.12.2026 ganztägig"
        assert "nichts geändert" in await c.fill("anna@discord")
        await c.press("anna@discord", "Ändern")
        said = await c.fill("anna@discord", wann="12.12. 18-22 Uhr")
        assert "12. Dezember, 18:00 Uhr" in said
        assert len(news(c)) == 1
        await c.press("anna@discord", "Ändern")
        assert c.forms["anna@discord"].values["dauer"] == "4 Stunden"
        await c.fill("anna@discord", wann="12.12. bis 13.12.")
        assert "13. Dezember" in c.heard("#termine", "telegram")[0]


@pytest.mark.parametrize("quoted", ['"Lean Coffee Bochum"', "„Lean Coffee Bochum“", "»Lean Coffee Bochum«"])
async def test_marks_around_a_whole_title_only_hold_it_together(tmp_path: Path, quoted: str) -> None:
    async with community(tmp_path) as c:
        await entered(c, "anna@telegram", f'/termin {quoted} wann="9.12. 19:00"')
        assert cards(c) == ["Neu: Lean Coffee Bochum"]
        assert "Lean Coffee Bochum" in await c.say("ben@telegram", f"/erinnere {quoted}")
        await entered(c, "anna@telegram", '/termin Abend mit "Python" wann="10.12. 19:00"')
        assert cards(c)[-1] == 'Neu: Abend mit "Python"'
