"""Firms, customers, what others do and what a text is about are no parts of a job; each beside what asks for it."""

from __future__ import annotations

import pytest

from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.reading import read_request


@pytest.mark.parametrize(
    ("label", "told", "sought"),
    [
        ("Fotografie", "Wer richtet unserem Fotostudio ein NAS mit Backup ein?", "Fotografin gesucht für Reportagen"),
        ("Softwareentwicklung", "Anwältin gesucht, Kündigung eines Entwicklers", "Suche Ersatz eines Entwicklers"),
        (
            "Machine Learning",
            "Lektorin gesucht, Masterarbeit zu Machine Learning",
            "Hilfe bei Machine Learning gesucht",
        ),
        ("Kubernetes", "Somebody to proofread our whitepaper on Kubernetes", "Somebody to run our Kubernetes cluster"),
        ("Videoproduktion", "Jahresabschluss für eine kleine GmbH (Filmproduktion)", "Suche Filmproduktion"),
        ("Übersetzung", "Looking for a lawyer. Our publisher does the translation.", "Who does the translation?"),
        (
            "Barrierefreiheit",
            "Drupal dev wanted. Accessibility will be audited by an agency.",
            "Accessibility audit wanted",
        ),
        ("Color Grading", "Editor wanted for a film. Grading done by someone else.", "Grading for a film, who can?"),
        ("CAD", "Blender renderings wanted. Models come as CAD files", "CAD wanted for a lamp"),
        ("Vertragsrecht", "Wer schaut in mein Matlab-Skript? Uni Essen, Werkvertrag", "Wer prüft unseren Werkvertrag?"),
    ],
)
def test_what_is_told_is_no_part(vocabulary: Vocabulary, label: str, told: str, sought: str) -> None:
    assert label not in {skill.label for part in read_request("", told, vocabulary).parts for skill in part.core}
    assert label in {skill.label for part in read_request("", sought, vocabulary).parts for skill in part.skills}


@pytest.mark.parametrize(
    ("label", "kept", "refused"),
    [
        ("Vue.js", "Wer hilft mit React? Vue schadet nicht.", "Wer hilft mit React? Vue bitte nicht."),
        (
            "Joomla",
            "Joomla wird nicht mehr unterstützt, wer hilft? Auch Fotos.",
            "Fotos. Joomla wird nicht mehr gebraucht.",
        ),
        (
            "Website-Erstellung",
            "Wir brauchen ein Logo und eine Website, Texte hat meine Frau geschrieben",
            "Logo. Die Website hat meine Frau gebaut",
        ),
    ],
)
def test_what_is_not_refused_stays(vocabulary: Vocabulary, label: str, kept: str, refused: str) -> None:
    assert label in {skill.label for part in read_request("", kept, vocabulary).parts for skill in part.skills}
    assert label not in {skill.label for part in read_request("", refused, vocabulary).parts for skill in part.skills}


def test_a_language_belongs_to_its_lessons_unless_something_is_translated(vocabulary: Vocabulary) -> None:
    lessons = read_request("", "Suche Lehrkraft für Spanisch, zwei Abende", vocabulary).parts
    assert [part.key for part in lessons] == ["training"]
    translated = read_request("", "Wer übersetzt einen Brief ins Spanische?", vocabulary).parts
    assert [part.key for part in translated] == ["translation"]


def test_a_verb_says_what_is_done_to_a_technology_and_teaching_stays_a_trade(vocabulary: Vocabulary) -> None:
    moved = read_request("", "Wer zieht unsere Seite nach Webflow um? Webflow umziehen, mehr nicht", vocabulary).parts
    assert [part.key for part in moved if part.core] == ["web"]
    taught = read_request("", "Suche jemanden, der mir Excel beibringt", vocabulary).parts
    assert [part.key for part in taught] == ["training"]


def test_a_podcast_is_cut_by_who_works_with_sound_unless_it_is_filmed(vocabulary: Vocabulary) -> None:
    heard = read_request("", "Podcast über Kleingärten sucht Cutter", vocabulary).parts
    assert [part.key for part in heard] == ["audio"]
    seen = read_request("", "Podcast auf YouTube sucht Cutter für die Videos", vocabulary).parts
    assert [part.key for part in seen if part.core] == ["video"]


@pytest.mark.parametrize(
    ("said", "is_along"),
    [
        ("Kenntnisse in Git setzen wir als selbstverständlich voraus.", True),
        ("Unser Archiv liegt seit Jahren in Git, gepflegt von einem Praktikanten.", False),
    ],
)
def test_what_a_long_ad_asks_of_the_person_goes_along(vocabulary: Vocabulary, said: str, is_along: bool) -> None:
    story = "Der Betrieb besteht seit 1954 und steht am Kanal, gleich neben dem alten Hafen mit den Kränen. " * 5
    text = f"Wir suchen eine Übersetzerin für Polnisch. {story}{said}"
    labels = {skill.label for part in read_request("", text, vocabulary).parts for skill in part.skills}
    assert ("Git" in labels) == is_along
