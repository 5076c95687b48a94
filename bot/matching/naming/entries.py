"""The lines of the vocabulary: a skill, its parents, and the names by which people call it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import Final

from bot.domain.folding import fold
from bot.domain.skills import Skill
from bot.matching.language.verbs import stem_of

_ROLE = ":in"
_PEOPLE: Final = ("beauftragte", "beauftragter", "beauftragten")  # how other words for people end
_ENGLISH: Final = re.compile(
    r"[ /-](?:Accountant|Administrator|Adviser|Advisor|Analyst|Architect|Artist|Assistant|Coach|Consultant|Coordinator"
    r"|Copywriter|Designer|Developer|Editor|Engineer|Expert|Lawyer|Manager|Marketer|Owner|Photographer|Planner|Producer"
    r"|Programmer|Recruiter|Researcher|Scientist|Specialist|Strategist|Teacher|Tester|Trainer|Translator|Tutor|Writer"
    r")\Z",
    re.IGNORECASE,
)  # how English names of trades end, which get German endings too: Data Engineer:in
_SUFFIX = "-"
APART = "…"
_OR = "|"
_IMPLIED = "+"
# The parts that are trades of software.
CODE: Final = frozenset({"backend", "frontend", "web", "mobile", "data", "embedded", "infra"})
LAYERS: Final = frozenset({"backend", "frontend"})  # two halves of one product
SOFTWARE: Final = CODE | {"ux", "qa"}  # these and who designs and tests it
_HEADING = "label\tpart\tkind\tparents\taliases"


class Kind(StrEnum):
    """What a skill is to a job."""

    WORK = "work"  # what is done for somebody or delivered: Fotografie, Logo-Design
    TECH = "tech"  # what one builds with or is a specialist of: Python, WordPress
    TOOL = "tool"  # an aid, seldom the job by itself: Git, Photoshop
    WAY = "way"  # a method, a soft requirement, a language: Scrum, Englisch
    FIELD = "field"  # a trade that customers have as well: Pflege, Gartenbau; asked for only where the words say so


def is_language(skill: Skill, kind: Kind) -> bool:
    """Say whether a skill is a spoken language, not what is done with one: Englisch, not Dolmetschen."""
    return skill.part == "translation" and kind is Kind.WAY


class Guard(Enum):
    """When a name counts in running text; the values are the signs before it in the file."""

    NONE = ""
    EXACT = "="  # as it is spelled, in another spelling with evidence beside it
    EVIDENT = "!"  # as it is spelled, with evidence beside it
    MADE = "*"  # as a thing to be made
    LISTED = "&"  # in a list of trades, or as what somebody is sought for
    TYPED = "~"  # before a word for people ("Druck-Fachkraft"), else only where a skill is typed
    NEVER = "^"  # nowhere: an ordinary word that a name or a suffix would take


_GUARDS: Final = {guard.value: guard for guard in Guard if guard is not Guard.NONE}


@dataclass(frozen=True, slots=True)
class Pair:
    """Folded words of which one of either kind makes a name; a tilde stays at the end of one that only begins so."""

    firsts: tuple[str, ...]
    seconds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """One way to call a skill, and when it counts in running text; a suffix stands for all compounds ending so.

    `key` is the folded spelling.
    """

    spelling: str
    guard: Guard = Guard.NONE
    is_suffix: bool = False
    is_role: bool = False  # a form of a role noun
    key: str = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Fold the spelling once: it is looked up again and again."""
        object.__setattr__(self, "key", fold(self.spelling))

    @property
    def pair(self) -> Pair | None:
        """Return the words of a name that stand apart ("plan~|organisier~…feier~|fest"), or None."""
        firsts, apart, seconds = self.spelling.partition(APART)
        return Pair(_begun(firsts), _begun(seconds)) if apart else None

    @property
    def doing(self) -> tuple[str, str] | None:
        """Return the folded thing and the stem of the verb of "Videos schneiden" or "schneidet unser Video"."""
        words = [word for word in self.spelling.split() if word not in _DETERMINERS] if " " in self.spelling else []
        if len(words) != 2:
            return None
        verbs = [stem for word in words if word.islower() and (stem := stem_of(fold(word)))]
        things = [fold(word) for word in words if word[0].isupper()]
        return (things[0], verbs[0]) if len(verbs) == len(things) == 1 and things[0] else None


_DETERMINERS: Final = frozenset(
    "die das den der ein eine einen unser unsere unseren mein meine meinen uns mir für".split()
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: the skill, what it is to a job, the labels of its parents, its names.

    Who asks for the skill asks for those in `implied` as well: whoever does these will do it too.
    """

    skill: Skill
    kind: Kind
    parents: tuple[str, ...]
    names: tuple[Name, ...]
    implied: tuple[str, ...] = ()


def read_entries(lines: Iterable[str]) -> Iterator[Entry]:
    """Yield the entries of a vocabulary file; comments, empty lines and the heading are passed over."""
    for line in lines:
        row = line.rstrip("\n")
        if row and not row.startswith("# ") and row != _HEADING:
            label, part, kind, parents, aliases = row.split("\t")
            yield _entry(Skill(fold(label), label, part), Kind(kind), _listed(parents), _listed(aliases))


def _begun(words: str) -> tuple[str, ...]:
    return tuple(fold(word) + ("~" if word.strip().endswith("~") else "") for word in words.split(_OR))


def role_forms(noun: str) -> tuple[str, ...]:
    """Return the forms of a role noun that end differently once folded: Texter, Texterin, Texterinnen, Texters …

    Texter:in, Texter*in, Texter_in, Texter/-in and TexterInnen need no forms of their own: they fold to these.
    """
    if noun.endswith("e"):  # Experte
        return tuple(noun[:-1] + ending for ending in ("e", "en", "in", "innen"))
    if noun.endswith("er"):  # Texter
        return tuple(noun + ending for ending in ("", "s", "n", "in", "innen"))
    return tuple(noun + ending for ending in ("", "s", "e", "en", "in", "innen"))  # Fotograf, Redakteur


def _entry(skill: Skill, kind: Kind, parents: tuple[str, ...], aliases: tuple[str, ...]) -> Entry:
    names = tuple(dict.fromkeys(name for alias in aliases for name in _names(alias)))
    whole = tuple(name for name in names if not name.is_suffix)
    if not any(name.spelling == skill.label for name in whole):
        guarded = any(name.key == skill.key for name in whole)
        names = (Name(skill.label, Guard.EXACT if guarded else Guard.NONE), *names)
    implied = tuple(parent.removeprefix(_IMPLIED) for parent in parents if parent.startswith(_IMPLIED))
    return Entry(skill, kind, tuple(parent.removeprefix(_IMPLIED) for parent in parents), names, implied)


def _names(alias: str) -> Iterator[Name]:
    """Yield the names of an alias: itself, all forms of a role noun."""
    if APART in alias:
        yield Name(alias)
        return
    guard = _GUARDS.get(alias[:1], Guard.NONE)
    written = alias if guard is Guard.NONE else alias[1:]
    spelling = written.removeprefix(_SUFFIX)
    is_role = spelling.endswith(_ROLE)
    is_english = not is_role and _ENGLISH.search(spelling) is not None
    forms = role_forms(spelling.removesuffix(_ROLE)) if is_role or is_english else (spelling,)
    for form in forms:
        yield Name(form, guard, spelling != written, is_role or is_english or spelling.lower().endswith(_PEOPLE))


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split(";")))
