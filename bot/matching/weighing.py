"""Which of the skills that a post asks for is the job, and which is a tool, a condition or a wish beside it.

This decides most wrong pings: whoever is tagged covers the core. Each named skill gets the first weight that a rule
gives it:

there     "CMS ist Contao", "unser Shop läuft auf Shopware": what the work is done on; no matter for a work of another
          kind, such as photos for that shop
wish      "Docker wäre ein Plus", "idealerweise Figma", under "Nice to have:"; not a further work: "Fotos wären toll"
insisted  "bitte Flutter", "am liebsten TYPO3", or what the post begins with: core
known     "Erfahrung mit Kafka", "TypeScript vorausgesetzt", under "Dein Profil:": asked of the person
tool      what the vocabulary calls a tool or a way, unless it is itself to be made ("Schnittstellenprogrammierung")
duty      under "Deine Aufgaben:", or anywhere below a title that says what the job is
aside     a technology in a sentence that asks for nobody, beside one that does; a program that only holds what another
          trade works on: "HubSpot einrichten, Kontakte aus Excel rein"
detail    "Newsletter: Texte schreiben, Auswertung": what belongs to a work that is named before
led       "Projektleiter für die SAP-Einführung": what somebody leads or hires for and does not do
guessed   what only two words that stand apart say, beside another trade that has a name
mentioned what a longer post names of another trade, away from where it asks
core      all else

What stands elsewhere in a long post, or under an ad's headings without belonging to the trade, is context and ignored.
Where nothing is core, what is known or a duty becomes it, else what is there, the tools, the wishes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from typing import Final

from bot.matching.entries import CODE, Kind
from bot.matching.post import GENERAL, LANGUAGE_USERS, LONG, MATERIAL, Named, Post, about, clause
from bot.matching.requests import asks
from bot.matching.rulebook import rules
from bot.matching.templates import TEMPLATES

CORE: Final = "core"
_SAID: Final = ("insisted", "wish before", "wish behind", "known before", "known behind", "works on")
_NEXT_BEST: Final = (("duty", "known", "aside"), ("there",), ("tool",), ("wish",))
_TOOLS: Final = (Kind.TOOL, Kind.WAY)
_HEAD: Final = 2  # signs with which a sentence names what it is about
_SHORT: Final = 300  # characters up to which a post says little but what it asks for
_APART: Final = "pair"
_LEADING: Final = frozenset({"pm", "sales"})  # who leads a project or hires people does not do what it is about
_PROGRAMS: Final = frozenset({"Excel", "Microsoft Office", "PowerPoint", "Google Workspace"})  # of every desk
_WHOLES: Final = frozenset(template.skill for template in TEMPLATES if template.is_whole)
_MAKING: Final = ("programmierung", "entwicklung", "programmieren", "entwickeln", "development")
_SHOWN: Final = ("einweis", "einweist", "erklar", "einfuhrung")
_NEEDS: Final = ("brauch", "braeuch", "bräuch", "benoetig", "benötig")  # how a word begins that asks for the other


def weighed(post: Post, named: Sequence[Named]) -> list[Named]:
    """Return the same names, each that is not ignored with its weight."""
    said = _said(post, named)
    speaks = any(one.skill.label in LANGUAGE_USERS for one in named if not one.ignored)
    first = [
        one if one.ignored or one.weight else replace(one, weight=_weight(post, one, said.get(one.first, ""), speaks))
        for one in named
    ]
    told = _without_context(post, _below_a_title(post, _led(post, _beside_others(post, first))))
    sure = _without_guesses(post, _mentioned(post, told))
    settled = [replace(one, weight=CORE) if one.weight == "insisted" else one for one in sure]
    return _together([_used(one, settled) for one in _with_a_core(settled)])


def _said(post: Post, named: Sequence[Named]) -> Mapping[int, str]:
    """Return for each sign what a rule says of a skill there."""
    said: dict[int, str] = {}
    for number in sorted({one.sentence for one in named}):
        sentence = post.sentences[number]
        for rule in _SAID:
            for found in rules()[rule].finditer(sentence.signs):
                behind = rule.endswith("behind")
                start, end = clause(sentence.signs, found.start(), found.end()) if behind else about(found)
                for place in range(sentence.start + start, sentence.start + end):
                    said.setdefault(place, rule.split()[0])
    return said


def _weight(post: Post, one: Named, said: str, speaks: bool) -> str:
    section = post.sentences[one.sentence].section
    is_tool = one.hit.kind in _TOOLS and not one.hit.is_role
    is_spoken = speaks and one.skill.part == "translation"  # "hätten das gern auf Polnisch"
    if section == "section wish" or (said == "wish" and not is_spoken and not _is_further_work(post, one)):
        return "wish"
    if said == "insisted" or (not one.first and one.hit.kind is Kind.TECH):
        return "insisted"
    if section in ("section asked", "title"):
        return "tool" if one.hit.kind is Kind.WAY or (is_tool and section != "title") else CORE
    if is_spoken and said != "known":
        return CORE
    if is_tool and said == "works":
        return "there"
    if is_tool and not (_is_made(post, one) and said != "known" and section != "section duty"):
        return "tool"
    if said == "known" and one.hit.is_role and asks(post.sentences[one.sentence].signs):
        return CORE  # "any frontend dev with Vue experience": the person is asked for, with what they know
    if said == "known" or section == "section known":
        return "known"
    if said == "works":
        return "there"
    return "duty" if section == "section duty" else CORE


def _is_further_work(post: Post, one: Named) -> bool:
    """Say whether a wish is a work besides ("Fotos wären toll"), not what a person brings ("gern mit SEO")."""
    sentence = post.sentences[one.sentence]
    if one.hit.kind is not Kind.WORK or sentence.section:
        return False
    if rules()["knowledge"].match(post.signs, one.last):
        return False
    return rules()["along with"].search(post.signs[sentence.start : one.first]) is None


def _is_made(post: Post, one: Named) -> bool:
    """Say whether a name says that something is made of it: Schnittstellenprogrammierung."""
    return post.words.words[one.hit.last].key.endswith(_MAKING)


def _beside_others(post: Post, named: Sequence[Named]) -> list[Named]:
    """Return the same without what is only an aside or a detail in the core."""
    asking = {number for number, sentence in enumerate(post.sentences) if asks(sentence.signs)}
    heads = {one.sentence for one in named if _is_core(one) and one.skill.label not in GENERAL | MATERIAL} & asking
    return [
        replace(one, weight=why) if _may_yield(post, one) and (why := _beside(post, named, at, asking, heads)) else one
        for at, one in enumerate(named)
    ]


def _is_core(one: Named) -> bool:
    return one.weight in (CORE, "insisted")


def _may_yield(post: Post, one: Named) -> bool:
    return one.weight == CORE and not one.hit.is_role and post.sentences[one.sentence].section != "title"


def _beside(post: Post, named: Sequence[Named], at: int, asking: set[int], heads: set[int]) -> str:
    one = named[at]
    if one.hit.kind is Kind.TECH and heads and one.sentence not in asking:
        return "aside"
    if one.skill.label in _PROGRAMS and _is_only_held_in(post, named, one):
        return "aside"
    if one.skill.label == "Schulung" and _is_handing_over(post, named, one):
        return "detail"
    return "detail" if one.hit.kind is Kind.WORK and _is_detail(post, named, at) else ""


def _is_handing_over(post: Post, named: Sequence[Named], one: Named) -> bool:
    """Say whether what somebody sets up is only shown at the end: "Nextcloud aufsetzen, kurze Einweisung"."""
    words = {post.words.words[at].key for at in (one.hit.first, one.hit.other) if at >= 0}
    is_shown = any(word.startswith(_SHOWN) for word in words)
    return is_shown and any(_is_core(other) and other.skill.part != one.skill.part for other in named)


def _is_only_held_in(post: Post, named: Sequence[Named], one: Named) -> bool:
    """Say whether a program of every desk only holds what another trade works on: "Kontakte aus Excel", "als Word"."""
    is_beside = any(_is_core(other) and other.skill.label not in _PROGRAMS for other in named)
    return is_beside and rules()["held in"].search(post.signs[: one.first]) is not None


def _is_detail(post: Post, named: Sequence[Named], at: int) -> bool:
    """Say whether a work only tells more of one before it: "Newsletter: Texte schreiben, Versand"."""
    one = named[at]
    heads = [
        other
        for other in named[:at]
        if other.sentence == one.sentence and _is_core(other) and other.skill.part != one.skill.part
    ]
    if not heads or any(head.skill.label in _WHOLES for head in heads):
        return False
    return rules()["tells more"].search(post.signs, heads[-1].last, one.first) is not None


def _led(post: Post, named: Sequence[Named]) -> list[Named]:
    leads = [one for one in named if _is_core(one) and one.skill.part in _LEADING]
    led = {one.skill.key for one in named if _is_led(post, one, leads)}
    done = {one.skill.key for one in named if one.hit.is_role}
    return [replace(one, weight="led") if _is_core(one) and one.skill.key in led - done else one for one in named]


def _is_led(post: Post, one: Named, leads: Sequence[Named]) -> bool:
    """Say whether a skill is what somebody leads or hires for: a person's sentence, or "Projektleitung für SAP"."""
    if not _is_core(one) or one.hit.is_role or one.skill.part in _LEADING:
        return False
    return any(
        lead.sentence == one.sentence
        and (
            lead.hit.is_role
            or rules()["for another"].fullmatch(post.signs, lead.last, one.first)
            or (one.first < lead.first and rules()["purpose first"].match(post.sentences[one.sentence].signs))
        )
        for lead in leads
    )


def _below_a_title(post: Post, named: Sequence[Named]) -> list[Named]:
    """Return the same; where a title says what the job is, nothing below it that asks for nobody is core."""
    is_titled = any(_is_core(one) and post.sentences[one.sentence].section == "title" for one in named)
    if not is_titled:
        return list(named)
    return [replace(one, weight="duty") if one.weight == CORE and _is_below(post, one) else one for one in named]


def _is_below(post: Post, one: Named) -> bool:
    sentence = post.sentences[one.sentence]
    return sentence.section not in ("title", "section asked") and not asks(sentence.signs)


def _without_context(post: Post, named: Sequence[Named]) -> list[Named]:
    """Return the same without what only tells of the world around the job: in long posts most sentences do."""
    core = _parts_in_question(post, named)
    if not core:
        return list(named)
    is_long = len(post.words.text) > LONG
    return [_in_context(one, core) if one.weight and _is_context(post, one, core, is_long) else one for one in named]


def _in_context(one: Named, core: Set[str | None]) -> Named:
    """Return what is only told of: of the trade that is asked for it goes along, of another it is not asked for."""
    if one.skill.part in core:
        return replace(one, weight="mentioned") if one.weight == CORE and not one.hit.is_role else one
    return replace(one, ignored="context", weight="")


def _mentioned(post: Post, named: Sequence[Named]) -> list[Named]:
    """Return the same; what a story of some length names away from where it asks opens no part of its own."""
    parts = _parts_in_question(post, named)
    if not parts or len(post.words.text) <= _SHORT:
        return list(named)
    return [
        replace(one, weight="mentioned")
        if _may_yield(post, one) and one.skill.part not in parts and not _is_in_question(post, one)
        else one
        for one in named
    ]


def _without_guesses(post: Post, named: Sequence[Named]) -> list[Named]:
    """Return the same; a part that only words apart from each other speak of is none beside one that has a name.

    Where one of the two is the word that asks, it is asked for: "Fotos von der Werkstatt bräuchten wir auch".
    """
    said = {one.skill.part for one in named if _is_core(one) and one.hit.how != _APART}
    if not said:
        return list(named)
    return [
        replace(one, weight="guessed")
        if _is_core(one)
        and one.skill.part not in said
        and not _is_needed(post, one)
        and not (len(post.words.text) <= _SHORT and _is_in_question(post, one))
        else one
        for one in named
    ]


def _is_needed(post: Post, one: Named) -> bool:
    words = (post.words.words[at].key for at in {one.hit.first, one.hit.other} if at >= 0)
    return any(word.startswith(_NEEDS) for word in words)


def _parts_in_question(post: Post, named: Sequence[Named]) -> set[str | None]:
    """Return the parts of what is core where the post says what it asks for."""
    return {one.skill.part for one in named if _is_core(one) and _is_in_question(post, one)}


def _is_in_question(post: Post, one: Named) -> bool:
    """Say whether a skill stands where the post says what it asks for."""
    sentence = post.sentences[one.sentence]
    if sentence.section in ("title", "section asked") or asks(sentence.signs):
        return True
    number = one.sentence
    while number and not post.numbered.isdisjoint(
        range(post.sentences[number].start, post.sentences[number].start + 2)
    ):
        number -= 1
        if asks(post.sentences[number].signs):  # "… we need: 1) a composer 2) two translators"
            return True
    return False


def _is_context(post: Post, one: Named, core: set[str | None], is_long: bool) -> bool:
    if _is_in_question(post, one):
        return False
    section = post.sentences[one.sentence].section
    if section in ("section duty", "section known"):
        is_work = one.hit.kind is Kind.WORK and one.skill.part not in CODE | {"ux", "qa"}
        return (one.hit.is_role and one.skill.part not in core) or (is_work and one.skill.part not in core)
    if section or one.weight in ("wish", "insisted"):
        return False
    if one.weight == "known":
        is_told = one.first - post.sentences[one.sentence].start > _HEAD
        return is_told and one.hit.kind is Kind.WORK and one.skill.part not in core | CODE | {"ux", "qa"}
    signs = post.sentences[one.sentence].signs
    states = rules()["states"].search(signs) or rules()["tells of us"].match(signs)
    is_stated = one.hit.kind is Kind.WORK and not one.hit.is_role and states is not None
    return (is_long or is_stated) and rules()["adds"].search(signs) is None


def _with_a_core(named: Sequence[Named]) -> list[Named]:
    """Return the same with something in the core, as far as there is anything."""
    if any(one.weight == CORE for one in named):
        return list(named)
    best = next((weights for weights in _NEXT_BEST if any(one.weight in weights for one in named)), ())
    return [replace(one, weight=CORE) if one.weight in best else one for one in named]


def _used(one: Named, named: Sequence[Named]) -> Named:
    """Return a technology that is there already as ignored where the job is none that is done on it."""
    if one.weight != "there":
        return one
    parts = {other.skill.part for other in named if other.weight == CORE}
    is_done_on_it = one.skill.part in parts or (one.skill.part == "web" and bool(parts & (CODE | {"ux", "qa"})))
    return one if is_done_on_it else replace(one, ignored="there", weight="")


def _together(named: Sequence[Named]) -> list[Named]:
    """Return the same with the skills of one name weighed alike: Excel-Makros are Excel as much as VBA."""
    core = {(one.first, one.last) for one in named if one.weight == CORE}
    return [replace(one, weight=CORE) if one.weight and (one.first, one.last) in core else one for one in named]
