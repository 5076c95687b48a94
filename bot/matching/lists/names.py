"""One name of a list of skills: what stands before and beside it, and whether it is known."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.domain.folding import fold
from bot.domain.skills import Skill, Stance
from bot.matching.lists.no_more import MINUS, NO
from bot.matching.lists.stances import (
    MOST_STANCE_WORDS,
    STANCE_WORDS,
    around,
    is_stance,
    may_be_a_title,
    meanwhile,
    strange_heading,
)
from bot.matching.lists.typed_names import names_a_skill
from bot.matching.naming.terms import is_quoted
from bot.matching.naming.vocabulary import Vocabulary, tidied

QUOTE, UNQUOTED = r'["„“”»«]', r'[^"„“”»«]*'
OUTSIDE_QUOTES = rf"(?={UNQUOTED}(?:{QUOTE}{UNQUOTED}{QUOTE}{UNQUOTED})*\Z)"
KEPT = re.compile(rf"(?<![^\s,;:(\-−–—]){QUOTE}{UNQUOTED}{QUOTE}(?![^\s,;)])")
_MOST_WORDS = 6  # of a name that begins with a no


def minus_length(name: str) -> int:
    """Return how long the minus is that a name begins with."""
    minus = MINUS.match(name)
    return minus.end() if minus else 0


def no_length(name: str, vocabulary: Vocabulary, own: Mapping[str, Skill]) -> int:
    """Return how long the no is that stands before a name; what is known to begin so is a name: "No Code"."""
    no, words = NO.match(name), name.split()[:_MOST_WORDS]
    names = (" ".join(words[:length]) for length in range(2, len(words) + 1))
    return no.end() if no and not any(is_name(one, vocabulary, own) for one in names) else 0


def is_name(name: str, vocabulary: Vocabulary, own: Mapping[str, Skill]) -> bool:
    """Say whether a whole name is somebody's own or known."""
    return fold(tidied(name)) in own or vocabulary.known(name) is not None


def says_a_skill(name: str, vocabulary: Vocabulary, own: Mapping[str, Skill]) -> bool:
    """Say whether a name is somebody's own or names what is known."""
    return is_name(name, vocabulary, own) or names_a_skill(name, vocabulary)


def stance_without_colon(
    name: str, current: Stance, vocabulary: Vocabulary, own: Mapping[str, Skill]
) -> tuple[Stance, str]:
    """Return the stance of "lerne rust", "rust (lerne gerade)" or "gebe rust ab", and the name.

    What may be the beginning of a name is a stance only before what is known: "Learning Analytics".
    """
    if is_quoted(name) or is_name(name, vocabulary, own):
        return current, name
    said_around = around(name, current)
    if said_around[1] != name:
        return said_around
    words = name.split()
    before = [
        (STANCE_WORDS[fold(said)], rest)
        for length in range(min(len(words) - 1, MOST_STANCE_WORDS), 0, -1)
        if is_stance(said := " ".join(words[:length]))
        and (rest := " ".join(words[length:]))
        and (not may_be_a_title(said, rest) or says_a_skill(rest, vocabulary, own) or NO.match(rest))
    ]
    for stance, rest in before:
        if says_a_skill(rest, vocabulary, own) or NO.match(rest):
            return stance, meanwhile(rest)
    for length in range(min(len(words) - 1, MOST_STANCE_WORDS), 0, -1):
        if length > 1 or words[-1].startswith("("):
            said = " ".join(words[-length:])
            if is_stance(said):
                return STANCE_WORDS[fold(said)], " ".join(words[:-length])
    return (before[0][0], meanwhile(before[0][1])) if before else (current, name)


def unknown_heading(typed: str, vocabulary: Vocabulary, own: Mapping[str, Skill]) -> str | None:
    """Return a heading that is not known, nor names what stands below it: "Frontend: React" is read as names."""
    heading = strange_heading(typed)
    return heading if heading and not says_a_skill(heading, vocabulary, own) else None
