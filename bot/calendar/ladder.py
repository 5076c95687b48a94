"""The ladder of announcements of one occurrence: by default a week before, a day before, and in the morning of the day.

Days before are wall time, so 19:00 stays 19:00 across a clock change; hours before the start are hours that pass. What
lasts all day is announced at the place's own hour. Nothing is said in a place's quiet hours: it comes at their end, or
half an hour before they begin where that would be too late or something is said on that day anyway. Nothing moves to a
day on which something is said anyway, and nothing stays on the evening before to which the day's own rung moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from itertools import pairwise
from typing import Final

from bot.calendar.wall import instant, wall
from bot.domain.hearing import DAY, EVERYTHING, Hearing, Quiet, Rung

_EVENING_BEFORE: Final = time(18)
_NOTICE: Final = timedelta(hours=1)
_BEFORE_QUIET: Final = timedelta(minutes=30)
_APART: Final = timedelta(hours=4)  # of an announcement that comes hours before the start and the one before it


@dataclass(frozen=True, slots=True)
class Step:
    """One announcement: `name` is that of its rung, "7d" or "2h"; it is due at `due` and pointless from `expires` on
    (both UTC).
    """

    name: str
    due: datetime
    expires: datetime


def last_call(start: datetime, zone: tzinfo, *, all_day: bool) -> datetime:
    """Return the instant from which on it is pointless to announce a date: the start, or the end of its first day."""
    return instant(datetime.combine(start.date() + DAY, time()) if all_day else start, zone)


def steps(
    start: datetime, zone: tzinfo, now: datetime | None, hearing: Hearing = EVERYTHING, *, all_day: bool = False
) -> tuple[Step, ...]:
    """Return the steps of an occurrence that begins at the wall time `start` and are due after `now`, soonest first.

    Without a `now` all of them are returned. A rung less than an hour before the start moves to 18:00 of the day
    before. Each step expires when the next one is due, the last at the `last_call`. No two are due at the same moment:
    the one with the longer lead stays.
    """
    end = last_call(start, zone, all_day=all_day)
    dues: dict[datetime, str] = {}
    for rung, at in _placed(start, zone, end, hearing, all_day=all_day).items():
        due = instant(at, zone)
        if due < end:
            dues.setdefault(due, str(rung))
    ends = pairwise([*sorted(dues), end])
    return tuple(Step(dues[due], due, expires) for due, expires in ends if now is None or due > now)


def _placed(
    start: datetime, zone: tzinfo, end: datetime, hearing: Hearing, *, all_day: bool
) -> Mapping[Rung, datetime]:
    """Return the wall time of each rung that finds one, the longest lead first.

    What has to move to the evening before takes its day first, then what can stay, then what the quiet hours move.
    """
    notice, quiet = timedelta(minutes=1) if all_day else _NOTICE, hearing.quiet
    rungs = sorted(set(hearing.ladder), key=lambda rung: rung.lead, reverse=True)
    rungs = [rung for rung in rungs if not (all_day and rung.hours)]  # it begins at no hour
    wishes = {rung: _wish(rung, start, zone, hearing, all_day=all_day) for rung in rungs}
    evening = _awake(datetime.combine(start.date() - DAY, _EVENING_BEFORE), zone, end - notice, quiet)[0]
    taken = {rung: evening for rung, at in wishes.items() if end - instant(at, zone) < notice}
    rest = {rung: at for rung, at in wishes.items() if rung not in taken and _is_free(rung, at, taken.values())}
    taken |= {rung: at for rung, at in rest.items() if quiet is None or not quiet.covers(at)}
    for rung, at in rest.items():
        if rung not in taken and _is_free(rung, at, taken.values()):
            ways = _awake(at, zone, end - notice, quiet)
            found = next((way for way in ways if _is_free(rung, way, taken.values())), None)
            taken |= {rung: found} if found is not None else {}
    return {rung: taken[rung] for rung in wishes if rung in taken}


def _wish(rung: Rung, start: datetime, zone: tzinfo, hearing: Hearing, *, all_day: bool) -> datetime:
    """Return the wall time at which a rung is due by itself."""
    if rung.hours:
        return wall(instant(start, zone) - timedelta(hours=rung.hours), zone)
    if all_day or not rung.days:
        return datetime.combine(start.date() - rung.days * DAY, hearing.hour)
    return start - rung.days * DAY


def _awake(at: datetime, zone: tzinfo, latest: datetime, quiet: Quiet | None) -> tuple[datetime, ...]:
    """Return when something can be said that is due at a wall time, the better time first."""
    if quiet is None or not quiet.covers(at):
        return (at,)
    after, before = quiet.last_end(at), quiet.first_begin(at) - _BEFORE_QUIET
    return (after, before) if instant(after, zone) <= latest else (before,)


def spoken_at(at: datetime, quiet: Quiet | None) -> datetime:
    """Return when something is said that is due at a wall time: then, or when the quiet hours are over."""
    return quiet.last_end(at) if quiet is not None and quiet.covers(at) else at


def _is_free(rung: Rung, at: datetime, taken: Iterable[datetime]) -> bool:
    """Say whether the day has no other step; one that comes hours before the start has to be only so many apart."""
    return all(rung.hours and abs(other - at) >= _APART for other in taken if other.date() == at.date())
