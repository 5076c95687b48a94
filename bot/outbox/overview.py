"""The overview: what somebody fitted and was not tagged for, in one private message a week or a day.

A row is planned in the transaction that notes the first job for it, and its key names the member and the day. So where
nothing was noted there is no message, and no chain that a kill could cut. What was noted goes when it was said.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.calendar.wall import instant, wall
from bot.context import House
from bot.domain.jobs import Job, JobState, Note, Tag
from bot.domain.members import Member
from bot.domain.sending import Delivery, Outcome, Planned
from bot.domain.tagging import Overview
from bot.matching.people.covering import is_meant
from bot.outbox.kinds import Dropped, Kind, Kinds, Outgoing, Rendered, Scene
from bot.outbox.teams import standing
from bot.ports import Store
from bot.views import overview as view

READ_AT: Final = time(9, 0)  # in the community's zone
MONDAY: Final = 0
STILL_OF_USE: Final = timedelta(days=7)  # so late an overview is still said; what it held comes with the next one then
LANE: Final = 6
_SAID: Final = (Outcome.SENT, Outcome.PRESENT, Outcome.DIGESTED, Outcome.UNCERTAIN)


async def note(store: Store, house: House, tags: Sequence[Tag], now: datetime) -> None:
    """Keep for the overviews what these people are not tagged for, and plan the messages."""
    if not tags:
        return
    await store.jobs.note([Note(tag.job_id, tag.member_id, tag.part, tag.reason, now) for tag in tags])
    members = await store.members.many([tag.member_id for tag in tags])
    rows = [_row(member, house.community.zone, now) for member in members.values() if member.reads_overview]
    await store.outbox.plan(*rows)


async def follow(store: Store, member: Member, zone: ZoneInfo, now: datetime) -> None:
    """Plan what was noted already as a member wishes to read it from now on; who wants none forgets it."""
    if not member.reads_overview:
        await store.jobs.drop_notes(member.id, now + timedelta(microseconds=1))
    elif await store.jobs.notes_of(member.id):
        await store.outbox.plan(_row(member, zone, now))


def next_reading(overview: Overview | None, zone: ZoneInfo, now: datetime) -> datetime:
    """Return when the next overview is due, after now."""
    here = wall(now, zone)
    day = here.date() + timedelta(days=here.time() >= READ_AT)
    if overview is Overview.WEEKLY:
        day += timedelta(days=(MONDAY - day.weekday()) % 7)
    return instant(datetime.combine(day, READ_AT), zone)


def _row(member: Member, zone: ZoneInfo, now: datetime) -> Planned:
    due = next_reading(member.wishes.overview, zone, now)
    key = f"overview:{member.id}:{wall(due, zone).date()}"
    return Planned(key, "job.overview", due, member_id=member.id, expires=due + STILL_OF_USE, lane=LANE)


async def _render(scene: Scene, delivery: Delivery) -> Rendered:
    member = await scene.store.members.get(delivery.plan.member_id or 0)
    if member is None or not member.reads_overview or member.wishes.is_paused(scene.now):
        return Dropped("the member wants no overview now")
    weekday = wall(delivery.plan.due, scene.house.community.zone).weekday()
    if member.wishes.overview is Overview.WEEKLY and weekday != MONDAY:
        return Dropped("the member reads an overview on Mondays")
    noted = [one for one in await scene.store.jobs.notes_of(member.id) if one.at < delivery.plan.due]
    found = [(job, one) for one in noted if (job := await _still_fitting(scene, member, one)) is not None]
    if not found:
        return Dropped("nothing is left to say")
    return Outgoing(view.overview(found, member.wishes.overview is Overview.DAILY))


async def _still_fitting(scene: Scene, member: Member, noted: Note) -> Job | None:
    """Return the job where it is open, has a free seat for the member, and they have nothing to do with it yet."""
    store, above = scene.store, scene.house.above
    job = await store.jobs.get(noted.job_id)
    if job is None or job.state is not JobState.OPEN or job.author_id == member.id:
        return None
    author = await store.members.get(job.author_id)
    if author is None or author.erase_at is not None:
        return None
    known = [
        *(tag.member_id for tag in await store.jobs.tags(job.id)),
        *(wish.member_id for wish in await store.jobs.interests(job.id)),
        *(seat.member_id for seat in await store.jobs.seats(job.id)),
    ]
    if member.id in known:
        return None
    room = [one.part for one in await standing(store, job) if one.free]
    return job if any(is_meant(member, part, above) for part in room) else None


async def _ended(scene: Scene, delivery: Delivery, outcome: Outcome) -> None:
    """Forget what was said."""
    if outcome in _SAID:
        await scene.store.jobs.drop_notes(delivery.plan.member_id or 0, delivery.plan.due)


KINDS: Final = Kinds({"job.overview": Kind("job.overview", _render, ended=_ended)}, {})
