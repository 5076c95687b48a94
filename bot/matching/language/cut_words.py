"""Words that leave their end to a later one: "Licht- und Tontechnik", "Monats-, Quartals- und Jahresabschlüsse".

What the later word ends with is not known, so each of its ends is tried; the vocabulary knows which one makes a name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bot.matching.language.words import Word, folded, last_joined

_BETWEEN: Final = folded("und oder bzw sowie wie auch and or".split())
_FURTHEST: Final = 8  # words between the two
_SHORTEST: Final = 3  # letters that stay before the end, and of it


def last_of_cut(words: Sequence[Word], first: int) -> int:
    """Return the last word of what hyphens join, if a hyphen behind it leaves its end to a later word; -1 otherwise."""
    last = last_joined(words, first)
    return last if words[last].is_cut else -1


def completed(words: Sequence[Word], first: int, last: int) -> Iterator[str]:
    """Yield the folded names that a cut word may be short for, the longest first."""
    whole = _whole(words, last)
    if whole < 0:
        return
    cut = "".join(word.key for word in words[first : last + 1])
    end = last_joined(words, whole)
    for at in range(whole + 1, end + 1):  # "Shopware- und Magento-Shops"
        yield cut + "".join(word.key for word in words[at : end + 1])
    key = words[end].key
    for at in range(_SHORTEST, len(key) - _SHORTEST + 1):
        yield cut + key[at:]


def _whole(words: Sequence[Word], cut: int) -> int:
    """Return the word that has the end of a cut one, behind other cut ones and an "und"; -1 where none is near."""
    at = cut + 1
    while at < min(len(words), cut + 1 + _FURTHEST):
        if words[at].key in _BETWEEN:
            at += 1
        elif (last := last_of_cut(words, at)) >= 0:
            at = last + 1
        else:
            return at
    return -1
