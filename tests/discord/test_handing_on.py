"""Handing on and recommending on Discord: options that complete, a form for the terms, a question that settles."""

from __future__ import annotations

from pathlib import Path

from tests.discord.test_places import published
from tests.support.salon import salon


async def test_a_part_is_offered_by_form_and_taken_over_in_private(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        await s.agreed(s.anna, "python")
        await published(s, s.ben)
        carded = s.jobs.messages[0]
        asked = await s.does(s.ben.runs("weitergeben", s.events, job="Vereinsseite", an="Anna"))
        which = asked.messages[0]
        assert which.ephemeral
        assert which.labels == ["Den ganzen Auftrag", "Teil: Web"]
        form = await s.does(s.ben.presses(which, "Teil: Web"))
        sent = await s.does(s.ben.submits(form, anteil="10", kontakt="wie bisher", satz="Freitags *ist* Abgabe."))
        preview = sent.messages[0] if sent.messages else which
        assert "10 Prozent vom Honorar" in preview.text
        assert "keine Rechtsberatung" in preview.text
        assert s.anna.messages == []
        await s.does(s.ben.presses(preview, "Anbieten"))
        question = s.anna.messages[-1]
        assert question.labels == ["Zu diesen Bedingungen", "Lieber nicht", "Keine solchen Fragen"]
        await s.restarted()
        await s.does(s.anna.presses(question, "Zu diesen Bedingungen"))
        assert "Du hast das übernommen" in question.text
        assert question.labels == ["Ansehen"]
        assert "besetzt: Anna" in carded.text
        assert "hat übernommen: „Vereinsseite“, Teil Web." in s.ben.messages[-1].text


async def test_a_withdrawn_offer_loses_its_buttons(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        await s.agreed(s.anna, "python")
        await published(s, s.ben)
        which = (await s.does(s.ben.runs("weitergeben", s.events, job="1", an="Anna"))).messages[0]
        form = await s.does(s.ben.presses(which, "Den ganzen Auftrag"))
        sent = await s.does(s.ben.submits(form))
        preview = sent.messages[0] if sent.messages else which
        await s.does(s.ben.presses(preview, "Anbieten"))
        question = s.anna.messages[-1]
        await s.does(s.ben.presses(preview, "Zurücknehmen"))
        assert "zurückgenommen" in question.text
        assert question.labels == []


async def test_a_colleague_is_recommended_by_command(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        carla = s.api.person("Carla")
        carla.joins(s.guild)
        await s.agreed(s.anna, "python")
        await s.agreed(carla, "texten")
        await published(s, s.ben)
        said = await s.does(carla.runs("empfehlen", s.events, job="Vereinsseite", wen="Anna"))
        assert "Ich frage Anna" in said.messages[0].text
        question = s.anna.messages[-1]
        assert f"<@{carla.id}> findet, dass du zu „Vereinsseite“ passt." in question.text
        told = len(s.ben.messages)
        await s.does(s.anna.presses(question, "Interesse"))
        assert question.labels == []
        assert len(s.ben.messages) == told + 1
        assert "Empfohlen von Carla." in s.ben.messages[-1].text
