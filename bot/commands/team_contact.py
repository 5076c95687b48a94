"""Who speaks with the customer, with their consent, and who signs: the author settles it, the team is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Final

from bot.commands.job_form import Number
from bot.commands.own_jobs import counted, not_open, own
from bot.context import Context
from bot.domain.jobs import Job, Signing
from bot.domain.members import Member
from bot.domain.teams import contact_of
from bot.errors import InvalidInput, NotFound
from bot.outbox import team_contact as outbox
from bot.outbox.teams import has_a_seat, people_of, speaker
from bot.talk.answers import Answer, say
from bot.talk.commands import Theme, hidden
from bot.talk.strange import one_line
from bot.talk.text import Phrase
from bot.views import team_contact as view

theme: Final = Theme()

Form = Annotated[str, hidden()]


async def without_contact(ctx: Context, job: Job) -> Job:
    """Return a job whose contact person is the author again where the one who was it, or was asked, has no seat.

    Whoever was its author before and has handed it on needs none.
    """
    sitting = {job.former_id, *(seat.member_id for seat in await ctx.store.jobs.seats(job.id))}
    return replace(
        job,
        contact_id=job.contact_id if job.contact_id in sitting else None,
        contact_asked_id=job.contact_asked_id if job.contact_asked_id in sitting else None,
    )


async def tell_fallen_back(ctx: Context, before: Job, after: Job, by: int = 0) -> None:
    """Tell a team that its author speaks with the customer again where the one who did has left; `by` knows.

    Of somebody who is being forgotten it has heard so before.
    """
    spoke = await ctx.store.members.get(before.contact_id or 0)
    if spoke is not None and spoke.erase_at is None and after.contact_id is None:
        await outbox.tell_team(ctx.store, after, "contact", spoke.id, by, ctx.now)


async def _led(ctx: Context, job: int) -> Job:
    """Return the caller's own job that a team works on or is looked for."""
    found = await own(ctx, job)
    if not found.has_a_team:
        raise not_open(found)
    return found


async def _sitting(ctx: Context, job: Job) -> list[Member]:
    """Return who has a seat, in the order in which they got it, and who was its author before."""
    people, seats = await people_of(ctx.store, job), await ctx.store.jobs.seats(job.id)
    ids = [*(seat.member_id for seat in seats), job.former_id or 0]
    return [people[one] for one in dict.fromkeys(ids) if one in people]


@theme.action("team.ansprechperson")
async def show(ctx: Context, job: Number) -> Answer:
    """Show the author who speaks with the customer, and whom else they can ask."""
    found = await _led(ctx, job)
    sitting = await _sitting(ctx, found)
    now = await speaker(ctx.store, found) or await ctx.me()
    asked = next((member for member in sitting if member.id == found.contact_asked_id), None)
    others = [member for member in sitting if member.id not in (now.id, found.author_id, found.contact_asked_id)]
    return view.choose(found, now, asked, others)


@theme.action("team.bitten", hourly=30)
async def ask(ctx: Context, job: Number, wer: Number) -> Answer:
    """Ask somebody in the team whether they speak with the customer; nothing changes before they agree."""
    found, wer = await _led(ctx, job), await ctx.store.links.known_as(wer)
    member = next((one for one in await _sitting(ctx, found) if one.id == wer and one.id != found.author_id), None)
    if member is None:
        raise NotFound(Phrase("Diese Person hat hier keinen Platz mehr."))
    name = one_line(member.name, 60)
    if found.contact_id == wer:
        raise InvalidInput(Phrase("{name} ist schon Ansprechperson.", name=name))
    if found.contact_asked_id == wer:
        return say(Phrase("{name} ist gefragt und hat noch nicht geantwortet.", name=name))
    after = await counted(ctx, replace(found, contact_asked_id=wer))
    await outbox.ask(ctx.store, after, wer, ctx.now)
    return say(Phrase("Ich frage {name}. Bis zur Antwort bleibt alles, wie es ist.", name=name))


async def _asked(ctx: Context, job: int) -> tuple[Job, Member]:
    """Return the job that the caller was asked for, and the caller; who was not asked learns nothing of it."""
    found, me = await ctx.store.jobs.get(job), ctx.member
    if found is None or me is None or found.contact_asked_id != me.id:
        raise NotFound(Phrase("Diese Frage gibt es nicht mehr."))
    if not found.has_a_team:
        raise not_open(found)
    return found, me


@theme.action("team.uebernehmen", hourly=30)
async def take(ctx: Context, job: Number) -> Answer:
    """Agree to speak with the customer from now on."""
    found, me = await _asked(ctx, job)
    if me.id not in {member.id for member in await _sitting(ctx, found)}:
        raise NotFound(Phrase("Du hast hier keinen Platz mehr."))
    before = await speaker(ctx.store, found) or me
    after = await counted(ctx, replace(found, contact_id=me.id, contact_asked_id=None))
    await outbox.tell_team(ctx.store, after, "contact", before.id, me.id, ctx.now)
    return view.is_speaker(after)


@theme.action("team.liebernicht", hourly=30)
async def refuse(ctx: Context, job: Number) -> Answer:
    """Refuse to speak with the customer; the seat stays."""
    found, me = await _asked(ctx, job)
    after = await counted(ctx, replace(found, contact_asked_id=None))
    await outbox.tell_refused(ctx.store, after, me.id, ctx.now)
    return say(
        Phrase("In Ordnung. Dein Platz bleibt.")
        if await has_a_seat(ctx.store, after, me.id)
        else Phrase("In Ordnung. Es bleibt, wie es ist.")
    )


@theme.action("team.abgeben", hourly=30)
async def give_back(ctx: Context, job: Number) -> Answer:
    """Give it back to the author to speak with the customer."""
    found, me = await ctx.store.jobs.get(job), ctx.member
    if found is None or me is None or found.contact_id != me.id:
        raise NotFound(Phrase("Du bist hier nicht mehr Ansprechperson."))
    if not found.has_a_team:
        raise not_open(found)
    after = await counted(ctx, replace(found, contact_id=None))
    await outbox.tell_team(ctx.store, after, "contact", me.id, me.id, ctx.now)
    return say(
        Phrase("Abgegeben. Dein Platz bleibt, und wer dabei ist, erfährt es.")
        if await has_a_seat(ctx.store, after, me.id)
        else Phrase("Abgegeben. Wer dabei ist, erfährt es.")
    )


@theme.action("team.wiederich", hourly=30)
async def take_over(ctx: Context, job: Number) -> Answer:
    """Make the author speak with the customer again."""
    found = await _led(ctx, job)
    if contact_of(found, await ctx.store.jobs.seats(found.id)) == found.author_id:
        raise InvalidInput(Phrase("Das bist du schon."))
    before = await speaker(ctx.store, found) or await ctx.me()
    after = await counted(ctx, replace(found, contact_id=None))
    await outbox.tell_team(ctx.store, after, "contact", before.id, found.author_id, ctx.now)
    return say(Phrase("Ansprechperson bei „{title}“ bist jetzt wieder du.", title=found.title))


@theme.action("team.vertrag")
async def who_signs(ctx: Context, job: Number) -> Answer:
    """Show the three ways to sign with the customer, and what follows from each."""
    return view.sign(await _led(ctx, job))


@theme.action("team.unterschreibt", hourly=30)
async def sign(ctx: Context, job: Number, form: Form) -> Answer:
    """Settle who signs; everybody in the team is told once."""
    found = await _led(ctx, job)
    chosen = next((one for one in Signing if one.value == form), None)
    if chosen is None:
        raise NotFound(Phrase("Das kenne ich nicht."))
    if found.signing is chosen:
        return view.signing(found, chosen, to_author=True)
    after = await counted(ctx, replace(found, signing=chosen))
    await outbox.tell_team(ctx.store, after, "signing", str(found.signing), found.author_id, ctx.now)
    return view.signing(after, chosen, to_author=True)
