"""The bytes of an iCalendar file read into events: what cannot be taken over is a finding, and the rest goes on.

Pure, and meant for a child process with limits (`adapters.feeds.parsing`): what the library makes of hostile bytes is
bounded in memory and time only there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.calendar.ical.blocks import blocks
from bot.calendar.ical.entries import Entry, Unusable, entry
from bot.calendar.ical.feed import (
    MOST_ADDED,
    MOST_CHANGED,
    MOST_FINDINGS,
    MOST_SKIPPED,
    FeedChange,
    FeedEvent,
    Parsed,
)
from bot.calendar.ical.findings import Finding, Reason
from bot.calendar.ical.rules import Kept, NotKept, kept
from bot.calendar.ical.times import Stated
from bot.calendar.ical.zones import Zones
from bot.talk.strange import one_line


def parse(data: bytes, zone: str) -> Parsed:
    """Return the events of a file, in its order; `zone` is the community's, an IANA name.

    Raises Unreadable where it is no calendar, cut off or too big.
    """
    found = blocks(data)
    zones = Zones(zone, found.zones, found.about.get("X-WR-TIMEZONE", ""))
    findings: list[Finding] = []
    by_uid: dict[str, list[Entry]] = {}
    for block in found.events:
        try:
            read = entry(block, zones)
        except Unusable as error:
            findings.append(error.finding)
        else:
            findings += read.findings
            by_uid.setdefault(read.uid, []).append(read)
    events: list[FeedEvent] = []
    for entries in by_uid.values():
        try:
            events.append(_event(entries, zones, findings))
        except Unusable as error:
            findings.append(error.finding)
    shown = tuple(dict.fromkeys(findings))
    return Parsed(
        tuple(events),
        shown[:MOST_FINDINGS],
        max(len(shown) - MOST_FINDINGS, 0),
        one_line(found.about.get("X-WR-CALNAME", ""), 100),
    )


def _event(entries: Sequence[Entry], zones: Zones, findings: list[Finding]) -> FeedEvent:
    """Return what several blocks of one UID say together."""
    masters = sorted((each for each in entries if each.changes is None), key=lambda each: each.version)
    newest = {each.changes: each for each in sorted(entries, key=lambda each: each.version) if each.changes is not None}
    changes = list(newest.values())
    if len(masters) > 1:
        findings.append(Finding(Reason.DOUBLE, _name(masters[-1])))
    if not masters:
        return _without_series(changes, zones)
    master = masters[-1]
    event = _series(master, zones)
    return replace(event, changed=tuple(sorted(_changes(changes, event, master), key=lambda each: each.was)))


def _series(master: Entry, zones: Zones) -> FeedEvent:
    zone = _zone(master, zones)
    series = _kept(master, zone)
    starts = master.start.seen(zone)
    added = {*series.extra, *(_date(each, starts, zone) for each in master.added)} - {series.first}
    skipped = {_date(each, starts, zone) for each in master.skipped}
    if len(added) > MOST_ADDED or len(skipped) > MOST_SKIPPED:
        raise Unusable(Finding(Reason.TOO_MUCH, _name(master)))
    if not master.title:
        raise Unusable(Finding(Reason.NO_TITLE, _name(master)))
    return FeedEvent(
        uid=master.uid,
        sequence=master.version[0],
        title=master.title,
        starts=series.first,
        zone=zone,
        all_day=master.start.is_day,
        lasts=master.lasts or timedelta(0),
        rule=series.rule,
        town=master.place.town,
        venue=master.place.venue,
        link=master.link,
        text=master.text,
        cancelled=master.cancelled,
        categories=master.categories,
        skipped=tuple(sorted(skipped)),
        added=tuple(sorted(added)),
    )


def _zone(master: Entry, zones: Zones) -> str:
    """Return the zone of an event: the community's for a date in UTC, but a series in UTC moves with UTC's hours."""
    if master.start.zone != "UTC":
        return master.start.zone
    if not master.recurrences and not master.added:
        return zones.floating
    if zones.meant and master.start.seen(zones.meant).date() == master.start.wall.date():
        return zones.meant  # its weekdays are the same there
    return "UTC"


def _kept(master: Entry, zone: str) -> Kept:
    starts = master.start.seen(zone)
    if not master.recurrences:
        return Kept(starts, None)
    if len(master.recurrences) > 1:
        raise Unusable(Finding(Reason.RULE, _name(master), "RRULE, RRULE"))
    try:
        return kept(master.recurrences[0], starts, ZoneInfo(zone))
    except NotKept as error:
        raise Unusable(Finding(Reason.RULE, _name(master), error.part)) from error


def _date(each: Stated, starts: datetime, zone: str) -> datetime:
    """Return the wall time of a date; a day alone means the series' own hour on that day."""
    return datetime.combine(each.wall, starts.time()) if each.is_day else each.seen(zone)


def _changes(changes: Sequence[Entry], event: FeedEvent, master: Entry) -> Iterator[FeedChange]:
    if len(changes) > MOST_CHANGED:
        raise Unusable(Finding(Reason.TOO_MUCH, event.title))
    for each in changes:
        if each.changes is not None:
            yield _change(each, _date(each.changes, event.starts, event.zone), event, master)


def _change(entry: Entry, was: datetime, event: FeedEvent, master: Entry) -> FeedChange:
    return FeedChange(
        was=was,
        starts=entry.start.seen(event.zone),
        lasts=event.lasts if entry.lasts is None else entry.lasts,
        title=entry.title or master.title,
        town=entry.place.town,
        venue=entry.place.venue,
        link=entry.link,
        text=entry.text,
        cancelled=entry.cancelled,
    )


def _without_series(changes: Sequence[Entry], zones: Zones) -> FeedEvent:
    """Return the event that single dates make whose series is not in the file, as in an invitation to one of them."""
    first, *others = sorted(changes, key=lambda each: (each.cancelled, each.start.at))
    event = _series(replace(first, recurrences=(), added=(), skipped=(), changes=None), zones)
    dates = sorted(
        (_change(each, each.start.seen(event.zone), event, first) for each in others), key=lambda each: each.was
    )
    return replace(event, added=tuple(each.was for each in dates), changed=tuple(dates))


def _name(entry: Entry) -> str:
    return entry.title or one_line(entry.uid, 40)
