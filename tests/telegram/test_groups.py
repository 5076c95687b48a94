"""Groups on Telegram: free posts, tags, edits, topics, migration, and where the bot may write."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.people import Address, ChatAddress, Platform
from tests.support.telegraph import Telegraph, telegraph

POST = "Suche jemanden für JavaScript, zwei Wochen ab Montag."


async def _published(t: Telegraph) -> None:
    """Let Ben post freely, and publish what was understood."""
    t.ben.starts()
    t.ben.says(POST, t.jobs)
    await t.settled()
    t.ben.presses(t.jobs.messages[-1], "Vorschau")
    await t.settled()
    t.ben.presses(t.ben.messages[-1], "Veröffentlichen")
    await t.settled()


async def test_free_post_becomes_a_card_and_tags_exactly_those_who_agreed(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        carla = t.api.person("Carla")
        carla.joins(t.jobs)
        await t.agreed(t.anna, "javascript")
        await t.agreed(carla, "javascript", "Nur gelistet")
        await _published(t)
        card, tag = (message for message in t.jobs.messages if not message.deleted)
        assert card.labels == ["Interesse"]
        assert tag.reply_to == card.id
        assert (card.silent, tag.silent) == (True, False)  # only who is called is to hear it
        assert "Getaggt wegen JavaScript" in tag.text
        assert [(each.person, each.message) for each in t.api.notified] == [(t.anna, tag)]


async def test_many_who_fit_are_called_in_messages_of_five(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        people = [t.api.person(f"Person {number}") for number in range(8)]
        for number, person in enumerate(people):
            person.joins(t.jobs)
            await t.agreed(person, "javascript" if number % 2 else "fotografie")
        t.ben.starts()
        t.ben.says("Suche Leute für JavaScript und Fotografie, zwei Wochen ab Montag.", t.jobs)
        await t.settled()
        t.ben.presses(t.jobs.messages[-1], "Vorschau")
        await t.settled()
        t.ben.presses(t.ben.messages[-1], "Veröffentlichen")
        await t.settled()
        assert {each.person for each in t.api.notified} == set(people)
        called = [sum(entity.kind == "text_mention" for entity in message.entities) for message in t.jobs.messages]
        assert max(called) <= 5
        assert sum(called) == 8


async def test_what_groups_say_among_themselves_is_never_kept(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        t.ben.says("Heute Mittag war es in Essen richtig schön.", t.jobs)
        t.anna.says("Stimmt!", t.events)
        t.ben.says(POST, t.events)  # the bot reads no posts there
        await t.settled()
        assert t.jobs.messages == t.events.messages == []
        file = (tmp_path / "ideenherd.db").read_bytes() + (tmp_path / "ideenherd.db-wal").read_bytes()
        assert "richtig schön".encode() not in file
        assert b"zwei Wochen" not in file


async def test_words_of_a_command_are_erased_once_it_is_handled(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        t.anna.says("/suche zitronenfaltertrainer")
        await t.settled()
        await t.stop()
        with sqlite3.connect(tmp_path / "ideenherd.db") as connection:
            kept = connection.execute("SELECT count(*), count(handled_at), count(payload) FROM inbox").fetchall()
        assert kept == [(1, 1, 0)]
        await t.start()


async def test_edited_post_brings_its_card_up_to_date(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        await t.agreed(t.anna, "javascript")
        await _published(t)
        own = next(message for message in reversed(t.ben.sees(t.jobs)) if message.text == POST)
        t.ben.edits(own.id, "Suche jemanden für JavaScript, drei Monate ab Juni.", t.jobs)
        await t.settled()
        card = next(message for message in t.jobs.messages if "Interesse" in message.labels)
        assert "drei Monate" in card.text
        assert len(t.api.notified) == 1  # an edit notifies nobody


async def test_press_on_a_card_by_a_stranger_opens_the_private_chat(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        await t.agreed(t.anna, "javascript")
        await _published(t)
        card = next(message for message in t.jobs.messages if "Interesse" in message.labels)
        before = len(t.jobs.messages)
        t.orga.presses(card, "Interesse")
        await t.settled()
        toast = t.api.toasts[-1]
        assert toast.person is t.orga
        assert toast.text or toast.url
        assert len(t.jobs.messages) == before


async def test_nobody_who_left_the_group_is_tagged(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        await t.agreed(t.anna, "javascript")
        t.anna.leaves(t.jobs)
        await t.settled()
        await _published(t)
        assert t.api.notified == []
        t.anna.joins(t.jobs)
        await t.settled()
        t.ben.says("Suche noch jemanden für JavaScript, ein halbes Jahr.", t.jobs)
        await t.settled()
        t.ben.presses(t.jobs.messages[-1], "Vorschau")
        await t.settled()
        t.ben.presses(t.ben.messages[-1], "Veröffentlichen")
        await t.settled()
        assert [each.person for each in t.api.notified] == [t.anna]


async def test_card_that_is_too_long_is_one_message_that_follows_and_goes(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        ben = t.api.person("Ben " + "🎉" * 56)
        ben.joins(t.jobs)
        ben.says("/job")
        text = "Wir suchen jemanden für JavaScript, Fotografie, Texte, Buchhaltung, SEO und Übersetzung. " + "🎉" * 1400
        for said in ("Fest " + "🎉" * 70, text, "Essen", "bald " + "🎨" * 190, "viel " + "🎪" * 190):
            await t.settled()
            ben.says(said)
        await t.settled()
        ben.presses(ben.messages[-1], "Veröffentlichen")
        await t.settled()
        (card,) = t.jobs.messages
        assert card.text.endswith("…")
        t.anna.presses(card, "Interesse: Frontend")
        await t.settled()
        assert "Interesse: Frontend (1)" in card.labels
        ben.presses(next(each for each in ben.messages if "Löschen" in each.labels), "Löschen")
        await t.settled()
        assert t.jobs.messages == []


async def test_upgraded_group_is_the_same_place_under_its_new_number(tmp_path: Path) -> None:
    async with telegraph(tmp_path, kind="group") as t:
        await t.agreed(t.anna, "javascript")
        await _published(t)
        t.jobs.upgrade()
        await t.settled()
        t.ben.says("Suche jemanden für JavaScript am Wochenende.", t.jobs)
        await t.settled()
        assert "Vorschau" in t.jobs.messages[-1].labels


async def test_card_of_before_the_upgrade_is_never_taken_for_a_message_of_the_new_group(tmp_path: Path) -> None:
    async with telegraph(tmp_path, kind="group") as t:
        await t.agreed(t.anna, "javascript")
        await _published(t)
        card = next(each for each in t.jobs.messages if "Interesse" in each.labels)
        t.jobs.upgrade()
        while t.ben.says("Hm.", t.jobs) < card.id - 2:
            pass
        t.ben.says("/termine", t.jobs)
        await t.settled()
        (same,) = [each for each in t.jobs.messages if each.id == card.id]
        t.ben.presses(t.ben.messages[-1], "Zurückziehen")
        await t.settled()
        assert "zurückgezogen" in t.ben.messages[-1].text
        assert len(same.history) == 1
        assert same.labels == []


async def test_tags_of_a_card_that_stayed_behind_come_all_the_same(tmp_path: Path) -> None:
    async with telegraph(tmp_path, "2026-12-01 21:30", kind="group") as t:
        await t.agreed(t.anna, "javascript")
        await _published(t)
        assert t.api.notified == []
        t.jobs.upgrade()
        await t.settled()
        await t.move(hours=11)
        assert [(each.person, each.message.reply_to) for each in t.api.notified] == [(t.anna, None)]
        assert t.api.notified[0].message in t.jobs.messages


async def test_group_that_was_upgraded_unseen_is_found_at_the_next_post(tmp_path: Path) -> None:
    async with telegraph(tmp_path, kind="group") as t:
        await t.agreed(t.anna, "javascript")
        await t.stop()
        t.events.upgrade()
        t.api.world.updates.clear()  # the service messages were missed
        assert not t.api.unconfirmed
        await t.start()
        t.ben.starts()
        t.ben.says('/termin titel=Twittwoch wann="2026-12-09 19:00" ort=Essen')
        await t.settled()
        t.ben.presses(t.ben.messages[-1], "Eintragen")
        await t.settled()
        assert any("Twittwoch" in message.text for message in t.events.messages)


async def test_group_without_the_right_to_write_is_left_alone_and_organisers_are_told(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        t.orga.starts()
        await t.agreed(t.anna, "javascript")
        t.jobs.restricts_bot()
        await t.settled()
        assert any("#jobs" in message.text for message in t.orga.messages)
        sent = len(t.api.called("sendMessage"))
        t.ben.starts()
        t.ben.says('/job titel=Vereinsseite text="Wir suchen jemanden für JavaScript."')
        await t.settled()
        t.ben.presses(t.ben.messages[-1], "Veröffentlichen")
        await t.settled()
        tried = [call for call in t.api.called("sendMessage")[sent:] if call.chat == t.jobs.id]
        assert tried == []
        t.jobs.promotes_bot()
        await t.settled()
        assert any("Vereinsseite" in message.text for message in t.jobs.messages)


async def test_bot_in_a_new_group_says_what_belongs_into_the_settings(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        t.orga.starts()
        await t.settled()
        group = t.api.group("Neue Gruppe", t.orga)
        group.removes_bot()
        await t.settled()
        group.adds_bot(t.orga)
        await t.settled()
        told = t.orga.messages[-1].text
        assert f"chat = {group.id}" in told
        assert f"user = {t.orga.id}" in told
        assert group.messages == []


async def test_blocking_closes_the_way_and_unblocking_brings_what_waited(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        await t.agreed(t.anna, "javascript")
        t.anna.says('/erinnere was="Rechnung schreiben" wann="2026-12-01 12:00"')
        await t.settled()
        if t.anna.messages[-1].labels and "Einverstanden" in t.anna.messages[-1].labels:
            t.anna.presses(t.anna.messages[-1], "Einverstanden")
            await t.settled()
        t.anna.blocks()
        await t.settled()
        await t.move(hours=4)
        assert sum("Rechnung" in message.text for message in t.anna.messages) == 1  # the answer, no reminder
        tries = [call for call in t.api.called("sendMessage") if call.status == 403]
        assert tries == []
        t.anna.unblocks()
        await t.settled()
        assert "Rechnung schreiben" in t.anna.messages[-1].text


@pytest.mark.parametrize("topic", [None, "Aufträge"])
async def test_place_may_be_a_topic_and_answers_stay_in_it(tmp_path: Path, topic: str | None) -> None:
    async with telegraph(tmp_path, forum=True) as t:
        other = t.jobs.topic("Plausch")
        mine = t.jobs.topic(topic) if topic else None
        where = ChatAddress(Platform.TELEGRAM, str(t.jobs.id), str(mine.thread) if mine else None)
        t.places[0] = replace(t.places[0], address=where)
        await t.restarted()
        t.ben.says(POST, t.jobs, topic=other)
        t.ben.says("/termine", t.jobs, topic=other)
        await t.settled()
        (answer,) = t.jobs.messages
        assert answer.thread == other.thread
        t.ben.says(POST, t.jobs, topic=mine)
        await t.settled()
        offer = t.jobs.messages[-1]
        assert "Vorschau" in offer.labels
        assert offer.thread == (mine.thread if mine else None)


async def test_card_of_a_post_in_a_topic_stands_once_in_each_place_of_the_group(tmp_path: Path) -> None:
    async with telegraph(tmp_path, forum=True, in_topic=True) as t:
        general = replace(t.places[0].address, topic=None)
        t.places.append(replace(t.places[0], name="#allgemein", address=general))
        await t.restarted()
        await t.agreed(t.anna, "javascript")
        t.ben.starts()
        post = t.ben.says(POST, topic=t.topic)
        await t.settled()
        t.ben.presses(t.jobs.messages[-1], "Vorschau")
        await t.settled()
        t.ben.presses(t.ben.messages[-1], "Veröffentlichen")
        await t.settled()
        cards = [each for each in t.jobs.messages if "Interesse" in each.labels]
        assert t.topic is not None
        assert {(card.thread, card.reply_to) for card in cards} == {(t.topic.thread, post), (None, None)}


async def test_organiser_is_known_by_the_number_alone(tmp_path: Path) -> None:
    async with telegraph(tmp_path) as t:
        community = t.bot.house.community
        assert Address(Platform.TELEGRAM, str(t.orga.id)) in community.organisers
        t.ben.starts()
        await t.settled()
        t.ben.forges(t.ben.messages[-1], "delivery.again&delivery=1")
        await t.settled()
        said = [*(toast.text for toast in t.api.toasts), t.ben.messages[-1].text]
        assert any("nur Organisator" in words for words in said)
