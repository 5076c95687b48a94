"""`/admin`: what organisers can do in the chat. So far: say which skill a term means that members typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final

from bot.commands.organisers import ORGANISERS_ONLY
from bot.context import Context
from bot.domain.skills import Adopted, Skill, UnknownTerm
from bot.errors import InvalidInput, NotFound
from bot.matching.naming.vocabulary import SKILL_LENGTH, Vocabulary, tidied
from bot.talk.answers import Answer, Call, Reply
from bot.talk.commands import Menu, Option, Theme, hidden, number
from bot.talk.strange import one_line
from bot.talk.text import Phrase
from bot.views import admin as view

theme: Final = Theme()
Page = Annotated[int, hidden(number)]


def _must_organise(ctx: Context) -> None:
    ctx.must_be(ctx.is_organiser, ORGANISERS_ONLY)


@theme.command("admin", "Was Organisator:innen tun können", menu=Menu.ORGANISERS)
async def admin(ctx: Context) -> Answer:
    """Show what organisers can do."""
    _must_organise(ctx)
    return view.menu()


@theme.action("admin.terms")
async def terms(ctx: Context, seite: Page = 0) -> Answer:
    """Show a page of the terms that members typed and no label knows, with how many hold each."""
    _must_organise(ctx)
    found = await ctx.store.vocabulary.unknown(view.PAGE + 1, seite * view.PAGE)
    if not found:  # the page went with what stood on it
        seite, found = 0, await ctx.store.vocabulary.unknown(view.PAGE + 1)
    return view.terms(found, seite)


async def _opening(ctx: Context, call: Call) -> tuple[Mapping[str, str], Reply | None]:
    """Show the term beside the question, with the known skill that it may mean."""
    _must_organise(ctx)
    term = await _term(ctx, call.values.get("begriff", ""))
    vocabulary = await ctx.vocabulary()
    known = vocabulary.known(term.label)
    near = (known.label,) if known else vocabulary.suggest(term.label)
    return {"skill": near[0]} if near else {}, view.term(term)


@theme.action("admin.alias", "Begriff zuordnen", form=True, opening=_opening)
async def assign(
    ctx: Context,
    skill: Annotated[
        str, Option("Skill", "Welcher Skill ist gemeint?", longest=SKILL_LENGTH, suggest="known", guessed=True)
    ],
    begriff: Annotated[str, hidden()] = "",
) -> Answer:
    """Let a term mean a known skill, for everybody who holds it and from now on.

    A term that is known by itself, kept by an older release or typed in quotes, may become that skill alone.
    """
    _must_organise(ctx)
    term = await _term(ctx, begriff)
    meant = _meant(skill, await ctx.vocabulary())
    itself = ctx.house.vocabulary.known(term.label)
    if itself is not None and itself != meant:
        return view.known_otherwise(term, itself)
    if itself is not None:
        return view.assigned(term, itself, await _followed(ctx, await ctx.store.vocabulary.adopt(term.key, itself)))
    adopted = await ctx.store.vocabulary.add_alias(term.label, meant, ctx.now)
    return view.assigned(term, meant, await _followed(ctx, adopted), undo=True)


@theme.action("admin.aliases")
async def aliases(ctx: Context, seite: Page = 0) -> Answer:
    """Show a page of what organisers have assigned."""
    _must_organise(ctx)
    return view.aliases(await ctx.store.vocabulary.aliases(), seite)


@theme.action("admin.unalias")
async def take_back(ctx: Context, begriff: Annotated[str, hidden()] = "", seite: Page = 0) -> Answer:
    """Forget what a term was assigned to; who was changed by it stays so."""
    _must_organise(ctx)
    before = await ctx.store.vocabulary.aliases()
    alias = next((each for each in before if each.key == begriff), None)
    if alias is None:
        raise NotFound(Phrase("Diese Zuordnung gibt es nicht mehr. Mit /admin siehst du, welche es gibt."))
    await ctx.store.vocabulary.drop_alias(alias.key)
    return view.aliases(await ctx.store.vocabulary.aliases(), seite, view.taken_back(alias))


async def _term(ctx: Context, key: str) -> UnknownTerm:
    found = await ctx.store.vocabulary.term(key)
    if found is None:
        raise NotFound(Phrase("Diesen Begriff hat niemand mehr. Mit /admin siehst du, welche offen sind."))
    return found


def _meant(typed: str, vocabulary: Vocabulary) -> Skill:
    """Return the known skill that somebody typed, or raise InvalidInput that names some that come near."""
    name = tidied(typed)
    if found := vocabulary.known(name):
        return found
    shown, near = one_line(name, SKILL_LENGTH), ", ".join(vocabulary.suggest(name))
    if near:
        raise InvalidInput(Phrase("„{typed}“ kenne ich nicht. Meintest du {near}?", typed=shown, near=near), "skill")
    raise InvalidInput(
        Phrase("„{typed}“ kenne ich nicht. Nimm einen Skill, den ich vorschlage, wenn du tippst.", typed=shown), "skill"
    )


async def _followed(ctx: Context, adopted: Adopted) -> int:
    """Let the cards of changed jobs follow, and return how many people hold the skill instead of the term."""
    for job_id, revision in adopted.jobs:
        await ctx.store.outbox.want("job", job_id, revision)
    return adopted.holders
