"""What two words that stand apart say together, where nothing else names it, as candidates for what a text names.

Two words of one longer name say no more than that name does, nor does one word of a longer name of a thing; the verb
of "schneidet unser Video" may belong to another object besides. Of several pairs for a skill the nearest as written
counts. A loose one, which only another form of a word or a pronoun makes a pair, counts only where its sentence names
nothing by other words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.matching.apart import Apart, apart
from bot.matching.candidates import Candidate
from bot.matching.pairs import Pairs
from bot.matching.verbs import stem_of
from bot.matching.words import Word, Words, spoken


def together(pairs: Pairs, post: Words, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Yield the pairs of a text that say what none of the names found in it does."""
    named = {one.entry.skill.key for one in found}
    names = {(one.first, one.last) for one in found}
    sentences = tuple(spoken(post))
    nearest: dict[str, Apart] = {}
    for one in apart(pairs, post.words, sentences):
        key = one.entry.skill.key
        is_new = key not in named and (key not in nearest or _is_nearer(one, nearest[key]))
        if is_new and not any(_says_it(post.words, first, last, one) for first, last in names):
            nearest[key] = one
    for one in nearest.values():
        if one.is_loose:
            start, end = next((start, end) for start, end in sentences if start <= one.at < end)
            here = ((first, last) for first, last in names if start <= first < end)
            if any(not first <= one.at <= last and not first <= one.other <= last for first, last in here):
                continue
        yield Candidate(one.entry, one.at, one.at, "pair", False, False, other=one.other)


def _is_nearer(one: Apart, other: Apart) -> bool:
    return (one.is_loose, abs(one.at - one.other)) < (other.is_loose, abs(other.at - other.other))


def _says_it(words: Sequence[Word], first: int, last: int, pair: Apart) -> bool:
    """Say whether a name of several words holds two words of a pair, or one where it is a thing's."""
    if first == last:
        return False
    inside = (first <= pair.at <= last) + (first <= pair.other <= last)
    return inside > 1 or (inside == 1 and not _is_doing(words[first : last + 1]))


def _is_doing(words: Sequence[Word]) -> bool:
    """Say whether a name says what is done: "schneidet unser Video"."""
    return any(word.text[0].islower() and stem_of(word.key) for word in words)
