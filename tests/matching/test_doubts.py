"""Which parts are named once and in passing, so in doubt, and how few are tagged for them; each beside its like."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.matching.reading import read_post
from bot.matching.vocabulary import Vocabulary
from tests.matching.test_batch import person, tagged
from tests.matching.test_long_posts import END, US

ALSO = "Wir suchen eine Grafikerin für ein Plakat."


@pytest.mark.parametrize(
    ("sure", "in_doubt", "part"),
    [
        # away from what is asked for, and there
        (f"{ALSO} Wer macht Fotografie?", f"{ALSO} Fotografie auch.", "photo"),
        # once, and twice
        (f"{ALSO} Fotografie auch. Die Fotografie am Abend.", f"{ALSO} Fotografie auch.", "photo"),
        # by a name, and by two words
        (
            "Suche jemanden für ein Logo. Und wer macht die Hochzeitsfotos?",
            "Suche jemanden für ein Logo. Und wer hält unsere Hochzeit in Bildern fest?",
            "photo",
        ),
        # the only part of a short post, and one of two
        ("Fotografie, 3 Stunden.", f"{ALSO} Fotografie, 3 Stunden.", "photo"),
        # the only part of a short post, and of a long one
        ("Uns fehlt, wer die Feier organisiert.", f"{US} Uns fehlt, wer die Feier organisiert. {END}", "event"),
        # what a general trade is asked with is no passing word
        (
            f"{US} Wir suchen einen Entwickler mit Erfahrung in Java. {END}",
            f"{US} {ALSO} Ein Auftrag wäre auch die Softwareentwicklung. {END}",
            "backend",
        ),
    ],
)
def test_what_is_named_once_in_passing_is_in_doubt(vocabulary: Vocabulary, sure: str, in_doubt: str, part: str) -> None:
    for text, doubtful in ((sure, frozenset()), (in_doubt, frozenset({part}))):
        read = read_post(text, vocabulary)
        assert part in {one.key for one in read.parts}
        assert read.doubtful == doubtful


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
