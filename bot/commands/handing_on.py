"""`/weitergeben`: a job, a free part or one's own seat is offered to somebody, on terms that are settled before."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Final

from bot.commands.job_form import Number
from bot.commands.naming import Meant, jobs_named, short, taker_named
from bot.commands.own_jobs import must_stay
from bot.context import Context
from bot.domain.handing_on import (
    MOST_SHARE,
    OFFER_LIVES,
    Asked,
    Handover,
    HandoverState,
    Scope,
    Terms,
    described,
    may_hand_on,
)
from bot.domain.jobs import Job
from bot.domain.teams import contact_of
from bot.errors import InvalidInput, NotAllowed, NotFound
from bot.outbox import handing_on as outbox
from bot.outbox.asking import fitting
from bot.outbox.choosing import awake
from bot.talk.answers import Answer, Call, Reply
from bot.talk.commands import Option, Reading, Theme, hidden, number
from bot.talk.strange import one_line
from bot.talk.text import Phrase, Spans
from bot.views import handing_on as view
from bot.views import handing_questions as questions

theme: Final = Theme()

NOT_YOURS: Final = Phrase(
    "Von diesem Auftrag kannst du nichts weitergeben. Das geht mit deinem offenen Auftrag und mit deinem Platz in "
    "einem Team."
)
AS_BEFORE: Final = Phrase("wie bisher").template
WHO_TAKES: Final = Phrase("wer übernimmt").template
_NONE: Final = frozenset({"", "0", "keine", "none", "-"})


def _share(value: str, _reading: Reading) -> int:
    typed = value.strip().casefold().removesuffix("%").removesuffix("prozent").strip()
    if typed in _NONE:
        return 0
    if typed.isascii() and typed.isdecimal() and len(typed) <= 2 and 1 <= int(typed) <= MOST_SHARE:
        return int(typed)
    raise InvalidInput(Phrase("Schreib eine ganze Zahl von 1 bis {most}, oder nichts.", most=MOST_SHARE))


JOB: Final = Option("Auftrag", "Welcher? Die Nummer oder ein Stück vom Titel.", longest=100, suggest="jobs")
TO: Final = Option("An", "An wen? Ein Name, oder ein Skill: wer ihn gern macht.", longest=100, suggest="takers")
SHARE: Final = Option("Provision", "Wie viel Prozent vom Honorar gehen an dich? Leer heißt: keine.", 20, read=_share)
CONTACT: Final = Option("Ansprechperson", "Wer spricht danach mit dem Kunden?", choices=(AS_BEFORE, WHO_TAKES))
SENTENCE: Final = Option(
    "Ein Satz dazu", "Was gehört noch zu den Bedingungen? Später kommt nichts dazu.", 300, long=True
)
What = Annotated[str, hidden()]
To = Annotated[str, Option("", hidden=True, longest=100)]


@theme.command(
    "weitergeben",
    "Gib einen Auftrag, Teil oder Platz weiter",
    aliases=("handon",),
    hourly=60,
    examples=(Phrase("/weitergeben job=Portal an=Anna"), Phrase("/weitergeben job=Portal an=WordPress")),
)
async def hand_on(ctx: Context, job: Annotated[str, JOB], an: Annotated[str, TO]) -> Answer:
    """Ask what of a job is handed on; its terms come next, and nobody is asked before they are offered."""
    must_stay(ctx)
    jobs = jobs_named(await mine_to_hand_on(ctx), job)
    if not jobs:
        raise NotFound(
            Phrase(
                "So einen Auftrag finde ich bei dir nicht. Weitergeben kannst du deinen offenen Auftrag und deinen "
                "Platz in einem Team."
            )
        )
    if len(jobs) > 1:
        return questions.which_job(jobs, Call("weitergeben", {"an": an}))
    found = await taker_named(ctx, an)
    if len(found.people) + (found.skill is not None) > 1:
        call = Call("weitergeben", {"job": str(jobs[0].id), "an": an})
        return questions.which_taker(call, "an", found.people, found.skill.label if found.skill is not None else None)
    ways = may_hand_on(jobs[0], await ctx.store.jobs.seats(jobs[0].id), (await ctx.me()).id)
    return questions.which_share(jobs[0], ways, carried(found), named(found))


async def mine_to_hand_on(ctx: Context) -> list[Job]:
    """Return the jobs of which the caller may hand something on, their own first."""
    if ctx.member is None:
        return []
    me, store = ctx.member.id, ctx.store
    others = [await store.jobs.get(one) for one in dict.fromkeys(s.job_id for s in await store.jobs.seats_of(me))]
    own = await store.jobs.of(me)
    jobs = {job.id: job for job in (*own, *others) if job is not None}
    return [job for job in jobs.values() if may_hand_on(job, await store.jobs.seats(job.id), me)]


def carried(found: Meant) -> str:
    """Return who is meant, as our own buttons carry it."""
    return f"skill:{found.skill.label}" if found.skill is not None else f"person:{found.people[0].id}"


def named(found: Meant) -> Spans:
    """Return who is meant, in words."""
    if found.skill is not None:
        return Phrase("wer gern {skill} macht", skill=one_line(found.skill.label, 40))
    return short(found.people[0])


async def _thing(ctx: Context, job: int, was: str) -> tuple[Job, Scope, str]:
    """Return what the caller hands on: a job, and what of it; refused where it isn't theirs or not free any more."""
    must_stay(ctx)
    found = await ctx.store.jobs.get(job)
    scope, _, part = was.partition(":")
    mine = ctx.member.id if ctx.member is not None else 0
    ways = may_hand_on(found, await ctx.store.jobs.seats(job), mine) if found is not None else ()
    if found is None or not ways:
        raise NotAllowed(NOT_YOURS)
    way = next((way for way in ways if way == (scope, part)), None)
    if way is None:
        raise NotFound(Phrase("Das ist inzwischen vergeben oder gibt es nicht mehr."))
    return found, *way


async def _to(ctx: Context, an: str) -> Meant:
    found = await taker_named(ctx, an)
    if len(found.people) + (found.skill is not None) != 1:
        raise NotFound(Phrase("Ich weiß nicht mehr, wen du meinst. Fang mit /weitergeben noch einmal an."))
    return found


async def _may(ctx: Context, call: Call) -> tuple[Mapping[str, str], Reply | None]:
    """Open the form for somebody who may hand that on, to somebody who is there."""
    await _thing(ctx, number(call.values.get("job", ""), ctx.reading), call.values.get("was", ""))
    await _to(ctx, call.values.get("an", ""))
    return {}, None


async def _terms(ctx: Context, job: Job, scope: Scope, part: str, share: int, contact: str, words: str) -> Terms:
    """Return the terms as they would be offered now."""
    terms = described(job, scope, part)
    if terms is None:
        raise NotFound(Phrase("Diesen Teil gibt es nicht mehr."))
    speaks = contact_of(job, await ctx.store.jobs.seats(job.id))
    is_mine = scope is Scope.SEAT and ctx.member is not None and speaks == ctx.member.id != job.author_id
    if is_mine and contact == AS_BEFORE:
        raise InvalidInput(
            Phrase("Ohne Platz kannst du nicht Ansprechperson bleiben. Das übernimmt dann die andere Person."),
            "kontakt",
        )
    if scope is Scope.SEAT and not is_mine and contact == WHO_TAKES:
        raise InvalidInput(
            Phrase("Nur wer den Auftrag gibt, entscheidet, wer mit dem Kunden spricht. Das kannst du nicht mitgeben."),
            "kontakt",
        )
    goes_along = contact == WHO_TAKES or (not contact and (scope is Scope.JOB or is_mine))
    return replace(terms, share=share, contact_id=None if goes_along else speaks, sentence=words)


def _mark(terms: Terms) -> str:
    """Return a number that changes when anything of the terms does."""
    return str(zlib.crc32(repr(terms).encode()))


async def _preview(ctx: Context, terms: Terms, found: Meant, call: Call, first: Spans | None = None) -> Reply:
    me = await ctx.me()
    speaks = await ctx.store.members.get(terms.contact_id or 0)
    contact: Spans = short(speaks) if speaks is not None else Phrase("jemand")
    call = call.with_values(stand=_mark(terms))
    return view.preview(view.card(terms, short(me), contact), named(found), call, first)


@theme.action("weiter.bedingungen", "Bedingungen", form=True, hourly=60, opening=_may)
async def settle(
    ctx: Context,
    job: Number,
    was: What,
    an: To,
    anteil: Annotated[int, SHARE] = 0,
    kontakt: Annotated[str, CONTACT] = "",
    satz: Annotated[str, SENTENCE] = "",
) -> Answer:
    """Show the terms as the other side will read them, before anybody is asked."""
    found, scope, part = await _thing(ctx, job, was)
    to = await _to(ctx, an)
    terms = await _terms(ctx, found, scope, part, anteil, kontakt, satz)
    values = {"job": str(job), "was": was, "an": carried(to), "anteil": str(anteil), "kontakt": kontakt, "satz": satz}
    call = Call("weiter.bedingungen", {name: value for name, value in values.items() if value})
    return await _preview(ctx, terms, to, call)


@theme.action("weiter.anbieten", hourly=20)
async def offer(
    ctx: Context,
    job: Number,
    was: What,
    an: To,
    stand: Annotated[str, hidden()],
    anteil: Annotated[int, replace(SHARE, hidden=True)] = 0,
    kontakt: Annotated[str, replace(CONTACT, hidden=True)] = "",
    satz: Annotated[str, replace(SENTENCE, hidden=True)] = "",
) -> Answer:
    """Offer what was previewed: the terms are kept as they are, and those who are asked hear of it."""
    found, scope, part = await _thing(ctx, job, was)
    to, me = await _to(ctx, an), await ctx.me()
    terms = await _terms(ctx, found, scope, part, anteil, kontakt, satz)
    running = await _running(ctx, found, terms)
    if running is not None:
        asked = await ctx.store.handovers.asked(running.id)
        return view.running(running, asked, await outbox.everybody(ctx.store, running))
    if _mark(terms) != stand:
        values = {"job": str(job), "was": was, "an": an, "anteil": str(anteil), "kontakt": kontakt, "satz": satz}
        call = Call("weiter.bedingungen", {name: value for name, value in values.items() if value})
        stale = Phrase("Inzwischen hat sich etwas geändert. Das ist der neue Stand.")
        return await _preview(ctx, terms, to, call, stale)
    asked = await _asked(ctx, found, terms, to)
    made = await ctx.store.handovers.create(
        Handover(
            id=0,
            job_id=found.id,
            giver_id=me.id,
            terms=terms,
            skill=to.skill.label if to.skill is not None else "",
            state=HandoverState.OPEN,
            revision=1,
            created_at=ctx.now,
            expires_at=ctx.now + OFFER_LIVES,
        ),
        asked,
    )
    await outbox.ask(ctx.store, ctx.house, made, asked, ctx.now)
    at_once = awake(ctx.now, ctx.house) == ctx.now
    return view.offered(made, asked, await outbox.everybody(ctx.store, made), at_once=at_once)


async def _running(ctx: Context, job: Job, terms: Terms) -> Handover | None:
    """Return the open offer of the same thing; two at once would promise it twice."""
    for one in await ctx.store.handovers.of_job(job.id):
        is_same = (one.terms.scope, one.terms.part, one.giver_id) == (terms.scope, terms.part, (await ctx.me()).id)
        if one.is_open and is_same:
            return one
    return None


async def _asked(ctx: Context, job: Job, terms: Terms, to: Meant) -> list[Asked]:
    """Return who is asked: the person who was named, or those who offer the skill and may be tagged."""
    if to.skill is not None:
        seats = await ctx.store.jobs.seats(job.id)
        without = frozenset(
            {job.author_id, job.former_id or 0, (await ctx.me()).id, *(seat.member_id for seat in seats)}
        )
        chosen = await fitting(ctx.store, ctx.house, job, to.skill, await _before(ctx, job), without, ctx.now)
        if not chosen:
            skill = one_line(to.skill.label, 40)
            raise NotFound(
                Phrase("Gerade finde ich niemanden, der {skill} anbietet und getaggt werden will.", skill=skill)
            )
        return [Asked(0, member.id, reason, place.id) for member, reason, place in chosen]
    (member,) = to.people
    name = short(member)
    if await ctx.store.recommendations.stopped(member.id) is not None:
        raise NotAllowed(Phrase("{name} möchte solche Fragen nicht bekommen.", name=name))
    if member.id == job.author_id:
        raise InvalidInput(Phrase("{name} gibt diesen Auftrag selbst.", name=name))
    sits = {(seat.part, seat.member_id) for seat in await ctx.store.jobs.seats(job.id)}
    if terms.scope is not Scope.JOB and (terms.part, member.id) in sits:
        raise InvalidInput(Phrase("{name} hat dort schon einen Platz.", name=name))
    return [Asked(0, member.id)]


async def _before(ctx: Context, job: Job) -> frozenset[int]:
    """Return who was tagged for a hand-over of a job before; nobody is tagged for it twice."""
    offers = [one for one in await ctx.store.handovers.of_job(job.id) if one.skill]
    return frozenset([person.member_id for one in offers for person in await ctx.store.handovers.asked(one.id)])
