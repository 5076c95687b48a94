"""What keeps the places for jobs readable: nobody who is blocked, not too many a day, none twice by accident."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.context import Context
from bot.domain.duplicates import written_before
from bot.domain.jobs import Job
from bot.errors import NotAllowed, TooMany
from bot.talk.text import Moment, Phrase

WINDOW: Final = timedelta(hours=24)
_COUNTED: Final = "job published"  # the limit's name


async def must_not_be_blocked(ctx: Context) -> None:
    """Refuse whom organisers let post or change no jobs, and say why."""
    block = await ctx.store.moderation.blocked(ctx.member.id) if ctx.member is not None else None
    if block is not None:
        raise NotAllowed(
            Phrase(
                "Du bist für Aufträge gesperrt. Grund: „{reason}“. Fragen dazu beantworten die Organisator:innen.",
                reason=block.reason,
            )
        )


async def must_not_hurry(ctx: Context) -> None:
    """Refuse more published jobs than a member may have in a day, and say when the next may be; organisers may.

    Each account has its own count, so that it has it still when linked ones are parted; a member's are added up.
    """
    most = ctx.house.community.jobs_per_day
    if ctx.is_organiser:
        return
    addresses = ctx.member.addresses if ctx.member is not None else (ctx.caller.address,)
    each = [await ctx.store.talk.counted(_COUNTED, address, ctx.now) for address in addresses]
    windows = sorted((used for used in each if used is not None), key=lambda used: used[1])
    published = sum(count for count, _ in windows)
    if published >= most:
        # Whole windows end at once, the oldest first: the next job goes when so many ended that there is room.
        ends = [end for at, (_, end) in enumerate(windows) if published - sum(n for n, _ in windows[: at + 1]) < most]
        when = Moment(ends[0])
        if most == 1:
            raise TooMany(
                Phrase("Mehr als ein neuer Auftrag in 24 Stunden geht nicht. Der nächste geht ab: {when}.", when=when)
            )
        raise TooMany(
            Phrase(
                "Mehr als {most} neue Aufträge in 24 Stunden gehen nicht. Der nächste geht ab: {when}.",
                most=most,
                when=when,
            )
        )


async def count_published(ctx: Context) -> None:
    """Count one more published job."""
    await ctx.store.talk.count(_COUNTED, ctx.caller.address, WINDOW, ctx.now)


async def already_written(ctx: Context, draft: Job) -> Job | None:
    """Return the job of the same author that says nearly the same as a draft, the newest first."""
    return written_before(draft, await ctx.store.jobs.of(draft.author_id), ctx.now)
