"""An author corrects on Telegram what was understood: buttons that change in place, a question that may be answered."""

from __future__ import annotations

from pathlib import Path

from tests.support.botapi import Message
from tests.support.telegraph import Telegraph, telegraph

POST = "Unser Verein braucht eine neue Website mit WordPress, wer kann Ansible?"


async def press(t: Telegraph, shown: Message, label: str) -> None:
    """Let Ben press a button and wait for what follows."""
    t.ben.presses(shown, label)
    await t.settled()


async def previewed(t: Telegraph) -> Message:
    """Write a post and return its preview in Ben's private chat."""
    t.ben.starts()
    t.ben.says(POST, t.jobs)
    await t.settled()
    await press(t, t.jobs.messages[-1], "Vorschau")
    return t.ben.messages[-1]


async def test_taps_change_the_preview_in_place_and_survive_a_restart(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        shown = await previewed(t)
        assert "• Web: Website-Erstellung, WordPress" in shown.text
        assert "Zu einer Website gehören oft auch: Konzept, Design, Text, Foto, SEO." in shown.text
        await press(t, shown, "Skills ändern")
        assert shown.labels[:3] == ["Ansible: gesucht", "Website-Erstellung: gesucht", "WordPress: gesucht"]
        await t.restarted()
        await press(t, shown, "Website-Erstellung: gesucht")  # its call is too long for a button and is kept
        await press(t, shown, "Website-Erstellung: dazu")
        assert "Website" not in shown.text.split("Verstanden")[1]
        await press(t, shown, "Website-Erstellung: weg")
        await press(t, shown, "Ansible: gesucht")
        await press(t, shown, "+ Text")
        assert "• Text: Texten" in shown.text
        assert t.ben.messages[-1] is shown
        await press(t, shown, "Veröffentlichen")
        card = next(message for message in t.jobs.messages if not message.deleted)
        assert "Web: WordPress, Website-Erstellung · dazu: Ansible" in card.text
        assert card.labels == ["Interesse: Web", "Interesse: Text"]


async def test_list_is_asked_for_with_what_stands_there(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        await press(t, await previewed(t), "Skills ändern")
        await press(t, t.ben.messages[-1], "Als Liste")
        asked = t.ben.messages[-1]
        assert "Website-Erstellung, WordPress, Ansible" in asked.text
        t.ben.says('React, "reactjs"; dazu: Ansible')
        await t.settled()
        assert "• Frontend: React · dazu: Ansible" in t.ben.messages[-1].text
        assert "• Weiteres: reactjs" in t.ben.messages[-1].text


async def test_nobody_else_presses_what_an_author_sees(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        shown = await previewed(t)
        before = shown.text
        t.anna.starts()
        await t.settled()
        for forged in (
            "job.skill&job=1&stand=1&skill=Ansible&als=out",
            "job.dazu&job=1&stand=1&skill=Texten",
            "job.gesucht&job=1",
        ):
            t.anna.forges(t.anna.messages[-1], forged)
            await t.settled()
            assert "Das kann nur, wer den Auftrag geschrieben hat." in t.anna.messages[-1].text
        await press(t, shown, "Skills ändern")
        await press(t, shown, "Vorschau")
        assert shown.text == before


async def test_word_is_kept_as_typed_with_one_tap(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        await t.agreed(t.anna, "python")
        t.anna.says("/skills reactjs/next")
        await t.settled()
        told = t.anna.messages[-1]
        assert told.labels == ["Nein, genau „reactjs“", "Nein, genau „next“"]
        t.anna.presses(told, "Nein, genau „reactjs“")
        await t.settled()
        assert "Als eigener Begriff gemerkt: reactjs" in t.anna.messages[-1].text
