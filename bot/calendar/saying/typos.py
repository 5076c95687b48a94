"""One slip of the fingers in a long word: a letter too many, too few or wrong, or two that changed places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from bot.calendar.saying.words import lexicon

SHORTEST: Final = 5
_LONGEST: Final = 16
# Words of these classes are mended: names of times, not what stands between them.
_MENDED: Final = frozenset("WSMRTPHGKZDJCkqgNFtoy")


def mended(word: str) -> str | None:
    """Return the word of the grammar that lies one slip from a word of five to sixteen letters, None without one.

    A word that lies one slip from two different meanings is nobody's.
    """
    if not SHORTEST <= len(word) <= _LONGEST or word in lexicon().everyday:
        return None
    index, words = _index(), lexicon().words
    found = {name for cut in _cuts(word) for name in index.get(cut, ()) if _is_one_slip(word, name)}
    meanings = {words[name] for name in found}
    return min(found) if len(meanings) == 1 else None


def _cuts(word: str) -> Iterator[str]:
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def _is_one_slip(typed: str, name: str) -> bool:
    """Say whether one edit leads from one to the other; at the first letter only in a long word."""
    if len(typed) == len(name):
        wrong = [at for at, (one, other) in enumerate(zip(typed, name, strict=True)) if one != other]
        changed = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and _swapped(typed, name, wrong[0])
        first_too = len(name) >= 8
        return (len(wrong) == 1 or changed) and (wrong[0] > 0 or first_too or changed)
    return abs(len(typed) - len(name)) == 1 and typed[0] == name[0]


def _swapped(one: str, other: str, at: int) -> bool:
    return one[at] == other[at + 1] and one[at + 1] == other[at]


def _is_mended(word: str, sign: str) -> bool:
    return sign in _MENDED and not (sign == "S" and word.endswith("en"))  # Samstagern is a place


@cache
def _index() -> Mapping[str, tuple[str, ...]]:
    """Return the words that can be mended, by each of their spellings with a letter left out."""
    found: dict[str, list[str]] = {}
    for word, said in lexicon().words.items():
        if SHORTEST <= len(word) <= _LONGEST and word.isalpha() and _is_mended(word, said[0].sign):
            for cut in _cuts(word):
                found.setdefault(cut, []).append(word)
    return {cut: tuple(dict.fromkeys(names)) for cut, names in found.items()}
