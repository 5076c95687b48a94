"""Chats, and the private ones among them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tests.support.botapi.entities import Json
from tests.support.botapi.shown import Message

if TYPE_CHECKING:
    from tests.support.botapi.people import Person
    from tests.support.botapi.world import World


class Chat:
    """Messages under one id, as long as they stand there and after."""

    def __init__(self, world: World, number: int, ids: Iterator[int]) -> None:
        self.world = world
        self.id = number
        self.log: dict[int, Message] = {}  # all that was ever said here, deleted messages too
        self._ids = ids

    @property
    def messages(self) -> list[Message]:
        """Return the bot's messages that stand there, the oldest first."""
        return [each for each in self.log.values() if each.by_bot and not each.deleted]

    @property
    def standing(self) -> list[Message]:
        """Return all messages that stand there, whoever sent them, the oldest first."""
        return [each for each in self.log.values() if not each.deleted]

    @property
    def instance(self) -> str:
        """Return what a callback query calls this chat."""
        return str(abs(self.id) * 7)

    def as_json(self) -> Json:
        """Return Telegram's Chat object."""
        raise NotImplementedError

    def next_id(self) -> int:
        """Return the id of the next message."""
        return next(self._ids)

    def keep(self, message: Message) -> Message:
        """Let a message stand there."""
        self.log[message.id] = message
        return message

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id}>"


class Private(Chat):
    """The chat of the bot with one person."""

    def __init__(self, world: World, person: Person, ids: Iterator[int]) -> None:
        super().__init__(world, person.id, ids)
        self.person = person

    def as_json(self) -> Json:
        """Return Telegram's Chat object."""
        chat = {"id": self.id, "type": "private", "first_name": self.person.name}
        return chat | ({"username": self.person.username} if self.person.username else {})
