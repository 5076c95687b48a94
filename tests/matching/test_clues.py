"""What is described without a name: the words of a skill's world together mean it, alone they do not."""

from importlib.resources import files

import pytest

from bot.matching.language.words import read_words
from bot.matching.naming.clues import ENOUGH, Clues
from bot.matching.naming.entries import Entry, read_entries
from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.reading import read_post

_BAKING, _MILLING = read_entries(["Backen\ttext\twork\t\t", "Mahlen\ttext\twork\t\t"])
_LINES = (
    "# a comment", "Backen", "  4 Blech backen", "  2 Teig ~tuete", "  1 Ofen",
    "Mahlen", "  4 Schrot", "  2 Teig Muehle",
)  # fmt: skip


def lines() -> list[str]:
    return files("bot.matching.naming").joinpath("clues.txt").read_text("utf-8").splitlines()


def meant(text: str) -> list[tuple[str, tuple[str, ...]]]:
    entries: dict[str, Entry] = {entry.skill.label: entry for entry in (_BAKING, _MILLING)}
    words = read_words(text).words
    found = Clues(_LINES, entries).meant(words, range(len(words)))
    return [(one.entry.skill.label, tuple(words[at].text for at in one.places)) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Blech und Teig", [("Backen", ("Blech", "Teig"))]),
        ("Das Blech, der Ofen", []),  # too few points
        ("Bleche, Blech, Blechen", []),  # one word, however often
        ("Backbleche und Teige", [("Backen", ("Backbleche", "Teige"))]),  # compounds and cases
        ("gebacken wird ein Teig", [("Backen", ("gebacken", "Teig"))]),  # a verb in its forms
        ("Brottüte, Blech", [("Backen", ("Blech", "Brottüte"))]),
        ("Blech, Teig, Schrot", []),  # two skills are level
        ("Blech, backen, Schrot, Mühle", [("Backen", ("Blech", "backen")), ("Mahlen", ("Schrot", "Mühle"))]),
    ],
)
def test_words_of_one_world_mean_a_skill_together(text: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert meant(text) == expected


@pytest.mark.parametrize(
    ("skill", "described", "otherwise"),
    [
        (
            "Verpackungsdesign",
            "Meine Aufkleber für die Marmelade taugen nichts. Wer gestaltet mir was Hübsches für Glas und Deckel?",
            "Meine Marmelade ist aus. Wer bringt mir ein Glas?",
        ),
        (
            "Bildbearbeitung",
            "60 Bilder von Oma sind fleckig und verblasst, eingescannt hab ich sie schon. Wer kriegt die Flecken weg?",
            "60 Bilder von Oma hängen im Flur. Wer kommt gucken?",
        ),
        (
            "Reden schreiben",
            "Mein Vater wird 80 und ich muss was sagen. Wer schreibt mir fünf Minuten, lustig, aber nicht peinlich?",
            "Mein Vater wird 80. Wer schreibt ihm mal?",
        ),
    ],
)
def test_a_description_asks_for_the_skill_and_a_chat_of_the_same_things_does_not(
    vocabulary: Vocabulary, skill: str, described: str, otherwise: str
) -> None:
    assert [one.label for one in read_post(described, vocabulary).skills] == [skill]
    assert not read_post(otherwise, vocabulary).asks


def test_a_sentence_that_asks_without_a_name_is_looked_at_beside_one_that_names(vocabulary: Vocabulary) -> None:
    text = (
        "Suchen jemanden fürs Lektorat. Brauchen auch wen, der aus sechs Stunden GoPro-Material drei Minuten schneidet."
    )
    read = read_post(text, vocabulary)
    assert {one.label for one in read.skills} == {"Lektorat", "Videoschnitt"}


def test_what_is_refused_is_not_described_either(vocabulary: Vocabulary) -> None:
    described = "Elster, Finanzamt, ein Jahr Belege: wer übernimmt das?"
    assert [one.label for one in read_post(described, vocabulary).skills] == ["Steuerberatung"]
    assert not read_post(f"Wir brauchen keine Steuerberatung. {described}", vocabulary).asks


def test_each_line_of_the_file_names_a_known_skill_or_points_and_words(vocabulary: Vocabulary) -> None:
    label, seen = "", set[tuple[str, str]]()
    for line in lines():
        if line.startswith("#"):
            continue
        if line[0] != " ":
            assert line not in {one for one, _ in seen}, f"{line} stands there twice"
            label = line
            assert vocabulary.known(label) is not None
            assert vocabulary.skill(label).label == label
            continue
        points, *words = line.split()
        assert 1 <= int(points) < ENOUGH
        assert words
        for word in words:
            assert (label, word) not in seen, f"{word} stands twice below {label}"
            assert "-" not in word, f"{word} is two words where posts are read"
            seen.add((label, word))


def test_a_language_that_is_only_described_is_translated_where_no_other_work_with_it_is_named(
    vocabulary: Vocabulary,
) -> None:
    letter = (
        "Unsere Espressozulieferer aus Neapel schicken lange Mails, ich verstehe davon nur ciao und grazie. Wer hilft?"
    )
    assert {one.label for one in read_post(letter, vocabulary).skills} == {"Italienisch", "Übersetzung"}
    lessons = "Meine Frau kommt aus Neapel, ich verstehe nur ciao und grazie. Wer gibt mir Sprachunterricht?"
    assert {one.label for one in read_post(lessons, vocabulary).skills} <= {"Italienisch", "Sprachunterricht"}
    assert not read_post("Waren in Neapel, ciao und grazie, der Espresso war ein Traum.", vocabulary).asks
