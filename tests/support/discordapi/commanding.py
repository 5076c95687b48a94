"""The routes by which application commands are registered and listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.support.discordapi.basics import Json
from tests.support.discordapi.forms import Form
from tests.support.discordapi.refusals import Refusal, unknown
from tests.support.discordapi.registered import shown
from tests.support.discordapi.registering import check_command, check_commands
from tests.support.discordapi.rules import guild_of

if TYPE_CHECKING:
    from tests.support.discordapi.reading import Ask
    from tests.support.discordapi.world import World


def put(world: World, ask: Ask) -> list[Json]:
    """Let a list of commands replace all that were registered."""
    commands: list[Any] = ask.body if isinstance(ask.body, list) else []
    form = Form()
    check_commands(form, commands)
    form.check()
    return world.commands.put(_guild(world, ask), commands)


def get(world: World, ask: Ask) -> list[Json]:
    """Return the registered commands, their translations only where they are asked for."""
    localized = ask.query.get("with_localizations", "false").casefold() in {"1", "true"}
    return [shown(each, localized=localized) for each in world.commands.kept.get(_guild(world, ask), [])]


def post(world: World, ask: Ask) -> tuple[int, Json]:
    """Register one command."""
    form = Form()
    check_command(form, "", ask.content)
    form.check()
    command, is_new = world.commands.add(_guild(world, ask), ask.content)
    return (201 if is_new else 200), command


def get_one(world: World, ask: Ask) -> Json:
    """Return one command."""
    return _named(world, ask)


def patch(world: World, ask: Ask) -> Json:
    """Change one command."""
    before = _named(world, ask)
    form = Form()
    check_command(form, "", before | ask.content)
    form.check()
    command, _ = world.commands.add(_guild(world, ask), before | ask.content)
    return command


def delete(world: World, ask: Ask) -> None:
    """Let a command be registered no longer."""
    if not world.commands.removes(_guild(world, ask), ask.id("command")):
        raise unknown("application command")


def _guild(world: World, ask: Ask) -> int | None:
    if ask.id("application") != world.me.id:
        raise Refusal(403, 20012, "You are not authorized to perform this action on this application", avoidable=True)
    return guild_of(world, ask).id if "guild" in ask.parts else None


def _named(world: World, ask: Ask) -> Json:
    for each in world.commands.kept.get(_guild(world, ask), []):
        if each["id"] == ask.parts["command"]:
            return each
    raise unknown("application command")
