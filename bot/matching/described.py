"""What a post asks for that names nothing it asks for: skills that are described, by the words of their world.

It stands where the sentence is that asks for somebody, as far as one of its words stands there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.matching.clues import Meant
from bot.matching.exclusions import without_excluded
from bot.matching.finding import Hit
from bot.matching.post import Named, Post, read
from bot.matching.requests import asks
from bot.matching.vocabulary import Vocabulary

DESCRIBED: Final = "clues"


def with_described(post: Post, named: Sequence[Named], vocabulary: Vocabulary) -> tuple[Post, Sequence[Named]]:
    """Return a post and what it names, with what it describes where nothing that it names is asked for."""
    if any(not one.ignored for one in named):
        return post, named
    meant = vocabulary.described(post.words)
    if not meant:
        return post, named
    hits = sorted((*(one.hit for one in post.named), *(_hit(post, one) for one in meant)), key=lambda hit: hit.first)
    told = read(post.words, hits)
    return told, without_excluded(told)


def _hit(post: Post, meant: Meant) -> Hit:
    asking = [one for one in post.sentences if asks(one.signs)]
    within = [at for at in meant.places if any(one.start <= post.at[at] < one.end for one in asking)]
    at = (within or meant.places)[0]
    other = next(place for place in meant.places if place != at)
    word, entry = post.words.words[at], meant.entry
    return Hit(entry.skill, word.start, word.end, entry.kind, DESCRIBED, first=at, last=at, other=other)
