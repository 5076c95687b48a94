"""A series with a date that is otherwise, a pause or an end: event -> event. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.calendar.occurrence import Occurrence, named
from bot.calendar.rule import parse
from bot.calendar.series import coming_dates
from bot.calendar.wall import instant
from bot.domain.events import Deviation, Event, Pause
from bot.errors import TooMany
from bot.talk.text import Phrase

MOST: Final = 200  # deviations and pauses of one series
KEPT: Final = timedelta(days=400)  # so long after it a deviation is still told to calendars
_DAY: Final = timedelta(days=1)


def deviate(event: Event, other: Deviation, today: date) -> Event:
    """Return the series with one date otherwise, in place of what was otherwise about it before.

    What is over for KEPT is dropped on the way. More than MOST deviations raise TooMany.
    """
    kept = [one for one in event.deviations if one.occurrence != other.occurrence and _lasts_on(one, today)]
    says_something = other.is_added or replace(other, starts=None) != Deviation(other.occurrence, None)
    if says_something or other.starts != other.of:
        kept.append(other)
    if len(kept) > MOST:
        raise TooMany(
            Phrase("Mehr als {most} Ausnahmen merke ich mir nicht. Ändere lieber die ganze Serie.", most=MOST)
        )
    return replace(event, deviations=tuple(sorted(kept, key=lambda one: one.occurrence)))


def regular(event: Event, occurrence: str) -> Event:
    """Return the series with the date of that name as the rule has it; an added one that fell out is there again."""
    kept = (
        replace(one, starts=one.starts or one.of) if one.occurrence == occurrence else one
        for one in event.deviations
        if one.occurrence != occurrence or one.is_added
    )
    return replace(event, deviations=tuple(kept))


def pause(event: Event, added: Pause, today: date) -> Event:
    """Return the series with a pause; one that it touches is the same pause, longer."""
    touching = [one for one in event.pauses if one.first <= added.last + _DAY and added.first <= one.last + _DAY]
    others = [one for one in event.pauses if one not in touching and one.last + KEPT > today]
    whole = Pause(
        min(one.first for one in (*touching, added)), max(one.last for one in (*touching, added)), added.reason
    )
    if len(others) >= MOST:
        raise TooMany(Phrase("Mehr als {most} Pausen merke ich mir nicht.", most=MOST))
    return replace(event, pauses=tuple(sorted((*others, whole), key=lambda one: one.first)))


def only_new(event: Event, added: Pause) -> Pause | None:
    """Return a pause from the first to the last of its days on which the series has none yet, None without such."""
    days = [added.first + n * _DAY for n in range((added.last - added.first).days + 1)]
    new = [day for day in days if event.paused_on(day) is None]
    return replace(added, first=new[0], last=new[-1]) if new else None


def resume(event: Event, gone: Pause) -> Event:
    """Return the series without a pause on the days of `gone`; what it pauses right before and after them stays."""
    kept: list[Pause] = []
    for one in event.pauses:
        if one.last < gone.first or gone.last < one.first:
            kept.append(one)
            continue
        if one.first < gone.first:
            kept.append(replace(one, last=gone.first - _DAY))
        if gone.last < one.last:
            kept.append(replace(one, first=gone.last + _DAY))
    return replace(event, pauses=tuple(kept))


def left_of(event: Event, gone: Pause) -> Pause | None:
    """Return the pause that is left right before or after one that was taken back, None without one."""
    return next((one for one in event.pauses if one.last + _DAY == gone.first or gone.last + _DAY == one.first), None)


def ending(event: Event, last: Occurrence) -> Event:
    """Return the series with a date as its last one; what deviates or was added later is gone."""
    zone = ZoneInfo(event.zone)
    rule = replace(parse(event.rule or ""), count=None, until=(last.of or last.start).date())
    kept = tuple(one for one in event.deviations if instant(one.starts or one.of, zone) <= last.begins)
    return replace(event, rule=str(rule), deviations=kept)


def carried(before: Event, after: Event) -> Event:
    """Return a changed series with what deviated before, as far as its dates are still there.

    A date is found again by its day. One that was only moved to what is now a regular time is regular.
    """
    if not before.deviations or (before.starts, before.rule) == (after.starts, after.rule):
        return after
    kept: list[Deviation] = []
    for one in before.deviations:
        if one.is_added:
            kept.append(one)
            continue
        start = regular_on(after, one.of.date())
        if start is not None and one.starts != start:
            kept.append(replace(one, occurrence=start.isoformat(timespec="minutes")))
    return replace(after, deviations=tuple(kept) if after.is_series else ())


def regular_on(event: Event, day: date) -> datetime | None:
    """Return the wall time of the rule's date on a day, None without one."""
    midnight = instant(datetime.combine(day, time()), ZoneInfo(event.zone))
    start = next(coming_dates(event.starts, event.rule, ZoneInfo(event.zone), midnight), None)
    return start if start is not None and start.date() == day else None


def takes_place_at(event: Event, start: datetime, but: str) -> Occurrence | None:
    """Return the date, other than the one named `but`, that takes place at that very time."""
    others = [one.occurrence for one in event.deviations if one.starts == start]
    names = dict.fromkeys([start.isoformat(timespec="minutes"), *others])
    found = (named(event, name) for name in names if name != but)
    return next((date for date in found if date is not None and date.start == start), None)


def _lasts_on(one: Deviation, today: date) -> bool:
    return (one.starts or one.of).date() + KEPT > today


def rest(event: Event, at: Occurrence) -> str:
    """Return the rule of a series from one of its dates on: one that counts its dates counts those that are left."""
    rule = parse(event.rule or "")
    if rule.count is None:
        return str(rule)
    zone = ZoneInfo(event.zone)
    gone = list(coming_dates(event.starts, event.rule, zone, instant(event.starts, zone)))
    return str(replace(rule, count=max(1, sum(start >= (at.of or at.start) for start in gone))))


def beginning(event: Event, at: Occurrence, now: datetime) -> Event:
    """Return a new series that a changed one goes on as from a date; what deviates after it is carried along."""
    later = tuple(one for one in event.deviations if one.of > (at.of or at.start) and (one.starts or one.of) > at.start)
    before = replace(event, deviations=later, starts=at.of or at.start, rule=rest(at.event, at))
    paused = tuple(one for one in event.pauses if one.last >= at.start.date())
    carried_on = carried(before, replace(event, deviations=later, pauses=paused))
    return replace(carried_on, id=0, uid="", sequence=0, revision=1, created_at=now, changed_at=None, feed_id=None)
