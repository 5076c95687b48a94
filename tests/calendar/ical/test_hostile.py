"""No bytes do more than be read or refused, whatever they are, and small files cost little."""

import time
from contextlib import suppress
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar.ical.carrying import packed, unpacked
from bot.calendar.ical.feed import LONGEST_TEXT, LONGEST_TITLE, LONGEST_UID, LONGEST_VENUE
from bot.calendar.ical.findings import Unreadable
from bot.calendar.ical.reading import parse
from bot.calendar.series import check_first
from bot.talk.strange import cleaned
from tests.support.icals import BERLIN, calendar, event, series

SAMPLES = [each.read_bytes() for each in sorted((Path(__file__).parents[2] / "data" / "ical").glob("*.ics"))]
NAMES = "DTSTART DTEND DURATION RECURRENCE-ID RRULE RDATE EXDATE SUMMARY UID LOCATION URL CLASS STATUS SEQUENCE".split()
VALUES = (
    *(
        "20261209T190000",
        "20261209T190000Z",
        "20261209",
        "99991231T235959Z",
        "00010101",
        "20261209T190000/PT1H",
        "PT1H",
    ),
    *("-P9W", "P99999999D", "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=WE", "FREQ=YEARLY;UNTIL=99981231T235959Z", "X", "1", "-1"),
    *("2147483648", "https://x.example/", "a,b;c", "\\n", "\ud800", ""),
)
PARAMETERS = [
    "",
    f";TZID={BERLIN}",
    ";TZID=X",
    ";VALUE=DATE",
    ";VALUE=PERIOD",
    ';TZID="',
    ";VALUE=TEXT",
    ";RANGE=X",
    ";TZID",
]

lines = st.builds("{}{}:{}".format, st.sampled_from(NAMES), st.sampled_from(PARAMETERS), st.sampled_from(VALUES))
blocks = st.lists(lines, max_size=8).map(lambda some: event("a@example", *some))


def survives(data: bytes) -> None:
    """Read it, and hold what comes out to its own promises."""
    with suppress(Unreadable):
        parsed = parse(data, BERLIN)
        assert unpacked(packed(parsed)) == parsed
        assert len({each.uid for each in parsed.events}) == len(parsed.events)
        for each in parsed.events:
            check_first(each.starts, each.rule, ZoneInfo(each.zone))
            assert 0 < len(each.uid) <= LONGEST_UID
            assert 0 < len(each.title) <= LONGEST_TITLE
            assert len(each.text) <= LONGEST_TEXT
            assert len(each.venue) <= LONGEST_VENUE
            assert each.text == cleaned(each.text)
            assert each.link == "" or each.link.startswith("https://")


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    survives(data)
    survives(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + data + b"\nEND:VEVENT\nEND:VCALENDAR")


@given(st.lists(blocks, max_size=4))
def test_any_properties(some: list[str]) -> None:
    survives("\r\n".join(["BEGIN:VCALENDAR", *some, "END:VCALENDAR"]).encode("utf-8", "surrogatepass"))


@given(st.sampled_from(SAMPLES), st.data())
def test_any_damage_to_a_good_file(data: bytes, draw: st.DataObject) -> None:
    start = draw.draw(st.integers(0, len(data)))
    length = draw.draw(st.integers(0, 60))
    survives(data[:start] + draw.draw(st.binary(max_size=20)) + data[start + length :])


@pytest.mark.parametrize(
    "data",
    [
        series("FREQ=SECONDLY"),
        series("FREQ=MINUTELY;BYSECOND=0,1,2,3"),
        series("FREQ=DAILY;BYHOUR=" + ",".join(map(str, range(24))) + ";BYMINUTE=" + ",".join(map(str, range(60)))),
        series("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
        series("FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29", "20270101T000000"),
        series("FREQ=DAILY;COUNT=999999999"),
        series("FREQ=WEEKLY;INTERVAL=1000000000000"),
        series("FREQ=DAILY;UNTIL=99981231T000000Z", "19000101T000000"),
        series("FREQ=YEARLY;BYWEEKNO=" + ",".join(map(str, range(1, 54)))),
        series("FREQ=DAILY;" + "=;" * 5_000),
        series("FREQ=DAILY", "20261209T190000", "EXDATE:" + "20270101T190000," * 1_000),
        calendar(event("a@x", f"DTSTART;TZID={'/x' * 4_000}:20270101T000000", "SUMMARY:x")),
        calendar(event("a@x", "DTSTART:20270101T000000", "SUMMARY:" + "\\" * 16_000)),
        calendar(event("a@x", "DTSTART:20270101T000000", "SUMMARY:x", "DESCRIPTION:" + "<a " * 5_000)),
        calendar(event("a@x", "DTSTART:20270101T000000", "SUMMARY:x", "DESCRIPTION:<p>" + "&" * 15_000)),
        calendar(event("a@x", "DTSTART:20270101T000000", "SUMMARY:x", "LOCATION:" + ",(" * 8_000)),
        calendar(event("a@x", 'DTSTART;X="' + '";Y="' * 3_000 + ":20270101T000000", "SUMMARY:x")),
        calendar(event("a@x", "DTSTART" + " " * 16_000 + ":20270101T000000", "SUMMARY:x")),
        b"BEGIN:VCALENDAR" + b"\r\n" * 500_000,
        b"BEGIN:VCALENDAR" + b"\r\n " * 340_000,
        b"BEGIN:VCALENDAR\r\n" + b"BEGIN:" * 170_000,
    ],
    ids=range(21),
)
def test_a_small_bomb_does_not_go_off(data: bytes) -> None:
    survives(calendar())  # what is made at the first file is made
    began = time.process_time()
    survives(data)
    assert time.process_time() - began < 1.0
