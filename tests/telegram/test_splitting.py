"""Long texts: pieces that Telegram takes, parted where a reader would part them, with every mark on its words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.telegram.letters import tidy
from adapters.telegram.splitting import LONGEST, MENTION, OURS, Look, Mark, Styled, cut, is_seen, pieces, units
from tests.support.splits import ENDS
from tests.telegram.reading import needs_tdlib, parsed, typed, unguarded

BOLD, CALLED = Look("bold"), Look(MENTION, user=(1, "Anna"))


def parts(words: str, longest: int = 40, *marks: Mark) -> list[str]:
    return [piece.words for piece in pieces(Styled(words, marks), longest)]


def marked(piece: Styled, kind: str = "") -> list[str]:
    """Return the words under the marks, as a person reads them."""
    return [unguarded(piece.words[one.start : one.end]) for one in piece.entities if kind in ("", one.look.type)]


def on(words: str, some: str, look: Look = BOLD) -> Mark:
    start = words.index(some)
    return Mark(start, start + len(some), look)


@pytest.mark.parametrize(
    ("words", "first"),
    ENDS,
)
def test_pieces_end_at_paragraphs_else_lines_else_sentences_else_blanks(words: str, first: str) -> None:
    assert parts(words)[0] == first


def test_what_fits_is_one_piece_to_the_last_unit() -> None:
    assert list(map(units, parts("🙂" * 2048, LONGEST))) == [4096]
    assert parts("\n " + "x" * 40 + " \n") == ["x" * 40]
    assert len(parts("x" * 41)) == 2


def test_blank_pieces_are_left_out() -> None:
    assert parts("") == parts(" \n\n ") == parts("\u200d" * 100) == []
    assert parts("a" + "\n" * 100 + "b") == ["a", "b"]


def test_a_piece_does_not_end_in_a_mark() -> None:
    words = "Worte davor und dann dies ist fett und lang und mehr"
    first, second = pieces(Styled(words, (on(words, "dies ist fett und lang"),)), 40)
    assert first.words == "Worte davor und dann"
    assert marked(second) == ["dies ist fett und lang"]


def test_a_mark_that_is_longer_than_a_message_becomes_several() -> None:
    words = "Da: " + "fett " * 20 + "Ende"
    got = list(pieces(Styled(words, (on(words, "fett " * 20),)), 40))
    assert [piece.words for piece in got][:2] == ["Da:", "fett fett fett fett fett fett fett"]
    assert "".join("".join(marked(piece)) for piece in got).count("fett") == 20


@pytest.mark.parametrize("one", ["👩🏽‍💻", "e\u0301\u0302", "🇩🇪", "1\ufe0f\u20e3", "🏴\U000e0067\U000e0062\U000e007f"])
def test_characters_as_people_see_them_stay_whole(one: str) -> None:
    for before in ("", "x", "xx", "xxx"):
        got = parts(before + one * 40)
        assert len(got) > 1
        assert [piece.replace(one, "").strip("x") for piece in got] == [""] * len(got)
        assert not cut(before + one * 40, 40)[len(before) : -1].replace(one, "")


def test_stacked_marks_are_cut_all_the_same() -> None:
    first, *_, last = parts("e" + "\u0301" * 200 + "ende")
    assert units(first) == 38
    assert last.endswith("ende")


def test_a_hundred_marks_stand_in_a_message_and_the_next_ones_in_the_next() -> None:
    words = "wort\n" * 250
    marks = tuple(Mark(at, at + 4, BOLD) for at in range(0, len(words), 5))
    assert [len(piece.entities) for piece in pieces(Styled(words, marks))] == [100, 100, 50]


def test_five_people_are_called_in_a_message_and_the_next_ones_in_the_next() -> None:
    words = "Für euch:\n" + "".join(f"@Person{number} kann das\n" for number in range(7))
    marks = tuple(on(words, f"@Person{number}", CALLED) for number in range(7))
    first, second = pieces(Styled(words, marks))
    assert marked(first, MENTION) == [f"@Person{number}" for number in range(5)]
    assert first.words.endswith("Person4 kann das")
    assert marked(second) == ["@Person5", "@Person6"]
    in_a_line = "".join(f"@P{number}, " for number in range(6))
    names = tuple(on(in_a_line, f"@P{number}", CALLED) for number in range(6))
    got = [unguarded(piece.words) for piece in pieces(Styled(in_a_line, names))]
    assert got == ["@P0, @P1, @P2, @P3, @P4,", "@P5,"]


def test_a_mark_within_another_is_kept_and_the_outer_one_comes_first() -> None:
    words = "Titel mit Link"
    (piece,) = pieces(Styled(words, (on(words, "Link", CALLED), Mark(0, len(words), BOLD))))
    assert [one.look for one in piece.entities] == [BOLD, CALLED]


long = st.sampled_from(["Wort ", "Zeile\n", "Absatz.\n\n", "x" * 50])
texts = st.lists(st.tuples(typed | long, st.sampled_from(["", "bold", MENTION, OURS])), max_size=30)


def joined(bits: list[tuple[str, str]]) -> Styled:
    words, marks = "", []
    for bit, kind in ((tidy(bit), kind) for bit, kind in bits):
        if kind and bit:
            marks.append(Mark(len(words), len(words) + len(bit), Look(kind)))
        words += bit
    return Styled(words, tuple(marks))


@given(texts, st.integers(8, 200))
def test_pieces_fit_and_hold_everything_that_can_be_seen(bits: list[tuple[str, str]], longest: int) -> None:
    text = joined(bits)
    got = list(pieces(text, longest))
    for number, piece in enumerate(got, 1):
        assert units(piece.words) <= (longest if number == len(got) else longest - 2)
        assert piece.words == piece.words.strip()
        assert is_seen(piece.words)
        assert len(marked(piece, MENTION)) <= 5
        assert all(0 <= mark.start < mark.end <= len(piece.words) for mark in piece.entities)
    seen = "".join(sign for sign in unguarded(text.words) if is_seen(sign))
    assert "".join(sign for piece in got for sign in piece.words if is_seen(sign)) == seen


@given(texts, st.integers(8, 200))
def test_marks_stay_on_their_words(bits: list[tuple[str, str]], longest: int) -> None:
    text = joined(bits)
    got = [word for piece in pieces(text, longest) for word in marked(piece, "bold")]
    kept = [text.words[one.start : one.end] for one in text.entities if one.look.type == "bold"]
    assert "".join(filter(is_seen, "".join(got))) == "".join(filter(is_seen, unguarded("".join(kept))))


@needs_tdlib
@given(texts, st.integers(8, 200))
def test_no_cut_makes_a_mention_or_a_command(bits: list[tuple[str, str]], longest: int) -> None:
    text = joined([(words, "" if kind == OURS else kind) for words, kind in bits])
    assert [parsed(piece.words) for piece in pieces(text, longest)] == [[] for _ in pieces(text, longest)]


@given(typed, st.integers(2, 30))
def test_a_cut_text_fits(words: str, longest: int) -> None:
    shown = cut(tidy(words), longest)
    assert units(shown) <= longest
    assert shown == tidy(words) or shown.endswith("…")
