"""`/jobs`: which jobs are open, with filters; each leads to its card."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Annotated, Final

from bot.commands.handing_answers import concerning
from bot.commands.job_form import Number
from bot.commands.search_question import read_question
from bot.context import Context
from bot.domain.folding import fold
from bot.domain.jobs import InterestState, Job, JobState
from bot.domain.members import Member
from bot.domain.skills import Skill
from bot.domain.teams import Standing
from bot.domain.towns import trailing_town
from bot.errors import InvalidInput, NotFound
from bot.matching.naming.vocabulary import PART_LABELS
from bot.matching.people.covering import fits
from bot.matching.people.job_filter import JobFilter, Whose, asks_for, without_whose
from bot.outbox import teams
from bot.outbox.jobs import card_of
from bot.outbox.rooms import LASTS_IN
from bot.talk.answers import Answer, Reply
from bot.talk.commands import Option, Theme, hidden, number
from bot.talk.text import Phrase
from bot.talk.translation import translator
from bot.views import job_list as view

theme: Final = Theme()

FILTER: Final = Option(
    "Filter",
    "Skills, Teile, eine Stadt, „meine“, „passend“ oder „dabei“",
    longest=100,
    suggest="skills",
)
_POSTCODE: Final = 5  # digits


@theme.command(
    "jobs",
    "Welche Aufträge offen sind",
    aliases=("openjobs",),
    private=False,
    hourly=60,
    examples=(Phrase("/jobs design essen"), Phrase("/jobs passend")),
)
async def jobs(ctx: Context, filter: Annotated[str, FILTER] = "") -> Answer:
    """Show open jobs, newest first: to everybody here, or to the caller alone where it is about them."""
    return await _listing(ctx, filter, 0)


@theme.action("jobs.seite", hourly=240)
async def turn(
    ctx: Context,
    filter: Annotated[str, replace(FILTER, hidden=True)] = "",
    seite: Annotated[int, hidden(number)] = 0,
) -> Answer:
    """Turn the page for one person."""
    return await _listing(ctx, filter, seite)


async def _listing(ctx: Context, typed: str, page: int) -> Reply:
    wanted = await _read(ctx, typed)
    found = await _found(ctx, wanted)
    pages = max(1, -(-len(found) // view.PAGE))
    page = min(page, pages - 1)
    here = found[page * view.PAGE : (page + 1) * view.PAGE]
    shown = [(job, await teams.standing(ctx.store, job)) for job in here]
    mine = ctx.member.id if ctx.member is not None and wanted.whose is not Whose.ALL else 0
    return view.listing(shown, wanted, view.Turn(page, pages, typed), mine)


async def _read(ctx: Context, typed: str) -> JobFilter:
    """Read a filter as `/suche` reads its question; the names of parts count too, and numbers."""
    rest, whose = without_whose(typed)
    if not rest:
        return JobFilter(whose=whose)
    called = _called(ctx)
    labels = [name for label in PART_LABELS.values() for name in (label, called(label))]
    named = [part.label for job in await ctx.store.jobs.open() for part in job.parts if part.is_named]
    typed_labels = await ctx.store.members.typed_labels()
    try:
        asked = read_question(rest, await ctx.vocabulary(), [*typed_labels, *labels, *named])
    except InvalidInput as error:
        error.option = "filter"
        raise
    numbers = _numbers(rest, (*asked.skills, *asked.without))
    return JobFilter((*asked.skills, *numbers), asked.town, whose, asked.without)


def _numbers(typed: str, skills: Sequence[Skill]) -> Iterator[Skill]:
    """Yield the numbers that belong to no skill and no town, as terms: "2000", but not "Office 365", "45127 Essen"."""
    words, town = trailing_town(typed.split())
    has_postcode = town is not None and bool(words) and len(words[-1]) == _POSTCODE
    for word in words[:-1] if has_postcode else words:
        if (key := fold(word)).isdecimal() and not any(key in skill.key for skill in skills):
            yield Skill(key, word)


def _called(ctx: Context) -> Callable[[str], str]:
    """Return how labels of parts read in the community's language."""
    return translator(ctx.language)


async def _found(ctx: Context, wanted: JobFilter) -> list[Job]:
    called, above, known = _called(ctx), ctx.house.vocabulary.ancestors, (await ctx.vocabulary()).known
    found = [job for job in await _meant(ctx, wanted.whose) if asks_for(job, wanted, called, above, known)]
    if wanted.whose is Whose.ALL:
        return found
    if ctx.member is None:
        return [] if wanted.whose is not Whose.FITTING else _nothing_known()
    if wanted.whose is Whose.MINE:
        return [job for job in found if job.author_id == ctx.member.id]
    return await _fitting(ctx, ctx.member, found) if wanted.whose is Whose.FITTING else found


async def _meant(ctx: Context, whose: Whose) -> Sequence[Job]:
    """Return the open jobs; of those that somebody has a seat in also what is assigned or expired, newest first."""
    found = await ctx.store.jobs.open()
    if whose is not Whose.JOINED or ctx.member is None:
        return found
    sits = {seat.job_id for seat in await ctx.store.jobs.seats_of(ctx.member.id)}
    wishes = await ctx.store.jobs.interests_of(ctx.member.id)
    joined = sits | {wish.job_id for wish in wishes if wish.state is not InterestState.DECLINED}
    here = {job.id: job for job in found if job.id in joined}
    others = [await ctx.store.jobs.get(job_id) for job_id in sits - here.keys()]
    here |= {job.id: job for job in others if job is not None and job.state in LASTS_IN}
    return [here[job_id] for job_id in sorted(here, reverse=True)]


def _nothing_known() -> list[Job]:
    raise NotFound(Phrase("Von dir kenne ich noch keine Skills. Mit /skills sagst du, was du kannst."))


async def _fitting(ctx: Context, me: Member, found: list[Job]) -> list[Job]:
    """Return the jobs of others that have a part with a free seat for what the caller offers."""
    if not me.skills:
        return _nothing_known()
    above = ctx.house.vocabulary.ancestors
    able = [job for job in found if job.author_id != me.id and any(fits(me, part, above) for part in job.parts)]
    standing = [(job, await teams.standing(ctx.store, job)) for job in able]
    return [job for job, parts in standing if _has_room(me, parts, ctx)]


def _has_room(me: Member, parts: tuple[Standing, ...], ctx: Context) -> bool:
    above = ctx.house.vocabulary.ancestors
    return any(one.free and fits(me, one.part, above) for one in parts)


async def published(ctx: Context, job_id: int) -> Job:
    """Return a job that was published and is still there, whoever wrote it."""
    found = await ctx.store.jobs.get(job_id)
    author = await ctx.store.members.get(found.author_id) if found is not None else None
    is_there = found is not None and found.state not in (JobState.DRAFT, JobState.DELETED)
    if found is None or not is_there or author is None or author.erase_at is not None:
        raise NotFound(Phrase("Diesen Auftrag gibt es nicht mehr."))
    return found


@theme.action("jobs.zeigen", hourly=240)
async def show(ctx: Context, job: Number) -> Answer:
    """Show the card of a job to one person, with what they have to do with it and what they can do."""
    return await to_one(ctx, await published(ctx, job))


async def to_one(ctx: Context, found: Job) -> Reply:
    """Return the card of a job for the caller alone."""
    card = await card_of(ctx.store, found)
    me = ctx.member.id if ctx.member is not None else 0
    seats = [seat for seat in await ctx.store.jobs.seats(found.id) if seat.member_id == me]
    wishes = [wish for wish in await ctx.store.jobs.interests(found.id) if wish.member_id == me]
    has_offers = bool(await concerning(ctx, found.id))
    reader = view.Reader(found.author_id == me, ctx.is_organiser, tuple(seats), tuple(wishes), me, has_offers)
    return view.shown(card, found, reader)
