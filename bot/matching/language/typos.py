"""Which name somebody may have misspelt by one letter, and how fingers slip on a word that is known.

In running text only long names are looked for. Where a name is typed by itself, as behind `/skills`, a short one is
meant oftener than something else that is spelled almost so: "exel", "figmma", "CI/DC". The likelier the slip, the
shorter the name may be: `SLIPS`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from bot.domain.folding import contracted

_VERBAL: Final = ("en", "et", "e", "es", "est", "t", "n")
SHORTEST_TYPO: Final = 6  # letters of a name
SLIPS: Final = (4, 5, 7)  # letters of a name of which two are swapped or one doubled, one is missing or too many, wrong


class Typos:
    """Names by either half: one mistake leaves the other half as it was."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(names)
        table: dict[str, list[str]] = defaultdict(list)
        for name in self._names:
            for half in _halves(name, len(name)):
                table[half].append(name)
        self._halves = {half: tuple(having) for half, having in table.items()}

    def near(self, word: str) -> set[str]:
        """Return the names with one letter missing, too many or wrong or two swapped."""
        halves = (half for length in range(len(word) - 1, len(word) + 2) for half in _halves(word, length))
        near = {name for half in halves for name in self._halves.get(half, ())}
        near |= self._names.intersection(_swapped(word))
        return {name for name in near if _is_one_off(name, word)}

    def slipped(self, plain: str) -> set[str]:
        """Return the names that somebody may have meant who typed these letters, those of the likeliest slip.

        The letters are not folded, since a slip makes and parts umlauts: "Larvael", "Poer Query".
        """
        if len(plain) < SLIPS[0]:
            return set()
        undone = map(contracted, (*_swapped(plain), *_undoubled(plain)))
        likely = {name for name in self._names.intersection(undone) if len(name) >= SLIPS[0]}
        if likely:
            return likely
        kinds: dict[int, set[str]] = defaultdict(set)
        for typed in {plain, contracted(plain)}:
            for name in self.near(typed):
                kind = _kind(name, typed)
                if kind is not None and len(name) >= SLIPS[kind]:
                    kinds[kind].add(name)
        return kinds[min(kinds)] if kinds else set()


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


def _undoubled(word: str) -> Iterator[str]:
    """Yield the word with one of two equal neighbours in turn."""
    for at in range(1, len(word)):
        if word[at] == word[at - 1]:
            yield word[:at] + word[at + 1 :]


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


def _kind(name: str, typed: str) -> int | None:
    """Return which of `SLIPS` makes a name what was typed; None where a digit differs, or the first letter is wrong."""
    more = max(name, typed, key=len)
    both = enumerate(zip(name, typed, strict=False))
    at = next((at for at, (one, other) in both if one != other), len(more) - 1)
    if at == 0 or not more[at].isalpha():
        return None
    if len(name) == len(typed):
        return 2 if typed[at].isalpha() else None
    return 0 if more[at] == more[at - 1] else 1


def slips(word: str) -> set[str]:
    """Return the ways in which two letters of a word are typed the wrong way round, or one twice: "suhce", "suchee"."""
    doubled = {word[: at + 1] + word[at:] for at in range(len(word))}
    return {*_swapped(word), *doubled} - {word}
