"""What a training is about: "Workshop zu Social Media", "Git-Kurs", "wer schult uns in Jira?".

Whoever teaches something is asked for both, the teaching and what is taught, so both are the core of one part.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.matching.naming.entries import Kind
from bot.matching.parts import TRAININGS, is_language
from bot.matching.posts.post import Named, Post
from bot.matching.posts.weights import CORE
from bot.matching.rules.rulebook import rules

_TUTORING: Final = "Nachhilfe"  # "a tutor for statistics"; a course for somebody may be about anything


def is_subject(post: Post, one: Named) -> bool:
    """Say whether a name is the subject of a training before it: "Webinare zum Thema Arbeitsrecht"."""
    return any(_is_taught(post, one, training) for training in post.named if training.skill.label in TRAININGS)


def _is_taught(post: Post, one: Named, training: Named) -> bool:
    ways = ("taught", "tutored") if training.skill.label == _TUTORING else ("taught",)
    return training.last < one.first and any(
        rules()[way].fullmatch(post.signs, training.last, one.first) for way in ways
    )


def topics(post: Post, named: Sequence[Named]) -> frozenset[str]:
    """Return the keys of what a training is about: its subject, or technologies in its sentence that nobody builds."""
    core = [one for one in named if one.weight == CORE]
    trainings = [one for one in core if one.skill.label in TRAININGS]
    return frozenset(
        one.skill.key
        for one in core
        for training in trainings
        if one.sentence == training.sentence and _is_topic(post, one, training)
    )


def _is_topic(post: Post, one: Named, training: Named) -> bool:
    is_word = one.last == training.first and post.words.words[one.hit.last].is_joined
    if is_word or _is_taught(post, one, training):
        return True
    is_thing = one.hit.kind in (Kind.TECH, Kind.TOOL, Kind.WAY) and not is_language(one.skill)
    return is_thing and rules()["is built"].search(post.sentences[one.sentence].signs) is None
