"""`/verknuepfen`: two accounts of one person become one member, and can be parted again for seven days."""

from __future__ import annotations

import base64
import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Final

from bot.commands.data import asked_for
from bot.commands.job_form import Number
from bot.context import Context
from bot.domain.links import CODE_LIVES, Link, Offer
from bot.domain.members import Member
from bot.domain.people import Platform
from bot.errors import InvalidInput, NotAllowed, NotFound, TooMany
from bot.linking import link, take_apart
from bot.outbox import linking as outbox
from bot.outbox.kinds import Scene
from bot.talk.answers import Answer, say
from bot.talk.commands import Menu, Option, Theme, hidden
from bot.talk.text import Moment, Phrase
from bot.views import linking as view

theme: Final = Theme()

TRIES: Final = 5  # wrong codes of an account within an hour
CODE_BYTES: Final = 16
_LETTERS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")  # base32: none of 0, 1, 8, 9, which look like letters
_WRONG: Final = "link code"  # the limit's name
_UNKNOWN: Final = Phrase(
    "Diesen Code kenne ich nicht. Ein Code gilt 10 Minuten und nur einmal; einen neuen zeigt dir /verknuepfen "
    "auf dem anderen Konto."
)
_NO_QUESTION: Final = Phrase("Diese Frage gibt es nicht mehr. Mit /verknuepfen fängst du neu an.")


def new_code() -> str:
    """Return a code of 128 bits: nobody types it, it is copied, and who reads its hash in the database learns nothing.

    A shorter one would be safe from five tries, but not from somebody who tries all against the hash.
    """
    letters = base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode().rstrip("=")
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def normal(code: str) -> str:
    """Return a typed code without what people put between its letters."""
    return "".join(letter for letter in code.upper() if letter in _LETTERS)


@theme.command(
    "verknuepfen",
    "Dein Konto auf Discord und das auf Telegram zu einem machen",
    aliases=("link",),
    menu=Menu.PRIVATE,
    hourly=40,
)
async def verknuepfen(
    ctx: Context,
    code: Annotated[str, Option("Code", "Welchen Code hat dir das andere Konto gezeigt?", longest=60)] = "",
    gruppe: Annotated[str, hidden()] = "",
) -> Answer:
    """Show a code for the other account, take one in, or show how both belong together.

    `gruppe` says that the command was typed where others read it.
    """
    me = await ctx.me()
    if code:
        return await _take(ctx, me, code, bool(gruppe) or _is_read_along(ctx))
    if me.is_linked:
        return view.state(me, await ctx.store.links.open(me.id, ctx.now))
    asked = await ctx.store.links.asked_of(ctx.caller.address, ctx.now)
    if asked is not None and (other := await outbox.second(ctx.store, asked)) is not None:
        return await outbox.question(Scene(ctx.house, ctx.store, ctx.now), asked, me, other)
    _must_stay(me)
    shown = new_code()
    await ctx.store.links.offer(ctx.caller.address, normal(shown), ctx.now + CODE_LIVES)
    return view.code(shown, ctx.caller.address.platform)


def _is_read_along(ctx: Context) -> bool:
    """Say whether the command stands in a chat as a message; a slash command is seen by nobody else."""
    return ctx.caller.where is not None and ctx.message is not None


async def _take(ctx: Context, me: Member, code: str, in_public: bool) -> Answer:
    wrong = await ctx.store.talk.counted(_WRONG, ctx.caller.address, ctx.now)
    if wrong is not None and wrong[0] >= TRIES:
        raise TooMany(
            Phrase("Das waren zu viele falsche Codes. Neue Versuche gehen ab: {when}.", when=Moment(wrong[1]))
        )
    offer = await ctx.store.links.take(normal(code), ctx.caller.address, ctx.now, in_public=in_public)
    if offer is None:
        await ctx.store.talk.count(_WRONG, ctx.caller.address, timedelta(hours=1), ctx.now)
        raise NotFound(_UNKNOWN)
    if offer.by == ctx.caller.address:
        return say(Phrase("Das ist der Code dieses Kontos. Gib ihn auf dem anderen Konto ein."))
    other = await ctx.store.members.at(offer.by)
    if other is None:
        raise NotFound(_UNKNOWN)
    _must_fit(me, other)
    if offer.is_agreed:
        return view.waiting(other, offer)
    return view.preview(await outbox.preview(ctx.store, ctx.house, me, other, ctx.now), offer)


def _must_stay(member: Member) -> None:
    if member.erase_at is not None and asked_for(member):
        raise NotAllowed(Phrase("Es läuft eine Löschung. Nimm sie zuerst zurück: /vergissmich."))


def _must_fit(me: Member, other: Member) -> None:
    """Refuse two members that cannot be made one.

    An account on each platform is one person's; a second one on the same would be mentioned by chance in a place.
    """
    _must_stay(me)
    if me.id == other.id:
        raise InvalidInput(Phrase("Diese beiden Konten sind schon verknüpft."))
    if me.is_linked or other.is_linked:
        raise InvalidInput(Phrase("Eines der beiden Konten ist schon mit einem anderen verknüpft."))
    if me.accounts[0].address.platform is other.accounts[0].address.platform:
        raise InvalidInput(Phrase("Verknüpfen kannst du ein Konto auf Discord mit einem auf Telegram."))
    if other.erase_at is not None and asked_for(other):
        raise NotAllowed(Phrase("Das andere Konto lässt sich gerade nicht verknüpfen."))


async def _offered(ctx: Context, nr: int) -> Offer:
    found = await ctx.store.links.offered(nr, ctx.now)
    if found is None or ctx.caller.address not in (found.by, found.taken_by):
        raise NotFound(_NO_QUESTION)
    return found


@theme.action("link.ja", hourly=30)
async def agree(ctx: Context, nr: Number) -> Answer:
    """Agree on the second account; the first is asked now."""
    found = await _offered(ctx, nr)
    first, me = await ctx.store.members.at(found.by), ctx.member
    if ctx.caller.address != found.taken_by or first is None or me is None:
        raise NotFound(_NO_QUESTION)
    _must_fit(me, first)
    if not found.is_agreed:
        await ctx.store.links.agree(found.id, ctx.now + CODE_LIVES)
        await outbox.ask(ctx.store, found, first.id, ctx.now)
    return view.waiting(first, found)


@theme.action("link.nein", hourly=30)
async def refuse(ctx: Context, nr: Number) -> Answer:
    """Forget the code, on either side; the second account hears of it when the first refuses."""
    found = await _offered(ctx, nr)
    await ctx.store.links.drop_offer(found.id)
    if ctx.caller.address == found.by and (other := await outbox.second(ctx.store, found)) is not None:
        await outbox.tell_refused(ctx.store, found, other.id, ctx.now)
    return say(Phrase("Abgebrochen. Es bleibt alles, wie es war."))


@theme.action("link.bestaetigen", hourly=30)
async def confirm(ctx: Context, nr: Number, sicher: Annotated[str, hidden()] = "") -> Answer:
    """Confirm on the first account; once more where others may have read the code. Pressed again it shows the link."""
    if ctx.member is not None and ctx.member.is_linked:
        return view.state(ctx.member, await ctx.store.links.open(ctx.member.id, ctx.now))
    found = await _offered(ctx, nr)
    other, me = await outbox.second(ctx.store, found), ctx.member
    if ctx.caller.address != found.by or not found.is_agreed or other is None or me is None:
        raise NotFound(_NO_QUESTION)
    _must_fit(me, other)
    if found.in_public and sicher != "ja":
        return view.sure(found, other)
    await ctx.store.links.drop_offer(found.id)
    ctx.member = await link(ctx.store, me, other, ctx.caller.address, ctx.now)
    return view.made(ctx.member, await ctx.store.links.open(ctx.member.id, ctx.now))


def _linked(ctx: Context) -> Member:
    if ctx.member is None or not ctx.member.is_linked:
        raise NotFound(Phrase("Dieses Konto ist mit keinem anderen verknüpft. Mit /verknuepfen geht das."))
    return ctx.member


@theme.action("link.seite", hourly=30)
async def prefer(ctx: Context, seite: Annotated[str, hidden()]) -> Answer:
    """Choose on which platform the caller is written to and tagged first."""
    me = _linked(ctx)
    chosen = next((one.platform for one in me.addresses if one.platform.value == seite), None)
    if chosen is None:
        raise NotFound(Phrase("Dort hast du kein Konto."))
    ctx.member = replace(me, preferred=Platform(chosen))
    await ctx.store.members.save(ctx.member)
    return view.state(ctx.member, await ctx.store.links.open(me.id, ctx.now))


async def _partable(ctx: Context) -> Link:
    me = _linked(ctx)
    _must_stay(me)
    found = await ctx.store.links.open(me.id, ctx.now)
    if found is None:
        raise NotFound(
            Phrase("Trennen geht nur in den ersten sieben Tagen. Löschen kannst du beides mit /vergissmich.")
        )
    return found


@theme.action("link.trennen", hourly=30)
async def want_parting(ctx: Context) -> Answer:
    """Say what parting does and ask whether it is meant."""
    return view.part(_linked(ctx), await _partable(ctx))


@theme.action("link.getrennt", hourly=30)
async def part(ctx: Context) -> Answer:
    """Part both accounts; the other one is told."""
    found = await _partable(ctx)
    before = _linked(ctx)
    await take_apart(ctx.store, found, ctx.caller.address, ctx.now)
    ctx.member = await ctx.store.members.at(ctx.caller.address)
    return view.parted(before)
