"""What is told of beside a request and is the job all the same, or is not: each beside its like."""

from __future__ import annotations

import pytest

from bot.matching.explaining import IGNORED, explained
from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.reading import read_post
from tests.matching.labels import core, side
from tests.matching.test_long_posts import END, US, labels

ALSO = "Wir suchen eine Grafikerin für ein Plakat."
MUCH = "Kerzen, Kinder, Hochzeitsfotografie im Garten, Tanz, Suppe, Brot, Wein, Spiele, Feuer, Sterne, Schlaf, Abschied"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        # named again, and once
        (
            f"{ALSO} Hochzeitsfotografie ist beliebt. Die Hochzeitsfotografie kostet extra.",
            f"{ALSO} Hochzeitsfotografie ist beliebt.",
        ),
        # with more of its trade, and with what is of another one
        (
            f"{ALSO} Hochzeitsfotografie ist beliebt. Die Porträtfotografie kostet extra.",
            f"{ALSO} Hochzeitsfotografie ist beliebt. Die Buchhaltung kostet extra.",
        ),
        # in a sentence that lists much, and in a short one
        (
            f"{ALSO} Der Sommer ist voll: {MUCH} und Tränen.",
            f"{ALSO} Der Sommer ist voll: Kerzen, Kinder, Hochzeitsfotografie.",
        ),
        # behind what asks, and before it
        (
            f"{ALSO} Hochzeitsfotografie ist beliebt. Die Hochzeitsfotografie kostet extra.",
            f"Hochzeitsfotografie ist beliebt. Die Hochzeitsfotografie kostet extra. {ALSO}",
        ),
    ],
)
def test_what_a_long_post_goes_on_with_is_asked_for(vocabulary: Vocabulary, asked: str, told: str) -> None:
    assert "Hochzeitsfotografie" in labels(read_post(f"{US} {asked} {END}", vocabulary))
    assert labels(read_post(f"{US} {told} {END}", vocabulary)) == {"Plakat", "Grafikdesign"}


@pytest.mark.parametrize(
    ("skill", "twice", "once"),
    [
        ("Recherche", "Blogartikel gesucht. Recherche: viel. Die Recherche zahlen wir.", "Blogartikel und Recherche."),
        (
            "Symfony",
            "Shopware-Entwickler gesucht. Symfony! Viel Symfony.",
            "Shopware-Entwickler gesucht, Symfony, Twig",
        ),
        (
            "PHP",
            "TYPO3-Leute gesucht. PHP und JavaScript. Das PHP ist alt.",
            "TYPO3-Leute gesucht. PHP und JavaScript.",
        ),
    ],
)
def test_what_is_named_twice_does_not_only_go_along(vocabulary: Vocabulary, skill: str, twice: str, once: str) -> None:
    assert skill in core(vocabulary, twice)
    assert skill in side(vocabulary, once)


@pytest.mark.parametrize(
    ("skill", "text"),
    [
        ("React", "Suche jemanden für Vue. React wäre ein Plus. Mit React geht es schneller."),
        ("Jira", "Suche eine Texterin. Abstimmung über Jira, Tickets liegen in Jira."),
        ("Figma", "Suche Webdesigner. Entwürfe in Figma, wir arbeiten nur mit Figma."),
        ("Englisch", "Suche Java-Entwickler. Englisch wichtig, das Team spricht Englisch."),
        ("SAP", "Projektleiter für die SAP-Einführung gesucht. SAP kommt im Mai."),
        ("Recherche", "Blogartikel gesucht, viel Recherche. Die Recherche haben wir schon."),
    ],
)
def test_what_is_beside_stays_so_however_often_it_is_named(vocabulary: Vocabulary, skill: str, text: str) -> None:
    assert core(vocabulary, text)
    assert skill not in core(vocabulary, text)


def test_what_somebody_is_to_do_is_a_job(vocabulary: Vocabulary) -> None:
    assert "Recherche" in core(vocabulary, "Blogartikel gesucht und wen, der Recherche macht.")
    assert "Recherche" in side(vocabulary, "Blogartikel gesucht, viel Recherche.")


@pytest.mark.parametrize(
    ("skill", "asked", "setting"),
    [
        ("Webentwicklung", "Wir suchen Webentwicklung.", "SharePoint-Profi fürs neue Intranet gesucht"),
        ("Onlineshop", "Wer baut uns einen Onlineshop?", "Kundenservice für Shopify gesucht, Onlineshop"),
        (
            "Technische Redaktion",
            "Technische Redaktion gesucht, 20 Seiten",
            "Übersetzerin für Polnisch gesucht, Bedienungsanleitung 20 Seiten",
        ),
    ],
)
def test_what_only_says_where_the_work_is_done_is_left_out(
    vocabulary: Vocabulary, skill: str, asked: str, setting: str
) -> None:
    assert skill in core(vocabulary, asked)
    read = read_post(setting, vocabulary)
    assert read.asks
    assert skill not in {one.label for one in read.skills}
    assert any(IGNORED["topic"] in line for line in explained(setting, vocabulary))
