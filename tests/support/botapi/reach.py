"""What of the world reaches the bot, and whom the bot's messages notify."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tests.support.botapi.chats import Group
from tests.support.botapi.entities import Entity
from tests.support.botapi.people import Person
from tests.support.botapi.rooms import Chat
from tests.support.botapi.shown import Message

if TYPE_CHECKING:
    from tests.support.botapi.world import World

NOTIFIED_AT_MOST: Final = 5


@dataclass(frozen=True, slots=True)
class Notified:
    """One person whom a message of the bot notified by a mention; a `silent` one makes no sound."""

    person: Person
    message: Message
    silent: bool


def reaches_bot(world: World, message: Message) -> bool:
    """Whether the bot gets a message: all in private, in groups by its standing and its privacy mode."""
    chat = message.chat
    if not isinstance(chat, Group):
        return True
    if not chat.bot.is_present:
        return False
    if not world.privacy or chat.bot.is_admin or message.is_service:
        return True
    return _is_command(world, message) or _means_bot(world, message)


def notified_by(world: World, message: Message) -> list[Notified]:
    """Return whom a new message notifies: the first five mentions, as far as they are in the chat."""
    mentions = [each for each in message.entities if each.kind in {"mention", "text_mention"}]
    people = dict.fromkeys(_mentioned(world, each) for each in mentions[:NOTIFIED_AT_MOST])
    return [
        Notified(person, message, message.silent)
        for person in people
        if person is not None and _is_there(person, message.chat)
    ]


def _is_command(world: World, message: Message) -> bool:
    if not message.text.startswith("/"):
        return False
    _, _, name = message.text.split(maxsplit=1)[0].partition("@")
    return not name or name.casefold() == (world.me.username or "").casefold()


def _means_bot(world: World, message: Message) -> bool:
    replied = message.chat.log.get(message.reply_to or 0)
    if replied is not None and replied.by_bot:
        return True
    own = f"@{world.me.username}".casefold()
    return any(each.kind == "mention" and each.words.casefold() == own for each in message.entities)


def _mentioned(world: World, entity: Entity) -> Person | None:
    account = world.by_username(entity.words) if entity.kind == "mention" else world.accounts.get(entity.user or 0)
    return account if isinstance(account, Person) else None


def _is_there(person: Person, chat: Chat) -> bool:
    return chat.standing_of(person).is_present if isinstance(chat, Group) else chat.id == person.id
