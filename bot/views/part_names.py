"""What a part of a job is called: a trade in the reader's language, an author's own words as they are. Pure."""

from __future__ import annotations

from typing import Final, Protocol

from bot.matching.naming.vocabulary import PART_LABELS
from bot.matching.templates import TEMPLATES
from bot.talk.strange import one_line
from bot.talk.text import Phrase

WHOLE: Final = Phrase("Mitarbeit")  # the part of a job of which no skill was read
_OURS: Final = {
    WHOLE.template,
    *PART_LABELS.values(),
    *(usual.word.template for one in TEMPLATES for usual in one.trades),
}


class Labelled(Protocol):
    """A part, or what names one."""

    @property
    def label(self) -> str:
        """Return what its author called it, or its trade."""
        ...


def is_whole(part: Labelled) -> bool:
    """Say whether a part is all of a job of which no skill was read, so that nobody needs its name."""
    return part.label == WHOLE.template


def part_name(part: Labelled, longest: int = 0) -> Phrase:
    """Return a part's name, cut where it is longer than that; what its author called it stays plain words."""
    if part.label in _OURS:
        return Phrase(part.label)
    return Phrase("{part}", part=one_line(part.label, longest) if longest else part.label)
