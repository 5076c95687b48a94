"""Whether a post asks for somebody: the signs for and against it are added up (`signs`), its sentences looked at here,
and how it sounds besides (`tone`).

A sentence asks when a request stands in it, unless what is sought is work for oneself ("suche neue Aufträge"), a thing
("suche eine Wohnung"), advice ("brauche kurz Rat"), or it asks whether something is needed at all ("Brauche ich dafür
Docker?"). Such a sentence is a sign, and the strongest; but a post may ask without one: "Cutter/in, 3 Tage, 300 Euro".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from functools import cache, lru_cache
from typing import Final, NamedTuple

from bot.matching.asking.signs import ENOUGH, OVERRULED, SIGNS, points, seen_in
from bot.matching.asking.tone import Heard, are_enough, heard_in
from bot.matching.naming.entries import Kind
from bot.matching.posts.post import Named, Post, about
from bot.matching.posts.sections import OF_AN_AD, Sentence
from bot.matching.rules.alternatives import Rules
from bot.matching.rules.rulebook import rules, several

_REMEMBERED: Final = 256  # sentences: those of a post are looked at by several rules
_NEAR: Final = 2  # sentences between which a request and what it asks for may stand apart
_SHORT: Final = 30  # words and marks of a post of which everything belongs together
_OPENING: Final = 1  # words before what a post opens with
_MUCH: Final = 3  # skills that are given
_GIVEN: Final = ("taken", "there", "self", "others", "denied")  # who says what is given or not wanted wants something
_BEHIND_IT: Final = 4  # words behind a name in which a verb would say something of it
_NEAR_IT: Final = 8  # words behind it in which a sentence would tell of it
_REFUSALS: Final = {
    "not a request": "means another",
    "asks whether it is needed": "asks for need",
    "seeks work": "seeks work",
    "seeks a thing": "seeks a thing",
    "asks for advice": "asks for advice",
}  # the rules by which a sentence asks for nobody, each with its sign
_NO_THING: Final = ("made for something", "somebody who", "someone of a trade", "handed on")
_ASKED_THEN: Final = ("asks for advice", "seeks a thing")  # "Tipp gesucht: Wer baut mir das?"
_OFFERS: Final = "offers"
_DONE: Final = frozenset({"done", "done first"})
_ASKED: Final = ("request", "request near", "work is given")
_TALES_WITH_A_WISH: Final = frozenset({"offers self", "event", "news", "seeks work"})
_TALES: Final = _TALES_WITH_A_WISH | {"tells of self"}
_OF_A_LIST: Final = ("", "section asked", "section item")  # which who offers writes as well
_OF_A_TALE: Final = frozenset({"advice question"})  # a question that a long post asks besides is no request for advice
_PLACES: Final = {name: place for place, name in enumerate(SIGNS)}  # of each sign in the order of their table


@lru_cache(maxsize=_REMEMBERED)
def _requested(sentence: str) -> tuple[int, int] | None:
    """Return where the first request of a sentence begins and ends."""
    found = rules()["request"].search(sentence)
    return found and found.span()


@lru_cache(maxsize=_REMEMBERED)
def _wished(sentence: str) -> bool:
    """Say whether a sentence says what is wanted or is to be done."""
    return rules()["weak request"].search(sentence) is not None


@lru_cache(maxsize=_REMEMBERED)
def asks(sentence: str) -> bool:
    """Say whether the signs of a sentence ask for somebody."""
    return (_requested(sentence) is not None or _wished(sentence)) and not refusal(sentence)


@lru_cache(maxsize=_REMEMBERED)
def offers(sentence: str) -> bool:
    """Say whether a sentence offers work, or seeks it for the one who writes."""
    return _offered(sentence) or rules()["seeks work"].search(sentence) is not None


@lru_cache(maxsize=_REMEMBERED)
def _offered(sentence: str) -> bool:
    """Say whether a sentence offers work before it asks for any: "Wer hat noch Luft?" asks whether others offer it."""
    offer = rules()["offers"].search(sentence)
    request = offer and _requested(sentence)
    return offer is not None and (request is None or request[0] > offer.start())


@lru_cache(maxsize=_REMEMBERED)
def refusal(sentence: str) -> str:
    """Return the rule by which a sentence asks for nobody, whatever words stand in it, or ""."""
    found = next((name for name, rule in _refusing().woken(sentence) if rule.search(sentence)), "")
    is_thing = found == "seeks a thing"
    if is_thing and (_asks_before(sentence) or any(rules()[name].search(sentence) for name in _NO_THING)):
        return ""
    if found in _ASKED_THEN and rules()["then who"].search(sentence):
        return ""
    return found or (_OFFERS if _offered(sentence) else "")


@cache
def _refusing() -> Rules:
    return several({name: name for name in _REFUSALS})


def _asks_before(sentence: str) -> bool:
    """Say whether somebody is asked for before the clause that seeks a thing: "Suche jemanden: wir brauchen Räume"."""
    thing = rules()["seeks a thing"].search(sentence)
    person = rules()["for a person"].search(sentence)
    return bool(thing and person and person.end() <= thing.start())


class Verdict(NamedTuple):
    """Whether a post asks for somebody, the rule that says so, the signs it has, and how it sounds."""

    asks: bool
    why: str
    signs: tuple[str, ...] = ()
    tone: tuple[Heard, ...] = ()


def verdict_on(post: Post, named: Sequence[Named]) -> Verdict:
    """Return whether a post asks for somebody with these skills, and why."""
    asked = [one for one in named if not one.ignored]
    if not asked:
        is_done = _is_marked_done(post) or _says_done(post)
        return Verdict(False, "done" if is_done else "names nothing that is asked for")
    telling = [one.signs for one in post.sentences if not _requested(one.signs) or refusal(one.signs)]
    told = {*_told(post, asked), *_formed(post, named, asked), *seen_in(post.signs, telling, is_long=post.is_long)}
    shown = _shown(told | {"long tale"} if _is_a_long_tale(post, told) else told)
    tone = tuple(heard_in(post, named))
    is_enough = points(shown) >= ENOUGH
    if are_enough(shown, tone) and "done first" not in told:
        why = "request" if {"request", "request near"} & set(shown) else "signs"
        return Verdict(True, why if is_enough else "sounds like one", shown, tone)
    if told & _DONE:
        return Verdict(False, "done", shown, tone)
    refused = next((rule for rule, sign in _REFUSALS.items() if sign in told), "")
    why = "sounds like chat" if is_enough else refused or ("offers" if _OFFERS in told else "no request")
    return Verdict(False, why, shown, tone)


def _is_a_long_tale(post: Post, told: Set[str]) -> bool:
    """Say whether a long post asks and wants nothing, and offers, tells of its writer, or announces something.

    Who only tells of themselves may wish for something: "Ich habe etwas erfunden, das muss jetzt jemand konstruieren".
    Long ones hold a word of every sign: of such posts labelled by hand twelve in nineteen asked for nobody. One with
    the sections of an ad is none.
    """
    tales = _TALES_WITH_A_WISH if "weak request" in told else _TALES
    is_tale = "long" in told and "wanted" not in told and told.isdisjoint(_ASKED) and not told.isdisjoint(tales)
    return is_tale and not any(sentence.section not in _OF_A_LIST for sentence in post.sentences)


def _shown(told: Set[str]) -> tuple[str, ...]:
    """Return the signs that count, in the order of their table."""
    if "long" in told and not told.isdisjoint(_ASKED):
        told = told - _OF_A_TALE
    counting = (name for name in told if name in _PLACES and told.isdisjoint(OVERRULED.get(name, ())))
    return tuple(sorted(counting, key=_PLACES.__getitem__))


def _told(post: Post, asked: Sequence[Named]) -> Iterator[str]:
    """Yield the signs that its sentences are: requests near what is named and far from it, refusals, a story's end."""
    places = {one.sentence for one in asked}
    for number, sentence in enumerate(post.sentences):
        span, why = _requested(sentence.signs), refusal(sentence.signs)
        if _seeks_another_trade(sentence, asked):
            yield "another trade"
            continue
        is_quoted = span is not None and sentence.start + span[0] in post.quoted
        if is_quoted:
            yield "quoted"
        if why and (span or number in places or why == "seeks work"):
            yield _REFUSALS.get(why, _OFFERS)
        if span and not why and not is_quoted:
            away = min(abs(number - place) for place in places)
            is_near = away <= _NEAR or len(post.signs) <= _SHORT
            yield "request" if not away else "request near" if is_near else "far request"
        if not why and _wished(sentence.signs):
            yield "weak request"
    if _is_marked_done(post):
        yield "done first"
    elif _says_done(post):
        yield "done"


def _seeks_another_trade(sentence: Sentence, asked: Sequence[Named]) -> bool:
    """Say whether a sentence asks for somebody of a trade nobody offers here: "Suche Maler", "Wer kann putzen?"."""
    found = rules()["seeks another trade"].search(sentence.signs)
    place = sentence.start + about(found)[0] if found else -1
    return found is not None and not any(one.first <= place < one.last for one in asked)


def _formed(post: Post, named: Sequence[Named], asked: Sequence[Named]) -> Iterator[str]:
    """Yield the signs that are not in single words: how a post is built, and what is named in it."""
    first = asked[0]
    sentence = post.sentences[first.sentence]
    kinds = {one.hit.kind for one in asked}
    given = {one.skill.key for one in named if one.ignored in _GIVEN}
    seen = {
        "works listed": bool(rules()["a list"].search(sentence.signs)),
        "no subject": first.sentence <= 1 and not _tells(post, first),
        "opens with it": first.sentence == 0 and first.first - sentence.start <= _OPENING,
        "several skills": len({one.skill.key for one in asked}) > 1,
        "several sentences": len({one.sentence for one in asked}) > 1,
        "work named": Kind.WORK in kinds,
        "only tools": not kinds & {Kind.WORK, Kind.TECH, Kind.FIELD},
        "there already": bool(given),
        "much given": post.is_long and len(given) >= _MUCH,
        "ad": post.is_long and any(sentence.section in OF_AN_AD for sentence in post.sentences),
        "long": post.is_long,
        "question": "?" in post.signs,
        "task named": bool(rules()["job task"].search(post.signs)),
        "given": bool(rules()["job given"].search(post.signs)),
        "unable": _is_unable(post),
        "trouble": "?" in post.signs
        and any(rules()["trouble"].search(post.sentences[number].signs) for number in {one.sentence for one in asked}),
        "event": bool(rules()["event"].search(post.signs)),
    }
    return (name for name, is_seen in seen.items() if is_seen)


def _is_unable(post: Post) -> bool:
    """Say whether somebody cannot do something and asks for one who can."""
    names = ("unable", "lacking") if _asks_anywhere(post) else ("lacking",)
    return any(rules()[name].search(post.signs) for name in names) and calls(post)


def _asks_anywhere(post: Post) -> bool:
    """Say whether a sentence of a post asks for somebody."""
    return any(asks(one.signs) for one in post.sentences)


def calls(post: Post) -> bool:
    """Say whether a post asks for somebody in a sentence, or calls on those who read: "Profis vor!"."""
    return _asks_anywhere(post) or rules()["calls on somebody"].search(post.signs) is not None


def _tells(post: Post, first: Named) -> bool:
    """Say whether the words around what is named first say something of it, instead of only naming it."""
    sentence = post.sentences[first.sentence]
    opening = post.signs[: first.last + _BEHIND_IT]
    near = sentence.signs[: first.last - sentence.start + _NEAR_IT]
    return bool(rules()["says something"].search(opening) or rules()["tells"].search(near))


def _says_done(post: Post) -> bool:
    """Say whether a post says somewhere that it has found somebody, and seeks nobody else."""
    return _is_done(post, rules()["done"].search(post.signs))


def _is_marked_done(post: Post) -> bool:
    """Say whether it begins or ends with that: "BESETZT, bitte keine Nachrichten mehr", "Wer kann das? [erledigt]"."""
    return (
        _is_done(post, rules()["done first"].match(post.signs)) or rules()["done last"].search(post.signs) is not None
    )


def _is_done(post: Post, found: re.Match[str] | None) -> bool:
    """Say whether a post seeks nobody behind what says that it has found somebody: not "…, suche noch ein Lektorat"."""
    if found is None:
        return False
    later = rules()["request"].search(post.signs, found.end() - 1)
    return later is None or rules()["still sought"].search(post.signs, found.end() - 1, later.end() + 2) is None
