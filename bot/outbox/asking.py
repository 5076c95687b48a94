"""Who is asked for one skill alone: those who offer it and may be tagged, ranked as for a part of a job."""

from __future__ import annotations

from datetime import datetime

from bot.context import House
from bot.domain.jobs import MENTIONS_PER_MESSAGE, Job, JobPart
from bot.domain.members import Member
from bot.domain.places import Place, Role
from bot.domain.skills import Skill
from bot.matching.people.drafting import Wanted, draft
from bot.outbox.choosing import Reach, Resting, awake, chosen, may_be_pinged
from bot.ports import Store


async def fitting(
    store: Store, house: House, job: Job, skill: Skill, before: frozenset[int], without: frozenset[int], now: datetime
) -> list[tuple[Member, str, Place]]:
    """Return who offers a skill and may be tagged for it, with the reason and the place; as many as for a part.

    `before` were tagged for hand-overs of this job already: in all they are no more than a job tags. `without` are
    others who are not asked.
    """
    places = await store.places.with_role(Role.JOBS)
    part = JobPart(skill.part or skill.key, skill.label, (skill,))
    due = awake(now, house)
    only = Reach(store, house, (part,), places, now, lambda member: may_be_pinged(member, due, house))
    index = await house.crowd.now(store)
    room = min(house.community.tags_per_part, MENTIONS_PER_MESSAGE, house.community.tags_per_job - len(before))
    room = max(room, 0)
    rest = Resting(index, due, house)
    wanted = Wanted(job.town, house.today(now), [room], room, before | without, ~(rest.over | rest.paused))
    (found,) = await chosen(draft(index, (part,), wanted), only, index) if places else [[]]
    reached = [only.found[member_id] for member_id in found]
    return [(member, only.reason(member, part), place) for member, place in reached]
