"""Which parts of a post are in doubt: those that it names once, away from what it asks for or by no name.

Who asks for a trade mostly speaks of it twice: of such parts in posts labelled by hand 97 in a hundred were asked for.
Of those that are named once, and away from where the post says what it asks for or by no name of the vocabulary but
what language makes of one, half were. They are read like any other; but who tags without asking the author, as
`ideenherd match` does, tags fewer people for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.domain.jobs import JobPart
from bot.matching.candidates import BY_NAME
from bot.matching.post import Named, Post
from bot.matching.sought import asked_in, asking

_TWICE: Final = 2


def in_doubt(post: Post, named: Sequence[Named], parts: Sequence[JobPart]) -> frozenset[str]:
    """Return the keys of the parts that are in doubt; the only one of a short post is not."""
    if len(parts) == 1 and not post.is_long:
        return frozenset()
    told = {part.key: [one for one in named if one.weight and one.skill in part.core] for part in parts}
    once = {key: names for key, names in told.items() if len({one.first for one in names}) < _TWICE}
    if not once:
        return frozenset()
    asked = asked_in(post, named, asking(post))
    return frozenset(
        key for key, names in once.items() if not any(one.hit.how == BY_NAME and one.sentence in asked for one in names)
    )
