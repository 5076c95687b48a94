"""What a post asks for without naming it: skills that are described, by the words of their world (`clues`).

Where nothing that is named is asked for, the whole post is looked at, else the sentences that ask and name nothing. A
described skill stands where the post asks for somebody, as far as one of its words stands there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.matching.clues import Meant
from bot.matching.exclusions import without_excluded
from bot.matching.finding import Hit
from bot.matching.post import Named, Post, Sentence, read
from bot.matching.requests import asks
from bot.matching.vocabulary import Vocabulary

DESCRIBED: Final = "clues"


def with_described(post: Post, named: tuple[Named, ...], vocabulary: Vocabulary) -> tuple[Post, tuple[Named, ...]]:
    """Return a post and what it names, with what it only describes."""
    asking = [sentence for sentence in post.sentences if asks(sentence.signs)]
    known = {one.skill.key for one in named if not one.ignored}
    described = [hit for hit in _described(post, asking, vocabulary, known) if hit.skill.key not in known]
    if not described:
        return post, named
    hits = sorted((*(one.hit for one in post.named), *described), key=lambda hit: hit.first)
    told = read(post.words, hits)
    return told, tuple(replace(one, ignored="") if one.hit.how == DESCRIBED else one for one in without_excluded(told))


def _described(post: Post, asking: Sequence[Sentence], vocabulary: Vocabulary, known: set[str]) -> Iterator[Hit]:
    if not known:
        for meant in vocabulary.described(post.words.words):
            yield _hit(post, meant, asking)
        return
    naming = {one.sentence for one in post.named}
    for number, sentence in enumerate(post.sentences):
        if sentence in asking and number not in naming:
            within = [at for at, place in enumerate(post.at) if sentence.start <= place < sentence.end]
            for meant in vocabulary.described(post.words.words, within):
                yield _hit(post, meant, asking)


def _hit(post: Post, meant: Meant, asking: Sequence[Sentence]) -> Hit:
    within = [at for at in meant.places if any(one.start <= post.at[at] < one.end for one in asking)]
    at = (within or meant.places)[0]
    other = next(place for place in meant.places if place != at)
    word, entry = post.words.words[at], meant.entry
    return Hit(entry.skill, word.start, word.end, entry.kind, DESCRIBED, first=at, last=at, other=other)
