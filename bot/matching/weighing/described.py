"""What a post asks for without naming it: skills that are described, by the words of their world (`clues`).

Where nothing that is named is asked for, the whole post is looked at, else the sentences that ask and name nothing.
What is refused or done by others is not described either, nor do the words of its name describe anything. A described
skill stands where the post asks for somebody, as far as one of its words stands there.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from bot.matching.asking.requests import asks
from bot.matching.excluding.exclusions import without_excluded
from bot.matching.naming.candidates import PAIR
from bot.matching.naming.clues import Meant
from bot.matching.naming.entries import Kind, is_language
from bot.matching.naming.finding import Hit
from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.posts.post import LANGUAGE_USERS, Named, Post, read
from bot.matching.posts.sections import Sentence

DESCRIBED: Final = "clues"
_BY_WHOM: Final = "Übersetzung"  # whose work a language is where no other is named: alone it is no job
_SETTLED: Final = ("denied", "taken", "later", "self", "others")  # names whose words describe nothing


def with_described(post: Post, named: tuple[Named, ...], vocabulary: Vocabulary) -> tuple[Post, tuple[Named, ...]]:
    """Return a post and what it names, with what it only describes."""
    known = {one.skill.key for one in named if not one.ignored or _is_settled(one) or one.ignored == "offered"}
    described = [hit for hit in _described(post, named, vocabulary) if hit.skill.key not in known]
    if not described:
        return post, named
    told = read(post.words, sorted((*(one.hit for one in post.named), *described), key=lambda hit: hit.first))
    return told, tuple(one.left_out("") if one.hit.how == DESCRIBED else one for one in without_excluded(told))


def _described(post: Post, named: Sequence[Named], vocabulary: Vocabulary) -> Iterator[Hit]:
    words = post.words.words
    asking = {number: _words_of(post, one) for number, one in enumerate(post.sentences) if asks(one.signs)}
    spoken = {one.sentence for one in post.named}
    is_asked = any(not one.ignored for one in named)
    whole = range(len(words))
    looked_at = [asking[number] for number in asking if number not in spoken] if is_asked else [whole]
    settled = {at for one in named if _is_settled(one) for at in range(one.hit.first, one.hit.last + 1)}
    for places in looked_at:
        for meant in vocabulary.described(words, [at for at in places if at not in settled]):
            hit = _hit(post, meant, asking.values())
            yield hit
            if is_language(hit.skill, hit.kind) and not any(one.skill.label in LANGUAGE_USERS for one in named):
                yield hit._replace(skill=vocabulary.skill(_BY_WHOM), kind=Kind.WORK)


def _words_of(post: Post, sentence: Sentence) -> range:
    return range(bisect_left(post.at, sentence.start), bisect_left(post.at, sentence.end))


def _is_settled(one: Named) -> bool:
    """Say whether a skill is refused or done; what only two words apart say may be a complaint: "taugt nichts"."""
    return one.ignored in _SETTLED and one.hit.how != PAIR


def _hit(post: Post, meant: Meant, asking: Collection[range]) -> Hit:
    within = [at for at in meant.places if any(at in places for places in asking)]
    at = (within or meant.places)[0]
    other = next(place for place in meant.places if place != at)
    word, entry = post.words.words[at], meant.entry
    return Hit(entry.skill, word.start, word.end, entry.kind, DESCRIBED, first=at, last=at, other=other)
