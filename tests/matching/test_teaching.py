"""A training and its subject, whether a tool, a method, a language or a work."""

from __future__ import annotations

import pytest

from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.reading import read_post


@pytest.mark.parametrize(
    ("text", "taught"),
    [
        ("Wer gibt uns ne Schulung in Scrum?", {"Schulung", "Scrum"}),
        ("Photoshop-Workshop für unser Team gesucht", {"Schulung", "Adobe Photoshop"}),
        ("Wer hält uns vier Webinare zum Thema Arbeitsrecht?", {"Webinar", "Arbeitsrecht"}),
        ("Suche jemanden für einen Workshop über SEO", {"Schulung", "SEO"}),
        ("Nachhilfe in Statistik gesucht", {"Nachhilfe", "Statistik"}),
        ("Suchen jemanden, der unserem Team Git beibringt", {"Schulung", "Git"}),
        # of whom it is for it is not asked
        ("Schulung für unseren Vertrieb gesucht", {"Schulung"}),
    ],
)
def test_a_training_and_what_it_is_about_are_one_part(vocabulary: Vocabulary, text: str, taught: set[str]) -> None:
    (part,) = read_post(text, vocabulary).parts
    assert part.key == "training"
    assert {skill.label for skill in part.core} == taught
