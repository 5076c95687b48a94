"""`/profil`: what members say of themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Final

from bot.commands import profile_form as form
from bot.commands.consent import agree
from bot.context import Context
from bot.domain.members import Availability, Member, Trade, Visibility
from bot.errors import InvalidInput
from bot.housekeeping import redraw
from bot.talk.answers import Answer, Call, Reply
from bot.talk.commands import Menu, Theme
from bot.talk.strange import one_line
from bot.talk.text import Phrase
from bot.views import members as view
from bot.views.recommending import RESUME

theme: Final = Theme()


async def _opening(ctx: Context, _call: Call) -> tuple[Mapping[str, str], Reply | None]:
    """Return what the profile holds now; for somebody new the name that the platform shows."""
    member = ctx.member
    if member is None:
        return {"name": one_line(ctx.caller.name, form.NAME_LENGTH)}, None
    values = {
        "name": member.name,
        "art": member.trade or "",
        "ort": member.town or "",
        "text": member.about,
        "links": " ".join(member.links),
        "verfuegbar": view.available(member, ctx.today, ctx.language),
        "sichtbar": member.visibility or "",
    }
    has_something = any((member.trade, member.town, member.about, member.links, member.availability, member.skills))
    profile = view.profile(member, ctx.today, now=ctx.now, language=ctx.language, editable=False)
    has_something |= await ctx.store.recommendations.stopped(member.id) is not None
    beside = await _with_stop(ctx, profile) if has_something else None
    return {name: str(value) for name, value in values.items() if value}, beside


@theme.command(
    "profil",
    "Dein Profil: wer, wo und ob du frei bist",
    aliases=("profile",),
    menu=Menu.PRIVATE,
    form=True,
    consent=True,
    opening=_opening,
    examples=(Phrase("/profil ort=Essen verfuegbar=frei"),),
)
async def profil(
    ctx: Context,
    name: Annotated[str, form.NAME] = "",
    art: Annotated[Trade | None, form.TRADE] = None,
    ort: Annotated[str | None, form.TOWN] = None,
    text: Annotated[str, form.ABOUT] = "",
    links: Annotated[tuple[str, ...], form.LINKS] = (),
    verfuegbar: Annotated[Availability | None, form.AVAILABILITY] = None,
    sichtbar: Annotated[Visibility | None, form.VISIBILITY] = None,
) -> Answer:
    """Change what was given in the profile, and show it."""
    before = await ctx.me()
    if "name" in ctx.given and not name:
        raise InvalidInput(Phrase("Ohne Namen geht es nicht. Schreib, wie andere dich nennen sollen."), "name")
    if name != before.name and (meant := form.meant_instead(name, ctx.reading)) is not None:
        raise InvalidInput(
            Phrase("„{name}“ nehme ich nicht als Namen. Meintest du /profil {meant}?", name=name, meant=meant), "name"
        )
    read: dict[str, Any] = {
        "name": ("name", name),
        "art": ("trade", art),
        "ort": ("town", ort),
        "text": ("about", text),
        "links": ("links", links),
        "verfuegbar": ("availability", verfuegbar),
    }
    changed = replace(before, **dict(read[option] for option in read if option in ctx.given))
    await ctx.store.members.save(changed)
    if changed.name != before.name:
        await redraw(ctx.store, changed.id)
    after = await agree(ctx, changed, sichtbar) if sichtbar is not None else changed
    shown = view.profile(after, ctx.today, _said(before, after), now=ctx.now, language=ctx.language)
    return await _with_stop(ctx, shown)


async def _with_stop(ctx: Context, shown: Reply) -> Reply:
    """Say in a profile that its owner wants no questions of colleagues, with the way back."""
    if ctx.member is None or shown.card is None or not await ctx.store.recommendations.stopped(ctx.member.id):
        return shown
    card = replace(shown.card, rows=(*shown.card.rows, Phrase("Fragen von Kolleg:innen: aus.")))
    return replace(shown, card=card, buttons=(*shown.buttons, (RESUME,)))


def _said(before: Member, after: Member) -> Phrase:
    return Phrase("Es bleibt alles, wie es war.") if before == after else Phrase("Gespeichert.")
