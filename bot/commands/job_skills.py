"""What a job asks for, corrected by its author: as a line, with taps, or with what such a job often needs besides."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Final

from bot.commands import job_form as form
from bot.commands.own_jobs import changed, not_open, own, preview, saved
from bot.context import Context
from bot.domain.jobs import Job, JobState
from bot.domain.skills import Skill
from bot.errors import InvalidInput, NotFound, about
from bot.matching.lists.part_list import named, one_term, placed, read_parts, written
from bot.matching.templates import proposed
from bot.outbox.choosing import forecast
from bot.talk.answers import Answer, Call, Reply
from bot.talk.commands import Option, Reading, Theme, hidden, number
from bot.talk.limits import FIELD_TEXT
from bot.talk.text import Phrase, Spans
from bot.talk.translation import translator
from bot.views import job_skills as view

theme = Theme()

STALE: Final = Phrase("Der Auftrag hat sich inzwischen geändert. Das ist der neue Stand.")


class Share(StrEnum):
    """What a skill is to a job, by the word that a button carries."""

    CORE = "core"
    SIDE = "side"
    OUT = "out"


def _share(value: str, _reading: Reading) -> Share:
    try:
        return Share(value)
    except ValueError as error:
        raise InvalidInput(Phrase("Diesen Knopf kenne ich nicht.")) from error


async def _skills_now(ctx: Context, call: Call) -> tuple[Mapping[str, str], Reply | None]:
    found = await own(ctx, number(call.values.get("job", ""), ctx.reading))
    along = translator(ctx.language)(view.ALONG.template)
    now = written(found.parts, await ctx.vocabulary(), FIELD_TEXT, along)
    return {"skills": now, "stand": form.marks([now])}, None


@theme.action("job.skills", "Gesuchte Skills ändern", form=True, hourly=30, opening=_skills_now)
async def set_skills(
    ctx: Context,
    job: form.Number,
    skills: Annotated[
        str,
        Option(
            "Skills",
            "Was soll jemand können? Hinter „dazu:“ steht, was nur mitläuft.",
            longest=FIELD_TEXT,
            suggest="skills",
        ),
    ] = "",
    stand: Annotated[str, hidden()] = "",
) -> Answer:
    """Set by hand which skills a job asks for; a list that comes back as it was leaves them as they are by now."""
    before = await own(ctx, job)
    is_new = form.changed_in(ctx, {"skills": skills}, stand)
    with about("skills"):
        parts = read_parts(skills, before.parts, await ctx.vocabulary()) if is_new else before.parts
        after = form.asking_for(ctx, before, parts)
    return await changed(ctx, before, after)


@theme.action("job.gesucht")
async def sought(ctx: Context, job: form.Number) -> Answer:
    """Show the author what the job asks for, each skill a button."""
    return await _buttons(ctx, await correctable(ctx, job))


@theme.action("job.skill", hourly=240)
async def set_skill(
    ctx: Context,
    job: form.Number,
    stand: form.Number,
    skill: Annotated[str, hidden()],
    als: Annotated[Share, hidden(_share)],
) -> Answer:
    """Put one skill into the core or at the side, or take it out; then show what the job asks for now."""
    before = await correctable(ctx, job)
    if before.revision != stand:
        return await _buttons(ctx, before, STALE)
    wanted = one_term(skill, await ctx.vocabulary())
    if wanted is None:
        raise InvalidInput(Phrase("Das ist nicht genau ein Skill."))
    held = next((one for one in before.skills if one.key == wanted.key), wanted)
    is_side = None if als is Share.OUT else als is Share.SIDE
    parts = placed(before.parts, held, is_side, await ctx.vocabulary())
    after = await saved(ctx, before, form.asking_for(ctx, before, parts))
    return await _buttons(ctx, after, gone=held if is_side is None else None)


@theme.action("job.dazu", hourly=60)
async def take(ctx: Context, job: form.Number, stand: form.Number, skill: Annotated[str, hidden()]) -> Answer:
    """Take a part that such a job often needs; what was not proposed is refused."""
    before = await correctable(ctx, job)
    if before.revision != stand:
        return await _shown(ctx, before, STALE)
    part = next((part for part in proposed(before.parts, before.text) if part.core[0].label == skill), None)
    if part is None:
        raise NotFound(Phrase("Diesen Vorschlag gibt es nicht mehr."))
    parts = placed(before.parts, part.core[0], False, await ctx.vocabulary())
    return await _shown(ctx, await saved(ctx, before, form.asking_for(ctx, before, parts)))


async def correctable(ctx: Context, job_id: int) -> Job:
    """Return the caller's own draft or open job."""
    found = await own(ctx, job_id)
    if found.state not in (JobState.DRAFT, JobState.OPEN):
        raise not_open(found)
    return found


async def _shown(ctx: Context, job: Job, first: Spans | None = None) -> Reply:
    """Return the preview of a draft, the skills of a published job."""
    return await (preview if job.state is JobState.DRAFT else _buttons)(ctx, job, first)


async def _buttons(ctx: Context, job: Job, first: Spans | None = None, gone: Skill | None = None) -> Reply:
    seen = await forecast(ctx.store, ctx.house, job, ctx.now)
    vocabulary = await ctx.vocabulary()
    names = {skill.key: named(skill, vocabulary) for skill in (*job.skills, *([gone] if gone else []))}
    return view.skills(job, seen, names, first, gone)
