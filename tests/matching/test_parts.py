"""How skills become the parts of a job."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.jobs import JobPart
from bot.domain.skills import Skill
from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.parts import TRAININGS, grouped, topics_in

VOCABULARY = Vocabulary.load()
SKILLS = st.lists(st.sampled_from([entry.skill for entry in VOCABULARY.entries]) | st.just(Skill("tuba", "Tuba")))


def parts(vocabulary: Vocabulary, core: str, side: str = "", topics: str = "") -> list[tuple[str, str, str]]:
    """Return key, core and side of each part."""
    named = {kind: [vocabulary.skill(word) for word in words.split(",") if word] for kind, words in (
        ("core", core), ("side", side), ("topics", topics),
    )}  # fmt: skip
    found = grouped(named["core"], named["side"], vocabulary, {skill.key for skill in named["topics"]})
    return [(part.key, labels(part.core), labels(part.side)) for part in found]


def labels(skills: tuple[Skill, ...]) -> str:
    return ",".join(skill.label for skill in skills)


@pytest.mark.parametrize(
    ("core", "side", "expected"),
    [
        ("React,Logo-Design,Next.js", "", [("frontend", "React,Next.js", ""), ("design", "Logo-Design", "")]),
        ("Tuba,Python,Tuba", "", [("other", "Tuba", ""), ("backend", "Python", "")]),
        ("JavaScript,Node.js", "", [("backend", "JavaScript,Node.js", "")]),
        ("JavaScript,Node.js,React", "", [("frontend", "JavaScript,React", ""), ("backend", "Node.js", "")]),
        ("Softwareentwicklung,Flutter,React", "", [("frontend", "Softwareentwicklung,React", ""),
                                                   ("mobile", "Flutter", "")]),
        ("E-Commerce,Shopware", "", [("web", "E-Commerce,Shopware", "")]),
        ("VBA", "", [("backend", "VBA", "")]),
        ("VBA,Excel", "", [("office", "VBA,Excel", "")]),
        ("Softwareentwicklung,VBA,Excel", "", [("office", "Softwareentwicklung,VBA,Excel", "")]),
        ("VBA", "Excel", [("backend", "VBA", "Excel")]),
        ("React,AWS", "Docker,Git,React", [("frontend", "React", "Git"), ("infra", "AWS", "Docker")]),
        ("React,Figma", "Tuba,Docker", [("frontend", "React", "Tuba,Docker"), ("ux", "Figma", "")]),
        ("", "Docker,Git", [("infra", "", "Docker,Git")]),
        ("", "", []),
    ],
)  # fmt: skip
def test_every_skill_has_its_part(
    vocabulary: Vocabulary, core: str, side: str, expected: list[tuple[str, str, str]]
) -> None:
    assert parts(vocabulary, core, side) == expected


def test_the_topic_of_a_training_goes_to_the_training_and_to_no_coaching(vocabulary: Vocabulary) -> None:
    assert parts(vocabulary, "Schulung,Excel", topics="Excel") == [("training", "Schulung,Excel", "")]
    assert parts(vocabulary, "Webdesign,Nachhilfe,Statistik", topics="Statistik") == [
        ("web", "Webdesign", ""),
        ("training", "Nachhilfe,Statistik", ""),
    ]
    apart = [("training", "Coaching", ""), ("office", "Excel", "")]
    assert parts(vocabulary, "Coaching,Excel", topics="Excel") == apart
    assert {vocabulary.skill(label).part for label in TRAININGS} == {"training"}


@given(core=SKILLS, side=SKILLS, topics=SKILLS)
def test_parts_hold_every_skill_once_and_are_the_same_when_grouped_again(
    core: list[Skill], side: list[Skill], topics: list[Skill]
) -> None:
    made = grouped(core, side, VOCABULARY, {skill.key for skill in topics})
    assert {skill.key for part in made for skill in part.core} == {skill.key for skill in core}
    assert {skill.key for part in made for skill in part.skills} == {skill.key for skill in (*core, *side)}
    assert len({part.key for part in made}) == len(made)
    assert sum(len(part.skills) for part in made) == len({skill.key for skill in (*core, *side)})
    assert all(part.core for part in made) or not core
    assert again(made) == made


def again(made: tuple[JobPart, ...]) -> tuple[JobPart, ...]:
    """Take parts apart and group them anew."""
    core = [skill for part in made for skill in part.core]
    side = [skill for part in made for skill in part.side]
    return grouped(core, side, VOCABULARY, topics_in(made))
