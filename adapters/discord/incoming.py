"""From an interaction to a door of the desk: one function a kind. The desk knows each again by its id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

import discord
from discord import InteractionType
from discord.app_commands import Choice

from adapters.discord import sentences
from adapters.discord.answering import Answering
from adapters.discord.components import custom_id_of
from adapters.discord.failures import ANY
from adapters.discord.marks import pressed
from adapters.discord.menus import PERSON, POST
from adapters.discord.modals import Page, components_of, page_of, typed
from adapters.discord.outgoing import Voice
from adapters.discord.requests import Requests
from adapters.discord.seen import as_seen, with_dates
from adapters.discord.visit import AnyInteraction, Visit
from adapters.discord.where import DISCORD, is_private, message_in, person
from adapters.sentences import old_button, settings_for
from bot.desk import Desk
from bot.domain.people import Address, MessageRef
from bot.reporting import reported
from bot.talk.answers import Answer, Ask, Call

SHOWN: Final = 25  # suggestions that Discord shows
CHOICE: Final = 100  # characters of one


class Incoming:
    """Leads interactions to their door and shows what it answers."""

    def __init__(self, desk: Desk, requests: Requests, answering: Answering) -> None:
        self._desk = desk
        self._requests = requests
        self._answering = answering

    async def interacted(self, interaction: AnyInteraction) -> None:
        """Take a command, a menu, a form that came back or a value that is being typed; presses come as `pressed`."""
        match interaction.type:
            case InteractionType.application_command:
                await self._called(interaction)
            case InteractionType.autocomplete:
                await self._completed(interaction)
            case InteractionType.modal_submit:
                await self._submitted(interaction)
            case _:
                return

    async def pressed(self, interaction: AnyInteraction, custom_id: str) -> None:
        """Take a press; a call that was kept for its button is its chat's, or its reader's, alone."""
        visit = self._visit(interaction, pressed(custom_id))

        async def work() -> Sequence[Answer]:
            if visit.call is not None and visit.call.command == "kept":
                visit.call = await self._kept(visit, visit.call.values.get("token", ""))
            if visit.call is None:
                return (old_button(),)
            return await self._desk.call(visit.caller, visit.call, message=visit.message, incoming=visit.incoming)

        await self._answering.answer(visit, work())

    def _visit(self, interaction: AnyInteraction, call: Call | None) -> Visit:
        """Return the visit; who comes in private lets the bot write back."""
        if is_private(interaction.channel):
            self._requests.forgive(str(interaction.user.id))
        return Visit(interaction, call)

    async def _kept(self, visit: Visit, token: str) -> Call | None:
        where, channel = visit.caller.where, visit.interaction.channel
        chat = where.chat if where is not None else str(channel.id) if channel is not None else "0"
        for holder in (person(visit.interaction.user), Address(DISCORD, chat)):
            if (call := await self._desk.kept(token, holder)) is not None:
                return call
        return None

    async def _called(self, interaction: AnyInteraction) -> None:
        data = _data(interaction)
        call, message = _call_of(data, interaction.guild, self._requests.voice), _target(interaction, data)
        visit = self._visit(interaction, call)

        async def work() -> Sequence[Answer]:
            answers = await self._desk.call(visit.caller, call, message=message, incoming=visit.incoming)
            return (*answers, *await self._how_to_set_up(visit)) if call.command == "start" and answers else answers

        await self._answering.answer(visit, work())

    async def _how_to_set_up(self, visit: Visit) -> Sequence[Answer]:
        """Return for somebody who may manage the server what makes the channel a place, or what place it is."""
        where, name = visit.caller.where, getattr(visit.interaction.channel, "name", None)
        if where is None or name is None or not visit.caller.manages:
            return ()
        if (place := await self._desk.place_at(where)) is not None:
            return (sentences.set_up(place),)
        return (settings_for(where, f"#{name}", str(visit.interaction.user.id)),)

    async def _completed(self, interaction: AnyInteraction) -> None:
        data = _data(interaction)
        focused = next((each for each in _options(data) if each.get("focused")), None)
        if focused is None:
            return
        command, option, words = str(data.get("name", "")), str(focused["name"]), str(focused.get("value", ""))
        found: tuple[str, ...] = ()
        try:
            found = await self._desk.complete(Visit(interaction, None).caller, command, option, words)
        except Exception as error:  # noqa: BLE001 - without suggestions people still can type
            reported(error, "suggesting")
        fitting = [value for value in found if 0 < len(value) <= CHOICE][:SHOWN]
        try:
            await interaction.response.autocomplete([Choice(name=value, value=value) for value in fitting])
        except ANY:
            return  # whoever typed on has asked again already

    async def _submitted(self, interaction: AnyInteraction) -> None:
        page = page_of(custom_id_of(interaction))
        visit = self._visit(interaction, page.call if page else None)

        async def work() -> Sequence[Answer]:
            return (old_button(),) if page is None else await self._page(visit, page)

        await self._answering.answer(visit, work())

    async def _page(self, visit: Visit, page: Page) -> Sequence[Answer]:
        """Take one page of a form, with what was kept of the pages before."""
        ask = Ask(page.call, self._desk.registry.asks(page.call))
        if page.token is not None:
            again = Call("form.open", {"token": page.token, "page": str(page.number)})
            found = await self._desk.call(visit.caller, again)
            if not found or not isinstance(found[0], Ask):
                return found
            ask = found[0]
        said = typed(components_of(visit.interaction), ask.page_fields(page.number))
        values = {**ask.values, **{name: with_dates(value, self._requests.voice) for name, value in said.items()}}
        return await self._desk.submitted(
            visit.caller, ask, values, page.number, message=visit.message, incoming=visit.incoming
        )


def _data(interaction: AnyInteraction) -> Mapping[str, Any]:
    """Return what came with an interaction, as it came."""
    return cast("Mapping[str, Any]", interaction.data or {})


def _options(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [each for each in data.get("options", []) if isinstance(each, Mapping)]


def _call_of(data: Mapping[str, Any], guild: discord.Guild | None, voice: Voice) -> Call:
    """Return the call that a slash command or a menu means; whatever its name, the desk answers it."""
    name, target = str(data.get("name", "")), str(data.get("target_id", ""))
    if data.get("type") == POST.type:
        content = data.get("resolved", {}).get("messages", {}).get(target, {})
        author, called = content.get("author", {}), content.get("mentions", [])
        people = {int(each["id"]): _name(each) for each in called}
        words = as_seen(str(content.get("content", "")), people, guild, voice, is_chosen=True)
        return Call(POST.command, {"von": str(author.get("id", "")), "text": words})
    if data.get("type") == PERSON.type:
        return Call(PERSON.command, {"konto": target})
    return Call(name, {str(each["name"]): with_dates(str(each.get("value", "")), voice) for each in _options(data)})


def _name(user: Mapping[str, Any]) -> str:
    """Return what a person is called on a server."""
    return str(user.get("member", {}).get("nick") or user.get("global_name") or user.get("username", ""))


def _target(interaction: AnyInteraction, data: Mapping[str, Any]) -> MessageRef | None:
    """Return the message that a menu was opened on."""
    if data.get("type") != POST.type or interaction.channel is None or is_private(interaction.channel):
        return None
    return message_in(interaction.channel, int(data["target_id"]))
