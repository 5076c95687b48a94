"""What of a post's core is in doubt: what it names once, by no name, away from what it asks for, or loosely.

Who asks for something mostly speaks of it twice: of such skills in posts labelled by hand 96 in a hundred were asked
for. Of those that are named once, and by no name of the vocabulary but what language makes of one ("hält unsere
Hochzeit in Bildern fest"), half were, where a post is long or asks for several trades; and so of a whole trade that it
names once, away from where it says what it asks for. They are read like any other; but who tags without asking the
author, as `ideenherd match` does, tags fewer people for them.

Nobody is tagged for what is hardly asked for. Of wide trades that stand behind another one in a sentence of just these
two, with neither an "und" nor a preposition between, a quarter was: "Product Owner gesucht, Kundenportal eines
Vereins".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set

from bot.domain.jobs import JobPart
from bot.domain.skills import Skill
from bot.matching.asking.sought import asked_in
from bot.matching.naming.candidates import BY_NAME
from bot.matching.posts.post import Named, Post, at_two_places
from bot.matching.posts.weights import CORE
from bot.matching.rules.rulebook import rules


def in_doubt(
    post: Post, named: Sequence[Named], parts: Sequence[JobPart], asks: frozenset[int], wide: Set[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the keys of the skills of the core that are in doubt, and of those that are hardly asked for.

    `asks` are the sentences that ask (`sought`), `wide` the keys of skills that have finer ones. The only part of a
    short post is not in doubt.
    """
    if len(parts) == 1 and not post.is_long:
        return frozenset(), frozenset()
    told = [[one for one in named if one.weight and one.skill in part.core] for part in parts]
    otherwise = {one.skill.key for names in told for one in names if one.hit.how != BY_NAME} - named_twice(named)
    doubtful = frozenset(one.skill.key for one in _in_passing(post, named, told, asks)) | otherwise
    if len(parts) == 1:
        return doubtful, frozenset()  # somebody is asked for something
    doubted = [keys for part in parts if (keys := {skill.key for skill in part.core}) <= doubtful]
    core = {skill for part in parts for skill in part.core}
    once = (one for names in told if not at_two_places(names) for one in names if one.skill.key in wide)
    unlikely = frozenset(one.skill.key for one in once if _is_loose(post, one, named, core))
    return doubtful, unlikely.union(*doubted) if post.is_long else unlikely


def named_twice(named: Iterable[Named]) -> frozenset[str]:
    """Return the keys of the skills that a post asks for at two places: of 100 of these it means 96."""
    asked: dict[str, list[Named]] = defaultdict(list)
    for one in named:
        if one.weight:
            asked[one.skill.key].append(one)
    return frozenset(key for key, names in asked.items() if at_two_places(names))


def _is_loose(post: Post, one: Named, named: Iterable[Named], core: Set[Skill]) -> bool:
    """Say whether a name stands behind the one other trade of its sentence, and no word says how they belong."""
    others = [
        other
        for other in named
        if other.weight == CORE
        and other.skill in core
        and other.sentence == one.sentence
        and other.skill.part != one.skill.part
    ]
    if len({other.skill.part for other in others}) != 1:
        return False
    near = min(others, key=lambda other: abs(other.first - one.first))
    return near.first < one.first and rules()["said how"].search(post.signs, near.last, one.first) is None


def _in_passing(
    post: Post, named: Sequence[Named], told: Sequence[Sequence[Named]], asks: frozenset[int]
) -> Iterator[Named]:
    """Yield what is named once of its trade, away from what is asked for."""
    once = [one for names in told if not at_two_places(names) for one in names]
    asked = asked_in(post, named, asks) if once else frozenset()
    yield from (one for one in once if one.sentence not in asked)
