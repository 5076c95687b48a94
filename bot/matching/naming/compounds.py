"""What the words behind a hyphen say of a name: what is done with it, and what is taught about it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from bot.matching.language.words import Word
from bot.matching.naming.candidates import Candidate, with_role
from bot.matching.naming.entries import Kind
from bot.matching.naming.tails import COURSES, DOINGS, TEACHING

_ACTIVITIES: Final = DOINGS | TEACHING


def last_of(words: Sequence[Word], found: Candidate) -> int:
    """Return the last word that belongs to a name: a person's, or what is done with a work (Logo-Relaunch)."""
    is_work = found.entry.kind is Kind.WORK and words[found.last].is_joined
    if is_work and _follows(words, found.last, DOINGS):
        return found.last + 1
    return with_role(words, found.last, found.how)


def kind_of(words: Sequence[Word], found: Candidate, last: int, *, is_role: bool) -> Kind:
    """Return what a skill is to a job here: a tool is one by itself where something is done with it."""
    if found.entry.kind is not Kind.TOOL:
        return found.entry.kind
    is_behind = words[last].is_joined and _follows(words, last, _ACTIVITIES)
    is_done = is_behind or (found.first < last and words[last].key in _ACTIVITIES)
    return Kind.TECH if is_role or is_done else Kind.TOOL


def training_in(word: str) -> str:
    """Return the training with which a folded compound ends, or "": of "gitworkshop" the workshop."""
    return next((tail for tail in COURSES if word.endswith(tail)), "")


def _follows(words: Sequence[Word], at: int, keys: Collection[str]) -> bool:
    return at + 1 < len(words) and words[at + 1].key in keys
