"""Who is interested in a job says so with one press, and its author hears of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Final

from bot.commands.job_form import Number
from bot.commands.own_jobs import not_open, own
from bot.context import Context
from bot.domain.jobs import Interest, Job, JobState
from bot.domain.members import Member
from bot.errors import NotAllowed, NotFound
from bot.outbox.authors import INTEREST, tell_author
from bot.talk.answers import Answer, Call, Reply, say
from bot.talk.commands import Option, Theme, number
from bot.talk.strange import cleaned, one_line
from bot.talk.text import Phrase
from bot.views import jobs as view

theme: Final = Theme()


async def _interesting(ctx: Context, job_id: int) -> Job:
    found = await ctx.store.jobs.get(job_id)
    if found is None or found.state in (JobState.DRAFT, JobState.DELETED):
        raise NotFound(Phrase("Diesen Auftrag gibt es nicht mehr."))
    author = await ctx.store.members.get(found.author_id)
    if author is None or author.erase_at is not None:
        raise NotFound(Phrase("Diesen Auftrag gibt es nicht mehr."))
    if found.state is not JobState.OPEN:
        raise not_open(found)
    if ctx.member is not None and ctx.member.id == found.author_id:
        raise NotAllowed(Phrase("Das ist dein eigener Auftrag. Mit /job siehst du, was offen ist."))
    return found


async def _be_interested(ctx: Context, call: Call) -> tuple[Mapping[str, str], Reply | None]:
    """Keep the interest at once, since the sentence that the form asks for is a gift and not a condition."""
    found = await _interesting(ctx, number(call.values.get("job", ""), ctx.reading))
    me = await ctx.me()
    new = await ctx.store.jobs.be_interested(Interest(found.id, me.id, "", ctx.now))
    if not new:
        return {}, say(Phrase("Dein Interesse an „{title}“ ist schon notiert.", title=one_line(found.title, 40)))
    counted = replace(found, revision=found.revision + 1)
    await ctx.store.jobs.save(counted)
    await ctx.store.outbox.want("job", found.id, counted.revision)
    await tell_author(ctx.store, found, INTEREST, f"interest:{me.id}", ctx.now, member=me.id)
    return {}, say(Phrase("Notiert: Dein Interesse an „{title}“ ist weitergegeben.", title=one_line(found.title, 40)))


@theme.action("job.interesse", "Interesse", form=True, brief=True, hourly=60, opening=_be_interested)
async def interest(
    ctx: Context,
    job: Number,
    satz: Annotated[
        str,
        Option(
            "Ein Satz dazu",
            "Magst du einen Satz dazu schreiben? Wer den Auftrag gibt, liest ihn.",
            longest=300,
            long=True,
        ),
    ] = "",
) -> Answer:
    """Add a sentence to an interest and pass it on."""
    found = await _interesting(ctx, job)
    me = await ctx.me()
    sentence = cleaned(satz)
    if not sentence:
        await _be_interested(ctx, Call("job.interesse", {"job": str(job)}))
        return say(Phrase("Auch ohne Satz ist dein Interesse notiert."))
    await ctx.store.jobs.be_interested(Interest(found.id, me.id, sentence, ctx.now))
    what = f"interest:{me.id}:{int(ctx.now.timestamp())}"
    await tell_author(ctx.store, found, INTEREST, what, ctx.now, member=me.id)
    return say(Phrase("Dein Satz ist weitergegeben."))


@theme.action("job.interessierte")
async def show_interested(ctx: Context, job: Number) -> Answer:
    """Show the author who is interested."""
    found = await own(ctx, job)
    return view.interested(found, await wishes(ctx, found))


async def wishes(ctx: Context, job: Job) -> list[tuple[Member, Interest]]:
    """Return who is interested and still there, the newest last."""
    kept = await ctx.store.jobs.interests(job.id)
    members = await ctx.store.members.many([wish.member_id for wish in kept])
    shown = [(members[wish.member_id], wish) for wish in kept if wish.member_id in members]
    return [(member, wish) for member, wish in shown if member.erase_at is None]
