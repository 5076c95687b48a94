"""The routes by which the bot answers interactions: first answers, follow-ups, and what becomes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.support.discordapi import writing
from tests.support.discordapi.asked import Interaction
from tests.support.discordapi.basics import Json, number
from tests.support.discordapi.drafts import Draft, draft, redrafted
from tests.support.discordapi.forms import Form, refused
from tests.support.discordapi.modals import check_modal, modal_of
from tests.support.discordapi.objects import message_json, metadata
from tests.support.discordapi.reach import mentioned, notifies, tells_message
from tests.support.discordapi.refusals import Refusal, acknowledged, unknown
from tests.support.discordapi.registering import check_choices
from tests.support.discordapi.rules import check_may_answer
from tests.support.discordapi.sending import changed
from tests.support.discordapi.shown import EPHEMERAL, LOADING, Message, Version

if TYPE_CHECKING:
    from tests.support.discordapi.reading import Ask
    from tests.support.discordapi.world import World

MESSAGE, DEFER, DEFER_UPDATE, UPDATE, AUTOCOMPLETE, MODAL = 4, 5, 6, 7, 8, 9
CHOICES: Final = 25
_NAMES: Final = {
    MESSAGE: "message", DEFER: "defer", DEFER_UPDATE: "defer_update", UPDATE: "update",
    AUTOCOMPLETE: "autocomplete", MODAL: "modal",
}  # fmt: skip
_BY_COMMAND, _BY_MENU = 20, 23  # what a message's type says of whence it comes


def answer(world: World, ask: Ask) -> Json | None:
    """Take the first answer to an interaction; says what it created where that is asked for."""
    interaction = world.interactions.get(ask.parts["token"])
    if interaction is None or interaction.id != ask.id("interaction"):
        raise unknown("interaction")
    if interaction.is_answered:
        raise acknowledged()
    kind, content = ask.content.get("type", 0), ask.content.get("data") or {}
    _check_kind(interaction, kind)
    if interaction.failed or not interaction.is_alive(world.now()):
        raise unknown("interaction")
    resource = _ANSWERS[kind](world, interaction, content, ask)
    interaction.response = _NAMES[kind]
    interaction.answered_at = world.now()
    if ask.query.get("with_response", "false").casefold() not in {"1", "true"}:
        return None
    told: Json = {"id": str(interaction.id), "type": interaction.type}
    if interaction.original is not None:
        told["response_message_id"] = str(interaction.original.id)
        told["response_message_loading"] = interaction.original.is_loading
        told["response_message_ephemeral"] = interaction.original.ephemeral
    return {"interaction": told} | ({"resource": {"type": kind, "message": resource}} if resource else {})


def follow_up(world: World, ask: Ask) -> Json:
    """Let another message answer an interaction; the first one after a deferral takes the place of that."""
    made = draft(world, ask.content, ask.files)
    interaction = _answered(world, ask)
    original = interaction.original
    if original is not None and original.is_loading and not original.deleted:
        _fills(world, original, made)
        return message_json(world, original)
    return message_json(world, _stands(world, interaction, made.version, made.flags, made.allowed))


def get_answer(world: World, ask: Ask) -> Json:
    """Return an answer as it stands."""
    return message_json(world, _named(_answered(world, ask), ask))


def edit_answer(world: World, ask: Ask) -> Json:
    """Change an answer, or put it in the place of a deferral."""
    message = _named(_answered(world, ask), ask)
    if message.is_loading:
        _fills(world, message, draft(world, ask.content, ask.files))
    else:
        changed(world, message, redrafted(world, message, ask.content, ask.files))
    return message_json(world, message)


def delete_answer(world: World, ask: Ask) -> None:
    """Take an answer away."""
    writing.deletes(world, _named(_answered(world, ask), ask))


def _message(world: World, interaction: Interaction, content: Json, ask: Ask) -> Json:
    made = draft(world, content, ask.files, where="data.")
    interaction.original = _stands(world, interaction, made.version, made.flags, made.allowed)
    return message_json(world, interaction.original)


def _defer(world: World, interaction: Interaction, content: Json, _ask: Ask) -> Json:
    flags = LOADING | ((content.get("flags") or 0) & EPHEMERAL)
    interaction.original = _stands(world, interaction, Version("", world.now()), flags, None)
    return message_json(world, interaction.original)


def _defer_update(_world: World, interaction: Interaction, _content: Json, _ask: Ask) -> None:
    interaction.original = interaction.message


def _update(world: World, interaction: Interaction, content: Json, ask: Ask) -> Json:
    message = interaction.message
    assert message is not None, "what has no message was refused before"
    if message.deleted:
        raise unknown("Message")
    changed(world, message, redrafted(world, message, content, ask.files, where="data."))
    interaction.original = message
    return message_json(world, message)


def _autocomplete(_world: World, interaction: Interaction, content: Json, _ask: Ask) -> None:
    form, choices = Form(), content.get("choices") or []
    form.items("data.choices", choices, CHOICES)
    is_text = isinstance(_focused(interaction.data["options"]).get("value"), str) and all(
        isinstance(each.get("value"), str) for each in choices
    )
    check_choices(form, "data.choices", choices, is_text=is_text)
    form.check()
    interaction.choices = [(each["name"], each["value"]) for each in choices]


def _modal(_world: World, interaction: Interaction, content: Json, _ask: Ask) -> None:
    form = Form()
    check_modal(form, "data", content)
    form.check()
    interaction.modal = modal_of(interaction, content)


_ANSWERS: Final = {
    MESSAGE: _message, DEFER: _defer, DEFER_UPDATE: _defer_update, UPDATE: _update, AUTOCOMPLETE: _autocomplete,
    MODAL: _modal,
}  # fmt: skip


def _check_kind(interaction: Interaction, kind: int) -> None:
    allowed = {AUTOCOMPLETE} if interaction.kind == "autocomplete" else {MESSAGE, DEFER, MODAL}
    if interaction.kind == "modal":
        allowed -= {MODAL}
    if interaction.message is not None:
        allowed |= {DEFER_UPDATE, UPDATE}
    if kind not in allowed:
        raise refused("type", "BASE_TYPE_CHOICES", f"Value must be one of {sorted(allowed)}.")


def _stands(world: World, interaction: Interaction, version: Version, flags: int, allowed: Json | None) -> Message:
    check_may_answer(world, interaction.channel)
    kind = {"command": _BY_COMMAND, "menu": _BY_MENU}.get(interaction.kind, 0)
    message = writing.stands(
        world, interaction.channel, world.me, version, flags=flags, allowed=allowed, type=kind,
        metadata=metadata(interaction), for_person=interaction.person.id if flags & EPHEMERAL else None,
    )  # fmt: skip
    interaction.answers.append(message)
    return message


def _fills(world: World, message: Message, made: Draft) -> None:
    message.flags = (made.flags & ~EPHEMERAL) | (message.flags & EPHEMERAL)
    message.versions = [made.version]
    mentioned(world, message, made.allowed)
    notifies(world, message)
    tells_message(world, "MESSAGE_UPDATE", message)
    world.news.stir()


def _answered(world: World, ask: Ask) -> Interaction:
    interaction = world.interactions.get(ask.parts["token"])
    if interaction is None or ask.id("application") != world.me.id:
        raise unknown("Webhook")
    if not interaction.is_alive(world.now()):
        raise Refusal(401, 50027, "Invalid Webhook Token")
    if not interaction.is_answered or interaction.kind == "autocomplete":
        raise unknown("Webhook")
    return interaction


def _named(interaction: Interaction, ask: Ask) -> Message:
    name = ask.parts["message"]
    if name == "@original":
        found = interaction.original
    else:
        known = [*interaction.answers, *([interaction.original] if interaction.original else [])]
        found = next((each for each in known if each.id == number(name)), None)
    if found is None or found.deleted:
        raise unknown("Message")
    return found


def _focused(options: list[Json]) -> Json:
    for each in options:
        if each.get("focused"):
            return each
        if found := _focused(each.get("options", [])):
            return found
    return {}
