"""What a post names beside what it asks for, and the same trade where it is asked for."""

import pytest

from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.reading import read_post


def asked(vocabulary: Vocabulary, text: str) -> set[str]:
    """Return the labels of what a post asks for."""
    return {skill.label for skill in read_post(text, vocabulary).skills}


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        # others do it, or have done it
        ("Texte übersetzt Jana, wer macht uns den Flyer?", "Flyer", "Übersetzung"),
        ("Wer übersetzt uns den Flyer?", "Übersetzung", "Flyer"),
        ("Backend (Laravel) macht mein Kompagnon, ich suche jemanden für Vue.", "Vue.js", "Laravel"),
        ("Die Löhne macht ein Büro, wir suchen jemanden für die Buchhaltung.", "Buchhaltung", "Lohnbuchhaltung"),
        ("Wir haben einen Grafiker, aber niemanden für Social Media.", "Social Media", "Grafikdesign"),
        ("Habe eine Übersetzerin gefunden, suche jetzt noch ein Lektorat.", "Lektorat", "Übersetzung"),
        # it is there
        ("Das Logo steht fest, es fehlen Visitenkarten. Wer gestaltet?", "Visitenkarten", "Logo-Design"),
        ("Ein Logo existiert, sieht aber alt aus. Wer zeichnet das neu?", "Logo-Design", "Visitenkarten"),
        ("Our team uses Docker on AWS. We need a technical writer.", "Technische Redaktion", "Docker"),
        ("We use Jira and Figma. Looking for a copywriter.", "Texten", "Figma"),
        # it is not wanted
        ("Ich brauche eine Website, Social Media interessiert mich nicht.", "Website-Erstellung", "Social Media"),
        ("Es geht um Lektorat, nicht um Übersetzung. Wer mag?", "Lektorat", "Übersetzung"),
        ("We don't need a designer, just someone for the React frontend.", "React", "Grafikdesign"),
        ("Wir brauchen niemanden für SEO, wir suchen Texter.", "Texten", "SEO"),
        ("Three.js kann ich nicht, wer baut das?", "Three.js", "React"),
        # what the thing will do, whom it is for, what it tells of
        ("Wer programmiert ein Tool, das Untertitel erzeugt?", "Softwareentwicklung", "Untertitel"),
        ("Wer programmiert ein Tool und wer setzt Untertitel?", "Untertitel", "Fotografie"),
        ("Wir brauchen eine App für Fotografen. Wer programmiert?", "App-Entwicklung", "Fotografie"),
        ("Suche Sprecher für ein Hörbuch über Programmierung.", "Sprecher", "Softwareentwicklung"),
        # whose words they are
        ("Als Grafikerin komme ich nicht weiter, wer hilft mir bei WordPress?", "WordPress", "Grafikdesign"),
        ("Mein Mann ist Übersetzer und sucht jemanden für die Buchhaltung.", "Buchhaltung", "Übersetzung"),
        ("Ein Anwalt hat uns zur Datenschutzerklärung geraten. Wer macht die?", "Datenschutz", "Rechtsberatung"),
        # bare lists of trades
        ("Zum Film suchen wir Kamera, Schnitt und Sprecherstimme.", "Videoschnitt", "Audioproduktion"),
        ("Gesucht: Grafik, Text und Druckvorlagen.", "Texten", "Webdesign"),
        ("Nicht nur Design, sondern auch die Umsetzung in WordPress wird gesucht.", "Grafikdesign", "Webflow"),
        # a long story: of the trade in question all goes along
        ("Fürs Stadtfest suchen wir Tontechnik und Lichttechnik.", "Veranstaltungstechnik", "Audioproduktion"),
        ("Suche Hilfe im Tonstudio, Tontechnik und Mischung.", "Audioproduktion", "Veranstaltungstechnik"),
    ],
)  # fmt: skip
def test_what_is_asked_for_is_told_from_what_is_mentioned(
    vocabulary: Vocabulary, text: str, wanted: str, unwanted: str
) -> None:
    labels = asked(vocabulary, text)
    assert wanted in labels
    assert unwanted not in labels


@pytest.mark.parametrize(
    ("asks", "asks_for_nobody"),
    [
        ("Wer hat Erfahrung mit Odoo und könnte helfen?", "Wer hat Erfahrung mit Odoo? Lohnt das Update?"),
        ("Habt ihr einen Tipp für eine gute Steuerberaterin?", "Habt ihr einen Tipp für ein gutes TYPO3-Tutorial?"),
        ("Unser Shopware-Shop is tot, kann da ma einer draufgucken?", "Unser Shopware-Shop is tot, ich geh heim."),
        ("Würde jemand meine Bewerbungsunterlagen überarbeiten?", "Würde man heute noch Bewerbungsunterlagen drucken?"),
        ("Wir bieten einen Auftrag für eine Illustratorin.", "Ich biete Illustration für kleine Verlage."),
        ("Zahle 50 Euro, wenn mir einer mein Excel repariert.", "Ich zahle 50 Euro im Jahr für Excel."),
        ("Jemand Lust auf ein Logo für unseren Kegelclub?", "Jemand Lust auf Mittagessen? Ich habe genug vom Logo."),
        ("Is anybody here good with Figma? Paid.", "Is Figma down?"),
        ("Früher machten wir es selbst, heute suchen wir jemanden für SEO.", "Früher gab es für SEO noch Handarbeit."),
    ],
)  # fmt: skip
def test_a_request_is_told_from_a_remark_in_nearly_the_same_words(
    vocabulary: Vocabulary, asks: str, asks_for_nobody: str
) -> None:
    assert read_post(asks, vocabulary).asks
    assert not read_post(asks_for_nobody, vocabulary).asks


def test_what_the_other_word_asks_for_is_a_part_of_its_own(vocabulary: Vocabulary) -> None:
    website = "Wir brauchen eine neue Homepage. "
    needed = read_post(f"{website}Fotos von der Werkstatt bräuchten wir auch.", vocabulary)
    assert [part.key for part in needed.parts] == ["web", "photo"]
    there = read_post(f"{website}Fotos von der Werkstatt haben wir schon.", vocabulary)
    assert [part.key for part in there.parts] == ["web"]
