"""The client of discord.py: which events are asked for, and where each of them goes.

Nothing is cached that is not needed: no messages, no members. No privileged intent is asked for but Message Content,
and that only where the settings name a place with free posts.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Iterable, Sequence
from typing import Any, Final, Protocol

import aiohttp
import discord
from discord import AllowedMentions, Intents, Interaction, InteractionType, MemberCacheFlags
from discord.abc import GuildChannel

from adapters.discord.components import Press, custom_id_of, is_known
from adapters.discord.where import DISCORD, message_in, standing_in
from bot.domain.people import ChatAddress, MessageRef
from bot.reporting import reported

A_MOMENT: Final = 0.5  # seconds after the end of a timeout, since clocks differ
LONGEST_PAUSE: Final = 60.0  # seconds of a 429 that discord.py waits out by itself; longer ones come as RateLimited


class Ears(Protocol):
    """What has to hear of what happens."""

    async def interacted(self, interaction: Interaction[Any]) -> None:
        """Hear of a command, a menu, a form or a value that is being typed."""
        ...

    async def pressed(self, interaction: Interaction[Any], custom_id: str) -> None:
        """Hear of a press on a button."""
        ...

    async def said(self, message: discord.Message) -> None:
        """Hear a message."""
        ...

    async def edited(self, message: discord.Message) -> None:
        """Hear that a message was changed."""
        ...

    async def gone(self, refs: Sequence[MessageRef], all_in: ChatAddress | None = None) -> None:
        """Hear that messages were deleted, or with `all_in` a channel or thread with all in it."""
        ...

    async def changed(self, client: discord.Client) -> None:
        """Hear that what the bot may do somewhere may have changed."""
        ...

    async def opened(self, client: discord.Client, where: ChatAddress) -> None:
        """Hear that a thread is open of which the bot was told nothing before."""
        ...


def without_voice() -> None:
    """Let discord.py not say at each start that it cannot speak: nobody misses a voice here."""
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False


class Client(discord.Client):
    """Leads events to `ears`; what fails there is reported and stops nothing."""

    def __init__(self, ears: Ears, *, reads_posts: bool) -> None:
        without_voice()
        super().__init__(
            intents=intents(reads_posts=reads_posts),
            allowed_mentions=AllowedMentions.none(),  # a message that calls people names them one by one
            max_messages=None,
            member_cache_flags=MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=0.5,  # seconds of waiting for one server more; 2 by default
            max_ratelimit_timeout=LONGEST_PAUSE,
            http_trace=unrepeated(),
        )
        self._ears = ears
        self._end_of_timeout: asyncio.TimerHandle | None = None

    async def setup_hook(self) -> None:
        """Hear presses on every button, also of messages from before this start."""
        self.add_dynamic_items(Press)

    def stop_waiting(self) -> None:
        """Wait no more for the servers that come in one by one, on which a client that is closed meanwhile would fail.

        Nor for the end of a timeout.
        """
        self._forget_timeout()
        waiting = self._connection._ready_task  # noqa: SLF001 - discord.py 2.7 forgets it, and the release is pinned
        if waiting is not None:
            waiting.cancel()

    async def pressed(self, interaction: Interaction[Any], custom_id: str) -> None:
        """Lead a press on."""
        await _carefully(self._ears.pressed(interaction, custom_id))

    async def on_interaction(self, interaction: Interaction[Any]) -> None:
        """Lead everything on; a press comes through its button, where the message has that."""
        if interaction.type is not InteractionType.component:
            await _carefully(self._ears.interacted(interaction))
        elif not is_known(interaction):
            await self.pressed(interaction, custom_id_of(interaction))

    async def on_message(self, message: discord.Message) -> None:
        """Lead a message on."""
        await _carefully(self._ears.said(message))

    async def on_raw_message_edit(self, event: discord.RawMessageUpdateEvent) -> None:
        """Lead a change on."""
        await _carefully(self._ears.edited(event.message))

    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        """Lead a deletion on."""
        await self._gone(event.channel_id, [event.message_id])

    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        """Lead many deletions on."""
        await self._gone(event.channel_id, sorted(event.message_ids))

    async def on_raw_thread_delete(self, event: discord.RawThreadDeleteEvent) -> None:
        """Lead on that a thread is gone with all that was in it."""
        where = ChatAddress(DISCORD, str(event.parent_id), str(event.thread_id))
        await _carefully(self._ears.gone([], where))
        await self._may_be_other()

    async def on_guild_channel_delete(self, channel: GuildChannel) -> None:
        """Lead on that a channel is gone with all that was in it."""
        await _carefully(self._ears.gone([], ChatAddress(DISCORD, str(channel.id))))
        await self._may_be_other()

    async def on_thread_join(self, thread: discord.Thread) -> None:
        """Lead on that a closed thread was opened, or that a private one lets the bot in."""
        if not thread.archived:
            await _carefully(self._ears.opened(self, standing_in(thread)))

    async def _may_be_other(self, *_what: object) -> None:
        """Lead on that what the bot may do somewhere may have changed."""
        await _carefully(self._ears.changed(self))
        self._wait_for_timeout()

    def _wait_for_timeout(self) -> None:
        """Look anew when a timeout of the bot's is over: that one was given Discord says, and not that it has ended."""
        self._forget_timeout()
        mine = [guild.me for guild in self.guilds if not guild.unavailable]
        ends = [me.timed_out_until for me in mine if me.timed_out_until is not None and me.is_timed_out()]
        if ends:
            seconds = (min(ends) - discord.utils.utcnow()).total_seconds() + A_MOMENT
            self._end_of_timeout = self.loop.call_later(seconds, self.dispatch, "timeout_over")

    def _forget_timeout(self) -> None:
        if self._end_of_timeout is not None:
            self._end_of_timeout.cancel()

    # A connection that knows its servers, servers that come, go or are back, what they consist of. Of members the bot
    # is told its own changes alone.
    on_ready = on_guild_join = on_guild_available = on_guild_remove = _may_be_other
    on_guild_channel_create = on_guild_channel_update = on_thread_update = _may_be_other
    on_guild_role_update = on_guild_role_delete = on_member_update = on_timeout_over = _may_be_other

    async def on_error(self, event_method: str, /, *_args: Any, **_kwargs: Any) -> None:
        """Say nothing of what was in the event; what fails here is the library's, in what it made of one."""
        reported(sys.exc_info()[1] or RuntimeError(event_method), "an event of Discord")

    async def _gone(self, channel: int, messages: Iterable[int]) -> None:
        await _carefully(self._forget(channel, messages))

    async def _forget(self, channel: int, messages: Iterable[int]) -> None:
        """Lead deletions on by the address of their channel; of a closed thread only Discord knows where it is."""
        there = self.get_channel(channel) or await self.fetch_channel(channel)
        await self._ears.gone([message_in(there, message) for message in messages])


def intents(*, reads_posts: bool) -> Intents:
    """Return the events that the bot asks for: servers, messages, and what people write only where it reads that."""
    asked = Intents(guilds=True, guild_messages=True, dm_messages=True)
    asked.message_content = reads_posts
    return asked


def unrepeated() -> aiohttp.TraceConfig:
    """Return what keeps discord.py from repeating by itself what Discord may have accepted.

    After 500, 502 and 504 the library sends the same up to five times, which would open up to five posts in a forum,
    make five events, or say an answer five times.
    """
    trace = aiohttp.TraceConfig()

    async def ended(_session: object, _context: object, params: aiohttp.TraceRequestEndParams) -> None:
        path = params.url.path
        makes = "/channels/" in path or "/webhooks/" in path or path.endswith("/scheduled-events")
        if params.method == "POST" and params.response.status >= 500 and makes:
            raise discord.DiscordServerError(params.response, None)

    trace.on_request_end.append(ended)
    return trace


async def _carefully(hearing: Awaitable[None]) -> None:
    try:
        await hearing
    except Exception as error:  # noqa: BLE001 - one event must not harm the next
        reported(error, "an event of Discord")
