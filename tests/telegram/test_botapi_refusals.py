"""The loopback Bot API refuses what Telegram refuses, in Telegram's words; the real library asks."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from telegram import Bot, BotCommand, BotCommandScopeChat, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity
from telegram import Message as Sent
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from tests.support.botapi import BotApi, Group, Person
from tests.support.talking import MovedClock

SAME = (
    "Message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
STRANGER, NOBODY = 5_999_999_999, -1_009_999_999_999


@dataclass
class Scene:
    """One bot, a member who has written to it and one who has not, a group, and a forum."""

    api: BotApi
    bot: Bot
    clock: MovedClock
    anna: Person
    ben: Person
    group: Group
    forum: Group

    async def sent(self, **more: object) -> Sent:
        return await self.bot.send_message(self.group.id, "Hallo", **more)  # type: ignore[arg-type]


Act = Callable[[Scene], Awaitable[object]]


@pytest.fixture
async def scene(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Scene]:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # without it the library warns whenever it has to wait
    clock = MovedClock(datetime(2026, 12, 1, 8, 0, tzinfo=UTC))
    async with BotApi(now=clock.now) as api:
        request = HTTPXRequest(httpx_kwargs={"verify": False})
        async with Bot(api.token, base_url=api.base_url, request=request, get_updates_request=request) as bot:
            anna, ben = api.person("Anna"), api.person("Ben")
            group, forum = api.group("Aufträge", anna, ben), api.group("Ideenherd", anna, forum=True)
            anna.starts()
            yield Scene(api, bot, clock, anna, ben, group, forum)


def keyboard(**button: object) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("Ja", **button)]])  # type: ignore[arg-type]


def marked(text: str, kind: str, offset: int, length: int, **more: object) -> Act:
    entity = MessageEntity(kind, offset, length, **more)  # type: ignore[arg-type]
    return lambda s: s.bot.send_message(s.anna.id, text, entities=[entity])


def said(text: str, **more: object) -> Act:
    return lambda s: s.bot.send_message(s.anna.id, text, **more)  # type: ignore[arg-type]


def commands(*of: tuple[str, str], **more: object) -> Act:
    return lambda s: s.bot.set_my_commands([BotCommand(*each) for each in of], **more)  # type: ignore[arg-type]


WRONG: dict[str, tuple[Act, str]] = {
    "empty": (said(""), "Message text is empty"),
    "blank": (said(" \n"), "Text must be non-empty"),
    "invisible": (said("\u200b\u2800"), "Text must be non-empty"),
    "long": (said("x" * 4097), "Message is too long"),
    "long in UTF-16": (said("😀" * 2049), "Message is too long"),
    "caption": (lambda s: s.bot.send_document(s.anna.id, b"x", caption="x" * 1025), "Message caption is too long"),
    "no content": (lambda s: s.bot.send_document(s.anna.id, b""), "File must be non-empty"),
    "file id": (lambda s: s.bot.send_document(s.anna.id, "BQAC"), "Wrong file identifier/http url specified"),
    "entity behind": (marked("abc", "bold", 7, 1), "Entity begins after the end of the text at utf-16 offset 7"),
    "entity over": (
        marked("abc", "bold", 1, 5),
        "Entity beginning at utf-16 offset 1 ends after the end of the text at utf-16 offset 6",
    ),
    "entity cut in": (marked("a😀b", "bold", 2, 1), "Entity begins in a middle of a utf-16 symbol at byte offset 5"),
    "entity cut off": (
        marked("a😀b", "bold", 0, 2),
        "Entity beginning at utf-16 offset 0 ends in a middle of a utf-16 symbol at byte offset 5",
    ),
    "entity before": (marked("abc", "bold", -1, 2), "Receive an entity with incorrect offset -1"),
    "no time": (marked("abc", "date_time", 0, 3), "Can't parse messageentity: can't find field \"unix_time\""),
    "no such entity": (marked("abc", "blink", 0, 3), "Can't parse messageentity: unsupported type specified"),
    "link": (
        marked("abc", "text_link", 0, 3, url="javascript://x"),
        "Entity url 'javascript://x' is invalid: unsupported url protocol",
    ),
    "data": (said("Hallo", reply_markup=keyboard(callback_data="ä" * 33)), "Button_data_invalid"),
    "plain button": (
        said("Hallo", reply_markup=keyboard()),
        "Can't parse inline keyboard button: text buttons are unallowed in the inline keyboard",
    ),
    "button url": (
        said("Hallo", reply_markup=keyboard(url="http://localhost/x")),
        "Inline keyboard button url 'http://localhost/x' is invalid: wrong http url",
    ),
    "style": (said("Hallo", reply_markup=keyboard(callback_data="x", style="loud")), "Button_style_invalid"),
    "buttons": (
        said("Hallo", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x")]] * 101)),
        "Reply markup is too long",
    ),
    "action": (lambda s: s.bot.send_chat_action(s.anna.id, "dancing"), "Wrong parameter action in request"),
    "command": (commands(("Suche", "Leute finden")), "Bot_command_invalid"),
    "umlaut": (commands(("fähigkeit", "Leute finden")), "Bot_command_invalid"),
    "no description": (commands(("suche", " ")), "Command description must be non-empty"),
    "description": (commands(("suche", "x" * 257)), "Bot_command_description_invalid"),
    "commands": (commands(*((f"c{n}", "x") for n in range(101))), "Bot_commands_too_much"),
    "language": (commands(("suche", "x"), language_code="deu"), "Invalid language code specified"),
    "profile": (lambda s: s.bot.set_my_description("x" * 513), "Description_too_long"),
    "short profile": (lambda s: s.bot.set_my_short_description("x" * 121), "Short_description_too_long"),
    "user": (lambda s: s.bot.get_chat_member(s.group.id, 0), "Invalid user_id specified"),
}


def refusal(text: str) -> str:
    """Return a refusal as it reads, without the capital that the library gives it."""
    return text.casefold()


@pytest.mark.parametrize(("act", "why"), WRONG.values(), ids=WRONG.keys())
async def test_a_call_that_is_wrong_in_itself_is_refused_and_a_violation(scene: Scene, act: Act, why: str) -> None:
    with pytest.raises(BadRequest) as caught:
        await act(scene)
    assert refusal(caught.value.message) == refusal(why)
    assert len(scene.api.violations) == 1


async def pressed(s: Scene) -> str:
    await s.bot.send_message(s.anna.id, "Hallo", reply_markup=keyboard(callback_data="x"))
    return s.anna.presses(s.anna.messages[-1], "Ja")


async def answered_twice(s: Scene) -> None:
    query = await pressed(s)
    await s.bot.answer_callback_query(query)
    await s.bot.answer_callback_query(query)


async def answered_late(s: Scene) -> None:
    query = await pressed(s)
    s.clock.at += timedelta(seconds=61)
    await s.bot.answer_callback_query(query)


async def edited_to_the_same(s: Scene) -> None:
    sent = await s.sent(reply_markup=keyboard(callback_data="x"))
    await sent.edit_text("Hallo ", reply_markup=keyboard(callback_data="x"))


async def edited_members(s: Scene) -> None:
    await s.bot.edit_message_text("Hallo", s.group.id, s.anna.says("/hallo", s.group))


async def edited_deleted(s: Scene) -> None:
    sent = await s.sent()
    s.anna.deletes(sent.message_id, s.group)
    await sent.edit_text("Hallo Welt")


async def edited_document(s: Scene) -> None:
    sent = await s.bot.send_document(s.anna.id, b"x")
    await sent.edit_text("Hallo")


async def deleted_twice(s: Scene) -> None:
    sent = await s.sent()
    await sent.delete()
    await sent.delete()


async def deleted_late(s: Scene) -> None:
    sent = await s.sent()
    s.clock.at += timedelta(hours=48)
    await sent.delete()


async def deleted_members(s: Scene) -> None:
    await s.bot.delete_message(s.group.id, s.anna.says("/hallo", s.group))


async def sent_to_closed_topic(s: Scene) -> None:
    topic = s.forum.topic("Jobs")
    topic.closes()
    await s.bot.send_message(s.forum.id, "Hallo", message_thread_id=topic.thread)


async def sent_to_closed_general(s: Scene) -> None:
    s.forum.general.closes()
    await s.bot.send_message(s.forum.id, "Hallo")


async def sent_to_deleted_topic(s: Scene) -> None:
    topic = s.forum.topic("Jobs")
    topic.vanishes()
    await s.bot.send_message(s.forum.id, "Hallo", message_thread_id=topic.thread)


async def sent_without_right(s: Scene) -> None:
    s.group.restricts_bot("can_send_documents")
    await s.bot.send_document(s.group.id, b"x")
    await s.sent()


async def sent_document_without_right(s: Scene) -> None:
    s.group.restricts_bot("can_send_messages")
    await s.sent()
    await s.bot.send_document(s.group.id, b"x")


async def asked_hidden_member(s: Scene) -> None:
    s.group.hides_members = True
    await s.bot.get_chat_member(s.group.id, s.api.me.id)
    await s.bot.get_chat_member(s.group.id, s.anna.id)


async def scoped_to_foreign_chat(s: Scene) -> None:
    await s.bot.set_my_commands([BotCommand("x", "y")], scope=BotCommandScopeChat(s.group.id))
    await s.bot.set_my_commands([BotCommand("x", "y")], scope=BotCommandScopeChat(NOBODY))


UNFORTUNATE: dict[str, tuple[Act, str]] = {
    "stranger": (lambda s: s.bot.send_message(STRANGER, "Hallo"), "Chat not found"),
    "no such chat": (lambda s: s.bot.send_message(NOBODY, "Hallo"), "Chat not found"),
    "never met": (lambda s: s.bot.send_message(s.api.person("Carla").id, "Hallo"), "Chat not found"),
    "same": (
        edited_to_the_same,
        SAME,
    ),
    "edit nothing": (lambda s: s.bot.edit_message_text("x", s.group.id, 99), "Message to edit not found"),
    "edit deleted": (edited_deleted, "Message to edit not found"),
    "edit a member's": (edited_members, "Message can't be edited"),
    "edit a file's text": (edited_document, "There is no text in the message to edit"),
    "delete nothing": (lambda s: s.bot.delete_message(s.group.id, 99), "Message to delete not found"),
    "delete twice": (deleted_twice, "Message to delete not found"),
    "delete late": (deleted_late, "Message can't be deleted for everyone"),
    "delete a member's": (deleted_members, "Message can't be deleted"),
    "reply": (lambda s: s.sent(reply_to_message_id=99), "Message to be replied not found"),
    "thread": (lambda s: s.sent(message_thread_id=7), "Message thread not found"),
    "general by number": (
        lambda s: s.bot.send_message(s.forum.id, "Hallo", message_thread_id=1),
        "Message thread not found",
    ),
    "closed": (sent_to_closed_topic, "Topic_closed"),
    "closed general": (sent_to_closed_general, "Topic_closed"),
    "deleted topic": (sent_to_deleted_topic, "Message thread not found"),
    "restricted": (sent_without_right, "Not enough rights to send text messages to the chat"),
    "no files": (sent_document_without_right, "Not enough rights to send documents to the chat"),
    "query": (
        lambda s: s.bot.answer_callback_query("4711"),
        "Query is too old and response timeout expired or query id is invalid",
    ),
    "answered twice": (answered_twice, "Query is too old and response timeout expired or query id is invalid"),
    "answered late": (answered_late, "Query is too old and response timeout expired or query id is invalid"),
    "hidden": (asked_hidden_member, "Chat_admin_required"),
    "unknown member": (lambda s: s.bot.get_chat_member(s.group.id, STRANGER), "Participant_id_invalid"),
    "scope": (scoped_to_foreign_chat, "Chat not found"),
    "private admins": (
        lambda s: s.bot.get_chat_administrators(s.anna.id),
        "There are no administrators in the private chat",
    ),
}


@pytest.mark.parametrize(("act", "why"), UNFORTUNATE.values(), ids=UNFORTUNATE.keys())
async def test_what_the_state_of_the_world_forbids_is_refused_and_no_violation(
    scene: Scene, act: Act, why: str
) -> None:
    with pytest.raises(BadRequest) as caught:
        await act(scene)
    assert refusal(caught.value.message) == refusal(why)
    assert not scene.api.violations


CLOSED: dict[str, tuple[Callable[[Scene], object], Act, str]] = {
    "blocked": (lambda s: s.anna.blocks(), said("Hallo"), "bot was blocked by the user"),
    "deactivated": (lambda s: s.anna.deletes_account(), said("Hallo"), "user is deactivated"),
    "kicked": (lambda s: s.group.removes_bot(), Scene.sent, "bot was kicked from the supergroup chat"),
    "deleted": (lambda s: s.group.vanishes(), Scene.sent, "the group chat was deleted"),
}


@pytest.mark.parametrize(("happens", "act", "why"), CLOSED.values(), ids=CLOSED.keys())
async def test_where_the_bot_is_not_wanted_it_is_forbidden(
    scene: Scene, happens: Callable[[Scene], object], act: Act, why: str
) -> None:
    await act(scene)
    happens(scene)
    with pytest.raises(Forbidden, match=why):
        await act(scene)


async def test_a_bot_that_left_is_no_member(scene: Scene) -> None:
    await scene.bot.leave_chat(scene.group.id)
    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await scene.sent()
    scene.group.adds_bot(scene.anna)
    await scene.sent()


async def test_a_bot_cannot_write_first(scene: Scene) -> None:
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await scene.bot.send_message(scene.ben.id, "Hallo")
    scene.ben.starts()
    await scene.bot.send_message(scene.ben.id, "Hallo")


async def test_an_upgraded_group_names_its_new_id(scene: Scene) -> None:
    group = scene.api.group("Termine", scene.anna, kind="group")
    old = group.id
    await scene.bot.send_message(old, "Hallo")
    new = group.upgrade()
    with pytest.raises(ChatMigrated) as caught:
        await scene.bot.send_message(old, "Hallo")
    assert caught.value.new_chat_id == new == group.id
    await scene.bot.send_message(new, "Hallo")
    service = [update["message"] for update in scene.api.unconfirmed[-2:]]
    assert [(each["chat"]["id"], each["chat"]["type"]) for each in service] == [(old, "group"), (new, "supergroup")]
    assert (service[0]["migrate_to_chat_id"], service[1]["migrate_from_chat_id"]) == (new, old)


async def test_a_revoked_token_is_unauthorized(scene: Scene) -> None:
    await scene.bot.get_me()
    scene.api.revoke()
    with pytest.raises(InvalidToken):
        await scene.bot.get_me()
    assert (scene.api.calls[-1].status, scene.api.calls[-1].description) == (401, "Unauthorized")


async def test_a_webhook_keeps_updates_from_being_asked_for(scene: Scene) -> None:
    scene.api.sets_webhook()
    assert (await scene.bot.get_webhook_info()).url == "https://example.org/hook"
    with pytest.raises(Conflict, match="webhook is active; use deleteWebhook"):
        await scene.bot.get_updates()
    await scene.bot.delete_webhook()
    assert len(await scene.bot.get_updates()) == 1


async def test_too_many_messages_wait(scene: Scene) -> None:
    scene.api.limits = True
    for _ in range(3):
        await scene.sent()
    with pytest.raises(RetryAfter) as caught:
        await scene.sent()
    assert caught.value.retry_after == timedelta(seconds=3)
    scene.clock.at += timedelta(seconds=3)
    await scene.sent()


async def test_a_group_takes_twenty_messages_a_minute(scene: Scene) -> None:
    scene.api.limits = True
    for _ in range(20):
        await scene.sent()
        scene.clock.at += timedelta(seconds=1)
    with pytest.raises(RetryAfter) as caught:
        await scene.sent()
    assert caught.value.retry_after == timedelta(seconds=40)
    await scene.bot.send_message(scene.anna.id, "Hallo")


@pytest.mark.parametrize(
    "act", [lambda s: s.bot.log_out(), lambda s: s.bot.close(), lambda s: s.bot.do_api_request("sendTelepathy")]
)
async def test_what_no_bot_here_may_call_is_a_violation(scene: Scene, act: Act) -> None:
    with pytest.raises(TelegramError):
        await act(scene)
    assert len(scene.api.violations) == 1
