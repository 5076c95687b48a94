"""Whether a post asks for somebody: a sentence of it does, and names a skill or stands near one that does.

A sentence asks when a request stands in it, unless what is sought is work for oneself ("suche neue Aufträge"), a thing
("suche eine Wohnung"), advice ("brauche kurz Rat"), or it asks whether something is needed at all ("Brauche ich dafür
Docker?"). An ad asks by its title and headings, a terse line by its conditions: "Cutter/in für Imagefilm, 3 Tage".
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from bot.matching.post import LONG, Named, Post
from bot.matching.rulebook import rules

_REMEMBERED: Final = 256  # sentences: those of a post are looked at by several rules
_NEAR: Final = 2  # sentences between which a request and what it asks for may stand apart
_SECTIONS: Final = 2  # kinds of sections that make an ad, the title counted
_OPENING: Final = 4  # words within which a terse post names what it asks for
_SIGNS_OF_A_JOB: Final = (
    "conditions", "for somebody", "job amount", "job task", "job date", "job please", "job wants", "job two works",
    "job given",
)  # fmt: skip
_WISHES: Final = ("wish before", "wish behind")
_GIVEN: Final = ("taken", "there", "self", "others", "denied")  # who says what is given or not wanted wants something
_ENOUGH: Final = 3  # of these signs
# What is named in a sentence without a refusal, or with one of these, may be sought in a sentence near it.
_NO_MATTER: Final = ("", "seeks a thing", "not a request", "asks for advice")
_BEHIND_IT: Final = 4  # words behind it in which a verb would say something of it
_NEAR_IT: Final = 8  # words behind it in which a sentence would tell of it
_REFUSALS: Final = ("not a request", "asks whether it is needed", "seeks work", "seeks a thing", "asks for advice")


@lru_cache(maxsize=_REMEMBERED)
def _requested(sentence: str) -> tuple[int, int] | None:
    """Return where the first request of a sentence begins and ends."""
    found = rules()["request"].search(sentence)
    return found and found.span()


@lru_cache(maxsize=_REMEMBERED)
def asks(sentence: str) -> bool:
    """Say whether the signs of a sentence ask for somebody."""
    found = _requested(sentence) or rules()["weak request"].search(sentence)
    return found is not None and not refusal(sentence)


@lru_cache(maxsize=_REMEMBERED)
def offers(sentence: str) -> bool:
    """Say whether a sentence offers work, or seeks it for the one who writes."""
    return rules()["offers"].search(sentence) is not None or rules()["seeks work"].search(sentence) is not None


@lru_cache(maxsize=_REMEMBERED)
def refusal(sentence: str) -> str:
    """Return the rule by which a sentence asks for nobody, whatever words stand in it, or ""."""
    found = next((name for name in _REFUSALS if rules()[name].search(sentence)), "")
    if found == "seeks a thing" and (_asks_before(sentence) or rules()["made for something"].match(sentence)):
        return ""
    offer = None if found else rules()["offers"].search(sentence)
    if offer is None:
        return found
    request = _requested(sentence)
    return "offers" if request is None or request[0] > offer.start() else ""


def _asks_before(sentence: str) -> bool:
    """Say whether somebody is asked for before the clause that seeks a thing: "Suche jemanden: wir brauchen Räume"."""
    thing = rules()["seeks a thing"].search(sentence)
    person = rules()["for a person"].search(sentence)
    return bool(thing and person and person.end() <= thing.start())


def why_asked(post: Post, named: Sequence[Named]) -> tuple[bool, str]:
    """Return whether a post asks for somebody with these skills, and the rule that says so."""
    if _is_done(post):
        return False, "done"
    asked = [one for one in named if not one.ignored]
    if not asked:
        return False, "names nothing that is asked for"
    places = {one.sentence for one in asked}
    named_in = {place for place in places if refusal(post.sentences[place].signs) in _NO_MATTER}
    near = {number for place in named_in for number in range(place - _NEAR, place + _NEAR + 1)}
    found = [_requested(sentence.signs) for sentence in post.sentences]
    for number in sorted(near & set(range(len(found)))):
        if found[number] and not _why_not(post, number, found[number]):
            return True, "request"
    is_long = len(post.words.text) > LONG and _signs(post) < _ENOUGH
    against = ""
    for number, sentence in enumerate(post.sentences):
        span = found[number]
        if not span and not is_long and (weak := rules()["weak request"].search(sentence.signs)):
            span = weak.span()
        if not span and number not in places:
            continue
        why = _why_not(post, number, span)
        if span and not why and number in near:
            return True, "request"
        against = why or against
    if against or rules()["settled"].search(post.signs):
        return False, against or "done"
    return _without_a_verb(post, named, asked[0])


def _why_not(post: Post, number: int, span: tuple[int, int] | None) -> str:
    """Return the rule by which a sentence asks for nobody though words of a request may stand in it, or ""."""
    sentence = post.sentences[number]
    is_own = span is None or sentence.start + span[0] not in post.quoted
    return refusal(sentence.signs) if is_own else "quoted"


def _is_done(post: Post) -> bool:
    """Say whether a post says that it has found somebody, and seeks nobody else: "…, suche jetzt noch ein Lektorat"."""
    if rules()["done first"].match(post.signs):
        return True
    found = rules()["done"].search(post.signs)
    if found is None:
        return False
    later = rules()["request"].search(post.signs, found.end() - 1)
    return later is None or rules()["still sought"].search(post.signs, found.end() - 1, later.end() + 2) is None


def _without_a_verb(post: Post, named: Sequence[Named], first: Named) -> tuple[bool, str]:
    """Return whether a post asks by its form: an ad, a list of trades, or a skill with conditions and no subject."""
    if any(offers(sentence.signs) for sentence in post.sentences):
        return False, "offers"
    sentence = post.sentences[first.sentence]
    sections = {one.section for one in post.sentences} - {"", "section about"}
    if rules()["event"].search(post.signs):
        return False, "event"
    if len(sections) >= _SECTIONS:
        return True, "ad"
    if rules()["a list"].search(sentence.signs):
        return True, "list"
    opening = post.signs[: first.last + _BEHIND_IT]
    near = sentence.signs[: first.last - sentence.start + _NEAR_IT]
    if first.sentence > 1 or rules()["says something"].search(opening) or rules()["tells"].search(near):
        return False, "no request"
    signs = _signs(post)
    signs += any(one.ignored in _GIVEN for one in named) + (first.first - sentence.start <= _OPENING)
    return signs >= _ENOUGH, "terse" if signs >= _ENOUGH else "no request"


def _signs(post: Post) -> int:
    """Return how many signs of a job a post has."""
    is_wishing = any(rules()[name].search(post.signs) for name in _WISHES)
    return sum(rules()[name].search(post.signs) is not None for name in _SIGNS_OF_A_JOB) + is_wishing
