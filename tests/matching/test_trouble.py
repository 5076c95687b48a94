"""What goes wrong with something that is there is what help is wanted for; refused in like words, it is not."""

from __future__ import annotations

import pytest

from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.reading import read_post

# A complaint, the technology it is about, and the same technology refused or done by others.
TROUBLES = (
    (
        "In unserem SharePoint findet kein Mensch mehr was. Kann das jemand sortieren?",
        "SharePoint",
        "SharePoint brauchen wir nicht. Kann jemand Excel-Listen sortieren?",
    ),
    (
        "Unser Laravel meldet nur noch Fehler, die Queue steht. Kann heute noch einer gucken?",
        "Laravel",
        "Laravel macht unser Azubi. Kann heute noch einer auf die Texte gucken?",
    ),
    (
        "Unsere Tableau-Berichte laden ewig, über eine Minute pro Klick. Kennt ihr wen?",
        "Tableau",
        "Tableau wollen wir nicht mehr. Kennt ihr wen für Power BI?",
    ),
    (
        "PowerAutomate-Flow hängt, der Konnektor meldet 401. Wer kann ran?",
        "Power Platform",
        "PowerAutomate fliegt raus. Wer kann ans Python-Skript ran?",
    ),
    (
        "Ich bekomme den Docker-Container nicht ans Laufen. Wer hilft gegen Rechnung?",
        "Docker",
        "Wir wollen kein Docker. Wer hilft beim Linux-Server?",
    ),
)


@pytest.mark.parametrize(("complaint", "skill", "refusal"), TROUBLES, ids=lambda value: value[:30])
def test_a_complaint_asks_for_what_it_is_about(
    vocabulary: Vocabulary, complaint: str, skill: str, refusal: str
) -> None:
    asked = read_post(complaint, vocabulary)
    assert asked.asks
    assert skill in {one.label for one in asked.skills}
    assert skill not in {one.label for one in read_post(refusal, vocabulary).skills}


@pytest.mark.parametrize(
    "text",
    [
        "Docker Desktop frisst auf meinem Mac wieder 12 GB RAM. Mit Podman ist es halb so viel.",
        "Der neue Photoshop stürzt bei mir alle zehn Minuten ab. Abo läuft trotzdem.",
        "Seit dem Update hängt mein Excel dauernd, ich geh erstmal Kaffee holen.",
        "Hilfe, ich hab versehentlich force push auf main gemacht. Reflog hat mich gerettet. Puh.",
    ],
)
def test_who_only_complains_asks_for_nobody(vocabulary: Vocabulary, text: str) -> None:
    assert not read_post(text, vocabulary).asks


@pytest.mark.parametrize(
    ("asking", "chatting"),
    [
        ("Zu vergeben ist ein Folienmaster in PowerPoint, 40 Seiten.", "PowerPoint ist zu verzeihen, 40 Seiten nicht."),
        ("Hat hier jemand VBA richtig drauf? Zwei Tage Arbeit.", "Hab gestern VBA aus der Schule wieder draufgehabt."),
        ("COBOL-Batch, hat da einer Übung drin?", "COBOL-Batch, darin bin ich aus der Übung."),
        ("Snowflake admin needed part time, time travel restore.", "Snowflake admin here, need no sleep."),
        (
            "Wir bauen Dashboards in Qlik auf und könnten Unterstützung gebrauchen.",
            "Wir bauen Dashboards in Qlik auf und könnten Kaffee gebrauchen.",
        ),
        (
            "Texterin aus Herdecke gesucht, ab Januar zwei Texte im Monat.",
            "Texterin aus Herdecke hier, habe noch zwei Plätze für Blogbetreuung.",
        ),
        ("Any Scala folks here?", "Any news from the Scala folks?"),
        ("R freelancer wanted to build a Shiny dashboard.", "I wanted to build a Shiny dashboard in R."),
        (
            "Terraform-Import für 200 Ressourcen. Freie Kapazitäten?",
            "Terraform-Freelancer, freie Kapazitäten ab Mai.",
        ),
    ],
)
def test_other_ways_to_ask(vocabulary: Vocabulary, asking: str, chatting: str) -> None:
    assert read_post(asking, vocabulary).asks
    assert not read_post(chatting, vocabulary).asks
