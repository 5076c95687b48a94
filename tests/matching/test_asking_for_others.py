"""Requests for somebody else, with slips of the fingers, and beside what is refused elsewhere; and what is none."""

from __future__ import annotations

import pytest

from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.reading import read_post


@pytest.mark.parametrize(
    "text",
    [
        "Meine Schwester sucht für ihren Laden jemanden, der Etsy betreut",
        "Ein Bekannter von mir braucht einen Texter für seine Website",
        "Kundin von mir sucht Fotografin für Businessporträts, ich hab keine Zeit",
        "Mein Chef sucht einen Freelancer für TYPO3",
        "Der Tennisverein meines Mannes bräuchte eine neue Homepage",
        "Unsere Kita sucht Märchenerzählerin oder Musiker fürs Sommerfest",
        "Freundin gründet, braucht Logo und Visitenkarten",
        "Ein Kunde fragt nach iOS-Entwicklung, wer kann?",
        "Startup in Bochum sucht React-Entwickler, remote okay",
        "Nachbarbüro sucht Linux-Admin auf Stundenbasis",
        "Die Gemeinde braucht jemanden für die Tonanlage beim Konzert",
        "A friend of mine needs a logo for her bakery",
        "My client is looking for a data engineer, three months",
        "Ein befreundetes Museum sucht Übersetzer Niederländisch",
        "Handwerksbetrieb aus Herne sucht Hilfe bei Instagram",
        "Meine Mitbewohnerin braucht Nachhilfe in Statistik, zahlt 30 die Stunde",
        "Unser Verlag sucht eine Illustratorin",
    ],
)
def test_a_third_person_may_be_the_one_who_seeks(vocabulary: Vocabulary, text: str) -> None:
    assert read_post(text, vocabulary).asks


@pytest.mark.parametrize(
    "text",
    [
        "Meine Schwester sucht einen Job als Texterin",
        "Ein Bekannter von mir ist Texter und hat noch Zeit",
        "Mein Chef sucht seit Tagen den Fehler im SQL",
        "Mein Sohn sucht einen Praktikumsplatz als Mediengestalter",
        "Mein Kunde sucht immer noch den Newsletter-Knopf",
        "Ein Kollege meinte, jeder braucht eine App",
    ],
)
def test_a_third_person_who_seeks_something_else_asks_for_nobody(vocabulary: Vocabulary, text: str) -> None:
    assert not read_post(text, vocabulary).asks


@pytest.mark.parametrize(
    "text",
    [
        "suhce jemand für wordpress, kleine änderungen",
        "Suceh Grafiker für Flyer",
        "Fotograf gesuch für Hochzeit im Mai",
        "brauhce Übersetzung ins Türkische, 2 Seiten",
        "wer knan mir ne Website bauen",
        "Sucher dringend Buchhalter für Kleinbetrieb",
        "gesuhct: Lektorin für Roman",
        "hat jmd zeit für ein logo? zahle 200",
        "Programmierer gesuchtt, Python, remote",
        "bräuchte ma eben nen Admin für Exchange",
        "werkann Photoshop? 20 Bilder freistellen",
        "such wen für seo",
        "Suchen dringent Tontechniker für Samstag",
        "Benötigen Unterstüzung in SAP MM",
        "brauch ma jemand für tiktok schnitt",
        "kennt jmd nen guten Webdesigner?",
        "Designer gesucht, Flyer für Eröffnung",
        "Bräuchte einen Muttersprachler, der unser Whitepaper auf Englisch korrigiert",
        "Suche Profi für Lichttechnik und Ton, Theaterabend",
        "Wir brauchen einen Datenschutzmenschen, schnell",
        "Brauche eine Karte aller Spielplätze in QGIS, kleines Honorar",
        "Suche Band oder DJ für Firmenfeier",
        "Need a German voice for a two-minute explainer",
        "Videograf und DJ gesucht, Hochzeit, Juni",
        "Ich suche einen Menschen mit Ahnung von Docker",
        "Suchen Texte für Produktseiten, 40 Stück, bezahlt",
        "Brauche ein paar Bilder von meinem Laden, professionell bitte",
        "Any Laravel people with time next week? There's budget.",
        "Is there a translator in the room? Contract, Dutch, paid.",
        "Welches Shopsystem wär gut für Honig, und wer baut mir das auf?",
        "Wordpress oder Wix? Egal, Hauptsache jemand macht es. Budget 800.",
        "Wer hilft beim Umzug von Joomla auf WordPress, und was kostet sowas?",
        "Lean-Berater für ein paar Tage, was nehmt ihr?",
        "Hat jemand einen guten Anwalt für Arbeitsrecht, der mich vertritt?",
        "Könnte mir wer Lightroom zeigen und einrichten, gegen Bezahlung?",
        "Brauch einen Anwalt, der Markenrecht kann, Frist Freitag",
        "React folks with Bluetooth experience? Paid fix.",
        "Redenschreiber gesucht, runder Geburtstag, humorvoll",
        "Wer kann Godot?",
        "Suche jemanden mit Ahnung von Odoo",
        "Brauche Hilfe bei meiner Steuererklärung",
        "Wer von euch macht Trauerreden?",
        "Kann hier jemand Gebärdensprache dolmetschen, 12. Mai, Hagen?",
        "Unsere Grafikerin ist in Elternzeit, wir brauchen Ersatz bis Herbst",
        "Ich krieg die Cookie-Banner auf meiner WordPress-Seite nicht weg, wer hilft gegen Geld?",
        "Meine Cousine eröffnet ein Café und hätte gern Speisekarten gestaltet",
        "Freund von mir sucht Nachhilfe in Physik für seinen Sohn",
        "Mir fehlt noch eine Sprecherin für ein Hörspiel, 20 Minuten",
        "Wir vergeben die Übersetzung unserer Satzung ins Türkische",
        "Gibt es hier jemanden für Patentrecherche?",
        "Do we have a video editor here? Two days in June, paid.",
        "Zahle 150 € für ein sauberes Favicon und Logo",
        "Angebote bitte für Relaunch TYPO3, Stadtwerke",
        "Kleiner Job: 30 Audiodateien transkribieren",
        "Welcher Fotograf hätte am 3.8. Zeit für eine Taufe?",
        "Der Kirchenchor bräuchte neue Plakate, wer macht's?",
        "Unser Shopify-Shop ist lahm. Da muss mal jemand ran.",
        "Hat jemand Lust, unsere Band zu fotografieren? 300 Euro",
        "Need help with Figma prototypes, two screens, this week",
        "Gesucht wird eine Lektorin für Krimis",
        "Suchen: UX-Writerin, 3 Wochen",
        "Ich hab null Plan von Premiere, brauch aber ein Hochzeitsvideo aus 3 Std Material",
        "Übersetzung Mietvertrag Rumänisch, vier Seiten, eilig",
        "Wir bräuchten nen Freelancer für Magento, Q1",
        "Suche Tonmenschen fürs Straßenfest",
        "Leute, wer von euch kann Notensatz in MuseScore?",
        "Kann jemand meine Bewerbung gegenlesen? Gibt 40 Euro.",
        "In unserem Büro streikt der Exchange-Server. Hat einer heute noch Zeit?",
        "Wir lassen unser Firmenvideo neu drehen und holen Angebote ein",
        "Könnte sich jemand um die Google-Ads vom Tierheim kümmern, gegen Rechnung?",
        "Ich muss bis Dienstag 30 Folien haben und kann kein PowerPoint. Wer rettet mich?",
        "Die Agentur hat uns mit halbfertigem TYPO3 sitzen lassen. Jemand Lust, das fertig zu machen?",
        "Ehemann sucht Schwimmtrainer? Nein: Ehemann sucht Cutter für seinen Tauchfilm, bezahlt.",
        "Redakteur (m/w/d) für Mitarbeitermagazin, 2 Ausgaben/Jahr",
        "Mal was anderes: brauche Comiczeichner für drei Strips",
        "Freelancer für Angular-Upgrade 12 auf 17",
        "Bitte PN, wenn ihr Barrierefreiheitstests macht. Projekt mit Behörde.",
        "Unsere Azubi-Broschüre soll ins Ukrainische, was würde das kosten?",
        "Kleine Bitte: wer programmiert mir ein Arduino für ne Murmelbahn, zahle auch",
        "Elektroniker mit Altium, Platine mit sechs Lagen",
        "Hätte jemand von euch Kapazität für drei Blogartikel über Wein?",
        "Seeking illustrator for card game, 54 cards",
        "Our church newsletter needs someone who knows InDesign",
        "Projekt: Testautomatisierung mit Playwright, 4 Monate, Bochum",
    ],
)
def test_slips_of_the_fingers_and_refusals_that_are_none_still_ask(vocabulary: Vocabulary, text: str) -> None:
    assert read_post(text, vocabulary).asks


@pytest.mark.parametrize(
    "text",
    [
        "gesuchtes Wort: Typografie mit i oder ie",
        "kennt jmd nen guten Podcast über Webdesign?",
        "Any Laravel people going to the meetup?",
        "Welches Shopsystem nutzt ihr so?",
        "Wordpress oder Wix? Ich frag für einen Freund",
        "Hat jemand einen guten Podcast über Arbeitsrecht?",
        "Könnte mir wer sagen, wie Lightroom funktioniert?",
        "Need a break from SQL",
        "Suche Leute für eine Lerngruppe Python",
        "Gestern den ganzen Tag Terraform aufgeräumt",
        "Illustratorin sucht Atelierplatz in Essen",
        "Suche WG-Zimmer in Dortmund, bin Webentwickler",
        "Figma stürzt bei mir dauernd ab, bei euch auch?",
        "Ich biete Lektorat, 4 Euro die Normseite",
        "Hab heute zum ersten Mal mit Godot gearbeitet, macht Spaß",
        "Die Steuererklärung ist fertig, ich geh feiern",
        "Was haltet ihr von Odoo?",
        "Wer hat Erfahrungen mit Salesforce gemacht?",
        "Photoshop-Abo gekündigt, Affinity installiert",
        "Freier Fotograf, ab August wieder buchbar",
        "Wie viel nehmt ihr für ein Logo?",
        "Unser Fotograf hat super Bilder gemacht, danke nochmal",
        "Looking for a good book on UX writing",
        "Docker auf dem Mac, eine Leidensgeschichte",
        "Neues von der Künstlersozialkasse für Übersetzer",
        "Texterinnen-Treffen am Freitag um 18 Uhr",
        "Wer kommt mit zum Podcast-Festival?",
        "Übersetzen ist wie Kochen ohne Rezept",
        "Kurs: Notensatz in MuseScore, VHS Bochum, Anmeldung bis Freitag",
        "Heute lerne ich Magento, wünscht mir Glück",
        "Wer von euch hat auch Probleme mit dem Exchange-Server?",
        "Der Comiczeichner aus Essen hat einen Preis gewonnen",
        "Angular 17 ist da, wer hat schon umgestellt?",
        "Ich suche den Export-Knopf in Figma",
        "Suche gebrauchtes Mischpult",
        "Unser Kassensystem spricht jetzt mit DATEV, hat nur drei Monate gedauert",
        "Kann man in Canva eigentlich Formeln setzen?",
        "Grafikerin hier, frisch zugezogen, wo trifft man sich so?",
        "Freie Lektorin, Krimi und Fantasy, Termine ab September",
        "Tipp für alle Rust-Leute: das neue Buch ist online",
        "Wer DATEV mag, hebt bitte die Hand",
        "Mein Arduino misst jetzt die Luftfeuchte im Keller, stolz",
        "Was ist euer Stundensatz für Moderation?",
        "Wir haben jetzt endlich jemanden für InDesign gefunden",
        "Playwright vs. Cypress, fight",
    ],
)
def test_what_sounds_alike_asks_for_nobody(vocabulary: Vocabulary, text: str) -> None:
    assert not read_post(text, vocabulary).asks


@pytest.mark.parametrize(
    ("others", "asks"),
    [
        (
            "Suche als UX-Designerin ein nettes Team für ein längeres Projekt.",
            "Suche für mein Team eine UX-Designerin.",
        ),
        ("Suche noch Schüler für meine Nachhilfe in Physik.", "Suche Nachhilfe in Physik für meine Tochter."),
        ("Suche noch Teilnehmer für meinen Excel-Kurs.", "Suche eine Lehrerin für meinen Excel-Kurs."),
        ("Suche neue Mandanten, mache Lohnbuchhaltung.", "Mein Laden sucht jemanden für die Lohnbuchhaltung."),
        ("Suche günstigen 3D-Drucker, darf auch gebraucht sein.", "Suche jemanden für günstigen 3D-Druck."),
        ("Webentwicklerin hier (React, Vue), ab Juni wieder zwei Tage frei.", "Webentwicklerin gesucht (React, Vue)."),
        ("Nach acht Jahren Agentur jetzt frei: Texte, Social Media.", "Wer ist jetzt frei für Texte und Social Media?"),
        ("SEO-Texterin aus Herne, ab sofort Kapazitäten.", "SEO-Texterin in Herne, ab sofort gesucht."),
        ("Suche neue Kunden für Texte.", "Ich suche für einen Kunden eine Texterin."),
        ("Suche für nächstes Jahr Aufträge als Texterin.", "Suche für nächstes Jahr eine Texterin."),
        ("Suche noch Models für mein Portfolio.", "Suche Models für mein Shooting und eine Visagistin."),
    ],
)
def test_who_seeks_people_or_work_for_what_they_do_themselves_asks_for_nobody(
    vocabulary: Vocabulary, others: str, asks: str
) -> None:
    assert not read_post(others, vocabulary).asks
    assert read_post(asks, vocabulary).asks


@pytest.mark.parametrize(
    ("asks", "others"),
    [
        ("Stiftung sucht freie Mitarbeit für Newsletter.", "Suche Mitarbeit in einem Team für Newsletter."),
        (
            "Wir brauchen das volle Programm: Logo, Flyer, Website.",
            "Das Programm: Logo, Flyer und Website im Vergleich.",
        ),
        (
            "Betrieb mit 14 Leuten sucht IT-Beratung: Was brauchen wir? Den Umstieg dann auch begleiten.",
            "Was brauchen wir an IT-Beratung?",
        ),
        ("Die Infos müssen ins Ukrainische, sechs Seiten, wer kann das?", "Die Infos stehen auf Ukrainisch im Netz."),
        (
            "Mit Elementor alles zerschossen. Kann das wer grade biegen?",
            "Mit Elementor alles zerschossen. Ich lache noch.",
        ),
    ],
)
def test_a_free_hand_and_all_that_is_needed_are_asked_for(vocabulary: Vocabulary, asks: str, others: str) -> None:
    assert read_post(asks, vocabulary).asks
    assert not read_post(others, vocabulary).asks


def test_who_seeks_as_somebody_is_not_who_is_sought(vocabulary: Vocabulary) -> None:
    read = read_post("Suche als UX-Designerin eine Texterin für ein gemeinsames Projekt.", vocabulary)
    assert [skill.label for skill in read.skills] == ["Texten"]
