"""Jobs that do not belong: anybody reports one, organisers close or remove it and block who posts such."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final

from bot.commands.job_form import Number
from bot.commands.job_list import published
from bot.commands.organisers import ORGANISERS_ONLY
from bot.commands.own_jobs import not_open
from bot.context import Context
from bot.domain.jobs import Job, JobState
from bot.domain.members import Member
from bot.domain.moderation import Block, Report
from bot.errors import InvalidInput, NotAllowed, NotFound
from bot.outbox import moderation as outbox
from bot.outbox.jobs import close_job
from bot.outbox.kinds import Scene
from bot.talk.answers import Answer, Call, Reply
from bot.talk.commands import Option, Theme, number
from bot.talk.strange import cleaned, says_something
from bot.talk.text import Phrase
from bot.views import moderation as view

theme: Final = Theme()

_WHAT: Final = Option("Grund", "Was stimmt mit diesem Auftrag nicht?", longest=300, long=True)
_WHY_GONE: Final = Option("Grund", "Warum? Das liest, wer den Auftrag geschrieben hat.", longest=300, long=True)
_WHY_BLOCKED: Final = Option("Grund", "Warum? Das liest, wer gesperrt wird.", longest=300, long=True)


def _must_organise(ctx: Context) -> None:
    ctx.must_be(ctx.is_organiser, ORGANISERS_ONLY)


def _scene(ctx: Context) -> Scene:
    return Scene(ctx.house, ctx.store, ctx.now)


def _reason(typed: str) -> str:
    said = cleaned(typed)
    if not says_something(said):
        raise InvalidInput(Phrase("Darin steht kein Grund. Schreib ein paar Worte."), "grund")
    return said


async def _reportable(ctx: Context, job_id: int) -> Job:
    """Return a job of somebody else that the caller has not reported yet."""
    found = await published(ctx, job_id)
    if ctx.member is not None and ctx.member.id == found.author_id:
        raise NotAllowed(Phrase("Das ist dein eigener Auftrag. Mit /job siehst du, was offen ist."))
    if ctx.member is not None and await ctx.store.moderation.reported(found.id, ctx.member.id) is not None:
        raise NotAllowed(Phrase("Du hast diesen Auftrag schon gemeldet."))
    return found


async def _may_report(ctx: Context, call: Call) -> tuple[Mapping[str, str], Reply | None]:
    await _reportable(ctx, number(call.values.get("job", ""), ctx.reading))
    return {}, None


@theme.action("job.melden", "Auftrag melden", form=True, hourly=10, opening=_may_report)
async def report(ctx: Context, job: Number, grund: Annotated[str, _WHAT]) -> Answer:
    """Pass a report on to organisers; the author does not learn who it was."""
    found, reason = await _reportable(ctx, job), _reason(grund)
    said = Report(found.id, (await ctx.me()).id, reason, ctx.now)
    await ctx.store.moderation.report(said)
    await outbox.tell_report(_scene(ctx), said, found.author_id)
    return view.reported()


async def _organises(ctx: Context, call: Call) -> tuple[Mapping[str, str], Reply | None]:
    """Open the form of a removal for organisers alone."""
    _must_organise(ctx)
    await published(ctx, number(call.values.get("job", ""), ctx.reading))
    return {}, None


@theme.action("orga.schliessen")
async def close(ctx: Context, job: Number) -> Answer:
    """Close somebody's open job; the author is told and may open it again."""
    _must_organise(ctx)
    found = await published(ctx, job)
    if found.state is not JobState.OPEN:
        raise not_open(found)
    closed = await close_job(ctx.store, found, JobState.WITHDRAWN, ctx.now)
    if ctx.member is None or ctx.member.id != closed.author_id:
        await outbox.tell_closed(_scene(ctx), closed)
    return view.is_closed(closed)


@theme.action("orga.entfernen", "Auftrag entfernen", form=True, opening=_organises)
async def remove(ctx: Context, job: Number, grund: Annotated[str, _WHY_GONE]) -> Answer:
    """Take a job away with all its cards; the author reads why and gets the text back."""
    _must_organise(ctx)
    found, reason = await published(ctx, job), _reason(grund)
    gone = await close_job(ctx.store, found, JobState.DELETED, ctx.now)
    await outbox.tell_removed(_scene(ctx), gone, reason)
    return view.is_removed(gone)


async def _member(ctx: Context, member_id: int) -> Member:
    """Return somebody who may be blocked: a member who is no organiser, also one who may yet take an erasure back."""
    found = await ctx.store.members.get(await ctx.store.links.known_as(member_id))
    if found is None:
        raise NotFound(Phrase("Diese Person kenne ich nicht mehr."))
    if not ctx.house.community.organisers.isdisjoint(found.addresses):
        raise NotAllowed(Phrase("Organisator:innen lassen sich nicht sperren."))
    return found


async def _may_block(ctx: Context, call: Call) -> tuple[Mapping[str, str], Reply | None]:
    _must_organise(ctx)
    await _member(ctx, number(call.values.get("wer", ""), ctx.reading))
    return {}, None


@theme.action("orga.sperren", "Für Aufträge sperren", form=True, opening=_may_block)
async def block(ctx: Context, wer: Number, grund: Annotated[str, _WHY_BLOCKED]) -> Answer:
    """Let somebody post no jobs any more; they are told, with the reason."""
    _must_organise(ctx)
    member, reason = await _member(ctx, wer), _reason(grund)
    new = Block(member.id, reason, ctx.now)
    is_new = await ctx.store.moderation.block(new)
    if is_new:
        await outbox.tell_blocked(_scene(ctx), new)
    return view.is_blocked(member, newly=is_new)


@theme.action("orga.entsperren")
async def unblock(ctx: Context, wer: Number) -> Answer:
    """Let somebody post jobs again; they are told."""
    _must_organise(ctx)
    member = await ctx.store.members.get(await ctx.store.links.known_as(wer))
    if member is None or not await ctx.store.moderation.unblock(member.id):
        raise NotFound(Phrase("Diese Sperre gibt es nicht mehr. Mit /admin siehst du, wer gesperrt ist."))
    await outbox.tell_unblocked(_scene(ctx), member.id)
    return view.is_unblocked(member)


@theme.action("orga.gesperrte")
async def blocks(ctx: Context, seite: Number = 0) -> Answer:
    """Show organisers a page of those who may post no jobs."""
    _must_organise(ctx)
    found = await ctx.store.moderation.blocks()
    return view.blocks(found, await ctx.store.members.many([one.member_id for one in found]), seite)
