"""The methods that create messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.support.botapi.chats import GENERAL, Group, Topic
from tests.support.botapi.entities import Json
from tests.support.botapi.keyboards import keyboard
from tests.support.botapi.objects import message_json
from tests.support.botapi.reach import notified_by
from tests.support.botapi.refusals import bad, wrong
from tests.support.botapi.rooms import Chat
from tests.support.botapi.rules import check_may_write, target_chat
from tests.support.botapi.shown import Document, Message, Version
from tests.support.botapi.texts import checked_caption, checked_text

if TYPE_CHECKING:
    from tests.support.botapi.reading import Params
    from tests.support.botapi.world import World

LARGEST_UPLOAD: Final = 50 * 2**20
_ACTIONS: Final = frozenset(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker "
    "find_location record_video_note upload_video_note".split()
)


def send_message(world: World, params: Params) -> Json:
    """Create a message of words."""
    text, entities = checked_text(world, params)
    version = Version(text, entities, keyboard(world, params), world.now())
    chat = target_chat(world, params)
    check_may_write(chat, "can_send_messages", "text messages")
    return _create(world, chat, params, version, None)


def send_document(world: World, params: Params) -> Json:
    """Create a message with a file."""
    document = _document(world, params)
    text, entities = checked_caption(world, params)
    version = Version(text, entities, keyboard(world, params), world.now())
    chat = target_chat(world, params)
    check_may_write(chat, "can_send_documents", "documents")
    return _create(world, chat, params, version, document)


def send_chat_action(world: World, params: Params) -> bool:
    """Show that the bot is at work."""
    if params.text("action") not in _ACTIONS:
        raise wrong("wrong parameter action in request")
    chat = target_chat(world, params)
    check_may_write(chat, "can_send_messages", "text messages")
    return True  # in a topic that is gone as well (tdlib/telegram-bot-api, issue 732)


def _create(world: World, chat: Chat, params: Params, version: Version, document: Document | None) -> Json:
    _topic(chat, params.number("message_thread_id"))  # looked for before the message that is replied to
    target = _replied(chat, params)
    topic = _topic(chat, params.number("message_thread_id") or (target.thread if target else None))
    if topic is not None and topic.closed and not _may_write_in_closed(topic):
        raise bad("TOPIC_CLOSED")
    message = Message(
        id=chat.next_id(), chat=chat, author=world.me, versions=[version], thread=topic.thread if topic else None,
        reply_to=target.id if target else None, silent=params.flag("disable_notification"),
        protected=params.flag("protect_content"), document=document, by_bot=True,
        link_preview=params.object("link_preview_options"),
    )  # fmt: skip
    chat.keep(message)
    world.notified += notified_by(world, message)
    return message_json(world, message)


def _replied(chat: Chat, params: Params) -> Message | None:
    wanted = params.object("reply_parameters")
    if not wanted:
        return None
    if not isinstance(wanted.get("message_id"), int):
        raise wrong('can\'t find field "message_id"')
    message = chat.log.get(wanted["message_id"])
    if message is not None and not message.deleted:
        return message
    if wanted.get("allow_sending_without_reply"):
        return None
    raise bad("message to be replied not found")


def _topic(chat: Chat, number: int | None) -> Topic | None:
    """Return the topic to write in; General is reached by no number only."""
    topics = chat.topics if isinstance(chat, Group) else {}
    if not number:
        return topics.get(GENERAL)
    topic = topics.get(number) if number != GENERAL else None
    if topic is None or topic.deleted:
        raise bad("message thread not found")
    return topic


def _may_write_in_closed(topic: Topic) -> bool:
    return topic.group.bot.is_admin and topic.group.bot.may("can_manage_topics")


def _document(world: World, params: Params) -> Document:
    given = params.text("document")
    upload = params.files.get(given.removeprefix("attach://") or "document")
    if upload is None:
        if not given:
            raise wrong("there is no document in the request")
        if given not in world.files:
            raise wrong("wrong file identifier/HTTP URL specified")
        return world.files[given]
    if not upload.content:
        raise wrong("file must be non-empty")
    if len(upload.content) > LARGEST_UPLOAD:
        raise wrong("file is too big")
    return world.keeps(Document(upload.name, upload.content))
