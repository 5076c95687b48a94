"""The Messenger of one of the played platforms: what the bot sends by itself arrives in the world."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from adapters.console.outgoing import Sight, sight
from adapters.console.people import Persona
from adapters.console.rooms import ConsoleRooms
from adapters.console.world import Standing, World
from bot.domain.people import Address, ChatAddress, MessageRef, Platform
from bot.domain.places import Place
from bot.errors import Gone, Unreachable
from bot.talk.answers import Reply

NONCE_HOLDS: Final = timedelta(minutes=2)  # how long Discord answers a repeated nonce with the first message


class ConsoleMessenger:
    """One side's way out, with that platform's promises: only Discord knows a key again, and finds it.

    Neither side is played with a calendar, only Discord with rooms.
    """

    calendar = None

    def __init__(self, platform: Platform, world: World, zone: ZoneInfo, language: str = "de") -> None:
        self.platform = platform
        self.finds = platform is Platform.DISCORD
        self.repeats_for = NONCE_HOLDS if self.finds else timedelta(0)
        self._world = world
        self._zone = zone
        self._language = language
        self.rooms = ConsoleRooms(world, self._seen) if self.finds else None

    async def send(
        self, to: Place | Address, reply: Reply, *, key: str, reply_to: MessageRef | None = None
    ) -> MessageRef:
        """Let the message stand in the place or in the person's private chat; Unreachable where the bot may not."""
        chat = _chat(to)
        if self.finds and (first := self._world.by_key.get((chat, key))) is not None:
            return first
        place = self._here(to) if isinstance(to, Place) else None
        alone = self._reached(to) if isinstance(to, Address) else None
        seen = self._seen(reply)
        standing = self._world.send(self.platform, place, alone, seen, delivered=True, reply_to=reply_to)
        self._world.by_key[chat, key] = standing.ref
        return standing.ref

    async def edit(self, ref: MessageRef, reply: Reply) -> None:
        """Bring a message to this content; Gone when it is."""
        self._world.edit(self._standing(ref), self._seen(reply))

    async def remove(self, ref: MessageRef) -> None:
        """Take a message away; one that is gone is success."""
        if ref in self._world.standing:
            self._world.remove(self._world.standing[ref])

    async def pin(self, ref: MessageRef) -> None:
        """Do nothing: a terminal has no place where something could be pinned."""

    async def find(self, to: Place | Address, key: str, _since: datetime) -> MessageRef | None:
        """Return the message of this key, where the platform can be read back; it is, however long ago."""
        return self._world.by_key.get((_chat(to), key)) if self.finds else None

    async def is_member(self, place: Place, address: Address) -> bool:
        """Say whether the person is in the place."""
        return self._world.is_in(Persona(address.user, address.platform), self._here(place))

    def _seen(self, reply: Reply) -> Sight:
        return sight(reply, self.platform, self._zone, self._language)

    def _here(self, place: Place) -> Place:
        """Return the world's own place of that address."""
        for known in self._world.places:
            if known.address == place.address:
                return known
        raise Unreachable(f"no place {place.name}")

    def _reached(self, address: Address) -> Persona:
        person = self._world.at(address)
        if not person.is_reachable:
            raise Unreachable(f"{person.persona} cannot be written to")
        return person.persona

    def _standing(self, ref: MessageRef) -> Standing:
        if ref not in self._world.standing:
            raise Gone("the message is gone")
        return self._world.standing[ref]


def _chat(to: Place | Address) -> ChatAddress:
    return to.address if isinstance(to, Place) else ChatAddress(to.platform, to.user)
