"""What has to be checked of words that are spelled like a name, before they may count as it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from bot.matching.language.remembered import Remembered
from bot.matching.language.words import Word, folded
from bot.matching.naming.entries import Guard
from bot.matching.naming.meanings import Meaning

SMALL_WORDS: Final = folded(
    "in im an am auf aus bei mit von vom zu zum zur für um so es er sie ich du wir ihr man und oder"
    " der die das den dem des ein eine einen einem einer kein nicht als wie was wer on at of for with to"
    " the a i my your is it or and".split()
)  # fmt: skip
_BETWEEN_WORDS: Final = re.compile(r"[\s/-]+")
_SHORTEST_LISTED: Final = 4  # letters that need not be spelled as written


def guard_of(meaning: Meaning, words: Sequence[Word]) -> Guard:
    """Return what still has to be checked of these words as this name; TYPED when they cannot be it."""
    if len(words) == 1 and meaning.is_free:
        return Guard.NONE
    spellings = meaning.guards()
    if len(words) > 1 and any(word.key in SMALL_WORDS for word in words) and not _written_so(spellings, words):
        return Guard.TYPED
    if meaning.is_free:
        return Guard.NONE
    if Guard.LISTED in spellings.values():
        is_short = len(words[0].key) < _SHORTEST_LISTED  # "it" is no IT
        return Guard.TYPED if is_short and words[0].text not in spellings else Guard.LISTED
    spelled = spellings.get(" ".join(word.text for word in words), Guard.TYPED)
    if spelled is not Guard.TYPED:
        return Guard.NONE if spelled is Guard.EXACT else spelled
    if Guard.MADE in spellings.values():
        return Guard.MADE
    return Guard.EVIDENT if Guard.EXACT in spellings.values() else Guard.TYPED


def _written_so(spellings: Iterable[str], words: Sequence[Word]) -> bool:
    """Say whether a spelling of the name has every small word that stands in the text."""
    small = {word.key for word in words} & SMALL_WORDS
    return any(small <= _PARTS[spelling] for spelling in spellings)


def _parts(spelling: str) -> frozenset[str]:
    return folded(_BETWEEN_WORDS.split(spelling))


_PARTS: Final = Remembered(_parts)
