"""Teams: who does which part of a job, what is still open, and what an interest may become. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.jobs import Interest, InterestState, Job, JobPart, Seat


class PartState(StrEnum):
    """How far a part is; the values are what members read."""

    OPEN = "offen"
    ASKED = "angefragt"
    TAKEN = "besetzt"


@dataclass(frozen=True, slots=True)
class Standing:
    """A part of a job as it stands: its seats, who sits there, and who waits for an answer."""

    part: JobPart
    seats: tuple[Seat, ...] = ()
    waiting: tuple[Interest, ...] = ()

    @property
    def free(self) -> int:
        """Return how many seats are left."""
        return max(self.part.seats - len(self.seats), 0)

    @property
    def state(self) -> PartState:
        """Return how far the part is: taken when no seat is left, asked for when somebody waits."""
        if not self.free:
            return PartState.TAKEN
        return PartState.ASKED if self.waiting else PartState.OPEN


def standings(job: Job, seats: Iterable[Seat], interests: Iterable[Interest]) -> tuple[Standing, ...]:
    """Return how each part stands; an interest in the whole job counts for the part of a job that has one alone."""
    taken, asked = list(seats), [wish for wish in interests if wish.state is InterestState.WAITING]
    return tuple(
        Standing(
            part,
            tuple(seat for seat in taken if seat.part == part.key),
            tuple(wish for wish in asked if wish.part == part.key or (not wish.part and len(job.parts) == 1)),
        )
        for part in job.parts
    )


def contact_of(job: Job, seats: Iterable[Seat]) -> int:
    """Return who speaks with the customer: who agreed to it and sits in the team or was its author, else the author."""
    belongs = job.contact_id == job.former_id or any(seat.member_id == job.contact_id for seat in seats)
    return job.contact_id if job.contact_id is not None and belongs else job.author_id


def gap(found: Sequence[Standing]) -> tuple[JobPart, ...]:
    """Return the parts that still want somebody."""
    return tuple(one.part for one in found if one.free)


def is_complete(found: Sequence[Standing]) -> bool:
    """Say whether every part is taken; a job without parts never is."""
    return bool(found) and not gap(found)


def meant(job: Job, wish: Interest) -> tuple[JobPart, ...]:
    """Return the parts that an interest may become a seat of: the one that it names, else all."""
    if not wish.part:
        return job.parts
    return tuple(part for part in job.parts if part.key == wish.part)
