"""What somebody's skills count for: which they have, by themselves or by a finer one, and whether these cover a part.

Somebody fits a part who offers at least half of its core; a finer skill counts for a wider one. Who only learns a
skill, would rather hand it on or seeks help with it does not fit by it. Where nobody fits a part with an odd number of
skills, one who comes nearest may be tagged: they lack half a skill, and what they cover is said. Not so where languages
are asked for: no other one makes up for Turkish.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from bot.domain.jobs import JobPart
from bot.domain.members import Member
from bot.domain.skills import MemberSkill, Skill, Stance

Above = Callable[[Skill], frozenset[str]]  # the keys of the skills that somebody who has this one has too

NOTHING: Final[frozenset[str]] = frozenset()
_TRANSLATION: Final = "translation"  # the trade that languages belong to, also where they are taught


def nothing_above(_skill: Skill) -> frozenset[str]:
    """Say that a skill is nothing but itself."""
    return frozenset()


def reached(
    skills: Iterable[MemberSkill], stance: Stance, above: Above, muted: frozenset[str] = NOTHING
) -> frozenset[str]:
    """Return the keys that somebody has by these skills in this stance: those skills, and what lies above them.

    What the person said of a skill itself counts more than what a finer one says of it. `muted` skills count for
    nothing, nor does anything count for them.
    """
    said = {held.skill.key: held.stance for held in skills}
    own = [held.skill for held in skills if held.stance is stance and held.skill.key not in muted]
    wider = frozenset().union(*map(above, own)) - said.keys() - muted
    return wider.union(skill.key for skill in own)


def core_and_side(part: JobPart) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the keys of a part's core and of its side, each once; where a part has no core, its side is the core."""
    core = dict.fromkeys(skill.key for skill in part.core or part.side)
    side = dict.fromkeys(skill.key for skill in part.side if skill.key not in core)
    return tuple(core), tuple(side)


def least(core: int) -> int:
    """Return how many of so many core skills somebody has to cover: half of them, and one where there is none."""
    return max((core + 1) // 2, 1)


def nearly(part: JobPart) -> int:
    """Return how many of a part's core have to be covered where nobody covers half: half a skill less, one of three."""
    core, _side = core_and_side(part)
    is_about_languages = any(skill.part == _TRANSLATION for skill in part.core or part.side)
    return least(len(core)) if is_about_languages else max(len(core) // 2, 1)


def fits(member: Member, part: JobPart, above: Above = nothing_above) -> bool:
    """Say whether a member offers at least half of a part's core."""
    core, _side = core_and_side(part)
    return _covered(member, core, above) >= least(len(core))


def is_meant(member: Member, part: JobPart, above: Above = nothing_above) -> bool:
    """Say whether a member may be tagged for a part: what they muted does not count.

    Who would fit it has to fit it still; for others it is enough to come near, as where nobody fits it.
    """
    core, _side = core_and_side(part)
    enough = least(len(core)) if fits(member, part, above) else nearly(part)
    return _covered(member, core, above, member.wishes.muted_keys) >= enough


def may_be_chosen(member: Member) -> bool:
    """Say whether a job may tag a member at all."""
    booked_out = member.availability is not None and member.availability.is_booked_out
    return member.may_be_tagged and not booked_out


def covering(member: Member, wanted: Skill, above: Above, muted: frozenset[str]) -> str | None:
    """Return by which label a member offers a skill: its own, or that of a finer one that they named first."""
    found = by_which(member, wanted, above, muted)
    return found.label if found is not None else None


def by_which(member: Member, wanted: Skill, above: Above, muted: frozenset[str] = NOTHING) -> Skill | None:
    """Return by which skill a member offers a wanted one: that itself, or a finer one that they named first."""
    offers = [held.skill for held in member.skills if held.stance is Stance.OFFERS]
    offered = [skill for skill in offers if skill.key not in muted]
    if wanted.key not in reached(member.skills, Stance.OFFERS, above, muted):
        return None
    exact = any(skill.key == wanted.key for skill in offered)
    return wanted if exact else next(skill for skill in offered if wanted.key in above(skill))


def _covered(member: Member, core: Iterable[str], above: Above, muted: frozenset[str] = NOTHING) -> int:
    """Return how many skills of a core a member offers."""
    offered = reached(member.skills, Stance.OFFERS, above, muted)
    return sum(key in offered for key in core)
