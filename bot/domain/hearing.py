"""What a place hears of events, and when: which kinds and towns, how long ahead, and when it is left alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from bot.domain.events import EventKind
from bot.domain.towns import CENTRES, ELSEWHERE, NEIGHBOURS_WITHIN_KM, REMOTE, distance_km

DAY: Final = timedelta(days=1)
MOST_DAYS: Final = 28  # before an event it is announced at the earliest
MOST_HOURS: Final = 23


@dataclass(frozen=True, slots=True)
class Rung:
    """How long before an event it is announced: whole days, which are wall time, or hours, which are hours that pass.

    No days and no hours are the day itself.
    """

    days: int = 0
    hours: int = 0

    def __str__(self) -> str:
        return f"{self.hours}h" if self.hours else f"{self.days}d"

    @property
    def lead(self) -> timedelta:
        """Return the time in between, for the order of rungs."""
        return timedelta(days=self.days, hours=self.hours)


def rung(name: str) -> Rung:
    """Return the rung that "7d", "0d" or "2h" names: up to 28 days, or from 1 to 23 hours; else raises ValueError."""
    number, unit = name[:-1], name[-1:]
    if number.isascii() and number.isdecimal() and len(number) < 3:
        if unit == "d" and int(number) <= MOST_DAYS:
            return Rung(days=int(number))
        if unit == "h" and 1 <= int(number) <= MOST_HOURS:
            return Rung(hours=int(number))
    raise ValueError(f"no rung: {name[:20]!r}")


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours of every day in which a place is left alone, in wall time: from `begins` on until `ends`.

    They go over midnight where they end earlier than they begin, and there are none where both are the same.
    """

    begins: time
    ends: time

    @property
    def leaves(self) -> timedelta:
        """Return how much of a day is left to speak in."""
        begins, ends = (timedelta(hours=at.hour, minutes=at.minute) for at in (self.begins, self.ends))
        return (begins - ends) % DAY or DAY

    def covers(self, wall: datetime) -> bool:
        """Say whether a wall time falls into them."""
        at = wall.time()
        if self.begins <= self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends

    def last_end(self, wall: datetime) -> datetime:
        """Return when those hours end that cover a wall time."""
        is_next_day = wall.time() >= self.ends
        return datetime.combine(wall.date() + is_next_day * DAY, self.ends)

    def first_begin(self, wall: datetime) -> datetime:
        """Return when those hours began that cover a wall time."""
        was_day_before = wall.time() < self.begins
        return datetime.combine(wall.date() - was_day_before * DAY, self.begins)


@dataclass(frozen=True, slots=True)
class Weekly:
    """A day of every week, Monday being 0, and the time of that day."""

    weekday: int
    at: time


@dataclass(frozen=True, slots=True)
class Hearing:
    """What of the events a place hears; without anything said it hears of all of them.

    `kinds` and `towns` are all where they are empty. Towns within `within_km` of one of them count as well. What is
    remote or names no town is heard of by every place, unless it is not `remote`; what is elsewhere only where all
    towns are heard of, or ELSEWHERE is one of them. `hour` is the time of the day's rung, and of all rungs of what
    lasts all day. `recap` is when the place reads what a week brings, None for never; `quiet` None for no such hours.
    """

    kinds: frozenset[EventKind] = frozenset()
    towns: tuple[str, ...] = ()
    within_km: float = NEIGHBOURS_WITHIN_KM
    remote: bool = True
    ladder: tuple[Rung, ...] = (Rung(days=7), Rung(days=1), Rung())
    hour: time = time(9)
    quiet: Quiet | None = Quiet(time(21), time(8))
    recap: Weekly | None = None

    def hears(self, kind: EventKind, town: str | None) -> bool:
        """Say whether it hears of what is of this kind and in this town."""
        return (not self.kinds or kind in self.kinds) and self._is_near(town)

    def _is_near(self, town: str | None) -> bool:
        if town in self.towns:
            return True
        if not town or town == REMOTE:
            return self.remote
        if not self.towns:
            return True
        return town != ELSEWHERE and any(are_near(town, own, self.within_km) for own in self.towns)


EVERYTHING: Final = Hearing()


def are_near(one: str, other: str, within_km: float = NEIGHBOURS_WITHIN_KM) -> bool:
    """Say whether two are the same town, or towns of the Ruhr that lie so near; what is elsewhere is near nothing."""
    if one == other:
        return one != ELSEWHERE
    return one in CENTRES and other in CENTRES and distance_km(one, other) <= within_km
