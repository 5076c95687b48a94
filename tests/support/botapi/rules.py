"""Which chat a call names, and what the bot may do there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.support.botapi.chats import Group
from tests.support.botapi.people import Person
from tests.support.botapi.refusals import bad, forbidden, wrong
from tests.support.botapi.rooms import Chat, Private

if TYPE_CHECKING:
    from tests.support.botapi.reading import Params
    from tests.support.botapi.world import World

CALLBACK_TEXT = 200


def target_chat(world: World, params: Params) -> Chat:
    """Return the chat that a call names."""
    return chat_of(world, params.values.get("chat_id"))


def chat_of(world: World, wanted: Any) -> Chat:
    """Return the chat of an id or @name; refuses what the bot cannot know of."""
    if wanted in {None, ""}:
        raise wrong("chat_id is empty")
    if isinstance(wanted, str):
        account = world.by_username(wanted) if wanted.startswith("@") else None
        wanted = account.id if account else 0
    if wanted in world.moved:
        raise bad("group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": world.moved[wanted]})
    person = world.accounts.get(wanted)
    if isinstance(person, Person) and world.knows(person.id):
        return world.private(person)
    chat = world.chats.get(wanted)
    if chat is None or isinstance(chat, Private):
        raise bad("chat not found")
    return chat


def check_may_write(chat: Chat, right: str, what: str) -> None:
    """Refuse where the bot may not create a message."""
    check_reaches(chat)
    if isinstance(chat, Private) and not chat.person.has_started:
        raise forbidden("bot can't initiate conversation with a user")
    if isinstance(chat, Group) and not chat.bot.may(right):
        raise bad(f"not enough rights to send {what} to the chat")


def check_reaches(chat: Chat) -> None:
    """Refuse where nothing of the bot arrives any more."""
    if isinstance(chat, Private):
        if chat.person.is_deleted:
            raise forbidden("user is deactivated")
        if chat.person.is_blocking:
            raise forbidden("bot was blocked by the user")
    if isinstance(chat, Group):
        check_is_in(chat)


def check_is_in(group: Group) -> None:
    """Refuse where the bot is not in a group."""
    if group.gone:
        raise forbidden("the group chat was deleted")
    if group.bot.status == "kicked":
        raise forbidden(f"bot was kicked from the {group.kind} chat")
    if not group.bot.is_present:
        raise forbidden(f"bot is not a member of the {group.kind} chat")
