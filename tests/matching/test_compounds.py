"""How a word of a post becomes a skill: compounds with any beginning and ending, people, and what is done with it."""

import pytest

from bot.matching.naming.entries import Kind
from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.reading import read_post


def labels(vocabulary: Vocabulary, text: str) -> list[str]:
    return [skill.label for skill in vocabulary.find(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Interim-Lohnbuchhalter", ["Lohnbuchhaltung"]),  # a longer ending wins over -buchhalter
        ("Interimsbilanzbuchhalterin", ["Bilanzbuchhaltung"]),
        ("Vereinsbuchhalter", ["Buchhaltung"]),
        ("Interim-CAD-Planung", ["CAD"]),
        ("Projekt-SPS-Programmierung", ["SPS-Programmierung"]),
        ("Arbeitsrechtsberatung", ["Arbeitsrecht"]),
        ("Corporate-Design-Relaunch", ["Corporate Design"]),  # no website
        ("Flyerüberarbeitung", ["Flyer"]),
        ("Flyerdaten", []),
        ("Lautsprecher", []),  # nobody who speaks
        ("Fußbodenverleger", []),
    ],
)
def test_longest_known_stretch_of_a_compound_counts(text: str, found: list[str], vocabulary: Vocabulary) -> None:
    assert labels(vocabulary, f"Wir suchen {text}.") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("eine Druck-Fachkraft", ["Printdesign"]),
        ("einen Netzwerkspezi", ["Netzwerktechnik"]),
        ("eine Softwarefachfrau", ["Softwareentwicklung"]),
        ("einen Rust-Spezi", ["Rust"]),
        ("Sketch-Beratung", ["Sketch"]),
        ("EWM-Beratung", ["SAP EWM"]),
        ("einen Lichtfuzzi", ["Veranstaltungstechnik"]),
        ("den Druck", []),
        ("mehr Licht", []),
        ("den Rost und den Rust", []),
    ],
)
def test_people_and_doings_prove_what_a_name_means(text: str, found: list[str], vocabulary: Vocabulary) -> None:
    assert labels(vocabulary, f"Wir suchen {text}.") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Gitworkshop", {"Git", "Schulung"}),
        ("Wordpressschulung", {"WordPress", "Schulung"}),
        ("Redaktionsschulung", {"Schulung"}),  # the work is what it is about
        ("Gitserver", {"Git"}),
    ],
)
def test_training_in_a_compound_counts_besides(text: str, found: set[str], vocabulary: Vocabulary) -> None:
    assert set(labels(vocabulary, f"Ein {text} wird gesucht.")) == found


def test_tool_is_a_job_where_something_is_done_with_it(vocabulary: Vocabulary) -> None:
    (setup,) = vocabulary.hits("Matomo-Einrichtung")
    (known,) = vocabulary.hits("Matomo-Kenntnisse")
    assert (setup.kind, known.kind) == (Kind.TECH, Kind.TOOL)
    (person,) = vocabulary.hits("Final-Cut-Profi")
    (product,) = vocabulary.hits("Final Cut Pro")
    assert person.is_role
    assert not product.is_role


@pytest.mark.parametrize(
    ("asked", "label", "told"),
    [
        ("Wer kann uns die Bandseite hübscher machen?", "Webdesign", "Wir waren auf der Rückseite, hübsch war es."),
        ("Wer schneidet mir ein YouTube-Video?", "Videoschnitt", "Wer guckt mit mir ein YouTube-Video?"),
        ("wer tippt mir meine interviews ab?", "Transkription", "wer gibt mir interviews?"),
        ("Wer bringt unsere Homepage auf Vordermann?", "Website-Erstellung", "Wer steht auf der Homepage?"),
        ("Wer kann uns das Kundenportal umbauen?", "Webentwicklung", "Wer kann im Kundenportal nachsehen?"),
        ("Looking for a new website.", "Website-Erstellung", "I found it on a new website."),
        ("Looking for someone to sort my invoices.", "Buchhaltung", "Looking for someone to pay my invoices to."),
    ],
)
def test_what_is_done_with_a_thing_is_a_skill(asked: str, label: str, told: str, vocabulary: Vocabulary) -> None:
    assert label in [skill.label for skill in read_post(asked, vocabulary).skills]
    assert label not in [skill.label for skill in read_post(told, vocabulary).skills]


def test_several_words_of_two_trades_mean_both(vocabulary: Vocabulary) -> None:
    assert set(labels(vocabulary, "Abzugeben: YouTube-Videos schneiden")) == {"YouTube", "Videoschnitt"}
    assert labels(vocabulary, "Kamera und Schnitt für einen Film") != labels(vocabulary, "Podcast und Schnitt")
