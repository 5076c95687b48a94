"""How long posts say what they need: where in the text, in what kind of list, and what only looks like it."""

from __future__ import annotations

import pytest

from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.reading import read_post
from tests.matching.test_long_posts import END, US, labels, parts, read


@pytest.mark.parametrize(
    "told",
    [
        "Was wir haben:\n– ein Logo\n– Livestreaming\n\n",
        "Was wir nicht suchen\n– ein Logo\n– Livestreaming\n\n",
        "Ihr macht nicht: Logo (unsere Caro), Livestreaming (unser Jonas).\n\n",
        "Nicht Gegenstand der Anfrage ist das Logo.\n\n",
    ],
)
def test_a_list_of_what_is_there_or_not_wanted_asks_for_nothing(vocabulary: Vocabulary, told: str) -> None:
    assert labels(read(vocabulary, f"{told}Wir suchen eine Fotografin.")) == {"Fotografie"}
    assert "Logo-Design" in labels(read(vocabulary, "Was wir suchen\n– ein Logo\n– eine Fotografin"))


def test_what_a_post_is_about_stands_before_it_asks(vocabulary: Vocabulary) -> None:
    before = read(vocabulary, "Unsere Seite ist mit Elementor gebastelt und verrutscht. Wer richtet uns WordPress?")
    behind = read(vocabulary, "Wer richtet uns WordPress? Die alte Seite vom Kegelklub ist mit Elementor gebastelt.")
    assert {"Elementor", "WordPress"} in parts(before)
    assert parts(behind) == [{"WordPress"}]


def test_a_place_where_something_is_to_be_done_need_not_ask_anew(vocabulary: Vocabulary) -> None:
    done = "Wir suchen eine Fotografin. {} Da hängt im Ort noch ein Kasten von 1980."
    assert {"Shopware"} in parts(read(vocabulary, done.format("Danach zieht der Shop nach Shopware um.")))
    assert parts(read(vocabulary, done.format("Im Nachbarort zieht der Shop nach Shopware um."))) == [{"Fotografie"}]


def test_who_is_sought_for_what_they_know_is_sought_for_that(vocabulary: Vocabulary) -> None:
    sought = read(vocabulary, "Was fehlt, ist jemand mit Erfahrung in Computer Vision. Python könnt ihr.")
    asked_of = read(vocabulary, "Was fehlt, ist jemand für Python. Ihr solltet Erfahrung mit Computer Vision haben.")
    assert parts(sought) == [{"Computer Vision"}]
    assert parts(asked_of) == [{"Python"}]


def test_technology_that_software_is_built_with_goes_along_wherever_it_stands(vocabulary: Vocabulary) -> None:
    told = "Die Gäste kommen aus Hamm, die Liste aus {}."
    asked = "Wir suchen jemanden, der in PHP programmiert."
    assert "MySQL" in labels(read(vocabulary, f"{asked} {told.format('MySQL')}"))
    assert "MySQL" not in labels(read(vocabulary, f"Wir suchen eine Fotografin. {told.format('MySQL')}"))


def test_what_should_not_be_strange_to_somebody_is_what_they_know(vocabulary: Vocabulary) -> None:
    known = read(vocabulary, "Wir suchen jemanden für Drupal. PHP sollte euch nicht fremd sein.")
    denied = read(vocabulary, "Wir suchen jemanden für Drupal. PHP braucht ihr nicht.")
    assert parts(known) == parts(denied) == [{"Drupal"}]
    assert "PHP" in labels(known) - labels(denied)


@pytest.mark.parametrize(
    "ask",
    [
        "Ich wünsche mir eine helfende Hand, die Fotografie kann.",
        "We need outside help with photography for about nine months.",
        "Deswegen zwei Dinge, die ich selbst bezahle: Fotografie und ein Logo.",
        "We'd like to bring in a freelancer for photography.",
        "Eine Fotografin oder ein Fotograf soll uns dort begleiten.",
        "The agency is one photographer short on a large account.",
        "Ich denke an eine Fotografin, die zwei Abende mitgeht.",
        "Ich stelle mir jemanden vor, der mit Fotografie Erfahrung hat.",
        "Hier ist was, das ich selber nicht mehr schaffe: Fotografie für einen Verein.",
        "Auf der Liste stehen: Fotografie am Abend und ein Logo.",
    ],
)
def test_long_posts_ask_in_many_ways(vocabulary: Vocabulary, ask: str) -> None:
    assert "Fotografie" in labels(read(vocabulary, ask))
    assert not read_post(f"{US}\n\nDie Fotografie hängt im Saal.\n\n{END}", vocabulary).asks


@pytest.mark.parametrize(
    ("asks", "seeks"),
    [
        (
            "Gesucht: ein Betrieb, der uns Fotografie liefert.",
            "Gesucht: drei Betriebe, die Fotografie mit uns ausprobieren.",
        ),
        ("Wir suchen Fotografie.", "+++ BESETZT, bitte keine Nachrichten mehr +++\nWir suchen Fotografie."),
        (
            "Unser Steuerbüro sucht jemanden für Fotografie.",
            "Unser Steuerbüro sucht Mandanten! Buchhaltung machen wir seit Jahren.",
        ),
    ],
)
def test_who_seeks_customers_or_has_found_somebody_asks_for_nobody(
    vocabulary: Vocabulary, asks: str, seeks: str
) -> None:
    assert read_post(f"{asks}\n\n{US}", vocabulary).asks
    assert not read_post(f"{seeks}\n\n{US}", vocabulary).asks


def test_a_question_besides_is_no_request_for_advice_in_a_long_post(vocabulary: Vocabulary) -> None:
    question = "Wie kommt das Wasser aus der Ruhr in den Hahn? Gesucht wird eine Fotografin dazu."
    assert labels(read(vocabulary, question)) == {"Fotografie"}
    assert not read_post("Wie kommt das Wasser in den Hahn? Fotografin hier", vocabulary).asks


@pytest.mark.parametrize(
    ("text", "skill"),
    [
        ("Suche Grafikerin, ich freue mich über jede Empfehlung!", "Grafikdesign"),
        ("Suche drei Tester für unsere App: QA mit Cypress, 60 €/h.", "Cypress"),
        ("Gesucht: zwei Praxen-Logos und ein Flyer.", "Logo-Design"),
        ("Suche Atelierplatz und eine Grafikerin für meine Karten.", "Grafikdesign"),
        ("Update: Der Fotograf ist gefunden! Gesucht wird weiterhin jemand fürs Video.", "Videoproduktion"),
        ("Du suchst ein Projekt mit React? Wir suchen dich!", "React"),
        ("Wer schenkt uns ein Logo? Ehrenamt, Verein.", "Logo-Design"),
        ("Ich soll unsere Website auf WordPress umziehen. Wer hilft?", "WordPress"),
        ("Developer to look after Laravel app, remote, 3 months", "Laravel"),
        ("SharePoint nutzt bei uns keiner, weil es so chaotisch ist. Wer räumt auf?", "SharePoint"),
    ],
)
def test_what_sounds_like_a_refusal_may_ask(vocabulary: Vocabulary, text: str, skill: str) -> None:
    assert skill in labels(read_post(text, vocabulary))


@pytest.mark.parametrize(
    "text",
    [
        "Das soll mir mal jemand erklären, warum Python so langsam ist.",
        "Eine Grafikerin soll hier in der Gruppe sein, die auch Comics mag. Grüße!",
        "Auf der Liste steht heute: Steuererklärung, Wäsche und WordPress-Update. Prost!",
        "Dinge, die ich bezahle: Netflix, Adobe Photoshop, Spotify. Und ihr?",
        "Gefragt sind zehn Entwickler, was sie verdienen. Lest den Artikel!",
        "Ich denke an einen Designer, der mal gesagt hat: weniger ist mehr.",
    ],
)
def test_what_sounds_like_a_request_may_be_chat(vocabulary: Vocabulary, text: str) -> None:
    assert not read_post(text, vocabulary).asks


@pytest.mark.parametrize(
    "told",
    [
        "Unser Team besteht aus:\n\n- Anna, Grafikdesign\n- Ben, Fotografie\n\n",
        "Mein Stack:\n→ React\n→ Fotografie\n",
        "Rückblick:\n🎨 Logo und Visitenkarten\n📸 Fotografie\n\n",
    ],
)
def test_a_list_before_the_request_is_told_of(vocabulary: Vocabulary, told: str) -> None:
    assert parts(read(vocabulary, f"{told}Wir suchen eine Buchhalterin.")) == [{"Buchhaltung"}]
    assert len(parts(read(vocabulary, f"Wer hilft uns?\n\n{told}Wir suchen eine Buchhalterin."))) > 1
