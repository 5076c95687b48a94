"""Whom a job would tag, for what, where and when; and why nobody, where it is nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Final

from bot.calendar.wall import instant
from bot.context import House
from bot.domain.jobs import TAGS_PER_JOB, TAGS_PER_PART, Forecast, Job, NobodyFits, Tag
from bot.domain.members import Member
from bot.domain.places import Place, Role, membership
from bot.domain.skills import Stance
from bot.matching.ranking import Choice, rank
from bot.ports import Store
from bot.talk.strange import one_line

QUIET_FROM: Final = time(21, 0)  # nobody is tagged from here …
QUIET_TO: Final = time(8, 0)  # … to here, in the community's zone
REASON: Final = 150  # characters of the skills in a ping's reason
AT_ONCE: Final = 10_000  # keys in one question: SQLite takes 32,766 values in a statement


def awake(now: datetime, house: House) -> datetime:
    """Return now, or the next 8:00 where it is quiet time."""
    wall = now.astimezone(house.community.zone)
    if QUIET_TO <= wall.time() < QUIET_FROM:
        return now
    day = wall.date() + timedelta(days=1) if wall.time() >= QUIET_FROM else wall.date()
    return instant(datetime.combine(day, QUIET_TO), house.community.zone)


async def forecast(store: Store, house: House, job: Job, now: datetime) -> Forecast:
    """Return whom a job would newly tag, and for which part, with the reason and the place where they are reached."""
    before = await store.jobs.tags(job.id)
    left = TAGS_PER_JOB - len(before)
    members = await store.members.holding([skill.key for skill in job.skills]) if job.parts else ()
    places = await store.places.with_role(Role.JOBS)
    reached = await reached_in(store, members, places, now)
    choices = rank(
        job.parts,
        [member for member in members if member.id in reached],
        author_id=job.author_id,
        town=job.town,
        today=house.today(now),
        already=frozenset(tag.member_id for tag in before),
        used=Counter(tag.part for tag in before),
        room_per_part=TAGS_PER_PART,
        room_per_job=max(left, 0),
        language=house.community.language,
    )
    tagged = tuple((one.member, _tag(job, one, reached[one.member.id])) for one in choices)
    at_once = awake(now, house) == now
    return Forecast(tagged, at_once, None if tagged else _why_nobody(job, members, before))


def _why_nobody(job: Job, members: Sequence[Member], before: Sequence[Tag]) -> NobodyFits:
    """Say why nobody new is tagged, so that the author reads the truth."""
    if not job.parts:
        return NobodyFits.NOTHING_READ
    fitting = [member for member in members if member.id != job.author_id and member.may_be_tagged]
    able = [member for member in fitting if _offered(job, member)]
    known = {tag.member_id for tag in before}
    if len(before) >= TAGS_PER_JOB or len(known & {member.id for member in able}) >= TAGS_PER_PART:
        return NobodyFits.FULL
    if any(member.id in known for member in able):
        return NobodyFits.ALREADY
    if any(member.availability is not None and member.availability.is_booked_out for member in able):
        return NobodyFits.BOOKED
    return NobodyFits.NOBODY


def _offered(job: Job, member: Member) -> tuple[str, ...]:
    """Return what of a job's skills somebody offers, in the job's order."""
    offers = {held.skill.key for held in member.skills if held.stance is Stance.OFFERS}
    return tuple(skill.label for skill in job.skills if skill.key in offers)


def _tag(job: Job, choice: Choice, place: Place) -> Tag:
    reason = " · ".join((one_line(", ".join(_offered(job, choice.member)), REASON), *choice.reason[1:]))
    return Tag(job.id, choice.member.id, choice.part.key, reason, place.id)


async def reached_in(
    store: Store, members: Sequence[Member], places: Sequence[Place], now: datetime
) -> Mapping[int, Place]:
    """Return in which `jobs` place each member is known to be, else the first in which they may be."""
    ways = {
        member.id: {
            membership(place.id, address): place
            for place in places
            for address in member.addresses
            if address.platform is place.address.platform
        }
        for member in members
    }
    keys = [key for way in ways.values() for key in way]
    answers: dict[str, str] = {}
    for start in range(0, len(keys), AT_ONCE):
        answers.update(await store.outbox.answers(keys[start : start + AT_ONCE], now))
    found = {member_id: _best(way, answers) for member_id, way in ways.items()}
    return {member_id: place for member_id, place in found.items() if place is not None}


def _best(way: Mapping[str, Place], answers: Mapping[str, str]) -> Place | None:
    known = [place for key, place in way.items() if answers.get(key) == "yes"]
    return next(iter([*known, *(place for key, place in way.items() if key not in answers)]), None)
