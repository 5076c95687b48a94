"""Foreign recurrences are kept where this house says exactly the same, and refused where it does not."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar.ical.feed import dates
from bot.calendar.ical.findings import Reason
from bot.calendar.ical.reading import parse
from bot.calendar.ical.rules import NotKept, kept
from tests.support.expanding import expanded
from tests.support.icals import BERLIN, series

WEDNESDAY = datetime.fromisoformat("2026-12-09T19:00")
ZONE = ZoneInfo(BERLIN)
AFTER = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("recurrence", "rule"),
    [
        ("FREQ=MONTHLY;BYDAY=WE;BYSETPOS=2", "FREQ=MONTHLY;BYDAY=2WE"),
        ("FREQ=MONTHLY;BYDAY=WE;BYSETPOS=2,-1", "FREQ=MONTHLY;BYDAY=-1WE,2WE"),
        ("FREQ=YEARLY;BYMONTH=12;BYDAY=WE;BYSETPOS=2", "FREQ=YEARLY;BYMONTH=12;BYDAY=2WE"),
        ("FREQ=MONTHLY;BYDAY=SU,MO,TU,WE,TH,FR,SA;BYSETPOS=9", "FREQ=MONTHLY;BYMONTHDAY=9"),
        ("FREQ=WEEKLY;BYDAY=WE;BYHOUR=19;BYMINUTE=0;BYSECOND=0", "FREQ=WEEKLY;BYDAY=WE"),
        ("INTERVAL=1;FREQ=WEEKLY;WKST=MO;", "FREQ=WEEKLY"),
        ("FREQ=DAILY;INTERVAL=366;COUNT=1000", "FREQ=DAILY;INTERVAL=366;COUNT=1000"),
        ("FREQ=MONTHLY;BYDAY=WE;BYMONTHDAY=8,9,10,11,12,13,14", "FREQ=MONTHLY;BYMONTHDAY=8,9,10,11,12,13,14;BYDAY=WE"),
        ("FREQ=WEEKLY;UNTIL=20201231", None),
    ],
)
def test_what_says_the_same_is_kept(recurrence: str, rule: str | None) -> None:
    found = kept(recurrence, WEDNESDAY, ZONE)
    assert (found.first, found.rule, found.extra) == (WEDNESDAY, rule, ())


@pytest.mark.parametrize(
    "recurrence",
    [
        *("FREQ=SECONDLY", "FREQ=MINUTELY;INTERVAL=5", "FREQ=HOURLY", "FREQ=CENTURIES", "BYDAY=WE", ""),
        *("FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=367", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=1001"),
        *("FREQ=DAILY;BYHOUR=9,19", "FREQ=DAILY;BYMINUTE=0,30", "FREQ=DAILY;BYSECOND=1", "FREQ=WEEKLY;BYHOUR=18"),
        *("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "FREQ=WEEKLY;BYDAY=WE;BYSETPOS=1"),
        *("FREQ=YEARLY;BYMONTH=3,12;BYDAY=WE;BYSETPOS=2", "FREQ=MONTHLY;BYMONTHDAY=9;BYSETPOS=1"),
        *("FREQ=YEARLY;BYWEEKNO=50", "FREQ=YEARLY;BYYEARDAY=343", "FREQ=YEARLY;BYDAY=20WE", "FREQ=MONTHLY;BYDAY=6WE"),
        *("FREQ=WEEKLY;COUNT=3;UNTIL=20270101", "FREQ=WEEKLY;FREQ=DAILY", "FREQ=WEEKLY;RSCALE=CHINESE", "FREQ=X;=;;"),
        *(
            "FREQ=DAILY;BYMONTHDAY=" + ",".join(["1"] * 90),
            "FREQ=DAILY;BYSETPOS=" + "1," * 5000,
            "FREQ=DAILY;COUNT=9;BYDAY=FR",
        ),
    ],
)
def test_what_does_not_is_refused_and_named(recurrence: str) -> None:
    with pytest.raises(NotKept) as caught:
        kept(recurrence, WEDNESDAY, ZONE)
    assert len(caught.value.part) <= 80


def test_a_start_beside_the_rule_is_a_date_of_its_own() -> None:
    found = kept("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", WEDNESDAY, ZONE)
    assert (found.first, found.extra) == (WEDNESDAY + timedelta(days=2), (WEDNESDAY,))
    assert kept("FREQ=WEEKLY;BYDAY=FR;UNTIL=20261210", WEDNESDAY, ZONE).rule is None
    assert kept("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", WEDNESDAY, ZONE).rule is None


def test_a_rule_that_is_not_kept_is_a_finding_and_the_rest_goes_on() -> None:
    refused, kept_one = parse(series("FREQ=HOURLY"), BERLIN), parse(series("FREQ=WEEKLY"), BERLIN)
    assert refused.events == ()
    assert [(each.reason, each.event, each.detail) for each in refused.findings] == [
        (Reason.RULE, "Serie", "FREQ=HOURLY")
    ]
    assert len(kept_one.events) == 1


weekdays = st.lists(st.sampled_from("MO TU WE TH FR SA SU".split()), min_size=1, max_size=3, unique=True)
pieces = st.fixed_dictionaries(
    {"FREQ": st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])},
    optional={
        "INTERVAL": st.integers(1, 4).map(str),
        "BYMONTH": st.lists(st.integers(1, 12), min_size=1, max_size=3, unique=True).map(
            lambda x: ",".join(map(str, x))
        ),
        "BYMONTHDAY": st.lists(
            st.sampled_from([1, 9, 13, 15, 29, 31, -1, -3]), min_size=1, max_size=3, unique=True
        ).map(lambda x: ",".join(map(str, x))),
        "BYDAY": st.one_of(
            weekdays.map(",".join), st.sampled_from(["1MO", "2WE", "-1FR", "2WE,4WE", "5TU", "MO,TU,WE,TH,FR,SA,SU"])
        ),
        "BYSETPOS": st.sampled_from(["1", "2", "-1", "1,3", "5"]),
        "WKST": st.sampled_from(["MO", "SU"]),
        "UNTIL": st.sampled_from(["20280131T180000Z", "20280131T175959Z", "20270615T170000Z"]),
        "COUNT": st.integers(1, 12).map(str),
    },
)


@given(pieces, st.integers(0, 40), st.sampled_from([2, 19]))
def test_what_is_kept_has_the_dates_of_the_file(parts: dict[str, str], days: int, hour: int) -> None:
    rule = ";".join(f"{key}={value}" for key, value in parts.items())
    start = (WEDNESDAY + timedelta(days=days)).replace(hour=hour, minute=30)
    data = series(rule, f"{start:%Y%m%dT%H%M%S}")
    before = datetime(2029, 6, 1, tzinfo=UTC)
    for event in parse(data, BERLIN).events:
        found = [each.begins for each in dates(event, AFTER, before, 2_000)]
        assert found == [begins for begins, _, _ in expanded(data, BERLIN, AFTER, before)]
