"""Updates as Telegram sends them, and what of each is taken."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.telegram.happenings import (
    Edited,
    Happening,
    Hidden,
    Me,
    Moved,
    Pressed,
    Said,
    Standing,
    Went,
    Where,
    Who,
    read,
    reread,
    written,
)
from bot.talk.strange import utf16_length

OPENED = Standing(Who("0", "?"), Where("-1001", "17"), may_write=True, is_new=False)
ME = Me(42, "herd_bot")
ANNA = {"id": 7, "is_bot": False, "first_name": "Anna", "last_name": "Muster", "username": "anna"}
GROUP = {"id": -1001, "type": "supergroup", "title": "Aufträge"}
CHANNEL = {"id": -1002, "type": "channel"}
ALONE = {"id": 7, "type": "private"}


def message(text: str = "Hallo", chat: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return {"message_id": 5, "date": 0, "chat": chat or GROUP, "from": ANNA, "text": text, **more}


def test_only_what_is_needed_of_a_message_is_taken() -> None:
    taken = read({"update_id": 1, "message": message("/suche php", photo=[{"file_id": "x"}])}, ME)
    assert taken == Said(Who("7", "Anna Muster"), Where("-1001"), "5", "/suche php")
    assert "username" not in written(taken)


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ({"message_thread_id": 17, "is_topic_message": True}, Where("-1001", "17")),
        ({"message_thread_id": 1, "is_topic_message": True}, Where("-1001")),
        ({"message_thread_id": 99}, Where("-1001")),  # a reply in General carries the thread of what it replies to
        ({}, Where("-1001")),
    ],
)
def test_topic_counts_where_it_is_one(content: dict[str, Any], where: Where) -> None:
    taken = read({"message": message(**content)}, ME)
    assert isinstance(taken, Said)
    assert taken.where == where


def test_command_for_another_bot_is_none_of_ours_and_our_name_is_taken_off() -> None:
    assert read({"message": message("/suche@other_bot php")}, ME) is None
    taken = read({"message": message("/suche@HERD_bot php")}, ME)
    assert isinstance(taken, Said)
    assert taken.text == "/suche php"


@pytest.mark.parametrize(
    "update",
    [
        {"message": {**message(), "from": {**ANNA, "is_bot": True}}},
        {"message": message("", photo=[{}])},  # a picture without words, in a group
        {"message": message("Guten Morgen", sender_chat=GROUP)},
        {"message": message("Guten Morgen", sender_chat=CHANNEL)},
        {"message": message("/neu", sender_chat=CHANNEL, is_automatic_forward=True)},
        {"message": message("Suche PHP", forward_origin={"type": "hidden_user", "sender_user_name": "Ben"})},
        {"message": message("Suche PHP", forward_origin={"type": "user", "sender_user": {"id": 8}})},
        {"message": message("/job Shop", forward_origin={"type": "channel", "chat": CHANNEL, "message_id": 7})},
        {"message": message("", ALONE, message_auto_delete_timer_changed={})},
        {"edited_message": message(chat=ALONE)},
        {"edited_message": message("")},
        {"callback_query": {"id": "1", "from": ANNA, "data": "x", "chat_instance": "1"}},  # inline mode: no message
        {"poll": {"id": "1"}},
        {},
    ],
)
def test_what_concerns_nobody_is_let_go(update: dict[str, Any]) -> None:
    assert read(update, ME) is None


@pytest.mark.parametrize(
    ("update", "taken"),
    [
        ({"edited_message": message("Neu")}, Edited(Who("7", "Anna Muster"), Where("-1001"), "5", "Neu")),
        ({"message": message("/hilfe", sender_chat=GROUP)}, Hidden(Where("-1001"), "5", "/hilfe")),
        ({"message": message("/hilfe", sender_chat=CHANNEL)}, Hidden(Where("-1001"), "5", "/hilfe")),
        (
            {"message": message("Suche PHP", forward_origin={"type": "user", "sender_user": ANNA})},
            Said(Who("7", "Anna Muster"), Where("-1001"), "5", "Suche PHP"),
        ),
        (
            {"message": message("Suche PHP", ALONE, forward_origin={"type": "user", "sender_user": {"id": 8}})},
            Said(Who("7", "Anna Muster"), Where("7"), "5", "Suche PHP"),
        ),
        ({"message": message("", forum_topic_reopened={}, message_thread_id=17, is_topic_message=True)}, OPENED),
        ({"message": message("", migrate_to_chat_id=-1002)}, Moved(Where("-1001"), "-1002")),
        ({"message": message("", migrate_from_chat_id=-5)}, Moved(Where("-5"), "-1001")),
        (
            {"message": message("", left_chat_member=ANNA)},
            Went((Who("7", "Anna Muster"),), Where("-1001"), came=False),
        ),
        (
            {"message": message("", new_chat_members=[ANNA, {**ANNA, "id": 42, "is_bot": True}])},
            Went((Who("7", "Anna Muster"),), Where("-1001"), came=True),
        ),
        (
            {"callback_query": {"id": "9", "from": ANNA, "data": "start", "message": message(chat=ALONE)}},
            Pressed(Who("7", "Anna Muster"), Where("7"), "5", "start", "9"),
        ),
        (
            {
                "my_chat_member": {
                    "chat": GROUP,
                    "from": ANNA,
                    "old_chat_member": {"status": "left"},
                    "new_chat_member": {"status": "restricted", "is_member": True, "can_send_messages": False},
                }
            },
            Standing(Who("7", "Anna Muster"), Where("-1001"), may_write=False, is_new=True, title="Aufträge"),
        ),
        (
            {
                "chat_member": {
                    "chat": GROUP,
                    "from": ANNA,
                    "old_chat_member": {"status": "member", "user": ANNA},
                    "new_chat_member": {"status": "kicked", "user": ANNA},
                }
            },
            Went((Who("7", "Anna Muster"),), Where("-1001"), came=False),
        ),
    ],
)
def test_each_kind_of_update_is_one_happening(update: dict[str, Any], taken: Happening) -> None:
    assert read({"update_id": 1, **update}, ME) == taken
    assert reread(written(taken)) == taken


def test_reply_counts_where_it_is_to_the_bot_and_not_to_a_topics_opening() -> None:
    ours = {"message_id": 3, "from": {"id": 42, "is_bot": True}}
    quotes = (ours, {**ours, "forum_topic_created": {}}, {"message_id": 3, "from": ANNA}, {"message_id": 3})
    replies = [read({"message": message(reply_to_message=quoted)}, ME) for quoted in quotes]
    assert [reply.reply_to for reply in replies if isinstance(reply, Said)] == ["3", None, None, None]


@pytest.mark.parametrize("kind", ["sticker", "checklist", "game", "paid_media", "live_photo"])
def test_what_is_sent_instead_of_words_is_heard_in_private_alone(kind: str) -> None:
    sent: dict[str, Any] = {kind: {}}
    assert read({"message": message("", ALONE, **sent)}, ME) == Said(Who("7", "Anna Muster"), Where("7"), "5", "")
    assert read({"message": message("", GROUP, **sent)}, ME) is None
    assert read({"message": message("", ALONE, pinned_message={})}, ME) is None


def test_half_a_character_is_no_reason_to_stumble() -> None:
    taken = read({"message": {**message("a\ud83d"), "from": {**ANNA, "first_name": "A\udc00"}}}, ME)
    assert taken is not None
    assert reread(written(taken)) == taken


@pytest.mark.parametrize("kind", ["text", "caption"])
@pytest.mark.parametrize(
    ("words", "label", "url", "taken"),
    [
        ("👋 Suche wen, mehr hier.", "hier", "https://x.de/job?a=b", "👋 Suche wen, mehr hier (https://x.de/job?a=b)."),
        ("Mehr auf x.de/job", "x.de/job", "https://x.de/job/", "Mehr auf x.de/job"),
        ("Mehr auf x.de", "x.de", "https://www.x.de/", "Mehr auf x.de"),
        ("Mehr im blog", "blog", "https://x.de/blog", "Mehr im blog (https://x.de/blog)"),
        ("Frag Anna", "Anna", "tg://user?id=7", "Frag Anna"),
    ],
)
def test_address_behind_a_word_stands_beside_it(kind: str, words: str, label: str, url: str, taken: str) -> None:
    before = words[: words.index(label)]
    link = {"type": "text_link", "offset": utf16_length(before), "length": utf16_length(label), "url": url}
    entities = [{"type": "bold", "offset": 0, "length": 2}, link]
    content = {kind: words, "entities" if kind == "text" else "caption_entities": entities}
    for update in ("message", "edited_message"):
        happening = read({update: {**message(""), **content}}, ME)
        assert isinstance(happening, Said | Edited)
        assert happening.text == taken


@pytest.mark.parametrize("kind", ["blockquote", "expandable_blockquote", "strikethrough"])
@pytest.mark.parametrize("field", ["text", "caption"])
def test_what_somebody_quotes_or_crosses_out_in_a_group_is_not_said_by_them(kind: str, field: str) -> None:
    unsaid, words = "👋 Suche wen, mehr hier", "👋 Suche wen, mehr hier\n👍 Gute Sache, siehe da"
    entities = [
        {"type": kind, "offset": 0, "length": utf16_length(unsaid)},
        {"type": "text_link", "offset": utf16_length(unsaid) - 4, "length": 4, "url": "https://x.de/a"},
        {"type": "text_link", "offset": utf16_length(words) - 2, "length": 2, "url": "https://x.de/b"},
    ]
    content = {field: words, "entities" if field == "text" else "caption_entities": entities}
    for update in ("message", "edited_message"):
        happening = read({update: {**message(""), **content, "photo": []}}, ME)
        assert isinstance(happening, Said | Edited)
        assert happening.text == "👍 Gute Sache, siehe da (https://x.de/b)"
    alone = read({"message": {**message("", ALONE), **content}}, ME)
    assert isinstance(alone, Said)
    assert alone.text.startswith(f"{unsaid} (https://x.de/a)")
    entities[0]["length"] = utf16_length(words)
    assert read({"message": {**message(""), **content}}, ME) is None


@pytest.mark.parametrize("name", ["", "\u3164", "\u200d\u2800"])
def test_name_that_nobody_can_see_is_a_question_mark(name: str) -> None:
    taken = read({"message": {**message(), "from": {"id": 7, "is_bot": False, "first_name": name}}}, ME)
    assert isinstance(taken, Said)
    assert taken.who == Who("7", "?")


@given(st.text(), st.text(max_size=60), st.sampled_from(["7", "-1001"]), st.none() | st.text())
def test_any_words_go_to_json_and_back(text: str, name: str, chat: str, topic: str | None) -> None:
    said = Said(Who("7", name), Where(chat, topic), "5", text, None)
    assert reread(written(said)) == said
