"""What a calendar file says is read event by event: what cannot be taken over is named, and the rest goes on."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.calendar.ical.carrying import packed, unpacked
from bot.calendar.ical.feed import LONGEST_TEXT, LONGEST_TITLE, FeedEvent, Parsed, dates
from bot.calendar.ical.findings import Finding, Reason, Refusal, Unreadable
from bot.calendar.ical.reading import parse
from bot.commands.event_form import LONGEST_TITLE as TITLE_IN_THE_FORM
from bot.domain.towns import REMOTE
from bot.talk.text import Phrase
from tests.support.icals import BERLIN, calendar, event, series

at = datetime.fromisoformat
START = f"DTSTART;TZID={BERLIN}:20261209T190000"
GOOD = event("gut@example", START, "SUMMARY:Gut")


def one(*lines: str, uid: str = "a@example") -> FeedEvent:
    """The one event that these lines make, without a finding."""
    parsed = parse(calendar(event(uid, *lines)), BERLIN)
    assert parsed.findings == ()
    (found,) = parsed.events
    return found


def beside_good(*blocks: str) -> Parsed:
    """What is read where a good event stands behind these blocks."""
    parsed = parse(calendar(*blocks, GOOD), BERLIN)
    assert parsed.events[-1].title == "Gut"
    return parsed


@pytest.mark.parametrize(
    ("start", "wall", "zone", "all_day"),
    [
        ("DTSTART;TZID=Europe/Berlin:20261209T190000", "2026-12-09T19:00", BERLIN, False),
        ("DTSTART:20261209T190000", "2026-12-09T19:00", BERLIN, False),
        ("DTSTART:20261209T180000Z", "2026-12-09T19:00", BERLIN, False),
        ("DTSTART:20260709T180000Z", "2026-07-09T20:00", BERLIN, False),
        ("DTSTART;TZID=UTC:20261209T180000", "2026-12-09T19:00", BERLIN, False),
        ("DTSTART;TZID=America/New_York:20261209T130000", "2026-12-09T13:00", "America/New_York", False),
        ("DTSTART;TZID=Romance Standard Time:20261209T190000", "2026-12-09T19:00", "Europe/Paris", False),
        ("DTSTART;TZID=europe/berlin:20261209T190059", "2026-12-09T19:00", BERLIN, False),
        ("DTSTART;VALUE=DATE:20261209", "2026-12-09T00:00", BERLIN, True),
        ("DTSTART:20261209", "2026-12-09T00:00", BERLIN, True),
    ],
)
def test_a_start_is_wall_time_in_a_zone(start: str, wall: str, zone: str, all_day: bool) -> None:
    found = one(start, "SUMMARY:Wann")
    assert (found.starts, found.zone, found.all_day) == (at(wall), zone, all_day)
    assert found.lasts == (timedelta(days=1) if all_day else timedelta(0))


@pytest.mark.parametrize(
    ("lines", "lasts"),
    [
        ((START, f"DTEND;TZID={BERLIN}:20261209T213000"), timedelta(hours=2.5)),
        ((START, "DTEND:20261209T190000Z"), timedelta(hours=1)),
        ((START, "DURATION:PT90M"), timedelta(minutes=90)),
        ((START, "DURATION:P2D"), timedelta(days=2)),
        ((START, f"DTEND;TZID={BERLIN}:20261209T190000"), timedelta(0)),
        (("DTSTART;VALUE=DATE:20261209", "DTEND;VALUE=DATE:20261211"), timedelta(days=2)),
        (("DTSTART;VALUE=DATE:20261209", "DTEND;VALUE=DATE:20261209"), timedelta(days=1)),
        (("DTSTART;VALUE=DATE:20261209", "DURATION:P3D"), timedelta(days=3)),
        ((f"DTSTART;TZID={BERLIN}:20261025T000000", f"DTEND;TZID={BERLIN}:20261025T060000"), timedelta(hours=7)),
    ],
)
def test_a_length_is_what_really_passes(lines: tuple[str, ...], lasts: timedelta) -> None:
    assert one(*lines, "SUMMARY:Lang").lasts == lasts


@pytest.mark.parametrize("end", ["DTEND:20261208T190000Z", "DTEND:20300101T000000Z", "DURATION:-PT1H", "DURATION:bald"])
def test_a_length_that_cannot_be_is_left_open_and_said(end: str) -> None:
    parsed = parse(calendar(event("a@example", START, end, "SUMMARY:Lang")), BERLIN)
    assert parsed.findings == (Finding(Reason.LENGTH, "Lang"),)
    assert [event.lasts for event in parsed.events] == [timedelta(0)]


def test_a_series_in_utc_moves_with_the_hours_of_utc_unless_its_calendar_has_a_zone() -> None:
    block = event("a@example", "DTSTART:20261209T180000Z", "RRULE:FREQ=MONTHLY", "SUMMARY:Serie")
    (plain,) = parse(calendar(block), BERLIN).events
    (meant,) = parse(calendar(f"X-WR-TIMEZONE:{BERLIN}", block), BERLIN).events
    assert (plain.starts, plain.zone) == (at("2026-12-09T18:00"), "UTC")
    assert (meant.starts, meant.zone) == (at("2026-12-09T19:00"), BERLIN)
    night = block.replace("T180000Z", "T233000Z").replace("MONTHLY", "WEEKLY;BYDAY=WE")
    (kept,) = parse(calendar(f"X-WR-TIMEZONE:{BERLIN}", night), BERLIN).events
    assert kept.zone == "UTC"  # there it is a Thursday


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        (event("", START, "SUMMARY:X"), Reason.NO_UID),
        (event("a\x07b", START, "SUMMARY:X"), Reason.NO_UID),
        (event("a@example", START), Reason.NO_TITLE),
        (event("a@example", START, "SUMMARY:\u200b!\u202e"), Reason.NO_TITLE),
        (event("a@example", "SUMMARY:X"), Reason.NO_START),
        (event("a@example", "DTSTART:gestern", "SUMMARY:X"), Reason.NO_START),
        (event("a@example", "DTSTART:20261332T190000", "SUMMARY:X"), Reason.NO_START),
        (event("a@example", "DTSTART:00010101T000000", "SUMMARY:X"), Reason.NO_START),
        (event("a@example", "DTSTART:99991231T235959", "SUMMARY:X"), Reason.NO_START),
        (event("a@example", "DTSTART:PT5H", "SUMMARY:X"), Reason.NO_START),
        (event("a@example", "DTSTART;TZID=Mond/Krater:20261209T190000", "SUMMARY:X"), Reason.ZONE),
        (event("a@example", "DTSTART;TZID=Europe:20261209T190000", "SUMMARY:X"), Reason.ZONE),
        (event("a@example", "DTSTART;TZID=../../etc/passwd:20261209T190000", "SUMMARY:X"), Reason.ZONE),
        (event("a@example", START, "SUMMARY:X", "CLASS:PRIVATE"), Reason.PRIVATE),
        (event("a@example", START, "SUMMARY:X", "CLASS:confidential"), Reason.PRIVATE),
        (event("a@example", START, "SUMMARY:X", "RRULE:FREQ=SECONDLY"), Reason.RULE),
        (event("a@example", START, "SUMMARY:X", "RRULE:FREQ=WEEKLY", "RRULE:FREQ=DAILY"), Reason.RULE),
        (event("a@example", START, "SUMMARY:X", "RRULE:FREQ=WEEKLY", "EXRULE:FREQ=MONTHLY"), Reason.RULE),
        (event("a@example", START, "SUMMARY:X", "RRULE:FREQ=WEEKLY;UNTIL=irgendwann"), Reason.RULE),
        (event("a@example", START, "SUMMARY:X", "RECURRENCE-ID:neulich"), Reason.ONE_DATE),
        (event("a" * 501, START, "SUMMARY:X"), Reason.TOO_MUCH),
        (event("a@example", START, "SUMMARY:" + "x" * 20_000), Reason.TOO_MUCH),
        (event("a@example", START, "SUMMARY:X", *["EXDATE:20270101T190000"] * 2_000), Reason.TOO_MUCH),
        (event("a@example", START, "SUMMARY:X", *(f"EXDATE:{n}0101T190000" for n in range(2000, 2001)), "X-A:b"), None),
    ],
)
def test_an_event_that_cannot_be_taken_over_is_named_and_the_rest_goes_on(block: str, reason: Reason | None) -> None:
    parsed = beside_good(block)
    assert len(parsed.events) == (2 if reason is None else 1)
    assert [each.reason for each in parsed.findings] == ([] if reason is None else [reason])
    for finding in parsed.findings:
        assert isinstance(finding.said(), Phrase)
        assert len(finding.event) <= 100


def test_too_many_dates_of_one_event_are_too_many() -> None:
    days = [at("2027-01-01T19:00") + timedelta(days=n) for n in range(1_001)]
    for name, most in (("EXDATE", 1_000), ("RDATE", 366)):
        lines = [f"{name};TZID={BERLIN}:{day:%Y%m%dT%H%M%S}" for day in days[: most + 1]]
        fitting, much = (parse(series("FREQ=DAILY", "20261209T190000", *some), BERLIN) for some in (lines[:-1], lines))
        assert len(fitting.events) == 1
        assert [each.reason for each in much.findings] == [Reason.TOO_MUCH]
    changes = [
        event("s@example", f"RECURRENCE-ID;TZID={BERLIN}:{day:%Y%m%dT%H%M%S}", f"DTSTART:{day:%Y%m%dT%H%M%S}")
        for day in days[:367]
    ]
    whole = series("FREQ=DAILY").decode().replace("END:VCALENDAR", "")
    fitting, much = (
        parse("\r\n".join([whole, *some, "END:VCALENDAR"]).encode(), BERLIN) for some in (changes[:-1], changes)
    )
    assert len(fitting.events[0].changed) == 366
    assert [each.reason for each in much.findings] == [Reason.TOO_MUCH]


def test_findings_are_bounded_and_none_is_told_twice() -> None:
    parsed = beside_good(*(event("", START, f"SUMMARY:{n % 60}") for n in range(200)))
    assert (len(parsed.findings), parsed.more_findings) == (50, 10)


def test_the_newest_version_of_an_event_counts() -> None:
    old = event("a@example", START, "SUMMARY:Alt", "SEQUENCE:1", "LAST-MODIFIED:20270101T000000Z")
    new = event("a@example", START, "SUMMARY:Neu", "SEQUENCE:2", "LAST-MODIFIED:20260101T000000Z")
    for blocks in ((old, new), (new, old)):
        parsed = parse(calendar(*blocks), BERLIN)
        assert [event.title for event in parsed.events] == ["Neu"]
        assert [each.reason for each in parsed.findings] == [Reason.DOUBLE]


def test_a_changed_date_says_everything_that_holds_for_it() -> None:
    change = event(
        "s@example",
        f"RECURRENCE-ID;TZID={BERLIN}:20270113T190000",
        f"DTSTART;TZID={BERLIN}:20270114T200000",
        "LOCATION:Kreativquartier\\, Herten",
    )
    stale = change.replace("20270114T200000", "20270115T200000").replace("END:VEVENT", "SEQUENCE:-3\r\nEND:VEVENT")
    newer = change.replace("END:VEVENT", "SEQUENCE:4\r\nEND:VEVENT")
    base = series("FREQ=MONTHLY;BYDAY=2WE", "20261209T190000", "DURATION:PT3H", "LOCATION:Essen").decode()
    whole = base.replace("END:VCALENDAR", f"{newer}\r\n{stale}\r\nEND:VCALENDAR").encode()
    (found,) = parse(whole, BERLIN).events
    (changed,) = found.changed
    assert (changed.was, changed.starts) == (at("2027-01-13T19:00"), at("2027-01-14T20:00"))
    assert (changed.title, changed.lasts) == ("Serie", timedelta(hours=3))  # where nothing is said
    assert (changed.town, changed.venue, changed.cancelled) == ("Herten", "Kreativquartier", False)
    begun = [
        each.begins for each in dates(found, datetime(2027, 1, 1, tzinfo=UTC), datetime(2027, 3, 1, tzinfo=UTC), 9)
    ]
    assert begun == [datetime(2027, 1, 14, 19, tzinfo=UTC), datetime(2027, 2, 10, 18, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("title", "is_off"),
    [
        ("Canceled: Lunch", True),
        ("Cancelled: Lunch", True),
        ("Abgesagt: Stammtisch", True),
        ("ABGESAGT : Stammtisch", True),
        ("Canceled: Canceled: Lunch", True),
        ("Abgesagt", False),
        ("Abgesagte Konzerte: ein Abend", False),
        ("Abgesagt – und jetzt: ein Abend", False),
        ("Film: Abgesagt: eine Liebe", False),
        ("Nicht abgesagt: Stammtisch", False),
    ],
)
def test_what_outlook_has_called_off_says_so_in_its_title_alone(title: str, is_off: bool) -> None:
    off = event("s@example", f"RECURRENCE-ID;TZID={BERLIN}:20270113T190000", START, f"SUMMARY:{title}")
    alone = event("a@example", START, f"SUMMARY:{title}", "STATUS:CONFIRMED")
    whole = series("FREQ=MONTHLY;BYDAY=2WE").decode().replace("END:VCALENDAR", f"{off}\r\n{alone}\r\nEND:VCALENDAR")
    one, many = sorted(parse(whole.encode(), BERLIN).events, key=lambda found: found.uid)
    assert (one.cancelled, many.cancelled) == (is_off, False)
    assert [each.cancelled for each in many.changed] == [is_off]


def test_a_change_from_a_date_on_is_told_and_taken_for_that_date() -> None:
    change = event(
        "s@example", f"RECURRENCE-ID;RANGE=THISANDFUTURE;TZID={BERLIN}:20270113T190000", START.replace("1209", "1210")
    )
    whole = series("FREQ=MONTHLY;BYDAY=2WE").decode().replace("END:VCALENDAR", f"{change}\r\nEND:VCALENDAR")
    parsed = parse(whole.encode(), BERLIN)
    assert [(each.reason, each.detail) for each in parsed.findings] == [(Reason.FOLLOWING, "13.01.2027")]
    assert len(parsed.events[0].changed) == 1


def test_dates_of_a_series_that_is_not_in_the_file_make_an_event() -> None:
    alone = [
        event(
            "s@example",
            f"RECURRENCE-ID;TZID={BERLIN}:2027011{n}T190000",
            f"DTSTART;TZID={BERLIN}:2027011{n}T200000",
            f"SUMMARY:Teil {n}",
        )
        for n in (4, 3, 5)
    ]
    (found,) = parse(calendar(*alone), BERLIN).events
    assert (found.title, found.starts, found.rule) == ("Teil 3", at("2027-01-13T20:00"), None)
    begun = dates(found, datetime(2027, 1, 1, tzinfo=UTC), datetime(2027, 3, 1, tzinfo=UTC), 9)
    assert [each.begins.day for each in begun] == [13, 14, 15]


def test_days_without_an_hour_skip_and_add_at_the_hour_of_the_series() -> None:
    (found,) = parse(
        series("FREQ=WEEKLY", "20261209T190000", "EXDATE;VALUE=DATE:20261216", "RDATE;VALUE=DATE:20261217"), BERLIN
    ).events
    assert (found.skipped, found.added) == ((at("2026-12-16T19:00"),), (at("2026-12-17T19:00"),))


def test_a_period_adds_its_beginning_and_says_what_is_lost() -> None:
    parsed = parse(series("FREQ=WEEKLY", "20261209T190000", "RDATE;VALUE=PERIOD:20261217T180000Z/PT9H"), BERLIN)
    assert parsed.events[0].added == (at("2026-12-17T19:00"),)
    assert [each.reason for each in parsed.findings] == [Reason.LENGTH]


def test_words_come_out_plain_and_bounded() -> None:
    found = one(
        START,
        "SUMMARY:\u202eTitel\\nin zwei Zeilen " + "x" * 200,
        "DESCRIPTION:<script>alert(1)</script><p>Eins</p><p>Zwei &lt\\; drei</p>" + "y" * 9_000,
        "CATEGORIES:Netz,Netz,\u200b," + ",".join(f"k{n}" for n in range(20)),
        "URL:http://unsicher.example/",
        "URL:https://sicher.example/a",
    )
    assert len(found.title) == LONGEST_TITLE == TITLE_IN_THE_FORM
    assert found.title.startswith("Titel in zwei Zeilen xxx")
    assert found.text.startswith("Eins\nZwei < drei\nyyy")
    assert len(found.text) == LONGEST_TEXT
    assert found.categories == ("Netz", *(f"k{n}" for n in range(9)))
    assert found.link == ""  # the first address is the event's, and it is none that may be shown
    assert one(START, "SUMMARY:X", "DESCRIPTION:1 < 2 und 3 > 2").text == "1 < 2 und 3 > 2"


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://sicher.example/a?b=c", "https://sicher.example/a?b=c"),
        *(("http://unsicher.example/", ""), ("javascript:alert(1)", ""), ("https://u:p@x.example/", "")),
        *(("https://x.example/\\nHost: y", ""), ("https://x.example/" + "a" * 400, ""), ("", "")),
    ],
)
def test_a_link_is_https_and_nothing_else(address: str, link: str) -> None:
    assert one(START, "SUMMARY:X", f"URL:{address}").link == link


@pytest.mark.parametrize(
    ("location", "town", "venue"),
    [
        ("Werkhof\\, Am Markt 1\\, 45127 Essen\\, Deutschland", "Essen", "Werkhof, Am Markt 1"),
        ("Unperfekthaus Essen", "Essen", "Unperfekthaus"),
        ("Bahnhof Langendreer (Bochum)", "Bochum", "Bahnhof Langendreer"),
        ("Rathaus\\nWetter (Ruhr)", "Wetter (Ruhr)", "Rathaus"),
        ("Bochum-Langendreer", "Bochum", ""),
        ("Raum Essen\\, 20095 Hamburg", "anderswo", "Raum Essen, 20095 Hamburg"),
        ("Café Kram\\, Hamburg", None, "Café Kram, Hamburg"),
        ("Do\\, 19 Uhr", None, "Do, 19 Uhr"),
        ("Online event", REMOTE, "Online event"),
        ("Zoom: https://zoom.example/j/1", REMOTE, "Zoom:"),
        ("", None, ""),
        (",;\\,", None, ""),
    ],
)  # fmt: skip
def test_a_location_is_a_town_and_what_is_in_it(location: str, town: str | None, venue: str) -> None:
    found = one(START, "SUMMARY:X", f"LOCATION:{location}")
    assert (found.town, found.venue) == (town, venue)


ZONE = """BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH={month}
END:DAYLIGHT
END:VTIMEZONE"""


def test_a_zone_of_ones_own_is_ours_where_its_hours_are() -> None:
    name = "(UTC+01:00) Amsterdam, Berlin, Wien"
    block = event("a@example", f'DTSTART;TZID="{name}":20261209T190000', "SUMMARY:X")
    like, unlike = (
        parse(calendar(ZONE.format(name=name, month=month).replace("\n", "\r\n"), block), BERLIN) for month in (3, 4)
    )
    assert [event.zone for event in like.events] == [BERLIN]
    assert unlike.findings == (Finding(Reason.ZONE, "X", name),)
    costly = ZONE.format(name=name, month=3).replace("FREQ=YEARLY", "FREQ=SECONDLY").replace("\n", "\r\n")
    assert parse(calendar(costly, block), BERLIN).findings == unlike.findings
    located = costly.replace("BEGIN:STANDARD", "X-LIC-LOCATION:Europe/Vienna\r\nBEGIN:STANDARD", 1)
    assert [event.zone for event in parse(calendar(located, block), BERLIN).events] == ["Europe/Vienna"]


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        *((b"", Refusal.NO_CALENDAR), (b"<!DOCTYPE html>", Refusal.NO_CALENDAR), (b"BEGIN:VCARD", Refusal.NO_CALENDAR)),
        *((calendar(GOOD)[:-16], Refusal.CUT), (b"BEGIN:VCALENDAR", Refusal.CUT)),
        (calendar(GOOD.replace("END:VEVENT", "END:VTODO")), Refusal.CUT),
        (calendar("END:VCALENDAR"), Refusal.CUT),
        (calendar(*["BEGIN:X"] * 9, *["END:X"] * 9), Refusal.TOO_DEEP),
        (calendar(*["BEGIN:VEVENT\r\nEND:VEVENT"] * 5_001), Refusal.TOO_MANY),
        (calendar("X:" + "y" * 1024 * 1024), Refusal.TOO_BIG),
    ],
)
def test_a_file_that_is_no_whole_calendar_is_refused(data: bytes, refusal: Refusal) -> None:
    with pytest.raises(Unreadable) as caught:
        parse(data, BERLIN)
    assert caught.value.refusal is refusal


@pytest.mark.parametrize(
    "data",
    [
        calendar(GOOD),
        b"\xef\xbb\xbf" + calendar(GOOD),
        b"\r\n\r\n" + calendar(GOOD),
        calendar(GOOD).replace(b"\r\n", b"\n"),
        calendar(GOOD).replace(b"\r\n", b"\r"),
        calendar(GOOD).replace(b"\r\n", b"\r\n\r\n"),
        calendar(GOOD).lower().replace(b"9t1", b"9T1").replace(b":gut\r", b":Gut\r"),
        calendar(GOOD.replace("SUMMARY:Gut", "SUM\r\n MARY:G\r\n\tut")),
        calendar(GOOD) + calendar(),
        calendar("BEGIN:VTODO", "UID:t", "SUMMARY:Aufgabe", "END:VTODO", GOOD, "BEGIN:VFREEBUSY", "END:VFREEBUSY"),
        calendar(GOOD.replace("END:VEVENT", "BEGIN:VALARM\r\nSUMMARY:Wecker\r\nEND:VALARM\r\nEND:VEVENT")),
        calendar("ohne Doppelpunkt", ":", ";", GOOD.replace("END:VEVENT", "kaputt\r\n;;;\r\nEND:VEVENT")),
    ],
)
def test_a_whole_one_is_read_however_it_is_written(data: bytes) -> None:
    parsed = parse(data, BERLIN)
    assert [event.title for event in parsed.events] == ["Gut"]
    assert parsed.findings == ()


def test_letters_folded_in_the_middle_and_older_encodings_are_read() -> None:
    umlaut = calendar(GOOD.replace(":Gut", ":Küche"))
    folded = umlaut.replace(b"K\xc3\xbcche", b"K\xc3\r\n \xbcche")
    for data in (umlaut, folded, umlaut.decode().encode("cp1252")):
        assert [event.title for event in parse(data, BERLIN).events] == ["Küche"]


def test_what_was_read_is_carried_as_it_is_and_nothing_else_is_accepted() -> None:
    parsed = beside_good(event("a@example", START, "SUMMARY:X", "RRULE:FREQ=SECONDLY"))
    assert unpacked(packed(parsed)) == parsed
    for data in (b"", b"{}", b"null", packed(parsed)[:-1], packed(parsed).replace(b"rule", b"ruin")):
        with pytest.raises(ValueError, match=r".+"):
            unpacked(data)
