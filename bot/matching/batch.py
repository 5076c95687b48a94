"""Many posts at once, for `ideenherd match`: JSON Lines in, a line of JSON for each post out.

A post is `{"id", "text"}`, a member `{"handle", "skills_raw", "city", "availability"}`. Who fits is chosen as for a job
in a chat, at most five for each part, but with no bound for the whole job; a post names no town here, so nobody comes
first for living near. There is no author to ask, so the more doubt, the fewer are tagged: nobody where it is in doubt
whether a post asks at all, `OF_SEVERAL` people for each of several parts, since one of those is wrong oftener, as many
of those who cover of several skills only wide ones ("Website" where it is one with Joomla), `IN_DOUBT` of those who
cover only what is itself in doubt, and nobody who covers only what is hardly asked for (`doubts`).

What is wrong with a line is said with its number, and the others go on. Of two members with one handle the later
counts, which is said too but is no mistake.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NoReturn

from bot.domain.availability import read_availability
from bot.domain.jobs import TAGS_PER_PART, JobPart
from bot.domain.members import Availability, Member, Visibility
from bot.domain.skills import Skill, Stance
from bot.domain.towns import find_town
from bot.errors import InvalidInput
from bot.jsonlines import BadLine, Complaints, a_text, an_id, an_object, told
from bot.matching.lists.skill_list import read_held
from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.people.covering import core_and_side, reached
from bot.matching.people.drafting import Wanted, all_there, draft, index_of
from bot.matching.people.reasons import tag_reason
from bot.matching.reading import Understanding, read_post
from bot.matching.weighing.doubts import named_twice
from bot.talk.strange import one_line

OF_SEVERAL: Final = 3
IN_DOUBT: Final = 2


@dataclass(frozen=True, slots=True)
class _Tagged:
    """Somebody who is chosen, with what decides who comes first in the whole job."""

    member: Member
    covered: frozenset[str]
    share: float
    is_free: bool
    place: int
    reason: str


class Batch:
    """The members and the vocabulary that posts are matched with; without members nobody is tagged."""

    def __init__(self, vocabulary: Vocabulary, today: date, members: Iterable[Member] = ()) -> None:
        self._vocabulary, self._today = vocabulary, today
        self._members = {member.id: member for member in members}
        self._index = index_of(self._members.values(), vocabulary.ancestors, vocabulary.wide)

    def answer(self, line: bytes) -> str:
        """Return what a post asks for and who is tagged, as one line of JSON; raises BadLine."""
        post = an_object(line)
        number, text = an_id(post), a_text(post, "text")
        read = read_post(text, self._vocabulary)
        tagged = self._tagged(read) if read.is_sure else []
        said = {
            "id": number,
            "asks": read.asks,
            "skills": _labels(read.skills),
            "parts": [_part(part) for part in read.parts],
            "tagged": [one.member.name for one in tagged],
            "reasons": {one.member.name: one.reason for one in tagged},
        }
        return json.dumps(said, ensure_ascii=False)

    def _tagged(self, read: Understanding) -> list[_Tagged]:
        """Return who is chosen, the best of the whole job first.

        That is who covers more of a core, a finer skill, what the post names twice, who is free, in this order.
        """
        parts = read.parts
        rooms = [_room(read, part) for part in parts]
        chosen = all_there(draft(self._index, parts, Wanted(None, self._today, rooms, sum(rooms), frozenset())))
        each = [
            [self._one(self._members[number], parts, at, place) for place, number in enumerate(numbers)]
            for at, numbers in enumerate(chosen)
        ]
        tagged = [one for part, chosen in zip(parts, each, strict=True) for one in self._fewer(read, part, chosen)]
        twice = named_twice(read.named)
        return sorted(
            tagged,
            key=lambda one: (-one.share, self._is_wide(one), twice.isdisjoint(one.covered), not one.is_free, one.place),
        )

    def _fewer(self, read: Understanding, part: JobPart, chosen: Sequence[_Tagged]) -> Iterator[_Tagged]:
        """Yield those of a part who are tagged though the author is not asked, the first ones of each kind of doubt."""
        doubtful = [one for one in chosen if one.covered <= read.doubtful]
        wide = [one for one in chosen if len(part.core) > 1 and self._is_wide(one)]
        spared = {one.member.id for one in (*doubtful[IN_DOUBT:], *wide[OF_SEVERAL:])}
        yield from (one for one in chosen if one.member.id not in spared and not one.covered <= read.unlikely)

    def _is_wide(self, one: _Tagged) -> bool:
        return one.covered <= self._vocabulary.wide

    def _one(self, member: Member, parts: Sequence[JobPart], at: int, place: int) -> _Tagged:
        above = self._vocabulary.ancestors
        core, _side = core_and_side(parts[at])
        covered = reached(member.skills, Stance.OFFERS, above).intersection(core)
        is_free = member.availability is not None and member.availability.is_free(self._today)
        own_first = (parts[at], *parts[:at], *parts[at + 1 :])
        reason = " · ".join(tag_reason(member, own_first, self._today, "de", above))
        return _Tagged(member, covered, len(covered) / len(core), is_free, place, reason)


def members_of(lines: Iterable[bytes], vocabulary: Vocabulary, file: str, complaints: Complaints) -> tuple[Member, ...]:
    """Return the members that a file of this name tells of, numbered by their lines; empty ones are passed over."""
    found: dict[str, Member] = {}
    for number, line in told(lines):
        try:
            member = _member(number, an_object(line), vocabulary)
        except BadLine as wrong:
            complaints.add(f"{file}, Zeile {number}: {wrong}")
            continue
        if before := found.pop(member.name, None):
            name = one_line(member.name, 40)
            complaints.say(f"{file}, Zeile {number}: „{name}“ steht schon in Zeile {before.id}, diese hier zählt.")
        found[member.name] = member
    return tuple(found.values())


def _member(number: int, found: Mapping[str, Any], vocabulary: Vocabulary) -> Member:
    """Return a member who agreed to be tagged; who has said nothing of a town or of being free may leave these out."""
    handle, typed = a_text(found, "handle"), a_text(found, "skills_raw")
    if not handle.strip():
        raise BadLine("„handle“ ist leer.")
    said = {key: a_text(found, key) for key in ("city", "availability") if found.get(key) is not None}
    return Member(
        number,
        handle,
        (),
        visibility=Visibility.TAGGED,
        town=find_town(said.get("city", "")),
        availability=_availability(said.get("availability", "")),
        skills=read_held(typed, vocabulary),
    )


def _room(read: Understanding, part: JobPart) -> int:
    """Return how many people may be tagged for a part."""
    if len(read.parts) == 1:
        return TAGS_PER_PART
    return 0 if part.core and all(skill.key in read.unlikely for skill in part.core) else OF_SEVERAL


def _availability(said: str) -> Availability | None:
    """Return "frei" or "ausgebucht", None for anything else: who is free at times or later may be tagged."""
    try:
        return read_availability(said, _no_day)
    except (InvalidInput, ValueError):
        return None


def _no_day(_day: str) -> NoReturn:
    raise ValueError("which day is meant depends on the day it was said")


def _part(part: JobPart) -> Mapping[str, Any]:
    core, side = _labels(part.core), _labels(part.side)
    return {"part": part.key, "core": core, "side": side, "skills": [*core, *side]}


def _labels(skills: Iterable[Skill]) -> list[str]:
    return [skill.label for skill in skills if skill.is_known]
