"""The dates of a calendar file worked out the slow way: day after day, by the words of RFC 5545 alone.

Only for tests: it knows no bounds, and it takes zones that the library knows.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Any, cast
from zoneinfo import ZoneInfo

from icalendar import Calendar

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def expanded(data: bytes, zone: str, after: datetime, before: datetime) -> list[tuple[datetime, datetime, str]]:
    """Return begin, end and title of every date that begins in a span of time, those cancelled left out, sorted."""
    here = ZoneInfo(zone)
    events: list[Any] = list(Calendar.from_ical(data).walk("VEVENT"))
    changed = {
        (str(each["UID"]), _instant(each["RECURRENCE-ID"].dt, here)) for each in events if "RECURRENCE-ID" in each
    }
    found = []
    for event in events:
        if str(event.get("STATUS", "")) == "CANCELLED":
            continue
        is_change = "RECURRENCE-ID" in event
        lasts = _lasts(event, here)
        for start in [event["DTSTART"].dt] if is_change else _starts(event, here, before):
            begins = _instant(start, here)
            if after <= begins < before and (is_change or (str(event["UID"]), begins) not in changed):
                found.append((begins, begins + lasts, str(event["SUMMARY"])))
    return sorted(found)


def _starts(event: Any, here: ZoneInfo, before: datetime) -> Iterator[date]:
    start = event["DTSTART"].dt
    gone = {_instant(each, here) for each in _listed(event, "EXDATE")}
    seen: set[datetime] = set()
    every = [start, *_listed(event, "RDATE")]
    if "RRULE" in event:
        every += _ruled(start, event["RRULE"], here, before)
    for each in every:
        at = _instant(each, here)
        if at not in gone and at not in seen:
            seen.add(at)
            yield each


def _ruled(start: date, rule: Any, here: ZoneInfo, before: datetime) -> Iterator[date]:
    first = start.date() if isinstance(start, datetime) else start
    days = (date(first.year, 1, 1) + timedelta(n) for n in range((before.date() - first).days + 800))
    fitting = ((_period(day, rule, first), day) for day in days if _fits(day, rule, first))
    number = 0
    for period, group in groupby(fitting, key=lambda each: each[0]):
        if period % rule.get("INTERVAL", [1])[0]:
            continue
        for day in _placed([day for _, day in group], rule.get("BYSETPOS", [])):
            if day < first:
                continue
            each = datetime.combine(day, start.timetz()) if isinstance(start, datetime) else day
            number += 1
            if number > rule.get("COUNT", [10**6])[0] or not _is_until(each, rule, here):
                return
            yield each


def _placed(days: list[date], places: list[int]) -> list[date]:
    if not places:
        return days
    return sorted({days[n - 1 if n > 0 else n] for n in places if abs(n) <= len(days)})


def _is_until(each: date, rule: Any, here: ZoneInfo) -> bool:
    if "UNTIL" not in rule:
        return True
    until = rule["UNTIL"][0]
    if isinstance(until, datetime):
        return _instant(each, here) <= _instant(until, here)
    day: date = each.date() if isinstance(each, datetime) else each
    return day <= cast(date, until)


def _period(day: date, rule: Any, first: date) -> int:
    """Return how many years, months, weeks or days lie between the first date's and this one."""
    match str(rule["FREQ"][0]):
        case "YEARLY":
            return day.year - first.year
        case "MONTHLY":
            return (day.year - first.year) * 12 + day.month - first.month
        case "WEEKLY":
            begins = DAYS.index(str(rule.get("WKST", ["MO"])[0]))
            return (_week(day, begins) - _week(first, begins)).days // 7
    return (day - first).days


def _week(day: date, begins: int) -> date:
    return day - timedelta((day.weekday() - begins) % 7)


def _fits(day: date, rule: Any, first: date) -> bool:
    frequency = rule["FREQ"][0]
    months, days, weekdays = rule.get("BYMONTH", []), rule.get("BYMONTHDAY", []), rule.get("BYDAY", [])
    if frequency == "YEARLY" and not (months or days or weekdays):
        months, days = [first.month], [first.day]
    elif frequency in ("MONTHLY", "YEARLY") and not (days or weekdays):
        days = [first.day]
    elif frequency == "WEEKLY" and not weekdays:
        weekdays = [DAYS[first.weekday()]]
    last = monthrange(day.year, day.month)[1]
    return (
        (not months or day.month in [int(each) for each in months])
        and (not days or day.day in days or day.day - last - 1 in days)
        and (not weekdays or any(_is(day, str(each), frequency == "YEARLY" and not months) for each in weekdays))
    )


def _is(day: date, weekday: str, of_year: bool) -> bool:
    """Say whether a day is such a weekday: "WE" any, "2WE" the second, "-1WE" the last of its month or year."""
    if DAYS[day.weekday()] != weekday[-2:]:
        return False
    if not weekday[:-2]:
        return True
    begin, end = (1, 12) if of_year else (day.month, day.month)
    ahead = (day - date(day.year, begin, 1)).days // 7 + 1
    behind = (date(day.year, end, monthrange(day.year, end)[1]) - day).days // 7 + 1
    return int(weekday[:-2]) in (ahead, -behind)


def _lasts(event: Any, here: ZoneInfo) -> timedelta:
    start = event["DTSTART"].dt
    if "DURATION" in event:
        return timedelta(seconds=event["DURATION"].td.total_seconds())
    if "DTEND" not in event:
        return timedelta(0) if isinstance(start, datetime) else timedelta(1)
    end = event["DTEND"].dt
    return _instant(end, here) - _instant(start, here) if isinstance(start, datetime) else timedelta((end - start).days)


def _listed(event: Any, name: str) -> list[date]:
    lists = event.get(name, [])
    return [each.dt for some in (lists if isinstance(lists, list) else [lists]) for each in some.dts]


def _instant(moment: date, here: ZoneInfo) -> datetime:
    at = moment if isinstance(moment, datetime) else datetime.combine(moment, time.min)
    return (at if at.tzinfo else at.replace(tzinfo=here)).astimezone(UTC)
