"""Posts and members as lines of JSON: who is tagged and why, and what is said of lines that are wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jsonlines import Complaints, answers
from bot.matching.batch import Batch, members_of
from bot.matching.naming.vocabulary import Vocabulary

TODAY = date(2026, 12, 1)


def person(handle: str, skills: str, city: str | None = None, availability: str | None = None) -> dict[str, Any]:
    return {"handle": handle, "skills_raw": skills, "city": city, "availability": availability}


def lines(told: Sequence[object]) -> list[bytes]:
    return [each if isinstance(each, bytes) else json.dumps(each, ensure_ascii=False).encode() for each in told]


class Run:
    """What came of posts and members: answers, and what was said of wrong lines."""

    def __init__(self, vocabulary: Vocabulary, posts: Sequence[object], members: Sequence[object] = ()) -> None:
        self.said: list[str] = []
        complaints = Complaints(self.said.append)
        known = members_of(lines(members), vocabulary, "m.jsonl", complaints)
        self.answers = [
            json.loads(each) for each in answers(lines(posts), Batch(vocabulary, TODAY, known).answer, complaints)
        ]
        self.wrong = complaints.wrong


def tagged(vocabulary: Vocabulary, text: str, *members: object) -> list[str]:
    found: list[str] = Run(vocabulary, [{"id": 1, "text": text}], members).answers[0]["tagged"]
    return found


def test_nobody_is_tagged_where_it_is_in_doubt_whether_a_post_asks(vocabulary: Vocabulary) -> None:
    anna = person("anna", "CAD, 3D-Druck")
    assert tagged(vocabulary, "Wer zeichnet uns ein Gehäuse in CAD?", anna) == ["anna"]
    doubtful = {"id": 1, "text": "Gehäuse in CAD und 3D-Druck, 10 Stück, heute noch"}
    (answer,) = Run(vocabulary, [doubtful], [anna]).answers
    assert (answer["asks"], answer["skills"], answer["tagged"]) == (True, ["CAD", "3D-Druck"], [])


def test_a_request_names_its_skills_parts_people_and_reasons(vocabulary: Vocabulary) -> None:
    members = [person("anna", "reactjs, next", "Essen", "verfügbar"), person("ben", "php", "Köln", "ausgebucht")]
    run = Run(vocabulary, [{"id": "a", "text": "Suche jemanden für React und Next.js, Docker wäre ein Plus."}], members)
    assert run.answers == [
        {
            "id": "a",
            "asks": True,
            "skills": ["React", "Next.js", "Docker"],
            "parts": [
                {
                    "part": "frontend",
                    "core": ["React", "Next.js"],
                    "side": ["Docker"],
                    "skills": ["React", "Next.js", "Docker"],
                }
            ],
            "tagged": ["anna"],
            "reasons": {"anna": "React, Next.js · Essen · frei"},
        }
    ]
    assert not run.said


def test_what_asks_for_nobody_has_empty_lists(vocabulary: Vocabulary) -> None:
    run = Run(vocabulary, [{"id": 7, "text": "Ich biete React an."}], [person("anna", "react")])
    assert run.answers == [{"id": 7, "asks": False, "skills": [], "parts": [], "tagged": [], "reasons": {}}]


@pytest.mark.parametrize("said", ["verfügbar", "frei", "sofort"])
def test_who_is_free_comes_first(vocabulary: Vocabulary, said: str) -> None:
    members = [person("later", "react", availability="ab nächstem Monat"), person("now", "react", availability=said)]
    assert tagged(vocabulary, "Suche jemanden für React", *members) == ["now", "later"]


@pytest.mark.parametrize("said", ["nicht verfügbar", "ausgebucht", "Nicht  Verfügbar"])
def test_who_is_booked_out_is_never_tagged(vocabulary: Vocabulary, said: str) -> None:
    assert tagged(vocabulary, "Suche jemanden für React", person("x", "react", availability=said)) == []


@pytest.mark.parametrize("said", ["nur abends/Wochenende", "ab nächstem Monat", "frei ab 1.2.", "was auch immer", None])
def test_who_is_free_at_times_may_be_tagged_and_is_not_called_free(vocabulary: Vocabulary, said: str | None) -> None:
    run = Run(vocabulary, [{"id": 1, "text": "Suche jemanden für React"}], [person("x", "react", "Essen", said)])
    assert run.answers[0]["reasons"] == {"x": "React · Essen"}


def test_best_come_first_over_all_parts_and_nobody_twice(vocabulary: Vocabulary) -> None:
    members = [
        person("half", "react", availability="frei"),
        person("photographer", "fotografie"),
        person("whole", "react, vue, fotografie"),
        person("free photographer", "fotografie", availability="frei"),
    ]
    text = "Suche jemanden für React und Vue und eine Fotografin."
    assert tagged(vocabulary, text, *members) == ["free photographer", "whole", "photographer", "half"]


def test_no_bound_for_all_parts_together(vocabulary: Vocabulary) -> None:
    asked = {"react": "React", "fotografie": "eine Fotografin", "seo": "SEO", "texten": "Texte", "dj": "einen DJ"}
    members = [person(f"{skill} {number}", skill) for skill in asked for number in range(7)]
    assert len(tagged(vocabulary, f"Wir suchen: {', '.join(asked.values())}.", *members)) == 15


@pytest.mark.parametrize(
    ("text", "photographers", "web_designers"),
    [
        ("Fotografin gesucht.", 5, 0),
        ("Fotografin gesucht, dazu jemand fürs Webdesign.", 3, 3),
        ("Fotografin gesucht, dazu jemand fürs Webdesign und jemand für SEO.", 3, 3),
    ],
)
def test_of_several_parts_fewer_are_tagged(
    vocabulary: Vocabulary, text: str, photographers: int, web_designers: int
) -> None:
    members = [person(f"{skill} {number}", skill) for skill in ("fotografie", "webdesign") for number in range(7)]
    chosen = Counter(handle.split()[0] for handle in tagged(vocabulary, text, *members))
    assert (chosen["fotografie"], chosen["webdesign"]) == (photographers, web_designers)


@pytest.mark.parametrize(
    ("text", "tags"), [("Wer baut uns eine neue Website?", 5), ("Wer baut uns eine neue Website mit Joomla?", 3)]
)
def test_of_those_who_cover_only_what_is_wide_of_several_skills_fewer_are_tagged(
    vocabulary: Vocabulary, text: str, tags: int
) -> None:
    members = [person(f"website {number}", "website") for number in range(7)]
    assert len(tagged(vocabulary, text, *members)) == tags


def test_who_covers_what_a_post_names_twice_comes_before_who_is_free(vocabulary: Vocabulary) -> None:
    text = "Wir suchen jemanden für Joomla und jemanden für Logos. Das Joomla ist alt."
    members = [person("logo", "logo", availability="frei"), person("joomla", "joomla")]
    assert tagged(vocabulary, text, *members) == ["joomla", "logo"]
    assert tagged(vocabulary, text.replace("Das Joomla", "Die Seite"), *members) == ["logo", "joomla"]


def test_only_what_somebody_offers_counts_and_bad_names_are_passed_over(vocabulary: Vocabulary) -> None:
    members = [person("learns", "lerne: react"), person("takes back", "react, -react"), person("odd", "123, react, x")]
    assert tagged(vocabulary, "Suche jemanden für React", *members) == ["odd"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (b"x", "Das ist kein JSON."),
        (b'{"id": NaN, "text": ""}', "Das ist kein JSON."),
        (b'{"id": 1, "text": "", "x": 1e999}', "Das ist kein JSON."),
        (b"[" * 100_000, "Das ist kein JSON."),
        (b"\xff", "Das ist kein UTF-8."),
        (b"[]", 'Das ist kein JSON-Objekt, es braucht die Form {"…": "…"}.'),
        (b'{"text": ""}', "„id“ fehlt."),
        (b'{"id": null, "text": ""}', "„id“ muss ein Text oder eine ganze Zahl sein."),
        (b'{"id": true, "text": ""}', "„id“ muss ein Text oder eine ganze Zahl sein."),
        (b'{"id": 1}', "„text“ fehlt."),
        (b'{"id": 1, "text": ["a"]}', "„text“ muss ein Text sein."),
    ],
)
def test_a_bad_post_is_said_with_its_number_and_the_rest_goes_on(
    vocabulary: Vocabulary, line: bytes, sentence: str
) -> None:
    run = Run(vocabulary, [b"", line, {"id": 3, "text": "Suche jemanden für React"}])
    assert (run.said, run.wrong) == ([f"Zeile 2: {sentence}"], 1)
    assert [answer["id"] for answer in run.answers] == [3]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ({"skills_raw": "react"}, "„handle“ fehlt."),
        (person(" ", "react"), "„handle“ ist leer."),
        ({"handle": 3, "skills_raw": "react"}, "„handle“ muss ein Text sein."),
        ({"handle": "x"}, "„skills_raw“ fehlt."),
        ({"handle": "x", "skills_raw": "react", "city": 5}, "„city“ muss ein Text sein."),
        (b"{", "Das ist kein JSON."),
    ],
)
def test_a_bad_member_is_said_with_the_file_and_the_rest_counts(
    vocabulary: Vocabulary, line: object, sentence: str
) -> None:
    run = Run(vocabulary, [{"id": 1, "text": "Suche jemanden für React"}], [line, person("anna", "react")])
    assert (run.said, run.wrong) == ([f"m.jsonl, Zeile 1: {sentence}"], 1)
    assert run.answers[0]["tagged"] == ["anna"]


def test_of_two_with_one_handle_the_later_counts_and_that_is_no_mistake(vocabulary: Vocabulary) -> None:
    run = Run(vocabulary, [{"id": 1, "text": "Suche jemanden für React"}], [person("x", "react"), person("x", "php")])
    assert run.answers[0]["tagged"] == []
    assert (run.said, run.wrong) == (["m.jsonl, Zeile 2: „x“ steht schon in Zeile 1, diese hier zählt."], 0)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


WORDS = "Suche jemanden für React Texterin und , . ? \n \ud800 ß".split(" ")


@given(text=st.text(st.characters(), max_size=200) | st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_any_text_has_an_answer_in_json_on_one_line(vocabulary: Vocabulary, text: str) -> None:
    batch = Batch(vocabulary, TODAY)
    line = batch.answer(json.dumps({"id": text, "text": text}).encode())
    assert "\n" not in line
    answer = json.loads(line.encode("utf-8", "backslashreplace"))
    assert list(answer) == ["id", "asks", "skills", "parts", "tagged", "reasons"]
    assert answer["id"] == text
    assert bool(answer["parts"]) <= answer["asks"]
    assert {label for part in answer["parts"] for label in part["skills"]} == set(answer["skills"])


@given(told=ANYTHING)
def test_any_line_is_answered_or_complained_of(vocabulary: Vocabulary, told: object) -> None:
    run = Run(vocabulary, [json.dumps(told).encode(), {"id": 2, "text": "Suche React"}], [person("x", "react"), told])
    assert run.wrong == 2
    assert [answer["tagged"] for answer in run.answers] == [["x"]]


@given(text=ANYTHING, skills=ANYTHING)
def test_any_value_is_answered_or_complained_of(vocabulary: Vocabulary, text: object, skills: object) -> None:
    posts = [json.dumps({"id": 1, "text": text}).encode()]
    run = Run(vocabulary, posts, [json.dumps({"handle": "x", "skills_raw": skills}).encode()])
    assert (len(run.answers), run.wrong) == (isinstance(text, str), 2 - isinstance(text, str) - isinstance(skills, str))


def test_a_post_is_read_the_same_in_every_process() -> None:
    posts = [
        {"id": 1, "text": "Manuelle Tester gesucht, 4 Wochen, Portal für Handwerker."},
        {"id": 2, "text": "Wer übernimmt polnische Übersetzungen und Lektorat? Budget ist da."},
    ]

    def answered(seed: int) -> bytes:
        ran = subprocess.run(
            [sys.executable, "-m", "bot", "match"],
            input=b"\n".join(lines(posts)),
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            capture_output=True,
            check=True,
            timeout=60,
        )
        return ran.stdout

    first, *others = map(answered, (1, 2, 3, 4))
    assert json.loads(first.splitlines()[0])["skills"] == ["Softwaretest"]
    assert others == [first] * 3
