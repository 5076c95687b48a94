"""Who is tagged for a job and in which order, who a search finds, and the reason for each.

The order of tags, the weightiest first:

1. Coverage: who covers more of the part's skills comes first, since a part is best done by one person.
2. Availability: who is free today comes before who is free later or has not said.
3. Nearness: where the job names a town, that town, then neighbours up to 18 km, then remote people, then others.
4. Rotation: who was tagged longest ago comes first, and who never was before them, so that pings go round.
5. The member's number, so that the same question has the same answer.

The order of search: nearness, how many of the wanted skills are offered, how many are being learnt, availability,
name. A search shows who offers a skill and, marked, who learns it. Who would rather pass it on or seeks help with it
is no answer to a question for help.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf
from typing import Final

from bot.domain import dates
from bot.domain.availability import availability_words
from bot.domain.folding import fold
from bot.domain.jobs import TAGS_PER_JOB, TAGS_PER_PART, JobPart
from bot.domain.members import Member
from bot.domain.skills import MemberSkill, Skill, Stance
from bot.domain.towns import REMOTE, neighbours

_NEARNESS = ("town", "near", "remote", "")
_LEARNING = {"de": "{skill} (lernt gerade)", "en": "{skill} (learning)"}
_SHOWN_WITHOUT_A_WISH = 5  # skills in the reason of a search that names none


NOTHING_USED: Final[Mapping[str, int]] = {}


@dataclass(frozen=True, slots=True)
class Choice:
    """A member chosen for a part of a job; `reason` is what the ping says: ("React, Next.js", "Essen", "frei")."""

    member: Member
    part: JobPart
    reason: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A member that a search found, with the skills that were wanted; `nearness` is "town", "near", "remote" or ""."""

    member: Member
    skills: tuple[MemberSkill, ...]
    nearness: str
    reason: tuple[str, ...]


def rank(
    parts: Sequence[JobPart],
    candidates: Sequence[Member],
    *,
    author_id: int,
    town: str | None,
    today: date,
    already: frozenset[int] = frozenset(),
    used: Mapping[str, int] = NOTHING_USED,
    room_per_part: int = TAGS_PER_PART,
    room_per_job: int = TAGS_PER_JOB,
    language: str = "de",
) -> tuple[Choice, ...]:
    """Choose who is tagged, the parts in their order and the best of each first; a person once, for one part.

    The parts choose in turns, so that no part uses up the room of another. A person is kept for the part they cover
    most and steps in for another part only when that one is full. `already` are the members tagged before,
    `used` says how much of its room each part, by its key, has used up for them. Reasons are given in `language`, a
    code as in `bot.domain.dates`.
    """
    eligible = [
        member
        for member in candidates
        if _may_be_chosen(member) and member.id != author_id and member.id not in already
    ]
    rooms = [max(room_per_part - used.get(part.key, 0), 0) for part in parts]
    draft = _Draft(parts, eligible, town, today, rooms)
    chosen = draft.picks(room_per_job)
    return tuple(
        Choice(member, parts[index], _tag_reason(member, parts[index], today, language))
        for index in range(len(parts))
        for member in chosen[index]
    )


def search(
    wanted: Sequence[Skill],
    members: Sequence[Member],
    *,
    town: str | None = None,
    free_only: bool = False,
    today: date,
    language: str = "de",
) -> tuple[Hit, ...]:
    """Return the findable members who have a wanted skill, best first.

    With a town: that town, its neighbours, remote people, nobody else. Without a wanted skill everybody fits, so
    that a town or "frei" alone is a question too. Reasons are given in `language`, a code as in `bot.domain.dates`.
    """
    keys = {skill.key for skill in wanted}
    hits = [
        hit
        for member in members
        if member.is_findable and (_is_free(member, today) or not free_only)
        if (hit := _hit(member, keys, town, today, language)) is not None
    ]
    return tuple(sorted(hits, key=lambda hit: _search_order(hit, today)))


def nearness(wanted: str | None, theirs: str | None) -> str:
    """Say how near a member's town is to the wanted one: "town", "near", "remote", or "" for farther or unknown."""
    if theirs == REMOTE:
        return "remote"
    if wanted is None or theirs is None:
        return ""
    if theirs == wanted:
        return "town"
    return "near" if theirs in neighbours(wanted) else ""


class _Draft:
    """The parts of one job choosing their people in turns."""

    def __init__(
        self, parts: Sequence[JobPart], eligible: Sequence[Member], town: str | None, today: date, rooms: Sequence[int]
    ) -> None:
        self._rooms = rooms
        self._fits = [_fits(part, eligible, town, today) for part in parts]
        self._home = {member.id: _home(parts, member) for member in eligible}
        self._chosen: list[list[Member]] = [[] for _ in parts]

    def picks(self, room_per_job: int) -> list[list[Member]]:
        """Return the people of each part; nobody stands in two."""
        taken: set[int] = set()
        before = -1
        while before < len(taken) < room_per_job:
            before = len(taken)
            for index, chosen in enumerate(self._chosen):
                member = next(self._left(index, taken), None)
                if member is not None and len(taken) < room_per_job:
                    chosen.append(member)
                    taken.add(member.id)
        return self._chosen

    def _left(self, index: int, taken: set[int]) -> Iterator[Member]:
        """Yield who a part may still choose, best first: its own people, and those whose own part is full."""
        if self._is_full(index):
            return
        for member in self._fits[index]:
            home = self._home[member.id]
            if member.id not in taken and (home == index or self._is_full(home)):
                yield member

    def _is_full(self, index: int) -> bool:
        return len(self._chosen[index]) >= self._rooms[index]


def _may_be_chosen(member: Member) -> bool:
    booked_out = member.availability is not None and member.availability.is_booked_out
    return member.may_be_tagged and not booked_out


def _fits(part: JobPart, eligible: Sequence[Member], town: str | None, today: date) -> list[Member]:
    """Return who covers something of a part, in the order of the module's list."""

    def order(member: Member) -> tuple[int, bool, int, float, int]:
        return (
            -len(_covered(member, part)),
            not _is_free(member, today),
            _NEARNESS.index(nearness(town, member.town)) if town else 0,
            member.last_tagged_at.timestamp() if member.last_tagged_at else -inf,
            member.id,
        )

    return sorted((member for member in eligible if _covered(member, part)), key=order)


def _home(parts: Sequence[JobPart], member: Member) -> int:
    """Return the part that a member covers most, the first of several."""
    return max(range(len(parts)), key=lambda index: (len(_covered(member, parts[index])), -index), default=0)


def _covered(member: Member, part: JobPart) -> tuple[Skill, ...]:
    """Return the skills of a part that a member offers."""
    offered = {held.skill.key for held in member.skills if held.stance is Stance.OFFERS}
    return tuple(skill for skill in part.skills if skill.key in offered)


def _hit(member: Member, wanted: set[str], town: str | None, today: date, language: str) -> Hit | None:
    """Return why a member is found, or None."""
    skills = tuple(
        held
        for held in member.skills
        if held.stance in (Stance.OFFERS, Stance.LEARNS) and (not wanted or held.skill.key in wanted)
    )
    near = nearness(town, member.town) if town else ""
    if (wanted and not skills) or (town and not near):
        return None
    shown = skills if wanted else skills[:_SHOWN_WITHOUT_A_WISH]
    said = (_held_words(held, language) for held in shown)
    return Hit(member, skills, near, (*said, *_circumstances(member, today, language)))


def _search_order(hit: Hit, today: date) -> tuple[int, int, int, bool, str, int]:
    offered = sum(held.stance is Stance.OFFERS for held in hit.skills)
    return (
        _NEARNESS.index(hit.nearness),
        -offered,
        offered - len(hit.skills),
        not _is_free(hit.member, today),
        fold(hit.member.name),
        hit.member.id,
    )


def _held_words(held: MemberSkill, language: str) -> str:
    label = held.skill.label
    return label if held.stance is Stance.OFFERS else _LEARNING[dates.spoken(language)].format(skill=label)


def _tag_reason(member: Member, part: JobPart, today: date, language: str) -> tuple[str, ...]:
    labels = ", ".join(skill.label for skill in _covered(member, part))
    return (labels, *_circumstances(member, today, language))


def _circumstances(member: Member, today: date, language: str) -> Iterator[str]:
    """Yield where a member is and whether they are free, as far as they said."""
    if member.town is not None:
        yield member.town
    if member.availability is not None:
        yield availability_words(member.availability, today, language)


def _is_free(member: Member, today: date) -> bool:
    return member.availability is not None and member.availability.is_free(today)
