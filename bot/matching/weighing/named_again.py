"""What a post names again, elsewhere: that is the job, though a rule would have put it beside.

Of what stood beside the job in posts labelled by hand a quarter was the job, and two thirds of what was named twice.
What is named somewhere as a wish, a condition, a tool, as what is there or what somebody leads, or is not asked for at
all, stays what it is however often it is named, and so does a spoken language.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.matching.parts import is_language
from bot.matching.posts.post import Named

_ONE_PLACE: Final = 1  # signs between two names of one skill that a list counts up: "Symfony und Twig"
_BESIDE: Final = ("", "wish", "known", "there", "tool", "led")  # weights that stay; "" has what is ignored


def named_again(named: Sequence[Named]) -> frozenset[str]:
    """Return the keys of what is named in two places, and nowhere so that it stays what it is."""
    last: dict[str, Named] = {}
    again = set[str]()
    for one in sorted(named, key=lambda one: one.first):
        before = last.get(one.skill.key)
        if before and (one.sentence != before.sentence or one.first - before.last > _ONE_PLACE):
            again.add(one.skill.key)
        last[one.skill.key] = one
    return frozenset(
        again.difference(one.skill.key for one in named if one.weight in _BESIDE or is_language(one.skill))
    )
