"""What a post asks for without naming it: skills that are described, by the words of their world (`clues`).

Where nothing that is named is asked for, the whole post is looked at, else the sentences that ask and name nothing.
What is refused or done by others is not described either, nor do the words of its name describe anything. A described
skill stands where the post asks for somebody, as far as one of its words stands there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.matching.clues import Meant
from bot.matching.context import APART
from bot.matching.exclusions import without_excluded
from bot.matching.finding import Hit
from bot.matching.post import Named, Post, Sentence, read
from bot.matching.requests import asks
from bot.matching.vocabulary import Vocabulary

DESCRIBED: Final = "clues"
_SETTLED: Final = ("denied", "taken", "later", "self", "others")  # names whose words describe nothing


def with_described(post: Post, named: tuple[Named, ...], vocabulary: Vocabulary) -> tuple[Post, tuple[Named, ...]]:
    """Return a post and what it names, with what it only describes."""
    asking = [sentence for sentence in post.sentences if asks(sentence.signs)]
    known = {one.skill.key for one in named if not one.ignored or _is_settled(one)}
    described = [hit for hit in _described(post, named, asking, vocabulary) if hit.skill.key not in known]
    if not described:
        return post, named
    hits = sorted((*(one.hit for one in post.named), *described), key=lambda hit: hit.first)
    told = read(post.words, hits)
    return told, tuple(replace(one, ignored="") if one.hit.how == DESCRIBED else one for one in without_excluded(told))


def _described(post: Post, named: Sequence[Named], asking: Sequence[Sentence], vocabulary: Vocabulary) -> Iterator[Hit]:
    words = post.words.words
    settled = {at for one in named if _is_settled(one) for at in range(one.hit.first, one.hit.last + 1)}
    free = [at for at in range(len(words)) if at not in settled]
    if all(one.ignored for one in named):
        for meant in vocabulary.described(words, free):
            yield _hit(post, meant, asking)
        return
    spoken = {one.sentence for one in post.named}
    for number, sentence in enumerate(post.sentences):
        if sentence in asking and number not in spoken:
            within = [at for at in free if sentence.start <= post.at[at] < sentence.end]
            for meant in vocabulary.described(words, within):
                yield _hit(post, meant, asking)


def _is_settled(one: Named) -> bool:
    """Say whether a skill is refused or done; what only two words apart say may be a complaint: "taugt nichts"."""
    return one.ignored in _SETTLED and one.hit.how != APART


def _hit(post: Post, meant: Meant, asking: Sequence[Sentence]) -> Hit:
    within = [at for at in meant.places if any(one.start <= post.at[at] < one.end for one in asking)]
    at = (within or meant.places)[0]
    other = next(place for place in meant.places if place != at)
    word, entry = post.words.words[at], meant.entry
    return Hit(entry.skill, word.start, word.end, entry.kind, DESCRIBED, first=at, last=at, other=other)
