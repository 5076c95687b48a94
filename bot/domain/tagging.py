"""How somebody wants to be tagged: how often, on which days, for what not; and the pings that count against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.skills import Skill

TAGS_PER_WEEK: Final = 3  # for each person, unless they or the settings say otherwise
MOST_PER_WEEK: Final = 20
COUNTS_FOR: Final = timedelta(days=7)  # so long a ping counts from the moment when it went out
WAITS_FOR: Final = timedelta(days=3)  # so long one that is planned counts, since then it is not sent any more
PAUSE: Final = 28  # days of a pause that is begun with one tap
LONGEST_PAUSE: Final = 366  # days
MOST_MUTED: Final = 100  # skills: nobody offers that many
ALWAYS: Final = datetime(9999, 1, 1, tzinfo=UTC)


class Overview(StrEnum):
    """How often somebody reads, privately, what they were not tagged for."""

    WEEKLY = "woche"
    DAILY = "tag"
    NEVER = "nie"


@dataclass(frozen=True, slots=True)
class Ping:
    """A tag for a job that went out or is planned, and until when it counts against the budget."""

    job_id: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody said of being tagged.

    `per_week` is their own budget, None for the community's; `quiet_days` are weekdays, Monday being 0. `muted` are
    skills that they are not tagged for. `overview` is None until they agreed to it or chose: then they get none.
    """

    per_week: int | None = None
    quiet_days: tuple[int, ...] = ()
    paused_until: datetime | None = None
    muted: tuple[Skill, ...] = ()
    overview: Overview | None = None

    @property
    def muted_keys(self) -> frozenset[str]:
        """Return the keys of the skills that they are not tagged for."""
        return frozenset(skill.key for skill in self.muted)

    def is_paused(self, now: datetime) -> bool:
        """Say whether they are not to be tagged at all for now."""
        return self.paused_until is not None and self.paused_until > now

    def budget(self, usual: int) -> int:
        """Return how many pings a week they take; `usual` is the community's figure."""
        return usual if self.per_week is None else self.per_week


NO_WISHES: Final = Wishes()


def together(one: Wishes, other: Wishes) -> Wishes:
    """Return what two accounts of one person said of being tagged, the stricter of two figures."""
    said = [budget for budget in (one.per_week, other.per_week) if budget is not None]
    pauses = [until for until in (one.paused_until, other.paused_until) if until is not None]
    muted = {skill.key: skill for skill in (*one.muted, *other.muted)}
    rhythms = (one.overview, other.overview)
    return Wishes(
        per_week=min(said, default=None),
        quiet_days=tuple(sorted({*one.quiet_days, *other.quiet_days})),
        paused_until=max(pauses, default=None),
        muted=tuple(muted.values())[:MOST_MUTED],
        overview=Overview.NEVER if Overview.NEVER in rhythms else one.overview or other.overview,
    )


def pinged_together(one: Sequence[Ping], other: Sequence[Ping]) -> tuple[Ping, ...]:
    """Return the pings of two accounts of one person, a job once and for as long as it counts for either."""
    until: dict[int, datetime] = {}
    for ping in (*one, *other):
        until[ping.job_id] = max(ping.until, until.get(ping.job_id, ping.until))
    return tuple(Ping(job_id, end) for job_id, end in until.items())


def enough_until(pings: Sequence[Ping], budget: int) -> datetime | None:
    """Return when there is room for a ping again; None where there may be room now."""
    if budget <= 0:
        return ALWAYS
    ends = sorted((ping.until for ping in pings), reverse=True)
    return ends[budget - 1] if len(ends) >= budget else None


def counting(pings: Sequence[Ping], now: datetime) -> int:
    """Return how many pings count against the budget now."""
    return sum(ping.until > now for ping in pings)
