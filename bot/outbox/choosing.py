"""Whom a job would tag, for what, where and when; and why nobody, where it is nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final

from bot.calendar.wall import instant
from bot.context import House
from bot.domain.community import Community
from bot.domain.jobs import Forecast, Job, JobPart, NobodyFits, Tag
from bot.domain.members import Member
from bot.domain.places import Place, Role, membership
from bot.matching.people.covering import is_meant, may_be_chosen
from bot.matching.people.drafting import Choosing, Wanted, anybody_fits, draft
from bot.matching.people.index import PeopleIndex
from bot.matching.people.reasons import tag_reason
from bot.ports import Store
from bot.talk.strange import one_line

QUIET_FROM: Final = time(21, 0)  # nobody is tagged from here …
QUIET_TO: Final = time(8, 0)  # … to here, in the community's zone
NOTED: Final = 30  # people who read of one job in their overviews: the best of those for whom a ping is one too many
REASON: Final = 150  # characters of the skills in a ping's reason
AT_ONCE: Final = 10_000  # keys in one question: SQLite takes 32,766 values in a statement


def awake(now: datetime, house: House) -> datetime:
    """Return now, or the next 8:00 where it is quiet time."""
    wall = now.astimezone(house.community.zone)
    if QUIET_TO <= wall.time() < QUIET_FROM:
        return now
    day = wall.date() + timedelta(days=1) if wall.time() >= QUIET_FROM else wall.date()
    return instant(datetime.combine(day, QUIET_TO), house.community.zone)


async def forecast(store: Store, house: House, job: Job, now: datetime, but: frozenset[int] = frozenset()) -> Forecast:
    """Return whom a job would newly tag, and for which part, with the reason and the place where they are reached.

    Those in `but` are left out.
    """
    before = await store.jobs.tags(job.id)
    due = awake(now, house)
    if not job.skills:
        return Forecast((), due == now, NobodyFits.NOTHING_READ)
    index = await house.crowd.now(store)
    places = await store.places.with_role(Role.JOBS)
    taken = Counter(seat.part for seat in await store.jobs.seats(job.id))
    rest = Resting(index, due, house)
    wanted = _wanted(job, before, taken, house, now)
    wanted = replace(wanted, among=~(rest.over | rest.paused), without=wanted.without | but)
    reach = Reach(store, house, job.parts, places, now, lambda member: may_be_pinged(member, due, house))
    tagged = tuple(await _drawn(reach, job, index, wanted)) if places else ()
    noted: tuple[Tag, ...] = ()
    if places and (over := rest.over & index.reads_overview):
        known = {note.member_id for note in await store.jobs.notes(job.id)} | {tag.member_id for _, tag in tagged}
        room = [NOTED if taken.get(part.key, 0) < part.seats else 0 for part in job.parts]
        others = replace(wanted, rooms=room, room_per_job=NOTED, without=wanted.without | known, among=over)
        spared = Reach(store, house, job.parts, places, now, lambda member: may_be_noted(member, due, house))
        noted = tuple(tag for _, tag in await _drawn(spared, job, index, others))
    why = None if tagged else _why_nobody(job, index, before, house.community, rest)
    return Forecast(tagged, due == now, why, noted)


async def _drawn(reach: Reach, job: Job, index: PeopleIndex, wanted: Wanted) -> list[tuple[Member, Tag]]:
    """Return who of those that can be reached is chosen, with the part and the reason."""
    picked = await chosen(draft(index, job.parts, wanted), reach, index)
    return [
        (member, Tag(job.id, member.id, part.key, reach.reason(member, part), place.id))
        for part, member_ids in zip(job.parts, picked, strict=True)
        for member, place in (reach.found[member_id] for member_id in member_ids)
    ]


class Resting:
    """Who is not to be pinged at an instant: those for whom it is one too many, and those who take a break."""

    def __init__(self, index: PeopleIndex, at: datetime, house: House) -> None:
        moment = at.timestamp()
        self.paused = index.paused(moment)
        self.over = (index.enough(moment) | index.quiet_on(house.today(at).weekday())) & ~self.paused


def may_be_pinged(member: Member, at: datetime, house: House) -> bool:
    """Say whether a job may ping somebody at an instant."""
    return may_be_chosen(member) and not member.wishes.is_paused(at) and not is_over(member, at, house)


def may_be_noted(member: Member, at: datetime, house: House) -> bool:
    """Say whether somebody whom a ping is one too many for reads of the job in their overview."""
    is_awake = may_be_chosen(member) and not member.wishes.is_paused(at)
    return is_awake and member.reads_overview and is_over(member, at, house)


def is_over(member: Member, at: datetime, house: House) -> bool:
    """Say whether a ping at an instant would be one too many for somebody."""
    return member.is_over(at, house.today(at).weekday(), house.community.tags_per_week)


def _wanted(job: Job, before: Sequence[Tag], taken: Mapping[str, int], house: House, now: datetime) -> Wanted:
    """Return what a job asks of people besides skills: the room that earlier tags left, and who is not to be asked.

    `taken` counts the seats of each part; for one that is full nobody is asked any more. Nor is the former author, who
    has given it away.
    """
    used = Counter(tag.part for tag in before)
    return Wanted(
        job.town,
        house.today(now),
        [
            max(house.community.tags_per_part - used[part.key], 0) if taken.get(part.key, 0) < part.seats else 0
            for part in job.parts
        ],
        max(house.community.tags_per_job - len(before), 0),
        frozenset(tag.member_id for tag in before),
        begun=frozenset(number for number, part in enumerate(job.parts) if used[part.key]),
        authors=frozenset({job.author_id, job.former_id or 0}),
    )


async def chosen(choosing: Choosing, reach: Reach, index: PeopleIndex) -> list[list[int]]:
    """Let the parts choose; who turns out to be gone from the store is gone from the index too."""
    try:
        asked = next(choosing)
        while True:
            members = await reach.among(asked)
            for member_id in set(asked) - members.keys():
                index.remove(member_id)
            asked = choosing.send(reach.found.keys() & members.keys())
    except StopIteration as end:
        picked: list[list[int]] = end.value
        return picked


class Reach:
    """Who of those that fit parts of a job can be reached, and where; looked up a few at a time."""

    def __init__(
        self,
        store: Store,
        house: House,
        parts: Sequence[JobPart],
        places: Sequence[Place],
        now: datetime,
        may: Callable[[Member], bool],
    ) -> None:
        self._store, self._house, self._parts, self._places, self._now = store, house, parts, places, now
        self._may = may
        self.found: dict[int, tuple[Member, Place]] = {}

    async def among(self, member_ids: Sequence[int]) -> Mapping[int, Member]:
        """Keep who can be reached, and return who is still there at all."""
        members = await self._store.members.many(member_ids)
        able = [member for member in members.values() if self._fits(member)]
        reached = await reached_in(self._store, able, self._places, self._now)
        self.found |= {member.id: (member, reached[member.id]) for member in able if member.id in reached}
        return members

    def reason(self, member: Member, part: JobPart) -> str:
        """Return why somebody is tagged for a part."""
        return reason(self._house, self._parts, member, part, self._now)

    def _fits(self, member: Member) -> bool:
        above = self._house.vocabulary.ancestors
        return self._may(member) and any(is_meant(member, part, above) for part in self._parts)


def reason(house: House, parts: Sequence[JobPart], member: Member, part: JobPart, now: datetime) -> str:
    """Return why somebody is tagged for a part, with what else of the job they cover behind it."""
    parts = (part, *(other for other in parts if other is not part))
    language, above = house.community.language, house.vocabulary.ancestors
    skills, *rest = tag_reason(member, parts, house.today(now), language, above, member.wishes.muted_keys)
    return " · ".join((one_line(skills, REASON), *rest))


def _why_nobody(job: Job, index: PeopleIndex, before: Sequence[Tag], community: Community, rest: Resting) -> NobodyFits:
    """Say why nobody new is tagged, so that the author reads the truth."""
    author = index.rows([job.author_id, job.former_id or 0])
    known = index.rows(tag.member_id for tag in before)
    used = Counter(tag.part for tag in before)
    others = index.taggable & ~author & ~rest.paused
    free, over, booked_out = others & ~rest.over, others & rest.over, index.booked_out & ~author
    fitting = [part for part in job.parts if anybody_fits(index, part, free, author)]
    if len(before) >= community.tags_per_job or any(used[part.key] >= community.tags_per_part for part in fitting):
        return NobodyFits.FULL
    if any(anybody_fits(index, part, known, author) for part in fitting):
        return NobodyFits.ALREADY
    if any(anybody_fits(index, part, over, author) for part in job.parts):
        return NobodyFits.ENOUGH
    if any(anybody_fits(index, part, booked_out, author) for part in job.parts):
        return NobodyFits.BOOKED
    return NobodyFits.NOBODY


async def reached_in(
    store: Store, members: Sequence[Member], places: Sequence[Place], now: datetime
) -> Mapping[int, Place]:
    """Return in which `jobs` place each member is known to be, else the first in which they may be.

    Of several one on the platform comes first on which they want to be tagged.
    """
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
    found = {member.id: _best(_preferred_first(ways[member.id], member), answers) for member in members}
    return {member_id: place for member_id, place in found.items() if place is not None}


def _preferred_first(way: Mapping[str, Place], member: Member) -> dict[str, Place]:
    return dict(sorted(way.items(), key=lambda one: one[1].address.platform is not member.preferred))


def _best(way: Mapping[str, Place], answers: Mapping[str, str]) -> Place | None:
    known = [place for key, place in way.items() if answers.get(key) == "yes"]
    return next(iter([*known, *(place for key, place in way.items() if key not in answers)]), None)
