"""A member packed for the index of people: what many have in common is one object for all, a skill is a number."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from bot.domain.folding import fold
from bot.domain.members import Member
from bot.domain.skills import MemberSkill
from bot.domain.tagging import enough_until
from bot.matching.people.person import NEVER, Etiquette, Person, Standing, packed


class Packing:
    """Packs members, and reads what was packed; `per_week` is the budget of tags of who has set none of their own.

    Numbers of skills and what many have in common are kept as long as this lives.
    """

    def __init__(self, per_week: int) -> None:
        self._per_week = per_week
        self._standings: dict[Standing, Standing] = {}
        self._etiquettes: dict[Etiquette, Etiquette] = {}
        self._numbers: dict[MemberSkill, int] = {}
        self._held: list[MemberSkill] = []

    def packed(self, member: Member) -> Person:
        """Return what is kept of a member, in no row yet."""
        standing = Standing(member.town, member.availability, member.is_findable, member.may_be_tagged)
        return Person(
            member.id,
            self._standings.setdefault(standing, standing),
            packed(list(map(self._number, member.skills)), fold(member.name)),
            member.last_tagged_at.timestamp() if member.last_tagged_at else NEVER,
            self._etiquette(member),
        )

    def skills(self, person: Person) -> Sequence[MemberSkill]:
        """Return what somebody named."""
        return [self._held[number] for number in person.skills]

    def _etiquette(self, member: Member) -> Etiquette:
        """Return how somebody may be tagged; what most have in common is the same object for all of them."""
        wishes = member.wishes
        enough = enough_until(member.pings, wishes.budget(self._per_week))
        one = Etiquette(
            enough.timestamp() if enough is not None else -inf,
            wishes.paused_until.timestamp() if wishes.paused_until is not None else -inf,
            wishes.quiet_days,
            wishes.muted_keys,
            member.reads_overview,
        )
        is_common = enough is None and wishes.paused_until is None and not wishes.muted
        return self._etiquettes.setdefault(one, one) if is_common else one

    def _number(self, held: MemberSkill) -> int:
        """Return the number under which a skill is kept."""
        if (number := self._numbers.get(held)) is None:
            number = self._numbers[held] = len(self._held)
            self._held.append(held)
        return number
