"""The real library's client, at this server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, TypeVar

import yarl
from discord import Client
from discord.gateway import DiscordWebSocket
from discord.http import Route

if TYPE_CHECKING:
    from tests.support.discordapi.server import DiscordApi

C = TypeVar("C", bound=Client)


@contextmanager
def addresses(api: DiscordApi) -> Iterator[None]:
    """Let the library look for Discord here."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = api.base_url, yarl.URL(api.gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


@asynccontextmanager
async def visiting(api: DiscordApi, client: C) -> AsyncIterator[C]:
    """Let a client be at the gateway and ready; whatever ends it is raised at the end."""
    with addresses(api):
        running = asyncio.create_task(client.start(api.token))
        ready = asyncio.create_task(_ready(api, client))
        try:
            await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED)
            await (running if running.done() else ready)
            yield client
        finally:
            ready.cancel()
            await client.close()
            await running


async def _ready(api: DiscordApi, client: Client) -> None:
    await api.until(lambda: api.is_connected)
    await client.wait_until_ready()
