"""Every way in which a request can fail, at the wire, with the real client library."""

from __future__ import annotations

import asyncio
import json
import re
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot
from telegram.error import (
    BadRequest,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from adapters.telegram.failures import classified, is_stale_query, is_token_refused, is_unmodified, named, said
from bot.errors import DeliveryError, Doubt, Gone, Moved, Refused, Stop, TryLater, Unreachable
from tests.support.misbehaving import (
    Behaviour,
    breaks_off,
    closes_after_reading,
    closes_before_reading,
    reads_and_hangs,
    reads_nothing,
    resets_after_reading,
)
from tests.telegram.wire import (
    SECRET,
    TOKEN,
    answers,
    bot_at,
    refuses,
    says,
    served,
)

WORDS = "Anna sucht Arbeit"  # what a member wrote, which no reason may quote


@pytest.fixture(autouse=True)
def modern(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it PTB warns of its own future whenever it raises RetryAfter."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


async def failure(bot: Bot, call: Callable[[Bot], Awaitable[object]] | None = None) -> DeliveryError:
    """Return what a call's failure is classified as."""
    with pytest.raises(TelegramError) as raised:
        await (call(bot) if call else bot.send_message(-100, WORDS))
    return checked(raised.value)


def checked(error: TelegramError) -> DeliveryError:
    """Classify, and see to it that the reason gives nothing away."""
    result = classified(error)
    assert not re.search(f"{SECRET}|{WORDS}|Anna|110201543", str(result), re.IGNORECASE)
    assert len(str(result)) <= 120
    return result


NGINX = b"<html><body>%s is served by nginx, %s</body></html>" % (WORDS.encode(), TOKEN.encode())
ACCEPTED_OR_NOT: list[tuple[str, Behaviour]] = [
    ("closed before reading", closes_before_reading),
    ("closed after reading", closes_after_reading),
    ("reset after reading", resets_after_reading),
    ("broken off in the answer", breaks_off),
    ("no answer in time", reads_and_hangs),
    ("500", answers(500, "Internal Server Error: restart")),
    ("502", answers(502, "Bad Gateway")),
    ("502 of nginx", says(502, NGINX)),
    ("503", answers(503, "Service Unavailable")),
    ("504", says(504, b"")),
    ("520, which has no name", says(520, NGINX)),
    ("200 and no JSON", says(200, NGINX)),
    ("200 and half a JSON", says(200, b'{"ok":true,"result":{"message_id":1,"text":"%s' % WORDS.encode())),
    ("302", says(302, b"")),
    ("500 that quotes", answers(500, f"{WORDS} at https://api.telegram.org/bot{TOKEN}/sendMessage")),
]


@pytest.mark.parametrize("behave", [case[1] for case in ACCEPTED_OR_NOT], ids=[case[0] for case in ACCEPTED_OR_NOT])
async def test_what_may_have_been_accepted_is_doubt(behave: Behaviour) -> None:
    async with served(behave) as address, bot_at(address, read_timeout=0.1) as bot:
        assert type(await failure(bot)) is Doubt


async def test_a_request_that_is_not_taken_off_our_hands_is_doubt() -> None:
    async with served(reads_nothing) as address, bot_at(address, media_write_timeout=0.1) as bot:
        file = bytes(30_000_000)
        assert type(await failure(bot, lambda it: it.send_document(-100, file, filename="x.ics"))) is Doubt


async def test_a_refused_connection_is_tried_later() -> None:
    async with served(closes_before_reading) as address:
        pass
    async with bot_at(address) as bot:
        assert type(await failure(bot)) is TryLater


async def test_an_unknown_host_is_tried_later(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_arguments: object, **_more: object) -> NoReturn:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)  # the resolver is asked beyond the loopback
    async with bot_at("http://api.telegram.invalid/bot") as bot:
        assert type(await failure(bot)) is TryLater


async def test_a_slow_connection_is_tried_later() -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody_accepts:
        address = f"http://127.0.0.1:{nobody_accepts.getsockname()[1]}/bot"
        async with bot_at(address, connect_timeout=1e-9) as bot:
            assert type(await failure(bot)) is TryLater


async def test_a_failed_handshake_is_tried_later() -> None:
    async with served(closes_before_reading) as address, bot_at(address.replace("http:", "https:")) as bot:
        assert type(await failure(bot)) is TryLater


async def test_a_proxy_that_refuses_is_tried_later() -> None:
    async with served(says(503, b"")) as proxy, bot_at("https://127.0.0.1/bot", proxy=proxy.removesuffix("bot")) as bot:
        assert type(await failure(bot)) is TryLater


async def test_a_full_pool_is_tried_later() -> None:
    async with (
        served(reads_and_hangs) as address,
        bot_at(address, connection_pool_size=1, pool_timeout=0.05) as bot,
        hanging(bot.send_message(-100, "first")),
    ):
        assert type(await failure(bot)) is TryLater


@asynccontextmanager
async def hanging(call: Awaitable[object]) -> AsyncIterator[None]:
    task = asyncio.ensure_future(call)
    await asyncio.sleep(0)  # the first to ask for the only connection gets it
    yield
    task.cancel()
    await asyncio.wait([task])


async def test_after_the_end_nothing_is_sent_and_so_it_is_tried_later() -> None:
    async with served(closes_after_reading) as address, bot_at(address) as bot:
        await bot.request.shutdown()
        assert type(await failure(bot)) is TryLater


async def test_an_address_of_no_protocol_is_tried_later() -> None:
    async with bot_at("nowhere://127.0.0.1/bot") as bot:
        assert type(await failure(bot)) is TryLater


FORBIDDEN = (
    "bot was blocked by the user",
    "bot was kicked from the supergroup chat",
    "bot is not a member of the supergroup chat",
    "bot can't initiate conversation with a user",
    "user is deactivated",
    "the group chat was deleted",
)
NOBODY_THERE = (
    "chat not found",
    "private chat not found",
    "CHAT_WRITE_FORBIDDEN",
    "CHAT_RESTRICTED",
    "CHANNEL_PRIVATE",
    "PEER_ID_INVALID",
    "USER_BANNED_IN_CHANNEL",
    "have no rights to send a message",
    "need administrator rights in the channel chat",
    "not enough rights to send text messages to the chat",
    "group chat was deactivated",
    "group chat was upgraded to a supergroup chat",
    "TOPIC_CLOSED",
    "TOPIC_DELETED",
    "message thread not found",
)
THIS_ONE_ALONE = (
    "message to be replied not found",
    "message is too long",
    "message text is empty",
    "message can't be edited",
    "message can't be deleted for everyone",
    "not enough rights to send documents to the chat",
    "BUTTON_DATA_INVALID",
    f'can\'t parse entities: unsupported start tag "{WORDS}" at byte offset 4',
    f"inline keyboard button URL '{WORDS}' is invalid: wrong HTTP URL",
    'can\'t parse entities: unsupported start tag "logged out, chat not found, message to edit not found"',
    "message is not modified: specified new message content and reply markup are exactly the same",
    "query is too old and response timeout expired or query ID is invalid",
)
GONE = ("message to edit not found", "message to delete not found", "MESSAGE_ID_INVALID")
REFUSALS: list[tuple[str, Behaviour, type[DeliveryError]]] = [
    *((f"403 {said}", answers(403, f"Forbidden: {said}"), Unreachable) for said in FORBIDDEN),
    *((f"400 {said}", refuses(said), Unreachable) for said in NOBODY_THERE),
    *((f"400 {said[:60]}", refuses(said), Refused) for said in THIS_ONE_ALONE),
    *((f"400 {said}", refuses(said), Gone) for said in GONE),
    ("413", answers(413, "Request Entity Too Large"), Refused),
    ("413 of nginx", says(413, NGINX), Refused),
    ("401", answers(401, "Unauthorized"), Stop),
    ("404", answers(404, "Not Found"), Stop),
    ("400 Logged out", answers(400, "Logged out"), Stop),
    ("409", answers(409, "Conflict: terminated by other getUpdates request"), TryLater),
    ("429 without parameters", answers(429, "Too Many Requests: retry after 5"), TryLater),
    *(
        (f"{status} of something on the way", says(status, NGINX), TryLater)
        for status in (400, 401, 403, 404, 409, 429)
    ),
    *(
        (f"{status} of another API on the way", says(status, b'{"error":"%s"}' % WORDS.encode()), TryLater)
        for status in (400, 401, 403, 404, 409)
    ),
]


@pytest.mark.parametrize(("behave", "outcome"), [case[1:] for case in REFUSALS], ids=[case[0] for case in REFUSALS])
async def test_what_was_refused_says_for_whom(behave: Behaviour, outcome: type[DeliveryError]) -> None:
    async with served(behave) as address, bot_at(address) as bot:
        assert type(await failure(bot)) is outcome


@pytest.mark.parametrize("timedeltas", ["1", "0"])
@pytest.mark.filterwarnings("ignore:.*retry_after")
async def test_a_429_says_for_how_long(timedeltas: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", timedeltas)
    late = answers(429, "Too Many Requests: retry after 35", retry_after=35)
    async with served(late) as address, bot_at(address) as bot:
        error = await failure(bot)
    assert isinstance(error, TryLater)
    assert error.after == timedelta(seconds=35)


async def test_an_upgraded_group_has_a_new_address() -> None:
    said = "Bad Request: group chat was upgraded to a supergroup chat"
    async with served(answers(400, said, migrate_to_chat_id=-1002)) as address, bot_at(address) as bot:
        error = await failure(bot)
    assert isinstance(error, Moved)
    assert error.chat == "-1002"


async def raised(behave: Behaviour, call: Callable[[Bot], Awaitable[object]]) -> TelegramError:
    async with served(behave) as address, bot_at(address) as bot:
        with pytest.raises(TelegramError) as error:
            await call(bot)
    return error.value


@pytest.mark.parametrize("status", [401, 404])
async def test_a_refused_token_can_be_told_from_what_refuses_on_the_way(status: int) -> None:
    async def ask(bot: Bot) -> None:
        await bot.get_me()

    for body in (NGINX, b"", b"{}"):
        foreign = await raised(says(status, body), ask)
        assert not is_token_refused(foreign), body
        assert named(foreign) == "an answer that is not Telegram's"
        assert said(foreign) == ""
    telegram = await raised(answers(status, {401: "Unauthorized", 404: "Not Found"}[status]), ask)
    assert is_token_refused(telegram)
    assert named(telegram) == "InvalidToken"


async def test_an_edit_that_changes_nothing_can_be_told_from_other_refusals() -> None:
    async def edit(bot: Bot) -> None:
        await bot.edit_message_text("x", -100, 7)

    same = "message is not modified: specified new message content and reply markup are exactly the same as a current"
    assert is_unmodified(await raised(refuses(same), edit))
    assert not is_unmodified(await raised(refuses("message to edit not found"), edit))
    assert not is_unmodified(await raised(answers(500, same), edit))


async def test_a_press_answered_too_late_can_be_told_from_other_refusals() -> None:
    async def answer(bot: Bot) -> None:
        await bot.answer_callback_query("1")

    stale = "query is too old and response timeout expired or query ID is invalid"
    assert is_stale_query(await raised(refuses(stale), answer))
    assert not is_stale_query(await raised(refuses("MESSAGE_TOO_LONG"), answer))


async def test_a_raw_call_with_a_dead_token_stops_too() -> None:
    """PTB raises EndPointNotFound for any 401 and 404 of `do_api_request` once the bot is initialised."""
    me = {"ok": True, "result": {"id": 1, "is_bot": True, "first_name": "Ideenherd", "username": "ideenherd_bot"}}
    bodies = iter([(200, me), (401, {"ok": False, "error_code": 401, "description": "Unauthorized"})])

    async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, over: asyncio.Event) -> None:
        status, body = next(bodies)
        await says(status, json.dumps(body).encode())(reader, writer, over)

    async with served(behave) as address, bot_at(address) as bot:
        await bot.initialize()
        assert type(await failure(bot, lambda it: it.do_api_request("newMethod"))) is Stop


KINDS = st.sampled_from([TelegramError, NetworkError, BadRequest, Forbidden, InvalidToken, Conflict, EndPointNotFound])


@given(KINDS, st.text(max_size=60), st.text(max_size=60))
def test_any_error_is_classified_and_none_gives_a_token_away(kind: type[TelegramError], head: str, tail: str) -> None:
    checked(kind(f"{head}{TOKEN}{tail}"))
    checked(kind(f"Bad Request: https://api.telegram.org/bot{TOKEN}/{head}"))
    assert SECRET not in said(kind(f"{head}{TOKEN}{tail}"))


def test_a_429_of_a_fraction_of_a_second_is_kept() -> None:
    error = classified(RetryAfter(timedelta(milliseconds=1500)))
    assert isinstance(error, TryLater)
    assert error.after == timedelta(seconds=1.5)
