"""The people, guilds and channels of one Discord, and what they tell the bot."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.support.discordapi.asked import Interaction
from tests.support.discordapi.basics import Json, Snowflakes
from tests.support.discordapi.channels import Channel, Thread
from tests.support.discordapi.guilds import Guild
from tests.support.discordapi.intents import FLAGS, GUILDS
from tests.support.discordapi.people import Account, Person
from tests.support.discordapi.places import THREAD, Place, Private
from tests.support.discordapi.registered import Commands
from tests.support.discordapi.sessions import Sessions
from tests.support.discordapi.shown import Message
from tests.support.loopback import News


@dataclass(frozen=True, slots=True)
class Notified:
    """Whom a message of the bot notified: a person, or with `person=None` what `what` says: everyone, here, a role."""

    person: Person | None
    message: Message
    silent: bool
    what: str = "user"


class World:
    """Everything around the bot; `violations` collects what the bot does wrong, refused or not."""

    def __init__(self, now: Callable[[], datetime] | None, name: str, allowed: tuple[str, ...]) -> None:
        self.now = now or (lambda: datetime.now(UTC))
        self.snowflakes = Snowflakes(self.now)
        self.news = News()
        self.me = Account(self.snowflakes.next(), name, is_bot=True)
        self.operator = Account(self.snowflakes.next(), "Orga")
        self.allowed = set(allowed)
        self.violations: list[str] = []
        self.notified: list[Notified] = []
        self.people: dict[int, Person] = {}
        self.guilds: dict[int, Guild] = {}
        self.places: dict[int, Place] = {}
        self.interactions: dict[str, Interaction] = {}  # by token
        self.nonces: dict[tuple[int, str], tuple[Message, datetime]] = {}
        self.commands = Commands(self)
        self.sessions = Sessions(self)
        self.answer_within = 3.0
        self.timers: set[asyncio.TimerHandle] = set()
        self._privates: dict[int, Private] = {}  # by person

    @property
    def flags(self) -> int:
        """Return the application's flags: which privileged intents it may ask for."""
        return sum(FLAGS[each] for each in self.allowed)

    def person(self, name: str, locale: str) -> Person:
        """Return a new person, whom the bot shares nothing with."""
        person = Person(self, self.snowflakes.next(), name, locale)
        self.people[person.id] = person
        return person

    def guild(self, name: str, *members: Person, owner: Person | None, with_bot: bool) -> Guild:
        """Return a new guild."""
        guild = Guild(self, self.snowflakes.next(), name, owner or self.person("Olga", "de"))
        self.guilds[guild.id] = guild
        for each in members:
            if each.id not in guild.members:
                guild.adds(each)
        if with_bot:
            guild.adds_bot()
        return guild

    def private(self, person: Person) -> Private:
        """Return a person's chat with the bot."""
        private = self._privates.get(person.id)
        if private is None:
            private = self._privates[person.id] = Private(self, self.snowflakes.next(), person)
            self.places[private.id] = private
        return private

    def share(self, person: Person) -> bool:
        """Whether the bot and a person are in a guild together."""
        return any(each.has_bot and person.id in each.members for each in self.guilds.values())

    def begins(self, parent: Channel, number: int, name: str, owner: Account, kind: int = THREAD) -> Thread:
        """Let a thread begin; a post is told of when its first message stands."""
        thread = Thread(parent, number, name, owner, self.now())
        thread.type = kind
        parent.threads_by_id[thread.id] = thread
        self.places[thread.id] = thread
        if parent.kind == "text":
            self.tells_thread(thread)
        return thread

    def tells_thread(self, thread: Thread) -> None:
        """Tell the bot of a new thread."""
        self.tell("THREAD_CREATE", thread.as_json() | {"newly_created": True}, GUILDS, thread)

    def tell(self, event: str, content: Json, intent: int, about: Guild | Place | None) -> None:
        """Tell the bot what happened, where it may know: `about` is what it must see for it."""
        self.tells(event, lambda _: content, intent, about)

    def tells(self, event: str, content: Callable[[int], Json], intent: int, about: Guild | Place | None) -> None:
        """Tell the bot what happened, as much of it as the intents allow."""
        if self.reaches(about):
            self.sessions.tell(event, content, intent)
        self.news.stir()

    def reaches(self, about: Guild | Place | None) -> bool:
        """Whether the bot may know of what happens somewhere: all channels of its guilds, threads that it sees."""
        if isinstance(about, Guild):
            return about.has_bot
        if isinstance(about, Thread):
            return about.may(self.me, "view_channel")
        return about is None or about.guild is None or about.guild.has_bot

    def begins_interaction(
        self, kind: str, number: int, person: Person, channel: Place, data: Json, **more: Any
    ) -> Interaction:
        """Let an interaction begin; after a while in which no answer came it has failed."""
        token = secrets.token_urlsafe(60)
        interaction = Interaction(
            self.snowflakes.next(), token, kind, number, person, channel, data, self.now(), **more
        )
        self.interactions[token] = interaction
        if isinstance(channel, Private):
            channel.is_open = True
        timer = asyncio.get_running_loop().call_later(self.answer_within, self._gives_up, interaction)
        self.timers.add(timer)
        return interaction

    def ends(self) -> None:
        """Let nobody wait for answers any more."""
        for each in self.timers:
            each.cancel()
        self.timers.clear()

    def _gives_up(self, interaction: Interaction) -> None:
        self.timers = {each for each in self.timers if each.when() > asyncio.get_running_loop().time()}
        if not interaction.is_answered:
            interaction.failed = True
            self.news.stir()
