"""Jobs: from the draft to the end, by command, form and button."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Final

from bot.context import Context
from bot.domain.jobs import DRAFT_LIVES, POST_SHOWN, Interest, Job, JobState
from bot.domain.members import Member
from bot.domain.skills import Skill
from bot.domain.towns import read_town
from bot.errors import NotAllowed, NotFound
from bot.matching.reading import parts_of, read_request
from bot.matching.skill_list import read_changes
from bot.outbox import jobs as outbox
from bot.outbox.choosing import awake, forecast
from bot.talk.answers import Answer, Call, Reply, say
from bot.talk.commands import Option, Reading, Theme, hidden, number
from bot.talk.strange import cleaned, one_line
from bot.talk.text import Phrase, Spans, lines
from bot.talk.translation import translator
from bot.views import jobs as view

theme = Theme()

TITLE: Final = 80  # characters of a title
DONE: Final = {
    JobState.ASSIGNED: Phrase("ist schon vergeben"),
    JobState.WITHDRAWN: Phrase("ist zurückgezogen"),
    JobState.DELETED: Phrase("ist gelöscht"),
    JobState.DRAFT: Phrase("ist noch nicht veröffentlicht"),
}


def _line(value: str, _reading: Reading) -> str:
    return one_line(value, 200)


def _town(value: str, _reading: Reading) -> str:
    return read_town(value)


Number = Annotated[int, hidden(number)]
Title = Option("Titel", "Worum geht es, in wenigen Worten?", longest=TITLE, read=_line)
Words = Option("Beschreibung", "Was ist zu tun, und wen suchst du dafür?", longest=POST_SHOWN, long=True)
Town = Option("Ort", "Wo? Eine Stadt im Ruhrgebiet, remote oder anderswo.", read=_town, suggest="towns")
Period = Option("Zeitraum", "Wann soll es losgehen, wie lange dauert es?", read=_line)
Budget = Option("Budget", "Was ist es wert? Stundensatz, Festpreis oder „nach Absprache“.", read=_line)


async def _opening(ctx: Context, _call: Call) -> tuple[Mapping[str, str], Reply | None]:
    """Show my open jobs beside the empty form."""
    return {}, view.mine(await _alive(ctx), 1)


async def _alive(ctx: Context) -> list[Job]:
    """Return my open jobs and drafts, newest first."""
    jobs = await ctx.store.jobs.of(ctx.member.id) if ctx.member else ()
    return [job for job in jobs if job.state is JobState.OPEN or (job.state is JobState.DRAFT and not is_old(ctx, job))]


@theme.action("job.meine")
async def my_jobs(ctx: Context, seite: Annotated[int, hidden(number)] = 1) -> Answer:
    """Show another page of my open jobs."""
    return view.mine(await _alive(ctx), seite) or say(Phrase("Du hast keine offenen Aufträge."))


@theme.command("job", "Schreib einen Auftrag aus, sieh deine offenen", form=True, hourly=30, opening=_opening)
async def job(
    ctx: Context,
    titel: Annotated[str, Title],
    text: Annotated[str, Words],
    ort: Annotated[str | None, Town] = None,
    zeitraum: Annotated[str, Period] = "",
    budget: Annotated[str, Budget] = "",
) -> Answer:
    """Keep a draft and show what was understood of it."""
    must_stay(ctx)
    author = await ctx.me()
    draft = Job(0, author.id, JobState.DRAFT, titel, text, ort, zeitraum, budget, (), 1, ctx.now, titled=True)
    return await preview(ctx, await ctx.store.jobs.create(reread(ctx, draft)))


def reread(ctx: Context, job: Job) -> Job:
    """Return the job as its words are now: skills and title are read anew unless the author set them by hand."""
    if not job.skilled:
        title = job.title if job.titled else ""
        job = replace(job, parts=read_request(title, job.text, ctx.house.vocabulary).parts)
    return job if job.titled or not job.skills else replace(job, title=title_of(job.skills, ctx.language))


def title_of(skills: Sequence[Skill], language: str) -> str:
    """Return what a post is called until its author says otherwise: the skills that it asks for, as far as they fit.

    It is kept as the job's title, and so said in the language at once.
    """
    wanted = Phrase("Gesucht: {skills}", skills=", ".join(skill.label for skill in skills))
    return one_line("".join(map(str, wanted.spans(translator(language)))), TITLE)


def is_old(ctx: Context, draft: Job) -> bool:
    """Say whether a draft's 24 hours are over."""
    return draft.created_at + DRAFT_LIVES <= ctx.now


async def preview(ctx: Context, draft: Job, first: Spans | None = None) -> Reply:
    """Return the preview of a draft, after a line of its own where there is one."""
    reply = view.preview(draft, await forecast(ctx.store, ctx.house, draft, ctx.now))
    return replace(reply, text=lines(first, reply.text))


def must_stay(ctx: Context) -> None:
    """Refuse what only makes sense for somebody who stays: a person who is being forgotten has no jobs."""
    if ctx.member is not None and ctx.member.erase_at is not None:
        raise NotAllowed(Phrase("Du wirst gerade vergessen. Mit /vergissmich kannst du das vorher zurücknehmen."))


async def own(ctx: Context, job_id: int) -> Job:
    """Return the caller's own job or draft that is still there; anybody else's is refused without a word about it."""
    found = await ctx.store.jobs.get(job_id)
    if found is not None and (ctx.member is None or found.author_id != ctx.member.id):
        raise NotAllowed(Phrase("Das kann nur, wer den Auftrag geschrieben hat."))
    if found is None or found.state is JobState.DELETED or (found.state is JobState.DRAFT and is_old(ctx, found)):
        raise NotFound(Phrase("Diesen Auftrag gibt es nicht mehr. Mit /job schreibst du einen neuen."))
    return found


async def open_job(ctx: Context, job_id: int) -> Job:
    """Return the caller's own published job that is still open."""
    found = await own(ctx, job_id)
    if found.state is not JobState.OPEN:
        raise NotFound(Phrase("„{title}“ {state}.", title=found.title, state=DONE[found.state]))
    return found


@theme.action("job.vorschau")
async def show(ctx: Context, job: Number) -> Answer:
    """Show the author what was understood."""
    return await shown(ctx, await own(ctx, job))


async def shown(ctx: Context, found: Job) -> Reply:
    """Return the preview of the caller's own draft, or what can be done with a job that is published already."""
    if found.state is not JobState.DRAFT:
        return say(
            Phrase("„{title}“ ist schon veröffentlicht.", title=found.title), buttons=(view.owner_buttons(found),)
        )
    if ctx.member is not None and ctx.member.created_at == found.created_at and found.source is not None:
        ctx.has_begun = True  # the free post was the first thing kept of the person: here is the line of notice
    return await preview(ctx, found)


@theme.action("job.kein", brief=True)
async def decline(ctx: Context, job: Number) -> Answer:
    """Answer *Kein Auftrag* under the post: forget the draft and take the bot's line away."""
    return await _drop(ctx, job)


@theme.action("job.verwerfen")
async def drop(ctx: Context, job: Number) -> Answer:
    """Answer *Kein Auftrag* under the preview."""
    return await _drop(ctx, job)


async def _drop(ctx: Context, job: int) -> Reply:
    found = await own(ctx, job)
    if found.state is not JobState.DRAFT:
        raise NotFound(Phrase("„{title}“ ist schon veröffentlicht.", title=found.title))
    return await _forget(ctx, found)


async def _forget(ctx: Context, draft: Job) -> Reply:
    await outbox.end_offer(ctx.store, draft, ctx.now)
    await ctx.store.jobs.delete(draft.id)
    return say(Phrase("In Ordnung, kein Auftrag. Der Entwurf ist gelöscht."))


@theme.action("job.teilen", hourly=10)
async def publish(ctx: Context, job: Number, stand: Number) -> Answer:
    """Publish a draft: the cards and the tags are planned in the same transaction."""
    must_stay(ctx)
    draft = await own(ctx, job)
    if draft.state is not JobState.DRAFT:
        raise NotFound(Phrase("„{title}“ ist schon veröffentlicht.", title=draft.title))
    if draft.revision != stand:
        return await preview(ctx, draft, Phrase("Der Entwurf hat sich inzwischen geändert. Das ist der neue Stand."))
    published = replace(draft, state=JobState.OPEN, revision=draft.revision + 1)
    await ctx.store.jobs.save(published)
    places = await outbox.plan_cards(ctx.store, published, ctx.now)
    tagged = await outbox.plan_tags(ctx.store, ctx.house, published, ctx.now)
    await outbox.end_offer(ctx.store, published, ctx.now)
    return view.published(published, places, tagged, awake(ctx.now, ctx.house) == ctx.now)


async def _prefilled(ctx: Context, call: Call) -> tuple[Mapping[str, str], Reply | None]:
    found = await own(ctx, number(call.values.get("job", ""), ctx.reading))
    values = {
        "titel": found.title,
        "text": found.text[:POST_SHOWN],
        "ort": found.town or "",
        "zeitraum": found.period,
        "budget": found.budget,
    }
    return {name: value for name, value in values.items() if value}, None


@theme.action("job.aendern", "Auftrag ändern", form=True, hourly=60, opening=_prefilled)
async def change(
    ctx: Context,
    job: Number,
    titel: Annotated[str | None, Title] = None,
    text: Annotated[str | None, Words] = None,
    ort: Annotated[str | None, Town] = None,
    zeitraum: Annotated[str, Period] = "",
    budget: Annotated[str, Budget] = "",
) -> Answer:
    """Change a draft or a published job; every copy follows."""
    before = await own(ctx, job)
    after = replace(
        before,
        title=titel or before.title,
        titled=before.titled or (titel is not None and titel != before.title),
        text=before.text
        if text is None or text == cleaned(before.text[:POST_SHOWN])
        else text,  # the form held that much
        town=ort if "ort" in ctx.given else before.town,
        period=zeitraum if "zeitraum" in ctx.given else before.period,
        budget=budget if "budget" in ctx.given else before.budget,
    )
    return await _changed(ctx, before, reread(ctx, after) if (titel, text) != (None, None) else after)


async def _skills_now(ctx: Context, call: Call) -> tuple[Mapping[str, str], Reply | None]:
    found = await own(ctx, number(call.values.get("job", ""), ctx.reading))
    return {"skills": ", ".join(skill.label for skill in found.skills)}, None


@theme.action("job.skills", "Gesuchte Skills ändern", form=True, hourly=30, opening=_skills_now)
async def set_skills(
    ctx: Context,
    job: Number,
    skills: Annotated[
        str, Option("Skills", "Was soll jemand können? Mit Komma getrennt.", longest=500, suggest="skills")
    ] = "",
) -> Answer:
    """Set by hand which skills a job asks for."""
    before = await own(ctx, job)
    changes = read_changes(skills, ctx.house.vocabulary) if skills.strip() else ()
    wanted = tuple(one.skill for one in changes if one.stance is not None)
    after = replace(before, parts=parts_of(wanted, ctx.house.vocabulary), skilled=True)
    return await _changed(ctx, before, after)


async def _changed(ctx: Context, before: Job, after: Job) -> Answer:
    """Write a change, let the copies follow, and show the author changed skills before anybody new is tagged."""
    after = replace(after, revision=before.revision + 1)
    if after.state not in (JobState.DRAFT, JobState.OPEN):
        raise NotFound(Phrase("„{title}“ {state}.", title=before.title, state=DONE[before.state]))
    await ctx.store.jobs.save(after)
    if after.state is JobState.DRAFT:
        return await preview(ctx, after)
    await ctx.store.outbox.want("job", after.id, after.revision)
    if skill_keys(before) == skill_keys(after):
        return say(Phrase("„{title}“ ist überall geändert.", title=after.title), buttons=(view.owner_buttons(after),))
    return view.retag(after, await forecast(ctx.store, ctx.house, after, ctx.now))


def skill_keys(job: Job) -> frozenset[str]:
    """Return what decides who is tagged for a job."""
    return frozenset(skill.key for skill in job.skills)


@theme.action("job.taggen")
async def tag(ctx: Context, job: Number, stand: Number) -> Answer:
    """Tag the people whom a change of skills newly fits, after the author has seen them."""
    found = await open_job(ctx, job)
    if found.skills_mark != stand:
        return view.retag(found, await forecast(ctx.store, ctx.house, found, ctx.now))
    count = await outbox.plan_tags(ctx.store, ctx.house, found, ctx.now)
    if not count:
        return say(Phrase("Dazu ist schon jede passende Person getaggt."), buttons=(view.owner_buttons(found),))
    at_once = awake(ctx.now, ctx.house) == ctx.now
    words = view.tagging_words(count, at_once)
    return say(words, buttons=(view.owner_buttons(found),))


@theme.action("job.vergeben")
async def assign(ctx: Context, job: Number) -> Answer:
    """Close a job because it has found somebody."""
    closed = await _close(ctx, await open_job(ctx, job), JobState.ASSIGNED)
    wishes = await _wishes(ctx, closed)
    said = Phrase("„{title}“ ist vergeben. Alle Karten zeigen es, getaggt wird niemand mehr.", title=closed.title)
    return say(lines(said, view.interested(closed, wishes).text if wishes else None))


@theme.action("job.zurueck")
async def withdraw(ctx: Context, job: Number) -> Answer:
    """Close a job because it is not to be done any more."""
    closed = await _close(ctx, await open_job(ctx, job), JobState.WITHDRAWN)
    return say(Phrase("„{title}“ ist zurückgezogen. Alle Karten zeigen es.", title=closed.title))


@theme.action("job.loeschen")
async def delete(ctx: Context, job: Number) -> Answer:
    """Take a job away with all its cards and give the author the text back."""
    found = await own(ctx, job)
    if found.state is JobState.DRAFT:
        return await _forget(ctx, found)
    await _close(ctx, found, JobState.DELETED)
    return say(
        Phrase("„{title}“ ist gelöscht, die Karten verschwinden. Dein Text war:", title=found.title),
        "\n",
        found.text[:POST_SHOWN],
    )


async def _close(ctx: Context, job: Job, state: JobState) -> Job:
    closed = replace(job, state=state, revision=job.revision + 1, closed_at=ctx.now)
    await ctx.store.jobs.save(closed)
    await outbox.end_cards(ctx.store, closed, ctx.now)
    return closed


async def _interesting(ctx: Context, job_id: int) -> Job:
    found = await ctx.store.jobs.get(job_id)
    if found is None or found.state in (JobState.DRAFT, JobState.DELETED):
        raise NotFound(Phrase("Diesen Auftrag gibt es nicht mehr."))
    author = await ctx.store.members.get(found.author_id)
    if author is None or author.erase_at is not None:
        raise NotFound(Phrase("Diesen Auftrag gibt es nicht mehr."))
    if found.state is not JobState.OPEN:
        raise NotFound(Phrase("„{title}“ {state}.", title=found.title, state=DONE[found.state]))
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
    await outbox.tell_author(ctx.store, found, outbox.INTEREST, f"interest:{me.id}", ctx.now, member=me.id)
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
    await outbox.tell_author(ctx.store, found, outbox.INTEREST, what, ctx.now, member=me.id)
    return say(Phrase("Dein Satz ist weitergegeben."))


@theme.action("job.interessierte")
async def show_interested(ctx: Context, job: Number) -> Answer:
    """Show the author who is interested."""
    found = await own(ctx, job)
    return view.interested(found, await _wishes(ctx, found))


async def _wishes(ctx: Context, job: Job) -> list[tuple[Member, Interest]]:
    """Return who is interested and still there, the newest last."""
    wishes = await ctx.store.jobs.interests(job.id)
    members = await ctx.store.members.many([wish.member_id for wish in wishes])
    shown = [(members[wish.member_id], wish) for wish in wishes if wish.member_id in members]
    return [(member, wish) for member, wish in shown if member.erase_at is None]
