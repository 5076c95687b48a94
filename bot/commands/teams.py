"""Who does what: the author answers interest, seats fill and become free again, questions go through the bot."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Annotated, Final

from bot.commands.handing_answers import concerning
from bot.commands.interest import has_declined
from bot.commands.job_form import Number
from bot.commands.job_list import to_one
from bot.commands.job_skills import STALE
from bot.commands.own_jobs import counted, not_open, open_job, own
from bot.commands.seating import gave_up, was_seated
from bot.commands.team_contact import tell_fallen_back, without_contact
from bot.context import Context
from bot.domain.jobs import Interest, InterestState, Job, JobPart, JobState, Seat
from bot.domain.members import Member
from bot.domain.teams import Standing, meant
from bot.errors import InvalidInput, NotAllowed, NotFound
from bot.matching.people.passing_on import passed_on
from bot.matching.shaping import added
from bot.outbox import teams as outbox
from bot.outbox.recommending import recommenders
from bot.talk.answers import Answer, Reply, say
from bot.talk.commands import Option, Theme, hidden
from bot.talk.strange import cleaned, one_line, says_something
from bot.talk.text import Phrase, lines
from bot.views import teams as view
from bot.views.handing_buttons import likes_to_pass_on, offers_button
from bot.views.jobs import GIVEN
from bot.views.part_names import WHOLE, is_whole, part_name

theme: Final = Theme()

Part = Annotated[str, hidden()]
_WORDS: Final = Option("Nachricht", "Was möchtest du wissen oder sagen?", longest=500, long=True)


async def _asked(ctx: Context, job: Job, who: int, part: str) -> tuple[Member, Interest]:
    """Return somebody who is interested in a job and still there, with the wish that is meant."""
    wishes = await outbox.alive(ctx.store, job)
    who = await ctx.store.links.known_as(who)
    wish = next((wish for wish in wishes if (wish.member_id, wish.part) == (who, part)), None)
    member = await ctx.store.members.get(who) if wish is not None else None
    if wish is None or member is None:
        raise NotFound(Phrase("Dieses Interesse gibt es nicht mehr."))
    return member, wish


async def _went_on(ctx: Context, job: Job, who: int, part: str) -> bool:
    """Say whether the part that a button means has gone into another while somebody still sits or waits."""
    if not part or job.part(part) is not None or job.state is JobState.DELETED:
        return False
    who = await ctx.store.links.known_as(who)
    seats, wishes = await ctx.store.jobs.seats(job.id), await outbox.alive(ctx.store, job)
    return who in {*(seat.member_id for seat in seats), *(wish.member_id for wish in wishes)}


def _anew(reply: Reply) -> Reply:
    """Return how a job stands now where a button of an older message meant it as it was."""
    return replace(reply, text=lines(STALE, reply.text))


def _waiting(found: tuple[Standing, ...]) -> int:
    return len({wish.member_id for one in found for wish in one.waiting})


@theme.action("job.interessierte")
async def show_interested(ctx: Context, job: Number, seite: Number = 0) -> Answer:
    """Show the author how the job stands and who waits for an answer."""
    return await _shortlist(ctx, await own(ctx, job), seite)


async def _shortlist(ctx: Context, found: Job, page: int = 0) -> Reply:
    people = await outbox.people_of(ctx.store, found)
    by = await recommenders(ctx.store, found)
    waiting = outbox.candidates(ctx.house, found, await outbox.alive(ctx.store, found), people, ctx.now, by)
    standing = await outbox.standing(ctx.store, found)
    reply = view.shortlist(found, waiting, standing, people, page)
    return await _with_handing_on(ctx, found, standing, reply)


async def _with_handing_on(ctx: Context, job: Job, standing: tuple[Standing, ...], reply: Reply) -> Reply:
    """Add what the author would rather hand on, and the way to what was offered."""
    given = passed_on(await ctx.me(), standing, ctx.house.vocabulary.ancestors) if job.state is JobState.OPEN else ()
    gladly, ways = likes_to_pass_on(job, given[:GIVEN])
    if await concerning(ctx, job.id):
        ways = (*ways, offers_button(job))
    return replace(reply, text=lines(reply.text, gladly), buttons=(*reply.buttons, ways)) if ways else reply


@theme.action("team.zusagen", hourly=120)
async def accept(ctx: Context, job: Number, wer: Number, teil: Part = "", platz: Part = "") -> Answer:
    """Give somebody who is interested a seat; everybody else who waits hears when the part is full."""
    found = _in_parts(await open_job(ctx, job))
    if await _went_on(ctx, found, wer, teil):
        return _anew(await _shortlist(ctx, found))
    member, wish = await _asked(ctx, found, wer, teil)
    part = _chosen(found, wish, platz)
    if part is None:
        return Reply((Phrase("Für welchen Teil?"),), buttons=(view.answers_to(found, wish, await _free(ctx, found)),))
    if not await ctx.store.jobs.seat(Seat(found.id, part.key, member.id, ctx.now), part.seats):
        sits = any((s.part, s.member_id) == (part.key, member.id) for s in await ctx.store.jobs.seats(found.id))
        name = one_line(member.name, 40)
        raise InvalidInput(
            Phrase("{name} hat dort schon eine Zusage.", name=name)
            if sits
            else Phrase("Der Teil {part} ist schon besetzt.", part=part_name(part))
        )
    await ctx.store.jobs.answer(wish, InterestState.ACCEPTED)
    after = await counted(ctx, found)
    await outbox.tell(
        ctx.store, after, f"seat:{part.key}:{member.id}:{after.revision}", member.id, ctx.now, teil=part.key
    )
    standing = await was_seated(ctx, after, part, member.id)
    name = one_line(member.name, 60)
    whole = Phrase("{name} ist dabei.", name=name)
    said = whole if is_whole(part) else Phrase("{name} macht {part}.", name=name, part=part_name(part))
    return view.decided(said, after, standing, _waiting(standing))


def _in_parts(job: Job) -> Job:
    """Return a job with a part to give a seat of; one of which no skill was read has none yet."""
    return job if job.parts else replace(job, parts=added((), WHOLE.template, (), (), 1))


def _chosen(job: Job, wish: Interest, typed: str) -> JobPart | None:
    """Return the part that a seat is given of; None where the author has to say which."""
    parts = meant(job, wish)
    if typed:
        parts = tuple(part for part in parts if part.key == typed)
    if not parts:
        raise NotFound(Phrase("Diesen Teil gibt es nicht mehr."))
    return parts[0] if len(parts) == 1 else None


async def _free(ctx: Context, job: Job) -> tuple[Standing, ...]:
    return tuple(one for one in await outbox.standing(ctx.store, job) if one.free)


@theme.action("team.ablehnen", hourly=120)
async def decline(ctx: Context, job: Number, wer: Number, teil: Part = "") -> Answer:
    """Decline an interest kindly; who has a seat already keeps it."""
    found = await open_job(ctx, job)
    if await _went_on(ctx, found, wer, teil):
        return _anew(await _shortlist(ctx, found))
    member, wish = await _asked(ctx, found, wer, teil)
    name = one_line(member.name, 60)
    if wish.state is InterestState.DECLINED:
        return say(Phrase("{name} weiß schon Bescheid.", name=name))
    if wish.state is InterestState.ACCEPTED:
        raise InvalidInput(Phrase("{name} hat schon einen Platz. Den gibst du unter „Team“ frei.", name=name))
    await ctx.store.jobs.answer(wish, InterestState.DECLINED)
    after = await counted(ctx, found)
    await outbox.tell(ctx.store, after, f"declined:{teil}:{member.id}:{after.revision}", member.id, ctx.now, teil=teil)
    standing = await outbox.standing(ctx.store, after)
    said = Phrase("{name} bekommt eine freundliche Absage.", name=name)
    return view.decided(said, after, standing, _waiting(standing))


@theme.action("team.freigeben", hourly=60)
async def free(ctx: Context, job: Number, wer: Number, teil: Part) -> Answer:
    """Free somebody's seat; they are told."""
    found = await open_job(ctx, job)
    if await _went_on(ctx, found, wer, teil):
        return _anew(await _shortlist(ctx, found))
    wer = await ctx.store.links.known_as(wer)
    if not await ctx.store.jobs.unseat(found.id, teil, wer):
        raise NotFound(Phrase("Dieser Platz ist schon frei."))
    await gave_up(ctx, found, wer, teil)
    after = await counted(ctx, await without_contact(ctx, found))
    await tell_fallen_back(ctx, found, after)
    if wer != after.author_id:
        await outbox.tell(ctx.store, after, f"freed:{teil}:{wer}:{after.revision}", wer, ctx.now, teil=teil)
    standing = await outbox.standing(ctx.store, after)
    return view.decided(Phrase("Der Platz ist wieder offen."), after, standing, _waiting(standing))


@theme.action("team.aussteigen", hourly=30)
async def leave(ctx: Context, job: Number, teil: Part) -> Answer:
    """Step down from one's own seat; the author hears of it, and the seat is open again."""
    found = await ctx.store.jobs.get(job)
    me = ctx.member
    if found is not None and me is not None and await _went_on(ctx, found, me.id, teil):
        return _anew(await to_one(ctx, found))
    if found is None or me is None or not await ctx.store.jobs.unseat(found.id, teil, me.id):
        raise NotFound(Phrase("Du hast hier keinen Platz mehr."))
    await gave_up(ctx, found, me.id, teil)
    after = await counted(ctx, await without_contact(ctx, found))
    await tell_fallen_back(ctx, found, after, after.author_id)
    if me.id == after.author_id:
        return say(Phrase("Der Platz ist wieder offen."))
    await outbox.tell(
        ctx.store,
        after,
        f"left:{teil}:{me.id}:{int(ctx.now.timestamp())}",
        after.author_id,
        ctx.now,
        teil=teil,
        wer=me.id,
        sprach=int(found.contact_id == me.id and after.contact_id is None),
    )
    return say(Phrase("Du bist ausgestiegen: „{title}“. Wer den Auftrag gibt, erfährt es.", title=after.title))


@theme.action("team.zuruecknehmen", hourly=60)
async def take_back(ctx: Context, job: Number, teil: Part = "") -> Answer:
    """Take one's own interest back, as long as nobody answered it."""
    found = await ctx.store.jobs.get(job)
    if found is not None and ctx.member is not None and await _went_on(ctx, found, ctx.member.id, teil):
        return _anew(await to_one(ctx, found))
    wishes = await ctx.store.jobs.interests(job) if found is not None and ctx.member is not None else ()
    mine = next((w for w in wishes if ctx.member is not None and (w.member_id, w.part) == (ctx.member.id, teil)), None)
    if found is None or mine is None:
        raise NotFound(Phrase("Dein Interesse ist schon zurückgenommen."))
    if mine.state is InterestState.ACCEPTED:
        raise InvalidInput(Phrase("Du hast schon einen Platz. Mit „Aussteigen“ gibst du ihn zurück."))
    if mine.state is InterestState.DECLINED:
        raise has_declined(found)
    await ctx.store.jobs.lose_interest(found.id, mine.member_id, teil)
    if found.state is JobState.OPEN:
        await counted(ctx, found)
    return say(Phrase("Dein Interesse an „{title}“ ist zurückgenommen.", title=one_line(found.title, 40)))


@theme.action("team.rueckfrage", "Rückfrage", form=True, hourly=30)
async def ask(ctx: Context, job: Number, wer: Number, nachricht: Annotated[str, _WORDS], teil: Part = "") -> Answer:
    """Pass the author's question on to somebody who is interested or has a seat."""
    found = await own(ctx, job)
    if found.state in (JobState.DRAFT, JobState.DELETED):
        raise not_open(found)
    wer = await ctx.store.links.known_as(wer)
    if wer not in await outbox.people_of(ctx.store, found):
        raise NotFound(Phrase("Dieses Interesse gibt es nicht mehr."))
    await _pass_on(ctx, found, wer, teil, nachricht)
    return say(Phrase("Weitergegeben. Die Antwort kommt über mich."))


@theme.action("team.antworten", "Antworten", form=True, hourly=30)
async def reply(ctx: Context, job: Number, nachricht: Annotated[str, _WORDS], teil: Part = "") -> Answer:
    """Pass an answer on to the author; only somebody who is interested or has a seat may."""
    found = await ctx.store.jobs.get(job)
    people = await outbox.people_of(ctx.store, found) if found is not None else {}
    if found is None or ctx.member is None or ctx.member.id not in people:
        raise NotAllowed(Phrase("Das geht nur, wenn du bei diesem Auftrag dabei oder interessiert bist."))
    await _pass_on(ctx, found, found.author_id, teil, nachricht)
    return say(Phrase("Weitergegeben. Kommt noch etwas zurück, schreibe ich es dir."))


async def _pass_on(ctx: Context, job: Job, to: int, part: str, words: str) -> None:
    said, me = cleaned(words), await ctx.me()
    if not says_something(said):
        raise InvalidInput(Phrase("Darin steht keine Nachricht. Schreib ein paar Worte."), "nachricht")
    what = f"question:{me.id}:{to}:{secrets.token_hex(4)}"
    await outbox.tell(ctx.store, job, what, to, ctx.now, wer=me.id, teil=part, worte=said)
