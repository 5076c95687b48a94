"""People talk to the bot on Discord: slash commands, forms, buttons, menus; over the wire, with the real library."""

from __future__ import annotations

from pathlib import Path

from tests.support.salon import salon


async def test_private_command_is_answered_for_its_caller_alone(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        asked = await s.does(s.anna.runs("hilfe", s.jobs))
        (help_,) = asked.messages
        assert help_.ephemeral
        assert "Hilfe" in help_.text
        assert s.jobs.messages == []
        assert help_ not in s.ben.sees(s.jobs)


async def test_public_command_is_answered_for_everybody(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        shown = await s.does(s.anna.runs("termine", s.jobs))
        (message,) = shown.messages
        assert not message.ephemeral
        assert message in s.ben.sees(s.jobs)


async def test_command_in_private_is_answered_there_and_stays(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        await s.does(s.anna.runs("start"))
        (welcome,) = s.anna.messages
        assert not welcome.ephemeral
        assert welcome.text.startswith("Hallo, ich bin der Bot von **Testherd**.")
        assert welcome.labels == ["Skills eintragen", "Hilfe"]


async def test_skills_are_agreed_to_and_found_with_suggestions(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        await s.agreed(s.anna, "python, django")
        typing = await s.does(s.ben.completes("suche", "was", "pyth", s.jobs))
        assert ("Python", "Python") in typing.choices
        found = await s.does(s.ben.runs("suche", s.jobs, was="python"))
        assert f"<@{s.anna.id}>" in found.messages[0].text
        assert found.messages[0].ephemeral
        assert s.api.notified == []


async def test_option_beside_the_required_one_narrows_a_search(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        await s.agreed(s.anna, "python")
        towns = await s.does(s.ben.completes("suche", "ort", "Ess", s.jobs, was="python"))
        assert towns.choices[0] == ("Essen", "Essen")
        nobody = await s.does(s.ben.runs("suche", s.jobs, was="python", ort="Essen"))
        assert "Niemand gefunden" in nobody.messages[0].text
        await s.does(s.ben.presses(nobody.messages[0], "Überall suchen"))
        (replaced,) = nobody.messages
        assert f"<@{s.anna.id}>" in replaced.text
        assert len(replaced.history) == 2


async def test_form_of_one_page_is_filled_and_published(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        form = await s.does(s.ben.runs("job", s.jobs))
        assert form.modal is not None
        assert [field.custom_id for field in form.modal.fields] == ["titel", "text", "ort", "zeitraum", "budget"]
        assert form.modal.title == "Schreib einen Auftrag aus, sieh deine offenen"
        sent = await s.does(s.ben.submits(form, titel="Vereinsseite", text="Wir suchen jemanden für Python."))
        (preview,) = sent.messages
        assert preview.ephemeral
        assert "Vereinsseite" in preview.text
        published = await s.does(s.ben.presses(preview, "Veröffentlichen"))
        assert published.response == "update"
        assert "geht jetzt an einen Ort" in preview.text
        (card,) = s.jobs.messages
        assert card.text.startswith("Vereinsseite")
        assert card.labels == ["Interesse"]


async def test_two_pages_keep_what_was_typed_through_a_restart(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        await s.agreed(s.anna, "python")
        first = await s.does(s.anna.runs("profil", s.jobs))
        assert first.modal is not None
        assert first.modal.title.endswith("1/2")
        assert [field.kind for field in first.modal.fields] == ["text", "select", "text", "text", "text"]
        between = await s.does(s.anna.submits(first, name="Anna B.", art="Startup", ort="Essen"))
        (message,) = between.messages
        assert "Seite 1 von 2 ist ausgefüllt." in message.text
        await s.restarted()
        second = await s.does(s.anna.presses(message, "Weiter"))
        assert second.modal is not None
        assert [field.custom_id for field in second.modal.fields] == ["verfuegbar", "sichtbar"]
        await s.restarted()
        done = await s.does(s.anna.submits(second, verfuegbar="frei"))
        assert done.response == "update"
        for words in ("Anna B.", "Startup", "Essen", "frei"):
            assert words in message.text


async def test_rest_of_a_form_can_be_skipped(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        await s.agreed(s.anna, "python")
        first = await s.does(s.anna.runs("profil", s.jobs))
        between = await s.does(s.anna.submits(first, ort="Essen"))
        await s.does(s.anna.presses(between.messages[0], "Überspringen"))
        assert "Essen" in between.messages[0].text


async def test_wrong_value_comes_back_with_a_way_to_change_it_and_loses_nothing(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        form = await s.does(s.ben.runs("job", s.jobs))
        refused = await s.does(s.ben.submits(form, titel="Vereinsseite", text="Wir suchen wen.", ort="Atlantis"))
        (message,) = refused.messages
        assert message.ephemeral
        assert message.labels == ["Ändern"]
        again = await s.does(s.ben.presses(message, "Ändern"))
        assert again.modal is not None
        held = {field.custom_id: field.value for field in again.modal.fields}
        assert held["titel"] == "Vereinsseite"
        assert held["ort"] == "Atlantis"
        done = await s.does(s.ben.submits(again, ort="Essen"))
        assert done.response == "update"
        assert "Essen" in message.text


async def test_blank_required_field_is_named(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        form = await s.does(s.ben.runs("job", s.jobs))
        refused = await s.does(s.ben.submits(form, titel="Vereinsseite", text="   "))
        assert "Bitte fülle noch aus: Beschreibung." in refused.messages[0].text


async def test_button_works_after_a_restart(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        form = await s.does(s.ben.runs("job", s.jobs))
        sent = await s.does(s.ben.submits(form, titel="Vereinsseite", text="Wir suchen jemanden für Python."))
        await s.restarted()
        await s.does(s.ben.presses(sent.messages[0], "Veröffentlichen"))
        (card,) = s.jobs.messages
        await s.restarted()
        interest = await s.does(s.anna.presses(card, "Interesse"))
        assert interest.modal is not None
        assert card.labels == ["Interesse (1)"]


async def test_press_on_a_card_is_answered_privately_and_the_delivery_alone_changes_the_card(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        form = await s.does(s.ben.runs("job", s.jobs))
        sent = await s.does(s.ben.submits(form, titel="Vereinsseite", text="Wir suchen jemanden für Python."))
        await s.does(s.ben.presses(sent.messages[0], "Veröffentlichen"))
        (card,) = s.jobs.messages
        own = await s.does(s.ben.presses(card, "Interesse"))
        assert "dein eigener Auftrag" in own.messages[0].text
        assert own.messages[0].ephemeral
        assert len(card.history) == 1
        interest = await s.does(s.anna.presses(card, "Interesse"))
        (told,) = interest.messages
        assert "Notiert" in told.text
        assert told.ephemeral
        thanks = await s.does(s.anna.submits(interest, satz="Ich habe Zeit."))
        assert "weitergegeben" in thanks.messages[0].text
        assert card.labels == ["Interesse (1)"]
        assert any("Ich habe Zeit." in message.text for message in s.ben.messages)


async def test_long_search_turns_its_pages_in_place_and_for_its_reader_alone(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        people = [s.api.person(f"Person {number}") for number in range(12)]
        for person in people:
            person.joins(s.guild)
            await s.agreed(person, "suchmaschinenoptimierung")
        words = "suchmaschinenoptimierung, klöppelwettbewerbe, grubenpferdeberatung, taubenschlagumbauten, kiosk"
        found = await s.does(s.ben.runs("suche", s.jobs, was=words))
        (results,) = found.messages
        data = results.button("Weiter").custom_id
        assert data is not None
        assert data.startswith("kept&")
        elsewhere = await s.does(s.anna.runs("hilfe", s.jobs))
        forged = await s.does(s.anna.forges(elsewhere.messages[0], data))
        assert "gilt nicht mehr" in "".join(message.text for message in (*forged.messages, *elsewhere.messages))
        before = results.text
        await s.restarted()
        await s.does(s.ben.presses(results, "Weiter"))
        assert results.text != before


async def test_own_data_comes_as_a_file(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        await s.agreed(s.anna, "python")
        got = await s.does(s.anna.runs("meinedaten", s.jobs))
        files = [file for message in got.messages for file in message.files]
        assert [file.name.endswith(".json") for file in files] == [True]
        assert b"Python" in files[0].content
        assert all(message.ephemeral for message in got.messages)


async def test_forged_presses_are_old_buttons_and_change_nothing(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        shown = await s.does(s.anna.runs("start", s.jobs))
        for data in (
            "x",
            "kept&token=abc",
            "&&&",
            "~~",
            "delivery.again&delivery=1",
            "form.open&token=zz&page=999",
            "💥",
        ):
            forged = await s.does(s.anna.forges(shown.messages[0], data))
            assert forged.response in ("update", "message"), data
        assert not any(each.failed for each in s.api.interactions)


async def test_members_words_neither_ping_nor_format(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        text = f"@everyone @here <@{s.anna.id}> <#1> **fett** [hier](https://example.org) suche Python"
        form = await s.does(s.ben.runs("job", s.jobs))
        sent = await s.does(s.ben.submits(form, titel="@everyone **da**", text=text))
        await s.does(s.ben.presses(sent.messages[0], "Veröffentlichen"))
        assert s.api.notified == []
        (card,) = s.jobs.messages
        assert f"<@{s.anna.id}>" not in card.text.replace("\\", "") or "\\<" in card.text
        assert "**fett**" not in card.text


async def test_english_community_is_spoken_to_in_english(tmp_path: Path) -> None:
    async with salon(tmp_path, language="en") as s:
        shown = await s.does(s.anna.runs("start", s.jobs))
        assert shown.messages[0].text.startswith("Hello")
        form = await s.does(s.anna.runs("job", s.jobs))
        assert form.modal is not None
        assert [field.label for field in form.modal.fields][:2] == ["Title", "Description"]


async def test_typed_line_in_private_is_a_command_and_a_form_a_button(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        s.anna.says("Hallo?")
        await s.settled()
        assert "nicht verstanden" in s.anna.messages[-1].text
        s.anna.says("/suche python")
        await s.settled()
        assert "Niemand gefunden" in s.anna.messages[-1].text
        s.anna.says("/job")
        await s.settled()
        assert s.anna.messages[-1].labels == ["Formular öffnen"]
        form = await s.does(s.anna.presses(s.anna.messages[-1], "Formular öffnen"))
        assert form.modal is not None


async def test_moment_of_discords_own_picker_is_a_date_wherever_it_is_typed(tmp_path: Path) -> None:
    moment = "<t:1796752800:F>"
    async with salon(tmp_path) as s:
        form = await s.does(s.anna.runs("erinnere"))
        noted = await s.does(s.anna.submits(form, was="Tee", wann=moment))
        assert moment in noted.messages[0].text
        s.anna.says(f'/erinnere Kaffee wann="{moment}"')
        await s.settled()
        assert moment in s.anna.messages[-1].text
        listed = await s.does(s.anna.runs("termine", s.events, filter="<t:1796752800:d>"))
        assert "Zu „Di., 8. Dezember 2026“" in listed.messages[0].text
        s.ben.says("Suche jemanden für Python ab <t:1796752800:D>, nicht <t:999999999999>.", s.jobs)
        await s.settled()
        preview = await s.does(s.ben.presses(s.jobs.messages[-1], "Vorschau"))
        assert "ab Di., 8. Dezember 2026, nicht \\<t:999999999999>." in preview.messages[0].text


async def test_who_manages_the_server_learns_what_makes_a_channel_a_place(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        lounge = s.guild.channel("lounge")
        stranger = await s.does(s.anna.runs("start", lounge))
        assert len(stranger.messages) == 1
        told = await s.does(s.orga.runs("start", lounge))
        assert f"chat = {lounge.id}" in told.messages[1].text
        assert told.messages[1].ephemeral
        known = await s.does(s.orga.runs("start", s.jobs))
        assert "eingerichtet, mit roles = jobs" in known.messages[1].text
        assert known.messages[1].ephemeral


async def test_form_that_was_closed_is_found_under_what_was_said(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        asked = await s.does(s.anna.runs("skills", s.jobs))
        agreed = await s.does(s.anna.presses(asked.messages[0], "Einverstanden"))
        assert agreed.modal is not None
        (thanks,) = agreed.messages
        assert thanks.labels == ["Formular öffnen"]
        again = await s.does(s.anna.presses(thanks, "Formular öffnen"))
        await s.does(s.anna.submits(again, liste="python"))
        assert "Python" in thanks.text


async def test_command_line_in_a_sentence_names_the_command_and_what_belongs_into_its_form(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        shown = await s.does(s.anna.runs("hilfe", s.jobs))
        assert "`/skills` → `python, webdesign, -wordpress`" in shown.messages[0].text
