"""Text: spans stay what they are, whatever they look like."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.people import Address, Platform
from bot.errors import InvalidInput, NotFound
from bot.talk.text import Bold, Link, Mention, Phrase, german, joined_by, lines, mentions, opened, said, text

ANNA = Mention("Anna", (Address(Platform.TELEGRAM, "1"),))


def words(*spans: object) -> str:
    return "".join(span for span in spans if isinstance(span, str))


@given(st.text())
def test_members_text_in_a_phrase_stays_one_plain_string(typed: str) -> None:
    spans = list(opened(Phrase("Du suchst {what}.", what=typed), german))
    assert spans == ["Du suchst ", typed, "."]


def test_a_phrase_is_translated_before_its_values_are_put_in() -> None:
    english = {"Getaggt wegen {skills}": "Tagged for {skills}"}
    phrase = Phrase("Getaggt wegen {skills}", skills="Getaggt wegen {skills}")
    assert words(*opened(phrase, english.__getitem__)) == "Tagged for Getaggt wegen {skills}"


def test_phrases_inside_spans_are_opened() -> None:
    spans = tuple(opened((Bold(Phrase("Ort")), Link(Phrase("hier"), "https://example.org")), german))
    assert spans == (Bold("Ort"), Link("hier", "https://example.org"))


def test_mentions_are_found_wherever_they_stand() -> None:
    assert mentions(Phrase("{who} und {text}", who=ANNA, text="@ben")) == (ANNA,)


def test_rows_and_parts_are_joined_without_empty_ones() -> None:
    assert lines("a", None, (), "b") == ("a", "\n", "b")
    assert joined_by(", ", ["a", ("b", "c")]) == ("a", ", ", "b", "c")
    assert text("a", ("b", ANNA)) == ("a", "b", ANNA)


def test_an_error_is_finished_in_german_and_can_be_translated_with_the_same_values() -> None:
    english = {"Woanders als {town}?": "Elsewhere than {town}?"}
    error = InvalidInput("Woanders als {town}?", "ort", values={"town": "{Essen}"})
    assert (str(error), error.sentence, error.option) == ("Woanders als {Essen}?", "Woanders als {Essen}?", "ort")
    assert words(*opened(said(error), english.__getitem__)) == "Elsewhere than {Essen}?"
    phrase = Phrase("Woanders als {town}?", town="Essen")
    assert said(NotFound(phrase)) is phrase


@given(st.text())
def test_a_finished_error_is_said_as_it_is(sentence: str) -> None:
    assert words(*opened(said(NotFound(sentence)), german)) == sentence
