"""The methods that change, delete and answer what is there."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tests.support.botapi.chats import Group
from tests.support.botapi.entities import Json
from tests.support.botapi.keyboards import keyboard
from tests.support.botapi.objects import message_json
from tests.support.botapi.refusals import bad, wrong
from tests.support.botapi.rooms import Chat, Private
from tests.support.botapi.rules import CALLBACK_TEXT, check_is_in, check_reaches, target_chat
from tests.support.botapi.shown import Message, Version
from tests.support.botapi.texts import checked_caption, checked_text

if TYPE_CHECKING:
    from tests.support.botapi.reading import Params
    from tests.support.botapi.world import World

DELETABLE: Final = timedelta(hours=48)
ANSWERABLE: Final = timedelta(seconds=60)  # not documented: an app gives up about then
_NOT_MODIFIED: Final = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)
_TOO_OLD: Final = "query is too old and response timeout expired or query ID is invalid"


def edit_message_text(world: World, params: Params) -> Json:
    """Change a message's words, and its buttons: without a keyboard they go."""
    text, entities = checked_text(world, params)
    rows = keyboard(world, params)
    message = _own(world, params)
    if message.document is not None:
        raise bad("there is no text in the message to edit")
    return _changed(world, message, Version(text, entities, rows, world.now()))


def edit_message_caption(world: World, params: Params) -> Json:
    """Change the words below a file, and its buttons."""
    text, entities = checked_caption(world, params)
    rows = keyboard(world, params)
    message = _own(world, params)
    if message.document is None:
        raise bad("there is no caption in the message to edit")
    return _changed(world, message, Version(text, entities, rows, world.now()))


def edit_message_reply_markup(world: World, params: Params) -> Json:
    """Change the buttons below a message."""
    rows = keyboard(world, params)
    message = _own(world, params)
    return _changed(world, message, Version(message.text, message.entities, rows, world.now()))


def delete_message(world: World, params: Params) -> bool:
    """Take a message away."""
    chat = target_chat(world, params)
    if isinstance(chat, Group):
        check_is_in(chat)
    message = _standing(chat, params, "message to delete not found")
    if not _may_delete(world, chat, message):
        raise bad("message can't be deleted for everyone" if message.by_bot else "message can't be deleted")
    message.deleted = True
    return True


def pin_chat_message(world: World, params: Params) -> bool:
    """Pin a message: in a group who administers it with the right to, which a service message tells."""
    chat = target_chat(world, params)
    if isinstance(chat, Group):
        check_is_in(chat)
        if not (chat.bot.is_admin and chat.bot.may("can_pin_messages")):
            raise bad("not enough rights to manage pinned messages in the chat")
    message = _standing(chat, params, "message to pin not found")
    if isinstance(chat, Group) and not message.is_pinned:
        world.serves(chat, world.me, {"pinned_message": message_json(world, message)}, thread=message.thread)
    message.is_pinned = True
    return True


def answer_callback_query(world: World, params: Params) -> bool:
    """Answer a press, once, while the person's app waits for it."""
    text, url = params.text("text"), params.text("url")
    if len(text) > CALLBACK_TEXT:
        raise wrong("MESSAGE_TOO_LONG")
    if url and not url.startswith((f"https://t.me/{world.me.username}?start=", f"t.me/{world.me.username}?start=")):
        raise wrong("URL_INVALID")
    query = world.queries.get(params.text("callback_query_id"))
    if query is None or query.answered or world.now() - query.at > ANSWERABLE:
        raise bad(_TOO_OLD)
    query.answered = True
    world.toast(query, text, alert=params.flag("show_alert"), url=url or None)
    return True


def _own(world: World, params: Params) -> Message:
    chat = target_chat(world, params)
    check_reaches(chat)
    message = _standing(chat, params, "message to edit not found")
    if not message.by_bot:
        raise bad("message can't be edited")
    return message


def _standing(chat: Chat, params: Params, missing: str) -> Message:
    message = chat.log.get(params.number("message_id") or 0)
    if message is None or message.deleted:
        raise bad(missing)
    return message


def _changed(world: World, message: Message, version: Version) -> Json:
    if version.shows_the_same_as(message.versions[-1]):
        raise bad(_NOT_MODIFIED)
    message.versions.append(version)
    return message_json(world, message)


def _may_delete(world: World, chat: Chat, message: Message) -> bool:
    if isinstance(chat, Group) and chat.bot.is_admin and chat.bot.may("can_delete_messages"):
        return True
    is_own = message.by_bot or isinstance(chat, Private)
    return is_own and world.now() - message.sent < DELETABLE
