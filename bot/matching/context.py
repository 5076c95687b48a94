"""What a post only tells of beside what it asks for: it goes along with the job, or is not asked for at all.

aside     a technology away from it; a program that only holds what another trade works on: "Kontakte aus Excel rein"
detail    "Newsletter: Texte schreiben, Auswertung": what belongs to a work that is named before
led       "Projektleiter für die SAP-Einführung": what somebody leads or hires for and does not do
guessed   what only two words that stand apart say, beside another trade that has a name
mentioned what a longer post names of another trade, away from where it asks, unless the sentence adds a further work

What stands elsewhere in a long post, or under an ad's duties without belonging to the trade, is context and ignored.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from typing import Final

from bot.matching.candidates import PAIR
from bot.matching.entries import CODE, Kind
from bot.matching.parts import TRAININGS
from bot.matching.post import GENERAL, LONG, MATERIAL, Named, Post, clause
from bot.matching.requests import asks
from bot.matching.rulebook import rules
from bot.matching.templates import TEMPLATES

CORE: Final = "core"
_SOFTWARE: Final = CODE | {"ux", "qa"}
_SHORT: Final = 300  # characters up to which a post says little but what it asks for
_LEADING: Final = frozenset({"pm", "sales"})  # who leads a project or hires people does not do what it is about
_PROGRAMS: Final = frozenset({"Excel", "Microsoft Office", "PowerPoint", "Google Workspace"})  # of every desk
_PRODUCTS: Final = frozenset({"App-Entwicklung", "Website-Erstellung"})  # what a developer may be sought for
_SITES: Final = ("web", "frontend")
_WHOLES: Final = frozenset(template.skill for template in TEMPLATES if template.is_whole)
_IN: Final = ("in", "im", "unserer", "unserem")
_SHOWN: Final = ("einweis", "einweist", "erklar", "einfuhrung", "einarbeit", "einzuarbeit")
_NEEDS: Final = ("brauch", "braeuch", "bräuch", "benoetig", "benötig")  # how a word begins that asks for the other


def in_context(post: Post, named: Sequence[Named], asking: Set[int], asked: Set[int]) -> list[Named]:
    """Return the same names; what is only told of has another weight, or is ignored.

    `asking` are the sentences that ask for somebody, `asked` those that say what is asked for (`sought`).
    """
    told = _below_a_title(post, _led(post, _beside_others(post, _without_products(post, named), asked, asking)), asked)
    told = _mentioned(post, _without_context(post, told, asked), asking)
    return _duties(post, _without_guesses(post, told, asked))


def _without_products(post: Post, named: Sequence[Named]) -> list[Named]:
    """Return the same without the whole that somebody works on: "Rails dev to take over an app" is no app developer.

    What is to be made stands before that: "eine neue Website: Design, Umsetzung mit Django".
    """
    builders = {one.sentence: one.first for one in reversed(named) if _is_core(one) and _builds(one)}
    is_built = any(_is_core(one) and one.hit.kind is Kind.TECH and one.skill.part in _SITES for one in named)
    mobile = any(_is_core(one) and one.skill.part == "mobile" and one.skill.label not in _PRODUCTS for one in named)
    return [
        replace(one, ignored="topic", weight="")
        if (is_built and _may_yield(post, one) and _is_relaunch(post, one))
        or (
            one.skill.label in _PRODUCTS
            and _may_yield(post, one)
            and builders.get(one.sentence, one.last) < one.first
            and not (mobile and one.skill.part == "mobile")
            and rules()["further"].search(post.sentences[one.sentence].signs) is None
        )
        else one
        for one in named
    ]


def _is_relaunch(post: Post, one: Named) -> bool:
    """Say whether a site is only named as what is made new: "Relaunch in Nuxt", "Drupal-Leute für einen Relaunch"."""
    return one.skill.label == "Website-Erstellung" and post.words.words[one.hit.first].key.startswith("relaunch")


def _builds(one: Named) -> bool:
    """Say whether somebody is sought who programs one layer: with a technology, or by trade."""
    is_layer = one.skill.part in ("backend", "frontend") and one.skill.label not in GENERAL
    return is_layer and (one.hit.kind is Kind.TECH or one.hit.is_role)


def _beside_others(post: Post, named: Sequence[Named], asked: Set[int], asking: Set[int]) -> list[Named]:
    """Return the same without what is only an aside or a detail in the core."""
    heads = [
        one for one in named if _is_core(one) and one.skill.label not in GENERAL | MATERIAL and one.sentence in asked
    ]
    works = {(one.sentence, one.skill.part) for one in named if _is_core(one) and one.hit.kind is Kind.WORK}
    return [
        replace(one, weight=why)
        if _may_yield(post, one)
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
    trouble: "Unser SharePoint ist eine Müllhalde. Wer räumt da auf?".
    """
    if one.hit.kind is not Kind.TECH or one.sentence in asked or (one.sentence, one.skill.part) in works:
        return False
    if any(rules()[name].search(post.sentences[one.sentence].signs) for name in ("trouble", "further")):
        return False
    return any(head.sentence in asking or head.hit.is_role or head.skill.part not in _SOFTWARE for head in heads)


def _is_core(one: Named) -> bool:
    return one.weight in (CORE, "insisted")


def _may_yield(post: Post, one: Named) -> bool:
    return one.weight == CORE and not one.hit.is_role and post.sentences[one.sentence].section != "title"


def _beside(post: Post, named: Sequence[Named], at: int) -> str:
    one = named[at]
    if one.hit.kind in (Kind.TECH, Kind.WORK) and _is_told_of_us(post, named, one):
        return "mentioned"
    if one.skill.label in _PROGRAMS and _is_only_held_in(post, named, one):
        return "aside"
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
        other.skill.part for other in named if other.sentence == one.sentence and other.last <= past and _is_core(other)
    }
    return bool(parts) and one.skill.part not in parts and asks(sentence.signs[:first])


def _is_handing_over(post: Post, named: Sequence[Named], one: Named) -> bool:
    """Say whether what somebody sets up is only shown at the end: "Nextcloud aufsetzen, kurze Einweisung"."""
    words = {post.words.words[at].key for at in (one.hit.first, one.hit.other) if at >= 0}
    is_shown = any(word.startswith(_SHOWN) for word in words)
    return is_shown and any(_is_core(other) and other.skill.part != one.skill.part for other in named)


def _is_a_course(post: Post, named: Sequence[Named], one: Named) -> bool:
    """Say whether a course is only a page on a platform that is asked for: "Moodle-Admin, zwei Kurse anlegen"."""
    is_course = post.words.words[one.hit.first].key.startswith("kurs")
    return is_course and any(_is_core(other) and other.skill.label == "Moodle" for other in named)


def _is_only_held_in(post: Post, named: Sequence[Named], one: Named) -> bool:
    """Say whether a program of every desk only holds what another trade works on: "Kontakte aus Excel", "als Word"."""
    is_beside = any(_is_core(other) and other.skill.label not in _PROGRAMS for other in named)
    is_in_it = post.words.words[max(one.hit.first - 1, 0)].key in _IN
    if is_in_it and any(_is_core(other) and other.skill.label in TRAININGS | {"VBA"} for other in named):
        return False
    return is_beside and rules()["held in"].search(post.signs[: one.first]) is not None


def _is_detail(post: Post, named: Sequence[Named], at: int) -> bool:
    """Say whether a work only tells more of one before it: "Newsletter: Texte schreiben", "Joomla umziehen"."""
    one = named[at]
    heads = [
        other
        for other in named[:at]
        if other.sentence == one.sentence and _is_core(other) and other.skill.part != one.skill.part
    ]
    if not heads or any(head.skill.label in _WHOLES for head in heads):
        return False
    if rules()["tells more"].search(post.signs, heads[-1].last, one.first):
        return True
    is_done_to_it = heads[-1].last == one.first and heads[-1].hit.kind is Kind.TECH and one.skill.label not in TRAININGS
    return is_done_to_it and post.words.words[one.hit.first].text[0].islower()


def _led(post: Post, named: Sequence[Named]) -> list[Named]:
    leads = [one for one in named if _is_core(one) and one.skill.part in _LEADING]
    led = {one.skill.key for one in named if _is_led(post, one, leads)}
    done = {one.skill.key for one in named if one.hit.is_role}
    return [replace(one, weight="led") if _is_core(one) and one.skill.key in led - done else one for one in named]


def _is_led(post: Post, one: Named, leads: Sequence[Named]) -> bool:
    """Say whether a skill is what somebody leads or hires for: a person's sentence, or "Projektleitung IT"."""
    if not _is_core(one) or one.hit.is_role or one.skill.part in _LEADING:
        return False
    return any(
        lead.sentence == one.sentence
        and (
            lead.hit.is_role
            or lead.last == one.first
            or any(rules()[name].fullmatch(post.signs, lead.last, one.first) for name in ("for another", "led thing"))
            or (one.first < lead.first and rules()["purpose first"].match(post.sentences[one.sentence].signs))
        )
        for lead in leads
    )


def _below_a_title(post: Post, named: Sequence[Named], asked: Set[int]) -> list[Named]:
    """Return the same; where a title says what the job is, nothing below it that asks for nobody is core."""
    is_titled = any(_is_core(one) and post.sentences[one.sentence].section == "title" for one in named)
    if not is_titled:
        return list(named)
    return [replace(one, weight="duty") if one.weight == CORE and one.sentence not in asked else one for one in named]


def _duties(post: Post, named: Sequence[Named]) -> list[Named]:
    """Return the same; duties of a trade that is asked for are what the job consists of."""
    parts = {one.skill.part for one in named if _is_core(one)}
    return [_duty(post, one, parts) if one.weight == "duty" else one for one in named]


def _duty(post: Post, one: Named, parts: Set[str | None]) -> Named:
    """Return a duty as core where it is of a trade that is asked for, as context where it is another trade's work."""
    if one.skill.part in parts:
        return replace(one, weight=CORE) if post.sentences[one.sentence].section == "section duty" else one
    is_others = bool(parts) and one.hit.kind is Kind.WORK
    return replace(one, ignored="context", weight="") if is_others else one


def _without_context(post: Post, named: Sequence[Named], asked: Set[int]) -> list[Named]:
    """Return the same without what only tells of the world around the job: in long posts most sentences do."""
    core = _parts_in_question(named, asked)
    if not core:
        return list(named)
    is_long = len(post.words.text) > LONG
    return [
        replace(one, ignored="context", weight="")
        if one.weight and one.skill.part not in core and _is_context(post, one, core, asked, is_long)
        else one
        for one in named
    ]


def _mentioned(post: Post, named: Sequence[Named], asked: Set[int]) -> list[Named]:
    """Return the same; what a story of some length names away from where it asks opens no part of its own."""
    parts = _parts_in_question(named, asked)
    if not parts or len(post.words.text) <= _SHORT:
        return list(named)
    return [
        replace(one, weight="mentioned")
        if _may_yield(post, one)
        and one.skill.part not in parts
        and one.sentence not in asked
        and rules()["further"].search(post.sentences[one.sentence].signs) is None
        else one
        for one in named
    ]


def _without_guesses(post: Post, named: Sequence[Named], asked: Set[int]) -> list[Named]:
    """Return the same; a part that only words apart from each other speak of is none beside one that has a name.

    Where one of the two is the word that asks, it is asked for: "Fotos von der Werkstatt bräuchten wir auch".
    """
    said = {one.skill.part for one in named if _is_core(one) and one.hit.how != PAIR}
    if not said:
        return list(named)
    return [
        replace(one, weight="guessed")
        if _is_core(one)
        and one.skill.part not in said
        and not _is_needed(post, one)
        and not (len(post.words.text) <= _SHORT and one.sentence in asked)
        else one
        for one in named
    ]


def _is_needed(post: Post, one: Named) -> bool:
    words = (post.words.words[at].key for at in {one.hit.first, one.hit.other} if at >= 0)
    return any(word.startswith(_NEEDS) for word in words)


def _parts_in_question(named: Sequence[Named], asked: Set[int]) -> set[str | None]:
    """Return the parts of what is core where the post says what it asks for."""
    return {one.skill.part for one in named if _is_core(one) and one.sentence in asked}


def _is_context(post: Post, one: Named, core: Set[str | None], asked: Set[int], is_long: bool) -> bool:
    if one.sentence in asked:
        return False
    section = post.sentences[one.sentence].section
    if section == "section known":
        return one.hit.is_role and one.skill.part not in core
    if section == "section duty":
        is_work = one.hit.kind is Kind.WORK and one.skill.part not in _SOFTWARE
        return (one.hit.is_role and one.skill.part not in core) or (is_work and one.skill.part not in core)
    if section or one.weight in ("wish", "insisted", "known"):
        return False
    signs = post.sentences[one.sentence].signs
    states = rules()["states"].search(signs) or rules()["tells of us"].match(signs)
    is_stated = one.hit.kind is Kind.WORK and not one.hit.is_role and states is not None
    return (is_long or is_stated) and not any(rules()[name].search(signs) for name in ("adds", "further"))
