"""The route by which a channel invites people to its server."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from tests.support.discordapi.basics import Json, written
from tests.support.discordapi.channels import Channel
from tests.support.discordapi.forms import refused
from tests.support.discordapi.refusals import Refusal
from tests.support.discordapi.rules import check_may, place_of

if TYPE_CHECKING:
    from tests.support.discordapi.reading import Ask
    from tests.support.discordapi.world import World

OLDEST: Final = 604_800  # seconds
MOST: Final = 100  # uses


def create(world: World, ask: Ask) -> Json:
    """Make an invitation into a channel; a thread has none of its own."""
    place, asked = place_of(world, ask), ask.content
    if not isinstance(place, Channel):
        raise Refusal(400, 50024, "Cannot execute action on this channel type", avoidable=True)
    check_may(world, place, "create_instant_invite")
    age, uses = asked.get("max_age", 86_400), asked.get("max_uses", 0)
    for name, value, most in (("max_age", age, OLDEST), ("max_uses", uses, MOST)):
        if not 0 <= value <= most:
            raise refused(name, "NUMBER_TYPE_MAX", f"int value should be less than or equal to {most}.")
    made: Json = {
        "type": 0,
        "code": secrets.token_urlsafe(6),
        "guild": place.guild.on_invitation(),
        "guild_id": str(place.guild.id),
        "channel": {"id": str(place.id), "name": place.name, "type": place.type},
        "inviter": world.me.as_json(),
        "uses": 0,
        "max_uses": uses,
        "max_age": age,
        "temporary": bool(asked.get("temporary")),
        "created_at": written(world.now()),
        "expires_at": None,
        "flags": 0,
    }
    place.invitations.append(made)
    return made
