"""Short posts as people write them in a chat: what is asked for in a word or two, beside its like that is not."""

from __future__ import annotations

import pytest

from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.reading import read_post
from tests.matching.labels import core, side


@pytest.mark.parametrize(
    ("asks", "does_not"),
    [
        # the dot of a date ends no sentence, nor does the question of two words that waits for an answer
        ("Hochzeitsfotograf für den 12.9. gesucht", "Am 12.9. war unsere Hochzeit. Gesucht und gefunden!"),
        ("Contao updaten, wer übernimmts? Am Design soll nix gemacht werden.", "Contao? Haben wir schon."),
        # what somebody is sought for is no thing that is sought
        ("Tester:innen für unsere Vereins-App gesucht", "Vereins-App gesucht, was nutzt ihr so?"),
        ("Wireframes und ein Figma-Prototyp für eine App gesucht", "Gute App zum Zeichnen gesucht"),
        # help with a thing
        ("Doktorandin sucht Hilfe bei MATLAB", "Sucht jemand Hilfe bei MATLAB? Ich hab Zeit."),
        ("Looking for a web designer, we pay well", "Web designer here, open for new projects"),
        ("Who can do subtitles for us?", "Hey everyone, I do subtitles and translations"),
        ("Bei einem Relaunch gebe ich den Contentful-Teil ab (8 Tage)", "Bei Contentful gebe ich langsam auf"),
        # whom one knows is asked for, whatever their trade is called
        ("Ein Kunde droht mit Klage. Wer kennt nen Anwalt?", "Ein Kunde droht mit Klage. Mein Anwalt lacht."),
        # a thing that fails is not refused
        ("Hilfe, im Magento-Shop geht der Checkout nicht! Wer hat Zeit?", "Magento brauchen wir nicht"),
    ],
)
def test_request_in_a_few_words_is_told_from_its_like(vocabulary: Vocabulary, asks: str, does_not: str) -> None:
    assert read_post(asks, vocabulary).asks
    assert not read_post(does_not, vocabulary).asks


@pytest.mark.parametrize(
    ("skill", "is_job", "is_beside"),
    [
        ("Architekturvisualisierung", "Wer macht uns Renderings?", "Innenarchitektin gesucht, Renderings wären toll"),
        ("Color Grading", "Wer macht uns das Color Grading?", "Cutter gesucht, bisschen Color Grading wär schön"),
        ("Adobe Premiere", "Wer schneidet uns das in Premiere?", "Wer schneidet uns das, am liebsten in Premiere?"),
        ("Adobe Illustrator", "Wer zeichnet das in Illustrator?", "Etikett gesucht, Daten als Illustrator-Datei"),
        ("IoT", "IoT-Entwicklerin gesucht", "Wer baut uns Füllstandssensoren, Daten gehen per MQTT raus?"),
        ("STM32", "Wer kann STM32?", "Embedded-Entwickler mit FreeRTOS-Erfahrung gesucht, Board ist ein STM32"),
        ("GraphQL", "Wer baut uns ein GraphQL-Backend?", "React-Entwicklerin gesucht, die Daten kommen über GraphQL"),
        ("SharePoint", "Wer räumt SharePoint auf?", "Wer baut das in Power Apps, Ablage in SharePoint?"),
        ("Social Media", "Wer macht uns Social Media?", "Cutter gesucht, 5 Reels pro Monat"),
        (
            "REST-API",
            "Java-Entwicklerin gesucht, hauptsächlich REST-APIs",
            "Java-Entwicklerin gesucht, REST-API ist da",
        ),
        ("Git", "Wer bringt vier Leuten Git bei?", "Java-Entwicklerin gesucht, Git sollte sitzen"),
        ("SEO", "Wer macht uns SEO?", "Produkttexte gesucht, mit Blick auf SEO"),
        (
            "Final Cut",
            "Wer schneidet uns das in Final Cut?",
            "Cutterin gesucht, ob Premiere oder Final Cut ist mir egal",
        ),
        ("AWS", "Wer zieht uns zu AWS um?", "Wer bringt uns in die Cloud? Ob AWS oder Azure, da sind wir offen"),
        # what a team builds is what it seeks hands for, unless somebody else is sought
        (
            "Svelte",
            "Wir bauen Bausteine mit Svelte und suchen Verstärkung",
            "Wir bauen eine Bibliothek mit Svelte und suchen einen Texter",
        ),
        # a list of works at its beginning: only words apart speak of photos
        (
            "Webdesign",
            "Das Eiscafé öffnet, wir brauchen: Webdesign, Fotos vom Laden",
            "Webdesign haben wir, Fotos fehlen",
        ),
        ("Marketing", "Hilfe bei Marketing und Vertrieb gesucht", "Hilfe beim Vertrieb gesucht"),
    ],
)
def test_job_in_a_few_words_is_told_from_what_goes_along(
    vocabulary: Vocabulary, skill: str, is_job: str, is_beside: str
) -> None:
    assert skill in core(vocabulary, is_job)
    assert skill not in core(vocabulary, is_beside)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        # whoever signs with a trade asks for another one
        ("Wer baut uns einen Onlineshop? Tischler, Bochum", {"Onlineshop"}),
        ("Suche Tischler in Bochum", {"Möbelbau"}),
        ("Metallbauer, 40 Leute: wer macht uns den Onlineshop?", {"Onlineshop"}),
        # a shop that runs, and one to be made
        ("Unser PrestaShop spinnt, der Warenkorb leert sich. Kann da wer ran?", {"PrestaShop"}),
        ("Wer baut mir einen neuen Onlineshop mit PrestaShop?", {"Onlineshop", "PrestaShop"}),
        # a list begins with what it asks for, and dashes part its items
        ("Brauche: Fotos vom Laden, einen Flyer", {"Fotografie", "Flyer"}),
        ("Suche: - Logo - Fotos - Texte", {"Logo-Design", "Fotografie", "Texten"}),
        # what brackets say ends with them
        (
            "Brauche einen Shop (Shopify, bitte kein Wix) und Produktfotos",
            {"Onlineshop", "Shopify", "Produktfotografie"},
        ),
        # what is settled on is asked for, what is first and then as well
        ("ERP-Einführung, Odoo ist gesetzt, wer macht das?", {"ERP", "Odoo"}),
        ("Erst Nutzerinterviews, dann Wireframes. Wer hat Lust?", {"UX-Research", "Wireframes"}),
        # "das" is what stands before
        ("Wir ziehen von Gmail auf Microsoft 365 um. Wer richtet das ein?", {"Microsoft 365"}),
        # who types says what, and what is typed is no work of its own
        ("Wer kann 600 Visitenkarten abtippen?", {"Dateneingabe"}),
        ("Wer kann sechs Interviews abtippen?", {"Transkription"}),
        # what is there is turned into another language
        ("Unser Infoblatt muss ins Türkische übersetzt werden, wer kann?", {"Übersetzung", "Türkisch"}),
        ("Wer gestaltet uns ein Infoblatt?", {"Flyer"}),
        # folded, a wish looks like goods
        ("Suche Fotografin, Bildbearbeitung wäre toll", {"Fotografie"}),
        ("Suche Fotografin für unsere Ware", {"Produktfotografie"}),
        # a language is what a developer is sought for
        ("Webentwickler gesucht (PHP, MySQL)", {"Webentwicklung", "PHP"}),
        # to bring something in order
        ("Wer bringt uns das Netzwerk in Ordnung?", {"Netzwerktechnik"}),
        # the product and its trade
        ("Testerin für unsere Pflege-App gesucht", {"Softwaretest"}),
        ("Svelte-Entwickler für ein kleines Dashboard gesucht", {"Svelte"}),
        ("Need a Rails developer for a logistics startup", {"Ruby on Rails"}),
    ],
)
def test_short_posts_ask_for_what_they_name_and_nothing_besides(
    vocabulary: Vocabulary, text: str, labels: set[str]
) -> None:
    assert core(vocabulary, text) == labels


def test_who_works_elsewhere_is_not_what_others_do(vocabulary: Vocabulary) -> None:
    typing = "Aushilfe gesucht: Visitenkarten ins CRM abtippen"
    assert core(vocabulary, f"{typing}, geht komplett vom Sofa aus") == {"Dateneingabe"}
    assert side(vocabulary, typing) == {"CRM"}
    assert "Texten" not in core(vocabulary, "Die Texte kommen vom Verlag, gesucht ist ein Logo")
