"""People talk to the bot on Telegram: commands, dialogues, buttons, groups; over the wire, with the real library."""

from __future__ import annotations

from pathlib import Path

from tests.support.telegraph import telegraph


async def test_private_command_is_answered_privately_with_its_buttons(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        t.anna.says("/start")
        await t.settled()
        (welcome,) = t.anna.messages
        assert welcome.text.startswith("Hallo, ich bin der Bot von Testherd.")
        assert welcome.labels == ["Skills eintragen", "Hilfe"]


async def test_command_that_names_the_bot_is_its_own_and_one_for_another_bot_is_not(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        t.ben.says("/start@some_other_bot", t.jobs)
        t.ben.says("/termine@some_other_bot", t.jobs)
        await t.settled()
        assert t.jobs.messages == []
        t.ben.says(f"/termine@{t.api.username.upper()}", t.jobs)
        await t.settled()
        (answer,) = t.jobs.messages
        assert answer.reply_to


async def test_press_replaces_the_private_message_and_is_always_answered(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        t.anna.says("/skills python, django")
        await t.settled()
        (asked,) = t.anna.messages
        t.anna.presses(asked, "Einverstanden")
        await t.settled()
        assert t.anna.messages[0] is asked
        assert len(asked.history) == 2
        assert "Python" in "\n".join(message.text for message in t.anna.messages)
        assert [toast.person for toast in t.api.toasts] == [t.anna]


async def test_button_works_after_a_restart(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        t.anna.says("/skills python")
        await t.settled()
        await t.restarted()
        t.anna.presses(t.anna.messages[-1], "Einverstanden")
        await t.settled()
        t.ben.says("/suche python")
        await t.settled()
        assert "Anna" in t.ben.messages[-1].text


async def test_page_of_a_long_search_turns_after_a_restart_and_for_nobody_else(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        people = [t.api.person(f"Person {number}") for number in range(12)]
        for person in people:
            await t.agreed(person, "suchmaschinenoptimierung")
        t.ben.says("/suche suchmaschinenoptimierung und noch ein paar Wörter mehr die keiner kennt")
        await t.settled()
        results = t.ben.messages[-1]
        before = results.text
        await t.restarted()
        data = next(button.data for row in results.buttons for button in row if "Weiter" in button.label)
        assert data is not None
        assert len(data.encode()) <= 64
        assert data.startswith("kept&")
        t.anna.says("/start")
        await t.settled()
        t.anna.forges(t.anna.messages[-1], data)
        await t.settled()
        assert "gilt nicht mehr" in t.api.toasts[-1].text
        t.ben.presses(results, "Weiter")
        await t.settled()
        assert results.text != before


async def test_dialogue_asks_step_by_step_and_survives_a_restart(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        await t.agreed(t.ben, "php")
        t.ben.says("/job")
        await t.settled()
        assert "Abbrechen" in t.ben.messages[-1].labels
        t.ben.says("Vereinsseite")
        await t.settled()
        await t.restarted()
        t.ben.says("Wir suchen jemanden für Python und Django.")
        await t.settled()
        t.ben.presses(t.ben.messages[-1], "Fertig")
        await t.settled()
        preview = t.ben.messages[-1]
        assert "Vereinsseite" in preview.text
        assert "Veröffentlichen" in preview.labels


async def test_skipping_cancelling_and_another_command_within_a_dialogue(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        await t.agreed(t.ben, "php")
        t.ben.says("/profil")
        await t.settled()
        first = t.ben.messages[-1].text
        t.ben.presses(t.ben.messages[-1], "Überspringen")
        await t.settled()
        second = t.ben.messages[-1].text
        assert second != first
        t.ben.says("/termine")
        await t.settled()
        assert t.ben.messages[-1].text.splitlines()[0] == second.splitlines()[0]
        t.ben.presses(t.ben.messages[-1], "Abbrechen")
        await t.settled()
        assert "Abgebrochen" in t.ben.messages[-1].text
        t.ben.says("Hattingen")
        await t.settled()
        assert "nicht verstanden" in t.ben.messages[-1].text


async def test_dialogue_is_over_after_24_hours(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        await t.agreed(t.ben, "php")
        t.ben.says("/job")
        await t.settled()
        question = t.ben.messages[-1]
        await t.move(hours=25)
        t.ben.says("Vereinsseite")
        await t.settled()
        assert "nicht verstanden" in t.ben.messages[-1].text
        t.ben.presses(question, "Abbrechen")
        await t.settled()
        assert "nicht mehr offen" in question.text


async def test_private_command_in_a_group_gives_a_stranger_a_start_link_that_is_theirs_alone(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        t.anna.says("/skills python", t.jobs)
        await t.settled()
        (line,) = t.jobs.messages
        assert "python" not in line.text.lower()
        url = line.buttons[0][0].url
        assert url is not None
        assert url.startswith(f"https://t.me/{t.api.username}?start=")
        token = url.partition("start=")[2]
        t.ben.starts(token)
        await t.settled()
        assert "nicht für dich" in t.ben.messages[-1].text
        assert not line.deleted
        t.anna.starts(token)
        await t.settled()
        assert "Einverstanden" in t.anna.messages[-1].labels
        assert line.deleted


async def test_a_mistyped_command_of_a_stranger_in_a_group_is_answered_behind_a_start_link(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        t.anna.says("/sklls python", t.jobs)
        t.anna.says("/zitronenfalter", t.jobs)
        await t.settled()
        (line,) = t.jobs.messages
        url = line.buttons[0][0].url
        assert url is not None
        t.anna.starts(url.partition("start=")[2])
        await t.settled()
        assert "sklls kenne ich nicht. Meintest du /skills?" in t.anna.messages[-1].text


async def test_start_link_that_nobody_uses_is_gone_after_an_hour(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        t.anna.says("/skills python", t.jobs)
        await t.settled()
        (line,) = t.jobs.messages
        await t.restarted()
        await t.move(minutes=61)
        assert line.deleted


async def test_private_command_in_a_group_is_answered_privately_where_the_bot_may_write(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        t.anna.says("/start")
        await t.settled()
        await t.restarted()  # whom it may write to is asked, not remembered
        t.anna.says("/skills python", t.jobs)
        await t.settled()
        assert t.jobs.messages == []
        assert "Einverstanden" in t.anna.messages[-1].labels


async def test_message_without_words_is_told_so_and_keeps_the_dialogue(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        await t.agreed(t.ben, "php")
        t.ben.says("/job")
        await t.settled()
        t.ben.sends_sticker()
        await t.settled()
        assert "nur Text" in t.ben.messages[-1].text
        t.ben.says("Vereinsseite")
        await t.settled()
        assert "nicht verstanden" not in t.ben.messages[-1].text


async def test_album_is_answered_once(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        for captions in (("", "", ""), ("/hilfe", "", "")):
            before = len(t.ben.messages)
            for caption in captions:
                t.ben.sends_photo(caption=caption, album=captions[0] or "bare")
            await t.settled()
            (answer,) = t.ben.messages[before:]
            assert ("nur Text" in answer.text) is not any(captions)
        t.ben.sends_photo()
        t.ben.sends_photo()
        await t.settled()
        assert ["nur Text" in message.text for message in t.ben.messages[-2:]] == [True, True]


async def test_anonymous_admin_is_told_that_nobody_is_seen(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        t.jobs.says_anonymously("/skills python")
        t.jobs.says_anonymously("Guten Morgen")
        await t.settled()
        (line,) = t.jobs.messages
        assert "anonym" in line.text


async def test_forged_press_is_an_old_button_and_changes_nothing(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        t.anna.says("/start")
        await t.settled()
        standing = t.anna.messages[-1]
        for data in ("", "x", "kept&token=abc", "&&&", "delivery.again&delivery=1", "form.open&token=zz&page=999"):
            t.anna.forges(standing, data)
            await t.settled()
        assert len(t.api.toasts) == 6
        assert any("gilt nicht mehr" in toast.text for toast in t.api.toasts)
        await t.settled()


async def test_members_words_neither_mention_nor_command_nor_format(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        await t.agreed(t.anna, "python")
        t.ben.says("/suche @anna /start *fett* <b>x</b> `y` @everyone")
        await t.settled()
        answer = t.ben.messages[-1]
        assert [entity for entity in answer.found if entity.kind == "mention"] == []
        theirs = [entity.words for entity in answer.found if entity.kind == "bot_command"]
        assert "/start" not in theirs


async def test_own_data_comes_as_a_file(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        await t.agreed(t.anna, "python")
        t.anna.says("/meinedaten")
        await t.settled()
        (document,) = [message.document for message in t.anna.messages if message.document]
        assert document.name.endswith(".json")
        assert b"Python" in document.content


async def test_english_community_is_spoken_to_in_english(tmp_path: Path) -> None:
    async with telegraph(tmp_path, language="en") as t:
        t.anna.says("/start")
        t.anna.sends_sticker()
        await t.settled()
        assert t.anna.messages[0].text.startswith("Hello")
        assert "only read text" in t.anna.messages[1].text
