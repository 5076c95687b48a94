"""The events of a server: the calendar that Discord keeps beside its channels, which mirrors of dates stand in.

Discord's own recurrence is never used: it shifts by an hour when the clocks change. An event begins and ends by itself;
one that has ended can never be changed again (Guild Scheduled Event, "Status"). There is no nonce: before one is made
the server's events are read for our mark, which stands behind the last line of the description. With the right
"create_events" a bot may change and delete its own.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

import discord
from discord import EntityType, EventStatus, Guild, PrivacyLevel, ScheduledEvent
from discord.abc import GuildChannel

from adapters.discord.marks import mark_in, marked
from adapters.discord.outgoing import NOTHING, Voice, described, plain
from adapters.discord.requests import Request, Requests, remember
from adapters.discord.where import DISCORD
from bot.domain.people import Address, ChatAddress, MessageRef
from bot.domain.places import Place
from bot.errors import Gone, Refused, TryLater, Unreachable
from bot.talk.answers import Reply

EVENTS: Final = "events"  # the topic of an address: the chat is a server, not a channel
NAME: Final = 100
DESCRIPTION: Final = 1000
LOCATION: Final = 100
STILL_ARRIVES: Final = 15.0  # seconds in which one may be made yet that did not answer in time
A_WHILE: Final = timedelta(minutes=10)
AN_HOUR: Final = timedelta(hours=1)
OVER: Final = frozenset({EventStatus.completed, EventStatus.canceled})


class ServerEvents:
    """The events of all servers over the requests of one bot; where they are not `wanted` no place has a calendar."""

    repeats_for = timedelta(0)
    finds = True

    def __init__(self, requests: Requests, *, wanted: bool) -> None:
        self._requests = requests
        self._wanted = wanted
        self._arriving: dict[str, float] = {}  # marks of events that may be made yet, and until when

    async def of(self, place: Place) -> str:
        """Return the number of a place's server, "" where its events are not to be filled."""
        return str(self._guild(place).id) if self._wanted else ""

    async def is_open(self, place: Place) -> bool:
        """Say whether the bot may make events on a place's server."""
        return self._guild(place).me.guild_permissions.create_events

    async def send(
        self,
        to: Place | Address,
        reply: Reply,
        *,
        key: str,
        reply_to: MessageRef | None = None,  # noqa: ARG002 - nothing is replied to by an event
    ) -> MessageRef:
        """Make an event, unless there is one for this key; one that is in doubt may still be on its way."""
        guild, mark = self._guild(to), marked(key)
        fresh = fields(reply, self._requests.voice, mark)
        if (before := await self._asked(guild, mark)) is not None:
            return _ref(before)
        if (wait := self._arriving.get(mark, 0.0) - self._requests.monotonic()) > 0:
            raise TryLater(timedelta(seconds=wait), "it may still arrive")

        async def request(_: discord.Client) -> ScheduledEvent:
            return await guild.create_scheduled_event(
                **fresh, entity_type=EntityType.external, privacy_level=PrivacyLevel.guild_only
            )

        remember(self._arriving, mark, self._requests.monotonic() + STILL_ARRIVES)
        try:
            made = await self._requests.asked(request)
        except (TryLater, Refused):
            self._arriving.pop(mark, None)
            raise
        except Unreachable as error:
            self._arriving.pop(mark, None)
            raise Refused("events may not be made there") from error
        self._arriving.pop(mark, None)
        return _ref(made)

    async def find(self, to: Place | Address, key: str, _since: datetime) -> MessageRef | None:
        """Read the server's events for the one that a delivery of this key may have made."""
        found = await self._asked(self._guild(to), marked(key))
        return _ref(found) if found is not None else None

    async def edit(self, ref: MessageRef, reply: Reply) -> None:
        """Bring an event to this content, with a request only where it differs; Gone where it is over."""

        async def request(client: discord.Client) -> None:
            there = await _event(client, ref)
            if there.status in OVER:
                raise Gone("the event is over")
            wanted = fields(reply, self._requests.voice, _mark(there))
            changes = {name: value for name, value in wanted.items() if getattr(there, name) != value}
            if "start_time" in changes and there.status is EventStatus.active:
                await there.end()  # what has begun can begin at no other time
                raise Gone("the event has begun")
            if changes:
                await there.edit(**changes)

        await self._changed(request)

    async def remove(self, ref: MessageRef) -> None:
        """Take an event away; Gone where it is not there any more."""

        async def request(client: discord.Client) -> None:
            await client.http.delete_scheduled_event(int(ref.where.chat), int(ref.message))

        await self._changed(request)

    async def _changed(self, request: Request[None]) -> None:
        """Make a request that changes an event; that it is not allowed says nothing of the place beside it."""
        try:
            await self._requests.asked(request)
        except Unreachable as error:
            raise Refused("the event may not be changed") from error

    def _guild(self, to: Place | Address) -> Guild:
        """Return a place's server as the gateway told of it; TryLater where it told nothing."""
        if isinstance(to, Address):
            raise Refused("a person has no events")
        channel = self._requests.known(replace(to.address, topic=None))  # of a closed thread the gateway tells nothing
        if not isinstance(channel, GuildChannel):
            raise TryLater(A_WHILE, "the channel is not there")
        return channel.guild

    async def _asked(self, guild: Guild, mark: str) -> ScheduledEvent | None:
        """Return the event of a mark among those that are to come or are on."""
        try:
            events = await self._requests.asked(lambda _: guild.fetch_scheduled_events(with_counts=False))
        except Unreachable as error:
            raise TryLater(AN_HOUR, "the events may not be read") from error
        own = [each for each in events if each.creator_id == guild.me.id]
        return next((each for each in own if _mark(each) == mark), None)


async def _event(client: discord.Client, ref: MessageRef) -> ScheduledEvent:
    guild = client.get_guild(int(ref.where.chat))
    if guild is None:
        raise TryLater(A_WHILE, "the server is not there")
    return await guild.fetch_scheduled_event(int(ref.message), with_counts=False)


def _ref(event: ScheduledEvent) -> MessageRef:
    return MessageRef(ChatAddress(DISCORD, str(event.guild_id), EVENTS), str(event.id))


def _mark(event: ScheduledEvent) -> str:
    return mark_in(footer=(event.description or "").rpartition("\n")[2]) or ""


def fields(reply: Reply, voice: Voice, mark: str) -> dict[str, Any]:
    """Return a dated card as an event that Discord takes, by discord.py's names; Refused where it is none."""
    card = reply.card
    if card is None or card.dated is None:
        raise Refused("an event is a card that is dated")
    return {
        "name": plain(card.title, voice, NAME) or NOTHING,
        "description": described(card, voice, mark, DESCRIPTION),
        "start_time": card.dated.start,
        "end_time": card.dated.end,
        "location": plain(card.dated.where, voice, LOCATION) or NOTHING,
    }
