"""English is the second language: every sentence of the code has its translation, and the compiled file is the same."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.calendar.entry import read_dates
from bot.calendar.reading import read_day, read_span, read_when
from bot.calendar.series import read_rule
from bot.domain.availability import read_availability
from bot.domain.towns import read_town
from bot.house import registry
from bot.talk import limits
from bot.talk.translation import translator
from tests.support.catalogue import BUTTONS, MO, compiled, declared, is_sentence, known, placeholders, sentences

ENGLISH = translator("en")
BERLIN = ZoneInfo("Europe/Berlin")
MOST = {
    "label": limits.FIELD_LABEL,
    "title": limits.FIELD_LABEL,
    "question": limits.SUMMARY,
    "summary": limits.SUMMARY,
}
MESSAGES = [(str(message.id), str(message.string), message) for message in known() if message.id]
UPDATE = "run `make catalogue` and translate what it names in bot/locale/en/LC_MESSAGES/ideenherd.po"


def test_every_sentence_of_the_code_is_translated_and_no_other() -> None:
    translated = {sentence for sentence, english, message in MESSAGES if english and not message.fuzzy}
    assert sentences().keys() - translated == set(), UPDATE
    assert translated - sentences().keys() == set(), UPDATE
    assert len(translated) == len(MESSAGES)
    assert not known().obsolete, UPDATE


def test_every_choice_of_a_field_is_a_sentence_of_the_catalogue() -> None:
    known_ones = {sentence for sentence, _, _ in MESSAGES}
    choices = {choice for command in registry() for option in command.options for choice in option.choices}
    assert choices
    assert choices - known_ones == set()


def test_a_translation_has_the_placeholders_of_its_sentence_and_nothing_german() -> None:
    for sentence, english, _ in MESSAGES:
        assert placeholders(sentence) == placeholders(english), sentence
        assert not re.search("[„!äöüß]", english), english


def test_the_compiled_file_is_what_the_translations_compile_to() -> None:
    assert MO.read_bytes() == compiled(known()), UPDATE


def test_what_a_platform_limits_fits_in_english_too() -> None:
    said = list(declared())
    assert {kind for kind, _ in said} == MOST.keys()
    for kind, sentence in said:
        assert len(ENGLISH(sentence)) <= MOST[kind], ENGLISH(sentence)


@pytest.mark.parametrize(("german", "english"), BUTTONS.items())
def test_a_fixed_label_reads_as_agreed(german: str, english: str) -> None:
    assert ENGLISH(german) == english


def test_an_unknown_language_and_an_unknown_sentence_stay_german() -> None:
    assert translator("tlh")("Weiter") == "Weiter"
    assert ENGLISH("Nie gesagt") == "Nie gesagt"
    assert not ENGLISH("")


def test_only_what_has_words_is_translated() -> None:
    assert not is_sentence("{at}/{all}")
    assert not is_sentence("{label} ({count})")
    assert is_sentence("„{title}“")


NOW = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize("example", ["2 December 19–21h", "4 to 6 December", "every 2nd Wednesday at 7pm"])
def test_the_dates_of_events_that_english_sentences_propose_are_read(example: str) -> None:
    assert proposed(example)
    assert read_dates(example, NOW, BERLIN).start > NOW.replace(tzinfo=None)


@pytest.mark.parametrize("example", ["1 July", "31 August"])
def test_the_days_that_english_sentences_propose_are_read(example: str) -> None:
    assert proposed(example)
    assert read_day(example, NOW, BERLIN) > NOW.date()


def test_a_button_is_named_in_english_as_it_reads_there() -> None:
    english_of = {sentence: english for sentence, english, _ in MESSAGES}
    named = [(said, english) for sentence, english, _ in MESSAGES for said in re.findall("„([^„“{}]+)“", sentence)]
    found = [(english_of[said], english) for said, english in named if said in english_of]
    assert len(found) > 10
    assert [(said, english) for said, english in found if f"“{said}”" not in english] == []


@pytest.mark.parametrize("example", ["2 December 19:00", "tomorrow 9:00"])
def test_the_moments_that_english_sentences_propose_are_read(example: str) -> None:
    assert proposed(example)
    assert read_when(example, NOW, BERLIN) > NOW.replace(tzinfo=None)


@pytest.mark.parametrize("example", ["90 min", "2 hours", "3 hours"])
def test_the_lengths_that_english_sentences_propose_are_read(example: str) -> None:
    assert proposed(example)
    assert read_span(example) > timedelta(0)


@pytest.mark.parametrize("example", ["every 2nd Wednesday", "every 2nd Wednesday of the month"])
def test_the_series_that_english_sentences_propose_are_read(example: str) -> None:
    assert proposed(example)
    assert read_rule(example) == "FREQ=MONTHLY;BYDAY=2WE"


def test_the_towns_and_availabilities_that_english_sentences_propose_are_read() -> None:
    for town in ("remote", "elsewhere"):
        assert proposed(town)
        assert read_town(town)
    for words, state in (("free", "frei"), ("free from 1 February", "ab"), ("booked out", "ausgebucht")):
        assert proposed(words)
        assert read_availability(words, lambda _: date(2027, 2, 1)).state == state


def proposed(words: str) -> bool:
    """Say whether an English sentence proposes to type exactly these words."""
    return any(f"“{words}”" in english for _, english, _ in MESSAGES)
