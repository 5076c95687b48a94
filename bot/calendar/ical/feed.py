"""What a foreign calendar says, as frozen values in the words of this house.

The dates of a `FeedEvent` are those of its rule, begun at `starts`, with `added`, without `skipped` and without those
that a `FeedChange` names, and where a change is not cancelled the date that it has instead. `dates` puts them together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import merge
from itertools import takewhile
from typing import Final
from zoneinfo import ZoneInfo

from bot.calendar.ical.findings import Finding
from bot.calendar.series import occurrences
from bot.calendar.wall import instant

MOST_BYTES: Final = 1024 * 1024
MOST_EVENTS: Final = 5_000  # VEVENT blocks, changed dates included
MOST_SKIPPED: Final = 1_000  # dates of one event
MOST_ADDED: Final = 366  # dates of one event
MOST_CHANGED: Final = 366  # dates of one event
MOST_FINDINGS: Final = 50
MOST_CATEGORIES: Final = 10
LONGEST_UID: Final = 500  # characters, as all that follow
LONGEST_TITLE: Final = 100  # as in an event's form
LONGEST_VENUE: Final = 100
LONGEST_TEXT: Final = 1_500
LONGEST_CATEGORY: Final = 40
LONGEST_LASTS: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class FeedChange:
    """One date of a series that is other than the rule says; `was` names it by the wall time that it would have had.

    Everything else is what holds for that date, in the series' zone: whole values, not differences.
    """

    was: datetime
    starts: datetime
    lasts: timedelta
    title: str
    town: str | None
    venue: str
    link: str
    text: str
    cancelled: bool


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """One event of a foreign calendar, or a series: everything that stands there under one UID.

    `starts` is naive wall time in `zone` (an IANA name), whole minutes, and a date of `rule` where there is one; `rule`
    is in the normal form of `bot.calendar.rule`. An `all_day` event starts at 0:00 and lasts whole days. `lasts` is
    zero where the file does not say how long. `town` is a town of `bot.domain.towns`, "remote", "anderswo" or None
    where the file does not tell; `link` is an https address or "". Texts are plain and bounded, `text` may have several
    lines. `sequence` is the file's, 0 where it has none.
    """

    uid: str
    sequence: int
    title: str
    starts: datetime
    zone: str
    all_day: bool
    lasts: timedelta
    rule: str | None
    town: str | None
    venue: str
    link: str
    text: str
    cancelled: bool
    categories: tuple[str, ...] = ()
    skipped: tuple[datetime, ...] = ()
    added: tuple[datetime, ...] = ()
    changed: tuple[FeedChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """A calendar as it was read: its events by UID, and what could not be taken over.

    At most `MOST_FINDINGS` findings are named, `more_findings` is the number of the others. `name` is the calendar's.
    """

    events: tuple[FeedEvent, ...]
    findings: tuple[Finding, ...] = ()
    more_findings: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True, order=True)
class FeedDate:
    """One date of an event: the instant at which it begins, the wall time that names it in its series, its length."""

    begins: datetime
    was: datetime
    lasts: timedelta = field(compare=False)


def dates(event: FeedEvent, after: datetime, before: datetime, most: int) -> list[FeedDate]:
    """Return the dates that begin at or after one instant and before another, at most so many, the earliest first.

    Cancelled dates are none; whether the whole event is cancelled is not asked.
    """
    zone = ZoneInfo(event.zone)
    gone = {*event.skipped, *(change.was for change in event.changed)}
    changed = (
        FeedDate(instant(each.starts, zone), each.was, each.lasts) for each in event.changed if not each.cancelled
    )
    alone = (FeedDate(instant(each, zone), each, event.lasts) for each in event.added if each not in gone)
    some = most + len(gone)
    ruled = occurrences(event.starts, event.rule, zone, after, before, some)
    regular = (FeedDate(instant(start, zone), start, event.lasts) for start in ruled if start not in gone)
    found: Iterator[FeedDate] = merge(regular, sorted({*changed, *alone}))
    fitting = takewhile(lambda each: each.begins < before, found)
    return list({each: None for each in fitting if each.begins >= after})[:most]
