"""Many posts at once, for `ideenherd match`: JSON Lines in, a line of JSON for each post out.

A post is `{"id", "text"}`, a member `{"handle", "skills_raw", "city", "availability"}`. Who fits is chosen as for a job
in a chat, at most five for each part, but with no bound for the whole job; a post names no town here, so nobody comes
first for living near. What is wrong with a line is said with its number, and the others go on. Of two members with one
handle the later counts, which is said too but is no mistake.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NoReturn

from bot.domain.availability import read_availability
from bot.domain.jobs import TAGS_PER_PART, JobPart
from bot.domain.members import Availability, Member, Visibility
from bot.domain.skills import Skill, Stance
from bot.domain.towns import find_town
from bot.errors import InvalidInput
from bot.matching.people import reached
from bot.matching.ranking import Wanted, all_there, core_and_side, draft, index_of, tag_reason
from bot.matching.reading import read_post
from bot.matching.skill_list import read_held
from bot.matching.vocabulary import Vocabulary
from bot.talk.strange import one_line

_BOM: Final = b"\xef\xbb\xbf"


class BadLine(Exception):
    """A line that is not what it should be; the message says in German what is wrong with it."""


@dataclass(slots=True)
class Complaints:
    """What is said of lines, by `say`, and how many of them were wrong."""

    say: Callable[[str], None]
    wrong: int = field(default=0)

    def add(self, sentence: str) -> None:
        """Say that a line is wrong."""
        self.wrong += 1
        self.say(sentence)


@dataclass(frozen=True, slots=True)
class _Tagged:
    """Somebody who is chosen, with what decides who comes first in the whole job."""

    member: Member
    share: float
    is_free: bool
    place: int
    reason: str


class Batch:
    """The members and the vocabulary that posts are matched with; without members nobody is tagged."""

    def __init__(self, vocabulary: Vocabulary, today: date, members: Iterable[Member] = ()) -> None:
        self._vocabulary, self._today = vocabulary, today
        self._members = {member.id: member for member in members}
        self._index = index_of(self._members.values(), vocabulary.ancestors)

    def answer(self, line: bytes) -> str:
        """Return what a post asks for and who is tagged, as one line of JSON; raises BadLine."""
        post = _object(line)
        number, text = _id(post), _text(post, "text")
        read = read_post(text, self._vocabulary)
        tagged = self._tagged(read.parts)
        said = {
            "id": number,
            "asks": read.asks,
            "skills": _labels(read.skills),
            "parts": [_part(part) for part in read.parts],
            "tagged": [one.member.name for one in tagged],
            "reasons": {one.member.name: one.reason for one in tagged},
        }
        return json.dumps(said, ensure_ascii=False)

    def _tagged(self, parts: Sequence[JobPart]) -> list[_Tagged]:
        """Return who is chosen, the best of the whole job first: by the share of the core, then by being free."""
        rooms = [TAGS_PER_PART for _ in parts]
        chosen = all_there(draft(self._index, parts, Wanted(None, self._today, rooms, sum(rooms), frozenset())))
        tagged = [
            self._one(self._members[number], parts, at, place)
            for at, numbers in enumerate(chosen)
            for place, number in enumerate(numbers)
        ]
        return sorted(tagged, key=lambda one: (-one.share, not one.is_free, one.place))

    def _one(self, member: Member, parts: Sequence[JobPart], at: int, place: int) -> _Tagged:
        above = self._vocabulary.ancestors
        core, _side = core_and_side(parts[at])
        covered = reached(member.skills, Stance.OFFERS, above).intersection(core)
        is_free = member.availability is not None and member.availability.is_free(self._today)
        own_first = (parts[at], *parts[:at], *parts[at + 1 :])
        reason = " · ".join(tag_reason(member, own_first, self._today, "de", above))
        return _Tagged(member, len(covered) / len(core), is_free, place, reason)


def answers(lines: Iterable[bytes], batch: Batch, complaints: Complaints) -> Iterator[str]:
    """Yield the answer to each post as soon as it is read; empty lines are passed over."""
    for number, line in _told(lines):
        try:
            said = batch.answer(line)
        except BadLine as wrong:
            complaints.add(f"Zeile {number}: {wrong}")
        else:
            yield said


def members_of(lines: Iterable[bytes], vocabulary: Vocabulary, file: str, complaints: Complaints) -> tuple[Member, ...]:
    """Return the members that a file of this name tells of, numbered by their lines; empty ones are passed over."""
    found: dict[str, Member] = {}
    for number, line in _told(lines):
        try:
            member = _member(number, _object(line), vocabulary)
        except BadLine as wrong:
            complaints.add(f"{file}, Zeile {number}: {wrong}")
            continue
        if before := found.pop(member.name, None):
            name = one_line(member.name, 40)
            complaints.say(f"{file}, Zeile {number}: „{name}“ steht schon in Zeile {before.id}, diese hier zählt.")
        found[member.name] = member
    return tuple(found.values())


def _told(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield each line that says something, with its number; a mark of the byte order before it is none of it."""
    for number, line in enumerate(lines, 1):
        if told := line.removeprefix(_BOM).strip():
            yield number, told


def _object(line: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(line.decode("utf-8"), parse_constant=_refuse, parse_float=_refuse_endless)
    except UnicodeDecodeError:
        raise BadLine("Das ist kein UTF-8.") from None
    except (ValueError, RecursionError):
        raise BadLine("Das ist kein JSON.") from None
    if not isinstance(found, dict):
        raise BadLine('Das ist kein JSON-Objekt, es braucht die Form {"…": "…"}.')
    return found


def _refuse(_constant: str) -> NoReturn:
    raise ValueError("NaN and Infinity are no JSON")


def _refuse_endless(number: str) -> float:
    """Return a number; one that is too great would come out as Infinity, which is no JSON."""
    found = float(number)
    return found if abs(found) != float("inf") else _refuse(number)


def _id(post: Mapping[str, Any]) -> str | int:
    if "id" not in post:
        raise BadLine("„id“ fehlt.")
    number = post["id"]
    if isinstance(number, bool) or not isinstance(number, str | int):
        raise BadLine("„id“ muss ein Text oder eine ganze Zahl sein.")
    return number


def _text(found: Mapping[str, Any], key: str) -> str:
    if key not in found:
        raise BadLine(f"„{key}“ fehlt.")
    if not isinstance(found[key], str):
        raise BadLine(f"„{key}“ muss ein Text sein.")
    return str(found[key])


def _member(number: int, found: Mapping[str, Any], vocabulary: Vocabulary) -> Member:
    """Return a member who agreed to be tagged; who has said nothing of a town or of being free may leave these out."""
    handle, typed = _text(found, "handle"), _text(found, "skills_raw")
    if not handle.strip():
        raise BadLine("„handle“ ist leer.")
    said = {key: _text(found, key) for key in ("city", "availability") if found.get(key) is not None}
    return Member(
        number,
        handle,
        (),
        visibility=Visibility.TAGGED,
        town=find_town(said.get("city", "")),
        availability=_availability(said.get("availability", "")),
        skills=read_held(typed, vocabulary),
    )


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
