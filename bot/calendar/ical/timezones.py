"""What a calendar file says of a time zone: its VTIMEZONE, short, made from the zone itself. Pure.

A clock change that comes back each year ("last Sunday in March") is said once as a rule; what came before that rule,
and the changes of a zone without one, are said one by one. Europe/Berlin takes fifteen short lines.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from bot.calendar.rule import DAYS

_STEP: Final = timedelta(days=7)  # no zone changes its clocks twice within a week
_FORESEEN: Final = 60  # years from the first one that are looked at
_SAID: Final = 30  # of them those of which the changes are said one by one where no rule says them
_CYCLE: Final = 28  # years after which weekdays come back to their dates: a rule that holds so long holds for ever
_NO_TIME: Final = timedelta(0)


@dataclass(frozen=True, slots=True)
class _Change:
    """One clock change: the wall time before it at which it comes, and the offsets from UTC before and after."""

    wall: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool

    @property
    def kind(self) -> tuple[object, ...]:
        """Return what changes that are said by one rule have in common, apart from the day."""
        return self.wall.month, self.wall.weekday(), self.wall.time(), self.before, self.after, self.name

    @property
    def ordinals(self) -> frozenset[int]:
        """Return which of its weekdays in the month the day is, counted from either end."""
        last = monthrange(self.wall.year, self.wall.month)[1]
        return frozenset({(self.wall.day - 1) // 7 + 1, -((last - self.wall.day) // 7 + 1)})


@lru_cache(maxsize=64)
def timezone(key: str, since: int) -> Timezone:
    """Return the VTIMEZONE of an IANA zone that is right from the first day of the year `since` on."""
    zone = ZoneInfo(key)
    component = Timezone()
    component.add("tzid", key)
    changes = list(_changes(zone, datetime(since, 1, 1, tzinfo=UTC)))
    start = datetime.combine(date(since, 1, 1), time())
    if not changes or all(change.wall > start for change in changes):
        component.add_component(_observance(_standing(zone, start), None))
    for change, rule in _said(changes):
        component.add_component(_observance(change, rule))
    return component


def _changes(zone: ZoneInfo, since: datetime) -> Iterator[_Change]:
    """Yield the clock changes from the year before an instant on, to the end of a year, in their order."""
    first, end = since.replace(year=since.year - 1), since.replace(year=since.year + _FORESEEN)
    weeks = [first + n * _STEP for n in range((end - first) // _STEP + 1)]
    for one, other in pairwise([*weeks, end]):
        if _offset(one, zone) != _offset(other, zone):
            yield _between(one, other, zone)


def _between(one: datetime, other: datetime, zone: ZoneInfo) -> _Change:
    """Return the clock change between two instants, found to the second."""
    while other - one > timedelta(seconds=1):
        middle = one + timedelta(seconds=(other - one) // timedelta(seconds=2))
        one, other = (middle, other) if _offset(middle, zone) == _offset(one, zone) else (one, middle)
    before, after = _offset(one, zone), _offset(other, zone)
    new = other.astimezone(zone)
    return _Change((other + before).replace(tzinfo=None), before, after, new.tzname() or "", bool(new.dst()))


def _standing(zone: ZoneInfo, start: datetime) -> _Change:
    there = start.replace(tzinfo=zone)
    offset = there.utcoffset() or _NO_TIME
    return _Change(start, offset, offset, there.tzname() or "", is_summer=False)


def _said(changes: Sequence[_Change]) -> Iterator[tuple[_Change, str | None]]:
    """Yield what is to be said: single changes, and the first of those that one rule gives with that rule.

    A rule has to hold each year to the end of what is foreseen, so that it can be trusted beyond.
    """
    ruled: dict[object, tuple[_Change, str]] = {}
    if changes:
        last_year = changes[-1].wall.year
        for kind in dict.fromkeys(change.kind for change in changes if change.wall.year == last_year):
            ruled.update(_rule([change for change in changes if change.kind == kind]))
    for change in changes:
        is_ruled = change.kind in ruled and ruled[change.kind][0].wall <= change.wall
        if not is_ruled and change.wall.year < changes[0].wall.year + _SAID:
            yield change, None
    yield from ruled.values()


def _rule(alike: Sequence[_Change]) -> dict[object, tuple[_Change, str]]:
    """Return the first of the yearly changes that one rule gives, and the rule; nothing where they follow none."""
    run: list[_Change] = []
    common: frozenset[int] = frozenset()
    for change in reversed(alike):
        left = change.ordinals & common if run else change.ordinals
        if not left or (run and run[-1].wall.year - change.wall.year != 1):
            break
        run.append(change)
        common = left
    if len(run) < _CYCLE:
        return {}
    first, ordinal = run[-1], min(common)
    rule = f"FREQ=YEARLY;BYMONTH={first.wall.month};BYDAY={ordinal}{DAYS[first.wall.weekday()]}"
    return {first.kind: (first, rule)}


def _observance(change: _Change, rule: str | None) -> TimezoneStandard | TimezoneDaylight:
    observance = TimezoneDaylight() if change.is_summer else TimezoneStandard()
    observance.add("dtstart", change.wall)
    observance.add("tzoffsetfrom", change.before)
    observance.add("tzoffsetto", change.after)
    observance.add("tzname", change.name)
    if rule is not None:
        observance.add("rrule", vRecur.from_ical(rule))
    return observance


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or _NO_TIME
