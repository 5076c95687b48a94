"""Long texts: pieces that Discord takes, parted where a reader would part them, with every mark closed."""

from __future__ import annotations

from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.letters import JOINER, tidy
from adapters.discord.splitting import (
    ELLIPSIS,
    Kind,
    Token,
    coded,
    cut,
    is_seen,
    pieces,
    shortened,
    users,
    worded,
    written,
)
from bot.talk.strange import utf16_length
from tests.discord.reading import kinds, read, seen, typed
from tests.support.splits import ENDS


def plain(words: str, *, is_bold: bool = False) -> list[Token]:
    return list(worded(words, is_bold=is_bold))


def called(number: int) -> Token:
    return Token(Kind.WHOLE, f"Person{number}", f"<@{number}>", user=number)


def parts(words: str, longest: int = 40) -> list[str]:
    return [written(piece) for piece in pieces(plain(words), longest)]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        *ENDS,
        ("*" * 30, r"\*" * 19),
    ],
)
def test_pieces_end_at_paragraphs_else_lines_else_sentences_else_blanks(words: str, first: str) -> None:
    assert parts(words)[0] == first


def test_what_fits_is_one_piece_to_the_last_unit() -> None:
    assert parts("x" * 40) == parts("\n " + "x" * 40 + " \n") == ["x" * 40]
    assert len(parts("x" * 41)) == 2


def test_blank_pieces_are_left_out() -> None:
    assert parts("") == parts(" \n\n ") == parts("\u200d" * 100) == []


def test_every_piece_begins_a_line() -> None:
    words = "Da stehen lauter Worte, weiter"
    assert parts(f"{words} - und noch mehr davon", 32) == [words, r"\- und noch mehr davon"]
    assert parts(f"{words} - und", 40) == [f"{words} - und"]


def test_a_piece_does_not_end_in_bold_words() -> None:
    text = [*plain("Worte davor und dann "), *plain("dies ist fett und lang", is_bold=True), *plain(" und mehr")]
    first, second = map(written, pieces(text, 40))
    assert first == "Worte davor und dann"
    assert second == "**dies ist fett und lang** und mehr"


def test_bold_words_longer_than_a_message_are_bold_in_each() -> None:
    for piece in map(written, pieces([*plain("Da: "), *plain("fett " * 20, is_bold=True)], 40)):
        assert kinds(piece.removeprefix("Da:")) <= {"bold"}
        assert utf16_length(piece) <= 40


def test_bold_ends_with_the_line_and_never_with_a_blank() -> None:
    assert written([*plain("a"), *plain(" b\n c ", is_bold=True), *plain("d")]) == "a **b**\n **c** d"


def test_signs_of_markup_do_not_run_together() -> None:
    code = coded("x")
    assert written([*plain("*"), *plain("*a*", is_bold=True), *plain("*")]) == rf"\*{JOINER}**\*a\*{JOINER}**\*"
    assert written([code, code]) == f"`x`{JOINER}`x`"
    assert read(written([code, code])) == [("code", "x"), ("text", JOINER), ("code", "x")]


def test_addresses_mentions_and_code_are_never_parted() -> None:
    url = "https://x.de/" + "a" * 20
    assert parts(f"Viele Worte davor {url}, und danach") == ["Viele Worte davor", f"{url}, und", "danach"]
    text = [*plain("Viele Worte stehen hier vor dem "), coded("/skills php"), *plain(" und danach")]
    assert [written(piece) for piece in pieces(text, 40)] == [
        "Viele Worte stehen hier vor dem",
        "`/skills php` und danach",
    ]


def test_what_is_longer_than_a_message_is_parted_all_the_same() -> None:
    assert "".join(parts("https://x.de/" + "a" * 60)).replace("\\", "") == "https://x.de/" + "a" * 60
    code = [written(piece) for piece in pieces([coded("a`" * 60)], 40)]
    assert all(kinds(piece) == {"code"} for piece in code)
    assert "".join(seen(read(piece)) for piece in code) == "a`" * 60


def test_what_a_cut_takes_apart_does_not_come_together_again() -> None:
    got = parts("@everyone" * 6, 60)
    assert "".join(got).replace("\\", "").replace(JOINER, "") == "@everyone" * 6
    assert all(kinds(piece) == {"text"} for piece in got)


def test_five_people_are_called_in_a_message_and_the_next_ones_in_the_next() -> None:
    text = [token for number in range(7) for token in (called(number), *plain(" kann das\n"))]
    assert [users(piece) for piece in pieces(text, called=5)] == [(0, 1, 2, 3, 4), (5, 6)]
    twice = [token for number in (0, 1, 0, 1) for token in (called(number), *plain(", "))]
    assert [users(piece) for piece in pieces(twice, called=2)] == [(0, 1)]


@pytest.mark.parametrize("one", ["👩🏽‍💻", "e\u0301\u0302", "🇩🇪", "1\ufe0f\u20e3"])
def test_characters_as_people_see_them_stay_whole(one: str) -> None:
    for before in ("", "x", "xx", "xxx"):
        got = parts(before + one * 40)
        assert len(got) > 1
        assert [piece.replace(one, "").strip("x") for piece in got] == [""] * len(got)
        assert not shortened(before + one * 40, 40)[len(before) : -1].replace(one, "")


def test_a_cut_ends_with_an_ellipsis_at_a_line_or_a_word() -> None:
    assert cut(plain("Eine Zeile\nund noch eine"), 24) == "Eine Zeile\nund noch eine"
    assert cut(plain("Eine Zeile\nund noch eine"), 23) == "Eine Zeile\nund noch …"
    assert cut(plain("Eine Zeile\nund noch eine", is_bold=True), 24) == "**Eine Zeile**\n**und** …"
    assert cut(plain("x" * 50), 10) == "x" * 8 + ELLIPSIS
    assert cut([], 10) == ""


long = st.sampled_from(["Wort ", "Zeile\n", "Absatz.\n\n", "x" * 50])
bits = st.tuples(typed | long, st.sampled_from(["", "bold", "code", "called"]))


def made(some: list[tuple[str, str]]) -> list[Token]:
    result: list[Token] = []
    for kind, run in groupby(some, lambda bit: bit[1]):
        words = tidy("".join(words for words, _ in run))
        if kind == "called":
            result.append(called(len(result)))
        elif kind == "code" and words.strip():
            result.append(coded(words))
        else:
            result += plain(words, is_bold=kind == "bold" and is_seen(plain(words)))
    return result


@given(st.lists(bits, max_size=20), st.integers(60, 300))
def test_pieces_fit_and_hold_all_who_are_called(some: list[tuple[str, str]], longest: int) -> None:
    tokens = made(some)
    got = list(pieces(tokens, longest))
    for number, piece in enumerate(got, 1):
        markup = written(piece)
        assert utf16_length(markup) <= (longest if number == len(got) else longest - len(ELLIPSIS))
        assert markup == markup.strip() != ""
    assert [user for piece in got for user in users(piece)] == list(users(tokens))
    assert utf16_length(cut(tokens, longest)) <= longest


@given(st.lists(st.tuples(typed | long, st.sampled_from(["", "called"])), max_size=20), st.integers(60, 300))
def test_no_cut_makes_markup(some: list[tuple[str, str]], longest: int) -> None:
    for piece in [*map(written, pieces(made(some), longest)), cut(made(some), longest)]:
        assert kinds(piece) <= {"text", "link", "mention"}


@given(typed, st.integers(2, 30))
def test_a_shortened_text_fits(words: str, longest: int) -> None:
    told = shortened(tidy(words), longest)
    assert utf16_length(told) <= longest
    assert told == tidy(words) or told.endswith("…")
