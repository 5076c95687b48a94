"""What a post says in passing of what it will not have, of what is there, of others, and of what one is to know."""

from __future__ import annotations

import pytest

from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.reading import read_post
from tests.matching.test_long_posts import labels, parts, read


@pytest.mark.parametrize(
    ("skill", "asked", "told", "beside"),
    [
        # what is not wanted, or goes
        (
            "Wix",
            "Wir suchen jemanden für Wix.",
            "Vorher war ich bei Wix, da will ich nie wieder hin.",
            "Wir suchen jemanden für Squarespace.",
        ),
        (
            "Shopify",
            "What we need: a Shopify developer.",
            "What we don't want: a pitch for Shopify.",
            "We need help with PrestaShop.",
        ),
        (
            "WordPress",
            "We want a WordPress developer.",
            "We don't want WordPress.",
            "We need help with PrestaShop.",
        ),
        (
            "Joomla",
            "Das Joomla kommt auf einen neuen Stand, wer macht das?",
            "Das Joomla kommt weg.",
            "Wir suchen jemanden für Contao.",
        ),
        (
            "WordPress",
            "Wir suchen jemanden mit WordPress-Hintergrund.",
            "Bewerbungen mit ausschließlich WordPress-Hintergrund können wir leider nicht berücksichtigen.",
            "Wir suchen jemanden für Magnolia.",
        ),
        (
            "CODESYS",
            "CODESYS-Leute gesucht.",
            "CODESYS-Leute: sorry, diesmal nicht.",
            "Wir suchen jemanden für TIA Portal.",
        ),
        (
            "Unreal Engine",
            "Wir suchen jemanden für Unreal.",
            "Unreal haben wir probiert, das war uns zu viel.",
            "Wir suchen jemanden für Unity.",
        ),
        (
            "Facebook",
            "Wir suchen jemanden für Facebook.",
            "Facebook lassen wir sterben.",
            "Wir suchen jemanden für TikTok.",
        ),
        (
            "SAP EWM",
            "Wir suchen jemanden für EWM.",
            "EWM ist vertagt.",
            "Wir suchen jemanden für SAP PP.",
        ),
        (
            "Türkisch",
            "Wir suchen eine Übersetzerin für Türkisch.",
            "Für Türkisch ist der Pool derzeit voll.",
            "Wir suchen eine Übersetzerin für Arabisch.",
        ),
        # what others do or said
        (
            "WordPress",
            "Uns fehlt jemand für WordPress.",
            "WordPress hat man uns dreimal empfohlen.",
            "Uns fehlt jemand für Joomla.",
        ),
        (
            "C#",
            "Wir suchen jemanden für C#.",
            "Zwei Softwarehäuser wollten alles in C# neu machen.",
            "Wir suchen jemanden für Delphi.",
        ),
        (
            "Product Owner",
            "Wir suchen zwei Product Owner.",
            "Unsere beiden Product Owner freuen sich auf dich.",
            "Wir suchen einen Scrum Master.",
        ),
        (
            "SAP ABAP",
            "Wir suchen Leute für ABAP.",
            "Das ABAP-Team sitzt beim Kunden.",
            "Wir suchen jemanden für SAP MM.",
        ),
        (
            "Sprachunterricht",
            "Wir suchen eine Deutschlehrerin.",
            "Korrektur liest unsere pensionierte Deutschlehrerin.",
            "Wir suchen eine Journalistin.",
        ),
        (
            "Softwareentwicklung",
            "Wir suchen Entwickler.",
            "Du redest mit Bürgermeisterinnen genauso wie mit Entwicklern.",
            "Wir suchen eine Produktmanagerin.",
        ),
        (
            "Bildbearbeitung",
            "Wir suchen jemanden, der Fotos retuschiert.",
            "Die 90 alten Fotos hat unser Mitglied Paul bereits retuschiert.",
            "Wir suchen eine Lektorin.",
        ),
        # whom it is for, whom one writes to
        (
            "Projektmanagement",
            "Wir suchen eine Projektleitung.",
            "Angebote an die Projektleitung.",
            "Wir suchen eine Texterin.",
        ),
        (
            "Illustration",
            "Wir suchen eine Anwältin für Vertragsrecht und eine Illustratorin.",
            "Wir brauchen Lizenzverträge mit Autorinnen und Illustratorinnen.",
            "Wir suchen eine Anwältin für Vertragsrecht.",
        ),
        (
            "Redaktion",
            "Wir suchen eine Redaktion.",
            "Wir brauchen Zugänge für zwölf Redakteurinnen.",
            "Wir suchen jemanden für Storyblok.",
        ),
        (
            "Controlling",
            "Wir suchen jemanden fürs Controlling und für Tableau.",
            "Unser Controlling will weg von Qlik und hin zu Tableau.",
            "Wir suchen jemanden für Tableau.",
        ),
        # what others do, what is advised, what stays, as long posts say it
        (
            "Firewall",
            "Wer setzt uns den Server auf, stellt eine Firewall davor und geht ran?",
            "Mein Bruder setzt uns die Rechner auf, stellt eine Firewall davor und geht ran.",
            "Wer richtet uns das WLAN ein?",
        ),
        (
            "Amazon PPC",
            "Wir suchen jemanden für Anzeigen (Amazon PPC).",
            "Die Anzeigen (Amazon PPC) laufen über eine Agentur in Köln.",
            "Wir suchen jemanden für SEO.",
        ),
        (
            "DJ",
            "Wir suchen einen DJ.",
            "Es wird getanzt, und aufgelegt wird von DJ Manni.",
            "Wir suchen eine Moderatorin.",
        ),
        (
            "Ukrainisch",
            "Wer dolmetscht Ukrainisch?",
            "Für Ukrainisch sind wir dank Oksana gut versorgt.",
            "Wer dolmetscht Arabisch?",
        ),
        (
            "Power BI",
            "We need somebody to look after Power BI.",
            "Two colleagues look after Power BI.",
            "We need somebody for Airflow.",
        ),
        (
            "Kubernetes",
            "We don't have Kubernetes yet and need someone to set it up.",
            "We don't run Kubernetes and we won't.",
            "We need help with AWS.",
        ),
        (
            "Shopify",
            "Wir wollen zu Shopify wechseln. Wer hilft?",
            "Den Rat, zu Shopify zu wechseln, kennen wir. Alle sagen, ich soll zu Shopify wechseln.",
            "Wer repariert uns WooCommerce?",
        ),
        (
            "Shopify",
            "Wer richtet meinen Shopify-Laden ein?",
            "Bitte spart euch Shopify-Angebote.",
            "Wer kann WooCommerce?",
        ),
        ("Logo-Design", "Uns fehlt ein Logo.", "Unser Logo ist schön, das behalten wir.", "Uns fehlt ein Flyer."),
        (
            "Buchhaltung",
            "Die Buchhaltung muss jemand machen, wer?",
            "Die Buchhaltung ist in Ordnung, die macht Frau Kowalke.",
            "Uns fehlt jemand fürs Controlling.",
        ),
        (
            "Pressearbeit",
            "Wir suchen jemanden für Öffentlichkeitsarbeit.",
            "Es schreibt Ihnen der Fachbereich 13 (Öffentlichkeitsarbeit).",
            "Wir suchen eine Texterin.",
        ),
        (
            "Plakat",
            "Uns fehlt ein Plakat, das hängen bleibt.",
            "Ein Plakat brauchen wir nicht.",
            "Uns fehlt ein Flyer.",
        ),
        (
            "Innenarchitektur",
            "Wir suchen jemanden für Innenarchitektur.",
            "Ich arbeite an der Fakultät für Innenarchitektur.",
            "Wir suchen jemanden für eine Bauzeichnung.",
        ),
    ],
)
def test_what_is_not_wanted_and_what_others_do_or_say_is_not_asked_for(
    vocabulary: Vocabulary, skill: str, asked: str, told: str, beside: str
) -> None:
    assert skill in labels(read(vocabulary, asked))
    assert labels(read(vocabulary, f"{told} {beside}")) == labels(read(vocabulary, beside))


@pytest.mark.parametrize(
    ("skill", "wanted", "not_wanted"),
    [
        # what sounds as if it were taken care of, and is asked for
        (
            "TypeScript",
            "Wir suchen Hilfe mit Angular. TypeScript versteht sich von selbst.",
            "Wir suchen Hilfe mit Angular. TypeScript machen wir selbst.",
        ),
        (
            "Airflow",
            "Wir suchen Hilfe mit dbt. Über Airflow freuen wir uns.",
            "Wir suchen Hilfe mit dbt. Airflow betreuen wir.",
        ),
        (
            "Webflow",
            "Wir suchen dich: Du machst das Webdesign und baust die Seite selbst in Webflow.",
            "Wir suchen dich: Du machst das Webdesign, und die Seite bauen wir selbst in Webflow.",
        ),
        (
            "COBOL",
            "Wir suchen jemanden. Konkret geht es um etwa 300 COBOL-Programme, die angepasst werden müssen.",
            "Wir suchen jemanden für Java. Anna kümmert sich um 300 COBOL-Programme.",
        ),
        (
            "Raspberry Pi",
            "Wir suchen Hilfe mit MQTT: an jeden Tank kommt ein Raspberry Pi mit Fühler.",
            "Wir suchen Hilfe mit MQTT: der Raspberry Pi kommt vom Verein.",
        ),
        (
            "Excel",
            "Wer kommt einmal die Woche, sortiert die Ablage und pflegt meine Excel-Liste?",
            "Wer sortiert die Ablage? Meine Schwester pflegt meine Excel-Liste.",
        ),
        (
            "Personalwesen",
            "41 Leute, ich komme zu nichts mehr, darum gebe ich die Personalarbeit raus.",
            "41 Leute, ich komme zu nichts mehr, darum gebe ich die Zeitung raus. Die Personalarbeit macht meine Frau.",
        ),
    ],
)
def test_what_is_wanted_may_sound_as_if_it_were_taken_care_of(
    vocabulary: Vocabulary, skill: str, wanted: str, not_wanted: str
) -> None:
    assert skill in labels(read_post(wanted, vocabulary))
    assert skill not in labels(read_post(not_wanted, vocabulary))


@pytest.mark.parametrize(
    ("asks", "skill", "does_not"),
    [
        ("Welche Game-Devs hätten Lust auf ein Lernspiel?", "Spieleentwicklung", "Welche Games spielt ihr so?"),
        ("gibts hier leute die perl können?", "Perl", "gibts hier leute die perl noch kennen? lol"),
        (
            "COBOL-Freelancer für Versicherer in DO, 2 Jahre, top Satz",
            "COBOL",
            "COBOL-Freelancer, 2 Jahre dabei, in DO, sucht Versicherer",
        ),
        (
            "C4D-Artist für einen 10-Sekunden-Loop, schickt mir Reels!",
            "Cinema 4D",
            "Kapazitäten ab KW 40: C4D, After Effects. Tagessatz 720.",
        ),
        (
            "Wechsel von FirstSpirit zu Magnolia. Wer kennt beide und macht die Migration?",
            "Magnolia",
            "Wechsel in Richtung Magnolia, suche Job als Entwickler.",
        ),
        ("4000 Zeilen VBA, keiner blickt mehr durch. Suchen Retter!!", "VBA", "VBA war mein Retter, ehrlich."),
        (
            "Java-Entwickler für ein Anschlussprojekt gesucht, ab 1.12.",
            "Java",
            "Anschlussprojekt ab 1.12. gesucht: Java, zehn Jahre dabei.",
        ),
        (
            "Wir suchen jemanden für Buchhaltung, zehn Mandate aus dem Handwerk.",
            "Buchhaltung",
            "Wir suchen die ersten zehn Mandate aus dem Handwerk. Buchhaltung und Lohn sind unsere Stärke.",
        ),
        (
            "Wir suchen jemanden für Fotografie in drei Cafés aus Hagen, Wetter und Herdecke.",
            "Fotografie",
            "Gesucht: drei Cafés aus Hagen, Wetter oder Herdecke, die endlich gute Fotografie haben wollen.",
        ),
        (
            "Bin Keramikerin und mein Squarespace sieht aus wie 2014. Wer macht das frisch?",
            "Squarespace",
            "Bin Keramikerin und mag Squarespace. Wer noch?",
        ),
        (
            "Before our audit we want an outsider to run a penetration test. Paid.",
            "Penetrationstest",
            "As an outsider I find your penetration test funny.",
        ),
        (
            "Gibt jemand einen Kurs in 3D-Druck? Wir suchen das für vier Leute.",
            "3D-Druck",
            "Gibt jemand einen 3D-Drucker ab? Darf ruhig Macken haben.",
        ),
        (
            "Tonstudio gesucht, das unseren Podcast schneidet.",
            "Audioproduktion",
            "Atelierplatz in Duisburg gesucht, am liebsten mit Ecke für Podcasts.",
        ),
        (
            "Shopware 6 oder PrestaShop, wer baut uns den Shop?",
            "Shopware",
            "Shopware 6 oder doch PrestaShop, womit werdet ihr eher alt? Reine Neugier.",
        ),
        (
            "Lektorat gesucht: Roman, 4,50 € pro Normseite.",
            "Lektorat",
            "Nehme wieder Manuskripte fürs Lektorat an, Romane, 4,50 € pro Normseite.",
        ),
    ],
)
def test_who_asks_and_who_only_sounds_like_it(vocabulary: Vocabulary, asks: str, skill: str, does_not: str) -> None:
    assert skill in labels(read_post(asks, vocabulary))
    assert not read_post(does_not, vocabulary).asks


def test_a_letter_that_counts_parts_is_no_language(vocabulary: Vocabulary) -> None:
    counted = read(vocabulary, "Wir vergeben:\nPaket A: Backend in Java\nPaket C: App in Flutter")
    meant = read(vocabulary, "Wir vergeben:\nPaket A: Backend in C\nPaket C: App in Flutter")
    assert "C" not in labels(counted)
    assert "C" in labels(meant)


def test_what_a_workshop_is_about_is_meant_however_short_its_name(vocabulary: Vocabulary) -> None:
    assert parts(read_post("Wer gibt uns einen Workshop zu KI?", vocabulary)) == [{"Schulung", "KI"}]
    assert "KI" not in labels(read_post("Wer gibt uns einen Workshop? Zu KI haben wir eine Meinung.", vocabulary))


def test_a_mayor_is_no_burger(vocabulary: Vocabulary) -> None:
    assert "Foodfotografie" in labels(read_post("Fotografin gesucht, für den neuen Foodtruck.", vocabulary))
    assert "Foodfotografie" not in labels(read_post("Fotografin gesucht, der Bürgermeister kommt.", vocabulary))
