"""Handing on: a job, a part with a free seat or one's own seat goes to somebody else, on terms that both read. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.jobs import Job, JobState, Seat
from bot.domain.teams import contact_of

OFFER_LIVES: Final = timedelta(days=7)
MOST_SHARE: Final = 50  # percent of the fee


class Scope(StrEnum):
    """What is handed on."""

    JOB = "job"
    PART = "part"
    SEAT = "seat"


class HandoverState(StrEnum):
    """What became of an offer so far; all but the first are an end."""

    OPEN = "open"
    TAKEN = "taken"
    WITHDRAWN = "withdrawn"  # by who made it
    DECLINED = "declined"  # by everybody who was asked
    EXPIRED = "expired"
    ENDED = "ended"  # what it describes has changed or is gone


class AskedState(StrEnum):
    """What somebody who was asked has done about it."""

    ASKED = "asked"
    LOOKED = "looked"  # at the terms
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Terms:
    """What both sides read, as it was when it was offered; `text`, `label` and `skills` are what the job says.

    `part` is the key of a part, "" for the whole job. `share` is the giver's commission in percent, 0 for none.
    `contact_id` speaks with the customer afterwards, None for who takes it. `signing` is who signs with them, "" where
    that was not settled.
    """

    scope: Scope
    part: str
    title: str
    text: str
    label: str
    skills: str
    town: str
    period: str
    budget: str
    share: int = 0
    contact_id: int | None = None
    sentence: str = ""
    signing: str = ""


@dataclass(frozen=True, slots=True)
class Handover:
    """An offer to hand something on, to one person or, with `skill`, to the first of those who offer it."""

    id: int
    job_id: int
    giver_id: int
    terms: Terms
    skill: str
    state: HandoverState
    revision: int
    created_at: datetime
    expires_at: datetime
    taker_id: int | None = None
    closed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Say whether somebody may still agree to it, as far as its own state goes."""
        return self.state is HandoverState.OPEN

    def ended(self, state: HandoverState, now: datetime) -> Handover:
        """Return the offer at its end."""
        return replace(self, state=state, revision=self.revision + 1, closed_at=now)


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who is asked; `place_id` is where they are tagged, None where they are asked in private."""

    handover_id: int
    member_id: int
    reason: str = ""
    place_id: int | None = None
    state: AskedState = AskedState.ASKED


def described(job: Job, scope: Scope, part: str) -> Terms | None:
    """Return what is handed on as a job says it now, without what giver and taker settle; None where it is gone."""
    found = job.part(part)
    if scope is not Scope.JOB and found is None:
        return None
    parts = (found,) if found is not None and scope is not Scope.JOB else job.parts
    return Terms(
        scope=scope,
        part=part if scope is not Scope.JOB else "",
        title=job.title,
        text=job.text,
        label=", ".join(one.label for one in parts),
        skills=", ".join(skill.label for one in parts for skill in one.core),
        town=job.town or "",
        period=job.period,
        budget=job.budget,
        signing=job.signing.value if job.signing is not None else "",
    )


def may_hand_on(job: Job, seats: Sequence[Seat], member_id: int) -> tuple[tuple[Scope, str], ...]:
    """Return what of a job somebody may hand on now, as scope and part: the author all of it and what is free."""
    found: list[tuple[Scope, str]] = []
    if job.state is JobState.OPEN and job.author_id == member_id:
        taken = Counter(seat.part for seat in seats)
        found.append((Scope.JOB, ""))
        found += [(Scope.PART, part.key) for part in job.parts if taken[part.key] < part.seats]
    if job.has_a_team:
        mine = [seat.part for seat in seats if seat.member_id == member_id]
        found += [(Scope.SEAT, part) for part in mine if job.part(part) is not None]
    return tuple(found)


def holds(terms: Terms, job: Job, seats: Sequence[Seat], giver_id: int) -> bool:
    """Say whether an offer still says what is true: it may be handed on, is as it was, and the same person speaks."""
    if (terms.scope, terms.part) not in may_hand_on(job, seats, giver_id):
        return False
    if terms.contact_id not in (None, contact_of(job, seats)):
        return False
    now = described(job, terms.scope, terms.part)
    settled = replace(terms, share=0, contact_id=None, sentence="")
    return now == settled


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A colleague suggested for a job or one of its parts by somebody else; once a job and person.

    `is_taken` is None until the colleague has answered.
    """

    id: int
    job_id: int
    member_id: int
    by_id: int
    part: str
    at: datetime
    is_taken: bool | None = None
