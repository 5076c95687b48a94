"""The law of folding: what is equal, what stays apart, and that folding twice changes nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.folding import contracted, fold, letters


@pytest.mark.parametrize(
    "spellings",
    [
        ("Bönen", "Boenen", "Bonen", "BÖNEN", "Bo\u0308nen"),
        ("Straße", "STRASSE", "strasse"),
        ("Node.js", "nodejs", "node js", "Node-JS", "node_js", "NODE/JS"),
        ("Texter:in", "Texter*in", "Texterin", "TexterIn", "Texter/-in"),
        ("Café", "cafe"),
        ("\uff30\uff59thon", "#python", "+python", "Python"),
        (".NET", ".net", " .Net"),
    ],
)
def test_spellings_of_one_name_are_equal(spellings: tuple[str, ...]) -> None:
    assert len({fold(spelling) for spelling in spellings}) == 1


def test_names_that_differ_in_a_sign_stay_apart() -> None:
    names = ("C", "C++", "C#", "F#", ".NET", "NET")
    assert len({fold(name) for name in names}) == len(names)


@pytest.mark.parametrize(("name", "folded"), [("Steuer", "steuer"), ("Bauer", "bauer"), ("Queue", "queue"), ("", "")])
def test_vowels_that_are_no_umlaut_stay(name: str, folded: str) -> None:
    assert fold(name) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="aeouq.+# äßé-CX"))
def test_folding_twice_changes_nothing_where_it_is_hardest(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
def test_words_may_be_joined_before_the_last_step(one: str, other: str) -> None:
    assert contracted(letters(one) + letters(other).lstrip(".+#")) == fold(letters(one) + letters(other).lstrip(".+#"))
