"""`ideenherd run` serves calendars where the settings want it, ends in order, and says why where it cannot."""

from __future__ import annotations

import socket
from pathlib import Path

import aiohttp

from tests.support.botapi import BotApi
from tests.support.running import process


def served_at(port: int) -> dict[str, str]:
    return {"IDEENHERD_WEB__PORT": str(port), "IDEENHERD_WEB__PUBLIC_URL": "https://kalender.example.org/"}


def free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


async def get(client: aiohttp.ClientSession, port: int, path: str) -> tuple[int, str]:
    async with client.get(f"http://127.0.0.1:{port}{path}") as response:
        return response.status, await response.text()


async def test_a_running_bot_serves_and_ends_in_order(tmp_path: Path) -> None:
    port = free_port()
    async with (
        BotApi() as api,
        aiohttp.ClientSession() as client,
        process(tmp_path, api.settings | served_at(port)) as bot,
    ):
        await bot.start()
        await api.until(lambda: api.is_polled, within=20)
        while (await get(client, port, "/health"))[0] != 200:
            pass  # each time is a turn of its own
        status, calendar = await get(client, port, "/kalender/alle.ics")
        assert (status, calendar.splitlines()[0]) == (200, "BEGIN:VCALENDAR")
        assert (await get(client, port, "/config.toml"))[0] == 404
        assert await bot.stopped() == 0, bot.log
        assert "kalender" not in bot.log


async def test_without_settings_nobody_listens(tmp_path: Path) -> None:
    async with BotApi() as api, process(tmp_path, api.settings) as bot:
        await bot.start()
        await api.until(lambda: api.is_polled, within=20)
        assert await bot.stopped() == 0, bot.log
        assert "aiohttp" not in bot.log


async def test_a_port_that_somebody_else_has_is_said_in_a_line(tmp_path: Path) -> None:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        line.listen()
        port = line.getsockname()[1]
        async with BotApi() as api, process(tmp_path, api.settings | served_at(port)) as bot:
            await bot.start()
            assert await bot.ended() == 1, bot.log
            (said,) = [each for each in bot.log.splitlines() if "web.host" in each]
            assert said.endswith(
                f"Auf 127.0.0.1 und Port {port} kann ich nicht lauschen: Dort lauscht schon ein anderes Programm."
            )
            assert "Traceback" not in bot.log
