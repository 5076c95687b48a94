"""Foreign recurrences in the normal form of this house, where that says exactly the same.

`bot.calendar.rule` reads what a series here may be. What other calendars write in another way for the same dates is put
into its words first: the hour that the start has anyway, and a place among equal days ("BYDAY=WE;BYSETPOS=2").
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from itertools import dropwhile
from typing import Final

from dateutil.rrule import rrulestr

from bot.calendar.rule import DAYS, Rule, parse
from bot.errors import InvalidInput
from bot.talk.strange import one_line

_LONGEST: Final = 2_000
_FORESEEN: Final = 8 * 366  # days: 29 February may be eight years away
_DAY: Final = timedelta(days=1)


class NotKept(Exception):
    """A recurrence that cannot be kept exactly; `part` is what stands in the way."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = one_line(part, 80)


@dataclass(frozen=True, slots=True)
class Kept:
    """A recurrence as it is kept: its first date, its rule in normal form, and a start that is no date of the rule."""

    first: datetime
    rule: str | None
    extra: tuple[datetime, ...] = ()


def kept(recurrence: str, start: datetime, zone: tzinfo) -> Kept:
    """Return how a recurrence that begins at this wall time is kept; raises NotKept.

    A rule that gives no date from the start on is none: the start alone is left. RFC 5545 counts the start among the
    dates even where the rule would not: then the series begins at the first date of the rule, and the start is a date
    by itself. Where COUNT is given too it is unclear what is counted: NotKept.
    """
    parts = _parts(recurrence)
    _drop_own_time(parts, start)
    _drop_place(parts)
    text = ";".join(f"{key}={value}" for key, value in parts.items())
    try:
        rule = parse(text)
    except InvalidInput as error:
        raise NotKept(recurrence) from error
    last = rule.last_wall(zone)
    if last is not None and last < start:
        return Kept(start, None)
    if rule.fits(start):
        return Kept(start, str(rule))
    if rule.count:
        raise NotKept(recurrence)
    return _late(rule, start, last)


def _late(rule: Rule, start: datetime, last: datetime | None) -> Kept:
    """Return a series whose start is no date of its rule."""
    begun = rule.begun(start)
    if not any(begun.fits(start + n * _DAY) for n in range(1, _FORESEEN)):
        return Kept(start, None)
    coming = rrulestr(str(replace(begun, until=None)), dtstart=start)
    first = next(dropwhile(lambda each: each <= start, coming), None)
    if first is None or (last is not None and first > last):
        return Kept(start, None)
    return Kept(first, str(begun), (start,))


def _parts(recurrence: str) -> dict[str, str]:
    if len(recurrence) > _LONGEST:
        raise NotKept(recurrence)
    parts: dict[str, str] = {}
    for piece in filter(None, recurrence.strip().split(";")):
        key, _, value = piece.strip().upper().partition("=")
        if not value or key in parts:
            raise NotKept(piece)
        parts[key] = value
    return parts


def _drop_own_time(parts: dict[str, str], start: datetime) -> None:
    for key, own in (("BYHOUR", start.hour), ("BYMINUTE", start.minute), ("BYSECOND", start.second)):
        if key in parts and parts[key].isascii() and parts[key].isdigit() and int(parts[key][:4]) == own:
            del parts[key]


def _drop_place(parts: dict[str, str]) -> None:
    """Write the n-th of equal days as such: BYDAY=WE;BYSETPOS=2 is 2WE, of all seven days it is a day of the month."""
    places = parts.get("BYSETPOS", "").split(",")
    days = sorted(set(parts.get("BYDAY", "").split(",")))
    is_plain = all(each.removeprefix("-").isdigit() and each.isascii() for each in places) and set(days) <= set(DAYS)
    if not is_plain or parts.get("FREQ") not in ("MONTHLY", "YEARLY") or "BYMONTHDAY" in parts:
        return
    by_month = parts["FREQ"] == "MONTHLY" or (parts.get("BYMONTH") or ",").isdigit()
    if len(days) == 1 and (by_month or "BYMONTH" not in parts):
        del parts["BYSETPOS"]
        parts["BYDAY"] = ",".join(f"{place}{days[0]}" for place in places)
    elif len(days) == len(DAYS) and by_month:
        del parts["BYSETPOS"], parts["BYDAY"]
        parts["BYMONTHDAY"] = ",".join(places)
