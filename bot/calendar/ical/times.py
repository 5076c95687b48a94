"""Times as a file states them: wall time and zone, a day alone, or UTC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.calendar.ical.zones import Zones
from bot.calendar.wall import instant, wall

ZONE: Final = "X-TZID"  # TZID under another name: the library is not to look up what we read ourselves
_YEARS: Final = range(1900, 2200)
_UTC: Final = frozenset({"UTC", "Etc/UTC", "Etc/UCT", "UCT", "Etc/Zulu", "Zulu", "Etc/Universal", "Universal"})


class UnknownZone(Exception):
    """A zone that nobody knows, under the name that the file has for it."""

    def __init__(self, tzid: str) -> None:
        super().__init__(tzid)
        self.tzid = tzid


@dataclass(frozen=True, slots=True)
class Stated:
    """A wall time in whole minutes and its zone, "UTC" for what is stated in UTC; `is_day` where no hour is stated."""

    wall: datetime
    zone: str
    is_day: bool = False

    @property
    def at(self) -> datetime:
        """Return the instant that is meant."""
        return instant(self.wall, ZoneInfo(self.zone))

    def seen(self, zone: str) -> datetime:
        """Return the wall time in another zone; a day is the same day everywhere."""
        if self.is_day or self.zone == zone:
            return self.wall
        return wall(self.at, ZoneInfo(zone)).replace(fold=0)


def stated(value: object, params: Mapping[str, object], zones: Zones) -> Stated:
    """Return what a date or a time of the library says; raises UnknownZone, and ValueError for what is neither."""
    if not isinstance(value, date) or value.year not in _YEARS:
        raise ValueError(value)
    if not isinstance(value, datetime):
        return Stated(datetime.combine(value, time.min), zones.community, is_day=True)
    minute = value.replace(second=0, microsecond=0)
    if minute.tzinfo is not None:
        return Stated(minute.astimezone(UTC).replace(tzinfo=None), "UTC")
    tzid = params.get(ZONE)
    if tzid is None:
        return Stated(minute, zones.floating)
    name = zones.named(str(tzid), value.year)
    if name is None:
        raise UnknownZone(str(tzid))
    return Stated(minute, "UTC" if name in _UTC else name)


def length(start: Stated, end: Stated) -> timedelta:
    """Return the time between both: whole days between days, else what really passes."""
    return end.wall - start.wall if start.is_day and end.is_day else end.at - start.at
