"""Consent: the question, its answers, one tap to change it, and the ledger that keeps them."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Final

from bot.context import Context
from bot.domain.members import Agreement, Member, Visibility
from bot.domain.tagging import Overview
from bot.errors import InvalidInput, NotFound
from bot.housekeeping import redraw
from bot.talk.answers import Answer, Call, Reply, Then, say
from bot.talk.commands import Reading, Theme, hidden
from bot.talk.text import Phrase, lines
from bot.views import members as view

theme: Final = Theme()
_OVER: Final = Phrase(
    "Diese Frage ist nicht mehr offen oder gehört jemand anderem. Gib den Befehl einfach noch einmal ein."
)


def a_level(value: str, _reading: Reading) -> Visibility:
    """Read one of the three levels as our own buttons carry it; a forged one is refused."""
    if value in tuple(Visibility):
        return Visibility(value)
    raise InvalidInput(Phrase("Möglich ist hier: {levels}.", levels=", ".join(Visibility)))


def question(ctx: Context, token: str) -> Reply:  # noqa: ARG001 - the desk asks with the context
    """Return the question of consent for a call that was kept under the token."""
    return view.consent(token)


async def agree(ctx: Context, member: Member, level: Visibility) -> Member:
    """Set how far a member is shown, with a line in the ledger; the level they have already changes nothing."""
    if member.visibility is level:
        return member
    changed = replace(member, visibility=level)
    await ctx.store.members.save(changed)
    await ctx.store.members.agree(
        Agreement(member.id, level.value, view.consent_version(ctx.language), ctx.now, ctx.where)
    )
    ctx.member = changed
    if level is Visibility.HIDDEN:
        await redraw(ctx.store, member.id)
    return changed


@theme.action("consent.give")
async def give(
    ctx: Context, token: Annotated[str, hidden()] = "", level: Annotated[Visibility | None, hidden(a_level)] = None
) -> Answer | Then:
    """Keep the answer to the question of consent, commit it, and go on with the call that had asked for it."""
    kept = await _open_call(ctx, token)
    if level not in (Visibility.TAGGED, Visibility.LISTED):
        raise InvalidInput(Phrase("Auf diese Frage gibt es nur zwei Antworten: Einverstanden oder Nur gelistet."))
    member = await agree(ctx, _reading(await ctx.me(), level), level)
    ctx.has_begun = False  # more than one line of notice was read already
    said = Phrase("Danke, das ist notiert.")
    return Then(kept, Reply(lines(said, view.level_line(member.visibility or level))), commit_first=True, token=token)


def _reading(member: Member, level: Visibility) -> Member:
    """Return a member who has just read what they agree to: being tagged includes the overview of the week."""
    if level is not Visibility.TAGGED or member.wishes.overview is not None:
        return member
    return replace(member, wishes=replace(member.wishes, overview=Overview.WEEKLY))


@theme.action("consent.cancel")
async def cancel(ctx: Context, token: Annotated[str, hidden()] = "") -> Answer:
    """Forget the call that had asked; nothing of the person is kept."""
    await _open_call(ctx, token)
    await ctx.store.talk.drop_call(token)
    return say(Phrase("Abgebrochen. Davon ist nichts gespeichert."))


async def _open_call(ctx: Context, token: str) -> Call:
    kept = await ctx.store.talk.kept_call(token, "consent", ctx.caller.address, ctx.now)
    if kept is None:
        raise NotFound(_OVER)
    return kept


@theme.action("consent.set")
async def change(ctx: Context, level: Annotated[Visibility | None, hidden(a_level)] = None) -> Answer:
    """Change the level with one tap; who never agreed to anything is asked by a command first."""
    member = ctx.member
    if member is None or member.visibility is None:
        raise NotFound(Phrase("Von dir ist nichts gelistet. Mit /profil oder /skills fängst du an."))
    if level is None:
        raise InvalidInput(Phrase("Möglich ist hier: {levels}.", levels=", ".join(Visibility)))
    said = Phrase("Das ist schon so.") if member.visibility is level else Phrase("Geändert.")
    return view.profile(await agree(ctx, member, level), ctx.today, said, now=ctx.now, language=ctx.language)


@theme.action("consent.untag", brief=True)
async def untag(ctx: Context) -> Answer:
    """Stop tagging the one who presses, whoever was tagged in the message; they stay listed."""
    member = ctx.member
    if member is None or member.visibility is not Visibility.TAGGED:
        return say(Phrase("Du wirst nicht getaggt. Ändern kannst du das mit /profil."))
    await agree(ctx, member, Visibility.LISTED)
    return say(Phrase("Ich tagge dich nicht mehr. Gefunden wirst du weiter; ändern kannst du das mit /profil."))
