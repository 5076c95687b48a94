"""Reads what members write behind `/skills`: names, stances and what is to go.

    python, webdesign, -wordpress
    gern ab: wordpress; suche: buchhaltung; lerne: rust

Commas part names. A stance counts up to the next stance, semicolon or line; behind it names are offered again. A
line that holds nothing but a stance is a heading: it counts for the lines below, up to the next heading or an empty
line. A minus before a name removes it, with or without a comma before, and so does a no: "python -rust", "kein rust",
"nicht mehr rust". A name that is known with its dash or its no stays one: No-Code. Named twice, the last one counts.
"lerne rust" needs no colon. What a name stands for, also in quotes, says `typed_names`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from bot.domain.folding import fold
from bot.domain.skills import MemberSkill, Skill, SkillChange, Stance
from bot.errors import InvalidInput, TooMany
from bot.matching.terms import is_quoted
from bot.matching.typed_names import names_a_skill, read_name
from bot.matching.vocabulary import Vocabulary, tidied
from bot.talk.text import Phrase

MOST_CHANGES = 40


def _by_words(ways: Mapping[Stance, Iterable[str]]) -> Mapping[str, Stance]:
    return MappingProxyType({fold(words): stance for stance, several in ways.items() for words in several})


STANCES_OF_OTHERS = _by_words({
    Stance.OFFERS: ("biete", "bietet", "offers", "offering"),
    Stance.PASSES_ON: (
        "gern ab", "gerne ab", "gibt gern ab", "gebe gern ab", "pass on", "passes on", "happy to pass on",
    ),
    Stance.SEEKS: (
        "suche", "sucht", "sucht hilfe", "sucht hilfe bei", "suche hilfe bei", "seeks", "seeks help", "looking for",
        "looking for help with",
    ),
    Stance.LEARNS: ("lerne", "lernt", "lernt gerade", "lerne gerade", "learns", "learning"),
})  # fmt: skip
STANCE_WORDS = MappingProxyType({
    **STANCES_OF_OTHERS,
    **_by_words({
        Stance.OFFERS: ("ich biete", "biete an", "kann", "ich kann", "offer"),
        Stance.PASSES_ON: (
            "gebe gerne ab", "gebe ich gern ab", "gebe ich gerne ab", "ich gebe gern ab", "ich gebe gerne ab",
            "gebe ab", "gern abgeben",
        ),
        Stance.SEEKS: (
            "ich suche", "suche hilfe", "ich suche hilfe bei", "brauche hilfe bei", "seek",
        ),
        Stance.LEARNS: ("ich lerne", "ich lerne gerade", "learn"),
    }),
})  # fmt: skip
_STANCE = re.compile(r"\s*(?P<stance>[^\W\d][\w ]{0,30}?)\s*:(?!in\b)(?P<rest>.*)", re.DOTALL | re.IGNORECASE)
_DASH = r"[-−–—\u2010\u2011]"
MINUS = re.compile(rf"{_DASH}+\s*(?=\S)")
_KEIN = r"kein(?:e[mnrs]?|erlei)?"
_NO = re.compile(
    r"(?!\w+\s+(?:mehr\s+)?(?:nur|bloß|zuletzt|only|just)\b)(?:(?:aber|but|und|and)\s+)?"
    rf"(?:{_KEIN}|ohne|nicht(?:\s+mehr)?|no(?:\s+(?:more|longer))?|not(?:\s+any\s?more)?|without)\s+(?=\S)",
    re.IGNORECASE,
)
_QUOTE, _UNQUOTED = r'["„“”»«]', r'[^"„“”»«]*'
_OUTSIDE_QUOTES = rf"(?={_UNQUOTED}(?:{_QUOTE}{_UNQUOTED}{_QUOTE}{_UNQUOTED})*\Z)"
_BEFORE_A_NO = re.compile(  # "C - Entwicklung" and "Excel -2019" hold no minus
    rf"\s+(?={_DASH}(?:{_QUOTE}|\.)?\w*[^\W\d_]){_OUTSIDE_QUOTES}"
    rf"|\s+(?=(?:aber|but)\s+{_NO.pattern}|(?:und|and)\s+(?:{_KEIN}|no)\s)",
    re.IGNORECASE,
)
_MOST_WORDS = 6  # of a name that begins with a no
_LINES = re.compile(r"\r\n?|[\n\u2028\u2029\x0b\x0c\x85]")


def read_changes(text: str, vocabulary: Vocabulary, held: Iterable[Skill] = ()) -> tuple[SkillChange, ...]:
    """Return what a skill list changes, each skill once, at most 40.

    Of what somebody holds as their own term each stays that when it is typed again.
    Raises InvalidInput where it names no skill or one that cannot be, TooMany beyond 40.
    """
    own = {skill.key: skill for skill in held if not skill.is_known}
    changes: dict[str, SkillChange] = {}
    for typed, stance in _items(text):
        for change in _changes(typed, stance, vocabulary, own):
            changes.pop(change.skill.key, None)
            changes[change.skill.key] = change
            if len(changes) > MOST_CHANGES:
                raise TooMany(Phrase("Höchstens {limit} Skills auf einmal. Teil die Liste auf.", limit=MOST_CHANGES))
    if not changes:
        raise InvalidInput(Phrase("Da steht kein Skill. Schreib zum Beispiel „python, webdesign, -wordpress“."))
    return tuple(changes.values())


def read_held(text: str, vocabulary: Vocabulary) -> tuple[MemberSkill, ...]:
    """Return what such a list leaves with somebody who had no skills before; what can be no skill is passed over."""
    held: dict[str, MemberSkill] = {}
    for typed, stance in _items(text):
        try:
            changes = tuple(_changes(typed, stance, vocabulary, {}))
        except InvalidInput:
            continue
        for change in changes:
            held.pop(change.skill.key, None)
            if change.stance is not None:
                held[change.skill.key] = MemberSkill(change.skill, change.stance)
    return tuple(held.values())


def _items(text: str) -> Iterator[tuple[str, Stance]]:
    """Yield each typed name with the stance that it stands under."""
    passed_on = Stance.OFFERS
    for line in _LINES.split(text):
        alone, rest = _stance(line, passed_on)
        if not rest.strip():  # an empty line, or nothing but a stance
            passed_on = alone if line.strip() else Stance.OFFERS
            continue
        for group in line.split(";"):
            stance = passed_on
            for typed in group.split(","):
                stance, name = _stance(typed, stance)
                yield name, stance


def _stance(typed: str, current: Stance) -> tuple[Stance, str]:
    """Return the stance that a name begins with, or the current one, and the name behind it."""
    said = _STANCE.fullmatch(typed)
    stance = STANCE_WORDS.get(fold(said["stance"])) if said else None
    return (stance, said["rest"]) if said and stance else (current, typed)


def _changes(typed: str, stance: Stance, vocabulary: Vocabulary, own: Mapping[str, Skill]) -> Iterator[SkillChange]:
    whole = typed.strip()
    is_one = _is_name(whole[_minus(whole) :], vocabulary, own)
    for piece in (whole,) if is_one else _BEFORE_A_NO.split(whole):
        minus = _minus(piece)
        stance, name = _stance_without_colon(piece[minus:], stance, vocabulary, own)
        no = _no(name, vocabulary, own)
        name = name[no:]
        mine = own.get(fold(tidied(name)))
        for said, skill in ((tidied(name), mine),) if mine else read_name(name, vocabulary):
            yield SkillChange(skill, None if minus or no else stance, "" if is_quoted(name) else said)


def _minus(name: str) -> int:
    """Return how long the minus is that a name begins with."""
    minus = MINUS.match(name)
    return minus.end() if minus else 0


def _no(name: str, vocabulary: Vocabulary, own: Mapping[str, Skill]) -> int:
    """Return how long the no is that stands before a name; what is known to begin so is a name: "No Code"."""
    no, words = _NO.match(name), name.split()[:_MOST_WORDS]
    names = (" ".join(words[:length]) for length in range(2, len(words) + 1))
    return no.end() if no and not any(_is_name(one, vocabulary, own) for one in names) else 0


def _is_name(name: str, vocabulary: Vocabulary, own: Mapping[str, Skill]) -> bool:
    return fold(tidied(name)) in own or vocabulary.known(name) is not None


def _stance_without_colon(
    name: str, current: Stance, vocabulary: Vocabulary, own: Mapping[str, Skill]
) -> tuple[Stance, str]:
    """Return the stance of "lerne rust" and the name; whatever is not known behind it is part of the name."""
    words = name.split()
    for length in range(min(len(words) - 1, 5), 0, -1):
        stance = STANCE_WORDS.get(fold(" ".join(words[:length])))
        if stance is None or vocabulary.known(name):
            continue
        rest = " ".join(words[length:])
        if fold(tidied(rest)) in own or names_a_skill(rest, vocabulary) or _NO.match(rest):
            return stance, rest
    return current, name
