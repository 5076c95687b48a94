"""What we write is read by others as we mean it, the same events give the same bytes, and nobody's words add a line."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.calendar.ical.writing import Entry, calendar
from bot.calendar.occurrence import dates
from bot.domain.events import Deviation, Event, EventKind, EventState, Pause
from tests.calendar import series_at_random as at_random
from tests.support.expanding import expanded

BERLIN = "Europe/Berlin"
SERIES = Event(
    7, 1, "Twittwoch Ruhr", datetime.fromisoformat("2026-09-09T19:00"), BERLIN, timedelta(hours=2), "Essen",
    "Unperfekthaus", "https://twittwoch.de/", "Kurze Vorträge.", "FREQ=MONTHLY;BYDAY=2WE", EventState.ACTIVE, 3,
    datetime(2026, 8, 1, 10, tzinfo=UTC), uid="twittwoch@ideenherd", sequence=2,
    changed_at=datetime(2026, 8, 3, 12, tzinfo=UTC),
    deviations=(
        Deviation("2026-10-14T19:00", None),
        Deviation(
            "2026-11-11T19:00",
            datetime.fromisoformat("2026-11-12T20:00"),
            venue="Café Zentral",
            title="Twittwoch auf Reisen",
        ),
        Deviation("2026-11-28T15:00", datetime.fromisoformat("2026-11-28T15:00"), is_added=True),
    ),
    pauses=(Pause(date(2027, 7, 1), date(2027, 8, 31)),),
)  # fmt: skip
ONCE = replace(SERIES, rule=None, deviations=(), pauses=())


def written(*entries: Entry) -> bytes:
    return calendar("Ideenherd", entries, BERLIN)


def lines(content: bytes) -> list[str]:
    """Return the lines as a reader sees them: unfolded."""
    return content.decode().replace("\r\n ", "").split("\r\n")


def instant(begins: date, zone: str) -> datetime:
    """Return the instant at which something begins that a reader gave as a day or as a time."""
    if isinstance(begins, datetime):
        return begins.astimezone(UTC)
    return datetime.combine(begins, time(), ZoneInfo(zone)).astimezone(UTC)


def in_sight(found: list[date], zone: str) -> list[datetime]:
    instants = [instant(begins, zone) for begins in found]
    return sorted(one for one in instants if at_random.SEEN_FROM <= one < at_random.SEEN_TO)


@given(at_random.events())
def test_another_expander_has_the_same_dates_over_two_years(event: Event) -> None:
    file = icalendar.Calendar.from_ical(written(Entry(event)))
    day = timedelta(days=1)
    read = recurring_ical_events.of(file).between(at_random.SEEN_FROM - day, at_random.SEEN_TO + day)
    ours = at_random.in_sight(event)
    assert in_sight([one["DTSTART"].dt for one in read], event.zone) == [date.begins for date in ours]
    places = {str(one["LOCATION"]) for one in read}
    assert {f"{date.venue}, {date.town}" for date in ours} <= places


@given(at_random.events())
def test_a_reader_that_shares_no_line_with_the_first_has_them_too(event: Event) -> None:
    if at_random.has_no_such_hour(event):  # it reads 2:30 as 1:30 there, where we and the other read 3:30
        return
    file = vobject.readOne(written(Entry(event)).decode())
    replaced = {one.recurrence_id.value for one in file.vevent_list if "recurrence-id" in one.contents}
    found: list[date] = []
    for one in file.vevent_list:
        begins = one.dtstart.value
        if "rrule" not in one.contents:
            found.append(begins)
            continue
        is_day = not isinstance(begins, datetime)
        bounds = [at.replace(tzinfo=None if is_day else begins.tzinfo) for at in (at_random.BEGUN, at_random.SEEN_TO)]
        starts = one.getrruleset().between(bounds[0] - timedelta(days=2), bounds[1] + timedelta(days=2), inc=True)
        found += [each for each in (at.date() if is_day else at for at in starts) if each not in replaced]
    assert in_sight(found, event.zone) == [date.begins for date in at_random.in_sight(event)]


@settings(max_examples=30)
@given(st.lists(at_random.events(), max_size=3))
def test_the_same_events_give_the_same_bytes(events: list[Event]) -> None:
    entries = [Entry(event, maybe=frozenset({"2026-09-09T19:00", "2026-10-14T19:00"})) for event in events]
    assert written(*entries) == written(*entries)
    read = icalendar.Calendar.from_ical(written(*entries))
    assert [component.errors for component in read.walk()] == [[] for _ in read.walk()]


def test_a_series_says_everything_that_calendars_ask_for() -> None:
    said = lines(written(Entry(SERIES)))
    for line in (
        "PRODID:-//Ideenherd//Ideenherd//DE",
        "X-WR-CALNAME:Ideenherd",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "UID:twittwoch@ideenherd",
        "SEQUENCE:2",
        "DTSTAMP:20260803T120000Z",
        "LAST-MODIFIED:20260803T120000Z",
        "CREATED:20260801T100000Z",
        "DTSTART;TZID=Europe/Berlin:20260909T190000",
        "DTEND;TZID=Europe/Berlin:20260909T210000",
        "RRULE:FREQ=MONTHLY;BYDAY=2WE",
        "EXDATE;TZID=Europe/Berlin:20261014T190000",
        "EXDATE;TZID=Europe/Berlin:20270714T190000",
        "EXDATE;TZID=Europe/Berlin:20270811T190000",
        "RECURRENCE-ID;TZID=Europe/Berlin:20261111T190000",
        "DTSTART;TZID=Europe/Berlin:20261112T200000",
        "LOCATION:Café Zentral\\, Essen",
        "SUMMARY:Twittwoch auf Reisen",
        "UID:2026-11-28T15:00-twittwoch@ideenherd",
        "SUMMARY:Twittwoch Ruhr",
        "LOCATION:Unperfekthaus\\, Essen",
        "DESCRIPTION:Kurze Vorträge.\\n\\nhttps://twittwoch.de/",
        "URL:https://twittwoch.de/",
        "CATEGORIES:Treffen",
        "STATUS:CONFIRMED",
    ):
        assert line in said
    assert not any(line.startswith("METHOD") for line in said)
    assert sum(line.startswith("EXDATE") for line in said) == 3


@pytest.mark.parametrize(("event", "line"), [
    (replace(ONCE, state=EventState.CANCELLED), "STATUS:CANCELLED"),
    (replace(ONCE, kind=EventKind.COFFEE), "CATEGORIES:Lean Coffee"),
    (replace(ONCE, all_day=True, starts=datetime.fromisoformat("2026-12-05T00:00"), lasts=timedelta(days=2)),
     "DTEND;VALUE=DATE:20261207"),
    (replace(ONCE, rule="FREQ=WEEKLY;UNTIL=20261231"), "RRULE:FREQ=WEEKLY;UNTIL=20261231T225959Z;BYDAY=WE"),
    (replace(ONCE, rule="FREQ=DAILY;UNTIL=20261231", all_day=True, starts=datetime.fromisoformat("2026-12-05T00:00")),
     "RRULE:FREQ=DAILY;UNTIL=20261231"),
    (replace(ONCE, zone="UTC"), "DTSTART:20260909T190000Z"),
    (replace(ONCE, changed_at=None), "DTSTAMP:20260801T100000Z"),
])  # fmt: skip
def test_what_is_otherwise_is_said_as_the_rfc_wants_it(event: Event, line: str) -> None:
    assert line not in lines(written(Entry(ONCE)))
    assert line in lines(written(Entry(event)))


def test_of_others_events_only_the_dates_that_somebody_comes_to() -> None:
    dates = frozenset({"2026-12-09T19:00", "2026-11-11T19:00", "2026-10-14T19:00", "2026-12-10T19:00"})
    said = lines(written(Entry(SERIES, dates, maybe=frozenset({"2026-11-11T19:00"}))))
    assert [line for line in said if line.startswith(("UID", "DTSTART;TZID", "STATUS"))] == [
        "DTSTART;TZID=Europe/Berlin:20261112T200000",
        "UID:2026-11-11T19:00-twittwoch@ideenherd",
        "STATUS:TENTATIVE",
        "DTSTART;TZID=Europe/Berlin:20261209T190000",
        "UID:2026-12-09T19:00-twittwoch@ideenherd",
        "STATUS:CONFIRMED",
    ]


def test_a_date_of_an_own_series_can_be_tentative() -> None:
    said = lines(written(Entry(SERIES, maybe=frozenset({"2026-12-09T19:00"}))))
    assert "RECURRENCE-ID;TZID=Europe/Berlin:20261209T190000" in said
    assert said.count("STATUS:TENTATIVE") == 1


WICKED = st.text(st.sampled_from('a;,:\\"\r\n\x00\x0b\x0c\x1c\x85\u2028\u2029 \t\u202eBEGIN:VEVENT😀ä'), max_size=120)


@given(WICKED, WICKED, WICKED, WICKED, WICKED)
def test_nobodys_words_become_a_line(title: str, venue: str, text: str, link: str, uid: str) -> None:
    event = replace(SERIES, title=title, venue=venue, text=text, link="https://a.de/" + link, town=venue, uid=uid)
    content = written(Entry(event))
    plain = written(Entry(replace(SERIES, deviations=event.deviations)))
    named = {line.partition(":")[0].partition(";")[0] for line in lines(plain)}
    for line in content.decode().split("\r\n"):
        assert line == "" or line.isprintable() or "\u200d" in line
    assert {line.partition(":")[0].partition(";")[0] for line in lines(content)} <= named
    read = icalendar.Calendar.from_ical(content)
    assert len(read.walk("VEVENT")) == 3
    assert len(vobject.readOne(content.decode()).vevent_list) == 3


def test_members_words_come_through_as_they_were_typed() -> None:
    words = 'Ein; Text, mit \\ allem: "Ä"\nund 😀 ' + "lang " * 60
    (read,) = icalendar.Calendar.from_ical(written(Entry(replace(ONCE, title=words[:30], text=words)))).walk("VEVENT")
    assert str(read["SUMMARY"]) == " ".join(words[:30].split())
    assert str(read["DESCRIPTION"]).startswith(words)
    assert all(len(line) <= 75 for line in written(Entry(replace(ONCE, text=words))).split(b"\r\n"))


@pytest.mark.parametrize("link", ["javascript:alert(1)", "http:", "ftp://a.de", "https://a.de/ b", ""])
def test_only_addresses_of_the_web_are_links(link: str) -> None:
    assert not any(line.startswith("URL") for line in lines(written(Entry(replace(ONCE, link=link)))))
    assert "URL:https://a.de" in lines(written(Entry(replace(ONCE, link="https://a.de"))))


def test_an_empty_calendar_is_valid() -> None:
    read = icalendar.Calendar.from_ical(written())
    assert [component.name for component in read.subcomponents] == ["VTIMEZONE"]


@settings(max_examples=20)
@given(at_random.events())
def test_somebody_who_asks_day_by_day_has_the_same_dates_over_ten_years(event: Event) -> None:
    zone = ZoneInfo(event.zone)
    since = instant(event.starts.replace(tzinfo=zone), event.zone) - timedelta(days=60)  # one may be moved before it
    until = since + timedelta(days=3653)  # both clock changes of ten years
    slowly = [begins for begins, _, _ in expanded(written(Entry(event)), event.zone, since, until)]
    ours = [date.begins for date in takewhile(lambda date: date.begins < until, dates(event, since))]
    assert sorted(set(slowly)) == sorted(set(ours))
