"""Events on Discord's wire: a form of two pages, a preview that it can be changed from, and a proposal's answer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.domain.places import Role
from tests.support.salon import salon


async def test_form_has_two_pages_and_the_preview_leads_back_into_it(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        first = await s.does(s.ben.runs("termin", s.events))
        assert first.modal is not None
        assert [field.custom_id for field in first.modal.fields] == ["titel", "wann", "dauer", "ort", "platz"]
        between = await s.does(s.ben.submits(first, titel="Rust-Workshop", wann="9.12. 19:00", ort="Essen"))
        second = await s.does(s.ben.presses(between.messages[0], "Weiter"))
        assert second.modal is not None
        assert [field.custom_id for field in second.modal.fields] == ["link", "text", "serie", "plaetze", "art"]
        await s.does(s.ben.submits(second, plaetze="höchstens 20"))
        (preview,) = between.messages  # the way on has made room for it
        assert preview.ephemeral
        assert preview.labels == ["Eintragen", "Ändern", "Verwerfen"]
        assert "Höchstens 20 Plätze" in preview.text
        assert s.events.messages == []
        await s.restarted()
        again = await s.does(s.ben.presses(preview, "Ändern"))
        assert again.modal is not None
        held = {field.custom_id: field.value for field in again.modal.fields}
        assert (held["titel"], held["wann"], held["ort"]) == ("Rust-Workshop", "9.12.2026 19:00", "Essen")
        await s.does(s.ben.submits(again, ort="Bochum"))
        assert "Auf der nächsten: Link, Text, Serie, Plätze, Art." in preview.text
        await s.does(s.ben.presses(preview, "Überspringen"))
        assert "Bochum" in preview.text
        assert "Höchstens 20 Plätze" in preview.text
        await s.does(s.ben.presses(preview, "Eintragen"))
        assert "Neu: Rust-Workshop" in s.events.messages[-1].text
        assert "0 von 20 dabei" in s.events.messages[-1].text


async def test_proposal_is_declined_with_a_reason_and_only_by_organisers(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        await s.stop()
        s.approves = True
        s.places[0] = replace(s.places[0], roles=frozenset({Role.TEAM}), free_messages=False)
        await s.start()
        form = await s.does(s.ben.runs("termin", s.events))
        between = await s.does(s.ben.submits(form, titel="Twittwoch", wann="9.12. 19:00"))
        for label in ("Überspringen", "Eintragen"):
            await s.does(s.ben.presses(between.messages[0], label))
        asked = s.jobs.messages[-1]
        assert "Ben schlägt einen Termin vor" in asked.text
        for label in ("Freigeben", "Ablehnen"):
            refused = await s.does(s.anna.presses(asked, label))
            assert refused.modal is None
            assert "nur Organisator:innen" in refused.messages[0].text
        reason = await s.does(s.orga.presses(asked, "Ablehnen"))
        assert reason.modal is not None
        assert reason.modal.title == "Vorschlag ablehnen"
        await s.does(s.orga.submits(reason, grund="Da ist schon etwas."))
        assert asked.text == "Vorschlag „Twittwoch“ ist abgelehnt."
        assert asked.labels == []
        assert s.events.messages == []
        late = await s.does(s.orga.submits(reason, grund="Doch nicht."))
        assert "schon abgelehnt" in late.messages[0].text
