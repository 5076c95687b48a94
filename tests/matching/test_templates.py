"""What is proposed beside a whole website, app or event."""

import pytest

from bot.domain.folding import fold
from bot.domain.skills import Skill
from bot.matching.naming.vocabulary import PART_LABELS, Vocabulary
from bot.matching.parts import grouped
from bot.matching.templates import TEMPLATES, meant, proposed, read_templates


def words(vocabulary: Vocabulary, core: str, side: str = "") -> list[str]:
    """Return the words of what is proposed."""
    asked, along = ([vocabulary.skill(word) for word in each.split(",") if word] for each in (core, side))
    return [part.label for part in proposed(grouped(asked, along, vocabulary))]


@pytest.mark.parametrize(
    ("core", "side", "expected"),
    [
        ("Website", "", ["Konzept", "Design", "Text", "Foto", "SEO"]),
        ("Website,Texter,Fotograf", "", ["Konzept", "Design", "SEO"]),
        ("Website,Logo", "", ["Konzept", "Text", "Foto", "SEO"]),
        ("Website", "Figma", ["Konzept", "Text", "Foto", "SEO"]),
        ("Website,Webdesign,Konzeption,Fotos,SEO", "", []),
        ("Onlineshop", "", ["Design", "Produkttexte", "Produktfotos", "SEO", "Recht"]),
        ("Videoproduktion", "", ["Drehbuch", "Schnitt", "Musik", "Sprecher", "Untertitel"]),
        ("Eventmanagement", "", ["Technik", "Catering", "Moderation", "Foto", "Grafik"]),
        ("Marketingkampagne", "", ["Text", "Grafik", "Foto", "Video", "Social Media"]),
        ("Werbekampagne", "", ["Text", "Grafik", "Foto", "Video", "Social Media"]),
        ("App", "", ["Konzept", "Design", "Backend", "Test"]),
        ("WordPress", "", []),
        ("React", "Website", []),
        ("Website,Onlineshop", "", ["Konzept", "Design", "Text", "Foto", "SEO"]),
    ],
)
def test_usual_trades_that_nobody_named_are_proposed(
    vocabulary: Vocabulary, core: str, side: str, expected: list[str]
) -> None:
    assert words(vocabulary, core, side) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wir brauchen eine Website.", ["Konzept", "Design", "Text", "Foto", "SEO"]),
        ("Wir brauchen eine Website. Texte haben wir, Fotos macht Jana.", ["Konzept", "Design", "SEO"]),
        ("Neue Website gesucht, Webdesign steht, SEO egal, Bilder sind da.", ["Konzept", "Text"]),
    ],
)
def test_what_the_words_of_a_job_speak_of_is_not_proposed(
    vocabulary: Vocabulary, text: str, expected: list[str]
) -> None:
    parts = grouped([vocabulary.skill("Website")], (), vocabulary)
    assert [part.label for part in proposed(parts, text)] == expected


@pytest.mark.parametrize("line", ["Text: Texten, text", "  Text", "[Website] "])
def test_a_line_that_says_nothing_is_named(line: str) -> None:
    with pytest.raises(ValueError, match=r"no template|not enough"):
        read_templates([line])


def test_nothing_is_proposed_for_nothing() -> None:
    assert proposed(()) == ()
    assert meant(()) is None


def test_templates_name_what_the_vocabulary_knows(vocabulary: Vocabulary) -> None:
    known = {entry.skill.label: entry.skill for entry in vocabulary.entries}
    for template in TEMPLATES:
        assert template.skill in known
        assert len(template.trades) <= 5  # a row of buttons
        for usual in template.trades:
            assert Skill(fold(usual.skill), usual.skill, usual.part) == known[usual.skill]
            assert all(name in known or name in PART_LABELS for name in usual.named_by)
            assert usual.part != known[template.skill].part or usual.named_by, usual


def test_what_was_taken_is_not_proposed_again(vocabulary: Vocabulary) -> None:
    for template in TEMPLATES:
        core = [vocabulary.skill(template.skill)]
        while offered := proposed(grouped(core, (), vocabulary)):
            assert not {part.core[0].key for part in offered} & {skill.key for skill in core}
            core += offered[0].core
        assert len(core) > 1
