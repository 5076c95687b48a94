"""What a post asks for: whether it asks at all, the skills it names, which of them are the job, and its parts.

1. Words are read, and the names of skills among them (`finding`).
2. What is named without being asked for is left out (`exclusions`).
3. What is described where nothing is named is added (`described`).
4. A post asks when a sentence of it asks for somebody and a skill is left (`requests`).
5. Each skill that is left is weighed: the job itself, or beside it (`weighing`).
6. Core and side make the parts (`parts`).
7. Of a short post what stands only beside the person that it seeks goes along (`one_person`).
8. What a post names again stays the job (`named_again`); a part that it names once may be in doubt (`doubts`).

Two more rules keep pings precise: "Entwickler" and the like stay out where a finer skill of theirs is named, and a
language stays out unless translating or teaching is named as well ("gutes Englisch" asks for no translator).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Final

from bot.domain.jobs import JobPart
from bot.domain.skills import Skill
from bot.matching.asking.requests import Verdict, verdict_on
from bot.matching.asking.sought import asking
from bot.matching.asking.tone import Heard, are_sure
from bot.matching.excluding.exclusions import without_excluded
from bot.matching.excluding.teaching import topics
from bot.matching.language.words import WISHING, read_words
from bot.matching.naming.entries import CODE, Kind
from bot.matching.naming.refining import FINER, REFINED, refined
from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.parts import grouped
from bot.matching.posts.post import GENERAL, LANGUAGE_USERS, LANGUAGE_WORK, MATERIAL, STORES, Named, Post, read
from bot.matching.posts.weights import CORE
from bot.matching.rules.rulebook import rules
from bot.matching.weighing.belonging import JOBS_BY_NAME, going_along
from bot.matching.weighing.core import weighed
from bot.matching.weighing.described import with_described
from bot.matching.weighing.doubts import in_doubt
from bot.matching.weighing.named_again import named_again
from bot.matching.weighing.one_person import is_by_its_name, only_beside
from bot.matching.weighing.umbrellas import BACKEND, UMBRELLAS, by_their_own_name

_BUILDING: Final = CODE | {"qa", "erp", "video", "ux"}  # trades that work with languages and databases
_MACHINE_LANGUAGES: Final = frozenset({"C", "C++"})  # beside a device they are the work
# What says for what or where the work is done, where it is not the work itself. Of 57 such in posts labelled by hand 49
# were not asked for.
_SETTINGS: Final = frozenset({
    "App-Entwicklung", "Logistik", "Onlineshop", "Steuerberatung", "Technische Redaktion", "Videoproduktion",
    "Webentwicklung",
})  # fmt: skip
_NO_KEYS: Final = frozenset[str]()
_NOTHING: Final = "names nothing that is asked for"
_LONGEST: Final = 4_096  # characters that are read of a text: no message of either platform is longer


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was read in a post; without a request there are no skills and no parts.

    `doubtful` are the keys of the skills that are in doubt, `unlikely` of those that are hardly asked for (`doubts`).

    `named`, `why`, `signs` and `tone` tell how it was read: each skill that is named with what became of it, the rule
    by which the post asks or does not, the signs for and against that, and how it sounds.
    """

    asks: bool
    skills: tuple[Skill, ...] = ()
    parts: tuple[JobPart, ...] = ()
    doubtful: frozenset[str] = field(default=frozenset(), compare=False)
    unlikely: frozenset[str] = field(default=frozenset(), compare=False)
    named: tuple[Named, ...] = field(default=(), compare=False, repr=False)
    why: str = field(default="", compare=False)
    signs: tuple[str, ...] = field(default=(), compare=False, repr=False)
    tone: tuple[Heard, ...] = field(default=(), compare=False, repr=False)

    @property
    def is_sure(self) -> bool:
        """Say whether it asks beyond doubt, as forms do: else nobody is tagged before its author has said so."""
        return self.asks and (not self.signs or are_sure(self.signs, self.tone))


def read_post(text: str, vocabulary: Vocabulary) -> Understanding:
    """Read a free post: what it asks for, or that it asks for nobody."""
    post = _post(text, vocabulary)
    post, named = with_described(post, without_excluded(post), vocabulary)
    verdict = verdict_on(post, named)
    read = _understood(post, named, vocabulary, verdict) if verdict.asks else None
    if read and read.skills:
        return read
    why = _NOTHING if verdict.asks else verdict.why
    return Understanding(asks=False, named=named, why=why, signs=verdict.signs, tone=verdict.tone)


def read_request(title: str, text: str, vocabulary: Vocabulary) -> Understanding:
    """Read a filled form, which is a request as such: it asks, and may name no skill that is known."""
    post = _post(f"{title}\n{text}" if title else text, vocabulary)
    post, named = with_described(post, without_excluded(post), vocabulary)
    return _understood(post, named, vocabulary, Verdict(asks=True, why="form"))


def _post(text: str, vocabulary: Vocabulary) -> Post:
    words = read_words(unicodedata.normalize("NFC", text[:_LONGEST]))
    return read(words, vocabulary.named(words))


def _understood(post: Post, named: Sequence[Named], vocabulary: Vocabulary, verdict: Verdict) -> Understanding:
    asks = asking(post)
    judged = weighed(post, [_finer(post, one, named, vocabulary) for one in named], asks)
    judged += _implied(judged, vocabulary)
    again = named_again(judged)
    judged = [one.weighing(CORE) if one.skill.key in again else one for one in judged]
    taught = topics(post, judged)
    sought = taught.union(one.skill.key for one in judged if _is_sought(post, one))
    core, side = _precise(judged, vocabulary, sought, frozenset(by_their_own_name(post, judged, vocabulary)))
    core += tuple(skill for skill in side if skill.key in again)
    side = tuple(skill for skill in side if skill.key not in again)
    settings = {one.skill for one in judged if one.weight == CORE and one.skill.label in _SETTINGS}.intersection(side)
    side = tuple(skill for skill in side if skill not in settings)
    side += tuple(_said_in_general(named, core, vocabulary))
    parts = grouped(core, side, vocabulary, taught)
    if beside := only_beside(post, judged, parts, vocabulary.ancestors):
        settings |= {skill for skill in beside if skill.label in _SETTINGS}
        along = [skill for skill in core if skill in beside - settings]
        parts = grouped([skill for skill in core if skill not in beside], (*side, *along), vocabulary, taught)
    skills = tuple(skill for part in parts for skill in part.skills)
    told = tuple(_settled(one, parts, settings) for one in judged)
    doubts = in_doubt(post, told, parts, asks, vocabulary.wide)
    return Understanding(True, skills, parts, *doubts, told, verdict.why, verdict.signs, verdict.tone)


def _settled(one: Named, parts: Sequence[JobPart], settings: Set[Skill]) -> Named:
    """Return a name of the core as it turned out: beside the rest, which the post may say elsewhere, or left out."""
    if one.weight != CORE:
        return one
    if one.skill in settings:
        return replace(one, ignored="topic", weight="")
    return one.weighing("along") if any(one.skill in part.side for part in parts) else one


def _finer(post: Post, one: Named, named: Sequence[Named], vocabulary: Vocabulary) -> Named:
    """Return the same with a general skill made finer by the words around it.

    What is asked for besides says nothing of it: neither "Amazon PPC" of SEA nor "Eröffnungsflyer" of the photos.
    """
    if one.ignored or one.skill.label not in REFINED:
        return one
    first, last = post.sentences[max(one.sentence - 1, 0)].start, post.sentences[one.sentence].end
    is_said = post.words.words[one.hit.first].key == one.skill.key
    if is_said and any(other.skill.label in FINER[one.skill.label] for other in named):
        return one
    others = [
        (other.first, other.last)
        for other in named
        if other.hit.how == "compound" and not other.ignored and other.skill.part != one.skill.part
    ]
    keys = [
        word.key
        for word, place in zip(post.words.words, post.at, strict=True)
        if first <= place < last and word.text not in WISHING and not any(start <= place < end for start, end in others)
    ]
    finer = vocabulary.known(refined(one.skill.label, keys)) or one.skill
    return replace(one, hit=one.hit._replace(skill=finer))


def _said_in_general(named: Sequence[Named], core: Sequence[Skill], vocabulary: Vocabulary) -> Iterator[Skill]:
    """Yield the general skills that were named where only the words around made them finer; they go along.

    "Fotografin für unser Sommerfest" asks for those who offer just that, and of them first who offers more.
    """
    named_so = {one.skill.key for one in named}
    roles = {one.skill.key for one in named if one.hit.is_role}
    for general in dict.fromkeys(one.skill for one in named if not one.ignored and one.skill.label in REFINED):
        finer = [skill for skill in core if general.key in vocabulary.ancestors(skill)]
        is_meant = general.key in roles or any(skill.key not in named_so for skill in finer)
        if general not in core and finer and is_meant:
            yield general


def _implied(named: Sequence[Named], vocabulary: Vocabulary) -> Iterator[Named]:
    """Yield what is asked for as well by who asks for one skill and nothing else, with the same weight.

    Beside others it goes without saying, and who is asked for them all covers it by these.
    """
    if len({one.skill.key for one in named if one.weight}) != 1:
        return
    out = {one.skill.key for one in named if one.ignored}
    for one in named:
        for skill in vocabulary.implied(one.skill) if one.weight else ():
            if skill.key in out:
                continue
            yield replace(one, hit=one.hit._replace(skill=skill, how="implied"))


def _is_sought(post: Post, one: Named) -> bool:
    """Say whether somebody is sought for a skill by name: "jemanden für Python", "Python-Entwicklerin"."""
    if one.skill.label in JOBS_BY_NAME and not post.is_long and is_by_its_name(post, one):
        return True
    sentence = post.sentences[one.sentence]
    before = one.first - sentence.start
    if one.hit.is_role or rules()["sought by name"].search(sentence.signs, 0, before):
        return True
    is_verb = post.words.words[one.hit.first].text[0].islower()  # "eine Person, die moderiert"
    return not is_verb and rules()["sought to do"].search(sentence.signs, 0, before) is not None


def _precise(
    named: Sequence[Named], vocabulary: Vocabulary, sought: Collection[str], themselves: Set[str]
) -> tuple[tuple[Skill, ...], tuple[Skill, ...]]:
    """Return core and side: in the core the finest of what is asked for, and no mere languages anywhere.

    The work that a finer one of the core belongs to goes along: Grafikdesign beside Verpackungsdesign; not where it is
    asked for by its own name (`themselves`). A technology stays, since both were named: React and Next.js. Of a general
    one that has a finer one at the side that is the core.
    """
    core = {one.skill.key: one.skill for one in named if one.weight == CORE}
    material = tuple(_material(core, sought))
    side = {one.skill.key: one.skill for one in named if one.weight and one.skill.key not in core}
    wanted = {one.skill.key for one in named if one.weight not in ("", "wish", "tool", CORE)}
    for skill in [skill for skill in core.values() if skill.label in UMBRELLAS]:
        finer = [key for key in side if key in wanted and skill.key in vocabulary.ancestors(side[key])]
        core |= {key: side.pop(key) for key in finer}
    works = {one.skill.key for one in named if one.hit.kind is Kind.WORK}
    said = {one.skill.key for one in named if one.hit.how != "implied"}
    above = _NO_KEYS.union(*(vocabulary.ancestors(core[key]) for key in works & core.keys() & said))
    called = {skill.key for one in core.values() for skill in vocabulary.implied(one)}
    stay = {key for key in works & core.keys() & called if core[key].label not in GENERAL} | themselves
    side |= {key: core.pop(key) for key in list(core) if key in above & works - stay}
    finest = _NO_KEYS.union(*(vocabulary.ancestors(skill) for skill in core.values())) - stay
    side |= {key: core.pop(key) for key in list(core) if key in finest and core[key].label in UMBRELLAS}
    side |= {key: core.pop(key) for key in (*going_along(core, sought), *material) if key in core}
    finest = _NO_KEYS.union(*(vocabulary.ancestors(skill) for skill in core.values()))
    core |= {key: core.pop(key) for key in list(core) if key in themselves & finest}  # the finer ones come first
    kept = (*core.values(), *side.values())
    every = _NO_KEYS.union(*(vocabulary.ancestors(skill) for skill in kept))
    is_translating = any(skill.label in LANGUAGE_USERS for skill in kept)
    is_code = any(skill.part in CODE and skill.label != "Softwareentwicklung" for skill in core.values())

    def stays(skill: Skill) -> bool:
        if skill.key in themselves:
            return True
        if skill.label == BACKEND and any(other.part == skill.part for other in core.values() if other != skill):
            return False
        if skill.label in GENERAL and (skill.key in every or (is_code and skill.label == "Softwareentwicklung")):
            return False
        return is_translating or skill.part != "translation" or skill.label in LANGUAGE_WORK

    return tuple(filter(stays, core.values())), tuple(filter(stays, side.values()))


def _material(core: Mapping[str, Skill], sought: Collection[str]) -> Iterator[str]:
    """Yield the keys of what the work of another trade is only done with: Postgres beside Go, Python beside a film."""
    works = {skill.part for skill in core.values() if skill.label not in MATERIAL}
    is_finer = any(skill.label not in MATERIAL | GENERAL for skill in core.values())
    written = {skill.part for skill in core.values() if skill.label not in STORES}
    for key, skill in core.items():
        if skill.label in _MACHINE_LANGUAGES and "embedded" in works:
            continue
        there = written if skill.label in STORES else works
        builds = there & _BUILDING if skill.part in CODE else there
        goes_along = skill.label in STORES or is_finer  # a "Webentwickler (PHP)" is asked for PHP
        if skill.label in MATERIAL and goes_along and key not in sought and skill.part not in there and builds:
            yield key
