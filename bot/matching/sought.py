"""Where a post says what it asks for: the sentences in which a sentence asks for somebody, the title of an ad, a list.

One that names no skill there says it with the first sentence or list that names one: "SAP-Berater, 20 Tage. Wer?"
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.matching.post import Named, Post
from bot.matching.requests import asks

_ASKING: Final = ("title", "section asked")


def asking(post: Post) -> frozenset[int]:
    """Return the sentences that ask, also as items of a list that goes on: "… we need: 1) a composer 2) a choir"."""
    found: set[int] = set()
    for number, sentence in enumerate(post.sentences):
        goes_on = number - 1 in found and not sentence.section and _is_item(post, number)
        if goes_on or sentence.section in _ASKING or asks(sentence.signs):
            found.add(number)
    return frozenset(found)


def asked_in(post: Post, named: Sequence[Named], asking: frozenset[int]) -> frozenset[int]:
    """Return the sentences that say what is asked for: those that ask, or where none of them does, the first."""
    meant = [one.sentence for one in named if not one.ignored]
    if not meant or not asking.isdisjoint(meant):
        return asking
    first = past = min(meant)
    while past + 1 < len(post.sentences) and _is_item(post, past + 1):
        past += 1
    return asking | set(range(first, past + 1))


def _is_item(post: Post, number: int) -> bool:
    start = post.sentences[number].start
    return not post.numbered.isdisjoint((start, start + 1))
