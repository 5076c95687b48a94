"""Commands and their options as Discord's client offers them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tests.support.discordapi.basics import Json
from tests.support.discordapi.permissions import EVERYTHING
from tests.support.discordapi.places import Place
from tests.support.discordapi.registered import SLASH

if TYPE_CHECKING:
    from tests.support.discordapi.people import Person
    from tests.support.discordapi.world import World

STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER = 3, 4, 5, 6, 7, 8, 9, 10
_SUBCOMMAND, _GROUP = 1, 2
_TEXT = 6000


def command_of(
    world: World, person: Person, name: str, place: Place, kind: int = SLASH
) -> tuple[Json, list[Json], list[Json]]:
    """Return a command as it is registered, the subcommands that lead to it, and its options."""
    offered = world.commands.of(place.guild.id if place.guild else None, kind)
    first, *rest = name.split(" ") if kind == SLASH else [name]
    command = next((each for each in offered if each["name"] == first), None)
    assert command is not None, f"no command {first!r} is registered, only {[each['name'] for each in offered]}"
    _check_is_offered(command, person, place)
    path: list[Json] = []
    options: list[Json] = command.get("options", [])
    for part in rest:
        found = next((each for each in options if each["name"] == part and each["type"] in {_SUBCOMMAND, _GROUP}), None)
        assert found is not None, f"{first!r} has no {part!r}"
        path.append(found)
        options = found.get("options", [])
    assert not any(each["type"] in {_SUBCOMMAND, _GROUP} for each in options), f"{name!r} is only the beginning"
    return command, path, options


def given(described: list[Json], options: Mapping[str, Any], place: Place) -> tuple[list[Json], Json]:
    """Return options as they are sent, and what of their values Discord resolves."""
    known = {each["name"]: each for each in described}
    sent: list[Json] = []
    resolved: Json = {}
    for name, value in options.items():
        assert name in known, f"no option {name!r}, only {list(known)}"
        _check_value(known[name], value)
        plain = value
        if known[name]["type"] in {USER, CHANNEL, ROLE, MENTIONABLE}:
            for kind, found in _resolved(value, place).items():
                resolved[kind] = resolved.get(kind, {}) | found
            plain = str(value.id)
        sent.append({"name": name, "type": known[name]["type"], "value": plain})
    return sent, resolved


def resolved_user(person: Person, place: Place) -> Json:
    """Return a person as commands carry one who was chosen."""
    found: Json = {"users": {str(person.id): person.as_json()}}
    if place.guild is not None and person.id in place.guild.members:
        member = place.guild.members[person.id].as_json()
        del member["deaf"], member["mute"]
        found["members"] = {str(person.id): member | {"permissions": str(place.permissions(person))}}
    return found


def resolved_place(chosen: Place) -> Json:
    """Return a channel as commands carry one that was chosen."""
    wanted = ("id", "name", "type", "parent_id", "thread_metadata", "position", "nsfw", "flags", "topic",
              "rate_limit_per_user", "last_message_id", "owner_id", "message_count", "member_count",
              "total_message_sent")  # fmt: skip
    content = {name: value for name, value in chosen.as_json().items() if name in wanted}
    return {"channels": {str(chosen.id): content | {"permissions": str(EVERYTHING)}}}


def _resolved(value: Any, place: Place) -> Json:
    if isinstance(value, Place):
        return resolved_place(value)
    if place.guild is not None and value.id in place.guild.roles:
        return {"roles": {str(value.id): value.as_json()}}
    return resolved_user(value, place)


def _check_is_offered(command: Json, person: Person, place: Place) -> None:
    name, contexts = command["name"], command["contexts"]
    if place.guild is None:
        assert command["dm_permission"], f"{name!r} is not there in private"
        assert contexts is None or 1 in contexts, f"{name!r} is not there in private"
        return
    assert contexts is None or 0 in contexts, f"{name!r} is only there in private"
    needed = command["default_member_permissions"]
    if needed is not None:
        has = place.permissions(person) & int(needed) == int(needed) != 0 or place.guild.owner is person
        assert has, f"{person.name} may not use {name!r}"


def _check_value(option: Json, value: Any) -> None:
    name, kind = option["name"], option["type"]
    wanted = {STRING: str, INTEGER: int, BOOLEAN: bool, NUMBER: (int, float)}.get(kind)
    if wanted is not None:
        assert isinstance(value, wanted), f"{name!r} takes no {value!r}"  # type: ignore[arg-type] # a type or some
        assert kind == BOOLEAN or not isinstance(value, bool), f"{name!r} takes no {value!r}"
    choices = option.get("choices")
    if choices:
        offered = [each["value"] for each in choices]
        assert value in offered, f"{value!r} is not offered for {name!r}, only {offered}"
    if kind == STRING:
        least, most = option.get("min_length", 0), option.get("max_length", _TEXT)
        assert value, f"{name!r} cannot be sent empty"
        assert least <= len(value) <= most, f"{name!r} has {least} to {most} characters, not {len(value)}"
    elif kind in {INTEGER, NUMBER}:
        assert value >= option.get("min_value", value), f"{value} is too little for {name!r}"
        assert value <= option.get("max_value", value), f"{value} is too much for {name!r}"
