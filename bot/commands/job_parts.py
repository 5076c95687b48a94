"""The parts of a job, shaped by its author before and after publishing: named, added, merged, removed, with seats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Final

from bot.commands.job_form import Number, changed_in, marks, titled
from bot.commands.job_skills import STALE, correctable
from bot.commands.own_jobs import saved
from bot.commands.team_contact import tell_fallen_back, without_contact
from bot.context import Context
from bot.domain.folding import fold
from bot.domain.jobs import InterestState, Job, JobPart, JobState
from bot.domain.skills import Skill
from bot.errors import InvalidInput, about
from bot.matching import shaping
from bot.matching.lists.part_list import read_parts, written
from bot.outbox import teams as outbox
from bot.outbox.choosing import forecast
from bot.talk.answers import Answer, Call, Reply
from bot.talk.commands import Option, Reading, Theme, hidden, number
from bot.talk.limits import FIELD_TEXT
from bot.talk.strange import one_line, says_something
from bot.talk.text import Phrase, Spans, lines
from bot.talk.translation import translator
from bot.views import job_parts as view
from bot.views.job_skills import ALONG, change_button, publish_button, tag_forecast

theme: Final = Theme()

Part = Annotated[str, hidden()]


def _name(value: str, _reading: Reading) -> str:
    name = one_line(value, 40)
    if not says_something(name):
        raise InvalidInput(Phrase("Wie heißt der Teil? Schreib zum Beispiel „Texte“."))
    return name


def _count(value: str, _reading: Reading) -> int:
    if value.strip().isascii() and value.strip().isdecimal() and len(value.strip()) < 4:
        return int(value)
    raise InvalidInput(Phrase("Wie viele Leute? Schreib eine Zahl wie „2“."))


NAME: Final = Option("Teil", "Wie heißt der Teil? Zum Beispiel „Texte“.", longest=40, read=_name)
SKILLS: Final = Option(
    "Skills", "Was soll jemand können? Hinter „dazu:“ steht, was nur mitläuft.", longest=FIELD_TEXT, suggest="skills"
)
SEATS: Final = Option("Plätze", "Wie viele Leute machen das? Ohne Angabe eine Person.", longest=40, read=_count)


async def _shown(ctx: Context, job: Job, first: Spans | None = None) -> Reply:
    standing, people = await outbox.standing(ctx.store, job), await outbox.people_of(ctx.store, job)
    return view.parts(job, standing, people, first)


def _must_differ(ctx: Context, parts: Sequence[JobPart], named: str) -> None:
    """Refuse a name for a part that reads as another's: nobody could tell their buttons apart."""
    called = {part.key: fold(translator(ctx.language)(part.label)) for part in parts}
    if called.pop(named, None) in called.values():
        raise InvalidInput(Phrase("So heißt schon ein Teil. Nenn diesen anders."), "name")


def _placed(parts: Sequence[JobPart]) -> set[tuple[str, str, bool]]:
    """Return the part and the share of each skill."""
    return {(part.key, skill.key, skill in part.core) for part in parts for skill in part.skills}


async def _kept(ctx: Context, before: Job, parts: Sequence[JobPart], named: str = "") -> Reply:
    """Keep shaped parts; what newly fits is shown before anybody is tagged. A title that was read follows them.

    Names and seats alone set no skills by hand: the job's words are still read when they change.
    A part that nobody shaped and that lost its skills to another is gone, unless it is the one that is `named`.
    """
    left = tuple(part for part in parts if part.skills or part.is_named or part.key == named)
    _must_differ(ctx, left, named)
    is_skilled = before.skilled or _placed(left) != _placed(before.parts)
    after = await saved(ctx, before, titled(ctx, replace(before, parts=left, skilled=is_skilled)))
    if after.state is JobState.DRAFT or before.skill_keys == after.skill_keys:
        return await _shown(ctx, after)
    seen = await forecast(ctx.store, ctx.house, after, ctx.now)
    reply = await _shown(ctx, after)
    more = publish_button(after, seen) or (change_button(after),)
    told = lines(reply.text, *tag_forecast(after, seen))
    return replace(reply, text=told, buttons=(*reply.buttons, more))


@theme.action("job.teile")
async def split(ctx: Context, job: Number) -> Answer:
    """Show the author the parts of a job, to be shaped."""
    return await _shown(ctx, await correctable(ctx, job))


async def _skills(ctx: Context, typed: str, *before: JobPart) -> tuple[tuple[Skill, ...], tuple[Skill, ...]]:
    """Return the skills of one part, as a line names them: the core, and what goes along."""
    with about("skills"):
        read = read_parts(typed, before, await ctx.vocabulary())
    core = tuple(skill for part in read for skill in part.core)
    return core, tuple(skill for part in read for skill in part.side)


async def _now(ctx: Context, call: Call) -> tuple[Mapping[str, str], Reply | None]:
    found = await correctable(ctx, number(call.values.get("job", ""), ctx.reading))
    part = shaping.part_of(found.parts, call.values.get("teil", ""))
    along = translator(ctx.language)(ALONG.template)
    label = translator(ctx.language)(part.label)
    skills = written((part,), await ctx.vocabulary(), FIELD_TEXT, along)
    values = {"name": label, "skills": skills, "plaetze": str(part.seats)}
    return {**values, "stand": marks(values.values())}, None


@theme.action("teil.aendern", "Teil ändern", form=True, hourly=60, opening=_now)
async def change(
    ctx: Context,
    job: Number,
    teil: Part,
    name: Annotated[str, NAME],
    skills: Annotated[str, SKILLS] = "",
    plaetze: Annotated[int, SEATS] = 1,
    stand: Annotated[str, hidden()] = "",
) -> Answer:
    """Rename a part, give it other skills or seats; what was not changed in the form is as it came to be meanwhile."""
    before = await correctable(ctx, job)
    old = shaping.part_of(before.parts, teil)
    new = changed_in(ctx, {"name": name, "skills": skills, "plaetze": str(plaetze)}, stand)
    is_same = "name" not in new or name == translator(ctx.language)(old.label)
    core, side = await _skills(ctx, skills, old) if "skills" in new else (old.core, old.side)
    plaetze = plaetze if "plaetze" in new else old.seats
    sitting = sum(seat.part == teil for seat in await ctx.store.jobs.seats(before.id))
    if plaetze < sitting:
        raise InvalidInput(
            Phrase("Dort sitzen schon {count} Leute. Gib erst einen Platz frei.", count=sitting), "plaetze"
        )
    parts = shaping.changed(before.parts, teil, old.label if is_same else name, core, side, plaetze)
    return await _kept(ctx, before, parts, teil)


@theme.action("teil.dazu", "Teil dazu", form=True, hourly=60)
async def add(
    ctx: Context,
    job: Number,
    name: Annotated[str, NAME],
    skills: Annotated[str, SKILLS] = "",
    plaetze: Annotated[int, SEATS] = 1,
) -> Answer:
    """Add a part; one that is called as a skill asks for it where nothing else is said, or nobody would be tagged."""
    before = await correctable(ctx, job)
    core, side = await _skills(ctx, skills)
    if not core and not side and (meant := (await ctx.vocabulary()).known(name)) is not None:
        core = (meant,)
    parts = shaping.added(before.parts, name, core, side, plaetze)
    return await _kept(ctx, before, parts, parts[-1].key)


@theme.action("teil.wohin")
async def where_to(ctx: Context, job: Number, teil: Part) -> Answer:
    """Ask with which part another is merged."""
    found = await correctable(ctx, job)
    shaping.part_of(found.parts, teil)
    return view.merge_into(found, teil)


@theme.action("teil.zusammen", hourly=60)
async def merge(ctx: Context, job: Number, teil: Part, mit: Part, stand: Number) -> Answer:
    """Merge a part into another; who sits there or is interested goes along."""
    before = await correctable(ctx, job)
    if before.revision != stand:
        return await _shown(ctx, before, STALE)
    parts = shaping.merged(before.parts, teil, mit)
    sitting = {seat.member_id for seat in await ctx.store.jobs.seats(before.id) if seat.part in (teil, mit)}
    parts = tuple(replace(one, seats=max(one.seats, len(sitting))) if one.key == mit else one for one in parts)
    await ctx.store.jobs.move_part(before.id, teil, mit)
    return await _kept(ctx, before, parts)


@theme.action("teil.weg", hourly=60)
async def remove(ctx: Context, job: Number, teil: Part, stand: Number) -> Answer:
    """Remove a part; who sits there or waits for it is told."""
    before = await correctable(ctx, job)
    if before.revision != stand:
        return await _shown(ctx, before, STALE)
    parts = shaping.removed(before.parts, teil)
    for seat in await ctx.store.jobs.seats(before.id):
        if seat.part == teil:
            await ctx.store.jobs.unseat(before.id, teil, seat.member_id)
            what = f"freed:{teil}:{seat.member_id}:{before.revision + 1}"
            await outbox.tell(ctx.store, before, what, seat.member_id, ctx.now, teil=teil)
    for wish in await outbox.alive(ctx.store, before):
        if wish.part == teil and wish.state is InterestState.WAITING:
            what = f"lost:{teil}:{wish.member_id}:{before.revision + 1}"
            await outbox.tell(ctx.store, before, what, wish.member_id, ctx.now)
    await ctx.store.jobs.move_part(before.id, teil, None)
    after = await without_contact(ctx, before)
    reply = await _kept(ctx, after, parts)
    await tell_fallen_back(ctx, before, replace(after, revision=before.revision + 1))
    return reply
