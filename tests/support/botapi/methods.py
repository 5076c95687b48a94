"""Every method that the server knows, by its name in small letters; `getUpdates` alone waits and stands elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from tests.support.botapi import asking, changing, profile, sending
from tests.support.botapi.reading import Params
from tests.support.botapi.refusals import wrong
from tests.support.botapi.world import World

Method = Callable[[World, Params], Any]


def _never(world: World, params: Params) -> Any:
    raise wrong("a bot that runs against this server must not log out")


METHODS: Final[Mapping[str, Method]] = {
    name.casefold(): method
    for name, method in {
        "getMe": asking.get_me,
        "getWebhookInfo": asking.get_webhook_info,
        "deleteWebhook": asking.delete_webhook,
        "getChat": asking.get_chat,
        "getChatMember": asking.get_chat_member,
        "getChatAdministrators": asking.get_chat_administrators,
        "leaveChat": asking.leave_chat,
        "getFile": asking.get_file,
        "sendMessage": sending.send_message,
        "sendDocument": sending.send_document,
        "sendChatAction": sending.send_chat_action,
        "editMessageText": changing.edit_message_text,
        "editMessageCaption": changing.edit_message_caption,
        "editMessageReplyMarkup": changing.edit_message_reply_markup,
        "deleteMessage": changing.delete_message,
        "pinChatMessage": changing.pin_chat_message,
        "answerCallbackQuery": changing.answer_callback_query,
        "setMyCommands": profile.set_my_commands,
        "getMyCommands": profile.get_my_commands,
        "deleteMyCommands": profile.delete_my_commands,
        "setMyDescription": profile.setter("description", 512),
        "getMyDescription": profile.getter("description"),
        "setMyShortDescription": profile.setter("short_description", 120),
        "getMyShortDescription": profile.getter("short_description"),
        "setMyName": profile.setter("name", 64),
        "getMyName": profile.getter("name"),
        "logOut": _never,
        "close": _never,
    }.items()
}
CREATING: Final = frozenset({"sendmessage", "senddocument"})
CHANGING: Final = frozenset({"editmessagetext", "editmessagecaption", "editmessagereplymarkup"})
