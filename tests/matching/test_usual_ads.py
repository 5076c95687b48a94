"""Ads of portals: headings, positions, calls for offers, profiles and reports; each beside its like."""

from __future__ import annotations

import pytest

from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.reading import read_post
from tests.matching.labels import core, side
from tests.matching.test_long_posts import END, US, labels, parts, read


@pytest.mark.parametrize(
    "asked",
    [
        # numbered positions with their duties
        "Wir suchen zwei Kräfte.\n\n1. Softwaretester:in (m/w/d)\n- in Jira\n\n2. Drehbuchautor:in (m/w/d)\n- kurz",
        "Wir suchen zwei Kräfte.\n\n1. Softwaretester (m/w/d), ab Juli\n- Jira\n\n2. Drehbücher, vier Stück\n- kurz",
        # positions as lines of their own, and two names for one
        "Zur Saison suchen wir:\n\nSoftwaretesterin oder Softwaretester\n- Jira\n\nDrehbuchautor/in, Teilzeit\n- kurz",
        # who calls for offers opens a list, and so does who seeks at the end of a heading
        "Wir bitten um Angebote für folgende Arbeiten:\n\n• Softwaretest mit Jira\n• Drehbücher für drei Filme",
        "Für Aufträge ab dem zweiten Quartal suchen wir:\n\n• Softwaretester, auch Jira\n• Drehbücher für drei Filme",
    ],
)
def test_each_position_of_an_ad_is_a_part(vocabulary: Vocabulary, asked: str) -> None:
    assert {frozenset(part) for part in parts(read(vocabulary, asked))} == {
        frozenset({"Softwaretest"}),
        frozenset({"Drehbuch"}),
    }


def test_a_wish_at_the_end_of_a_line_opens_no_section(vocabulary: Vocabulary) -> None:
    one_more = "1) Linux-Admin; Pflege der Firewall von Vorteil\n2) SPS-Programmierer, acht Wochen"
    assert [{"SPS-Programmierung"}, {"Systemadministration", "Linux"}] == sorted(
        parts(read(vocabulary, f"Wir suchen:\n{one_more}")), key=len
    )
    wished = side(vocabulary, "Linux-Admin gesucht\n\nVon Vorteil:\n- SPS-Programmierung")
    assert "SPS-Programmierung" in wished


@pytest.mark.parametrize("heading", ["NICHT GEFRAGT", "Nicht Bestandteil der Vergabe:", "Nicht gebraucht werden:"])
def test_what_stands_under_a_heading_that_refuses_is_not_asked_for(vocabulary: Vocabulary, heading: str) -> None:
    assert labels(read(vocabulary, f"Wir suchen Hilfe mit Odoo.\n\n{heading}\n- Shopware\n- Magento")) == {"Odoo"}
    assert labels(read(vocabulary, "Wir suchen Hilfe mit Odoo.\n\nAufgaben\n- Shopware\n- Magento")) > {"Odoo"}


def test_the_word_of_a_heading_is_no_skill(vocabulary: Vocabulary) -> None:
    ad = (
        "QA engineer with Cypress (contract)\n\nTasks\n- extend the test suite\n\nRequirements\n- four years of Cypress"
    )
    assert "Requirements Engineering" not in labels(read_post(ad, vocabulary))
    assert "Requirements Engineering" in labels(read_post("Requirements engineer wanted for two months", vocabulary))


@pytest.mark.parametrize(
    ("refused", "asked"),
    [
        ("Nicht gesucht werden derzeit Shopware und Magento.", "Gesucht werden derzeit auch Shopware und Magento."),
        ("Reine Shopware-Profile können wir nicht berücksichtigen.", "Wir suchen auch Shopware-Profis."),
        ("Pure Shopware profiles won't be a match.", "We also need Shopware people."),
    ],
)
def test_profiles_that_do_not_fit_are_refused(vocabulary: Vocabulary, refused: str, asked: str) -> None:
    assert "Shopware" not in labels(read(vocabulary, f"Wir suchen jemanden für TYPO3. {refused}"))
    assert "Shopware" in labels(read(vocabulary, f"Wir suchen jemanden für TYPO3. {asked}"))


def test_what_is_no_must_is_not_refused(vocabulary: Vocabulary) -> None:
    wished = read_post("Englischlehrerin gesucht. Schön wäre E-Learning, das ist aber kein Muss.", vocabulary)
    assert "E-Learning" in labels(wished)
    refused = read_post("Englischlehrerin gesucht. E-Learning ist für uns kein Thema.", vocabulary)
    assert "E-Learning" not in labels(refused)


REPORT = (
    "Der Kreis hat am Mittwoch den Zuschlag bekannt gegeben. Wie eine Sprecherin mitteilte, geht der Auftrag an zwei"
    " Firmen. Dazu gehören WLAN, Moodle und Schulungen für 6,4 Millionen Euro."
)
PROFILE = (
    "Profil: Dipl.-Ing. Jarosch, freiberuflicher Projektleiter\n\nAusgewählte Projekte:\n- Rollout, Einzelhandel\n\n"
    "Werkzeuge: Jira, Confluence\n\nStundensatz: 98 Euro. Ich freue mich über Projektanfragen."
)


@pytest.mark.parametrize("told", [REPORT, PROFILE])
def test_reports_and_profiles_ask_for_nobody(vocabulary: Vocabulary, told: str) -> None:
    assert not read_post(f"{told} {END} {END}", vocabulary).asks
    assert read_post(f"{US} Wir suchen jemanden für WLAN und Moodle, Stundensatz 98 Euro. {END}", vocabulary).asks


def test_what_somebody_teaches_is_the_subject_of_a_training(vocabulary: Vocabulary) -> None:
    taught = read_post("Suchen jemanden, der uns agiles Arbeiten beibringt", vocabulary)
    assert [part.key for part in taught.parts] == ["training"]
    assert "Schulung" not in core(vocabulary, "Suchen jemanden für agiles Arbeiten")
