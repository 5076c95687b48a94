"""Guilds: who is in them, what they may, and the channels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.support.discordapi.basics import Json, written
from tests.support.discordapi.channels import Channel, Tag, Thread
from tests.support.discordapi.intents import GUILDS, MEMBERS
from tests.support.discordapi.permissions import BITS, EVERYTHING, INVITED, USUAL, Overwrite, bits

if TYPE_CHECKING:
    from tests.support.discordapi.people import Account, Person
    from tests.support.discordapi.scheduled import Scheduled
    from tests.support.discordapi.world import World


@dataclass(eq=False, slots=True)
class Role:
    """A role of a guild; @everyone has the guild's own id."""

    id: int
    name: str
    permissions: int
    position: int = 0
    of_bot: int | None = None

    @property
    def mention(self) -> str:
        """Return what mentions this role in a text."""
        return f"<@&{self.id}>"

    def as_json(self) -> Json:
        """Return Discord's role object."""
        known: Json = {
            "id": str(self.id),
            "name": self.name,
            "permissions": str(self.permissions),
            "position": self.position,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "managed": self.of_bot is not None,
            "mentionable": False,
            "icon": None,
            "unicode_emoji": None,
            "description": None,
            "flags": 0,
        }
        return known | ({"tags": {"bot_id": str(self.of_bot)}} if self.of_bot is not None else {})


@dataclass(eq=False, slots=True)
class Membership:
    """Somebody in a guild."""

    account: Account
    roles: list[int]
    joined_at: datetime
    silenced_until: datetime | None = None

    def as_json(self) -> Json:
        """Return Discord's member object, without the account."""
        return {
            "roles": [str(each) for each in self.roles],
            "joined_at": written(self.joined_at),
            "nick": None,
            "avatar": None,
            "banner": None,
            "premium_since": None,
            "communication_disabled_until": written(self.silenced_until) if self.silenced_until else None,
            "pending": False,
            "deaf": False,
            "mute": False,
            "flags": 0,
        }

    def whole(self) -> Json:
        """Return Discord's member object."""
        return self.as_json() | {"user": self.account.as_json()}


class Guild:
    """A guild; members have a role of their own, so that the bot can have less than they."""

    def __init__(self, world: World, number: int, name: str, owner: Person) -> None:
        self.world = world
        self.id = number
        self.name = name
        self.owner = owner
        self.locale = "de"
        self.everyone = Role(number, "@everyone", USUAL)
        self.member_role = Role(world.snowflakes.next(), "Mitglied", USUAL, 1)
        self.bot_role = Role(world.snowflakes.next(), world.me.name, INVITED, 2, world.me.id)
        self.roles = {each.id: each for each in (self.everyone, self.member_role, self.bot_role)}
        self.members: dict[int, Membership] = {}
        self.channels: list[Channel] = []
        self.events: list[Scheduled] = []
        self._add(owner, self.member_role)

    @property
    def has_bot(self) -> bool:
        """Whether the bot is a member."""
        return self.world.me.id in self.members

    def channel(self, name: str, *, private: bool = False) -> Channel:
        """Return a new text channel; what is private the bot may not see."""
        return self._opens(Channel(self, self.world.snowflakes.next(), name), private=private)

    def forum(
        self, name: str, tags: Iterable[str] = (), *, require_tag: bool = False, moderated: Iterable[str] = ()
    ) -> Channel:
        """Return a new forum; the tags that are `moderated` only those set who may manage threads."""
        kept = frozenset(moderated)
        made = tuple(Tag(self.world.snowflakes.next(), each, each in kept) for each in (*tags, *kept - {*tags}))
        forum = Channel(self, self.world.snowflakes.next(), name, made)
        forum.require_tag = require_tag
        return self._opens(forum, private=False)

    def role(self, name: str, *members: Person) -> Role:
        """Return a new role that these members have."""
        role = Role(self.world.snowflakes.next(), name, 0, len(self.roles))
        self.roles[role.id] = role
        for each in members:
            self.members[each.id].roles.append(role.id)
        self.world.tell("GUILD_ROLE_CREATE", {"guild_id": str(self.id), "role": role.as_json()}, GUILDS, self)
        return role

    def roles_of(self, account: Account) -> list[int]:
        """Return the roles that somebody has besides @everyone."""
        member = self.members.get(account.id)
        return list(member.roles) if member else []

    def permissions(self, account: Account) -> int:
        """Return what somebody may do in the whole guild; nothing for who is no member."""
        if account.id not in self.members:
            return 0
        if account is self.owner:
            return EVERYTHING
        result = self.everyone.permissions
        for each in self.roles_of(account):
            result |= self.roles[each].permissions
        return EVERYTHING if result & BITS["administrator"] else result

    def may(self, account: Account, permission: str) -> bool:
        """Whether somebody may do something in the whole guild."""
        return bool(self.permissions(account) & BITS[permission])

    def adds(self, person: Person) -> None:
        """Let a person join."""
        member = self._add(person, self.member_role)
        self.world.tell("GUILD_MEMBER_ADD", member.whole() | {"guild_id": str(self.id)}, MEMBERS, self)

    def removes(self, person: Person) -> None:
        """Let a person be a member no longer."""
        assert person is not self.owner, "an owner cannot leave"
        del self.members[person.id]
        gone = {"guild_id": str(self.id), "user": person.as_json()}
        self.world.tell("GUILD_MEMBER_REMOVE", gone, MEMBERS, self)

    def adds_bot(self) -> None:
        """Invite the bot, with the permissions that its invitation asks for."""
        self._add(self.world.me, self.bot_role)
        self.world.tell("GUILD_CREATE", self.created(), GUILDS, self)

    def kicks_bot(self) -> None:
        """Throw the bot out."""
        self.world.tell("GUILD_DELETE", {"id": str(self.id)}, GUILDS, self)
        del self.members[self.world.me.id]

    def restricts_bot(self, *permissions: str) -> None:
        """Take all permissions from the bot but those named; people keep theirs."""
        left = bits(permissions)
        self.everyone.permissions &= left
        self.bot_role.permissions = left
        self._tells_roles(self.everyone, self.bot_role)

    def silences_bot(self, until: datetime) -> None:
        """Give the bot a timeout; of its end nobody is told."""
        me = self.members[self.world.me.id]
        me.silenced_until = until
        self.world.tell("GUILD_MEMBER_UPDATE", me.whole() | {"guild_id": str(self.id)}, GUILDS, self)

    def allows_bot(self, *permissions: str) -> None:
        """Give the bot more permissions."""
        self.bot_role.permissions |= bits(permissions)
        self._tells_roles(self.bot_role)

    def renames(self, name: str) -> None:
        """Give the guild another name."""
        self.name = name
        self.world.tell("GUILD_UPDATE", self.as_json(), GUILDS, self)

    def as_json(self) -> Json:
        """Return Discord's guild object."""
        known: Json = dict.fromkeys(_NOTHING)
        known |= {
            "id": str(self.id),
            "name": self.name,
            "owner_id": str(self.owner.id),
            "roles": [each.as_json() for each in self.roles.values()],
            "preferred_locale": self.locale,
            "features": ["COMMUNITY"],
            "emojis": [],
            "stickers": [],
            "afk_timeout": 300,
            "default_message_notifications": 1,
            "explicit_content_filter": 2,
            "mfa_level": 0,
            "nsfw": False,
            "nsfw_level": 0,
            "premium_tier": 0,
            "premium_subscription_count": 0,
            "premium_progress_bar_enabled": False,
            "region": "deprecated",
            "system_channel_flags": 0,
            "verification_level": 1,
            "widget_enabled": False,
            "max_members": 500_000,
            "max_video_channel_users": 25,
            "max_stage_video_channel_users": 50,
        }
        return known

    def on_invitation(self) -> Json:
        """Return what Discord tells of the guild to whoever holds an invitation."""
        whole = self.as_json()
        return {name: whole[name] for name in _ON_INVITATION}

    def created(self) -> Json:
        """Return what GUILD_CREATE says: of members only the bot, of threads those that it sees and that are active.

        At a login it is also said that the guild is available; without that the bot has just joined.
        """
        me = self.world.me
        more: dict[str, Any] = {
            "joined_at": written(self.members[me.id].joined_at),
            "large": False,
            "member_count": len(self.members),
            "members": [self.members[me.id].whole()],
            "channels": [each.as_json() for each in self.channels if not each.gone],
            "threads": [each.as_json() for each in self.active_threads()],
        }
        empty = ("voice_states", "presences", "stage_instances", "guild_scheduled_events", "soundboard_sounds")
        return self.as_json() | more | {name: [] for name in empty}

    def active_threads(self) -> list[Thread]:
        """Return the threads that the bot sees and that are not archived, the youngest first."""
        me = self.world.me
        threads = [each for channel in self.channels if not channel.gone for each in channel.threads]
        seen = [each for each in threads if not each.archived and each.may(me, "view_channel")]
        return sorted(seen, key=lambda each: each.id, reverse=True)

    def _opens(self, channel: Channel, *, private: bool) -> Channel:
        if private:
            view = BITS["view_channel"]
            channel.overwrites[self.id] = Overwrite(self.id, is_role=True, deny=view)
            channel.overwrites[self.member_role.id] = Overwrite(self.member_role.id, is_role=True, allow=view)
        self.channels.append(channel)
        self.world.places[channel.id] = channel
        self.world.tell("CHANNEL_CREATE", channel.as_json(), GUILDS, self)
        return channel

    def _add(self, account: Account, role: Role) -> Membership:
        member = self.members[account.id] = Membership(account, [role.id], self.world.now())
        return member

    def _tells_roles(self, *roles: Role) -> None:
        for each in roles:
            update = {"guild_id": str(self.id), "role": each.as_json()}
            self.world.tell("GUILD_ROLE_UPDATE", update, GUILDS, self)

    def __repr__(self) -> str:
        return f"<Guild {self.id}: {self.name}>"


_NOTHING = (
    "icon", "icon_hash", "description", "home_header", "splash", "discovery_splash", "banner", "application_id",
    "afk_channel_id", "system_channel_id", "rules_channel_id", "public_updates_channel_id", "safety_alerts_channel_id",
    "vanity_url_code", "widget_channel_id", "max_presences", "hub_type", "incidents_data",
    "latest_onboarding_question_id", "owner_configured_content_level",
)  # fmt: skip

_ON_INVITATION = (
    "id", "name", "splash", "banner", "description", "icon", "features", "verification_level", "vanity_url_code",
    "nsfw_level", "nsfw", "premium_subscription_count",
)  # fmt: skip
