"""The methods that ask who and what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.support.botapi.chats import Group
from tests.support.botapi.entities import Json
from tests.support.botapi.membership import ABSENT, WRITING, Membership
from tests.support.botapi.people import Person
from tests.support.botapi.refusals import bad, wrong
from tests.support.botapi.rooms import Chat, Private
from tests.support.botapi.rules import check_is_in, target_chat

if TYPE_CHECKING:
    from tests.support.botapi.reading import Params
    from tests.support.botapi.world import World

_GIFTS: Final = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), True
)


def get_me(world: World, _params: Params) -> Json:
    """Return the bot's own User object."""
    return world.me.as_json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy,
        "supports_guest_queries": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
    }


def get_webhook_info(world: World, _params: Params) -> Json:
    """Return where updates go."""
    waiting = len(world.updates.waiting)
    info: Json = {"url": world.updates.webhook, "has_custom_certificate": False, "pending_update_count": waiting}
    allowed = sorted(world.updates.allowed)
    return info | ({"allowed_updates": allowed} if allowed else {})


def delete_webhook(world: World, params: Params) -> bool:
    """Let updates be asked for."""
    world.updates.webhook = ""
    if params.flag("drop_pending_updates"):
        world.updates.clear()
    return True


def get_chat(world: World, params: Params) -> Json:
    """Return all that is said about a chat."""
    chat = target_chat(world, params)
    full = chat.as_json() | {"accent_color_id": 3, "max_reaction_count": 11, "accepted_gift_types": _GIFTS}
    if isinstance(chat, Group):
        if chat.kind != "group":
            check_is_in(chat)
        full["permissions"] = dict.fromkeys(sorted(WRITING), True)
        full |= {"has_hidden_members": True} if chat.hides_members else {}
    return full


def get_chat_member(world: World, params: Params) -> Json:
    """Return what somebody is in a chat."""
    chat = target_chat(world, params)
    number = params.number("user_id") or 0
    if number <= 0:
        raise wrong("invalid user_id specified")
    if isinstance(chat, Group):
        check_is_in(chat)
        if chat.hides_members and not chat.bot.is_admin and number != world.me.id:
            raise bad("CHAT_ADMIN_REQUIRED")
    account = world.accounts.get(number)
    if account is None:
        raise bad("PARTICIPANT_ID_INVALID")
    if not world.knows(number):
        raise bad("user not found")
    if isinstance(account, Person) and account.is_deleted:
        raise bad("member not found")
    return _standing(chat, number).as_json(account.as_json())


def get_chat_administrators(world: World, params: Params) -> list[Json]:
    """Return who administers a group; of bots only this one."""
    chat = target_chat(world, params)
    if not isinstance(chat, Group):
        raise bad("there are no administrators in the private chat")
    check_is_in(chat)
    admins = ((number, each) for number, each in chat.members.items() if each.is_admin)
    return [each.as_json(world.users[number]) for number, each in admins]


def leave_chat(world: World, params: Params) -> bool:
    """Let the bot leave a group."""
    chat = target_chat(world, params)
    if not isinstance(chat, Group):
        raise bad("chat member status can't be changed in private chats")
    check_is_in(chat)
    world.changes(chat, world.me, ABSENT, world.me)
    return True


def get_file(world: World, params: Params) -> Json:
    """Return where a file can be fetched."""
    document = world.files.get(params.text("file_id"))
    if document is None:
        raise bad("invalid file_id")
    known = document.as_json()
    known.pop("file_name")
    return known | {"file_path": f"documents/{document.id}"}


def _standing(chat: Chat, number: int) -> Membership:
    if isinstance(chat, Group):
        return chat.members.get(number, ABSENT)
    assert isinstance(chat, Private)
    return Membership() if number in {chat.id, chat.world.me.id} else ABSENT
