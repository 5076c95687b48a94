"""A rule is put into words only where they are read as that very rule again."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar.retyped import retyped
from bot.calendar.rule import DAYS, parse
from bot.calendar.series import read_rule
from bot.errors import InvalidInput

WEDNESDAY = datetime(2026, 12, 9, 19)  # noqa: DTZ001 - wall time


@pytest.mark.parametrize(
    ("rule", "german", "english"),
    [
        ("FREQ=MONTHLY;BYDAY=2WE", "jeden 2. Mittwoch im Monat", "every 2nd Wednesday of the month"),
        ("FREQ=MONTHLY;BYDAY=-1WE", "jeden letzten Mittwoch im Monat", "every last Wednesday of the month"),
        ("FREQ=WEEKLY", "jede Woche", "every week"),
        ("FREQ=WEEKLY;BYDAY=WE", "jeden Mittwoch", "every Wednesday"),
        ("FREQ=WEEKLY;INTERVAL=2", "alle 2 Wochen", "every 2 weeks"),
        ("FREQ=YEARLY", "jedes Jahr", "every year"),
        ("FREQ=MONTHLY", "jeden Monat", "every month"),
        ("FREQ=DAILY", "täglich", "daily"),
        (
            "FREQ=MONTHLY;BYDAY=2WE;COUNT=3",
            "jeden 2. Mittwoch im Monat, 3-mal",
            "every 2nd Wednesday of the month, 3 times",
        ),
        ("FREQ=DAILY;INTERVAL=7", "FREQ=DAILY;INTERVAL=7", "FREQ=DAILY;INTERVAL=7"),  # seven days are read as a week
    ],
)
def test_usual_series_are_words(rule: str, german: str, english: str) -> None:
    assert retyped(rule, WEDNESDAY) == german
    assert retyped(rule, WEDNESDAY, "en") == english


_DAY = st.builds("{}{}".format, st.sampled_from(["", "1", "2", "3", "4", "5", "-1", "-2"]), st.sampled_from(DAYS))
_PARTS = st.fixed_dictionaries(
    {"FREQ": st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])},
    optional={
        "INTERVAL": st.integers(1, 30).map(str),
        "BYMONTH": st.integers(1, 12).map(str),
        "BYMONTHDAY": st.integers(-31, 31).map(str),
        "BYDAY": st.lists(_DAY, min_size=1, max_size=3).map(",".join),
        "COUNT": st.integers(1, 99).map(str),
        "UNTIL": st.just("20271231"),
    },
)


@given(_PARTS, st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)), st.sampled_from(["de", "en"]))  # noqa: DTZ001
def test_what_stands_in_the_form_is_read_as_the_same_rule(
    parts: dict[str, str], first: datetime, language: str
) -> None:
    try:
        rule = str(parse(";".join(f"{key}={value}" for key, value in parts.items())))
    except InvalidInput:
        return
    assert read_rule(retyped(rule, first, language)) == rule
