"""Why somebody fits: their skills in their own words, where they are and whether they are free."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bot.domain.availability import availability_words
from bot.domain.jobs import JobPart
from bot.domain.members import Member
from bot.domain.towns import REMOTE, neighbours
from bot.matching.people.covering import NOTHING, Above, covering


def tag_reason(
    member: Member,
    parts: Sequence[JobPart],
    today: date,
    language: str,
    above: Above,
    muted: frozenset[str] = NOTHING,
) -> tuple[str, ...]:
    """Return why somebody is tagged: ("React, Next.js", "Essen", "frei"), as far as they said.

    Skills are those of the parts, the cores first, in the member's own words where these are finer; none of the muted.
    """
    wanted = (*(skill for part in parts for skill in part.core), *(skill for part in parts for skill in part.side))
    labels = dict.fromkeys(label for skill in wanted if (label := covering(member, skill, above, muted)) is not None)
    return (", ".join(labels), *circumstances(member, today, language))


def circumstances(member: Member, today: date, language: str) -> Iterator[str]:
    """Yield where a member is and whether they are free, as far as they said."""
    if member.town is not None:
        yield member.town
    if member.availability is not None:
        yield availability_words(member.availability, today, language)


def nearness(wanted: str | None, theirs: str | None) -> str:
    """Say how near a member's town is to the wanted one: "town", "near", "remote", or "" for farther or unknown."""
    if theirs == REMOTE:
        return "remote"
    if wanted is None or theirs is None:
        return ""
    if theirs == wanted:
        return "town"
    return "near" if theirs in neighbours(wanted) else ""
