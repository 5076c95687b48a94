"""Two words that stand apart and mean something together: "Wer organisiert uns im Juni die Feier?".

They belong together near each other, or a little farther apart in one clause. What may be parted counts as one word
("richtet … ein"), what a hyphen joins as one besides. A pronoun stands for what was named before it: "Unser WLAN ist
mies, wer bringt das in Ordnung?"
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from bot.matching.language.verbs import PARTICLES, is_done, stem_of
from bot.matching.language.words import WISHING, Word, Words, folded
from bot.matching.naming.entries import Entry
from bot.matching.naming.pairs import NEITHER, Pairs, Sides

_CAPITAL: Final = re.compile(r"[A-ZÄÖÜ][a-zäöüß]")
_FURTHEST: Final = 5  # words that may stand between the two
_IN_A_CLAUSE: Final = 8  # words between the two where no mark stands there either
_BACK: Final = 14  # words between a pronoun and what it stands for
_NOUNS: Final = ("ung", "ungen")
_TO_BE_DONE: Final = folded("werden wird haben kriegen bekommen bekommt".split())
_STANDS: Final = folded("steht stehen".split())
_WHERE: Final = folded("im am beim vom".split())
_AND: Final = folded("und oder and or".split())
_PRONOUNS: Final = folded("sie es ihn ihm ihnen".split())
_DEMONSTRATIVES: Final = folded("das die den der dem eine einen eins welche welches".split())
_POINTING: Final = _PRONOUNS | _DEMONSTRATIVES
_BEHIND: Final = folded(
    "in im auf für mir uns bis mit zum zur an am noch mal wieder bitte richtig neu so gut schnell alles gerne gern"
    " jemand wer einer kann könnte aus ins vernünftig ordentlich dann hier wie vor nach".split()
)  # what may stand behind a pronoun; an article has a noun there


class Apart(NamedTuple):
    """Two words that mean something together, at `at` the second of the pair, mostly what is done with the other.

    `is_loose` where only another form or a pronoun makes them a pair.
    """

    at: int
    other: int
    entry: Entry
    is_loose: bool


def apart(pairs: Pairs, post: Words, sentences: Iterable[tuple[int, int]]) -> Iterator[Apart]:
    """Yield the pairs of words, each sentence from its first word to the one behind its last.

    With "organisier~ … feier~" the order of the two does not matter. Who writes all in small letters means nouns, too.
    """
    words = post.words
    is_small = _CAPITAL.search(post.text, 1) is None
    sides: list[Sides] = []
    for start, end in sentences:
        sides += _sides(pairs, words, start, end, is_small=is_small)
        yield from _near(pairs, words, sides, start, end)
        for at in range(start, end):
            if words[at].key in _POINTING and _is_pronoun(words, at):
                yield from _meant(pairs, words, sides, at, (start, end), is_small=is_small)


def _near(pairs: Pairs, words: Sequence[Word], sides: Sequence[Sides], start: int, end: int) -> Iterator[Apart]:
    here = list(enumerate(sides[start:end], start))
    seconds = [(there, one.seconds) for there, one in here if one.seconds]
    firsts = [(at, one.firsts) for at, one in here if one.firsts] if seconds else []
    for at, ones in firsts:
        for there, others in seconds:
            if ones.isdisjoint(others) or not 0 < (far := abs(there - at)) <= _IN_A_CLAUSE:
                continue
            if far <= _FURTHEST or _are_in_a_clause(words, min(at, there), max(at, there)):
                written = sides[at].written & sides[there].written if far <= _FURTHEST else frozenset()
                for pair in sorted(ones & others):
                    yield Apart(there, at, pairs.entries[pair], pair not in written)


def _meant(
    pairs: Pairs, words: Sequence[Word], sides: Sequence[Sides], at: int, sentence: tuple[int, int], *, is_small: bool
) -> Iterator[Apart]:
    """Yield the same of a word beside a pronoun, and what the pronoun stands for; it stands where it is spoken of."""
    start, end = sentence
    first = at
    while first > start and words[first - 1].goes_on:
        first -= 1
    before = [
        noun
        for noun in range(max(0, first - _BACK), first)
        if words[noun].text[0].isupper() or _may_be(words[noun], is_small)
    ]
    for there in range(max(first, at - _FURTHEST), min(end, at + _FURTHEST + 1)):
        for noun in reversed(before) if _are_in_a_clause(words, min(at, there), max(at, there)) else ():
            meant = sides[there].firsts & sides[noun].seconds | sides[noun].firsts & sides[there].seconds
            for pair in sorted(meant):
                yield Apart(there, noun, pairs.entries[pair], True)


def _sides(pairs: Pairs, words: Sequence[Word], start: int, end: int, *, is_small: bool) -> list[Sides]:
    """Return for each word of a sentence of which pairs it may be one."""
    here = words[start:end]
    found: list[Sides] = []
    keys = [word.key for word in here]
    for at, readings in enumerate([pairs.readings[key] for key in keys], start):
        if readings is None or words[at].text in WISHING:
            found.append(NEITHER)
            continue
        if at + 1 < end and words[at + 1].key in _STANDS and words[at].goes_on and not words[at + 1].goes_on:
            found.append(NEITHER)  # "Landingpage steht, jetzt fehlt noch wer"
            continue
        is_noun = _is_noun(words[at], at > start) or _may_be(words[at], is_small)
        sides = readings[is_noun][_is_undone(words, at, end)]
        if sides.firsts and at > start and words[at - 1].key in _WHERE:  # "im Büro" is no office that is furnished
            sides = Sides(sides.firsts & sides.written, sides.seconds & sides.written, sides.written)
        found.append(sides)
    if not PARTICLES.isdisjoint(keys) or any([word.is_joined for word in here]):  # noqa: C419 - a list is faster
        _add_those_of_several(pairs, words, found, start, end)
    return found


def _add_those_of_several(pairs: Pairs, words: Sequence[Word], found: list[Sides], start: int, end: int) -> None:
    """Add of which pairs words may be one that a hyphen joins, or a verb and what was parted from it."""
    joined = start
    for at, word in enumerate(words[start:end], start):
        if word.is_joined and at + 1 < end:
            continue
        if at > joined:  # "Online-Kurs" is "onlinekurs" besides
            key = "".join(one.key for one in words[joined : at + 1])
            found[at - start] = found[at - start].with_those_of(pairs.sides(key, is_noun=True, is_verb=False))
        joined = at + 1
        if word.key in PARTICLES and _is_last(words, at, end) and (verb := _parted(words, at, start)) >= 0:
            key = word.key + words[verb].key  # "richtet … ein" is "einrichtet" besides
            parted = pairs.sides(key, is_noun=False, is_verb=True)
            found[verb - start] = found[verb - start].with_those_of(replace(parted, written=frozenset()))


def _is_last(words: Sequence[Word], at: int, end: int) -> bool:
    """Say whether a word ends its clause, or what is said before "und"."""
    return at + 1 == end or not words[at].goes_on or words[at + 1].key in _AND


def _parted(words: Sequence[Word], particle: int, start: int) -> int:
    """Return the verb of the clause from which a word at its end was parted, or -1."""
    at = particle - 1
    while at >= start and words[at].goes_on:
        if words[at].text[0].islower() and stem_of(words[at].key):
            return at
        at -= 1
    return -1


def _are_in_a_clause(words: Sequence[Word], first: int, last: int) -> bool:
    """Say whether no mark stands between two words."""
    return all(word.goes_on for word in words[first:last])


def _is_noun(word: Word, is_inside: bool) -> bool:
    return word.text[0].isupper() and (is_inside or word.key.endswith(_NOUNS))


def _may_be(word: Word, is_small: bool) -> bool:
    """Say whether a word may be a noun where all are small."""
    return is_small and not stem_of(word.key)


def _is_undone(words: Sequence[Word], at: int, end: int) -> bool:
    """Say whether a word may be a verb that is still to be done: no "gebaut", unless "werden" stands behind."""
    return not is_done(words[at].key) or (at + 1 < end and words[at + 1].key in _TO_BE_DONE)


def _is_pronoun(words: Sequence[Word], at: int) -> bool:
    """Say whether a word stands for a thing that was named before."""
    word = words[at]
    if word.key not in _PRONOUNS:
        if word.key not in _DEMONSTRATIVES:
            return False
        if word.goes_on and at + 1 < len(words):
            behind = words[at + 1]
            if behind.text[0].isupper() or not (behind.key in _BEHIND or stem_of(behind.key)):
                return False
    return word.text[0].islower()
