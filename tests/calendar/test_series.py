# ruff: noqa: DTZ001 - a wall time is naive, that is its point
import calendar
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar.series import check_first, in_words, next_occurrence, occurrences, read_rule
from bot.calendar.wall import instant
from bot.errors import InvalidInput
from bot.talk.text import Moment, Phrase

BERLIN = ZoneInfo("Europe/Berlin")
SECOND_WEDNESDAY = "FREQ=MONTHLY;BYDAY=2WE"
TWITTWOCH = datetime(2026, 12, 9, 19)
EVER = (datetime(1900, 1, 2, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC))
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def few(*values: object) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True).map(
        lambda some: ",".join(map(str, some))
    )


MONTHS, MONTH_DAYS, PLAIN_DAYS = few(*range(1, 13)), few(1, 13, 15, 29, 30, 31, -1, -2, -31), few(*DAYS)
COUNTED_DAYS = few(*(f"{n}{day}" for n in (1, 2, 4, 5, -1, -2, -5) for day in ("MO", "WE", "SU")))


@st.composite
def rules(draw: Callable[[st.SearchStrategy[str]], str]) -> str:
    """Any rule of ours, and some that contradict themselves."""
    parts = [
        draw(st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY"])),
        draw(st.just("") | st.integers(1, 30).map("INTERVAL={}".format)),
        draw(st.just("") | MONTHS.map("BYMONTH={}".format)),
        draw(st.just("") | MONTH_DAYS.map("BYMONTHDAY={}".format)),
        draw(st.just("") | (PLAIN_DAYS | COUNTED_DAYS).map("BYDAY={}".format)),
        draw(st.sampled_from(["", "WKST=SU", "WKST=WE"])),
        draw(st.sampled_from(["", "", "COUNT=7", "UNTIL=20300101", "UNTIL=20300101T120000", "UNTIL=20300101T120000Z"])),
    ]
    return ";".join(filter(None, parts))


def counted_one_by_one(first: datetime, rule: str, end: date) -> Iterator[datetime]:
    """Ask of every day whether RFC 5545 puts it into the series."""
    parts = dict(part.split("=") for part in rule.split(";"))
    frequency, interval = parts["FREQ"], int(parts.get("INTERVAL", 1))
    months = [int(month) for month in parts.get("BYMONTH", "").split(",") if month]
    month_days = [int(day) for day in parts.get("BYMONTHDAY", "").split(",") if day]
    days = [day for day in parts.get("BYDAY", "").split(",") if day]
    if not (days or month_days or frequency == "DAILY"):
        days = [DAYS[first.weekday()]] if frequency == "WEEKLY" else []
        month_days = [] if days else [first.day]
        months = months or ([first.month] if frequency == "YEARLY" else [])
    week = first.date() - timedelta(days=(first.weekday() - DAYS.index(parts.get("WKST", "MO"))) % 7)
    left = int(parts.get("COUNT", 100_000))
    for n in range((end - first.date()).days):
        day = first.date() + timedelta(days=n)
        passed = {
            "DAILY": n,
            "WEEKLY": (day - week).days // 7,
            "MONTHLY": (day.year - first.year) * 12 + day.month - first.month,
            "YEARLY": day.year - first.year,
        }[frequency]
        in_month = calendar.monthrange(day.year, day.month)[1]
        if (
            passed % interval
            or (months and day.month not in months)
            or (month_days and day.day not in month_days and day.day - in_month - 1 not in month_days)
            or (days and not any(is_such(day, name, frequency == "YEARLY" and not months) for name in days))
        ):
            continue
        start = datetime.combine(day, first.time())
        if left == 0 or is_beyond(start, parts.get("UNTIL", "")):
            return
        left -= 1
        yield start


def is_such(day: date, name: str, in_year: bool) -> bool:
    week, ordinal = timedelta(weeks=1), int(name[:-2] or 0)
    if DAYS[day.weekday()] != name[-2:] or not ordinal:
        return DAYS[day.weekday()] == name[-2:]
    far = day - ordinal * week  # one week beyond the month if the ordinal is right, a week closer still inside
    near = far + (week if ordinal > 0 else -week)
    return (near.year, in_year or near.month) == (day.year, in_year or day.month) != (far.year, in_year or far.month)


def is_beyond(start: datetime, until: str) -> bool:
    if len(until) == 8:
        return f"{start:%Y%m%d}" > until
    if until.endswith("Z"):
        return f"{start.replace(tzinfo=BERLIN).astimezone(UTC):%Y%m%dT%H%M%SZ}" > until
    return bool(until) and f"{start:%Y%m%dT%H%M%S}" > until


@given(
    rules(), st.datetimes(datetime(2000, 1, 1), datetime(2029, 12, 31)), st.integers(-400, 1500), st.integers(0, 800)
)
def test_occurrences_are_those_of_one_who_asks_every_day(rule: str, near: datetime, ahead: int, days: int) -> None:
    first = near.replace(hour=19, minute=0, second=0, microsecond=0)
    with suppress(InvalidInput):
        rule = read_rule(rule)
        for _ in range(40):
            with suppress(InvalidInput):
                check_first(first, rule, BERLIN)
                break
            first += timedelta(days=1)
        check_first(first, rule, BERLIN)
        after = instant(first, BERLIN) + timedelta(days=ahead)
        before = after + timedelta(days=days)
        expected = [
            start
            for start in counted_one_by_one(first, rule, before.date() + timedelta(days=2))
            if after <= start.replace(tzinfo=BERLIN).astimezone(UTC) < before
        ]
        assert occurrences(first, rule, BERLIN, after, before, 2000) == expected
        assert occurrences(first, rule, BERLIN, after, before, 2) == expected[:2]
        if expected:
            assert next_occurrence(first, rule, BERLIN, after) == expected[0]


@given(rules())
def test_a_rule_in_normal_form_is_its_own_normal_form(rule: str) -> None:
    with suppress(InvalidInput):
        assert read_rule(read_rule(rule)) == read_rule(rule)


@given(rules(), st.datetimes(datetime(2000, 1, 1), datetime(2029, 12, 31)), st.sampled_from(["de", "en"]))
def test_every_rule_can_be_said(rule: str, first: datetime, language: str) -> None:
    with suppress(InvalidInput):
        said = in_words(read_rule(rule), first, language)
        assert said == " ".join(said.split())
        assert not {"{", "}", ";", "="} & set(said)


PARTS = st.sampled_from(
    [
        *("FREQ=", "DAILY", "SECONDLY", "RRULE:", ";", "=", ",", "INTERVAL=", "9" * 30, "0", "-1", "COUNT=", "UNTIL="),
        *("20261301", "BYDAY=", "2WE", "99MO", "BYSETPOS=1", "BYHOUR=1", "jeden", "2.", "letzter", "Mittwoch", "und"),
        *("alle", "wochen", "٣", "\n", "\x00", "ß", "im Monat", "DTSTART:20260101"),
    ]
)


@given(st.text(max_size=250) | st.lists(PARTS, max_size=9).map("".join) | st.lists(PARTS, max_size=6).map(" ".join))
def test_any_text_is_a_rule_or_refused(text: str) -> None:
    with suppress(InvalidInput):
        assert read_rule(text).startswith("FREQ=")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("FREQ=MONTHLY;BYDAY=2WE", SECOND_WEDNESDAY),
        (" rrule:byday=+2we; freq=monthly;interval=1;", SECOND_WEDNESDAY),
        ("FREQ=WEEKLY;WKST=MO;BYDAY=TH,TU,TH", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("FREQ=YEARLY;UNTIL=20300101T120000Z", "FREQ=YEARLY;UNTIL=20300101T120000Z"),
        ("FREQ=DAILY;COUNT=1000", "FREQ=DAILY;COUNT=1000"),
        ("täglich", "FREQ=DAILY"),
        ("Wöchentlich", "FREQ=WEEKLY"),
        ("alle 2 wochen", "FREQ=WEEKLY;INTERVAL=2"),
        ("alle zwei Wochen", "FREQ=WEEKLY;INTERVAL=2"),
        ("alle 14 Tage", "FREQ=WEEKLY;INTERVAL=2"),
        ("alle 3 Monate", "FREQ=MONTHLY;INTERVAL=3"),
        ("monatlich", "FREQ=MONTHLY"),
        ("jährlich", "FREQ=YEARLY"),
        ("werktags", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("mittwochs", "FREQ=WEEKLY;BYDAY=WE"),
        ("jeden Dienstag und Freitag", "FREQ=WEEKLY;BYDAY=TU,FR"),
        ("Mo, Mi und Fr.", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
        ("jeden 2. Mittwoch", SECOND_WEDNESDAY),
        ("jeden zweiten Mittwoch im Monat", SECOND_WEDNESDAY),
        ("letzter Donnerstag", "FREQ=MONTHLY;BYDAY=-1TH"),
        ("jeden ersten und dritten Donnerstag im Monat.", "FREQ=MONTHLY;BYDAY=1TH,3TH"),
        ("every 2nd Wednesday of the month", SECOND_WEDNESDAY),
    ],
)
def test_rules_and_plain_words_are_read(text: str, rule: str) -> None:
    assert read_rule(text) == rule


@pytest.mark.parametrize(
    "text",
    [
        *("", "bald", "FREQ", "BYDAY=MO", "FREQ=WEEKLY;FREQ=WEEKLY", "FREQ=WEEKLY;X-FOO=1", "FREQ=WEEKLY;BYDAY="),
        *("FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=HOURLY", "FREQ=DAILY;BYHOUR=1,2", "FREQ=DAILY;BYSECOND=1"),
        *("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=300", "FREQ=YEARLY;BYWEEKNO=53", "FREQ=YEARLY;BYYEARDAY=366"),
        *("FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=367", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=1001"),
        *("FREQ=DAILY;COUNT=2,3", "FREQ=DAILY;COUNT=3;UNTIL=20300101", "FREQ=DAILY;UNTIL=20301301"),
        *("FREQ=DAILY;UNTIL=00010101T000000Z", "FREQ=DAILY;UNTIL=99991231T235959Z", "FREQ=MONTHLY;BYMONTHDAY=0"),
        *(
            "FREQ=MONTHLY;BYMONTHDAY=32",
            "FREQ=YEARLY;BYMONTH=13",
            "FREQ=MONTHLY;BYDAY=6MO",
            "FREQ=MONTHLY;BYDAY=MO,2WE",
        ),
        *(
            "FREQ=MONTHLY;BYDAY=2WE;BYMONTHDAY=9",
            "FREQ=WEEKLY;BYDAY=2WE",
            "FREQ=WEEKLY;BYMONTHDAY=1",
            "FREQ=DAILY;BYMONTHDAY=1",
        ),
        *("FREQ=DAILY;INTERVAL=2;BYDAY=MO", "FREQ=WEEKLY;INTERVAL=2;BYMONTH=5", "FREQ=WEEKLY\nDTSTART:20260101"),
        *(
            "alle 0 Tage",
            "alle 400 Tage",
            "jeden Mittwoch im Monat",
            "jeden 6. Mittwoch",
            "jeden 2. Mittwoch und Freitag",
        ),
        "FREQ=WEEKLY" + ";" * 200,
    ],
)
def test_what_is_no_rule_of_ours_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        read_rule(text)


@pytest.mark.parametrize(
    ("first", "said"),
    [
        (datetime(2026, 12, 2, 19), "Mi., 9. Dezember, 19:00 Uhr"),
        (datetime(2026, 12, 16, 19), "Mi., 13. Januar 2027, 19:00 Uhr"),
    ],
)
def test_a_first_date_beside_the_rule_is_refused_with_the_next_that_fits(first: datetime, said: str) -> None:
    check_first(TWITTWOCH, SECOND_WEDNESDAY, BERLIN)
    with pytest.raises(InvalidInput) as refused:
        check_first(first, SECOND_WEDNESDAY, BERLIN)
    assert isinstance(refused.value.sentence, Phrase)
    fitting = refused.value.sentence.values["fitting"]
    assert isinstance(fitting, Moment)
    assert fitting.words(BERLIN) == said


@pytest.mark.parametrize("rule", ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", SECOND_WEDNESDAY + ";UNTIL=20261208"])
def test_a_series_without_any_date_is_refused(rule: str) -> None:
    with pytest.raises(InvalidInput):
        check_first(TWITTWOCH, rule, BERLIN)


def test_a_single_date_is_its_own_series() -> None:
    check_first(TWITTWOCH, None, BERLIN)
    assert occurrences(TWITTWOCH, None, BERLIN, *EVER, 10) == [TWITTWOCH]
    assert next_occurrence(TWITTWOCH, None, BERLIN, instant(TWITTWOCH, BERLIN)) == TWITTWOCH
    assert next_occurrence(TWITTWOCH, None, BERLIN, instant(TWITTWOCH, BERLIN) + timedelta(seconds=1)) is None


def test_a_series_that_was_never_checked_is_a_bug() -> None:
    with pytest.raises(ValueError, match="no date of"):
        next_occurrence(datetime(2026, 12, 2, 19), SECOND_WEDNESDAY, BERLIN, EVER[0])


def test_the_bounds_take_the_start_in_and_leave_the_end_out() -> None:
    start, following = instant(TWITTWOCH, BERLIN), instant(datetime(2027, 1, 13, 19), BERLIN)
    assert occurrences(TWITTWOCH, SECOND_WEDNESDAY, BERLIN, start, following, 9) == [TWITTWOCH]
    assert occurrences(TWITTWOCH, SECOND_WEDNESDAY, BERLIN, following, start, 9) == []


def test_nineteen_o_clock_stays_nineteen_o_clock() -> None:
    year = (datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 12, 1, tzinfo=UTC))
    starts = occurrences(TWITTWOCH, SECOND_WEDNESDAY, BERLIN, *year, 100)
    assert {start.hour for start in starts} == {19}
    assert {instant(start, BERLIN).hour for start in starts} == {17, 18}
    assert len(starts) == 12


def test_a_series_in_the_missing_hour_keeps_its_wall_time_and_starts_later_once() -> None:
    first = datetime(2027, 3, 27, 2, 30)
    after = datetime(2027, 3, 28, 1, 20, tzinfo=UTC)  # 3:20 on the wall, when 2:30 is still to come
    starts = occurrences(first, "FREQ=DAILY", BERLIN, after, after + timedelta(days=1), 9)
    assert starts == [datetime(2027, 3, 28, 2, 30), datetime(2027, 3, 29, 2, 30)][: len(starts)]
    assert instant(starts[0], BERLIN) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


def test_a_series_ends_with_its_last_day() -> None:
    until = f"{SECOND_WEDNESDAY};UNTIL=20270113"
    assert occurrences(TWITTWOCH, until, BERLIN, *EVER, 9) == [TWITTWOCH, datetime(2027, 1, 13, 19)]
    assert occurrences(TWITTWOCH, until + "T180000Z", BERLIN, *EVER, 9) == [TWITTWOCH, datetime(2027, 1, 13, 19)]
    assert occurrences(TWITTWOCH, until + "T175959Z", BERLIN, *EVER, 9) == [TWITTWOCH]
    assert occurrences(TWITTWOCH, f"{SECOND_WEDNESDAY};COUNT=2", BERLIN, *EVER, 9)[1:] == [datetime(2027, 1, 13, 19)]


@pytest.mark.parametrize("rule", ["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,WE", "FREQ=MONTHLY;BYDAY=2WE", "FREQ=YEARLY"])
def test_an_old_series_costs_no_more_than_a_young_one(rule: str) -> None:
    first, now = datetime(1890, 1, 8, 19), datetime(2026, 12, 1, tzinfo=UTC)
    begun = time.perf_counter()
    for _ in range(50):
        assert len(occurrences(first, rule, BERLIN, now, now + timedelta(days=800), 2)) == 2
    assert time.perf_counter() - begun < 0.5


@given(rules(), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_no_rule_makes_the_search_for_its_next_date_long(rule: str, day: date) -> None:
    first = datetime.combine(day, datetime.min.time())
    with suppress(InvalidInput):
        rule = read_rule(rule)
        check_first(first, rule, BERLIN)
        begun = time.perf_counter()
        next_occurrence(first, rule, BERLIN, instant(first, BERLIN) + timedelta(minutes=1))
        assert time.perf_counter() - begun < 0.5


@pytest.mark.parametrize(
    ("rule", "german", "english"),
    [
        (SECOND_WEDNESDAY, "jeden 2. Mittwoch im Monat, 19:00 Uhr", "every 2nd Wednesday of the month, 19:00"),
        ("FREQ=MONTHLY;BYDAY=-1TH", "jeden letzten Donnerstag im Monat", "every last Thursday of the month"),
        (
            "FREQ=MONTHLY;BYDAY=1TH,3TH",
            "jeden 1. und 3. Donnerstag im Monat",
            "every 1st and 3rd Thursday of the month",
        ),
        ("FREQ=DAILY", "täglich", "daily"),
        ("FREQ=DAILY;INTERVAL=3", "alle 3 Tage", "every 3 days"),
        ("FREQ=WEEKLY", "jeden Mittwoch", "every Wednesday"),
        ("FREQ=WEEKLY;INTERVAL=2", "alle 2 Wochen am Mittwoch", "every 2 weeks on Wednesday"),
        ("FREQ=WEEKLY;BYDAY=TU,FR", "jeden Dienstag und Freitag", "every Tuesday and Friday"),
        ("FREQ=MONTHLY", "jeden Monat am 9.", "every month on the 9th"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1,15", "jeden Monat am 15. und letzten Tag", "every month on the 15th and last day"),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=2WE", "alle 2 Monate am 2. Mittwoch", "every 2 months on the 2nd Wednesday"),
        ("FREQ=YEARLY", "jedes Jahr am 9. Dezember", "every year on the 9th of December"),
        (
            "FREQ=YEARLY;BYMONTH=5;BYDAY=2WE",
            "jedes Jahr am 2. Mittwoch im Mai",
            "every year on the 2nd Wednesday in May",
        ),
    ],
)
def test_a_series_is_said_in_words(rule: str, german: str, english: str) -> None:
    assert in_words(rule, TWITTWOCH).removesuffix(", 19:00 Uhr") == german.removesuffix(", 19:00 Uhr")
    assert in_words(rule, TWITTWOCH, "en").removesuffix(", 19:00") == english.removesuffix(", 19:00")


def test_the_end_of_a_series_is_said() -> None:
    weekly = "jeden Mittwoch, 19:00 Uhr"
    assert in_words("FREQ=WEEKLY;COUNT=10", TWITTWOCH) == f"{weekly}, 10-mal"
    assert in_words("FREQ=WEEKLY;UNTIL=20271231", TWITTWOCH) == f"{weekly}, bis Fr., 31. Dezember 2027"
