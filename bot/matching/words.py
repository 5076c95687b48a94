"""The words of running text: where each stands, how it folds, and which of them may belong to one name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.folding import contracted, fold, letters

_WORD = re.compile(
    r"(?:(?<![\w.])\.)?"  # .NET
    r"[^\W_]+"
    r"(?:(?:[:*_·•’']|/-?|\()(?:in|innen)\b\)?)?"  # Texter:in, Texter/-in, Texter(in)
    r"(?:\+\+|#)?",  # C++, C#
    re.IGNORECASE,
)
_WITHIN_A_NAME = re.compile(r"[^\S\n]+|[^\S\n]?[-\u2010\u2011–/._&+’'][^\S\n]?")
_BETWEEN_LISTED = re.compile(r"\s*[,/&+(]\s*|\s+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it stands in a text, from `start` to `end`; `plain` is without case, accents and separators.

    `goes_on` says that nothing but a space, a hyphen or the like parts it from the next word, so that both may
    belong to one name; `is_listed` that a comma, a bracket or nothing does, so that both may belong to one list.
    """

    text: str
    start: int
    end: int
    plain: str
    goes_on: bool
    is_listed: bool

    @property
    def key(self) -> str:
        """Return the folded word."""
        return contracted(self.plain)


def read_words(text: str) -> tuple[Word, ...]:
    """Return the words of a text in reading order."""
    found = list(_WORD.finditer(text))
    starts = [*(match.start() for match in found), len(text)]
    return tuple(_word(match, text[match.end() : starts[at + 1]]) for at, match in enumerate(found))


def folded(words: Iterable[str]) -> frozenset[str]:
    """Return a set of folded words, for a table that is written as people write."""
    return frozenset(map(fold, words))


def _word(match: re.Match[str], gap: str) -> Word:
    return Word(
        text=match[0],
        start=match.start(),
        end=match.end(),
        plain=letters(match[0]),
        goes_on=_WITHIN_A_NAME.fullmatch(gap) is not None and not re.fullmatch(r"\.[^\S\n]", gap),
        is_listed=_BETWEEN_LISTED.fullmatch(gap) is not None,
    )
