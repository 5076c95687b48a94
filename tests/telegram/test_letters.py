"""Members' words never become a mention or a command, and stay readable and usable as they are."""

from __future__ import annotations

import sys
from itertools import pairwise

import pytest
from hypothesis import given

from adapters.telegram.letters import JOINER, joints, tidy
from tests.telegram.reading import careful, needs_tdlib, parsed, typed, unguarded


def guarded(words: str) -> str:
    words = tidy(words)
    places = [0, *joints(words, ()), len(words)]
    return JOINER.join(words[start:end] for start, end in pairwise(places))


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        ("@anna_b", "@|anna_b"),
        ("(@anna_b)", "(@|anna_b)"),
        ("@@anna_b", "@@|anna_b"),
        ("/start", "/|start"),
        ("Hallo\n/start@other_bot jetzt", "Hallo\n/|start@other_bot jetzt"),
        ("/@anna_b", "/@|anna_b"),
        ("-/start", "-/|start"),
        ("@anna@mastodon.social", "@|anna@mastodon.social"),
        ("/etc/passwd", "/|etc/passwd"),
        ("C++/C#", "C++/|C#"),  # to Telegram a command, indeed
    ],
)
def test_a_sign_at_the_start_of_a_word_is_parted_from_its_name(words: str, seen: str) -> None:
    assert guarded(words) == seen.replace("|", JOINER)


@pytest.mark.parametrize(
    "words",
    [
        *("und/oder", "1/2", "km/h", "é/start", "@", "/", "a @ b", "2 / 3", "</b>", "#tag $USD"),
        *("anna@example.org", "mailto:anna@example.org", "anna.-@example.org schreibt"),
        *("https://mastodon.social/@anna_b", "(https://www.youtube.com/@anna_b)", "mastodon.social/@anna_b,"),
        *("https://example.org/-/start?q=/a#/b", "http://example.org:8080/@a", "https://müller.de/@anna_b"),
    ],
)
def test_addresses_and_signs_within_words_stay_as_they_are(words: str) -> None:
    assert guarded(words) == words


@pytest.mark.parametrize("words", ["https://localhost/@anna_b", "foo/@anna_b", "x.de.../start", "a+@x.foobar"])
def test_what_only_looks_like_an_address_is_guarded(words: str) -> None:
    assert JOINER in guarded(words)


@pytest.mark.parametrize("hidden", ["\r", "\u030a", "\u0333", "\u033f", *map(chr, range(0x2028, 0x202F))])
def test_what_telegram_removes_hides_no_sign(hidden: str) -> None:
    assert guarded(f"@{hidden}anna_b /{hidden}start") == f"@{JOINER}anna_b /{JOINER}start"


def test_control_characters_become_blanks_and_lone_surrogates_can_be_sent() -> None:
    assert tidy("a\x00b\tc\nd\ud800e") == "a b c\nd\ufffde"
    assert tidy("👩🏽‍💻 Zoë") == "👩🏽‍💻 Zoë"


@given(typed)
def test_the_joiner_is_all_that_members_words_gain(words: str) -> None:
    assert unguarded(guarded(words)) == unguarded(tidy(words))
    assert guarded(guarded(words)) == guarded(words)


@given(typed.map(lambda words: words.replace(".", "")))
def test_a_careful_reader_finds_nothing_where_there_is_no_address(words: str) -> None:
    assert careful(guarded(words)) == []


@needs_tdlib
@given(typed)
def test_telegram_finds_nothing(words: str) -> None:
    assert parsed(guarded(words)) == []


@needs_tdlib
def test_telegram_begins_words_where_python_does() -> None:
    every = [chr(code) for code in range(1, sys.maxunicode) if not 0xD800 <= code < 0xE000 and chr(code) not in "/\n"]
    assert [kind for kind, _ in parsed("x @anna_b /start")] == ["Mention", "BotCommand"]
    for start in range(0, len(every), 20_000):
        signs = every[start : start + 20_000]
        assert parsed("\n".join(f"{sign}@anna_b" for sign in signs if sign.isalnum() or sign == "_")) == []
