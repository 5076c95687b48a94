"""What is asked for by a general name beside finer ones, what belongs to a job, and who asks for none."""

from __future__ import annotations

import pytest

from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.reading import read_post
from tests.matching.labels import core


@pytest.mark.parametrize(
    ("general", "by_name", "by_the_way"),
    [
        (
            "Frontend-Entwicklung",
            "Frontend gesucht: React, drei Monate",
            "Strapi als CMS, Vue im Frontend, wer hat Zeit?",
        ),
        (
            "Frontend-Entwicklung",
            "Wer baut uns das Svelte-Frontend?",
            "Looking for someone to finish our Nuxt frontend",
        ),
        ("Backend-Entwicklung", "Suchen Backend mit Spring Boot", "Need a Django dev for our booking backend"),
        ("App-Entwicklung", "Wir wollen eine App in Flutter", "Unsere Vereins-App in Flutter stürzt ab, wer hilft?"),
        ("App-Entwicklung", "Suche App-Entwickler für Swift", "Swift developer wanted, an app for a gym"),
        ("UX-Design", "Gesucht: UX-Designer für Wireframes", "Wer macht uns Wireframes?"),
        ("Grafikdesign", "Grafiker:in für Plakat und Flyer gesucht", "Plakat und Flyer gesucht, gern schön gestaltet"),
        (
            "Social Media",
            "Wer übernimmt Social Media für uns? Vor allem Instagram",
            "Wer übernimmt unseren Insta-Kanal?",
        ),
        ("Cloud", "Unsere Server sollen in die Cloud (Azure), wer macht das?", "Suche jemanden für Azure"),
        ("SAP", "Suche jemanden für SAP", "Suche SAP-Berater für MM"),
        ("Rechtsberatung", "Suche eine Anwältin", "Suche eine Anwältin für Markenrecht"),
        # what else goes along with any other trade
        ("Hosting", "Suche jemanden für TYPO3 und Hosting", "Wer zieht die Seite auf TYPO3 um und mietet Webspace?"),
        ("Datenanalyse", "Wer macht uns Webdesign und Datenanalyse?", "Wer macht uns Webdesign und analysiert Daten?"),
    ],
)
def test_a_general_skill_is_the_job_beside_finer_ones_where_it_is_asked_for_by_name(
    vocabulary: Vocabulary, general: str, by_name: str, by_the_way: str
) -> None:
    assert general in core(vocabulary, by_name)
    assert general not in core(vocabulary, by_the_way)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # from one system to another asks for who knows both; away from one does not
        ("Umzug von PrestaShop auf Shopify gesucht", {"PrestaShop", "Shopify"}),
        ("Wir steigen von Excel-Listen auf HubSpot um, wer richtet das ein?", {"HubSpot"}),
        # what somebody does already
        ("Suche jemanden für SEO. Social Media macht schon ne Agentur.", {"SEO"}),
        ("Suche jemanden für SEO. Social Media macht schon wer anders.", {"SEO"}),
        # a platform goes along with what runs on all of them
        ("Eine App in React Native gesucht, erstmal nur Android", {"React Native", "App-Entwicklung"}),
        ("Suche Android-Entwickler mit Kotlin", {"Android", "Kotlin"}),
        # a module of SAP is no quality management
        ("SAP-Berater gesucht: MM und QM", {"SAP MM", "SAP QM"}),
        ("Suche jemanden für Qualitätsmanagement", {"Qualitätsmanagement", "Prozessoptimierung"}),
        # what is asked for besides makes nothing finer
        ("Suche jemanden für SEA, Amazon PPC und SEO", {"SEA", "Amazon PPC", "SEO"}),
        ("Suchen Fotos vom Laden und einen Eröffnungsflyer", {"Fotografie", "Flyer"}),
        # a database goes along with the language that asks it
        ("Unser PHP-Skript (MySQL) spinnt, wer kann ran?", {"PHP"}),
        ("Suche jemanden für MySQL", {"MySQL"}),
        # what is taken over, and what is in trouble
        ("Unser SharePoint ist ne Müllhalde. Wer räumt auf und schult uns?", {"SharePoint", "Schulung"}),
        ("Kaufvertrag, 9 Seiten, muss ins Spanische übersetzt werden. Wer kann das?", {"Übersetzung", "Spanisch"}),
    ],
)
def test_what_belongs_to_the_job_is_the_core(vocabulary: Vocabulary, text: str, wanted: set[str]) -> None:
    assert core(vocabulary, text) == wanted


@pytest.mark.parametrize(
    ("asking", "other"),
    [
        ("Wer druckt mir ein Gehäuse, 3D-Druck?", "Wer verkauft einen 3D-Drucker? Budget 250 €"),
        ("Suche Hilfe mit einem Raspberry Pi", "Verkauft jemand nen Raspberry Pi? Hole auch ab."),
        ("Suche freie Mitarbeiter für SPS", "Bin Elektroniker und such freie Mitarbeit als SPS-Programmierer"),
        ("Gebe ab: Deutschkurse für Fachkräfte", "Ich gebe ab Herbst wieder Deutschkurse für Fachkräfte"),
        ("Hab keine Luft mehr, gebe ab: Rails-Upgrade", "Hab noch Luft für ein Rails-Upgrade"),
        ("Wer macht uns die Buchhaltung?", "Wer von euch macht eigentlich Buchhaltung selber?"),
        (
            "Frontend-Entwicklerin gesucht (React), zwei Tage die Woche",
            "Frontend-Entwicklerin (React) hat ab Mai wieder zwei Tage die Woche frei",
        ),
    ],
)
def test_who_asks_is_told_from_who_sells_offers_or_chats(vocabulary: Vocabulary, asking: str, other: str) -> None:
    assert read_post(asking, vocabulary).asks
    assert not read_post(other, vocabulary).asks
