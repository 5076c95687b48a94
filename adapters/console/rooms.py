"""The rooms of teams as the played Discord opens them: a chat of its own beside a place, which only its people see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from adapters.console.outgoing import Sight
from adapters.console.people import Persona
from adapters.console.world import Chamber, World
from bot.domain.people import Address, ChatAddress, MessageRef, Platform
from bot.domain.places import Place
from bot.domain.rooms import Ground, Wanted
from bot.errors import Gone, Refused
from bot.talk.answers import Reply


class ConsoleRooms:
    """Rooms in the world; a key that was used is known again, and is found, as on the real side by its mark."""

    repeats_for = timedelta(0)
    finds = True

    def __init__(self, world: World, seen: Callable[[Reply], Sight]) -> None:
        self._world = world
        self._seen = seen

    async def ground(self, place: Place) -> tuple[Ground, str]:
        """Say that a room can be opened beside every place of the one server."""
        return Ground.OPEN, str(place.address.platform)

    async def send(
        self, to: Place | Address, reply: Reply, *, key: str, reply_to: MessageRef | None = None
    ) -> MessageRef:
        """Open a room with its first message, or say something in the room of a message."""
        if (before := self._world.by_key.get((self._chat(to), key))) is not None:
            return before
        assert isinstance(to, Place)  # noqa: S101 - a person has no rooms
        room = self._at(reply_to.where) if reply_to is not None else self._world.opens(to)
        standing = self._world.send(Platform.DISCORD, room.place, None, self._seen(reply), delivered=True)
        self._world.by_key[self._chat(to), key] = standing.ref
        return standing.ref

    async def find(self, to: Place | Address, key: str, _since: datetime) -> MessageRef | None:
        """Return the message of this key."""
        return self._world.by_key.get((self._chat(to), key))

    async def follow(self, ref: MessageRef, wanted: Wanted) -> Sequence[Address]:
        """Let people in and out; who has left the place beside it cannot be let in."""
        room = self._at(ref.where)
        if wanted.is_over:
            room.is_over = True
            return ()
        here = [each for each in wanted.people if self._world.is_in(_persona(each), room.beside)]
        room.people = (room.people - {each.user for each in wanted.gone}) | {each.user for each in here}
        return [each for each in wanted.people if each not in here]

    async def invitation(self, place: Place) -> str:
        """Return a link that leads nowhere: whoever acts in a place is in it."""
        return f"https://discord.gg/{place.address.chat}"

    def _chat(self, to: Place | Address) -> ChatAddress:
        if isinstance(to, Address):
            raise Refused("a person has no rooms")
        return to.address

    def _at(self, where: ChatAddress) -> Chamber:
        if where not in self._world.rooms:
            raise Gone("the room is gone")
        return self._world.rooms[where]


def _persona(address: Address) -> Persona:
    return Persona(address.user, address.platform)
