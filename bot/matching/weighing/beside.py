"""What stands in the core of a post only beside what it asks for: the product, an aside, a detail of another work.

aside     a technology away from what is asked for; a program that only holds what another trade works on
detail    "Newsletter: Texte schreiben, Auswertung": what belongs to a work that is named before

The product that somebody works on is no topic of its own either: "Rails dev to take over an app", "Relaunch in Nuxt",
"Color Grading für unsere Doku".
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from typing import Final

from bot.matching.asking.requests import asks
from bot.matching.naming.candidates import PAIR
from bot.matching.naming.entries import SOFTWARE, Kind
from bot.matching.naming.evidence import is_made
from bot.matching.parts import TRAININGS
from bot.matching.posts.post import GENERAL, MATERIAL, Named, Post, clause
from bot.matching.posts.weights import is_core, may_yield
from bot.matching.rules.rulebook import rules
from bot.matching.templates import TEMPLATES

_PROGRAMS: Final = frozenset({"Excel", "Microsoft Office", "PowerPoint", "Google Workspace"})  # of every desk
_KEEPING: Final = frozenset({"CRM", "ERP"})  # what data is typed into
_TYPING: Final = "Dateneingabe"
# What a developer or a tester may be sought for.
_PRODUCTS: Final = frozenset({"App-Entwicklung", "Website-Erstellung", "Webentwicklung"})
_SITES: Final = ("web", "frontend")
_WHOLES: Final = frozenset(template.skill for template in TEMPLATES if template.is_whole)
_IN: Final = ("in", "im", "unserer", "unserem")
_VIDEO: Final = "video"
_FILMING: Final = "Videoproduktion"
_FILMS: Final = ("film", "filme", "filmen", "filmes", "video", "videos", "doku", "dokus")
_THINGS: Final = "IoT"
# What says by itself what is asked for where things only send what they measure.
_SENDING: Final = frozenset({"LoRaWAN", "MQTT", "RTOS", "Embedded-Entwicklung"})
_SHOWN: Final = ("einweis", "einweist", "erklar", "einfuhrung", "einarbeit", "einzuarbeit")


def without_products(post: Post, named: Sequence[Named]) -> list[Named]:
    """Return the same without the whole that somebody works on: "Rails dev to take over an app" is no app developer.

    What is to be made stands before that: "eine neue Website: Design, Umsetzung mit Django".
    """
    builders = {one.sentence: one.first for one in reversed(named) if is_core(one) and _builds(one)}
    is_built = any(is_core(one) and one.hit.kind is Kind.TECH and one.skill.part in _SITES for one in named)
    mobile = any(is_core(one) and one.skill.part == "mobile" and one.skill.label not in _PRODUCTS for one in named)
    films = _films_worked_on(post, named)
    return [
        replace(one, ignored="topic", weight="")
        if (is_built and may_yield(post, one) and _is_what_is_built(post, one))
        or (
            one.skill.label in _PRODUCTS
            and may_yield(post, one)
            and not one.hit.is_role
            and builders.get(one.sentence, one.last) < one.first
            and not (mobile and one.skill.part == "mobile")
            and rules()["further"].search(post.sentences[one.sentence].signs) is None
        )
        or one in films
        else one
        for one in named
    ]


def _films_worked_on(post: Post, named: Sequence[Named]) -> Sequence[Named]:
    """Return the films that are cut, animated or graded and not filmed: of 35 labelled by hand 3 were to be made."""
    films = [one for one in named if _is_film(post, one)]
    others = {one.skill.label for one in named if is_core(one) and one.skill.part == _VIDEO and one not in films}
    return [one for one in films if may_yield(post, one)] if others and _FILMING not in others else ()


def _is_film(post: Post, one: Named) -> bool:
    """Say whether a name only says which film: "Erklärfilm", "Doku"; an Imagefilm is filmed."""
    if one.skill.label != _FILMING:
        return False
    word = post.words.words[one.hit.last].key
    return word.endswith(_FILMS) and not word.startswith("image")


def _is_relaunch(post: Post, one: Named) -> bool:
    """Say whether a site is only named as what is made new: "Relaunch in Nuxt", "Drupal-Leute für einen Relaunch"."""
    words = post.words.words[one.hit.first : one.hit.last + 1]
    return one.skill.label == "Website-Erstellung" and any(word.key.startswith("relaunch") for word in words)


def _is_the_shop(post: Post, one: Named) -> bool:
    """Say whether a shop is only the one that its system is named of: "Checkout bricht ab", not "ein neuer Shop"."""
    return one.skill.label == "Onlineshop" and not is_made(post.words.words, one.hit.first, one.hit.last)


def _is_what_is_built(post: Post, one: Named) -> bool:
    """Say whether a name only says what is built: a relaunch, the shop, a dashboard in Svelte."""
    word = post.words.words[one.hit.first].key
    is_system = one.skill.label == "UI-Design" and word.startswith("design")  # components for a Designsystem
    is_dashboard = one.skill.label == "Business Intelligence" and word == "dashboard"
    return is_dashboard or is_system or _is_relaunch(post, one) or _is_the_shop(post, one)


def _builds(one: Named) -> bool:
    """Say whether somebody is sought who programs one layer or tests: with a technology, or by trade."""
    is_layer = one.skill.part in ("backend", "frontend", "qa") and one.skill.label not in GENERAL
    return is_layer and (one.hit.kind is Kind.TECH or one.hit.is_role)


def beside_others(post: Post, named: Sequence[Named], asked: Set[int], asking: Set[int]) -> list[Named]:
    """Return the same without what is only an aside or a detail in the core."""
    heads = [
        one for one in named if is_core(one) and one.skill.label not in GENERAL | MATERIAL and one.sentence in asked
    ]
    works = {(one.sentence, one.skill.part) for one in named if is_core(one) and one.hit.kind is Kind.WORK}
    return [
        one.weighing(why)
        if may_yield(post, one)
        and (why := "aside" if _is_aside(post, one, heads, works, asked, asking) else _beside(post, named, at))
        else one
        for at, one in enumerate(named)
    ]


def _is_aside(
    post: Post,
    one: Named,
    heads: Sequence[Named],
    works: Set[tuple[int, str | None]],
    asked: Set[int],
    asking: Set[int],
) -> bool:
    """Say whether a technology stands away from what is asked for; in a terse post, from a person or another trade.

    `works` are the sentences that name a work, with its part: of "Firmware in C" C is no aside. Neither is what is in
    trouble: "Unser SharePoint ist eine Müllhalde. Wer räumt da auf?". What a long post is about stands before it asks.
    """
    if one.hit.kind is not Kind.TECH or one.sentence in asked or (one.sentence, one.skill.part) in works:
        return False
    if post.is_long and one.sentence < min(asking, default=0):
        return False
    if any(rules()[name].search(post.sentences[one.sentence].signs) for name in ("trouble", "further")):
        return False
    behind = one.sentence + 1
    if behind in asking and rules()["does it"].search(post.sentences[behind].signs):  # "Wer richtet das ein?"
        return False
    return any(head.sentence in asking or head.hit.is_role or head.skill.part not in SOFTWARE for head in heads)


def _beside(post: Post, named: Sequence[Named], at: int) -> str:
    one = named[at]
    if one.hit.kind in (Kind.TECH, Kind.WORK) and _is_told_of_us(post, named, one):
        return "mentioned"
    if one.skill.label in _PROGRAMS | _KEEPING and _is_only_held_in(post, named, one):
        return "aside"
    if one.skill.label == _THINGS and _is_told_by_its_network(post, named, one):
        return "detail"
    if one.skill.label == "Schulung" and (_is_handing_over(post, named, one) or _is_a_course(post, named, one)):
        return "detail"
    return "detail" if one.hit.kind is Kind.WORK and _is_detail(post, named, at) else ""


def _is_told_of_us(post: Post, named: Sequence[Named], one: Named) -> bool:
    """Say whether a clause behind what is asked for tells of who asks: "Buchhalterin gesucht, wir haben zwei Shops"."""
    sentence = post.sentences[one.sentence]
    first, _last = clause(sentence.signs, one.first - sentence.start, one.last - sentence.start)
    if not first or not rules()["tells of us within"].match(sentence.signs, first):
        return False
    past = sentence.start + first
    parts = {
        other.skill.part for other in named if other.sentence == one.sentence and other.last <= past and is_core(other)
    }
    return bool(parts) and one.skill.part not in parts and asks(sentence.signs[:first])


def _is_told_by_its_network(post: Post, named: Sequence[Named], one: Named) -> bool:
    """Say whether sensors are spoken of and the technology says what is asked for: "Pegelsensoren per LoRaWAN"."""
    is_said = post.words.words[one.hit.first].key.startswith(one.skill.key)
    return not is_said and any(is_core(other) and other.skill.label in _SENDING for other in named)


def _is_handing_over(post: Post, named: Sequence[Named], one: Named) -> bool:
    """Say whether what somebody sets up is only shown at the end: "Nextcloud aufsetzen, kurze Einweisung"."""
    words = {post.words.words[at].key for at in (one.hit.first, one.hit.other) if at >= 0}
    is_shown = any(word.startswith(_SHOWN) for word in words)
    return is_shown and any(is_core(other) and other.skill.part != one.skill.part for other in named)


def _is_a_course(post: Post, named: Sequence[Named], one: Named) -> bool:
    """Say whether a course is only a page on a platform that is asked for: "Moodle-Admin, zwei Kurse anlegen"."""
    is_course = post.words.words[one.hit.first].key.startswith("kurs")
    return is_course and any(is_core(other) and other.skill.label == "Moodle" for other in named)


def _is_only_held_in(post: Post, named: Sequence[Named], one: Named) -> bool:
    """Say whether a program of every desk only holds what another trade works on: "Kontakte aus Excel", "als Word".

    So does what data is typed into.
    """
    core = {other.skill.label for other in named if is_core(other)}
    if not core - _PROGRAMS or "VBA" in core or (one.skill.label in _KEEPING and _TYPING not in core):
        return False
    is_in_it = post.words.words[max(one.hit.first - 1, 0)].key in _IN
    if is_in_it and core & TRAININGS:
        return False
    return rules()["held in"].search(post.signs[: one.first]) is not None


def _is_detail(post: Post, named: Sequence[Named], at: int) -> bool:
    """Say whether a work only tells more of one before it: "Newsletter: Texte schreiben", "Joomla umziehen"."""
    one = named[at]
    heads = [
        other
        for other in named[:at]
        if other.sentence == one.sentence
        and is_core(other)
        and other.skill.part != one.skill.part
        and other.hit.how != PAIR
    ]
    if not heads or any(head.skill.label in _WHOLES for head in heads):
        return False
    if post.signs[heads[-1].first - 1 : heads[-1].first] == "-":  # "- Flyer - Homepage" is a list
        return False
    if rules()["tells more"].search(post.signs, heads[-1].last, one.first):
        return True
    is_done_to_it = heads[-1].last == one.first and heads[-1].hit.kind is Kind.TECH
    if one.skill.label in TRAININGS | {_TYPING}:
        return False
    return is_done_to_it and post.words.words[one.hit.first].text[0].islower()
