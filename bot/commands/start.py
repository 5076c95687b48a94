"""`/start`, `/hilfe`, `/datenschutz`: the first words, and what the bot says of itself."""

from __future__ import annotations

from typing import Annotated, Final

from bot.context import Context
from bot.errors import NotFound
from bot.talk.answers import Answer, Then
from bot.talk.commands import Menu, Theme, hidden
from bot.talk.text import Phrase
from bot.views import start as view

theme: Final = Theme()


@theme.command("start", "Fang hier an", menu=Menu.PRIVATE)
async def start(ctx: Context, token: Annotated[str, hidden()] = "") -> Answer | Then:
    """Welcome somebody, or go on with the call that a start link was made for."""
    if not token:
        return view.welcome(ctx.house.community, ctx.house.registry.visible)
    kept = await ctx.store.talk.kept_call(token, "start", ctx.caller.address, ctx.now)
    if kept is None:
        raise NotFound(
            Phrase(
                "Dieser Link gilt nicht mehr oder ist nicht für dich. "
                "Gib den Befehl einfach hier noch einmal ein; /hilfe zeigt alle."
            )
        )
    return Then(kept, token=token)


@theme.command("hilfe", "Was ich kann", aliases=("help",))
async def hilfe(ctx: Context) -> Answer:
    """Explain every command that the caller may use."""
    offered = [each for each in ctx.house.registry.visible if each.menu is not Menu.ORGANISERS or ctx.is_organiser]
    return view.guide(ctx.house.community, offered)


@theme.command("datenschutz", "Was ich speichere, wozu und wie lange", aliases=("privacy",))
async def datenschutz(ctx: Context) -> Answer:
    """Say what is kept, why, how long and who is responsible."""
    return view.privacy(ctx.house.community, ctx.house.registry.visible)
