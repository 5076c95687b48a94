"""Requests without a verb and of who cannot do it; and what sounds alike and is none."""

from __future__ import annotations

import pytest

from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.reading import read_post


@pytest.mark.parametrize(
    "text",
    [
        "ABAP-Entwicklung, freelance, ab sofort",
        "Türkisch-Übersetzung für Elternbriefe, laufend",
        "Windows-Admin auf Abruf, Kanzlei in Moers",
        "Logo Bäckerei, zwei Varianten, bis Monatsende",
        "Lektorat Doktorarbeit, 220 Seiten, Geschichte",
        "Grafiker für Speisekarten, Bistro in Hattingen",
        "Hochzeitsfotos 17. August, Schloss Berge, acht Stunden",
        "Imagefilm Schreinerei, zwei Minuten, Drohne optional",
        "Power-BI-Dashboard auf Basis SAP-Daten, 15 Tage",
        "CAD-Zeichnungen nach Handskizze, Stahlgeländer, Velbert",
        "Moderatorin Stadtfest, Samstag, zweisprachig",
        "Kunstunterricht für Kinder, donnerstags, Jugendzentrum",
        "Datenschutzbeauftragter extern, Arztpraxis, 12 Mitarbeitende",
        "Buchhaltung, ca. 60 Belege im Monat, DATEV",
        "Flutter developer, six weeks, existing codebase",
        "Product photos of handmade soap, 25 items, white background",
        "Podcast-Schnitt, vierzehntägig, 45 min",
        "Website für Hebamme, schlicht, WordPress okay",
        "Elektroplaner mit WSCAD, drei Schaltschränke",
        "Dolmetscher Arabisch, Dienstagvormittag, Jobcenter Hagen",
        "Texte für Jahresbericht, Stiftung, 40 Seiten",
        "Coach für Teamkonflikte, Pflegeheim, zwei Termine",
        "Kubernetes-Härtung, Bank, remote, Q2",
        "Untertitel Englisch, Kurzfilm, SRT",
        "Illustrationen Kinderbuch, Aquarell, 14 Doppelseiten",
        "Drohnenvideo Baustelle, monatlich, Herne",
        "DJ Abiball 28.6., Anlage vorhanden",
        "Java-Backend, Spring Boot, 8 Monate, hybrid Essen",
        "Excel-Makro für Dienstplan, kleine Sache",
        "Nachhilfe Mathe, 10. Klasse, Bochum-Langendreer",
        "Schulung Photoshop für Redaktion, halber Tag",
        "Vertonung Erklärvideo, weiblich, 90 Sekunden",
        "SEO für Zahnarztpraxis, Raum Dortmund",
        "Protokollantin für Mitgliederversammlung, 9.4. abends",
        "Copywriter für Landingpages, B2B, englisch",
        "Polnisch-Übersetzer, Montageanleitungen, regelmäßig",
        "Terraform-Module aufräumen, AWS, ca. 10 Tage",
        "Schwedisch-Dolmetscherin, Messe Essen, drei Tage im Oktober",
        "Broschüre Seniorenheim, 16 Seiten, Fotos vorhanden",
        "Lohnabrechnung für acht Leute, DATEV, Friseursalon",
        "Sounddesign für Indie-Game, Horror, kleines Budget",
        "Salesforce-Admin, zwei Tage pro Woche, remote",
        "Erklärfilm Wärmepumpe, 2D, unter zwei Minuten",
        "Vereinszeitung Layout, vierteljährlich",
        "Suche für Mai noch ne Stagehand mit Lichterfahrung",
        "Python-Skript zum Umbenennen von 4.000 PDFs, einmalig",
        "SAP PP, Rollout Polen, 9 Monate, Reisebereitschaft",
    ],
)
def test_a_work_with_its_particulars_asks_without_a_verb(vocabulary: Vocabulary, text: str) -> None:
    assert read_post(text, vocabulary).asks


@pytest.mark.parametrize(
    "text",
    [
        "Logo-Design im Wandel der Zeit",
        "Der ewige Streit um Tabs und Spaces in Python",
        "Workshop Siebdruck, Samstag 14 Uhr, noch zwei Plätze",
        "Grafikdesigner, Dortmund, zehn Jahre Erfahrung, ab Mai verfügbar",
        "Texterin aus Essen, Schwerpunkt Medizin, freue mich auf Anfragen",
        "Python am Morgen, Kummer und Sorgen",
        "SAP-Stammtisch Dienstag 19 Uhr im Café Zentral",
        "WordPress-Update gleich am Montagmorgen, mutig",
        "Fotografie und Recht: Vortrag in der VHS, Eintritt frei",
        "Drei Stunden Debugging wegen eines Kommas",
        "Mein erster Auftrag als Übersetzerin, hurra",
        "Stellenabbau bei SAP, schon wieder",
        "Webdesign 2010 vs. Webdesign heute",
        "Illustratorin, neu hier, hallo zusammen",
        "Buchhaltung am Sonntag, mein Leben ist ein Fest",
        "Figma oder Penpot, ewige Frage",
        "Interessanter Artikel über Kubernetes in Behörden",
        "KI-Bilder in der Werbung, Fluch oder Segen",
        "Ausstellung Fotografie im Ruhrgebiet, bis Ende Mai",
    ],
)
def test_a_heading_of_something_else_asks_for_nobody(vocabulary: Vocabulary, text: str) -> None:
    assert not read_post(text, vocabulary).asks


@pytest.mark.parametrize(
    "text",
    [
        "Ich kann kein Excel, wer baut mir eine Tabelle für die Vereinskasse?",
        "Wir kommen mit unserer Buchhaltung nicht klar, wer macht das für uns?",
        "Ich versteh WordPress nicht und brauch da wen, der mir die Seite fertig macht",
        "Keiner bei uns kann InDesign. Wer setzt uns das Programmheft?",
        "Ich kenn mich mit Google Ads nicht aus und will auch nicht. Wer übernimmt?",
        "Kann selber kein Polnisch, brauche aber einen übersetzten Vertrag. Wer hilft?",
        "Haben keinen eigenen Grafiker, wer macht uns ein Plakat?",
        "Photoshop kann ich nicht, Geld hab ich. Wer stellt mir 30 Bilder frei?",
        "Die Steuererklärung krieg ich nicht hin, wer macht sowas?",
        "Ich schaffe die Social-Media-Posts nicht mehr, wer nimmt mir das ab?",
        "Unser Entwickler ist weg und niemand versteht das Laravel. Wer übernimmt?",
        "Ich muss eine Hochzeitsrede halten und kann nicht schreiben. Wer schreibt sie mir?",
        "Wir haben niemanden fürs Marketing. Wer hat Zeit, zwei Tage die Woche?",
        "Null Ahnung von SEO hier, wer kümmert sich?",
        "Wir sind keine Programmierer, brauchen aber eine App. Wer hat Lust?",
        "Nobody here knows Salesforce. Could someone clean up our flows? Paid.",
    ],
)
def test_who_cannot_do_it_and_asks_who_can_asks_for_it(vocabulary: Vocabulary, text: str) -> None:
    assert read_post(text, vocabulary).asks


@pytest.mark.parametrize(
    "text",
    [
        "Ich kann kein Excel und bin stolz drauf",
        "Wir kommen mit Jira nicht klar, wie macht ihr das?",
        "Keiner bei uns kann InDesign, alle machen alles in Word",
        "Ich kenn mich mit Google Ads nicht aus, wer hat ein gutes Tutorial?",
        "Photoshop kann ich nicht, will es aber lernen. Wer lernt mit?",
        "Ich mach keine Logos mehr, wer braucht das schon?",
        "Nobody here knows Salesforce, which is why we sleep well",
        "Wir haben keinen Grafiker, und das sieht man unserer Kantine an",
    ],
)
def test_who_cannot_do_it_and_only_says_so_asks_for_nobody(vocabulary: Vocabulary, text: str) -> None:
    assert not read_post(text, vocabulary).asks


@pytest.mark.parametrize(
    ("asks", "asks_for_nobody"),
    [
        ("Gesucht: App-Programmiererin", "Gesucht: App zum Zeichnen, gern mit Procreate-Pinseln"),
        ("Native Speaker gesucht, der die Broschüre ins Englische überträgt", "Speaker gesucht, am liebsten Bluetooth"),
        ("Brauche einen Umzug von Universal Analytics auf GA4", "Suche noch Anekdoten von gescheiterten ERP-Projekten"),
        ("Vergeben das zum Festpreis: Logo und Visitenkarten", "Vergeben! Logo und Visitenkarten macht jetzt Jule"),
        ("Zu vergeben: Odoo-Modul, 12 Tage, bitte keine Agenturen", "Vergeben: Odoo-Modul, bitte keine Mails mehr"),
        (
            "Der Chef will die Zahlen aus Excel sehen, wer baut das?",
            "Der Chef will jetzt alles in Excel sehen, na dann",
        ),
        ("Das Plakat ist krumm, wer kann das in Ordnung bringen?", "Das Plakat hängt noch, wer kann das mitbringen?"),
        ("Wer ist jetzt frei für Texte und Social Media?", "Bin jetzt frei für Texte und Social Media."),
        ("Photoshop kann ich nicht. Wer macht das?", "Photoshop kann ich nicht. Wer lernt mit?"),
    ],
)
def test_what_only_sounds_alike_is_told_from_a_request(asks: str, asks_for_nobody: str, vocabulary: Vocabulary) -> None:
    assert read_post(asks, vocabulary).asks
    assert not read_post(asks_for_nobody, vocabulary).asks
