"""What a post only tells of beside what it asks for: it goes along with the job, or is not asked for at all.

led       "Projektleiter für die SAP-Einführung": what somebody leads or hires for and does not do
guessed   what only two words that stand apart say, beside another trade that has a name
mentioned what a longer post names of another trade, away from where it asks, unless the sentence adds a further work
          or a long post calls a work by its name; a work of the same trade that it names there once, and software
          that goes with what is asked for, wherever it is named: MySQL and PHP

Asides, details and the product that somebody works on are told by `beside`. What stands elsewhere in a long post, or
under an ad's duties without belonging to the trade, is context and ignored, unless the post goes on with it
(`_is_more`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from typing import Final

from bot.matching.naming.candidates import BY_NAME, PAIR
from bot.matching.naming.entries import CODE, SOFTWARE, Kind
from bot.matching.parts import TRAININGS
from bot.matching.posts.post import Named, Post, at_two_places
from bot.matching.posts.sections import DUTIES
from bot.matching.posts.weights import CORE, is_core, may_yield
from bot.matching.rules.rulebook import rules
from bot.matching.weighing.beside import beside_others, without_products
from bot.matching.weighing.described import DESCRIBED

_MUCH: Final = 30  # signs of a sentence that lists much
_SHORT: Final = 300  # characters up to which a post says little but what it asks for
_LEADING: Final = frozenset({"pm", "sales"})  # who leads a project or hires people does not do what it is about
_INFERRED: Final = frozenset({PAIR, DESCRIBED, "typo"})
_NEEDS: Final = ("brauch", "braeuch", "bräuch", "benoetig", "benötig")  # how a word begins that asks for the other


def in_context(post: Post, named: Sequence[Named], asking: Set[int], asked: Set[int]) -> list[Named]:
    """Return the same names; what is only told of has another weight, or is ignored.

    `asking` are the sentences that ask for somebody, `asked` those that say what is asked for (`sought`).
    """
    told = _below_a_title(post, _led(post, beside_others(post, without_products(post, named), asked, asking)), asked)
    told = _mentioned(post, _without_context(post, told, asking, asked), asking, asked)
    return _duties(post, _without_guesses(post, told, asked))


def _led(post: Post, named: Sequence[Named]) -> list[Named]:
    leads = [one for one in named if is_core(one) and one.skill.part in _LEADING]
    led = {one.skill.key for one in named if _is_led(post, one, leads)}
    done = {one.skill.key for one in named if one.hit.is_role}
    return [one.weighing("led") if is_core(one) and one.skill.key in led - done else one for one in named]


def _is_led(post: Post, one: Named, leads: Sequence[Named]) -> bool:
    """Say whether a skill is what somebody leads or hires for: a person's sentence, or "Projektleitung IT"."""
    if not is_core(one) or one.hit.is_role or one.skill.part in _LEADING or one.skill.label in TRAININGS:
        return False
    return any(
        lead.sentence == one.sentence
        and not _is_one_more(post, min(one.last, lead.last), max(one.first, lead.first))
        and (
            lead.hit.is_role
            or lead.last == one.first
            or any(rules()[name].fullmatch(post.signs, lead.last, one.first) for name in ("for another", "led thing"))
            or (one.first < lead.first and rules()["purpose first"].match(post.sentences[one.sentence].signs))
        )
        for lead in leads
    )


def _is_one_more(post: Post, end: int, start: int) -> bool:
    """Say whether signs between two skills make the second one more: "SEO und jemand als", the next of a list."""
    return bool(
        rules()["asked besides"].search(post.signs, end, start)
        or rules()["in a list"].fullmatch(post.signs, end, start)
    )


def _below_a_title(post: Post, named: Sequence[Named], asked: Set[int]) -> list[Named]:
    """Return the same; where a title says what the job is, nothing below it that asks for nobody is core."""
    is_titled = any(is_core(one) and post.sentences[one.sentence].section == "title" for one in named)
    if not is_titled:
        return list(named)
    return [one.weighing("duty") if one.weight == CORE and one.sentence not in asked else one for one in named]


def _duties(post: Post, named: Sequence[Named]) -> list[Named]:
    """Return the same; duties of a trade that is asked for are what the job consists of."""
    parts = {one.skill.part for one in named if is_core(one)}
    return [_duty(post, one, parts) if one.weight == "duty" else one for one in named]


def _duty(post: Post, one: Named, parts: Set[str | None]) -> Named:
    """Return a duty as core where it is of a trade that is asked for, as context where it is another trade's work."""
    if one.skill.part in parts:
        return one.weighing(CORE) if post.sentences[one.sentence].section == "section duty" else one
    is_others = bool(parts) and one.hit.kind is Kind.WORK
    return replace(one, ignored="context", weight="") if is_others else one


def _without_context(post: Post, named: Sequence[Named], asking: Set[int], asked: Set[int]) -> list[Named]:
    """Return the same without what only tells of the world around the job: in long posts most sentences do."""
    core = _parts_in_question(named, asked)
    if not core:
        return list(named)
    return [
        (one.weighing("mentioned") if _is_of_software(one, core) else replace(one, ignored="context", weight=""))
        if one.weight
        and one.skill.part not in core
        and _is_context(post, one, core, asked)
        and not _is_more(post, named, one, asking)
        else one
        for one in named
    ]


def _is_more(post: Post, named: Sequence[Named], one: Named, asking: Set[int]) -> bool:
    """Say whether a name behind what asks is asked for too, though no word says so.

    So are, of long posts labelled by hand, most of those that are named again and ignored nowhere, of whose trade a
    long post names more, in a sentence that lists much, or where no sentence asks for anybody; not what is only
    inferred.
    """
    if one.hit.how != BY_NAME or one.sentence < min(asking, default=0):
        return False
    again = [other for other in named if other.skill.key == one.skill.key]
    trade = [other for other in named if other.skill.part == one.skill.part and other.hit.how == BY_NAME]
    told = (again, trade) if post.is_long else (again,)
    is_again = any(at_two_places(names) and not any(other.ignored for other in names) for names in told)
    return not asking or is_again or len(post.sentences[one.sentence].signs) >= _MUCH


def _is_of_software(one: Named, core: Set[str | None]) -> bool:
    """Say whether a technology goes along with the software that is asked for, wherever it is named: MySQL and PHP."""
    return one.hit.kind in (Kind.TECH, Kind.TOOL) and one.skill.part in CODE and not CODE.isdisjoint(core)


def _mentioned(post: Post, named: Sequence[Named], asking: Set[int], asked: Set[int]) -> list[Named]:
    """Return the same; what a story of some length names away from where it asks opens no part, and a work no core."""
    parts = _parts_in_question(named, asked) if _parts_in_question(named, asking) else frozenset()
    if not parts or len(post.words.text) <= _SHORT:
        return list(named)
    namings = Counter(one.skill.key for one in named if one.weight)
    return [
        one.weighing("mentioned")
        if one.sentence not in asked
        and may_yield(post, one)
        and (_opens_no_part(post, one, parts) or _is_told_once(post, one, namings))
        and rules()["further"].search(post.sentences[one.sentence].signs) is None
        else one
        for one in named
    ]


def _opens_no_part(post: Post, one: Named, parts: Set[str | None]) -> bool:
    """Say whether a name of another trade is only told of; a work by its name may be a further part of a long post."""
    is_work = one.hit.kind is Kind.WORK and one.hit.how == BY_NAME
    return one.skill.part not in parts and not (post.is_long and is_work)


def _is_told_once(post: Post, one: Named, namings: Mapping[str, int]) -> bool:
    """Say whether a work is named a single time, outside of any section, in a sentence that adds nothing.

    Of such in long posts labelled by hand half were the job, though of a trade that was asked for.
    """
    is_work = one.hit.kind is Kind.WORK and not post.sentences[one.sentence].section
    return (
        is_work and namings[one.skill.key] == 1 and rules()["adds"].search(post.sentences[one.sentence].signs) is None
    )


def _without_guesses(post: Post, named: Sequence[Named], asked: Set[int]) -> list[Named]:
    """Return the same; a part that only words apart from each other speak of is none beside one that has a name.

    Where one of the two is the word that asks, it is asked for: "Fotos von der Werkstatt bräuchten wir auch".
    """
    said = {one.skill.part for one in named if is_core(one) and one.hit.how != PAIR}
    if not said:
        return list(named)
    if post.is_long:
        return _without_inferences(named, asked, said)
    return [
        one.weighing("guessed")
        if is_core(one)
        and one.skill.part not in said
        and not _is_needed(post, one)
        and not (len(post.words.text) <= _SHORT and one.sentence in asked)
        else one
        for one in named
    ]


def _without_inferences(named: Sequence[Named], asked: Set[int], said: Set[str | None]) -> list[Named]:
    """Return the same without what is only inferred, but where a sentence that asks says nothing else.

    What is inferred of a trade that has a name (`said`) goes along: of such in long posts labelled by hand one in seven
    was wrong.
    """
    telling = asked - {one.sentence for one in named if is_core(one) and one.hit.how not in _INFERRED}
    return [
        (one.weighing("guessed") if one.skill.part in said else replace(one, ignored="context", weight=""))
        if one.weight and one.hit.how in _INFERRED and one.sentence not in telling
        else one
        for one in named
    ]


def _is_needed(post: Post, one: Named) -> bool:
    words = (post.words.words[at].key for at in {one.hit.first, one.hit.other} if at >= 0)
    return any(word.startswith(_NEEDS) for word in words)


def _parts_in_question(named: Sequence[Named], asked: Set[int]) -> set[str | None]:
    """Return the parts of what is core where the post says what it asks for."""
    return {one.skill.part for one in named if is_core(one) and one.sentence in asked}


def _is_context(post: Post, one: Named, core: Set[str | None], asked: Set[int]) -> bool:
    if one.sentence in asked:
        return False
    section = post.sentences[one.sentence].section
    if section == "section known":
        return one.hit.is_role and one.skill.part not in core
    if section in DUTIES:
        is_work = one.hit.kind is Kind.WORK and one.skill.part not in SOFTWARE
        return (one.hit.is_role and one.skill.part not in core) or (is_work and one.skill.part not in core)
    if section or one.weight in ("wish", "insisted", "known"):
        return False
    signs = post.sentences[one.sentence].signs
    states = rules()["states"].search(signs) or rules()["tells of us"].match(signs)
    is_stated = one.hit.kind is Kind.WORK and not one.hit.is_role and states is not None
    return (post.is_long or is_stated) and not any(rules()[name].search(signs) for name in ("adds", "further"))
