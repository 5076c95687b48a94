"""The loopback Bot API answers as Telegram does: updates, calls, faults; the real library asks."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, Conflict, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import HTTPXRequest

from tests.support.botapi import (
    Answer,
    BotApi,
    ClosedAfter,
    ClosedBefore,
    Garbage,
    Group,
    Hang,
    Person,
    Slow,
)
from tests.support.botapi import RetryAfter as Later
from tests.support.botapi.description import description
from tests.support.talking import MovedClock


@dataclass
class Scene:
    """One bot, a member who has written to it, and a group."""

    api: BotApi
    bot: Bot
    clock: MovedClock
    anna: Person
    group: Group

    async def updates(self, offset: int = 0, **more: object) -> list[Update]:
        return list(await self.bot.get_updates(offset, **more))  # type: ignore[arg-type]


def client(api: BotApi) -> Bot:
    """Return the real library's bot, without the certificates that loopback never needs."""
    request, polling = (HTTPXRequest(httpx_kwargs={"verify": False}, read_timeout=2) for _ in range(2))
    return Bot(
        api.token, base_url=api.base_url, base_file_url=api.file_url, request=request, get_updates_request=polling
    )


@pytest.fixture
async def scene(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Scene]:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # without it the library warns whenever it has to wait
    clock = MovedClock(datetime(2026, 12, 1, 8, 0, tzinfo=UTC))
    async with BotApi(now=clock.now) as api, client(api) as bot:
        anna = api.person("Anna")
        group = api.group("Aufträge", anna)
        anna.starts("TOKEN")
        yield Scene(api, bot, clock, anna, group)


async def raw(api: BotApi, path: str, params: object) -> httpx.Response:
    """Return the answer to a call that the library would not make."""
    async with httpx.AsyncClient(verify=False) as http:  # noqa: S501 - loopback, no TLS
        return await http.post(f"http://127.0.0.1:{api.port}{path}", json=params)


def keyboard(label: str, data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data)]])


async def test_updates_come_again_until_an_offset_confirms_them(scene: Scene) -> None:
    first = (await scene.updates())[0]
    assert first.message is not None
    assert first.message.text == "/start TOKEN"
    assert await scene.updates() == [first]
    scene.anna.says("Hallo")
    again = await scene.updates()
    assert [each.update_id for each in again] == [first.update_id, first.update_id + 1]
    assert await scene.updates(again[-1].update_id) == again[1:]
    assert await scene.updates(again[-1].update_id + 1) == []
    assert not scene.api.unconfirmed


async def test_a_negative_offset_keeps_the_last_ones(scene: Scene) -> None:
    scene.anna.says("eins")
    scene.anna.says("zwei")
    assert [each.message.text for each in await scene.updates(-1) if each.message] == ["zwei"]
    assert len(scene.api.unconfirmed) == 1


async def test_updates_are_given_in_portions(scene: Scene) -> None:
    for number in range(5):
        scene.anna.says(str(number))
    assert len(await scene.updates(limit=2)) == 2
    assert len(await scene.updates()) == 6


async def test_updates_are_kept_for_a_day(scene: Scene) -> None:
    scene.clock.at += timedelta(hours=24)
    assert len(await scene.updates()) == 1
    scene.clock.at += timedelta(seconds=1)
    assert await scene.updates() == []


async def test_after_a_week_of_silence_ids_may_be_lower(scene: Scene) -> None:
    high = (await scene.updates())[0].update_id
    scene.api.skips_to(7)
    scene.anna.says("Hallo")
    assert [each.update_id for each in await scene.updates(high + 1)] == [7]


async def test_a_long_poll_ends_with_the_first_update(scene: Scene) -> None:
    offset = (await scene.updates())[0].update_id + 1
    polling = asyncio.create_task(scene.updates(offset, timeout=30))
    await scene.api.until(lambda: scene.api.is_polled)
    scene.anna.says("Hallo")
    (update,) = await asyncio.wait_for(polling, 5)
    assert update.message is not None
    assert update.message.text == "Hallo"
    assert not scene.api.is_polled


async def test_a_long_poll_without_updates_ends_empty(scene: Scene) -> None:
    offset = (await scene.updates())[0].update_id + 1
    began = time.monotonic()
    assert await scene.updates(offset, timeout=1) == []
    assert 0.9 < time.monotonic() - began < 3


async def test_a_second_program_ends_the_firsts_poll(scene: Scene) -> None:
    offset = (await scene.updates())[0].update_id + 1
    polling = asyncio.create_task(scene.updates(offset, timeout=30))
    await scene.api.until(lambda: scene.api.is_polled)
    async with client(scene.api) as other:
        second = asyncio.create_task(other.get_updates(offset, timeout=30))
        with pytest.raises(Conflict, match="terminated by other getUpdates request; make sure that only one bot"):
            await polling
        scene.anna.says("Hallo")
        assert len(await second) == 1


async def test_only_the_kinds_that_the_bot_asked_for_are_kept(scene: Scene) -> None:
    scene.group.promotes_bot()
    await scene.updates(-1)
    ben = scene.api.person("Ben")
    ben.joins(scene.group)
    kinds = [set(update) - {"update_id"} for update in scene.api.unconfirmed]
    assert kinds == [{"my_chat_member"}, {"message"}]
    await scene.updates(allowed_updates=["chat_member"])
    ben.leaves(scene.group)
    assert "chat_member" in scene.api.unconfirmed[-1]
    await scene.updates()
    ben.joins(scene.group)
    assert "chat_member" in scene.api.unconfirmed[-1]


async def test_members_are_watched_by_administrators_only(scene: Scene) -> None:
    await scene.updates(allowed_updates=["chat_member"])
    ben = scene.api.person("Ben")
    before = len(scene.api.unconfirmed)
    ben.joins(scene.group)
    scene.group.promotes_bot()
    assert len(scene.api.unconfirmed) == before
    ben.leaves(scene.group)
    update = (await scene.updates(scene.api.unconfirmed[-1]["update_id"]))[0]
    assert update.chat_member is not None
    assert (update.chat_member.old_chat_member.status, update.chat_member.new_chat_member.status) == ("member", "left")


async def test_a_press_carries_its_message_and_is_answered_once(scene: Scene) -> None:
    await scene.bot.send_message(scene.anna.id, "Hallo", reply_markup=keyboard("Ja", "yes"))
    message = scene.anna.messages[0]
    assert (message.labels, message.buttons[0][0].data) == (["Ja"], "yes")
    scene.anna.presses(message, "Ja")
    query = (await scene.updates(-1))[0].callback_query
    assert query is not None
    assert query.message is not None
    assert (query.data, query.from_user.id, query.message.message_id) == ("yes", scene.anna.id, message.id)
    await query.answer("Gern", show_alert=True)
    (toast,) = scene.api.toasts
    assert (toast.person, toast.text, toast.alert, toast.url) == (scene.anna, "Gern", True, None)


async def test_nobody_presses_what_is_not_there(scene: Scene) -> None:
    link = InlineKeyboardMarkup([[InlineKeyboardButton("Profil", url="https://t.me/ideenherd_bot?start=x")]])
    await scene.bot.send_message(scene.anna.id, "Hallo", reply_markup=link)
    message = scene.anna.messages[0]
    with pytest.raises(AssertionError, match="no button 'Ja'"):
        scene.anna.presses(message, "Ja")
    with pytest.raises(AssertionError, match="sends nothing, it opens"):
        scene.anna.presses(message, "Profil")
    scene.anna.forges(message, "delete everything")
    query = (await scene.updates(-1))[0].callback_query
    assert query is not None
    assert query.data == "delete everything"


async def test_a_message_follows_its_edits_and_keeps_its_history(scene: Scene) -> None:
    sent = await scene.bot.send_message(scene.anna.id, "eins", reply_markup=keyboard("Ja", "x"))
    message = scene.anna.messages[0]
    scene.clock.at += timedelta(minutes=1)
    edited = await sent.edit_text("zwei")
    assert isinstance(edited, type(sent))
    assert edited.edit_date == scene.clock.at
    assert ([each.text for each in message.history], message.text, message.labels) == (["eins", "zwei"], "zwei", [])
    await sent.edit_reply_markup(keyboard("Nein", "y"))
    assert (message.text, message.labels) == ("zwei", ["Nein"])
    await sent.delete()
    assert (scene.anna.messages, message.deleted) == ([], True)


async def test_documents_arrive_with_name_content_and_caption(scene: Scene) -> None:
    sent = await scene.bot.send_document(scene.anna.id, b"BEGIN:VCALENDAR", filename="t.ics", caption="Termin")
    message = scene.anna.messages[0]
    assert message.document is not None
    assert (message.document.name, message.document.content, message.text) == ("t.ics", b"BEGIN:VCALENDAR", "Termin")
    await sent.edit_caption("Treffen")
    assert message.text == "Treffen"
    assert sent.document is not None
    await scene.bot.send_document(scene.anna.id, sent.document.file_id)
    assert scene.anna.messages[1].document == message.document
    assert not scene.api.violations


async def test_a_members_file_can_be_fetched(scene: Scene) -> None:
    scene.anna.sends_document(name="cv.pdf", content=b"%PDF-1.7", caption="Mein Lebenslauf")
    message = (await scene.updates(-1))[0].message
    assert message is not None
    assert message.document is not None
    assert (message.caption, message.document.file_name) == ("Mein Lebenslauf", "cv.pdf")
    file = await message.document.get_file()
    assert bytes(await file.download_as_bytearray()) == b"%PDF-1.7"


async def test_silence_reply_and_protection_are_noted(scene: Scene) -> None:
    asked = scene.anna.says("/hallo", scene.group)
    await scene.bot.send_message(
        scene.group.id, "Hallo", reply_to_message_id=asked, disable_notification=True, protect_content=True
    )
    (message,) = scene.group.messages
    assert (message.reply_to, message.silent, message.protected) == (asked, True, True)


async def test_a_reply_to_nothing_may_go_without(scene: Scene) -> None:
    await scene.bot.send_message(scene.group.id, "Hallo", reply_to_message_id=99, allow_sending_without_reply=True)
    assert scene.group.messages[0].reply_to is None


async def test_commands_and_texts_are_kept_by_scope_and_language(scene: Scene) -> None:
    await scene.bot.set_my_commands([("suche", "Leute finden")])
    await scene.bot.set_my_commands([("search", "Find people")], language_code="en")
    assert scene.api.profile.commands == {
        ("default", ""): [("suche", "Leute finden")],
        ("default", "en"): [("search", "Find people")],
    }
    assert (await scene.bot.get_my_commands(language_code="en"))[0].command == "search"
    await scene.bot.delete_my_commands(language_code="en")
    assert await scene.bot.get_my_commands(language_code="en") == ()
    await scene.bot.set_my_short_description("Kurz")
    assert (await scene.bot.get_my_short_description(language_code="en")).short_description == "Kurz"
    assert (await scene.bot.get_my_description()).description == ""


async def test_faults_strike_the_call_that_a_test_names(scene: Scene) -> None:
    other = scene.api.group("Termine", scene.anna)
    scene.api.faults.add("sendMessage", Answer(400, "Bad Request: TOPIC_CLOSED"), chat=scene.group.id, nth=2)
    for chat in (scene.group, other, other):
        await scene.bot.send_message(chat.id, "Hallo")
    with pytest.raises(BadRequest, match="Topic_closed"):
        await scene.bot.send_message(scene.group.id, "Hallo")
    await scene.bot.send_message(scene.group.id, "Hallo")
    assert (len(scene.group.messages), len(other.messages)) == (2, 2)


async def test_a_fault_says_how_long_to_wait(scene: Scene) -> None:
    scene.api.faults.add("*", Later(17))
    with pytest.raises(RetryAfter) as caught:
        await scene.bot.get_me()
    assert caught.value.retry_after == timedelta(seconds=17)
    await scene.bot.get_me()


@pytest.mark.parametrize(
    ("fault", "error", "accepted"),
    [
        (ClosedBefore(), NetworkError, 0),
        (ClosedAfter(), NetworkError, 1),
        (Garbage(), TelegramError, 0),
        (Garbage(502), NetworkError, 0),
        (Garbage(accepted=True), TelegramError, 1),
        (Hang(), TimedOut, 0),
        (Hang(accepted=True), TimedOut, 1),
        (Answer(500, "Internal Server Error"), NetworkError, 0),
    ],
    ids=["before", "after", "garbage", "502", "garbage after", "hangs", "hangs after", "500"],
)
async def test_a_call_without_a_good_answer_was_accepted_or_not(
    scene: Scene, fault: ClosedBefore, error: type[TelegramError], accepted: int
) -> None:
    scene.api.faults.add("sendMessage", fault)
    with pytest.raises(error):
        await scene.bot.send_message(scene.anna.id, "Hallo", read_timeout=0.05)
    assert len(scene.anna.messages) == accepted
    assert len(scene.api.called("sendMessage")) == 1
    await scene.bot.send_message(scene.anna.id, "Hallo")


async def test_a_closed_connection_looks_the_same_before_and_after(scene: Scene) -> None:
    causes = []
    for fault in (ClosedBefore(), ClosedAfter()):
        scene.api.faults.add("sendMessage", fault)
        with pytest.raises(NetworkError) as caught:
            await scene.bot.send_message(scene.anna.id, "Hallo")
        causes.append(type(caught.value.__cause__))
    assert causes == [httpx.RemoteProtocolError] * 2


async def test_a_slow_call_waits_for_its_test(scene: Scene) -> None:
    slow = Slow()
    scene.api.faults.add("sendMessage", slow)
    sending = asyncio.create_task(scene.bot.send_message(scene.anna.id, "Hallo"))
    await scene.api.until(lambda: scene.api.faults.planned[0].struck)
    assert not scene.anna.messages
    slow.released.set()
    await sending
    assert scene.anna.messages


async def test_a_slow_call_is_carried_out_though_its_caller_gave_up(scene: Scene) -> None:
    slow = Slow()
    scene.api.faults.add("sendMessage", slow)
    with pytest.raises(TimedOut):
        await scene.bot.send_message(scene.anna.id, "Hallo", read_timeout=0.05)
    slow.released.set()
    assert len(await scene.api.until(lambda: scene.anna.messages)) == 1


async def test_a_server_that_is_down_refuses_and_comes_back_where_it_was(scene: Scene) -> None:
    offset = (await scene.updates())[0].update_id + 1
    polling = asyncio.create_task(scene.updates(offset, timeout=30))
    await scene.api.until(lambda: scene.api.is_polled)
    await scene.api.goes_down()
    with pytest.raises(NetworkError):
        await polling
    with pytest.raises(NetworkError) as caught:
        await scene.bot.send_message(scene.anna.id, "Hallo")
    assert isinstance(caught.value.__cause__, httpx.ConnectError)
    await scene.api.comes_up()
    await scene.bot.send_message(scene.anna.id, "Hallo")
    assert len(scene.anna.messages) == 1


async def test_hooks_are_told_every_step(scene: Scene) -> None:
    steps: list[tuple[str, str]] = []
    scene.api.hooks.append(lambda step, method: steps.append((step, method)))
    await scene.bot.send_message(scene.anna.id, "Hallo")
    with pytest.raises(BadRequest):
        await scene.bot.delete_message(scene.anna.id, 99)
    await scene.api.until(lambda: len(steps) == 6)
    assert steps == [
        ("received", "sendMessage"),
        ("accepted", "sendMessage"),
        ("answered", "sendMessage"),
        ("received", "deleteMessage"),
        ("refused", "deleteMessage"),
        ("answered", "deleteMessage"),
    ]


async def test_who_waits_in_vain_is_told_the_last_calls(scene: Scene) -> None:
    with pytest.raises(AssertionError, match="getMe"):
        await scene.api.until(lambda: scene.anna.messages, within=0.01)
    sending = asyncio.create_task(scene.bot.send_message(scene.anna.id, "Hallo"))
    message = (await scene.api.until(lambda: scene.anna.messages))[0]
    assert message.text == "Hallo"
    await sending


@pytest.mark.parametrize(
    ("path", "status", "why"),
    [
        ("/bot123/getMe", 404, "Not Found"),
        ("/getMe", 404, "Not Found"),
        ("/bot987654321:AAloopback-token_of-nobody-at-all-00/getMe", 401, "Unauthorized"),
        ("/bot{token}/getEverything", 404, "Not Found: method not found"),
        ("/bot{token}/GETME", 200, ""),
    ],
)
async def test_a_wrong_address_gets_telegrams_status(scene: Scene, path: str, status: int, why: str) -> None:
    answer = await raw(scene.api, path.format(token=scene.api.token), {})
    content = answer.json()
    assert (answer.status_code, content["ok"]) == (status, status == 200)
    assert content.get("description", "") == why


async def test_calls_are_held_to_the_platforms_own_description(scene: Scene) -> None:
    if not scene.api.described:
        pytest.skip("the platform's description is not at hand")
    broken = [
        {"chat_id": scene.anna.id, "text": "x", "colour": "red"},
        {"chat_id": "Anna", "text": "x"},
        {"text": "x"},
        {"chat_id": scene.anna.id, "text": "x", "disable_notification": "maybe"},
        {"chat_id": scene.anna.id, "text": "x", "entities": [{"type": "bold", "offset": 0}]},
        {"chat_id": scene.anna.id, "text": "x", "reply_markup": {"inline_keyboard": [[{"label": "Ja"}]]}},
    ]
    for params in broken:
        answer = await raw(scene.api, f"/bot{scene.api.token}/sendMessage", params)
        assert answer.status_code == 400
    assert len(scene.api.violations) == len(broken)
    assert not scene.anna.messages


async def test_answers_and_updates_fit_the_platforms_own_description(scene: Scene) -> None:
    described = description()
    if described is None:
        pytest.skip("the platform's description is not at hand")
    await play_everything(scene)
    for call in scene.api.calls:
        returns = described.methods[call.method.casefold()]["returns"]
        faults = [described.faults_of(call.result, kind, call.method) for kind in returns]
        assert min(faults, key=len) == []
    for update in scene.api.unconfirmed:
        assert described.faults_of(update, "Update") == []
    assert not scene.api.violations
    assert len(scene.api.unconfirmed) > 40


async def play_everything(scene: Scene) -> None:
    """Let everything happen that the server knows how to play."""
    api, anna, bot = scene.api, scene.anna, scene.bot
    await scene.updates(allowed_updates=list(Update.ALL_TYPES))
    forum, basic = api.group("Forum", anna, forum=True), api.group("Basis", anna, kind="group", with_bot=False)
    ben = api.person("Ben", username="ben_baut", language=None)
    anna.adds_bot(basic)
    for group in (scene.group, forum, basic):
        group.promotes_bot()
        ben.joins(group)
        group.renames("Neu")
        for act in (ben.sends_photo, ben.sends_document, ben.sends_sticker, ben.sends_voice):
            act(group)
        said = ben.says("Hallo @anna, siehe https://example.de #jobs", group)
        anna.says("gern", group, reply_to=said)
        ben.edits(said, "Hallo", group)
        sent = await bot.send_message(group.id, "Hallo @ben_baut", reply_markup=keyboard("Ja", "x"))
        ben.presses(group.messages[-1], "Ja")
        await sent.delete()
        ben.forges(next(each for each in group.log.values() if each.deleted), "x")
        group.promotes(ben, anonymous=True)
        group.says_anonymously("Hallo")
        group.posts("Neues")
        group.demotes(ben)
        group.restricts(ben)
        group.kicks(ben)
        for question in (bot.get_chat, bot.get_chat_administrators):
            await question(group.id)
        for person in (anna, ben):
            await bot.get_chat_member(group.id, person.id)
        group.demotes_bot()
        group.restricts_bot()
    topic = forum.topic("Jobs", anna)
    anna.says("Hallo", topic=topic)
    topic.closes()
    topic.reopens()
    basic.adds_bot()
    basic.upgrade()
    scene.group.removes_bot()
    anna.blocks()
    anna.unblocks()
    await bot.get_chat(anna.id)
    await bot.get_webhook_info()


async def test_a_server_that_is_not_strict_takes_what_telegram_would_ignore() -> None:
    async with BotApi(strict=False) as api:
        anna = api.person("Anna")
        anna.starts()
        answer = await raw(api, f"/bot{api.token}/sendMessage", {"chat_id": anna.id, "text": "x", "colour": "red"})
        assert answer.status_code == 200
        assert not api.described
        assert not api.violations
