"""One name as somebody types it: what it means, or in quotes exactly itself.

reactjs      React, as the vocabulary knows it
"reactjs"    the term reactjs and nothing else
"""

from __future__ import annotations

import re
from typing import Final

from bot.domain.folding import fold
from bot.domain.skills import Skill
from bot.matching.naming.vocabulary import SKILL_LENGTH, Vocabulary, tidied

_QUOTED: Final = re.compile(r"\s*[\"„“”»«](?P<inside>.*\S.*)[\"“”«»]\s*", re.DOTALL)


def is_quoted(typed: str) -> bool:
    """Say whether a name stands in quotes as a whole."""
    return _QUOTED.fullmatch(typed) is not None


def term(typed: str, vocabulary: Vocabulary) -> Skill:
    """Return what a typed name means; in quotes it is its own exact term, unless a known skill is called just so.

    A known name of more than 60 characters stays what it is known as. Raises InvalidInput as `Vocabulary.skill` does.
    """
    label = tidied(typed)
    known = vocabulary.skill(label)
    if not is_quoted(typed) or known.key == fold(label) or len(label) > SKILL_LENGTH:
        return known
    return Skill(fold(label), label)


def in_quotes(label: str) -> str:
    """Return a label as it is typed to mean exactly itself."""
    return f'"{label}"'


def as_typed(label: str) -> str:
    """Return a label as it is typed into a list: in quotes where a mark in it would part it."""
    return in_quotes(label) if "," in label or ";" in label else label
