"""What goes along with another trade's work, and is the job where it stands alone or somebody is sought for it."""

from __future__ import annotations

import pytest

from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.reading import read_request


def parts_of(vocabulary: Vocabulary, text: str) -> dict[str, set[str]]:
    """Return the labels of the core of each part."""
    parts = read_request("", text, vocabulary).parts
    return {part.key: {skill.label for skill in part.core} for part in parts if part.core}


@pytest.mark.parametrize(
    ("along", "beside", "alone"),
    [
        ("ERP", "Delphi-Entwickler für unsere Warenwirtschaft gesucht", "Wer führt bei uns ein ERP ein?"),
        ("Recherche", "Blogartikel samt Recherche zu Wärmepumpen gesucht", "Suche jemanden für Recherche im Archiv"),
        ("Hosting", "Wer zieht unsere Seite auf TYPO3 um und mietet uns Webspace?", "Suche Hilfe beim Hosting"),
        ("Azure", "Data Engineer for Databricks on Azure wanted", "Azure-Administratorin gesucht"),
        ("TypeScript", "React Native dev wanted for our app (TypeScript)", "TypeScript-Entwicklerin gesucht"),
        ("jQuery", "Symfony-Entwicklerin für ein Projekt mit viel jQuery gesucht", "jQuery-Entwickler gesucht"),
        ("Symfony", "Shopware-Entwickler gesucht, Symfony und Twig", "Symfony-Entwickler gesucht"),
        ("Texten", "Recruiterin gesucht, die Stellenanzeigen textet", "Texterin gesucht für unsere Seite"),
        (
            "Moderation",
            "Community Management für unser Discord: moderieren, antworten",
            "Wer moderiert unser Sommerfest?",
        ),
    ],
)
def test_some_work_goes_along_with_other_work(vocabulary: Vocabulary, along: str, beside: str, alone: str) -> None:
    assert along not in set().union(*parts_of(vocabulary, beside).values())
    assert along in set().union(*parts_of(vocabulary, alone).values())


def test_whoever_is_sought_by_name_has_a_part(vocabulary: Vocabulary) -> None:
    text = "Wir suchen eine Recruiterin und außerdem eine Texterin für die Website"
    assert set(parts_of(vocabulary, text)) >= {"sales", "text"}


@pytest.mark.parametrize(
    ("label", "told", "sought"),
    [
        ("Steuerberatung", "Zwei Steuerkanzleien fusionieren und brauchen Briefbogen und Logo", "Suche Steuerkanzlei"),
        ("Grafikdesign", "Die Rechner in der Werbeagentur brauchen einen Admin", "Suche Werbeagentur"),
        ("Controlling", "Krankenhaus, Abteilung Controlling: Data Warehouse ablösen", "Suche Hilfe im Controlling"),
    ],
)
def test_a_firm_is_who_asks(vocabulary: Vocabulary, label: str, told: str, sought: str) -> None:
    assert label not in set().union(*parts_of(vocabulary, told).values(), set())
    assert label in set().union(*parts_of(vocabulary, sought).values())
