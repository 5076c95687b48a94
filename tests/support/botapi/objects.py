"""Telegram's Message objects, written from what stands in a chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.botapi.chats import Group
from tests.support.botapi.entities import Json, as_json
from tests.support.botapi.shown import Button, Message

if TYPE_CHECKING:
    from tests.support.botapi.world import World


def message_json(world: World, message: Message, *, with_reply: bool = True) -> Json:
    """Return the Message object of a message as it stands now."""
    shown: Json = {"message_id": message.id, "date": int(message.sent.timestamp()), "chat": message.chat.as_json()}
    shown["from"] = message.author.as_json()
    if message.sender_chat is not None:
        shown["sender_chat"] = message.sender_chat
    shown |= _threading(message)
    if with_reply:
        shown |= _reply(world, message)
    if len(message.versions) > 1:
        shown["edit_date"] = int(message.versions[-1].at.timestamp())
    shown |= message.origin
    shown |= _content(world, message)
    if message.protected:
        shown["has_protected_content"] = True
    if message.link_preview is not None:
        shown["link_preview_options"] = message.link_preview
    if message.buttons:
        shown["reply_markup"] = {"inline_keyboard": [[_button(each) for each in row] for row in message.buttons]}
    return shown


def inaccessible(message: Message) -> Json:
    """Return what a callback query carries of a message that is gone."""
    return {"chat": message.chat.as_json(), "message_id": message.id, "date": 0}


def _button(button: Button) -> Json:
    return {"text": button.label} | button.raw


def _threading(message: Message) -> Json:
    chat = message.chat
    if not isinstance(chat, Group) or not chat.is_super:
        return {}
    if message.thread is not None:
        return {"message_thread_id": message.thread, "is_topic_message": True}
    # Outside topics a reply names the message that its thread began with.
    root = _root(message)
    return {"message_thread_id": root.id} if root is not message else {}


def _root(message: Message) -> Message:
    while (replied := message.chat.log.get(message.reply_to or 0)) is not None:
        message = replied
    return message


def _reply(world: World, message: Message) -> Json:
    target = message.reply_to
    if target is None and message.thread != message.id:
        target = message.thread  # what is no reply in a topic replies to the message that opened it
    replied = message.chat.log.get(target) if target is not None else None
    if replied is None or replied.deleted:
        return {}
    return {"reply_to_message": message_json(world, replied, with_reply=False)}


def _content(world: World, message: Message) -> Json:
    if message.document is not None:
        return {"document": message.document.as_json()} | _text(world, message, "caption", "caption_entities")
    if message.content:
        return message.content | _text(world, message, "caption", "caption_entities")
    return _text(world, message, "text", "entities")


def _text(world: World, message: Message, text: str, entities: str) -> Json:
    if not message.text:
        return {}
    words: Json = {text: message.text}
    if message.entities:
        words[entities] = as_json(message.entities, world.users)
    return words
