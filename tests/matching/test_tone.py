"""How a post sounds: words that go along with a request or with chat, beside the signs of its phrases."""

from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.asking.signs import ENOUGH, points
from bot.matching.asking.tone import STAYS, Heard, read_groups, together
from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.reading import Understanding, read_post
from tests.matching.tone_points import Row, features, fitted

LINES = files("bot.matching.asking").joinpath("tone.txt").read_text("utf-8").splitlines()


ORDER = {group.says: group for group in read_groups(LINES).values()}


def tone(read: Understanding) -> int:
    return sum(heard.points for heard in read.tone)


@pytest.mark.parametrize(
    ("asks", "chats"),
    [
        (
            "Wir brauchen Fotos vom Laden, Honorar nach Absprache",
            "Fotos, haha: Kaffee heute, danke, wieder was gelernt",
        ),
        ("Das Logo soll neu werden, wer übernimmt das?", "Logos, haha: heute wieder gesehen, war echt einfach schön"),
        (
            "React, zwei Tage pro Monat, remote, Start im Mai",
            "React heute, alle willkommen, kostenlos, Kuchen gibts auch",
        ),
    ],
)
def test_words_of_a_request_weigh_more_than_those_of_chat(asks: str, chats: str, vocabulary: Vocabulary) -> None:
    assert tone(read_post(asks, vocabulary)) > 0 > tone(read_post(chats, vocabulary))


def test_a_post_whose_signs_are_too_few_asks_where_it_sounds_so(vocabulary: Vocabulary) -> None:
    told = "Shop langsam, React-Kram nervt, der Chef macht Druck"
    wanted = "Shop langsam, React-Kram nervt, Chef will den Umbau bis Monatsende fertig, Honorar ist da"
    assert not read_post(told, vocabulary).asks
    read = read_post(wanted, vocabulary)
    assert points(read.signs) < ENOUGH
    assert (read.asks, read.why) == (True, "sounds like one")


def test_signs_that_only_add_up_are_outweighed_where_it_sounds_like_chat(vocabulary: Vocabulary) -> None:
    assert read_post("Angebote für ein Logo?", vocabulary).asks
    read = read_post("Angebote für ein Logo? Im Büro gibts heute Kuchen und Kaffee", vocabulary)
    assert points(read.signs) >= ENOUGH
    assert (read.asks, read.why) == (False, "sounds like chat")


def test_the_words_of_a_skill_say_nothing_of_the_tone(vocabulary: Vocabulary) -> None:
    chats, names = "Wer macht einen Kuchen fürs Logo?", "Wer macht ein Logo?"
    assert any("Essen" in heard.says for heard in read_post(chats, vocabulary).tone)
    assert not any("Essen" in heard.says for heard in read_post(names, vocabulary).tone)
    assert read_post("Wer macht Workshops?", vocabulary).skills  # a word of gatherings, here the work itself
    assert not any("Treffen" in heard.says for heard in read_post("Wer macht Workshops?", vocabulary).tone)


def test_a_sentence_that_asks_is_heeded_whatever_the_rest_sounds_like_but_nobody_is_tagged(
    vocabulary: Vocabulary,
) -> None:
    text = "Kaffee ist alle, Kuchen auch, im Büro wird umgebaut. Wer macht uns ein Logo?"
    read = read_post(text, vocabulary)
    assert "request" in read.signs
    assert together(read.signs, read.tone) < STAYS
    assert (read.asks, read.is_sure) == (True, False)
    assert read_post("Wer macht uns ein Logo?", vocabulary).is_sure


def test_of_a_group_the_first_word_and_up_to_three_more_count() -> None:
    groups = read_groups(["+2 -1 Etwas.", "  eins zwei drei vier fünf", "-4 0 Anderes.", "  sechs"])
    group = groups["eins"]
    assert [group.heard(words).points for words in (1, 2, 4, 5)] == [2, 1, -1, -1]
    assert groups["funf"] == group
    assert groups["sechs"].heard(3).points == -4


def test_each_group_of_the_file_says_something_of_its_own_and_each_word_stands_once() -> None:
    groups = read_groups(LINES)
    says = {group.says for group in groups.values()}
    heads = [line for line in LINES if line and line[0] in "+-0"]
    assert len(says) == len(heads)
    assert all(sentence.endswith(".") for sentence in says)
    assert len(groups) == sum(len(line.split()) for line in LINES if line.startswith(" "))


def test_a_word_that_stands_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="stands twice"):
        read_groups(["+2 0 Etwas.", "  eins", "-4 0 Anderes.", "  zwei eins"])
    with pytest.raises(ValueError, match="stands twice"):
        read_groups(["+2 0 Etwas.", "  eins eins"])


def test_a_line_that_is_neither_points_nor_words_is_refused() -> None:
    with pytest.raises(ValueError, match="no points and words"):
        read_groups(["+2 Etwas.", "  eins"])


def test_points_are_found_for_what_tells_posts_apart_and_none_for_what_does_not() -> None:
    asking, chatting = Heard(2, "wir"), Heard(-4, "haha", 3)
    rows = [Row(True, features(20, [asking]))] * 8 + [Row(False, features(20, [chatting]))] * 8
    weights = fitted(rows)
    assert weights["wir first"] > 0.1
    assert weights["haha further"] < -0.1
    level = fitted([Row(asks, features(20, [asking])) for asks in (True, False)])
    assert abs(level["wir first"]) < 0.01


@given(st.text(max_size=300))
def test_the_tone_of_any_text_is_told_in_the_order_of_its_points(vocabulary: Vocabulary, text: str) -> None:
    read = read_post(text, vocabulary)
    by_words = [heard for heard in read.tone if heard.says in ORDER]
    assert read.tone == read_post(text, vocabulary).tone
    assert len({heard.says for heard in read.tone}) == len(read.tone)
    assert by_words == sorted(by_words, key=lambda heard: ORDER[heard.says])


def test_wishes_are_no_past(vocabulary: Vocabulary) -> None:
    told = read_post("Ein Logo fehlt. Das alte hatten wir früher, es wurde gelobt. Wer macht eins?", vocabulary)
    wished = read_post("Ein Logo fehlt. Wir hätten gern eins, es würde helfen. Wer macht eins?", vocabulary)
    assert any("Vergangenem" in heard.says for heard in told.tone)
    assert not any("Vergangenem" in heard.says for heard in wished.tone)


def test_what_the_work_is_about_is_no_chat(vocabulary: Vocabulary) -> None:
    for text in (
        "Produktfotos für Möbel, Regal, Stuhl und Lampe, je 5 Stück",
        "CAD: Bürostuhl und Schreibtisch konstruieren",
        "React, Node, ab März, 80 Euro die Stunde, Projekt für Kunden",
        "Website für Ferienwohnung, Bad und Küche, zwölf Seiten",
    ):
        assert read_post(text, vocabulary).is_sure


def test_no_tone_makes_a_request_of_what_has_hardly_a_sign(vocabulary: Vocabulary) -> None:
    read = read_post("Man muss nicht Java können, um zu programmieren, man braucht aber Geduld", vocabulary)
    assert together(read.signs, read.tone) > points(read.signs)
    assert not read.asks
