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

from bot.matching.context import CORE, asked_in, in_context
from bot.matching.entries import CODE, Kind
from bot.matching.post import LANGUAGE_USERS, Named, Post, about, clause
from bot.matching.rulebook import rules

_SAID: Final = ("insisted", "wish before", "wish behind", "known before", "known behind", "made before", "works on")
_NEXT_BEST: Final = (("duty", "known", "aside"), ("there",), ("tool",), ("wish",))
_TOOLS: Final = (Kind.TOOL, Kind.WAY)
_LIKEWISE: Final = 4  # signs
_MAKING: Final = ("programmierung", "entwicklung", "programmieren", "entwickeln", "development")


def weighed(post: Post, named: Sequence[Named]) -> list[Named]:
    """Return the same names, each that is not ignored with its weight."""
    said = _said(post, named)
    speaks = any(one.skill.label in LANGUAGE_USERS for one in named if not one.ignored)
    asked = asked_in(post, named)
    first = [
        one
        if one.ignored or one.weight
        else replace(one, weight=_weight(post, one, said.get(one.first, ""), one.sentence in asked, speaks))
        for one in named
    ]
    sure = in_context(post, first, asked)
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
        for found in rules()["behind likewise"].finditer(sentence.signs):  # "Airflow is a plus, Kafka too"
            start, end = clause(sentence.signs, found.start(), found.end())
            before = said.get(sentence.start + start - 2, "") if end - start <= _LIKEWISE else ""
            if before in ("wish", "known"):
                said |= {place: before for place in range(sentence.start + start, sentence.start + end)}
    return said


def _weight(post: Post, one: Named, said: str, is_asked: bool, speaks: bool) -> str:
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
    if is_tool and said == "made" and (is_asked or section == "section duty"):
        return CORE if is_asked else "duty"
    if is_tool and not (_is_made(post, one) and said != "known" and section != "section duty"):
        return "tool"
    if said == "known" and one.hit.is_role and is_asked:
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
    if rules()["knowledge"].match(post.signs, one.last) or rules()["knowledge of"].search(post.signs[: one.first]):
        return False
    return rules()["along with"].search(post.signs[sentence.start : one.first]) is None


def _is_made(post: Post, one: Named) -> bool:
    """Say whether a name says that something is made of it: Schnittstellenprogrammierung."""
    return post.words.words[one.hit.last].key.endswith(_MAKING)


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
    if one.skill.part in parts and one.hit.kind is Kind.TECH:
        return replace(one, weight=CORE)
    is_done_on_it = one.skill.part in parts or (one.skill.part == "web" and bool(parts & (CODE | {"ux", "qa"})))
    return one if is_done_on_it else replace(one, ignored="there", weight="")


def _together(named: Sequence[Named]) -> list[Named]:
    """Return the same with the skills of one name weighed alike: Excel-Makros are Excel as much as VBA."""
    core = {(one.first, one.last) for one in named if one.weight == CORE}
    return [replace(one, weight=CORE) if one.weight and (one.first, one.last) in core else one for one in named]
