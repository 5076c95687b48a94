"""What two words that stand apart say together, where nothing else names it, as candidates for what a text names.

Two words of one longer name say no more than that name does, nor does one word of a longer name of a thing. Of several
pairs for a skill the first as written counts. A loose one counts only where the text names nothing by other words: that
is one which only another form of a word or a pronoun makes a pair, and one with the verb of "schneidet unser Video",
which may belong to another object besides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bot.matching.language.verbs import stem_of
from bot.matching.language.words import Word, Words, spoken
from bot.matching.naming.apart import Apart, apart
from bot.matching.naming.candidates import PAIR, Candidate
from bot.matching.naming.pairs import Pairs

_MARKETING: Final = "marketing"  # its names are places: of "YouTube-Videos schneiden" the cutting is said besides


def together(pairs: Pairs, post: Words, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Yield the pairs of a text that say what none of the names found in it does."""
    named = {one.entry.skill.key for one in found}
    names = {(one.first, one.last) for one in found}
    channels = {(one.first, one.last) for one in found if one.entry.skill.part == _MARKETING}
    meant: dict[str, Apart] = {}
    for one in apart(pairs, post, spoken(post)):
        key = one.entry.skill.key
        if key in named or (key in meant and (one.is_loose or not meant[key].is_loose)):
            continue
        shared = [name for name in names if name[0] <= one.at <= name[1] or name[0] <= one.other <= name[1]]
        if any(_says_it(post.words, first, last, one) for first, last in shared if (first, last) not in channels):
            continue
        is_loose = one.is_loose or any(first < last for first, last in shared)
        if not (is_loose and len(shared) < len(names)):
            meant[key] = one._replace(is_loose=is_loose)
    for one in meant.values():
        yield Candidate(one.entry, one.at, one.at, PAIR, False, False, other=one.other)


def _says_it(words: Sequence[Word], first: int, last: int, pair: Apart) -> bool:
    """Say whether a name of several words holds two words of a pair, or one that is no verb."""
    inside = [words[at] for at in (pair.at, pair.other) if first <= at <= last]
    is_verb = inside[0].text[0].islower() and stem_of(inside[0].key) != ""
    return first < last and (len(inside) > 1 or not is_verb)
