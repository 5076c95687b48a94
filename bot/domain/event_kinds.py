"""What sort of event somebody means: read from what they typed, or guessed from the title. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from bot.domain.events import EventKind
from bot.domain.folding import fold

# Words by which a kind is known, folded; in a title they count within a word too ("Gründerfrühstück").
_WORDS: Final[Mapping[EventKind, tuple[str, ...]]] = {
    EventKind.BARCAMP: ("barcamp", "unconference"),
    EventKind.COFFEE: ("leancoffee", "leancafe"),
    EventKind.WORKSHOP: ("workshop",),
    EventKind.COWORKING: ("coworking", "fruhstuck", "breakfast"),
    EventKind.TALK: ("vortrag", "talk", "lecture"),
}
_BEGINS: Final = frozenset({"talk"})  # "Stalking" is none
_TYPED: Final[Mapping[str, EventKind]] = {
    **{fold(kind.value): kind for kind in EventKind},
    **{word: kind for kind, words in _WORDS.items() for word in words},
    **dict.fromkeys(("meetup", "stammtisch"), EventKind.MEETUP),
    **dict.fromkeys(("other", "sonstiges"), EventKind.OTHER),
}


def read_kind(typed: str) -> EventKind | None:
    """Return the kind that was typed, or begun so that only one can be meant; None for anything else."""
    word = fold(typed)
    if word in _TYPED:
        return _TYPED[word]
    begun = {kind for known, kind in _TYPED.items() if word and known.startswith(word)}
    return begun.pop() if len(begun) == 1 else None


def guessed(title: str) -> EventKind:
    """Return what sort of event a title speaks of; a meeting, unless it says otherwise."""
    words = re.split(r"[\s-]+", title)
    named = [fold(word) for word in (*words, *(f"{one}{two}" for one, two in pairwise(words)))]
    return next((kind for kind, known in _WORDS.items() if any(_says(word, known) for word in named)), EventKind.MEETUP)


def _says(word: str, known: tuple[str, ...]) -> bool:
    return any(word.startswith(one) if one in _BEGINS else one in word for one in known)
