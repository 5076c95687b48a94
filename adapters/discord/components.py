"""Buttons as discord.py sends and hears them: the call lies in the custom id, so that one works for ever.

A view is sent as finished, so that the library keeps nothing of it: whatever is pressed comes through `Press`, before a
restart and after it.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from io import BytesIO
from typing import Any, Protocol, Self, cast

import discord
from discord import ActionRow, AllowedMentions, ButtonStyle, Interaction
from discord.ui import Button, DynamicItem, Item, View

from adapters.discord.marks import mark_in
from adapters.discord.outgoing import Key, Message
from bot.talk.answers import File


class HearsPresses(Protocol):
    """A client that knows what to do with a press."""

    pressed: Callable[[Interaction[Any], str], Awaitable[None]]


class Press(DynamicItem[Button[View]], template=re.compile(r".+", re.DOTALL)):
    """Any button of ours, also one of an older version: whoever presses it gets an answer."""

    @classmethod
    async def from_custom_id(cls, _interaction: Interaction[Any], item: Item[Any], _match: re.Match[str], /) -> Self:
        """Return the button that was pressed."""
        return cls(cast("Button[View]", item))

    async def callback(self, interaction: Interaction[Any]) -> None:
        """Hand the press to the client."""
        await cast("HearsPresses", interaction.client).pressed(interaction, self.custom_id)


def view_of(rows: tuple[tuple[Key, ...], ...]) -> View | None:
    """Return the buttons as a view, None where there are none."""
    if not rows:
        return None
    view = View(timeout=None)
    for number, row in enumerate(rows):
        for key in row:
            view.add_item(_button(key, number))
    view.stop()
    return view


def _button(key: Key, row: int) -> Item[Any]:
    if key.custom_id is None:
        return Button(label=key.label, url=key.url, row=row)
    return Press(Button(style=ButtonStyle.secondary, label=key.label, custom_id=key.custom_id, row=row))


def mark_of(message: discord.Message) -> str | None:
    """Return the mark of a message that was read back, None where it bears none."""
    custom_ids = [carried for carried in _carried(message) if carried is not None]
    footer = next((each.footer.text for each in message.embeds if each.footer.text), "")
    return mark_in(custom_ids, footer, message.content)


def called(message: Message) -> AllowedMentions:
    """Return that exactly these people may be notified: nobody else, no role, no author of what is replied to."""
    users = [discord.Object(user) for user in message.mentions]
    return AllowedMentions(everyone=False, roles=False, users=users or False, replied_user=False)


def attached(files: Sequence[File]) -> list[discord.File]:
    """Return files as the library uploads them."""
    return [discord.File(BytesIO(file.content), file.name) for file in files]


def is_known(interaction: Interaction[Any]) -> bool:
    """Say whether the message that was pressed has the button: only then the library finds out what it is."""
    return interaction.message is not None and custom_id_of(interaction) in _carried(interaction.message)


def _carried(message: discord.Message) -> list[str | None]:
    return [each.custom_id for row in message.components if isinstance(row, ActionRow) for each in row.children]


def custom_id_of(interaction: discord.Interaction[Any]) -> str:
    """Return what the pressed button, or the submitted form, carries."""
    data = cast("dict[str, Any]", interaction.data or {})
    return str(data.get("custom_id", ""))
