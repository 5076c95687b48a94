"""The routes that ask who and what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.discordapi.basics import Json, number
from tests.support.discordapi.permissions import INVITED
from tests.support.discordapi.refusals import Refusal, no_access, unknown
from tests.support.discordapi.rules import guild_of, place_of

if TYPE_CHECKING:
    from tests.support.discordapi.reading import Ask
    from tests.support.discordapi.world import World


def get_me(world: World, _ask: Ask) -> Json:
    """Return the bot's own user object."""
    more = {"locale": "de", "mfa_enabled": True, "verified": True, "email": None, "premium_type": 0}
    return world.me.as_json() | more


def get_user(world: World, ask: Ask) -> Json:
    """Return anybody's user object."""
    account = world.people.get(ask.id("user")) or (world.me if ask.id("user") == world.me.id else None)
    if account is None:
        raise unknown("User")
    return account.as_json()


def get_application(world: World, _ask: Ask) -> Json:
    """Return what the application is, and which privileged intents it may ask for."""
    install = {"scopes": ["bot", "applications.commands"], "permissions": str(INVITED)}
    return {
        "id": str(world.me.id),
        "name": world.me.name,
        "icon": None,
        "description": "",
        "summary": "",
        "type": None,
        "bot": world.me.as_json(),
        "bot_public": False,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": world.flags,
        "flags_new": str(world.flags),
        "eligible_oauth2_scopes": [],
        "owner": world.operator.as_json(),
        "team": None,
        "install_params": install,
        "integration_types_config": {"0": {"oauth2_install_params": install}},
        "max_participants": None,
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "event_webhooks_url": None,
        "event_webhooks_status": 1,
        "approximate_guild_count": sum(each.has_bot for each in world.guilds.values()),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
    }


def get_my_guilds(world: World, _ask: Ask) -> list[Json]:
    """Return the guilds that the bot is in."""
    return [
        {
            "id": str(each.id),
            "name": each.name,
            "icon": None,
            "banner": None,
            "owner": False,
            "permissions": str(each.permissions(world.me)),
            "features": ["COMMUNITY"],
        }
        for each in world.guilds.values()
        if each.has_bot
    ]


def leave_guild(world: World, ask: Ask) -> None:
    """Let the bot leave a guild."""
    guild_of(world, ask).kicks_bot()


def open_private(world: World, ask: Ask) -> Json:
    """Return the bot's chat with a person, whether that may be written to or not."""
    person = world.people.get(number(ask.content.get("recipient_id")) or 0)
    if person is None:
        raise Refusal(400, 50033, "Invalid Recipient(s)")
    private = world.private(person)
    private.is_open = True
    return private.as_json()


def get_channel(world: World, ask: Ask) -> Json:
    """Return a channel, a thread or a private chat."""
    return place_of(world, ask).as_json()


def get_guild(world: World, ask: Ask) -> Json:
    """Return a guild."""
    guild = guild_of(world, ask)
    counts = {"approximate_member_count": len(guild.members), "approximate_presence_count": 1}
    return guild.as_json() | (counts if ask.query.get("with_counts") in {"1", "true"} else {})


def get_channels(world: World, ask: Ask) -> list[Json]:
    """Return a guild's channels, also those that the bot may not see, and without threads."""
    return [each.as_json() for each in guild_of(world, ask).channels if not each.gone]


def get_roles(world: World, ask: Ask) -> list[Json]:
    """Return a guild's roles."""
    return [each.as_json() for each in guild_of(world, ask).roles.values()]


def get_member(world: World, ask: Ask) -> Json:
    """Return somebody as a member of a guild."""
    guild = guild_of(world, ask)
    user = world.me.id if ask.parts["user"] == "@me" else ask.id("user")
    if user not in world.people and user != world.me.id:
        raise unknown("User")
    if user not in guild.members:
        raise unknown("Member")
    return guild.members[user].whole()


def get_members(world: World, ask: Ask) -> list[Json]:
    """Return a guild's members, where the application may have the intent."""
    guild = guild_of(world, ask)
    if "members" not in world.allowed:
        raise no_access()
    after, limit = number(ask.query.get("after")) or 0, int(ask.query.get("limit") or 1)
    return [guild.members[each].whole() for each in sorted(guild.members) if each > after][:limit]
