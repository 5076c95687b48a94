"""`ideenherd run` with Discord as a process of its own, alone and beside Telegram, against servers on loopback."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.botapi import BotApi
from tests.support.discordapi import DiscordApi, Hang
from tests.support.running import STUCK, process

CARD = "POST /channels/{channel}/messages"


async def test_run_answers_stops_in_order_and_goes_on_where_it_was(tmp_path: Path) -> None:
    async with DiscordApi() as api, process(tmp_path, api.settings) as bot:
        anna = api.person("Anna")
        lounge = api.guild("Ruhr", anna).channel("lounge")
        await bot.start()
        await api.until(lambda: api.is_connected and api.commands, within=20)
        shown = anna.runs("start", lounge)
        await api.until(lambda: shown.messages, within=20)
        assert await bot.stopped() == 0, bot.log
        await bot.start()
        await api.until(lambda: api.is_connected, within=20)
        pressed = anna.presses(shown.messages[0], "Hilfe")
        await api.until(lambda: pressed.response == "update", within=20)
        assert await bot.stopped() == 0, bot.log
        assert "On Discord as Ideenherd" in bot.log
        assert api.token not in bot.log
        assert not api.violations


async def test_job_goes_from_discord_to_telegram_and_an_interest_comes_back(tmp_path: Path) -> None:
    async with DiscordApi() as discord, BotApi() as bot_api:
        ben, anna = discord.person("Ben"), bot_api.person("Anna")
        channel, group = discord.guild("Ruhr", ben).channel("jobs"), bot_api.group("Aufträge", anna)
        places = [
            {"platform": "discord", "chat": channel.id, "roles": ["jobs"]},
            {"platform": "telegram", "chat": group.id, "roles": ["jobs"]},
        ]
        given = discord.settings | bot_api.settings | {"IDEENHERD_PLACES": json.dumps(places)}
        async with process(tmp_path, given) as bot:
            await bot.start()
            await discord.until(lambda: discord.is_connected and discord.commands, within=20)
            form = ben.runs("job", channel)
            await discord.until(lambda: form.modal, within=20)
            sent = ben.submits(form, titel="Vereinsseite", text="Wir suchen wen für Python.")
            await discord.until(lambda: sent.messages, within=20)
            ben.presses(sent.messages[0], "Veröffentlichen")
            (card,) = await discord.until(lambda: channel.messages, within=20)
            (copy,) = await bot_api.until(lambda: group.messages, within=20)
            assert "Vereinsseite" in copy.text
            anna.presses(copy, "Interesse")
            await discord.until(lambda: card.labels == ["Interesse (1)"], within=20)
            await discord.until(lambda: any("Anna hat Interesse" in each.text for each in ben.messages), within=20)
            assert await bot.stopped() == 0, bot.log
            assert discord.token not in bot.log
            assert bot_api.token not in bot.log
        assert not discord.violations
        assert not bot_api.violations


async def test_run_ends_within_ten_seconds_while_a_request_hangs(tmp_path: Path) -> None:
    async with DiscordApi() as api:
        ben = api.person("Ben")
        channel = api.guild("Ruhr", ben).channel("jobs")
        places = json.dumps([{"platform": "discord", "chat": channel.id, "roles": ["jobs"]}])
        async with process(tmp_path, api.settings | {"IDEENHERD_PLACES": places}) as bot:
            hanging = api.faults.add(CARD, Hang(), times=None)
            await bot.start()
            await api.until(lambda: api.is_connected and api.commands, within=20)
            form = ben.runs("job", channel)
            await api.until(lambda: form.modal, within=20)
            sent = ben.submits(form, titel="Vereinsseite", text="Wir suchen wen für Python.")
            await api.until(lambda: sent.messages, within=20)
            ben.presses(sent.messages[0], "Veröffentlichen")
            await api.until(lambda: hanging.struck, within=20)
            assert await bot.stopped(within=11) == 0, bot.log


async def test_refused_token_of_one_platform_leaves_the_other_at_work(tmp_path: Path) -> None:
    async with DiscordApi() as discord, BotApi() as bot_api:
        anna = bot_api.person("Anna")
        discord.revoke()
        async with process(tmp_path, discord.settings | bot_api.settings) as bot:
            await bot.start()
            await discord.until(lambda: discord.called("GET /users/@me"), within=20)
            anna.says("/start")
            await bot_api.until(lambda: anna.messages, within=20)
            assert await bot.stopped() == 0, bot.log
            assert "Discord refuses the token" in bot.log
            assert discord.token not in bot.log


async def test_refused_token_of_the_only_platform_ends_the_process(tmp_path: Path) -> None:
    async with DiscordApi() as api, process(tmp_path, api.settings) as bot:
        api.revoke()
        await bot.start()
        assert await bot.ended(20) == 1
        assert "Discord refuses the token" in bot.log
        assert "Traceback" not in bot.log


async def test_end_that_nobody_asked_for_comes_within_ten_seconds_too(tmp_path: Path) -> None:
    async with DiscordApi() as api, process(tmp_path, api.settings, STUCK) as bot:
        api.revoke()
        await bot.start()
        assert await bot.ended(25) == 1
        assert "Discord refuses the token" in bot.log
        assert "Traceback" not in bot.log
