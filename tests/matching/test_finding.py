"""Which skills running text names: whole words, the longest first, ambiguous names only with evidence."""

from collections.abc import Iterator, Sequence
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.language.words import read_words
from bot.matching.naming.finding import Hit
from bot.matching.naming.vocabulary import Vocabulary


def labels(vocabulary: Vocabulary, text: str) -> list[str]:
    return [skill.label for skill in vocabulary.find(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Python, node js und PostgreSQL", ["Python", "Node.js", "PostgreSQL"]),
        ("TypeScript/React/Next.js", ["TypeScript", "React", "Next.js"]),
        ("C, C++ und C#, auch .NET", ["C", "C++", "C#", ".NET"]),
        ("SEO-Texte", ["SEO-Texte"]),  # the longest name, neither SEO nor Texten
        ("ein Logo-Design", ["Logo-Design"]),
        ("Cutter/in oder Fotograf(in)", ["Videoschnitt", "Fotografie"]),
        ("Illustratorinnen und Illustratoren", ["Illustration"]),
        ("Wordpress-Entwickler:in", ["WordPress"]),  # the role belongs to the name
        ("WORDPRESS", ["WordPress"]),
        ("Buchfuehrung und Lektorat.", ["Buchhaltung", "Lektorat"]),
        ("Python\nJava", ["Python", "Java"]),
        ("Data Engineer:in (m/w/d)", ["Data Engineering"]),
        ("zwei UX Writerinnen und ein Software-Engineer/-in", ["UX-Writing", "Texten", "Softwareentwicklung"]),
        ("Data Engineer in Essen", ["Data Engineering"]),  # a town, no ending
        ("Hilfe bei visueller Gestaltung", ["Grafikdesign"]),
        ("dank der virtuellen Assistenz", ["Virtuelle Assistenz"]),
        ("PR-Strategien", ["Pressearbeit"]),
        ("IT-Umstellungen", ["IT-Beratung"]),
        ("Web- und Produktdesign", ["Webdesign", "Produktdesign"]),
        ("Konzert-, Food- und Porträtfotografin", ["Eventfotografie", "Foodfotografie", "Businessportraits"]),
        ("Audio-/Videoproduktion", ["Audioproduktion", "Videoproduktion"]),
        ("Social-Media- oder Content-Strategie", ["Social Media", "Content-Erstellung"]),
        ("Shopware- und Magento-Shops", ["Shopware", "Magento"]),
        ("App- und Posterdesignerin", ["UI-Design", "Plakat"]),  # no app is to be developed
        ("Vor- und Nachname, Hin- und Rückfahrt", []),
        ("Web- und dann nichts", []),
        ("unsere PR, it umstellungen", []),  # a trade in passing, and a small word
        ("", []),
    ],
)
def test_names_are_found_as_whole_words_longest_first(vocabulary: Vocabulary, text: str, found: list[str]) -> None:
    assert labels(vocabulary, text) == found


@pytest.mark.parametrize(
    ("meant", "skill", "not_meant"),
    [
        ("React-Entwickler", "React", "Ich react immer zu spät"),
        ("jemand für react", "React", "Ich react immer zu spät"),
        ("Suche wen für R", "R", "R.I.P. mein Drucker"),
        ("etwas in C", "C", "C'est la vie"),
        ("Haskell und Rust", "Rust", "Der Rust an meinem Auto"),
        ("Go-Entwickler", "Go", "Coffee to Go"),
        ("jemand für Swift", "Swift", "Taylor Swift kommt"),
        ("mit Access", "Microsoft Access", "Access Point im Büro"),
        ("für Access", "Microsoft Access", "bis zum Early Access"),
        ("für Python", "Python", "Fan von Monty Python"),
        ("ein Flyer", "Flyer", "a folder with frames"),
        ("Node.js/Express", "Express.js", "Versand per Express"),
        ("Betreuung für Instagram", "Instagram", "schreibt mir auf Instagram"),
        ("Adobe InDesign", "Adobe InDesign", "in Design haben wir nichts"),
        ("mit Vue", "Vue.js", "ein déjà vu"),
        ("REST-API", "REST-API", "der Rest ist egal"),
        ("Videoschnitt", "Videoschnitt", "einen Schnitt machen"),
        ("Texte schreiben", "Texten", "ich texte dir"),
        ("KI-Beratung", "KI", "ki"),
    ],
)
def test_ambiguous_name_counts_only_with_evidence(
    vocabulary: Vocabulary, meant: str, skill: str, not_meant: str
) -> None:
    assert skill in labels(vocabulary, meant)
    assert labels(vocabulary, not_meant) == []


@pytest.mark.parametrize(
    ("made", "spoken_of"),
    [
        ("Wir brauchen ne neue Homepage", "Fotos für unsere Homepage"),
        ("eine Website für den Verein", "auf der Website der Stadt"),
        ("Webseite erstellen", "Texte für eine neue Webseite"),
        ("Suche Website", "Unsere Website ist kaputt"),
        ("Wer baut Websites?", "Websites sind teuer"),
    ],
)
def test_website_counts_as_a_thing_to_be_made_alone(vocabulary: Vocabulary, made: str, spoken_of: str) -> None:
    assert "Website-Erstellung" in labels(vocabulary, made)
    assert "Website-Erstellung" not in labels(vocabulary, spoken_of)


@pytest.mark.parametrize(
    ("label", "ordered", "spoken_of"),
    [
        ("Website-Erstellung", "Suche Hilfe bei Logo und Website.", "Das Logo auf der Website gefällt mir."),
        ("Website-Erstellung", "Wer macht mir Flyer, Website und Logo?", "Logo für unsere Website gesucht"),
        ("Website-Erstellung", "Website und ein Logo gesucht", "Unsere Vereinsseite (Joomla 3) wurde gehackt"),
        ("Onlineshop", "Wir brauchen Webshop und Flyer.", "Redis vor unserem Webshop (Magento 2)"),
        ("Videoproduktion", "Mein Laden braucht ein Video plus eine Website", "Das Video läuft auf der Website"),
        ("Videoproduktion", "Brauche Texte, Fotos und Videos", "Ich gucke gern Videos"),
        ("Schulung", "Workshop und Flyer gesucht", "Workshop Siebdruck, Samstag um 14 Uhr"),
    ],
)
def test_thing_counts_in_a_list_of_things_to_be_made(
    vocabulary: Vocabulary, label: str, ordered: str, spoken_of: str
) -> None:
    assert label in labels(vocabulary, ordered)
    assert label not in labels(vocabulary, spoken_of)


def test_hits_say_where_the_name_stands_with_its_role(vocabulary: Vocabulary) -> None:
    text = "Hallo, suche Python-Entwicklerin und Python."
    assert [text[hit.start : hit.end] for hit in vocabulary.hits(text)] == ["Python-Entwicklerin", "Python"]


@given(text=st.text(max_size=300))
def test_any_text_is_searched_and_every_hit_lies_within(vocabulary: Vocabulary, text: str) -> None:
    for hit in vocabulary.hits(text):
        assert 0 <= hit.start < hit.end <= len(text)


@given(data=st.data())
def test_whatever_is_found_among_names_was_named(vocabulary: Vocabulary, data: st.DataObject) -> None:
    names = data.draw(st.lists(st.sampled_from(_spellings(vocabulary)), max_size=6))
    post = read_words("; ".join(names))
    alone = [hits for name in names for hits in _typed_and_told(vocabulary, name)]
    named = {hit.skill.label for hits in alone for hit in hits}
    assert {hit.skill.label for hit in vocabulary.named(post)} <= named


@cache
def _spellings(vocabulary: Vocabulary) -> Sequence[str]:
    return [name.spelling for entry in vocabulary.entries for name in entry.names if not name.pair]


def _typed_and_told(vocabulary: Vocabulary, name: str) -> Iterator[tuple[Hit, ...]]:
    """Yield what a name is where skills are typed, and in running text, where a training is named by its word too."""
    yield vocabulary.named(read_words(name), is_typed=True)
    yield vocabulary.named(read_words(name))
