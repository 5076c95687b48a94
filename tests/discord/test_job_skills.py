"""An author corrects on Discord what was understood: buttons that change in place, a form that opens as it stands."""

from __future__ import annotations

from pathlib import Path

from tests.support.discordapi import Message
from tests.support.salon import Salon, salon

POST = "Unser Verein braucht eine neue Website mit WordPress, wer kann Ansible?"


async def previewed(s: Salon) -> Message:
    """Write a post and return its preview."""
    s.ben.says(POST, s.jobs)
    await s.settled()
    return (await s.does(s.ben.presses(s.jobs.messages[0], "Vorschau"))).messages[0]


async def test_taps_change_the_preview_in_place_and_survive_a_restart(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        shown = await previewed(s)
        assert "• Web: Website-Erstellung, WordPress" in shown.text
        assert shown.labels == [
            *("Veröffentlichen", "Ändern", "Skills ändern", "Aufteilen", "Kein Auftrag"),
            *("+ Konzept", "+ Design", "+ Text", "+ Foto", "+ SEO"),
        ]
        await s.does(s.ben.presses(shown, "Skills ändern"))
        assert shown.labels[:3] == ["Ansible: gesucht", "Website-Erstellung: gesucht", "WordPress: gesucht"]
        await s.restarted()
        await s.does(s.ben.presses(shown, "Ansible: gesucht"))
        await s.does(s.ben.presses(shown, "WordPress: gesucht"))
        assert "• Web: Website-Erstellung · dazu: WordPress, Ansible" in shown.text
        await s.does(s.ben.presses(shown, "+ Text"))
        assert "• Text: Texten" in shown.text
        await s.does(s.ben.presses(shown, "Veröffentlichen"))
        (card,) = s.jobs.messages
        assert "· dazu: " in card.text
        assert "oft auch" not in card.text
        assert card.labels == ["Interesse: Web", "Interesse: Text"]


async def test_form_opens_with_the_skills_as_they_stand_and_reads_them_back(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        shown = await previewed(s)
        await s.does(s.ben.presses(shown, "Skills ändern"))
        await s.does(s.ben.presses(shown, "Ansible: gesucht"))
        form = await s.does(s.ben.presses(shown, "Als Liste"))
        assert form.modal is not None
        assert form.modal.field("skills").value == "Website-Erstellung, WordPress; dazu: Ansible"
        assert form.modal.field("skills").long
        await s.does(s.ben.submits(form, skills='React, "reactjs"; dazu: Ansible'))
        assert "• Frontend: React · dazu: Ansible" in shown.text
        assert "• Weiteres: reactjs" in shown.text


async def test_nobody_else_presses_what_an_author_sees(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        await previewed(s)
        offer = s.jobs.messages[0]
        for forged in (
            "job.skill&job=1&stand=1&skill=Ansible&als=out",
            "job.dazu&job=1&stand=1&skill=Texten",
            "job.gesucht&job=1",
        ):
            refused = await s.does(s.anna.forges(offer, forged))
            assert refused.messages[0].text == "Das kann nur, wer den Auftrag geschrieben hat."
            assert refused.messages[0].ephemeral
        seen = await s.does(s.ben.presses(offer, "Vorschau"))
        assert "Ansible" in seen.messages[0].text


async def test_word_is_kept_as_typed_with_one_tap(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        await s.agreed(s.anna, "python")
        form = await s.does(s.anna.runs("skills", s.events))
        told = (await s.does(s.anna.submits(form, liste="reactjs/next"))).messages[0]
        assert "reactjs → React, next → Next.js" in told.text
        assert told.labels == ["Nein, genau „reactjs“", "Nein, genau „next“"]
        await s.does(s.anna.presses(told, "Nein, genau „reactjs“"))
        assert "Als eigener Begriff gemerkt: reactjs" in told.text
