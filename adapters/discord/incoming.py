"""From what happens on Discord to a door of the desk: one function a kind of happening.

Interactions are answered and are known again by their id. Messages are heard where the desk hears them: free posts in
`jobs` places, and whatever somebody writes to the bot itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

import discord
from discord import InteractionType
from discord.app_commands import Choice

from adapters.discord.answering import Answering
from adapters.discord.components import custom_id_of
from adapters.discord.failures import ANY
from adapters.discord.line import Line
from adapters.discord.marks import pressed
from adapters.discord.menus import PERSON, POST
from adapters.discord.modals import Page, components_of, page_of, typed
from adapters.discord.visit import AnyInteraction, Visit
from adapters.discord.where import DISCORD, acting_in, is_post, is_private, message_in, person
from adapters.sentences import old_button, settings_for
from bot.context import Caller
from bot.desk import Desk
from bot.domain.people import Address, ChatAddress, MessageRef
from bot.errors import DeliveryError
from bot.reporting import reported
from bot.talk.answers import Answer, Ask, Call

SHOWN: Final = 25  # suggestions that Discord shows
CHOICE: Final = 100  # characters of one


class Incoming:
    """Leads what happens to its door. `hears_posts` says that the portal lets the bot read what people write."""

    def __init__(self, desk: Desk, line: Line, answering: Answering, *, hears_posts: bool) -> None:
        self._desk = desk
        self._line = line
        self._answering = answering
        self._hears_posts = hears_posts

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
        visit = Visit(interaction, pressed(custom_id))

        async def work() -> Sequence[Answer]:
            if visit.call is not None and visit.call.command == "kept":
                visit.call = await self._kept(visit, visit.call.values.get("token", ""))
            if visit.call is None:
                return (old_button(),)
            return await self._desk.call(visit.caller, visit.call, message=visit.message, incoming=visit.incoming)

        await self._answering.answer(visit, work())

    async def _kept(self, visit: Visit, token: str) -> Call | None:
        holders = [person(visit.interaction.user)]
        if (where := visit.caller.where) is not None:
            holders.append(Address(DISCORD, where.chat))
        for holder in holders:
            if (call := await self._desk.kept(token, holder)) is not None:
                return call
        return None

    async def _called(self, interaction: AnyInteraction) -> None:
        data = _data(interaction)
        call, message = _call_of(data), _target(interaction, data)
        visit = Visit(interaction, call)

        async def work() -> Sequence[Answer]:
            answers = await self._desk.call(visit.caller, call, message=message, incoming=visit.incoming)
            return (*answers, *await self._how_to_set_up(visit)) if call.command == "start" and answers else answers

        await self._answering.answer(visit, work())

    async def _how_to_set_up(self, visit: Visit) -> Sequence[Answer]:
        """Return what makes the channel a place, for somebody who may manage the server, where it is none."""
        where, name = visit.caller.where, getattr(visit.interaction.channel, "name", None)
        if where is None or name is None or not visit.caller.manages or await self._desk.works_in(where):
            return ()
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
        visit = Visit(interaction, page.call if page else None)

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
        values = {**ask.values, **typed(components_of(visit.interaction), ask.page_fields(page.number))}
        return await self._desk.submitted(
            visit.caller, ask, values, page.number, message=visit.message, incoming=visit.incoming
        )

    async def said(self, message: discord.Message) -> None:
        """Hear a message of a person: in private always, elsewhere free posts in places that take them."""
        if message.author.bot or message.webhook_id is not None or not message.content:
            return
        caller = _caller(message)
        ref = message_in(message.channel, message.id)
        if caller.where is not None and not await self._is_post(message, caller.where):
            return
        text = message.content
        answers = await self._desk.say(caller, text, message=ref, incoming=str(message.id))
        for number, answer in enumerate(answers):
            await self._reply(message, caller, answer, number)

    async def _is_post(self, message: discord.Message, where: ChatAddress) -> bool:
        """Say whether a message may be a free post; what is said under a forum's post is none."""
        if (
            not self._hears_posts
            or message.is_system()
            or (is_post(message.channel) and message.id != message.channel.id)
        ):
            return False
        return await self._desk.hears(where)

    async def _reply(self, message: discord.Message, caller: Caller, answer: Answer, number: int) -> None:
        """Answer a message; it cannot open a form, and nothing under it in a channel is for one person alone."""
        if isinstance(answer, Ask):
            answer = await self._desk.set_aside(caller, answer, answer.values, answer.opens_at())
        to: ChatAddress | Address = caller.address
        if caller.where is not None and not answer.private:
            to = message_in(message.channel, message.id).where
        try:
            await self._line.send(to, answer, f"answer:{message.id}:{number}")
        except DeliveryError:
            return

    async def edited(self, message: discord.Message) -> None:
        """Hear that a person changed a post; the preview of a link that appears under it changes no word."""
        if not self._hears_posts or message.author.bot or message.edited_at is None or message.guild is None:
            return
        await self._desk.edited(_caller(message), message_in(message.channel, message.id), message.content)

    async def gone(self, refs: Sequence[MessageRef]) -> None:
        """Hear that messages were deleted."""
        for ref in refs:
            await self._desk.gone(ref)


def _caller(message: discord.Message) -> Caller:
    return Caller(person(message.author), message.author.display_name, acting_in(message.channel))


def _data(interaction: AnyInteraction) -> Mapping[str, Any]:
    """Return what came with an interaction, as it came."""
    return cast("Mapping[str, Any]", interaction.data or {})


def _options(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [each for each in data.get("options", []) if isinstance(each, Mapping)]


def _call_of(data: Mapping[str, Any]) -> Call:
    """Return the call that a slash command or a menu means; whatever its name, the desk answers it."""
    name, target = str(data.get("name", "")), str(data.get("target_id", ""))
    if data.get("type") == POST.type:
        content = data.get("resolved", {}).get("messages", {}).get(target, {})
        author = content.get("author", {})
        return Call(POST.command, {"von": str(author.get("id", "")), "text": str(content.get("content", ""))})
    if data.get("type") == PERSON.type:
        return Call(PERSON.command, {"konto": target})
    return Call(name, {str(each["name"]): str(each.get("value", "")) for each in _options(data)})


def _target(interaction: AnyInteraction, data: Mapping[str, Any]) -> MessageRef | None:
    """Return the message that a menu was opened on."""
    if data.get("type") != POST.type or interaction.channel is None or is_private(interaction.channel):
        return None
    return message_in(interaction.channel, int(data["target_id"]))
