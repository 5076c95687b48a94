"""Jobs: what is asked for, in parts, from the draft to the end."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.members import Member
from bot.domain.people import MessageRef
from bot.domain.skills import Skill

DRAFT_LIVES = timedelta(hours=24)
OFFER_LIVES = timedelta(hours=1)  # the bot's line under a free post
POST_SHOWN = 1500  # characters of a job's text on a card and in its form; a longer post stays whole where it stands
TAGS_PER_PART = 5  # people, unless the settings say otherwise
TAGS_PER_JOB = 10
MENTIONS_PER_MESSAGE = 5  # Telegram notifies only the first five of a message
LIVES = timedelta(days=21)  # from its publication, unless the settings say otherwise
JOBS_PER_DAY = 3  # that an account publishes, unless the settings say otherwise
ASKED_BEFORE = timedelta(days=3)  # its author is asked whether it goes on; half of a shorter life


class JobState(StrEnum):
    """Where a job stands in its life."""

    DRAFT = "draft"
    OPEN = "open"
    ASSIGNED = "assigned"
    WITHDRAWN = "withdrawn"
    DELETED = "deleted"
    EXPIRED = "expired"


class Signing(StrEnum):
    """Who signs with the customer."""

    MAIN = "main"  # one main contractor, the others are subcontractors
    EACH = "each"
    TOGETHER = "together"


@dataclass(frozen=True, slots=True)
class JobPart:
    """One trade's share of a job; `key` names the trade as the vocabulary does, `label` is what people read.

    `core` defines what is to be done: who covers it is asked. `side` are tools, conditions and nice-to-haves. `seats`
    is how many people do it; `is_named` says that its author shaped it: gave it its label, or said how many that are.
    """

    key: str
    label: str
    core: tuple[Skill, ...]
    side: tuple[Skill, ...] = ()
    seats: int = 1
    is_named: bool = False

    @property
    def skills(self) -> tuple[Skill, ...]:
        """Return the core, then the side."""
        return (*self.core, *self.side)


def core_of(parts: Iterable[JobPart]) -> tuple[Skill, ...]:
    """Return the core of parts, each skill once, in reading order."""
    return tuple({skill.key: skill for part in parts for skill in part.core}.values())


@dataclass(frozen=True, slots=True)
class Job:
    """A job or the draft of one.

    `revision` grows with every change; each posted copy follows it. `source` is the free post it was read from:
    that message is a member's and stays. `titled` and `skilled` say that the author set title or skills by hand,
    so that an edit of the post does not read them anew. `expires_at` is when an open one closes by itself.
    `contact_id` has agreed to speak with the customer instead of the author, `contact_asked_id` was asked and has not
    answered yet; `signing` is who signs with the customer, once the author has said it. `former_id` was its author
    before and has handed it on: they may speak with the customer without a seat.
    """

    id: int
    author_id: int
    state: JobState
    title: str
    text: str
    town: str | None
    period: str
    budget: str
    parts: tuple[JobPart, ...]
    revision: int
    created_at: datetime
    source: MessageRef | None = None
    titled: bool = False
    skilled: bool = False
    closed_at: datetime | None = None
    expires_at: datetime | None = None
    contact_id: int | None = None
    contact_asked_id: int | None = None
    signing: Signing | None = None
    former_id: int | None = None

    def part(self, key: str) -> JobPart | None:
        """Return the part of that key; None where there is none, or it is gone."""
        return next((part for part in self.parts if part.key == key), None)

    @property
    def has_a_team(self) -> bool:
        """Say whether a team works on it or is looked for: it is open, or assigned."""
        return self.state in (JobState.OPEN, JobState.ASSIGNED)

    @property
    def may_reopen(self) -> bool:
        """Say whether it was closed in a way that its author can take back."""
        return self.state in (JobState.ASSIGNED, JobState.WITHDRAWN, JobState.EXPIRED)

    @property
    def skills(self) -> tuple[Skill, ...]:
        """Return the skills of all parts, each once, in reading order."""
        return tuple({skill.key: skill for part in self.parts for skill in part.skills}.values())

    @property
    def core(self) -> tuple[Skill, ...]:
        """Return the core of all parts, each skill once, in reading order."""
        return core_of(self.parts)

    @property
    def skill_keys(self) -> frozenset[str]:
        """Return what decides who is tagged: the keys of the core, and in brackets those of what goes along."""
        core = {skill.key for skill in self.core}
        return frozenset(core | {f"({skill.key})" for skill in self.skills if skill.key not in core})

    @property
    def skills_mark(self) -> int:
        """Return a number that changes when the skills do, for buttons that mean just these."""
        return zlib.crc32(",".join(sorted(self.skill_keys)).encode())


@dataclass(frozen=True, slots=True)
class Tag:
    """One member tagged for one part of a job: a person at most once per job. `reason` is what the ping says."""

    job_id: int
    member_id: int
    part: str
    reason: str
    place_id: int
    batch: int = 0  # members of one batch share a message

    @property
    def named(self) -> tuple[str, ...]:
        """Return the labels of the skills in the reason."""
        return tuple(self.reason.split(" · ")[0].split(", "))


class NobodyFits(StrEnum):
    """Why a job would tag nobody new."""

    NOTHING_READ = "nothing read"
    ALREADY = "already tagged"
    FULL = "full"
    ENOUGH = "enough for now"
    BOOKED = "booked out"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Forecast:
    """Whom a job would newly tag and for what, at once or at eight, and why nobody where it is nobody.

    `noted` are those who fit and for whom it would be one ping too many: they read it in their overview.
    """

    tagged: tuple[tuple[Member, Tag], ...]
    at_once: bool
    why: NobodyFits | None = None
    noted: tuple[Tag, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody was not tagged for and reads in their overview instead, with the reason and since when."""

    job_id: int
    member_id: int
    part: str
    reason: str
    at: datetime


class InterestState(StrEnum):
    """What the author has said to an interest so far."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Interest:
    """A member's wish to take part in a job; `sentence` is the member's own and may be empty.

    `part` is the key of the part that they mean, "" where the job has one alone or they leave it open.
    """

    job_id: int
    member_id: int
    sentence: str
    at: datetime
    part: str = ""
    state: InterestState = InterestState.WAITING


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who does a part of a job, since an instant."""

    job_id: int
    part: str
    member_id: int
    at: datetime
