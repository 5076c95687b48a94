"""The sets of people that an index keeps, by their names: each is something that can be asked of a person."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Final

from bot.domain.skills import MemberSkill, Stance
from bot.matching.people.covering import Above, reached
from bot.matching.people.person import NEVER, Person

ANYTHING: Final = ""  # in place of a skill's key
FREE: Final = "free"
TAGGABLE: Final = "taggable"
BOOKED_OUT: Final = "booked out"
FINDABLE: Final = "findable"
NEVER_TAGGED: Final = "never tagged"
READS_OVERVIEW: Final = "reads the overview"


def names_of(person: Person, skills: Sequence[MemberSkill], above: Above) -> set[Hashable]:
    """Return the names of all sets that somebody with these skills is in."""
    if not person.standing.is_findable:
        return set()
    names: set[Hashable] = {FINDABLE}
    available = person.standing.availability
    if person.standing.may_be_tagged:
        names.add(BOOKED_OUT if available is not None and available.is_booked_out else TAGGABLE)
    if person.tagged == NEVER:
        names.add(NEVER_TAGGED)
    if available is not None and available.state == "frei":
        names.add(FREE)
    if available is not None and available.state == "ab" and available.since is not None:
        names.add(available.since)
    if person.standing.town is not None:
        names.add(("town", person.standing.town))
    etiquette = person.etiquette
    if etiquette.reads_overview:
        names.add(READS_OVERVIEW)
    names.update(("quiet", day) for day in etiquette.quiet_days)
    if etiquette.muted:
        offered = reached(skills, Stance.OFFERS, above)
        heard = reached(skills, Stance.OFFERS, above, etiquette.muted)
        names.update(("muted", key) for key in offered - heard)
    for stance in {held.stance for held in skills}:
        keys = reached(skills, stance, above)
        names.update((stance, key) for key in keys)
        names.add((stance, ANYTHING))
        names.update(("finer", stance, key) for key in keys.difference(held.skill.key for held in skills))
    return names
