"""Files of the shapes that calendars write are read without a loss, and their dates are those of other readers."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.calendar.ical.feed import FeedChange, FeedEvent, Parsed, dates
from bot.calendar.ical.reading import parse
from bot.calendar.series import check_first
from bot.domain.towns import REMOTE
from tests.support.expanding import expanded
from tests.support.icals import BERLIN

ROOT = Path(__file__).parents[3]
SAMPLES = {
    **{each.stem: each for each in sorted((ROOT / "tests" / "data" / "ical").glob("*.ics"))},
    "demo": ROOT / "bot" / "demo" / "sample.ics",
}
AFTER, BEFORE = datetime(2025, 12, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)


at = datetime.fromisoformat


def read(name: str) -> Parsed:
    return parse(SAMPLES[name].read_bytes(), BERLIN)


def the(name: str, start_of_uid: str) -> FeedEvent:
    (found,) = (each for each in read(name).events if each.uid.startswith(start_of_uid))
    return found


def told(parsed: Parsed) -> list[tuple[datetime, datetime, str]]:
    """Begin, end and title of every date that takes place, sorted."""
    found = []
    for event in parsed.events:
        titles = {change.was: change.title for change in event.changed}
        if not event.cancelled:
            found += [
                (each.begins, each.begins + each.lasts, titles.get(each.was, event.title))
                for each in dates(event, AFTER, BEFORE, 5_000)
            ]
    return sorted(found)


def but_for_clock_changes(found: list[tuple[datetime, datetime, str]]) -> list[tuple[datetime, datetime | None, str]]:
    """The same without ends in another offset than the beginning: that library counts hours on the wall."""
    zone = ZoneInfo(BERLIN)
    return [
        (begins, ends if begins.astimezone(zone).utcoffset() == ends.astimezone(zone).utcoffset() else None, title)
        for begins, ends, title in found
    ]


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_is_lost_and_every_series_is_one_that_this_house_keeps(name: str) -> None:
    parsed = read(name)
    assert parsed.findings == ()
    assert parsed.more_findings == 0
    assert len(parsed.events) >= 3
    for event in parsed.events:
        check_first(event.starts, event.rule, ZoneInfo(event.zone))


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.filterwarnings("ignore:Timezone '/freeassociation")  # the library looks it up, as we do ourselves
def test_the_dates_are_those_of_a_slow_and_independent_reading(name: str) -> None:
    expected = expanded(SAMPLES[name].read_bytes(), BERLIN, AFTER, BEFORE)
    assert len(expected) >= 2
    assert told(read(name)) == expected


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.filterwarnings("ignore")  # of the library's own making
def test_the_dates_are_those_of_recurring_ical_events(name: str) -> None:
    """PyPI's recurring-ical-events refuses the dateutil that is locked here; where it lies all the same it is asked."""
    library = pytest.importorskip("recurring_ical_events")
    icalendar = pytest.importorskip("icalendar")
    zone = ZoneInfo(BERLIN)
    calendar = icalendar.Calendar.from_ical(SAMPLES[name].read_bytes())

    def instant(moment: date) -> datetime:
        time = moment if isinstance(moment, datetime) else datetime.combine(moment, datetime.min.time())
        return (time if time.tzinfo else time.replace(tzinfo=zone)).astimezone(UTC)

    expected = sorted(
        (instant(each.start), instant(each.end), str(each["SUMMARY"]))
        for each in library.of(calendar).between(AFTER, BEFORE)
        if each.get("STATUS") != "CANCELLED"
    )
    assert len(expected) >= 2
    assert but_for_clock_changes(told(read(name))) == but_for_clock_changes(expected)


def test_google() -> None:
    event = the("google", "4mf1stammtisch")
    assert event.rule == "FREQ=MONTHLY;BYDAY=1WE"
    assert (event.starts, event.zone, event.lasts) == (at("2026-01-07T19:00"), BERLIN, timedelta(hours=3))
    assert event.skipped == (at("2026-04-01T19:00"), at("2027-01-06T19:00"))
    assert (event.town, event.venue) == ("Bochum", "Haus Langendreer, Alte Bahnhofstr. 1")
    assert event.text == "Wir reden über Web & Arbeit.\nAnmelden musst du dich nicht: hier steht mehr"
    assert event.changed == (
        FeedChange(
            was=at("2026-06-03T19:00"),
            starts=at("2026-06-11T19:30"),
            lasts=timedelta(hours=2.5),
            title="Webstammtisch im Freien",
            town="Bochum",
            venue="Biergarten am See",
            link="",
            text="",
            cancelled=False,
        ),
    )
    assert the("google", "4mf1hacktag").starts == at("2026-07-18T10:00")  # said in UTC
    week = the("google", "4mf1sommerwoche")
    assert (week.starts, week.all_day, week.lasts) == (at("2026-08-03"), True, timedelta(days=5))
    assert read("google").name == "Webstammtisch Bochum"


def test_apple() -> None:
    event = the("apple", "1B7C3C0E-5A30-4F70-9E3A-000000000001")
    assert event.title == "Gründerabend"
    assert event.rule == "FREQ=MONTHLY;BYDAY=-1TU"
    assert (event.town, event.venue) == ("Essen", "Impact Hub, Weststadttor 1")
    assert event.link == "https://gruenderabend.example/essen"
    assert event.text == "Kurze Vorträge, lange Gespräche.\n\nBringt Fragen mit."
    assert [(each.was, each.cancelled) for each in event.changed] == [(at("2026-03-31T18:30"), True)]


def test_outlook() -> None:
    event = the("outlook", "040000008200E00074C5B7101A82E00800000000A0000000000000000000000000000000001")
    assert event.zone == BERLIN
    assert event.rule == "FREQ=MONTHLY;BYDAY=3TH;UNTIL=20271231T180000Z"
    assert (event.town, event.venue, event.text) == ("Dortmund", "Dortmunder U", "")
    assert [(each.was, each.starts, each.town) for each in event.changed] == [
        (at("2026-02-19T19:00"), at("2026-02-26T19:00"), REMOTE)
    ]
    assert the("outlook", "040000008200E00074C5B7101A82E00800000000A002").zone == BERLIN
    assert the("outlook", "040000008200E00074C5B7101A82E00800000000A003").rule == "FREQ=YEARLY;BYMONTH=10;BYDAY=2SA"


def test_nextcloud() -> None:
    event = the("nextcloud", "0c8d8a6e-werkstatt-0001")
    assert (event.town, event.venue, event.categories) == ("Herne", "Werkhof", ("Werkstatt", "Holz, Metall"))
    assert event.added == (at("2026-01-24T15:00"),)
    assert the("nextcloud", "0c8d8a6e-werkstatt-0002").starts == at("2026-05-01T11:00")  # floating
    assert the("nextcloud", "0c8d8a6e-werkstatt-0003").zone == BERLIN


def test_meetup() -> None:
    event = the("meetup", "event_31")
    assert (event.town, event.venue) == ("Bochum", "Schauspielhaus, Königsallee 15")
    assert event.link == "https://treffen.example/python-ruhr/events/31/"
    cancelled = the("meetup", "event_32")
    assert (cancelled.cancelled, cancelled.town, event.cancelled) == (True, REMOTE, False)
    online = the("meetup", "event_33")
    assert (online.town, online.venue, online.link) == (REMOTE, "", "https://meet.example/python-ruhr")


def test_the_sample_of_the_demo_holds_the_dates_of_the_ruhr() -> None:
    assert [event.title for event in read("demo").events] == [
        "Twittwoch Ruhr",
        "Lean Coffee der SchwarmGeneration Ruhr",
        "WestVision",
        "BarCamp Ruhr",
        "Co-Working-Frühstück",
    ]
    barcamp = the("demo", "barcamp-ruhr")
    assert (barcamp.starts.weekday(), barcamp.lasts) == (5, timedelta(hours=32))
    assert the("demo", "twittwoch").rule == "FREQ=MONTHLY;BYDAY=2WE"
