"""The end of a project, and the one question what became of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Final

from bot.commands.job_form import Number
from bot.commands.organisers import ORGANISERS_ONLY
from bot.commands.own_jobs import own
from bot.commands.rooms import led
from bot.context import Context
from bot.domain.jobs import Interest, InterestState, Job, JobState
from bot.domain.outcomes import STEPS, Became, month_of
from bot.errors import InvalidInput, NotFound
from bot.outbox import handing_on
from bot.outbox import project_end as outbox
from bot.outbox.jobs import close_job
from bot.talk.answers import Answer
from bot.talk.commands import Theme, hidden, number
from bot.talk.text import Phrase
from bot.views import project_end as view

theme: Final = Theme()

Step = Annotated[int, hidden(number)]


@theme.action("team.ende")
async def ask(ctx: Context, job: Number) -> Answer:
    """Ask the author whether the project is over, and say what follows."""
    return await _question(ctx, await led(ctx, job))


async def _question(ctx: Context, job: Job) -> Answer:
    others = {seat.member_id for seat in await ctx.store.jobs.seats(job.id)} - {job.author_id}
    return view.ask_end(job, len(others), has_room=await ctx.store.rooms.of(job.id) is not None)


@theme.action("team.endeja", hourly=30)
async def end(ctx: Context, job: Number, stand: Number) -> Answer:
    """End a project: everybody is thanked, seats end, the room closes, and the cards say that the job is assigned."""
    found = await led(ctx, job)
    if found.revision != stand:
        return await _question(ctx, found)
    alone = replace(found, contact_id=None, contact_asked_id=None, signing=None)
    over = await close_job(ctx.store, alone, JobState.ASSIGNED, ctx.now)
    sitting = await ctx.store.jobs.seats(over.id)
    for seat in sitting:
        await ctx.store.jobs.unseat(over.id, seat.part, seat.member_id)
    for wish in await ctx.store.jobs.interests(over.id):
        await _forget_accepted(ctx, wish)
    await handing_on.follow(ctx.store, over, ctx.now)  # a seat that has ended is offered to nobody
    await ctx.store.rooms.end(over.id)
    for member_id in sorted({seat.member_id for seat in sitting} - {over.author_id}):
        await outbox.thank(ctx.store, over, member_id, ctx.now)
    await outbox.ask(ctx.store, ctx.house, over, ctx.now)
    return view.ended(over)


async def _forget_accepted(ctx: Context, wish: Interest) -> None:
    if wish.state is InterestState.ACCEPTED:
        await ctx.store.jobs.lose_interest(wish.job_id, wish.member_id, wish.part)


@theme.action("job.arbeit", hourly=30)
async def became(ctx: Context, job: Number, war: Annotated[str, hidden()], mal: Step) -> Answer:
    """Count what became of a job, once; "Noch offen" is asked about once more."""
    found = await own(ctx, job)
    answer = next((one for one in Became if one == war), None)
    if answer is None:
        raise InvalidInput(Phrase("Diese Antwort kenne ich nicht. Nimm einen der Knöpfe."))
    if not await outbox.may_answer(ctx.store, found, mal, ctx.now):
        raise NotFound(Phrase("Diese Frage ist schon beantwortet oder nicht mehr offen."))
    if answer is Became.OPEN and mal < STEPS:
        await outbox.ask(ctx.store, ctx.house, found, ctx.now, mal + 1)
        return view.answered(answer, again=True)
    await ctx.store.rooms.ask(found.id, outbox.SETTLED)
    await ctx.store.rooms.count(month_of(ctx.today), answer)
    return view.answered(answer, again=False)


@theme.action("admin.arbeit")
async def figures(ctx: Context) -> Answer:
    """Show organisers what became of jobs, in numbers by the month."""
    ctx.must_be(ctx.is_organiser, ORGANISERS_ONLY)
    return view.figures(await ctx.store.rooms.figures())
