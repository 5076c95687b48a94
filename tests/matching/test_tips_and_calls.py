"""Tips that are asked for, calls on those who read, who leaves, what is settled; each beside what sounds alike."""

from __future__ import annotations

import pytest

from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.reading import read_post
from bot.matching.rules.phrases import Grammar
from tests.matching.test_long_posts import labels


@pytest.mark.parametrize(
    ("asking", "telling"),
    [
        (
            "Wen könnt ihr mir für Lohnbuchhaltung in einem Pflegedienst mit 35 Leuten empfehlen?",
            "Welche Software könnt ihr mir für Lohnbuchhaltung empfehlen?",
        ),
        ("Tipp gesucht: Anwalt für Werkvertragsrecht?", "Tipp für Texter: Das Abo kann man absetzen."),
        (
            "Ein Büro fragt, ob ich jemanden für Webdesign wüsste.",
            "Ein Büro fragt, ob man für Webdesign heute noch Papier braucht.",
        ),
        ("Bitte melden, wer Webdesign macht.", "Wer von euch hat den Schritt ins Webdesign gemacht?"),
        ("Schreibt mir, wer das Logo machen mag.", "Schreibt mir, was euer Logo gekostet hat."),
        ("Zwei Moderatoren werden noch benötigt, Honorar 400 Euro.", "Moderatoren werden überschätzt."),
        (
            "Suche Texter, bitte keine Anfragen von Agenturen.",
            "Der Text ist fertig. Wer noch Texter sucht: Bitte keine Anfragen mehr.",
        ),
        (
            "Sucht jemand einen Auftrag? Ich hätte einen: React, zwei Wochen.",
            "Sucht jemand einen Texter? Ich hätte Zeit.",
        ),
        (
            "Wir suchen derzeit keine Verstärkung im Vertrieb, aber dringend für React.",
            "Wir suchen derzeit keine Verstärkung, auch nicht für React.",
        ),
        ("Wer kann mir seine Hilfe bei Excel anbieten?", "Wer kann mir sein Excel leihen?"),
        (
            "Jeder zweite Betrieb hat keine Website, wir auch nicht. Wer baut uns eine mit WordPress?",
            "Jeder zweite Betrieb sucht laut Umfrage jemanden für WordPress.",
        ),
        ("Ohne SEO geht es nicht. Wer hat Zeit dafür?", "Ohne SEO geht es heute nicht. Wer hat das auch gemerkt?"),
        (
            "Gibt es hier Leute, die SPS programmieren und ab Mai buchbar sind?",
            "Ich programmiere SPS und bin ab Mai buchbar.",
        ),
        (
            "Does one of you do payroll? I'd like to outsource mine from January on.",
            "One of you said that payroll is fun.",
        ),
        ("Hat noch ein Netzwerktechniker Kapazität?", "Hat der Netzwerktechniker wieder alles dabei?"),
        ("Sagt mir bis Sonntag Bescheid, wer das Webdesign machen will.", "Sagt mir Bescheid, wo das Treffen ist."),
        ("Stelle ab sofort: Unity, 20 Stunden die Woche.", "Unity läuft ab sofort auch auf meinem alten Rechner."),
        (
            "Drop us a link to your portfolio, we need food photos.",
            "I dropped my portfolio in the bin, food photos are hard.",
        ),
        (
            "Die Abnahme ist am Freitag, gesucht wird Messebau.",
            "Gestern Abnahme: Messestand für den Pumpenhersteller, 60 qm.",
        ),
    ],
)
def test_a_request_is_told_from_what_sounds_like_it(vocabulary: Vocabulary, asking: str, telling: str) -> None:
    assert read_post(asking, vocabulary).asks
    assert not read_post(telling, vocabulary).asks


@pytest.mark.parametrize(
    ("asking", "settled"),
    [
        ("Geschlossene Gruppe sucht einen Texter.", "GESCHLOSSEN Suchen einen Texter."),
        ("Wer macht uns ein Logo? [bezahlt]", "Wer macht uns ein Logo? [erledigt]"),
        ("Suchen Website, Texte, Logo (vergeben)", "Suchen Website und Texte. (vergeben)"),
        ("Wer macht uns ein Logo? Update: bis Freitag", "Wer macht uns ein Logo? UPDATE: Danke, wir haben jemanden"),
        ("Suche Texter. Edit: Der Termin ist vergeben.", "Suche Texter. Edit: hat sich erledigt, danke!"),
    ],
)
def test_a_post_that_says_at_either_end_that_it_is_settled_asks_for_nobody(
    vocabulary: Vocabulary, asking: str, settled: str
) -> None:
    assert read_post(asking, vocabulary).asks
    assert not read_post(settled, vocabulary).asks


@pytest.mark.parametrize(
    ("skill", "leaving"),
    [
        ("Datenschutz", "Unser Datenschutzbeauftragter hört zum Quartalsende auf."),
        ("Steuerberatung", "Meine Steuerberaterin nimmt keine neuen Mandanten mehr."),
        ("Fotografie", "Mein Fotograf hat sich gestern verabschiedet."),
    ],
)
def test_who_leaves_is_asked_for_where_somebody_is(vocabulary: Vocabulary, skill: str, leaving: str) -> None:
    assert labels(read_post(f"{leaving} Wer hat Zeit?", vocabulary)) == {skill}
    assert labels(read_post(f"{leaving} Wir suchen jemanden für Excel.", vocabulary)) == {"Excel"}


def test_what_is_asked_for_is_not_left_out_for_the_words_around_it(vocabulary: Vocabulary) -> None:
    abbreviated = "Dafür brauchen wir eine Broschüre (24 S., gesetzt) und jemanden, der einen Tag lang fotografiert."
    assert labels(read_post(abbreviated, vocabulary)) == {"Broschüre", "Fotografie"}
    agency = "Unsere Werbeagentur (Webdesign, Print, Plakate) sucht eine Übersetzerin."
    assert labels(read_post(agency, vocabulary)) == {"Übersetzung"}
    talks = "14 Interviews à 50 min. Wer tippt mir das ab?"
    assert labels(read_post(talks, vocabulary)) == {"Transkription"}
    lists = "3000 Bäume in einer Liste auf Papier. Wer tippt mir das ab?"
    assert labels(read_post(lists, vocabulary)) == {"Dateneingabe"}
    course = "Mein Chef hätte gern eine Inhouse-Schulung zu Power Apps. Kennt ihr Trainer?"
    assert "Power Platform" in labels(read_post(course, vocabulary))


def test_several_words_of_a_phrase_never_pass_for_one() -> None:
    Grammar({}, {"tip": ["(<must|should> have|<tips>)"]})
    with pytest.raises(ValueError, match="one word"):
        Grammar({}, {"tip": ["<must have|tips>"]})
