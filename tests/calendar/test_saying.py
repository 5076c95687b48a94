"""Each phenomenon of the language in a line of `sayings.txt`, and the laws that hold for any text."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from dateutil.easter import easter as reckoned
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar.saying.frame import labelled
from bot.calendar.saying.holidays import easter
from bot.calendar.saying.reading import LONGEST, read
from bot.calendar.saying.said import ASK, DATETIME, DEADLINE, KINDS, NONE, RANGE, RECURRING, Said
from bot.calendar.series import in_words, occurrences, read_rule
from bot.calendar.wall import instant
from tests.calendar.test_reading import TEXTS

BERLIN: Final = ZoneInfo("Europe/Berlin")
NOW: Final = datetime(2026, 11, 26, 10, 15, tzinfo=BERLIN)  # a Thursday
SAYINGS: Final = Path(__file__).with_name("sayings.txt")
PIECES: Final = st.sampled_from(
    (
        "jeden|2.|Mittwoch|im Monat|alle|14|Tage|mittwochs|bis|Ende|Januar|ab|von|halb|acht|viertel|nach|vor|abends"
        "|Rosenmontag|1.|Advent|KW|50|19 Uhr|19-21|4.|-|6.12.|nächsten|Freitag|in|zwei|Wochen|tomorrow|7pm|every|other"
        "|last|10-mal|außer|Sonntag|Deadline|kurz|9999|12/3|a.m.|UTC|zwischen|und|oder|morgen"
    ).split("|")
)
SAID: Final = TEXTS | st.lists(PIECES, max_size=9).map(" ".join)
MOMENTS: Final = st.integers(1, 4 * 365 * 24 * 60)


def short(said: Said) -> str:
    """Return a reading in one line, as `sayings.txt` has it."""
    if said.kind in (ASK, NONE):
        return " ".join(filter(None, ("?" if said.kind == ASK else "-", " | ".join(one.label for one in said.choices))))
    if said.kind == DEADLINE:
        return f"bis {_written(said.end)}"
    span = _written(said.start) + (f" .. {_written(said.end)}" if said.end is not None else "")
    return f"{span} {said.rule}" if said.rule else span


def _written(moment: date | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if isinstance(moment, datetime) else f"{moment}"


def sayings() -> Iterator[tuple[str, str]]:
    """Yield each text with its reading."""
    for line in SAYINGS.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            text, _, reading = line.partition(" => ")
            yield text, reading


@pytest.mark.parametrize(("text", "reading"), [*sayings()])
def test_what_people_say_is_read_or_asked(text: str, reading: str) -> None:
    assert short(read(text, NOW, BERLIN)) == reading


@given(SAID, st.datetimes(datetime(2020, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_any_text_is_read_asked_or_none(text: str, now: datetime) -> None:
    said = read(text, now, BERLIN)
    assert said.kind in KINDS
    if said.kind in (ASK, NONE):
        assert (said.start, said.end, said.rule) == (None, None, None)
        assert said.because is not None
    if said.kind == RANGE and isinstance(said.start, datetime) and isinstance(said.end, datetime):
        assert said.start < said.end
    assert bool(said.rule) == (said.kind == RECURRING) == bool(said.next)
    assert [*said.next] == sorted(said.next, key=str)


@pytest.mark.parametrize("language", ["de", "en"])
@given(text=SAID)
def test_each_choice_is_read_as_itself(language: str, text: str) -> None:
    for choice in read(text, NOW, BERLIN).choices:
        if choice.start is None:
            continue
        label = labelled(choice.start, choice.end, choice.rule, language).label
        assert language == "en" or label == choice.label
        said = read(label, NOW, BERLIN)
        assert (said.rule, said.end) == (choice.rule, choice.end), label
        if choice.rule is None:
            assert said.start == choice.start


@pytest.mark.parametrize("language", ["de", "en"])
@given(minutes=MOMENTS, length=st.integers(1, 14 * 24 * 60))
def test_a_moment_and_a_stretch_are_read_as_they_are_written(language: str, minutes: int, length: int) -> None:
    start = (NOW.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(BERLIN)
    end = (start.astimezone(UTC) + timedelta(minutes=length)).astimezone(BERLIN)
    if start.fold or end.fold or end.replace(tzinfo=None) <= start.replace(tzinfo=None):
        return  # the second of a doubled hour is never said
    assert read(labelled(start, language=language).label, NOW, BERLIN).start == start
    said = read(labelled(start, end, language=language).label, NOW, BERLIN)
    assert (said.start, said.end) == (start, end)
    assert read(labelled(start.date(), language=language).label, NOW, BERLIN).start == start.date()


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    "rule",
    [
        *("FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE"),
        *("FREQ=MONTHLY;BYDAY=2WE", "FREQ=MONTHLY;BYDAY=1MO,3MO", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYDAY=-3FR"),
        *("FREQ=MONTHLY;BYDAY=1MO,3WE", "FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
        *("FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1", "FREQ=YEARLY;BYMONTH=10;BYDAY=1SU"),
        *("FREQ=WEEKLY;BYDAY=WE;COUNT=10", "FREQ=WEEKLY;BYDAY=WE;UNTIL=20270331"),
    ],
)
def test_a_series_is_read_as_it_is_echoed(rule: str, language: str) -> None:
    words = in_words(rule, datetime(2026, 12, 9, 19), language, with_time=False)  # noqa: DTZ001 -- a wall time
    assert read_rule(words) == rule
    assert read(f"{words}, 19:00", NOW, BERLIN).rule == rule


@pytest.mark.parametrize("text", ["jeden 2. Mittwoch um 19 Uhr", "alle 14 Tage montags 18 Uhr", "mittwochs"])
def test_the_next_three_dates_are_those_of_the_series(text: str) -> None:
    said = read(text, NOW, BERLIN)
    assert said.start is not None
    timed = isinstance(said.start, datetime)
    first = (
        said.start.replace(tzinfo=None)
        if isinstance(said.start, datetime)
        else datetime.combine(said.start, NOW.min.time())
    )
    after = instant(first.replace(hour=0, minute=0), BERLIN)
    dates = occurrences(first, said.rule, BERLIN, after, after + timedelta(days=400), 3)
    assert [one.date() if not timed else one for one in dates] == [
        one.replace(tzinfo=None) if isinstance(one, datetime) else one for one in said.next
    ]


def test_the_missing_hour_is_shifted_and_said_and_of_the_doubled_one_the_first_is_meant() -> None:
    missing = read("28.3.2027 2:30 Uhr", NOW, BERLIN)
    assert (missing.kind, missing.start) == (DATETIME, datetime(2027, 3, 28, 1, 30, tzinfo=UTC))
    assert missing.because is not None
    doubled = read("31.10.2027 2:30 Uhr", NOW, BERLIN)
    assert isinstance(doubled.start, datetime)
    assert doubled.start.astimezone(UTC) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert doubled.because is None


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("täglich 2:30", "2027-03-29 02:30", "2027-03-30 02:30"),
        ("jeden Sonntag 2:30 Uhr", "2027-04-04 02:30", "2027-04-11 02:30"),
        ("alle 14 Tage sonntags 2:30-4 Uhr", "2027-04-11 02:30", "2027-04-25 02:30"),
        ("jeden Sonntag 3:30 Uhr", "2027-03-28 03:30", "2027-04-04 03:30"),
    ],
)
def test_a_series_keeps_its_hour_where_its_first_date_would_miss_it(text: str, first: str, second: str) -> None:
    said = read(text, datetime(2027, 3, 27, 12, tzinfo=BERLIN), BERLIN)
    assert [f"{one:%Y-%m-%d %H:%M}" for one in said.next[:2]] == [first, second]


def test_hours_pass_and_weeks_keep_the_time_of_day() -> None:
    before = datetime(2027, 3, 27, 12, tzinfo=BERLIN)
    assert read("in 24 Stunden", before, BERLIN).start == datetime(2027, 3, 28, 13, tzinfo=BERLIN)
    assert read("morgen 12 Uhr", before, BERLIN).start == datetime(2027, 3, 28, 12, tzinfo=BERLIN)


@pytest.mark.parametrize("year", [1900, 1954, 1981, 2026, 2027, 2049, 2076, 2199])
def test_easter_is_where_others_reckon_it(year: int) -> None:
    assert easter(year) == reckoned(year)


def test_what_is_too_long_is_refused_unread() -> None:
    assert read("morgen 19 Uhr".ljust(LONGEST, "."), NOW, BERLIN).kind == DATETIME
    assert read("morgen 19 Uhr".ljust(LONGEST + 1, "."), NOW, BERLIN).kind == NONE


@pytest.mark.parametrize(
    "piece", ["jeden 2. Mi ", "1.", "12-", "in 1 h ", "am 3. und ", "morgn ", "u ", "a.m", "1,", "bis "]
)
def test_the_time_grows_with_the_length_alone(piece: str) -> None:
    text = (piece * LONGEST)[:LONGEST]
    read(text, NOW, BERLIN)
    begun = time.perf_counter()
    read(text, NOW, BERLIN)
    assert time.perf_counter() - begun < 0.25


def test_no_text_stands_twice() -> None:
    texts = [text for text, _ in sayings()]
    assert len(texts) == len({json.dumps(text) for text in texts})
