"""What `ideenherd check` finds out about Discord: the token, the application, each server, place and organiser.

Nothing is posted or changed, and the gateway is left alone: a bot that runs with the same token is not disturbed. What
Discord does not answer becomes a finding as well; after three such questions the rest is left unchecked.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from functools import partial
from urllib.parse import urlsplit

import discord

from adapters.checking import Step, address_of, admin, called, visited
from adapters.discord import remedies
from adapters.discord.asking import TIMEOUT, client_of, is_refusal, log_in
from adapters.discord.failures import ANY
from adapters.discord.surveying import Survey
from adapters.discord.where import DISCORD
from bot.domain.community import Community
from bot.domain.places import Place
from bot.findings import Finding
from bot.gate import is_heard_in


async def checked(
    token: str,
    api_url: str,
    places: Sequence[Place],
    community: Community,
    *,
    events: bool = True,
    within: float = TIMEOUT,
) -> AsyncIterator[Finding]:
    """Yield the findings for a token; no error of Discord or of the network leaves this.

    `events` says that dates are put among the events of the servers.
    """
    async with client_of(api_url) as client:
        try:
            await log_in(client, token, within)
        except ANY as error:
            yield remedies.not_in(error, address_of(api_url))
            return
        async for finding in findings(client, places, community, events=events, within=within):
            yield finding


async def findings(
    client: discord.Client,
    places: Sequence[Place],
    community: Community,
    *,
    events: bool = True,
    within: float = TIMEOUT,
) -> AsyncIterator[Finding]:
    """Yield what is the case, the most general first. Places and organisers of other platforms are left out."""
    me, application = client.user, client.application
    assert me is not None  # noqa: S101 - the client is logged in
    assert application is not None  # noqa: S101 - as above
    here = [place for place in places if place.address.platform is DISCORD]
    yield remedies.answers(me.name)
    for finding in _about(application, here):
        yield finding
    survey = Survey(client, me.id, application, here, community.language, events)
    steps = _steps(survey, here, community)
    async for finding in visited(steps, ANY, is_refusal, remedies.unclear, remedies.given_up, within=within):
        yield finding


def _steps(survey: Survey, places: Sequence[Place], community: Community) -> Iterator[tuple[str, Step]]:
    """Yield what is to be looked at, each with its name; which servers there are the second step finds out."""
    yield "Befehle", survey.commands
    yield "Server", survey.everywhere
    for guild, name in survey.listed.items():
        yield f"Server „{name}“", partial(survey.server, guild)
    for place in places:
        yield called(place), partial(survey.place, place)
    for user in sorted(int(each.user) for each in community.organisers if each.platform is DISCORD):
        yield admin(user), partial(survey.organiser, user)


def _about(application: discord.AppInfo, places: Sequence[Place]) -> Iterator[Finding]:
    """Yield what the Developer Portal has to say."""
    flags, heard = application.flags, [called(place) for place in places if is_heard_in(place)]
    reads = flags.gateway_message_content or flags.gateway_message_content_limited
    if heard and not reads:
        yield remedies.hears_nothing(heard)
    if reads and not heard:
        yield remedies.reads_too_much()
    others = {
        "Presence Intent": flags.gateway_presence or flags.gateway_presence_limited,
        "Server Members Intent": flags.gateway_guild_members or flags.gateway_guild_members_limited,
    }
    if given := [intent for intent, is_on in others.items() if is_on]:
        yield remedies.too_many_intents(given)
    if application.bot_public:
        yield remedies.is_public()
    if application.interactions_endpoint_url:
        yield remedies.goes_elsewhere(urlsplit(application.interactions_endpoint_url).hostname or "?")
