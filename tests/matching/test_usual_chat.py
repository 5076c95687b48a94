"""How people in a chat ask and what they only mention, as found in posts of ordinary days; each beside its like."""

from __future__ import annotations

import pytest

from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.reading import read_post
from tests.matching.labels import core
from tests.matching.test_long_posts import labels


@pytest.mark.parametrize(
    ("another", "ours"),
    [
        ("Maler gesucht, der den Serverraum streicht. Linux ist egal", "Admin gesucht für den Serverraum. Linux"),
        ("Brauchen fürs neue Fotostudio einen Maler, 60 qm", "Brauchen fürs neue Studio einen Fotografen, 60 Bilder"),
        ("Wer kann bei uns in der Softwarebude (Java) putzen?", "Wer kann uns in der Softwarebude mit Java helfen?"),
        ("Wer kann zweimal die Woche putzen? Büro für Webdesign", "Wer kann zweimal die Woche Webdesign machen?"),
    ],
)
def test_who_seeks_somebody_of_another_trade_asks_for_nobody_here(
    vocabulary: Vocabulary, another: str, ours: str
) -> None:
    assert not read_post(another, vocabulary).asks
    assert read_post(ours, vocabulary).asks


@pytest.mark.parametrize(
    ("text", "skill"),
    [
        ("Suche Fliesenleger für ein Bad in Herten", "Fliesenlegen"),  # whom the vocabulary knows
        ("Gesucht: Imagefilm für einen Dachdecker in Castrop", "Videoproduktion"),  # for whom it is
        ("Suche Maler und Grafikerin für einen Laden", "Grafikdesign"),  # somebody else besides
    ],
)
def test_another_trade_beside_what_is_asked_for_takes_nothing_away(
    vocabulary: Vocabulary, text: str, skill: str
) -> None:
    assert skill in labels(read_post(text, vocabulary))


@pytest.mark.parametrize(
    ("asks", "chats"),
    [
        ("Ich wünsch mir nen Coach, vier Termine", "Ich wünsch mir nen Coach wie im Film, haha"),
        ("Für acht Häuser hätten wir gern Renderings, Bauträger aus Dorsten", "Für acht Häuser gab es Renderings"),
        ("Stellt uns jemand ne Nextcloud hin und hostet sie?", "Stellt sich jemand noch ne Nextcloud hin?"),
        ("Wir ziehen zu Contentful. Freelancer hier, der das schon gemacht hat?", "Wir ziehen zu Contentful."),
        ("Kennt ihr nen guten Anwalt für Arbeitsrecht in Essen?", "Kennt ihr gute Bücher zum Arbeitsrecht?"),
        ("Angebot für eine VoIP-Anlage mit Verkabelung von fünf Räumen erbeten", "VoIP-Anlagen sind schon was Feines"),
        ("Suche LoRaWAN-Profi, gebraucht wird auch ein Gateway", "Suche LoRaWAN-Gateway, gebraucht, Indoor reicht"),
        ("Wer hätte Zeit für unser Arduino-Projekt, bezahlt", "Wer hätte Lust auf nen Bastelabend mit Arduino"),
        ("Wer macht uns einen Onlineshop?", "450 € für nen Onlineshop, wer macht denn sowas??"),
        ("Wer hilft uns mit Selenium?", "Quält sich bei euch noch wer mit Selenium?"),
    ],
)
def test_ways_of_asking_beside_ways_of_chatting(vocabulary: Vocabulary, asks: str, chats: str) -> None:
    assert read_post(asks, vocabulary).asks
    assert not read_post(chats, vocabulary).asks


@pytest.mark.parametrize(
    ("text", "asked", "left"),
    [
        # a comma that is left out, and none that is missing
        ("Wir möchten Hilfe mit Wix weil ich da selber Fotos tausche", "Wix", "Fotografie"),
        # a measure, and the name that is spelled like it
        ("Innenarchitekt gesucht, 140 qm, Raumkonzept, Möbel", "Innenarchitektur", "Qualitätsmanagement"),
        # who speaks of it, and who is of that trade
        ("Wer wartet unseren Linux-Server? Der IT-Support sagt nur: Stecker ziehen", "Linux", "IT-Support"),
        ("Small AI startup in Dortmund, we need someone for a pitch deck", "PowerPoint", "KI"),
        # what is not to be made, since it stays
        ("Logo gibts schon und bleibt auch. Was fehlt, ist ein Flyer", "Flyer", "Logo-Design"),
        # by which way one comes in
        ("Jemand müsste den SQL Server tunen, Zugang per VPN", "MS SQL Server", "Netzwerktechnik"),
    ],
)
def test_what_is_only_mentioned(vocabulary: Vocabulary, text: str, asked: str, left: str) -> None:
    read = labels(read_post(text, vocabulary))
    assert asked in read
    assert left not in read


def test_a_film_that_is_worked_on_is_not_made(vocabulary: Vocabulary) -> None:
    worked_on = "Motion Design gesucht für einen Erklärfilm, dazu Color Grading"
    assert core(vocabulary, worked_on) == {"Motion Design", "Color Grading"}
    assert core(vocabulary, "Erklärfilm gesucht, zwei Minuten") == {"Videoproduktion"}
    assert "Videoproduktion" in core(vocabulary, "Wer dreht uns einen Erklärfilm und macht das Color Grading?")


def test_a_measure_is_no_name_and_a_name_no_measure(vocabulary: Vocabulary) -> None:
    assert "Qualitätsmanagement" in core(vocabulary, "Wer hilft uns bei ISO 9001 und QM?")


def test_a_whole_evening_is_no_subject(vocabulary: Vocabulary) -> None:
    assert core(vocabulary, "Wir bräuchten wen, der den Abend über fotografiert") == {"Eventfotografie"}
    assert "Fotografie" not in core(vocabulary, "Wir bräuchten wen, der einen Artikel über Fotografie schreibt")
