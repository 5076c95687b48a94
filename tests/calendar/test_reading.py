# ruff: noqa: DTZ001 - a wall time is naive, that is its point
import re
import time
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.calendar.reading import read_day, read_span, read_when
from bot.calendar.wall import instant, wall
from bot.domain import dates
from bot.errors import InvalidInput
from bot.talk.text import Phrase

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 26, 9, 15, tzinfo=UTC)  # Thursday, 10:15 in Berlin
NOWS = st.datetimes(datetime(2020, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))

WORDS = st.sampled_from(
    [
        *("heute", "morgen", "in", "um", "am", "den", "Mi.", "Mittwoch", "Dezember", "Februar", "Uhr", "h", "Uhr 30"),
        *("2.12.", "30.2.", "31.11.2026", "2026-12-02", "T19:00", "19:00", "24:00", "25:61", "29.2.", "1.1.0001"),
        *("99999", "Stunden", "min", "Tagen", "Wochen", "1,5", "und", ",", ".", ":", "-", "12.12.26", "31.12.9999"),
        *("0", "٣", "½", "\uff12", "İ", "ß", "\u202e", "\x00", "e\u0301", "4.12", "2026", "bis", "jeden"),
    ]
)
TEXTS = st.text(max_size=250) | st.lists(WORDS, max_size=8).map(" ".join) | st.lists(WORDS, max_size=6).map("".join)


def refused(text: str, now: datetime = NOW) -> InvalidInput:
    with pytest.raises(InvalidInput) as error:
        read_when(text, now, BERLIN)
    return error.value


def asked(text: str, now: datetime = NOW) -> Phrase:
    sentence = refused(text, now).sentence
    assert isinstance(sentence, Phrase)
    return sentence


def worded(sentence: object) -> str:
    """Return a sentence with the sentences in it."""
    if not isinstance(sentence, Phrase):
        return str(sentence)
    return sentence.template.format(**{name: worded(value) for name, value in sentence.values.items()})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-12-02 19:00", "2026-12-02 19:00"),
        ("2026-12-02T19:00", "2026-12-02 19:00"),
        ("2026-12-02T19:00:00", "2026-12-02 19:00"),
        ("2.12. 19:00", "2026-12-02 19:00"),
        ("2.12.2026 19:00", "2026-12-02 19:00"),
        ("02.12.26, 19 Uhr", "2026-12-02 19:00"),
        ("2.12. um 19:30 Uhr", "2026-12-02 19:30"),
        ("2.12. um 19.30", "2026-12-02 19:30"),
        ("2. 12. 2026, 19.30 Uhr", "2026-12-02 19:30"),
        ("Mi., 2.12. 19:00", "2026-12-02 19:00"),
        ("Mittwoch, den 2.12.2026, 19.00 Uhr", "2026-12-02 19:00"),
        ("2. Dezember 19 Uhr", "2026-12-02 19:00"),
        ("2 dez 19h", "2026-12-02 19:00"),
        ("12. März 2027 ab 18 Uhr", "2027-03-12 18:00"),
        ("19 Uhr 12. Dezember", "2026-12-12 19:00"),
        ("19 Uhr 30 am 2.12.", "2026-12-02 19:30"),
        ("2.12.19:00", "2026-12-02 19:00"),
        ("heute 19:00", "2026-11-26 19:00"),
        ("heute 24 Uhr", "2026-11-27 00:00"),
        ("MORGEN 9:00", "2026-11-27 09:00"),
        ("übermorgen um 9", "2026-11-28 09:00"),
        ("übermorgen um halb acht", "2026-11-28 19:30"),
        ("übernächsten Mittwoch um halb acht", "2026-12-09 19:30"),
        ("Mittwoch 18:30", "2026-12-02 18:30"),
        ("Rosenmontag 11:11 Uhr", "2027-02-08 11:11"),
        ("tomorrow 12:00 am", "2026-11-27 00:00"),
        ("morgen in 2 Tagen 18:00", "2026-11-29 18:00"),
        ("u\u0308bermorgen 9 Uhr", "2026-11-28 09:00"),
        ("in 2 stunden", "2026-11-26 12:15"),
        ("in 30 min", "2026-11-26 10:45"),
        ("in 1 h 30 min.", "2026-11-26 11:45"),
        ("in einer halben Stunde", "2026-11-26 10:45"),
        ("in anderthalb Stunden", "2026-11-26 11:45"),
        ("in 3 Tagen um 18 Uhr", "2026-11-29 18:00"),
        ("in zwei Wochen 18:00", "2026-12-10 18:00"),
        ("Wed, 2 December 2026, 19:00", "2026-12-02 19:00"),
        ("tomorrow at 9:00", "2026-11-27 09:00"),
    ],
)
def test_what_people_type_is_read(text: str, said: str | None) -> None:
    if said is None:
        asked(text)
    else:
        assert read_when(text, NOW, BERLIN) == datetime.fromisoformat(said)


def test_without_a_year_the_next_such_date_is_meant() -> None:
    assert read_when("15.1. 18 Uhr", NOW, BERLIN) == datetime(2027, 1, 15, 18)
    assert read_when("25.11. 18 Uhr", NOW, BERLIN) == datetime(2027, 11, 25, 18)
    assert read_when("26.11. 18 Uhr", NOW, BERLIN) == datetime(2026, 11, 26, 18)
    assert read_when("29.2. 18 Uhr", NOW, BERLIN) == datetime(2028, 2, 29, 18)


@pytest.mark.parametrize(
    "text", ["2.12.", "2. Dezember", "morgen", "2026-12-02", "Mi., 2.12.2026", "Mittwoch", "in 3 Tagen"]
)
def test_a_missing_time_is_asked_for(text: str) -> None:
    question = asked(text)
    assert question.template.startswith("Um wie viel Uhr?")
    assert read_when(str(question.values["example"]), NOW, BERLIN).hour == 19
    day = read_day(text, NOW, BERLIN)
    choices = refused(text).choices
    assert choices
    assert {read_when(choice, NOW, BERLIN).date() for choice in choices} == {day}


def test_the_hours_that_are_proposed_fit_the_part_of_the_day() -> None:
    assert refused("morgen früh").choices == ("Fr 27.11.2026 08:00", "Fr 27.11.2026 09:00", "Fr 27.11.2026 07:00")
    assert refused("morgen abend").choices == ("Fr 27.11.2026 19:00", "Fr 27.11.2026 18:00", "Fr 27.11.2026 20:00")
    assert refused("in 3 Tagen").choices[0] == "So 29.11.2026 10:15"


@pytest.mark.parametrize("text", ["4 December", "5pm", "next Friday at noon", "9 December 2020 18:00", "whenever", ""])
def test_what_is_proposed_in_english_is_english_and_understood(text: str) -> None:
    with pytest.raises(InvalidInput) as german:
        read_when(text, NOW, BERLIN)
    with pytest.raises(InvalidInput) as english:
        read_when(text, NOW, BERLIN, "en")
    meant, proposed = ([read_when(one, NOW, BERLIN) for one in each.value.choices] for each in (german, english))
    assert proposed == meant
    said = " ".join((*english.value.choices, worded(english.value.sentence).partition("zum Beispiel")[2]))
    assert not re.search(r"[0-9]\.[0-9]|\b(?:Mo|Di|Mi|Do|Fr|Sa|So|bis|Uhr)\b", said), said


@pytest.mark.parametrize("text", ["19 Uhr", "um 18:30", "halb acht", "in der Nacht um 2"])
def test_a_missing_day_is_asked_for_with_the_next_two(text: str) -> None:
    question = asked(text)
    assert question.template.startswith("An welchem Tag?")
    first, second = (read_when(choice, NOW, BERLIN) for choice in refused(text).choices)
    assert first == read_when(str(question.values["example"]), NOW, BERLIN)
    assert second - first == timedelta(days=1)


def test_a_weekday_that_contradicts_the_date_is_refused_with_what_may_be_meant() -> None:
    error = refused("Do., 2.12. 19:00")
    assert error.choices == ("Mi 2.12.2026 19:00", "Do 3.12.2026 19:00", "Do 2.12.2027 19:00")
    assert worded(error.sentence) == (
        "Wochentag und Datum passen nicht zusammen. "
        "Möglich: Mi 2.12.2026 19:00; Do 3.12.2026 19:00; Do 2.12.2027 19:00."
    )
    assert read_when("Mi., 2.12. 19:00", NOW, BERLIN) == datetime(2026, 12, 2, 19)


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("nächsten Freitag 18 Uhr", ("Fr 27.11.2026 18:00", "Fr 4.12.2026 18:00")),
        ("2.12. 18:00-20:00", ("Mi 2.12.2026 18:00",)),
        ("jeden Mittwoch 19 Uhr", ("Mi 2.12.2026 19:00", "Mi 9.12.2026 19:00", "Mi 16.12.2026 19:00")),
        ("bis Freitag 12 Uhr", ("Fr 27.11.2026 12:00",)),
        ("2.12. oder 3.12. 19 Uhr", ("Mi 2.12.2026 19:00", "Do 3.12.2026 19:00")),
        ("4. bis 6. Dezember", ()),
    ],
)
def test_several_readings_are_named_and_each_is_understood(text: str, choices: tuple[str, ...]) -> None:
    error = refused(text)
    assert error.choices == choices
    for choice in choices:
        assert choice in worded(error.sentence)
        assert f"{read_when(choice, NOW, BERLIN):%H:%M}" == choice.split()[-1]


@pytest.mark.parametrize(
    ("text", "template"),
    [
        ("30.2. 19 Uhr", "Den {day} gibt es nicht."),
        ("31.11.2026 19:00", "Den {day} gibt es nicht."),
        ("29.2.2027 19:00", "Den {day} gibt es nicht."),
        ("2.13. 19:00", "Den {day} gibt es nicht."),
        ("0.12. 19:00", "Den {day} gibt es nicht."),
        ("morgen 25 Uhr", "Diese Uhrzeit gibt es nicht."),
        ("morgen 24:01", "Diese Uhrzeit gibt es nicht."),
        ("morgen 19:60", "Diese Uhrzeit gibt es nicht."),
        ("1.1.2020 19:00", "Das ist schon vorbei."),
        ("1.1.0001 0:00", "Das ist schon vorbei."),
        ("heute 9:00", "Das ist schon vorbei."),
        ("26.11. 9:00", "Das ist schon vorbei."),
        ("gestern 10:00", "Das ist schon vorbei."),
        ("vorgestern", "Das ist schon vorbei."),
        ("yesterday at 9:00", "Das ist schon vorbei."),
        ("27.11.2031 19:00", "Das ist mehr als "),
        ("31.12.9999 24:00", "Das ist mehr als "),
        ("in 99999 Wochen", "Das ist mehr als "),
        ("in 2000 Tagen", "Das ist mehr als "),
        ("2.12. 3.12. 19:00", "Das sind mehrere Tage."),
        ("2.12. 18:00 20:00", "Das sind mehrere Uhrzeiten."),
        ("2.12. 18:00-20:00", "Hier zählt ein einzelner Zeitpunkt."),
        ("tomorrow 13:00 am", "Diese Uhrzeit gibt es nicht."),
        ("in 2 Stunden um 18 Uhr", "Das sind mehrere Uhrzeiten."),
        ("in 1,5 Tagen", "Welcher Tag genau?"),
        ("Python 3.12", "Das verstehe ich nicht."),
        ("wird noch bekannt gegeben", "Das verstehe ich nicht."),
        ("", "Das verstehe ich nicht."),
        ("2.12. 19:00" + 200 * " ", "Das ist zu lang."),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(text: str, template: str) -> None:
    assert worded(asked(text)).startswith(template.format(day=(text.split() or [""])[0]))


def test_five_years_ahead_is_the_limit() -> None:
    assert read_when("26.11.2031 19:00", NOW, BERLIN) == datetime(2031, 11, 26, 19)
    leap_day = datetime(2028, 2, 29, 9, tzinfo=UTC)
    assert read_when("28.2.2033 19:00", leap_day, BERLIN) == datetime(2033, 2, 28, 19)
    assert asked("1.3.2033 19:00", leap_day).template.startswith("Das ist mehr als")


def test_the_missing_hour_is_shifted_and_of_the_doubled_one_the_first_is_meant() -> None:
    assert read_when("28.3.2027 2:30", NOW, BERLIN) == datetime(2027, 3, 28, 3, 30)
    doubled = read_when("31.10.2027 2:30", NOW, BERLIN)
    assert instant(doubled, BERLIN) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_hours_pass_and_days_are_counted_across_the_clock_changes() -> None:
    before_spring = datetime(2027, 3, 28, 0, 30, tzinfo=UTC)
    assert read_when("in 2 Stunden", before_spring, BERLIN) == datetime(2027, 3, 28, 4, 30)
    assert read_when("in 24 Stunden", before_spring, BERLIN) == datetime(2027, 3, 29, 2, 30)
    in_autumn = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert instant(read_when("in 1 Stunde", in_autumn, BERLIN), BERLIN) == in_autumn + timedelta(hours=1)
    assert read_when("in einer Woche 19 Uhr", in_autumn, BERLIN) == datetime(2026, 11, 1, 19)


def test_seconds_are_rounded_up_so_that_nothing_comes_early() -> None:
    late = NOW + timedelta(seconds=1)
    assert instant(read_when("in 2 min", late, BERLIN), BERLIN) == NOW + timedelta(minutes=3)
    assert instant(read_when("in 2 min", NOW, BERLIN), BERLIN) == NOW + timedelta(minutes=2)


@given(TEXTS, NOWS)
@example("1.1.0001 0:00", NOW)
def test_any_text_is_read_or_refused(text: str, now: datetime) -> None:
    today = wall(now, BERLIN).date()
    for read in (read_when, read_day):
        with suppress(InvalidInput):
            said = read(text, now, BERLIN)
            assert today <= (said.date() if isinstance(said, datetime) else said) <= today + timedelta(days=5 * 366)


@given(NOWS, st.integers(1, 5 * 365 * 24 * 60), st.sampled_from(["de", "en"]))
@example(datetime(2027, 10, 30, 12, tzinfo=UTC), 825, "de")
def test_what_is_written_is_read_again(now: datetime, minutes: int, language: str) -> None:
    moment = now.replace(second=0, microsecond=0) + timedelta(minutes=minutes)
    said = wall(moment, BERLIN)
    assume(not said.fold)
    assert read_when(dates.full(moment, BERLIN, now, language), now, BERLIN) == said
    assert read_when(f"{said:%Y-%m-%d %H:%M}", now, BERLIN) == said
    assert read_day(dates.day(moment, BERLIN, now, language), now, BERLIN) == said.date()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1.2.", date(2027, 2, 1)),
        ("ab 1.2.", date(2027, 2, 1)),
        ("frei ab dem 1. Februar 2028", date(2028, 2, 1)),
        ("in 2 Wochen", date(2026, 12, 10)),
        ("heute", date(2026, 11, 26)),
        ("Freitag", date(2026, 11, 27)),
        ("ab Januar", date(2027, 1, 1)),
    ],
)
def test_a_day_is_read_without_a_time(text: str, day: date) -> None:
    assert read_day(text, NOW, BERLIN) == day


@pytest.mark.parametrize(
    "text", ["1.2. 19:00", "in 2 Stunden", "Januar bis März", "31.4.", "1.1.2026", "1.1.2040", "bald", ""]
)
def test_what_is_no_day_ahead_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        read_day(text, NOW, BERLIN)


@pytest.mark.parametrize(
    ("text", "language", "says", "choices"),
    [
        ("24.12. bis 6.1.", "de", "Hier zählt ein einzelner Tag. Möglich: ", ("Do 24.12.2026", "Mi 6.1.2027")),
        ("20.11. bis 6.12.", "de", "Hier zählt ein einzelner Tag. Möglich: ", ("So 6.12.2026",)),
        ("Freitag 18-20 Uhr", "de", "Hier zählt ein einzelner Tag. Schreib zum Beispiel „1.2.“.", ()),
        ("Friday 6-8pm", "en", "Hier zählt ein einzelner Tag. Schreib zum Beispiel „1 February“.", ()),
    ],
)
def test_of_several_days_one_is_asked_for(text: str, language: str, says: str, choices: tuple[str, ...]) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_day(text, NOW, BERLIN, language)
    assert worded(refused.value.sentence).startswith(says)
    assert refused.value.choices == choices


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("2h", 120),
        ("90 min", 90),
        ("1,5 Stunden", 90),
        ("1.5 h", 90),
        ("1:30", 90),
        ("1:30 h", 90),
        ("1h30", 90),
        ("1h30min", 90),
        ("1 Std. 30 Min.", 90),
        ("1 h,30 min", 90),
        ("eine Stunde und 30 Minuten", 90),
        ("anderthalb Stunden", 90),
        ("halbe Stunde", 30),
        ("2 Tage", 2880),
        ("zwei Wochen", 14 * 1440),
        ("1 Minute", 1),
        ("2 hours", 120),
    ],
)
def test_a_length_is_read(text: str, minutes: int) -> None:
    assert read_span(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "text",
    [
        "90",
        "0 min",
        "0,5 min",
        "15 Tage",
        "2 Wochen 61 Minuten",
        "2-3 h",
        "-1 h",
        "lange",
        "",
        "h",
        "1:75",
        "1,5",
        "in 2 h",
    ],
)
def test_what_is_no_length_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        read_span(text)


@given(TEXTS)
def test_any_text_is_a_length_or_refused(text: str) -> None:
    with suppress(InvalidInput):
        assert timedelta(minutes=1) <= read_span(text) <= timedelta(days=14, hours=1)


@pytest.mark.parametrize(
    "piece", ["1 h ", "in 1 h ", "12.12. ", "19:00 ", "um ", "am 2.", "1", " ", "\ufdfa", "2.12.26"]
)
@pytest.mark.parametrize("length", [200, 1_000_000])
def test_hostile_texts_cost_no_time(piece: str, length: int) -> None:
    text = (piece * length)[:length]
    begun = time.perf_counter()
    for read in (lambda: read_when(text, NOW, BERLIN), lambda: read_day(text, NOW, BERLIN), lambda: read_span(text)):
        with suppress(InvalidInput):
            read()
    assert time.perf_counter() - begun < 0.5
