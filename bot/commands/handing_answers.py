"""What becomes of an offer: who is asked looks at the terms and agrees or not, who made it may take it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.commands.job_form import Number
from bot.commands.job_guards import must_not_be_blocked
from bot.commands.own_jobs import counted, must_stay
from bot.commands.seating import gave_up, was_seated
from bot.commands.team_contact import without_contact
from bot.context import Context
from bot.domain.handing_on import Asked, AskedState, Handover, HandoverState, Scope
from bot.domain.jobs import Job, JobState, Seat
from bot.domain.members import Member
from bot.errors import NotAllowed, NotFound
from bot.outbox import expiry, rooms
from bot.outbox import handing_on as outbox
from bot.outbox.jobs import card_of
from bot.outbox.team_contact import tell_newcomer, tell_team
from bot.outbox.team_gone import tell_missing
from bot.outbox.teams import speaker
from bot.talk.answers import Answer, Reply, say
from bot.talk.commands import Theme
from bot.talk.text import Phrase
from bot.views import handing_on as view
from bot.views.part_names import part_name

theme: Final = Theme()

GONE: Final = Phrase("Dieses Angebot gibt es nicht mehr.")
# What still waits for the former author, by the beginnings of its keys.
_OF_THE_AUTHOR: Final = ("interest", "complete", "left", "gone", "back", "refused", "untagged", "changed", "call")


async def _concerning(ctx: Context, offer_id: int) -> tuple[Handover, Sequence[Asked], Member]:
    """Return an offer for somebody whom it concerns; anybody else learns nothing of it."""
    offer, me = await ctx.store.handovers.get(offer_id), ctx.member
    asked = await ctx.store.handovers.asked(offer_id) if offer is not None else ()
    if offer is None or me is None or me.id not in {offer.giver_id, offer.taker_id, *(a.member_id for a in asked)}:
        raise NotFound(GONE)
    return offer, asked, me


async def _asked(ctx: Context, offer_id: int) -> tuple[Handover, Sequence[Asked], Member]:
    offer, asked, me = await _concerning(ctx, offer_id)
    if me.id not in {one.member_id for one in asked}:
        raise NotFound(GONE)
    return offer, asked, me


async def _shown(ctx: Context, offer: Handover, reader: int) -> Reply:
    asked = await ctx.store.handovers.asked(offer.id)
    return view.shown(offer, asked, await outbox.everybody(ctx.store, offer), reader)


async def _as_it_is(ctx: Context, offer: Handover) -> Handover:
    """Return an offer after a look whether it still holds; one that does not ends here."""
    if not offer.is_open:
        return offer
    state = HandoverState.OPEN
    if offer.expires_at <= ctx.now:
        state = HandoverState.EXPIRED
    elif not await outbox.still_holds(ctx.store, offer):
        state = HandoverState.ENDED
    if state is HandoverState.OPEN:
        return offer
    ended = offer.ended(state, ctx.now)
    await outbox.end(ctx.store, ended, ctx.now)
    return ended


async def _over(ctx: Context, offer: Handover, reader: int) -> Reply:
    """Return what is said of an offer that has ended, with how its job stands now where that is what has changed."""
    if offer.state is not HandoverState.ENDED:
        return await _shown(ctx, offer, reader)
    job = await ctx.store.jobs.get(offer.job_id)
    is_there = job is not None and job.state not in (JobState.DRAFT, JobState.DELETED)
    return view.changed(await card_of(ctx.store, job) if job is not None and is_there else None)


@theme.action("weiter.ansehen", hourly=120)
async def look(ctx: Context, angebot: Number) -> Answer:
    """Show the terms to giver, taker, or somebody who is asked."""
    offer, asked, me = await _concerning(ctx, angebot)
    offer = await _as_it_is(ctx, offer)
    if me.id in (offer.giver_id, offer.taker_id):
        return await _shown(ctx, offer, me.id)
    if not offer.is_open:
        return await _over(ctx, offer, me.id)
    mine = next(one for one in asked if one.member_id == me.id)
    if mine.state is AskedState.ASKED:
        await ctx.store.handovers.answer(offer.id, me.id, AskedState.LOOKED)
    return await _shown(ctx, offer, me.id)


@theme.action("weiter.liste", hourly=120)
async def offers(ctx: Context, job: Number) -> Answer:
    """Show what was offered of a job, as far as it concerns the caller."""
    found = await ctx.store.jobs.get(job)
    here = await concerning(ctx, job)
    if found is None or ctx.member is None or not here:
        raise NotFound(Phrase("Bei diesem Auftrag ist nichts weitergegeben worden, das dich betrifft."))
    people = {one: member for offer in here for one, member in (await outbox.everybody(ctx.store, offer)).items()}
    return view.listing(found, here, people, ctx.member.id)


async def concerning(ctx: Context, job_id: int) -> list[Handover]:
    """Return the offers of a job that the caller made, took, or may still agree to."""
    if ctx.member is None:
        return []
    mine = [one for one in await ctx.store.handovers.of_member(ctx.member.id) if one.job_id == job_id]
    return [one for one in mine if one.is_open or ctx.member.id in (one.giver_id, one.taker_id)]


@theme.action("weiter.zurueck", hourly=30)
async def withdraw(ctx: Context, angebot: Number) -> Answer:
    """Take an open offer back."""
    offer, _asked, me = await _concerning(ctx, angebot)
    if offer.giver_id != me.id:
        raise NotAllowed(Phrase("Das kann nur, wer es angeboten hat."))
    if not await outbox.end(ctx.store, offer.ended(HandoverState.WITHDRAWN, ctx.now), ctx.now, me.id):
        return await _shown(ctx, offer, me.id)
    return say(Phrase("Zurückgenommen. Wer gefragt war, sieht das."))


@theme.action("weiter.ablehnen", hourly=60)
async def decline(ctx: Context, angebot: Number) -> Answer:
    """Decline; the offer ends where nobody is left who might agree."""
    offer, asked, me = await _asked(ctx, angebot)
    if not offer.is_open:
        return await _over(ctx, offer, me.id)
    await decline_for(ctx, offer, asked, me)
    return say(Phrase("In Ordnung. Du hast nichts übernommen."))


async def decline_for(ctx: Context, offer: Handover, asked: Sequence[Asked], me: Member) -> None:
    """Keep that somebody declined; where nobody is left who might agree, the offer ends and the giver hears of it."""
    await ctx.store.handovers.answer(offer.id, me.id, AskedState.DECLINED)
    if all(one.state is AskedState.DECLINED or one.member_id == me.id for one in asked):
        await outbox.end(ctx.store, offer.ended(HandoverState.DECLINED, ctx.now), ctx.now)


@theme.action("weiter.annehmen", hourly=60)
async def agree(ctx: Context, angebot: Number) -> Answer:
    """Take something over on the terms as they were offered; the first who agrees gets it."""
    must_stay(ctx)
    offer, _all, me = await _asked(ctx, angebot)
    offer = await _as_it_is(ctx, offer)
    job = await ctx.store.jobs.get(offer.job_id)
    if not offer.is_open or job is None:
        return await _over(ctx, offer, me.id)
    if offer.terms.scope is Scope.JOB:
        await must_not_be_blocked(ctx)
    elif me.id == job.author_id:
        raise NotAllowed(Phrase("Das ist dein eigener Auftrag. Mit /job siehst du, was offen ist."))
    elif (offer.terms.part, me.id) in {(seat.part, seat.member_id) for seat in await ctx.store.jobs.seats(job.id)}:
        raise NotAllowed(Phrase("Du hast dort schon einen Platz."))
    taken = replace(offer.ended(HandoverState.TAKEN, ctx.now), taker_id=me.id)
    if not await outbox.end(ctx.store, taken, ctx.now):
        return await _shown(ctx, await ctx.store.handovers.get(offer.id) or offer, me.id)
    await (_take_job if offer.terms.scope is Scope.JOB else _take_seat)(ctx, taken, job, me)
    return await _shown(ctx, taken, me.id)


async def _take_job(ctx: Context, offer: Handover, job: Job, me: Member) -> None:
    """Make the taker the author; the post that the job was read from stays the former author's."""
    for wish in await ctx.store.jobs.interests(job.id):
        if wish.member_id == me.id:
            await ctx.store.jobs.lose_interest(job.id, me.id, wish.part)
    speaks = offer.terms.contact_id
    is_new = me.id not in {member.id for member in await rooms.team_of(ctx.store, job)}
    led = replace(
        job,
        author_id=me.id,
        former_id=offer.giver_id,
        contact_id=speaks if speaks != me.id else None,
        contact_asked_id=None,
        source=None,
    )
    for what in _OF_THE_AUTHOR:
        await ctx.store.outbox.cancel(f"job:{job.id}:{what}:", "it has another author")
    after = await counted(ctx, led)
    await expiry.change_author(ctx.store, ctx.house, after, ctx.now)
    await outbox.tell_new_author(ctx.store, offer, after, ctx.now)
    await tell_missing(ctx.store, after, ctx.now)
    if is_new:
        await rooms.came(ctx.store, after, me.id, ctx.now)


async def _take_seat(ctx: Context, offer: Handover, job: Job, me: Member) -> None:
    """Give the taker the free seat, or that of the giver; who speaks with the customer is as the terms say."""
    part = next(one for one in job.parts if one.key == offer.terms.part)
    before = await speaker(ctx.store, job) or me
    if offer.terms.scope is Scope.SEAT:
        await ctx.store.jobs.unseat(job.id, part.key, offer.giver_id)
        await gave_up(ctx, job, offer.giver_id, part.key)
    if not await ctx.store.jobs.seat(Seat(job.id, part.key, me.id, ctx.now), part.seats):
        raise NotFound(Phrase("Der Teil {part} ist schon besetzt.", part=part_name(part)))
    await ctx.store.jobs.lose_interest(job.id, me.id, part.key)
    if len(job.parts) == 1:
        await ctx.store.jobs.lose_interest(job.id, me.id, "")
    seated = replace(job, contact_id=me.id) if offer.terms.contact_id is None else job
    after = await counted(ctx, await without_contact(ctx, seated))
    await tell_team(ctx.store, after, "contact", before.id, me.id, ctx.now)
    await tell_newcomer(ctx.store, after, me.id, ctx.now)
    if offer.terms.scope is Scope.PART:
        await was_seated(ctx, after, part, me.id)
        return
    await rooms.came(ctx.store, after, me.id, ctx.now)
    if after.author_id != offer.giver_id:
        await outbox.tell(ctx.store, offer, "seat", after.author_id, ctx.now)
