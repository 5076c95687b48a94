"""What a post names once and in passing, otherwise or loosely, and how few are tagged for it; each beside its like."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.reading import read_post
from tests.matching.test_batch import person, tagged
from tests.matching.test_long_posts import END, US

ALSO = "Wir suchen eine Grafikerin für ein Plakat."


@pytest.mark.parametrize(
    ("sure", "in_doubt", "skill"),
    [
        # away from what is asked for, and there
        (f"{ALSO} Wer macht Fotografie?", f"{ALSO} Fotografie auch.", "fotografie"),
        # once, and twice
        (f"{ALSO} Fotografie auch. Die Fotografie am Abend.", f"{ALSO} Fotografie auch.", "fotografie"),
        # by a name, and by words that only describe it
        (
            "Suche jemanden für ein Logo. Und wer macht die Eventfotografie?",
            "Suche jemanden für ein Logo. Und wer hält unsere Feier im Bild fest?",
            "eventfotografie",
        ),
        # the only part of a short post, and one of two
        ("Fotografie, 3 Stunden.", f"{ALSO} Fotografie, 3 Stunden.", "fotografie"),
        # the only part of a short post, and of a long one
        (
            "Uns fehlt, wer die Feier organisiert.",
            f"{US} Uns fehlt, wer die Feier organisiert. {END}",
            "eventmanagement",
        ),
        # what a general trade is asked with is no passing word
        (
            f"{US} Wir suchen einen Entwickler mit Erfahrung in Java. {END}",
            f"{US} {ALSO} Ein Auftrag wäre auch die Java-Programmierung. {END}",
            "java",
        ),
    ],
)
def test_what_is_named_once_in_passing_is_in_doubt(
    vocabulary: Vocabulary, sure: str, in_doubt: str, skill: str
) -> None:
    assert not read_post(sure, vocabulary).doubtful
    read = read_post(in_doubt, vocabulary)
    assert skill in {one.key for part in read.parts for one in part.core}
    assert skill in read.doubtful


@pytest.mark.parametrize(
    ("sure", "loose", "skill"),
    [
        # behind an "und", and behind no word that says how it belongs
        (
            "Hilfe gesucht bei Vorlagen in Canva und kurzen Texten. Und jemand, der Essen fotografiert.",
            "Hilfe gesucht bei Vorlagen in Canva, so 15 Stück, kurze Texte. Und jemand, der Essen fotografiert.",
            "texten",
        ),
        # one of three in a sentence, and of two
        (
            "Hilfe gesucht bei Google Ads, einen Onlineshop für Tierfutter und eine Texterin.",
            "Hilfe gesucht bei Google Ads, Onlineshop für Tierfutter. Und eine Texterin.",
            "onlineshop",
        ),
        # a skill that has no finer ones, and one that has
        (
            "Hilfe gesucht bei Vorlagen in Canva, so 15 Stück, kurze Produkttexte. Und jemand, der Essen fotografiert.",
            "Hilfe gesucht bei Vorlagen in Canva, so 15 Stück, kurze Texte. Und jemand, der Essen fotografiert.",
            "texten",
        ),
    ],
)
def test_what_stands_loosely_beside_one_other_trade_is_hardly_asked_for(
    vocabulary: Vocabulary, sure: str, loose: str, skill: str
) -> None:
    assert not read_post(sure, vocabulary).unlikely
    read = read_post(loose, vocabulary)
    assert skill in {one.key for part in read.parts for one in part.core}
    assert read.unlikely == {skill}


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        (f"{ALSO} Und wer macht Fotografie?", {"plakate": 3, "fotografie": 3}),
        (f"{ALSO} Fotografie auch.", {"plakate": 3, "fotografie": 2}),
        (f"{US} {ALSO} Und wer macht Fotografie? {END}", {"plakate": 3, "fotografie": 3}),
        (f"{US} {ALSO} Ein Auftrag wäre auch die Fotografie. {END}", {"plakate": 3}),
        (f"{US} Uns fehlt, wer die Feier organisiert. {END}", {"eventmanagement": 2}),
    ],
)
def test_the_more_doubt_the_fewer_are_tagged(vocabulary: Vocabulary, text: str, counts: dict[str, int]) -> None:
    skills = ("plakate, grafikdesign", "fotografie", "eventmanagement")
    members = [person(f"{skill} {number}", skill) for skill in skills for number in range(7)]
    chosen = tagged(vocabulary, text, *members)
    assert Counter(handle.split()[0].rstrip(",") for handle in chosen) == counts
