"""The long poll by hand: what fails, how long is waited, and when the process gives up; against the loopback server."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from telegram.request import HTTPXRequest

from adapters.telegram.feed import Feed, Silence
from bot.errors import Stop
from tests.support.botapi import Answer, BotApi, ClosedAfter, ClosedBefore, Garbage, Hang, RetryAfter


@dataclass
class Waits:
    """A clock that only waiting moves."""

    at: float = 1000.0
    each: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.each.append(seconds)
        self.at += seconds


@asynccontextmanager
async def feeding(api: BotApi, *, refused: bool = False) -> AsyncIterator[tuple[Feed, Waits]]:
    waits = Waits()

    async def is_refused() -> bool:
        return refused

    feed = Feed(
        f"{api.base_url}{api.token}",
        is_refused,
        poll=1,
        monotonic=waits.now,
        sleep=waits.sleep,
        request=lambda: HTTPXRequest(connection_pool_size=1, read_timeout=1.5, connect_timeout=1),
    )
    try:
        yield feed, waits
    finally:
        await feed.close()


@pytest.mark.parametrize(
    "fault",
    [
        Answer(500, "Internal Server Error"),
        Answer(502, "Bad Gateway"),
        Garbage(),
        Garbage(content="{}"),
        Garbage(content="[]"),
        Garbage(status=404, content="[]"),
        Garbage(content='{"ok": true, "result": {"update_id": 1}}'),
        Garbage(content='{"ok": true, "result": [{"update_id": "x"}]}'),
        Garbage(content='{"ok": true, "result": [17]}'),
        ClosedBefore(),
        ClosedAfter(),
        Hang(),
        Answer(404, "Not Found"),  # looks like a refused token, and is none
    ],
    ids=(
        "500, 502, html, no result, no object, no object 404, no list, no number, no update, closed, closed after, "
        "hang, 404"
    ).split(", "),
)
async def test_failure_is_said_once_and_the_update_comes_all_the_same(
    fault: Any, caplog: pytest.LogCaptureFixture
) -> None:
    async with BotApi() as api, feeding(api) as (feed, waits):
        api.person("Anna").says("/start")
        api.faults.add("getUpdates", fault, times=3)
        with caplog.at_level(logging.INFO, "adapters.telegram"):
            (update,) = await feed.next()
        assert update["message"]["text"] == "/start"
        assert waits.each == [1, 2, 4]
        ours = [record.levelname for record in caplog.records if record.name.startswith("adapters.")]
        assert ours == ["WARNING", "INFO"]
        assert api.token not in caplog.text


async def test_pause_that_telegram_wants_is_kept() -> None:
    async with BotApi() as api, feeding(api) as (feed, waits):
        api.person("Anna").says("/start")
        api.faults.add("getUpdates", RetryAfter(17))
        assert len(await feed.next()) == 1
        assert waits.each == [17]


async def test_server_that_is_away_is_waited_for(caplog: pytest.LogCaptureFixture) -> None:
    async with BotApi() as api, feeding(api) as (feed, waits):
        await api.goes_down()
        back = iter([False, False, True])

        async def sleep(seconds: float) -> None:
            await waits.sleep(seconds)
            if next(back):
                await api.comes_up()
                api.person("Anna").says("/start")

        feed._sleep = sleep  # noqa: SLF001 - the moment at which it comes back is the waiting's own
        assert len(await feed.next()) == 1
        assert waits.each == [1, 2, 4]
        assert "ConnectError" in caplog.text


async def test_second_program_on_the_token_is_one_clear_line(caplog: pytest.LogCaptureFixture) -> None:
    async with BotApi() as api, feeding(api) as (feed, waits):
        api.person("Anna").says("/start")
        other = Answer(409, "Conflict: terminated by other getUpdates request; make sure that only one bot is running")
        api.faults.add("getUpdates", other, times=40)  # an hour long: it is an answer, so nothing is given up
        assert len(await feed.next()) == 1
        assert len(waits.each) == 40
        said = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
        assert said == [
            "Another program uses this bot's token (409): stop it, or make a new token with @BotFather, /revoke"
        ]


async def test_refused_token_stops_the_platform() -> None:
    async with BotApi() as api, feeding(api, refused=True) as (feed, _):
        api.revoke()
        with pytest.raises(Stop, match="@BotFather"):
            await feed.next()


@pytest.mark.parametrize("status", [401, 404, 409])
async def test_what_refuses_on_the_way_is_neither_a_refused_token_nor_a_second_program(
    status: int, caplog: pytest.LogCaptureFixture
) -> None:
    async with BotApi() as api, feeding(api, refused=True) as (feed, _):
        api.person("Anna").says("/start")
        api.faults.add("getUpdates", Garbage(status, f"<html>no way to /bot{api.token}</html>"))
        assert len(await feed.next()) == 1
        said = [record.getMessage() for record in caplog.records if record.name == "adapters.telegram.feed"]
        assert said[0] == "Telegram cannot be asked for updates (an answer that is not Telegram's), trying on"
        assert said[1:] == ["Telegram answers again"]


NEW_CONNECTION = "a new connection is made"


@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # the library's own words about any 429
@pytest.mark.parametrize("answer", [Answer(409, "Conflict: terminated by other getUpdates request"), RetryAfter(60)])
async def test_refusals_are_answers_and_no_silence(
    answer: Answer | RetryAfter, caplog: pytest.LogCaptureFixture
) -> None:
    async with BotApi() as api, feeding(api) as (feed, waits):
        api.person("Anna").says("/start")
        api.faults.add("getUpdates", answer, times=10)
        api.faults.add("getUpdates", ClosedBefore(), times=2, nth=11)
        assert len(await feed.next()) == 1
        assert waits.at - 1000 > 180
        assert NEW_CONNECTION not in caplog.text


async def test_time_in_which_nothing_was_asked_is_no_silence(caplog: pytest.LogCaptureFixture) -> None:
    async with BotApi() as api, feeding(api) as (feed, waits):
        api.person("Anna").says("/start")
        assert len(await feed.next()) == 1
        waits.at += 1000  # what came is being kept, behind a lock say
        api.faults.add("getUpdates", ClosedBefore(), times=2)
        assert len(await feed.next()) == 1
        assert NEW_CONNECTION not in caplog.text


async def test_new_connection_has_as_long_as_the_old_one(caplog: pytest.LogCaptureFixture) -> None:
    async with BotApi() as api, feeding(api) as (feed, waits):
        api.person("Anna").says("/start")
        api.faults.add("getUpdates", ClosedBefore(), times=5)
        longer = iter([500.0])  # the machine was asleep for that long

        async def sleep(seconds: float) -> None:
            await waits.sleep(seconds)
            waits.at += next(longer, 0.0)

        feed._sleep = sleep  # noqa: SLF001 - the moment at which it falls asleep is the waiting's own
        assert len(await feed.next()) == 1
        assert NEW_CONNECTION in caplog.text


async def test_silence_makes_a_new_connection_and_then_an_end(caplog: pytest.LogCaptureFixture) -> None:
    async with BotApi() as api, feeding(api) as (feed, waits):
        await api.goes_down()
        with pytest.raises(Silence, match="over two connections"):
            await feed.next()
        assert 180 <= waits.at - 1000 <= 240
        assert NEW_CONNECTION in caplog.text


async def test_only_what_was_kept_is_confirmed() -> None:
    async with BotApi() as api, feeding(api) as (feed, _):
        anna = api.person("Anna")
        anna.says("/start")
        first = await feed.next()
        assert await feed.next() == first
        feed.kept(first)
        anna.says("/hilfe")
        (second,) = await feed.next()
        assert second["message"]["text"] == "/hilfe"
        assert len(api.unconfirmed) == 1


async def test_numbers_that_jump_back_after_a_silent_week_lose_nothing() -> None:
    async with BotApi() as api, feeding(api) as (feed, _):
        anna = api.person("Anna")
        anna.says("/start")
        feed.kept(await feed.next())
        assert await feed.next() == []
        api.skips_to(1000)
        anna.says("/hilfe")
        (update,) = await feed.next()
        assert update["update_id"] == 1000
