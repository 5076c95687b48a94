"""Questions to Discord without the gateway, whose connection a running bot needs for itself; and the invitation."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final

import discord
from discord import ForumChannel, HTTPException
from discord.http import Route

from adapters.checking import address_of
from adapters.discord import remedies
from adapters.discord.failures import ANY, is_foreign
from adapters.discord.gateway import without_voice
from adapters.discord.inviting import Invitation, application_in
from adapters.discord.where import DISCORD
from bot.domain.places import Place, Role
from bot.errors import ConfigError

TIMEOUT: Final = 10.0  # seconds for a question with all that discord.py repeats and waits for


@asynccontextmanager
async def client_of(api_url: str) -> AsyncIterator[discord.Client]:
    """Give a client that is not logged in yet, and close its connections at the end."""
    Route.BASE = api_url
    without_voice()
    client = discord.Client(intents=discord.Intents(guilds=True), max_ratelimit_timeout=30.0)
    try:
        yield client
    finally:
        await client.close()


async def invited(
    token: str, api_url: str, places: Sequence[Place], *, events: bool = True, within: float = TIMEOUT
) -> Invitation:
    """Return the invitation for the places on Discord, their kinds asked from Discord where it answers.

    `events` says that dates are put among the events of the server, where a place hears of them, or none is named yet.
    Raises ConfigError where nobody knows which application the token is for.
    """
    here = [place for place in places if place.address.platform is DISCORD]
    threads = any(place.address.topic is not None for place in here)
    events = events and (not here or any(Role.EVENTS in place.roles for place in here))
    rooms = not here or any(Role.JOBS in place.roles for place in here)
    async with client_of(api_url) as client:
        try:
            await log_in(client, token, within)
        except ANY as error:
            why = remedies.not_in(error, address_of(api_url))
            application = application_in(token)
            if application is None:
                raise ConfigError(f"discord.token: {why.what} {why.remedy}") from error
            return Invitation(application, threads, None, f"{why.what} {why.remedy}", events, rooms)
        assert client.application_id is not None  # noqa: S101 - the client is logged in
        forums = await _forums(client, here, within)
        return Invitation(client.application_id, threads, forums, events=events, rooms=rooms)


async def _forums(client: discord.Client, places: Sequence[Place], within: float) -> bool | None:
    """Say whether a place is a forum; None where Discord does not tell of each, as before the bot is on the server."""
    kinds = []
    try:
        async with asyncio.timeout(within):
            for place in places:
                kinds.append(isinstance(await client.fetch_channel(int(place.address.chat)), ForumChannel))  # noqa: PERF401 - what was asked before an error counts
    except ANY:
        return True if any(kinds) else None
    return any(kinds) if kinds else None


async def log_in(client: discord.Client, token: str, within: float) -> None:
    """Log in, in time; raises whatever keeps the client out."""
    async with asyncio.timeout(within):
        await client.login(token)


def is_refusal(error: Exception) -> bool:
    """Say whether Discord itself answered, and refused this one question."""
    refused = isinstance(error, HTTPException) and error.status in (400, 403, 404)
    return refused and not is_foreign(error)
