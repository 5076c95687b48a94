"""The methods that register commands, descriptions and names."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from tests.support.botapi.chats import Group
from tests.support.botapi.entities import Json
from tests.support.botapi.refusals import bad, wrong
from tests.support.botapi.rooms import Private
from tests.support.botapi.rules import chat_of, check_is_in

if TYPE_CHECKING:
    from tests.support.botapi.reading import Params
    from tests.support.botapi.world import World

COMMANDS, DESCRIPTION = 100, 256
_NAME: Final = re.compile(r"/?([a-z0-9_]{1,32})")
_LANGUAGE: Final = re.compile(r"([a-z]{2})?")
_EVERYWHERE: Final = frozenset("default all_private_chats all_group_chats all_chat_administrators".split())
_SOMEWHERE: Final = frozenset("chat chat_administrators chat_member".split())


def set_my_commands(world: World, params: Params) -> bool:
    """Register the commands of one scope and language."""
    commands = [_command(each) for each in params.array("commands")]
    key = _key(world, params)
    if len(commands) > COMMANDS:
        raise wrong("BOT_COMMANDS_TOO_MUCH")
    world.profile.commands[key] = commands
    return True


def get_my_commands(world: World, params: Params) -> list[Json]:
    """Return the commands of one scope and language."""
    commands = world.profile.commands.get(_key(world, params), [])
    return [{"command": name, "description": text} for name, text in commands]


def delete_my_commands(world: World, params: Params) -> bool:
    """Forget the commands of one scope and language."""
    world.profile.commands.pop(_key(world, params), None)
    return True


def setter(name: str, most: int) -> Callable[[World, Params], bool]:
    """Return the method that sets one text of the profile."""

    def set_text(world: World, params: Params) -> bool:
        text = params.text(name)
        if len(text) > most:
            raise wrong(f"{name.upper()}_TOO_LONG")
        world.profile.texts[name, _language(params)] = text
        return True

    return set_text


def getter(name: str) -> Callable[[World, Params], Json]:
    """Return the method that gives one text of the profile, that of all languages where this one has none."""

    def get_text(world: World, params: Params) -> Json:
        texts = world.profile.texts
        return {name: texts.get((name, _language(params))) or texts.get((name, ""), "")}

    return get_text


def _key(world: World, params: Params) -> tuple[str, str]:
    scope = params.object("scope") or {"type": "default"}
    kind = scope.get("type", "")
    if kind in _EVERYWHERE:
        return kind, _language(params)
    if kind not in _SOMEWHERE:
        raise wrong("can't parse BotCommandScope: Unsupported type specified")
    return f"{kind}:{_place(world, kind, scope)}", _language(params)


def _place(world: World, kind: str, scope: Json) -> str:
    chat = chat_of(world, _number(scope.get("chat_id")))
    if isinstance(chat, Group):
        check_is_in(chat)
    if kind == "chat":
        return str(chat.id)
    if isinstance(chat, Private):
        raise bad("can't change commands of members of a private chat")
    return str(chat.id) if kind == "chat_administrators" else f"{chat.id}:{scope.get('user_id')}"


def _language(params: Params) -> str:
    code = params.text("language_code")
    if not _LANGUAGE.fullmatch(code):
        raise wrong("invalid language code specified")
    return code


def _command(given: Json) -> tuple[str, str]:
    for name in ("command", "description"):
        if name not in given:
            raise wrong(f"can't parse BotCommand: Can't find field \"{name}\"")
    match = _NAME.fullmatch(given["command"])
    text = given["description"].strip()
    if match is None:
        raise wrong("BOT_COMMAND_INVALID")
    if not text:
        raise wrong("command description must be non-empty")
    if len(text) > DESCRIPTION:
        raise wrong("BOT_COMMAND_DESCRIPTION_INVALID")
    return match[1], text


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, str) and re.fullmatch(r"-?\d+", value) else value
