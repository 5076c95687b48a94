"""What a single word may name, or begin to name, looked up once for each: most words name nothing and begin no name."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.matching.language.declined import Declined
from bot.matching.language.remembered import Remembered
from bot.matching.naming.entries import Entry, Guard, Name

_MILDEST: Final = tuple(Guard)
_NEXT: Final = 3  # letters of a name that are known behind its first word
_BEGINNINGS: Final = 5_000  # letters of several words in a row, with which a name may begin
_LAST: Final = "\U0010ffff"  # behind all letters
BEFORE_A_SEAM: Final = "aeiouq"  # letters of two words that may fold to fewer than both have: "auto" and "oeffnung"
_BEHIND_A_SEAM: Final = "aeou"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a folded name may mean: an entry, by one or more spellings; `is_role` says that it is a person.

    `guard` is the mildest of all its names; `is_free` says that a spelling counts wherever it stands.
    """

    entry: Entry
    names: tuple[Name, ...]
    is_role: bool
    guard: Guard = field(init=False)
    is_free: bool = field(init=False)

    def __post_init__(self) -> None:
        """Keep what is asked wherever the name stands."""
        object.__setattr__(self, "guard", min((name.guard for name in self.names), key=_MILDEST.index))
        object.__setattr__(self, "is_free", Guard.NONE in self.guards().values())

    def guards(self) -> Mapping[str, Guard]:
        """Return the guard of each spelling."""
        return {name.spelling: name.guard for name in self.names}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a word was read as: the meanings, and how; `name` is the folded name that it comes down to."""

    meanings: tuple[Meaning, ...]
    how: str
    name: str
    is_role: bool = False


@dataclass(frozen=True, slots=True)
class Start:
    """What a folded word may be by itself, and with others behind it.

    `meanings` are those of the word as it stands, `made` what language made of a name in it. `nouns` are the names of
    this adjective and a noun, by what is left of the noun without its ending. `letters` are the three letters with
    which each longer name goes on, fewer at its end, with blanks between.
    """

    meanings: tuple[Meaning, ...]
    made: Reading | None
    nouns: Mapping[str, str]
    letters: str

    def goes_on(self, word: str, behind: str) -> bool:
        """Say whether a longer name may go on with a word behind this one; false only where none surely does."""
        if behind[:_NEXT] in self.letters:
            return True
        return (word[-1:] in BEFORE_A_SEAM and behind[:1] in _BEHIND_A_SEAM) or behind[0] == "."


NOTHING: Final = Start((), None, {}, "")


class Starts:
    """The folded names of a vocabulary by their beginnings; `of` holds for each folded word what it may be.

    `begins` says of letters whether a name begins with them.
    """

    def __init__(
        self, exact: Mapping[str, tuple[Meaning, ...]], declined: Declined, made_of: Callable[[str], Reading | None]
    ) -> None:
        self._exact = exact
        self._declined = declined
        self._made_of = made_of
        self._sorted = sorted(exact)
        self.of = Remembered(self._looked_up)
        self.begins = Remembered(self._is_begun, _BEGINNINGS)

    def _looked_up(self, word: str) -> Start:
        """Return what a folded word may be; `of` remembers it."""
        found = Start(self._exact.get(word, ()), self._made_of(word), self._declined.nouns(word), self._letters(word))
        return found if found != NOTHING else NOTHING

    def _is_begun(self, key: str) -> bool:
        """Say whether a name begins with these letters; `begins` remembers it."""
        at = bisect_left(self._sorted, key)
        return at < len(self._sorted) and self._sorted[at].startswith(key)

    def _letters(self, word: str) -> str:
        """Return the first letters of what stands behind a word in the names that begin with it."""
        found: dict[str, None] = {}
        at = bisect_left(self._sorted, word)
        while at < len(self._sorted) and self._sorted[at].startswith(word):
            letters = self._sorted[at][len(word) : len(word) + _NEXT]
            found[letters] = None
            at = bisect_left(self._sorted, word + letters + _LAST) if len(letters) == _NEXT else at + 1
        return f" {' '.join(found)}" if found else ""
