"""`ideenherd invite`: one link with the rights that the configured places need, each with its reason, and no others."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.asking import invited
from adapters.discord.inviting import IN_A_FORUM, application_in, link, permissions, rights
from bot.domain.people import ChatAddress, Platform
from bot.domain.places import Place, Role
from bot.errors import ConfigError
from tests.discord.wire import discord_at
from tests.support.discordapi import Channel, DiscordApi, Hang
from tests.support.running import ROOT

USUAL = {"read_messages", "send_messages", "embed_links", "attach_files", "read_message_history"}
THREADS = USUAL | {"send_messages_in_threads"}
FORUMS = THREADS | {"manage_threads"}
EVENTS = {"create_events"}
ROOMS = {"send_messages_in_threads", "create_private_threads", "create_instant_invite"}


@pytest.fixture
async def api() -> AsyncIterator[DiscordApi]:
    async with DiscordApi(intents_allowed=()) as server:
        yield server


def asked(url: str) -> set[str]:
    """Return the rights that a link asks for."""
    [value] = parse_qs(urlsplit(url).query)["permissions"]
    return {name for name, is_asked in discord.Permissions(int(value)) if is_asked}


def place(channel: Channel | int, topic: str | None = None) -> Place:
    number = channel if isinstance(channel, int) else channel.id
    address = ChatAddress(Platform.DISCORD, str(number), topic)
    return Place(0, address, "#jobs", frozenset({Role.JOBS}))


async def links(api: DiscordApi, *places: Place) -> list[str]:
    with discord_at(api.base_url):
        invitation = await invited(api.token, api.base_url, places, within=0.5)
    return [line for line in invitation.lines() if line.startswith("https://")]


# The link


def test_a_link_adds_the_bot_and_its_commands() -> None:
    url = link(17, rights(threads=False, forums=False))
    assert url.startswith("https://discord.com/oauth2/authorize?client_id=17&scope=bot+applications.commands&")
    assert parse_qs(urlsplit(url).query)["scope"] == ["bot applications.commands"]
    assert link(17, rights(threads=False, forums=False), guild=4).endswith("&guild_id=4")


def test_a_link_asks_for_no_more_than_the_places_need() -> None:
    assert asked(link(1, rights(threads=False, forums=False))) == USUAL
    assert asked(link(1, rights(threads=True, forums=False))) == THREADS
    assert asked(link(1, rights(threads=False, forums=True))) == FORUMS
    assert asked(link(1, rights(threads=False, forums=False, events=True))) == USUAL | EVENTS
    assert asked(link(1, rights(threads=False, forums=False, rooms=True))) == USUAL | ROOMS
    assert asked(link(1, rights(threads=True, forums=True, rooms=True))) == FORUMS | ROOMS
    assert not permissions(IN_A_FORUM).administrator


def test_every_right_has_a_german_name_and_a_reason() -> None:
    for right in rights(threads=True, forums=True, events=True, rooms=True):
        assert right.name
        assert right.reason.startswith("um ")


# The application


def test_a_token_names_its_application() -> None:
    assert application_in("MTIzNDU2Nzg5MDEyMzQ1Njc4.loop.back") == 123456789012345678
    assert application_in("geheim") is None
    assert application_in("MTIzNDU2Nzg5MDEyMzQ1Njc4") is None, "a token has dots"


@given(st.text())
def test_whatever_stands_for_a_token_is_read_or_not(token: str) -> None:
    number = application_in(token)
    assert number is None or number >= 0


# Asked from Discord


async def test_what_discord_says_of_the_places_decides(api: DiscordApi) -> None:
    guild = api.guild("Ruhr")
    jobs, forum = guild.channel("jobs"), guild.forum("aufträge")
    assert [asked(each) for each in await links(api, place(jobs))] == [USUAL | ROOMS]
    assert [asked(each) for each in await links(api, place(jobs, "5"))] == [THREADS | ROOMS]
    assert [asked(each) for each in await links(api, place(jobs), place(forum))] == [FORUMS | ROOMS]
    assert all(f"client_id={api.application_id}&" in each for each in await links(api, place(jobs)))


async def test_before_the_bot_sees_its_places_there_is_a_second_link_for_forums(api: DiscordApi) -> None:
    jobs = api.guild("Ruhr", with_bot=False).channel("jobs")
    assert [asked(each) for each in await links(api, place(jobs))] == [USUAL | ROOMS, FORUMS | ROOMS]
    assert [asked(each) for each in await links(api)] == [USUAL | EVENTS | ROOMS, FORUMS | EVENTS | ROOMS]


async def test_who_announces_dates_is_asked_for_the_events_of_the_server(api: DiscordApi) -> None:
    dates = replace(place(api.guild("Ruhr").channel("termine")), roles=frozenset({Role.EVENTS}))
    assert [asked(each) for each in await links(api, dates)] == [USUAL | EVENTS]
    with discord_at(api.base_url):
        without = await invited(api.token, api.base_url, [dates], events=False, within=0.5)
    assert asked(without.lines()[0]) == USUAL


async def test_without_discord_the_token_tells_the_application_and_that_is_said(api: DiscordApi) -> None:
    api.faults.add("GET /users/@me", Hang(), times=None)
    with discord_at(api.base_url):
        lines = (await invited(api.token, api.base_url, [], within=0.1)).lines()
        assert "client_id=123456789012345678&" in lines[0]
        assert "ist nicht zu erreichen" in lines[-2]
        assert "aus dem Token gelesen" in lines[-1]
        with pytest.raises(ConfigError, match=r"^discord\.token: Das Token von Discord gilt nicht"):
            await invited("geheim", api.base_url, [], within=0.1)


# The command


async def run(folder: Path, settings: Mapping[str, str]) -> tuple[int, str, str]:
    """Return the status of a process of its own, which keeps the log of this one out of it, and what it printed."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("IDEENHERD_")}
    started = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "invite"),
        cwd=folder,
        env={**clean, "PYTHONPATH": ROOT, **settings},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    printed, said = await started.communicate()
    return started.returncode or 0, printed.decode(), said.decode()


async def test_the_command_prints_the_link_alone_and_each_right_with_its_reason(
    api: DiscordApi, tmp_path: Path
) -> None:
    forum = api.guild("Ruhr").forum("aufträge")
    places = [{"platform": "discord", "chat": str(forum.id), "roles": ["jobs"]}]
    status, printed, said = await run(tmp_path, api.settings | {"IDEENHERD_PLACES": json.dumps(places)})
    assert status == 0
    assert asked(printed.splitlines()[0]) == FORUMS | ROOMS
    for right in IN_A_FORUM:
        assert f"\n  {right.name}: {right.reason}\n" in printed
    assert api.token not in printed + said
    assert api.violations == []
    assert {each.method for each in api.calls} == {"GET"}


async def test_without_a_token_there_is_nobody_to_invite(tmp_path: Path) -> None:
    status, printed, said = await run(tmp_path, {})
    assert status == 2
    assert printed == ""
    assert said.startswith("discord.token: fehlt")
    assert "IDEENHERD_DISCORD__TOKEN=" in said
    assert said.count("\n") == 1
