"""What of a job its author would rather hand on: parts for whose core they have said so. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.members import Member
from bot.domain.skills import Stance
from bot.domain.teams import Standing
from bot.matching.people.covering import Above, reached


def passed_on(author: Member, found: Sequence[Standing], above: Above) -> tuple[tuple[str, str], ...]:
    """Return the keys of parts with a free seat, each with the label of the first core skill that is gladly given."""
    given = reached(author.skills, Stance.PASSES_ON, above)
    named = (
        (one.part.key, next((s.label for s in one.part.core if s.key in given), None)) for one in found if one.free
    )
    return tuple((key, label) for key, label in named if label is not None)
