"""What authors do about a published job's end: let it run longer, look at closed ones, open one again."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Final

from bot.commands.job_form import Number
from bot.commands.job_guards import must_not_be_blocked
from bot.commands.own_jobs import must_stay, not_open, open_job, own
from bot.context import Context
from bot.domain.jobs import Job, JobState
from bot.domain.sending import Outcome
from bot.outbox import expiry
from bot.outbox.choosing import forecast
from bot.outbox.jobs import plan_cards
from bot.outbox.recommending import show_anew
from bot.outbox.rooms import LASTS_IN, follow
from bot.outbox.team_ends import forget_untold, tell_again
from bot.talk.answers import Answer
from bot.talk.commands import Theme, hidden, number
from bot.views import job_life as view

theme: Final = Theme()


@theme.action("job.verlaengern", hourly=30)
async def extend(ctx: Context, job: Number, bis: Annotated[int, hidden(number)] = 0) -> Answer:
    """Give an open job its whole time from now on; `bis` is the end that the button meant, and counts once."""
    must_stay(ctx)
    await must_not_be_blocked(ctx)
    found = await open_job(ctx, job)
    if bis == expiry.mark(found):
        found = await expiry.begin(ctx.store, ctx.house, found, ctx.now)
    return view.longer(found)


@theme.action("job.geschlossene")
async def closed_jobs(ctx: Context, seite: Number = 0) -> Answer:
    """Show a page of the caller's closed jobs, with the way to the teams that go on."""
    jobs = await ctx.store.jobs.of(ctx.member.id) if ctx.member is not None else ()
    closed = [job for job in jobs if job.may_reopen]
    teams = [job.id for job in closed if job.state in LASTS_IN and await ctx.store.jobs.seats(job.id)]
    return view.closed_jobs(closed, seite, teams)


@theme.action("job.wieder", hourly=30)
async def reopen(ctx: Context, job: Number) -> Answer:
    """Open a closed job again: its cards are open, its time begins anew, and nobody is tagged twice."""
    must_stay(ctx)
    await must_not_be_blocked(ctx)
    found = await own(ctx, job)
    if found.state is JobState.OPEN:
        return view.longer(found)
    if not found.may_reopen:
        raise not_open(found)
    opened = replace(found, state=JobState.OPEN, revision=found.revision + 1)
    opened = await expiry.begin(ctx.store, ctx.house, opened, ctx.now)
    await ctx.store.outbox.want("job", opened.id, opened.revision)
    if found.state is not JobState.ASSIGNED:
        await tell_again(ctx.store, opened, ctx.now)
    await forget_untold(ctx.store, opened)
    await follow(ctx.store, opened)
    await plan_cards(ctx.store, opened, ctx.now)
    await show_anew(ctx.store, opened)
    await _forget_untold_tags(ctx, opened)
    return view.reopened(opened, await forecast(ctx.store, ctx.house, opened, ctx.now))


async def _forget_untold_tags(ctx: Context, job: Job) -> None:
    """Forget who was to be tagged when the job closed before the message was ever tried: they may be tagged yet."""
    tags = await ctx.store.jobs.tags(job.id)
    for batch in {tag.batch for tag in tags}:
        row = await ctx.store.outbox.by_key(f"job:{job.id}:tag:{batch}")
        if row is not None and row.outcome is Outcome.DROPPED and not row.attempts:
            await ctx.store.jobs.untag(job.id, [tag.member_id for tag in tags if tag.batch == batch])
