"""Words that stand apart and mean a skill together, and names in other forms: each with what is no such thing."""

import pytest

from bot.matching.language.verbs import is_done, stem_of
from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.reading import read_post


def labels(vocabulary: Vocabulary, text: str) -> set[str]:
    return {skill.label for skill in vocabulary.find(text)}


@pytest.mark.parametrize(
    ("skill", "meant", "not_meant"),
    [
        # a verb and its object in any form and order
        ("Videoschnitt", "Brauche ein Video, das einer schneidet", "Ein Video, und einer kocht"),
        ("Videoschnitt", "Wer kann unsere Videos bis Freitag schneiden?", "Wer kann unsere Videos am Freitag sehen?"),
        ("IT-Support", "Wer richtet uns einen neuen Drucker ein?", "Wer richtet sich ein neues Leben ein?"),
        # what is done already is not to be done, unless somebody will
        ("Illustration", "Das Maskottchen soll gezeichnet werden", "Das Maskottchen hat sie gezeigt"),
        # a pronoun stands for what was named before it, an article does not
        (
            "Netzwerktechnik",
            "Im ganzen Haus ist das WLAN mies, wer bringt das in Ordnung?",
            "Im ganzen Haus ist das WLAN da, und abends herrscht hier sonst auch Ordnung",
        ),
        (
            "Embedded-Entwicklung",
            "Wir haben eine Platine und brauchen jemanden, der sie programmiert",
            "Wir haben eine Platine verloren, und abends war es dann schon lange wieder sehr spät",
        ),
        # where somebody is, is not what is done
        ("Logistik", "Wer richtet mir das Lager ein?", "Wer richtet uns im Lager einen Drucker ein?"),
        # a doubtful name that falls blocks no pair of its skill, nor does the verb of a longer name
        ("KI", "Wir möchten KI sinnvoll einsetzen", "Wir möchten ki"),
        ("Büroorganisation", "Wer macht meine Ablage?", "Die Ablage"),
    ],
)
def test_words_apart_mean_a_skill_together(vocabulary: Vocabulary, skill: str, meant: str, not_meant: str) -> None:
    assert skill in labels(vocabulary, meant)
    assert skill not in labels(vocabulary, not_meant)


def test_a_pair_that_only_another_form_makes_counts_where_nothing_else_is_named(vocabulary: Vocabulary) -> None:
    assert "Logistik" in labels(vocabulary, "Wer richtet mir das Lager ein?")
    assert labels(vocabulary, "Suche Lektorat. Das Lager richtet ein anderer ein.") == {"Lektorat"}


@pytest.mark.parametrize(
    ("skill", "meant", "not_meant"),
    [
        # the seam of a compound that folding takes for an umlaut
        ("Kafka", "Kafkaexpertin gesucht", "Expertin gesucht"),
        ("Contao", "Brauche eine Contaoerweiterung", "Brauche eine Erweiterung"),
        # an adjective and its noun in any case
        ("Rechtsberatung", "mit juristischem Rat", "mit gutem Rat"),
        ("Social Media", "jemand für die sozialen Kanäle", "jemand für die sozialen Dienste"),
        ("Softwarearchitektur", "mit technischem Feinkonzept", "mit technischem Geschick"),
        # a longer name and the training in it are two, as are a language and a translation
        ("Schulung", "Git-Workshop gesucht", "Git gesucht"),
        ("Canva", "Wer gibt uns einen Canva-Kurs?", "Wer gibt uns einen Kurs?"),
        ("Übersetzung", "Suche polnische Übersetzung", "Suche polnische Texte"),
        # a thing to be made with a person behind it
        ("Onlineshop", "Shopfreelancerin gesucht", "Der Shop ist zu"),
    ],
)
def test_names_are_found_in_what_language_makes_of_them(
    vocabulary: Vocabulary, skill: str, meant: str, not_meant: str
) -> None:
    assert skill in labels(vocabulary, meant)
    assert skill not in labels(vocabulary, not_meant)


def test_the_verb_of_a_role_and_a_word_denied_to_a_skill_are_no_typing_errors(vocabulary: Vocabulary) -> None:
    assert labels(vocabulary, "Wer bringt Typen in den Verein?") == set()
    assert "Lektorat" in labels(vocabulary, "Suche Lektorrin")
    assert "Lektorat" not in labels(vocabulary, "Suche Lektüre")


def test_dotnet_denies_nothing_and_net_does(vocabulary: Vocabulary) -> None:
    assert read_post("Suche Entwickler für ASP.NET MVC", vocabulary).asks
    assert not read_post("Python brauch i net", vocabulary).asks


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("schneidet", "schneid"),
        ("zusammengeschnitten", "zusammenschneid"),
        ("eingerichtet", "einricht"),
        ("einzurichten", "einricht"),
        ("entwirft", "entwerf"),
        ("nachbearbeitet", "nachbearbeit"),
        ("programmiert", "programmier"),
        ("ubersetzung", "ubersetz"),
        ("daten", ""),
        ("papier", ""),
    ],
)
def test_forms_of_a_verb_have_one_stem(word: str, stem: str) -> None:
    assert stem_of(word) == stem


def test_participles_say_what_is_done() -> None:
    assert is_done("eingerichtet")
    assert is_done("geschrieben")
    assert not is_done("gestaltet")
    assert not is_done("schreibt")
