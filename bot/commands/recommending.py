"""`/empfehlen`: a colleague is suggested for a job, and is asked privately before its author sees the name."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Final

from bot.commands.handing_answers import decline_for
from bot.commands.handing_on import JOB
from bot.commands.interest import be_interested
from bot.commands.job_form import Number
from bot.commands.naming import NOBODY, jobs_named, people_named, short
from bot.commands.own_jobs import must_stay, not_open
from bot.context import Context
from bot.domain.handing_on import Recommendation
from bot.domain.jobs import Job, JobState
from bot.domain.members import Member
from bot.errors import InvalidInput, NotAllowed, NotFound
from bot.outbox import recommending as outbox
from bot.outbox.authors import has_author
from bot.outbox.kinds import Scene
from bot.outbox.teams import standing
from bot.talk.answers import Answer, Call, say
from bot.talk.commands import Option, Theme, hidden
from bot.talk.text import Phrase
from bot.views import handing_questions as naming
from bot.views import recommending as view

theme: Final = Theme()

WHOM: Final = Option("Wen", "Wen empfiehlst du? Ein Name.", longest=100, suggest="people")
GONE: Final = Phrase("Diese Frage gibt es nicht mehr.")


@theme.command(
    "empfehlen",
    "Empfiehl jemanden für einen Auftrag",
    aliases=("recommend",),
    hourly=20,
    examples=(Phrase("/empfehlen job=Portal wen=Anna"),),
)
async def recommend(ctx: Context, job: Annotated[str, JOB], wen: Annotated[str, WHOM]) -> Answer:
    """Find out which job and whom somebody means, and ask for the part where several are open."""
    must_stay(ctx)
    jobs = jobs_named([one for one in await ctx.store.jobs.open() if await _has_author(ctx, one)], job)
    if not jobs:
        raise NotFound(Phrase("So einen offenen Auftrag finde ich nicht. Mit /jobs siehst du, was offen ist."))
    if len(jobs) > 1:
        return naming.which_job(jobs, Call("empfehlen", {"wen": wen}))
    people = await people_named(ctx, wen)
    if not people:
        raise NotFound(NOBODY)
    if len(people) > 1:
        return naming.which_taker(Call("empfehlen", {"job": str(jobs[0].id), "wen": wen}), "wen", people, None)
    found, member = jobs[0], people[0]
    await _must_be_possible(ctx, found, member)
    free = [one.part for one in await standing(ctx.store, found) if one.free]
    if len(free) > 1:
        return view.which_part(found, free, member)
    return await _ask(ctx, found, member, free[0].key if free and len(found.parts) > 1 else "")


async def _has_author(ctx: Context, job: Job) -> bool:
    return await has_author(Scene(ctx.house, ctx.store, ctx.now), job)


@theme.action("empfehlen.teil", hourly=20)
async def recommend_part(
    ctx: Context, job: Number, wen: Annotated[str, hidden()], teil: Annotated[str, hidden()]
) -> Answer:
    """Recommend somebody for one part."""
    must_stay(ctx)
    found = await ctx.store.jobs.get(job)
    people = await people_named(ctx, wen)
    if found is None or found.state in (JobState.DRAFT, JobState.DELETED) or not await _has_author(ctx, found):
        raise NotFound(Phrase("Diesen Auftrag gibt es nicht mehr."))
    if found.state is not JobState.OPEN:
        raise not_open(found)
    if len(people) != 1:
        raise NotFound(NOBODY)
    if found.part(teil) is None:
        raise NotFound(Phrase("Diesen Teil gibt es nicht mehr."))
    await _must_be_possible(ctx, found, people[0])
    return await _ask(ctx, found, people[0], teil)


async def _must_be_possible(ctx: Context, job: Job, member: Member) -> None:
    """Refuse what would be said twice, or to the wrong one; who is interested or has declined stays unsaid."""
    name = short(member)
    if ctx.member is not None and ctx.member.id == job.author_id:
        raise NotAllowed(Phrase("Das ist dein eigener Auftrag. Mit „Weitergeben“ fragst du jemanden."))
    if member.id == job.author_id:
        raise InvalidInput(Phrase("{name} gibt diesen Auftrag selbst.", name=name), "wen")
    if await ctx.store.recommendations.stopped(member.id) is not None:
        raise NotAllowed(Phrase("{name} möchte solche Fragen nicht bekommen.", name=name))
    knows = {job.former_id}
    knows |= {seat.member_id for seat in await ctx.store.jobs.seats(job.id)}
    knows |= {wish.member_id for wish in await ctx.store.jobs.interests(job.id)}
    knows |= {one.member_id for one in await ctx.store.recommendations.of_job(job.id)}
    if member.id in knows:
        raise NotAllowed(Phrase("{name} weiß von diesem Auftrag schon.", name=name))
    if not any(one.free for one in await standing(ctx.store, job)) and job.parts:
        raise NotAllowed(Phrase("Bei „{title}“ sind alle Teile besetzt.", title=job.title))


async def _ask(ctx: Context, job: Job, member: Member, part: str) -> Answer:
    new = Recommendation(0, job.id, member.id, (await ctx.me()).id, part, ctx.now)
    kept = await ctx.store.recommendations.create(new)
    if kept is not None:
        await outbox.ask(ctx.store, ctx.house, kept, ctx.now)
    return view.asked(member)


async def _mine(ctx: Context, number: int) -> tuple[Recommendation, Job]:
    """Return an unanswered recommendation of the caller and its open job; anybody else learns nothing of it."""
    found = await ctx.store.recommendations.get(number)
    job = await ctx.store.jobs.get(found.job_id) if found is not None else None
    if found is None or job is None or ctx.member is None or found.member_id != ctx.member.id:
        raise NotFound(GONE)
    return found, job


@theme.action("empfohlen.interesse", hourly=60)
async def agree(ctx: Context, nummer: Number) -> Answer:
    """Be interested in a job that one was recommended for; the author reads by whom."""
    must_stay(ctx)
    found, job = await _mine(ctx, nummer)
    part = found.part if job.part(found.part) is not None else ""
    await ctx.store.recommendations.answer(replace(found, is_taken=True))
    _, reply = await be_interested(ctx, Call("job.interesse", {"job": str(job.id), "teil": part}))
    return say(view.agreed(job)) if found.is_taken is None or reply is None else reply


@theme.action("empfohlen.ablehnen", hourly=60)
async def decline(ctx: Context, nummer: Number) -> Answer:
    """Decline; neither the author nor who recommended hears of it."""
    found, job = await _mine(ctx, nummer)
    if not await ctx.store.recommendations.answer(replace(found, is_taken=False)) and found.is_taken:
        return say(Phrase("Dein Interesse an „{title}“ ist schon notiert.", title=job.title))
    return say(view.declined())


@theme.action("fragen.aus", hourly=30)
async def stop(ctx: Context) -> Answer:
    """Stop the questions that colleagues send through the bot; what is still asked counts as declined."""
    me = await ctx.me()
    await ctx.store.recommendations.stop(me.id, ctx.now)
    for offer in await ctx.store.handovers.of_member(me.id):
        asked = await ctx.store.handovers.asked(offer.id)
        if offer.is_open and any(one.member_id == me.id and one.place_id is None for one in asked):
            await decline_for(ctx, offer, asked, me)
    for one in await ctx.store.recommendations.of_member(me.id):
        if one.member_id == me.id and one.is_taken is None:
            await ctx.store.recommendations.answer(replace(one, is_taken=False))
    return view.stopped()


@theme.action("fragen.an", hourly=30)
async def resume(ctx: Context) -> Answer:
    """Let colleagues ask again."""
    await ctx.store.recommendations.resume((await ctx.me()).id)
    return view.resumed()
