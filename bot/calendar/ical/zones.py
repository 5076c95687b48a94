"""Which IANA zone a foreign TZID means: the name itself, Windows' name, a path that ends in it, or equal offsets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from icalendar import Timezone
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from bot.calendar.ical.blocks import Block

_LONGEST: Final = 100
_MOST_COMPARED: Final = 20  # zones of one file whose offsets are compared
_TZID: Final = re.compile(r"TZID(?:;[^:]*)?:(.*)", re.IGNORECASE)
_LOCATION: Final = re.compile(r"X-LIC-LOCATION(?:;[^:]*)?:(.*)", re.IGNORECASE)
_RULE: Final = re.compile(r"(?:RRULE|EXRULE)\b", re.IGNORECASE)
_YEARLY: Final = re.compile(
    r"RRULE:(?:(?:FREQ=YEARLY|(?:INTERVAL|BYMONTH|BYDAY|BYMONTHDAY|UNTIL|COUNT|WKST)=[^;=]{1,40})(?:;|$))+",
    re.IGNORECASE,
)
_STEP: Final = timedelta(days=7)
_ERRORS: Final = (ValueError, TypeError, LookupError, AttributeError, OverflowError)


class Zones:
    """The zones of one file; `community` is the IANA name of the zone that counts where the file says nothing.

    `meant` is the zone that the calendar as a whole is meant in (X-WR-TIMEZONE), where it says so: times without a zone
    are of that one.
    """

    def __init__(self, community: str, described: Sequence[Block] = (), meant: str = "") -> None:
        self.community = community
        self.meant = iana(meant)
        self.floating = self.meant or community
        self._described = {_said(block, _TZID): block for block in described[:_MOST_COMPARED]}
        self._known: dict[tuple[str, int], str | None] = {}

    def named(self, tzid: str, year: int) -> str | None:
        """Return the IANA name of what a file calls so in that year, None where nobody knows."""
        key = tzid.strip().strip('"'), year
        if key not in self._known:
            self._known[key] = self._found(*key)
        return self._known[key]

    def _found(self, tzid: str, year: int) -> str | None:
        if name := iana(tzid):
            return name
        block = self._described.get(tzid)
        if block is None or block.is_too_much:
            return None
        if name := iana(_said(block, _LOCATION)):
            return name
        return self.community if _is_equal(block, ZoneInfo(self.community), year) else None


def iana(tzid: str) -> str | None:
    """Return the IANA name that a TZID is, ends in, or that Windows calls so; None where it is none."""
    if not tzid or len(tzid) > _LONGEST:
        return None
    cleaned = tzid.strip("/ ")
    parts = cleaned.split("/")
    endings = ["/".join(parts[-length:]) for length in (3, 2) if length < len(parts)]
    names = _names()
    found = (names.get(each.casefold()) for each in (cleaned, *endings))
    return next(filter(None, found), None) or WINDOWS_TO_OLSON.get(cleaned)


def _said(block: Block, pattern: re.Pattern[str]) -> str:
    return next((match[1].strip() for line in block.lines if (match := pattern.fullmatch(line))), "")


def _is_equal(block: Block, zone: tzinfo, year: int) -> bool:
    """Say whether a described zone shows the same time as `zone`, looked at weekly over two years from `year` on."""
    other = _described(block)
    if other is None:
        return False
    first = datetime(year, 1, 1, 12)  # noqa: DTZ001 - a wall time, which gets both zones in turn
    try:
        return all(
            day.replace(tzinfo=other).utcoffset() == day.replace(tzinfo=zone).utcoffset()
            for day in (first + n * _STEP for n in range(105))
        )
    except _ERRORS:
        return False


def _described(block: Block) -> tzinfo | None:
    """Return the zone that a VTIMEZONE describes; one whose rules are not plainly yearly could cost without end."""
    if any(_RULE.match(line) and not _YEARLY.fullmatch(line.strip()) for line in block.lines):
        return None
    try:
        zone = Timezone.from_ical("\r\n".join(["BEGIN:VTIMEZONE", *block.lines, "END:VTIMEZONE"]))
        return zone.to_tz(lookup_tzid=False) if isinstance(zone, Timezone) else None
    except _ERRORS:
        return None


@cache
def _names() -> Mapping[str, str]:
    return {name.casefold(): name for name in available_timezones()} | {"z": "UTC"}
