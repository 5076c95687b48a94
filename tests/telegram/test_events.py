"""Events on Telegram's wire: confirmed privately, approved from the team's group, and a seat that becomes free."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.domain.places import Role
from tests.support.telegraph import Telegraph, telegraph

TWITTWOCH = '/termin titel=Twittwoch wann="2026-12-09 19:00" plaetze=1'


async def entered(t: Telegraph) -> None:
    t.ben.says(TWITTWOCH)
    await t.settled()
    t.ben.presses(t.ben.messages[-1], "Eintragen")
    await t.settled()


async def test_preview_is_replaced_by_what_was_kept_and_an_old_button_of_it_enters_nothing_twice(
    tmp_path: Path,
) -> None:
    async with telegraph(tmp_path) as t:
        t.ben.starts()
        t.ben.says(TWITTWOCH)
        await t.settled()
        preview = t.ben.messages[-1]
        assert preview.labels == ["Eintragen", "Ändern", "Verwerfen"]
        assert t.events.messages == []
        data = next(button.data for row in preview.buttons for button in row if button.label == "Eintragen")
        assert data is not None
        await t.restarted()
        t.ben.presses(preview, "Eintragen")
        await t.settled()
        assert preview.text.startswith("Eingetragen: Twittwoch")
        t.ben.forges(preview, data)
        t.anna.forges(t.events.messages[-1], data)
        await t.settled()
        assert preview.text.startswith("Der Termin steht schon: Twittwoch")
        assert len(t.events.messages) == 1


async def test_who_moves_up_reads_it_privately_and_gives_the_seat_back(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        for person in (t.anna, t.ben, t.orga):
            person.starts()
        await entered(t)
        card = t.events.messages[-1]
        for person, label in ((t.anna, "Dabei"), (t.orga, "Dabei (1)")):
            person.presses(card, label)
            await t.settled()
        assert "Warteliste, Platz 1" in t.api.toasts[-1].text
        assert "1 von 1 dabei, 1 wartet" in card.text
        t.anna.presses(card, "Absagen")
        await t.settled()
        told = t.orga.messages[-1]
        assert told.text == "Du bist nachgerückt und jetzt dabei: Twittwoch, Mi., 9. Dezember, 19:00 Uhr."
        t.orga.presses(told, "Absagen")
        await t.settled()
        assert "0 von 1 dabei" in card.text


async def test_proposal_is_decided_in_the_teams_group(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        await t.stop()
        t.approves = True
        t.places[0] = replace(t.places[0], roles=frozenset({Role.TEAM}), free_messages=False)
        await t.start()
        for person in (t.anna, t.ben, t.orga):
            person.starts()
        await entered(t)
        asked = t.jobs.messages[-1]
        assert "Ben schlägt einen Termin vor" in asked.text
        for label in ("Freigeben", "Ablehnen"):
            t.anna.presses(asked, label)
            await t.settled()
            assert asked.labels == ["Freigeben", "Ablehnen"]
        assert t.events.messages == []
        t.orga.presses(asked, "Ablehnen")
        await t.settled()
        assert "Begründung" in t.orga.messages[-1].text
        t.orga.says("Da ist schon etwas.")
        await t.settled()
        assert "Da ist schon etwas." in t.ben.messages[-1].text
        assert asked.text == "Vorschlag „Twittwoch“ ist abgelehnt."
        assert asked.labels == []
        t.ben.presses(t.ben.messages[-1], "Noch einmal vorschlagen")
        await t.settled()
        t.ben.presses(t.ben.messages[-1], "Eintragen")
        await t.settled()
        t.orga.presses(t.jobs.messages[-1], "Freigeben")
        await t.settled()
        assert "Neu: Twittwoch" in t.events.messages[-1].text
        assert "freigegeben und angekündigt" in t.ben.messages[-1].text
