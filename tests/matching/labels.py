"""What is read in a post, as labels: its core, and what goes along."""

from __future__ import annotations

from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.reading import read_post


def core(vocabulary: Vocabulary, text: str) -> set[str]:
    """Return the labels of the core of a post."""
    return {skill.label for part in read_post(text, vocabulary).parts for skill in part.core}


def side(vocabulary: Vocabulary, text: str) -> set[str]:
    """Return the labels of what goes along with it."""
    return {skill.label for part in read_post(text, vocabulary).parts for skill in part.side}
