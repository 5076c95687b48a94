"""What endings leave of a noun and of an adjective, and the names of both words whatever their endings are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from bot.domain.folding import fold

_NOUN_ENDINGS: Final = ("", "s", "n", "e", "en", "er", "es", "ern", "nen")
_ADJECTIVE_ENDINGS: Final = ("en", "er", "es", "em", "e")
_ADJECTIVES: Final = (  # "ull" is what folding leaves of "virtuell"
    "isch", "lich", "ig", "al", "ell", "ull", "iv", "il", "ar", "os", "bar", "sam", "los", "frei", "ant", "ent", "end",
    "igt", "iert",
)  # fmt: skip
_SHORTEST_NOUN: Final = 3  # letters before an ending
_SHORTEST_ADJECTIVE: Final = 4
_NONE: Final[Mapping[str, str]] = {}


def noun_forms(noun: str) -> tuple[str, ...]:
    """Return what may be left of a folded noun without its ending, the most first."""
    return tuple(
        dict.fromkeys(
            noun.removesuffix(ending)
            for ending in _NOUN_ENDINGS
            if noun.endswith(ending) and (not ending or len(noun) - len(ending) >= _SHORTEST_NOUN)
        )
    )


class Declined:
    """Names of an adjective and a noun: of "polnische Übersetzung" also "polnischen Übersetzungen"."""

    def __init__(self) -> None:
        self._keys: dict[str, dict[str, str]] = defaultdict(dict)

    def add(self, spelling: str) -> None:
        """Keep a name, if it is one of an adjective and a noun."""
        adjective, _blank, noun = spelling.partition(" ")
        is_noun = noun[:1].isupper() and " " not in noun
        if is_noun and (stem := _adjective_stem(fold(adjective))):
            for form in noun_forms(fold(noun)):
                self._keys[stem].setdefault(form, fold(spelling))

    def nouns(self, adjective: str) -> Mapping[str, str]:
        """Return the folded names of a folded adjective whatever its ending, each by a form of its noun."""
        return self._keys.get(_adjective_stem(adjective), _NONE)


def _adjective_stem(word: str) -> str:
    """Return what is left of a folded adjective without its ending, or "" of what is none."""
    for ending in _ADJECTIVE_ENDINGS:
        stem = word.removesuffix(ending)
        if word.endswith(ending) and len(stem) >= _SHORTEST_ADJECTIVE and stem.endswith(_ADJECTIVES):
            return stem
    return ""
