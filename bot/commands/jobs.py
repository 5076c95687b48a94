"""Jobs: from the draft to the end, by command, form and button."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from bot.commands import job_form as form
from bot.commands import job_guards as guards
from bot.commands.own_jobs import changed, is_old, must_stay, open_job, own, own_draft, preview, shown
from bot.context import Context
from bot.domain.jobs import POST_SHOWN, Job, JobState
from bot.matching.people.passing_on import passed_on
from bot.outbox import expiry, teams
from bot.outbox import jobs as outbox
from bot.outbox.choosing import awake, forecast
from bot.outbox.project_end import ask as ask_outcome
from bot.outbox.recommending import recommenders
from bot.outbox.tags import plan_tags
from bot.talk.answers import Answer, Call, Reply, say
from bot.talk.commands import Theme, hidden, number
from bot.talk.strange import cleaned
from bot.talk.text import Phrase, lines
from bot.views import job_life as life
from bot.views import jobs as view
from bot.views import teams as team_view
from bot.views.job_skills import already, retag
from bot.views.team_contact import team_buttons

theme = Theme()


async def _opening(ctx: Context, _call: Call) -> tuple[Mapping[str, str], Reply | None]:
    """Show my open jobs beside the empty form; who has none and may write none is refused before they fill it in."""
    mine = await _mine(ctx, 1)
    if mine is None:
        await _must_be_welcome(ctx)
    return {}, mine


async def _must_be_welcome(ctx: Context) -> None:
    """Refuse whoever may write no job now."""
    must_stay(ctx)
    await guards.must_not_be_blocked(ctx)


async def _mine(ctx: Context, page: int) -> Reply | None:
    """Return a page of my open jobs and drafts, newest first, with the way to the closed ones."""
    jobs = await ctx.store.jobs.of(ctx.member.id) if ctx.member else ()
    alive = [j for j in jobs if j.state is JobState.OPEN or (j.state is JobState.DRAFT and not is_old(ctx, j))]
    return view.mine(alive, page, sum(job.may_reopen for job in jobs))


@theme.action("job.meine")
async def my_jobs(ctx: Context, seite: Annotated[int, hidden(number)] = 1) -> Answer:
    """Show another page of my open jobs."""
    return await _mine(ctx, seite) or say(Phrase("Du hast keine offenen Aufträge."))


@theme.command("job", "Schreib einen Auftrag aus, sieh deine offenen", form=True, hourly=30, opening=_opening)
async def job(
    ctx: Context,
    titel: Annotated[str, form.TITLE],
    text: Annotated[str, form.WORDS],
    ort: Annotated[str | None, form.TOWN] = None,
    zeitraum: Annotated[str, form.PERIOD] = "",
    budget: Annotated[str, form.BUDGET] = "",
) -> Answer:
    """Keep a draft and show what was understood of it."""
    await _must_be_welcome(ctx)
    author = await ctx.me()
    draft = Job(0, author.id, JobState.DRAFT, titel, text, ort, zeitraum, budget, (), 1, ctx.now, titled=True)
    return await preview(ctx, await ctx.store.jobs.create(await form.reread(ctx, draft)))


@theme.action("job.vorschau")
async def show(ctx: Context, job: form.Number) -> Answer:
    """Show the author what was understood."""
    return await shown(ctx, await own(ctx, job))


@theme.action("job.kein", brief=True)
async def decline(ctx: Context, job: form.Number) -> Answer:
    """Answer *Kein Auftrag* under the post: forget the draft and take the bot's line away."""
    return await _drop(ctx, job)


@theme.action("job.verwerfen")
async def drop(ctx: Context, job: form.Number) -> Answer:
    """Answer *Kein Auftrag* under the preview."""
    return await _drop(ctx, job)


async def _drop(ctx: Context, job: int) -> Reply:
    return await _forget(ctx, await own_draft(ctx, job))


async def _forget(ctx: Context, draft: Job) -> Reply:
    await outbox.end_offer(ctx.store, draft, ctx.now)
    await ctx.store.jobs.delete(draft.id)
    return say(Phrase("In Ordnung, kein Auftrag. Der Entwurf ist gelöscht."))


@theme.action("job.teilen", hourly=10)
async def publish(
    ctx: Context, job: form.Number, stand: form.Number, trotzdem: Annotated[str, hidden()] = ""
) -> Answer:
    """Publish a draft: the cards and the tags are planned in the same transaction.

    One that says nearly the same as another of the author's is published with `trotzdem` alone.
    """
    must_stay(ctx)
    draft = await own_draft(ctx, job)
    if draft.revision != stand:
        return await preview(ctx, draft, Phrase("Der Entwurf hat sich inzwischen geändert. Das ist der neue Stand."))
    await guards.must_not_be_blocked(ctx)
    await guards.must_not_hurry(ctx)
    before = await guards.already_written(ctx, draft) if not trotzdem else None
    if before is not None:
        return life.same(draft, before)
    await guards.count_published(ctx)
    published = replace(draft, state=JobState.OPEN, revision=draft.revision + 1)
    published = await expiry.begin(ctx.store, ctx.house, published, ctx.now)
    places = await outbox.plan_cards(ctx.store, published, ctx.now)
    tagged = await plan_tags(ctx.store, ctx.house, published, ctx.now)
    await outbox.end_offer(ctx.store, published, ctx.now)
    standing = await teams.standing(ctx.store, published)
    given = passed_on(await ctx.me(), standing, ctx.house.vocabulary.ancestors)
    return view.published(published, places, tagged, awake(ctx.now, ctx.house) == ctx.now, given)


async def _prefilled(ctx: Context, call: Call) -> tuple[Mapping[str, str], Reply | None]:
    found = await own(ctx, number(call.values.get("job", ""), ctx.reading))
    values = {
        "titel": found.title,
        "text": cleaned(found.text[:POST_SHOWN]),
        "ort": found.town or "",
        "zeitraum": found.period,
        "budget": found.budget,
    }
    filled = {name: value for name, value in values.items() if value}
    return {**filled, "stand": form.marks(values.values())}, None


@theme.action("job.aendern", "Auftrag ändern", form=True, hourly=60, opening=_prefilled)
async def change(
    ctx: Context,
    job: form.Number,
    titel: Annotated[str | None, form.TITLE] = None,
    text: Annotated[str | None, form.WORDS] = None,
    ort: Annotated[str | None, form.TOWN] = None,
    zeitraum: Annotated[str, form.PERIOD] = "",
    budget: Annotated[str, form.BUDGET] = "",
    stand: Annotated[str, hidden()] = "",
) -> Answer:
    """Change a draft or a published job; every copy follows.

    What the form held when it opened, by `stand`, and holds still was not changed in it: it may have been elsewhere.
    """
    before = await own(ctx, job)
    typed = {"titel": titel, "text": text, "ort": ort, "zeitraum": zeitraum, "budget": budget}
    new = form.changed_in(ctx, typed, stand)
    after = replace(
        before,
        title=titel if titel and "titel" in new else before.title,
        titled=before.titled or bool(titel and "titel" in new and titel != before.title),
        text=text
        if text and "text" in new and text != cleaned(before.text[:POST_SHOWN])  # the form held that much
        else before.text,
        town=ort if "ort" in new else before.town,
        period=zeitraum if "zeitraum" in new else before.period,
        budget=budget if "budget" in new else before.budget,
    )
    return await changed(ctx, before, await form.reread(ctx, after) if (titel, text) != (None, None) else after)


@theme.action("job.taggen")
async def tag(ctx: Context, job: form.Number, stand: form.Number) -> Answer:
    """Tag the people whom a change of skills newly fits, after the author has seen them."""
    await guards.must_not_be_blocked(ctx)
    found = await open_job(ctx, job)
    if found.skills_mark != stand:
        return retag(found, await forecast(ctx.store, ctx.house, found, ctx.now))
    count = await plan_tags(ctx.store, ctx.house, found, ctx.now)
    at_once = awake(ctx.now, ctx.house) == ctx.now
    words = view.tagging_words(count, at_once) if count else already(at_once)
    return say(words, buttons=view.owner_rows(found))


@theme.action("job.vergeben")
async def assign(ctx: Context, job: form.Number) -> Answer:
    """Close a job because it has found somebody."""
    closed = await outbox.close_job(ctx.store, await open_job(ctx, job), JobState.ASSIGNED, ctx.now)
    people = await teams.people_of(ctx.store, closed)
    by = await recommenders(ctx.store, closed)
    waiting = teams.candidates(ctx.house, closed, await teams.alive(ctx.store, closed), people, ctx.now, by)
    said = Phrase("„{title}“ ist vergeben. Alle Karten zeigen es, getaggt wird niemand mehr.", title=closed.title)
    standing = await teams.standing(ctx.store, closed) if any(await ctx.store.jobs.seats(closed.id)) else ()
    if waiting or standing:
        await ask_outcome(ctx.store, ctx.house, closed, ctx.now)
    told = team_view.shortlist(closed, waiting, standing, people, 0).text if waiting or standing else None
    reply = life.closed(closed, lines(said, told))
    return replace(reply, buttons=(*reply.buttons, team_buttons(closed))) if standing else reply


@theme.action("job.zurueck")
async def withdraw(ctx: Context, job: form.Number) -> Answer:
    """Close a job because it is not to be done any more."""
    closed = await outbox.close_job(ctx.store, await open_job(ctx, job), JobState.WITHDRAWN, ctx.now)
    return life.closed(closed, Phrase("„{title}“ ist zurückgezogen. Alle Karten zeigen es.", title=closed.title))


@theme.action("job.loeschen")
async def delete(ctx: Context, job: form.Number) -> Answer:
    """Take a job away with all its cards and give the author the text back."""
    found = await own(ctx, job)
    if found.state is JobState.DRAFT:
        return await _forget(ctx, found)
    await outbox.close_job(ctx.store, found, JobState.DELETED, ctx.now)
    return say(
        Phrase("„{title}“ ist gelöscht, die Karten verschwinden. Dein Text war:", title=found.title),
        "\n",
        found.text[:POST_SHOWN],
    )
