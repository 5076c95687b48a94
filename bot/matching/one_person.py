"""What a short post that seeks one person names only beside what that person does.

Most short posts seek one person. Who names a profession or a technology and then something else mostly says what it is
for or what it touches: "SharePoint-Profi fürs neue Intranet", "UI-Designerin, alles in den neuen Styleguide". In the
posts labelled by hand four in five of such second trades were no job, and half of such second works of one trade. They
are where the post asks for them as such: by their own name, twice, as a profession, or by words that add them: "und
jemanden für 3D-Modelle", "dazu ein Logo".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bot.domain.jobs import JobPart
from bot.domain.skills import Skill
from bot.matching.candidates import PAIR
from bot.matching.entries import CODE, LAYERS, Kind
from bot.matching.post import LONG, OF_EVERY_LAYER, Named, Post, said_of
from bot.matching.rulebook import rules
from bot.matching.weights import CORE

_SITE: Final = frozenset({"web", "frontend"})  # two halves of one product as well, unless a person of one is called for
_TWO: Final = 2


def only_beside(post: Post, named: Iterable[Named], parts: Sequence[JobPart]) -> frozenset[Skill]:
    """Return what stands in the core of the parts of a post and is named only beside the rest of it."""
    if len(post.words.text) > LONG:
        return frozenset()
    core = [one for one in named if one.weight == CORE]
    told = [sorted(_of(core, part), key=lambda one: one.first) for part in parts]
    beside = {one.skill for names in told for one in _beside_a_profession(post, names)}
    if len(parts) == _TWO and all(told) and not _are_layers(told, parts):
        first, second = sorted(told, key=lambda names: names[0].first)
        beside |= {one.skill for one in _beside_another_trade(post, first, second)}
    return frozenset(beside)


def _are_layers(told: Sequence[Sequence[Named]], parts: Iterable[JobPart]) -> bool:
    """Say whether the parts are two halves of one product, each made with its own: "Nuxt + Storyblok"."""
    trades = frozenset(part.key for part in parts)
    is_made = all(any(one.hit.kind is Kind.TECH for one in names) for names in told)
    is_called = any(one.hit.is_role for names in told for one in names)
    return is_made and (trades == LAYERS or (trades == _SITE and not is_called))


def _of(core: Iterable[Named], part: JobPart) -> Iterator[Named]:
    keys = {skill.key for skill in part.core}
    return (one for one in core if one.skill.key in keys)


def _beside_a_profession(post: Post, names: Sequence[Named]) -> Iterator[Named]:
    """Yield the works of a trade that stand beside a person of it: "UI-Designer …, der neue Styleguide"."""
    if not any(one.hit.is_role for one in names):
        return
    for one in names:
        others = [other for other in names if other.skill.key != one.skill.key]
        is_person = any(other.hit.is_role for other in others)
        if is_person and one.hit.kind is Kind.WORK and not _is_asked_for(post, one, names):
            past = _end_before(others, one)
            is_joined = past is not None and rules()["joins"].search(post.signs[past : one.first]) is not None
            if past is None or (one.first - past > 1 and not is_joined):  # lists go on: "A, B"
                yield one


def _beside_another_trade(post: Post, first: Sequence[Named], second: Sequence[Named]) -> Sequence[Named]:
    """Return all of the second of two trades where it is no job of its own: "SharePoint-Profi fürs neue Intranet"."""
    if any(one.skill.label == OF_EVERY_LAYER for one in (*first, *second)):
        return ()
    if any(_is_asked_for(post, one, second) for one in second):
        return ()
    start, past = second[0].first, _end_before(first, second[0]) or 0
    between, behind = post.signs[past:start], post.signs[second[0].last : post.sentences[second[0].sentence].end]
    if rules()["adds a person"].search(between) or rules()["adds it"].search(behind):
        return ()
    if not post.numbered.isdisjoint(range(past, start + 1)) or _is_told_by(between, first, second):
        return ()
    if any(one.hit.is_role for one in first):
        return second
    is_vague = all(one.hit.how == PAIR for one in second) and any(_is_asked_for(post, one, first) for one in first)
    is_beside = is_vague or any(one.hit.kind is Kind.TECH for one in first)
    return second if is_beside and not rules()["joins"].search(between) else ()


def _is_told_by(between: str, first: Iterable[Named], second: Iterable[Named]) -> bool:
    """Say whether brackets tell what somebody programs in: "Webentwickler gesucht (PHP)"."""
    trades = {one.skill.part for one in (*first, *second)}
    return between.endswith("(") and trades <= CODE and all(one.hit.kind is Kind.TECH for one in second)


def _end_before(others: Iterable[Named], one: Named) -> int | None:
    """Return where the last of others ends that begin before a name, None where none does."""
    return max((other.last for other in others if other.first < one.first), default=None)


def _is_asked_for(post: Post, one: Named, names: Iterable[Named]) -> bool:
    """Say whether something is asked for as such: a profession, a work by its own name, or what is named twice."""
    mine = [other for other in names if other.skill.key == one.skill.key]
    is_twice = len({other.first for other in mine}) > 1
    return is_twice or any(other.hit.is_role or _is_by_its_name(post, other) for other in mine)


def _is_by_its_name(post: Post, one: Named) -> bool:
    return one.hit.kind is Kind.WORK and said_of(post, one).startswith(one.skill.key)
