"""Series: a first date, a rule and a zone, and the dates that follow.

A series is wall time: 19:00 stays 19:00 across both clock changes. Its rule is an RRULE in the normal form of
`read_rule`, or None for a single date. The first date is itself a date of the rule; `check_first` says so before an
event is kept, and what does not hold to it raises ValueError here. An occurrence in the hour that the spring change
leaves out keeps its wall time, and `bot.calendar.wall.instant` shifts its start.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import MAXYEAR, date, datetime, timedelta, tzinfo
from itertools import islice, takewhile
from typing import Final

from dateutil.rrule import rrulestr

from bot.calendar.rule import Rule, parse
from bot.calendar.saying.frame import labelled
from bot.calendar.typed import typed
from bot.calendar.wall import instant, wall
from bot.calendar.words import in_words
from bot.errors import InvalidInput
from bot.talk.text import Moment, Phrase

__all__ = ["check_first", "coming_dates", "in_words", "next_occurrence", "occurrences", "read_rule"]

_FORESEEN: Final = 5 * 366
_DAY: Final = timedelta(days=1)
_MARGIN: Final = 2 * _DAY  # more than any zone is from UTC, and than any clock change


def read_rule(text: str) -> str:
    """Return the rule that an RRULE or a few plain words say, in normal form: "FREQ=MONTHLY;BYDAY=2WE".

    Steps from a day to a year, INTERVAL to 366, COUNT to 1000; see `bot.calendar.rule` and `bot.calendar.typed`.
    Anything else, and more than 200 characters, raises InvalidInput.
    """
    return str(parse(typed(text) or text))


def check_first(first: datetime, rule: str | None, zone: tzinfo, language: str = "de") -> None:
    """Raise InvalidInput, with the next date that fits, unless the wall time `first` is a date of the rule."""
    if rule is None:
        return
    parsed = parse(rule)
    last = parsed.last_wall(zone)
    if last is not None and first > last:
        raise InvalidInput(
            Phrase("Die Serie endet vor dem ersten Termin. Nimm einen früheren Termin oder ein späteres Ende.")
        )
    if parsed.fits(first):
        return
    fitting = _next_fitting(parsed, first, last)
    if fitting is None:
        raise InvalidInput(
            Phrase("Zu dieser Serie gibt es keinen Termin in den nächsten fünf Jahren. Ändere die Serie.")
        )
    raise InvalidInput(
        Phrase(
            "{first} gehört nicht zu dieser Serie. Der nächste passende Termin ist {fitting}.",
            first=Moment(instant(first, zone)),
            fitting=Moment(instant(fitting, zone), year=fitting.year != first.year),
        ),
        choices=(labelled(fitting, language=language).label,),
    )


def occurrences(
    first: datetime, rule: str | None, zone: tzinfo, after: datetime, before: datetime, limit: int
) -> list[datetime]:
    """Return the wall times of the occurrences that start at or after `after` and before `before`, at most `limit`.

    `first` is the first one's wall time, the bounds are instants. The cost depends on what is returned, not on how
    long ago the series began; a rule with COUNT is counted from its first date.
    """
    coming = takewhile(lambda start: instant(start, zone) < before, coming_dates(first, rule, zone, after))
    return list(islice(coming, limit))


def next_occurrence(first: datetime, rule: str | None, zone: tzinfo, after: datetime) -> datetime | None:
    """Return the wall time of the first occurrence that starts at or after the instant `after`, None without one."""
    return next(coming_dates(first, rule, zone, after), None)


def coming_dates(first: datetime, rule: str | None, zone: tzinfo, after: datetime) -> Iterator[datetime]:
    """Yield the wall times of the occurrences that start at or after the instant `after`, one after the other."""
    starts = iter([first]) if rule is None else _starts(first, parse(rule).begun(first), zone, after)
    return (start for start in starts if instant(start, zone) >= after)


def _starts(first: datetime, rule: Rule, zone: tzinfo, after: datetime) -> Iterator[datetime]:
    if not rule.fits(first):
        raise ValueError(f"{first} is no date of {rule}")
    last = rule.last_wall(zone)
    endless = replace(rule, until=None)  # dateutil would read a date without a time as midnight
    for start in rrulestr(str(endless), dtstart=_restart(first, rule, zone, after)):
        if start.year == MAXYEAR or (last is not None and start > last):
            return
        yield start


def _restart(first: datetime, rule: Rule, zone: tzinfo, after: datetime) -> datetime:
    """Return a start from which the rule, begun at `first`, gives the same dates from `after` on.

    It lies whole intervals later: on the same weekday, on the first of a month or on the first of a year.
    """
    if rule.count or after - instant(first, zone) <= _MARGIN:
        return first
    near = wall(after, zone) - _MARGIN
    if rule.frequency in ("DAILY", "WEEKLY"):
        step = rule.interval * (_DAY if rule.frequency == "DAILY" else 7 * _DAY)
        return first + max((near - first) // step, 0) * step
    return _restart_by_months(first, rule, near)


def _restart_by_months(first: datetime, rule: Rule, near: datetime) -> datetime:
    yearly = rule.frequency == "YEARLY"
    step = rule.interval * (12 if yearly else 1)
    begun = first.year * 12 + (0 if yearly else first.month - 1)
    steps = (near.year * 12 + near.month - 1 - begun) // step
    if steps < 1:
        return first
    year, month = divmod(begun + steps * step, 12)
    return datetime.combine(date(year, month + 1, 1), first.time())


def _next_fitting(rule: Rule, first: datetime, last: datetime | None) -> datetime | None:
    days = (first + n * _DAY for n in range(1, _FORESEEN))
    return next((day for day in days if rule.fits(day) and (last is None or day <= last)), None)
