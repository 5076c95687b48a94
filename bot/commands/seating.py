"""What follows once a seat is taken or given up, whoever gave it."""

from __future__ import annotations

from bot.context import Context
from bot.domain.jobs import InterestState, Job, JobPart
from bot.domain.teams import Standing, is_complete
from bot.outbox import rooms
from bot.outbox import teams as outbox


async def was_seated(ctx: Context, job: Job, part: JobPart, member_id: int) -> tuple[Standing, ...]:
    """Tell who waits that a part is full, and the author that all are; a room follows. Return how the parts stand."""
    standing = await outbox.standing(ctx.store, job)
    if not next(one for one in standing if one.part.key == part.key).free:
        await outbox.tell_waiting(ctx.store, job, part, ctx.now)
    await rooms.came(ctx.store, job, member_id, ctx.now)
    if is_complete(standing) and len(job.parts) > 1:
        await rooms.open_by_itself(ctx.store, job, ctx.now)
        await outbox.tell(ctx.store, job, f"complete:{job.revision}", job.author_id, ctx.now)
    return standing


async def gave_up(ctx: Context, job: Job, member_id: int, part: str) -> None:
    """Forget the interest behind a seat that was given up."""
    for wish in await ctx.store.jobs.interests(job.id):
        if wish.member_id == member_id and wish.part in (part, "") and wish.state is InterestState.ACCEPTED:
            await ctx.store.jobs.lose_interest(job.id, member_id, wish.part)
