"""How a post was read, told to a person: every rule has its words, and nothing in them acts on a terminal."""

from __future__ import annotations

import ast
import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching import explaining, reading
from bot.matching.asking import requests
from bot.matching.asking.signs import ENOUGH, SIGNS, points
from bot.matching.excluding import clauses, exclusions
from bot.matching.explaining import DOUBT, HOW, IGNORED, IN_PASSING, WEIGHT, WHY, explained
from bot.matching.naming import names
from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.reading import read_post
from bot.matching.rules.rulebook import rules
from bot.matching.weighing import beside, context
from bot.matching.weighing import core as weighing
from bot.matching.weighing.described import DESCRIBED

SEEN = Path(__file__).parents[1] / "data" / "matching" / "seen.jsonl"


BY_METHOD = {"weight": "weighing", "ignored": "left_out"}


def listed(module: ModuleType) -> set[str]:
    """Return the names that a docstring explains, one a line."""
    return set(re.findall(r"^(\w+)  +\S", inspect.getdoc(module) or "", re.MULTILINE))


def assigned(module: ModuleType, keyword: str) -> set[str]:
    """Return the constants that a module's calls give to a keyword, or to the method of `Named` that sets it."""
    nodes = list(ast.walk(ast.parse(inspect.getsource(module))))
    given = [each.value for each in nodes if isinstance(each, ast.keyword) and each.arg == keyword]
    calls = [each for each in nodes if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute)]
    given += [value for each in calls if each.func.attr == BY_METHOD.get(keyword) for value in each.args]  # type: ignore[attr-defined]
    return {word for value in given if isinstance(value, ast.Constant) for word in strings(value)}


def reasons() -> Iterator[str]:
    """Yield the rules by which `requests` may say that a post asks or does not."""
    yield from requests._REFUSALS  # noqa: SLF001 - the table is held to what the module can say
    for node in ast.walk(ast.parse(inspect.getsource(requests.verdict_on))):
        if isinstance(node, (ast.Assign, ast.Return)):
            yield from (word for word in strings(node) if word not in SIGNS or word in WHY)


def strings(node: ast.AST) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value:
            yield each.value


def test_every_rule_by_which_a_post_asks_has_its_words() -> None:
    assert {*reasons(), "form"} == set(WHY)


def test_every_sign_is_in_the_table_and_every_line_of_it_is_seen_somewhere() -> None:
    phrased = {name.removeprefix("sign ") for name in rules() if name.startswith("sign ")}
    formed = set(requests._REFUSALS.values()) | {"offers", "long tale"}  # noqa: SLF001 - as above
    for function in (requests._told, requests._formed):  # noqa: SLF001 - as above
        formed |= set(strings(ast.parse(inspect.getsource(function))))
    assert phrased <= set(SIGNS)
    assert set(SIGNS) <= phrased | formed
    assert all(sign.points and sign.says.endswith(".") for sign in SIGNS.values())


def test_every_rule_that_ignores_a_name_has_its_words() -> None:
    kinds = {name.split(" ", 1)[1] for name in rules() if name.startswith(("before ", "behind "))} - {"likewise"}
    known = (
        kinds
        | set(clauses._FATES)  # noqa: SLF001 - as above
        | listed(exclusions)
        | assigned(weighing, "ignored")
        | assigned(beside, "ignored")
        | assigned(context, "ignored")
        | assigned(exclusions, "ignored")
    )
    assert known == set(IGNORED)


def test_every_weight_has_its_words() -> None:
    told = (listed(module) | assigned(module, "weight") for module in (weighing, context, beside, reading))
    assert set().union(*told) == set(WEIGHT)


def test_every_way_in_which_a_name_is_read_has_its_words() -> None:
    assert listed(names) | assigned(reading, "how") | {DESCRIBED} == set(HOW)


def test_whatever_is_read_in_many_posts_has_its_words(vocabulary: Vocabulary) -> None:
    for line in SEEN.read_text("utf-8").splitlines():
        read = read_post(json.loads(line)["text"], vocabulary)
        assert read.why in WHY
        for one in read.named:
            assert one.ignored in {"", *IGNORED}
            assert one.weight in {"", *WEIGHT}
            assert one.hit.how in HOW


def test_words_are_finished_german() -> None:
    told = [*WHY.values(), *(sign.says for sign in SIGNS.values()), *IGNORED.values(), *WEIGHT.values(), *HOW.values()]
    assert all(words == words.strip() and "!" not in words for words in told)
    assert all(words.endswith(".") and words[0].isupper() for words in WHY.values())


def weighed(text: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the lines that tell the signs and the tone of a post."""
    read = read_post(text, vocabulary)
    yield f"Zeichen: {points(read.signs)} von {ENOUGH} nötigen Punkten"
    yield from (f"    {SIGNS[name].points:+d}  {SIGNS[name].says}" for name in read.signs)
    yield f"Mit dem Ton der Worte: {points(read.signs) + sum(heard.points for heard in read.tone)} Punkte"
    yield from (f"    {heard.points:+d}  {heard.says}" for heard in read.tone if heard.points)


def test_doubt_is_told(vocabulary: Vocabulary) -> None:
    text = "Kaffee ist alle, Kuchen auch, im Büro wird umgebaut. Wer macht uns ein Logo?"
    assert DOUBT in explained(text, vocabulary)
    assert DOUBT not in explained("Wer zeichnet uns ein Gehäuse in CAD?", vocabulary)


def test_a_part_that_is_named_in_passing_is_told(vocabulary: Vocabulary) -> None:
    told = list(explained("Wir suchen eine Grafikerin für ein Plakat. Fotografie auch.", vocabulary))
    assert told[-2:] == ["Foto: Fotografie", IN_PASSING]
    assert IN_PASSING not in explained("Wir suchen eine Grafikerin für ein Plakat. Wer macht Fotografie?", vocabulary)


def test_a_request_is_told_name_by_name(vocabulary: Vocabulary) -> None:
    text = "Wir suchen eine Python-Entwicklerin. Idealerweise mit Figma, kein WordPress."
    assert list(explained(text, vocabulary)) == [
        "Fragt nach jemandem: Ein Satz bittet um jemanden.",
        *weighed(text, vocabulary),
        "",
        "„Python-Entwicklerin“ → Python (so im Wortschatz, als Beruf)",
        "    gesucht: ist die Arbeit selbst",
        "„Figma“ → Figma (so im Wortschatz)",
        "    dazu: ist ein Wunsch, keine Bedingung",
        "„WordPress“ → WordPress (so im Wortschatz)",
        "    übergangen: ist ausdrücklich nicht gewollt",
        "",
        "Backend: Python; dazu: Figma",
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Ich biete Webdesign an.", "Fragt nach niemandem: Der Text nennt keinen Skill, der gesucht sein kann."),
        ("Ich biete Webdesign an.", "    übergangen: wird angeboten, nicht gesucht"),
        ("Mit Python macht es Spaß.", f"Fragt nach niemandem: {WHY['no request']}"),
        ("Mit Python macht es Spaß.", f"    {explaining.NOBODY}"),
        ("Suche jemanden für Softwareentwicklung mit Python", f"    übergangen: {explaining.FINER}"),
        ("Suche jemanden für Python, gutes Englisch", f"    übergangen: {explaining.LANGUAGE}"),
        (
            "Suche eine Fotografin, wir heiraten im Mai",
            f"„Fotografin“ → Hochzeitsfotografie (so im Wortschatz, als Beruf, {explaining.REFINING})",
        ),
        ("Suche jemanden für Djangomigration", "„Djangomigration“ → Django (zusammengesetzt)"),
        ("Suche jemanden für Kuberneets", "„Kuberneets“ → Kubernetes (als Tippfehler gelesen)"),
        ("Hallo", "Kein Skill steht im Text."),
        ("", "Kein Skill steht im Text."),
        ("Suche jemanden für Photographie", "„Photographie“ → Fotografie (so im Wortschatz)"),
        ("Suche e\u0301 jemanden für React", "„React“ → React (so im Wortschatz)"),
    ],
)
def test_what_became_of_a_post_is_said(vocabulary: Vocabulary, text: str, line: str) -> None:
    assert line in list(explained(text, vocabulary))


@given(text=st.text(max_size=200) | st.text("\x1b[31mReact suche\u202e\x07\r\n\t\x9b", max_size=60))
def test_no_text_acts_on_the_terminal(vocabulary: Vocabulary, text: str) -> None:
    told = "".join(explained(f"Suche React {text} React", vocabulary))
    assert told.replace("\u200d", "").isprintable()  # which joins emoji
