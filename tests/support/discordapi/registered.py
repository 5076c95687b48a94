"""Application commands as they are registered, and the count of those that were created."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from tests.support.discordapi.basics import Json

if TYPE_CHECKING:
    from tests.support.discordapi.world import World

SLASH, ON_PERSON, ON_MESSAGE = 1, 2, 3
_LOCALIZED: Final = ("name_localizations", "description_localizations")


class Commands:
    """The commands of the application, global ones under None, others by guild."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.kept: dict[int | None, list[Json]] = {}
        self.creations = 0  # of commands that were not there before: Discord allows 200 a day and guild

    def put(self, guild: int | None, commands: Iterable[Json]) -> list[Json]:
        """Let these commands be registered and no others; what is unchanged keeps id and version."""
        before = {(each["type"], each["name"]): each for each in self.kept.get(guild, [])}
        after = {}
        for each in commands:
            key = (each.get("type") or SLASH, each["name"])
            after[key] = self._registered(guild, each, before.get(key))
        self.kept[guild] = list(after.values())
        return self.kept[guild]

    def add(self, guild: int | None, command: Json) -> tuple[Json, bool]:
        """Register one command, in place of one of the same name; returns it, and whether it is new."""
        key = (command.get("type") or SLASH, command["name"])
        others = [each for each in self.kept.get(guild, []) if (each["type"], each["name"]) != key]
        before = next((each for each in self.kept.get(guild, []) if each not in others), None)
        made = self._registered(guild, command, before)
        self.kept[guild] = [*others, made]
        return made, before is None

    def removes(self, guild: int | None, number: int) -> bool:
        """Let a command be registered no longer; false where there was none."""
        before = self.kept.get(guild, [])
        self.kept[guild] = [each for each in before if each["id"] != str(number)]
        return len(before) > len(self.kept[guild])

    def of(self, guild: int | None, kind: int) -> list[Json]:
        """Return the commands of a kind that people find in a guild, or in private."""
        found = [*self.kept.get(None, []), *(self.kept.get(guild, []) if guild else [])]
        return [each for each in found if each["type"] == kind]

    def _registered(self, guild: int | None, command: Json, before: Json | None) -> Json:
        content = _normal(command)
        if before is not None and {name: before[name] for name in content} == content:
            return before
        if before is None:
            self.creations += 1
        number = before["id"] if before else str(self.world.snowflakes.next())
        known = {"id": number, "application_id": str(self.world.me.id), "version": str(self.world.snowflakes.next())}
        return known | content | ({"guild_id": str(guild)} if guild else {})


def shown(command: Json, *, localized: bool) -> Json:
    """Return a command as it is listed: its translations only where they are asked for."""
    return command if localized else _bare(command)


def _bare(value: Any) -> Any:
    if isinstance(value, list):
        return [_bare(each) for each in value]
    if isinstance(value, Mapping):
        return {name: _bare(each) for name, each in value.items() if name not in _LOCALIZED}
    return value


def _normal(command: Json) -> Json:
    kind = command.get("type") or SLASH
    content: Json = {
        "type": kind,
        "name": command["name"],
        "name_localizations": command.get("name_localizations"),
        "description": command.get("description") or "",
        "description_localizations": command.get("description_localizations"),
        "default_member_permissions": _permissions(command.get("default_member_permissions")),
        "dm_permission": command.get("dm_permission", True) is not False,
        "contexts": command.get("contexts"),
        "integration_types": command.get("integration_types") or [0],
        "nsfw": bool(command.get("nsfw", False)),
    }
    return content | ({"options": [_option(each) for each in command.get("options") or []]} if kind == SLASH else {})


def _permissions(value: Any) -> str | None:
    return None if value is None else str(value)


def _option(option: Json) -> Json:
    content = {name: value for name, value in option.items() if value is not None}
    if not content.get("required"):
        content.pop("required", None)
    if not content.get("autocomplete"):
        content.pop("autocomplete", None)
    for name in ("options", "choices"):
        if not content.get(name):
            content.pop(name, None)
    if "options" in content:
        content["options"] = [_option(each) for each in content["options"]]
    return content
