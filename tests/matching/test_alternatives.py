"""Rules of many phrases find exactly what `re` finds: in every sentence that people wrote, and in any row of signs."""

from __future__ import annotations

import json
import re
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.folding import fold
from bot.matching.language.words import read_words
from bot.matching.posts.post import about, read
from bot.matching.rules.alphabet import COMMON, Alphabet
from bot.matching.rules.alternatives import Rule
from bot.matching.rules.needs import alternatives, need, signs_of
from bot.matching.rules.phrases import Part
from bot.matching.rules.rulebook import grammar, rules
from tests.matching.scoring import vocabulary

_DATA: Final = Path(__file__).parents[1] / "data" / "matching"
_EVERY: Final = 25  # sentences of which one is looked through by all rules
_PHRASES: Final = (
    "a", "b", "ab", "[ab]c", "(b)c?", "(?:a|bc)d", "[^a]b", "(?<!a)b", "(?<=a)c", "^a", "c$", "a(?!b)", "a(?=b|c)",
    "a{0,2}b", "a{2}", "(?:a|b)+c", "b*d", "a?(?:b|)c", "d(?:(a)|(b))", "[a-c]{2,3}d", r"\.a", "a|(b)d|cc",
)  # fmt: skip


def _spans(found: re.Match[str] | None) -> object:
    return None if found is None else (found.span(), about(found))


def _alike(rule: Rule, plain: re.Pattern[str], text: str, pos: int, endpos: int) -> None:
    """Hold a rule against the plain pattern, in all four ways to look for it."""
    for ours, theirs in (
        (rule.search, plain.search),
        (rule.match, plain.match),
        (rule.fullmatch, plain.fullmatch),
    ):
        assert _spans(ours(text, pos, endpos)) == _spans(theirs(text, pos, endpos))
    found = [_spans(one) for one in rule.finditer(text, pos, endpos)]
    assert found == [_spans(one) for one in plain.finditer(text, pos, endpos)]


@given(
    st.lists(st.sampled_from(_PHRASES), min_size=1, max_size=6),
    st.text("abcd.", max_size=9),
    st.integers(0, 9),
    st.integers(0, 9),
)
@settings(max_examples=600)
def test_any_phrases_find_what_one_expression_of_them_finds(
    phrases: list[str], text: str, pos: int, endpos: int
) -> None:
    alphabet = Alphabet(list("ab"))
    rule = Rule(phrases, alphabet)
    rule.settle(alphabet)
    _alike(rule, re.compile("|".join(f"(?:{phrase})" for phrase in phrases)), text, pos, endpos)


@cache
def _plain(name: str) -> re.Pattern[str]:
    return re.compile(rules()[name].pattern)


@cache
def _sentences() -> tuple[str, ...]:
    seen = (json.loads(line)["text"] for line in (_DATA / "seen.jsonl").read_text("utf-8").splitlines())
    texts = chain(seen, (_DATA / "chatter.txt").read_text("utf-8").splitlines())
    known = vocabulary()
    posts = [(words, known.named(words)) for words in map(read_words, texts)]
    return tuple(dict.fromkeys(one.signs for words, hits in posts for one in read(words, hits).sentences))


@pytest.mark.parametrize("name", rules())
def test_a_rule_of_the_house_finds_in_sentences_what_one_expression_finds(name: str) -> None:
    for sentence in _sentences()[sum(map(ord, name)) % _EVERY :: _EVERY]:
        _alike(rules()[name], _plain(name), sentence, 0, len(sentence))


@given(st.data())
@settings(max_examples=200)  # the first one reads all sentences
def test_a_rule_of_the_house_finds_in_any_signs_what_one_expression_finds(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(rules())))
    pieces = data.draw(
        st.lists(st.tuples(st.sampled_from(_sentences()), st.integers(0, 9), st.integers(1, 6)), max_size=8)
    )
    text = "".join(sentence[start : start + length] for sentence, start, length in pieces)
    pos, endpos = data.draw(st.integers(0, 20)), data.draw(st.integers(0, 60))
    _alike(rules()[name], _plain(name), text, pos, endpos)


def test_a_phrase_says_what_it_cannot_do_without() -> None:
    a, b, c = (signs_of(sign) for sign in "abc")
    assert need("a(?:b|c)").classes == {a, signs_of("[bc]")}, "one of two is needed"
    assert need("a?b*c").classes == {c}, "what may be missing is not"
    assert need("(?<=a)b(?!c)").classes == {b}, "nor what stands before, or must not follow"
    assert need("a(?=b)").classes == {a, b}
    assert need("a*").may_be_empty
    assert not need("a*b").may_be_empty
    assert alternatives("a|(?:b|c)|[|]") == ["a", "(?:b|c)", "[|]"]


def test_a_phrase_waits_for_the_rarest_of_its_signs() -> None:
    alphabet = Alphabet(["u", "i"])
    common, rare, many = (alphabet.commonness(signs_of(signs)) for signs in ("[i-u]", "x", "[\u3400-\u3500]"))
    assert rare < many < common
    assert len(set(COMMON)) == len(COMMON), "no word is common twice"


@given(st.from_regex(r"\A[0-9][a-zäöü0-9]{0,12}\Z") | st.from_regex(r"\A[A-Za-zäöüÄÖÜß]{1,20}\Z"))
def test_every_word_has_signs_of_its_own_where_expressions_look_up_fastest(word: str) -> None:
    signs = [grammar().sign(fold(word), word, part) for part in Part]
    assert len(set(signs)) == len(Part)
    assert max(signs) < "\U00010000"
    assert all(re.fullmatch(rules()["skill"].pattern, sign) for sign in signs[1:])
    assert not re.fullmatch(rules()["skill"].pattern, signs[0])
