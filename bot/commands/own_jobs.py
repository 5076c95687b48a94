"""A member's own jobs are found or refused, and shown to them as they stand."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.commands.job_form import keeps_by_hand
from bot.commands.job_guards import must_not_be_blocked
from bot.context import Context
from bot.domain.jobs import DRAFT_LIVES, Job, JobState
from bot.errors import NotAllowed, NotFound, TooMany
from bot.matching.shaping import FULL, MOST_PARTS, few
from bot.outbox import handing_on
from bot.outbox.choosing import forecast
from bot.outbox.index import changed as index_follows
from bot.outbox.rooms import follow as room_follows
from bot.ports import Store
from bot.talk.answers import Reply, say
from bot.talk.text import Phrase, Spans, lines
from bot.views import job_life as life
from bot.views import jobs as view
from bot.views.job_skills import retag

DONE: Final = {
    JobState.ASSIGNED: Phrase("ist schon vergeben"),
    JobState.WITHDRAWN: Phrase("ist zurückgezogen"),
    JobState.DELETED: Phrase("ist gelöscht"),
    JobState.DRAFT: Phrase("ist noch nicht veröffentlicht"),
    JobState.EXPIRED: Phrase("ist abgelaufen"),
}


def is_old(ctx: Context, draft: Job) -> bool:
    """Say whether a draft's 24 hours are over."""
    return draft.created_at + DRAFT_LIVES <= ctx.now


def must_stay(ctx: Context) -> None:
    """Refuse what only makes sense for somebody who stays: a person who is being forgotten begins nothing new."""
    if ctx.member is not None and ctx.member.has_just_left:
        raise NotAllowed(
            Phrase("Du bist in keinem unserer Orte mehr. Gib dort wieder einen Befehl ein, dann geht es weiter.")
        )
    if ctx.member is not None and ctx.member.erase_at is not None:
        raise NotAllowed(Phrase("Du wirst gerade vergessen. Mit /vergissmich kannst du das vorher zurücknehmen."))


async def own(ctx: Context, job_id: int) -> Job:
    """Return the caller's own job or draft that is still there; anybody else's is refused without a word about it."""
    found = await ctx.store.jobs.get(job_id)
    if found is not None and (ctx.member is None or found.author_id != ctx.member.id):
        raise NotAllowed(Phrase("Das kann nur, wer den Auftrag geschrieben hat."))
    if found is None or found.state is JobState.DELETED or (found.state is JobState.DRAFT and is_old(ctx, found)):
        raise NotFound(Phrase("Diesen Auftrag gibt es nicht mehr. Mit /job schreibst du einen neuen."))
    return found


async def open_job(ctx: Context, job_id: int) -> Job:
    """Return the caller's own published job that is still open."""
    found = await own(ctx, job_id)
    if found.state is not JobState.OPEN:
        raise not_open(found)
    return found


async def own_draft(ctx: Context, job_id: int) -> Job:
    """Return the caller's own draft that was not published yet."""
    found = await own(ctx, job_id)
    if found.state is not JobState.DRAFT:
        raise NotFound(Phrase("„{title}“ ist schon veröffentlicht.", title=found.title))
    return found


def not_open(job: Job) -> NotFound:
    """Return the refusal of what only an open job allows, with what became of this one."""
    return NotFound(Phrase("„{title}“ {state}.", title=job.title, state=DONE[job.state]))


async def preview(ctx: Context, draft: Job, first: Spans | None = None) -> Reply:
    """Return the preview of a draft, after a line of its own where there is one."""
    reply = view.preview(draft, await forecast(ctx.store, ctx.house, draft, ctx.now))
    return replace(reply, text=lines(first, reply.text))


async def shown(ctx: Context, found: Job) -> Reply:
    """Return the preview of the caller's own draft, or what can be done with a job that is published already."""
    if found.may_reopen:
        return life.closed(found, Phrase("„{title}“ {state}.", title=found.title, state=DONE[found.state]))
    if found.state is not JobState.DRAFT:
        return say(Phrase("„{title}“ ist schon veröffentlicht.", title=found.title), buttons=view.owner_rows(found))
    if ctx.member is not None and ctx.member.created_at == found.created_at and found.source is not None:
        ctx.has_begun = True  # the free post was the first thing kept of the person: here is the line of notice
    return await preview(ctx, found)


async def changed(ctx: Context, before: Job, after: Job) -> Reply:
    """Write a change, let the copies follow, and show the author changed skills before anybody new is tagged."""
    after = await saved(ctx, before, after)
    if after.state is JobState.DRAFT:
        return await preview(ctx, after)
    by_hand = await keeps_by_hand(ctx, before, after)
    if before.skill_keys == after.skill_keys and not by_hand:
        return say(Phrase("„{title}“ ist überall geändert.", title=after.title), buttons=view.owner_rows(after))
    return retag(after, await forecast(ctx.store, ctx.house, after, ctx.now), by_hand=by_hand)


async def counted(ctx: Context, job: Job) -> Job:
    """Give a published job its next revision and let every copy show it."""
    after = replace(job, revision=job.revision + 1)
    await ctx.store.jobs.save(after)
    if after.state is not JobState.DELETED:
        await ctx.store.outbox.want("job", job.id, after.revision)
        await room_follows(ctx.store, after)
        await index_follows(ctx.store)
    await handing_on.follow(ctx.store, after, ctx.now)
    return after


async def saved(ctx: Context, before: Job, after: Job) -> Job:
    """Write a change of a draft or an open job as a new revision; the copies of a published one follow.

    Who is blocked changes nothing: what is open stays as it is. Raises TooMany where parts that are named or in which
    somebody sits leave no room for another.
    """
    await must_not_be_blocked(ctx)
    if before.state not in (JobState.DRAFT, JobState.OPEN):
        raise not_open(before)
    after = replace(await with_taken_parts(ctx.store, before, after), revision=before.revision + 1)
    if len(after.parts) > max(MOST_PARTS, len(before.parts)):
        raise TooMany(FULL)
    await ctx.store.jobs.save(after)
    if after.state is JobState.OPEN:
        await ctx.store.outbox.want("job", after.id, after.revision)
        await room_follows(ctx.store, after)
        await index_follows(ctx.store)
        await handing_on.follow(ctx.store, after, ctx.now)
    return after


async def with_taken_parts(store: Store, before: Job, after: Job) -> Job:
    """Return a changed job in which every part stays where somebody sits, whatever its words or skills ask for now.

    Who was interested in a part that is gone is interested in the job.
    """
    gone = [part for part in before.parts if after.part(part.key) is None]
    taken = {seat.part for seat in await store.jobs.seats(before.id)} if gone else set()
    known = {skill.key for skill in after.skills}
    stay = []
    for part in gone:
        if part.key in taken:
            core, side = (tuple(one for one in skills if one.key not in known) for skills in (part.core, part.side))
            stay.append(replace(part, core=core, side=side, is_named=True))
    after = replace(after, parts=few((*after.parts, *stay), taken)) if stay else after
    for part in before.parts:
        if after.part(part.key) is None:
            await store.jobs.move_part(before.id, part.key, "")
    return after
