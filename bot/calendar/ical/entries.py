"""One VEVENT as it stands there: read with the library, its errors counted as what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from icalendar import Event
from icalendar.prop import vBroken, vCategory, vDDDLists, vDDDTypes, vDuration, vRecur

from bot.calendar.ical import words
from bot.calendar.ical.blocks import DATES, Block
from bot.calendar.ical.feed import LONGEST_LASTS, LONGEST_UID
from bot.calendar.ical.findings import Finding, Reason
from bot.calendar.ical.places import Spot, spot
from bot.calendar.ical.times import ZONE, Stated, UnknownZone, length, stated
from bot.calendar.ical.zones import Zones
from bot.talk.strange import one_line

_TZID: Final = re.compile(r";\s{0,9}TZID\s{0,9}=", re.IGNORECASE)
_DATED: Final = re.compile(rf"(?:{'|'.join(DATES)})\b", re.IGNORECASE)
_HIDDEN: Final = frozenset({"PRIVATE", "CONFIDENTIAL"})
_ERRORS: Final = (ValueError, TypeError, LookupError, AttributeError, OverflowError, AssertionError)
_DAY: Final = timedelta(days=1)


class Unusable(Exception):
    """An event that cannot be taken over."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding)
        self.finding = finding


@dataclass(frozen=True, slots=True)
class Entry:
    """One VEVENT: an event, a series, or one changed date (`changes`) of a series; `findings` are small losses.

    `version` orders several of the same UID. `lasts` is None where nothing is said.
    """

    uid: str
    version: tuple[int, str]
    title: str
    start: Stated
    lasts: timedelta | None
    recurrences: tuple[str, ...]
    added: tuple[Stated, ...]
    skipped: tuple[Stated, ...]
    changes: Stated | None
    cancelled: bool
    place: Spot
    link: str
    text: str
    categories: tuple[str, ...]
    findings: tuple[Finding, ...]


def entry(block: Block, zones: Zones) -> Entry:
    """Return what a block says; raises Unusable."""
    event = _read(block)
    title = words.title(_text(event, "SUMMARY"))
    uid = _text(event, "UID").strip()
    reader = _Reader(event, zones, title or one_line(uid, 40) or "?")
    if block.is_too_much or len(uid) > LONGEST_UID:
        raise reader.unusable(Reason.TOO_MUCH)
    if not uid or not uid.isprintable():
        raise reader.unusable(Reason.NO_UID)
    if _text(event, "CLASS").upper() in _HIDDEN:
        raise reader.unusable(Reason.PRIVATE)
    return reader.entry(uid, title)


class _Reader:
    """Reads one event and collects what is lost."""

    def __init__(self, event: Event, zones: Zones, name: str) -> None:
        self._event = event
        self._zones = zones
        self._name = name
        self._findings: list[Finding] = []

    def unusable(self, reason: Reason, detail: str = "") -> Unusable:
        return Unusable(Finding(reason, self._name, detail))

    def entry(self, uid: str, title: str) -> Entry:
        event = self._event
        start = self._one("DTSTART")
        if start is None:
            raise self.unusable(Reason.NO_START)
        changes = self._changes()
        where = spot(_text(event, "LOCATION"))
        return Entry(
            uid=uid,
            version=(_sequence(event), _text_of(event, "LAST-MODIFIED") or _text_of(event, "DTSTAMP")),
            title=title,
            start=start,
            lasts=self._lasts(start),
            recurrences=self._recurrences(),
            added=tuple(self._many("RDATE")),
            skipped=tuple(self._many("EXDATE")),
            changes=changes,
            cancelled=_text(event, "STATUS").upper() == "CANCELLED" or words.calls_off(title),
            place=where,
            link=words.link(_text(event, "URL"), where.address),
            text=words.text(_text(event, "DESCRIPTION")),
            categories=words.categories(_categories(event)),
            findings=tuple(self._findings),
        )

    def _lose(self, reason: Reason, detail: str = "") -> None:
        self._findings.append(Finding(reason, self._name, one_line(detail, 80)))

    def _one(self, name: str) -> Stated | None:
        """Return the time of a property, None where there is none that can be read."""
        value = _first(self._event, name)
        try:
            return self._stated(value.dt, value.params) if isinstance(value, vDDDTypes) else None
        except ValueError:
            return None

    def _changes(self) -> Stated | None:
        """Return the date of a series that this event is about, None for an event of its own."""
        value = _first(self._event, "RECURRENCE-ID")
        changes = self._one("RECURRENCE-ID")
        if changes is None and "RECURRENCE-ID" in self._event:
            raise self.unusable(Reason.ONE_DATE, "RECURRENCE-ID")
        if changes is not None and isinstance(value, vDDDTypes) and "RANGE" in value.params:
            self._lose(Reason.FOLLOWING, f"{changes.wall:%d.%m.%Y}")
        return changes

    def _stated(self, value: object, params: Mapping[str, object]) -> Stated:
        try:
            return stated(value, params, self._zones)
        except UnknownZone as error:
            raise self.unusable(Reason.ZONE, one_line(error.tzid, 60)) from error

    def _many(self, name: str) -> Iterator[Stated]:
        """Yield the dates of a list; what cannot be read in it is lost."""
        for value in _all(self._event, name):
            if not isinstance(value, vDDDLists):
                self._lose(Reason.ONE_DATE, name)
                continue
            for each in value.dts:
                if isinstance(each.dt, tuple):  # a period, with a length of its own
                    self._lose(Reason.LENGTH)
                try:
                    yield self._stated(each.dt[0] if isinstance(each.dt, tuple) else each.dt, value.params)
                except ValueError:
                    self._lose(Reason.ONE_DATE, name)

    def _recurrences(self) -> tuple[str, ...]:
        if "EXRULE" in self._event:
            raise self.unusable(Reason.RULE, "EXRULE")
        rules = _all(self._event, "RRULE")
        read = [rule for rule in rules if isinstance(rule, vRecur)]
        if len(read) < len(rules):
            raise self.unusable(Reason.RULE, one_line(str(rules[0]), 80))
        return tuple(rule.to_ical().decode() for rule in read)  # type: ignore[no-untyped-call] # the library's

    def _lasts(self, start: Stated) -> timedelta | None:
        end, said = self._one("DTEND"), _first(self._event, "DURATION")
        if end is None and said is None:
            if "DTEND" in self._event or "DURATION" in self._event:
                self._lose(Reason.LENGTH)
            return _DAY if start.is_day else None
        lasts = length(start, end) if end else _duration(said)
        if start.is_day and lasts == timedelta(0):
            return _DAY  # calendars that give the last day as the end, not the day after
        if lasts is None or not timedelta(0) <= lasts <= LONGEST_LASTS:
            self._lose(Reason.LENGTH)
            return _DAY if start.is_day else timedelta(0)
        return lasts


def _read(block: Block) -> Event:
    lines = (_TZID.sub(f";{ZONE}=", line, count=1) if _DATED.match(line) else line for line in block.lines)
    try:
        event = Event.from_ical("\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"]))
    except _ERRORS as error:
        raise Unusable(Finding(Reason.NO_START, "?")) from error
    if not isinstance(event, Event):
        raise Unusable(Finding(Reason.NO_START, "?"))
    return event


def _all(event: Event, name: str) -> list[object]:
    value = event.get(name, [])
    return value if isinstance(value, list) else [value]


def _first(event: Event, name: str) -> object:
    """Return the first value of a property that the library could read."""
    return next((value for value in _all(event, name) if not isinstance(value, vBroken)), None)


def _text(event: Event, name: str) -> str:
    value = _first(event, name)
    return value if isinstance(value, str) else ""


def _text_of(event: Event, name: str) -> str:
    value = _first(event, name)
    return value.to_ical().decode() if isinstance(value, vDDDTypes) else ""


def _duration(value: object) -> timedelta | None:
    if isinstance(value, vDuration):
        return value.td
    return value.dt if isinstance(value, vDDDTypes) and isinstance(value.dt, timedelta) else None


def _sequence(event: Event) -> int:
    value = _first(event, "SEQUENCE")
    return min(max(int(value), 0), 2**31 - 1) if isinstance(value, int) else 0


def _categories(event: Event) -> list[str]:
    return [str(word) for value in _all(event, "CATEGORIES") if isinstance(value, vCategory) for word in value.cats]
