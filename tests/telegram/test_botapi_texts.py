"""The loopback Bot API cleans texts, keeps entities and finds its own as Telegram's parser does."""

from __future__ import annotations

import json
from importlib.util import find_spec
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.support.botapi.cleaning import cleaned, is_empty
from tests.support.botapi.entities import Entity, stretch, units
from tests.support.botapi.finding import by_likeness, found, tdlib
from tests.support.botapi.refusals import Refusal
from tests.support.botapi.texts import url_fault

WITH_TDLIB = pytest.mark.skipif(find_spec("tdjson") is None, reason="TDLib is not installed")
TRICKY = st.text(
    st.one_of(
        st.sampled_from(list("ab1_@/#$.:- \n\r\t<>()")),
        st.sampled_from(list("ä😀\u200b\u200e\u200f\u2060\u2028\u202e\u0333\u030a\u00a0\u3000")),
    ),
    max_size=30,
)


def bold(text: str, offset: int, length: int) -> Entity:
    return Entity("bold", offset, length, stretch(text, offset, length))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  Hallo \n", "Hallo"),
        ("Hallo\tWelt\x0b!", "Hallo Welt !"),
        ("eins\r\nzwei", "eins\nzwei"),
        ("ver\u202ekehrt\u2028um", "verkehrtum"),
        ("a\u200f\u200f\u200eb", "a\u200c\u200c\u200eb"),
        ("\u00a0Hallo\u00a0", "\u00a0Hallo\u00a0"),
    ],
)
def test_a_text_is_kept_as_telegram_cleans_it(text: str, kept: str) -> None:
    assert cleaned(text) == (kept, [])


@pytest.mark.parametrize("text", ["", " ", "\n", "\u200b\u200d", "\u2800", "\ufeff \u3000", "\U000e0020"])
def test_what_nobody_sees_is_empty(text: str) -> None:
    assert is_empty(text)
    assert not is_empty(f"{text}x{text}")


@pytest.mark.parametrize(
    ("text", "offset", "length", "words"),
    [
        ("  Hallo  ", 0, 9, "Hallo"),
        ("a  b  c", 1, 4, "b "),
        ("\rHallo", 0, 6, "Hallo"),
        ("x😀\r\ny", 1, 5, "😀\ny"),
        ("eins zwei ", 5, 5, "zwei"),
    ],
)
def test_an_entity_covers_what_remains_of_its_words(text: str, offset: int, length: int, words: str) -> None:
    kept, (entity,) = cleaned(text, [bold(text, offset, length)])
    assert (entity.words, stretch(kept, entity.offset, entity.length)) == (words, words)


def test_an_entity_of_spaces_or_nothing_is_dropped() -> None:
    assert cleaned("a  b", [bold("a  b", 1, 2), bold("a  b", 3, 0)]) == ("a  b", [])


@given(TRICKY, st.integers(0, 40), st.integers(0, 40))
def test_an_entity_is_refused_or_lies_within_the_text(text: str, offset: int, length: int) -> None:
    try:
        kept, entities = cleaned(text, [bold(text, offset, length)])
    except Refusal:
        return
    for entity in entities:
        assert 0 <= entity.offset < entity.end <= units(kept)
        assert entity.words.strip(" \n")


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("/suche python", ["/suche"]),
        ("Ja, /suche@ideenherd_bot!", ["/suche@ideenherd_bot"]),
        ("1/2 a/b /x/ //y </z> /ä", []),
        ("frag @anna_malt oder @abc", ["@anna_malt"]),
        ("anna@example.de", ["anna@example.de"]),
        ("a@anna @annaä /start@ab", []),
        ("@\u2060anna /\u2060suche", []),
        ("siehe example.de/x?y=1, z.B. #jobs für $EUR", ["example.de/x?y=1", "#jobs", "$EUR"]),
        ("https://t.me/x_bot?start=a-b.", ["https://t.me/x_bot?start=a-b"]),
        ("#1 #1a a#b", ["#1a"]),
        ("Am 24.12. um 19:30 Uhr, e.V.", []),
        ("\u2060@anna \u2060/suche", ["@anna", "/suche"]),  # a mark before the sign breaks nothing
    ],
)
def test_telegram_finds_commands_mentions_and_addresses(text: str, hits: list[str]) -> None:
    assert [each.words for each in by_likeness(text)] == hits
    assert [each.words for each in found(text)] == hits
    assert all(stretch(text, each.offset, each.length) == each.words for each in found(text))


@WITH_TDLIB
@given(TRICKY)
@example("/a@b_c@d")
@example("@@abcd/@abcd")
def test_the_likeness_finds_the_commands_and_mentions_that_tdlib_finds(text: str) -> None:
    finder = tdlib()
    assert finder is not None
    kinds = {"bot_command", "mention"}
    theirs = [each for each in finder(text) if each.kind in kinds]
    ours = [each for each in by_likeness(text) if each.kind in kinds]
    if not any(each.kind in {"url", "email"} for each in (*finder(text), *by_likeness(text))):
        assert ours == theirs


@WITH_TDLIB
@given(TRICKY, st.integers(0, 12), st.integers(0, 12))
def test_entities_are_refused_where_tdlib_refuses_them(text: str, offset: int, length: int) -> None:
    assert _asked_us(text, offset, length).casefold() == _asked_tdlib(text, offset, length).casefold()


def _asked_us(text: str, offset: int, length: int) -> str:
    """Return our error about one bold stretch of a text."""
    try:
        cleaned(text, [bold(text, offset, length)])
    except Refusal as refusal:
        return refusal.description.removeprefix("Bad Request: ")
    return ""


def _asked_tdlib(text: str, offset: int, length: int) -> str:
    """Return TDLib's error about one bold stretch of a text."""
    import tdjson  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415 - where it is installed only

    entity: dict[str, Any] = {"@type": "textEntity", "offset": offset, "length": length}
    entity["type"] = {"@type": "textEntityTypeBold"}
    words = {"@type": "formattedText", "text": text, "entities": [entity]}
    answer = json.loads(tdjson.td_execute(json.dumps({"@type": "getMarkdownText", "text": words}).encode()) or "{}")
    return str(answer["message"]) if answer["@type"] == "error" else ""


@pytest.mark.parametrize(
    "url", ["https://t.me/x?start=y", "example.de", "tg://user?id=1", "http://a.b:80/c#d", "1.2.3.4"]
)
def test_a_good_address_has_no_fault(url: str) -> None:
    assert url_fault(url) is None


@pytest.mark.parametrize("url", ["", "localhost", "http://localhost/x", "javascript://x", "https://", "http://a b.de"])
def test_a_bad_address_has_one(url: str) -> None:
    assert url_fault(url)
