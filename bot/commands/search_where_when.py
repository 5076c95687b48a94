"""Where and when in what stands behind `/suche`: a day at any place, a town or "frei" at its beginning."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from bot.domain.dates import month_named
from bot.domain.folding import fold
from bot.domain.towns import CENTRES, ELSEWHERE, REMOTE, trailing_town
from bot.errors import InvalidInput
from bot.matching.naming.terms import is_quoted
from bot.talk.text import Phrase

Days = Callable[[str], date]
FREE: Final = frozenset(map(fold, ("frei", "free", "verfügbar", "available")))  # who is wanted now
AT_ONCE: Final = frozenset({"sofort", "absofort", "jetzt"})
_FROM: Final = frozenset({"ab", "from"})
_ON: Final = frozenset({"am", "im", "on"})
_ARTICLES: Final = frozenset({"dem", "den", "the"})
_DATE: Final = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d{2,4})?")
_BETWEEN_TOWNS: Final = frozenset({"", "oder", "und", "or", "and"})  # a comma folds to nothing
_NOWHERE: Final = frozenset({REMOTE, ELSEWHERE, "homeoffice"})  # "online" begins names of its own
_LONGEST_TOWN: Final = 5  # words: "Mülheim a. d. R."
_LONGEST_PLATE: Final = 3  # letters of a number plate, which is a word as well


def dated(words: Sequence[str], day: Days) -> tuple[Sequence[str], date | None]:
    """Return the words without "ab dem 5.12.", "frei ab 5.12.", "frei 5.12." or "heute frei", and that day, if any.

    Without "frei" a bare number behind "ab" is no day: "ab 5 Leuten". InvalidInput is raised for "frei ab" without a
    day behind it, and for a date behind "ab" that there is not: "ab 31.2.".
    """
    for at, word in enumerate(words):
        begin = at + (fold(word) in _FROM | _ON)
        end = begin + (begin > at and fold("".join(words[begin : begin + 1])) in _ARTICLES)
        before = at > 0 and fold(words[at - 1]) in FREE
        if begin == at and not before and not (word.isalpha() and fold("".join(words[at + 1 : at + 2])) in FREE):
            continue
        while end < len(words) and words[end] != "," and _is_of_a_day(words[end], day):
            end += 1
        said = " ".join(words[begin:end])
        behind = end < len(words) and fold(words[end]) in FREE
        is_from = fold(word) in _FROM
        if begin == at:
            is_meant = not said.isdigit() and _is_a_day(said, day)
        elif is_from and before and not said and fold("".join(words[at : at + 2])) not in AT_ONCE:
            raise InvalidInput(Phrase("Den Tag verstehe ich nicht. Schreib zum Beispiel „frei ab 1.2.“."), "was")
        else:
            is_meant = before or behind or (is_from and not said.isdigit() and _is_dated(said, day))
        if said and is_meant:
            return (*words[: at - before], *words[end + behind :]), day(said)
    return words, None


def _is_dated(said: str, day: Days) -> bool:
    return _is_a_day(said, day) or any(_DATE.fullmatch(word) or month_named(word) for word in said.split())


def _is_of_a_day(word: str, day: Days) -> bool:
    """Say whether a word is a piece of a date: it has a digit, is a month, or says a day by itself."""
    return any(char.isdigit() for char in word) or month_named(word) is not None or _is_a_day(word, day)


def _is_a_day(said: str, day: Days) -> bool:
    try:
        return bool(day(said))
    except InvalidInput:
        return False


def leading_free(
    words: Sequence[str], begins_with_a_name: Callable[[Sequence[str]], bool]
) -> tuple[Sequence[str], bool]:
    """Return the words without "frei" or "ab sofort" that others follow, and whether they began with that.

    A name of several words that begins so is none.
    """
    for length in (2, 1) if not begins_with_a_name(words) else ():
        said, rest = words[:length], words[length:]
        if fold("".join(said)) in FREE | AT_ONCE and _is_plain(said) and any(word != "," for word in rest):
            return leading_free(rest[rest[0] == "," :], begins_with_a_name)[0], True
    return words, False


def leading_town(
    words: Sequence[str], begins_with_a_skill: Callable[[Sequence[str]], bool]
) -> tuple[Sequence[str], str | None]:
    """Return the words without a town that they begin with, and that town; a known name, or half of one, is none."""
    begin = next((at for at, word in enumerate(words) if fold(word) not in _BETWEEN_TOWNS), len(words))
    for length in range(min(_LONGEST_TOWN, len(words) - begin - 1), 0, -1):
        said, rest = words[begin : begin + length], words[begin + length :]
        front, town = trailing_town(said)
        is_town = (
            (town in CENTRES or fold("".join(said)) in _NOWHERE)
            and not front
            and len("".join(said)) > _LONGEST_PLATE
            and _is_plain(said)
        )
        if is_town and not any(begins_with_a_skill(words[begin + at :]) for at in (0, length - 1)):
            return rest[rest[:1] == [","] :], town
    return words, None


def town_left(words: Sequence[str]) -> str | None:
    """Return a town that words still end with, before a comma or "oder"."""
    end = next((at for at in range(len(words), 0, -1) if fold(words[at - 1]) not in _BETWEEN_TOWNS), 0)
    town = trailing_town(words[:end])[1]
    return town if town in CENTRES and _is_plain(words[end - 1 : end]) else None


def _is_plain(words: Sequence[str]) -> bool:
    return not any(map(is_quoted, words))
