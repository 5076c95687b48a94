"""Free posts in a `jobs` place: heard, offered to be shared, and followed when they change."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Final

from bot.commands.job_form import beginning, keeps_by_hand, reread, title_of
from bot.commands.job_guards import must_not_be_blocked
from bot.commands.own_jobs import is_old, must_stay, preview, shown, with_taken_parts
from bot.context import Context, House
from bot.domain.jobs import Job, JobState
from bot.domain.people import MessageRef
from bot.errors import InvalidInput, NotAllowed, TooMany
from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.reading import read_post
from bot.matching.shaping import few
from bot.outbox import handing_on
from bot.outbox import jobs as outbox
from bot.outbox.authors import tell_author
from bot.outbox.index import changed as index_follows
from bot.outbox.rooms import follow as room_follows
from bot.ports import Store
from bot.talk.answers import Answer
from bot.talk.commands import Option, Reading, Theme, hidden
from bot.talk.strange import cleaned
from bot.talk.text import Phrase

theme = Theme()

POST: Final = 4000  # characters of a post that are kept
DRAFTS: Final = 10  # of one author at a time


async def said(ctx: Context, text: str) -> tuple[Answer, ...]:
    """Keep a draft of a post that asks for somebody and plan the bot's line under it; other posts are not kept."""
    words = cleaned(text, POST)
    understood = read_post(words, await ctx.vocabulary())
    if not understood.asks or ctx.message is None or ctx.place is None:
        return ()
    if ctx.member is not None and (ctx.member.erase_at is not None or await _has_many_drafts(ctx, ctx.member.id)):
        return ()
    if ctx.member is not None and await ctx.store.moderation.blocked(ctx.member.id) is not None:
        return ()  # they were told that no post of theirs is asked about
    author = await ctx.me()
    parts = few(understood.parts)
    title = title_of(parts, ctx.language)
    draft = Job(0, author.id, JobState.DRAFT, title, words, None, "", "", parts, 1, ctx.now, ctx.message)
    await outbox.plan_offer(ctx.store, await ctx.store.jobs.create(draft), ctx.place, ctx.now)
    return ()


def asks(text: str, vocabulary: Vocabulary) -> bool:
    """Say whether a plain message asks for somebody."""
    return read_post(cleaned(text, POST), vocabulary).asks


def _as_posted(value: str, _reading: Reading) -> str:
    return cleaned(value, POST)


@theme.action("job.uebernehmen", hourly=30)
async def adopt(
    ctx: Context,
    von: Annotated[str, hidden()],
    text: Annotated[str, Option("", hidden=True, longest=2 * POST, read=_as_posted)] = "",
) -> Answer:
    """Make a draft of the caller's own message `ctx.message`, wherever it stands, and show what was understood.

    `von` is the account that wrote it, by the platform's own word. Asking for it counts: no reader has to find a
    request in it.
    """
    must_stay(ctx)
    await must_not_be_blocked(ctx)
    if von != ctx.caller.address.user or ctx.message is None or await ctx.store.outbox.posting_at(ctx.message):
        raise NotAllowed(Phrase("Das geht nur mit deiner eigenen Nachricht."))
    if not text:
        raise InvalidInput(Phrase("In dieser Nachricht stehen keine Worte. Mit /job schreibst du den Auftrag selbst."))
    author = await ctx.me()
    before = await ctx.store.jobs.at_source(ctx.message)
    if before is not None and before.author_id == author.id:
        return await shown(ctx, before)
    if await _has_many_drafts(ctx, author.id):
        raise TooMany(Phrase("Du hast schon {most} Entwürfe. Mit /job räumst du erst welche weg.", most=DRAFTS))
    draft = Job(0, author.id, JobState.DRAFT, beginning(text), text, None, "", "", (), 1, ctx.now, ctx.message)
    return await preview(ctx, await ctx.store.jobs.create(await reread(ctx, draft)))


async def _has_many_drafts(ctx: Context, member_id: int) -> bool:
    """Say whether so many drafts wait for their author that another post is left alone."""
    drafts = [job for job in await ctx.store.jobs.of(member_id) if job.state is JobState.DRAFT and not is_old(ctx, job)]
    return len(drafts) >= DRAFTS


async def edited(ctx: Context, text: str) -> None:
    """Follow a post that its author changed: a draft is read anew, a published job's copies follow.

    The bot's line goes where the post asks for nobody any more; its draft stays for `/job`, as an author may mean it.
    What is open of somebody blocked stays as it is, and so does all of a post that lost its words and kept a picture.
    """
    job = await ctx.store.jobs.at_source(ctx.message) if ctx.message is not None else None
    if job is None or ctx.member is None or job.author_id != ctx.member.id:
        return
    words = cleaned(text, POST)
    if not words:
        return
    if job.state is JobState.OPEN or (job.state is JobState.DRAFT and not is_old(ctx, job)):
        await _follow(ctx, job, words)


async def _follow(ctx: Context, before: Job, words: str) -> None:
    if before.state is JobState.OPEN and await ctx.store.moderation.blocked(before.author_id) is not None:
        return
    after = await reread(ctx, replace(before, text=words, revision=before.revision + 1))
    if (before.text, before.title) == (after.text, after.title):
        return
    after = await with_taken_parts(ctx.store, before, after)
    await ctx.store.jobs.save(after)
    vocabulary = await ctx.vocabulary()
    is_settled = asks(before.text, vocabulary) and not asks(words, vocabulary)
    if after.state is JobState.DRAFT:
        if is_settled:
            await outbox.end_offer(ctx.store, after, ctx.now)
        return
    await ctx.store.outbox.want("job", after.id, after.revision)
    await room_follows(ctx.store, after)
    await index_follows(ctx.store)
    await handing_on.follow(ctx.store, after, ctx.now)
    by_hand = await keeps_by_hand(ctx, before, after)
    if is_settled or by_hand or before.skill_keys != after.skill_keys:
        subject = {"stand": after.revision, "gesucht": int(not is_settled), "selbst": int(by_hand)}
        await tell_author(ctx.store, after, "job.changed", f"changed:{after.revision}", ctx.now, **subject)


async def gone(store: Store, _house: House, message: MessageRef, now: datetime) -> bool:
    """Follow a post that was deleted: its draft is forgotten, its job withdrawn; True where there was one."""
    job = await store.jobs.at_source(message)
    if job is None:
        return False
    if job.state is JobState.DRAFT:
        await outbox.end_offer(store, job, now)
        await store.jobs.delete(job.id)
    elif job.state is JobState.OPEN:
        closed = await outbox.close_job(store, job, JobState.WITHDRAWN, now)
        await tell_author(store, closed, "job.withdrawn", "withdrawn", now)
    return True
