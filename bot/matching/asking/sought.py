"""Where a post says what it asks for: the sentences in which a sentence asks for somebody, the title of an ad, a list.

One that names no skill there says it with the first sentence or list that names one: "SAP-Berater, 20 Tage. Wer?"
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from bot.matching.asking.requests import asks
from bot.matching.posts.post import Named, Post
from bot.matching.posts.sections import begins_item
from bot.matching.rules.rulebook import rules

_ASKING: Final = ("title", "section asked")


def asking(post: Post) -> frozenset[int]:
    """Return the sentences that ask, also as items of a list that goes on: "… we need: 1) a composer 2) a choir"."""
    found: set[int] = set()
    for number, sentence in enumerate(post.sentences):
        goes_on = (
            number - 1 in found
            and not sentence.section
            and (begins_item(sentence.start, post.numbered) or _goes_on(post, number))
        )
        if goes_on or sentence.section in _ASKING or asks(sentence.signs):
            found.add(number)
    return frozenset(found)


def asked_in(post: Post, named: Sequence[Named], asking: frozenset[int]) -> frozenset[int]:
    """Return the sentences that say what is asked for: those that ask, or where none of them does, the first."""
    meant = [one.sentence for one in named if not one.ignored]
    told = _to_be_done(post, meant) if post.is_long else frozenset()
    if not meant or not asking.isdisjoint(meant):
        return asking | told
    first = past = min(meant)
    while past + 1 < len(post.sentences) and begins_item(post.sentences[past + 1].start, post.numbered):
        past += 1
    return asking | told | set(range(first, past + 1))


def _to_be_done(post: Post, meant: Iterable[int]) -> frozenset[int]:
    """Return the sentences that say what is to be done without asking anew: "Danach soll der Shop umziehen"."""
    return frozenset(number for number in set(meant) if rules()["to be done"].search(post.sentences[number].signs))


def _goes_on(post: Post, number: int) -> bool:
    """Say whether a sentence goes on asking: "jemand, der schneidet; der vertont; …", "Und jemanden für Fotos."."""
    sentence = post.sentences[number]
    is_behind = post.signs[sentence.start - 1] == ";"
    name = "goes on asking" if is_behind else "asks on"
    return rules()[name].match(post.signs, sentence.start, sentence.end) is not None
