"""What is the job and what goes along, by how a post is built: each sentence beside its like that says the opposite."""

from __future__ import annotations

import pytest

from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.reading import read_request


def core(vocabulary: Vocabulary, text: str) -> set[str]:
    """Return the labels of the core of a post."""
    return {skill.label for part in read_request("", text, vocabulary).parts for skill in part.core}


def side(vocabulary: Vocabulary, text: str) -> set[str]:
    """Return the labels of what goes along."""
    return {skill.label for part in read_request("", text, vocabulary).parts for skill in part.side}


@pytest.mark.parametrize(
    ("tool", "is_job", "is_tool"),
    [
        ("Monitoring", "Wer kann uns ein Monitoring aufsetzen?", "Linux-Admin gesucht, das Monitoring steht schon"),
        ("CI/CD", "Somebody to set up GitHub Actions, please", "React dev wanted, GitHub Actions in daily use"),
        ("Canva", "Wir suchen jemanden für Canva-Vorlagen", "Social-Media-Hilfe gesucht, Canva wäre schön"),
        ("Figma", "Wer baut uns einen Figma-Prototypen?", "UI-Designerin gesucht, das UI-Design bitte in Figma"),
        ("Adobe InDesign", "Wer von euch kann InDesign?", "Wer setzt unsere Broschüre, am besten in InDesign?"),
        (
            "Figma",
            "Jemand für UX-Design und jemand für Figma gesucht",
            "UX-Design und Wireframes gesucht, gern in Figma",
        ),
        ("Jira", "Wer hilft mit Jira und räumt unser Jira auf?", "Tester gesucht, Fehler kommen ins Jira"),
    ],
)
def test_tool_is_the_job_where_it_is_itself_asked_for(
    vocabulary: Vocabulary, tool: str, is_job: str, is_tool: str
) -> None:
    assert tool in core(vocabulary, is_job)
    assert tool not in core(vocabulary, is_tool)


@pytest.mark.parametrize(
    ("skill", "is_asked", "is_known"),
    [
        ("TypeScript", "Wer kann TypeScript?", "Angular-Leute gesucht, TypeScript versteht sich"),
        ("Excel", "Wer hilft mir mit Excel?", "Buchhalterin gesucht, Excel sowieso"),
        ("Airflow", "Wer kennt Airflow?", "Data Engineer gesucht, dbt wäre ein Plus, Airflow auch"),
        ("SAP ABAP", "ABAP-Entwickler gesucht", "SAP-FI/CO-Beraterin gesucht, ABAP lesen können hilft"),
        ("LinkedIn", "Wer macht uns LinkedIn-Kampagnen?", "Sales rep wanted. You know LinkedIn, you like people."),
        ("MySQL", "MySQL-Profi gesucht", "Symfony-Entwicklerin gesucht, MySQL drunter"),
        ("Snowflake", "Wer führt Snowflake ein?", "Data Engineer gesucht. Snowflake bringst du mit."),
        ("KI", "Wer macht uns was mit KI?", "Wer schreibt 40 Produkttexte, gern KI-gestützt?"),
    ],
)
def test_what_somebody_has_to_know_goes_along(vocabulary: Vocabulary, skill: str, is_asked: str, is_known: str) -> None:
    assert skill in core(vocabulary, is_asked)
    assert skill not in core(vocabulary, is_known)
    assert skill in side(vocabulary, is_known)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (
            "Wir brauchen für einen Verlag eine neue Website: Webdesign, die Umsetzung mit Django und die Texte.",
            {"Website-Erstellung", "Webdesign", "Django", "Texten"},
        ),
        ("Für den Hofladen suchen wir: das Logo, den Shop mit Shopify.", {"Logo-Design", "Shopify"}),
        ("Wir suchen:\n- eine Texterin\n- jemanden, der ein Plugin in WordPress baut", {"Texten", "WordPress"}),
        ("What we need:\n- a copywriter\n- a tester with Playwright", {"Texten", "Playwright"}),
        ("1. Schaltplan in EPLAN\n2. Visu auf WinCC\nWer hat Luft?", {"EPLAN", "HMI/SCADA"}),
    ],
)
def test_list_behind_what_is_asked_for_is_asked_for(vocabulary: Vocabulary, text: str, labels: set[str]) -> None:
    assert labels <= core(vocabulary, text)


@pytest.mark.parametrize(
    ("skill", "is_asked", "is_told"),
    [
        ("Shopware", "Unser Shop spinnt, wer kann Shopware?", "Suche Texterin für 30 Texte, Shop ist Shopware"),
        (
            "Shopify",
            "Wir suchen jemanden, der unseren Shop auf Shopify betreut",
            "Suche Steuerberaterin für kleine GmbH, wir haben einen Onlineshop auf Shopify",
        ),
        ("IT-Support", "Suche IT-Support", "Projektleitung IT gesucht"),
        ("Bilanzbuchhaltung", "Wer macht den Jahresabschluss?", "SAP-Beraterin für den Jahresabschluss gesucht"),
    ],
)
def test_what_is_told_of_who_asks_opens_no_part(
    vocabulary: Vocabulary, skill: str, is_asked: str, is_told: str
) -> None:
    assert skill in core(vocabulary, is_asked)
    assert skill not in core(vocabulary, is_told)


def test_duty_of_the_trade_in_the_title_is_the_job_and_another_is_not(vocabulary: Vocabulary) -> None:
    text = (
        "DevOps Engineer (m/w/d)\n\nDeine Aufgaben:\n- Betrieb der Kubernetes-Cluster\n- GitLab-Pipelines aufbauen\n"
        "- Protokoll der Treffen\n\nNice to have:\n- Kafka\n"
    )
    assert {"DevOps", "Kubernetes"} <= core(vocabulary, text)
    assert "Kafka" in side(vocabulary, text)
    assert "Protokoll" not in core(vocabulary, text)


def test_story_before_the_question_says_what_it_is_about(vocabulary: Vocabulary) -> None:
    assert "Podcast" in core(vocabulary, "Unser Podcast klingt nach Blechdose. Wer mischt und schneidet die Folgen?")
    assert "UX-Design" in core(vocabulary, "UX Designer (m/w/d)\n\nDeine Aufgaben:\n- Wireframes zeichnen\n")


def test_heading_that_denies_or_tells_what_is_there_asks_for_nothing(vocabulary: Vocabulary) -> None:
    text = (
        "Data Scientist (m/w/d) für Prognosen\n\nWas wir haben:\n- Berichte in Power BI\n\n"
        "Das musst du nicht können:\n- Java\n\nDas solltest du können:\n- Pandas\n"
    )
    asked = core(vocabulary, text) | side(vocabulary, text)
    assert "Pandas" in asked
    assert asked.isdisjoint({"Power BI", "Java"})
