"""Who lacks somebody or cannot do it asks for that, unless the post says what else is asked for; and words for both."""

from __future__ import annotations

import pytest

from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.reading import read_post
from tests.matching.test_long_posts import labels

ELSEWHERE = "Wir suchen jemanden für Steuerberatung."


@pytest.mark.parametrize(
    ("skill", "lacking", "calling"),
    [
        ("Webdesign", "Ohne Webdesign sind wir aufgeschmissen.", "Wer rettet uns?"),
        ("Texten", "Als Trauzeuge stehe ich ohne Texter da.", "Bitte rettet mich, Gage egal."),
        ("Texten", "Ohne Texter wird dat nix.", "Wer hat Lust? Kohle ist da."),
        ("Buchhaltung", "Ohne Buchhaltung geh ich unter.", "Bitte melden, gegen Rechnung."),
        ("React", "Bekomme React nicht zum Laufen.", "Suche bezahlte Hilfe."),
        ("Webdesign", "Webdesign ist nicht unser Ding.", "Wer übernimmt das gegen Rechnung?"),
        ("Texten", "Wir finden einfach keinen Texter!", "Wer hat Zeit?"),
        ("Texten", "Kein Texter weit und breit.", "Meldet euch bitte, gut bezahlt!"),
        ("Webdesign", "Webdesign mach ich nie wieder selber.", "3 Std/Monat abzugeben, bezahlt."),
        ("Webdesign", "Bei Webdesign muss ich passen.", "Wer möchte den Auftrag haben?"),
        ("Webdesign", "Für Webdesign reicht meine Zeit nicht.", "Abzugeben, gegen Rechnung."),
        ("React", "Ich kann meinem Kunden kein React liefern.", "Wer möchte den Auftrag haben?"),
        ("Webdesign", "I can't do Webdesign myself.", "Who can? Paid."),
        ("Texten", "No copywriter on our team.", "So we are looking to hire one."),
    ],
)
def test_who_lacks_somebody_and_calls_on_others_asks_for_it(
    vocabulary: Vocabulary, skill: str, lacking: str, calling: str
) -> None:
    assert labels(read_post(f"{lacking} {calling}", vocabulary)) == {skill}
    assert skill not in labels(read_post(f"{lacking} {ELSEWHERE}", vocabulary))
    assert not read_post(lacking.replace("!", "."), vocabulary).asks


@pytest.mark.parametrize(
    ("asking", "telling"),
    [
        ("Wem darf ich den Auftrag für Webdesign weitergeben?", "Ich habe den Auftrag für Webdesign weitergegeben."),
        (
            "Stellenausschreibung: Texter in Teilzeit, Leipzig.",
            "Stellenanzeige des Tages: Texter mit 20 Jahren Erfahrung.",
        ),
        ("Wer sich React zutraut, darf sich bei mir melden.", "Wer sich React zutraut, ist mutig."),
        ("Wir haben Bedarf an Webdesign, Start sofort.", "Falls wer Bedarf an Webdesign hat: ich hätte wieder Zeit."),
        (
            "Habt ihr einen Tipp, wen man für Webdesign beauftragen kann?",
            "Habt ihr einen Tipp für ein Buch über Webdesign?",
        ),
        (
            "Ausgeschrieben ist die Buchhaltung, Angebote bitte bis Freitag.",
            "Die Buchhaltung war ausgeschrieben und ist vergeben.",
        ),
        ("Kann hier keiner Webdesign?", "Das kann hier keiner, Webdesign schon gar nicht."),
        ("We are looking for support with bookkeeping.", "They are looking forward to bookkeeping, imagine."),
        ("Need help with React? So do I, and I pay for it.", "Need help with React? I have two free days in June."),
        ("Wem fehlt auch ein Texter? Wir suchen gerade einen.", "Wem fehlt ein Texter? Das wäre dann ich."),
        ("Wir suchen jemanden für Webdesign.", "Nein, wir suchen gerade niemanden für Webdesign."),
        (
            "Suche jemanden, der mir in Excel einen Knopf baut.",
            "Suche gerade den Knopf in Excel, der alles exportiert, wo ist der?",
        ),
        ("Achtung: Agentur sucht einen Texter.", "Vorsicht, da wird ein Texter gesucht. Das ist Betrug!"),
    ],
)
def test_requests_in_other_words_and_what_sounds_alike(vocabulary: Vocabulary, asking: str, telling: str) -> None:
    assert read_post(asking, vocabulary).asks
    assert not read_post(telling, vocabulary).asks


@pytest.mark.parametrize(
    ("skill", "asked", "told"),
    [
        ("Webdesign", "Wer übernimmt Webdesign?", "Webdesign hat Zeit bis nach den Ferien."),
        ("Webdesign", "Wer übernimmt Webdesign?", "Irgendwann kommt vielleicht Webdesign dazu."),
        ("Webdesign", "Wir suchen Webdesign.", "Das Thema Webdesign parken wir."),
        ("React", "Wir suchen jemanden für React.", "Ob wir auf React umstellen, ist noch offen."),
        ("Webdesign", "Wer macht uns Webdesign?", "Ich selber komm aus der Ecke Webdesign."),
        ("Texten", "Texter gesucht.", "Ich hab mich im Januar als Texter selbstständig gemacht."),
        ("Webdesign", "Wer macht uns Webdesign?", "Webdesign bleibt bei der Agentur."),
        ("Webdesign", "Wer macht uns Webdesign?", "Für Webdesign ist ein anderer Dienstleister zuständig."),
        ("React", "Wir suchen jemanden für React.", "Die Seite läuft seit Jahren auf React, das bleibt so."),
        ("Webdesign", "Wir brauchen Webdesign.", "Bereits erledigt ist Webdesign."),
        ("Webdesign", "Wir brauchen Webdesign.", "Branche des Endkunden: Webdesign."),
        ("Webdesign", "Wir brauchen Webdesign.", "Der Kunde eröffnet gerade ein Studio für Webdesign."),
        ("Webdesign", "Wir brauchen Webdesign.", "The brief explicitly excludes Webdesign."),
    ],
)
def test_what_comes_later_is_ones_own_there_or_only_the_trade_is_not_asked_for(
    vocabulary: Vocabulary, skill: str, asked: str, told: str
) -> None:
    assert skill in labels(read_post(f"{ELSEWHERE} {asked}", vocabulary))
    assert labels(read_post(f"{ELSEWHERE} {told}", vocabulary)) == {"Steuerberatung"}
