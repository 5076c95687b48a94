"""What a short post that seeks one person names only beside what that person does.

Most short posts seek one person. Who names a profession or a technology and then something else mostly says what it is
for or what it touches: "SharePoint-Profi fürs neue Intranet", "UI-Designerin, alles in den neuen Styleguide". In the
posts labelled by hand four in five of such second trades were no job, and half of such second works of one trade. They
are where the post asks for them as such: by their own name, twice, as a profession, or by words that add them: "und
jemanden für 3D-Modelle", "dazu ein Logo". What is translated is no job either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from bot.domain.jobs import JobPart
from bot.domain.skills import Skill
from bot.matching.naming.candidates import PAIR
from bot.matching.naming.entries import CODE, LAYERS, Kind
from bot.matching.people.covering import Above
from bot.matching.posts.post import OF_EVERY_LAYER, Named, Post, at_two_places, said_of
from bot.matching.posts.weights import CORE
from bot.matching.rules.rulebook import rules

_SITE: Final = frozenset({"web", "frontend"})  # two halves of one product as well, unless a person of one is called for
_TWO: Final = 2
_TEXT: Final = "text"  # a trade
_TRANSLATING: Final = "Übersetzung"
_MARKS: Final = (",", "+", "/", "&")


@dataclass(frozen=True)
class _Two:
    """Two trades in the order in which a post names them, and by which words it adds the second to the first."""

    post: Post
    first: Sequence[Named]
    second: Sequence[Named]

    @cached_property
    def between(self) -> str:
        """Return the signs from the last that is named of the first to the second."""
        return self.post.signs[self._past : self._start]

    @property
    def _start(self) -> int:
        return self.second[0].first

    @property
    def _past(self) -> int:
        return _end_before(self.first, self.second[0]) or 0

    @cached_property
    def is_added(self) -> bool:
        """Say whether the second is one more: "und jemanden für", "brauchen wir auch noch", the next item of a list."""
        sentence = self.post.sentences[self.second[0].sentence]
        behind = self.post.signs[self.second[0].last : sentence.end]
        is_item = not self.post.numbered.isdisjoint(range(self._past, self._start + 1))
        is_said = rules()["adds a person"].search(self.between) or rules()["adds it"].search(behind)
        return is_item or is_said is not None

    @property
    def is_joined(self) -> bool:
        """Say whether the second stands in a row with the first."""
        return self._is_in_a_row or self.is_joined_by_a_word

    @property
    def is_joined_by_a_word(self) -> bool:
        """Say whether a word such as "und" joins the two."""
        return rules()["joins"].search(self.between) is not None

    @property
    def _is_in_a_row(self) -> bool:
        """Say whether only a mark of lists parts the two: "Gesucht: CRM, Selenium", "Qlik + HubSpot"."""
        words = self.post.words
        past = max((one.hit.end for one in self.first if one.first < self._start), default=self.second[0].hit.start)
        return words.text[past : self.second[0].hit.start].strip() in _MARKS


def only_beside(post: Post, named: Iterable[Named], parts: Sequence[JobPart], above: Above) -> frozenset[Skill]:
    """Return what stands in the core of the parts of a post and is named only beside the rest of it.

    `above` says which skills lie above one: who is a Texterin is asked for Produkttexte.
    """
    if post.is_long:
        return frozenset()
    told = [_of_the_core(named, part) for part in parts]
    beside = {one.skill for names in told for one in _beside_a_profession(post, names, above)}
    two = _in_order(post, told)
    if two is not None and not _are_layers(told, parts):
        beside |= {one.skill for one in (*_beside_another_trade(two), *_what_is_translated(two))}
    return frozenset(beside)


def _in_order(post: Post, told: Sequence[Sequence[Named]]) -> _Two | None:
    """Return two trades in the order in which they are named; None where there are more or fewer, or one is implied."""
    if len(told) != _TWO or not all(told):
        return None
    first, second = sorted(told, key=lambda names: names[0].first)
    return _Two(post, first, second)


def _are_layers(told: Sequence[Sequence[Named]], parts: Iterable[JobPart]) -> bool:
    """Say whether the parts are two halves of one product, each made with its own: "Nuxt + Storyblok"."""
    trades = frozenset(part.key for part in parts)
    is_made = all(any(one.hit.kind is Kind.TECH for one in names) for names in told)
    is_called = any(one.hit.is_role for names in told for one in names)
    return is_made and (trades == LAYERS or (trades == _SITE and not is_called))


def _of_the_core(named: Iterable[Named], part: JobPart) -> Sequence[Named]:
    """Return what is named of the core of a part, in the order of the post."""
    keys = {skill.key for skill in part.core}
    return sorted((one for one in named if one.weight == CORE and one.skill.key in keys), key=lambda one: one.first)


def _beside_a_profession(post: Post, names: Sequence[Named], above: Above) -> Iterator[Named]:
    """Yield the works of a trade that stand beside a person of it: "UI-Designer …, der neue Styleguide"."""
    if not any(one.hit.is_role for one in names):
        return
    for one in names:
        others = [other for other in names if other.skill.key != one.skill.key]
        is_person = any(other.hit.is_role and other.skill.key not in above(one.skill) for other in others)
        if is_person and one.hit.kind is Kind.WORK and not _is_asked_for(post, one, names):
            past = _end_before(others, one)
            is_joined = past is not None and rules()["joins"].search(post.signs[past : one.first]) is not None
            if past is None or (one.first - past > 1 and not is_joined):  # lists go on: "A, B"
                yield one


def _beside_another_trade(two: _Two) -> Sequence[Named]:
    """Return all of the second of two trades where it is no job of its own: "SharePoint-Profi fürs neue Intranet"."""
    first, second = two.first, two.second
    if any(one.skill.label == OF_EVERY_LAYER for one in (*first, *second)):
        return ()
    if any(_is_asked_for(two.post, one, second) for one in second):
        return ()
    if two.is_added or _is_told_by(two.between, first, second):
        return ()
    if any(one.hit.is_role for one in first):
        return second
    is_vague = all(one.hit.how == PAIR for one in second) and any(_is_asked_for(two.post, one, first) for one in first)
    is_beside = is_vague or any(one.hit.kind is Kind.TECH for one in first)
    return second if is_beside and not two.is_joined else ()


def _what_is_translated(two: _Two) -> Sequence[Named]:
    """Return the texts that are only translated: "12 Seiten Montageanleitung ins Polnische"."""
    texts = [names for names in (two.first, two.second) if names[0].skill.part == _TEXT]
    others = [names for names in (two.first, two.second) if any(one.skill.label == _TRANSLATING for one in names)]
    if len(texts) != 1 or len(others) != 1 or two.is_added or two.is_joined_by_a_word:
        return ()
    is_written = any(one.hit.kind is not Kind.WORK or _is_asked_for(two.post, one, texts[0]) for one in texts[0])
    return () if is_written else texts[0]


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
    return at_two_places(mine) or any(other.hit.is_role or is_by_its_name(post, other) for other in mine)


def is_by_its_name(post: Post, one: Named) -> bool:
    """Say whether a work is named by its own name, which says more than what is done: "Social Media", not "posten"."""
    return one.hit.kind is Kind.WORK and said_of(post, one).startswith(one.skill.key)
