"""Parts as their author has shaped them: named, merged, added, with seats; they stay so when skills change. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from bot.domain.folding import fold
from bot.domain.jobs import JobPart
from bot.domain.skills import Skill
from bot.errors import InvalidInput, NotFound, TooMany
from bot.matching.naming.vocabulary import OTHER_PART, PART_LABELS
from bot.talk.text import Phrase

MOST_PARTS: Final = 8
FULL: Final = Phrase("Höchstens {most} Teile hat ein Auftrag.", most=MOST_PARTS)
MOST_SEATS: Final = 20


def regrouped(before: Sequence[JobPart], grouped: Sequence[JobPart]) -> tuple[JobPart, ...]:
    """Return newly grouped skills in the parts as they were shaped before.

    Where nobody shaped them only the seats stay. Else a skill stays in the part in which it was, a new one goes to the
    part of its trade; a shaped part stays even without a skill.
    """
    seats = {part.key: part.seats for part in before}
    if not any(part.is_named for part in before):
        return tuple(replace(part, seats=seats.get(part.key, 1)) for part in grouped)
    home = {skill.key: part.key for part in before for skill in part.skills}
    found = {part.key: replace(part, core=(), side=()) for part in before}
    for part in grouped:
        for skill in part.skills:
            key = home.get(skill.key, part.key)
            held = found.setdefault(key, replace(part, core=(), side=()))
            is_core = skill in part.core
            found[key] = replace(
                held,
                core=(*held.core, skill) if is_core else held.core,
                side=held.side if is_core else (*held.side, skill),
            )
    return tuple(part for part in found.values() if part.skills or part.is_named)


def with_their_skills(before: Sequence[JobPart], grouped: Sequence[JobPart]) -> tuple[JobPart, ...]:
    """Return regrouped parts in which one that was shaped and lost every skill has those that it had before."""
    had = {part.key: part for part in before}
    return tuple(part if part.skills else had[part.key] for part in grouped)


def changed(
    parts: Sequence[JobPart], key: str, name: str, core: Sequence[Skill], side: Sequence[Skill], seats: int
) -> tuple[JobPart, ...]:
    """Return the parts with one of them changed; a skill that stood in another part moves here.

    One that gets another name or other seats is shaped, so that it stays whatever becomes of its skills.
    """
    old = part_of(parts, key)
    taken = {skill.key for skill in (*core, *side)}
    is_named = old.is_named or (name, seats) != (old.label, old.seats)
    new = JobPart(key, name, tuple(core), tuple(side), _seats(seats), is_named)
    return tuple(new if part.key == key else _without(part, taken) for part in parts)


def added(
    parts: Sequence[JobPart], name: str, core: Sequence[Skill], side: Sequence[Skill], seats: int
) -> tuple[JobPart, ...]:
    """Return the parts with one more, whose key is that of its trade where its name is one."""
    if len(parts) >= MOST_PARTS:
        raise TooMany(FULL)
    taken = {skill.key for skill in (*core, *side)}
    new = JobPart(_key(parts, name), name, tuple(core), tuple(side), _seats(seats), is_named=True)
    return (*(_without(part, taken) for part in parts), new)


def merged(parts: Sequence[JobPart], key: str, into: str) -> tuple[JobPart, ...]:
    """Return the parts with one of them gone into another."""
    gone, stays = part_of(parts, key), part_of(parts, into)
    if key == into:
        raise InvalidInput(Phrase("Das ist derselbe Teil."))
    core = tuple({skill.key: skill for skill in (*stays.core, *gone.core)}.values())
    keys = {skill.key for skill in core}
    side = tuple({skill.key: skill for skill in (*stays.side, *gone.side) if skill.key not in keys}.values())
    whole = replace(stays, core=core, side=side, seats=max(stays.seats, gone.seats), is_named=True)
    return tuple(whole if part.key == into else part for part in parts if part.key != key)


def removed(parts: Sequence[JobPart], key: str) -> tuple[JobPart, ...]:
    """Return the parts without one of them; the others stay as they are from then on."""
    part_of(parts, key)
    return tuple(replace(part, is_named=True) for part in parts if part.key != key)


def part_of(parts: Sequence[JobPart], key: str) -> JobPart:
    """Return the part of that key; NotFound where there is none."""
    found = next((part for part in parts if part.key == key), None)
    if found is None:
        raise NotFound(Phrase("Diesen Teil gibt es nicht mehr."))
    return found


def _without(part: JobPart, taken: set[str]) -> JobPart:
    return replace(
        part,
        core=tuple(skill for skill in part.core if skill.key not in taken),
        side=tuple(skill for skill in part.side if skill.key not in taken),
    )


def _key(parts: Sequence[JobPart], name: str) -> str:
    keys = {part.key for part in parts}
    known = next((key for key, label in PART_LABELS.items() if fold(label) == fold(name) and key not in keys), None)
    numbers = (f"teil-{number}" for number in range(1, MOST_PARTS + 2))
    return known or next(key for key in numbers if key not in keys)


def _seats(seats: int) -> int:
    if not 1 <= seats <= MOST_SEATS:
        raise InvalidInput(Phrase("Ein Teil hat 1 bis {most} Plätze.", most=MOST_SEATS), "plaetze")
    return seats


def few(parts: tuple[JobPart, ...], taken: Collection[str] = ()) -> tuple[JobPart, ...]:
    """Return no more parts than a job has: what is beyond is one, with all its skills.

    What somebody named stays, and so do the parts of the keys `taken`.
    """
    if len(parts) <= MOST_PARTS:
        return parts
    other = next((one for one in parts if one.key == OTHER_PART), JobPart(OTHER_PART, PART_LABELS[OTHER_PART], ()))
    own = [part for part in parts if part.key != OTHER_PART]
    read = [part for part in own if not part.is_named and part.key not in taken]
    rest = read[max(0, MOST_PARTS - 1 - (len(own) - len(read))) :]
    core = tuple(skill for part in (other, *rest) for skill in part.core)
    side = tuple(skill for part in (other, *rest) for skill in part.side)
    seats = max(part.seats for part in (other, *rest))
    return (*(part for part in own if part not in rest), replace(other, core=core, side=side, seats=seats))
