"""What people say without naming a trade, and how they ask without a word for it, each beside what is no such thing."""

from __future__ import annotations

from time import perf_counter
from typing import Final

import pytest

from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.reading import read_post
from tests.matching.labels import core

_LONGEST: Final = 5  # seconds, on a machine that is busy with other things; it takes some 0.03


@pytest.mark.parametrize(
    ("label", "asked", "not_meant"),
    [
        ("SEO", "Wer bringt uns bei Google nach oben?", "Wer bringt uns den Kaffee nach oben?"),
        ("SEO", "Unser Traffic ist eingebrochen, wer hilft?", "Die Nachfrage ist eingebrochen, wer hilft?"),
        ("PowerPoint", "Meine Folien sind hässlich, wer hilft?", "Meine Schuhe sind hässlich, wer hilft?"),
        ("Verpackungsdesign", "Unser Honig braucht schöne Etiketten", "Unser Honig braucht Sonne"),
        ("Lektorat", "Wer liest meine Masterarbeit Korrektur?", "Wer liest meine Masterarbeit?"),
        ("Steuerberatung", "Wer übernimmt meinen Steuerkram?", "Wer übernimmt die Getränke?"),
        ("Prozessoptimierung", "Wer verschlankt unsere Abläufe?", "Wer verschlankt meine Figur?"),
        ("Dolmetschen", "Kann jemand beim Arzttermin Russisch übersetzen?", "Kann jemand zum Arzttermin fahren?"),
        ("Drohnenaufnahmen", "Wer filmt unsere Halle von oben?", "Wer streicht unsere Halle?"),
        ("IT-Support", "Unser Drucker spinnt, wer kann kommen?", "Unser Chef spinnt, wer kann kommen?"),
        ("Amazon PPC", "Unsere PPC bei Amazon ist teuer, wer hilft?", "Wer macht PPC für unseren Shop?"),
        ("Excel", "Wer repariert unsere Excel-Liste?", "Wer repariert unsere Heizung?"),
    ],
)
def test_trade_is_read_where_nobody_calls_it_by_its_name(
    vocabulary: Vocabulary, label: str, asked: str, not_meant: str
) -> None:
    assert label in core(vocabulary, asked)
    assert label not in core(vocabulary, not_meant)


@pytest.mark.parametrize(
    ("asking", "talking"),
    [
        ("Wer von euch ist fit in Power BI?", "Wer von euch nutzt Power BI?"),
        ("Könnt ihr wen für Power BI empfehlen?", "Könnt ihr ein Buch über Power BI empfehlen?"),
        ("Falls ihr wen kennt, der Figma kann: immer her damit.", "Falls ihr Figma braucht, ich kann es."),
        ("Gibt es unter euch Leute, die Shopware können?", "Gibt es bei Shopware eigentlich Rabatt?"),
        ("Could use some help with our Google Ads.", "Google Ads could use a better interface."),
        ("Any recommendations for a good translator?", "Can anyone recommend a good course on Python?"),
        ("Es wird eine Dolmetscherin gebraucht, Freitag.", "Eine Dolmetscherin hat mich heute gerettet."),
        ("Projekt abzugeben: WooCommerce, mir fehlt die Zeit.", "Mir fehlt die Lust auf WooCommerce."),
        ("Ein Lektorat ist noch zu vergeben.", "Mein Nachbar erzählte, er sucht ein Lektorat."),
        ("Wer hat so einen Umzug auf Shopware schon mal begleitet?", "Wer hat eigentlich Shopware erfunden?"),
        ("Kann das mit der Firewall jemand erledigen?", "Kann mir jemand sagen, was eine Firewall macht?"),
        ("Hat jemand Erfahrung mit Odoo und nächste Woche Zeit?", "Hat jemand Erfahrung mit Odoo?"),
        ("Mein Steuerberater geht in Rente, wen könnt ihr empfehlen?", "Mein Steuerberater ist im Urlaub."),
        ("Suche noch jemanden für Java.", "Ich suche noch einen Grund, warum ich Java lernen sollte."),
    ],
)
def test_request_is_told_from_talk(vocabulary: Vocabulary, asking: str, talking: str) -> None:
    assert read_post(asking, vocabulary).asks
    assert not read_post(talking, vocabulary).asks


@pytest.mark.parametrize(
    ("beside", "alone", "label"),
    [
        # what one builds with, unless somebody is sought for it
        ("Suche Backend-Person: Go, Postgres", "Suche jemanden für Postgres", "PostgreSQL"),
        ("Wer kann Odoo und ein Python-Modul anpassen?", "Suche Python-Entwicklerin und Odoo-Berater", "Python"),
        ("Who can adapt Odoo and a Python module?", "Looking for someone who can do Python and accounting", "Python"),
        # knowledge, and what is only shown at the end
        ("Suche Texterin, SEO-Grundwissen wäre gut", "Suche Texterin, SEO wäre auch toll", "SEO"),
        ("Wer setzt Nextcloud auf, mit kurzer Einweisung?", "Wer macht eine Schulung zu Nextcloud?", "Schulung"),
        # a work that another one holds
        ("Suche Spanischlehrerin, gern mit Schulung", "Suche jemanden für eine Schulung", "Schulung"),
        ("Unser WordPress ist gehackt, wer sichert es ab?", "Wer prüft unsere IT-Sicherheit?", "IT-Sicherheit"),
        # what a verb is done to, what is turned into something else, the stack in brackets
        ("Wer kann 240 Fotos freistellen?", "Wer macht 240 Fotos?", "Fotografie"),
        ("Wer macht aus Excel ein Dashboard in Power BI? Wir wollen weg von Excel.", "Wer kann Excel?", "Excel"),
        ("Penetration tester wanted for a portal (Angular)", "Angular developer wanted for a portal", "Angular"),
        # what the writer tells of themselves, has or does
        ("Als Fotografin hasse ich Zahlen, wer macht die Buchhaltung?", "Suche eine Fotografin", "Fotografie"),
        ("Wir sind Texterinnen, Grafiker und suchen jemand für SEO", "Wir suchen Texterinnen", "Texten"),
        ("Excel-Kurs gesucht, wer unterrichtet? PowerPoint können die", "Wer kann PowerPoint?", "PowerPoint"),
        ("Smart Home, wer plant das? Elektriker ist mein Schwager", "Suche Elektriker", "Elektroinstallation"),
    ],
)
def test_what_goes_along_or_is_only_told_opens_no_part(
    vocabulary: Vocabulary, beside: str, alone: str, label: str
) -> None:
    assert label not in core(vocabulary, beside)
    assert label in core(vocabulary, alone)


def test_items_of_a_list_in_running_text_belong_to_the_request_before_them(vocabulary: Vocabulary) -> None:
    text = "We need two things for our game: 1) a composer 2) native-level translators from English into Polish."
    assert core(vocabulary, text) >= {"Musikproduktion", "Übersetzung"}
    assert core(vocabulary, "Our translators are great. We need a composer.") == {"Musikproduktion"}


def test_what_a_finer_work_implies_is_asked_for_beside_it(vocabulary: Vocabulary) -> None:
    assert core(vocabulary, "Wer gestaltet mir ein Buchcover?") == {"Buchcover", "Grafikdesign"}
    assert core(vocabulary, "Wer gestaltet mir ein Logo?") == {"Logo-Design"}


def test_nothing_but_names_is_read_in_no_time(vocabulary: Vocabulary) -> None:
    """A pattern that may part a list in many ways would take for ever over one."""
    names = " ".join(entry.skill.label for entry in vocabulary.entries)
    for text in (names, names.replace(" ", ", "), names.replace(" ", " und "), names.replace(" ", " / ").lower()):
        started = perf_counter()
        read_post(text, vocabulary)
        assert perf_counter() - started < _LONGEST
