"""Where messages stand, and the private chats among those places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.discordapi.basics import Json
from tests.support.discordapi.permissions import BITS, IN_PRIVATE

if TYPE_CHECKING:
    from tests.support.discordapi.guilds import Guild
    from tests.support.discordapi.people import Account, Person
    from tests.support.discordapi.shown import Message
    from tests.support.discordapi.world import World

TEXT, PRIVATE, THREAD, PRIVATE_THREAD, FORUM = 0, 1, 11, 12, 15


class Place:
    """Messages under one id, as long as they stand there and after."""

    type = TEXT
    guild: Guild | None = None

    def __init__(self, world: World, number: int) -> None:
        self.world = world
        self.id = number
        self.log: dict[int, Message] = {}  # all that was ever said here, deleted messages too
        self.gone = False

    @property
    def kind(self) -> str:
        """Return what it is in a word."""
        return {TEXT: "text", PRIVATE: "private", FORUM: "forum"}.get(self.type, "thread")

    @property
    def messages(self) -> list[Message]:
        """Return the bot's messages that stand there for all, the oldest first; not what only says that it thinks."""
        return [each for each in self.standing if each.by_bot and not each.is_loading]

    @property
    def standing(self) -> list[Message]:
        """Return all messages that stand there for all, whoever sent them, the oldest first."""
        return [each for each in self.log.values() if not (each.deleted or each.ephemeral)]

    @property
    def last(self) -> str | None:
        """Return the id of the last message, deleted or not; None where there never was one."""
        numbers = [each.id for each in self.log.values() if not each.ephemeral]
        return str(numbers[-1]) if numbers else None

    def permissions(self, account: Account) -> int:
        """Return what somebody may do here."""
        raise NotImplementedError

    def may(self, account: Account, permission: str) -> bool:
        """Whether somebody may do something here."""
        return bool(self.permissions(account) & BITS[permission])

    def as_json(self) -> Json:
        """Return Discord's channel object."""
        raise NotImplementedError

    def partial(self, account: Account) -> Json:
        """Return the channel object as interactions carry it, with what somebody may do here."""
        return self.as_json() | {"permissions": str(self.permissions(account))}

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id}>"


class Private(Place):
    """The chat of the bot with one person."""

    type = PRIVATE

    def __init__(self, world: World, number: int, person: Person) -> None:
        super().__init__(world, number)
        self.person = person
        self.is_open = False  # the bot may know of it

    @property
    def name(self) -> str:
        """Return whose chat it is."""
        return self.person.name

    def permissions(self, account: Account) -> int:
        """Return what both may do here."""
        return IN_PRIVATE

    def as_json(self) -> Json:
        """Return Discord's channel object."""
        known: Json = {"id": str(self.id), "type": PRIVATE, "last_message_id": self.last, "flags": 0}
        return known | {"recipients": [self.person.as_json()]}
