"""What decides how a post is read, each thing in both directions: the same words asked for and only spoken of."""

from __future__ import annotations

import pytest

from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.reading import read_post
from tests.matching.labels import core, side


@pytest.mark.parametrize(
    ("skill", "asked", "spoken_of"),
    [
        # denied, before and behind, in dialect, by an ellipsis
        ("WordPress", "Suche wen für WordPress und Texte", "Suche wen für Texte, bitte kein WordPress"),
        ("SEO", "Wer macht Texte und SEO?", "Wer schreibt Texte? SEO brauchen wir nicht"),
        ("SEO", "Wer macht uns Texte und SEO?", "Wer schreibt uns Texte? SEO steht nicht zur Debatte"),
        ("Onlineshop", "Suche wen für Flyer und einen Onlineshop", "Suche wen für Flyer. Onlineshop? brauchen wa nich"),
        ("Joomla", "Wer kann Joomla?", "Das Joomla soll weg, wer zieht uns auf WordPress um?"),
        ("React", "Looking for a React dev", "Looking for a Vue dev, anything but React"),
        ("Azure", "Suche Terraform-Profi für Azure", "Suche Terraform-Profi für AWS, Azure fällt leider flach"),
        ("PHP", "Suche Python oder PHP", "Suche Python statt PHP"),
        ("SEO", "Wer macht SEO und Ads?", "Wer macht Ads? SEO läuft schon über einen Kollegen"),
        ("SEO", "Wer macht Ads und SEO?", "Wer macht Ads? SEO fällt weg"),
        # not denied at all
        (
            "WordPress",
            "Unser WordPress läuft nicht mehr, wer hilft?",
            "Wer macht Fotos? Mit WordPress haben wir nichts am Hut",
        ),
        ("Three.js", "Three.js kann ich nicht. Wer hat Lust?", "Suche React, Three.js brauchen wir nicht"),
        # done, there, by oneself, by others
        ("Logo-Design", "Wer macht uns Flyer und Logo?", "Wer macht uns Flyer? Logo haben wir schon"),
        ("Backend-Entwicklung", "Suche wen für App und Backend", "Suche wen für eine App, Backend steht schon"),
        ("Übersetzung", "Suche Lektorat und Übersetzung", "Suche Lektorat, Übersetzung machen wir selbst"),
        (
            "Illustration",
            "Suche Texte und Illustration",
            "Suche Texte, das Cover zeichnet eine befreundete Illustratorin",
        ),
        (
            "Instagram",
            "Wer übernimmt TikTok und Instagram für uns?",
            "Wer übernimmt TikTok für uns? Insta macht unsere Jule",
        ),
        ("Fotografie", "Suche Flyer und Fotos", "Suche jemanden für Flyer. Die Fotos hat unser Azubi gemacht."),
        # the asker's own trade, colleagues, whose it is
        ("Fotografie", "Unser Verein sucht Fotos", "Unsere Fotoagentur sucht jemanden für die Buchhaltung"),
        ("Java", "Wir suchen drei Java-Entwickler", "Wir sind drei Java-Entwickler und suchen eine Designerin"),
        ("Texten", "Ich suche eine Texterin", "Ich als Texterin suche Hilfe bei der Steuererklärung"),
        ("React", "Für React suche ich Hilfe", "Als Freelancer für React suche ich Hilfe bei der Steuer"),
        ("Webdesign", "Ich suche Webdesign", "Mein Schwerpunkt ist Webdesign, jetzt brauche ich Hilfe bei der Steuer"),
        ("SEO", "Suche wen für SEO", "Ich komme aus dem Bereich SEO und suche jemanden für die Steuer"),
        ("JTL", "Suche Dev, Daten kommen aus JTL", "Hauptberuflich JTL, suche ich nun Hilfe bei der Steuer"),
        ("Figma", "Mit Figma brauche ich Hilfe", "Ich verdiene mein Geld mit Figma und suche Hilfe bei der Steuer"),
        ("Fotografie", "Hier wird ein Fotograf gesucht", "Hier Fotograf, suche wen für die Steuer"),
        ("Logo-Design", "I need logo design", "I do logo design. Who does my taxes? Need help with bookkeeping"),
        ("Texten", "Freiberuflicher Texter gesucht", "Freiberuflicher Texter sucht Unterstützung bei der Buchhaltung"),
        (
            "UX-Design",
            "Wir suchen eine UX-Designerin für React",
            "Suche React-Dev, du arbeitest mit unserer UX-Designerin",
        ),
        ("Softwareentwicklung", "Suche eine Entwicklerin", "Suche AGB für eine Softwareentwicklerin"),
        # what a work is about or for
        ("Podcast", "Suche Hilfe für einen Podcast", "Suche ein Logo für einen Podcast"),
        ("Website-Erstellung", "Wer baut uns eine Website?", "Wer übersetzt die Texte unserer Website?"),
        ("SEO", "Suche SEO", "Suche wen für Blogartikel über SEO"),
        ("Elektrotechnik", "Suche wen für Elektrotechnik", "Ghostwriter gesucht, ich bin Elektrotechniker"),
        (
            "Joomla",
            "Joomla soll bei uns WordPress ersetzen, wer baut das?",
            "Joomla soll durch WordPress ersetzt werden, wer?",
        ),
        ("Fotografie", "Fotografie gesucht", "Django-Profi für einen Kunden aus der Branche Fotografie gesucht"),
    ],
)
def test_the_same_word_is_asked_for_or_only_spoken_of(
    vocabulary: Vocabulary, skill: str, asked: str, spoken_of: str
) -> None:
    assert skill in core(vocabulary, asked)
    assert skill not in core(vocabulary, spoken_of) | side(vocabulary, spoken_of)


@pytest.mark.parametrize(
    ("skill", "is_core", "is_side"),
    [
        ("Docker", "Wer kennt sich mit Docker aus?", "Suche Django-Entwickler, Docker wäre ein Plus"),
        (
            "Python",
            "Suche jemanden für Python",
            "Wer programmiert uns einen Telegram-Bot? Gerne Python, muss aber nicht.",
        ),
        ("DATEV", "Suche DATEV-Profi", "Suche Lohnbuchhaltung, gern mit DATEV"),
        ("Excel", "Excel-Profi gesucht", "Wer tippt uns 400 Adressen ab? Excel reicht vollkommen"),
        ("TypeScript", "Looking for a TypeScript dev", "Looking for a Vue dev, TypeScript required"),
        ("Node.js", "Laravel und Node.js gesucht", "Suche Laravel-Entwickler, Node.js lernst du bei uns"),
        ("Jira", "Wer richtet uns Jira ein?", "Suche Scrum Master, Jira ist vorhanden"),
        ("Texten", "Suche Texte", "Suche Hilfe beim Newsletter: Texte schreiben, Versand"),
        ("TYPO3", "Am liebsten TYPO3, wer kann das?", "Suche UX-Designerin, TYPO3 wäre ein Plus"),
        ("Microsoft 365", "Suche wen für Microsoft 365", "Wir suchen eine Projektleitung für Microsoft 365"),
    ],
)
def test_the_job_itself_is_told_from_what_goes_along(
    vocabulary: Vocabulary, skill: str, is_core: str, is_side: str
) -> None:
    assert skill in core(vocabulary, is_core)
    assert skill in side(vocabulary, is_side)
    assert skill not in core(vocabulary, is_side)


def test_what_is_there_already_matters_only_to_a_work_that_is_done_on_it(vocabulary: Vocabulary) -> None:
    photos = "Unser Shop läuft auf Shopware, gesucht sind Produktfotos"
    repair = "Unser Shop läuft auf Shopware, wer programmiert uns eine REST-API?"
    assert "Shopware" not in core(vocabulary, photos) | side(vocabulary, photos)
    assert "Shopware" in core(vocabulary, repair) | side(vocabulary, repair)


AD = """Senior Java-Entwickler (m/w/d), Spring Boot

Für unseren Kunden suchen wir Verstärkung.

Deine Aufgaben:
- Anbindung über REST-Schnittstellen
- Abstimmung mit dem Product Owner

Dein Profil:
- sicherer Umgang mit Kafka

Nice to have: Docker

Über uns: Wir machen auch Webdesign und SEO.
"""


def test_title_of_an_ad_is_the_job_and_its_sections_go_along(vocabulary: Vocabulary) -> None:
    assert core(vocabulary, AD) == {"Java", "Spring Boot"}
    assert side(vocabulary, AD) == {"REST-API", "Kafka", "Docker"}


@pytest.mark.parametrize(
    ("asks", "asks_for_nobody"),
    [
        ("Cutter/in für Imagefilm, 3 Tage, Essen", "Cutter sein ist schön"),
        ("Suche jemanden, der ein Plugin für WordPress baut", "Suche ein WordPress-Plugin für Termine"),
        ("Wir suchen einen Fotografen", "Kunde schreibt: „Wir suchen einen Fotografen für lau.“ Ich lach mich weg."),
        ("Wer hat Zeit für Shopify?", "Wer hat Erfahrung mit Shopify, lohnt sich das?"),
        ("Rust Consultant gesucht", "Der Rust am Auto wird gesucht"),
        ("Wir suchen Unterstützung im Bereich TikTok", "Ich suche ein TikTok von gestern"),
        ("Kennt jemand eine gute Steuerberaterin?", "Kennt jemand den Unterschied zwischen Freiberufler und Gewerbe?"),
        ("Wir hätten gern ein Logo, wer kann?", "Wir hatten mal ein Logo in Comic Sans"),
        ("Joomla 3 auf 5 heben, 2 Templates, bitte mit Festpreis", "Joomla 3 auf 5 gehoben, 2 Templates waren kaputt"),
        ("Suche Texterin ab Mai", "Suche ab Mai neue Aufträge als Texterin"),
        ("Gesucht: Logo", "Der Auftrag für das Logo ist vergeben, danke an alle"),
        ("Wer macht SEO?", "Wer macht eigentlich noch SEO, seit alle ChatGPT fragen?"),
        ("Wer von euch macht SEO und hat Zeit?", "Wer von euch macht SEO hauptberuflich?"),
        ("Wer macht uns SEO, nebenberuflich?", "Wer hier macht SEO nebenberuflich?"),
        (
            "Heute neue Anfrage: Logo für 80 Euro, wer übernimmt?",
            "Heute neue Anfrage. Logo für 80 Euro. Hab abgelehnt.",
        ),
        ("Suche jemanden aus der Branche Fotografie", "Die Branche Fotografie ist am Boden"),
        ("Wir brauchen Odoo. Das Logo ist schon vergeben.", "Wir brauchten Odoo. Der Job ist schon vergeben."),
        ("Kennt jemand eine gute Trainerin für Excel?", "Kennt jemand einen guten Kurs für Excel?"),
        ("Gebe eine Schulung in Excel ab, wer übernimmt?", "Kursplatz Excel abzugeben"),
        ("Suche Hilfe in SolidWorks", "Mein Kollege sucht Aufträge in SolidWorks"),
        ("Wer kann Ruby oder C#?", "Ruby oder C#?"),
        ("Unsere Django-Entwicklerin ist weg, wer springt ein?", "Unsere Django-Entwicklerin ist weg, schade."),
        ("Meine Texterin hört auf, suche Nachfolge", "Meine Texterin hört auf, ihr fehlt die Lust"),
        ("Our Django dev left, who can step in?", "Our Django dev left, we miss her"),
        ("Our designer quit. Who can take over?", "Our designer quit. What a week."),
        ("Computer Vision gesucht", "Computer gesucht"),
        ("Logo für 80 Euro, wer macht das?", "Neulich Anfrage: Logo für 80 Euro. Hab freundlich abgelehnt."),
        ("Kann hier jemand Raspberry Pi? Zahle fair.", "Verkauft hier zufällig jemand nen Raspberry Pi?"),
        ("Motion Designerin für zwei Wochen im Mai gesucht", "Motion Designerin mit zwei freien Wochen im Mai"),
        ("Broschüre und eine App gesucht", "App gesucht, die Belege liest"),
    ],
)
def test_request_is_told_from_what_only_sounds_like_one(
    vocabulary: Vocabulary, asks: str, asks_for_nobody: str
) -> None:
    assert read_post(asks, vocabulary).asks
    assert not read_post(asks_for_nobody, vocabulary).asks


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Suche Fotografin für unser Vereinsfest", {"Eventfotografie"}),
        ("Suche Fotografin für unser Sommerfest", {"Eventfotografie"}),
        ("Wer fotografiert unsere Gerichte fürs Restaurant?", {"Foodfotografie"}),  # named in so many words
        ("Suche Hochzeitsfotografin", {"Hochzeitsfotografie"}),
        ("Suche Fotografin", {"Fotografie"}),
    ],
)
def test_words_around_make_a_general_skill_finer_which_is_what_is_asked_for(
    vocabulary: Vocabulary, text: str, labels: set[str]
) -> None:
    assert core(vocabulary, text) == labels


def test_the_general_skill_that_was_named_goes_along_with_the_finer_one(vocabulary: Vocabulary) -> None:
    assert "Fotografie" in side(vocabulary, "Suche Fotografin für unser Sommerfest")
    assert "Fotografie" not in side(vocabulary, "Suche Hochzeitsfotografin")


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        # somebody good is sought, something good is known
        ("Kennt jemand eine gute Lektorin? Und wer macht SEO dafür?", {"Lektorat", "SEO"}),
        # what is there is not what the clause before asks for
        ("Brauche wen für Videoschnitt: drei kurze Reels, das Material ist da.", {"Videoschnitt"}),
        # first somebody, then the thing that it is for
        ("Suche jemanden für Webdesign: unser Sportverein in Bochum braucht eine neue Seite.", {"Webdesign"}),
        ("Unser Sportverein braucht neue Räume.", set()),
        # the wish of a person is a condition, a further work is one
        ("Suche eine Texterin, gern mit SEO", {"Texten"}),
        ("Suche eine Texterin, und SEO wäre auch gut", {"Texten", "SEO"}),
        # a firm's name, and where things come from
        ("Texterin gesucht, Steuerkanzlei in Moers", {"Texten"}),
        ("Wer baut uns eine App, die Kundenliste kommt als Excel?", {"App-Entwicklung"}),
        # works on what others have made
        ("Suche Cutter:in für Hochzeitsfilme", {"Videoschnitt"}),
        # the town is no meal
        ("Fotograf in Essen gesucht, gern kurzfristig.", {"Fotografie"}),
        # who is not to write is not what is not wanted, and a denial ends where something else is wanted
        ("Suche Texterin, Agenturen bitte nicht melden.", {"Texten"}),
        ("Statt Joomla lieber WordPress, wer baut uns das um?", {"WordPress"}),
        ("Wir wollen von Magento auf Shopware umsteigen. Wer macht sowas?", {"Magento", "Shopware"}),
        ("Wir wollen weg von Magento, Ziel ist Shopware. Wer macht sowas?", {"Shopware"}),
        # plans of one's own
        ("Ich möchte endlich mal richtig Photoshop lernen.", set()),
        ("Wir wollen dieses Jahr weniger Instagram machen.", set()),
        ("Muss morgen in Figma was fertig machen, drückt mir die Daumen.", set()),
        # names that begin with a small word
        ("Suche IT-Sicherheit", {"IT-Sicherheit"}),
    ],
)
def test_what_is_the_job_is_told_from_what_stands_beside_it(
    vocabulary: Vocabulary, text: str, labels: set[str]
) -> None:
    assert core(vocabulary, text) == labels


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Suche Excel-Schulung für unser Büro", ["training"]),  # what a training is about belongs to it
        ("Suche wen, der Moodle einrichtet und uns eine Schulung gibt", ["web", "training"]),
        ("Suche Firmware in C++ für STM32", ["embedded"]),  # a language goes where it is written
        ("Suche C++-Entwickler", ["backend"]),
        ("Wir suchen jemanden für Python und jemanden für React", ["backend", "frontend"]),
        ("Suche React und Node.js und ein Logo", ["frontend", "backend", "design"]),
        ("Suche JavaScript und Node.js", ["backend"]),
        ("Wer macht Excel-Makros?", ["office"]),
    ],
)
def test_parts_are_the_trades_that_one_person_does(vocabulary: Vocabulary, text: str, parts: list[str]) -> None:
    assert sorted(part.key for part in read_post(text, vocabulary).parts) == sorted(parts)


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("Suche Entwickler:in für Shopware", "Shopware"), ("Shopwareentwicklerin gesucht", "Shopware"),
        ("Suche Illustrator*in", "Illustration"), ("Suche Illustrator_innen", "Illustration"),
        ("IllustratorInnen gesucht", "Illustration"), ("Illustrator/-in gesucht", "Illustration"),
        ("Suchmaschinenoptimierung gesucht", "SEO"), ("Frontendentwicklung gesucht", "Frontend-Entwicklung"),
        ("Vereinsbuchhaltung abzugeben, suche wen", "Buchhaltung"), ("Suche Wordpres-Profi", "WordPress"),
        ("Suche Buchaltung", "Buchhaltung"), ("Suche Uebersetzung", "Übersetzung"), ("Brauche Plakate", "Plakat"),
    ],
)  # fmt: skip
def test_word_counts_in_every_form_that_language_gives_it(vocabulary: Vocabulary, written: str, label: str) -> None:
    assert label in core(vocabulary, written)


@pytest.mark.parametrize("word", ["Dicker", "Schritt", "Nation", "weiter", "Drohung", "Locker", "Hacken", "Kontexte"])
def test_everyday_word_is_never_taken_for_a_typing_error(vocabulary: Vocabulary, word: str) -> None:
    assert vocabulary.find(f"Suche {word}") == ()
