"""Strange text: what is kept of what members type."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.talk.strange import cleaned, one_line, utf16_length

ANY_TEXT = st.text(st.characters(codec=None, categories=None), max_size=300)


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert cleaned(cleaned(text)) == cleaned(text)


@given(ANY_TEXT)
def test_nothing_invisible_or_piled_up_is_left(text: str) -> None:
    result = cleaned(text)
    assert not [sign for sign in result if unicodedata.category(sign) in ("Cc", "Cs", "Co") and sign != "\n"]
    marks = [unicodedata.category(sign) in ("Mn", "Me") for sign in result]
    assert not any(all(marks[at : at + 3]) for at in range(len(marks) - 2))
    result.encode("utf-8")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Grüße\r\naus Essen \n", "Grüße\naus Essen"),
        ("u\u0308ber", "über"),
        ("a\u202eb\u200fc\u2066d", "abcd"),
        ("null\x00byte\x1b[31m", "nullbyte[31m"),
        ("z" + "\u0300" * 40, "z\u0300\u0300"),
        ("**fett** <b>x</b> @everyone", "**fett** <b>x</b> @everyone"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("Anna\u3164B", "Anna B"),
        ("\u3164\u115f \u1160\uffa0\u2800", ""),
        ("\u200d\n\ufe0f\u0301", ""),
    ],
)
def test_what_people_see_is_kept_and_what_deceives_is_not(typed: str, kept: str) -> None:
    assert cleaned(typed) == kept


def test_a_line_is_cut_with_an_ellipsis() -> None:
    assert one_line("ein\nzwei", 20) == "ein zwei"
    assert one_line("x" * 30, 10) == "x" * 9 + "…"


def test_length_is_counted_as_the_platforms_count() -> None:
    assert utf16_length("ä") == 1
    assert utf16_length("👍") == 2
