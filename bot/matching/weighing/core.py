"""Which of the skills that a post asks for is the job, and which is a tool, a condition or a wish beside it.

This decides most wrong pings: whoever is tagged covers the core. Each named skill gets the first weight that a rule
gives it:

wish      "Docker wäre ein Plus", "idealerweise Figma", under "Nice to have:"; not a further work: "dazu etwas SEO"
insisted  "bitte Flutter", "am liebsten TYPO3", "von Magento auf Shopware", or what the post begins with: core
known     "Erfahrung mit Kafka", "TypeScript versteht sich", under "Dein Profil:": asked of the person; core where a
          request says nothing else: "jemand mit Erfahrung in KI"
there     "CMS ist Contao", "DATEV ist eingerichtet": what is there already; no matter for a work of another kind, such
          as photos for that shop
tool      what the vocabulary calls a tool or a way, unless it is itself asked for: "Jira einrichten", "wer kann
          InDesign", "Canva-Vorlagen"; or a training is about it ("Scrum-Kurs"); or it is one that a short post names
          because the job is done in it and nothing else: "Cutter gesucht, DaVinci Resolve"
works     "gebaut wird mit Vue", "Technik: Unity": core for the same trade, else as what is there
duty      under "Deine Aufgaben:", what an item of a list says further, or anywhere below a title that says what the job
          is; of the title's trade it is core
core      all else

What a post only tells of beside (`context`) gets another weight after that. What is said "auch" goes as what stands
before it. Where nothing is core, what is known or a duty becomes it, else what is there, the tools, the wishes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from functools import cache
from typing import Final

from bot.matching.asking.sought import asked_in
from bot.matching.naming.entries import CODE, Kind
from bot.matching.parts import TRAININGS
from bot.matching.posts.post import LANGUAGE_USERS, OF_EVERY_LAYER, Named, Post, about, clause
from bot.matching.posts.sections import DUTIES
from bot.matching.posts.weights import CORE
from bot.matching.rules.alternatives import Rules
from bot.matching.rules.rulebook import rules, several
from bot.matching.weighing.context import in_context

_SAID: Final = (
    "moved",
    "insisted",
    "wish before",
    "wish behind",
    "known before",
    "known behind",
    "made before",
    "works on",
)
_NEXT_BEST: Final = (("duty", "known", "aside"), ("there", "works"), ("tool",), ("wish",))
_MANNERS: Final = (
    "gestuetzt",
    "gestutzt",
    "basiert",
    "basierte",
    "basierten",
    "generiert",
    "unterstutzt",
    "affin",
    "assisted",
    "based",
    "driven",
)
_FOR_ALL: Final = "Barrierefreiheit"  # it is built into the site, so its CMS is the job as well
_LIKEWISE: Final = 4  # signs
# Tools that a job is done in from start to end: whoever cannot work with them is no help. Files in InDesign or Figma,
# bookings in DATEV and tickets in Jira come along with a job.
_DONE_IN_IT: Final = frozenset({
    "DaVinci Resolve", "Final Cut", "Adobe Premiere", "After Effects", "Adobe Photoshop", "Adobe Illustrator", "MQTT",
})  # fmt: skip
# What is handed over: "Druckdaten als Illustrator-Datei".
_FILES: Final = ("datei", "dateien", "file", "files", "projekte")
_MAKING: Final = ("programmierung", "entwicklung", "programmieren", "entwickeln", "development")


def weighed(post: Post, named: Sequence[Named], asks: frozenset[int]) -> list[Named]:
    """Return the same names, each that is not ignored with its weight; `asks` are the sentences that ask (`sought`)."""
    said = _said(post, named)
    speaks = any(one.skill.label in LANGUAGE_USERS for one in named if not one.ignored)
    asked = asked_in(post, named, asks)
    teaching = {one.sentence for one in named if one.skill.label in TRAININGS and not one.ignored}
    first: list[Named] = []
    for one in named:
        weight = one.weight
        if not one.ignored and _is_moved(one, named, said):
            weight = "insisted"
        elif not one.ignored and not weight:
            weight = _weight(post, one, said.get(one.first, ""), one.sentence in asked, speaks)
        first.append(one.weighing(CORE if weight == "tool" and one.sentence in teaching else weight))
    sure = in_context(post, _asked_as_known(post, first, asks), asks, asked)
    settled = [one.weighing(CORE) if one.weight == "insisted" else one for one in sure]
    return _together([_used(one, settled) for one in _with_a_core(settled)])


def _asked_as_known(post: Post, named: Sequence[Named], asking: Set[int]) -> list[Named]:
    """Return the same; what a person is to know is the job where nothing else is: "jemand mit Erfahrung in KI"."""
    telling = {one.sentence for one in named if one.weight not in ("", "known", "tool", "wish")}
    return [
        one.weighing(CORE)
        if one.weight == "known"
        and one.sentence in asking - telling
        and not rules()["has to be known"].search(post.sentences[one.sentence].signs)
        and post.sentences[one.sentence].section != "section known"
        else one
        for one in named
    ]


def _said(post: Post, named: Sequence[Named]) -> Mapping[int, str]:
    """Return for each sign what a rule says of a skill there."""
    said: dict[int, str] = {}
    for number in sorted({one.sentence for one in named}):
        sentence = post.sentences[number]
        for name, rule in _sayings().woken(sentence.signs):
            for found in rule.finditer(sentence.signs):
                behind = name.endswith("behind")
                start, end = clause(sentence.signs, found.start(), found.end()) if behind else about(found)
                more = rules()["asked besides"].search(sentence.signs, found.end() if behind else start, end)
                for place in range(sentence.start + start, sentence.start + (more.start() if more else end)):
                    said.setdefault(place, name.split()[0])
        for found in rules()["behind likewise"].finditer(sentence.signs):  # "Airflow is a plus, Kafka too"
            start, end = clause(sentence.signs, found.start(), found.end())
            before = said.get(sentence.start + start - 2, "") if end - start <= _LIKEWISE else ""
            if before in ("wish", "known"):
                said |= dict.fromkeys(range(sentence.start + start, sentence.start + end), before)
    return said


def _is_moved(one: Named, named: Sequence[Named], said: Mapping[int, str]) -> bool:
    """Say whether one moves from a skill to another of its trade: "von Magento auf Shopware"."""
    return said.get(one.first) == "moved" and any(
        other.skill.part == one.skill.part and other.skill.key != one.skill.key and said.get(other.first) == "moved"
        for other in named
    )


@cache
def _sayings() -> Rules:
    return several({name: name for name in _SAID})


def _weight(post: Post, one: Named, said: str, is_asked: bool, speaks: bool) -> str:
    section = post.sentences[one.sentence].section
    if post.words.words[one.hit.last].key.endswith(_MANNERS):
        return "wish"
    is_spoken = speaks and one.skill.part == "translation"  # "hätten das gern auf Polnisch"
    if section == "section wish" or (said == "wish" and not is_spoken and not _is_further_work(post, one)):
        return "wish"
    if said == "insisted" or (not one.first and one.hit.kind is Kind.TECH):
        return "insisted"
    if is_spoken and said != "known" and section == "section asked":
        return CORE
    if section in ("section asked", "title"):
        is_way = one.hit.kind is Kind.WAY or (_is_tool(one) and section != "title")
        return "tool" if is_way and said != "made" else CORE
    if is_spoken and said != "known":
        return CORE
    if _is_tool(one):
        return _weight_of_a_tool(post, one, said, is_asked)
    if said == "known" and one.hit.is_role and is_asked:
        return CORE  # "any frontend dev with Vue experience": the person is asked for, with what they know
    if said == "known" or section == "section known":
        return "known"
    return "works" if said == "works" else "duty" if section in DUTIES else CORE


def _is_tool(one: Named) -> bool:
    return one.hit.kind in (Kind.TOOL, Kind.WAY) and not one.hit.is_role


def _weight_of_a_tool(post: Post, one: Named, said: str, is_asked: bool) -> str:
    """Return "tool" unless it is there already, asked of the person, or is itself to be made, set up or mastered."""
    section = post.sentences[one.sentence].section
    if said == "works":
        return "there"
    if said == "made" and section == "section duty" and not is_asked:
        return "duty"
    if rules()["somebody for it"].search(post.signs[post.sentences[one.sentence].start : one.first]):
        return CORE
    is_made = (said == "made" and is_asked) or (_is_made(post, one) and said != "known" and section != "section duty")
    is_file = post.words.words[one.hit.last].key.endswith(_FILES)
    is_short = not section and not post.is_long
    is_done_in_it = one.skill.label in _DONE_IN_IT and not said and is_short and not is_file
    if not (is_made or is_done_in_it) or section == "section known":
        return "known" if said == "known" else "tool"
    return CORE


def _is_further_work(post: Post, one: Named) -> bool:
    """Say whether a wish is a work besides ("Fotos wären auch schön"), not what a person brings ("gern mit SEO").

    In a short post whoever wishes for one asks for it only as said so: "Renderings wären toll" goes along.
    """
    sentence = post.sentences[one.sentence]
    if one.hit.kind is not Kind.WORK or sentence.section:
        return False
    first, last = clause(sentence.signs, one.first - sentence.start, one.last - sentence.start)
    if not post.is_long and not rules()["wish for more"].search(sentence.signs, first, last):
        return False
    if rules()["a quality"].search(sentence.signs, first, last):
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
    return [one.weighing(CORE) if one.weight in best else one for one in named]


def _used(one: Named, named: Sequence[Named]) -> Named:
    """Return what is worked with as core, what is there already as ignored where the job is none that is done on it."""
    if one.weight not in ("there", "works"):
        return one
    parts = {other.skill.part for other in named if other.weight == CORE}
    if any(other.weight == CORE and other.skill.label == OF_EVERY_LAYER for other in named):
        parts |= CODE
    is_made_usable = one.skill.part == "web" and any(other.skill.label == _FOR_ALL for other in named)
    if (one.skill.part in parts or is_made_usable) and one.weight == "works":
        return one.weighing(CORE)
    is_done_on_it = one.skill.part in parts or (one.skill.part == "web" and bool(parts & (CODE | {"ux", "qa"})))
    return one if is_done_on_it else replace(one, ignored="there", weight="")


def _together(named: Sequence[Named]) -> list[Named]:
    """Return the same with the skills of one name weighed alike: Excel-Makros are Excel as much as VBA."""
    core = {(one.first, one.last) for one in named if one.weight == CORE}
    return [one.weighing(CORE) if one.weight and (one.first, one.last) in core else one for one in named]
