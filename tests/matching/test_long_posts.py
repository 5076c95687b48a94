"""What long posts list, and what they tell of beside it: teams, what goes and what is settled; each beside its like."""

from __future__ import annotations

import pytest

from bot.matching.asking.signs import ENOUGH, points
from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.reading import Understanding, read_post

US = (
    "Wir sind ein Verein aus Hamm mit vierzig Mitgliedern, es gibt uns seit dreißig Jahren, im Sommer feiern wir das"
    " mit der Stadt auf dem Marktplatz. Die Genehmigung ist da, und das Wetter wird hoffentlich besser als im Mai."
)
END = "Alles Weitere gern am Telefon, wir sind abends ab acht Uhr gut zu erreichen und freuen uns auf Nachrichten."


def read(vocabulary: Vocabulary, text: str) -> Understanding:
    understood = read_post(f"{US}\n\n{text}\n\n{END}", vocabulary)
    assert understood.asks
    return understood


def labels(understood: Understanding) -> set[str]:
    return {skill.label for skill in understood.skills}


def parts(understood: Understanding) -> list[set[str]]:
    return [{skill.label for skill in part.core} for part in understood.parts]


LIST = [{"Fotografie"}, {"Logo-Design"}, {"Livestreaming"}]


@pytest.mark.parametrize(
    "text",
    [
        "Wir suchen:\n- eine Fotografin\n- ein Logo\n- Livestreaming",
        "Was uns noch fehlt:\n👉 eine Fotografin. Zwei Stunden genügen.\n👉 ein Logo\n👉 Livestreaming",
        "Wir vergeben Pakete:\n\nA) Fotografie\n\nB) Logo. Die Farbe liegt fest.\n\nC) Livestreaming",
        "Wir suchen gegen Honorar:\n\nEine Fotografin mit Blitz.\n\nEin Logo.\n\nUnd jemanden fürs Livestreaming.",
        "Wir vergeben drei Lose. Los 1: Fotografie in Hamm. Los 2: ein Logo. Los 3: Livestreaming.",
        "Rolle 1: Fotografin\n- zwei Stunden\n\nRolle 2: Logo-Designer\n- drei Farben\n\nRolle 3: Livestreaming",
        "Offen ist:\n\nFotografin (m/w/d)\nIn Hamm\n\nLogo-Designer/in\nBunt\n\nLivestream-Techniker/in\nMit Ton",
        "Wir suchen drei Leute.\n\nFotos: eine Fotografin mit Blitz\n\nZeichen: ein Logo\n\nNetz: Livestreaming",
        "Wir brauchen drei Leute.\n\nEinmal Fotografie: in Hamm.\n\nEinmal Logo: bunt.\n\nEinmal Livestreaming: live.",
        "Das geben wir aus der Hand, wer macht es?\n– Fotografie in Hamm. Zwei Stunden.\n– ein Logo\n– Livestreaming",
        "Wer hilft?\n▪︎ Fotografie\n▪︎ ein Logo\n▪︎ Livestreaming",
        "Wer hilft?\n🌱 Fotografie\n🎥 Livestreaming\n🖌️ ein Logo",
        "Wer hilft?\n#1 Fotografin\n#2 Logo-Designer\n#3 Livestreaming",
        "Wir vergeben drei Pakete. Paket Bild: Fotografie. Paket Zeichen: ein Logo. Paket Netz: Livestreaming.",
        "Deshalb vergeben wir erstmals Aufträge:\n\na) eine Fotografin,\nb) ein Logo,\nc) Livestreaming.",
        "Wir suchen jemanden, der fotografiert; jemanden, der ein Logo entwirft; und jemanden für Livestreaming.",
    ],
)
def test_each_item_of_a_list_that_asks_is_a_part(vocabulary: Vocabulary, text: str) -> None:
    assert sorted(map(sorted, parts(read(vocabulary, text)))) == sorted(map(sorted, LIST))


def test_an_item_that_names_a_person_is_asked_for_among_duties_as_well(vocabulary: Vocabulary) -> None:
    duties = "Unsere Fotografin hört auf, wir suchen eine neue.\n\nAufgaben:\n- Fotos in Hamm\n- {}"
    person = read(vocabulary, duties.format("ein React-Entwickler fürs Dashboard"))
    thing = read(vocabulary, duties.format("Abstimmung mit React-Entwicklern"))
    assert (labels(person), labels(thing)) == ({"Fotografie", "React"}, {"Fotografie"})


def test_what_stands_behind_a_list_or_in_one_that_tells_is_not_asked_for(vocabulary: Vocabulary) -> None:
    behind = "Wir suchen:\n- eine Fotografin\n- ein Logo\n\nIm Verein gibt es eine Theatergruppe und einen Podcast."
    assert parts(read(vocabulary, behind)) == [{"Fotografie"}, {"Logo-Design"}]
    told = "Was wir schon haben:\n- ein Logo\n- Livestreaming\n\nWir suchen eine Fotografin."
    assert labels(read(vocabulary, told)) == {"Fotografie"}


@pytest.mark.parametrize("head", ["Rolle 1: Fotografin\n- zwei Stunden\n", "Los 1: Fotografie. Los 2: ein Logo. "])
def test_who_asks_anew_behind_a_lot_asks_for_more(vocabulary: Vocabulary, head: str) -> None:
    assert {"DJ"} in parts(read(vocabulary, f"{head}Außerdem suchen wir einen DJ."))


def test_what_an_item_says_further_is_a_detail_of_it(vocabulary: Vocabulary) -> None:
    text = "Wir suchen:\n- jemanden für React. TypeScript ist gesetzt. Die Texte kommen von uns.\n- ein Logo"
    understood = read(vocabulary, text)
    assert parts(understood) == [{"React"}, {"Logo-Design"}]
    assert "TypeScript" in labels(understood)
    assert "Texten" not in labels(understood)


@pytest.mark.parametrize(
    ("skill", "asked", "told"),
    [
        ("Angular", "Wir suchen jemanden für Angular.", "Das Team umfasst drei Leute und zwei für Angular."),
        ("Vue.js", "We need somebody for Vue.", "The team consists of two designers and four people working in Vue."),
        (
            "Go",
            "Wir suchen Entwickler, die in Go schreiben.",
            "Es gibt ein Team aus sechs Entwicklern, die in Go schreiben.",
        ),
        ("Product Owner", "Wir suchen Product Ownerinnen.", "Die Product Ownerinnen sind festangestellt."),
        ("Buchhaltung", "Wir suchen eine Buchhaltung.", "Im Büro nebenan sitzt die Buchhaltung."),
        ("Moderation", "Wir suchen eine Moderation.", "Die Moderation hat eine Frau vom Radio zugesagt."),
        ("DJ", "Uns fehlt ein DJ.", "Torte, DJ, alles schon klar."),
        ("WordPress", "Bitte mit WordPress, wer macht das?", "WordPress kommt mir nicht mehr ins Haus."),
        ("COBOL", "Wer kann COBOL?", "Es geht um die Ablösung der COBOL-Programme."),
        ("Onlineshop", "We need a new online shop.", "We run a small online shop."),
        ("Coaching", "Wer macht Coaching?", "Ich komme gar nicht mehr zum Coaching."),
        (
            "Laravel",
            "Wir suchen Hilfe, das Backend entsteht in Laravel.",
            "Das Laravel-Backend entsteht bei einer Agentur.",
        ),
    ],
)
def test_what_is_told_of_the_team_of_what_goes_and_what_is_settled_is_not_asked_for(
    vocabulary: Vocabulary, skill: str, asked: str, told: str
) -> None:
    assert skill in labels(read(vocabulary, asked))
    assert skill not in labels(read(vocabulary, f"{told}\n\nWir suchen eine Fotografin."))


def test_what_is_only_inferred_counts_in_a_short_post_or_where_a_request_says_nothing_else(
    vocabulary: Vocabulary,
) -> None:
    short = read_post("Wer organisiert uns die Feier?", vocabulary)
    long = read(vocabulary, "Wer organisiert uns die Feier?")
    beside = read(vocabulary, "Wir organisieren eine kleine Feier. Wir suchen eine Fotografin.")
    assert labels(short) == labels(long) != set()
    assert labels(beside) == {"Fotografie"}


def test_a_long_text_that_offers_or_tells_asks_for_nobody_unless_it_says_so(vocabulary: Vocabulary) -> None:
    offer = (
        "Ich bin Jule, seit elf Jahren freie Entwicklerin aus Schwerte und ab Mai wieder buchbar, zwei Tage pro Woche."
        " Mein Schwerpunkt sind Portale für den Mittelstand: Webdesign, Shopware, Laravel. Zuletzt habe ich für einen"
        " Verein die Website neu gebaut. Was ihr bekommt: Beratung vorab, saubere Umsetzung, Wartung und Hosting.\n\n"
        "Stundensatz 95 €, für Vereine 75 €. Referenzen schicke ich auf Anfrage, das Erstgespräch kostet nix."
    )
    signs = set(read_post(offer, vocabulary).signs)
    assert points(signs - {"long tale", "own work"}) >= ENOUGH > points(signs)
    assert not read_post(offer, vocabulary).asks
    understood = read_post(f"{offer}\n\nUnd ich suche eine Texterin.", vocabulary)
    assert parts(understood) == [{"Texten"}]


def test_a_go_live_is_no_go(vocabulary: Vocabulary) -> None:
    assert labels(read_post("Hilfe bei SAP und Go gesucht", vocabulary)) == {"SAP", "Go"}
    assert labels(read_post("Hilfe bei SAP und Go-Live gesucht", vocabulary)) == {"SAP"}
