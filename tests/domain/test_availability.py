"""Availability as members type it and as they read it."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar.reading import read_day as calendar_day
from bot.domain.availability import availability_words, read_availability
from bot.domain.members import Availability
from bot.errors import InvalidInput

TODAY = date(2026, 12, 1)


def read_day(text: str) -> date:
    """Know one date alone."""
    if text not in ("1.2.", "1.2.2027"):
        raise InvalidInput("Welcher Tag?")
    return date(2027, 2, 1)


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("frei", "frei"), ("Frei", "frei"), ("free", "frei"), ("verfügbar", "frei"), ("verfuegbar", "frei"),
        ("ab sofort", "frei"), ("frei ab 1.2.", "ab"), ("ab 1.2.2027", "ab"), ("free from 1.2.", "ab"),
        ("Verfügbar  ab 1.2.", "ab"), ("ab 1.2. frei", "ab"), ("ab 1.2. wieder frei", "ab"), ("1.2.", "ab"),
        ("wieder frei ab 1.2.", "ab"), ("from 1.2. available", "ab"), ("ausgebucht", "ausgebucht"),
        ("booked out", "ausgebucht"), ("nicht verfügbar", "ausgebucht"),
    ],
)  # fmt: skip
def test_availability_is_read_in_german_and_english(typed: str, state: str) -> None:
    since = date(2027, 2, 1) if state == "ab" else None
    assert read_availability(typed, read_day) == Availability(state, since)


@pytest.mark.parametrize("typed", ["", "vielleicht", "ab", "frei ab", "frei ab morgen", "absolut", "frei 1.2."])
def test_anything_else_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput):
        read_availability(typed, read_day)


@given(st.text())
def test_any_text_is_read_or_refused(typed: str) -> None:
    try:
        read_availability(typed, read_day)
    except InvalidInput:
        return


@pytest.mark.parametrize(
    ("availability", "words"),
    [
        (Availability("frei"), "frei"),
        (Availability("ausgebucht"), "ausgebucht"),
        (Availability("ab", date(2027, 2, 1)), "frei ab 1. Februar 2027"),
        (Availability("ab", date(2026, 12, 24)), "frei ab 24. Dezember"),
        (Availability("ab", date(2028, 3, 12)), "frei ab 12. März 2028"),
        (Availability("ab", TODAY), "frei"),
    ],
)
def test_words_say_from_when_and_name_the_year_only_where_it_is_needed(availability: Availability, words: str) -> None:
    assert availability_words(availability, TODAY) == words
    assert read_availability(words, lambda _: availability.since or TODAY).is_free(TODAY) == availability.is_free(TODAY)


@pytest.mark.parametrize(
    ("availability", "words"),
    [
        (Availability("frei"), "free"),
        (Availability("ausgebucht"), "booked out"),
        (Availability("ab", date(2027, 2, 1)), "free from 1 February 2027"),
        (Availability("ab", date(2028, 3, 12)), "free from 12 March 2028"),
    ],
)
def test_english_words_are_read_again(availability: Availability, words: str) -> None:
    assert availability_words(availability, TODAY, "en") == words
    zone = ZoneInfo("Europe/Berlin")
    morning = datetime.combine(TODAY, time(9), zone)
    assert read_availability(words, lambda day: calendar_day(day, morning, zone)) == availability
