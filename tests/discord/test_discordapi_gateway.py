"""The loopback gateway tells, closes, forgets and takes back as Discord's does; the real library listens."""

from __future__ import annotations

import asyncio
import json
import logging
import zlib
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import discord
import pytest

from tests.discord.test_discordapi import Bot
from tests.support.discordapi import DiscordApi, Guild, Person
from tests.support.discordapi.visiting import addresses, visiting

GUILDS, MEMBERS = 1, 2


@pytest.fixture
async def api() -> AsyncIterator[DiscordApi]:
    async with DiscordApi() as server:
        yield server


@pytest.fixture
def anna(api: DiscordApi) -> Person:
    return api.person("Anna")


@pytest.fixture
def guild(api: DiscordApi, anna: Person) -> Guild:
    guild = api.guild("Ruhr", anna)
    guild.channel("jobs")
    return guild


async def test_what_happens_while_the_connection_is_lost_is_told_afterwards(
    api: DiscordApi, guild: Guild, anna: Person
) -> None:
    async with visiting(api, Bot(message_content=True)) as bot:
        await api.disconnects()
        anna.says("Hallo?", guild.channels[0])
        await api.until(lambda: bot.heard)
        assert [each.content for each in bot.heard] == ["Hallo?"]
        assert [each.kind for each in api.sessions] == ["identify", "resume"]
        assert len({each.session for each in api.sessions}) == 1
    assert not api.is_connected


@pytest.mark.parametrize("code", [1001, 4000, 4008])
async def test_closed_with_a_code_the_session_goes_on(api: DiscordApi, guild: Guild, anna: Person, code: int) -> None:
    async with visiting(api, Bot()) as bot:
        await api.disconnects(code)
        await api.until(lambda: len(api.sessions) == 2)
        anna.says("Hallo", guild.channels[0])
        await api.until(lambda: bot.heard)
        assert api.sessions[1].kind == "resume"


async def test_forgotten_session_begins_anew(api: DiscordApi, guild: Guild, anna: Person) -> None:
    async with visiting(api, Bot(message_content=True)) as bot:
        await api.disconnects(4009, resumable=False)
        anna.says("Das hört niemand", guild.channels[0])
        await api.until(lambda: len(api.sessions) == 3 and api.is_connected)
        anna.says("Das schon", guild.channels[0])
        await api.until(lambda: bot.heard)
        assert [each.content for each in bot.heard] == ["Das schon"]
        assert [(each.kind, bool(each.refused)) for each in api.sessions] == [
            ("identify", False),
            ("resume", True),
            ("identify", False),
        ]


async def test_asked_to_come_back_the_bot_resumes(api: DiscordApi, guild: Guild, anna: Person) -> None:
    async with visiting(api, Bot()) as bot:
        api.reconnects()
        await api.until(lambda: len(api.sessions) == 2)
        api.invalidates(resumable=True)
        await api.until(lambda: len(api.sessions) == 3)
        api.invalidates()
        await api.until(lambda: len(api.sessions) == 4)
        assert [each.kind for each in api.sessions] == ["identify", "resume", "resume", "identify"]
        anna.says("Hallo", guild.channels[0])
        await api.until(lambda: bot.heard)


async def test_gateway_that_answers_no_heartbeat_is_left(
    api: DiscordApi, guild: Guild, caplog: pytest.LogCaptureFixture
) -> None:
    api.heartbeat = 0.05
    with caplog.at_level(logging.ERROR):
        bot = Bot()
        bot._connection.heartbeat_timeout = 0.2  # noqa: SLF001 - its setting counts in seconds, by the minute
        async with visiting(api, bot):
            await asyncio.sleep(0.3)
            assert [each.kind for each in api.sessions] == ["identify"]
            api.silences_heartbeats()
            await api.until(lambda: len(api.sessions) > 1)
            api.silences_heartbeats(silent=False)
            await api.until(lambda: api.is_connected)
    assert {each.kind for each in api.sessions[1:]} == {"resume"}
    assert api.violations == []
    assert guild.has_bot


async def test_intents_that_are_not_allowed_end_the_client(api: DiscordApi, guild: Guild) -> None:
    for name in ("message_content", "members", "presences"):
        setattr(api, f"allow_{name}", False)
        with pytest.raises(discord.PrivilegedIntentsRequired):
            async with visiting(api, Bot(**{name: True})):
                pass
        assert api.sessions[-1].refused == 4014
        setattr(api, f"allow_{name}", True)
    async with visiting(api, Bot(message_content=True)) as bot:
        assert bot.application_flags.gateway_message_content_limited
        assert api.sessions[-1].intents & discord.Intents(message_content=True).value
    assert guild.has_bot


async def test_with_the_intent_posts_and_members_come(api: DiscordApi, guild: Guild, anna: Person) -> None:
    async with visiting(api, Bot(message_content=True, members=True)) as bot:
        assert {each.id for each in bot.guilds[0].members} == {anna.id, guild.owner.id, api.me.id}
        anna.says("ein Auftrag", guild.channels[0])
        ben = api.person("Ben")
        ben.joins(guild)
        ben.leaves(guild)
        await api.until(lambda: bot.told("member_remove") and bot.heard)
        assert bot.heard[0].content == "ein Auftrag"
        assert [each.id for each in bot.told("member_join")] == [ben.id]


async def test_only_what_was_asked_for_comes(api: DiscordApi, guild: Guild, anna: Person) -> None:
    async with visiting(api, Bot(guild_messages=False)) as bot:
        anna.says("im Kanal", guild.channels[0])
        anna.says("privat")
        await api.until(lambda: bot.heard)
        assert [each.content for each in bot.heard] == ["privat"]


async def test_worthless_token_ends_the_client(api: DiscordApi, guild: Guild) -> None:
    with addresses(api):
        stranger = Bot()
        with pytest.raises(discord.LoginFailure):
            await stranger.login("anders")
        await stranger.close()
    with pytest.raises(discord.ConnectionClosed) as closed:
        await revoked(api, guild.owner)
    assert closed.value.code == 4004


async def revoked(api: DiscordApi, person: Person) -> None:
    """Let the token be worth nothing while a client uses it."""
    async with visiting(api, Bot()) as bot:
        api.revoke()
        with pytest.raises(discord.HTTPException) as refused:
            await bot.fetch_user(person.id)
        assert (refused.value.status, refused.value.code) == (401, 0)
        await api.until(bot.is_closed)


async def test_down_and_up_again_the_session_goes_on(api: DiscordApi, guild: Guild, anna: Person) -> None:
    async with visiting(api, Bot()) as bot:
        port = api.port
        await api.goes_down()
        anna.says("Hallo?", guild.channels[0])
        with pytest.raises(aiohttp.ClientConnectorError):
            await bot.fetch_user(anna.id)
        await api.comes_up()
        assert api.port == port
        await api.until(lambda: bot.heard, within=10)


async def test_channel_and_guild_changes_are_told(api: DiscordApi, guild: Guild) -> None:
    async with visiting(api, Bot()) as bot:
        new = guild.channel("neu")
        new.renames("anders")
        new.denies("send_messages")
        guild.renames("Pott")
        guild.restricts_bot("view_channel")
        await api.until(lambda: len(bot.told("guild_role_update")) == 2)
        channel = bot.get_channel(new.id)
        assert isinstance(channel, discord.TextChannel)
        assert channel.name == "anders"
        assert channel.guild.name == "Pott"
        assert not channel.permissions_for(channel.guild.me).send_messages
        assert not channel.guild.me.guild_permissions.mention_everyone
        new.vanishes()
        await api.until(lambda: bot.get_channel(new.id) is None)


class Raw:
    """A gateway's connection without a library."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self._stream = zlib.decompressobj()

    async def frame(self) -> dict[str, Any]:
        message = await self.socket.receive(timeout=3)
        if message.type is aiohttp.WSMsgType.BINARY:
            assert message.data[-4:] == b"\x00\x00\xff\xff"
            return dict(json.loads(self._stream.decompress(message.data)))
        assert message.type is aiohttp.WSMsgType.TEXT, message
        return dict(json.loads(message.data))

    async def closed(self) -> int | None:
        while (await self.socket.receive(timeout=3)).type is not aiohttp.WSMsgType.CLOSE:
            pass
        return self.socket.close_code


@pytest.fixture
async def raw(api: DiscordApi) -> AsyncIterator[Raw]:
    url = f"{api.gateway_url}/?v=10&encoding=json&compress=zlib-stream"
    async with aiohttp.ClientSession() as http, http.ws_connect(url, autoclose=True) as socket:
        connection = Raw(socket)
        assert (await connection.frame())["op"] == 10
        yield connection


def identify(api: DiscordApi, intents: int = GUILDS, **more: Any) -> dict[str, Any]:
    return {"op": 2, "d": {"token": api.token, "intents": intents, "properties": {}} | more}


async def test_frames_are_packed_in_one_stream(api: DiscordApi, guild: Guild, raw: Raw) -> None:
    await raw.socket.send_json({"op": 1, "d": None})
    assert await raw.frame() == {"op": 11}
    await raw.socket.send_json(identify(api))
    ready, created = await raw.frame(), await raw.frame()
    assert (ready["t"], ready["s"], created["t"], created["s"]) == ("READY", 1, "GUILD_CREATE", 2)
    assert ready["d"]["guilds"] == [{"id": str(guild.id), "unavailable": True}]
    assert created["d"]["member_count"] == 3


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ({"op": 3, "d": {}}, 4003),
        ({"op": 99, "d": {}}, 4001),
        ({"op": 2, "d": {"token": "anders", "intents": 0}}, 4004),
        ({"op": 6, "d": {"token": "anders", "session_id": "x", "seq": 1}}, 4004),
    ],
)
async def test_wrong_frames_close_the_connection(raw: Raw, frame: dict[str, Any], code: int) -> None:
    await raw.socket.send_json(frame)
    assert await raw.closed() == code


async def test_identified_twice_or_with_unknown_intents_is_out(api: DiscordApi, raw: Raw) -> None:
    await raw.socket.send_json(identify(api))
    await raw.frame()
    await raw.socket.send_json(identify(api))
    assert await raw.closed() == 4005
    assert api.violations == ["gateway: identified twice"]
    async with aiohttp.ClientSession() as http, http.ws_connect(api.gateway_url) as socket:
        await socket.send_json(identify(api, 1 << 40))
        assert await Raw(socket).closed() == 4013


async def test_missed_heartbeats_are_a_violation(api: DiscordApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.support.discordapi.gateway._LENIENCE", 0.0)
    api.heartbeat = 0.05
    async with aiohttp.ClientSession() as http, http.ws_connect(api.gateway_url) as socket:
        await socket.send_json(identify(api))
        assert await Raw(socket).closed() == 4009
    assert len(api.violations) == 1


async def test_members_are_asked_for_at_the_gateway(api: DiscordApi, guild: Guild, anna: Person, raw: Raw) -> None:
    await raw.socket.send_json(identify(api, GUILDS | MEMBERS))
    await raw.frame()
    await raw.frame()
    await raw.socket.send_json({"op": 8, "d": {"guild_id": str(guild.id), "query": "an", "limit": 5, "nonce": "n"}})
    chunk = (await raw.frame())["d"]
    assert [each["user"]["id"] for each in chunk["members"]] == [str(anna.id)]
    assert chunk["nonce"] == "n"


async def test_gateway_is_found(api: DiscordApi) -> None:
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {api.token}"}) as http:
        async with http.get(f"{api.base_url}/gateway") as answer:
            assert await answer.json() == {"url": api.gateway_url}
        async with http.get(f"{api.base_url}/gateway/bot") as answer:
            assert (await answer.json())["shards"] == 1
