"""A VTIMEZONE of ours says of every hour what the zone says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical

from bot.calendar.ical.timezones import timezone

ZONES = [
    "Europe/Berlin", "Europe/London", "America/New_York", "America/Santiago", "Africa/Casablanca", "Asia/Tokyo",
    "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Jerusalem",
]  # fmt: skip


@pytest.mark.parametrize("key", ZONES)
@pytest.mark.parametrize("since", [2005, 2026])
def test_another_reader_sets_the_clocks_as_the_zone_does(key: str, since: int) -> None:
    read, zone = tzical(StringIO(timezone(key, since).to_ical().decode())).get(), ZoneInfo(key)
    moments = [datetime(since, 1, 1, 12, tzinfo=UTC) + n * timedelta(days=3, hours=7) for n in range(3000)]
    for at in moments:
        there = at.astimezone(zone)
        is_plain = there.replace(fold=1).utcoffset() == there.replace(fold=0).utcoffset()
        if is_plain:  # no hour that is doubled or missing
            assert there.replace(tzinfo=read).utcoffset() == there.utcoffset(), at


def test_berlin_takes_few_lines() -> None:
    assert timezone("Europe/Berlin", 2026).to_ical().decode().split("\r\n")[:-1] == [
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Berlin",
        "BEGIN:DAYLIGHT",
        "DTSTART:20250330T020000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "TZNAME:CEST",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:20251026T030000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "TZNAME:CET",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]
