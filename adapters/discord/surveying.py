"""The round of `ideenherd check` through Discord's servers, places and organisers; only questions are asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

import discord
from discord import ChannelType, Forbidden, ForumChannel, HTTPException, NotFound, TextChannel, Thread, VoiceChannel
from discord.abc import GuildChannel
from discord.http import Route

from adapters.checking import admin, called
from adapters.discord import inviting, remedies
from adapters.discord.asking import is_refusal
from adapters.discord.failures import is_foreign
from adapters.discord.inviting import Right
from adapters.discord.menus import payload, shows
from adapters.discord.where import member_of
from bot.domain.places import Place, Role
from bot.findings import Finding, Level
from bot.house import registry
from bot.matching.naming.vocabulary import PART_LABELS
from bot.talk.strange import one_line
from bot.talk.translation import translator

NAME: Final = 60  # of a server, channel or account, in characters
# What the bot never does, and what it is called; what a server gives everybody is not counted.
NOT_NEEDED: Final = {
    "manage_guild": "Server verwalten",
    "manage_roles": "Rollen verwalten",
    "manage_channels": "Kanäle verwalten",
    "manage_webhooks": "WebHooks verwalten",
    "manage_messages": "Nachrichten verwalten",
    "kick_members": "Mitglieder kicken",
    "ban_members": "Mitglieder bannen",
    "moderate_members": "Mitglieder im Timeout",
    "mention_everyone": "@everyone erwähnen",
}

Writable: TypeAlias = TextChannel | VoiceChannel | ForumChannel


@dataclass(slots=True)
class Survey:
    """One round through Discord: `listed` names the servers, the rest is known of those that were read.

    `own` is what the bot is on each of them. With `events` dates are put among their events.
    """

    client: discord.Client
    me: int
    application: discord.AppInfo
    places: Sequence[Place]
    language: str
    events: bool = True
    listed: dict[int, str] = field(default_factory=dict)
    guilds: dict[int, discord.Guild] = field(default_factory=dict)
    own: dict[int, discord.Member] = field(default_factory=dict)
    channels: dict[int, GuildChannel] = field(default_factory=dict)
    is_listed: bool = False
    told: set[int] = field(default_factory=set)  # servers of which it was said that no events may be made there

    async def commands(self) -> list[Finding]:
        """Look whether what this version offers is registered."""
        route = Route("GET", f"/applications/{self.application.id}/commands")
        known = await self.client.http.request(route, params={"with_localizations": "true"})
        if shows(known, payload(registry(), self.language)):
            return []
        return [remedies.other_commands() if known else remedies.no_commands()]

    async def everywhere(self) -> list[Finding]:
        """Look which servers the bot is on."""
        async for guild in self.client.fetch_guilds(limit=None):
            self.listed[guild.id] = one_line(guild.name, NAME)
        self.is_listed = True
        found = [] if self.listed else [remedies.on_no_server(self._link())]
        if self.application.bot_require_code_grant:
            found.append(remedies.needs_code(Level.HINT if self.listed else Level.WRONG))
        return found if self.places else [*found, remedies.no_place()]

    async def server(self, number: int) -> list[Finding]:
        """Read a server, and look what the bot is there."""
        guild = await self.client.fetch_guild(number, with_counts=False)
        me = await guild.fetch_member(self.me)
        self.channels |= {channel.id: channel for channel in await guild.fetch_channels()}
        self.guilds[number], self.own[number] = guild, me
        return [*_standing(me), *await self._scope(guild)]

    async def _scope(self, guild: discord.Guild) -> list[Finding]:
        """Look whether a server shows commands; without the scope Discord refuses to say which it has of its own."""
        name = self.listed[guild.id]
        try:
            route = Route("GET", f"/applications/{self.application.id}/guilds/{guild.id}/commands")
            own = await self.client.http.request(route)
        except Forbidden as error:
            if is_foreign(error):
                raise
            return [remedies.no_scope(name, self._link(guild.id))]
        return [remedies.doubled_commands(name)] if own else []

    async def place(self, place: Place) -> list[Finding]:
        """Look at one place."""
        channel = self.channels.get(int(place.address.chat))
        if channel is None:
            return [await self._not_there(place)]
        name = called(place)
        if not isinstance(channel, Writable):
            return [remedies.no_channel(name, channel.type)]
        me = self.own[channel.guild.id]
        if me.is_timed_out():
            return [remedies.silenced(name, self.listed[channel.guild.id])]
        needed = [*_needed(place, channel), *(inviting.FOR_ROOMS if self._holds_rooms(place, channel) else ())]
        result = [*_rights(name, channel, me, needed)]
        if isinstance(channel, ForumChannel):
            result += _forum(place, channel, self.language)
        if place.address.topic is not None:
            result += await self._thread(name, channel, int(place.address.topic))
        if Role.EVENTS in place.roles:
            result += self._no_events(me)
        if all(each.level is not Level.WRONG for each in result):
            result.insert(0, remedies.may_write(name, _named(channel), self.listed[channel.guild.id]))
        return result

    def _holds_rooms(self, place: Place, channel: Writable) -> bool:
        """Say whether teams get their rooms here: beside a place for jobs, or in its stead where that is a forum."""
        if not isinstance(channel, TextChannel) or place.address.topic is not None:
            return False
        if Role.JOBS in place.roles:
            return True
        jobs = [self.channels.get(int(each.address.chat)) for each in self.places if Role.JOBS in each.roles]
        here = [each for each in jobs if each is not None and each.guild.id == channel.guild.id]
        return bool(here) and all(isinstance(each, ForumChannel) for each in here)

    def _no_events(self, me: discord.Member) -> list[Finding]:
        """Say once of a server that the bot may make no events on it."""
        if not self.events or me.guild_permissions.create_events or me.guild.id in self.told:
            return []
        self.told.add(me.guild.id)
        return [remedies.no_events(self.listed[me.guild.id], inviting.CREATE_EVENTS, _role(me))]

    async def _not_there(self, place: Place) -> Finding:
        """Say what a number is that is no channel of a server that was read."""
        name, number = called(place), int(place.address.chat)
        if number in self.listed:
            return remedies.is_server(name)
        if number < 0:
            return remedies.unknown(name)
        try:
            found = await self.client.fetch_channel(number)
        except HTTPException as error:
            if not is_refusal(error):
                raise
            return remedies.unseen(name, self._link()) if isinstance(error, Forbidden) else remedies.unknown(name)
        if isinstance(found, Thread):
            return remedies.is_thread(name, found.parent_id, found.id)
        if isinstance(found, GuildChannel):
            return remedies.unread(name)
        return remedies.no_channel(name, ChannelType.private)

    async def _thread(self, name: str, channel: Writable, number: int) -> list[Finding]:
        """Look whether the place's thread is there, and open."""
        if isinstance(channel, ForumChannel):
            return [remedies.is_post(name)]
        try:
            found = await self.client.fetch_channel(number)
        except (NotFound, Forbidden) as error:
            if is_foreign(error):
                raise
            return [remedies.no_thread(name)]
        if not isinstance(found, Thread):
            return [remedies.no_thread(name)]
        if found.parent_id != channel.id:
            return [remedies.other_parent(name, found.parent_id)]
        if found.locked and not _allowed(channel, self.own[channel.guild.id]).manage_threads:
            return [remedies.locked(name)]
        return [remedies.archived(name)] if found.archived else []

    async def organiser(self, user: int) -> list[Finding]:
        """Look who an organiser is, and whether on a server with the bot; if they take messages, only writing shows."""
        name = admin(user)
        if user == self.me:
            return [remedies.myself(name)]
        try:
            account = await self.client.fetch_user(user)
        except HTTPException as error:
            if not is_refusal(error):
                raise
            return [remedies.nobody(name)]
        account_name = one_line(account.name, NAME)
        if account.bot:
            return [remedies.no_person(name)]
        for guild in self.guilds.values():
            if await member_of(guild, user) is not None:
                return [remedies.shares(name, account_name, self.listed[guild.id])]
        if not self.is_listed or len(self.guilds) < len(self.listed):
            return [remedies.unread(name)]
        return [remedies.stranger(name, account_name)]

    def _link(self, guild: int | None = None) -> str:
        """Return the invitation for what is known of the places."""
        threads = any(place.address.topic is not None for place in self.places)
        forums = any(isinstance(self.channels.get(int(place.address.chat)), ForumChannel) for place in self.places)
        events = self.events and any(Role.EVENTS in place.roles for place in self.places)
        rooms = any(Role.JOBS in place.roles for place in self.places)
        wanted = inviting.rights(threads=threads, forums=forums, events=events, rooms=rooms)
        return inviting.link(self.application.id, wanted, guild)


def _standing(me: discord.Member) -> Iterator[Finding]:
    """Yield which of the bot's own rights on a server are for nothing."""
    own = discord.Permissions.none()
    for role in me.roles:
        if not role.is_default():
            own |= role.permissions
    server, role_name = one_line(me.guild.name, NAME), _role(me)
    if own.administrator:
        yield remedies.rules_all(server, role_name)
    elif rights := [called for right, called in NOT_NEEDED.items() if getattr(own, right)]:
        yield remedies.too_many_rights(server, role_name, rights)


def _rights(name: str, channel: Writable, me: discord.Member, needed: Sequence[Right]) -> Iterator[Finding]:
    """Yield which rights the bot lacks in a channel, by how much it needs them and by who took them."""
    here, role = _allowed(channel, me), _role(me)
    missing = [right for right in needed if not getattr(here, right.flag)]
    for level, is_needed in ((Level.WRONG, True), (Level.HINT, False)):
        for everywhere in (True, False):
            group = [
                right
                for right in missing
                if right.is_needed is is_needed and getattr(me.guild_permissions, right.flag) is not everywhere
            ]
            remedy = remedies.on_the_server(role) if everywhere else remedies.in_the_channel(role)
            if group:
                yield remedies.lacks(level, name, _named(channel), group, remedy)


def _allowed(channel: Writable, me: discord.Member) -> discord.Permissions:
    """Return what a channel allows, right by right; discord.py would take away what is of no use without another."""
    return GuildChannel.permissions_for(channel, me)


def _needed(place: Place, channel: Writable) -> Sequence[Right]:
    if isinstance(channel, ForumChannel):
        return inviting.IN_A_FORUM
    return inviting.IN_A_CHANNEL if place.address.topic is None else inviting.IN_A_THREAD


def _forum(place: Place, channel: ForumChannel, language: str) -> Iterator[Finding]:
    """Yield what a forum's tags lack; posts of jobs are sorted by the tags that are called like a job's parts."""
    free = {tag.name.casefold() for tag in channel.available_tags if not tag.moderated}
    if channel.flags.require_tag and not free:
        yield remedies.no_usable_tag(called(place))
    room = remedies.MOST_TAGS - len(channel.available_tags)
    parts = list(map(translator(language), PART_LABELS.values()))
    without = [part for part in parts if part.casefold() not in free]
    if Role.JOBS in place.roles and room > 0 and without:
        yield remedies.untagged(called(place), without, room)


def _role(me: discord.Member) -> str:
    """Return what the bot's own role is called; it has one unless it was added without any right."""
    role = me.guild.self_role
    return one_line(role.name if role is not None else me.name, NAME)


def _named(channel: GuildChannel) -> str:
    return one_line(channel.name, NAME)
