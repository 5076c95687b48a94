"""What happens in channels, threads and forums: free posts, cards, tags, menus, and where nobody may write."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.discordapi import Interaction, Person
from tests.support.salon import Salon, salon

POST = "Wir suchen jemanden für Python, am liebsten aus Essen."
PARTS = ("Backend", "Frontend", "Design")


async def published(s: Salon, person: Person, text: str = POST, title: str = "Vereinsseite") -> Interaction:
    """Write a job by form and publish it; return the interaction whose message has the owner's buttons."""
    form = await s.does(person.runs("job", s.events))
    sent = await s.does(person.submits(form, titel=title, text=text))
    await s.does(person.presses(sent.messages[0], "Veröffentlichen"))
    return sent


async def test_free_post_is_offered_published_and_followed(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        post = s.ben.says(POST, s.jobs)
        s.ben.says("Guten Morgen zusammen", s.jobs)
        await s.settled()
        (offer,) = s.jobs.messages
        assert offer.reply_to is post
        assert offer.labels == ["Vorschau", "Kein Auftrag"]
        assert s.api.notified == []
        seen = await s.does(s.ben.presses(offer, "Vorschau"))
        assert seen.messages[0].ephemeral
        await s.does(s.ben.presses(seen.messages[0], "Veröffentlichen"))
        assert offer.deleted
        (card,) = s.jobs.messages
        assert card.reply_to is post
        s.ben.edits(post, "Wir suchen jemanden für Rust.")
        await s.settled()
        assert "Rust" in card.text
        s.ben.deletes(post)
        await s.settled()
        assert "Zurückgezogen" in card.text
        assert card.buttons == []


async def test_numbers_in_a_post_are_the_names_that_its_readers_see(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        role, hidden = s.guild.role("Gestaltung"), s.guild.channel("geheim", private=True)
        nobody = f"<@43> {hidden.mention}"
        called = f"{s.anna.mention}, <@!{s.orga.id}>, {role.mention}, {s.events.mention} <a:party:42> {nobody}"
        names = r"@Anna, @Orga, @Gestaltung, #termine \:party: \<\@{}43> \<#{}>".format("\u2060", hidden.id)
        post = s.ben.says(f"{POST} {called}", s.jobs)
        await s.settled()
        preview = await s.does(s.ben.presses(s.jobs.messages[0], "Vorschau"))
        await s.does(s.ben.presses(preview.messages[0], "Veröffentlichen"))
        (card,) = s.jobs.messages
        assert f"{POST} {names}" in card.text
        s.ben.edits(post, f"{POST} Bald. {called}")
        await s.settled()
        assert f"{POST} Bald. {names}" in card.text
        taken = await s.does(s.ben.menu("Als Auftrag übernehmen", s.ben.says(f"Umzug. {called}", s.events)))
        assert f"Umzug. {names}" in taken.messages[0].text
        assert s.api.notified == []


WRITTEN = [
    ("# Gesucht\n**Wir suchen jemanden für __Python__.**", "Gesucht\nWir suchen jemanden für Python."),
    ("-# klein\n*Wir* suchen _jemanden_ für ||Python||.", "klein\nWir suchen jemanden für Python."),
    ("Wir suchen jemanden für [Python](https://example.org/a_b_).", "(https://example.org/a_b_)"),
    (
        "Wir suchen jemanden für `Python`: <https://example.org/_c_> und https://example.org/**",
        "Python: https://example.org/_c_ und",
    ),
    (
        "Wir suchen Texter*innen und Designer*innen für Python, my_py_3.",
        "Texter*innen und Designer*innen für Python, my_py_3.",
    ),
    ("Wir suchen jemanden für Python:\n* 2 \\* 3 \\_x\\_\n- a_b", "* 2 * 3 _x_\n- a_b"),
    ("Wir suchen jemanden:\n```py\n**Python**\n```", "Wir suchen jemanden:\n**Python**"),
]


async def test_a_post_is_read_and_shown_without_its_signs_of_markdown(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        for number, (post, told) in enumerate(WRITTEN):
            s.ben.says(post, s.jobs)
            await s.settled()
            preview = await s.does(s.ben.presses(s.jobs.messages[-1], "Vorschau"))
            assert told in _read(preview.messages[0].text), number
            assert "Backend: Python" in preview.messages[0].text
            await s.does(s.ben.presses(preview.messages[0], "Kein Auftrag"))


NOT_SAID = [
    f"> {POST}\nDas kann ich machen.",
    f"Das kann ich machen:\n>>> {POST}\nBald.",
    f"~~{POST}~~ erledigt",
]


async def test_what_is_quoted_or_crossed_out_is_not_offered_and_no_change_of_a_card(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        for words in NOT_SAID:
            s.ben.says(words, s.jobs)
        await s.settled()
        assert s.jobs.messages == []

        post = s.ben.says(f"> Wer kennt wen?\n{POST}", s.jobs)
        await s.settled()
        preview = await s.does(s.ben.presses(s.jobs.messages[0], "Vorschau"))
        await s.does(s.ben.presses(preview.messages[0], "Veröffentlichen"))
        (card,) = s.jobs.messages
        assert "Wer kennt" not in card.text
        s.ben.edits(post, f"~~{POST}~~ Hat sich erledigt, danke!")
        await s.settled()
        assert s.ben.messages[-1].labels[:2] == ["Vergeben", "Zurückziehen"]

        taken = await s.does(s.ben.menu("Als Auftrag übernehmen", s.ben.says("> Umzug am Samstag", s.events)))
        assert "Umzug am Samstag" in taken.messages[0].text


def _read(markup: str) -> str:
    """Return what is written in Markdown as it is read."""
    return re.sub(r"\\(?=[^A-Za-z0-9\s])", "", markup).replace("\u2060", "")


async def test_preview_of_a_link_under_a_post_is_no_change_of_it(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        post = s.ben.says(POST, s.jobs)
        await s.settled()
        offer = s.jobs.messages[0]
        seen = await s.does(s.ben.presses(offer, "Vorschau"))
        await s.does(s.ben.presses(seen.messages[0], "Veröffentlichen"))
        (card,) = s.jobs.messages
        s.api.shows_preview(post)
        await s.settled()
        assert len(card.history) == 1


async def test_tags_notify_exactly_those_who_agreed_and_are_there(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        carla, dora, emil = (s.api.person(name) for name in ("Carla", "Dora", "Emil"))
        for person in (carla, dora, emil):
            person.joins(s.guild)
        await s.agreed(s.anna, "python")
        await s.agreed(carla, "python")
        await s.agreed(dora, "python", "Nur gelistet")
        await s.agreed(emil, "python")
        emil.leaves(s.guild)
        await published(s, s.ben)
        card, ping = s.jobs.messages
        assert ping.reply_to is card
        assert ping.text.startswith("Getaggt wegen Python")
        assert {each.person for each in s.api.notified} == {s.anna, carla}
        assert {each.message for each in s.api.notified} == {ping}
        await s.does(s.anna.presses(ping, "Nicht mehr taggen"))
        await published(s, s.ben, title="Noch eine")
        assert [each.person for each in s.api.notified[2:]] == [carla]


async def test_message_menu_takes_a_message_over_without_message_content(tmp_path: Path) -> None:
    async with salon(tmp_path, reads_posts=False) as s:
        s.api.allow_message_content = False
        post = s.ben.says(POST, s.jobs)
        await s.settled()
        assert s.jobs.messages == []
        foreign = await s.does(s.anna.menu("Als Auftrag übernehmen", post))
        assert "eigenen Nachricht" in foreign.messages[0].text
        taken = await s.does(s.ben.menu("Als Auftrag übernehmen", post))
        assert taken.messages[0].ephemeral
        assert "Python" in taken.messages[0].text
        await s.does(s.ben.presses(taken.messages[0], "Veröffentlichen"))
        (card,) = s.jobs.messages
        assert card.reply_to is post
        s.ben.deletes(post)
        await s.settled()
        assert "Zurückgezogen" in card.text


async def test_menu_on_a_person_shows_who_may_be_found(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        nothing = await s.does(s.ben.menu("Profil zeigen", s.anna, s.jobs))
        assert "nichts zeigen" in nothing.messages[0].text
        await s.agreed(s.anna, "python")
        shown = await s.does(s.ben.menu("Profil zeigen", s.anna, s.jobs))
        assert "Python" in shown.messages[0].text
        assert shown.messages[0].ephemeral


async def test_forum_gets_a_post_for_each_job_with_tags_and_closes_it_with_the_job(tmp_path: Path) -> None:
    async with salon(tmp_path, forum=PARTS) as s:
        s.guild.allows_bot("manage_threads")
        await s.agreed(s.anna, "django")
        sent = await published(s, s.ben, "Wir suchen jemanden für Django und jemanden für das Frontend mit React.")
        (post,) = s.jobs.threads
        assert post.name == "Vereinsseite"
        assert set(post.applied) == {"Backend", "Frontend"}
        card, ping = post.messages
        assert card is post.first
        assert ping.reply_to is card
        assert [each.person for each in s.api.notified] == [s.anna]
        interest = await s.does(s.anna.presses(card, "Interesse: Backend"))
        assert interest.modal is not None
        assert card.labels == ["Interesse: Web", "Interesse: Backend (1)", "Interesse: Frontend"]
        await s.restarted()
        await s.does(s.ben.presses(sent.messages[0], "Vergeben"))
        assert card.buttons == []
        assert post.name == "Vergeben · Vereinsseite"
        assert post.archived
        assert post.locked


async def test_a_reopened_job_opens_its_post_again_and_no_post_has_more_tags_than_five(tmp_path: Path) -> None:
    wanted = "Suche Django, React, Texten, Fotografie, SEO, Figma und Videoschnitt"
    async with salon(tmp_path, forum=(*PARTS, "Text", "Foto", "Marketing", "Design", "Video")) as s:
        s.guild.allows_bot("manage_threads")
        sent = await published(s, s.ben, wanted)
        (post,) = s.jobs.threads
        assert len(post.applied) == 5
        closed = await s.does(s.ben.presses(sent.messages[0], "Zurückziehen"))
        assert (post.archived, post.locked) == (True, True)
        await s.restarted()
        below = sent.messages[0] if closed.response == "update" else closed.messages[0]
        await s.does(s.ben.presses(below, "Wieder öffnen"))
        assert (post.name, post.archived, post.locked) == ("Vereinsseite", False, False)
        assert s.jobs.threads == [post]
        assert any(label.startswith("Interesse") for label in post.messages[0].labels)


async def test_post_is_closed_without_the_right_to_lock_it(tmp_path: Path) -> None:
    async with salon(tmp_path, forum=PARTS) as s:
        sent = await published(s, s.ben)
        (post,) = s.jobs.threads
        await s.does(s.ben.presses(sent.messages[0], "Vergeben"))
        assert (post.name, post.archived, post.locked) == ("Vergeben · Vereinsseite", True, False)


async def test_card_in_a_post_that_closed_by_itself_still_follows(tmp_path: Path) -> None:
    async with salon(tmp_path, forum=PARTS) as s:
        await published(s, s.ben)
        (post,) = s.jobs.threads
        (card,) = post.messages
        post.archives()
        await s.does(s.anna.presses(card, "Interesse"))
        assert card.labels == ["Interesse (1)"]
        assert not post.archived


async def test_deleted_job_takes_its_post_away(tmp_path: Path) -> None:
    async with salon(tmp_path, forum=PARTS) as s:
        s.guild.allows_bot("manage_threads")
        sent = await published(s, s.ben)
        await s.does(s.ben.presses(sent.messages[0], "Löschen"))
        assert s.jobs.threads == []


async def test_members_own_post_in_a_forum_is_offered_and_answered_in_there(tmp_path: Path) -> None:
    async with salon(tmp_path, forum=PARTS) as s:
        post = s.ben.posts(s.jobs, "Hilfe gesucht", POST)
        await s.settled()
        (offer,) = post.messages
        assert offer.reply_to is post.first
        s.anna.says("Wir suchen auch jemanden für PHP.", post)
        await s.settled()
        assert post.messages == [offer]
        seen = await s.does(s.ben.presses(offer, "Vorschau"))
        await s.does(s.ben.presses(seen.messages[0], "Veröffentlichen"))
        (card,) = post.messages
        assert card.reply_to is post.first
        assert s.jobs.threads == [post]


async def test_tag_is_chosen_where_the_forum_demands_one(tmp_path: Path) -> None:
    async with salon(tmp_path, forum=("Sonstiges",)) as s:
        s.jobs.require_tag = True
        await s.restarted()
        await published(s, s.ben)
        (post,) = s.jobs.threads
        assert post.applied == ["Sonstiges"]


async def test_thread_may_be_a_place(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        await s.stop()
        thread = s.jobs.thread("Aufträge")
        where = replace(s.places[0].address, topic=str(thread.id))
        s.places[0] = replace(s.places[0], address=where)
        await s.start()
        s.ben.says(POST, s.jobs)
        post = s.ben.says(POST, thread)
        await s.settled()
        assert s.jobs.messages == []
        (offer,) = thread.messages
        assert offer.reply_to is post
        await published(s, s.ben)
        assert thread.messages[-1].labels == ["Interesse"]


async def test_closed_private_messages_are_remembered_and_the_author_is_called_in_the_channel(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        s.ben.closes_dms()
        await published(s, s.ben)
        card = s.jobs.messages[0]
        await s.does(s.anna.presses(card, "Interesse"))
        call = s.jobs.messages[-1]
        assert call.labels == ["Anzeigen"]
        assert [each.person for each in s.api.notified] == [s.ben]
        tries = len(s.api.called("POST /channels/{channel}/messages"))
        await s.move(hours=2)
        assert len(s.api.called("POST /channels/{channel}/messages")) == tries
        shown = await s.does(s.ben.presses(call, "Anzeigen"))
        assert "Interesse an" in shown.messages[0].text


@pytest.mark.parametrize("right", ["send_messages", "view_channel"])
async def test_lost_right_is_told_to_organisers_and_what_waited_comes_when_it_is_back(
    tmp_path: Path, right: str
) -> None:
    async with salon(tmp_path) as s:
        await s.does(s.orga.runs("start"))
        s.jobs.denies(right)
        await s.settled()
        await published(s, s.ben)
        assert s.jobs.messages == []
        assert any("#jobs" in message.text for message in s.orga.messages)
        s.jobs.allows(right)
        await s.settled()
        (card,) = s.jobs.messages
        assert card.labels == ["Interesse"]


async def test_right_to_write_in_posts_belongs_to_a_forum(tmp_path: Path) -> None:
    async with salon(tmp_path, forum=PARTS) as s:
        await s.does(s.orga.runs("start"))
        await s.agreed(s.anna, "python")
        s.jobs.denies("send_messages_in_threads")
        await s.settled()
        assert any("#jobs" in message.text for message in s.orga.messages)
        await published(s, s.ben)
        s.jobs.allows("send_messages_in_threads")
        await s.settled()
        (post,) = s.jobs.threads
        assert len(post.messages) == 2
        assert [each.person for each in s.api.notified if each.message in post.messages] == [s.anna]


@pytest.mark.parametrize("private", [False, True], ids=["locked", "private"])
async def test_thread_that_opens_takes_what_waited_at_once(tmp_path: Path, private: bool) -> None:
    async with salon(tmp_path) as s:
        await s.does(s.orga.runs("start"))
        await s.stop()
        thread = s.jobs.thread("Aufträge", private=private)
        s.places[0] = replace(s.places[0], address=replace(s.places[0].address, topic=str(thread.id)))
        await s.start()
        await s.until(lambda: s.platform is not None and s.platform.is_listening)
        if not private:
            thread.archives(locked=True)
        await published(s, s.ben)
        assert thread.messages == []
        assert any("#jobs" in message.text for message in s.orga.messages)
        if private:
            thread.lets_bot_in()
        else:
            thread.reopens()
        await s.settled()
        (card,) = thread.messages
        assert card.labels == ["Interesse"]


async def test_bot_that_is_thrown_out_and_comes_back_goes_on(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        await s.does(s.orga.runs("start"))
        s.orga.kicks_bot(s.guild)
        await s.settled()
        s.guild.adds_bot()
        await s.settled()
        await published(s, s.ben)
        assert s.jobs.messages[0].labels == ["Interesse"]


async def test_refused_message_content_is_one_line_and_the_rest_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with salon(tmp_path) as s:
        await s.stop()
        s.api.allow_message_content = False
        caplog.clear()
        await s.start()
        said = [each.getMessage() for each in caplog.records if "Message Content" in each.getMessage()]
        assert len(said) == 1
        s.ben.says(POST, s.jobs)
        await s.settled()
        assert s.jobs.messages == []
        shown = await s.does(s.anna.runs("hilfe", s.jobs))
        assert "Hilfe" in shown.messages[0].text


async def test_thread_that_is_deleted_withdraws_what_was_taken_over_from_it(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        thread = s.jobs.thread("Nebenbei")
        await s.settled()
        post = s.ben.says(POST, thread)
        taken = await s.does(s.ben.menu("Als Auftrag übernehmen", post))
        await s.does(s.ben.presses(taken.messages[0], "Veröffentlichen"))
        (card,) = s.jobs.messages
        assert card.reply_to is None
        thread.vanishes()
        await s.settled()
        assert "Zurückgezogen" in card.text


async def test_post_that_is_deleted_in_a_closed_thread_withdraws_its_job(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        thread = s.jobs.thread("Nebenbei")
        await s.settled()
        post = s.ben.says(POST, thread)
        taken = await s.does(s.ben.menu("Als Auftrag übernehmen", post))
        await s.does(s.ben.presses(taken.messages[0], "Veröffentlichen"))
        thread.archives()
        await s.settled()
        s.ben.deletes(post)
        await s.settled()
        assert "Zurückgezogen" in s.jobs.messages[0].text


async def test_bots_own_card_is_not_taken_over_whatever_a_button_says(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        await published(s, s.ben)
        (card,) = s.jobs.messages
        forged = await s.does(s.anna.forges(card, f"job.uebernehmen&von={s.anna.id}&text=Kauft bei mir"))
        assert "eigenen Nachricht" in forged.messages[0].text
        assert s.jobs.messages == [card]


async def test_author_reads_who_was_interested_when_the_job_is_assigned(tmp_path: Path) -> None:
    async with salon(tmp_path) as s:
        await published(s, s.ben)
        form = await s.does(s.anna.presses(s.jobs.messages[0], "Interesse"))
        await s.does(s.anna.submits(form, satz="Ich habe Zeit."))
        notice = s.ben.messages[-1]
        assert f"<@{s.anna.id}>" in notice.text
        assert "Ich habe Zeit." in notice.text
        assert notice.labels == ["Zusagen", "Ablehnen", "Rückfrage"]
        await s.does(s.ben.presses(notice, "Zusagen"))
        assert notice.labels == ["Team", "Vergeben", "Teamraum", "Ansprechperson", "Wer unterschreibt?"]
        await s.does(s.ben.presses(notice, "Vergeben"))
        assert "besetzt: jemand" in notice.text
