"""When an event takes place, as people type it: with its end, as whole days, as a series; and what is asked back."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar.entry import Dates, read_dates, typed
from bot.calendar.reading import read_span
from bot.domain.dates import MONTHS, duration
from bot.errors import InvalidInput

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 12, 1, 9, tzinfo=BERLIN)
HOURS = timedelta(hours=1)
DAYS = timedelta(days=1)


def at(day: int, hour: int = 0, minute: int = 0, month: int = 12) -> datetime:
    """Return a wall time of December 2026."""
    return datetime(2026, month, day, hour, minute)  # noqa: DTZ001 - wall time


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2.12. 19:00", Dates(at(2, 19))),
        ("Freitag 18–20 Uhr", Dates(at(4, 18), 2 * HOURS)),
        ("2.12. 22 Uhr bis 1 Uhr", Dates(at(2, 22), 3 * HOURS)),
        ("Samstag 10 Uhr bis Sonntag 16 Uhr", Dates(at(5, 10), 30 * HOURS)),
        ("von 4. bis 6. Dezember", Dates(at(4), 3 * DAYS, all_day=True)),
        ("5.12.2026 ganztägig", Dates(at(5), DAYS, all_day=True)),
        ("ganztaegig am Samstag", Dates(at(5), DAYS, all_day=True)),
        ("jeden 2. Mittwoch im Monat um 19 Uhr", Dates(at(9, 19), None, "FREQ=MONTHLY;BYDAY=2WE")),
        ("jeden Mittwoch 19-21 Uhr", Dates(at(2, 19), 2 * HOURS, "FREQ=WEEKLY;BYDAY=WE")),
    ],
)
def test_what_is_typed_is_an_events_dates(text: str, dates: Dates) -> None:
    assert read_dates(text, NOW, BERLIN) == dates


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("27.3. 10 Uhr bis 28.3. 16 Uhr", 29),
        ("30.10.2027 10 Uhr bis 31.10.2027 16 Uhr", 31),
        ("28.3. 1:00-2:30", 1.5),
        ("24.10.2027 10 Uhr bis 7.11.2027 10 Uhr", 14 * 24 + 1),
    ],
)
def test_an_end_beyond_a_clock_change_is_the_one_typed(text: str, hours: float) -> None:
    assert read_dates(text, NOW, BERLIN).lasts == hours * HOURS
    assert read_span(duration(hours * HOURS)) == hours * HOURS  # as the form to change it is filled


@pytest.mark.parametrize(
    ("text", "says", "choice"),
    [
        ("Samstag", "Um wie viel Uhr?", "ganztägig"),
        ("alle 14 Tage donnerstags", "Um wie viel Uhr?", ""),
        ("30.11.2026 18-20 Uhr", "schon vorbei", ""),
        ("gestern", "schon vorbei", ""),
        ("am Wochenende 15 Uhr", "Welcher Tag genau?", "So 6.12.2026 15:00"),
        ("nächste Woche um 7", "Welcher Tag genau?", "Sa 12.12.2026 19:00"),
        ("24. und 25.12. 18 Uhr", "Welcher Tag genau?", "Fr 25.12.2026 18:00"),
        ("im Januar 18-20 Uhr", "Welcher Tag genau?", ""),
        ("2.12.2031", "mehr als {years} Jahre hin", ""),
        ("2.12.2031 ganztägig", "mehr als {years} Jahre hin", ""),
        ("2.12. bis 4.12.2031", "mehr als {years} Jahre hin", ""),
        ("2.12.2031 18-20 Uhr", "mehr als {years} Jahre hin", ""),
        ("ab 2.12.2031 jeden Montag 19 Uhr", "mehr als {years} Jahre hin", ""),
        ("von 4. Dezember bis 6. Januar", "höchstens 14 Tage", ""),
        ("Freitag 18 Uhr bis Sonntag", "Um wie viel Uhr beginnt es, um wie viel Uhr endet es?", "bis So 6.12.2026"),
        ("4.12. 18 Uhr bis 6.12.", "Um wie viel Uhr beginnt es, um wie viel Uhr endet es?", "bis So 6.12.2026"),
        ("4. bis 6. Dezember 10 Uhr", "Um wie viel Uhr beginnt es, um wie viel Uhr endet es?", "bis So 6.12.2026"),
        ("24.10.2027 10 Uhr bis 7.11.2027 11 Uhr", "höchstens 14 Tage", ""),
        ("4.12. 18 Uhr bis 6.1.", "höchstens 14 Tage", ""),
        ("8.12. bis 7.12.", "Das Ende liegt vor dem Anfang.", ""),
        ("Mo-Fr 9 Uhr", "Jede Woche oder nur dieses eine Mal?", "jeden Montag"),
        ("Montag bis Freitag 9 Uhr", "schreib zu beiden Tagen die Uhrzeit", "Freitag, 09:00 Uhr"),
        ("Version 2.12. ist da", "", ""),
        ("Mittwoch, 3.12. 19 Uhr", "", ""),
    ],
)
def test_what_is_not_clear_is_asked(text: str, says: str, choice: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_dates(text, NOW, BERLIN)
    assert says in str(refused.value)
    assert choice in (refused.value.choices or ("",))[-1]
    for likely in refused.value.choices:
        read_dates(likely, NOW, BERLIN)


@pytest.mark.parametrize("language", ["de", "en"])
@given(start=st.datetimes(at(2), at(2).replace(year=2031, month=11)), days=st.integers(1, 14), all_day=st.booleans())
def test_what_is_echoed_is_read_again(language: str, start: datetime, days: int, all_day: bool) -> None:
    first = start.replace(second=0, microsecond=0, **({"hour": 0, "minute": 0} if all_day else {}))  # type: ignore[arg-type]
    echoed = typed(first, days * DAYS, language, all_day=all_day)
    assert language == "de" or not {"bis", "ganztägig"}.intersection(echoed.split())
    assert (language == "en") is bool(set(MONTHS["en"]).intersection(echoed.split()))
    found = read_dates(echoed, NOW, BERLIN)
    expected = Dates(first, days * DAYS, all_day=True) if all_day else Dates(first)
    shifted = Dates(first + HOURS)  # an hour that the spring change leaves out
    assert found == expected or (not all_day and found == shifted)


@given(st.text(max_size=80))
def test_anything_is_read_or_refused(text: str) -> None:
    with suppress(InvalidInput):
        assert isinstance(read_dates(text, NOW, BERLIN), Dates)
