"""Skills that say what kind of work it is and leave open which, and where they are asked for all the same.

"Layout und ein Flyer" asks for the flyer, and whoever makes flyers is asked. But where people call for somebody by the
general name, both are meant: "Grafiker:in für Flyer", "Social Media: Insta und TikTok", "Frontend mit Vue", "eine App
in Flutter". In the posts that were labelled by hand the general skill was then the job four times in five; beside
lawyers, testers and SAP consultants, who must be called something, it was not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import MappingProxyType
from typing import Final

from bot.matching.language.words import folded
from bot.matching.naming.entries import Kind
from bot.matching.naming.evidence import is_made
from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.posts.post import GENERAL, Named, Post, said_of
from bot.matching.posts.weights import CORE

# Of these a finer one at the side is what is asked for.
UMBRELLAS: Final = GENERAL | {
    "Online-Marketing", "Marketing", "Grafikdesign", "Softwaretest", "SAP", "ERP", "CRM", "CMS", "Cloud", "Datenbanken",
    "Redaktion", "Rechtsberatung", "Business Intelligence", "Printdesign", "IT-Sicherheit",
}  # fmt: skip
# People who are called so whatever they do; what they are asked for says the rest.
_CALLED_SO: Final = frozenset({
    "Rechtsberatung", "Softwaretest", "SAP", "Fotografie", "CMS", "Redaktion",
})  # fmt: skip
# What says little beside a finer one, however it is named: "CMS ist Contao", "SAP-Berater für MM".
_SAYING_NOTHING: Final = frozenset({"Softwareentwicklung", "Webentwicklung", "CMS", "SAP", ".NET"})
_SHORT_NAMES: Final = MappingProxyType({"Business Intelligence": "bi"})
_FRONTEND: Final = "Frontend-Entwicklung"
_GIVEN: Final = folded("im am an ans fürs unser unserem unseres unserm our my mein".split())
BACKEND: Final = "Backend-Entwicklung"
_APP: Final = "App-Entwicklung"


def by_their_own_name(post: Post, named: Sequence[Named], vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the keys of what stays in the core beside finer skills, since it is asked for by its own name."""
    core = [one for one in named if one.weight == CORE]
    above = [vocabulary.ancestors(one.skill) for one in core]
    for one in core:
        key = one.skill.key
        finer = [other for other, wider in zip(core, above, strict=True) if key in wider]
        if _is_itself(post, one, finer, core):
            yield one.skill.key


def _is_itself(post: Post, one: Named, finer: Sequence[Named], core: Sequence[Named]) -> bool:
    label = one.skill.label
    if label in _SAYING_NOTHING:
        return False
    if label in (_FRONTEND, BACKEND):
        return _is_a_layer(post, one, finer, core)
    if one.hit.is_role:
        is_called_so = label in _CALLED_SO or post.is_long
        return not is_called_so or not any(_is_finer_there(one, other) for other in finer)
    if label == _APP:
        return _is_a_new_app(post, one, finer)
    said = said_of(post, one)
    is_said = said.startswith(one.skill.key) or said == _SHORT_NAMES.get(label)
    may_go = one.hit.kind is not Kind.TECH or label in UMBRELLAS  # React stays beside Next.js anyway, as it is named
    return may_go and is_said and not post.is_long


def _is_a_layer(post: Post, one: Named, finer: Sequence[Named], core: Sequence[Named]) -> bool:
    """Say whether a layer is asked for: "Backend mit Django", "Svelte-Frontend", not "Vue im Frontend"."""
    words = post.words.words
    if one.hit.is_role and one.skill.label == BACKEND:  # not "our only backend dev is on leave"
        return _GIVEN.isdisjoint(word.key for word in words[max(one.hit.first - 2, 0) : one.hit.first])
    there = [other for other in core if other.hit.kind is Kind.TECH and other.skill.part == one.skill.part]
    if all(one.first < other.first for other in (*finer, *there)):
        return True
    if one.skill.label == BACKEND:
        return one.hit.first > 0 and words[one.hit.first - 1].is_joined
    firsts = (one.hit.first, *(other.hit.first for other in finer))
    before = {word.key for at in firsts for word in words[max(at - 2, 0) : at]}
    return words[one.hit.first].key.startswith("frontend") and before.isdisjoint(_GIVEN)


def _is_a_new_app(post: Post, one: Named, finer: Sequence[Named]) -> bool:
    """Say whether an app is to be made: "eine App in Flutter", not "unsere App", nor "Flutter dev for an app"."""
    if any(other.hit.is_role and other.first < one.first for other in finer):
        return False
    words, first = post.words.words, one.hit.first
    while first and words[first - 1].is_joined:  # "für eine bestehende Vokabel-App"
        first -= 1
    if words[first].text[0].islower() and first < one.hit.last:  # "eine App" is a name
        first += 1
    is_heading = one.first == post.sentences[one.sentence].start  # "App in Flutter gesucht"
    return is_heading or is_made(words, first, one.hit.last)


def _is_finer_there(one: Named, finer: Named) -> bool:
    """Say whether a sentence makes a person's trade finer: "Anwältin für Markenrecht", not "Tester / Testmanager"."""
    is_same = finer.first < one.last and one.first < finer.last
    return is_same or (finer.sentence == one.sentence and not finer.hit.is_role)
