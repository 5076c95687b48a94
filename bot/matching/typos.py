"""Which name somebody may have misspelt by one letter, and how fingers slip on a word that is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

_VERBAL: Final = ("en", "et", "e", "es", "est", "t", "n")
SHORTEST_TYPO: Final = 6  # letters of a name


class Typos:
    """Names by either half: one mistake leaves the other half as it was."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(names)
        table: dict[str, list[str]] = defaultdict(list)
        for name in self._names:
            for half in _halves(name, len(name)):
                table[half].append(name)
        self._halves = {half: tuple(having) for half, having in table.items()}

    def near(self, word: str) -> str | None:
        """Return the name with one letter missing, too many or wrong or two swapped, of several the first."""
        if len(word) < SHORTEST_TYPO - 1 or not word.isalpha():
            return None
        halves = (half for length in range(len(word) - 1, len(word) + 2) for half in _halves(word, length))
        near = {name for half in halves for name in self._halves.get(half, ())}
        near |= self._names.intersection(_swapped(word))
        return min((name for name in near if name[0] == word[0] and _is_one_off(name, word)), default=None)


def may_be_misspelt(name: str) -> bool:
    """Say whether a name is long enough to be known by what is left of it."""
    return len(name) >= SHORTEST_TYPO and name.isalpha()


def is_of_a_verb(word: str, role: str) -> bool:
    """Say whether a word is a form of the verb that a role is named after: "einrichten" is no "Einrichter"."""
    return role.endswith("er") and word in {role[:-2] + ending for ending in _VERBAL}


def _halves(word: str, length: int) -> Iterator[str]:
    """Yield what the halves of a name of that length would be, if either is in this word as it should."""
    first = length // 2
    yield f"{length}<{word[:first]}"
    yield f"{length}>{word[len(word) - (length - first) :]}"


def _swapped(word: str) -> Iterator[str]:
    """Yield the word with every two neighbours swapped in turn."""
    for at in range(len(word) - 1):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _is_one_off(name: str, word: str) -> bool:
    """Say whether one letter is missing, too many or wrong, or two neighbours are swapped."""
    if len(name) != len(word):
        long, short = (name, word) if len(name) > len(word) else (word, name)
        return len(long) - len(short) == 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
    wrong = [at for at, (one, other) in enumerate(zip(name, word, strict=True)) if one != other]
    if len(wrong) == 1:
        return True
    return (
        len(wrong) == 2
        and wrong[1] == wrong[0] + 1
        and name[wrong[0]] + name[wrong[1]] == word[wrong[1]] + word[wrong[0]]
    )


def slips(word: str) -> set[str]:
    """Return the ways in which two letters of a word are typed the wrong way round, or one twice: "suhce", "suchee"."""
    pairs = range(len(word) - 1)
    swapped = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in pairs}
    doubled = {word[: at + 1] + word[at:] for at in range(len(word))}
    return (swapped | doubled) - {word}
