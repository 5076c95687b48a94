"""What a job asks for, as a line that its author edits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.jobs import JobPart
from bot.domain.skills import Skill
from bot.errors import InvalidInput, TooMany, UserError
from bot.matching.lists.part_list import MOST_SKILLS, named, one_term, placed, read_parts, written
from bot.matching.naming.terms import in_quotes
from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.parts import grouped

VOCABULARY = Vocabulary.load()


def possible(typed: str) -> Skill | None:
    """Return the term that somebody can have typed into such a line."""
    try:
        return one_term(typed, VOCABULARY)
    except InvalidInput:
        return None


WORDS = st.sampled_from(["dazu", "Dazu: x", "- x", '"', "js", "/", "reactjs", "also: ", "suche:", " und ", "Ö", "next"])
NAMES = st.text(max_size=20) | st.lists(WORDS, max_size=4).map("".join)
TERMS = (NAMES | NAMES.map(in_quotes)).map(possible).filter(lambda skill: skill is not None)
SKILLS = st.lists(st.sampled_from([entry.skill for entry in VOCABULARY.entries]) | TERMS, max_size=12)


def shown(parts: tuple[JobPart, ...]) -> list[str]:
    return [
        f"{part.key}: {', '.join(skill.label for skill in part.core)} | {', '.join(skill.label for skill in part.side)}"
        for part in parts
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("React, Next.js; dazu: Docker, Git", ["frontend: React, Next.js | Docker, Git"]),
        ("reactjs/next  dazu : Docker", ["frontend: React, Next.js | Docker"]),
        ("react, dazu: docker, git; gesucht: aws", ["frontend: React | Git", "infra: AWS | Docker"]),
        ("Logo\nTexte\n\ndazu:\nFigma", ["design: Logo-Design | Figma", "text: Texten | "]),
        ("react, -react, docker, docker", ["infra: Docker | "]),
        ("React; dazu: React", ["frontend:  | React"]),  # the last one counts
        ('"reactjs", DAZU : js', ["other: reactjs | JavaScript"]),
        ("React; also: Docker", ["frontend: React | Docker"]),
        ("dazu: Docker", ["infra:  | Docker"]),
        (" ;, ", []),
        ("- React\n- Next.js\n– nice to have: Docker", ["frontend: React, Next.js | Docker"]),
        ("React, Docker\n- Docker", ["frontend: React | "]),
    ],
)
def test_line_is_read_as_written(vocabulary: Vocabulary, text: str, parts: list[str]) -> None:
    assert shown(read_parts(text, (), vocabulary)) == parts


@pytest.mark.parametrize(
    "no",
    [
        "ohne Texten",
        "kein Texten",
        "nicht Texten",
        "Texten nicht mehr",
        "Texten: nein",
        "without Texten",
        "Texten raus",
    ],
)
def test_what_is_said_to_be_no_more_is_not_asked_for(vocabulary: Vocabulary, no: str) -> None:
    before = read_parts("React, Texten; dazu: Docker, Git", (), vocabulary)
    assert shown(read_parts(f"React, Texten, {no}; dazu: Docker, aber kein Git", before, vocabulary)) == [
        "frontend: React | Docker"
    ]
    assert shown(read_parts(no, before, vocabulary)) == ["frontend: React | Docker, Git"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("React -Docker", ["frontend: React | "]),
        ("React ohne Docker", ["frontend: React | "]),
        ("-Docker, -React", ["text: Texten | "]),
        ("No-Code, No Code", ["data: Low-Code | "]),
        ('"ohne Texten"', ["other: ohne Texten | "]),
        ("alle weg", []),
        ("React, alle weg, Texten", ["text: Texten | "]),
        ("", []),
    ],
)
def test_a_line_that_only_takes_out_leaves_the_rest(vocabulary: Vocabulary, text: str, parts: list[str]) -> None:
    before = read_parts("React, Texten; dazu: Docker", (), vocabulary)
    assert shown(read_parts(text, before, vocabulary)) == parts


@pytest.mark.parametrize("text", ["React, nicht mehr", "weg", "React, keine Lust mehr auf nie wieder Texten"])
def test_what_is_to_go_has_to_be_clear(vocabulary: Vocabulary, text: str) -> None:
    with pytest.raises(InvalidInput, match="verstehe ich nicht"):
        read_parts(text, (), vocabulary)


def test_line_shows_core_then_side_and_quotes_what_means_exactly_itself(vocabulary: Vocabulary) -> None:
    parts = read_parts('React, "js", SQL; dazu: Docker, Klöppeln', (), vocabulary)
    assert written(parts, vocabulary, 500) == 'React, "js", SQL; dazu: Docker, Klöppeln'
    assert written(parts, vocabulary, 500, "also") == 'React, "js", SQL; also: Docker, Klöppeln'
    assert written(parts, vocabulary, 26) == 'React, "js", SQL'
    assert written(read_parts("dazu: Docker", (), vocabulary), vocabulary, 99) == "dazu: Docker"


def test_topic_of_a_training_stays_with_it(vocabulary: Vocabulary) -> None:
    before = grouped([vocabulary.skill("Schulung"), vocabulary.skill("Excel")], (), vocabulary, {"excel"})
    assert shown(read_parts("Schulung, Excel, Word; dazu: Moodle", before, vocabulary))[0].startswith(
        "training: Schulung, Excel | "
    )
    assert shown(read_parts("Excel", before, vocabulary)) == ["office: Excel | "]


def test_forty_skills_are_read_and_more_are_refused(vocabulary: Vocabulary) -> None:
    names = [f"skill x{number}" for number in range(MOST_SKILLS + 1)]
    parts = read_parts(",".join(names[:-1]), (), vocabulary)
    assert len(parts[0].core) == MOST_SKILLS
    with pytest.raises(TooMany):
        read_parts(",".join(names), (), vocabulary)
    with pytest.raises(TooMany):
        placed(parts, vocabulary.skill(names[-1]), False, vocabulary)


def test_skill_goes_aside_comes_back_and_goes(vocabulary: Vocabulary) -> None:
    parts = read_parts("React, Docker", (), vocabulary)
    docker = vocabulary.skill("Docker")
    beside = placed(parts, docker, True, vocabulary)
    assert shown(beside) == ["frontend: React | Docker"]
    assert placed(beside, docker, False, vocabulary) == parts
    assert shown(placed(beside, docker, None, vocabulary)) == ["frontend: React | "]
    assert placed((), docker, None, vocabulary) == ()


@pytest.mark.parametrize("typed", ["", ",", "React, Docker", "dazu: React", "reactjs/next", "-React", "\n"])
def test_not_just_one_name_is_no_term(vocabulary: Vocabulary, typed: str) -> None:
    assert one_term(typed, vocabulary) is None
    assert one_term("React", vocabulary) == vocabulary.skill("React")


@given(core=SKILLS, side=SKILLS, topics=st.sets(st.sampled_from([entry.skill.key for entry in VOCABULARY.entries])))
def test_written_parts_are_read_back_as_they_were(core: list[Skill], side: list[Skill], topics: set[str]) -> None:
    parts = grouped(core, side, VOCABULARY, topics)
    assert read_parts(written(parts, VOCABULARY, 10_000), parts, VOCABULARY) == parts
    for skill in (*core, *side):
        read = one_term(named(skill, VOCABULARY), VOCABULARY)
        assert read is not None
        assert read.key == skill.key


@given(text=NAMES | st.text(max_size=400))
def test_any_line_is_read_or_refused_in_german(text: str) -> None:
    try:
        parts = read_parts(text, (), VOCABULARY)
    except UserError:
        return
    assert read_parts(written(parts, VOCABULARY, 10_000), parts, VOCABULARY) == parts
