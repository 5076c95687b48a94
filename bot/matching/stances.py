"""The words by which people say how they stand to a skill, before a colon, before and behind a name or around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from bot.domain.folding import fold
from bot.domain.skills import Stance


def _by_words(ways: Mapping[Stance, Iterable[str]]) -> Mapping[str, Stance]:
    return MappingProxyType({fold(words): stance for stance, several in ways.items() for words in several})


_OF_OTHERS: Final[Mapping[Stance, tuple[str, ...]]] = {
    Stance.OFFERS: ("biete", "bietet", "offers", "offering"),
    Stance.PASSES_ON: (
        "gern ab", "gerne ab", "gibt gern ab", "gebe gern ab", "pass on", "passes on", "happy to pass on",
    ),
    Stance.SEEKS: (
        "suche", "sucht", "sucht hilfe", "sucht hilfe bei", "suche hilfe bei", "seeks", "seeks help", "looking for",
        "looking for help with",
    ),
    Stance.LEARNS: ("lerne", "lernt", "lernt gerade", "lerne gerade", "learns", "learning"),
}  # fmt: skip
_OF_ONESELF: Final[Mapping[Stance, tuple[str, ...]]] = {
    Stance.OFFERS: ("ich biete", "biete an", "kann", "ich kann", "offer", "i offer", "i can"),
    Stance.PASSES_ON: (
        "gebe gerne ab", "gebe ich gern ab", "gebe ich gerne ab", "ich gebe gern ab", "ich gebe gerne ab",
        "gebe ab", "gebe ich ab", "ich gebe ab", "gern abgeben", "gerne abgeben", "i pass on", "i'm happy to pass on",
    ),
    Stance.SEEKS: (
        "ich suche", "suche hilfe", "ich suche hilfe bei", "brauche hilfe bei", "seek", "i seek", "i'm looking for",
        "i'm looking for help with",
    ),
    Stance.LEARNS: (
        "ich lerne", "ich lerne gerade", "lerne ich", "lerne ich gerade", "learn", "i learn", "i'm learning",
    ),
}  # fmt: skip
STANCES_OF_OTHERS = _by_words(_OF_OTHERS)
STANCE_WORDS = MappingProxyType({**STANCES_OF_OTHERS, **_by_words(_OF_ONESELF)})
MOST_STANCE_WORDS: Final = 5
_STANCE = re.compile(r"\s*(?P<stance>[^\W\d][\w ]{0,30}?)\s*:(?!in\b)(?P<rest>.*)", re.DOTALL | re.IGNORECASE)
EVERY_WORD: Final = "|".join(
    words for ways in (_OF_OTHERS, _OF_ONESELF) for several in ways.values() for words in several
)
_GLADLY, _NAMES = "(?:gerne? )?", r"(?P<names>(?:(?!\bab\b)[^:])+?)"
_AROUND: Final = (
    (Stance.PASSES_ON, f"(?:ich )?(?:gebe?|gibt) (?:ich )?{_GLADLY}{_NAMES} {_GLADLY}ab"),
    (Stance.PASSES_ON, f"(?:ich )?(?:möchte|will|würde) (?:ich )?{_GLADLY}{_NAMES} {_GLADLY}abgeben"),
    (Stance.LEARNS, f"(?:ich )?(?:möchte|will|würde) (?:ich )?{_GLADLY}{_NAMES} lernen"),
)


def headed(typed: str, current: Stance) -> tuple[Stance, str]:
    """Return the stance that a name begins with, or the current one, and the name behind it."""
    said = _STANCE.fullmatch(typed)
    stance = STANCE_WORDS.get(fold(said["stance"])) if said else None
    return (stance, said["rest"]) if said and stance else (current, typed)


def around(typed: str, current: Stance) -> tuple[Stance, str]:
    """Return the stance that stands around names, or the current one, and the names: "gebe wordpress, joomla ab"."""
    line = " ".join(typed.split())
    for stance, words in _AROUND:
        if said := re.fullmatch(words, line, re.IGNORECASE):
            return stance, said["names"]
    return current, typed
