"""`/meinedaten` and `/vergissmich`: seeing what is kept, and being forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot import housekeeping
from bot.commands.event_entry import DRAFT
from bot.context import Context
from bot.domain.members import KEPT_AFTER_LEAVING, Agreement, Member
from bot.errors import NotFound
from bot.outbox import seats
from bot.talk.answers import Answer, Call, say
from bot.talk.commands import Menu, Theme
from bot.talk.text import Phrase
from bot.views import data as view
from bot.views import data_file
from bot.views import members as member_view

theme: Final = Theme()

TIME_TO_CHANGE_ONES_MIND: Final = timedelta(hours=24)
WITHDRAWN: Final = "zurückgezogen"
_NONE_RUNNING: Final = Phrase("Es läuft keine Löschung. Mit /vergissmich fängst du eine an.")


@theme.command(
    "meinedaten",
    "Alles, was ich von dir gespeichert habe, auch als Datei",
    aliases=("mydata",),
    menu=Menu.PRIVATE,
    hourly=20,
)
async def meinedaten(ctx: Context) -> Answer:
    """Show everything that is kept of the caller, to be read and as a JSON file."""
    member = ctx.member
    if member is None:
        return view.nothing()
    if is_over(member, ctx.now):
        return say(view.BEING_ERASED)
    kept = await _everything(ctx, member)
    files = data_file.files(member.id, data_file.content(kept, ctx.now))
    return view.summary(kept, ctx.now, ctx.house.community.zone, files, ctx.language)


@theme.command(
    "vergissmich",
    "Vergiss mich: sofort verborgen, nach 24 Stunden gelöscht",
    aliases=("forgetme",),
    menu=Menu.PRIVATE,
)
async def vergissmich(ctx: Context) -> Answer:
    """Hide the caller at once and erase them after 24 hours; said again, it tells when that will be."""
    await _drop_what_is_open(ctx)
    member = ctx.member
    if member is None:
        return view.nothing()
    if is_over(member, ctx.now):
        return say(view.BEING_ERASED)
    if member.erase_at is not None and asked_for(member):
        return view.forgetting(member.erase_at, 0, again=True)
    erase_at = ctx.now + TIME_TO_CHANGE_ONES_MIND
    withdrawn = await housekeeping.withdraw(ctx.store, member.id, ctx.now)
    await _set_erasure(ctx, member, erase_at)
    if member.visibility is not None:
        await _ledger(ctx, member, WITHDRAWN)
    return view.forgetting(erase_at, withdrawn)


@theme.action("forget.undo", hourly=10)
async def undo(ctx: Context) -> Answer:
    """Take the wish to be forgotten back, as long as there is time."""
    member = _still_here(ctx)
    left = member.left_at + KEPT_AFTER_LEAVING if member.left_at is not None else None
    await _set_erasure(ctx, member, left)
    if member.visibility is not None:
        await _ledger(ctx, member, member.visibility.value)
    return view.taken_back(ctx.member or member)


@theme.action("forget.now")
async def now(ctx: Context) -> Answer:
    """Let the next round of the housekeeping erase the caller; nothing of them is shown meanwhile."""
    await _set_erasure(ctx, _still_here(ctx), ctx.now)
    await _drop_what_is_open(ctx)
    return say(view.BEING_ERASED)


def asked_for(member: Member) -> bool:
    """Say whether the member wished to be forgotten, rather than left every place."""
    return member.erase_at is not None and not member.has_just_left


def is_over(member: Member, now: datetime) -> bool:
    """Say whether the member's time has come and only the housekeeping is still to follow."""
    return member.erase_at is not None and member.erase_at <= now


def _still_here(ctx: Context) -> Member:
    """Return the caller while a wish to be forgotten runs; raise NotFound where there is none or it is too late."""
    if ctx.member is None or not asked_for(ctx.member):
        raise NotFound(_NONE_RUNNING)
    if is_over(ctx.member, ctx.now):
        raise NotFound(view.BEING_ERASED)
    return ctx.member


async def _set_erasure(ctx: Context, member: Member, erase_at: datetime | None) -> None:
    ctx.member = replace(member, erase_at=erase_at)
    await ctx.store.members.save(ctx.member)
    if (member.erase_at is None) is not (erase_at is None):
        await (seats.back if erase_at is None else seats.gone)(ctx.store, member.id, ctx.now)
    await housekeeping.redraw(ctx.store, member.id)


async def _ledger(ctx: Context, member: Member, level: str) -> None:
    version = member_view.consent_version(ctx.language)
    await ctx.store.members.agree(Agreement(member.id, level, version, ctx.now, ctx.where))


async def _drop_what_is_open(ctx: Context) -> None:
    """Forget the open form and kept calls of every account of the caller, which are there without a member too."""
    for address in ctx.member.addresses if ctx.member is not None else (ctx.caller.address,):
        await ctx.store.talk.close_form(address)
        for purpose in ("consent", "event", "form", "start"):
            await ctx.store.talk.forget_calls(address, purpose)


async def _kept_calls(ctx: Context, member: Member, *purposes: str) -> list[Call]:
    """Return the calls that are kept for any account of a member."""
    which = [(address, purpose) for address in member.addresses for purpose in purposes]
    return [call for address, purpose in which for call in await ctx.store.talk.kept_calls(address, purpose, ctx.now)]


async def _everything(ctx: Context, member: Member) -> view.Kept:
    """Return all that is kept of a member, with the titles of the jobs and the events that it is about."""
    store = ctx.store
    interests, tags = await store.jobs.interests_of(member.id), await store.jobs.tags_of(member.id)
    answers, reminders = await store.events.answers_of(member.id), await store.events.reminders_of(member.id)
    reports = await store.moderation.reports_of(member.id)
    handed, recommended = await store.handovers.of_member(member.id), await store.recommendations.of_member(member.id)
    notes = await store.jobs.notes_of(member.id)
    about = {one.job_id for some in (interests, tags, reports, notes, recommended) for one in some}
    jobs = [await store.jobs.get(one) for one in about]
    asked = [form for one in member.addresses if (form := await store.talk.form(one, ctx.now)) is not None]
    forms = [*(Call(form.command, form.typed) for form in asked), *await _kept_calls(ctx, member, "form")]
    sits = await store.jobs.seats_of(member.id)
    joined = [await store.jobs.get(one) for one in {seat.job_id for seat in sits}]
    own = await store.jobs.of(member.id)
    let_in = await store.rooms.inside(member.addresses)
    teams = {job.id: job for job in (*own, *joined) if job is not None}
    rooms = [(job, room) for job in teams.values() if (room := await store.rooms.of(job.id)) is not None]
    dated = {answer.event_id for answer in answers} | {one.event_id for one in reminders if one.event_id is not None}
    events = [await store.events.get(one) for one in dated]
    return view.Kept(
        member=member,
        ledger=await store.members.agreements(member.id),
        jobs=own,
        interests=interests,
        tags=tags,
        events=await store.events.of(member.id),
        answers=answers,
        reminders=reminders,
        forms=[(form, ctx.house.registry.get(form.command)) for form in forms],
        titles={job.id: job.title for job in jobs if job is not None},
        reports=reports,
        block=await store.moderation.blocked(member.id),
        dated={event.id: event for event in events if event is not None},
        calendar=await store.calendars.of(member.id),
        link=await store.links.open(member.id, ctx.now),
        seats=sits,
        notes=notes,
        joined={job.id: job for job in joined if job is not None},
        handed=handed,
        recommended=recommended,
        people=await store.members.many([one.giver_id for one in handed]),
        unasked_since=await store.recommendations.stopped(member.id),
        rooms=[(job, room, job.id in let_in) for job, room in rooms],
        drafts=[draft.values for draft in await _kept_calls(ctx, member, DRAFT)],
        buttons=await _kept_calls(ctx, member, "button", "consent", "start"),
        feeds=[feed for feed in await store.feeds.all() if feed.added_by == member.id],
    )
