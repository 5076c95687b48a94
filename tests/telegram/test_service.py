"""`ideenherd run` and `ideenherd check` as processes of their own, against the loopback Telegram."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.botapi import Answer, BotApi, Garbage, Hang
from tests.support.running import ROOT, STUCK, process

SECRET = "geheimgeheim"
TOKEN = f"123456789:{SECRET * 3}"


async def test_run_answers_stops_in_order_and_goes_on_where_it_was(tmp_path: Path) -> None:
    async with BotApi() as api, process(tmp_path, api.settings) as bot:
        anna = api.person("Anna")
        await bot.start()
        anna.says("/start")
        await api.until(lambda: anna.messages, within=20)
        assert await bot.stopped() == 0
        anna.says("/hilfe")  # nobody is there
        await bot.start()
        await api.until(lambda: len(anna.messages) > 1, within=20)
        assert await bot.stopped() == 0
        assert f"On Telegram as @{api.username}" in bot.log
        assert api.token not in bot.log
        assert not api.violations


async def test_run_ends_within_ten_seconds_while_a_request_hangs(tmp_path: Path) -> None:
    async with BotApi() as api, process(tmp_path, api.settings) as bot:
        anna = api.person("Anna")
        api.faults.add("sendMessage", Hang(), times=None)
        await bot.start()
        anna.says("/start")
        await api.until(lambda: any(call.method == "setMyCommands" for call in api.calls), within=20)
        assert await bot.stopped(within=11) == 0


async def test_run_ends_within_ten_seconds_while_a_thread_hangs(tmp_path: Path) -> None:
    async with BotApi() as api, process(tmp_path, api.settings, STUCK) as bot:
        anna = api.person("Anna")
        await bot.start()
        anna.says("/start")
        await api.until(lambda: anna.messages, within=20)
        assert await bot.stopped(within=13) == 1
        assert "Traceback" not in bot.log


async def test_menus_are_registered_by_the_bot_itself(tmp_path: Path) -> None:
    async with BotApi() as api, process(tmp_path, api.settings) as bot:
        await bot.start()
        await api.until(lambda: ("all_group_chats", "en") in api.profile.commands, within=20)
        assert await bot.stopped() == 0
        shown = [name for name, _ in api.profile.commands["all_private_chats", ""]]
        assert {"start", "suche", "privacy"} <= set(shown)


async def test_refused_token_ends_the_process_with_one_line_and_no_token_in_it(tmp_path: Path) -> None:
    async with BotApi() as api, process(tmp_path, api.settings) as bot:
        api.revoke()
        await bot.start()
        assert await bot.ended(20) == 1
        assert "Telegram refuses the token" in bot.log
        assert api.token not in bot.log
        assert len(bot.log.splitlines()) == 1


async def test_proxy_that_refuses_at_the_start_is_waited_for(tmp_path: Path) -> None:
    async with BotApi() as api, process(tmp_path, api.settings) as bot:
        anna = api.person("Anna")
        api.faults.add("getMe", Garbage(404, f"no way to /bot{api.token}/getMe"))
        await bot.start()
        anna.says("/start")
        await api.until(lambda: anna.messages, within=20)
        assert await bot.stopped() == 0
        assert "Telegram does not answer (an answer that is not Telegram's), trying on" in bot.log
        assert "refuses the token" not in bot.log
        assert api.token not in bot.log


async def test_topic_1_is_the_chat_itself(tmp_path: Path) -> None:
    async with BotApi() as api:
        api.privacy = False
        anna = api.person("Anna")
        forum = api.group("Ideenherd", anna, forum=True)
        place = {"platform": "telegram", "chat": forum.id, "topic": 1, "roles": ["jobs"], "free_messages": True}
        async with process(tmp_path, {**api.settings, "IDEENHERD_PLACES": json.dumps([place])}) as bot:
            await bot.start()
            anna.says("Suche jemanden für JavaScript, zwei Wochen ab Montag.", forum)
            await api.until(lambda: forum.general.messages, within=20)
            assert await bot.stopped() == 0


async def test_check_without_a_token_says_what_to_do(tmp_path: Path) -> None:
    status, said = await _check(tmp_path, {})
    assert status == 1
    assert "Kein Token von Telegram oder Discord" in said
    assert "IDEENHERD_DISCORD__TOKEN" in said


async def test_check_says_what_calendars_lack(tmp_path: Path) -> None:
    served, told = {"IDEENHERD_WEB__PORT": "8080"}, {"IDEENHERD_WEB__PUBLIC_URL": "https://kalender.example.org"}
    _, said = await _check(tmp_path, served)
    assert "· Die Kalender werden ausgeliefert, aber /kalender nennt keine Adressen." in said
    _, said = await _check(tmp_path, told)
    assert "· /kalender nennt Adressen unter public_url, aber dieser Bot liefert dort nichts aus." in said
    _, said = await _check(tmp_path, served | told)
    assert "/kalender" not in said


async def test_check_finds_a_database_of_somebody_else(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "ideenherd.db")) as connection:
        connection.execute("CREATE TABLE invoices (total INTEGER)")
    status, said = await _check(tmp_path, {})
    assert status == 1
    assert "✗ storage.url: Diese Datenbank gehört nicht zu Ideenherd." in said


@pytest.mark.parametrize("command", ["check", "run"])
@pytest.mark.parametrize(
    "url", [f"postgresql+asyncpg://bot:{SECRET}", f"postgresql+asyncpg://bot@localhost:{SECRET}/x"]
)
async def test_address_of_the_database_that_cannot_be_read_is_said_without_its_values(
    tmp_path: Path, command: str, url: str
) -> None:
    status, said = await _check(tmp_path, {"IDEENHERD_STORAGE__URL": url, "IDEENHERD_TELEGRAM__TOKEN": TOKEN}, command)
    assert status == 2
    assert said.startswith("storage.url")
    assert "Traceback" not in said
    assert SECRET not in said
    assert TOKEN not in said


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_server_of_the_database_that_is_away_is_worth_another_start(tmp_path: Path, host: str) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"postgresql+asyncpg://bot:{SECRET}@{host}:{closed.getsockname()[1]}/x"
        status, said = await _check(
            tmp_path, {"IDEENHERD_STORAGE__URL": url, "IDEENHERD_TELEGRAM__TOKEN": TOKEN}, "run"
        )
    assert status == 1
    assert said.startswith("storage.url: Der Server der Datenbank ist gerade nicht zu erreichen")
    assert "Traceback" not in said
    assert SECRET not in said


@pytest.mark.parametrize("platform", ["telegram", "discord"])
async def test_run_without_a_token_says_what_to_do(tmp_path: Path, platform: str) -> None:
    settings = {"IDEENHERD_PLACES": json.dumps([{"platform": platform, "chat": "-100123", "roles": ["jobs"]}])}
    async with process(tmp_path, settings) as bot:
        await bot.start()
        assert await bot.ended(20) == 2
        assert "IDEENHERD_TELEGRAM__TOKEN" in bot.log
        assert not (tmp_path / "ideenherd.db").exists()


async def _check(folder: Path, settings: dict[str, str], command: str = "check") -> tuple[int, str]:
    run = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", command),
        cwd=folder,
        env={**os.environ, "PYTHONPATH": ROOT, **settings},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await run.communicate()
    return run.returncode or 0, said.decode()


async def test_check_names_each_finding_with_its_remedy_and_posts_nothing(tmp_path: Path) -> None:
    async with BotApi() as api:
        anna = api.person("Anna")
        jobs = api.group("Aufträge", anna)
        places = [
            {"platform": "telegram", "chat": jobs.id, "roles": ["jobs"], "name": "#jobs", "free_messages": True},
            {"platform": "telegram", "chat": -100999, "roles": ["events"], "name": "#weg"},
        ]
        settings = {**api.settings, "IDEENHERD_PLACES": json.dumps(places)}
        status, said = await _check(tmp_path, settings)
        assert status == 1
        assert "#jobs: Freie Beiträge erreichen mich dort nicht." in said
        assert "/setprivacy" in said
        assert "#weg: Diese Gruppe kenne ich nicht." in said
        assert api.token not in said
        assert api.called("sendMessage") == api.called("getUpdates") == []
        jobs.promotes_bot()
        settings["IDEENHERD_PLACES"] = json.dumps(places[:1])
        status, said = await _check(tmp_path, settings)
        assert status == 0
        assert "Alles, was nötig ist, stimmt." in said


async def test_check_of_a_wrong_token_says_where_to_get_the_right_one(tmp_path: Path) -> None:
    async with BotApi() as api:
        api.revoke()
        status, said = await _check(tmp_path, api.settings)
        assert status == 1
        assert "Das Token von Telegram gilt nicht (401)." in said
        assert "BotFather" in said
        assert api.token not in said


async def test_check_repeats_no_secret_whatever_is_answered(tmp_path: Path) -> None:
    async with BotApi() as api:
        group = api.group(f"denied: /bot{api.token}/getChat")  # whoever answers may say what they like
        settings = {
            **api.settings,
            "IDEENHERD_PLACES": json.dumps([{"platform": "telegram", "chat": group.id, "roles": ["jobs"]}]),
        }
        status, said = await _check(tmp_path, settings)
        assert status == 0
        assert "Ich bin in der Gruppe „denied: /bot•••/" in said
        assert api.token not in said


async def test_check_without_a_network_comes_to_an_end(tmp_path: Path) -> None:
    async with BotApi() as api:
        api.faults.add("getMe", Answer(502, "Bad Gateway"), times=None)
        status, said = await _check(tmp_path, api.settings)
        assert status == 1
        assert api.token not in said
