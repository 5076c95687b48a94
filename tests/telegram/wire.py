"""A server that behaves as badly as a test wants, and a bot of the real library that talks to it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from telegram import Bot
from telegram.request import HTTPXRequest

from tests.support.misbehaving import Behaviour, misbehaving, read

SECRET = "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
TOKEN = f"110201543:{SECRET}"


@asynccontextmanager
async def served(behave: Behaviour) -> AsyncIterator[str]:
    """Behave so towards every connection; yields the base address for a bot."""
    async with misbehaving(behave) as address:
        yield f"{address}/bot"


def says(status: int, body: bytes) -> Behaviour:
    async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, _over: asyncio.Event) -> None:
        await read(reader)
        writer.write(b"HTTP/1.1 %d X\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % (status, len(body)) + body)
        await writer.drain()

    return behave


def answers(status: int, description: str, **parameters: object) -> Behaviour:
    body = {"ok": False, "error_code": status, "description": description}
    return says(status, json.dumps(body | ({"parameters": parameters} if parameters else {})).encode())


def refuses(description: str) -> Behaviour:
    return answers(400, f"Bad Request: {description}")


@asynccontextmanager
async def bot_at(base_url: str, **settings: Any) -> AsyncIterator[Bot]:
    """Yield a bot of the real library that talks to this address, whatever proxies the machine has."""
    request = HTTPXRequest(httpx_kwargs={"trust_env": False, "verify": False}, **settings)  # reading CAs takes long
    bot = Bot(TOKEN, base_url=base_url, request=request, get_updates_request=request)
    try:
        yield bot
    finally:
        await request.shutdown()
