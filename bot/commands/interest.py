"""Who is interested in a job says so with one press, and its author hears of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Final

from bot.commands.job_form import Number
from bot.commands.own_jobs import must_stay, not_open
from bot.context import Context
from bot.domain.jobs import Interest, InterestState, Job, JobState
from bot.errors import NotAllowed, NotFound
from bot.outbox.authors import INTEREST, tell_author
from bot.talk.answers import Answer, Call, Reply, say
from bot.talk.commands import Option, Theme, hidden, number
from bot.talk.strange import cleaned, one_line
from bot.talk.text import Phrase
from bot.views import teams as view

theme: Final = Theme()


async def _interesting(ctx: Context, job_id: int) -> Job:
    must_stay(ctx)
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


async def _part(ctx: Context, job: Job, key: str) -> str:
    """Return the part that is meant, "" where the job has one alone or it is left open.

    Who was interested in a part that has gone into another since, or into the whole, is so in that one.
    """
    if len(job.parts) > 1 and (not key or job.part(key) is not None):
        return key
    wishes = await ctx.store.jobs.interests(job.id) if ctx.member is not None else ()
    mine = [wish.part for wish in wishes if ctx.member is not None and wish.member_id == ctx.member.id]
    if not mine and len(job.parts) > 1:
        raise NotFound(Phrase("Diesen Teil gibt es nicht mehr."))
    return mine[0] if mine else ""


async def be_interested(ctx: Context, call: Call) -> tuple[Mapping[str, str], Reply | None]:
    """Keep the interest at once, since the sentence that the form asks for is a gift and not a condition."""
    found = await _interesting(ctx, number(call.values.get("job", ""), ctx.reading))
    key = await _part(ctx, found, call.values.get("teil", ""))
    me = await ctx.me()
    await _must_be_answerable(ctx, found, (me.id, key))
    if not await ctx.store.jobs.be_interested(Interest(found.id, me.id, "", ctx.now, key)):
        return {}, view.interested(found, key)
    after = await _counted(ctx, found)
    what = f"interest:{me.id}:{after.revision}"
    await tell_author(ctx.store, found, INTEREST, what, ctx.now, member=me.id, teil=key)
    return {}, say(Phrase("Notiert: Dein Interesse an „{title}“ ist weitergegeben.", title=one_line(found.title, 40)))


async def _must_be_answerable(ctx: Context, job: Job, wish: tuple[int, str]) -> None:
    """Refuse the interest of a member in a part that its author could not answer with a seat.

    Who was answered with a no would bother an author who does not read of it; who sits there without having been
    interested has taken the seat over.
    """
    member_id, part = wish
    found = {(one.member_id, one.part): one.state for one in await ctx.store.jobs.interests(job.id)}
    if found.get(wish) is InterestState.DECLINED:
        raise has_declined(job)
    where = job.parts[0].key if not part and len(job.parts) == 1 else part
    seats = {(seat.member_id, seat.part) for seat in await ctx.store.jobs.seats(job.id)}
    if wish not in found and (member_id, where) in seats:
        raise NotAllowed(Phrase("Du hast dort schon einen Platz."))


def has_declined(job: Job) -> NotAllowed:
    """Return the refusal of what somebody cannot do any more once their interest was answered with a no."""
    title = one_line(job.title, 40)
    return NotAllowed(
        Phrase("Zu „{title}“ hast du schon eine Absage. Melde dich beim nächsten Auftrag gern wieder.", title=title)
    )


async def _counted(ctx: Context, job: Job) -> Job:
    """Give a job its next revision, so that every card says how many are interested now."""
    after = replace(job, revision=job.revision + 1)
    await ctx.store.jobs.save(after)
    await ctx.store.outbox.want("job", job.id, after.revision)
    return after


@theme.action("job.interesse", "Interesse", form=True, brief=True, hourly=60, opening=be_interested)
async def interest(
    ctx: Context,
    job: Number,
    teil: Annotated[str, hidden()] = "",
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
    key = await _part(ctx, found, teil)
    me = await ctx.me()
    await _must_be_answerable(ctx, found, (me.id, key))
    sentence = cleaned(satz)
    if not sentence:
        await be_interested(ctx, Call("job.interesse", {"job": str(job), "teil": teil}))
        return say(Phrase("Auch ohne Satz ist dein Interesse notiert."))
    if await ctx.store.jobs.be_interested(Interest(found.id, me.id, sentence, ctx.now, key)):
        await _counted(ctx, found)  # it was taken back while the form was open
    what = f"interest:{me.id}:{key}:{int(ctx.now.timestamp())}"
    await tell_author(ctx.store, found, INTEREST, what, ctx.now, member=me.id, teil=key)
    return say(Phrase("Dein Satz ist weitergegeben."))
