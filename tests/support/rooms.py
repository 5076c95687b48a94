"""Closed rooms on a plain wire: who is in each, what it is, and what the wire refuses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.domain.people import Address, ChatAddress, MessageRef
from bot.domain.places import Place
from bot.domain.rooms import Ground, Wanted
from bot.errors import Gone, Refused
from bot.talk.answers import Reply

Says = Callable[[Place, ChatAddress, Reply], MessageRef]


@dataclass
class PlainRoom:
    """A room that stands: its address, its people, and whether it is closed."""

    where: ChatAddress
    people: set[str] = field(default_factory=set)
    is_over: bool = False
    is_gone: bool = False


@dataclass
class PlainRooms:
    """Rooms that open beside every place whose chat is not in `unfit` or `shut`; what is said goes to `says`."""

    says: Says
    repeats_for: timedelta = timedelta(0)
    finds: bool = True
    unfit: set[str] = field(default_factory=set)
    shut: set[str] = field(default_factory=set)
    outside: set[str] = field(default_factory=set)  # users who are not where the rooms are
    invites: bool = True
    refuses: bool = False  # rooms, whatever was said before
    opened: list[PlainRoom] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    async def ground(self, place: Place) -> tuple[Ground, str]:
        """Say whether a room can be opened there."""
        chat = place.address.chat
        return (Ground.UNFIT if chat in self.unfit else Ground.SHUT if chat in self.shut else Ground.OPEN), "server"

    async def send(
        self, to: Place | Address, reply: Reply, *, key: str, reply_to: MessageRef | None = None
    ) -> MessageRef:
        """Open a room, or say something in one."""
        assert isinstance(to, Place)
        if reply_to is None and self.refuses:
            raise Refused("not allowed")
        where = reply_to.where if reply_to is not None else replace(to.address, topic=f"room-{len(self.opened) + 1}")
        if reply_to is None:
            self.opened.append(PlainRoom(where))
        assert not self._at(where).is_over, f"{key} goes into a closed room"
        return self.says(replace(to, name=f"#{where.topic}"), where, reply)

    async def find(self, to: Place | Address, key: str, since: datetime) -> MessageRef | None:
        """Find nothing: this wire leaves no doubt."""
        return None

    async def follow(self, ref: MessageRef, wanted: Wanted) -> Sequence[Address]:
        """Let people in and out."""
        room = self._at(ref.where)
        if room.is_gone:
            raise Gone("somebody deleted it")
        room.is_over = wanted.is_over
        absent = [each for each in wanted.people if each.user in self.outside]
        room.people -= {each.user for each in wanted.gone}
        room.people |= {each.user for each in wanted.people if each not in absent}
        return absent

    async def invitation(self, place: Place) -> str:
        """Make a link."""
        if not self.invites:
            raise Refused("not allowed")
        self.links.append(f"https://discord.gg/{place.address.chat}{len(self.links)}")
        return self.links[-1]

    def _at(self, where: ChatAddress) -> PlainRoom:
        return next(room for room in self.opened if room.where == where)
