"""What tells a long request from a long story, offer, question or invitation; short posts are not judged by it."""

from __future__ import annotations

import pytest

from bot.matching.asking.signs import OF_LONG, SIGNS, points
from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.reading import read_post
from tests.matching.test_long_posts import END, US

ASK = "Wir suchen jemanden für Fotografie."
FOR_A_REQUEST = {
    "wanted": "Der Saal soll danach leer sein.",
    "ad": "Anforderungen:\n- Bildbearbeitung\n- Lightroom",
    "your part": "Du fotografierst das Zelt, können auch zwei Leute machen.",
    "much given": "Texte schreiben wir selbst, ein Logo haben wir schon, die Website macht mein Bruder.",
    "how to apply": "Anfragen bitte an das Vereinsbüro.",
}
AGAINST_ONE = {
    "looks back": "Danke an alle, die geholfen haben.",
    "own work": "Ab Juni habe ich wieder Luft.",
    "reports": "Nach Angaben der Stadt fehlt dafür Geld.",
    "asks around": "Was nehmt ihr für so etwas?",
    "way in": "Der Eintritt ist frei.",
}


def test_every_sign_of_long_posts_has_its_sentence_here() -> None:
    assert FOR_A_REQUEST.keys() | AGAINST_ONE.keys() == OF_LONG
    assert all(SIGNS[name].points > 0 for name in FOR_A_REQUEST)
    assert all(SIGNS[name].points < 0 for name in AGAINST_ONE)


@pytest.mark.parametrize(("name", "sentence"), (FOR_A_REQUEST | AGAINST_ONE).items())
def test_a_sign_of_long_posts_counts_there_and_nowhere_else(vocabulary: Vocabulary, name: str, sentence: str) -> None:
    short = f"{ASK}\n\n{sentence}"
    assert name in read_post(f"{US}\n\n{short}\n\n{END}", vocabulary).signs
    assert name not in read_post(f"{US}\n\n{ASK}\n\n{END}", vocabulary).signs
    assert name not in read_post(short, vocabulary).signs


REQUESTS = {
    "a site": """
        Unsere Seite lief zehn Jahre mit TYPO3, und im Mai war sie drei Tage weg. Sie soll jetzt umziehen, die alten
        Texte sollen mit. Danach müssten zwei von uns lernen, wie man sie pflegt. Zehn Tage, 80 Euro die Stunde.
    """,
    "a bank": """
        Looking for someone who does UX design and Figma for a small bank. You should have about 15 hours a week
        from September until Christmas. Please send a portfolio and your day rate.
    """,
    "a film": """
        Ein Verband möchte von uns einen Imagefilm, drei Minuten, zwei Drehtage, mit Drohne und Sprecherin. Wir
        suchen dafür jemanden, der filmt und schneidet. Was kostet das bei euch?
    """,
    "a feast": """
        Am 14. Juni feiern wir in der Lohnhalle. Wir suchen jemanden, der die Podcasts schneidet, die dort
        entstehen, zwei Tage, 300 Euro je Folge.
    """,
    "a table": """
        Ich habe beim Camping etwas erfunden, mehr verrate ich noch nicht. Das soll jetzt konstruiert werden, in
        SolidWorks, mit Zeichnungen und Stückliste, von jemandem, der so etwas kann. Drucken müsst ihr nichts, der
        Druck ist Sache der Firma. Was würde das kosten, so 20 Stunden?
    """,
}
NO_REQUESTS = {
    "a site": """
        Unsere Seite lief zehn Jahre mit TYPO3, und im Mai war sie drei Tage weg. Jetzt ist sie live gegangen, die
        alten Texte sind mit dabei. Danke an Gül, die zwei von uns gezeigt hat, wie man sie pflegt. Zehn Tage waren
        es am Ende, 80 Euro die Stunde.
    """,
    "a bank": """
        I do UX design and Figma for small banks. I have about 15 hours a week open from September until Christmas.
        Rates start at 80 an hour, portfolio in my profile. If you're drowning, think of me.
    """,
    "a film": """
        Ein Verband möchte von mir einen Imagefilm, drei Minuten, zwei Drehtage, mit Drohne und Sprecherin. Er sucht
        jemanden, der filmt und schneidet. Was nehmt ihr für so etwas, rechnet ihr die Rechte extra?
    """,
    "a feast": """
        Am 14. Juni feiern wir in der Lohnhalle. Eintritt frei, Anmeldung über den Link. Gesucht sind alle, die
        Podcasts schneiden oder es lernen wollen, zwei Tage, 30 Euro.
    """,
    "a table": """
        Ich habe beim Camping etwas erfunden, mehr verrate ich noch nicht. Ich habe es selbst konstruiert, in
        SolidWorks, mit Zeichnungen und Stückliste. Wie wart ihr im Urlaub?
    """,
}


@pytest.mark.parametrize("about", REQUESTS)
def test_a_long_request_has_what_stories_offers_questions_and_invitations_lack(
    vocabulary: Vocabulary, about: str
) -> None:
    assert read_post(_long(REQUESTS[about]), vocabulary).is_sure
    assert not read_post(_long(NO_REQUESTS[about]), vocabulary).is_sure


def test_who_is_new_and_glad_of_a_hint_may_ask(vocabulary: Vocabulary) -> None:
    asked = (
        "Ich bin neu hier und suche jemanden für Fotografie, zwei Tage, 300 Euro. Ich freue mich über jede Empfehlung."
    )
    assert "own work" not in read_post(_long(asked), vocabulary).signs
    offered = asked.replace("jede Empfehlung", "neue Anfragen")
    assert "own work" in read_post(_long(offered), vocabulary).signs


def test_what_begins_as_done_asks_for_nobody_however_much_it_asks_below(vocabulary: Vocabulary) -> None:
    post = f"+++ UPDATE: BESETZT, bitte nichts mehr schicken +++\n{ASK}\n\n{US}\n\n{FOR_A_REQUEST['ad']}\n\n{END}"
    done = read_post(post, vocabulary)
    assert not done.asks
    assert points(set(done.signs) - {"done first"}) > 0
    assert read_post(post.replace("BESETZT, bitte nichts mehr schicken", "zwei Tage statt einem"), vocabulary).asks


def _long(text: str) -> str:
    """Return a text in one line, between others that say nothing."""
    return f"{US}\n\n{' '.join(text.split())}\n\n{END}"
