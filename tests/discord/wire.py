"""A Discord that lets a client in and then behaves as badly as a test wants, and a client of the real library."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import discord
from discord.http import Route

from tests.support.misbehaving import Behaviour, misbehaving, read

SECRET = "GhJkLm.dGhpcy1pcy1ub3QtYS10b2tlbi1hdC1hbGw"
TOKEN = f"MTEwMjAxNTQz.{SECRET}"
CHANNEL = 1040

ME = {"id": "110201543", "username": "ideenherd", "discriminator": "0", "avatar": None, "bot": True}
APPLICATION = {
    "id": "110201543",
    "name": "Ideenherd",
    "description": "",
    "icon": None,
    "flags": 0,
    "verify_key": "",
    "bot_public": True,
    "bot_require_code_grant": False,
    "owner": ME,
}
MESSAGE: dict[str, object] = {
    "id": "1041",
    "channel_id": str(CHANNEL),
    "author": ME,
    "content": "",
    "timestamp": "2026-11-02T18:00:00+00:00",
    "edited_timestamp": None,
    "tts": False,
    "mention_everyone": False,
    "mentions": [],
    "mention_roles": [],
    "attachments": [],
    "embeds": [],
    "pinned": False,
    "type": 0,
}

JSON = {"Content-Type": "application/json"}  # exactly this: with a charset discord.py hands the text on unread
VIA = {"Via": "1.1 google"}  # without it discord.py takes a 429 for Cloudflare's and does not wait


def says(status: int, body: bytes, headers: Mapping[str, str] | None = None) -> Behaviour:
    """Answer one request with these bytes."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in (headers or {}).items())
    head = f"HTTP/1.1 {status} X\r\n{lines}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"

    async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, _over: asyncio.Event) -> None:
        await read(reader)
        writer.write(head.encode() + body)
        await writer.drain()

    return behave


def gives(body: object, headers: Mapping[str, str] | None = None, *, status: int = 200) -> Behaviour:
    """Answer in JSON, as Discord does."""
    return says(status, json.dumps(body).encode(), JSON | dict(headers or {}))


def refuses(status: int, code: int, message: str = "No", **more: object) -> Behaviour:
    """Refuse in Discord's words."""
    return gives({"message": message, "code": code, **more}, status=status)


def limits(retry_after: float, *, is_global: bool = False) -> Behaviour:
    """Say that requests come too fast, as Discord does."""
    body = {"message": "You are being rate limited.", "retry_after": retry_after, "global": is_global}
    return gives(body, VIA | {"Retry-After": str(retry_after)}, status=429)


def in_turn(*behaviours: Behaviour) -> Behaviour:
    """Behave differently towards each request; the last way stays."""
    first, *others = behaviours
    coming = iter(others)
    now = [first]

    async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, over: asyncio.Event) -> None:
        current, now[0] = now[0], next(coming, now[0])
        await current(reader, writer, over)

    return behave


async def lets_in(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, over: asyncio.Event) -> None:
    """Answer the two requests of a login."""
    line = await reader.readline()
    await gives(APPLICATION if b"/oauth2/" in line else ME)(reader, writer, over)


@contextmanager
def discord_at(base: str) -> Iterator[None]:
    """Let discord.py look for Discord at this address."""
    before = Route.BASE
    Route.BASE = base
    try:
        yield
    finally:
        Route.BASE = before


@asynccontextmanager
async def client_at(base: str, **settings: Any) -> AsyncIterator[discord.Client]:
    """Yield a client of the real library that was let in and talks to this address from then on."""
    client = discord.Client(intents=discord.Intents.none(), **settings)
    try:
        async with misbehaving(lets_in) as friendly:
            with discord_at(friendly):
                await client.login(TOKEN)
        with discord_at(base):
            yield client
    finally:
        await client.close()


@asynccontextmanager
async def client_facing(behave: Behaviour, **settings: Any) -> AsyncIterator[discord.Client]:
    """Yield a client that was let in by a Discord that behaves so from then on."""
    async with misbehaving(behave) as base, client_at(base, **settings) as client:
        yield client
