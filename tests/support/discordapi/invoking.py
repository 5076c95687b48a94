"""People ask something of the bot: commands, menus, presses, modals; what Discord's client makes impossible fails."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tests.support.discordapi.asked import AUTOCOMPLETE, COMMAND, PRESS, SUBMIT, Interaction
from tests.support.discordapi.basics import Json
from tests.support.discordapi.choosing import command_of, given, resolved_user
from tests.support.discordapi.components import BUTTON, find
from tests.support.discordapi.filling import filled
from tests.support.discordapi.modals import Modal
from tests.support.discordapi.objects import interaction_json, message_json
from tests.support.discordapi.places import Place, Private
from tests.support.discordapi.registered import ON_MESSAGE, ON_PERSON
from tests.support.discordapi.shown import Message

if TYPE_CHECKING:
    from tests.support.discordapi.people import Person
    from tests.support.discordapi.world import World


def runs(world: World, person: Person, name: str, place: Place, options: Mapping[str, Any]) -> Interaction:
    """Let a person run a slash command."""
    _check_is_there(world, person, place)
    command, path, described = command_of(world, person, name, place)
    values, resolved = given(described, options, place)
    for each in described:
        assert not each.get("required") or each["name"] in options, f"/{name} wants {each['name']!r}"
    data = _command(command, _nested(path, values)) | ({"resolved": resolved} if resolved else {})
    return _sends(world, "command", COMMAND, person, place, data)


def completes(
    world: World, person: Person, name: str, place: Place, option: str, typed: str, others: Mapping[str, Any]
) -> Interaction:
    """Let a person type into an option that completes itself."""
    _check_is_there(world, person, place)
    command, path, described = command_of(world, person, name, place)
    focused = next((each for each in described if each["name"] == option), None)
    assert focused is not None, f"/{name} has no option {option!r}"
    assert focused.get("autocomplete"), f"{option!r} of /{name} does not complete itself"
    values, resolved = given(described, others, place)
    values.append({"name": option, "type": focused["type"], "value": typed, "focused": True})
    data = _command(command, _nested(path, values)) | ({"resolved": resolved} if resolved else {})
    return _sends(world, "autocomplete", AUTOCOMPLETE, person, place, data)


def menu(world: World, person: Person, name: str, target: Message | Person, channel: Place | None) -> Interaction:
    """Let a person choose an entry in a context menu."""
    resolved: Json
    if isinstance(target, Message):
        assert not target.deleted, f"{target} is gone"
        place: Place = channel or target.channel
        kind, resolved = ON_MESSAGE, {"messages": {str(target.id): message_json(world, target)}}
    else:
        place = channel or person.private
        kind, resolved = ON_PERSON, resolved_user(target, place)
    _check_is_there(world, person, place)
    command, _, _ = command_of(world, person, name, place, kind)
    data = _command(command, []) | {"target_id": str(target.id), "resolved": resolved}
    del data["options"]
    return _sends(world, "menu", COMMAND, person, place, data)


def presses(world: World, person: Person, message: Message, custom_id: str) -> Interaction:
    """Let a person send a custom id as if a button of a message had it."""
    _check_sees(person, message)
    pressed = find(message.components, custom_id) or {"id": 1}
    data: Json = {"custom_id": custom_id, "component_type": BUTTON, "id": pressed["id"]}
    return _sends(world, "press", PRESS, person, message.channel, data, message=message)


def chooses(
    world: World, person: Person, message: Message, values: tuple[str, ...], custom_id: str | None
) -> Interaction:
    """Let a person choose in a select below a message."""
    _check_sees(person, message)
    selects = [each for row in message.components for each in row.get("components", []) if each["type"] == 3]
    select = next((each for each in selects if custom_id in {None, each["custom_id"]}), None)
    assert select is not None, f"no select {custom_id!r} below {message.text!r}"
    offered = [each["value"] for each in select["options"]]
    assert all(each in offered for each in values), f"{values} are not all offered, only {offered}"
    least, most = select.get("min_values", 1), select.get("max_values", 1)
    assert least <= len(values) <= most, f"{least} to {most} are to be chosen"
    data: Json = {"custom_id": select["custom_id"], "component_type": 3, "id": select["id"], "values": list(values)}
    return _sends(world, "press", PRESS, person, message.channel, data, message=message)


def submits(world: World, person: Person, opened: Interaction | Modal, values: Mapping[str, Any]) -> Interaction:
    """Let a person fill in a modal and send it."""
    modal = opened.modal if isinstance(opened, Interaction) else opened
    assert modal is not None, f"no modal stands open: {opened}"
    opener = modal.interaction
    assert opener.person is person, f"the modal stands open before {opener.person.name}"
    data: Json = {"custom_id": modal.custom_id, "components": filled(modal, values)}
    return _sends(world, "modal", SUBMIT, person, opener.channel, data, message=opener.message, opener=opener)


def _sends(world: World, kind: str, number: int, person: Person, place: Place, data: Json, **more: Any) -> Interaction:
    interaction = world.begins_interaction(kind, number, person, place, data, **more)
    world.tell("INTERACTION_CREATE", interaction_json(world, interaction), 0, place.guild)
    return interaction


def _command(command: Json, options: list[Json]) -> Json:
    data: Json = {"id": command["id"], "name": command["name"], "type": command["type"], "options": options}
    return data | ({"guild_id": command["guild_id"]} if "guild_id" in command else {})


def _nested(path: list[Json], values: list[Json]) -> list[Json]:
    for each in reversed(path):
        values = [{"name": each["name"], "type": each["type"], "options": values}]
    return values


def _check_is_there(world: World, person: Person, place: Place) -> None:
    assert not place.gone, f"{place} is gone"
    if isinstance(place, Private):
        assert place.person is person, f"{place} is not {person.name}'s"
        assert world.share(person), f"{person.name} shares no guild with the bot"
        assert not person.is_blocking, f"{person.name} blocks the bot"
        return
    assert place.kind != "forum", "nobody writes into a forum itself"
    assert place.may(person, "view_channel"), f"{person.name} does not see {place}"
    assert place.may(person, "use_application_commands"), f"{person.name} may not use commands in {place}"
    assert place.guild is not None, "only guilds have channels"
    assert place.guild.has_bot, f"the bot is not in {place.guild.name}"


def _check_sees(person: Person, message: Message) -> None:
    assert not message.deleted, f"{message} is gone"
    assert message.for_person in {None, person.id}, f"{person.name} does not see {message}"
    place = message.channel
    if isinstance(place, Private):
        assert place.person is person, f"{person.name} does not see {message}"
    else:
        assert place.may(person, "view_channel"), f"{person.name} does not see {message}"
